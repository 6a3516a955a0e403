"""The evidence bound, exact and from samples of q."""

import torch
from torch.distributions import Normal

# Parameters
q_mean = [1.0]
q_covariance = [[1.0]]
tau = 1.0
s = 0.5
x = 1.0
samples = 100000
seed = 7

torch.manual_seed(seed)
q = Normal(torch.tensor(q_mean[0]).double(), q_covariance[0][0] ** 0.5)
z = q.sample((samples,))
observed = torch.tensor(x).double()
log_w = Normal(0.0, tau).log_prob(z) + Normal(z, s).log_prob(observed) - q.log_prob(z)
evidence = Normal(0.0, (tau**2 + s**2) ** 0.5).log_prob(observed).item()
fit = (Normal(q.mean, s).log_prob(observed) - 0.5 * q.variance / s**2).item()
cost = torch.distributions.kl_divergence(q, Normal(0.0, tau)).item()
print(f"log evidence: {evidence}\nreconstruction: {fit}\nKL(q||prior): {cost}")
print(f"ELBO: {fit - cost}\nKL(q||posterior): {evidence - fit + cost}")
print(f"ELBO estimate: {log_w.mean().item()} +- {(log_w.std() / samples**0.5).item()}")
