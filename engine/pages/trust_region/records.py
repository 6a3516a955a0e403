"""The arrays of each plot of the Trust region page."""

from __future__ import annotations

from dataclasses import dataclass

from engine.core.arrays import Array


@dataclass(frozen=True, slots=True)
class Lines:
    """Several lines in one; a new one begins wherever ``line`` changes."""

    x: Array  # (m,)
    y: Array  # (m,)
    line: Array  # (m,)


@dataclass(frozen=True, slots=True)
class Plane:
    """The half-plane of mean and std along one principal direction of q."""

    mean: Array  # (nx,)
    std: Array  # (ny,)
    value: Array  # (ny, nx), E f along this direction
    contours: Lines
    deltas: Array  # (3,), a quarter of delta, delta, nine quarters of delta
    old_new: tuple[Lines, ...]  # the edges of the balls, one a delta
    new_old: tuple[Lines, ...]
    ellipse: tuple[Lines, ...]  # Fisher's, where std is above 0
    names: tuple[str, ...]  # of the steps that end somewhere
    end_mean: Array  # (len(names),)
    end_std: Array
    geodesic_mean: Array  # (g,), from q to p
    geodesic_std: Array
    old: tuple[float, float]  # mean and std of q
    other: tuple[float, float]  # of p


@dataclass(frozen=True, slots=True)
class Path:
    """One step repeated from q, (n + 1,) each; shorter where a step cannot be made."""

    mean: Array
    std: Array
    value: Array  # E f, all directions
    kl: Array  # KL(q||policy), nats


@dataclass(frozen=True, slots=True)
class Paths:
    """Of every step, by its name."""

    names: tuple[str, ...]
    paths: tuple[Path, ...]
    steps: int
    shown: int  # at most ``steps``
    delta: float


@dataclass(frozen=True, slots=True)
class Reached:
    """What KL(old||new) a step of any delta reaches, as a multiple of delta."""

    delta: Array  # (m,)
    names: tuple[str, ...]
    old_new: Array  # (len(names), m); NaN where there is no step
    new_old: Array
    current: float


@dataclass(frozen=True, slots=True)
class Limit:
    """Steps divided by their length sqrt(2 delta), in units of sigma, as delta shrinks.

    Steepest descent is the limit of the best step in a ball: what the ball is measured by decides
    where it ends, on Fisher's unit ellipse or on the circle of (mu, sigma).
    """

    delta: Array  # (m,), from large to small
    names: tuple[str, ...]
    across: Array  # (len(names), m), change of mean; NaN where there is no step
    up: Array  # change of std
    ellipse_across: Array  # (e,)
    ellipse_up: Array
    gradient: tuple[float, float]  # where the plain gradient tends
    natural: tuple[float, float]  # where all others tend
