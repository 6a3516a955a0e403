"""Steps from a Gaussian policy, the KL that each reaches in nats, and its return."""

import torch
from torch.distributions import Normal, kl_divergence

# Parameters
q_mean = [1.0]
q_covariance = [[1.0]]
objective = "square"
k = 0.0
factor = -1.0
delta = 0.1
samples = 100000
seed = 7


def show(name, value, error=None):
    print(f"{name}: {value:.10g}" + ("" if error is None else f" +- {error:.3g}"))


def show_mean(name, terms):
    show(name, terms.mean(), terms.std() / len(terms) ** 0.5)


def expected(m, s):
    """E f under N(m, s^2), the sum over the directions."""
    v = s * s
    forms = {
        "square": lambda: (m - k) ** 2 + v,
        "exp": lambda: torch.exp(-k * m * m / (1 + 2 * k * v)) / (1 + 2 * k * v).sqrt(),
        "cos": lambda: torch.cos(k * m) * torch.exp(-0.5 * k * k * v),
        "linear": lambda: k * m,
        "cubic": lambda: m**3 + 3 * m * v - k * m,
        "quartic": lambda: m**4 + 6 * m * m * v + 3 * v * v - k * (m * m + v),
        "step": lambda: torch.special.ndtr((m - k) / s),
    }
    return factor * forms[objective]().sum()


def reward(x):
    forms = {
        "square": lambda: (x - k) ** 2,
        "exp": lambda: torch.exp(-k * x * x),
        "cos": lambda: torch.cos(k * x),
        "linear": lambda: k * x,
        "cubic": lambda: x**3 - k * x,
        "quartic": lambda: x**4 - k * x * x,
        "step": lambda: (x > k).double(),
    }
    return factor * forms[objective]().sum(dim=1)


torch.manual_seed(seed)
torch.set_default_dtype(torch.float64)
# Along the two principal directions of the largest variances, which every step keeps.
variances, vectors = torch.linalg.eigh(torch.tensor(q_covariance))
variances, vectors = variances[-2:], vectors[:, -2:]
d = len(variances)
vectors = vectors * vectors.gather(0, vectors.abs().argmax(dim=0, keepdim=True)).sign()
mu = (vectors.T @ torch.tensor(q_mean)).requires_grad_()
sigma = variances.sqrt().requires_grad_()

value = expected(mu, sigma)
by_mu, by_sigma = torch.autograd.grad(value, (mu, sigma))
mu, sigma = mu.detach(), sigma.detach()
# F^-1 g in (mu, sigma), and the length of g in F^-1.
up, wider = sigma**2 * by_mu, sigma**2 / 2 * by_sigma
unit = (2 * delta / (by_mu @ up + by_sigma @ wider)).sqrt()
rate = (2 * delta / ((by_mu**2 + 2 * by_sigma**2) / sigma**2).sum()).sqrt()
shrink = 1 - unit * sigma * by_sigma
steps = {
    "gradient (μ, σ)": (mu + rate * by_mu, sigma + rate * by_sigma),
    "natural (μ, σ)": (mu + unit * up, sigma + unit * wider),
    "natural (μ, log σ)": (mu + unit * up, sigma * (unit * wider / sigma).exp()),
    "mirror": (mu + unit * up / shrink, sigma / shrink.sqrt()),
}
old = Normal(mu, sigma)
show("q return", value)
for name, (m, s) in steps.items():
    if not (s > 0).all():
        continue  # no such step: delta is too large for it
    new = Normal(m, s)
    show(f"{name} KL(old||new)", kl_divergence(old, new).sum())
    show(f"{name} KL(new||old)", kl_divergence(new, old).sum())
    show(f"{name} return", expected(m, s))
    x = old.sample((samples,))
    show_mean(f"{name} measured KL(old||new)", (old.log_prob(x) - new.log_prob(x)).sum(dim=1))
    show_mean(f"{name} measured return", reward(new.sample((samples,))))
