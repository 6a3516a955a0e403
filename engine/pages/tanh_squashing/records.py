"""The arrays of each plot of the squash page."""

from __future__ import annotations

from dataclasses import dataclass

from engine.core.arrays import Array


@dataclass(frozen=True, slots=True)
class Curves:
    """p and q before and after squashing along one coordinate, all at the same u."""

    u: Array  # (m,), pre-tanh, ascending
    action: Array  # (m,)
    p_gaussian: Array  # (m,), per unit of u
    q_gaussian: Array
    p_density: Array  # (m,), per unit of the action; infinite where it is above 1.8e308
    q_density: Array
    low: float
    high: float
    coordinate: int  # from 1


@dataclass(frozen=True, slots=True)
class ActionHistogram:
    """How often the sampled actions fall into each bin, as a density."""

    edges: Array  # (b + 1,), actions
    p: Array  # (b,), per unit of the action
    q: Array
    samples: int  # of each


@dataclass(frozen=True, slots=True)
class ModeMarks:
    """The maxima of the two densities over one action, and when there are two of them."""

    p_action: Array  # (k,), ascending; one or two
    p_density: Array  # (k,), per unit of the action
    q_action: Array
    q_density: Array
    p_bimodal_std: float  # above this std the density has two modes
    q_bimodal_std: float
    p_area_without: float  # what the curve without the Jacobian encloses
    q_area_without: float


@dataclass(frozen=True, slots=True)
class Contours:
    """Lines of equal density, one after the other."""

    x: Array  # (m,)
    y: Array  # (m,)
    line: Array  # (m,), the number of the line that the point belongs to


@dataclass(frozen=True, slots=True)
class PlanePolicy:
    """The density of one policy over two actions; without the Jacobian if that is switched off."""

    density: Array  # (k, k), at the cells' centres, the first action along the first axis
    levels: Array  # (4,), above which 95, 75, 50 and 25 % of the mass lie
    contours: Contours  # at these levels
    points: Array  # (n, 2), sampled actions
    modes: Array  # (j, 2), actions, the highest first
    area: float  # of what is drawn: 1 with the Jacobian
    area_error: float  # 0 where the area is exact


@dataclass(frozen=True, slots=True)
class Plane:
    """Both policies over the square of actions, d = 2."""

    centres: Array  # (k, 2), of the cells, along either axis
    p: PlanePolicy
    q: PlanePolicy
    low: Array  # (2,), bounds of the actions
    high: Array  # (2,)
    masses: Array  # (4,), of the levels


@dataclass(frozen=True, slots=True)
class Precision:
    """How many nats each formula is off, at its worst in every cell of |u|."""

    u: Array  # (c,), the cells' centres
    float32: Array  # (formulas, c), largest absolute error; inf where the formula gives -inf
    float64: Array
    breaks_float32: Array  # (formulas,), least |u| off by more than the tolerance; inf: never
    breaks_float64: Array
    infinite_float32: Array  # (formulas,), least |u| at which it gives -inf; inf: never
    infinite_float64: Array
    cursor: float
    at_cursor_float32: Array  # (formulas,), error at the cursor; -inf where the formula is
    at_cursor_float64: Array
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Entropies:
    """Entropies in nats of one action against the std of its Gaussian, for p's mean."""

    std: Array  # (n,)
    base: Array
    jacobian_term: Array
    squashed: Array
    best_std: float
    best_entropy: float
    current_std: float
    current_base: float
    current_term: float
    current_squashed: float
    mean: float
    uniform: float  # ln (high - low): no law within the bounds has more
    action: str  # which: a, or one of a1, a2, ...


@dataclass(frozen=True, slots=True)
class KLComparison:
    """KL(p||q) before and after squashing from the same samples, nats."""

    exact: float
    before: float
    before_error: float
    after: float
    after_error: float
    p_only: float  # its exact mean if p alone is corrected
    q_only: float
    samples: int


@dataclass(frozen=True, slots=True)
class Ratios:
    """Log of the ratio p / q of new to old policy, samples of q in bins."""

    edges: Array  # (b + 1,), nats
    both: Array  # (b,), counts: corrected on both sides
    new_only: Array  # (b,), on p's side alone
    old_only: Array  # (b,), on q's side alone
    outside: Array  # (3, 2), counts below and beyond the bins: both, new only, old only
    samples: int  # the first so many
    means: Array  # (3,), over all samples: both, new only, old only
    errors: Array  # (3,)
    log_means: Array  # (3,), exact; nan where there is no closed form
    held: int  # samples whose ratio is too large to be averaged


@dataclass(frozen=True, slots=True)
class Objective:
    """E reward - alpha E ln pi of one action against the std, for p's mean.

    Rewards on a bounded action are bounded, so that without the Jacobian the objective rises with
    ln std without end.
    """

    std: Array  # (n,)
    with_jacobian: Array  # (n,), nats of alpha = 1
    without_jacobian: Array  # (n,)
    best_with: Array  # (2,), std and objective
    with_at_edge: bool  # the best std lies beyond the curve
    peaks_without: Array  # (j, 2), the local maxima without the Jacobian; it has no other
    current_std: float
    alpha: float
    reward: str
    action: str  # which: a, or one of a1, a2, ...
