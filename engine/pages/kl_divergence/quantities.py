"""The quantities of the KL page, for Gaussians and for own data alike."""

from __future__ import annotations

from engine.core.quantity import Known, Quantity
from engine.core.words import tr_noop

FORMULAS = {
    "k1": "k1 = -log w: unbiased, but negative for some samples.",
    "k2": "k2 = (log w)²/2: never negative, biased.",
    "k3": "k3 = w - 1 - log w: never negative, unbiased; its variance needs a finite chi-square.",
}
ESTIMATORS = tuple(FORMULAS)
ABS = "abs"
FORMULAS |= {ABS: "abs = |log w|: what some frameworks offer as a penalty; no estimate of KL."}
ESTIMATED: tuple[Known, ...] = ("estimated",)
EITHER: tuple[Known, ...] = ("exact", "estimated")

KL_QP = Quantity(
    "kl.q_p",
    "KL(q||p)",
    "exact",
    help="What k1, k2 and k3 estimate, x being drawn from q; closed form.",
    name="KL(q||p)",
)
KL_PQ = Quantity(
    "kl.p_q",
    "KL(p||q)",
    "exact",
    help="The other direction: not what these estimators estimate. The Weights page estimates it.",
    name="KL(p||q)",
)


def _of_each(
    column: str, key: str, help: str, unit: str = "nats", known: tuple[Known, ...] = ("exact",)
) -> dict[str, Quantity]:
    return {
        name: Quantity(f"{name}.{key}", name, column, unit, help.format(name=name), known)
        for name in FORMULAS
    }


ESTIMATE = {
    name: Quantity(
        f"{name}.estimate",
        name,
        "estimate",
        help=f"Mean over the samples of q, or over the rows of own data. {formula}",
        known=ESTIMATED,
        caution=tr_noop("biased") if name == "k2" else "",
    )
    for name, formula in FORMULAS.items()
}
MEAN = {
    name: Quantity(
        f"{name}.mean",
        name,
        "exact",
        help=f"Exact expectation of one {name} under q.",
        name=f"{name} mean",
    )
    for name in FORMULAS
}
BIAS = _of_each("bias", "bias", "Exact expectation of {name} less KL(q||p).")
STD = _of_each(
    "std",
    "std",
    "Standard deviation of one {name}; over sqrt n it is the error of the mean.",
    known=EITHER,
)
RELATIVE_BIAS = _of_each(
    "bias/true", "relative_bias", "Exact bias of {name} as a share of KL(q||p).", unit=""
)
RELATIVE_STD = _of_each(
    "std/true",
    "relative_std",
    "Exact standard deviation of one {name} as a multiple of KL(q||p).",
    unit="",
)
NEGATIVE_SHARE = Quantity(
    "k1.negative_share",
    "share of k1 < 0",
    "estimate",
    unit="",
    help="Share of the samples with w > 1, whose k1 is negative.",
    known=ESTIMATED,
    name="share of k1 < 0",
)
NEGATIVE = Quantity(
    "k1.negative_probability",
    "share of k1 < 0",
    "exact",
    unit="",
    help="Probability that one k1 is negative.",
    name="P(k1 < 0)",
)
BATCH_NEGATIVE = Quantity(
    "k1.negative_batch",
    "P(batch mean of k1 < 0)",
    "",
    unit="",
    help="Probability that the mean of k1 over a batch is negative, although KL(q||p) never is; of "
    "own data the share of the batches of consecutive rows.",
    known=EITHER,
    brief="P(batch of k1 < 0)",
)
MEAN_WEIGHT = Quantity(
    "weight.mean",
    "mean w",
    "estimate",
    unit="",
    help="Mean of the weights p/q; its expectation is 1 whatever p and q are.",
    known=ESTIMATED,
    name="mean w",
)
CHI_SQUARE = Quantity(
    "chi_square.p_q",
    "chi-square(p||q)",
    "exact",
    unit="",
    help="Variance of w under q; k3 has finite variance if and only if it is finite.",
    name="chi-square(p||q)",
)
LAM = Quantity(
    "lam",
    "largest variance ratio λ",
    "exact",
    unit="",
    help="Largest eigenvalue of Sq⁻¹ Sp: from 2 on, E w² is infinite.",
    name="λ",
)
BEST_C = Quantity(
    "control.best",
    "best c",
    "",
    unit="",
    help="J / chi-square, J = KL(p||q) + KL(q||p): the c with which k1 + c (w - 1) varies least.",
    known=EITHER,
)
STD_AT_BEST = Quantity(
    "control.best_std",
    "best c",
    "std",
    help="Standard deviation of one k1 + c (w - 1) at the best c.",
    known=EITHER,
    name="std at best c",
)
STD_AT_C = Quantity(
    "control.std",
    "current c",
    "std",
    help="Standard deviation of one k1 + c (w - 1) at the current c.",
    known=EITHER,
    name="std at c",
)

QUANTITIES = (
    KL_QP,
    KL_PQ,
    *(
        group[name]
        for name in FORMULAS
        for group in (ESTIMATE, MEAN, BIAS, STD, RELATIVE_BIAS, RELATIVE_STD)
    ),
    NEGATIVE_SHARE,
    NEGATIVE,
    BATCH_NEGATIVE,
    MEAN_WEIGHT,
    CHI_SQUARE,
    LAM,
    BEST_C,
    STD_AT_BEST,
    STD_AT_C,
)
