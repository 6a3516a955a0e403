"""The ratio of a trainer and a sampler over the rollouts of a file: an NPZ of sequences x tokens,
or JSON lines, a sequence each."""

import json

import numpy as np

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


new, old, lengths = load()
sequences = len(lengths)
starts = np.cumsum(lengths) - lengths


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
