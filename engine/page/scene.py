"""The scene: what stands in the left panel, of which each page reads its inputs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Literal

import numpy as np
from numpy.typing import ArrayLike

from engine.core.parameter import Described, Parameter, ParameterError, ParameterSet, described
from engine.data.source import DataSource
from engine.gaussian.component import component
from engine.gaussian.covariance import Structure, correlation_matrix
from engine.gaussian.gaussian import Gaussian, vector
from engine.trajectories.task import LinearQuadraticTask

MAXIMUM_DIMENSION = 100
Which = Literal["p", "q"]


@dataclass(frozen=True, slots=True)
class Scene(ParameterSet):
    """p (target), q (behaviour: x is drawn from q), samples and seed; a task; own data, if any.

    In a task p and q are policies: their first mean is the offset c, their first std the noise
    sigma; those of ``task`` itself are not used, see `task_of`.
    """

    p: Gaussian = Gaussian(0.0, 1.0)
    q: Gaussian = Gaussian(1.0, 1.0)
    samples: Annotated[
        int,
        Parameter(
            label="samples",
            symbol="n",
            help="How many x are drawn from q.",
            minimum=100,
            maximum=10**9,
            typical=(100, 10**7),
            scale="log",
        ),
    ] = 100_000
    seed: Annotated[
        int,
        Parameter(
            label="seed",
            help="Which random numbers; the same seed gives the same samples.",
            minimum=0,
            maximum=2**31 - 1,
            typical=(0, 100),
        ),
    ] = 7
    task: LinearQuadraticTask = LinearQuadraticTask()
    data: DataSource | None = None  # own data in the place of Gaussian samples

    def __post_init__(self) -> None:
        # ParameterSet's check is named, for dataclass(slots=True) breaks a bare super().
        ParameterSet.__post_init__(self)
        if self.p.dimension > MAXIMUM_DIMENSION:
            raise ParameterError(
                "dimension", self.p.dimension, f"must be from 1 to {MAXIMUM_DIMENSION}"
            )
        if self.p.dimension != self.q.dimension:
            raise ParameterError(
                "q", f"dimension {self.q.dimension}", f"must be {self.p.dimension}, as p has"
            )
        for name, gaussian in (("p", self.p), ("q", self.q)):
            _check_components(name, gaussian)
        data = self.data
        if data is not None and data.kind == "groups" and len(data.columns) != self.dimension:
            raise ParameterError(
                "data", f"{len(data.columns)} coordinates", f"must be {self.dimension}, as p has"
            )

    @property
    def dimension(self) -> int:
        """d, of both p and q."""
        return self.p.dimension

    def task_of(self, which: Which) -> LinearQuadraticTask:
        """The task in which p or q acts; raises ParameterError where its states outgrow doubles."""
        policy: Gaussian = getattr(self, which)
        return self.task.replace(c=float(policy.mean[0]), sigma=float(policy.std[0]))

    def swapped(self) -> Scene:
        """p and q exchanged."""
        data = None if self.data is None else self.data.swapped()
        return self.replace(p=self.q, q=self.p, data=data)

    def matched(self) -> Scene:
        """q made equal to p."""
        return self.replace(q=self.p)

    def resized(self, dimension: int) -> Scene:
        """The same scene in another dimension: leading coordinates kept, new ones N(0, 1)."""
        if not 1 <= dimension <= MAXIMUM_DIMENSION:
            raise ParameterError("dimension", dimension, f"must be from 1 to {MAXIMUM_DIMENSION}")
        data = self.data
        if data is not None and data.kind == "groups" and dimension != self.dimension:
            data = None  # samples have the dimension that they have
        p, q = _resized(self.p, dimension), _resized(self.q, dimension)
        return self.replace(p=p, q=q, data=data)


def task_fields() -> tuple[Described, ...]:
    """The parameters of the task that are its own: all but those of the policies p and q."""
    return tuple(
        field for field in described(LinearQuadraticTask) if field.name not in ("c", "sigma")
    )


def structured_gaussian(
    name: str,
    dimension: int,
    mean: ArrayLike,
    std: ArrayLike,
    correlation: float | None = None,
    structure: Structure = "equal",
) -> Gaussian:
    """N(mean, covariance) from means, stds and one correlation, scalars broadcast to d.

    Errors name the field as ``name-mean``, ``name-std`` or ``name-correlation``.
    """
    vectors = {}
    for field, values in (("mean", mean), ("std", std)):
        array = vector(f"{name}-{field}", values)
        if len(array) not in (1, dimension):
            raise ParameterError(
                f"{name}-{field}", array.tolist(), f"must have 1 or {dimension} entries"
            )
        check = component(field)
        for value in array:
            check.check(float(value), f"{name}-{field}")
        vectors[field] = np.broadcast_to(array, (dimension,))
    matrix = None
    if correlation is not None:
        if dimension == 1:
            raise ParameterError(f"{name}-correlation", correlation, "needs dimension 2 or more")
        component("correlation").check(correlation, f"{name}-correlation")
        try:
            matrix = correlation_matrix(correlation, dimension, structure)
        except ParameterError as error:
            raise ParameterError(f"{name}-correlation", error.value, error.allowed) from None
    return Gaussian.from_std(vectors["mean"], vectors["std"], matrix)


def _check_components(name: str, gaussian: Gaussian) -> None:
    for field, values in (("mean", gaussian.mean), ("std", gaussian.std)):
        check = component(field)
        for index, value in enumerate(values):
            label = f"{name}-{field}" + (f"[{index}]" if len(values) > 1 else "")
            check.check(float(value), label)


def _resized(gaussian: Gaussian, dimension: int) -> Gaussian:
    kept = min(dimension, gaussian.dimension)
    mean = np.zeros(dimension)
    covariance = np.eye(dimension)
    mean[:kept] = gaussian.mean[:kept]
    covariance[:kept, :kept] = gaussian.covariance[:kept, :kept]
    return Gaussian(mean, covariance)
