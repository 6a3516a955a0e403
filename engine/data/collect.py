"""From batches of rows to log-ratios or groups: which rows are usable, and why others are not."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.core.arrays import Array, frozen
from engine.core.run import Run
from engine.data.error import NAMED, DataError
from engine.data.names import in_order
from engine.data.source import DataSource
from engine.data.table import Batch, Groups, LogRatios
from engine.data.tally import Tally, only
from engine.numerics.rounding import all_equal

Mask = NDArray[np.bool_]

MOST_GROUPS = 1000
OTHER, NAMELESS = -1, -2  # codes of rows whose group is not wanted, or that have none


def collect_log_ratios(source: DataSource, batches: Iterable[Batch], run: Run) -> LogRatios:
    """log w of every usable row; see `usable_log_ratios`. Raises DataError and Cancelled."""
    tally = Tally(source.path, source.columns, filling=(0.0,))
    parts, size = [np.empty(0)], 0.0  # that of the log-probabilities
    for batch in batches:
        run.step(batch.done)
        batch = tally.unmasked(batch, source.mask)
        log_w, good = usable_log_ratios(batch.numbers)
        tally.add(batch, good)
        parts.append(log_w if good.all() else log_w[good])
        if batch.numbers.shape[1] == 2:
            old = batch.numbers[:, 1]
            low, high = (f(old, initial=0.0, where=good) for f in (np.min, np.max))
            size = max(size, -float(low), float(high))
    log_weights = _joined(parts)
    if len(log_weights) >= 2 and not np.any(np.isfinite(log_weights)):
        raise DataError(source.path, "every log-ratio is -inf: all weights are 0")
    _require(source.path, len(log_weights), tally)
    equal, spread = _one_value(log_weights, size)
    return LogRatios(log_weights=equal, rounding=spread, **_counted(tally))


def _one_value(log_weights: Array, size: float) -> tuple[Array, float]:
    """Log-ratios that differ by rounding only made equal, and how far apart they were; others as
    they are, and 0. ``size`` is that of the log-probabilities."""
    low, high = float(np.min(log_weights)), float(np.max(log_weights))
    if low == high or not all_equal(low, high, size):
        return log_weights, 0.0
    middle = 0.5 * (low + high)
    value = 0.0 if all_equal(-abs(middle), abs(middle), size) else middle
    return frozen(np.full(len(log_weights), value)), high - low


def usable_log_ratios(numbers: Array) -> tuple[Array, Mask]:
    """log w = new - old, or the one column, (m,), and which are usable, (m,).

    -inf of the new policy alone is a weight of 0. Not usable are NaN and +inf, -inf of the old
    policy (it cannot have drawn the sample), and differences that overflow upwards.
    """
    if numbers.shape[1] == 1:
        log_w = numbers[:, 0].copy()
    else:
        with np.errstate(invalid="ignore", over="ignore"):
            log_w = numbers[:, 0] - numbers[:, 1]
    good = np.less(log_w, np.inf)
    if numbers.shape[1] == 2:
        good &= np.isfinite(numbers[:, 1])
    return log_w, good


def collect_two_files(
    source: DataSource, p_batches: Iterable[Batch], q_batches: Iterable[Batch], run: Run
) -> Groups:
    """Both groups, each of a file of its own."""
    names = (_name(source.path), _name(source.second_path))
    if names[0] == names[1]:
        names = (source.path, source.second_path)
    samples, tallies = [], []
    both = zip(source.paths, names, (p_batches, q_batches), strict=True)
    for index, (path, name, batches) in enumerate(both):
        tally = Tally(path, source.columns, name)
        parts = [np.empty((0, len(source.columns)))]
        for batch in batches:
            run.step(0.5 * (index + batch.done))
            batch = tally.unmasked(batch, source.mask)
            good = _finite(batch)
            tally.add(batch, good)
            parts.append(batch.numbers[good])
        samples.append(_joined(parts))
        _require(path, len(samples[-1]), tally)
        tallies.append(tally)
    p, q = samples
    return Groups(p=p, q=q, names=names, columns=source.columns, **_counted(*tallies))


def collect_groups(source: DataSource, batches: Iterable[Batch], run: Run) -> Groups:
    """Both groups of one file, told apart by a column; rows of further groups do not count."""
    tally = Tally(source.path, source.columns)
    codes = {name: code for code, name in enumerate(source.groups)}
    parts: dict[int, list[Array]] = {}
    for batch in batches:
        run.step(batch.done)
        if source.groups:
            batch = only(batch, _codes(batch, codes, fixed=True) != OTHER)
        batch = tally.unmasked(batch, source.mask)
        found = _codes(batch, codes, bool(source.groups))
        good = _finite(batch) & (found != NAMELESS)
        tally.add(batch, good)
        if len(codes) > MOST_GROUPS:
            raise DataError(
                source.path, f"names more than {MOST_GROUPS} groups in {source.group}", "group"
            )
        for code in np.unique(found[good]).tolist():
            parts.setdefault(code, []).append(batch.numbers[(found == code) & good])
    names = _two(source, [name for name, code in codes.items() if code in parts])
    p, q = (_joined(parts[codes[name]]) for name in names)
    for name, samples in zip(names, (p, q), strict=True):
        _require(source.path, len(samples), tally, f" of group {name}")
    return Groups(p=p, q=q, names=names, columns=source.columns, **_counted(tally))


def _counted(*tallies: Tally) -> dict[str, Any]:
    """The fields of Counted, of one file or of two."""
    return {
        "rows": sum(tally.rows for tally in tallies),
        "skipped": sum(tally.skipped for tally in tallies),
        "bad_rows": tuple(bad for tally in tallies for bad in tally.bad)[:NAMED],
        "masked": sum(tally.masked for tally in tallies),
        "repeated": tuple(
            replace(each, file=tally.file) for tally in tallies for each in tally.repeats.found()
        ),
    }


def _finite(batch: Batch) -> Mask:
    return np.asarray(np.isfinite(batch.numbers).all(axis=1))


def _codes(batch: Batch, codes: dict[str, int], fixed: bool) -> NDArray[np.int64]:
    """The code of each row's group, (m,); new groups get one unless they are fixed."""
    if batch.labels is None:
        raise ValueError("no column names the groups")
    found = []
    present = np.isin(np.arange(len(batch.labels.names)), batch.labels.codes)
    for name, there in zip(batch.labels.names, present.tolist(), strict=True):
        if name and there and not fixed:
            codes.setdefault(name, len(codes))
        found.append(codes.get(name, OTHER) if name else NAMELESS)
    return np.array(found, dtype=np.int64)[batch.labels.codes]


