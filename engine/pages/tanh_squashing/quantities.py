"""The quantities of the squash page: most of them for p and for q."""

from __future__ import annotations

from engine.core.quantity import Known, Quantity
from engine.squash.jacobian_formulas import FORMULAS, Precision

POLICIES = ("p", "q")
EITHER: tuple[Known, ...] = ("exact", "estimated")
PRE_TANH = {"0": 0.0, "0.5": 0.5}
# Over two actions; each is reached from one of five starts.
MOST_MODES = 5
DIGITS: tuple[Precision, Precision] = ("float32", "float64")
FORMULA_KEYS = ("naive", "epsilon", "clamped", "round_trip", "log1p", "softplus")


def _of_both(
    key: str, row: str, name: str, help: str, unit: str = "",
    known: tuple[Known, ...] = ("exact",), brief: str = "",
) -> dict[str, Quantity]:  # fmt: skip
    """One quantity of p and of q; ``{}`` in names and the help stands for either."""
    return {
        each: Quantity(
            f"{key}.{each}",
            row,
            each,
            unit,
            help.format(each),
            known,
            name.format(each),
            brief=brief.format(each),
        )
        for each in POLICIES
    }


def _log_density(u: str) -> dict[str, Quantity]:
    names = {"p": f"log-density at u = {u}", "q": f"log-density of q at u = {u}"}
    help = "Of {}'s squashed density, at the action whose pre-tanh value is {} in every coordinate."
    return {
        each: Quantity(
            f"log_density.u_{u.replace('.', '_')}.{each}",
            f"log π at u = {u}",
            each,
            help=help.format(each, u),
            name=name,
        )
        for each, name in names.items()
    }


LOG_DENSITY = {u: _log_density(u) for u in PRE_TANH}
LOG_DENSITY_AT_ACTION = _of_both(
    "log_density.action",
    "log π at the action",
    "log-density at the action of {}",
    "Of {}'s squashed density, every coordinate being the action of the options; u is found from "
    "the action, so digits are lost near a bound.",
    "nats",
)
AREA = _of_both(
    "area.with_jacobian",
    "area",
    "area of {}",
    "What the density over the action encloses, divided by the Jacobian as it is.",
)
AREA_WITHOUT = _of_both(
    "area.without_jacobian",
    "area without Jacobian",
    "area of {} without Jacobian",
    "What N(u), drawn over the action, encloses: E |da/du|. It is no density.",
    known=EITHER,
    brief="area of {}, no Jacobian",
)
MEAN = _of_both(
    "action_mean", "mean", "mean of {}", "Of the action of the coordinate shown, by quadrature."
)
VARIANCE = _of_both(
    "action_variance",
    "variance",
    "variance of {}",
    "Of the action of the coordinate shown, by quadrature.",
)
MODES = _of_both(
    "modes",
    "modes",
    "modes of {}",
    "How many maxima the density has: of one or two actions the joint one, of more that of the "
    "coordinate shown.",
)
BIMODAL_STD = _of_both(
    "bimodal_std",
    "two modes above std",
    "bimodal std of {}",
    "Above this std the density over one action has two modes, for the current mean; 0.7071 for "
    "mean 0.",
)
MODE = {
    number: _of_both(
        f"mode_{number}", f"mode {number}", f"mode {number} of {{}}", "The action at a maximum."
    )
    for number in (1, 2)
}
PLANE_MODE = {
    (number, axis): _of_both(
        f"mode_{number}.a{axis}",
        f"mode {number}, a{axis}",
        f"mode {number} of {{}}, a{axis}",
        "The action at a maximum of the joint density, the highest first.",
    )
    for number in range(1, MOST_MODES + 1)
    for axis in (1, 2)
}
BASE_ENTROPY = _of_both(
    "entropy.before",
    "entropy before",
    "base entropy of {}",
    "Of the Gaussian over u, which some code returns as the entropy of {}.",
    "nats",
)
JACOBIAN_TERM = _of_both(
    "entropy.jacobian_term",
    "Jacobian term",
    "Jacobian term of {}",
    "E log |da/du|, by quadrature: what squashing adds to the entropy.",
    "nats",
)
ENTROPY = _of_both(
    "entropy.squashed",
    "entropy squashed",
    "squashed entropy of {}",
    "Of {}'s action: the entropy before plus the Jacobian term.",
    "nats",
)
BEST_STD = _of_both(
    "entropy.best_std",
    "std of largest entropy",
    "best std of {}",
    "The std at which the entropy of the action is largest, for the current mean of the coordinate "
    "shown.",
)


