"""Which fields say what tokens count."""

from __future__ import annotations

from collections.abc import Sequence

from engine.data.error import DataError
from engine.data.mask import is_mask
from engine.data.name_words import name_words, vocabulary
from engine.data.rollouts.counted import IGNORED
from engine.data.rollouts.fields import Field, near
from engine.data.rollouts.role_words import is_attention, is_token_mask

# What else may be true or false of a token.
OTHER = vocabulary(
    "done dones terminal terminals terminated truncated eos finished last first correct is_correct "
    "prompt pad padding padded ignore ignored invalid observation tool system user aborted clipped"
)


def chosen_masks(
    path: str, inside: Sequence[Field], main: Field, mask: str | None
) -> tuple[str, ...]:
    """The masks among the fields that fit; all that are named like one of tokens that count.

    ``mask`` names it; empty: none. Beside another an attention mask steps back; without any name a
    single field of truth values is one. Raises DataError.
    """
    if mask is not None:
        known = [field.name for field in inside]
        if mask and mask not in known:
            told = ", ".join(known) or "none"
            raise DataError(path, f"has no mask {mask} of this shape; known are {told}"[:500],
                            "mask")  # fmt: skip
        return (mask,) if mask else ()
    able = [field for field in inside if field.axes and _may_be(field)]
    fitting = [f for f in able if f.axes != 2 or near(f.lengths, main.lengths, 1)]
    able = fitting if any(is_mask(field.name) for field in fitting) else able
    named = [field.name for field in able if is_token_mask(field.name)]
    tokens = [field for field in able if field.axes == main.axes]
    if any(field.name in named for field in tokens):
        return tuple(named)
    attention = [field.name for field in tokens if is_attention(field.name)]
    others = [field.name for field in tokens if field.kind == "truth" and _counts(field.name)]
    if attention:
        return (*named, attention[0])
    return (*named, *(others if len(others) == 1 else ()))


def unused_masks(fields: Sequence[Field], used: Sequence[str]) -> tuple[str, ...]:
    """The fields that are named like masks and are none of those used."""
    return tuple(
        field.name
        for field in fields
        if field.axes and is_mask(field.name) and _may_be(field) and field.name not in used
    )


def _may_be(field: Field) -> bool:
    if field.kind == "truth":
        return True
    if field.kind not in ("whole", "float"):
        return False
    known = [value for value in field.first if value is not None and value == value]
    if IGNORED in known:  # token ids where the token counts
        return all(value == IGNORED or value >= 0 for value in known)
    return all(value in (0, 1) for value in known)


def _counts(name: str) -> bool:
    return OTHER.isdisjoint(name_words(name))
