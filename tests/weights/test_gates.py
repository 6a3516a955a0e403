"""Gates: exact against quadrature of their plain formulas, samples, and derivatives."""

from __future__ import annotations

import math

import numpy as np
import pytest
from scipy.optimize import brentq

from engine.core.parameter import ParameterError
from engine.functions.test_function import by_name
from engine.gaussian import Gaussian
from engine.weights.exact.ppo_clipping import ppo_clipped
from engine.weights.gate_samples import gradient_weight, loss_weight
from engine.weights.gated import Advantage, gated, gated_sequence
from engine.weights.gates import (
    NO_GATE,
    all_gates,
    cispo,
    clip_higher,
    dual_clip,
    gspo,
    masked,
    ppo,
    truncated,
)

PAIRS = [
    ((0.3, 1.0), (0.0, 1.0)),
    ((0.5, 0.8), (0.0, 1.0)),
    ((-0.4, 1.2), (0.3, 1.0)),
    ((2.0, 0.5), (-1.0, 0.9)),
    ((0.0, 1.6), (0.0, 1.0)),
    ((1.0, 1.0), (1.0, 1.0)),
]
ADVANTAGES = [
    Advantage(0.0, 1.0, 0.0),
    Advantage(1.0, 0.0, 0.0),
    Advantage(-1.0, 0.0, 0.0),
    Advantage(0.7, 0.4, -1.0),
    Advantage(0.3, -0.2, 0.5),
]
SAMPLES = 200_000


def plain(gate, w, a):
    """The loss, and what stands before A times the score, in NumPy's words."""
    if gate.name == "none":
        return w * a, w
    if gate.name in ("PPO", "clip-higher"):
        low, high = (0.8, 1.2) if gate.name == "PPO" else (0.8, 1.28)
        surrogate = np.minimum(w * a, np.clip(w, low, high) * a)
        return surrogate, np.where(surrogate == w * a, w, 0.0)
    if gate.name == "dual clip":
        single = np.minimum(w * a, np.clip(w, 0.8, 1.2) * a)
        held = np.where(a < 0.0, np.maximum(single, 3.0 * a), single)
        return held, np.where(held == w * a, w, 0.0)
    if gate.name == "CISPO":
        level = np.minimum(w, 1.28)
        return level * a, level
    if gate.name == "TIS":
        return np.minimum(w, 2.0) * a, np.minimum(w, 2.0)
    inside = (w >= 0.5) & (w <= 5.0)
    return np.where(inside, w, 0.0) * a, np.where(inside, w, 0.0)


@pytest.mark.parametrize("gate", [*all_gates()], ids=lambda gate: gate.name)
def test_arrays_are_gated_as_the_formulas_say(gate):
    w = np.concatenate([np.geomspace(0.01, 20.0, 301), [0.8, 1.2, 1.28, 2.0, 3.0]])
    for a in (2.0, -0.5):
        advantage = np.full_like(w, a)
        loss, flow = plain(gate, w, advantage)
        assert loss_weight(gate, w, advantage) * advantage == pytest.approx(loss, rel=1e-14)
        edge = np.isin(w, (0.8, 1.2, 1.28, 3.0))  # where both are one, either may flow
        got = gradient_weight(gate, w, advantage)
        assert got[~edge] == pytest.approx(flow[~edge], rel=1e-14)


def sums(gate, p, q, a, x, weight):
    """Loss, gradients and their squares over weighted points of q."""
    w = np.exp(p.log_density(x) - q.log_density(x))
    value = a.constant + a.slope * x + a.bend * x * x
    loss, flow = plain(gate, w, value)
    e = (x - p.mean[0]) / p.std[0]
    scores = {"mu": e / p.std[0], "log_sigma": e * e - 1.0}
    return loss @ weight, {
        name: ((flow * value * score) @ weight, (flow * value * score) ** 2 @ weight)
        for name, score in scores.items()
    }


@pytest.mark.parametrize("a", ADVANTAGES, ids=str)
@pytest.mark.parametrize("pair", PAIRS, ids=str)
@pytest.mark.parametrize("gate", all_gates(), ids=lambda gate: gate.name)
def test_by_quadrature(gate, pair, a) -> None:
    p, q = (Gaussian.from_std(*each) for each in pair)
    found = gated(gate, p, q, a)
    x = q.mean[0] + q.std[0] * np.linspace(-16.0, 16.0, 120_001)
    weight = np.exp(q.log_density(x)) * (x[1] - x[0])
    loss, by = sums(gate, p, q, a, x, weight)
    size = max(1.0, abs(loss))
    # The loss bends and jumps: the trapezoidal rule is right to its step.
    assert found.value == pytest.approx(loss, abs=1e-3 * size)
    for name, (mean, square) in by.items():
        assert found.gradient[name] == pytest.approx(mean, abs=3e-3 * max(1.0, abs(mean)))
        if math.isinf(found.variance[name]):
            assert pair[0][1] ** 2 >= 2.0 * pair[1][1] ** 2
            continue
        variance = square - mean * mean
        assert found.variance[name] == pytest.approx(variance, abs=1e-2 * max(1.0, variance))


