"""What every number and figure of the page of gates is made from."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from engine.core.arrays import Array
from engine.core.parameter import ParameterError
from engine.core.run import Run
from engine.data.matrix_file import Words
from engine.gaussian.gaussian import Gaussian
from engine.page.scene import Scene
from engine.pages.gates.options import Name, Options
from engine.sampling.accumulators.centred_moments import CentredMoments
from engine.sampling.accumulators.moments import Moments, MomentSums
from engine.sampling.gather import Mapped
from engine.sampling.gather import gather as pass_over
from engine.sampling.normals import Normals
from engine.weights.gate_samples import gradient_weight
from engine.weights.gated import Gated, gated_all, gated_sequence
from engine.weights.gates import gspo as gspo_gate
from engine.weights.sequence_ratio import SequenceRatio, sequence_ratio

Number = tuple[float, float]  # a value and its standard error
Change = Callable[[Array], Array]
GSPO = gspo_gate()
SEQUENCES = 1  # the stream of normals of the sequences
LARGEST_LOG = 700.0


class Simulated(NamedTuple):
    """Means over simulated sequences, and their standard errors."""

    above: Number  # w > C
    truncated: Number  # min(w, C)
    masked: Number  # w where w <= C
    logged: Number  # the effective share of min(w, C)
    share: float  # of w


@dataclass(frozen=True, slots=True)
class Gathered:
    """p and q on their first coordinate, each gate exact and from samples, and sequences."""

    options: Options
    p: Gaussian
    q: Gaussian
    exact: dict[Name, Gated]
    measured: dict[Name, Moments]  # of a sample's gradient by mu and log sigma
    sequence: SequenceRatio
    simulated: Simulated
    gspo: Gated | None  # None where p and q have other stds
    gspo_mu: Number  # its mean gradient by mu from sequences


def gather(scene: Scene, options: Options, run: Run) -> Gathered:
    """One pass over samples of q and one over sequences; raises Cancelled."""
    p, q = (Gaussian.from_std(each.mean[:1], each.std[:1]) for each in (scene.p, scene.q))
    chosen = options.gates()
    exact = _exact(p, q, options)
    about = [each for found in exact.values() for each in found.gradient.values()]
    source = Mapped(Normals(scene.samples, 1, scene.seed), _gradients(options, p, q, about))
    moments = pass_over(source, lambda _: MomentSums(about), run).moments()
    sequence = sequence_ratio(options.tokens, options.token_variance)
    simulated = _simulated(scene, options, sequence, run)
    measured = {
        name: Moments(moments.count, moments.mean[i : i + 2], moments.squares[i : i + 2])
        for i, name in zip(range(0, len(about), 2), chosen, strict=True)
    }
    gspo = gated_sequence(GSPO, p, q, options.advantage, options.tokens) if alike(p, q) else None
    gspo_mu = _gspo_gradient(scene, options, p, q, gspo, run) if gspo else (0.0, 0.0)
    return Gathered(options, p, q, exact, measured, sequence, simulated, gspo, gspo_mu)


def _exact(p: Gaussian, q: Gaussian, options: Options) -> dict[Name, Gated]:
    """Raises ParameterError where weights times scores pass what doubles hold."""
    chosen = options.gates()
    pair = f"N({p.mean[0]:.4g}, {p.std[0]:.4g}²) beside q = N({q.mean[0]:.4g}, {q.std[0]:.4g}²)"
    found = gated_all(list(chosen.values()), p, q, options.advantage)
    for each in found:
        means = each.value, each.kept, *each.gradient.values()
        known = all(map(math.isfinite, means)) and not any(map(math.isnan, each.variance.values()))
        if not known:
            raise ParameterError("p", Words(pair), "must be nearer to q: weights outgrow doubles")
    return dict(zip(chosen, found, strict=True))


def alike(p: Gaussian, q: Gaussian) -> bool:
    """Whether the mean ratio of a sequence depends on its mean action alone."""
    return bool(p.covariance[0, 0] == q.covariance[0, 0])


def _gradients(options: Options, p: Gaussian, q: Gaussian, about: list[float]) -> Change:
    """From standard normals (1, m) to each gate's gradients of a sample, less their means."""
    chosen = list(options.gates().values())
    q_mean, q_std = float(q.mean[0]), float(q.std[0])
    p_mean, p_std = float(p.mean[0]), float(p.std[0])
    means = np.array(about)[:, np.newaxis]

    def values(normals: Array) -> Array:
        z = normals[0]
        away = ((q_mean - p_mean) + q_std * z) / p_std
        log_w = 0.5 * (z * z - away * away) + math.log(q_std / p_std)
        weight = np.exp(np.minimum(log_w, LARGEST_LOG))
        x = q_mean + q_std * z
        advantage = options.constant + options.slope * x + options.bend * x * x
        scores = advantage * np.stack((away / p_std, away * away - 1.0))
        found = np.empty((len(means), len(z)))
        for place, gate in enumerate(chosen):
            rows = found[2 * place : 2 * place + 2]
            np.multiply(gradient_weight(gate, weight, advantage), scores, out=rows)
        found -= means
        return found

    return values


