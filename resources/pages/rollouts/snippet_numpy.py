"""The ratio of a trainer and a sampler over rollouts: drawn here, with a fault or without one."""

import numpy as np

# Parameters
drawn = "healthy"
length = 100
samples = 100_000
seed = 7

rng = np.random.default_rng(seed + 1)
shortest = -(-length // 2)
sequences = max(2 * min(samples, 100_000) // (shortest + length), 16)
lengths = rng.integers(shortest, length + 1, sequences)
starts = np.cumsum(lengths) - lengths
n = lengths.sum()


def log_softmax(z):
    z = z - z.max(axis=1, keepdims=True)
    return z - np.log(np.exp(z).sum(axis=1, keepdims=True))


def top_p(log_p, share=0.9):
    """Without the tokens beyond the fewest that hold this much probability."""
    order = np.argsort(-log_p, axis=1)
    p = np.exp(np.take_along_axis(log_p, order, axis=1))
    out = np.zeros(log_p.shape, bool)
    np.put_along_axis(out, order, np.cumsum(p, axis=1) - p >= share, axis=1)
    return np.where(out, -np.inf, log_p)


# The sampler draws a token from its own logits; those of the trainer differ by noise.
logits = 2.0 * rng.standard_normal((n, 40))
age = np.repeat(rng.integers(0, 3, sequences), lengths)
size = np.full(n, {"drift": 0.3, "top-p": 0.0}.get(drawn, 0.05))
if drawn == "stale":
    size = np.hypot(0.17 * age, size)
trainer = log_softmax(logits + size[:, None] * rng.standard_normal(logits.shape))
sampler = logits / 0.7 if drawn == "temperature" else logits
if drawn == "top-p":
    sampler = top_p(log_softmax(logits))
sampler = log_softmax(sampler)
token = np.argmax(np.cumsum(np.exp(sampler), axis=1) > rng.random((n, 1)), axis=1)
new, old = trainer[np.arange(n), token], sampler[np.arange(n), token]
if drawn == "first token":
    new[starts] = np.minimum(new[starts] + rng.normal(-2.5, 0.2, sequences), -0.001)
for start, count in zip(starts, lengths, strict=True):
    if drawn == "shifted":
        new[start : start + count] = np.roll(new[start : start + count], 1)
        new[start] = rng.choice(new)
    if drawn == "zeros" and count > 5:
        first = start + rng.integers(0, count - 4)
        old[first : first + 4] = 0.0


def by_sequence(x):
    return np.add.reduceat(x, starts)


def jackknife(name, statistic, *sums):
    """A function of sums over all sequences, with the error that leaving each one out shows."""
    totals = [np.sum(x) for x in sums]
    away = statistic(*(t - x for t, x in zip(totals, sums, strict=True)))
    error = np.sqrt((sequences - 1) * np.var(away))
    print(f"{name}: {statistic(*totals):.10g} +- {error:.3g}")


def mean(total, count):
    return total / count


def effective_share(total, square, count):
    return total**2 / (count * square)


def variance(total, square, count):
    return (square - total**2 / count) / (count - 1)


log_w = new - old
w = np.exp(log_w)
S, m = by_sequence(log_w), by_sequence(log_w) / lengths
W, one = np.exp(S), np.ones(sequences)
jackknife("mean ratio", mean, by_sequence(w), lengths)
jackknife("mean log-ratio", mean, S, lengths)
jackknife("k3", mean, by_sequence(np.expm1(log_w) - log_w), lengths)
jackknife("share of |l| > 1/2", mean, by_sequence(np.abs(log_w) > 0.5), lengths)
jackknife("effective share of tokens", effective_share, by_sequence(w), by_sequence(w * w), lengths)
jackknife("effective share of sequences", effective_share, W, W * W, one)
jackknife("mean ratio of sequences", mean, W, one)
jackknife("variance of S", variance, S, S * S, one)

# As frameworks log it
jackknife("verl k3_kl", mean, by_sequence(np.expm1(log_w) - log_w), lengths)
jackknife("verl chi2_seq", mean, np.expm1(2.0 * np.clip(S, -20.0, 20.0)), one)
jackknife("slime kl", mean, -m, one)
jackknife("ms-swift chi2_seq", mean, np.expm1(2.0 * m), one)
jackknife("NeMo-RL token_mult_prob_error", mean, by_sequence(np.exp(np.abs(log_w))), lengths)
jackknife("trl sampling_logp_difference_mean", mean, by_sequence(np.abs(log_w)), lengths)
jackknife("miles ess_ratio", mean, by_sequence(w) ** 2 / (lengths * by_sequence(w * w)), one)
