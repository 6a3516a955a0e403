"""Pieces of a file made into Rollouts: aligned, masked, without tokens that cannot be used."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from engine.data.rollouts.align import Places, common_lengths, cut, first_goes, fitted
from engine.data.rollouts.bad_tokens import BadTally, Texts
from engine.data.rollouts.counted import all_of, ignored, truths, unpadded, within_length
from engine.data.rollouts.details import details
from engine.data.rollouts.fields import Column, Notes, Piece, Values, Whole
from engine.data.rollouts.found import Found, Sentinel
from engine.data.rollouts.groups import Groups
from engine.data.rollouts.policies import Policies
from engine.data.rollouts.roles import Roles
from engine.data.rollouts.sentinels import Truths, finite, sentinels, unknown_versions
from engine.data.rollouts.split import kept_tokens, sequence_starts
from engine.data.rollouts.table import Floats, Rollouts

Tokens = Mapping[str, Values]  # (n,) each


@dataclass(slots=True)
class Assembler:
    """Of one file; ``bad``, ``groups`` and ``notes`` are those of all files."""

    path: str
    name: str  # of the file, as it is told
    roles: Roles
    policies: Policies
    step: int  # by the file's name; -1 unknown
    scope: int  # the file's number
    bad: BadTally
    groups: Groups
    notes: Notes
    first_goes: bool | None = None  # of longer columns, once it is known

    def rollouts(self, piece: Piece) -> Rollouts:
        """The tokens of a piece that count and can be used; there may be none. Raises DataError."""
        roles = self.roles
        places = Places(self.path, piece.unit, piece.places)
        tokens, lengths = self._aligned(piece, places)
        new, old = _floats(tokens[roles.new]), _floats(tokens[roles.old])
        marks: list[Sentinel] = []
        counted = self._counted(piece, tokens, lengths, (new, old), marks)
        usable = finite(new, old)
        bad = None if usable is None else counted & ~usable
        texts = Texts((roles.new, new), (roles.old, old))
        total = int(np.count_nonzero(counted))
        left_out = self.bad.add(bad, total, lengths, places, texts)
        segments, position_ids = tokens.get(roles.segments), tokens.get(roles.position_ids)
        starts, rows = sequence_starts(lengths, segments, position_ids)
        kept = kept_tokens(counted, counted if usable is None else counted & usable, starts, rows)
        pair = kept.take(new), kept.take(old)
        beside = details(roles, piece, tokens, kept, self)
        marks += sentinels(pair, (new, old), counted, bad)
        marks += unknown_versions(beside["version"])
        empty = kept.empty + int(np.count_nonzero(lengths == 0))
        return Rollouts(
            new=pair[0],
            old=pair[1],
            lengths=kept.sizes,
            **beside,
            new_name=roles.new,
            old_name=roles.old,
            mask_name=roles.mask_name,
            found=self._found(marks, len(counted) - total, left_out, empty),
        )

    def _found(self, marks: list[Sentinel], masked: int, left_out: int, empty: int) -> Found:
        return Found(
            certain=self.policies.certain,
            which=self.policies.why,
            masked=masked,
            left_out=left_out,
            empty=empty,
            sentinels=tuple(marks),
            files=(self.name,),
        )

    def _aligned(self, piece: Piece, places: Places) -> tuple[Tokens, Whole]:
        """The columns of tokens, brought to one length; what does not fit is left out."""
        roles, columns = self.roles, piece.tokens
        main = (roles.new, roles.old, *roles.masks)
        needed = {name: columns[name] for name in main if name in columns}
        single = [name for name, column in needed.items() if _is_single(column, columns[roles.new])]
        needed = {name: column for name, column in needed.items() if name not in single}
        needed = self._narrowed(needed)
        lengths = common_lengths(needed, places)
        lacking = (lengths == 0) & (columns[roles.new].lengths + columns[roles.old].lengths > 0)
        if lacking.any():
            self.notes.add(f"sequences in which {roles.new} or {roles.old} is missing are left out")
        if self.first_goes is None or roles.offset:
            self.first_goes = self._first_goes(piece, needed, lengths)
        tokens = {name: cut(column, lengths, self.first_goes) for name, column in needed.items()}
        for name, column in columns.items():
            if name in tokens:
                continue
            values = fitted(column, lengths, self.first_goes)
            if values is None:
                self.notes.add(f"{name} is left out: it has not one value a token")
            else:
                tokens[name] = values
        return tokens, lengths

    def _narrowed(self, columns: Mapping[str, Column]) -> dict[str, Column]:
        """With masks that reach over the prompt, where log-probabilities do not, cut to these."""
        lengths = columns[self.roles.new].lengths
        found = dict(columns)
        for name in self.roles.masks:
            if name in columns and len(lengths) and np.all(columns[name].lengths - lengths > 1):
                found[name] = Column(cut(columns[name], lengths, True), lengths)
                self.notes.add(f"{name} is longer than the answers: its end is taken")
        return found

    def _first_goes(self, piece: Piece, needed: Mapping[str, Column], lengths: Whole) -> bool:
        offset = piece.records.get(self.roles.offset)
        if offset is not None and len(offset) and np.isfinite(offset[0]):
            return bool(offset[0] != 0)
        return first_goes(needed, lengths, self.roles.new, self.roles.old)

    def _counted(
        self,
        piece: Piece,
        tokens: Tokens,
        lengths: Whole,
        pair: tuple[Floats, Floats],
        marks: list[Sentinel],
    ) -> Truths:
        """(n,) the tokens that count."""
        roles, size = self.roles, len(pair[0])
        said = []
        for name in roles.masks:
            cells = tokens.get(name)
            if cells is None:
                cells = np.repeat(piece.records[name], lengths)
            ignored(name, cells, marks)
            said.append(truths(cells))
        if roles.labels in tokens:
            ignored(roles.labels, tokens[roles.labels], marks)
            said.append(tokens[roles.labels] != -100)
        elif roles.length in piece.records:
            unscored = (pair[0] == 0) & (pair[1] == 0)
            said.append(within_length(lengths, piece.records[roles.length], unscored))
        elif not roles.masks and not roles.long and not roles.every:
            said.append(unpadded(*pair, lengths, self.notes))
        return all_of(said, size)


def _is_single(column: Column, main: Column) -> bool:
    """Whether it has one value a sequence, where the sequences have more."""
    return bool(np.all(column.lengths == 1) and np.any(main.lengths > 2))


def _floats(values: Values) -> Floats:
    """In single precision where that holds them exactly, else in double."""
    if values.dtype.kind == "f" and values.dtype.itemsize <= 4:
        return values.astype(np.float32, copy=False)
    return values.astype(np.float64, copy=False)