def _gspo_gradient(
    scene: Scene, options: Options, p: Gaussian, q: Gaussian, exact: Gated, run: Run
) -> Number:
    """Of as many sequences as samples: s A (mean action - mean of p) / std^2 where s is kept."""
    std, tokens = float(p.std[0]), options.tokens
    shift = float(q.mean[0] - p.mean[0])
    about = exact.gradient["mu"]

    def values(normals: Array) -> Array:
        step = std / math.sqrt(tokens) * normals[0]  # of the mean action from the mean of q
        away = (shift + step) / std
        log_s = -(shift / std) * (step / std + 0.5 * shift / std)
        weight = np.exp(np.minimum(log_s, LARGEST_LOG))
        x = float(q.mean[0]) + step
        advantage = options.constant + options.slope * x + options.bend * x * x
        flow = gradient_weight(GSPO, weight, advantage)
        return np.asarray((flow * advantage * away / std - about)[np.newaxis])

    source = Mapped(Normals(scene.samples, 1, scene.seed, SEQUENCES), values)
    found = pass_over(source, lambda _: MomentSums((about,)), run).moments()
    return float(found.mean[0]), float(found.standard_error[0])


def _simulated(scene: Scene, options: Options, sequence: SequenceRatio, run: Run) -> Simulated:
    """Of as many sequences as samples."""
    c, s, shift = options.cap, sequence.std, 0.5 * sequence.variance
    first, second = sequence.truncated_mean(c), sequence.truncated_square(c)
    # The effective share is first^2 / second; so much does it change by with one sequence more.
    ratio = first / second if second > 0.0 else 0.0
    slope, bend = 2.0 * ratio, ratio**2

    def values(normals: Array) -> Array:
        weight = np.exp(np.clip(s * normals[0] - shift, -LARGEST_LOG, 0.5 * LARGEST_LOG))
        above, cut = weight > c, np.minimum(weight, c)
        square = cut * cut
        kept = np.where(above, 0.0, weight)
        return np.stack((above, cut, kept, slope * cut - bend * square, square, weight, weight**2))

    source = Mapped(Normals(scene.samples, 1, scene.seed, SEQUENCES), values)
    found = pass_over(source, lambda _: CentredMoments(), run).moments()
    mean, error = found.mean.tolist(), found.standard_error.tolist()
    return Simulated(
        above=(mean[0], error[0]),
        truncated=(mean[1], error[1]),
        masked=(mean[2], error[2]),
        logged=(mean[1] ** 2 / mean[4] if mean[4] > 0.0 else 0.0, error[3]),
        share=mean[5] ** 2 / mean[6] if mean[6] > 0.0 else 0.0,
    )