@pytest.mark.parametrize("a", ADVANTAGES[2:], ids=str)
@pytest.mark.parametrize("pair", PAIRS[1:4], ids=str)
@pytest.mark.parametrize("gate", all_gates(), ids=lambda gate: gate.name)
def test_by_quadrature_between_the_places_where_it_bends(gate, pair, a) -> None:
    p, q = (Gaussian.from_std(*each) for each in pair)

    def log_w(x):
        return p.log_density(x) - q.log_density(x)

    def bends(x):
        levels = np.log([0.5, 0.8, 1.2, 1.28, 2.0, 3.0, 5.0])
        return [*(log_w(x) - each for each in levels), a.constant + a.slope * x + a.bend * x * x]

    ends = [float(q.mean[0] + t * q.std[0]) for t in (-30.0, 30.0)]
    grid = np.linspace(*ends, 4_001)
    edges = list(ends)
    for i, values in enumerate(bends(grid)):
        for j in np.flatnonzero(values[:-1] * values[1:] < 0.0):
            edges.append(brentq(lambda x, i=i: float(bends(x)[i]), *grid[j : j + 2], xtol=1e-14))
    edges = np.sort([*edges, *grid[::50]])
    nodes, weights = np.polynomial.legendre.leggauss(20)
    half, middle = 0.5 * np.diff(edges)[:, np.newaxis], 0.5 * (edges[1:] + edges[:-1])
    x = (middle[:, np.newaxis] + half * nodes).ravel()
    loss, by = sums(gate, p, q, a, x, (half * weights).ravel() * np.exp(q.log_density(x)))
    found = gated(gate, p, q, a)
    assert found.value == pytest.approx(loss, rel=1e-10, abs=1e-12)
    for name, (mean, square) in by.items():
        assert found.gradient[name] == pytest.approx(mean, rel=1e-10, abs=1e-12)
        assert found.variance[name] == pytest.approx(square - mean * mean, rel=1e-9, abs=1e-12)


@pytest.mark.parametrize("gate", all_gates(), ids=lambda gate: gate.name)
def test_as_sampled(gate) -> None:
    p, q, a = Gaussian.from_std(0.5, 0.8), Gaussian.from_std(0.0, 1.0), Advantage(0.3, 1.0, -0.5)
    found = gated(gate, p, q, a)
    x = q.sample(SAMPLES, 5)[:, 0]
    w = np.exp(p.log_density(x) - q.log_density(x))
    value = 0.3 + x - 0.5 * x * x
    loss, flow = plain(gate, w, value)
    assert abs(loss.mean() - found.value) < 4.0 * loss.std() / math.sqrt(SAMPLES)
    e = (x - 0.5) / 0.8
    for name, score in (("mu", e / 0.8), ("log_sigma", e * e - 1.0)):
        each = flow * value * score
        assert abs(each.mean() - found.gradient[name]) < 4.0 * each.std() / math.sqrt(SAMPLES)
        squares = np.square(each - found.gradient[name])
        error = squares.std() / math.sqrt(SAMPLES)
        assert abs(squares.mean() - found.variance[name]) < 4.0 * error
    share = np.mean(np.isclose(flow, w, rtol=1e-13) & (flow > 0.0))
    assert abs(share - found.kept) < 4.0 * math.sqrt(0.25 / SAMPLES)


@pytest.mark.parametrize("gate", [NO_GATE, ppo(), clip_higher(), dual_clip()], ids=lambda g: g.name)
@pytest.mark.parametrize("pair", PAIRS, ids=str)
def test_the_gradient_of_a_held_loss_is_its_derivative(gate, pair) -> None:
    (mean, std), q = pair[0], Gaussian.from_std(*pair[1])
    a, h = Advantage(0.4, 1.0, -0.3), 1e-5
    found = gated(gate, Gaussian.from_std(mean, std), q, a)
    for name, step in (("mu", (h, 0.0)), ("log_sigma", (0.0, h))):
        ends = [
            gated(gate, Gaussian.from_std(mean + t * step[0], std * math.exp(t * step[1])), q, a)
            for t in (1.0, -1.0)
        ]
        slope = (ends[0].value - ends[1].value) / (2.0 * h)
        if pair[0] == pair[1] and gate is not NO_GATE:
            assert slope == pytest.approx(found.gradient[name], abs=1e-4)
        else:
            assert slope == pytest.approx(found.gradient[name], rel=1e-6, abs=1e-8)


@pytest.mark.parametrize("pair", PAIRS, ids=str)
def test_ppo_as_by_quadrature_along_the_line(pair) -> None:
    p, q = (Gaussian.from_std(*each) for each in pair)
    other = ppo_clipped(p, q, by_name("x"), 0.2)
    assert gated(ppo(), p, q, Advantage()).value == pytest.approx(other.surrogate, abs=1e-12)


