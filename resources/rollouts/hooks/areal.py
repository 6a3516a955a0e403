"""AReaL: write the log-probabilities of the sampler and of the proximal policy.

Call it in the training script once `batch["prox_logp"]` has been computed, which takes
`recompute_logprob: true`:

    dump(batch, global_step, rank)
"""

import os

import numpy

NAMES = ("prox_logp", "logprobs", "loss_mask", "versions", "input_ids", "advantages")


def dump(batch, step, rank=0, folder="rollouts"):
    os.makedirs(folder, exist_ok=True)
    arrays = {name: plain(batch[name]) for name in NAMES if name in batch}
    numpy.savez(os.path.join(folder, f"step_{step}_rank_{rank}.npz"), **arrays)


def plain(tensor):
    tensor = tensor.detach().cpu()
    return (tensor.float() if tensor.is_floating_point() else tensor).numpy()
