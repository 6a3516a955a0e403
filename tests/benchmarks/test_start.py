"""From the command to the first picture painted, beside a bare window with as many plots."""

import os
import subprocess
import sys
import time
from pathlib import Path
from statistics import median

from engine.session.file import save_session
from engine.session.session import Session
from tests.benchmarks.results import Results

ROOT = Path(__file__).parents[2]
ROUNDS = 5

BARE = """
import os, sys, time
import numpy as np
import pyqtgraph as pg
from PySide6.QtWidgets import QApplication, QMainWindow
app = QApplication(sys.argv)
window, figure = QMainWindow(), pg.GraphicsLayoutWidget()
window.setCentralWidget(figure)
x = np.linspace(-4.0, 4.0, 400)
for place in range(4):
    figure.addPlot(place // 2, place % 2).plot(x, np.exp(-x * x))
window.resize(1360, 860)
window.show()
painted = figure.paintEvent
def paint(event):
    painted(event)
    print(time.time(), flush=True)
    os._exit(0)
figure.paintEvent = paint
app.exec()
"""

OURS = """
import os, sys, time
import main
with main.starting():
    from gui.app import application
from PySide6.QtCore import QEvent
given = sys.argv[1:]
def there(window):
    return window.frame.response is not None if given else window.start.shown
class Window(application.MainWindow):
    def event(self, event):
        done = super().event(event)
        if event.type() == QEvent.Type.UpdateRequest and there(self):
            print(time.time(), flush=True)
            os._exit(0)
        return done
application.MainWindow = Window
main.main(given)
"""


def seconds(program: str, *arguments: str) -> float:
    """From the call to the time that the program prints."""
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)  # as after the first start
    command = [sys.executable, "-c", program, *arguments]
    begin = time.time()
    done = subprocess.run(
        command, cwd=ROOT, check=True, capture_output=True, text=True, env=environment
    )
    return float(done.stdout.split()[0]) - begin


def test_first_picture_beside_a_bare_window(results: Results, tmp_path: Path) -> None:
    path = tmp_path / "session.json"
    save_session(Session(page="kl-divergence"), path)
    rounds = [(seconds(BARE), seconds(OURS), seconds(OURS, str(path))) for _ in range(ROUNDS)]
    bare, start, page = (median(column) for column in zip(*rounds, strict=True))
    results.add("bare window of 4 plots painted", bare, "s")
    results.add("start page painted, to the bare window", start / bare, "times", most=1.3)
    results.add("KL page of a file painted, to the bare window", page / bare, "times", most=1.3)


def test_list_beside_the_bare_libraries(results: Results) -> None:
    def whole(*command: str) -> float:
        begin = time.perf_counter()
        subprocess.run([sys.executable, *command], cwd=ROOT, capture_output=True, check=True)
        return time.perf_counter() - begin

    ours = median(whole("main.py", "list") for _ in range(ROUNDS))
    bare = median(whole("-c", "import numpy, scipy.linalg, scipy.special") for _ in range(ROUNDS))
    results.add("main.py list, to the bare imports", ours / bare, "times")
