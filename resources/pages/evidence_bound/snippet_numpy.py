"""The evidence bound, exact and from samples of q."""

import numpy as np
from scipy.stats import norm

# Parameters
q_mean = [1.0]
q_covariance = [[1.0]]
tau = 1.0
s = 0.5
x = 1.0
samples = 100000
seed = 7

mean, std = q_mean[0], q_covariance[0][0] ** 0.5
z = np.random.default_rng(seed).normal(mean, std, samples)
log_w = norm.logpdf(z, 0.0, tau) + norm.logpdf(x, z, s) - norm.logpdf(z, mean, std)
evidence = norm.logpdf(x, 0.0, (tau**2 + s**2) ** 0.5)
fit = -np.log(s) - 0.5 * (np.log(2 * np.pi) + ((x - mean) ** 2 + std**2) / s**2)
cost = np.log(tau / std) + 0.5 * ((std**2 + mean**2) / tau**2 - 1)
print(f"log evidence: {evidence}\nreconstruction: {fit}\nKL(q||prior): {cost}")
print(f"ELBO: {fit - cost}\nKL(q||posterior): {evidence - fit + cost}")
print(f"ELBO estimate: {log_w.mean()} +- {log_w.std(ddof=1) / samples**0.5}")
