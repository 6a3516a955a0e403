"""Numbers of two states side by side."""

import math

import pytest

from engine.core.quantity import Quantity
from gui.shell.numbers.compared import DIFFERENCE, PINNED, SHOWN, compared, difference

KL = Quantity("kl", "KL", "exact")
K1 = Quantity("k1", "k1", "estimate", known=("estimated",))
K3 = Quantity("k3", "k3", "estimate", known=("estimated",))


def test_a_line_a_quantity_in_the_order_of_importance() -> None:
    grid = compared(
        [KL.exact(2.0), K1.estimated(2.1, 0.3)],
        [KL.exact(0.5), K1.estimated(0.4, 0.4), K3.unknown("no")],
        ["k1", "kl"],
    )
    assert grid.columns == (SHOWN, PINNED, DIFFERENCE)
    assert [line.label.split()[0].strip(",") for line in grid.lines] == ["k1", "KL", "k3"]
    k1, kl, k3 = grid.lines
    assert kl.cells[DIFFERENCE].value == 1.5
    assert kl.cells[DIFFERENCE].kind == "exact"
    assert k1.cells[DIFFERENCE].value == pytest.approx(1.7)
    assert k1.cells[DIFFERENCE].standard_error == pytest.approx(0.5)
    assert set(k3.cells) == {PINNED}


def test_what_has_no_difference_says_why() -> None:
    both = difference(KL.exact(math.inf), KL.exact(math.inf))
    assert (both.kind, both.note) == ("unknown", "both are infinite")
    assert difference(KL.exact(math.inf), KL.exact(1.0)).value == math.inf
    assert difference(KL.unknown("no"), KL.exact(1.0)).kind == "unknown"
