"""Every exact number of the Replay page, in mpmath, from the buffer that it holds."""

from __future__ import annotations

from mpmath import fsum, mp, mpf

from engine.trajectories.off_policy import OffPolicy
from engine.trajectories.replay_buffer import replay_buffer

DIGITS = 60


def truths(scene, options, more=False):
    """Every exact readout by name; None where infinite."""
    with mp.workdps(2 * DIGITS if more else DIGITS):
        return _updates(_buffer(scene, options), options) | _stale(scene, options)


def _buffer(scene, options):
    """Tested by itself against a plain loop: here its doubles are what is given."""
    task, other = scene.task_of("p"), scene.task_of("q")
    return replay_buffer(
        OffPolicy(task, other.c, other.sigma),
        options.items,
        scene.seed,
        options.sequence,
        options.eta,
        options.factor,
        0.0,
        options.rescale,
    )


def _updates(buffer, options):
    d = [mpf(float(each)) for each in buffer.td_errors]
    sizes = [mpf(float(each)) for each in buffer.priorities]
    a, b, m = mpf(options.a), mpf(options.b), len(d)
    shares = [size**a if a else mpf(1) for size in sizes]
    total = fsum(shares)
    P = [share / total for share in shares]
    drawn = [i for i in range(m) if P[i] > 0]
    w = {i: (m * P[i]) ** -b for i in drawn}
    mean = fsum(P[i] * w[i] * d[i] for i in drawn)
    uniform = fsum(d) / m
    return {
        "mean update uniform": uniform,
        "mean update exact": mean,
        "mean update bias": mean - uniform,
        "variance of an update exact": fsum(P[i] * (w[i] * d[i] - mean) ** 2 for i in drawn),
        "variance of an update uniform": fsum((each - uniform) ** 2 for each in d) / m,
        "largest P exact": max(P),
        "items in effect exact": 1 / (m * fsum(each**2 for each in P)),
        "smallest weight exact": min(w.values()) / max(w.values()),
    }


def _stale(scene, options):
    w, u, v, rate, age = (mpf(getattr(options, name)) for name in ("w", "u", "v", "rate", "age"))
    s = mpf(float(scene.p.std[0]))
    old = w + rate * age
    scale = v**2 * w ** (2 * options.burn_in) * u**2 / (2 * s**2)
    distance = 1 / (1 - old**2) + 1 / (1 - w**2) - 2 / (1 - w * old)
    return {
        "w when stored exact": old,
        "KL, stored state exact": scale * distance,
        "KL, zero state exact": scale / (1 - w**2),
    }
