"""From a slider's change to the new picture painted, each page. `make bench` prints the times.

A window of 1360 x 860 on the offscreen platform; p's first mean moves back and forth. A bare
repaint of the same figure in the same run tells what of it is painting.
"""

import time
from collections.abc import Callable
from statistics import median, quantiles

import pytest
from PySide6.QtCore import QEventLoop

from engine.gaussian.gaussian import Gaussian
from engine.page.page import all_pages
from engine.page.scene import Scene
from engine.session.session import Session
from gui.app.main_window import MainWindow
from gui.look.application import application

STEPS = 60
LIMIT = 50.0  # ms, for n = 10^5
P = Gaussian([0.0, 0.0], [[1.0, 0.3], [0.3, 1.0]])
Q = Gaussian([0.5, 0.0], [[1.2, 0.0], [0.0, 1.0]])


@pytest.mark.parametrize("samples", [10**5, 10**6])
@pytest.mark.parametrize("page", [page.name for page in all_pages()])
def test_slider_to_picture(qtbot, page: str, samples: int) -> None:
    application()
    window = MainWindow(Session(scene=Scene(P, Q, samples=samples), page=page))
    qtbot.addWidget(window)
    window.show()
    whole = []
    window.drawn.connect(lambda response: whole.append(not response.preview))
    qtbot.waitUntil(lambda: any(whole), timeout=30_000)
    first, last, bare = [], [], []
    for step in range(STEPS):
        whole.clear()
        mean = [0.5 * (-1) ** step + 0.01 * step, 0.0]
        scene = window.store.session.scene.replace(p=Gaussian(mean, P.covariance))
        start = time.perf_counter()
        window.store.propose(window.store.session.replace(scene=scene), text="mean")
        painted(window, lambda: bool(whole))
        first.append(1e3 * (time.perf_counter() - start))
        if not any(whole):
            painted(window, lambda: any(whole))
        last.append(1e3 * (time.perf_counter() - start))
        start = time.perf_counter()
        window.frame.view.figure.viewport().repaint()
        bare.append(1e3 * (time.perf_counter() - start))
    print(
        f"\n{page}, n = {samples:,}, d = 2: first picture median {median(first):.1f} ms, "
        f"95 % {quantiles(first, n=20)[-1]:.1f} ms; all samples {median(last):.1f} ms, "
        f"95 % {quantiles(last, n=20)[-1]:.1f} ms; a bare repaint {median(bare):.1f} ms"
    )
    if samples == 10**5:
        assert median(last) < LIMIT


def painted(window: MainWindow, ready: Callable[[], bool]) -> None:
    """Let Qt work until the response is there, then paint it."""
    loop = QEventLoop()
    window.drawn.connect(loop.quit)
    while not ready():
        loop.exec()
    window.drawn.disconnect(loop.quit)
    window.frame.view.figure.viewport().repaint()
