"""KL(q||p) of two Gaussians in nats: exact, and by k1, k2, k3 from samples of q."""

import torch
from torch.distributions import MultivariateNormal, kl_divergence

# Parameters
p_mean = [0.0]
p_covariance = [[1.0]]
q_mean = [1.0]
q_covariance = [[1.0]]
samples = 100000
seed = 7


def show(name, value, error=None):
    print(f"{name}: {value:.10g}" + ("" if error is None else f" +- {error:.3g}"))


def show_mean(name, terms):
    show(name, terms.mean(), terms.std() / len(terms) ** 0.5)


torch.manual_seed(seed)
torch.set_default_dtype(torch.float64)
p = MultivariateNormal(torch.tensor(p_mean), torch.tensor(p_covariance))
q = MultivariateNormal(torch.tensor(q_mean), torch.tensor(q_covariance))
x = q.sample((samples,))
log_w = p.log_prob(x) - q.log_prob(x)
w = log_w.exp()

show("KL(q||p)", kl_divergence(q, p))
show("KL(p||q)", kl_divergence(p, q))
show_mean("k1 estimate", -log_w)
show_mean("k2 estimate", 0.5 * log_w**2)
show_mean("k3 estimate", torch.expm1(log_w) - log_w)
show_mean("share of k1 < 0", (-log_w < 0.0).double())
show_mean("mean w", w)
