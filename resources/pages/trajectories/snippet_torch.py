"""Policy gradients of a linear-quadratic task from sampled trajectories, by several estimators."""

import torch

# Parameters
p_mean = [0.0]
p_covariance = [[1.0]]
A = 1.0
B = 0.5
K = -0.5
tau = 0.2
m0 = 1.0
v0 = 0.5
q = 1.0
r = 0.1
g = 0.0
gamma = 0.95
T = 20
lam = 0.95
factor = 0.5
offset = 0.0
samples = 100000
seed = 7

torch.set_default_dtype(torch.float64)
c, sigma = p_mean[0], p_covariance[0][0] ** 0.5
n = max(samples // T, 2)  # trajectories
discount = gamma ** torch.arange(T, dtype=torch.float64)[:, None]


def values():
    """V_t(s) = P s^2 + p s + k as (P, p, k), (T + 1, 3), from the last step backwards."""
    found = torch.zeros(T + 1, 3)
    carry, moved, noise = A + B * K, B * c, (B * sigma) ** 2 + tau**2
    for t in reversed(range(T)):
        P, p, k = found[t + 1]
        found[t, 0] = gamma * P * carry**2 - q - r * K**2
        found[t, 1] = gamma * (2 * P * moved + p) * carry + 2 * (q * g - r * K * c)
        found[t, 2] = gamma * (P * (moved**2 + noise) + p * moved + k)
        found[t, 2] -= q * g**2 + r * (c**2 + sigma**2)
    return found


def faded(terms, fade):
    """sum over u >= t of fade^(u-t) x_u."""
    found = terms.clone()
    for t in reversed(range(T - 1)):
        found[t] += fade * found[t + 1]
    return found


def show(name, value, error=None):
    print(f"{name}: {value:.10g}" + ("" if error is None else f" +- {error:.3g}"))


def show_mean(name, terms):
    show(name, terms.mean(), terms.std() / len(terms) ** 0.5)


def show_estimator(name, credits):
    """Of sum_t gamma^t score_t A_t for each trajectory, credits (T, n)."""
    for parameter, score in scores.items():
        found = (discount * score * credits).sum(dim=0)
        show_mean(f"{name} measured mean {parameter}", found)
        show_mean(f"{name} measured variance {parameter}", (found - found.mean()) ** 2)


torch.manual_seed(seed)
e, noise = torch.randn(2, T, n)
s = torch.empty(T + 1, n)
s[0] = m0 + v0 * torch.randn(n)
for t in range(T):
    s[t + 1] = A * s[t] + B * (K * s[t] + c + sigma * e[t]) + tau * noise[t]
a = K * s[:-1] + c + sigma * e
rewards = -(q * (s[:-1] - g) ** 2 + r * a**2)
scores = {"K": e * s[:-1] / sigma, "c": e / sigma, "log sigma": e**2 - 1.0}

P, p, k = values().T[:, :, None]
V = P * s**2 + p * s + k
returns = faded(rewards, gamma)
deltas = rewards + gamma * V[1:] - V[:-1]
wrong = factor * V
wrong[:-1] += offset
wrong_deltas = rewards + gamma * wrong[1:] - wrong[:-1]

show("expected return", P[0, 0] * (m0**2 + v0**2) + p[0, 0] * m0 + k[0, 0])
show_mean("measured return", returns[0])
show_estimator("total reward", returns[0] / discount)  # no gamma^t in front
show_estimator("reward-to-go", returns)
show_estimator("to-go - V", returns - V[:-1])
show_estimator("GAE", faded(deltas, gamma * lam))
show_estimator("GAE, wrong V", faded(wrong_deltas, gamma * lam))
show_estimator("to-go, no γᵗ", returns / discount)
