"""Rollouts from what training programs write: a file, a folder of steps, or a pattern."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import replace

from engine.core.run import Run
from engine.data.error import DataError
from engine.data.rollouts.assemble import Assembler
from engine.data.rollouts.bad_tokens import BadTally
from engine.data.rollouts.fields import Notes
from engine.data.rollouts.files import Refused, Source, sources_of
from engine.data.rollouts.groups import Groups
from engine.data.rollouts.long_table import sequences_of
from engine.data.rollouts.masks import unused_masks
from engine.data.rollouts.missing import with_hook
from engine.data.rollouts.policies import OnePolicy, policies_of
from engine.data.rollouts.roles import roles_of
from engine.data.rollouts.table import Rollouts


def read_rollouts(
    path: str | os.PathLike[str],
    new: str | None = None,
    old: str | None = None,
    mask: str | None = None,
    skip_bad: bool = False,
    run: Run | None = None,
    details: bool = True,
) -> Rollouts:
    """The log-probabilities of the tokens that count, under the trained policy and the sampler.

    Parameters
    ----------
    path : a file, a folder (steps and processes are joined) or a pattern as ``out/step_*/*.jsonl``
    new, old : what the file calls the two; None: told by their names
    mask : what it calls the mask; None: told by its name, "": all tokens count
    skip_bad : leave tokens without a finite number out; else they are refused
    run : is told the share that has been read, and may cancel
    details : read versions, advantages, positions and tokens too; without them it is quicker

    Returns
    -------
    Rollouts with ``new``, ``old`` and ``log_ratio`` of n tokens and ``lengths`` of m sequences, of
    which none is empty; ``found`` says what was left out and how the two policies were told apart.

    Raises
    ------
    DataError naming the file and what is wrong; BadTokens with their count; WhichPolicies where
    there are three; OnePolicy where there is one or none; Cancelled.
    """
    parts = [*rollout_pieces(path, new, old, mask, skip_bad, run, details)]
    return Rollouts.joined(parts)


def rollout_pieces(
    path: str | os.PathLike[str],
    new: str | None = None,
    old: str | None = None,
    mask: str | None = None,
    skip_bad: bool = False,
    run: Run | None = None,
    details: bool = True,
) -> Iterator[Rollouts]:
    """The same in pieces of whole sequences, for files that memory does not hold.

    Tokens that may not be left out are counted to the end, where BadTokens is raised.
    """
    given = os.fspath(path)
    reading = _Reading(given, (new, old, mask), run or Run(), details)
    sources, reading.refused = sources_of(given)
    held: Rollouts | None = None
    for piece in reading.all(sources):
        if held is not None:
            yield held
        held = piece
    if not skip_bad:
        reading.bad.check()
    if not reading.tokens or held is None:
        raise DataError(given, "holds no token that counts and has both log-probabilities")
    found = replace(held.found, notes=(*held.found.notes, *reading.told()))
    yield replace(held, found=found)


class _Reading:
    """What is known across the files of one reading."""

    def __init__(
        self, path: str, wanted: tuple[str | None, str | None, str | None], run: Run, details: bool
    ) -> None:
        self.path = path
        self.wanted = wanted  # new, old, mask
        self.run = run
        self.details = details
        self.bad = BadTally()
        self.groups = Groups()
        self.notes = Notes()
        self.refused: list[Refused] = []
        self.names: set[tuple[str, str]] = set()
        self.tokens = 0
        self.alone = True  # there is but one file

    def all(self, sources: list[Source]) -> Iterator[Rollouts]:
        """The pieces of every file; one without both policies is left out beside others."""
        self.alone = len(sources) + len(self.refused) == 1
        total, before = max(sum(source.size for source in sources), 1), 0
        for scope, source in enumerate(sources):
            try:
                yield from self._pieces(source, scope, (before / total, source.size / total))
            except OnePolicy as error:
                self.refused.append(Refused(source.paths[0], error))
            before += source.size
        if not self.names and self.refused:
            raise next((one.why for one in self.refused if _is_telling(one.why)),
                       self.refused[0].why)  # fmt: skip

    def told(self) -> tuple[str, ...]:
        """Decisions in words, after all has been read."""
        if len(self.names) > 1:
            pairs = "; ".join(f"{new} over {old}" for new, old in sorted(self.names))
            self.notes.add(f"the files call the policies differently: {pairs}")
        for one in self.refused[:SHOWN]:
            self.notes.add(f"{os.path.basename(one.path)} is left out: it {one.why.allowed}"[:300])
        if len(self.refused) > SHOWN:
            self.notes.add(f"{len(self.refused) - SHOWN:,} more files are left out")
        return tuple(self.notes)

    def _pieces(self, source: Source, scope: int, share: tuple[float, float]) -> Iterator[Rollouts]:
        path, (new, old, mask) = source.paths[0], self.wanted
        table = source.reader.open(source.paths)
        # A name may be empty in JSON; here that stands for none.
        fields = tuple(field for field in table.fields if field.name)
        names = [field.name for field in fields]
        try:
            policies = policies_of(path, fields, new, old, self.alone)
        except OnePolicy as error:
            raise with_hook(error, names, source.reader.name) from None
        roles = roles_of(path, fields, policies, mask, self.details)
        self.names.add((roles.new, roles.old))
        if mask is None and not roles.masks and (unused := unused_masks(fields, ())):
            self.notes.add(f"named like masks and not used: {', '.join(unused)}")
        maker = Assembler(
            path, source.name, roles, policies, source.step, scope, self.bad, self.groups,
            self.notes,
        )  # fmt: skip
        pieces = table.pieces(roles.names, _shared(self.run, *share))
        for piece in sequences_of(pieces, roles, self.notes) if roles.long else pieces:
            made = maker.rollouts(piece)
            self.tokens += len(made.new)
            yield made
        self.notes.add(*table.notes)


def _shared(run: Run, before: float, size: float) -> Run:
    """Tells the share of all files that is read when one of them is."""
    return replace(run, report=lambda done: run.report(before + size * done))


def _is_telling(error: DataError) -> bool:
    return isinstance(error, OnePolicy) and bool(error.held or error.framework)


SHOWN = 20  # files left out that are named
