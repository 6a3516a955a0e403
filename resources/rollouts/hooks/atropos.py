"""Atropos: write the trainer's log-probabilities beside those that came with the rollouts.

Call it in the training loop, where `logprobs` (of the labels), `inference_logprobs` and `labels`
(-100 where a token does not count) have one shape, sequences x tokens:

    dump(step, logprobs, inference_logprobs, labels)
"""

import os

import numpy


def dump(step, logprobs, inference_logprobs, labels, folder="rollouts"):
    os.makedirs(folder, exist_ok=True)
    numpy.savez(
        os.path.join(folder, f"step_{step}.npz"),
        trainer_logprobs=logprobs.detach().float().cpu().numpy(),
        inference_logprobs=inference_logprobs.detach().float().cpu().numpy(),
        mask=(labels != -100).cpu().numpy(),
    )
