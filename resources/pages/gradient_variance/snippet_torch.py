"""Estimators of d/d(mu, sigma) E f(x), x ~ N(mu, sigma^2) = p: their means and variances."""

import math

import torch
from torch.distributions import Normal

# Parameters
p_mean = [1.0]
p_covariance = [[1.0]]
q_mean = [0.0]
samples = 100000
seed = 7
objective = "square"
k = 2.0
constant = 0.0
factor = 1.0
baseline = 1.0
batch_size = 10
epsilon = 1.0
width = "sigma"
reward = "sum"
coordinate = 1

shapes = {
    "square": lambda x: (x - k) ** 2,
    "exp": lambda x: torch.exp(-k * x**2),
    "cos": lambda x: torch.cos(k * x),
    "linear": lambda x: k * x,
    "cubic": lambda x: x**3 - k * x,
    "quartic": lambda x: x**4 - k * x**2,
    "step": lambda x: (x > k).double(),
}
shape = shapes[objective]
torch.manual_seed(seed)
torch.set_default_dtype(torch.float64)
covariance = torch.tensor(p_covariance)
mean, std = torch.tensor(p_mean), covariance.diagonal().sqrt()
mu, sigma = mean[coordinate - 1], std[coordinate - 1]
others = torch.arange(len(mean)) != coordinate - 1  # that are rewarded beside it
if reward != "sum":
    others[:] = False
if reward == "mean difference":
    along = mean - torch.tensor(q_mean)
    along = along / along.norm() if along.any() else torch.eye(len(mean))[0]
    mu, sigma = along @ mean, (along @ covariance @ along).sqrt()
chain = sigma if width == "log sigma" else 1.0  # d/d(log sigma) = sigma d/d(sigma)
z_others = torch.randn(samples, int(others.sum()))
x_others = mean[others] + std[others] * z_others


def f(x, rest=x_others):
    return factor * (shape(x) + shape(rest).sum(dim=1)) + constant


def show(name, value, error):
    print(f"{name}: {value:.10g} +- {error:.3g}")


def report(name, coordinate_name, terms, size=1):
    """Mean and variance of the estimates, and N times the latter: the variance per sample."""
    n = len(terms)
    variance = terms.var()
    fourth = (terms - terms.mean()).pow(4).mean()
    show(f"{name} measured mean {coordinate_name}", terms.mean(), (variance / n).sqrt())
    error = ((fourth - variance**2).clamp(min=0.0) / n).sqrt()
    show(f"{name} measured variance {coordinate_name}", size * variance, size * error)


# One mu and one sigma a sample, so that automatic differentiation gives a gradient for each.
each_mu = mu.expand(samples).clone().requires_grad_()
each_sigma = sigma.expand(samples).clone().requires_grad_()
policy = Normal(each_mu, each_sigma)
z = torch.randn(samples)
x = mu + sigma * z
rewards = f(x)
show("E f", rewards.mean(), rewards.std() / samples**0.5)
gradients = torch.autograd.grad(policy.log_prob(x).sum(), (each_mu, each_sigma))
scores = {"mu": gradients[0], "sigma": chain * gradients[1]}
for name, score in scores.items():
    report("score_function/none", name, rewards * score)
    report("score_function/constant", name, (rewards - baseline) * score)
    report("score_function/mean", name, (rewards - rewards.mean()) * score)
    if batch_size > 1:
        whole = samples // batch_size * batch_size
        r, s = (a[:whole].reshape(-1, batch_size) for a in (rewards, score))
        left_out = (r - r.mean(dim=1, keepdim=True)) * batch_size / (batch_size - 1)
        report("score_function/leave_one_out", name, (left_out * s).mean(dim=1), batch_size)

if objective != "step":
    through = f(each_mu + each_sigma * z).sum()  # what rsample does
    pathwise = torch.autograd.grad(through, (each_mu, each_sigma))
    report("pathwise", "mu", pathwise[0])
    report("pathwise", "sigma", chain * pathwise[1])

weibull = torch.sqrt(-2.0 * torch.log1p(-torch.rand(samples)))
difference = f(mu + sigma * weibull) - f(mu - sigma * weibull)
report("measure_valued/coupled", "mu", difference / (sigma * math.sqrt(2.0 * math.pi)))
maxwell = torch.randn(samples, 3).norm(dim=1) * torch.randn(samples).sign()
difference = f(mu + sigma * maxwell) - f(mu + sigma * maxwell * torch.rand(samples))
report("measure_valued/coupled", "sigma", chain * difference / sigma)

step = epsilon * sigma
shift = step * z_others
up, down = f(mu + step * z, mean[others] + shift), f(mu - step * z, mean[others] - shift)
report("zeroth_order/antithetic", "mu", (up - down) * z / (2.0 * step))
