"""Flags of the command line from when every logit and every reward was an option of its own."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

from engine.core.parameter import Described, Parameter, described
from engine.pages.softmax_policy.options import FEWEST, MOST, Options

ACTIONS = Described(
    "actions", int, 5, (), Parameter("actions", "How many.", minimum=FEWEST, maximum=MOST)
)


def _set_count(options: Options, text: str) -> Options:
    return options.resized(ACTIONS.parse(text))


def _set_entry(vector: Described, index: int, options: Options, text: str) -> Options:
    values = getattr(options, vector.name)
    value = vector.entry(index).parse(text)
    if index > len(values):
        return options  # of an action that is not there
    return options.replace(**{vector.name: (*values[: index - 1], value, *values[index:])})


EARLIER_FLAGS: Mapping[str, Callable[[Options, str], Options]] = {
    "actions": _set_count,
    "plots": lambda options, _: options,  # which of them were drawn
    **{
        f"{field.name.removesuffix('s')}-{index}": partial(_set_entry, field, index)
        for field in described(Options)
        if field.vector
        for index in range(1, MOST + 1)
    },
}
