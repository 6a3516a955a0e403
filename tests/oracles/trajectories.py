"""Every exact number of the Trajectories page, by quadrature over all noise at once.

Estimates are polynomials of degree 4 at most in each normal, so that five nodes of Gauss-Hermite
in each of the 1 + 2 T dimensions are exact for their squares. Values and advantages are averages
over what is not known yet: nothing of the engine's recursions is used.
"""

from __future__ import annotations

import numpy as np
from mpmath import findroot, mp, mpf, sqrt

from engine.pages.trajectories.estimators import BY_NAME

DIGITS = 80
GRID = 601
WORDS = ("K", "c", "log sigma")


def truths(scene, options, more=False):
    """Every exact readout by name; None where infinite."""
    with mp.workdps(2 * DIGITS if more else DIGITS):
        task = scene.task_of("p")
        return _Nodes(task, options).readouts() | optima(task)


class _Nodes:
    """All that happens at every node; the axes are s_0, e_0, n_0, e_1, n_1, .., and one that a
    number does not depend on has length 1."""

    def __init__(self, task, options):
        self.task, self.options = task, options
        x, self.weights = _hermite()
        axes = np.meshgrid(*[x] * (1 + 2 * task.T), indexing="ij", sparse=True)
        names = ("A", "B", "K", "c", "sigma", "tau", "m0", "v0", "q", "r", "g", "gamma")
        A, B, K, c, sigma, tau, m0, v0, q, r, g, gamma = (mpf(getattr(task, n)) for n in names)
        self.gamma = gamma
        s = m0 + v0 * axes[0]
        self.rewards, self.scores = [], []
        for t in range(task.T):
            e, n = axes[1 + 2 * t], axes[2 + 2 * t]
            a = K * s + c + sigma * e
            self.rewards.append(-(q * (s - g) ** 2 + r * a**2))
            self.scores.append([e * s / sigma, e / sigma, e**2 - 1])
            s = A * s + B * a + tau * n

    def mean(self, array, known=0):
        """E given the first ``known`` normals."""
        for axis in range(known, array.ndim):
            if array.shape[axis] > 1:
                weights = self.weights.reshape([-1 if i == axis else 1 for i in range(array.ndim)])
                array = (array * weights).sum(axis=axis, keepdims=True)
        return array

    def expected(self, array):
        return self.mean(array).flat[0]

    def readouts(self):
        T, gamma = self.task.T, self.gamma
        returns = [None] * T
        later = mpf(0)
        for t in reversed(range(T)):
            later = self.rewards[t] + gamma * later
            returns[t] = later
        values = [self.mean(returns[t], 1 + 2 * t) for t in range(T)]
        R, J = returns[0], self.expected(returns[0])
        found = {"expected return": J, "Var return": self.expected((R - J) ** 2)}
        estimates = self._estimates(returns, values, J)
        gradient = [self.expected(each) for each in estimates["reward_to_go"]]
        for word, slope in zip(WORDS, gradient, strict=True):
            found[f"gradient {word}"] = slope
        for estimator, each in estimates.items():
            name = BY_NAME[estimator].plain
            noise = signal = mpf(0)
            for word, slope, estimate in zip(WORDS, gradient, each, strict=True):
                mean = self.expected(estimate)
                variance = self.expected((estimate - mean) ** 2)
                found[f"{name} mean {word}"] = mean
                found[f"{name} variance {word}"] = variance
                noise, signal = noise + variance, signal + mean**2
                if BY_NAME[estimator].biased:
                    found[f"{name} bias {word}"] = mean - slope
            found[f"{name} noise to signal"] = (
                noise / signal if signal > noise * mpf(10) ** (-mp.dps) else None
            )
        return found | self._split(returns)

    def _estimates(self, returns, values, J):
        T, gamma = self.task.T, self.gamma
        lam, factor, offset = (
            mpf(getattr(self.options, name)) for name in ("lam", "factor", "offset")
        )
        zero = np.zeros_like(values[0])
        R = returns[0]
        totals = [sum(self.scores[t][i] for t in range(T)) for i in range(3)]
        size = [self.expected(S**2) for S in totals]
        best = [
            self.expected(S**2 * R) / n if n else mpf(0) for S, n in zip(totals, size, strict=True)
        ]
        quality = [self.mean(returns[t], 2 + 2 * t) for t in range(T)]
        right = [*values, zero]
        wrong = [*(factor * V + offset for V in values), zero]

        def gae(critic):
            later, found = zero, []
            for t in reversed(range(T)):
                later = self.rewards[t] + gamma * critic[t + 1] - critic[t] + gamma * lam * later
                found.append(later)
            return found[::-1]

        credits = {
            "reward_to_go": returns,
            "reward_to_go/mean_each_step": [G - self.expected(G) for G in returns],
            "reward_to_go/value": [G - V for G, V in zip(returns, values, strict=True)],
            "gae": gae(right),
            "gae/critic": gae(wrong),
            "advantage": [Q - V for Q, V in zip(quality, values, strict=True)],
        }
        found = {
            "total_reward": [S * R for S in totals],
            "total_reward/mean": [S * (R - J) for S in totals],
            "total_reward/best": [S * (R - b) for S, b in zip(totals, best, strict=True)],
        }
        for name, each in credits.items():
            found[name] = [
                sum(gamma**t * self.scores[t][i] * each[t] for t in range(T)) for i in range(3)
            ]
        found["reward_to_go/no_discount"] = [
            sum(self.scores[t][i] * returns[t] for t in range(T)) for i in range(3)
        ]
        return found

    def _split(self, returns):
        i = {"K": 0, "c": 1, "log sigma": 2}[self.options.by]
        found = dict.fromkeys(("state", "action", "trajectory"), mpf(0))
        for t in range(self.task.T):
            score, weight = self.scores[t][i], self.gamma ** (2 * t)
            quality = self.mean(returns[t], 2 + 2 * t)
            given = self.mean(score * quality, 1 + 2 * t)
            found["state"] += weight * self.expected((given - self.expected(given)) ** 2)
            found["action"] += weight * self.expected((score * quality - given) ** 2)
            found["trajectory"] += weight * self.expected((score * (returns[t] - quality)) ** 2)
        return {f"variance from {part}": value for part, value in found.items()}


