"""Moments of policy-gradient estimates by traces: every score and return is a quadratic form.

With z = (1, s0's noise, e_0 .., n_0 ..), a form z' M z and J = diag(0, 1, .., 1) the joint
cumulant of n forms is 2^(n-1) times the sum over all directed cyclic orders of
tr(M1 J .. Mn J) + sum over the starting points of (M_i J M_(i+1) J .. M_(i-1))_00.
"""

from __future__ import annotations

import math
from itertools import permutations

import numpy as np


def partitions(items: tuple[int, ...]) -> list[list[tuple[int, ...]]]:
    if not items:
        return [[]]
    first, rest = items[0], items[1:]
    found = []
    for partition in partitions(rest):
        found.append([(first,), *partition])
        for i, block in enumerate(partition):
            found.append([*partition[:i], (first, *block), *partition[i + 1 :]])
    return found


def cumulant(forms: list[np.ndarray]) -> float:
    if len(forms) == 1:
        return float(np.trace(forms[0][1:, 1:]) + forms[0][0, 0])
    total = 0.0
    for order in permutations(forms[1:]):
        cycle = [forms[0], *order]
        for start in range(len(cycle)):
            turned = cycle[start:] + cycle[:start]
            row = turned[0][0]
            for form in turned[1:]:
                row = row[1:] @ form[1:]
            total += row[0]
        product = np.eye(len(forms[0]) - 1)
        for form in cycle:
            product = product @ form[1:, 1:]
        total += np.trace(product)
    return 2.0 ** (len(forms) - 1) * total


def product_mean(*forms: np.ndarray) -> float:
    """E of the product of quadratic forms."""
    return math.fsum(
        math.prod(cumulant([forms[i] for i in block]) for block in partition)
        for partition in partitions(tuple(range(len(forms))))
    )


class Forms:
    """The states, rewards, scores and values of a task as vectors and matrices over z."""

    def __init__(self, task: dict) -> None:
        A, B, K, c, sigma = (task[name] for name in ("A", "B", "K", "c", "sigma"))
        T = self.T = task["T"]
        self.gamma = task["gamma"]
        unit = np.eye(2 + 2 * T)
        one = unit[0]
        state = task["m0"] * one + task["v0"] * unit[1]
        self.states, self.actions = [], []
        for t in range(T):
            action = K * state + c * one + sigma * unit[2 + t]
            self.states.append(state)
            self.actions.append(action)
            state = A * state + B * action + task["tau"] * unit[2 + T + t]
        self.states.append(state)
        self.rewards = [
            -task["q"] * outer(s - task["g"] * one, s - task["g"] * one) - task["r"] * outer(a, a)
            for s, a in zip(self.states, self.actions, strict=False)
        ]
        noises = [unit[2 + t] for t in range(T)]
        self.scores = {
            "K": [outer(e, s) / sigma for e, s in zip(noises, self.states, strict=False)],
            "c": [outer(e, one) / sigma for e in noises],
            "log_sigma": [outer(e, e) - outer(one, one) for e in noises],
        }
        self.one = outer(one, one)

    def known(self, form: np.ndarray, known: list[int]) -> np.ndarray:
        """E of the form given the numbers of z with these indices (0 among them)."""
        kept = np.zeros_like(form)
        kept[np.ix_(known, known)] = form[np.ix_(known, known)]
        hidden = [i for i in range(len(form)) if i not in known]
        kept[0, 0] += np.trace(form[np.ix_(hidden, hidden)])
        return kept

    def before(self, t: int) -> list[int]:
        """What is known before step t: z up to e_(t-1) and n_(t-1)."""
        return [0, 1, *range(2, 2 + t), *range(2 + self.T, 2 + self.T + t)]

    def returns(self) -> list[np.ndarray]:
        later = np.zeros_like(self.one)
        found = []
        for reward in reversed(self.rewards):
            later = reward + self.gamma * later
            found.append(later)
        return found[::-1]

    def credits(self, name: str, lam: float) -> list[np.ndarray]:
        """What multiplies gamma^t score_t."""
        returns = self.returns()
        values = [self.known(form, self.before(t)) for t, form in enumerate(returns)]
        values.append(np.zeros_like(self.one))
        if name == "reward_to_go":
            return returns
        if name == "reward_to_go/mean_each_step":
            return [form - cumulant([form]) * self.one for form in returns]
        if name == "reward_to_go/value":
            return [form - value for form, value in zip(returns, values, strict=False)]
        if name == "advantage":
            return [
                self.known(form, [*self.before(t), 2 + t]) - values[t]
                for t, form in enumerate(returns)
            ]
        found, later = [], np.zeros_like(self.one)
        for t in reversed(range(self.T)):
            delta = self.rewards[t] + self.gamma * values[t + 1] - values[t]
            later = delta + self.gamma * lam * later
            found.append(later)
        return found[::-1]

    def moments(self, parameter: str, name: str, lam: float) -> tuple[float, float]:
        """Mean and variance of one trajectory's estimate."""
        scores = self.scores[parameter]
        if name.startswith("total_reward"):
            total, whole = sum(scores), self.returns()[0]
            spread = product_mean(total, total)
            baseline = {
                "total_reward": 0.0,
                "total_reward/mean": cumulant([whole]),
                "total_reward/best": product_mean(total, total, whole) / max(spread, 1e-300),
            }[name]
            scores, credits, factors = [total], [whole - baseline * self.one], [1.0]
        else:
            credits = self.credits(name, lam)
            factors = [self.gamma**t for t in range(self.T)]
        terms = list(zip(factors, scores, credits, strict=True))
        mean = math.fsum(f * product_mean(s, a) for f, s, a in terms)
        square = math.fsum(
            f * g * product_mean(s, a, u, b) for f, s, a in terms for g, u, b in terms
        )
        return mean, square - mean**2


def outer(first: np.ndarray, second: np.ndarray) -> np.ndarray:
    """The symmetric matrix of the product of two linear forms."""
    return 0.5 * (np.outer(first, second) + np.outer(second, first))
