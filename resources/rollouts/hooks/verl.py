"""verl: write the log-probabilities of trainer and rollout engine, one file a step.

Set `actor_rollout_ref.rollout.calculate_log_probs=True`, paste this into
`verl/trainer/ppo/ray_trainer.py` and call it in `fit`, where the advantages have been computed:

    dump(batch.batch, self.global_steps)
"""

import os

import numpy

NAMES = ("old_log_probs", "rollout_log_probs", "response_mask", "advantages", "responses")


def dump(batch, step, folder="rollouts"):
    os.makedirs(folder, exist_ok=True)
    held = set(batch.keys())
    arrays = {name: plain(batch[name]) for name in NAMES if name in held}
    numpy.savez(os.path.join(folder, f"step_{step}.npz"), **arrays)


def plain(tensor):
    tensor = tensor.detach().cpu()
    return (tensor.float() if tensor.is_floating_point() else tensor).numpy()
