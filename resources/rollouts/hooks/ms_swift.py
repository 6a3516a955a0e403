"""ms-swift: write the log-probabilities of the model and of the rollout engine.

Paste this into `swift/trainers/rlhf_trainer/grpo_trainer.py` and call it at the beginning of
`_compute_loss`, with `--rollout_importance_sampling_mode` set so that the engine's are kept:

    dump(inputs, self.state.global_step, self.accelerator.process_index)
"""

import os

import numpy

NAMES = ("old_per_token_logps", "rollout_per_token_logps", "completion_mask", "advantages")


def dump(inputs, step, rank=0, folder="rollouts"):
    os.makedirs(folder, exist_ok=True)
    arrays = {name: plain(inputs[name]) for name in NAMES if inputs.get(name) is not None}
    numpy.savez(os.path.join(folder, f"step_{step}_rank_{rank}.npz"), **arrays)


def plain(tensor):
    tensor = tensor.detach().cpu()
    return (tensor.float() if tensor.is_floating_point() else tensor).numpy()
