"""Gaussian policies squashed by tanh: densities, entropies, ratios, and formulas that break."""

from __future__ import annotations

import math
from functools import lru_cache

import numpy as np

from engine.core.arrays import frozen
from engine.core.run import Run
from engine.divergence.closed_forms import kl
from engine.page.page import Page
from engine.page.scene import Scene
from engine.page.undivided import undivided
from engine.pages.tanh_squashing.banners import banners
from engine.pages.tanh_squashing.facts import Facts
from engine.pages.tanh_squashing.line import action_histogram, line_curves, marginal, mode_marks
from engine.pages.tanh_squashing.monte_carlo import squash_pass
from engine.pages.tanh_squashing.options import Options
from engine.pages.tanh_squashing.plane import MASSES, centres, plane_policy
from engine.pages.tanh_squashing.precision import precision
from engine.pages.tanh_squashing.question import RATIOS, squash_question
from engine.pages.tanh_squashing.ratio_errors import ratio_error
from engine.pages.tanh_squashing.readouts import readouts
from engine.pages.tanh_squashing.result import (
    Entropies,
    KLComparison,
    Objective,
    Plane,
    PlanePolicy,
    Ratios,
    SquashResult,
)
from engine.pages.tanh_squashing.reward import ActionReward
from engine.squash.entropy import EntropyCurve, entropy_curve
from engine.squash.sac_objective import STD_RANGE, SACObjective, sac_objective
from engine.squash.squashed_gaussian import SquashedGaussian

ACTION_BINS = 100
CURVE_POINTS = 121


def compute(scene: Scene, options: Options, run: Run) -> SquashResult:
    """The plots that are asked for, and every number; raises ParameterError, Cancelled."""
    facts = _facts(scene, options, run)
    shown = options.plots
    line = shown == "density" and scene.dimension != 2
    samples = (facts.p_samples, facts.q_samples)
    objective = _objective(facts) if shown == "ppo and sac" else None
    return SquashResult(
        curves=line_curves(facts.p_one, facts.q_one, facts.coordinate) if line else None,
        histogram=action_histogram(*samples, *facts.shown_bounds) if line else None,
        modes=mode_marks(facts.p_one, facts.q_one) if line else None,
        plane=_plane(facts) if shown == "density" and not line else None,
        precision=precision(options.cursor) if shown == "precision" else None,
        entropies=_entropies(facts) if shown == "entropy" else None,
        divergence=_divergence(facts) if shown == "entropy" else None,
        ratios=_ratios(facts) if shown == "ppo and sac" else None,
        objective=objective,
        readouts=readouts(facts, objective),
        banners=banners(facts),
    )


def _facts(scene: Scene, options: Options, run: Run) -> Facts:
    """The policies, and one pass over the samples of both."""
    bounds = options.bounds(scene.dimension)
    p, q = (SquashedGaussian(each, bounds.low, bounds.high) for each in (scene.p, scene.q))
    coordinate = min(options.coordinate, scene.dimension) - 1
    counted = (coordinate,) if options.plots == "density" and scene.dimension != 2 else ()
    questions = (
        squash_question(p, q, axes=counted, action_bins=ACTION_BINS, groups=()),
        squash_question(q, p, axes=counted, action_bins=ACTION_BINS, groups=(RATIOS,)),
    )
    p_samples, q_samples = squash_pass(questions, scene.samples, scene.seed, run)
    return Facts(
        scene=scene,
        options=options,
        coordinate=coordinate,
        p=p,
        q=q,
        p_one=marginal(p, coordinate),
        q_one=marginal(q, coordinate),
        p_samples=p_samples,
        q_samples=q_samples,
    )


def _plane(facts: Facts) -> Plane:
    options, seed = facts.options, facts.scene.seed

    def policy(name: str, squashed: SquashedGaussian) -> PlanePolicy:
        return plane_policy(squashed, options.jacobian, seed, facts.shown_area(name))

    return Plane(
        centres=centres(facts.p.bounds),
        p=policy("p", facts.p),
        q=policy("q", facts.q),
        low=facts.p.low,
        high=facts.p.high,
        masses=frozen(MASSES),
    )


