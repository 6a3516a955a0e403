"""Every gradient estimator measured on the same samples, over many repetitions of a batch."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from engine.core.arrays import Array, frozen
from engine.core.parameter import ParameterError
from engine.core.run import Run
from engine.core.whole_number import checked_count
from engine.gradients.estimators.batches import NORMALS, Batches
from engine.gradients.estimators.catalogue import ESTIMATORS
from engine.gradients.estimators.estimator import Estimator
from engine.gradients.estimators.others import OtherRewards
from engine.gradients.estimators.setting import Setting
from engine.gradients.exact import true_gradient, unavailable
from engine.gradients.noise import expected_reward, noise
from engine.sampling.accumulators.powers import PowerSums
from engine.sampling.gather import gather
from engine.sampling.normals import BLOCK_ROWS, normal_chunks

CLOUD = 2_000  # estimates of each for a cloud
OVERFLOW = "its estimates overflow here; use smaller numbers"


@dataclass(frozen=True, slots=True)
class Measured:
    """One estimator over r repetitions; c = 2 coordinates, mu and sigma, or mu alone."""

    mean: Array  # (c,)
    mean_error: Array  # (c,)
    variance: Array  # (c,), of the estimate from one batch
    variance_error: Array  # (c,), from the fourth moment; it reads low where tails are heavy
    cloud: Array  # (c, min(r, CLOUD)), the first estimates


@dataclass(frozen=True, slots=True)
class GradientSamples:
    """What was measured by estimator name, and why the others could not be."""

    measured: dict[str, Measured]
    refused: dict[str, str]
    repetitions: int
    batch_size: int


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
    centres = [(each, _centre(each, setting)) for each in wanted if each.name not in refused]
    source = BatchSource(setting, repetitions, seed)
    sums = gather(source, lambda _block: EstimateSums(centres), run or Run()).sums
    return GradientSamples(
        measured={name: each.measured() for name, each in sums.items() if not each.refused},
        refused=refused | {name: each.refused for name, each in sums.items() if each.refused},
        repetitions=repetitions,
        batch_size=setting.batch_size,
    )


class BatchSource:
    """``repetitions`` batches of a setting, each block in one chunk."""

    def __init__(self, setting: Setting, repetitions: int, seed: int) -> None:
        self._setting = setting
        self._repetitions = repetitions
        self._seed = seed
        self._group = BLOCK_ROWS // setting.batch_size
        self._expected = expected_reward(setting)

    @property
    def blocks(self) -> int:
        """How many."""
        return -(-self._repetitions // self._group)

    def chunks(self, block: int) -> Iterator[Batches]:
        """The batches of one block."""
        count = min(self._group, self._repetitions - block * self._group)
        shape = count, self._setting.batch_size
        normals = tuple(
            next(self._normals(block, 1, stream, shape))[0, : shape[0] * shape[1]].reshape(shape)
            for stream in range(NORMALS)
        )
        yield Batches(self._setting, normals, self._expected, self._others(block, shape))

    def _others(self, block: int, shape: tuple[int, int]) -> OtherRewards | None:
        """The other coordinates' rewards on one block, from streams of their own."""
        setting, count = self._setting, len(self._setting.others)
        if not count:
            return None

        def normals(stream: int) -> Iterator[Array]:
            return self._normals(block, count, NORMALS + stream, shape)

        return OtherRewards(setting, shape, noise(setting).mean, normals)

    def _normals(
        self, block: int, dimension: int, stream: int, shape: tuple[int, int]
    ) -> Iterator[Array]:
        n = block * BLOCK_ROWS + shape[0] * shape[1]
        return normal_chunks(n, block, dimension, self._seed, stream)


class EstimateSums:
    """Gathers what each estimator makes of the same batches."""

    def __init__(self, centres: list[tuple[Estimator, Array]]) -> None:
        self.sums = {each.name: _Estimates(each, centre) for each, centre in centres}

    def add(self, batches: Batches) -> None:
        """Take in batches."""
        for each in self.sums.values():
            each.add(batches)

    def merge(self, other: EstimateSums) -> None:
        """Take in what the block that follows gave."""
        for name, each in self.sums.items():
            each.merge(other.sums[name])


class _Estimates:
    """Of one estimator, or why there are none; ``centre`` (c,) is near their mean."""

    def __init__(self, estimator: Estimator, centre: Array) -> None:
        self.refused = ""
        self._estimator = estimator
        self._powers = PowerSums(centre)
        self._cloud: list[Array] = []

    def add(self, batches: Batches) -> None:
        with np.errstate(over="ignore", under="ignore", invalid="ignore"):
            try:
                estimates = self._estimator.estimate(batches)
            except ParameterError as error:
                self.refused = error.allowed
                return
            self._powers.add(estimates - self._powers.about[:, np.newaxis])
        if not np.all(np.isfinite(self._powers.sums)):
            self.refused = OVERFLOW
        self._cloud.append(estimates[:, :CLOUD])

    def merge(self, other: _Estimates) -> None:
        self.refused = other.refused or self.refused
        if not self.refused:
            self._powers.merge(other._powers)
            if sum(each.shape[1] for each in self._cloud) < CLOUD:
                self._cloud += other._cloud

    def measured(self) -> Measured:
        found = self._powers.spread()
        cloud = self._cloud[0] if len(self._cloud) == 1 else np.concatenate(self._cloud, axis=1)
        return Measured(
            mean=found.mean,
            mean_error=found.mean_error,
            variance=found.variance,
            variance_error=found.variance_error,
            cloud=frozen(cloud[:, :CLOUD]),
        )


def _centre(estimator: Estimator, setting: Setting) -> Array:
    """A number near the mean of each estimate, (2,) or (1,)."""
    if estimator.exact is not None:
        return np.array([each.mean for each in estimator.exact(setting).values()])
    true = true_gradient(setting.objective, setting.mean, setting.std)
    return np.array(list(true.values()))
