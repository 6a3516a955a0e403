"""Where own data come from: a reference to columns of a file, never the numbers themselves."""

from __future__ import annotations

import os
import zlib
from dataclasses import dataclass, replace
from typing import Literal, get_args

from engine.core.parameter import ParameterError

Kind = Literal["log-ratios", "groups", "rollouts"]
KINDS: tuple[str, ...] = get_args(Kind)
Level = Literal["token", "sequence"]
LEVELS: tuple[str, ...] = get_args(Level)

# A fingerprint reads a file whole up to PIECES * PIECE bytes, else that many pieces of it.
PIECE = 2**16
PIECES = 256


@dataclass(frozen=True, slots=True)
class DataSource:
    """Columns of a file that take the place of Gaussian samples.

    kind "log-ratios": ``columns`` are two of log-probabilities of the same samples, the new
    policy's first, log w = first - second in nats, or one of log-ratios.
    kind "groups": ``columns`` are the coordinates of samples of two groups. Either the column
    ``group`` names each row's group, and ``groups`` says which is p's and which is q's; or there
    are two files, p's samples in ``path`` and q's in ``second_path``.
    kind "rollouts": ``path`` is a file, a folder or a pattern; ``columns`` are what it calls the
    log-probabilities of the trained policy and of the sampler. None, or an empty name: told by
    the names, as is an empty ``mask``; ``unmasked``: every token counts. ``level`` says what is a
    row where pages of log-ratios show them: a token, or a sequence with the sum of its tokens'.

    ``mask`` is a column of each file. Columns of a file without a header are named "1", "2", ...
    Raises ParameterError.
    """

    path: str  # absolute
    kind: Kind
    columns: tuple[str, ...]
    group: str = ""
    second_path: str = ""
    skip_bad_rows: bool = False
    groups: tuple[str, ...] = ()  # (p's, q's), or empty: as `engine.data.file.groups` finds them
    fingerprint: str = ""  # of the content, see `fingerprint`; empty = unknown
    second_fingerprint: str = ""
    mask: str = ""  # the column of 0 and 1 that says which rows count; empty = all
    turned: bool = False  # while ``groups`` is empty: the group found first is q's
    unmasked: bool = False  # of rollouts: no mask, whatever their names are
    level: Level = "token"  # of rollouts

    def __post_init__(self) -> None:
        for problem in _problems(self):
            raise problem

    @property
    def paths(self) -> tuple[str, ...]:
        """The file, or both."""
        return (self.path, self.second_path) if self.second_path else (self.path,)

    @property
    def name(self) -> str:
        """The files' names without their folders."""
        return " and ".join(os.path.basename(path) for path in self.paths)

    def swapped(self) -> DataSource:
        """p's group and q's swapped; log-ratios stay, for their samples are q's."""
        if self.kind != "groups":
            return self
        if self.groups:
            return replace(self, groups=self.groups[::-1])
        if self.group:
            return replace(self, turned=not self.turned)
        return replace(
            self,
            path=self.second_path,
            second_path=self.path,
            fingerprint=self.second_fingerprint,
            second_fingerprint=self.fingerprint,
        )

    def skipping(self, skip: bool = True) -> DataSource:
        """The same source with bad rows left out, or not."""
        return replace(self, skip_bad_rows=skip)


def fingerprint(path: str) -> str:
    """Size and CRC-32 of a file's content, as "1048576-1c291ca3"; raises OSError.

    Of more than 16 MB only 256 pieces, evenly apart, are read: a changed number in between may
    stay unseen, a file that was written anew does not.
    """
    with open(path, "rb") as file:
        size = os.fstat(file.fileno()).st_size
        checksum = 0
        if size <= PIECE * PIECES:
            while piece := file.read(PIECE):
                checksum = zlib.crc32(piece, checksum)
        else:
            for index in range(PIECES):
                file.seek((size - PIECE) * index // (PIECES - 1))
                checksum = zlib.crc32(file.read(PIECE), checksum)
    return f"{size}-{checksum:08x}"


def _problems(source: DataSource) -> list[ParameterError]:
    found = []
    if source.kind not in KINDS:
        found.append(ParameterError("data", source.kind, f"must be one of {', '.join(KINDS)}"))
    if source.level not in LEVELS:
        found.append(ParameterError("level", source.level, f"must be {' or '.join(LEVELS)}"))
    for path in source.paths:
        if not os.path.isabs(path) or "\0" in path:
            found.append(ParameterError("data", path, "must be the absolute path of a file"))
    named = tuple(filter(None, source.columns)) if source.kind == "rollouts" else source.columns
    if len(set(named)) < len(named) or "" in named:
        found.append(ParameterError("columns", ",".join(source.columns), "must be different names"))
    if source.kind == "rollouts":
        found += _rollout_problems(source)
    elif source.kind == "log-ratios":
        if len(source.columns) not in (1, 2):
            allowed = "must be two of log-probabilities (new, old) or one of log-ratios"
            found.append(ParameterError("columns", ",".join(source.columns), allowed))
        if source.group or source.second_path or source.groups:
            found.append(ParameterError("group", source.group, "has no meaning for log-ratios"))
    elif bool(source.group) == bool(source.second_path):
        allowed = "must be a column, or there must be a second file, and not both"
        found.append(ParameterError("group", source.group, allowed))
    elif not source.columns:
        found.append(ParameterError("columns", "", "must name the coordinates"))
    if source.mask and source.mask in (*source.columns, source.group):
        found.append(ParameterError("mask", source.mask, "must not be another column as well"))
    if source.group and source.group in source.columns:
        found.append(ParameterError("group", source.group, "must not be a coordinate as well"))
    if source.turned and (source.groups or not source.group):
        found.append(ParameterError("turned", True, "has no meaning where the groups are named"))
    if source.groups and (len(set(source.groups)) != 2 or len(source.groups) != 2):
        found.append(ParameterError("groups", ",".join(source.groups), "must be p's and q's"))
    return found


def _rollout_problems(source: DataSource) -> list[ParameterError]:
    found = []
    if len(source.columns) not in (0, 2):
        allowed = "must be none, or two of log-probabilities: new, old"
        found.append(ParameterError("columns", ",".join(source.columns), allowed))
    if source.group or source.second_path or source.groups or source.turned:
        found.append(ParameterError("group", source.group, "has no meaning for rollouts"))
    if source.mask and source.unmasked:
        found.append(ParameterError("mask", source.mask, "must be empty where every token counts"))
    return found
