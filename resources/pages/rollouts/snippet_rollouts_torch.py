"""The ratio of a trainer and a sampler over the rollouts of a file: an NPZ of sequences x tokens,
or JSON lines, a sequence each."""

import json

import numpy as np
import torch

# Parameters
path = "rollouts.npz"
new_name = "old_log_probs"
old_name = "rollout_log_probs"
masks = ["response_mask"]


def cell(row, name):
    """Numbers of one sequence; null and text such as NaN are none."""
    flat = np.ravel(np.array(row[name], dtype=object))
    return np.array([np.nan if x is None else float(x) for x in flat])


def load():
    """log-probabilities of both policies, (n,), and the tokens of each sequence that count."""
    if path.endswith(".npz"):
        table = np.load(path)
        names = (new_name, old_name, *masks)
        rows = [{name: table[name][i] for name in names} for i in range(len(table[new_name]))]
    else:
        with open(path, encoding="utf-8") as file:
            rows = [json.loads(line) for line in file if line.strip()]
    new, old, lengths = [], [], []
    for row in rows:
        p, q = cell(row, new_name), cell(row, old_name)
        counts = np.isfinite(p) & np.isfinite(q)
        for name in masks:
            counts = counts & (cell(row, name) != 0.0)
        if counts.any():
            new.append(p[counts])
            old.append(q[counts])
            lengths.append(np.count_nonzero(counts))
    return np.concatenate(new), np.concatenate(old), np.array(lengths)


torch.set_default_dtype(torch.float64)
new, old, lengths = map(torch.as_tensor, load())
sequences = len(lengths)
which = torch.repeat_interleave(torch.arange(sequences), lengths)


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
