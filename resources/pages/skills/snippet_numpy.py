"""I(S;Z) of equally likely skills N(mean, std^2), and what one std for all makes of it, in nats."""

from itertools import pairwise

import numpy as np
from scipy.integrate import quad
from scipy.special import log_softmax, logsumexp
from scipy.stats import norm

# Parameters
skills = 4
means = [-4.0, -1.0, 0.5, 4.0, 7.0, -7.0, 10.0, -10.0]
stds = [0.8, 1.0, 0.6, 1.2, 1.0, 1.0, 1.0, 1.0]
samples = 100000
seed = 7

m, s = np.array(means[:skills]), np.array(stds[:skills])
log_k = np.log(len(m))


def log_mixture(x):
    return logsumexp(norm.logpdf(x, m, s)) - log_k


ends = np.unique([m + step * s for step in range(-12, 13, 2)])
entropy = -sum(
    quad(lambda x: np.exp(log_mixture(x)) * log_mixture(x), a, b, epsabs=1e-13, limit=200)[0]
    for a, b in pairwise(ends)
)
own = np.mean(np.log(s)) + 0.5 * np.log(2 * np.pi * np.e)
print(f"log K: {log_k}\nH(S): {entropy}\nH(S|Z): {own}\nI(S;Z): {entropy - own}")

rng = np.random.default_rng(seed)
z = rng.integers(len(m), size=samples)
x = rng.normal(m[z], s[z])
told = log_softmax(norm.logpdf(x[:, None], m, s), axis=1)[np.arange(samples), z] + log_k
print(f"I(S;Z) estimate: {told.mean()} +- {told.std(ddof=1) / np.sqrt(samples)}")
