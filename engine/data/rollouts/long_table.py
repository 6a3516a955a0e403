"""Tables with a token a record, gathered into sequences."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence

import numpy as np

from engine.data.rollouts.fields import Column, Notes, Piece, Values, Whole
from engine.data.rollouts.roles import Roles


def sequences_of(pieces: Iterator[Piece], roles: Roles, notes: Notes) -> Iterator[Piece]:
    """The same tokens as sequences.

    A new one begins where the sequence's name changes or the position does not rise; without
    either every token is a sequence of its own. Where the sequences of the first piece are mixed,
    the whole table is sorted, for which it has to be held.
    """
    if not roles.sequence and not roles.position:
        yield from (_cut_at(piece, np.arange(len(piece.places))) for piece in pieces)
        return
    first = next(pieces, None)
    if first is None:
        return
    if len(_goes_on(first, roles)):
        notes.add("the tokens of sequences are mixed: sorted by sequence and position")
        whole = _joined([first, *pieces])
        first, pieces = _part(whole, _order(whole, roles)), iter(())
    rest: Piece | None = None
    for piece in itertools.chain([first], pieces):
        whole = piece if rest is None else _joined([rest, piece])
        starts = _starts(whole, roles)
        # The last sequence may go on in the next piece.
        last = int(starts[-1]) if len(starts) else 0
        rest = _part(whole, np.arange(last, len(whole.places)))
        if last:
            yield _cut_at(_part(whole, np.arange(last)), starts[:-1])
    if rest is not None and len(rest.places):
        yield _cut_at(rest, np.zeros(1, dtype=np.int64))


def _keys(piece: Piece, roles: Roles) -> list[Values]:
    """(n,) each: what names a sequence."""
    names = (roles.rank, roles.step, roles.sequence) if roles.sequence else ()
    return [piece.records[name] for name in names if name in piece.records]


def _starts(piece: Piece, roles: Roles) -> Whole:
    """Where a sequence begins: another name, or a position that does not rise."""
    begins = np.ones(len(piece.places), dtype=bool)
    if len(begins) > 1:
        begins[1:] = False
        for key in _keys(piece, roles):
            begins[1:] |= _differ(key[1:], key[:-1])
        position = piece.records.get(roles.position)
        if position is not None:
            begins[1:] |= position[1:] <= position[:-1]
    return np.flatnonzero(begins)


def _goes_on(piece: Piece, roles: Roles) -> Whole:
    """The runs of tokens that continue a sequence which other tokens have interrupted."""
    keys = _keys(piece, roles)
    starts = _starts(piece, roles)
    if not keys or len(starts) < 2:
        return np.empty(0, dtype=np.int64)
    position = piece.records.get(roles.position)
    ends = np.append(starts[1:], len(piece.places)) - 1
    last: dict[tuple[object, ...], float] = {}
    found = []
    for run, start in enumerate(starts.tolist()):
        key = tuple(column[start] for column in keys)
        begin = -np.inf if position is None else float(position[start])
        if key in last and (position is None or begin > last[key]):
            found.append(run)
        last[key] = np.inf if position is None else float(position[ends[run]])
    # Names that are used again after their sequence has ended name another one.
    return np.array(found, dtype=np.int64)


def _order(piece: Piece, roles: Roles) -> Whole:
    """Tokens by sequence, in the order in which the sequences begin, and by position."""
    codes = np.zeros(len(piece.places), dtype=np.int64)
    for key in _keys(piece, roles):
        _, inner = np.unique(key, return_inverse=True)
        codes = codes * (int(np.max(inner, initial=0)) + 1) + inner
    _, first, code = np.unique(codes, return_index=True, return_inverse=True)
    begin = first[code]
    position = piece.records.get(roles.position)
    place = np.arange(len(codes)) if position is None else position
    return np.lexsort((place, begin))


def _differ(a: Values, b: Values) -> Values:
    """Elementwise; NaN is like NaN."""
    if a.dtype.kind != "f":
        return np.asarray(a != b, dtype=bool)
    return np.asarray((a != b) & ~(np.isnan(a) & np.isnan(b)))


def _cut_at(piece: Piece, starts: Whole) -> Piece:
    """Sequences of the records that begin at ``starts``."""
    lengths = np.diff(np.append(starts, len(piece.places)))
    tokens = {name: Column(values, lengths) for name, values in piece.records.items()}
    return Piece(tokens, {}, piece.places[starts], piece.done, piece.unit)


def _part(piece: Piece, taken: Whole) -> Piece:
    records = {name: values[taken] for name, values in piece.records.items()}
    return Piece({}, records, piece.places[taken], piece.done, piece.unit)


def _joined(pieces: Sequence[Piece]) -> Piece:
    names = pieces[0].records
    records = {name: np.concatenate([piece.records[name] for piece in pieces]) for name in names}
    places = np.concatenate([piece.places for piece in pieces])
    return Piece({}, records, places, pieces[-1].done, pieces[-1].unit)
