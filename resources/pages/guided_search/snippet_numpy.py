"""The return of a policy from what guides have left, against the exact one."""

import numpy as np
from scipy.integrate import quad
from scipy.stats import norm

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
    "exp": lambda a: np.exp(-k * a**2),
    "cos": lambda a: np.cos(k * a),
    "linear": lambda a: k * a,
    "cubic": lambda a: a**3 - k * a,
    "quartic": lambda a: a**4 - k * a**2,
    "step": lambda a: (a > k) * 1.0,
}
p = norm(p_mean[0], p_covariance[0][0] ** 0.5)
drawn_by = [norm(q_mean[0], q_covariance[0][0] ** 0.5)]
if guides == "two":
    drawn_by.append(norm(second_mean, second_std))
rng = np.random.default_rng(seed)


def replay():
    return np.concatenate([g.rvs((per_guide, steps), random_state=rng) for g in drawn_by])


def weighed(actions):
    log_q = [np.cumsum(g.logpdf(actions), axis=1) for g in drawn_by]
    logs = np.cumsum(p.logpdf(actions), axis=1) - np.logaddexp.reduce(log_q) + np.log(len(drawn_by))
    w, r = np.exp(logs), factor * REWARDS[reward](actions)
    share = w / w.sum(axis=0)
    estimate = (share * r).sum(axis=0)
    return w, len(w) * share, r, estimate


def show(name, value, influence):
    print(f"{name}: {value} +- {influence.std(ddof=1) / np.sqrt(len(influence))}")


ends = p.mean() - 12 * p.std(), p.mean() + 12 * p.std()
inside = [min(max(k, ends[0]), ends[1])]
mean = quad(lambda a: p.pdf(a) * REWARDS[reward](a), *ends, points=inside, limit=500)[0]
print(f"return of p: {steps * factor * mean}")
w, share, r, estimate = weighed(replay())
log_z = np.log(w.mean(axis=0)).sum()
earned, spread = (share * (r - estimate)).sum(axis=1), (share - 1).sum(axis=1)
show("estimated return", estimate.sum(), earned)
show("log Z", log_z, spread)
show("Φ", estimate.sum() + regulariser * log_z, earned + regulariser * spread)
replays = max(20, samples // (len(drawn_by) * per_guide * steps))
many = np.array([weighed(replay())[3].sum() for _ in range(replays)])
show("mean estimated return", many.mean(), many)
