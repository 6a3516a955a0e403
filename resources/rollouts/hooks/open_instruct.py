"""open-instruct: write the trainer's log-probabilities beside vLLM's.

Paste this into `open_instruct/grpo_fast.py` and call it in `PolicyTrainerRayProcess.train`, where
`local_logprobs`, `vllm_logprobs` and `response_mask` have one shape, rows x tokens:

    dump(training_step, local_logprobs, vllm_logprobs, response_mask, self.rank)
"""

import os

import numpy


def dump(step, local_logprobs, vllm_logprobs, response_mask, rank=0, folder="rollouts"):
    os.makedirs(folder, exist_ok=True)
    counted = response_mask.bool().cpu().numpy()
    # vLLM's are NaN, or 1, where a token was not drawn.
    numpy.savez(
        os.path.join(folder, f"step_{step}_rank_{rank}.npz"),
        trainer_logprobs=local_logprobs.detach().float().cpu().numpy(),
        vllm_logprobs=vllm_logprobs.detach().float().cpu().numpy(),
        response_mask=counted,
    )
