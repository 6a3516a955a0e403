"""What pages show, computed by plain NumPy and SciPy from a million samples and drawn by Matplotlib
on four axes: the same estimates and curves, one array operation after the other."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from scipy import special, stats

from tests.benchmarks import test_squash_speed
from tests.benchmarks.moved import P, Q

N = 10**6
PLACES = np.unique(np.geomspace(1, N, 200).astype(int)) - 1
COUNT = np.arange(1, N + 1)


def generator() -> np.random.Generator:
    return np.random.default_rng(7)


def pair() -> tuple[Any, Any]:
    p, q = (stats.multivariate_normal(each.mean, each.covariance) for each in (P, Q))
    return p, q


def densities(axes: Any) -> None:
    """Contours of both densities, and their marginals."""
    line = np.linspace(-4.0, 4.0, 200)
    grid = np.dstack(np.meshgrid(line, line))
    for each, law in zip((P, Q), pair(), strict=True):
        axes[0].contour(line, line, law.pdf(grid))
        for place in range(2):
            axes[1 + place].plot(line, stats.norm(each.mean[place], each.std[place]).pdf(line))


def kl(axes: Any) -> None:
    """The three estimates as they run, their histograms, and the integrand's samples."""
    p, q = pair()
    x = q.rvs(N, random_state=generator())
    log_w = p.logpdf(x) - q.logpdf(x)
    terms = (-log_w, log_w**2 / 2.0, np.expm1(log_w) - log_w)
    for term, axis in zip(terms, axes[1:], strict=True):
        axes[0].plot(COUNT[PLACES], (np.cumsum(term) / COUNT)[PLACES])
        axis.hist(term, bins=120, range=(-4.0, 4.0), histtype="step")
    axes[0].set_xscale("log")


def weights(axes: Any) -> None:
    """The histogram of log w; E f by five of the page's six estimates with their errors, ESS and
    the tail's index (by Hill) at ten numbers of samples."""
    p, q = pair()
    x = q.rvs(N, random_state=generator())
    log_w = p.logpdf(x) - q.logpdf(x)
    w, f = np.exp(log_w), x[:, 0]
    axes[0].hist(log_w / np.log(10.0), bins=120, histtype="step")
    sizes = np.geomspace(100, N, 10).astype(int)
    total, found, tail = np.cumsum(w), [], []
    for terms in (w * f, np.minimum(w, 1.0) * f, np.where(w <= 1.0, w, 0.0) * f):
        mean, square = ((np.cumsum(each) / COUNT)[sizes - 1] for each in (terms, terms**2))
        found.append((mean, np.sqrt((square - mean**2) / sizes)))
    rows = []
    for n in sizes:
        some, f_n, sum_n = w[:n], f[:n], total[n - 1]
        held, ratio = np.minimum(some, sum_n / np.sqrt(n)) * f_n, some @ f_n / sum_n
        away = np.sqrt(np.sum((some * (f_n - ratio)) ** 2)) / sum_n
        rows.append((held.mean(), held.std() / np.sqrt(n), ratio, away))
        most = int(min(0.2 * n, 3.0 * np.sqrt(n)))
        largest = np.log(np.partition(some, n - most - 1)[n - most - 1 :])
        tail.append(np.mean(largest - np.min(largest)))
    held, held_error, ratio, error = np.array(rows).T
    for mean, away in (*found, (held, held_error), (ratio, error)):
        axes[1].errorbar(sizes, mean, away)
    axes[2].plot(sizes, (total**2 / np.cumsum(w * w) / COUNT)[sizes - 1])
    axes[3].plot(sizes, tail)
    for axis in axes[1:]:
        axis.set_xscale("log")


def squash(axes: Any) -> None:
    """Both densities of the action, their averages over samples, tanh, and the entropy and a reward
    less it against the std."""
    test_squash_speed.whole_with_scipy()
    a = np.linspace(-0.999, 0.999, 200)
    u = np.arctanh(a)
    scale = np.outer(1.0 - a * a, 1.0 - a * a)
    for law in pair():
        axes[0].contour(a, a, law.pdf(np.dstack(np.meshgrid(u, u))) / scale)
    axes[1].plot(a, u)
    nodes, shares = np.polynomial.hermite_e.hermegauss(64)
    shares = shares / shares.sum()
    stds = np.geomspace(0.01, 100.0, 100)
    normal = 0.5 + stds[:, np.newaxis] * nodes
    before = 0.5 * np.log(2.0 * np.pi * np.e * stds**2)
    jacobian = 2.0 * (np.log(2.0) - np.logaddexp(normal, -normal)) @ shares
    reward = -(np.tanh(normal) ** 2) @ shares
    for axis, curves in (
        (axes[2], (before, jacobian, before + jacobian)),
        (axes[3], [reward + 0.2 * each for each in (before, before + jacobian)]),
    ):
        for curve in curves:
            axis.semilogx(stds, curve)


