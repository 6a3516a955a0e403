"""Gradients of gated losses from samples of q, by the mean and the log std of p."""

import numpy as np
from scipy.stats import norm

# Parameters
p_mean = [0.3]
p_covariance = [[1.0]]
q_mean = [0.0]
q_covariance = [[1.0]]
slope = 1.0
bend = 0.0
constant = 0.0
low = 0.2
high = 0.28
dual = 3.0
cap = 2.0
mask_low = 0.5
mask_high = 5.0
samples = 100000
seed = 7

p = norm(p_mean[0], p_covariance[0][0] ** 0.5)
q = norm(q_mean[0], q_covariance[0][0] ** 0.5)
x = q.rvs(samples, random_state=np.random.default_rng(seed))
w = np.exp(p.logpdf(x) - q.logpdf(x))
a = constant + slope * x + bend * x**2
away = (x - p.mean()) / p.std()
scores = {"μ": away / p.std(), "log σ": away**2 - 1}

up = a > 0
clipped = np.where(up, w <= 1 + low, w >= 1 - low)
gates = {
    "no gate": w,
    "PPO": w * clipped,
    "clip-higher": w * np.where(up, w <= 1 + high, w >= 1 - low),
    "dual clip": w * clipped * (up | (w <= dual)),
    "CISPO": np.clip(w, 0, 1 + high),
    "TIS": np.minimum(w, cap),
    "IcePop": w * ((mask_low <= w) & (w <= mask_high)),
}
print(f"true ∂ μ: {slope + 2 * bend * p.mean()}")
print(f"true ∂ log σ: {2 * bend * p.var()}")
for gate, flow in gates.items():
    for name, score in scores.items():
        g = flow * a * score
        print(f"{gate}: measured ∂ {name}: {g.mean()} +- {g.std() / samples**0.5}")
