"""The quantities of the Replay page."""

from __future__ import annotations

from engine.core.quantity import Known, Quantity

ESTIMATED: tuple[Known, ...] = ("estimated",)

UNIFORM = Quantity(
    "update.uniform", "mean update", "uniform", "", "Mean of the updates over the whole buffer."
)
MEAN = Quantity(
    "update.mean",
    "mean update",
    "exact",
    "",
    "Σ P w d: the expected update of one draw, with weights w = (m P)^-b as they stand.",
)
MEASURED_MEAN = Quantity(
    "update.measured_mean",
    "mean update",
    "estimate",
    "",
    "Mean update over n draws; its error by the exact variance.",
    ESTIMATED,
)
BIAS = Quantity(
    "update.bias", "mean update", "bias", "", "Expected update of a draw less the uniform mean."
)
VARIANCE = Quantity(
    "update.variance", "variance of an update", "exact", "", "Exact variance of one draw's w d."
)
MEASURED_VARIANCE = Quantity(
    "update.measured_variance",
    "variance of an update",
    "estimate",
    "",
    "Variance of w d over n draws; its error by the exact fourth moment.",
    ESTIMATED,
)
UNIFORM_VARIANCE = Quantity(
    "update.uniform_variance",
    "variance of an update",
    "uniform",
    "",
    "Variance of d where all items are drawn alike.",
)
LARGEST = Quantity(
    "probability.largest",
    "largest P",
    "exact",
    "",
    "How likely the item of the highest priority is drawn; 1/m where all are alike.",
)
SHARE = Quantity(
    "probability.effective_share",
    "items in effect",
    "exact",
    "",
    "1 / (m Σ P²): which share of the buffer as many equal items would be.",
)
SMALLEST_WEIGHT = Quantity(
    "weight.smallest",
    "smallest weight",
    "exact",
    "",
    "The weight of the likeliest item, over the largest of those that can be drawn.",
)
W_OLD = Quantity(
    "stale.w_old", "w when stored", "exact", "", "w + drift times age: what made the stored state."
)
STORED = Quantity(
    "stale.stored",
    "KL, stored state",
    "exact",
    help="E KL of the policy from the stored state against the true one, after burn-in.",
)
ZERO = Quantity(
    "stale.zero",
    "KL, zero state",
    "exact",
    help="The same where the unit starts from 0.",
)
MEASURED_STORED = Quantity(
    "stale.measured_stored",
    "KL, stored state",
    "estimate",
    help="Mean KL over simulated sequences from the stored state; its error by the exact law.",
    known=ESTIMATED,
)
MEASURED_ZERO = Quantity(
    "stale.measured_zero",
    "KL, zero state",
    "estimate",
    help="Mean KL over simulated sequences from a state of 0; its error by the exact law.",
    known=ESTIMATED,
)

QUANTITIES = (
    UNIFORM,
    MEAN,
    MEASURED_MEAN,
    BIAS,
    VARIANCE,
    MEASURED_VARIANCE,
    UNIFORM_VARIANCE,
    LARGEST,
    SHARE,
    SMALLEST_WEIGHT,
    W_OLD,
    STORED,
    MEASURED_STORED,
    ZERO,
    MEASURED_ZERO,
)
