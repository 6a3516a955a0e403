"""Own rollouts: what a DataSource of that kind refers to, also as log-ratios."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from engine.core.array_cache import Kept
from engine.core.arrays import sealed
from engine.core.cache import Cache
from engine.core.run import Run
from engine.data.content import has_changed, stamps
from engine.data.error import DataError
from engine.data.rollouts.read import read_rollouts
from engine.data.rollouts.table import Rollouts
from engine.data.source import DataSource, Level
from engine.data.table import LogRatios

_cache: Cache[Rollouts] = Cache(3)
_rows: Kept[dict[Level, LogRatios]] = Kept()


def own_rollouts(source: DataSource, run: Run) -> Rollouts:
    """The tokens that count and have finite numbers, of a source of kind "rollouts"; cached.

    Those without are left out and counted in ``found``: a verdict names them. Raises DataError
    and Cancelled.
    """
    key = (source.columns, source.mask, source.unmasked, stamps(source))
    found = _cache.get(key)
    if found is None:
        new, old = source.columns or ("", "")
        mask = "" if source.unmasked else source.mask or None
        found = read_rollouts(source.path, new or None, old or None, mask, True, run)
        _cache.put(key, found)
    return found


def rollout_log_ratios(source: DataSource, run: Run) -> LogRatios:
    """The same as rows of log w, of tokens or of whole sequences as its level says; cached.

    Raises DataError for fewer than two rows, and Cancelled.
    """
    rollouts = own_rollouts(source, run)
    known = _rows.answer(np.asarray(rollouts.new), dict)
    found = known.get(source.level)
    if found is None:
        known[source.level] = found = _log_ratios(source, rollouts)
    return replace(found, changed=True) if has_changed(source) else found


def _log_ratios(source: DataSource, rollouts: Rollouts) -> LogRatios:
    logs, told = rollouts.log_ratio, rollouts.found
    rows, skipped, masked = len(logs) + told.left_out + told.masked, told.left_out, told.masked
    if source.level == "sequence":
        logs = np.add.reduceat(logs, rollouts.offsets[:-1])
        rows, skipped, masked = len(logs), 0, 0
    if len(logs) < 2:
        raise DataError(source.path, f"holds 1 {source.level}; at least 2 are needed", "level")
    which = (told.which,) if told.which else ()
    return LogRatios(
        log_weights=sealed(logs),
        rows=rows,
        skipped=skipped,
        bad_rows=(),
        masked=masked,
        notes=(*which, *told.notes),
    )
