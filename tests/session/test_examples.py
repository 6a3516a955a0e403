"""Every example opens, computes without a failure, and holds what its sentences say."""

from __future__ import annotations

import pytest

from engine.core.run import Run
from engine.page.page import Result, page_named
from engine.session.examples import Example, all_examples

EXAMPLES = {example.name: example for example in all_examples()}


def computed(example: Example) -> Result:
    session = example.session()
    page = page_named(session.page)
    return page.compute(session.scene, session.options[page.name], Run())


def numbers(name: str) -> dict[str, float]:
    return {readout.name: readout.value for readout in computed(EXAMPLES[name]).readouts}


@pytest.mark.parametrize("example", EXAMPLES.values(), ids=EXAMPLES.keys())
def test_an_example_computes(example: Example) -> None:
    assert computed(example).readouts
    assert example.title
    assert 2 <= example.text.count(". ") + 1 <= 3, "two sentences say what to look for"
    for theme in ("light", "dark"):
        assert example.picture(theme).startswith(b"\x89PNG"), theme
        assert example.picture(theme, "zh").startswith(b"\x89PNG"), theme
    assert example.picture("light") != example.picture("dark")
    assert example.picture("none") == b""


@pytest.mark.parametrize("example", all_examples(), ids=lambda example: example.name)
def test_what_lists_say_of_it_is_what_its_session_says(example: Example) -> None:
    assert (example.page, example.of_sweeps) == (
        example.session().page,
        example.session().shows_sweep,
    )


def test_the_published_table() -> None:
    near, far = numbers("kl-table-near"), numbers("kl-table-far")
    assert [near[f"k{i} std/true"] for i in (1, 2, 3)] == pytest.approx([20, 1.42, 1.42], abs=5e-3)
    assert [far[f"k{i} std/true"] for i in (1, 2, 3)] == pytest.approx([2, 1.73, 1.70], abs=6e-3)
    assert near["k2 bias/true"] == pytest.approx(0.0025)
    assert far["k2 bias/true"] == pytest.approx(0.25)


def test_the_far_pair() -> None:
    assert numbers("kl-large")["KL(q||p)"] == pytest.approx(4.5)


def test_the_negative_batch() -> None:
    assert 1 / 3 < numbers("kl-negative")["P(batch mean of k1 < 0)"] < 0.35


def test_the_infinite_variance() -> None:
    found = numbers("weights-infinite-variance")
    assert found["limit of ESS/n"] == 0.0
    assert found["exact k"] == pytest.approx(5 / 9)
    assert abs(found["k-hat"] - 5 / 9) < 0.1


def test_the_blind_ess() -> None:
    found = numbers("weights-blind-ess")
    assert found["ESS"] == pytest.approx(EXAMPLES["weights-blind-ess"].session().scene.samples)
    assert found["E_p f"] == pytest.approx(0.5)
    assert found["plain estimate"] == 0.0


def test_the_sigmoid() -> None:
    found = numbers("weights-sigmoid")
    assert found["E_p f"] == pytest.approx(0.955459, abs=1e-6)
    assert found["variance of w f"] == pytest.approx(512.93, abs=0.01)
    assert found["sample variance of w f"] < 0.2 * found["variance of w f"]


def test_the_dimension() -> None:
    assert 1 / 7 < numbers("weights-dimension")["limit of ESS/n"] < 1 / 5


def test_the_two_peaks() -> None:
    assert numbers("squash-bimodal")["modes of p"] == 2.0


def test_reward_to_go_halves_or_does_nothing() -> None:
    for name, by, share in (("halves", "K", 0.502), ("nothing", "c", 0.98)):
        found = numbers(f"reward-to-go-{name}")
        ratio = found[f"reward-to-go variance {by}"] / found[f"total reward variance {by}"]
        assert ratio == pytest.approx(share, abs=1e-3)


def test_gae_with_a_wrong_critic() -> None:
    against = computed(EXAMPLES["gae-wrong-critic"]).against_lambda
    assert against.best_lam == pytest.approx(0.68, abs=0.01)
    assert against.wrong_bias[-1] == 0.0


def test_noise_to_signal() -> None:
    found = numbers("noise-to-signal")
    assert found["total reward noise to signal"] == pytest.approx(4_490, rel=1e-3)
    assert found["advantage noise to signal"] < 2.0


def test_vtrace_learns_another_policy() -> None:
    found = numbers("vtrace-other-policy")
    assert found["mean of πᵨ exact"] == pytest.approx(0.4)
    assert found["return of πᵨ exact"] / found["return of p exact"] == pytest.approx(2.1, abs=0.05)


def test_the_stale_hidden_state() -> None:
    found = numbers("stale-hidden-state")
    assert found["KL, stored state exact"] == pytest.approx(0.712, abs=1e-3)
    assert found["KL, zero state exact"] == pytest.approx(10.53, abs=0.01)


def test_the_missing_jacobian() -> None:
    found = numbers("squash-missing-jacobian")
    assert abs(found["area of p without Jacobian"] - 1.0) > 0.3


def test_the_rollouts() -> None:
    healthy, truncated, stale = (
        computed(EXAMPLES[f"rollouts-{name}"]) for name in ("healthy", "top-p", "stale")
    )
    assert healthy.banners[0].startswith("Healthy")
    assert healthy["sequence.effective_share"].value == pytest.approx(0.86, abs=0.01)
    assert healthy["token.effective_share"].value == pytest.approx(0.998, abs=0.001)
    assert abs(healthy["growth.power"].value - 1.0) < 0.1
    assert "top-p" in truncated.banners[0]
    assert truncated["ratio.mean"].value == pytest.approx(0.91, abs=0.01)
    assert 0.0005 < truncated["sequence.mean_ratio"].value < 0.002
    assert truncated["ratio.largest"].value < 0.11
    assert stale.banners[0].startswith("Stale")
    square = stale.age.mean_square.value
    assert square[0] < square[1] < square[2]
