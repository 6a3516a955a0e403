"""The arrays of each plot of the squash page."""

from __future__ import annotations

import math
from functools import lru_cache

import numpy as np

from engine.core.arrays import Array, frozen
from engine.core.run import Run
from engine.divergence.closed_forms import kl
from engine.gaussian.density_curves import NODES
from engine.pages.tanh_squashing.gather import Gathered
from engine.pages.tanh_squashing.plane import MASSES, centres, plane_policy
from engine.pages.tanh_squashing.precision import precision
from engine.pages.tanh_squashing.records import (
    ActionHistogram,
    Curves,
    Entropies,
    KLComparison,
    ModeMarks,
    Objective,
    Plane,
    Precision,
    Ratios,
)
from engine.squash.entropy import EntropyCurve, entropy_curve
from engine.squash.modes import bimodal_std
from engine.squash.sac_objective import STD_RANGE
from engine.squash.squashed_gaussian import SquashedGaussian

CURVE_POINTS = 121
# Even in tanh u, then even in u up to where the action has rounded to its bound.
ACROSS = np.arctanh(np.linspace(-0.995, 0.995, 241))
TOWARDS = np.arange(3.0, 20.0, 0.25)
FIXED = np.concatenate([-TOWARDS[::-1], ACROSS, TOWARDS])


def curves(gathered: Gathered, _: Run) -> Curves | None:
    """Both densities along one action, on nodes that miss neither of them nor the bend of tanh;
    two actions have a plane."""
    if gathered.scene.dimension == 2:
        return None
    p, q = gathered.p_one, gathered.q_one
    bells = [float(g.mean[0]) + float(g.std[0]) * NODES for g in (p.gaussian, q.gaussian)]
    u = np.unique(np.concatenate([FIXED, *bells]))
    with np.errstate(over="ignore", under="ignore"):
        gaussians = [np.exp(policy.gaussian.log_density(u)) for policy in (p, q)]
        densities = [np.exp(policy.log_density_from_pre_tanh(u)) for policy in (p, q)]
    low, high = gathered.shown_bounds
    return Curves(
        u=frozen(u),
        action=frozen(p.action(u)),
        p_gaussian=frozen(gaussians[0]),
        q_gaussian=frozen(gaussians[1]),
        p_density=frozen(densities[0]),
        q_density=frozen(densities[1]),
        low=low,
        high=high,
        coordinate=gathered.coordinate + 1,
    )


def histogram(gathered: Gathered, run: Run) -> ActionHistogram | None:
    """The counts of p's and q's actions along one axis as densities."""
    if gathered.scene.dimension == 2:
        return None
    p, q = gathered.action_counts(run)
    low, high = gathered.shown_bounds
    n, width = gathered.scene.samples, (high - low) / len(p)
    edges = frozen(np.linspace(low, high, len(p) + 1))
    return ActionHistogram(edges, frozen(p / (n * width)), frozen(q / (n * width)), n)


def modes(gathered: Gathered, _: Run) -> ModeMarks | None:
    """Those over one action."""
    if gathered.scene.dimension == 2:
        return None
    p, q = gathered.p_one, gathered.q_one
    (p_action, p_density), (q_action, q_density) = map(_modes, (p, q))
    return ModeMarks(
        p_action=p_action,
        p_density=p_density,
        q_action=q_action,
        q_density=q_density,
        p_bimodal_std=bimodal_std(float(p.gaussian.mean[0])),
        q_bimodal_std=bimodal_std(float(q.gaussian.mean[0])),
        p_area_without=p.area_without_jacobian(),
        q_area_without=q.area_without_jacobian(),
    )


def _modes(policy: SquashedGaussian) -> tuple[Array, Array]:
    u = np.array(policy.modes().pre_tanh)
    with np.errstate(over="ignore"):
        density = np.exp(policy.log_density_from_pre_tanh(u[:, np.newaxis]))
    return frozen(policy.action(u)), frozen(density)


