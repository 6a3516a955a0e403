"""The quantities of the Evidence page."""

from __future__ import annotations

from engine.core.quantity import Known, Quantity
from engine.divergence.importance_gradients import SIGNALS
from engine.pages.evidence_bound.estimators import NAMES, PARAMETERS

ESTIMATED: tuple[Known, ...] = ("estimated",)
EVIDENCE = Quantity("evidence.log", "log evidence", "", help="log p(x) = log N(x; 0, τ² + s²).")
GAP = Quantity("gap", "KL(q||posterior)", "", help="What the bound falls short of log p(x) by.")
FIT = Quantity("reconstruction", "reconstruction", "", help="E log p(x|z) under q, closed form.")
COST = Quantity("kl.prior", "KL(q||prior)", "", help="What q costs against the prior N(0, τ²).")
BOUND = Quantity("elbo.exact", "ELBO", "", help="log p(x) - KL(q||posterior), never above log p.")
MEASURED = Quantity(
    "elbo.estimate", "ELBO", "estimate", "nats", "Mean of log p(x,z) - log q(z).", ESTIMATED
)
IWAE = Quantity(
    "iwae.exact", "L_K", "",
    help="E log of the mean of K weights p(x,z)/q(z), by quadrature: the ELBO at K = 1, log p(x) "
    "in the limit.",
)  # fmt: skip
IWAE_MEASURED = Quantity(
    "iwae.estimate", "L_K", "estimate",
    help="Mean of log of the mean of K weights, over sets of K consecutive samples.",
    known=ESTIMATED,
)  # fmt: skip
IWAE_PREDICTED = Quantity(
    "iwae.predicted", "L_K", "predicted",
    help="log p(x) - chi-square(posterior||q) / (2K): what L_K tends to for large K.",
)  # fmt: skip
CHI_SQUARE = Quantity(
    "chi_square", "chi-square(posterior||q)", "", "",
    "Variance of the weights over their squared mean; finite while q's variance is more than half "
    "of the posterior's.",
)  # fmt: skip
POSTERIOR_MEAN = Quantity(
    "posterior.mean", "posterior", "mean", "", "Mean of z given x: x τ² / (τ² + s²)."
)
POSTERIOR_STD = Quantity(
    "posterior.std", "posterior", "std", "", "Std of z given x: τ s / sqrt(τ² + s²)."
)
K_EXACT = Quantity(
    "tail.k", "tail index k", "", "",
    "Pareto index of the weights, 1 - var q / var posterior for a narrow q: from 0.5 on their "
    "variance is infinite.",
)  # fmt: skip
K_HAT = Quantity(
    "tail.k_hat", "tail index k", "estimate", "",
    "Shape of the Pareto tail fitted to the largest weights (PSIS): the usual check of a "
    "variational posterior. It reads low while n is small.",
    ("exact", "estimated"), "k-hat",
)  # fmt: skip
ENCODER = Quantity(
    "encoder.kl", "KL of the encoder", "diagonal",
    help="KL(q||prior) summed over all coordinates of q, correlations left out: the term of the "
    "usual loss, in closed form.",
)  # fmt: skip
ENCODER_FULL = Quantity(
    "encoder.kl_full", "KL of the encoder", "full",
    help="KL(q||prior) with q's correlations: larger by what a diagonal encoder cannot express.",
)  # fmt: skip
ENCODER_USED = Quantity(
    "encoder.used", "KL of the encoder", "coordinates in use", "",
    "Coordinates of q whose KL is above .01 nats; the others have collapsed onto the prior.",
)  # fmt: skip

HOW = {
    "score_function": "log p(x,z) - log q(z) times the score of q.",
    "pathwise": "Through z and through q's own parameters.",
    "pathwise_exact_entropy": "Through z, q's entropy in closed form: for a Gaussian the same as "
    "pathwise.",
    "sticking_the_landing": "Through z alone: no noise at q = posterior.",
    "doubly_reparameterised": "At one sample the same as sticking the landing.",
    "exact_kl": "The VAE's usual loss: KL(q||prior) in closed form, the rest through z.",
}


def _of_each(
    key: str, column: str, help: str, known: tuple[Known, ...] = ("exact",)
) -> dict[tuple[str, str], Quantity]:
    return {
        (name, parameter): Quantity(
            f"{name}.{parameter}.{key}", f"{words} {PARAMETERS[parameter]}", column, "",
            f"{help} {HOW[name]}", known,
        )
        for name, words in NAMES.items() for parameter in PARAMETERS
    }  # fmt: skip


MEAN = _of_each("mean", "mean", "The gradient of the ELBO, closed form.")
MEAN_MEASURED = _of_each("mean.measured", "measured mean", "Over the samples of q.", ESTIMATED)
VARIANCE = _of_each("variance", "variance", "Of one sample, closed form.")
VARIANCE_MEASURED = _of_each(
    "variance.measured", "measured variance", "Over the samples of q.", ESTIMATED
)

SIGNAL_NAMES = {
    ("pathwise", "mu"): "L_K pathwise μ",
    ("pathwise", "log_sigma"): "L_K pathwise log σ",
    ("doubly_reparameterised", "mu"): "L_K doubly reparameterised μ",
    ("doubly_reparameterised", "log_sigma"): "L_K doubly reparameterised log σ",
    ("model", "prior_mean"): "L_K model, mean of the prior",
}


def _of_signals(
    key: str, column: str, help: str, known: tuple[Known, ...] = ("exact",), brief: str = ""
) -> dict[tuple[str, str], Quantity]:
    return {
        pair: Quantity(
            f"iwae.{pair[0]}.{pair[1]}.{key}",
            SIGNAL_NAMES[pair],
            column,
            "",
            help,
            known,
            brief=brief and f"{brief}, {SIGNAL_NAMES[pair].removeprefix('L_K ')}",
        )
        for pair in SIGNALS
    }


SET_MEAN = _of_signals("mean", "mean", "The derivative of L_K, by quadrature.")
SET_MEAN_MEASURED = _of_signals(
    "mean.measured", "measured mean", "Over sets of K consecutive samples of q.", ESTIMATED
)
SIGNAL = _of_signals(
    "snr", "signal to noise",
    "|exact mean| over the measured std of the estimate from one set of K samples.", ESTIMATED,
    brief="SNR",
)  # fmt: skip
SIGNAL_LIMIT = _of_signals(
    "snr_limit", "for large K",
    "What signal to noise tends to: falling as K^(-1/2) for the pathwise gradient of the encoder, "
    "rising as K^(1/2) for the others.",
)  # fmt: skip

QUANTITIES = (
    EVIDENCE, GAP, FIT, COST, BOUND, MEASURED, IWAE, IWAE_MEASURED, IWAE_PREDICTED, CHI_SQUARE,
    POSTERIOR_MEAN, POSTERIOR_STD, K_EXACT, K_HAT,
    *(
        group[pair] for pair in SIGNALS
        for group in (SET_MEAN, SET_MEAN_MEASURED, SIGNAL, SIGNAL_LIMIT)
    ),
    *(
        group[pair] for pair in MEAN
        for group in (MEAN, MEAN_MEASURED, VARIANCE, VARIANCE_MEASURED)
    ),
    ENCODER, ENCODER_FULL, ENCODER_USED,
)  # fmt: skip
