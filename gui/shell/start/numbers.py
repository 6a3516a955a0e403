"""Three numbers of two Gaussians, in closed form."""

from __future__ import annotations

import math

from engine.core.quantity import Quantity, Readout
from engine.divergence.closed_forms import kl, log1p_chi_square
from engine.page.page import page_named
from engine.page.scene import Scene


def pair_numbers(scene: Scene) -> tuple[Readout, ...]:
    """KL(q||p), KL(p||q), and the effective share of the weights p/q, exp(-Rényi_2(p||q))."""
    p, q = scene.p, scene.q
    log_chi = log1p_chi_square(p, q)
    infinite = "infinite variance of the weights" if math.isinf(log_chi) else ""
    return (
        _quantity("densities", "kl.q_p").exact(kl(q, p)),
        _quantity("densities", "kl.p_q").exact(kl(p, q)),
        _quantity("importance-weights", "ess.limit").exact(math.exp(-log_chi), infinite),
    )


def _quantity(page: str, key: str) -> Quantity:
    return next(each for each in page_named(page).quantities if each.key == key)
