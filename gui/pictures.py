"""The README's pictures, made by the program itself: python -m gui.pictures [FOLDER]."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QEventLoop, QSettings, QTimer

from engine.gaussian import Gaussian
from engine.scene import Scene
from engine.session import Session
from gui.application import application
from gui.main_window import MainWindow

SIZE = (1360, 860)
SETTLED = 700  # milliseconds that formulas and layout may take after the numbers
LINE = Scene(Gaussian(0.0, 1.0), Gaussian(1.0, 1.44), samples=1_000_000)
PLANE = Scene(
    Gaussian.from_std([0.0, 0.0], [1.0, 1.4], 0.5),
    Gaussian.from_std([0.8, 0.3], [1.5, 1.6], -0.2),
    samples=1_000_000,
)
SPACE = Scene(
    Gaussian.from_std([0.0, 0.5, 0.0, 0.0, 0.0], [0.9, 1.0, 1.1, 1.0, 0.8], 0.3),
    Gaussian.from_std([1.0, 0.0, 0.0, 0.5, 0.0], [1.2, 1.3, 1.2, 1.4, 1.1], 0.1),
)
STUDIES = {
    "densities": "densities",
    "kl": "kl-divergence",
    "weights": "importance-weights",
    "squash": "tanh-squashing",
}
PICTURES = (
    {
        f"{name}-{dimension}d": Session(scene=scene, study=study)
        for name, study in STUDIES.items()
        for dimension, scene in ((1, LINE), (2, PLANE), (5, SPACE))
    }
    | {
        f"squash-std-{std}": Session(
            scene=Scene(Gaussian(0.0, std**2), Gaussian(0.5, std**2)), study="tanh-squashing"
        )
        for std in (0.3, 0.8, 2.0)
    }
    | {
        f"squash-2d-std-{std}": Session(
            scene=Scene(
                Gaussian.from_std([0.0, 0.0], std, 0.5), Gaussian.from_std([0.5, 0.5], std, -0.5)
            ),
            study="tanh-squashing",
        )
        for std in (0.3, 0.8, 2.0)
    }
)


def picture(session: Session, path: Path) -> None:
    """Open a window on the session, wait for all samples, and save what it shows."""
    window = MainWindow(session)
    window.resize(*SIZE)
    loop = QEventLoop()

    def settle(answer: object) -> None:
        if not getattr(answer, "preview", False):
            QTimer.singleShot(SETTLED, loop.quit)

    window.drawn.connect(settle)
    window.show()
    loop.exec()
    window.resize(*SIZE)
    window.grab().save(str(path))
    window.close()


def main(folder: Path) -> None:
    """Make all pictures."""
    application()
    folder.mkdir(parents=True, exist_ok=True)
    # In the usual look, whatever the user's own windows look like.
    with TemporaryDirectory() as settings:
        QSettings.setPath(QSettings.Format.IniFormat, QSettings.Scope.UserScope, settings)
        for name, session in PICTURES.items():
            picture(session, folder / f"{name}.png")


if __name__ == "__main__":
    main(Path(sys.argv[1] if len(sys.argv) > 1 else "resources/pictures"))
