"""Values from the steps of another policy: V-trace and importance sampling, as sampled."""

import math

import torch

# Parameters
p_mean = [0.0]
p_covariance = [[1.0]]
q_mean = [1.0]
q_covariance = [[1.0]]
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
clip_rho = 1.0
clip_c = 1.0
steps = 5
lam = 1.0
distance = 1.0
factor = 1.0
shift = 0.0
samples = 100000
seed = 7

torch.set_default_dtype(torch.float64)
c, sigma = p_mean[0], p_covariance[0][0] ** 0.5
offset = c + distance * (q_mean[0] - c)  # of the behaviour
std = sigma * (q_covariance[0][0] ** 0.5 / sigma) ** distance
n = max(samples // T, 2)  # trajectories
steps = min(steps, T)


def values(c, sigma):
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


def expected_return(c, sigma):
    P, p, k = values(c, sigma)[0]
    return P * (m0**2 + v0**2) + p * m0 + k


def clipped():
    """Mean and std of min(rho-bar mu, p), made whole, and its mass, on a grid."""
    reach = 12 * max(sigma, std) + abs(offset - c)
    x = torch.linspace(c - reach, c + reach, 2_000_001)
    step = x[1] - x[0]
    lower = torch.minimum(density(x, c, sigma), clip_rho * density(x, offset, std)) * step
    mass = lower.sum()
    mean = lower @ x / mass
    return mean, (lower @ (x - mean) ** 2 / mass).sqrt(), mass


def density(x, mean, std):
    return torch.exp(-0.5 * ((x - mean) / std) ** 2) / (std * (2 * torch.pi) ** 0.5)


def show(name, value, error=None):
    print(f"{name}: {value:.10g}" + ("" if error is None else f" +- {error:.3g}"))


def show_mean(name, terms):
    show(name, terms.mean(), terms.std() / len(terms) ** 0.5)


torch.manual_seed(seed)
u = offset + std * torch.randn(T, n)
s = torch.empty(T + 1, n)
s[0] = m0 + v0 * torch.randn(n)
for t in range(T):
    s[t + 1] = A * s[t] + B * (K * s[t] + u[t]) + tau * torch.randn(n)
rewards = -(q * (s[:-1] - g) ** 2 + r * (K * s[:-1] + u) ** 2)
log_w = 0.5 * ((u - offset) / std) ** 2 - 0.5 * ((u - c) / sigma) ** 2 + math.log(std / sigma)
w = log_w.exp()

P, p, k = values(c, sigma).T[:, :, None]
V = factor * (P * s**2 + p * s + k)
V[:-1] += shift
rho, trace = w.clamp(max=clip_rho), lam * w.clamp(max=clip_c)
vtrace = 0.0
for t in reversed(range(steps)):
    delta = rho[t] * (rewards[t] + gamma * V[t + 1] - V[t])
    vtrace = delta + gamma * trace[t] * vtrace
discount = gamma ** torch.arange(T, dtype=torch.float64)[:, None]
mean, spread, mass = clipped()

show("KL(μ||p) exact", 0.5 * ((std**2 + (offset - c) ** 2) / sigma**2 - 1) - math.log(std / sigma))
show("return of p exact", expected_return(c, sigma))
show("return of μ exact", expected_return(offset, std))
show("mean of πᵨ exact", mean)
show("std of πᵨ exact", spread)
show("E min(ρ̄, w) exact", mass)
show("return of πᵨ exact", expected_return(mean, spread))
show_mean("V-trace measured mean", V[0] + vtrace)
show_mean("per decision measured mean", (w.cumprod(dim=0) * discount * rewards).sum(dim=0))
show_mean("whole trajectory measured mean", w.prod(dim=0) * (discount * rewards).sum(dim=0))
