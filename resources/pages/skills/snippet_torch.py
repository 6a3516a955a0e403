"""I(S;Z) of equally likely skills N(mean, std^2) from samples and by quadrature, in nats."""

import math

import torch
from torch.distributions import Categorical, MixtureSameFamily, Normal

# Parameters
skills = 4
means = [-4.0, -1.0, 0.5, 4.0, 7.0, -7.0, 10.0, -10.0]
stds = [0.8, 1.0, 0.6, 1.2, 1.0, 1.0, 1.0, 1.0]
samples = 100000
seed = 7

torch.manual_seed(seed)
m, s = torch.tensor(means[:skills]).double(), torch.tensor(stds[:skills]).double()
log_k = math.log(len(m))
normals = Normal(m, s)
mixture = MixtureSameFamily(Categorical(torch.ones(len(m)).double()), normals)
edges = torch.unique(torch.cat([m + s * step for step in torch.linspace(-12, 12, 2401).double()]))
x = 0.5 * (edges[1:] + edges[:-1])
log_p = mixture.log_prob(x)
entropy = -(log_p.exp() * log_p * edges.diff()).sum().item()
own = normals.entropy().mean().item()
print(f"log K: {log_k}\nH(S): {entropy}\nH(S|Z): {own}\nI(S;Z): {entropy - own}")

z = torch.randint(len(m), (samples,))
x = Normal(m[z], s[z]).sample()
told = normals.log_prob(x[:, None]).log_softmax(1)[torch.arange(samples), z] + log_k
print(f"I(S;Z) estimate: {told.mean().item()} +- {(told.std() / math.sqrt(samples)).item()}")
