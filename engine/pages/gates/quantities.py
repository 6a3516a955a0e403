"""The quantities of the page of gates."""

from __future__ import annotations

from typing import get_args

from engine.core.quantity import Known, Quantity
from engine.pages.gates.options import Name

NAMES: tuple[Name, ...] = get_args(Name)
TITLES: dict[Name, str] = {
    "none": "no gate",
    "ppo": "PPO",
    "clip_higher": "clip-higher",
    "dual_clip": "dual clip",
    "cispo": "CISPO",
    "tis": "TIS",
    "icepop": "IcePop",
}
COORDINATES = {"mu": "μ", "log_sigma": "log σ"}


def _each(key: str, column: str, unit: str, help: str) -> dict[Name, Quantity]:
    """One exact number of each gate."""
    return {
        name: Quantity(
            f"{name}.{key}", TITLES[name], column, unit, help, name=f"{TITLES[name]}: {column}"
        )
        for name in NAMES
    }


def _by_coordinate(
    key: str, column: str, help: str, estimated: bool = False
) -> dict[tuple[Name, str], Quantity]:
    """One number of each gate by the mean and by the log std of p."""
    return {
        (name, coordinate): Quantity(
            f"{name}.{key}.{coordinate}",
            TITLES[name],
            f"{column} {symbol}",
            "",
            help,
            ("estimated",) if estimated else ("exact",),
            f"{TITLES[name]}: {column} {symbol}",
        )
        for name in NAMES
        for coordinate, symbol in COORDINATES.items()
    }


KEPT = _each("kept", "kept", "", "Share of the samples of q whose weight is left as it is.")
LENGTH = _each(
    "length", "length", "", "Of the mean gradient, over that of the true one, in Fisher's norm."
)
ANGLE = _each(
    "angle", "angle, rad", "", "Between the mean gradient and the true one, in Fisher's norm."
)
ERROR = _each(
    "error",
    "error",
    "",
    "Root mean square distance of a batch's gradient from the true one over that one's length, in "
    "Fisher's norm: bias and noise together.",
)
AGAINST = (KEPT, LENGTH, ANGLE, ERROR)
GRADIENT = _by_coordinate("gradient", "∂", "Mean gradient of the gated loss by this coordinate.")
MEASURED = _by_coordinate(
    "gradient.estimate", "measured ∂", "The same from the samples of q.", estimated=True
)
VARIANCE = _by_coordinate("variance", "Var", "Variance of one sample's gradient.")
TRUE = {
    coordinate: Quantity(
        f"true.{coordinate}",
        "E A under p",
        f"∂ {symbol}",
        "",
        "The true gradient of p's expected advantage by this coordinate.",
        name=f"true ∂ {symbol}",
    )
    for coordinate, symbol in COORDINATES.items()
}


def _sequence(key: str, row: str, help: str, brief: str = "") -> tuple[Quantity, Quantity]:
    """One number of a sequence's ratio, exact and simulated."""
    return (
        Quantity(f"sequence.{key}", row, "", "", help, name=row, brief=brief),
        Quantity(
            f"sequence.{key}.estimate",
            row,
            "",
            "",
            help,
            ("estimated",),
            f"simulated {row}",
        ),
    )


EXACT: tuple[Known, ...] = ("exact",)
_GSPO: tuple[tuple[str, str, str, str, tuple[Known, ...]], ...] = (
    ("kept", "kept", "", "Share of sequences whose mean ratio w^(1/T) is left as it is.", EXACT),
    ("length", "length", "", "Of the mean gradient, over T times less than the true one.", EXACT),
    ("angle", "angle, rad", "", "Between the mean gradient and the true one.", EXACT),
    ("error", "error", "", "Root mean square error of a batch's gradient, relative.", EXACT),
    ("gradient.mu", "∂ μ", "", "Mean gradient of the gated loss by μ.", EXACT),
    (
        "gradient.estimate.mu",
        "measured ∂ μ",
        "",
        "The same from sequences of q, A taken of a sequence's mean action.",
        ("estimated",),
    ),
)
GSPO = {
    key: Quantity(f"gspo.{key}", "GSPO, T tokens", column, unit, help, known, f"GSPO: {column}")
    for key, column, unit, help, known in _GSPO
}
SEQUENCE_VARIANCE = Quantity(
    "sequence.variance", "s² = T v", "", "nats²", "Variance of a sequence's log-ratio."
)
SHARE, SHARE_ESTIMATE = _sequence(
    "share",
    "effective share of sequences",
    "1 / E w² = exp(-s²): what the weights really keep.",
    "effective share",
)
LOGGED, LOGGED_ESTIMATE = _sequence(
    "logged", "logged effective share", "(E min(w, C))² / E min(w, C)²: after truncation."
)
ABOVE, ABOVE_ESTIMATE = _sequence(
    "above", "share above C", "P(w > C) under q, of a whole sequence."
)
TRUNCATED, TRUNCATED_ESTIMATE = _sequence(
    "truncated", "mean of min(w, C)", "1 without truncation: what is missing is bias."
)
MASKED, MASKED_ESTIMATE = _sequence(
    "masked", "mean of w where w ≤ C", "1 without a mask: what is missing is bias."
)

QUANTITIES = (
    *TRUE.values(),
    *(
        quantity
        for name in NAMES
        for quantity in (
            KEPT[name],
            LENGTH[name],
            ANGLE[name],
            ERROR[name],
            *(group[name, c] for group in (GRADIENT, MEASURED, VARIANCE) for c in COORDINATES),
        )
    ),
    *GSPO.values(),
    SEQUENCE_VARIANCE,
    SHARE,
    SHARE_ESTIMATE,
    LOGGED,
    LOGGED_ESTIMATE,
    ABOVE,
    ABOVE_ESTIMATE,
    TRUNCATED,
    TRUNCATED_ESTIMATE,
    MASKED,
    MASKED_ESTIMATE,
)
