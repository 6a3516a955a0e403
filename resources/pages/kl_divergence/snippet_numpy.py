"""KL(q||p) of two Gaussians in nats: exact, and by k1, k2, k3 from samples of q."""

import numpy as np
from scipy.stats import multivariate_normal

# Parameters
p_mean = [0.0]
p_covariance = [[1.0]]
q_mean = [1.0]
q_covariance = [[1.0]]
samples = 100000
seed = 7


def kl(a, b):
    """KL(a||b) = (tr(B^-1 A) + m' B^-1 m - d + log(|B| / |A|)) / 2, m the difference of means."""
    shift = b.mean - a.mean
    inside = np.trace(np.linalg.solve(b.cov, a.cov)) + shift @ np.linalg.solve(b.cov, shift)
    log_volumes = np.linalg.slogdet(b.cov)[1] - np.linalg.slogdet(a.cov)[1]
    return 0.5 * (inside - len(shift) + log_volumes)


def show(name, value, error=None):
    print(f"{name}: {value:.10g}" + ("" if error is None else f" +- {error:.3g}"))


def show_mean(name, terms):
    show(name, np.mean(terms), np.std(terms, ddof=1) / np.sqrt(len(terms)))


p = multivariate_normal(p_mean, p_covariance)
q = multivariate_normal(q_mean, q_covariance)
x = q.rvs(samples, random_state=np.random.default_rng(seed)).reshape(samples, -1)
log_w = p.logpdf(x) - q.logpdf(x)
w = np.exp(log_w)

show("KL(q||p)", kl(q, p))
show("KL(p||q)", kl(p, q))
show_mean("k1 estimate", -log_w)
show_mean("k2 estimate", 0.5 * log_w**2)
show_mean("k3 estimate", np.expm1(log_w) - log_w)
show_mean("share of k1 < 0", -log_w < 0.0)
show_mean("mean w", w)
