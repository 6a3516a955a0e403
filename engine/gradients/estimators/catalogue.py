"""All gradient estimators, in the order in which they are shown."""

from __future__ import annotations

from engine.gradients.estimators import (
    batch_mean,
    best_baseline,
    best_baseline_each,
    constant_baseline,
    leave_one_out,
    leave_one_out_standardised,
    mean_baseline,
    measure_valued_coupled,
    measure_valued_independent,
    no_baseline,
    off_policy,
    off_policy_mean,
    pathwise,
    standardised,
    zeroth_order,
    zeroth_order_antithetic,
    zeroth_order_best,
    zeroth_order_forward,
)
from engine.gradients.estimators.estimator import Estimator

ESTIMATORS: tuple[Estimator, ...] = (
    no_baseline.ESTIMATOR,
    constant_baseline.ESTIMATOR,
    mean_baseline.ESTIMATOR,
    batch_mean.ESTIMATOR,
    leave_one_out.ESTIMATOR,
    best_baseline.ESTIMATOR,
    best_baseline_each.ESTIMATOR,
    standardised.ESTIMATOR,
    leave_one_out_standardised.ESTIMATOR,
    pathwise.ESTIMATOR,
    measure_valued_coupled.ESTIMATOR,
    measure_valued_independent.ESTIMATOR,
    zeroth_order.ESTIMATOR,
    zeroth_order_forward.ESTIMATOR,
    zeroth_order_antithetic.ESTIMATOR,
    zeroth_order_best.ESTIMATOR,
    off_policy.ESTIMATOR,
    off_policy_mean.ESTIMATOR,
)

BY_NAME = {each.name: each for each in ESTIMATORS}
