"""Steps from a Gaussian policy, the KL that each reaches in nats, and its return."""

import numpy as np
from scipy.optimize import minimize
from scipy.special import ndtr

# Parameters
q_mean = [1.0]
q_covariance = [[1.0]]
objective = "square"
k = 0.0
factor = -1.0
delta = 0.1
ball = "old||new"
samples = 100000
seed = 7


def show(name, value, error=None):
    print(f"{name}: {value:.10g}" + ("" if error is None else f" +- {error:.3g}"))


def show_mean(name, terms):
    show(name, np.mean(terms), np.std(terms, ddof=1) / np.sqrt(len(terms)))


def reward(x):
    forms = {
        "square": lambda: (x - k) ** 2,
        "exp": lambda: np.exp(-k * x * x),
        "cos": lambda: np.cos(k * x),
        "linear": lambda: k * x,
        "cubic": lambda: x**3 - k * x,
        "quartic": lambda: x**4 - k * x * x,
        "step": lambda: np.where(x > k, 1.0, 0.0),
    }
    return factor * forms[objective]()


nodes, weights = np.polynomial.hermite_e.hermegauss(100)
weights = weights / np.sum(weights)


def expected(m, s):
    """E f under N(m, s^2) and its slopes by m and by s, elementwise."""
    if objective == "step":
        t = (m - k) / s
        bump = factor * np.exp(-0.5 * t * t) / np.sqrt(2.0 * np.pi) / s
        return factor * ndtr(t), bump, -t * bump
    f = weights * reward(m[:, None] + s[:, None] * nodes)
    return np.sum(f, axis=1), f @ nodes / s, f @ (nodes**2 - 1.0) / s


def kl(m, s, mean, std):
    """KL(N(m, s^2) || N(mean, std^2)), added up."""
    return np.sum(np.log(std / s) + (s**2 + (m - mean) ** 2) / (2.0 * std**2) - 0.5)


def edge(place):
    """m and s of a point of the edge of the ball, whose halves are, along each direction, across
    and rise: 2 KL is the sum of across^2 and rise^2, rise^2 = h(y) = e^y - 1 - y."""
    place = np.sqrt(2.0 * delta) * place / np.linalg.norm(place)
    sign = 1.0 if ball == "new||old" else -1.0
    across, rise = place[:d], sign * place[d:]
    y = np.where(rise < 1.0, np.sqrt(2.0) * rise, np.log1p(rise**2 + np.abs(rise)))
    for _ in range(50):  # Newton's steps
        slope = np.expm1(y)
        y = y - np.where(slope == 0.0, 0.0, (slope - y - rise**2) / np.where(slope, slope, 1.0))
    s = np.exp(0.5 * sign * y)
    return mu + sigma * across * (1.0 if sign > 0.0 else s), sigma * s


def best():
    """The largest return in the ball lies on its edge."""
    starts = np.random.default_rng(0).normal(size=(12, 2 * d))
    found = [minimize(lambda y: -np.sum(expected(*edge(y))[0]), y, tol=1e-10) for y in starts]
    return edge(min(found, key=lambda each: each.fun).x)


# Along the two principal directions of the largest variances, which every step keeps.
variances, vectors = np.linalg.eigh(np.array(q_covariance))
variances, vectors = variances[-2:], vectors[:, -2:]
d = len(variances)
vectors = vectors * np.sign(vectors[np.argmax(np.abs(vectors), axis=0), range(d)])
mu, sigma = vectors.T @ np.array(q_mean), np.sqrt(variances)

value, by_mu, by_sigma = expected(mu, sigma)
a, b = sigma * by_mu, sigma * by_sigma
unit = np.sqrt(2.0 * delta) / np.sqrt(np.sum(a**2 + b**2 / 2.0))
rate = np.sqrt(2.0 * delta) / np.sqrt(np.sum((by_mu**2 + 2.0 * by_sigma**2) / sigma**2))
a, b = unit * a, unit * b
shrink = np.maximum(1.0 - b, 0.0)
with np.errstate(divide="ignore", invalid="ignore"):
    mirror = mu + sigma * a / shrink, np.where(shrink > 0.0, sigma / np.sqrt(shrink), 0.0)
steps = {
    "gradient (μ, σ)": (mu + rate * by_mu, sigma + rate * by_sigma),
    "natural (μ, σ)": (mu + sigma * a, sigma * (1.0 + b / 2.0)),
    "natural (μ, log σ)": (mu + sigma * a, sigma * np.exp(b / 2.0)),
    "mirror": mirror,
}
u = np.random.default_rng(seed).standard_normal((samples, d))
show("q return", np.sum(value))
for name, (m, s) in steps.items():
    if np.any(s <= 0.0):
        continue  # no such step: delta is too large for it
    show(f"{name} KL(old||new)", kl(mu, sigma, m, s))
    show(f"{name} KL(new||old)", kl(m, s, mu, sigma))
    show(f"{name} return", np.sum(expected(m, s)[0]))
    x = mu + sigma * u
    ratio = ((x - m) / s) ** 2 / 2.0 - u**2 / 2.0 + np.log(s / sigma)
    show_mean(f"{name} measured KL(old||new)", np.sum(ratio, axis=1))
    show_mean(f"{name} measured return", np.sum(reward(m + s * u), axis=1))
show("best in the ball return", np.sum(expected(*best())[0]))
