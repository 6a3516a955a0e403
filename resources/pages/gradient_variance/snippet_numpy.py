"""Estimators of d/d(mu, sigma) E f(x), x ~ N(mu, sigma^2) = p: their means and variances."""

import numpy as np

# Parameters
p_mean = [1.0]
p_covariance = [[1.0]]
q_mean = [0.0]
samples = 100000
seed = 7
objective = "square"
k = 2.0
constant = 0.0
factor = 1.0
baseline = 1.0
batch_size = 10
epsilon = 1.0
width = "sigma"
reward = "sum"
coordinate = 1

shapes = {
    "square": (lambda x: (x - k) ** 2, lambda x: 2.0 * (x - k)),
    "exp": (lambda x: np.exp(-k * x**2), lambda x: -2.0 * k * x * np.exp(-k * x**2)),
    "cos": (lambda x: np.cos(k * x), lambda x: -k * np.sin(k * x)),
    "linear": (lambda x: k * x, lambda x: k * np.ones_like(x)),
    "cubic": (lambda x: x**3 - k * x, lambda x: 3.0 * x**2 - k),
    "quartic": (lambda x: x**4 - k * x**2, lambda x: 4.0 * x**3 - 2.0 * k * x),
    "step": (lambda x: (x > k).astype(float), None),
}
shape, slope = shapes[objective]
mean, std = np.array(p_mean), np.sqrt(np.diag(p_covariance))
mu, sigma = mean[coordinate - 1], std[coordinate - 1]
others = np.arange(len(mean)) != coordinate - 1  # that are rewarded beside it
if reward != "sum":
    others = np.zeros(len(mean), dtype=bool)
if reward == "mean difference":
    along = mean - q_mean if np.any(mean != q_mean) else np.eye(len(mean))[0]
    along = along / np.linalg.norm(along)
    mu, sigma = along @ mean, np.sqrt(along @ np.array(p_covariance) @ along)
chain = sigma if width == "log sigma" else 1.0  # d/d(log sigma) = sigma d/d(sigma)

generator = np.random.default_rng(seed)
z = generator.normal(size=samples)
z_others = generator.normal(size=(samples, np.sum(others)))
x_others = mean[others] + std[others] * z_others


def f(x, rest=x_others):
    return factor * (shape(x) + np.sum(shape(rest), axis=1)) + constant


def show(name, value, error):
    print(f"{name}: {value:.10g} +- {error:.3g}")


def report(name, coordinate_name, terms, size=1):
    """Mean and variance of the estimates, and N times the latter: the variance per sample."""
    n = len(terms)
    variance = np.var(terms)
    fourth = np.mean((terms - np.mean(terms)) ** 4)
    show(f"{name} measured mean {coordinate_name}", np.mean(terms), np.sqrt(variance / n))
    error = np.sqrt(max(fourth - variance**2, 0.0) / n)
    show(f"{name} measured variance {coordinate_name}", size * variance, size * error)


x = mu + sigma * z
rewards = f(x)
print(f"E f: {np.mean(rewards):.10g} +- {np.std(rewards) / np.sqrt(samples):.3g}")
scores = {"mu": z / sigma, "sigma": chain * (z**2 - 1.0) / sigma}
for name, score in scores.items():
    report("score_function/none", name, rewards * score)
    report("score_function/constant", name, (rewards - baseline) * score)
    report("score_function/mean", name, (rewards - np.mean(rewards)) * score)
    if batch_size > 1:
        whole = samples // batch_size * batch_size
        r, s = (a[:whole].reshape(-1, batch_size) for a in (rewards, score))
        left_out = (r - r.mean(axis=1, keepdims=True)) * batch_size / (batch_size - 1)
        report("score_function/leave_one_out", name, np.mean(left_out * s, axis=1), batch_size)
    if slope is not None:
        inner = {"mu": 1.0, "sigma": chain * z}[name]
        report("pathwise", name, factor * slope(x) * inner)

weibull = np.sqrt(-2.0 * np.log(generator.random(samples)))
difference = f(mu + sigma * weibull) - f(mu - sigma * weibull)
report("measure_valued/coupled", "mu", difference / (sigma * np.sqrt(2.0 * np.pi)))
maxwell = np.linalg.norm(generator.normal(size=(samples, 3)), axis=1)
maxwell *= generator.choice([-1.0, 1.0], size=samples)
difference = f(mu + sigma * maxwell) - f(mu + sigma * maxwell * generator.random(samples))
report("measure_valued/coupled", "sigma", chain * difference / sigma)

step = epsilon * sigma
shift = step * z_others
up, down = f(mu + step * z, mean[others] + shift), f(mu - step * z, mean[others] - shift)
report("zeroth_order/antithetic", "mu", (up - down) * z / (2.0 * step))