def _two(source: DataSource, found: list[str]) -> tuple[str, str]:
    """The names of p's group and q's."""
    if source.groups:
        for name in source.groups:
            if name not in found:
                raise DataError(
                    source.path, f"has no usable rows of group {name} in {source.group}", "groups"
                )
        return source.groups[0], source.groups[1]
    if len(found) != 2:
        shown = ", ".join(found[:10]) + (", ..." if len(found) > 10 else "")
        allowed = f"has {len(found)} groups in {source.group} ({shown}); "
        allowed += "choose two (--groups P,Q)" if len(found) > 2 else "two are needed"
        raise DataError(source.path, allowed, "group")
    first, second = in_order(found)
    return (second, first) if source.turned else (first, second)


def _require(path: str, usable: int, tally: Tally, what: str = "") -> None:
    if usable >= 2:
        return
    why = f" ({tally.masked:,} are masked)" if tally.masked else ""
    if tally.bad:
        why = f" (of {tally.rows:,}; {tally.bad[0].place}: {tally.bad[0].reason})"
    raise DataError(path, f"has {usable} usable rows{what}{why}; at least 2 are needed")


def _joined(parts: list[Array]) -> Array:
    joined = np.concatenate(parts)
    joined.flags.writeable = False
    return joined


def _name(path: str) -> str:
    return path.replace("\\", "/").rpartition("/")[2]
