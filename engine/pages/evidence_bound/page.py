"""The evidence bound of a linear-Gaussian model: what it holds, and what it lacks."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated

import numpy as np

from engine.core.arrays import Array, frozen
from engine.core.parameter import Parameter, ParameterSet
from engine.core.quantity import Quantity, Readout
from engine.core.run import Run
from engine.divergence.evidence_bound import EvidenceBound, elbo
from engine.gaussian.gaussian import Gaussian
from engine.page.page import Page
from engine.page.scene import Scene
from engine.sampling.accumulators.moments import Moments, MomentSums
from engine.sampling.gather import Mapped
from engine.sampling.gather import gather as pass_over
from engine.sampling.normals import Normals

WIDE = {"minimum": 1e-6, "maximum": 1e6, "typical": (0.1, 10.0), "scale": "log"}
FAR = {"minimum": -1e6, "maximum": 1e6, "typical": (-5.0, 5.0)}
EVIDENCE = Quantity("evidence.log", "log evidence", "", help="log p(x) = log N(x; 0, tau² + s²).")
GAP = Quantity("gap", "KL(q||posterior)", "", help="What the bound falls short of log p(x) by.")
FIT = Quantity("reconstruction", "reconstruction", "", help="E log p(x|z) under q, closed form.")
COST = Quantity("kl.prior", "KL(q||prior)", "", help="What q costs against the prior N(0, tau²).")
BOUND = Quantity("elbo.exact", "ELBO", "", help="log p(x) - KL(q||posterior), never above log p.")
MEASURED = Quantity(
    "elbo.estimate", "ELBO", "estimate", "nats", "Mean of log p(x,z) - log q(z).", ("estimated",)
)


@dataclass(frozen=True, slots=True)
class Options(ParameterSet):
    """The model and the observation."""

    tau: Annotated[float, Parameter("prior std", "Of z, whose mean is 0.", "τ", **WIDE)] = 1.0
    s: Annotated[float, Parameter("noise std", "Of x given z.", "s", **WIDE)] = 0.5
    x: Annotated[float, Parameter("x", "What was observed.", **FAR)] = 1.0

    def bound(self, q: Gaussian) -> EvidenceBound:
        """With this q(z)."""
        return elbo(self.tau, self.s, self.x, q)


@dataclass(frozen=True, slots=True)
class Gathered:
    """q(z), the first coordinate of the scene's q, and what its samples say."""

    q: Gaussian
    options: Options
    moments: Moments


@dataclass(frozen=True, slots=True)
class Bound:
    """The bound against the std of q, in nats, and the most that it can reach."""

    std: Array  # (m,)
    elbo: Array  # (m,)
    log_evidence: float


def gather(scene: Scene, options: Options, run: Run) -> Gathered:
    """One pass over z = mean + std u: log p(x, z) - log q(z) less ELBO is quadratic in u."""
    q = Gaussian.from_std(scene.q.mean[0], scene.q.std[0])
    post = (found := options.bound(q)).posterior
    ratio = float(q.std[0] / post.std[0])
    slope, bend = -float((q.mean[0] - post.mean[0]) / post.std[0]) * ratio, (1.0 - ratio**2) / 2.0
    normals = Normals(scene.samples, 1, scene.seed)
    logs = Mapped(normals, lambda u: slope * u + bend * (u * u - 1.0))
    return Gathered(
        q, options, pass_over(logs, lambda _: MomentSums((found.value,)), run).moments()
    )


def measure(gathered: Gathered) -> Iterator[Readout]:
    """All values."""
    found, moments = gathered.options.bound(gathered.q), gathered.moments
    yield EVIDENCE.exact(found.log_evidence)
    yield GAP.exact(found.gap)
    yield FIT.exact(found.reconstruction)
    yield COST.exact(found.cost)
    yield BOUND.exact(found.value)
    yield MEASURED.estimated(float(moments.mean[0]), float(moments.standard_error[0]))


def bound(gathered: Gathered, _: Run) -> Bound:
    """From a tenth to ten times the stds of q and of the posterior."""
    q, found = gathered.q, gathered.options.bound(gathered.q)
    ends = sorted([float(q.std[0]), float(found.posterior.std[0])])
    std = np.geomspace(0.1 * ends[0], 10.0 * ends[1], 121)
    others = (gathered.options.bound(Gaussian.from_std(q.mean, each)) for each in std)
    return Bound(frozen(std), frozen(np.array([each.value for each in others])), found.log_evidence)


PAGE = Page(
    name="evidence-bound",
    title="Evidence",
    group="Estimators",
    summary="The evidence bound of a linear-Gaussian model: what it holds, and what it lacks.",
    order=3,
    options=Options,
    quantities=(EVIDENCE, GAP, FIT, COST, BOUND, MEASURED),
    gather=gather,
    measure=measure,
    figures={"bound": bound},
    chips=("evidence.log", "elbo.exact", "elbo.estimate", "gap", "kl.prior"),
    banners=lambda _: (),
)
