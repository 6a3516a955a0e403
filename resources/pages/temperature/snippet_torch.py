"""The maximum-entropy policy of -curvature (a - centre)^2 by quadrature on a grid."""

import math

import torch

# Parameters
curvature = 1.0
centre = 0.5
alpha = 0.2
bounded = True

std = math.sqrt(alpha / (2 * curvature))
low, high = (-1.0, 1.0) if bounded else (centre - 12 * std, centre + 12 * std)
# Midpoints, dense where the policy is.
edges = torch.linspace(low, high, 400_001, dtype=torch.float64)
action, width = 0.5 * (edges[1:] + edges[:-1]), edges.diff()
reward = -curvature * (action - centre) ** 2
log_z = torch.logsumexp(reward / alpha + width.log(), 0)
probability = (reward / alpha + width.log() - log_z).exp()
expected = (probability * reward).sum()
entropy = log_z - expected / alpha
print(f"E r: {expected.item()}\nentropy: {entropy.item()}\nsoft value: {(alpha * log_z).item()}")
print(f"actor's E r: {expected.item()}" if not bounded else f"largest entropy: {math.log(2)}")
print(
    f"actor's entropy: {entropy.item()}"
    if not bounded
    else f"largest entropy: {math.log(high - low)}"
)
