"""What a number of the Gradients page hides that is too large or too small for a double."""

from __future__ import annotations

import math

from engine.core.number_format import value_text
from engine.core.underflow import FEW_DIGITS, TOO_SMALL, small_note
from engine.functions.closed_forms import closed_forms
from engine.gradients.exact import samples_for_deviation
from engine.pages.gradient_variance.gather import Gathered
from engine.pages.gradient_variance.numbers import Numbers

RELATIVE_ERROR = 0.1


def baseline_note(gathered: Gathered, value: float) -> str:
    """Of E f and of the best baselines; with a constant in them 0 is a sum that cancels."""
    setting = gathered.setting
    objective = setting.objective
    fades = objective.name in ("exp", "cos", "step") and objective.scale != 0.0
    faded = fades and closed_forms(objective, setting.mean, setting.std).mean == 0.0
    return small_note(value, not faded or objective.constant != 0.0)


def bias_note(gathered: Gathered, numbers: Numbers, value: float, index: int) -> str:
    """Of an exact bias."""
    setting, estimator = gathered.setting, numbers.estimator
    vanishes = gathered.vanishes(index) and gathered.vanishes(index, estimator)
    same = setting.step == setting.std or setting.objective.name in ("square", "linear")
    biased = not estimator.unbiased or (estimator.perturbs and not same)
    return small_note(value, vanishes or not biased)


def variance_note(gathered: Gathered, numbers: Numbers, index: int) -> str:
    """Why a variance is infinite, or not the 0 that it seems to be."""
    variance = float(numbers.variance[index])
    if math.isinf(variance):
        if math.isinf(float(numbers.deviation[index])):
            return infinite_note(gathered)
        return "finite, but above 1.8e308"
    single = (
        numbers.estimator.name == "score_function/batch_mean" and gathered.setting.batch_size == 1
    )
    # Those that vanish far out; of the others a variance of 0 is one.
    fades = gathered.setting.objective.name in ("exp", "step")
    return small_note(variance, single or not fades or gathered.vanishes(index, numbers.estimator))


def error_note(gathered: Gathered, numbers: Numbers, index: int) -> str:
    """The same of the standard error, whose square may overflow where it does not."""
    finite = not math.isinf(float(numbers.deviation[index]))
    beyond = math.isinf(float(numbers.variance[index]))
    return "" if finite and beyond else variance_note(gathered, numbers, index)


def infinite_note(gathered: Gathered) -> str:
    """Why an off-policy variance is infinite."""
    p, q = gathered.setting.std, gathered.setting.behaviour[1]
    return (
        f"infinite: σp² = {value_text(p**2, 4)} against σq² = {value_text(q**2, 4)}: E w² f² "
        "diverges, or passes 1.8e308"
    )


def needed(gathered: Gathered, numbers: Numbers, index: int) -> tuple[float, str] | None:
    """Samples for a standard error of RELATIVE_ERROR of the expected estimate, and why they are
    infinite; None where the variance has too few digits to tell."""
    mean = float(numbers.mean[index])
    deviation = float(numbers.deviation[index])
    if math.isinf(deviation):
        return math.inf, infinite_note(gathered)
    vanishes = gathered.vanishes(index, numbers.estimator)
    small = variance_note(gathered, numbers, index) in (TOO_SMALL, FEW_DIGITS)
    if small and not vanishes:
        return None
    count = samples_for_deviation(mean, deviation, RELATIVE_ERROR)
    if not math.isinf(count):
        return float(math.ceil(count * (1.0 - 1e-12))), ""
    if vanishes:
        return count, "infinite: the gradient is 0, no error is a share of it"
    return count, "above 1.8e308: the gradient is next to nothing beside its deviation"
