"""The ratio of a trainer and a sampler over rollouts: drawn here, with a fault or without one."""

import torch

# Parameters
drawn = "healthy"
length = 100
samples = 100_000
seed = 7

torch.set_default_dtype(torch.float64)
torch.manual_seed(seed)
shortest = -(-length // 2)
sequences = max(2 * min(samples, 100_000) // (shortest + length), 16)
lengths = torch.randint(shortest, length + 1, (sequences,))
which = torch.repeat_interleave(torch.arange(sequences), lengths)
starts = torch.cumsum(lengths, 0) - lengths
n = len(which)


def top_p(log_p, share=0.9):
    """Without the tokens beyond the fewest that hold this much probability."""
    ordered, order = torch.sort(log_p, dim=1, descending=True)
    p = ordered.exp()
    out = torch.zeros_like(log_p, dtype=torch.bool)
    out = out.scatter(1, order, torch.cumsum(p, 1) - p >= share)
    return log_p.masked_fill(out, -torch.inf)


# The sampler draws a token from its own logits; those of the trainer differ by noise.
logits = 2.0 * torch.randn(n, 40)
age = torch.randint(0, 3, (sequences,))[which]
size = torch.full((n,), {"drift": 0.3, "top-p": 0.0}.get(drawn, 0.05))
if drawn == "stale":
    size = torch.hypot(0.17 * age, size)
trainer = torch.log_softmax(logits + size[:, None] * torch.randn_like(logits), dim=1)
sampler = logits / 0.7 if drawn == "temperature" else logits
if drawn == "top-p":
    sampler = top_p(torch.log_softmax(logits, dim=1))
sampler = torch.log_softmax(sampler, dim=1)
token = torch.multinomial(sampler.exp(), 1)
new, old = trainer.gather(1, token)[:, 0], sampler.gather(1, token)[:, 0]
if drawn == "first token":
    new[starts] = torch.clamp(new[starts] - 2.5 + 0.2 * torch.randn(sequences), max=-0.001)
for start, count in zip(starts.tolist(), lengths.tolist(), strict=True):
    if drawn == "shifted":
        new[start : start + count] = torch.roll(new[start : start + count], 1)
        new[start] = new[int(torch.randint(n, ()))]
    if drawn == "zeros" and count > 5:
        first = start + int(torch.randint(count - 4, ()))
        old[first : first + 4] = 0.0


def by_sequence(x):
    return torch.zeros(sequences).index_add(0, which, x.double())


def jackknife(name, statistic, *sums):
    """A function of sums over all sequences, with the error that leaving each one out shows."""
    totals = [x.sum() for x in sums]
    away = statistic(*(t - x for t, x in zip(totals, sums, strict=True)))
    error = ((sequences - 1) * away.var(correction=0)).sqrt()
    print(f"{name}: {float(statistic(*totals)):.10g} +- {float(error):.3g}")


def mean(total, count):
    return total / count


def effective_share(total, square, count):
    return total**2 / (count * square)


def variance(total, square, count):
    return (square - total**2 / count) / (count - 1)


log_w = new - old
w = log_w.exp()
count, one = lengths.double(), torch.ones(sequences)
S = by_sequence(log_w)
m, W = S / count, S.exp()
jackknife("mean ratio", mean, by_sequence(w), count)
jackknife("mean log-ratio", mean, S, count)
jackknife("k3", mean, by_sequence(torch.expm1(log_w) - log_w), count)
jackknife("share of |l| > 1/2", mean, by_sequence(log_w.abs() > 0.5), count)
jackknife("effective share of tokens", effective_share, by_sequence(w), by_sequence(w * w), count)
jackknife("effective share of sequences", effective_share, W, W * W, one)
jackknife("mean ratio of sequences", mean, W, one)
jackknife("variance of S", variance, S, S * S, one)

# As frameworks log it
jackknife("verl k3_kl", mean, by_sequence(torch.expm1(log_w) - log_w), count)
jackknife("verl chi2_seq", mean, torch.expm1(2.0 * S.clamp(-20.0, 20.0)), one)
jackknife("slime kl", mean, -m, one)
jackknife("ms-swift chi2_seq", mean, torch.expm1(2.0 * m), one)
jackknife("NeMo-RL token_mult_prob_error", mean, by_sequence(log_w.abs().exp()), count)
jackknife("trl sampling_logp_difference_mean", mean, by_sequence(log_w.abs()), count)
jackknife("miles ess_ratio", mean, by_sequence(w) ** 2 / (count * by_sequence(w * w)), one)
