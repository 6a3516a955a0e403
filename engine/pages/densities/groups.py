"""Own samples of two groups: the Gaussians fitted to them, and how Gaussian they are."""

from __future__ import annotations

from dataclasses import dataclass

from engine.core.array_cache import Kept
from engine.core.arrays import Array
from engine.core.run import Run
from engine.data.file import groups
from engine.data.source import DataSource
from engine.data.table import Groups
from engine.gaussian.fit import Fit, fit
from engine.gaussian.quantiles import Shape, distances, shape


@dataclass(frozen=True, slots=True)
class Group:
    """The samples behind p or q."""

    x: Array  # (n, d)
    fit: Fit
    distances: Array  # (n,), from the mean of the fit: `engine.gaussian.quantiles.distances`
    shape: Shape


@dataclass(frozen=True, slots=True)
class Own:
    """Both groups of a file, or one of each of two files."""

    source: DataSource
    data: Groups
    p: Group
    q: Group

    @property
    def sides(self) -> tuple[tuple[str, str, Group], ...]:
        """("p", the name of its group, the group), and the same of q."""
        p_name, q_name = self.data.names
        return ("p", p_name, self.p), ("q", q_name, self.q)


_cached: Kept[tuple[Group, Group]] = Kept()


def own_groups(source: DataSource, run: Run) -> Own:
    """Read and fitted, once for the same samples; raises DataError and Cancelled."""
    data = groups(source, run)
    p, q = _cached.answer(
        data.p, lambda: (_group(data.p, data.columns, run), _group(data.q, data.columns, run))
    )
    return Own(source, data, p, q)


def _group(x: Array, columns: tuple[str, ...], run: Run) -> Group:
    fitted = fit(x, run, columns)
    values = distances(x, fitted.gaussian, run)
    return Group(x, fitted, values, shape(values, x.shape[1]))
