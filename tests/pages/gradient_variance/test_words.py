"""What the Gradients page says in words, refuses, and does at the ends of its ranges."""

import math

import numpy as np
import pytest

from engine.core.parameter import ParameterError
from engine.core.run import Run
from engine.functions.objectives import by_name
from engine.gaussian.gaussian import Gaussian
from engine.gradients.dimensions import SumOfObjectives
from engine.gradients.exact import exact_variances
from engine.page.result import Result
from engine.page.scene import Scene
from engine.pages.gradient_variance.options import Options
from engine.pages.gradient_variance.page import PAGE

G = Gaussian.from_std
UNIT = Scene(G(1.0, 1.0), G(0.0, 1.0), samples=20_000)
PLANE = Scene(G([0.5, -0.3], [0.8, 1.2]), G([0.0, 0.0], [1.0, 1.0]), samples=20_000)


def answer(scene: Scene = UNIT, **options: object) -> Result:
    return PAGE.compute(scene, Options(**options), Run(threads=1))


def numbers(result: Result) -> dict[str, float]:
    return {readout.name: readout.value for readout in result.readouts}


def test_biased_estimators_carry_their_exact_bias() -> None:
    result = answer(estimators="all", batch_size=4, epsilon=2.0, objective="cos", k=1.0)
    found = {readout.name: readout for readout in result.readouts}
    true = found["true gradient mu"].value
    assert found["score_function/batch_mean bias mu"].value == pytest.approx(-true / 4.0)
    under = -math.exp(-2.0) * math.sin(1.0)  # of N(1, 2²)
    assert found["zeroth_order/antithetic bias mu"].value == pytest.approx(under - true, rel=1e-9)
    assert "biased" in found["zeroth_order/forward samples needed mu"].note
    assert found["score_function/standardised bias mu"].standard_error
    for name in ("score_function/none", "pathwise", "measure_valued/independent"):
        assert found[f"{name} bias mu"].value == 0.0
        assert found[f"{name} bias mu"].standard_error is None


def test_off_policy_variance_is_exact_or_infinite_in_words() -> None:
    wide = answer(UNIT.replace(q=G(0.5, 1.5)), sampling="off-policy")
    found = {readout.name: readout for readout in wide.readouts}
    exact, seen = (
        found["off_policy/none variance mu"],
        found["off_policy/none measured variance mu"],
    )
    assert abs(seen.value - exact.value) < 4.5 * seen.standard_error
    assert not any("infinite" in banner for banner in wide.banners)
    narrow = answer(UNIT.replace(q=G(0.5, 0.7)), sampling="off-policy")
    found = {readout.name: readout for readout in narrow.readouts}
    for name in ("variance mu", "standard error sigma", "samples needed mu"):
        assert found[f"off_policy/none {name}"].value == math.inf
        assert "infinite" in found[f"off_policy/none {name}"].note
    assert "cannot be trusted" in found["off_policy/none measured variance mu"].note
    assert any("infinite variance" in banner for banner in narrow.banners)
    assert not any(name.startswith("off_policy") for name in numbers(answer()))


def test_more_dimensions() -> None:
    found = numbers(answer(PLANE, coordinate=2))
    objective = by_name("square", k=2.0)
    whole = SumOfObjectives((objective,) * 2, (0.5, -0.3), (0.8, 1.2)).exact_variances()
    for name in ("score_function/none", "score_function/optimal", "pathwise"):
        for coordinate in ("mu", "sigma"):
            got = found[f"{name} variance {coordinate}"]
            assert got == pytest.approx(whole[name][coordinate][1], rel=1e-12)
    alone = numbers(answer(PLANE, coordinate=2, reward="one coordinate"))
    line = numbers(answer(Scene(G(-0.3, 1.2), G(0.0, 1.0), samples=20_000)))
    for name, value in line.items():
        if not name.startswith("KL"):
            assert alone[name] == pytest.approx(value, rel=1e-13), name
    along = numbers(answer(PLANE, reward="mean difference"))
    u = np.array([0.5, -0.3]) / math.hypot(0.5, 0.3)
    mean, std = u @ PLANE.p.mean, math.sqrt(u**2 @ PLANE.p.std**2)
    reference = exact_variances(objective, float(mean), std)["score_function/none"]["mu"]
    assert along["score_function/none variance mu"] == pytest.approx(reference, rel=1e-12)
    with pytest.raises(ParameterError, match="coordinate"):
        answer(PLANE, coordinate=3)
    correlated = PLANE.replace(p=G([0.5, -0.3], [0.8, 1.2], 0.5))
    assert any("correlation" in banner for banner in answer(correlated).banners)


