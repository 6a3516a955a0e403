"""Every page and every example gives the numbers that it gave before.

The files of `golden` were written by ``main.py export PAGE --session EXAMPLE --samples 4000
--format npz`` for each example, and with ``--dimension D --q-mean 0.4 --q-std 1.25`` for each page
in 1, 2 and 5 dimensions. Every array in them must come again: numbers within 1e-12 of themselves
and of the largest beside them, since processors of other vectors take sums in another order.
"""

import json
import re
from importlib import resources
from pathlib import Path

import numpy as np
import pytest

from engine.cli.main import main

GOLDEN = Path(__file__).parent / "golden"
EXAMPLES = resources.files("resources") / "examples"
TOLERANCE = 1e-12
# What is said in words may be said better.
WORDS = ("provenance", "banners", "kl_losses_note")


def arguments(name: str) -> list[str]:
    if name[0].isdigit():
        session = EXAMPLES / f"{name}.json"
        page = json.loads(session.read_text("utf-8"))["study"]
        return [page, "--session", str(session)]
    page, dimension = name.rsplit("-", 1)
    return [page, "--dimension", dimension, "--q-mean", "0.4", "--q-std", "1.25"]


@pytest.mark.parametrize("name", sorted(path.stem for path in GOLDEN.glob("*.npz")))
def test_numbers_are_those_of_before(name: str, tmp_path: Path) -> None:
    page, *rest = arguments(name)
    code = main(
        ["export", page, *rest, "--samples", "4000", "--format", "npz", "--out", str(tmp_path)]
    )
    assert code == 0
    with np.load(GOLDEN / f"{name}.npz") as old, np.load(tmp_path / f"{page}.npz") as new:
        readouts = matched(old, new)
        assert readouts == []
        wrong = [key for key in old.files if not key.startswith(("readouts", *WORDS))
                 and not same(key, old[key], new)]  # fmt: skip
    assert wrong == []


def same(before: str, old: np.ndarray, new: np.lib.npyio.NpzFile) -> bool:
    key = RENAMED_COLUMN.sub("current", before)
    if key not in new.files:
        return False
    if old.dtype.kind != "f" or old.shape != new[key].shape:
        return np.array_equal(old, new[key])
    largest = np.max(np.abs(old), where=np.isfinite(old), initial=0.0)
    return np.allclose(old, new[key], rtol=TOLERANCE, atol=TOLERANCE * largest, equal_nan=True)


def matched(old: np.lib.npyio.NpzFile, new: np.lib.npyio.NpzFile) -> list[str]:
    """The readouts of before, by name, whose value or error is another now, or which are gone."""
    return [
        name
        for i, name in enumerate(old["readouts.name"].tolist())
        if name not in RENAMED and not near(row(old, name), row(new, NAMES.get(name, name)))
    ]


def row(file: np.lib.npyio.NpzFile, name: str) -> tuple[float, float]:
    """The value of a readout and its error."""
    names = file["readouts.name"].tolist()
    if name not in names:
        return np.inf, np.nan
    columns = ("readouts.value", "readouts.standard_error")
    return tuple(float(file[column][names.index(name)]) for column in columns)


def near(old: tuple[float, float], new: tuple[float, float]) -> bool:
    """Within the tolerance; an error of nought is the root of a rounded square."""
    values, errors = zip(old, new, strict=True)
    nought = np.isfinite(old[0]) and max(errors) <= 1e-8 * abs(old[0])
    compared = (values,) if nought else (values, errors)
    return all(np.allclose(*pair, rtol=TOLERANCE, atol=0.0, equal_nan=True) for pair in compared)


RENAMED_COLUMN = re.compile(r"\b(today|chosen|here)(?=_|$)")
NAMES = {"lam": "λ", "lam(p||q)": "λ(p||q)", "lam(q||p)": "λ(q||p)"}
# Names that held the value of an option, or private words.
KL_ROWS = ("true", *(f"k{i} {kind}" for i in (1, 2, 3) for kind in ("loss", "reward")))
RENAMED = frozenset(
    {
        *(f"KL gradient {row} μ{i}" for row in KL_ROWS for i in "₁₂"),
        *("mean of today's rewards", "variance of today's rewards"),  # now "of the rewards"
    }
)
