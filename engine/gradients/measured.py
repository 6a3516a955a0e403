"""Every gradient estimator measured on the same samples, over many repetitions of a batch."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from engine.core.arrays import Array
from engine.core.parameter import ParameterError
from engine.core.run import Run
from engine.core.whole_number import checked_count
from engine.gradients.estimators.batches import NORMALS, Batches
from engine.gradients.estimators.catalogue import ESTIMATORS
from engine.gradients.estimators.estimator import Estimator
from engine.gradients.estimators.others import OtherRewards
from engine.gradients.estimators.setting import Setting
from engine.gradients.exact import available, true_gradient, unavailable
from engine.gradients.noise import expected_reward, noise
from engine.sampling.gather import over_blocks
from engine.sampling.normals import BLOCK_ROWS, normal_chunks

KEPT = 2_000  # estimates of each that are kept for a cloud


@dataclass(frozen=True, slots=True)
class Measured:
    """One estimator over r repetitions; c = 2 coordinates, mu and sigma, or mu alone."""

    mean: Array  # (c,)
    mean_error: Array  # (c,)
    variance: Array  # (c,), of the estimate from one batch
    variance_error: Array  # (c,), from the fourth moment; it reads low where tails are heavy
    cloud: Array  # (c, min(r, KEPT)), the first estimates


@dataclass(frozen=True, slots=True)
class GradientSamples:
    """What was measured by estimator name, and why the others could not be."""

    measured: dict[str, Measured]
    refused: dict[str, str]
    repetitions: int
    batch_size: int


@dataclass(frozen=True, slots=True)
class _Powers:
    """Sums of the first four powers of estimates less ``about``."""

    about: Array  # (c,)
    count: int
    sums: Array  # (4, c)
    cloud: Array  # (c, m)

    def merged(self, other: _Powers) -> _Powers:
        wanted = max(KEPT - self.cloud.shape[1], 0)
        cloud = self.cloud
        if wanted:
            cloud = np.concatenate([cloud, other.cloud[:, :wanted]], axis=1)
        return _Powers(self.about, self.count + other.count, self.sums + other.sums, cloud)

    def measured(self) -> Measured:
        first, second, third, fourth = self.sums / self.count
        spread = np.maximum(second - first**2, 0.0)
        # What only rounding makes, where all estimates agree, is 0.
        spread[spread <= np.square(1e-14 * self.about)] = 0.0
        central = fourth - 4.0 * first * third + 6.0 * first**2 * second - 3.0 * first**4
        n = self.count
        variance = spread * (n / (n - 1.0))
        noise = np.maximum(central - spread**2 * ((n - 3.0) / (n - 1.0)), 0.0)
        found = (self.about + first, np.sqrt(variance / n), variance, np.sqrt(noise / n))
        for each in (*found, self.cloud):
            each.flags.writeable = False
        return Measured(*found, self.cloud)


Summary = dict[str, _Powers | str]


def measure(
    setting: Setting,
    repetitions: int,
    seed: int,
    run: Run | None = None,
    names: tuple[str, ...] | None = None,
) -> GradientSamples:
    """``repetitions`` estimates from batches of ``setting.batch_size``, by every estimator.

    All see the same samples; memory does not grow with the repetitions and the answer does not
    depend on the threads. ``names`` restricts the estimators. Raises ParameterError for fewer
    than 2 repetitions, and for rewards that overflow; Cancelled.
    """
    allowed = "must be a whole number, 2 or more"
    repetitions = checked_count("repetitions", repetitions, allowed, 2)
    wanted = [each for each in ESTIMATORS if names is None or each.name in names]
    refused = {each.name: why for each in wanted if (why := unavailable(each, setting))}
    chosen = [each for each in available(setting) if each in wanted]
    expected = expected_reward(setting)
    centres = _centres(chosen, setting)
    group = BLOCK_ROWS // setting.batch_size
    blocks = -(-repetitions // group)
    last = repetitions - (blocks - 1) * group

    def summarise(block: int) -> Summary:
        rows = (group if block < blocks - 1 else last) * setting.batch_size
        normals = _normals(rows, block, seed)
        shaped = tuple(each.reshape(-1, setting.batch_size) for each in normals)
        others = _others(setting, shaped[0].shape, block, seed)
        return _estimates(chosen, Batches(setting, shaped, expected, others), centres)

    total: Summary = {}
    for summary in over_blocks(blocks, summarise, run or Run()):
        _merge(total, summary)
    measured = {}
    for name, powers in total.items():
        if isinstance(powers, str):
            refused[name] = powers
        else:
            measured[name] = powers.measured()
    return GradientSamples(measured, refused, repetitions, setting.batch_size)


def _normals(rows: int, block: int, seed: int) -> tuple[Array, ...]:
    """NORMALS arrays (rows,) of one block; the first is that of any one-dimensional sample."""
    n = block * BLOCK_ROWS + rows
    return tuple(
        next(normal_chunks(n, block, 1, seed, stream))[0, :rows] for stream in range(NORMALS)
    )


def _others(setting: Setting, shape: tuple[int, int], block: int, seed: int) -> OtherRewards | None:
    """The other coordinates' rewards on one block, from streams of their own."""
    if not setting.others:
        return None
    n = block * BLOCK_ROWS + shape[0] * shape[1]

    def normals(stream: int) -> Iterator[Array]:
        return normal_chunks(n, block, len(setting.others), seed, NORMALS + stream)

    return OtherRewards(setting, shape, noise(setting).mean, normals)


def _centres(chosen: list[Estimator], setting: Setting) -> dict[str, Array]:
    """A number near the mean of each estimate, (2,) or (1,)."""
    true = true_gradient(setting.objective, setting.mean, setting.std)
    found = {}
    for each in chosen:
        exact = each.exact(setting) if each.exact is not None else None
        means = true.values() if exact is None else (one.mean for one in exact.values())
        found[each.name] = np.array(list(means))
    return found


def _estimates(chosen: list[Estimator], batches: Batches, centres: dict[str, Array]) -> Summary:
    found: Summary = {}
    for estimator in chosen:
        try:
            with np.errstate(over="ignore", under="ignore", invalid="ignore"):
                estimates = estimator.estimate(batches)
        except ParameterError as error:
            found[estimator.name] = error.allowed
            continue
        about = centres[estimator.name]
        found[estimator.name] = _powers(estimates, about)
    return found


def _powers(estimates: Array, about: Array) -> _Powers | str:
    with np.errstate(over="ignore", under="ignore", invalid="ignore"):
        away = estimates - about[:, np.newaxis]
        squares = away * away
        ones = np.ones(away.shape[1])
        sums = np.stack(
            [away @ ones, squares @ ones, np.vecdot(away, squares), np.vecdot(squares, squares)]
        )
    if not np.all(np.isfinite(sums)):
        return "its estimates overflow here; use smaller numbers"
    return _Powers(about, away.shape[1], sums, estimates[:, :KEPT])


def _merge(total: Summary, more: Summary) -> None:
    """Add what one piece found; a refusal stays one."""
    for name, new in more.items():
        old = total.get(name)
        if old is None or isinstance(new, str):
            total[name] = new
        elif not isinstance(old, str):
            total[name] = old.merged(new)
