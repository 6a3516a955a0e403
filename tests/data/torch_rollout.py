"""How torch_rollout.csv was made: log-probabilities of one batch before and after a PPO update.

Run by hand, with PyTorch 2: python torch_rollout.py > torch_rollout.csv
"""

import csv
import sys

import torch
from torch.distributions import Independent, Normal

ROWS = 1000


def policy_of(network, log_std, observations):
    return Independent(Normal(network(observations), log_std.exp()), 1)


torch.manual_seed(11)
network = torch.nn.Sequential(torch.nn.Linear(4, 32), torch.nn.Tanh(), torch.nn.Linear(32, 2))
log_std = torch.nn.Parameter(torch.full((2,), -0.5))
optimizer = torch.optim.Adam([*network.parameters(), log_std], lr=3e-3)
observations = torch.randn(ROWS, 4)
with torch.no_grad():
    behaviour = policy_of(network, log_std, observations)
    actions = behaviour.sample()
    logp_old = behaviour.log_prob(actions)
advantages = -(actions - observations[:, :2]).square().sum(-1)
advantages = (advantages - advantages.mean()) / advantages.std()
for _ in range(10):
    ratio = (policy_of(network, log_std, observations).log_prob(actions) - logp_old).exp()
    clipped = ratio.clamp(0.8, 1.2)
    loss = -torch.minimum(ratio * advantages, clipped * advantages).mean()
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
with torch.no_grad():
    logp_new = policy_of(network, log_std, observations).log_prob(actions)

writer = csv.writer(sys.stdout)
writer.writerow(["step", "logp_old", "logp_new", "advantage"])
columns = (logp_old.tolist(), logp_new.tolist(), advantages.tolist())
writer.writerows([step, *row] for step, row in enumerate(zip(*columns, strict=True)))
