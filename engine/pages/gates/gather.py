"""What every number and figure of the page of gates is made from."""

from __future__ import annotations

import math
from dataclasses import dataclass

from engine.core.arrays import Array
from engine.core.parameter import ParameterError
from engine.core.run import Run
from engine.data.matrix_file import Words
from engine.gaussian.gaussian import Gaussian
from engine.page.scene import Scene
from engine.pages.gates.options import Name, Options
from engine.pages.gates.samples import (
    Number,
    Simulated,
    gspo_gradient,
    mean_gradients,
    simulated,
)
from engine.weights.gated import Gated, gated_all, gated_sequence
from engine.weights.gates import gspo as gspo_gate
from engine.weights.sequence_ratio import SequenceRatio, sequence_ratio

GSPO = gspo_gate()


@dataclass(frozen=True, slots=True)
class Gathered:
    """p and q on their first coordinate, each gate exact and from samples, and sequences."""

    options: Options
    p: Gaussian
    q: Gaussian
    exact: dict[Name, Gated]
    measured: dict[Name, Array]  # a sample's mean gradient by mu and log sigma, (2,)
    samples: int
    sequence: SequenceRatio
    simulated: Simulated
    gspo: Gated | None  # None where p and q have other stds
    gspo_mu: Number  # its mean gradient by mu from sequences


def gather(scene: Scene, options: Options, run: Run) -> Gathered:
    """One pass over samples of q and one over sequences; raises Cancelled."""
    p, q = (Gaussian.from_std(each.mean[:1], each.std[:1]) for each in (scene.p, scene.q))
    exact, measured = _exact(p, q, options), mean_gradients(scene, options, p, q, run)
    sequence = sequence_ratio(options.tokens, options.token_variance)
    gspo = gated_sequence(GSPO, p, q, options.advantage, options.tokens) if alike(p, q) else None
    return Gathered(
        options=options,
        p=p,
        q=q,
        exact=exact,
        measured=measured,
        samples=scene.samples,
        sequence=sequence,
        simulated=simulated(scene, options.cap, sequence, run),
        gspo=gspo,
        gspo_mu=gspo_gradient(scene, options, p, q, GSPO, gspo, run) if gspo else (0.0, 0.0),
    )


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