def _kl(when: str, help: str) -> dict[str, Quantity]:
    column = "estimate" if when else "exact"
    known: tuple[Known, ...] = ("estimated",) if when else ("exact",)
    return {
        a: Quantity(
            f"kl.{a}_{b}{'.' * bool(when)}{when}",
            f"KL({a}||{b}) {when or 'before'}",
            column,
            help=help.format(a),
            known=known,
            name=f"KL({a}||{b}) {when} squashing" if when else f"KL({a}||{b})",
        )
        for a, b in (POLICIES, POLICIES[::-1])
    }


# By the policy that is sampled.
KL = _kl("", "Closed form of the two Gaussians, and of the two squashed policies as well.")
KL_BEFORE = _kl("before", "Mean log-ratio over the samples of {}, from the Gaussians.")
KL_AFTER = _kl(
    "after", "Mean log-ratio over the samples of {}, from the densities over the action."
)

# Which log-densities have the tanh correction, and what that does to the mean of p/q.
SIDES = {
    "both": ("both sides", "The Jacobian cancels, and the mean is 1."),
    "p_only": ("p only", "E cosh² under p: a heavy tail, never below 1 for [-1, 1]."),
    "q_only": ("q only", "E (1 - tanh²) under p: below 1 for [-1, 1]."),
}


def _ratio(key: str, row: str, column: str, name: str, unit: str = "") -> dict[str, Quantity]:
    known: tuple[Known, ...] = ("estimated",) if column == "estimate" else ("exact",)
    return {
        side: Quantity(
            f"ratio.{side}.{key}",
            f"{row}, {words if side != 'both' else 'both'}",
            column,
            unit,
            f"Mean of p/q, x from q, with the tanh correction on {words}. {why}",
            known,
            f"{name}, {words} corrected",
        )
        for side, (words, why) in SIDES.items()
    }


RATIO = _ratio("estimate", "mean ratio", "estimate", "mean ratio")
EXACT_RATIO = _ratio("mean", "mean ratio", "exact", "exact mean ratio")
LOG_RATIO = _ratio("log_mean", "log mean", "exact", "log of the exact mean ratio", "nats")

BEST_WITH, BEST_WITHOUT = (
    Quantity(
        f"objective.best_std.{key}",
        f"best std {words}",
        "exact",
        "",
        f"Where E r - alpha E log pi is largest, {done}.",
        name=f"best std {words}",
    )
    for key, words, done in (
        ("with_jacobian", "with Jacobian", "log pi being the density of the action"),
        ("without_jacobian", "without Jacobian", "log pi being that of u"),
    )
)
FORMULA_ERROR = {
    (formula.name, digits): Quantity(
        f"error.{key}.{digits}",
        f"{formula.short}, {digits}",
        "exact",
        help=f"Error at the cursor of {formula.text}. {formula.help}",
        name=f"{formula.name} in {digits}",
    )
    for key, formula in zip(FORMULA_KEYS, FORMULAS, strict=True)
    for digits in DIGITS
}

FAMILIES = (
    *LOG_DENSITY.values(),
    LOG_DENSITY_AT_ACTION,
    AREA,
    AREA_WITHOUT,
    MEAN,
    VARIANCE,
    MODES,
    *MODE.values(),
    *PLANE_MODE.values(),
    BIMODAL_STD,
    BASE_ENTROPY,
    JACOBIAN_TERM,
    ENTROPY,
    BEST_STD,
    KL,
    KL_BEFORE,
    KL_AFTER,
    RATIO,
    EXACT_RATIO,
    LOG_RATIO,
)
QUANTITIES = (
    *(quantity for family in FAMILIES for quantity in family.values()),
    BEST_WITH,
    BEST_WITHOUT,
    *FORMULA_ERROR.values(),
)
