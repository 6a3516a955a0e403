"""The Weights page: colours that differ for every eye, and round contours."""

import math

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from gui.look.theme import LIGHT
from gui.pages.importance_weights.methods import METHODS
from tests.gui.pages.importance_weights.test_view import CASES, answered, page

# Machado, Oliveira, Fernandes (2009): what linear RGB becomes without one kind of cone.
EYES = {
    "usual": np.eye(3),
    "deuteranope": np.array(
        [
            [0.367322, 0.860646, -0.227968],
            [0.280085, 0.672501, 0.047413],
            [-0.01182, 0.04294, 0.968881],
        ]
    ),
    "protanope": np.array(
        [
            [0.152286, 1.052583, -0.204868],
            [0.114503, 0.786281, 0.099216],
            [-0.003882, -0.048116, 1.051998],
        ]
    ),
}


@pytest.mark.parametrize("eye", EYES)
def test_methods_differ_in_colour(eye: str) -> None:
    seen = [cielab(EYES[eye] @ linear_rgb(name)) for name in METHODS]
    apart = [math.dist(a, b) for i, a in enumerate(seen) for b in seen[:i]]
    assert min(apart) > 15.0


def test_methods_differ_in_their_lines() -> None:
    dashes = [style.dashes for style in METHODS.values()]
    # Two are solid: that which does nothing, and that which clips.
    assert len(set(dashes)) == len(dashes) - 1


def linear_rgb(name: str) -> np.ndarray:
    c = np.array(LIGHT.color(name).getRgbF()[:3])
    return np.where(c < 0.04045, c / 12.92, ((c + 0.055) / 1.055) ** 2.4)


def cielab(rgb: np.ndarray) -> tuple[float, float, float]:
    to_xyz = [[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]]
    x, y, z = np.cbrt(np.array(to_xyz) @ np.clip(rgb, 0.0, 1.0) / [0.9505, 1.0, 1.089])
    return 116.0 * y - 16.0, 500.0 * (x - y), 200.0 * (y - z)


def test_contours_of_the_map_are_round_shares(qtbot: QtBot) -> None:
    view = page(qtbot)
    view.draw(*answered(CASES["one dimension"]))
    x, y = view.panel("map").contours.getData()
    ratio = 10.0 ** x[np.isfinite(x)]
    log1p = -np.log(ratio) - 0.5 * np.log(2.0 - ratio**2)
    log1p += y[np.isfinite(y)] ** 2 / (2.0 - ratio**2)
    share = np.exp(-log1p)
    nearest = np.min(np.abs(share[:, np.newaxis] / np.array([0.5, 0.1, 0.01]) - 1.0), axis=1)
    assert np.max(nearest) < 1e-9
