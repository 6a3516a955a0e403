"""The bundled program's window on a screen, with nothing of Python around it."""

from __future__ import annotations

import os
import sys

import pytest
from PySide6.QtGui import QImage

from tests.helpers.installed import ROOT

EXAMPLE = ROOT / "resources" / "examples" / "02-kl-table-far.json"

pytestmark = pytest.mark.skipif(
    not os.environ.get("DISPLAY") or sys.platform != "linux",
    reason="needs an X server; make bundle gives it one",
)


def colors(image: QImage) -> set[int]:
    """Those of every fourth pixel each way."""
    return {
        image.pixel(x, y) for x in range(0, image.width(), 4) for y in range(0, image.height(), 4)
    }


@pytest.mark.parametrize("given", [(), (str(EXAMPLE),)], ids=["start", "session"])
def test_it_opens_without_python(qtbot, qapp, bundled, tmp_path, given):
    screen = qapp.primaryScreen()
    assert len(colors(screen.grabWindow(0).toImage())) < 5  # nothing is on it
    with bundled.started(*given) as running:
        # Texts and curves are smoothed: many colours; an empty window has a few.
        qtbot.waitUntil(lambda: len(colors(screen.grabWindow(0).toImage())) > 100, timeout=60_000)
        running.terminate()
        _, words = running.communicate(timeout=60)
    assert (running.returncode, words) == (0, "")
    qtbot.waitUntil(lambda: len(colors(screen.grabWindow(0).toImage())) < 5, timeout=10_000)