def plane(gathered: Gathered, _: Run) -> Plane | None:
    """Both densities over two actions."""
    if gathered.scene.dimension != 2:
        return None
    jacobian, seed = gathered.options.jacobian, gathered.scene.seed
    p, q = (
        plane_policy(policy, jacobian, seed, gathered.shown_area(name))
        for name, policy, _ in gathered.policies
    )
    low, high = gathered.p.low, gathered.p.high
    return Plane(centres(gathered.p.bounds), p, q, low, high, frozen(MASSES))


def precision_figure(gathered: Gathered, _: Run) -> Precision:
    """The errors of the formulas, and those at the cursor."""
    return precision(gathered.options.cursor)


@lru_cache(maxsize=8)
def _entropy_curve(mean: float, low: float, high: float) -> EntropyCurve:
    # The same for every std, so that a moving std only moves a mark.
    return entropy_curve(mean, np.geomspace(*STD_RANGE, CURVE_POINTS), low, high)


def entropies(gathered: Gathered, _: Run) -> Entropies:
    """Of one action of p against the std."""
    one = gathered.p_one
    mean = float(one.gaussian.mean[0])
    low, high = gathered.shown_bounds
    curve = _entropy_curve(mean, low, high)
    return Entropies(
        std=curve.std,
        base=curve.base,
        jacobian_term=curve.jacobian_term,
        squashed=curve.squashed,
        best_std=curve.best_std,
        best_entropy=curve.best_entropy,
        current_std=float(one.gaussian.std[0]),
        current_base=one.base_entropy(),
        current_term=one.jacobian_term(),
        current_squashed=one.entropy(),
        mean=mean,
        uniform=math.log(high - low),
        action=gathered.action_name,
    )


def divergence(gathered: Gathered, _: Run) -> KLComparison:
    """KL(p||q) from the samples of p."""
    samples = gathered.p_samples
    before, after = samples.estimate("kl_before"), samples.estimate("kl_after")
    exact, term = kl(gathered.scene.p, gathered.scene.q), gathered.p.jacobian_term()
    return KLComparison(
        exact=exact,
        before=before.value,
        before_error=before.standard_error,
        after=after.value,
        after_error=after.standard_error,
        p_only=exact - term,
        q_only=exact + term,
        samples=gathered.scene.samples,
    )


def ratios(gathered: Gathered, _: Run) -> Ratios:
    """Histograms of the log-ratio, and the mean ratios."""
    found, means = gathered.ratio_counts(), gathered.ratios()
    both, new_only, old_only = found.counts[:, 1:-1]
    logs = [math.nan if each.log_mean is None else each.log_mean for each in means]
    return Ratios(
        edges=frozen(found.bins.edges),
        both=frozen(both),
        new_only=frozen(new_only),
        old_only=frozen(old_only),
        outside=frozen(found.counts[:, [0, -1]]),
        samples=found.samples,
        means=frozen(np.array([each.sampled.value for each in means])),
        errors=frozen(np.array([each.error.value for each in means])),
        log_means=frozen(np.array(logs)),
        held=gathered.q_samples.held,
    )


def objective(gathered: Gathered, _: Run) -> Objective:
    """Of soft actor-critic against the std."""
    found, options = gathered.objective(), gathered.options
    best = found.best_with
    peaks = [[each.std, each.objective] for each in found.peaks_without]
    return Objective(
        std=found.std,
        with_jacobian=found.with_jacobian,
        without_jacobian=found.without_jacobian,
        best_with=frozen(np.array([best.std, best.objective])),
        with_at_edge=best.at_edge,
        peaks_without=frozen(np.array(peaks).reshape(-1, 2)),
        current_std=float(gathered.p_one.gaussian.std[0]),
        alpha=options.alpha,
        reward=options.action_reward.formula,
        action=gathered.action_name,
    )


FIGURES = {
    "curves": curves,
    "histogram": histogram,
    "modes": modes,
    "plane": plane,
    "precision": precision_figure,
    "entropies": entropies,
    "divergence": divergence,
    "ratios": ratios,
    "objective": objective,
}
