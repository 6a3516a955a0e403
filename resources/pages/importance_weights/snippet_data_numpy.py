"""Importance weights w = p/q from a file: samples of q, with log-probabilities of both."""

import csv

import numpy as np
from scipy.special import xlogy

# Parameters
path = "rollout.csv"
columns = ["logp_new", "logp_old"]
mask = ""
encoding = "utf-8-sig"
skip_lines = 1
delimiter = ","
decimal_comma = False
skip_bad_rows = False
clip = 1.0


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
    n, count = len(happens), np.sum(happens)
    hedged = (count + 1.0) / (n + 2.0)
    show(name, count / n, np.sqrt(hedged * (1.0 - hedged) / n))


def show_mean(name, terms):
    error = np.std(terms, ddof=1) / np.sqrt(len(terms)) if np.isfinite(terms).all() else np.inf
    show(name, np.mean(terms), error)


def tail_index(log_w):
    """k-hat and its error: the shape of a generalized Pareto fit to the largest weights.

    Vehtari et al., arXiv 1507.02646; the fit is that of Zhang and Stephens (2009).
    """
    n = len(log_w)
    log_w = np.sort(log_w)
    length = int(np.ceil(min(n / 5.0, 3.0 * np.sqrt(n))))
    cutoff = max(log_w[max(n - length - 1, 0)], log_w[-1] - 700.0)
    x = np.expm1(log_w[log_w > cutoff] - cutoff)
    if len(x) < 5 or x[0] == x[-1]:
        return np.inf, np.inf
    j = np.arange(1.0, 31.0 + int(np.sqrt(len(x))))
    b = 1.0 / x[-1] + (1.0 - np.sqrt(len(j) / (j - 0.5))) / (3.0 * x[int(len(x) / 4.0 + 0.5) - 1])
    k = np.mean(np.log1p(-b[:, None] * x), axis=1)
    likelihood = len(x) * (np.log(-b / k) - k - 1.0)
    b = np.average(b, weights=np.exp(likelihood - likelihood.max()))
    k = np.mean(np.log1p(-b * x))
    k = (len(x) * k + 5.0) / (len(x) + 10.0)
    return k, (1.0 + max(k, 0.0)) / np.sqrt(min(n / 5.0, 3.0 * np.sqrt(n)))


def show_delta(name, value, influence):
    """A value with the error of the delta method: each row's influence on it, (n,)."""
    show(name, value, np.std(influence) / np.sqrt(len(influence)))


log_w = log_ratios()
w = np.exp(log_w)
n = len(w)
r = w / np.mean(w)

share = 1.0 / np.mean(r**2)
influence = share * (2.0 * r - share * r**2)
show_delta("ESS", n * share, n * influence)
show_delta("ESS/n", share, influence)
show("k-hat", *tail_index(log_w))
show_mean("mean w", w)

largest = np.sort(r)[::-1]
top = int(np.ceil(n / 100))
carried = np.sum(largest[:top]) / n
show_delta("top 1 % share", carried, np.maximum(r - largest[top - 1], 0.0) - carried * r)
first = largest[0] / n
without = largest[1] / (n - largest[0])  # the share of the next, were the first not there
others = max(1.0 / (n * share) - first**2 - (1.0 - first) ** 2 / (n - 1), 0.0)
show("max share", first, np.hypot(first - without, first * np.sqrt(others)))  # jackknife

show_share("share of w > c", w > clip)
cut = np.maximum(w - clip, 0.0)
lost = np.sum(cut) / np.sum(w)
show("weight lost at c", lost, np.linalg.norm(cut - lost * w) / np.sum(w))
show_share("share of |w - 1| > 0.2", (log_w > np.log1p(0.2)) | (log_w < np.log1p(-0.2)))

show_mean("KL(q||p) estimate", -log_w)
show_mean("KL(p||q) estimate", xlogy(w, w))
# With weights divided by their mean, for log-probabilities that lack a constant.
show_mean("KL(q||p) self-normalised", r - 1.0 - log_w + np.log(np.mean(w)))
kl_pq = np.mean(xlogy(r, r))
show_mean("KL(p||q) self-normalised", xlogy(r, r) - (kl_pq + 1.0) * (r - 1.0))
