"""What goes wrong while the window is painted is told, and the program goes on."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
PROGRAM = """
import sys
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget
from engine.session.session import Session
from gui.app.main_window import MainWindow
from gui.look.application import application
from {module} import {name}

{name}.{method} = lambda *_: 1 / 0
told = []
sys.excepthook = lambda kind, *_: told.append(kind.__name__)
app = application()
window = MainWindow(Session())
window.drawn.connect(lambda _: [each.update() for each in window.findChildren(QWidget)])
window.drawn.connect(lambda _: QTimer.singleShot(100, app.quit))
window.show()
app.exec()
window.close()
assert set(told) == {{"ZeroDivisionError"}}, told
"""


@pytest.mark.parametrize(
    ("module", "name", "method"),
    [
        ("gui.plotkit.frame", "Frame", "paint"),
        ("gui.plotkit.axis", "Axis", "paint"),
        ("gui.inputs.pair_picture", "PairPicture", "paintEvent"),
    ],
)
def test_a_division_by_zero_ends_nothing(module, name, method):
    program = PROGRAM.format(module=module, name=name, method=method)
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, check=False, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
