"""Gaussian policies squashed by tanh, with and without the Jacobian correction. In nats."""

import torch
from torch.distributions import (
    AffineTransform,
    MultivariateNormal,
    TanhTransform,
    kl_divergence,
)

# Parameters
p_mean = [0.0]
p_covariance = [[1.0]]
q_mean = [1.0]
q_covariance = [[1.0]]
samples = 100000
seed = 7
low = -1.0
high = 1.0
second_bounds = "same"
second_low = -1.0
second_high = 1.0

if second_bounds == "own" and len(p_mean) == 2:
    low = torch.tensor([low, second_low], dtype=torch.float64)
    high = torch.tensor([high, second_high], dtype=torch.float64)


def log_jacobian(u):
    """log |da/du|, a = low + (high - low) (1 + tanh u) / 2, stable for every u; (n, d) -> (n,)."""
    squash, scale = TanhTransform(), AffineTransform((low + high) / 2.0, (high - low) / 2.0)
    slope = squash.log_abs_det_jacobian(u, squash(u))
    return (slope + scale.log_abs_det_jacobian(squash(u), None)).sum(-1)


def show(name, value, error=None):
    print(f"{name}: {value:.10g}" + ("" if error is None else f" +- {error:.3g}"))


def show_mean(name, terms):
    show(name, terms.mean(), terms.std() / len(terms) ** 0.5)


torch.manual_seed(seed)
torch.set_default_dtype(torch.float64)
p = MultivariateNormal(torch.tensor(p_mean), torch.tensor(p_covariance))
q = MultivariateNormal(torch.tensor(q_mean), torch.tensor(q_covariance))
for u in (0.0, 0.5):
    point = torch.full_like(p.mean, u)
    show(f"log-density at u = {u:g}", p.log_prob(point) - log_jacobian(point))
    show(f"log-density of q at u = {u:g}", q.log_prob(point) - log_jacobian(point))

draws = {}
for name, policy in (("p", p), ("q", q)):
    u = policy.sample((samples,))
    draws[name] = p.log_prob(u), q.log_prob(u), log_jacobian(u)
    show(f"base entropy of {name}", policy.entropy())
    show_mean(f"Jacobian term of {name}", draws[name][2])
    show_mean(f"squashed entropy of {name}", draws[name][2] - policy.log_prob(u))
    show_mean(f"area of {name} without Jacobian", draws[name][2].exp())

log_p, log_q, correction = draws["p"]
show("KL(p||q)", kl_divergence(p, q))
show_mean("KL(p||q) before squashing", log_p - log_q)
show_mean("KL(p||q) after squashing", (log_p - correction) - (log_q - correction))
log_p, log_q, correction = draws["q"]
show("KL(q||p)", kl_divergence(q, p))
show_mean("KL(q||p) before squashing", log_q - log_p)
show_mean("KL(q||p) after squashing", (log_q - correction) - (log_p - correction))
show_mean("mean ratio, both sides corrected", (log_p - log_q).exp())
show_mean("mean ratio, p only corrected", (log_p - correction - log_q).exp())
show_mean("mean ratio, q only corrected", (log_p - (log_q - correction)).exp())
