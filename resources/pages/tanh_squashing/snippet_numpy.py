"""Gaussian policies squashed by tanh, with and without the Jacobian correction. In nats."""

import numpy as np
from scipy.stats import multivariate_normal

# Parameters
p_mean = [0.0]
p_covariance = [[1.0]]
q_mean = [1.0]
q_covariance = [[1.0]]
samples = 100000
seed = 7
low = -1.0
high = 1.0
second_bounds = "same"
second_low = -1.0
second_high = 1.0

if second_bounds == "own" and len(p_mean) == 2:
    low = np.array([low, second_low])
    high = np.array([high, second_high])


def log_jacobian(u):
    """log |da/du|, a = low + (high - low) (1 + tanh u) / 2, stable for every u; (n, d) -> (n,)."""
    log_slope = 2.0 * (np.log(2.0) - u - np.logaddexp(0.0, -2.0 * u))
    return np.sum(log_slope + np.log((high - low) / 2.0), axis=-1)


def kl(a, b):
    """KL(a||b) = (tr(B^-1 A) + m' B^-1 m - d + log(|B| / |A|)) / 2, m the difference of means."""
    shift = b.mean - a.mean
    inside = np.trace(np.linalg.solve(b.cov, a.cov)) + shift @ np.linalg.solve(b.cov, shift)
    return 0.5 * (inside - len(shift) + np.linalg.slogdet(b.cov)[1] - np.linalg.slogdet(a.cov)[1])


def show(name, value, error=None):
    print(f"{name}: {value:.10g}" + ("" if error is None else f" +- {error:.3g}"))


def show_mean(name, terms):
    show(name, np.mean(terms), np.std(terms, ddof=1) / np.sqrt(len(terms)))


p = multivariate_normal(p_mean, p_covariance)
q = multivariate_normal(q_mean, q_covariance)
for u in (0.0, 0.5):
    point = np.full(len(p.mean), u)
    show(f"log-density at u = {u:g}", p.logpdf(point) - log_jacobian(point))
    show(f"log-density of q at u = {u:g}", q.logpdf(point) - log_jacobian(point))

generator = np.random.default_rng(seed)
draws = {}
for name, policy in (("p", p), ("q", q)):
    u = policy.rvs(samples, random_state=generator).reshape(samples, -1)
    draws[name] = p.logpdf(u), q.logpdf(u), log_jacobian(u)
    show(f"base entropy of {name}", policy.entropy())
    show_mean(f"Jacobian term of {name}", draws[name][2])
    show_mean(f"squashed entropy of {name}", draws[name][2] - policy.logpdf(u))
    show_mean(f"area of {name} without Jacobian", np.exp(draws[name][2]))

log_p, log_q, correction = draws["p"]
show("KL(p||q)", kl(p, q))
show_mean("KL(p||q) before squashing", log_p - log_q)
show_mean("KL(p||q) after squashing", (log_p - correction) - (log_q - correction))
log_p, log_q, correction = draws["q"]
show("KL(q||p)", kl(q, p))
show_mean("KL(q||p) before squashing", log_q - log_p)
show_mean("KL(q||p) after squashing", (log_q - correction) - (log_p - correction))
show_mean("mean ratio, both sides corrected", np.exp(log_p - log_q))
show_mean("mean ratio, p only corrected", np.exp(log_p - correction - log_q))
show_mean("mean ratio, q only corrected", np.exp(log_p - (log_q - correction)))
