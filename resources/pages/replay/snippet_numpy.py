"""Prioritised replay of TD errors, and a stale recurrent state: exact and as drawn."""

import numpy as np

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
items = 200
a = 0.9
b = 0.6
sequence = 1
eta = 0.9
factor = 0.5
rescale = False
w = 0.9
u = 1.0
v = 1.0
rate = -0.0001
age = 500.0
burn_in = 10
samples = 100000
seed = 7

c, sigma = p_mean[0], p_covariance[0][0] ** 0.5


def values():
    """V_t(s) = P s^2 + p s + k as (P, p, k), (T + 1, 3), from the last step backwards."""
    found = np.zeros((T + 1, 3))
    carry, moved, noise = A + B * K, B * c, (B * sigma) ** 2 + tau**2
    for t in reversed(range(T)):
        P, p, k = found[t + 1]
        found[t, 0] = gamma * P * carry**2 - q - r * K**2
        found[t, 1] = gamma * (2 * P * moved + p) * carry + 2 * (q * g - r * K * c)
        found[t, 2] = gamma * (P * (moved**2 + noise) + p * moved + k)
        found[t, 2] -= q * g**2 + r * (c**2 + sigma**2)
    return found


def normals(n):
    """Those of the first n trajectories: of s_0, then e_t and noise of each step, (1 + 2 T, n)."""
    size = max(131_072 // (1 + 2 * T), 64)  # trajectories in a block
    blocks = []
    for block in range(-(-n // size)):
        generator = np.random.Generator(
            np.random.Philox(
                key=np.array([seed, 1_000_000], dtype=np.uint64),
                counter=np.array([0, 0, 0, block], dtype=np.uint64),
            )
        )
        blocks.append(generator.standard_normal((1 + 2 * T, size)))
    return np.concatenate(blocks, axis=1)[:, :n]


def td_errors(n):
    """Of n trajectories of q under a critic of p, (T, n)."""
    z = normals(n)
    s = np.empty((T + 1, n))
    s[0] = m0 + v0 * z[0]
    action = np.empty((T, n))
    for t in range(T):
        action[t] = K * s[t] + q_mean[0] + q_covariance[0][0] ** 0.5 * z[1 + 2 * t]
        s[t + 1] = A * s[t] + B * action[t] + tau * z[2 + 2 * t]
    P, p, k = values().T[:, :, np.newaxis]
    V = factor * (P * s**2 + p * s + k)
    target = -(q * (s[:-1] - g) ** 2 + r * action**2) + gamma * V[1:]
    return h(target) - h(V[:-1]) if rescale else target - V[:-1]


def h(x):
    """R2D2's rescaling of values."""
    return np.sign(x) * (np.sqrt(np.abs(x) + 1) - 1) + 0.001 * x


def show(name, value, error=None):
    print(f"{name}: {value:.10g}" + ("" if error is None else f" +- {error:.3g}"))


def show_mean(name, terms):
    show(name, np.mean(terms), np.std(terms, ddof=1) / np.sqrt(len(terms)))


length = min(sequence, T)
each = T // length  # sequences of a trajectory
errors = td_errors(-(-items // each))[: each * length].T.reshape(-1, length)[:items]
size = np.abs(errors)
priority = eta * np.max(size, axis=1) + (1 - eta) * np.mean(size, axis=1)
d = np.mean(errors, axis=1)
P = priority**a / np.sum(priority**a)
weight = (items * P) ** -b
mean = np.sum(P * weight * d)
variance = np.sum(P * (weight * d - mean) ** 2)
drawn = np.random.default_rng(seed).choice(items, samples, p=P)
update = weight[drawn] * d[drawn]

old = w + rate * age
scale = v**2 * w ** (2 * burn_in) / (2 * sigma**2) * u**2
distance = 1 / (1 - old**2) + 1 / (1 - w**2) - 2 / (1 - w * old)

show("mean update uniform", np.mean(d))
show("mean update exact", mean)
show("mean update bias", mean - np.mean(d))
show("variance of an update exact", variance)
show_mean("mean update estimate", update)
show_mean("variance of an update estimate", (update - np.mean(update)) ** 2)
show("largest P exact", np.max(P))
show("items in effect exact", 1 / (items * np.sum(P**2)))
show("smallest weight exact", np.min(weight) / np.max(weight))
show("KL, stored state exact", scale * distance)
show("KL, zero state exact", scale / (1 - w**2))
