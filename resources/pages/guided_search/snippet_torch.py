"""The return of a policy from what a guide has left, and the objective of guided policy search."""

import torch
from torch.distributions import Normal

# Parameters
p_mean = [0.5]
p_covariance = [[0.25]]
q_mean = [0.0]
q_covariance = [[1.0]]
reward = "square"
k = 3.0
factor = -1.0
regulariser = 1.0
steps = 1
per_guide = 40
guides = "one"
second_mean = -2.0
second_std = 0.7
samples = 100000
seed = 7

REWARDS = {
    "square": lambda a: (a - k) ** 2,
    "exp": lambda a: torch.exp(-k * a**2),
    "cos": lambda a: torch.cos(k * a),
    "linear": lambda a: k * a,
    "cubic": lambda a: a**3 - k * a,
    "quartic": lambda a: a**4 - k * a**2,
    "step": lambda a: (a > k).double(),
}
torch.manual_seed(seed)
double = torch.float64
p = Normal(torch.tensor(p_mean[0], dtype=double), p_covariance[0][0] ** 0.5)
drawn_by = [Normal(torch.tensor(q_mean[0], dtype=double), q_covariance[0][0] ** 0.5)]
if guides == "two":
    drawn_by.append(Normal(torch.tensor(second_mean, dtype=double), second_std))


def weighed():
    actions = torch.cat([guide.sample((per_guide, steps)) for guide in drawn_by])
    log_q = torch.stack([guide.log_prob(actions).cumsum(1) for guide in drawn_by]).logsumexp(0)
    w = (p.log_prob(actions).cumsum(1) - log_q + torch.tensor(len(drawn_by)).log()).exp()
    share, r = w / w.sum(0), factor * REWARDS[reward](actions)
    return w, len(w) * share, r, (share * r).sum(0)


def show(name, value, influence):
    print(f"{name}: {value.item()} +- {(influence.std() / len(influence) ** 0.5).item()}")


edges = torch.linspace(-12, 12, 2_000_001, dtype=double)
z = 0.5 * (edges[1:] + edges[:-1])
density = torch.exp(-0.5 * z**2) / (2 * torch.pi) ** 0.5 * edges.diff()
mean = (density * REWARDS[reward](p.mean + p.stddev * z)).sum()
print(f"return of p: {(steps * factor * mean).item()}")
w, share, r, estimate = weighed()
log_z = w.mean(0).log().sum()
earned, spread = (share * (r - estimate)).sum(1), (share - 1).sum(1)
show("estimated return", estimate.sum(), earned)
show("log Z", log_z, spread)
show("Φ", estimate.sum() + regulariser * log_z, earned + regulariser * spread)
replays = max(20, samples // (len(drawn_by) * per_guide * steps))
many = torch.stack([weighed()[3].sum() for _ in range(replays)])
show("mean estimated return", many.mean(), many)
