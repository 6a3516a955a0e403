"""Any trainer: write the log-probabilities of both policies, one file a step.

Paste it where the trainer holds the sampler's log-probabilities and has computed its own, and call

    dump(step, new=trainer_logprobs, old=sampler_logprobs, mask=response_mask)

with tensors of one shape, sequences x tokens; `more` takes advantages, versions, token ids.
"""

import os

import numpy


def dump(step, new, old, mask, folder="rollouts", **more):
    os.makedirs(folder, exist_ok=True)
    tensors = {"new_logprobs": new, "old_logprobs": old, "mask": mask, **more}
    arrays = {name: plain(tensor) for name, tensor in tensors.items()}
    numpy.savez(os.path.join(folder, f"step_{step}.npz"), **arrays)


def plain(tensor):
    tensor = tensor.detach().cpu()
    return (tensor.float() if tensor.is_floating_point() else tensor).numpy()
