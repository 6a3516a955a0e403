"""The gradient of E r by the logits of a softmax policy: exact, REINFORCE, zeroth-order."""

import torch
from torch.distributions import Categorical

# Parameters
logits = [1.0, 0.2, 0.0, 0.5, -0.5]
rewards = [4.0, 5.0, 6.0, 1.0, 3.0]
standardise = False
temperature = 1.0
epsilon = 1.0
batch = 16
samples = 100000
seed = 7

torch.manual_seed(seed)
torch.set_default_dtype(torch.float64)
theta, r = torch.tensor(logits, requires_grad=True), torch.tensor(rewards)
if standardise:
    r = (r - r.mean()) / r.std(unbiased=False)
actions = len(r)
policy = Categorical(logits=theta / temperature)
(gradient,) = torch.autograd.grad(policy.probs @ r, theta)
pi = policy.probs.detach()
scores = (torch.eye(actions) - pi) / temperature  # row a: the gradient of log pi(a)


def show(name, value, error=None):
    print(f"{name}: {value:.10g}" + ("" if error is None else f" +- {error:.3g}"))


def variance(b):
    """(E |(r - b) score|^2 - |gradient|^2) / N, the actions enumerated."""
    return (pi @ ((r - b) ** 2 * scores.square().sum(dim=1)) - gradient @ gradient) / batch


def report(name, terms, means=1):
    """Each entry of the mean of the estimates, and the total variance of a batch's mean."""
    n = len(terms)
    for i, (mean, std) in enumerate(zip(terms.mean(dim=0), terms.std(dim=0), strict=True), 1):
        show(f"gradient {i}, {name}", mean, std / n**0.5)
    squares = (terms - terms.mean(dim=0)).square().sum(dim=1)
    show(f"measured variance, {name}", squares.mean() / means, squares.std() / means / n**0.5)


squared = pi * scores.square().sum(dim=1)
best = squared @ r / squared.sum()
show("E r", pi @ r)
show("Var r", pi @ (r - pi @ r) ** 2)
show("argmax reward", r[theta.argmax()])
show("gradient length", gradient.norm())
for i, entry in enumerate(gradient, 1):
    show(f"gradient {i}", entry)
for name, b in (("none", 0.0), ("mean", pi @ r), ("best", best)):
    show(f"variance, {name}", variance(b))

a = policy.sample((samples // batch * batch,))
for name, b in (("none", 0.0), ("mean", pi @ r), ("best", best)):
    report(name, (r[a] - b)[:, None] * scores[a], batch)
earned, s = r[a].reshape(-1, batch, 1), scores[a].reshape(-1, batch, actions)
left_out = (earned - earned.mean(dim=1, keepdim=True)) * batch / (batch - 1)
report("leave one out", (left_out * s).mean(dim=1))

u = torch.randn(samples, actions)
chosen = r[(theta.detach() + epsilon * u).argmax(dim=1)]
terms = (chosen - r[theta.argmax()])[:, None] * u / epsilon
for i, (mean, std) in enumerate(zip(terms.mean(dim=0), terms.std(dim=0), strict=True), 1):
    show(f"zeroth-order {i}, b r at θ", mean, std / samples**0.5)
blocks = torch.stack([block.mean(dim=0) for block in terms.chunk(20)])
cosines = torch.cosine_similarity(blocks, gradient.expand_as(blocks))
cosine = torch.cosine_similarity(terms.mean(dim=0), gradient, dim=0)
show("cosine, b r at θ", cosine, cosines.std() / 20**0.5)
