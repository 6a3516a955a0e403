"""Arithmetic in a typed number: 1/3, sqrt(2), 2*pi, 3*(1+2); no Qt.

A text becomes tokens of a small alphabet, those a syntax tree, and of the tree only numbers, signs,
+ - * / ^, pi, e and functions of one number are computed. Nothing of it is ever run.
"""

from __future__ import annotations

import ast
import math
import operator
import re
import unicodedata
from collections.abc import Callable, Mapping
from typing import TypeVar

from engine.core.words import tr

Meaning = TypeVar("Meaning")
LONGEST = 120  # characters: no number that a person types has more
NAMES = {"pi": math.pi, "π": math.pi, "e": math.e}
FUNCTIONS: dict[str, Callable[[float], float]] = {
    "sqrt": math.sqrt,
    "exp": math.exp,
    "log": math.log,
    "ln": math.log,
    "log2": math.log2,
    "log10": math.log10,
    "abs": abs,
    "sin": math.sin,
    "cos": math.cos,
    "tan": math.tan,
    "tanh": math.tanh,
}
KNOWN = "+ − * / ^ ( ) pi e sqrt exp log"
UNKNOWN = "has “{name}” in it; known are {known}"
_OPERATORS: dict[type, Callable[[float, float], float]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.Pow: math.pow,
}
_SIGNS: dict[type, Callable[[float], float]] = {ast.UAdd: operator.pos, ast.USub: operator.neg}
_SUPERSCRIPTS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁺", "0123456789-+")
_POWER = re.compile(r"[⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁺]+")
_SYNONYMS = str.maketrans({"−": "-", "–": "-", "×": "*", "·": "*", "÷": "/", "⁄": "/"})
_ROOT = re.compile(r"√\s*(\d+\.?\d*|\.\d+)?")
# 1,000,000 is grouped; a lone comma is a decimal comma.
_GROUPED = re.compile(r"(?<![\d.,])\d{1,3}(?:,\d{3})+(?![\d,])")
_DECIMAL_COMMA = re.compile(r"(?<![\d.,])(\d*),(\d+)(?![\d.,])")
# As numbers are shown, which must read back to the last digit: 8.64 × 10⁻⁵.
_SCIENTIFIC = re.compile(r"([+-]?)\s*(?:(\d+\.?\d*|\.\d+)\s*[*x]\s*)?10\s*\^\s*\(?([+-]?\d+)\)?")
_TOKEN = re.compile(
    r"\s*(?:((?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)(?![\w.])|([A-Za-zπ]+\d*)|(\*\*|[-+*/^()]))"
)


class NoNumber(ValueError):
    """Why a text stands for no number, in words that follow it: ``is not a number``."""

    def __init__(self, problem: str, **places: object) -> None:
        super().__init__(problem.format(**places))
        self._problem, self._places = problem, places

    def words(self) -> str:
        """In the language of now."""
        return tr(self._problem).format(**self._places)


def evaluate(text: str) -> float:
    """The number that a text stands for, finite; raises NoNumber."""
    if not text.strip():
        raise NoNumber("is empty")
    if len(text) > LONGEST:
        raise NoNumber("is longer than {most} characters", most=LONGEST)
    try:
        tokens = _tokens(_plain(text))
        if len(tokens) == 1 and tokens[0].isalpha() and tokens[0] not in NAMES:
            raise NoNumber("is not a number")
        tree = ast.parse(" ".join(tokens), mode="eval")
        value = _value(tree.body)
    except SyntaxError:
        raise NoNumber("is not a number") from None
    except ZeroDivisionError:
        raise NoNumber("divides by 0") from None
    except OverflowError:
        raise NoNumber("is too large") from None
    except NoNumber:
        raise
    except ValueError:  # of the square root or the logarithm of a negative number
        raise NoNumber("has no finite real value") from None
    if not math.isfinite(value):
        raise NoNumber("is too large")
    return value


def _plain(text: str) -> str:
    """In the alphabet of `_TOKEN`."""
    text = _POWER.sub(lambda found: f"^({found[0].translate(_SUPERSCRIPTS)})", text.strip())
    # Full-width signs and digits, as Chinese and Japanese keyboards type them.
    text = unicodedata.normalize("NFKC", text).translate(_SYNONYMS)
    text = _GROUPED.sub(lambda found: found[0].replace(",", ""), text)
    text = _DECIMAL_COMMA.sub(r"\1.\2", text)
    text = _ROOT.sub(lambda found: f"sqrt({found[1]})" if found[1] else "sqrt", text)
    if scientific := _SCIENTIFIC.fullmatch(text):
        sign, factor, exponent = scientific.groups()
        return f"{sign}{factor or '1'}e{exponent}"
    return text


def _tokens(text: str) -> list[str]:
    tokens, place = [], 0
    while place < len(text):
        found = _TOKEN.match(text, place)
        if found is None:
            raise NoNumber("is not a number")
        number, name, sign = found.groups()
        if number and math.isinf(float(number)):
            raise NoNumber("is too large")
        tokens.append("**" if sign == "^" else name or sign or repr(float(number)))
        place = found.end()
    return tokens


def _value(node: ast.expr) -> float:
    if isinstance(node, ast.Constant) and isinstance(node.value, float):
        return node.value
    if isinstance(node, ast.Name):
        return _known(NAMES, node.id)
    if isinstance(node, ast.UnaryOp) and type(node.op) in _SIGNS:
        return _SIGNS[type(node.op)](_value(node.operand))
    if isinstance(node, ast.BinOp) and type(node.op) in _OPERATORS:
        return _OPERATORS[type(node.op)](_value(node.left), _value(node.right))
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and len(node.args) == 1:
        return _known(FUNCTIONS, node.func.id)(_value(node.args[0]))
    raise NoNumber("is not a number")


def _known(table: Mapping[str, Meaning], name: str) -> Meaning:
    if name not in table:
        raise NoNumber(UNKNOWN, name=name, known=KNOWN)
    return table[name]
