"""The pictures of the README and of the examples, made by the program itself.

python -m gui.app.pictures [FOLDER] writes them all; FOLDER is that of `resources`.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import numpy as np
from PySide6.QtCore import QEventLoop, QSettings, QTimer
from PySide6.QtGui import QImage

from engine.core.run import Run
from engine.gaussian.gaussian import Gaussian
from engine.page.page import page_named
from engine.page.scene import Scene
from engine.session.file import load_session
from engine.session.session import Session
from gui.app.main_window import MainWindow
from gui.figure.file import draw_offscreen, figure_image
from gui.look.application import application
from gui.look.style import apply_theme
from gui.look.theme import LIGHT, THEMES, Theme
from gui.plotkit.size import Size

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
PAGES = {
    "densities": "densities",
    "kl": "kl-divergence",
    "weights": "importance-weights",
    "squash": "tanh-squashing",
}
WIDE = Scene(Gaussian(0.0, 2.25), Gaussian(0.0, 1.0), samples=1_000_000)
WIDE_PLANE = Scene(
    Gaussian.from_std([0.0, 0.0], [1.6, 1.4], 0.6), Gaussian.from_std([0.2, 0.0], [1.0, 1.2])
)
MANY = Scene(Gaussian([0.3] * 20, np.eye(20)), Gaussian([0.0] * 20, np.eye(20)))
UNIT = Scene(Gaussian(1.0, 1.0), Gaussian(0.0, 1.0))
ROLLOUTS = Session(page="rollouts")
PICTURES = (
    {
        f"{name}-{dimension}d": Session(scene=scene, page=page)
        for name, page in PAGES.items()
        for dimension, scene in ((1, LINE), (2, PLANE), (5, SPACE))
    }
    | {
        f"squash-std-{std}": Session(
            scene=Scene(Gaussian(0.0, std**2), Gaussian(0.5, std**2)), page="tanh-squashing"
        )
        for std in (0.3, 0.8, 2.0)
    }
    | {
        f"squash-2d-std-{std}": Session(
            scene=Scene(
                Gaussian.from_std([0.0, 0.0], std, 0.5), Gaussian.from_std([0.5, 0.5], std, -0.5)
            ),
            page="tanh-squashing",
        )
        for std in (0.3, 0.8, 2.0)
    }
    | {
        f"weights-{name}": Session(scene=scene, page="importance-weights")
        for name, scene in (("infinite-1d", WIDE), ("infinite-2d", WIDE_PLANE), ("20d", MANY))
    }
    | {
        "gradients-usual": Session(scene=UNIT, page="gradient-variance"),
        "softmax": Session(page="softmax-policy"),
        "evidence": Session(page="evidence-bound"),
        "trust-region": Session(page="trust-region"),
        "trajectories": Session(page="trajectories"),
        "off-policy": Session(page="off-policy"),
        "replay": Session(page="replay"),
        "rollouts": ROLLOUTS.with_options(
            "rollouts", ROLLOUTS.options["rollouts"].replace(drawn="drift")
        ),
    }
)
# The main plot of an example as a small card, and the pixels of its picture to one of the screen's.
EXAMPLE_SIZE, EXAMPLE_SCALE = (240, 144), 2.0


def picture(session: Session, path: Path) -> None:
    """Open a window on the session, wait for all samples, and save what it shows."""
    window = MainWindow(session)
    window.resize(*SIZE)
    loop = QEventLoop()

    def settle(response: object) -> None:
        if not getattr(response, "preview", False):
            QTimer.singleShot(SETTLED, loop.quit)

    window.drawn.connect(settle)
    window.show()
    loop.exec()
    window.resize(*SIZE)
    window.grab().save(str(path))
    window.close()


def example_picture(session: Session, theme: Theme, path: Path) -> None:
    """The main plot of an example, small, in the colours of a theme."""
    page = page_named(session.page)
    result = page.compute(session.scene, session.options[page.name], Run())
    apply_theme(application(), theme)
    view = draw_offscreen(page.name, session, result, EXAMPLE_SIZE, theme)
    main = view.main_plot(session)
    image = figure_image(view, EXAMPLE_SCALE, main, Size.SMALL)
    image.convertToFormat(QImage.Format.Format_RGB888).save(str(path))
    view.deleteLater()


def main(resources: Path) -> None:
    """Make all pictures."""
    application()
    folder = resources / "pictures"
    folder.mkdir(parents=True, exist_ok=True)
    for file in sorted((resources / "examples").glob("*.json")):
        for theme in THEMES.values():
            example_picture(load_session(file), theme, file.with_suffix(f".{theme.name}.png"))
    apply_theme(application(), LIGHT)
    # With the usual settings, not those of the user.
    with TemporaryDirectory() as settings:
        QSettings.setPath(QSettings.Format.IniFormat, QSettings.Scope.UserScope, settings)
        for name, session in PICTURES.items():
            picture(session, folder / f"{name}.png")


if __name__ == "__main__":
    main(Path(sys.argv[1] if len(sys.argv) > 1 else "resources"))
