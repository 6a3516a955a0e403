"""Between numbers and the texts that people type for them."""

from __future__ import annotations

from collections.abc import Callable

from engine.core.parameter import Described, ParameterError
from engine.core.shown_numbers import MINUS, shown_value, shown_words
from engine.core.words import tr
from gui.widgets.arithmetic import NoNumber, evaluate

LONGEST_QUOTE = 24
DIGITS = 6  # of a number in a field, where there is room


def parse_number(text: str, described: Described, field: str | None = None) -> float | int:
    """The number that a typed text stands for, see `evaluate`; raises ParameterError."""
    try:
        value = evaluate(text)
    except NoNumber:
        raise ParameterError(
            field or described.name, text, f"must be {described.allowed}"
        ) from None
    number: float | int = described.check(value, field)
    return number


def problem_of(text: str, described: Described, label: str) -> str:
    """Why a typed text is not taken, in the window's words; "" if it is."""
    takes = tr("{name} takes {allowed}").format(
        name=label, allowed=shown_words(tr(described.allowed))
    )
    try:
        value = evaluate(text)
    except NoNumber as problem:
        quote = text if len(text) <= LONGEST_QUOTE else text[: LONGEST_QUOTE - 1] + "…"
        return tr("“{text}” {problem}. {takes}.").format(
            text=quote, problem=problem.words(), takes=takes
        )
    try:
        described.check(value)
    except ParameterError:
        return tr("{takes}, not {value}.").format(takes=takes, value=shown_value(value, 6))
    return ""


def refusal(error: ParameterError, label: str) -> str:
    """Why the owner of a field did not take its value, in the window's words."""
    return f"{label} {shown_words(tr(error.allowed))}"


def field_text(value: float, whole: bool = False, digits: int = DIGITS) -> str:
    """A number for a field: 1,000,000 for a whole one, else so many digits, of a whole number one
    more, and a true minus.

    A large round number is written as 2.5e8, for a narrow field.
    """
    text = f"{value:.{digits + 1}g}" if float(value).is_integer() else f"{value:.{digits}g}"
    short = _short(text)
    if whole and (len(short) > 6 or float(short) != value or abs(value) < 1e7):
        short = f"{int(value):,}"
    return short.replace("-", MINUS)


def fitting_text(value: float, fits: Callable[[str], bool]) -> str:
    """The same with as many digits as fit, for which small numbers have a power of ten: −2.5e−4."""
    for digits in range(DIGITS, 0, -1):
        power = _short(f"{value:.{digits - 1}e}").replace("-", MINUS)
        for text in (field_text(value, digits=digits), power):
            if fits(text):
                return text
    return field_text(value, digits=1)


def _short(text: str) -> str:
    """Without zeros at the end of what stands before a power of ten, and at its beginning."""
    mantissa, mark, exponent = text.partition("e")
    if not mark:
        return text
    return f"{mantissa.rstrip('0').rstrip('.') if '.' in mantissa else mantissa}e{int(exponent)}"


def label_of(described: Described) -> str:
    """What the window calls a number: its name and symbol."""
    return f"{tr(described.parameter.label)} {described.parameter.symbol}".strip()


def allowed_words(described: Described) -> str:
    """What it takes, choices as they are shown."""
    if not described.choices:
        return shown_words(tr(described.allowed))
    words = dict(described.parameter.shown_as)
    shown = [tr(words.get(choice, choice)) for choice in described.choices]
    return tr("one of {choices}").format(choices=tr(", ").join(shown))


def tooltip(described: Described) -> str:
    """What a parameter means and takes, in plain text."""
    unit = described.parameter.unit
    lines = [shown_words(tr(described.parameter.help)) + (f" ({tr(unit)})" if unit else "")]
    takes = tr("Takes {allowed}.").format(allowed=allowed_words(described))
    return "\n".join([*lines, takes])
