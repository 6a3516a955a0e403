"""Every exact number of the Softmax page, in mpmath."""

from __future__ import annotations

import math
from functools import cache

import numpy as np
from mpmath import exp, mp, mpf, pi, sqrt
from scipy.special import log_ndtr

DIGITS = 200
NAMES = {"none": "none", "mean": "mean", "leave_one_out": "leave one out", "optimal": "best"}
EXAMPLES = (4, 5, 6), (-10, 10, 15)


class Policy:
    """softmax(theta / tau) with rewards; differences of pairs, for a policy may be certain."""

    def __init__(self, logits, rewards, temperature):
        self.tau, self.r = mpf(temperature), [mpf(each) for each in rewards]
        top = mpf(max(logits))
        weights = [exp((mpf(each) - top) / self.tau) for each in logits]
        self.p = [each / sum(weights) for each in weights]
        self.k = k = range(len(self.p))
        self.mean = sum(self.p[y] * self.r[y] for y in k)
        self.away = [sum(self.p[y] * (r - self.r[y]) for y in k) for r in self.r]
        self.spread = sum(self.p[y] * self.away[y] ** 2 for y in k)
        self.gradient = [self.p[y] * self.away[y] / self.tau for y in k]

    def score(self, y, j):
        if y != j:
            return -self.p[j] / self.tau
        return sum(self.p[i] for i in self.k if i != j) / self.tau

    def totals(self, n):
        """Of one batch of n, all coordinates, by baseline."""
        k, p = self.k, self.p
        scores = [[self.score(y, j) for j in k] for y in k]
        size = [sum(s * s for s in row) for row in scores]
        fisher = sum(p[y] * size[y] for y in k)
        best = sum(p[y] * self.away[y] * size[y] for y in k) / fisher
        square = sum(g * g for g in self.gradient)

        def total(b):
            variance = sum(
                p[y] * ((self.away[y] - b) * scores[y][j] - self.gradient[j]) ** 2
                for y in k
                for j in k
            )
            return mpf(0) if variance < mpf(10) ** (100 - mp.dps) * square else variance

        mean = total(mpf(0))
        return {
            "none": total(-self.mean) / n,
            "mean": mean / n,
            "leave_one_out": (mean + (self.spread * fisher + square) / (n - 1)) / n,
            "optimal": total(best) / n,
        }


def reward_spread(rewards):
    r = [mpf(each) for each in rewards]
    mean = sum(r) / len(r)
    return mean, sum((each - mean) ** 2 for each in r) / len(r)


@cache
def example(rewards, n):
    return Policy([0] * len(rewards), rewards, 1).totals(n)


def zeroth_order(logits, rewards, epsilon):
    """d E r(argmax(theta + eps u)) / d theta, from the slopes of pairs."""
    with mp.workdps(25):
        theta = [mpf(each) / mpf(epsilon) for each in logits]
        r = [mpf(each) for each in rewards]
        k = range(len(r))
        slope = {}
        for y in k:
            for j in range(y):
                slope[y, j] = slope[j, y] = _slope(theta, y, j) / mpf(epsilon)
        return [sum((r[j] - r[y]) * slope[y, j] for y in k if y != j) for j in k]


def _slope(theta, y, j):
    """The density of u_y + theta_y = u_j + theta_j that all others stay below."""
    middle, apart = (theta[y] + theta[j]) / 2, theta[y] - theta[j]
    others = [float(each - middle) for i, each in enumerate(theta) if i not in (y, j)]
    # Both stand at middle + t, t ~ N(0, 1/2); the trapezoidal rule to some 1e-14, in logs.
    lead = max([0.0, *others])
    t = np.arange(-9.0, min(lead, 1e3) + 9.0, 0.04)
    logs = -t * t - 0.5 * math.log(math.pi) + math.log(0.04)
    for other in others:
        logs += log_ndtr(t - other)
    largest = float(np.max(logs))
    inside = exp(mpf(largest)) * mpf(float(np.sum(np.exp(logs - largest))))
    return exp(-apart * apart / 4) / (2 * sqrt(pi)) * inside


def truths(scene, options, more=False):
    """Every exact readout by name."""
    with mp.workdps(2 * DIGITS if more else DIGITS):
        return _truths(options)


def _truths(options):
    used = options.policy()
    rewards = used.rewards.tolist()
    policy = Policy(options.logits, rewards, options.temperature)
    n, r = options.batch, policy.r
    top = max(options.logits)
    tied = [x for x, logit in zip(r, options.logits, strict=True) if logit == top]
    zeroth = zeroth_order(options.logits, rewards, options.epsilon)
    lengths = [sqrt(sum(g * g for g in each)) for each in (policy.gradient, zeroth)]
    found = {
        "E r": policy.mean,
        "Var r": policy.spread,
        "argmax reward": sum(tied) / len(tied),
        "gradient length": lengths[0],
        "zeroth-order length": lengths[1],
        "best order": sum(x * y for x, y in zip(sorted(policy.p), sorted(r), strict=True)),
        "worst order": sum(x * y for x, y in zip(sorted(policy.p)[::-1], sorted(r), strict=True)),
    }
    if all(lengths):
        dot = sum(x * y for x, y in zip(policy.gradient, zeroth, strict=True))
        found["cosine"] = dot / lengths[0] / lengths[1]
    found |= {f"variance, {NAMES[name]}": value for name, value in policy.totals(n).items()}
    found |= {f"gradient {i}": g for i, g in enumerate(policy.gradient, 1)}
    found |= {f"zeroth-order {i}": g for i, g in enumerate(zeroth, 1)}
    rows = [("the rewards", rewards)]
    for each in EXAMPLES:
        row = f"rewards {', '.join(map(str, each))}"
        rows.append((row, each))
        for name, value in example(each, n).items():
            found[f"gradient error with {row}, {NAMES[name]}"] = sqrt(value)
    for row, each in rows:
        found[f"mean of {row}"], found[f"variance of {row}"] = reward_spread(each)
    return found
