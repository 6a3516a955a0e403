"""KL(q||p) in nats by k1, k2, k3 from a file: samples of q, with log-probabilities of both."""

import csv

import numpy as np
import torch

# Parameters
path = "rollout.csv"
columns = ["logp_new", "logp_old"]
mask = ""
encoding = "utf-8-sig"
skip_lines = 1
delimiter = ","
decimal_comma = False
skip_bad_rows = False
batch = 64


def load(names):
    """Columns by name or number, (n, k), of a CSV, NPY or NPZ file; NaN where no number is."""
    with open(path, "rb") as file:
        start = file.read(2)
    if start == b"\x93N":  # NPY
        table = np.load(path)
        if table.dtype.names is None:
            table = table.reshape(len(table), -1)
            table = table.T if table.shape[1] > 10_000 else table  # columns that lie as rows
            return np.column_stack([table[:, int(name) - 1] for name in names]).astype(float)
        return np.column_stack([table[name] for name in names]).astype(float)
    if start == b"PK":  # NPZ; NAME_2 is the second column of the array NAME
        table = dict(np.load(path))
        for name in set(names) - set(table):
            array, _, number = name.rpartition("_")
            table[name] = table[array][:, int(number) - 1]
        arrays = [table[name].reshape(-1) for name in names]  # sequences x tokens are rows
        n = len(arrays[0])
        return np.column_stack([np.repeat(a, n // len(a)) for a in arrays]).astype(float)
    return load_text(names)


def load_text(names):
    """Of a CSV file; the last of the skipped lines may name the columns."""
    form = {"delimiter": delimiter, "skipinitialspace": True}
    with open(path, encoding=encoding, errors="replace") as file:
        skipped = [next(file).lstrip("# ") for _ in range(skip_lines)]
        known = [" ".join(name.split()) for row in csv.reader(skipped[-1:], **form) for name in row]
        places = [known.index(name) if name in known else int(name) - 1 for name in names]
        lines = (line for line in file if line.strip())
        rows = list(csv.reader(lines, **form))
    width = max(*places, len(known) - 1) + 1
    cells = [[row[i] if len(row) >= width else "" for i in places] for row in rows]
    truth = {"true": 1.0, "false": 0.0}
    words = [truth if name == mask else {} for name in names]
    return np.array([[*map(number, row, words)] for row in cells])


def number(cell, words):
    try:
        return float(cell.replace(",", ".") if decimal_comma else cell)
    except ValueError:
        return words.get(cell.strip().lower(), np.nan)


def log_ratios():
    """log w = new - old, in nats; -inf of the new policy is a weight of 0."""
    table = load(columns + [mask] * bool(mask))
    if mask:
        table = table[table[:, -1] != 0.0, :-1]
    old = table[:, 1] if len(columns) == 2 else np.zeros(len(table))
    log_w = np.where(np.isfinite(old), table[:, 0] - old, np.nan)
    usable = log_w < np.inf
    if not usable.all() and not skip_bad_rows:
        raise SystemExit(f"{np.sum(~usable)} of {len(usable)} rows of {path} cannot be used")
    return log_w[usable]


def show(name, value, error=None):
    print(f"{name}: {value:.10g}" + ("" if error is None else f" +- {error:.3g}"))


def show_share(name, happens):
    """A share, whose error stays above zero by Laplace's rule."""
    n, count = len(happens), happens.sum()
    hedged = (count + 1.0) / (n + 2.0)
    show(name, count / n, (hedged * (1.0 - hedged) / n).sqrt())


def show_mean(name, terms):
    error = terms.std() / len(terms) ** 0.5 if terms.isfinite().all() else torch.inf
    show(name, terms.mean(), error)


torch.set_default_dtype(torch.float64)
log_w = torch.tensor(log_ratios())
w = log_w.exp()
n = len(w)

show_mean("k1 estimate", -log_w)
show_mean("k2 estimate", 0.5 * log_w**2)
show_mean("k3 estimate", torch.expm1(log_w) - log_w)
show_share("share of k1 < 0", log_w > 0.0)
if n >= 10 * batch:  # batches of consecutive rows
    means = -log_w[: n // batch * batch].reshape(-1, batch).mean(dim=1)
    show_share("P(batch mean of k1 < 0)", means < 0.0)
show_mean("mean w", w)

if w.std() > 0.0 and log_w.isfinite().all():
    a, b = log_w.mean() - log_w, w - w.mean()
    best = -(a * b).mean() / b.square().mean()
    error = ((b * (a + best * b)).square().mean() / n).sqrt() / b.square().mean()
    show("best c", best, error)
