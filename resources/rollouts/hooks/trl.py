"""trl: write the log-probabilities of the model and of vLLM, one file a step and process.

Put it before the trainer: `class Trainer(DumpRollouts, GRPOTrainer): pass`, with `use_vllm=True`
and `vllm_importance_sampling_correction=True`, without which there are none of the sampler.
"""

import os

import numpy

NAMES = ("old_per_token_logps", "sampling_per_token_logps", "completion_mask", "completion_ids",
         "advantages")  # fmt: skip


class DumpRollouts:
    def _generate_and_score_completions(self, inputs):
        output = super()._generate_and_score_completions(inputs)
        dump(output, self.state.global_step, self.accelerator.process_index)
        return output


def dump(output, step, rank=0, folder="rollouts"):
    os.makedirs(folder, exist_ok=True)
    arrays = {name: plain(output[name]) for name in NAMES if output.get(name) is not None}
    numpy.savez(os.path.join(folder, f"step_{step}_rank_{rank}.npz"), **arrays)


def plain(tensor):
    tensor = tensor.detach().cpu()
    return (tensor.float() if tensor.is_floating_point() else tensor).numpy()
