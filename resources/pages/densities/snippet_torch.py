"""Divergences between two Gaussians in nats: closed forms, and two from samples."""

import torch
from torch.distributions import MultivariateNormal, kl_divergence

# Parameters
p_mean = [0.0]
p_covariance = [[1.0]]
q_mean = [1.0]
q_covariance = [[1.0]]
samples = 100000
seed = 7
alpha = 2.0


def renyi(a, b, order):
    """log E_b (a/b)^order / (order - 1), infinite where order B + (1 - order) A is not definite."""
    mixed = order * b.covariance_matrix + (1.0 - order) * a.covariance_matrix
    if torch.linalg.eigvalsh(mixed)[0] <= 0.0:
        return torch.tensor(torch.inf)
    shift = b.mean - a.mean
    volumes = torch.logdet(mixed) - (1.0 - order) * torch.logdet(a.covariance_matrix)
    volumes = volumes - order * torch.logdet(b.covariance_matrix)
    far = shift @ torch.linalg.solve(mixed, shift)
    return 0.5 * order * far - 0.5 * volumes / (order - 1.0)


def square_root(matrix):
    values, vectors = torch.linalg.eigh(matrix)
    return vectors * values.clamp(min=0.0).sqrt() @ vectors.T


def show(name, value, error=None):
    print(f"{name}: {value:.10g}" + ("" if error is None else f" +- {error:.3g}"))


torch.manual_seed(seed)
torch.set_default_dtype(torch.float64)
p = MultivariateNormal(torch.tensor(p_mean), torch.tensor(p_covariance))
q = MultivariateNormal(torch.tensor(q_mean), torch.tensor(q_covariance))

show("KL(p||q)", kl_divergence(p, q))
show("KL(q||p)", kl_divergence(q, p))
show("Jeffreys", kl_divergence(p, q) + kl_divergence(q, p))
for a, b, pair in ((p, q, "(p||q)"), (q, p, "(q||p)")):
    show(f"Rényi{pair}", kl_divergence(a, b) if alpha == 1.0 else renyi(a, b, alpha))
    show(f"log(1+chi-square){pair}", renyi(a, b, 2.0))
    show(f"chi-square{pair}", torch.expm1(renyi(a, b, 2.0)))
show("entropy of p", p.entropy())
show("entropy of q", q.entropy())
show("cross-entropy H(p,q)", p.entropy() + kl_divergence(p, q))
show("cross-entropy H(q,p)", q.entropy() + kl_divergence(q, p))

root = square_root(q.covariance_matrix)
between = square_root(root @ p.covariance_matrix @ root)
spread = torch.trace(p.covariance_matrix + q.covariance_matrix - 2.0 * between)
show("Wasserstein-2", ((p.mean - q.mean).square().sum() + spread).sqrt())
overlap = torch.exp(-0.5 * renyi(p, q, 0.5))
show("Bhattacharyya coefficient", overlap)
show("squared Hellinger", 1.0 - overlap)

halves = []
for source in (p, q):
    x = source.sample((samples,))
    log_p, log_q = p.log_prob(x), q.log_prob(x)
    log_mixture = torch.logaddexp(log_p, log_q) - torch.tensor(2.0).log()
    halves.append(source.log_prob(x) - log_mixture)
error = 0.5 * (halves[0].var() + halves[1].var()).sqrt() / samples**0.5
show("Jensen-Shannon", 0.5 * (halves[0].mean() + halves[1].mean()), error)
distance = -torch.expm1(log_p - log_q).clamp(max=0.0)  # x is of q here: E_q (1 - p/q)+
show("total variation", distance.mean(), distance.std() / samples**0.5)
