"""Own rollouts: what a DataSource of that kind refers to."""

from __future__ import annotations

from engine.core.cache import Cache
from engine.core.run import Run
from engine.data.content import stamps
from engine.data.rollouts.read import read_rollouts
from engine.data.rollouts.table import Rollouts
from engine.data.source import DataSource

_cache: Cache[Rollouts] = Cache(3)


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
