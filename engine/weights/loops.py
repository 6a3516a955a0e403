"""Gates on the weights of a tile of samples, compiled; beside `gate_samples`."""

from __future__ import annotations

from engine.core.arrays import Array
from engine.core.compiled import compiled


@compiled
def fill_gradient_weight(
    weight: Array, advantage: Array, levels: Array, truncates: float, out: Array
) -> None:
    """`gate_samples.gradient_weight` at each of m samples, (m,) each, into ``out``.

    ``levels`` are low and high for A above 0, then for others, (4,); beyond them w is cut to the
    nearer one where ``truncates`` is 1, and left out where it is 0.
    """
    low, high, low_else, high_else = levels[0], levels[1], levels[2], levels[3]
    for n in range(len(out)):
        w, positive = weight[n], advantage[n] > 0.0
        least = low if positive else low_else
        most = high if positive else high_else
        if truncates:
            out[n] = min(max(w, least), most)
        else:
            out[n] = w * ((w >= least) & (w <= most))
