"""Which arrays of an NPZ file hold sequences of tokens: each is one column."""

from __future__ import annotations

from collections.abc import Mapping

from engine.data.formats.npy import Header
from engine.data.mask import is_mask
from engine.data.names import is_log_probability, is_log_ratio


def sequence_arrays(headers: Mapping[str, Header]) -> list[str]:
    """The arrays whose two axes are sequences and tokens, by their names and shapes."""
    planes = {m: h for m, h in headers.items() if len(h.shape) == 2 and h.dtype.kind in "fiub"}
    names = {member: member.removesuffix(".npy") for member in planes}
    logs = [member for member, name in names.items() if is_log_probability(name)]
    found = [member for member, name in names.items() if is_mask(name) or is_log_ratio(name)]
    for member in logs:
        others = (planes[other].shape for other in (*logs, *found) if other != member)
        if planes[member].shape in others:
            found.append(member)
    return [member for member in planes if member in found]