@lru_cache(maxsize=8)
def _entropy_curve(mean: float, low: float, high: float) -> EntropyCurve:
    # The same for every std, so that a moving std only moves a mark.
    return entropy_curve(mean, np.geomspace(*STD_RANGE, CURVE_POINTS), low, high)


def _entropies(facts: Facts) -> Entropies:
    one = facts.p_one
    mean = float(one.gaussian.mean[0])
    low, high = facts.shown_bounds
    curve = _entropy_curve(mean, low, high)
    return Entropies(
        std=curve.std,
        base=curve.base,
        jacobian_term=curve.jacobian_term,
        squashed=curve.squashed,
        best_std=curve.best_std,
        best_entropy=curve.best_entropy,
        today_std=float(one.gaussian.std[0]),
        today_base=one.base_entropy(),
        today_term=one.jacobian_term(),
        today_squashed=one.entropy(),
        mean=mean,
        uniform=math.log(high - low),
        action=facts.action_name,
    )


def _divergence(facts: Facts) -> KLComparison:
    samples = facts.p_samples
    before, after = samples.estimate("kl_before"), samples.estimate("kl_after")
    exact, term = kl(facts.scene.p, facts.scene.q), facts.p.jacobian_term()
    return KLComparison(
        exact=exact,
        before=before.value,
        before_error=before.standard_error,
        after=after.value,
        after_error=after.standard_error,
        p_only=exact - term,
        q_only=exact + term,
        samples=samples.moments.count,
    )


def _ratios(facts: Facts) -> Ratios:
    samples = facts.q_samples
    powers = {"ratio": 0, "ratio_other_only": -1, "ratio_sampled_only": 1}
    estimates = [samples.estimate(name) for name in powers]
    count = samples.moments.count
    errors = [
        ratio_error(facts.p, facts.q, power, found, count).value
        for power, found in zip(powers.values(), estimates, strict=True)
    ]
    both, new_only, old_only = samples.ratios[:, 1:-1]
    logs = [math.nan if log is None else log for log in facts.log_mean_ratios]
    return Ratios(
        edges=frozen(samples.ratio_bins.edges),
        both=frozen(both),
        new_only=frozen(new_only),
        old_only=frozen(old_only),
        outside=frozen(samples.ratios[:, [0, -1]]),
        samples=samples.ratio_samples,
        means=frozen(np.array([each.value for each in estimates])),
        errors=frozen(np.array(errors)),
        log_means=frozen(np.array(logs)),
        held=samples.held,
    )


@lru_cache(maxsize=8)
def _sac(reward: ActionReward, mean: float, alpha: float, low: float, high: float) -> SACObjective:
    # The same for every std, so that a moving std only moves a mark.
    return sac_objective(reward, mean, alpha, low, high, jumps=reward.jumps(low, high))


def _objective(facts: Facts) -> Objective:
    one, options = facts.p_one, facts.options
    reward = options.action_reward
    mean = float(one.gaussian.mean[0])
    found = _sac(reward, mean, options.alpha, *facts.shown_bounds)
    best = found.best_with
    return Objective(
        std=found.std,
        with_jacobian=found.with_jacobian,
        without_jacobian=found.without_jacobian,
        best_with=frozen(np.array([best.std, best.objective])),
        with_at_edge=best.at_edge,
        peaks_without=frozen(
            np.array([[each.std, each.objective] for each in found.peaks_without]).reshape(-1, 2)
        ),
        today_std=float(one.gaussian.std[0]),
        alpha=options.alpha,
        reward=reward.formula,
        action=facts.action_name,
    )


PAGE = Page(
    name="tanh-squashing",
    title="Squash",
    summary="Policies squashed by tanh: what the Jacobian does to densities, entropies, PPO "
    "ratios and SAC, and which formula keeps its digits.",
    order=4,
    options=Options,
    **undivided(compute, SquashResult),
)