def test_repetitions_are_as_many_as_the_samples_fill() -> None:
    found = answer(UNIT.replace(samples=100), batch_size=10, repetitions=1_000)
    few = found.variances
    assert few is not None
    assert few.repetitions == 10
    assert any("Only 10 batches of 10" in words for words in found.banners)
    assert not any("Only" in words for words in answer(batch_size=10).banners)
    assert answer(batch_size=10, repetitions=50).variances.repetitions == 50


WORDS = {
    "one sample": ({"batch_size": 1}, "at least 2"),
    "equal rewards": ({"objective": "linear", "k": 0.0}, "deviation 0 divides nothing"),
    "no slope": ({"objective": "step"}, "no gradient to follow"),
}


@pytest.mark.parametrize(("options", "words"), WORDS.values(), ids=WORDS)
def test_what_cannot_be_is_said(options: dict, words: str) -> None:
    result = answer(estimators="all", **options)
    assert any(words in banner for banner in result.banners)
    assert not any(math.isnan(readout.value) for readout in result.readouts)


def test_a_floor_helps_equal_rewards() -> None:
    result = answer(estimators="all", objective="linear", k=0.0, floor=0.1)
    assert not any("deviation" in banner for banner in result.banners)


REFUSED = {
    "epsilon": ({"epsilon": 0.0}, "epsilon = 0: must be"),
    "batch_size": ({"batch_size": 0}, "batch_size = 0: must be"),
    "negative rate": ({"objective": "exp", "k": -1.0}, "k = -1: must be at least 0"),
    "too fast": ({"objective": "cos", "k": 1e5}, "k = 100000: must be smaller"),
}


@pytest.mark.parametrize(("options", "words"), REFUSED.values(), ids=REFUSED)
def test_what_is_refused_names_field_and_need(options: dict, words: str) -> None:
    with pytest.raises(ParameterError, match=words):
        answer(**options)


@pytest.mark.parametrize("off", [0.0, 1e12])
@pytest.mark.parametrize("std", [1e-12, 1e12])
@pytest.mark.parametrize("objective", ["quartic", "square", "step", "exp", "linear"])
def test_the_corners_of_every_range_hold_no_nan(objective: str, std: float, off: float) -> None:
    """The largest rewards that the ranges allow; what overflows, as weights do, is said."""
    scene = Scene(G(1e12, std), G(off, 1e-12), samples=200)
    ends = {"k": 1e6, "factor": 1e6, "constant": -1e12, "baseline": 1e12}
    for epsilon in (1e-6, 1e6):
        result = answer(scene, objective=objective, estimators="all",
                        sampling="off-policy", epsilon=epsilon, **ends)  # fmt: skip
        assert not any(math.isnan(readout.value) for readout in result.readouts)
        assert all(r.note for r in result.readouts if math.isinf(r.value))


def test_weights_that_overflow_are_said() -> None:
    result = answer(Scene(G(0.0, 1e-3), G(1e5, 1e3), samples=200), sampling="off-policy")
    assert not any(math.isnan(readout.value) for readout in result.readouts)


def test_three_samples_have_no_mean_and_say_so() -> None:
    name = "score_function/leave_one_out_standardised measured mean mu"
    three = {r.name: r for r in answer(estimators="all", batch_size=3).readouts}[name]
    four = {r.name: r for r in answer(estimators="all", batch_size=4).readouts}[name]
    ten = {r.name: r for r in answer(estimators="all", batch_size=10).readouts}[name]
    assert "no mean" in three.note
    assert "infinite variance" in four.note
    assert ten.note == ""
