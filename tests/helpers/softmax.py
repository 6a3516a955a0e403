"""Options of the softmax page, told action by action."""

from typing import Any

from engine.pages.softmax_policy.options import Options


def softmax_options(actions: int = 5, **given: Any) -> Options:
    """The options with ``logit_2=0.5`` and ``reward_3=1.0`` in the places of their vectors."""
    options = Options().resized(actions)
    vectors = {"logits": list(options.logits), "rewards": list(options.rewards)}
    for name in list(given):
        kind, _, place = name.partition("_")
        if place.isdigit():
            vectors[f"{kind}s"][int(place) - 1] = given.pop(name)
    made = {name: tuple(entries) for name, entries in vectors.items()}
    return options.replace(**(made | given))
