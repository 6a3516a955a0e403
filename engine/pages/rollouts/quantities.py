"""The quantities of the Rollouts page."""

from __future__ import annotations

import re

from engine.core.quantity import Known, Quantity
from engine.weights.rollouts.frameworks.catalogue import FRAMEWORKS
from engine.weights.rollouts.frameworks.number import Framework, Number

ESTIMATED: tuple[Known, ...] = ("estimated",)
EITHER: tuple[Known, ...] = ("exact", "estimated")
CLUSTERED = "Its error takes sequences, or groups of them, as independent, not tokens."


def _estimated(key: str, name: str, help: str, unit: str = "", brief: str = "") -> Quantity:
    return Quantity(key, name, "", unit, f"{help} {CLUSTERED}", ESTIMATED, name, brief=brief)


def _count(key: str, name: str, help: str, unit: str = "") -> Quantity:
    return Quantity(key, name, "", unit, help, ("exact",), name)


FIRED = _count(
    "verdict.fired",
    "tests that fired",
    "How many of the ten tests for usual faults found one; the first that did is the verdict.",
)
TOKENS = _count("tokens", "tokens", "That count: inside the mask, with two finite numbers.")
SEQUENCES = _count("sequences", "sequences", "With at least one token that counts.")
LEFT_OUT = _count("left_out", "left out", "Tokens inside the mask without a finite number.")
MEAN_RATIO = _estimated(
    "ratio.mean",
    "mean ratio",
    "Mean of w = p/q over tokens: 1 for two distributions over the same tokens.",
)
MEAN_LOG = _estimated("ratio.mean_log", "mean log-ratio", "Mean of l = log w = new - old.", "nats")
K3 = _estimated(
    "kl.k3", "k3", "Mean of w - 1 - log w: KL(q||p) of a token, never negative.", "nats"
)
FAR = _estimated("ratio.far", "share of |l| > 1/2", "Tokens whose ratio is beyond 0.61 or 1.65.")
LARGEST = _count("ratio.largest", "largest |l|", "Of the tokens that are there.", "nats")
TOKEN_SHARE = _estimated(
    "token.effective_share",
    "effective share of tokens",
    "(Σ w)² / (n Σ w²) of n tokens: the share that as many tokens of p would be worth.",
    brief="effective tokens",
)
SEQUENCE_SHARE = _estimated(
    "sequence.effective_share",
    "effective share of sequences",
    "(Σ W)² / (m Σ W²) with W = e^S, S the sum of a sequence's log-ratios: what the ratio of "
    "whole sequences leaves of m of them.",
    brief="effective sequences",
)
SEQUENCE_MEAN = _estimated(
    "sequence.mean_ratio", "mean ratio of sequences", "Mean of W = e^S, which should be 1."
)
SEQUENCE_LARGEST = _count(
    "sequence.largest_share", "largest sequence", "The share of the weight Σ W of one sequence."
)
SEQUENCE_VARIANCE = _estimated(
    "sequence.variance",
    "variance of S",
    "Of the log-ratios of sequences; the share that counts is about e^-variance.",
    "nats²",
)
K_HAT = Quantity(
    "sequence.k_hat",
    "k-hat of sequences",
    "",
    "",
    "Shape of the Pareto tail fitted to the largest W: from 0.7 on their mean cannot be trusted. "
    "Infinite where no tail can be fitted.",
    EITHER,
    "k-hat of sequences",
)
GROWTH = _estimated(
    "growth.power",
    "growth of the variance",
    "The power of t with which the variance of the first t tokens' sum of log-ratios grows: 1 "
    "for independent tokens, 2 where a whole sequence leans one way.",
)
GATE_KEPT = _estimated(
    "gate.kept", "kept by the gate", "The share of tokens, or of sequences, left as they are."
)
GATE_MEAN = _estimated("gate.mean", "mean gated ratio", "Mean of g(w), 1 without bias.")
GATE_SHARE = _estimated(
    "gate.effective_share",
    "effective share, logged",
    "(Σ g)² / (n Σ g²), as a framework logs it after the gate: it hides what was cut.",
)
GATE_TRUE = _estimated(
    "gate.true_share", "effective share, true", "(Σ w)² / (n Σ w²) of the ratios before the gate."
)
GATE_REFERENCE = _estimated(
    "gate.reference", "Σ A w of a sequence", "Mean over sequences, without the gate."
)
GATE_BIAS = _estimated(
    "gate.bias", "bias of the gate", "Mean over sequences of Σ A g(w) less Σ A w."
)
GATE_VARIANCE = _estimated(
    "gate.variance", "variance with the gate", "Over sequences, of Σ A g(w)."
)
GATE_VARIANCE_RATIO = _estimated(
    "gate.variance_ratio", "variance against none", "Var Σ A g(w) / Var Σ A w over sequences."
)
TESTS = {
    "missing": _count("test.finite", "tokens without a number", "NaN, null or infinite: none is."),
    "observation_zeros": _count(
        "test.scored", "share not scored", "Tokens with exactly 0 or 1 on one side only, far off."
    ),
    "clamped": _count(
        "test.level", "share at a level", "Tokens at one value that nothing near it is as often."
    ),
    "shifted": _estimated(
        "test.lag",
        "lag correlation less own",
        "Correlation of new and old one token off, less that at the same token: below 0.",
    ),
    "first_token": _estimated(
        "test.begin", "mean l at the beginning", "Of each sequence's first token.", "nats"
    ),
    "temperature": _estimated("test.slope", "slope of new on old", "1 but for a temperature."),
    "top_p": _estimated(
        "test.offset", "mean l against its spread", "Constant where one side was renormalised."
    ),
    "stale": _estimated(
        "test.age", "rise of l² by age", "With each version that the sampler is behind.", "nats²"
    ),
    "mean_ratio": _estimated("test.mean", "mean w against 1", "The mean ratio of tokens."),
    "drift": _estimated("test.k3", "k3 against 0.01", "KL of a token, and tokens far off.", "nats"),
}


def slug(name: str) -> str:
    """A framework's name as part of a key."""
    return re.sub(r"[^a-z0-9]+", "_", name.partition("(")[0].lower()).strip("_")


def of_framework(framework: Framework, number: Number) -> Quantity:
    """The quantity of a number that a framework logs."""
    name = f"{framework.title} {number.name}"
    help = f"{number.formula}. As {framework.title} logs it."
    known: tuple[Known, ...] = ("exact",) if number.statistic is None else ESTIMATED
    return Quantity(f"{framework.key}.{slug(number.name)}", name, "", "", help, known, name)


FRAMEWORK_NUMBERS = {
    (framework.key, number.name): of_framework(framework, number)
    for framework in FRAMEWORKS
    for number in framework.numbers
}
QUANTITIES = (
    FIRED,
    SEQUENCE_SHARE,
    MEAN_RATIO,
    K3,
    K_HAT,
    TOKENS,
    SEQUENCES,
    LEFT_OUT,
    MEAN_LOG,
    FAR,
    LARGEST,
    TOKEN_SHARE,
    SEQUENCE_MEAN,
    SEQUENCE_LARGEST,
    SEQUENCE_VARIANCE,
    GROWTH,
    GATE_KEPT,
    GATE_MEAN,
    GATE_SHARE,
    GATE_TRUE,
    GATE_REFERENCE,
    GATE_BIAS,
    GATE_VARIANCE,
    GATE_VARIANCE_RATIO,
    *TESTS.values(),
    *FRAMEWORK_NUMBERS.values(),
)
