"""Files without the trainer's log-probabilities: whose they are, and the hook that adds them."""

from __future__ import annotations

from collections.abc import Collection
from importlib import resources

from engine.data.rollouts.policies import OnePolicy

# (framework, its hook, names that only its files hold together), the most particular first
SAMPLERS: tuple[tuple[str, str, frozenset[str]], ...] = (
    ("Atropos", "atropos", frozenset({"tokens", "masks", "scores"})),
    ("miles or slime", "miles", frozenset({"rollout_log_probs", "response_length"})),
    ("miles or slime", "miles", frozenset({"rollout_log_probs", "weight_versions"})),
    ("miles or slime", "miles", frozenset({"rollout_log_probs", "loss_mask", "tokens"})),
    ("open-instruct", "open_instruct", frozenset({"logprobs", "finish_reason"})),
    ("open-instruct", "open_instruct", frozenset({"logprobs", "response_tokens"})),
    ("open-instruct", "open_instruct", frozenset({"logprobs", "model_step"})),
)
DUMPS: tuple[tuple[str, str, frozenset[str]], ...] = (
    ("AReaL", "areal", frozenset({"head_version", "tail_version"})),
    ("AReaL", "areal", frozenset({"prompt", "completion", "seqlen"})),
    ("AReaL", "areal", frozenset({"prompt_len", "seqlen"})),
    ("verl", "verl", frozenset({"input", "output", "score"})),
    ("verl", "verl", frozenset({"input", "output", "gts"})),
)
COMPLETIONS = frozenset({"prompt", "completion"})
ANY = "any"
FOLDER = ("rollouts", "hooks")


def with_hook(error: OnePolicy, names: Collection[str], reader: str) -> OnePolicy:
    """The same with what writes such files and the program to paste there.

    ``names`` are the file's, ``reader`` is the kind of file.
    """
    framework, hook = _framework(error, frozenset(names), reader)
    who = f"{framework} writes it so; " if framework else ""
    words = (
        f"{error.allowed}; {who}paste resources/rollouts/hooks/{hook}.py where the trainer has both"
    )
    told = OnePolicy(error.path, words, error.held)
    told.framework, told.hook = framework, hook_text(hook)
    return told


def hook_text(name: str) -> str:
    """The program to paste, by the name of its file."""
    folder = resources.files("resources")
    for part in FOLDER:
        folder = folder / part
    return (folder / f"{name}.py").read_text("utf-8")


def _framework(error: OnePolicy, names: frozenset[str], reader: str) -> tuple[str, str]:
    for framework, hook, marks in SAMPLERS if error.held else DUMPS:
        if marks <= names:
            return framework, hook
    if not error.held and names >= COMPLETIONS:
        return ("trl", "trl") if reader == "Parquet" else ("ms-swift", "ms_swift")
    return "", ANY
