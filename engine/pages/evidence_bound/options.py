"""What the Evidence page adds to the scene: the model, the observation, the samples of a bound."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated

from engine.core.parameter import Parameter, ParameterSet

if TYPE_CHECKING:
    from engine.divergence.evidence_bound import EvidenceBound
    from engine.gaussian.gaussian import Gaussian

WIDE = {"minimum": 1e-6, "maximum": 1e6, "typical": (0.1, 10.0), "scale": "log"}
FAR = {"minimum": -1e6, "maximum": 1e6, "typical": (-5.0, 5.0)}
MOST_SAMPLES = 4_096


@dataclass(frozen=True, slots=True)
class Options(ParameterSet):
    """z ~ N(0, tau^2), x | z ~ N(z, s^2), and K samples of q in a bound."""

    tau: Annotated[float, Parameter("prior std", "Of z, whose mean is 0.", "τ", **WIDE)] = 1.0
    s: Annotated[float, Parameter("noise std", "Of x given z.", "s", **WIDE)] = 0.5
    x: Annotated[float, Parameter("x", "What was observed.", **FAR)] = 1.0
    k: Annotated[
        int,
        Parameter(
            label="samples per bound",
            symbol="K",
            help="How many samples of q an importance-weighted bound averages: 1 is the ELBO.",
            minimum=1,
            maximum=MOST_SAMPLES,
            typical=(1, 512),
            scale="log",
        ),
    ] = 8

    def bound(self, q: Gaussian) -> EvidenceBound:
        """With this q(z)."""
        from engine.divergence.evidence_bound import elbo

        return elbo(self.tau, self.s, self.x, q)