def softmax(axes: Any) -> None:
    """Batches of 16: the gradient's mean and spread under four baselines; logits and rewards."""
    logits, rewards = np.array([1.0, 0.2, 0.0, 0.5, -0.5]), np.array([4.0, 5.0, 6.0, 3.0, 2.0])
    policy = special.softmax(logits)
    actions = generator().choice(5, size=N, p=policy)
    scores, reward = np.eye(5)[actions] - policy, rewards[actions]
    batches = reward.reshape(-1, 16)
    others = ((batches.sum(axis=1, keepdims=True) - batches) / 15.0).ravel()
    for place, baseline in enumerate((0.0, policy @ rewards, others, 3.3)):
        each = scores * (reward - baseline)[:, np.newaxis]
        means = each.reshape(-1, 16, 5).mean(axis=1)
        where = np.arange(5) + 0.1 * place
        axes[0].errorbar(where, means.mean(axis=0), means.std(axis=0), fmt="o")
        axes[3].plot(np.diag(np.cov(each.T)))
    for axis, heights in zip(axes[1:], (logits, rewards), strict=False):
        axis.bar(np.arange(5), heights)


def gates(axes: Any) -> None:
    """The mean gradient under seven gates, its error against the batch, and the ratio's gates."""
    p, q = pair()
    x = q.rvs(N, random_state=generator())
    w = np.exp(p.logpdf(x) - q.logpdf(x))
    advantage = x[:, 0]
    score = np.stack([x[:, 0] - P.mean[0], ((x[:, 0] - P.mean[0]) ** 2 - 1.0) / np.sqrt(2.0)])
    held = (advantage > 0.0) & (w > 1.2) | (advantage < 0.0) & (w < 0.8)
    high = (advantage > 0.0) & (w > 1.28) | (advantage < 0.0) & (w < 0.8)
    kept = (
        *(w, w * ~held, w * ~high, w * ~(held | (advantage < 0.0) & (w > 3.0))),
        *(np.minimum(w, 1.28), np.minimum(w, 2.0), w * ((w > 0.5) & (w < 5.0))),
    )
    sizes = np.geomspace(1, 1e6, 60)
    for each in kept:
        terms = each * advantage * score
        mean = terms.mean(axis=1)
        axes[0].plot([0.0, mean[0]], [0.0, mean[1]])
        axes[1].loglog(sizes, np.sqrt(terms.var(axis=1).sum() / sizes + mean @ mean))
        axes[2].plot(np.sort(w[:200]), np.sort(each[:200]))
    axes[3].hist(np.log(w), bins=100)


def evidence(axes: Any) -> None:
    """L_K, and the signal to noise of its gradients by three estimators, for ten K."""
    mean, std = Q.mean[0], Q.std[0]
    z = mean + std * generator().standard_normal(N)
    joint = stats.norm.logpdf(z) + stats.norm.logpdf(1.0, z, 0.5)
    log_w = joint - stats.norm.logpdf(z, mean, std)
    slope = -z + (1.0 - z) / 0.25
    path = slope + (z - mean) / std**2
    for k in 2 ** np.arange(10):
        sets = log_w[: N // k * k].reshape(-1, k)
        share = special.softmax(sets, axis=1)
        bound = special.logsumexp(sets, axis=1) - np.log(k)
        axes[1].errorbar(k, bound.mean(), bound.std(), fmt="o")
        of_path, of_model = (each[: sets.size].reshape(sets.shape) for each in (path, slope))
        for gradient in ((share * of_path), (share**2 * of_path), (share * of_model)):
            one = gradient.sum(axis=1)
            axes[0].loglog(k, abs(one.mean()) / max(one.std(), 1e-12), "o")
    line = np.linspace(-3.0, 3.0, 300)
    axes[2].plot(line, stats.norm.pdf(line, mean, std))
    axes[3].hist(log_w, bins=100)


def skills(axes: Any) -> None:
    """Mutual information and the bound from states of four skills; posteriors and rewards."""
    means, stds = np.array([-4.0, -1.0, 0.5, 4.0]), np.array([0.8, 1.0, 0.6, 1.2])
    random = generator()
    skill = random.integers(4, size=N)
    state = means[skill] + stds[skill] * random.standard_normal(N)
    for guess in (stds, np.full(4, 0.9)):
        logs = stats.norm.logpdf(state[:, np.newaxis], means, guess)
        posterior = special.log_softmax(logs, axis=1)
        reward = posterior[np.arange(N), skill] + np.log(4.0)
        axes[1].errorbar(0, reward.mean(), reward.std() / 1e3, fmt="o")
        axes[1].plot(1, np.mean(posterior.argmax(axis=1) == skill), "o")
    line = np.linspace(-8.0, 8.0, 400)
    logs = stats.norm.logpdf(line[:, np.newaxis], means, stds)
    for axis, curves in zip(
        (axes[0], axes[2], axes[3]),
        (np.exp(logs), special.softmax(logs, axis=1), special.log_softmax(logs, axis=1)),
        strict=True,
    ):
        axis.plot(line, curves)


PICTURES: dict[str, Callable[[Any], None]] = {
    "densities": densities,
    "kl-divergence": kl,
    "importance-weights": weights,
    "softmax-policy": softmax,
    "evidence-bound": evidence,
    "gates": gates,
    "tanh-squashing": squash,
    "skills": skills,
}
