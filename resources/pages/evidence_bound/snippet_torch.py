"""The evidence bound in nats, L_K of K samples, and their gradients, from samples of q."""

import math

import torch
from torch.distributions import Normal, kl_divergence

# Parameters
q_mean = [1.0]
q_covariance = [[1.0]]
tau = 1.0
s = 0.5
x = 1.0
k = 8
samples = 100000
seed = 7


def show(name, value, error=None):
    print(f"{name}: {value:.10g}" + ("" if error is None else f" +- {error:.3g}"))


def show_mean(name, terms):
    show(name, terms.mean(), terms.std() / len(terms) ** 0.5)


def show_variance(name, terms):
    squares = (terms - terms.mean()).square()
    show(name, terms.var(), squares.std() / len(terms) ** 0.5)


def log_weights(u, mu, log_sigma, detached=False):
    """log p(x, z) - log q(z); detached: q's own parameters are no variables."""
    z = mu + log_sigma.exp() * u
    q = Normal(mu.detach(), log_sigma.detach().exp()) if detached else Normal(mu, log_sigma.exp())
    joint = Normal(0.0, tau).log_prob(z) + Normal(z, s).log_prob(torch.tensor(x))
    return joint - q.log_prob(z)


def gradients(bound, rows):
    """d bound / d mu and d log sigma of each row, which has parameters of its own."""
    mu = torch.full((rows, 1), mean, requires_grad=True)
    log_sigma = torch.full((rows, 1), math.log(std), requires_grad=True)
    return torch.autograd.grad(bound(mu, log_sigma).sum(), (mu, log_sigma))


torch.manual_seed(seed)
torch.set_default_dtype(torch.float64)
mean, std = q_mean[0], q_covariance[0][0] ** 0.5
q = Normal(torch.tensor(mean), std)
u = torch.randn(samples)
log_w = log_weights(u, torch.tensor(mean), torch.tensor(math.log(std)))

evidence = Normal(0.0, (tau**2 + s**2) ** 0.5).log_prob(torch.tensor(x))
fit = Normal(q.mean, s).log_prob(torch.tensor(x)) - 0.5 * q.variance / s**2
cost = kl_divergence(q, Normal(0.0, tau))
show("log evidence", evidence)
show("reconstruction", fit)
show("KL(q||prior)", cost)
show("ELBO", fit - cost)
show("KL(q||posterior)", evidence - fit + cost)
show_mean("ELBO estimate", log_w)

one = u.reshape(-1, 1)
ways = {
    "pathwise": lambda mu, ls: log_weights(one, mu, ls),
    "sticking the landing": lambda mu, ls: log_weights(one, mu, ls, detached=True),
}
for name, way in ways.items():
    by_mu, by_log_sigma = gradients(way, samples)
    show_variance(f"{name} μ measured variance", by_mu[:, 0])
    show_variance(f"{name} log σ measured variance", by_log_sigma[:, 0])

# Sets of K samples: the shares of the weights, once for each gradient, are no variables.
sets = samples // k
u = u[: sets * k].reshape(sets, k)
logs = log_w[: sets * k].reshape(sets, k)
show_mean("L_K estimate", torch.logsumexp(logs, dim=1) - math.log(k))
share = torch.softmax(logs, dim=1)
ways = {
    "pathwise": lambda mu, ls: share * log_weights(u, mu, ls),
    "doubly reparameterised": lambda mu, ls: share**2 * log_weights(u, mu, ls, detached=True),
}
for name, way in ways.items():
    by_mu, by_log_sigma = gradients(way, sets)
    show_mean(f"L_K {name} μ measured mean", by_mu[:, 0])
    show_mean(f"L_K {name} log σ measured mean", by_log_sigma[:, 0])
