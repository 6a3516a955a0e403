"""Many sets of skills judged at once, compiled, beside NumPy's quadrature and 80-bit numbers."""

import math

import numpy as np
import pytest

pytest.importorskip("numba")

from engine.page.scene import Scene
from engine.pages.skills.options import MEANS, STDS, Options
from engine.policies.judging.quick import judged_each
from engine.policies.skill_guess import fitted, judged, linear, lost, pooled
from tests.oracles import skills as oracle

EPSILON = 1e-15
SETS = [
    (MEANS[:4], STDS[:4]),
    (MEANS, STDS),
    ((-10.0, 10.0), (0.1, 0.1)),
    ((0.0, 1e-3, 2e-3), (0.1, 5.0, 0.1)),
    ((1e9, -1e9, 0.0), (1e-6, 1e6, 1.0)),
    ((0.0, 1.0, 1.0, 3.0), (1e-6, 1e-6, 1e-3, 2.0)),
    ((1e8, 1e8 + 1e-3), (1e-3, 1.5e-3)),
    ((5.0, 5.0, 5.0), (0.3, 0.3, 0.3)),
]
MADE = {"pooled": pooled, "linear": linear}
IDS = [str(i) for i in range(len(SETS))]
# Straight lines so far from 0 are lines of few digits.
GUESSES = [
    (*each, guess)
    for each in SETS
    for guess in ("fitted", "pooled", "linear")
    if guess != "linear" or max(map(abs, each[0])) < 1e8
]
FACTORS = np.array([0.0, 1e-9, 0.01, 0.4, 1.0, 2.9])


@pytest.mark.parametrize(("means", "stds"), SETS, ids=IDS)
def test_sets_drawn_apart(means, stds) -> None:
    mean, std = np.array(means), np.array(stds)
    moved = mean.mean() + FACTORS[:, np.newaxis] * (mean - mean.mean())
    found = judged_each(moved, std, pooled(moved, std))
    for row, each in enumerate(moved):
        agree(found, row, each, std, pooled(each, std))


@pytest.mark.parametrize(("means", "stds", "made"), GUESSES)
def test_one_set_by_each_guess(means, stds, made) -> None:
    mean, std = np.array(means), np.array(stds)
    normals = np.random.default_rng(3).standard_normal((len(mean), 2))
    guess = fitted(mean, std, normals) if made == "fitted" else MADE[made](mean, std)
    agree(judged_each(mean, std, guess), 0, mean, std, guess)


def agree(found, row, mean, std, guess) -> None:
    information, rewards = judged(mean, std, guess)
    gap = lost(mean, std, guess)
    for one, other in ((found.information[row], information), (found.lost[row], gap)):
        # A divergence is the mean of what cancels to the second order.
        margin = 20 * EPSILON * (math.sqrt(other) + EPSILON) * (1.0 + math.sqrt(other))
        assert one == pytest.approx(other, rel=1e-12, abs=margin)
        assert one >= 0.0
    np.testing.assert_allclose(found.rewards[row], rewards, rtol=1e-12, atol=1e-13)


@pytest.mark.parametrize(("means", "stds", "discriminator"), GUESSES)
def test_as_in_long_numbers(means, stds, discriminator) -> None:
    scene = Scene(samples=1_000)
    options = Options(means=means, stds=stds, skills=8, discriminator=discriminator)
    truth = oracle.truths(scene, options)
    guess = oracle.page_named("skills").gather(scene, options, oracle.Run(threads=1)).guess
    found = judged_each(np.array(means), np.array(stds), guess)
    assert found.information[0] == pytest.approx(float(truth["I(S;Z)"]), rel=1e-9, abs=1e-28)
    gap = float(truth["discriminator gap"])
    assert found.lost[0] == pytest.approx(gap, rel=1e-9, abs=1e-14 * math.sqrt(gap) + 1e-28)
    for skill, reward in enumerate(found.rewards[0], 1):
        exact = float(truth[f"reward of skill {skill}"])
        assert reward == pytest.approx(exact, rel=1e-9, abs=1e-12)