def _hermite():
    root = sqrt(mpf(10))
    x = [-sqrt(5 + root), -sqrt(5 - root), mpf(0), sqrt(5 - root), sqrt(5 + root)]
    w = [(7 - 2 * root) / 60, (7 + 2 * root) / 60, mpf(8) / 15]
    return np.array(x, dtype=object), np.array([*w, w[1], w[0]], dtype=object)


def optima(task):
    """The best constant gain and offset, and the bound of gains that change, for T up to 2."""
    K, c = _best(task)
    return {
        "best constant return": _return(task, [(K, c)] * task.T),
        "best K": K,
        "best c": c,
        "Riccati bound": _bound(task),
    }


def _return(task, policy):
    """J under (K_t, c_t), by the moments of the states."""
    mean, variance, total = mpf(task.m0), mpf(task.v0) ** 2, mpf(0)
    sigma, B = mpf(task.sigma), mpf(task.B)
    for t, (K, c) in enumerate(policy):
        cost = mpf(task.q) * ((mean - mpf(task.g)) ** 2 + variance)
        cost += mpf(task.r) * ((K * mean + c) ** 2 + K**2 * variance + sigma**2)
        total -= mpf(task.gamma) ** t * cost
        carry = mpf(task.A) + B * K
        mean, variance = carry * mean + B * c, carry**2 * variance
        variance += (B * sigma) ** 2 + mpf(task.tau) ** 2
    return total


def _offset(task, K):
    """The best c for this K: J is a parabola in it."""
    low, middle, high = (_return(task, [(K, mpf(c))] * task.T) for c in (-1, 0, 1))
    bend = low + high - 2 * middle
    return (low - high) / (2 * bend) if bend else mpf(task.c)


def _best(task):
    if task.T == 1 or not task.B or not task.gamma:
        return (mpf(0), mpf(0)) if task.r else (mpf(task.K), mpf(task.c))
    if not task.q and not task.r:
        return mpf(task.K), mpf(task.c)

    def height(K):
        return _return(task, [(K, _offset(task, K))] * task.T)

    gains = [
        (mpf(carry) - mpf(task.A)) / mpf(task.B)
        for carry in 0.5 * np.sinh(np.linspace(-9.0, 9.0, GRID)) * (1.0 + abs(task.A))
    ]
    heights = [height(K) for K in gains]
    top = max(range(len(gains)), key=heights.__getitem__)
    step = abs(gains[min(top + 1, GRID - 1)] - gains[top])
    K = findroot(lambda x: mp.diff(height, x), (gains[top] - step / 2, gains[top] + step / 2),
                 solver="secant", tol=mpf(10) ** -70, maxsteps=200)  # fmt: skip
    return K, _offset(task, K)


def _bound(task):
    """The best action at each step given the state, from the last one backwards."""
    A, B, q, r, g, gamma = (mpf(getattr(task, name)) for name in ("A", "B", "q", "r", "g", "gamma"))
    action, noise = mpf(task.sigma) ** 2, mpf(task.tau) ** 2
    P = p = k = mpf(0)
    for _ in range(task.T):
        # gamma V(A s + B a) - r a^2 = H a^2 + (L s + own) a + what a does not change
        H, L, own = gamma * P * B**2 - r, 2 * gamma * P * A * B, gamma * p * B
        k = gamma * (k + P * noise) + H * action - q * g**2 - (own**2 / (4 * H) if H else 0)
        p = gamma * p * A + 2 * q * g - (L * own / (2 * H) if H else 0)
        P = gamma * P * A**2 - q - (L**2 / (4 * H) if H else 0)
    m0, v0 = mpf(task.m0), mpf(task.v0)
    return P * (m0**2 + v0**2) + p * m0 + k
