"""Divergences between two Gaussians in nats: closed forms, and two from samples."""

import numpy as np
from scipy.linalg import sqrtm
from scipy.stats import multivariate_normal

# Parameters
p_mean = [0.0]
p_covariance = [[1.0]]
q_mean = [1.0]
q_covariance = [[1.0]]
samples = 100000
seed = 7
alpha = 2.0


def log_volume(matrix):
    return np.linalg.slogdet(matrix)[1]


def kl(a, b):
    """KL(a||b) = (tr(B^-1 A) + m' B^-1 m - d + log(|B| / |A|)) / 2, m the difference of means."""
    shift = b.mean - a.mean
    inside = np.trace(np.linalg.solve(b.cov, a.cov)) + shift @ np.linalg.solve(b.cov, shift)
    return 0.5 * (inside - len(shift) + log_volume(b.cov) - log_volume(a.cov))


def renyi(a, b, order):
    """log E_b (a/b)^order / (order - 1), infinite where order B + (1 - order) A is not definite."""
    mixed = order * b.cov + (1.0 - order) * a.cov
    if np.linalg.eigvalsh(mixed)[0] <= 0.0:
        return np.inf
    shift = b.mean - a.mean
    volumes = log_volume(mixed) - (1.0 - order) * log_volume(a.cov) - order * log_volume(b.cov)
    return 0.5 * order * shift @ np.linalg.solve(mixed, shift) - 0.5 * volumes / (order - 1.0)


def show(name, value, error=None):
    print(f"{name}: {value:.10g}" + ("" if error is None else f" +- {error:.3g}"))


p = multivariate_normal(p_mean, p_covariance)
q = multivariate_normal(q_mean, q_covariance)

show("KL(p||q)", kl(p, q))
show("KL(q||p)", kl(q, p))
show("Jeffreys", kl(p, q) + kl(q, p))
for a, b, pair in ((p, q, "(p||q)"), (q, p, "(q||p)")):
    show(f"Rényi{pair}", kl(a, b) if alpha == 1.0 else renyi(a, b, alpha))
    show(f"log(1+chi-square){pair}", renyi(a, b, 2.0))
    show(f"chi-square{pair}", np.expm1(renyi(a, b, 2.0)))
show("entropy of p", p.entropy())
show("entropy of q", q.entropy())
show("cross-entropy H(p,q)", p.entropy() + kl(p, q))
show("cross-entropy H(q,p)", q.entropy() + kl(q, p))

root = sqrtm(q.cov)
spread = np.trace(p.cov + q.cov - 2.0 * np.real(sqrtm(root @ p.cov @ root)))
show("Wasserstein-2", np.sqrt(np.sum((p.mean - q.mean) ** 2) + spread))
overlap = np.exp(-0.5 * renyi(p, q, 0.5))
show("Bhattacharyya coefficient", overlap)
show("squared Hellinger", 1.0 - overlap)

generator = np.random.default_rng(seed)
halves = []
for source in (p, q):
    x = source.rvs(samples, random_state=generator).reshape(samples, -1)
    log_p, log_q = p.logpdf(x), q.logpdf(x)
    log_mixture = np.logaddexp(log_p, log_q) - np.log(2.0)
    halves.append(source.logpdf(x) - log_mixture)
error = 0.5 * np.hypot(*(np.std(half) for half in halves)) / np.sqrt(samples)
show("Jensen-Shannon", 0.5 * sum(np.mean(half) for half in halves), error)
distance = np.maximum(-np.expm1(log_p - log_q), 0.0)  # x is of q here: E_q (1 - p/q)+
show("total variation", np.mean(distance), np.std(distance) / np.sqrt(samples))