@pytest.mark.parametrize("pair", PAIRS, ids=str)
def test_without_a_gate_nothing_is_lost(pair) -> None:
    p, q = (Gaussian.from_std(*each) for each in pair)
    found = gated(NO_GATE, p, q, Advantage(0.3, 1.0, -0.5))
    assert found.value == pytest.approx(found.true_value, rel=1e-12)
    for name, true in found.true_gradient.items():
        assert found.gradient[name] == pytest.approx(true, rel=1e-11, abs=1e-13)
    assert found.kept == pytest.approx(1.0)
    assert found.length == pytest.approx(1.0)
    assert found.angle == pytest.approx(0.0, abs=1e-7)
    wide = gated(NO_GATE, Gaussian.from_std(0.0, 1.6), Gaussian.from_std(0.0, 1.0), Advantage())
    assert wide.variance["mu"] == math.inf
    assert gated(truncated(), *(Gaussian.from_std(0.0, s) for s in (1.6, 1.0)), Advantage())


def test_equal_policies_pass_every_gate() -> None:
    same = Gaussian.from_std(0.4, 0.7)
    for gate in all_gates():
        found = gated(gate, same, same, Advantage(0.2, 1.0, -1.0))
        assert found.kept == pytest.approx(1.0)
        for name, true in found.true_gradient.items():
            assert found.gradient[name] == pytest.approx(true, rel=1e-12, abs=1e-14)
    nearly = gated(ppo(), Gaussian.from_std(0.4 + 1e-9, 0.7 + 1e-10), same, Advantage())
    assert nearly.gradient["mu"] == pytest.approx(1.0, rel=1e-9)


def test_extremes_stay_finite_or_say_infinite() -> None:
    q = Gaussian.from_std(0.0, 1.0)
    for p in ((30.0, 1.0), (0.0, 1e-6), (0.0, 1e3), (1e3, 1e-3), (0.0, math.sqrt(2.0))):
        for gate in all_gates():
            found = gated(gate, Gaussian.from_std(*p), q, Advantage(0.0, 1.0, -0.1))
            numbers = [found.value, *found.gradient.values(), *found.variance.values()]
            assert not any(math.isnan(each) for each in numbers), (p, gate.name)
            assert all(math.isfinite(each) for each in found.gradient.values())
            assert 0.0 <= found.kept <= 1.0


@pytest.mark.parametrize("gate", all_gates(), ids=lambda gate: gate.name)
@pytest.mark.parametrize("tokens", [1, 3, 8])
def test_a_gated_sequence_as_sampled(gate, tokens: int) -> None:
    p, q, a = Gaussian.from_std(0.6, 0.7), Gaussian.from_std(0.0, 0.7), Advantage(0.2, 1.0, -0.6)
    found = gated_sequence(gate, p, q, a, tokens)
    x = 0.7 * np.random.default_rng(7).standard_normal((SAMPLES, tokens))
    ratio = np.exp((p.log_density(x) - q.log_density(x)).reshape(SAMPLES, tokens).mean(axis=1))
    mean = x.mean(axis=1)
    value = 0.2 + mean - 0.6 * mean * mean
    loss, flow = plain(gate, ratio, value)
    assert abs(loss.mean() - found.value) < 4.0 * loss.std() / math.sqrt(SAMPLES)
    e = (x - 0.6) / 0.7
    scores = {"mu": e.mean(axis=1) / 0.7, "log_sigma": (e * e - 1.0).mean(axis=1)}
    for name, score in scores.items():
        each = flow * value * score
        assert abs(each.mean() - found.gradient[name]) < 4.0 * each.std() / math.sqrt(SAMPLES)
        squares = np.square(each - found.gradient[name])
        error = squares.std() / math.sqrt(SAMPLES)
        assert abs(squares.mean() - found.variance[name]) < 4.0 * error
    if tokens == 1:
        alone = gated(gate, p, q, a)
        assert found.value == pytest.approx(alone.value, rel=1e-11)
        assert found.gradient == pytest.approx(alone.gradient, rel=1e-11)
        assert found.variance == pytest.approx(alone.variance, rel=1e-10)


def test_a_sequence_of_equal_policies_has_the_true_gradient() -> None:
    same, a = Gaussian.from_std(0.4, 0.7), Advantage(0.2, 1.0, -1.0)
    found = gated_sequence(gspo(), same, same, a, 5)
    assert found.gradient == pytest.approx(found.true_gradient, rel=1e-12)
    assert found.value == pytest.approx(found.true_value, rel=1e-12)


def test_what_cannot_be_taken_is_named() -> None:
    for wrong in (
        lambda: ppo(0.0),
        lambda: clip_higher(0.2, -1.0),
        lambda: dual_clip(0.2, 1.0),
        lambda: cispo(2.0),
        lambda: truncated(0.0),
        lambda: masked(2.0, 1.0),
    ):
        with pytest.raises(ParameterError, match="must be"):
            wrong()
    q, wide = Gaussian.from_std(0.0, 1.0), Gaussian.from_std([0.0, 0.0], 1.0)
    with pytest.raises(ParameterError, match="dimension"):
        gated(ppo(), wide, wide, Advantage())
    with pytest.raises(ParameterError, match="variance"):
        gated_sequence(ppo(), Gaussian.from_std(0.0, 2.0), q, Advantage(), 3)
    with pytest.raises(ParameterError, match="tokens"):
        gated_sequence(ppo(), q, q, Advantage(), 0)
