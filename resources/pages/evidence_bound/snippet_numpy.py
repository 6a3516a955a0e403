"""The evidence bound in nats, L_K of K samples, and their gradients, from samples of q."""

import numpy as np
from scipy.special import logsumexp
from scipy.stats import norm

# Parameters
q_mean = [1.0]
q_covariance = [[1.0]]
tau = 1.0
s = 0.5
x = 1.0
k = 8
samples = 100000
seed = 7


def show(name, value, error=None):
    print(f"{name}: {value:.10g}" + ("" if error is None else f" +- {error:.3g}"))


def show_mean(name, terms):
    show(name, np.mean(terms), np.std(terms, ddof=1) / np.sqrt(len(terms)))


def show_variance(name, terms):
    squares = (terms - np.mean(terms)) ** 2
    show(name, np.var(terms, ddof=1), np.std(squares) / np.sqrt(len(terms)))


mean, std = q_mean[0], q_covariance[0][0] ** 0.5
u = np.random.default_rng(seed).standard_normal(samples)
z = mean + std * u
log_w = norm.logpdf(z, 0.0, tau) + norm.logpdf(x, z, s) - norm.logpdf(z, mean, std)

evidence = norm.logpdf(x, 0.0, (tau**2 + s**2) ** 0.5)
fit = -np.log(s) - 0.5 * (np.log(2 * np.pi) + ((x - mean) ** 2 + std**2) / s**2)
cost = np.log(tau / std) + 0.5 * ((std**2 + mean**2) / tau**2 - 1)
show("log evidence", evidence)
show("reconstruction", fit)
show("KL(q||prior)", cost)
show("ELBO", fit - cost)
show("KL(q||posterior)", evidence - fit + cost)
show_mean("ELBO estimate", log_w)

# d log w through z alone, and the score of q; by mu and by log sigma.
by_z = -z / tau**2 + (x - z) / s**2 + u / std
for name, through, score in (("μ", 1.0, u / std), ("log σ", std * u, u**2 - 1.0)):
    show_variance(f"score function {name} measured variance", log_w * score)
    show_variance(f"pathwise {name} measured variance", by_z * through - score)
    show_variance(f"sticking the landing {name} measured variance", by_z * through)

# Sets of K samples.
sets = samples // k
log_w, u, by_z = (each[: sets * k].reshape(sets, k) for each in (log_w, u, by_z))
total = logsumexp(log_w, axis=1)
share = np.exp(log_w - total[:, None])
show_mean("L_K estimate", total - np.log(k))
for name, through, score in (("μ", 1.0, u / std), ("log σ", std * u, u**2 - 1.0)):
    pathwise = np.sum(share * (by_z * through - score), axis=1)
    show_mean(f"L_K pathwise {name} measured mean", pathwise)
    doubly = np.sum(share**2 * by_z * through, axis=1)
    show_mean(f"L_K doubly reparameterised {name} measured mean", doubly)
