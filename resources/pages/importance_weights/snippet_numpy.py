"""Importance weights w = p/q of samples of q: can they be trusted, and estimates of E_p f."""

import numpy as np
from scipy.linalg import eigh
from scipy.special import expit
from scipy.stats import multivariate_normal

# Parameters
p_mean = [0.0]
p_covariance = [[1.0]]
q_mean = [1.0]
q_covariance = [[1.0]]
samples = 100000
seed = 7
function = "x"
point = 0.0
direction = "axis"
axis = 1
clip = 1.0

functions = {
    "1": np.ones_like,
    "x": lambda t: t,
    "x^2": np.square,
    "indicator": lambda t: (t > point).astype(float),
    "sigmoid": lambda t: expit(t - point),
    "distance": lambda t: np.abs(t - point),
}


def along():
    """The unit vector that f looks along."""
    vector = np.eye(len(p.mean))[axis - 1]
    if direction == "mean difference" and np.any(p.mean != q.mean):
        vector = p.mean - q.mean
    elif direction == "worst direction":
        lam, columns = eigh(p.cov, q.cov)
        worst = len(lam) - 1
        if lam[-1] < 2.0:  # what adds most to log(1 + chi-square)
            shift = columns.T @ (p.mean - q.mean)
            worst = np.argmax(shift**2 / (2.0 - lam) - 0.5 * np.log(lam * (2.0 - lam)))
        vector = q.cov @ columns[:, worst]
    return vector / np.linalg.norm(vector) * np.sign(vector[np.argmax(np.abs(vector))])


def kl(a, b):
    """KL(a||b) = (tr(B^-1 A) + m' B^-1 m - d + log(|B| / |A|)) / 2, m the difference of means."""
    shift = b.mean - a.mean
    inside = np.trace(np.linalg.solve(b.cov, a.cov)) + shift @ np.linalg.solve(b.cov, shift)
    return 0.5 * (inside - len(shift) + np.linalg.slogdet(b.cov)[1] - np.linalg.slogdet(a.cov)[1])


def chi_square(a, b):
    """E_b (a/b)^2 - 1, infinite where 2 B - A is not positive definite."""
    mixed = 2.0 * b.cov - a.cov
    if np.linalg.eigvalsh(mixed)[0] <= 0.0:
        return np.inf
    shift = b.mean - a.mean
    volumes = 2.0 * np.linalg.slogdet(b.cov)[1] - np.linalg.slogdet(a.cov)[1]
    volumes -= np.linalg.slogdet(mixed)[1]
    return np.expm1(shift @ np.linalg.solve(mixed, shift) + 0.5 * volumes)


def smoothed(log_w):
    """Log-weights with their tail replaced by quantiles of a generalized Pareto fit, and k-hat.

    Vehtari et al., arXiv 1507.02646; the fit is that of Zhang and Stephens (2009).
    """
    n = len(log_w)
    order = np.argsort(log_w)
    tail = order[n - int(np.ceil(min(n / 5.0, 3.0 * np.sqrt(n)))) :]
    cutoff = log_w[order[-len(tail) - 1]]
    x = np.expm1(log_w[tail] - cutoff)
    j = np.arange(1.0, 31.0 + int(np.sqrt(len(x))))
    b = 1.0 / x[-1] + (1.0 - np.sqrt(len(j) / (j - 0.5))) / (3.0 * x[int(len(x) / 4.0 + 0.5) - 1])
    k = np.mean(np.log1p(-b[:, None] * x), axis=1)
    likelihood = len(x) * (np.log(-b / k) - k - 1.0)
    b = np.average(b, weights=np.exp(likelihood - likelihood.max()))
    k = np.mean(np.log1p(-b * x))
    scale = -k / b
    k = (len(x) * k + 5.0) / (len(x) + 10.0)
    places = (np.arange(len(x)) + 0.5) / len(x)
    result = log_w.copy()
    quantiles = scale * np.expm1(-k * np.log1p(-places)) / k
    result[tail] = np.minimum(cutoff + np.log1p(quantiles), log_w.max())
    return result, k


def show(name, value, error=None):
    print(f"{name}: {value:.10g}" + ("" if error is None else f" +- {error:.3g}"))


def show_mean(name, terms):
    show(name, np.mean(terms), np.std(terms, ddof=1) / np.sqrt(len(terms)))


def show_ratio(name, weights, values):
    """sum w f / sum w, with the error of the delta method."""
    mean = np.average(values, weights=weights)
    show(name, mean, np.linalg.norm(weights * (values - mean)) / np.sum(weights))


p = multivariate_normal(p_mean, p_covariance)
q = multivariate_normal(q_mean, q_covariance)
x = q.rvs(samples, random_state=np.random.default_rng(seed)).reshape(samples, -1)
log_w = p.logpdf(x) - q.logpdf(x)
w = np.exp(log_w)
f = functions[function](x @ along())

show("limit of ESS/n", 1.0 / (1.0 + chi_square(p, q)))
show("chi-square(p||q)", chi_square(p, q))
largest = eigh(p.cov, q.cov, eigvals_only=True)[-1]
if largest > 1.0:  # else the weights are bounded or have all moments
    show("exact k", 1.0 - 1.0 / largest)
show("KL(p||q)", kl(p, q))
show("KL(q||p)", kl(q, p))

ess = np.sum(w) ** 2 / np.sum(w**2)
blocks = w[: samples // 20 * 20].reshape(20, -1)  # its error from 20 blocks
each = np.sum(blocks, axis=1) ** 2 / np.sum(blocks**2, axis=1) / blocks.shape[1]
error = np.std(each, ddof=1) / np.sqrt(20)
show("ESS", ess, samples * error)
show("ESS/n", ess / samples, error)
log_smooth, k_hat = smoothed(log_w)
show("k-hat", k_hat, (1.0 + abs(k_hat)) / np.sqrt(np.ceil(min(samples / 5, 3 * samples**0.5))))
show_mean("mean w", w)
show_mean("KL(q||p) estimate", -log_w)
show_mean("KL(p||q) estimate", w * log_w)

show_mean("plain estimate", w * f)
show_ratio("self-normalised estimate", w, f)
show_mean("truncated estimate", np.minimum(w, np.sqrt(samples) * np.mean(w)) * f)
show_mean("clipped estimate", np.minimum(w, clip) * f)
show_mean("masked estimate", np.where(w <= clip, w, 0.0) * f)
show_ratio("PSIS estimate", np.exp(log_smooth), f)
