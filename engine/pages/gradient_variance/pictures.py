"""The bars, the clouds and the arrows of the Gradients page."""

from __future__ import annotations

import math

import numpy as np

from engine.core.arrays import Array, frozen
from engine.core.parameter import ParameterError
from engine.divergence.kl_losses import ESTIMATORS, expected_gradients, expected_mean_gradients
from engine.page.scene import Scene
from engine.pages.gradient_variance.facts import Facts
from engine.pages.gradient_variance.result import Cloud, KlLosses, Variances

DOTS = 1_600  # in the whole cloud
RADIUS = math.sqrt(-2.0 * math.log(0.05))  # of the ellipse that holds 95 %
INTERVAL = 1.959964  # half of the interval that holds 95 %, in standard deviations
CORNERS = 61


def variances(facts: Facts) -> Variances:
    """Exact beside measured."""
    measured = [facts.measured_variances(name) for name in facts.names]
    biases = [bias(facts, name) for name in facts.names]
    return Variances(
        names=facts.names,
        exact=frozen(np.stack([facts.exact_variances(name) for name in facts.names])),
        measured=frozen(np.stack([variance for variance, _ in measured])),
        measured_error=frozen(np.stack([error for _, error in measured])),
        bias=frozen(np.stack([each for each, _ in biases])),
        bias_error=frozen(np.stack([error for _, error in biases])),
        missing=tuple(facts.samples.refused.get(name, "") for name in facts.names),
        by=facts.by,
        batch_size=facts.setting.batch_size,
        repetitions=facts.samples.repetitions,
    )


def bias(facts: Facts, name: str) -> tuple[Array, Array]:
    """Exact with an error of 0, or measured with its error, (2,) each."""
    if name in facts.exact:
        return facts.exact_biases(name), np.zeros(2)
    mean, error = facts.measured_means(name)
    return mean - facts.true, error


def cloud(facts: Facts) -> Cloud:
    """The first estimates of each; ellipses from the variances and the correlation measured."""
    kept = [facts.measured_cloud(name) for name in facts.names]
    drawn = max(DOTS // max(len(kept), 1), 1)
    count = min(drawn, max((each.shape[1] for each in kept), default=0))
    points = np.full((count, len(kept), 2), np.nan)
    centres, ellipses = [], []
    for index, (name, estimates) in enumerate(zip(facts.names, kept, strict=True)):
        part = estimates[:, :count]
        points[: part.shape[1], index] = part.T
        exact = facts.exact_means(name)
        centre = np.where(np.isfinite(exact), exact, facts.measured_means(name)[0])
        if not np.isfinite(centre[1]):
            centre = np.array([centre[0], np.nan])
        centres.append(centre)
        ellipses.append(_ellipse(facts, name, centre, estimates))
    return Cloud(
        names=facts.names,
        points=frozen(points),
        centre=frozen(np.stack(centres)),
        ellipse=frozen(np.stack(ellipses, axis=1)),
        true=facts.true,
        by=facts.by,
        batch_size=facts.setting.batch_size,
    )


def _ellipse(facts: Facts, name: str, centre: Array, estimates: Array) -> Array:
    """(CORNERS, 2); NaN where the variance is infinite, for then no ellipse holds 95 %."""
    variance, _ = facts.measured_variances(name)
    std = np.sqrt(variance / facts.setting.batch_size)
    if not np.isfinite(std[0]) or np.any(np.isinf(facts.exact_variances(name))):
        return np.full((CORNERS, 2), np.nan)
    if not np.isfinite(std[1]):
        across = centre[0] + INTERVAL * std[0] * np.linspace(-1.0, 1.0, CORNERS)
        return np.column_stack([across, np.full(CORNERS, np.nan)])
    correlation = _correlation(estimates)
    angle = np.linspace(0.0, 2.0 * math.pi, CORNERS)
    first, second = np.cos(angle), np.sin(angle)
    other = correlation * first + math.sqrt(1.0 - correlation**2) * second
    return np.asarray(centre + RADIUS * std * np.column_stack([first, other]))


def _correlation(estimates: Array) -> float:
    """Of the two rows (2, k), 0 where one is constant."""
    away = estimates - estimates.mean(axis=1, keepdims=True)
    away /= np.maximum(np.max(np.abs(away), axis=1, keepdims=True), 1e-300)
    first, second = np.vecdot(away, away)
    if first * second == 0.0:
        return 0.0
    return float(np.clip(np.vecdot(away[0], away[1]) / math.sqrt(first * second), -1.0, 1.0))


def kl_losses(scene: Scene, log_sigma: bool, coordinate: int) -> KlLosses | str:
    """By mu and sigma of q for d = 1, by two coordinates of its mean for more; why not, if not."""
    try:
        if scene.dimension == 1:
            return _line_losses(scene, log_sigma)
        return _plane_losses(scene, coordinate)
    except ParameterError as error:
        return f"{error.field} {error.allowed}"


def _line_losses(scene: Scene, log_sigma: bool) -> KlLosses:
    q_mean, q_std = float(scene.q.mean[0]), float(scene.q.std[0])
    found = expected_gradients(q_mean, q_std, float(scene.p.mean[0]), float(scene.p.std[0]))
    factors = np.array([1.0, q_std if log_sigma else 1.0])

    def pair(gradient: dict[str, float]) -> Array:
        return np.asarray(factors * [gradient["mu"], gradient["sigma"]])

    return KlLosses(
        true=frozen(pair(found.true)),
        loss=frozen(np.stack([pair(found.loss[name]) for name in ESTIMATORS])),
        reward=frozen(np.stack([pair(found.reward[name]) for name in ESTIMATORS])),
        by=("μ", "log σ" if log_sigma else "σ"),
    )


def _plane_losses(scene: Scene, coordinate: int) -> KlLosses:
    found = expected_mean_gradients(scene.p, scene.q)
    first = min(coordinate, scene.dimension) - 1
    second = first + 1 if first + 1 < scene.dimension else 0
    axes = [first, second]
    values = (found.true, *found.loss.values(), *found.reward.values())
    if not all(np.all(np.isfinite(value)) for value in values):
        raise ParameterError("q", 0.0, "is so far from p that a gradient overflows")
    return KlLosses(
        true=frozen(found.true[axes]),
        loss=frozen(np.stack([found.loss[name][axes] for name in ESTIMATORS])),
        reward=frozen(np.stack([found.reward[name][axes] for name in ESTIMATORS])),
        by=(f"μ{subscript(first + 1)}", f"μ{subscript(second + 1)}"),
    )


def subscript(number: int) -> str:
    """12 as ₁₂."""
    return str(number).translate(str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉"))
