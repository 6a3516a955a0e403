"""What the Gradients page adds to the scene."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Annotated, Literal

from engine.core.parameter import Parameter, ParameterSet
from engine.functions.objectives import CONSTANT, NAME, SCALE, K, Name, Objective
from engine.gradients.estimators.catalogue import ESTIMATORS
from engine.page.scene import MAXIMUM_DIMENSION
from engine.sampling.normals import BLOCK_ROWS

Group = Literal["usual", "score function", "zeroth-order", "all"]

SCORE = tuple(each.name for each in ESTIMATORS if each.name.startswith("score_function"))
ZEROTH = tuple(each.name for each in ESTIMATORS if each.perturbs)
OFF_POLICY = tuple(each.name for each in ESTIMATORS if each.off_policy)
USUAL = (
    "score_function/none",
    "score_function/constant",
    "score_function/mean",
    "score_function/leave_one_out",
    "score_function/optimal",
    "pathwise",
    "measure_valued/coupled",
    "zeroth_order/antithetic",
)
GROUPS: dict[str, tuple[str, ...]] = {
    "usual": USUAL,
    "score function": SCORE,
    "zeroth-order": ("score_function/none", "score_function/mean", "pathwise", *ZEROTH),
    "all": tuple(each.name for each in ESTIMATORS if not each.off_policy),
}


@dataclass(frozen=True, slots=True)
class Options(ParameterSet):
    """What this page adds to the scene."""

    objective: Annotated[Name, NAME] = "square"
    k: Annotated[float, K] = 2.0
    estimators: Annotated[
        Group,
        Parameter(
            label="show",
            help="Which estimators are shown: the usual ones, those with the score function, the "
            "zeroth-order ones, or all.",
        ),
    ] = "usual"
    sampling: Annotated[
        Literal["on-policy", "off-policy"],
        Parameter(
            label="sampling",
            help="off-policy adds the estimators whose samples come from q, weighted by p/q.",
        ),
    ] = "on-policy"
    baseline: Annotated[
        float,
        Parameter(
            label="baseline",
            symbol="b",
            help="The constant that one of the score-function estimators subtracts.",
            minimum=-1e12,
            maximum=1e12,
            typical=(-10.0, 10.0),
        ),
    ] = 1.0
    batch_size: Annotated[
        int,
        Parameter(
            label="batch",
            symbol="N",
            help="How many samples make one estimate.",
            minimum=1,
            maximum=BLOCK_ROWS,
            typical=(1, 1_000),
            scale="log",
        ),
    ] = 10
    constant: Annotated[float, CONSTANT] = 0.0
    factor: Annotated[float, SCALE] = 1.0
    repetitions: Annotated[
        int,
        Parameter(
            label="repetitions",
            symbol="r",
            help="How many batches are drawn, at most as many as the samples n fill.",
            minimum=2,
            maximum=10**7,
            typical=(100, 10**5),
            scale="log",
            advanced=True,
        ),
    ] = 10_000
    epsilon: Annotated[
        float,
        Parameter(
            label="step",
            symbol="ε/σ",
            help="Step of the zeroth-order estimators, in units of σ; 1 makes them unbiased.",
            minimum=1e-6,
            maximum=1e6,
            typical=(0.01, 10.0),
            scale="log",
            advanced=True,
        ),
    ] = 1.0
    floor: Annotated[
        float,
        Parameter(
            label="floor",
            help="Added to the standard deviation that advantages are divided by, so that equal "
            "rewards divide by something.",
            minimum=0.0,
            maximum=1e6,
            typical=(0.0, 1.0),
            advanced=True,
        ),
    ] = 0.0
    width: Annotated[
        Literal["sigma", "log sigma"],
        Parameter(
            label="width by",
            help="Gradients by σ, or by log σ, which are σ times those by the chain rule.",
            advanced=True,
        ),
    ] = "sigma"
    reward: Annotated[
        Literal["sum", "one coordinate", "mean difference"],
        Parameter(
            label="reward",
            help="sum: of f over all coordinates, independent; one coordinate: of that alone; "
            "mean difference: f of x along the difference of the means.",
            dimensions=(2, math.inf),
        ),
    ] = "sum"
    coordinate: Annotated[
        int,
        Parameter(
            label="coordinate",
            symbol="i",
            help="Whose μ and σ the gradient is taken by.",
            minimum=1,
            maximum=MAXIMUM_DIMENSION,
            typical=(1, 10),
            dimensions=(2, MAXIMUM_DIMENSION),
        ),
    ] = 1

    @property
    def reward_function(self) -> Objective:
        """The chosen f; raises ParameterError for exp(-k x^2) with a negative k."""
        return Objective(self.objective, self.k, self.constant, self.factor)

    @property
    def by_log_sigma(self) -> bool:
        """Whether gradients are by log sigma in the place of sigma."""
        return self.width == "log sigma"

    @property
    def names(self) -> tuple[str, ...]:
        """The estimators that are asked for, in the order in which they are shown."""
        off_policy = OFF_POLICY if self.sampling == "off-policy" else ()
        wanted = {*GROUPS[self.estimators], *off_policy}
        return tuple(each.name for each in ESTIMATORS if each.name in wanted)
