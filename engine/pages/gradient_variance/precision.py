"""What a number of the Gradients page hides that is too large or too small for a double."""

from __future__ import annotations

import math

from engine.core.number_format import value_text
from engine.core.underflow import FEW_DIGITS, TOO_SMALL, small_note
from engine.functions.closed_forms import closed_forms
from engine.gradients.estimators.estimator import Estimator
from engine.gradients.exact import samples_for_deviation
from engine.pages.gradient_variance.facts import Facts

RELATIVE_ERROR = 0.1


def baseline_note(facts: Facts, value: float) -> str:
    """Of E f and of the best baselines; with a constant in them 0 is a sum that cancels."""
    setting = facts.setting
    objective = setting.objective
    fades = objective.name in ("exp", "cos", "step") and objective.scale != 0.0
    faded = fades and closed_forms(objective, setting.mean, setting.std).mean == 0.0
    return small_note(value, not faded or objective.constant != 0.0)


def bias_note(facts: Facts, estimator: Estimator, value: float, index: int) -> str:
    """Of an exact bias."""
    setting = facts.setting
    vanishes = facts.vanishes(index) and facts.vanishes(index, estimator)
    same = setting.step == setting.std or setting.objective.name in ("square", "linear")
    biased = not estimator.unbiased or (estimator.name.startswith("zeroth_order") and not same)
    return small_note(value, vanishes or not biased)


def variance_note(facts: Facts, estimator: Estimator, index: int) -> str:
    """Why a variance is infinite, or not the 0 that it seems to be."""
    variance = float(facts.exact_variances(estimator.name)[index])
    if math.isinf(variance):
        if math.isinf(float(facts.exact_deviations(estimator.name)[index])):
            return infinite_note(facts)
        return "finite, but above 1.8e308"
    single = estimator.name == "score_function/batch_mean" and facts.setting.batch_size == 1
    # Those that vanish far out; of the others a variance of 0 is one.
    fades = facts.setting.objective.name in ("exp", "step")
    return small_note(variance, single or not fades or facts.vanishes(index, estimator))


def error_note(facts: Facts, estimator: Estimator, index: int) -> str:
    """The same of the standard error, whose square may overflow where it does not."""
    finite = not math.isinf(float(facts.exact_deviations(estimator.name)[index]))
    beyond = math.isinf(float(facts.exact_variances(estimator.name)[index]))
    return "" if finite and beyond else variance_note(facts, estimator, index)


def infinite_note(facts: Facts) -> str:
    """Why an off-policy variance is infinite."""
    p, q = facts.setting.std, facts.setting.behaviour[1]
    return (
        f"infinite: σp² = {value_text(p**2, 4)} against σq² = {value_text(q**2, 4)}: E w² f² "
        "diverges, or passes 1.8e308"
    )


def needed(facts: Facts, estimator: Estimator, index: int) -> tuple[float, str] | None:
    """Samples for a standard error of RELATIVE_ERROR of the expected estimate, and why they are
    infinite; None where the variance has too few digits to tell."""
    mean = float(facts.exact_means(estimator.name)[index])
    deviation = float(facts.exact_deviations(estimator.name)[index])
    if math.isinf(deviation):
        return math.inf, infinite_note(facts)
    vanishes = facts.vanishes(index, estimator)
    small = variance_note(facts, estimator, index) in (TOO_SMALL, FEW_DIGITS)
    if small and not vanishes:
        return None
    count = samples_for_deviation(mean, deviation, RELATIVE_ERROR)
    if not math.isinf(count):
        return float(math.ceil(count * (1.0 - 1e-12))), ""
    if vanishes:
        return count, "infinite: the gradient is 0, no error is a share of it"
    return count, "above 1.8e308: the gradient is next to nothing beside its deviation"
