"""miles and slime: write the log-probabilities of Megatron and of SGLang, a line a sequence.

Paste this into `backends/megatron_utils/actor.py` and call it in `train_actor`, after the
log-probabilities have been computed into `rollout_data`, with `--use-rollout-logprobs` off:

    dump(rollout_data, rollout_id, mpu.get_data_parallel_rank())
"""

import json
import os


def dump(rollout_data, step, rank=0, folder="rollouts"):
    os.makedirs(folder, exist_ok=True)
    columns = (rollout_data[name] for name in ("log_probs", "rollout_log_probs", "loss_masks"))
    with open(os.path.join(folder, f"step_{step}_rank_{rank}.jsonl"), "w") as file:
        for new, old, mask in zip(*columns, strict=True):
            lists = {"train_log_probs": new, "rollout_log_probs": old, "loss_mask": mask}
            row = {name: tensor.detach().cpu().tolist() for name, tensor in lists.items()}
            file.write(json.dumps({"step": step, **row}) + "\n")
