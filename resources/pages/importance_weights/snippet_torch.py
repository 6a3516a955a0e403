"""Importance weights w = p/q of samples of q: can they be trusted, and estimates of E_p f."""

import math

import torch
from torch.distributions import MultivariateNormal, kl_divergence

# Parameters
p_mean = [0.0]
p_covariance = [[1.0]]
q_mean = [1.0]
q_covariance = [[1.0]]
samples = 100000
seed = 7
function = "x"
point = 0.0
direction = "axis"
axis = 1
clip = 1.0

functions = {
    "1": torch.ones_like,
    "x": lambda t: t,
    "x^2": torch.square,
    "indicator": lambda t: (t > point).double(),
    "sigmoid": lambda t: torch.sigmoid(t - point),
    "distance": lambda t: (t - point).abs(),
}


def relative():
    """The eigenvalues of covariance_q^-1 covariance_p, ascending, and their directions."""
    inverse = torch.linalg.inv(q.scale_tril)
    lam, vectors = torch.linalg.eigh(inverse @ p.covariance_matrix @ inverse.T)
    return lam, q.scale_tril @ vectors, vectors.T @ inverse @ (p.mean - q.mean)


def along():
    """The unit vector that f looks along."""
    vector = torch.eye(len(p.mean))[axis - 1]
    if direction == "mean difference" and (p.mean != q.mean).any():
        vector = p.mean - q.mean
    elif direction == "worst direction":
        lam, directions, shift = relative()
        worst = len(lam) - 1
        if lam[-1] < 2.0:  # what adds most to log(1 + chi-square)
            cost = shift.square() / (2.0 - lam) - 0.5 * torch.log(lam * (2.0 - lam))
            worst = cost.argmax()
        vector = directions[:, worst]
    return vector / vector.norm() * vector[vector.abs().argmax()].sign()


def chi_square():
    """E_q (p/q)^2 - 1, infinite where 2 covariance_q - covariance_p is not positive definite."""
    lam, _, shift = relative()
    if lam[-1] >= 2.0:
        return torch.tensor(torch.inf)
    return torch.expm1((shift.square() / (2.0 - lam) - 0.5 * torch.log(lam * (2.0 - lam))).sum())


def smoothed(log_w):
    """Log-weights with their tail replaced by quantiles of a generalized Pareto fit, and k-hat.

    Vehtari et al., arXiv 1507.02646; the fit is that of Zhang and Stephens (2009).
    """
    n = len(log_w)
    count = math.ceil(min(n / 5.0, 3.0 * math.sqrt(n)))
    order = log_w.argsort()
    tail, cutoff = order[n - count :], log_w[order[n - count - 1]]
    x = torch.expm1(log_w[tail] - cutoff)
    points = 30 + int(math.sqrt(count))
    j = torch.arange(1.0, points + 1.0)
    b = 1.0 / x[-1] + (1.0 - torch.sqrt(points / (j - 0.5))) / (3.0 * x[int(count / 4 + 0.5) - 1])
    k = torch.log1p(-b[:, None] * x).mean(dim=1)
    b = (b * torch.softmax(count * (torch.log(-b / k) - k - 1.0), dim=0)).sum()
    k = torch.log1p(-b * x).mean()
    scale = -k / b
    k = (count * k + 5.0) / (count + 10.0)
    places = (torch.arange(count) + 0.5) / count
    quantiles = scale * torch.expm1(-k * torch.log1p(-places)) / k
    result = log_w.clone()
    result[tail] = (cutoff + torch.log1p(quantiles)).clamp(max=log_w.max())
    return result, k


def show(name, value, error=None):
    print(f"{name}: {value:.10g}" + ("" if error is None else f" +- {error:.3g}"))


def show_mean(name, terms):
    show(name, terms.mean(), terms.std() / len(terms) ** 0.5)


def show_ratio(name, weights, values):
    """sum w f / sum w, with the error of the delta method."""
    mean = (weights * values).sum() / weights.sum()
    show(name, mean, (weights * (values - mean)).norm() / weights.sum())


torch.manual_seed(seed)
torch.set_default_dtype(torch.float64)
p = MultivariateNormal(torch.tensor(p_mean), torch.tensor(p_covariance))
q = MultivariateNormal(torch.tensor(q_mean), torch.tensor(q_covariance))
x = q.sample((samples,))
log_w = p.log_prob(x) - q.log_prob(x)
w = log_w.exp()
f = functions[function](x @ along())

show("limit of ESS/n", 1.0 / (1.0 + chi_square()))
show("chi-square(p||q)", chi_square())
largest = relative()[0][-1]
if largest > 1.0:  # else the weights are bounded or have all moments
    show("exact k", 1.0 - 1.0 / largest)
show("KL(p||q)", kl_divergence(p, q))
show("KL(q||p)", kl_divergence(q, p))

ess = w.sum().square() / w.square().sum()
blocks = w[: samples // 20 * 20].reshape(20, -1)  # its error from 20 blocks
each = blocks.sum(dim=1).square() / blocks.square().sum(dim=1) / blocks.shape[1]
error = each.std() / 20**0.5
show("ESS", ess, samples * error)
show("ESS/n", ess / samples, error)
log_smooth, k_hat = smoothed(log_w)
show("k-hat", k_hat, (1.0 + abs(k_hat)) / math.ceil(min(samples / 5, 3 * samples**0.5)) ** 0.5)
show_mean("mean w", w)
show_mean("KL(q||p) estimate", -log_w)
show_mean("KL(p||q) estimate", w * log_w)

show_mean("plain estimate", w * f)
show_ratio("self-normalised estimate", w, f)
show_mean("truncated estimate", w.clamp(max=samples**0.5 * w.mean()) * f)
show_mean("clipped estimate", w.clamp(max=clip) * f)
show_mean("masked estimate", torch.where(w <= clip, w, 0.0) * f)
show_ratio("PSIS estimate", log_smooth.exp(), f)
