"""Every exact readout of a page against an oracle in many digits, over extreme scenes.

The whole of it, 10,000 scenes and more, is in tests/soak.
"""

import pytest

from engine.core.quantity import Readout
from engine.core.run import Run
from engine.core.underflow import TOO_SMALL
from engine.gaussian.gaussian import Gaussian
from engine.page.page import page_named
from engine.page.scene import Scene
from tests.helpers.readouts import readout
from tests.oracles.checked import Draw, fault, faults
from tests.oracles.pages import PAGES

SHORT = {
    "gradient-variance": 10,
    "softmax-policy": 16,
    "tanh-squashing": 1,
    "densities": 20,
    "trajectories": 3,
    "off-policy": 8,
    "replay": 40,
    "gates": 8,
    "temperature": 3,
    "skills": 12,
    "guided-search": 20,
}


@pytest.mark.parametrize("name", PAGES)
def test_drawn_scenes(name: str) -> None:
    page, drawn, truths = PAGES[name]
    for seed in range(SHORT[name]):
        scene, options = drawn(Draw(seed))
        assert not faults(page, scene, options, truths), (seed, scene, options)


@pytest.mark.parametrize(
    ("name", "options"),
    [
        ("gradient-variance", {"estimators": "all", "sampling": "off-policy"}),
        ("softmax-policy", {"epsilon": 0.5}),
        ("tanh-squashing", {"reward": "linear"}),
        ("densities", {"alpha": 1.5}),
    ],
)
def test_no_exact_readout_is_without_an_oracle(name: str, options: dict[str, object]) -> None:
    page, _, truths = PAGES[name]
    assert not faults(page, Scene(samples=100), page.options(**options), truths)


def test_a_wrong_digit_and_a_readout_without_an_oracle_are_found() -> None:
    assert not fault(readout("x", 1.0), 1)
    assert fault(readout("x", 1.0 + 1e-8), 1)
    assert fault(readout("x", 0.0), 1e-320)  # not without a word
    assert fault(readout("x", float("inf")), 1)
    page = page_named("densities")
    few = {"KL(p||q)": 0.5}

    def truths(*_: object, more: bool = False) -> dict[str, float]:
        return few

    found = faults(page, Scene(samples=100), page.options(), truths)
    assert found is not None
    assert any("no oracle covers it" in each for each in found)
    assert not any(each.startswith("KL(p||q)") for each in found)


def test_a_gradient_that_is_next_to_nothing_is_not_said_to_be_0() -> None:
    page, scene = page_named("gradient-variance"), Scene(samples=100)
    scene = scene.replace(p=Gaussian(0.5, 1.0))

    def of(**options: object) -> dict[str, Readout]:
        result = page.compute(scene, page.options(**options), Run())
        return {readout.name: readout for readout in result.readouts}

    # exp(-200) of a wave, and the tail of a jump 100 deviations away.
    small = of(objective="cos", k=20.0)
    assert 0.0 < abs(small["true gradient mu"].value) < 1e-80
    assert small["score_function/mean samples needed mu"].value < float("inf")
    nothing = of(objective="step", k=100.5)
    assert nothing["true gradient mu"].value == 0.0
    assert nothing["true gradient mu"].note == TOO_SMALL
    assert nothing["score_function/mean variance mu"].note == TOO_SMALL
    assert "score_function/mean samples needed mu" not in nothing
    really = of(objective="square", k=0.5)
    assert really["true gradient mu"].note == ""
    assert "the gradient is 0" in really["pathwise samples needed mu"].note
