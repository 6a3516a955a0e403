"""A window on a small sweep of the KL page, computed in this process."""

import pytest

from engine.session.plan import SweepPlan
from engine.session.session import Session
from engine.sweep.workers import Serial

PLAN = SweepPlan("kl-divergence", ("q.mean=-1:1:5",), ("k3.estimate", "k3.std"), 2, True)
MAP = SweepPlan("kl-divergence", ("q.mean=-1:1:5", "q.std=0.8:2:4:log"), ("k3.std",), 1, True)


@pytest.fixture
def session():
    made = Session(page="kl-divergence")
    return made.replace(scene=made.scene.replace(samples=500))


@pytest.fixture
def open_sweep(qtbot, dressed, session):
    """Opens windows that look at a sweep, and closes them."""
    from gui.app.main_window import MainWindow

    def opened(plan=PLAN, size=(1024, 700)):
        window = MainWindow(session.replace(sweep=plan))
        window.sweeps.run.workers = lambda _: Serial(threads=1)
        qtbot.addWidget(window)
        window.resize(*size)
        window.show()
        window.activateWindow()
        qtbot.waitUntil(window.isActiveWindow)
        return window

    return opened


@pytest.fixture
def computed(qtbot, open_sweep):
    """The same with every point computed."""

    def opened(plan=PLAN, size=(1024, 700)):
        window = open_sweep(plan, size)
        window.sweeps.place.toggle()
        qtbot.waitUntil(lambda: not window.sweeps.run.running, timeout=20_000)
        window.grab()
        return window

    return opened
