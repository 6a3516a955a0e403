"""Masks: columns of 0 and 1 that say which rows count."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from engine.data.name_words import name_words, vocabulary

# Of these 1 may mean that a row does not count.
REVERSED = vocabulary("pad padding padded prompt ignore ignored invalid")
MASK = vocabulary("mask masks 掩码")
ALLOWED = "must hold 0, 1, true or false"


def counts(text: str) -> bool | None:
    """Whether a mask with this cell lets its row count; None if it is no cell of a mask."""
    word = text.strip().lower()
    if word in ("true", "false"):
        return word == "true"
    try:
        number = float(word.replace(",", "."))
    except ValueError:
        return None
    return number == 1.0 if number in (0.0, 1.0) and "_" not in word else None


def is_mask(name: str) -> bool:
    """Whether a column is named like a mask, be it of rows that count or that do not."""
    return not MASK.isdisjoint(name_words(name))


def mask_columns(cells: Mapping[str, Sequence[str]]) -> tuple[str, ...]:
    """The columns whose first cells are those of a mask, the ones named like masks first."""
    able = [
        name
        for name, column in cells.items()
        if (filled := [cell for cell in column if cell])
        and all(counts(cell) is not None for cell in filled)
    ]
    return tuple(sorted(able, key=lambda name: not is_mask(name)))


def suggested_mask(cells: Mapping[str, Sequence[str]]) -> str:
    """The one column that is named and filled like a mask, else "".

    Beside another mask ``attention_mask`` steps back: it lets the prompt count as well.
    """
    named = [name for name in mask_columns(cells) if is_mask(name) and not _reversed(name)]
    if len(named) > 1:
        named = [name for name in named if "attention" not in name_words(name)]
    return named[0] if len(named) == 1 else ""


def named_masks(names: Iterable[str]) -> tuple[str, ...]:
    """The columns that are named like masks."""
    return tuple(filter(is_mask, names))


def _reversed(name: str) -> bool:
    return not REVERSED.isdisjoint(name_words(name))
