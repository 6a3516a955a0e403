"""The gradient of E r by the logits of a softmax policy: exact, REINFORCE, zeroth-order."""

import numpy as np
from scipy.special import softmax

# Parameters
logits = [1.0, 0.2, 0.0, 0.5, -0.5]
rewards = [4.0, 5.0, 6.0, 1.0, 3.0]
standardise = False
temperature = 1.0
epsilon = 1.0
batch = 16
samples = 100000
seed = 7

theta, r = np.array(logits), np.array(rewards)
if standardise:
    r = (r - r.mean()) / r.std()
actions = len(r)
pi = softmax(theta / temperature)
scores = (np.eye(actions) - pi) / temperature  # row a: the gradient of log pi(a)
gradient = pi * (r - pi @ r) / temperature


def show(name, value, error=None):
    print(f"{name}: {value:.10g}" + ("" if error is None else f" +- {error:.3g}"))


def variance(b):
    """(E |(r - b) score|^2 - |gradient|^2) / N, the actions enumerated."""
    return (pi @ ((r - b) ** 2 * np.sum(scores**2, axis=1)) - gradient @ gradient) / batch


def report(name, terms, means=1):
    """Each entry of the mean of the estimates, and the total variance of a batch's mean."""
    n = len(terms)
    for i, (mean, std) in enumerate(zip(terms.mean(axis=0), terms.std(axis=0), strict=True), 1):
        show(f"gradient {i}, {name}", mean, std / np.sqrt(n))
    squares = np.sum((terms - terms.mean(axis=0)) ** 2, axis=1)
    show(f"measured variance, {name}", squares.mean() / means, squares.std() / means / np.sqrt(n))


squared = pi * np.sum(scores**2, axis=1)
best = squared @ r / squared.sum()
show("E r", pi @ r)
show("Var r", pi @ (r - pi @ r) ** 2)
show("argmax reward", r[np.argmax(theta)])
show("gradient length", np.linalg.norm(gradient))
for i, entry in enumerate(gradient, 1):
    show(f"gradient {i}", entry)
for name, b in (("none", 0.0), ("mean", pi @ r), ("best", best)):
    show(f"variance, {name}", variance(b))

generator = np.random.default_rng(seed)
a = generator.choice(actions, size=samples // batch * batch, p=pi)
for name, b in (("none", 0.0), ("mean", pi @ r), ("best", best)):
    report(name, (r[a] - b)[:, None] * scores[a], batch)
earned, s = r[a].reshape(-1, batch, 1), scores[a].reshape(-1, batch, actions)
left_out = (earned - earned.mean(axis=1, keepdims=True)) * batch / (batch - 1)
report("leave one out", np.mean(left_out * s, axis=1))

u = generator.normal(size=(samples, actions))
chosen = r[np.argmax(theta + epsilon * u, axis=1)]
terms = (chosen - r[np.argmax(theta)])[:, None] * u / epsilon
for i, (mean, std) in enumerate(zip(terms.mean(axis=0), terms.std(axis=0), strict=True), 1):
    show(f"zeroth-order {i}, b r at θ", mean, std / np.sqrt(samples))
blocks = np.array([block.mean(axis=0) for block in np.array_split(terms, 20)])
cosines = blocks @ gradient / np.linalg.norm(blocks, axis=1) / np.linalg.norm(gradient)
whole = terms.mean(axis=0)
cosine = whole @ gradient / np.linalg.norm(whole) / np.linalg.norm(gradient)
show("cosine, b r at θ", cosine, cosines.std(ddof=1) / np.sqrt(20))
