"""What the one QApplication is set up with."""

import subprocess
import sys

import pytest

# In a process of its own: Qt asks once, when it paints the first such area.
PAINT = """
from pathlib import Path
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QImage, QPainter
from gui.look.application import application

application()
image = QImage(800, 800, QImage.Format.Format_RGB32)
image.fill(0xFFFFFFFF)
painter = QPainter(image)
painter.setRenderHint(QPainter.RenderHint.Antialiasing)
painter.setBrush(QColor(0, 0, 0, 128))
painter.setPen(Qt.PenStyle.NoPen)
painter.drawEllipse(0, 0, 800, 800)
painter.end()
threads = [comm.read_text().strip() for comm in Path("/proc/self/task").glob("*/comm")]
print(image.pixelColor(400, 400).red(), threads.count("Thread (pooled)"))
"""


@pytest.mark.skipif(sys.platform != "linux", reason="threads are counted in /proc")
def test_areas_are_painted_by_the_thread_that_asks():
    done = subprocess.run(
        [sys.executable, "-c", PAINT], capture_output=True, text=True, check=True, timeout=120
    )
    assert done.stdout.split() == ["127", "0"]
