"""The pictures of the README and of the examples, made by the program itself.

python -m gui.app.pictures [FOLDER] writes them all; FOLDER is that of `resources`.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from functools import partial
from itertools import product
from pathlib import Path
from tempfile import TemporaryDirectory

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QEventLoop, QSettings, Qt, QTimer

from engine.core.run import Run
from engine.core.words import LANGUAGES, speak
from engine.gaussian.gaussian import Gaussian
from engine.page.page import all_pages, page_named
from engine.page.scene import Scene
from engine.session.address import address
from engine.session.examples import picture_name
from engine.session.file import load_session
from engine.session.session import Session
from engine.sweep.planned import planned
from engine.sweep.runner import SweepRunner
from engine.sweep.workers import Serial
from gui.app.main_window import MainWindow
from gui.app.small_picture import in_few_colors
from gui.figure.base_view import BaseView
from gui.figure.file import draw_offscreen, figure_image
from gui.figure.film_file import film_file
from gui.look.application import application
from gui.look.style import apply_theme
from gui.look.theme import LIGHT, THEMES, Theme
from gui.plotkit.size import Size
from gui.shell.course import Course
from gui.sweep.offscreen import draw_sweep

SIZE = (1360, 860)
SETTLED = 700  # milliseconds that formulas and layout may take after the numbers
LINE = Scene(Gaussian(0.0, 1.0), Gaussian(1.0, 1.44), samples=1_000_000)
PLANE = Scene(
    Gaussian.from_std([0.0, 0.0], [1.0, 1.4], 0.5),
    Gaussian.from_std([0.8, 0.3], [1.5, 1.6], -0.2),
    samples=1_000_000,
)
HEAVY = Scene(Gaussian(0.0, 2.25), Gaussian(0.0, 1.0), samples=1_000_000)
SCENES = {"densities": PLANE, "kl-divergence": LINE, "importance-weights": HEAVY}
FILM = Session(scene=Scene(Gaussian(0.0, 1.0), Gaussian(1.0, 1.44)), page="kl-divergence")
FILM_WIDTH, FRAMES, FRAME = 800, 40, 100  # pixels, pictures, milliseconds


def sessions() -> dict[str, Session]:
    """One a page, by the name of its picture."""
    found = {
        page.name: Session(scene=SCENES.get(page.name, page.start), page=page.name)
        for page in all_pages()
    }
    drifted = found["rollouts"].options["rollouts"].replace(drawn="drift")
    return {**found, "rollouts": found["rollouts"].with_options("rollouts", drifted)}


EXAMPLE_SIZE, EXAMPLE_SCALE = (240, 144), 2.0
SMALLEST = 0  # what Qt calls the quality of a PNG


def picture(session: Session, path: Path) -> None:
    """Open a window on the session, wait for all samples, and save what it shows."""
    window = MainWindow(session)
    window.resize(*SIZE)
    show_whole(window, window.show)
    window.resize(*SIZE)
    window.grab().save(str(path))
    window.close()


def show_whole(window: MainWindow, act: Callable[[], object]) -> None:
    """Do something, and wait until the whole response is shown."""
    loop = QEventLoop()

    def settle(response: object) -> None:
        if not getattr(response, "preview", False):
            QTimer.singleShot(SETTLED, loop.quit)

    window.drawn.connect(settle)
    act()
    loop.exec()
    window.drawn.disconnect(settle)


def film(path: Path) -> None:
    """The mean of q goes to and fro, and the window follows."""
    window = MainWindow(FILM)
    window.resize(*SIZE)
    show_whole(window, window.show)
    where, file = address("q.mean[1]"), film_file("gif", path, FRAME)
    for value in Course(-2.0, 3.0).values(FRAMES):
        session = where.set(window.store.session, value)
        if session != window.store.session:
            show_whole(window, partial(window.store.show, session))
        shown = window.grab().toImage()
        file.add(shown.scaledToWidth(FILM_WIDTH, Qt.TransformationMode.SmoothTransformation))
    file.finish()
    window.close()


def example_pictures(session: Session, file: Path) -> None:
    """The main plot of an example, small, in the colours of either theme and the words of either
    language, beside its file."""
    draw = example_view(session)
    for language, theme in product(LANGUAGES, THEMES.values()):
        speak(language)
        apply_theme(application(), theme)
        view = draw(theme)
        image = figure_image(view, EXAMPLE_SCALE, view.main_plot(session), Size.SMALL)
        path = file.with_name(picture_name(file.stem, theme.name, language))
        in_few_colors(image).save(str(path), quality=SMALLEST)
        view.deleteLater()
    speak("en")


def example_view(session: Session) -> Callable[[Theme], BaseView]:
    """Compute an example's page, or its sweep; what draws it in a theme."""
    if session.shows_sweep:
        sweep = planned(session)
        runner = SweepRunner(sweep, Serial())
        runner.run()
        rows = runner.rows()
        return lambda theme: draw_sweep(session, sweep, rows, EXAMPLE_SIZE, theme)
    page = page_named(session.page)
    result = page.compute(session.scene, session.options[page.name], Run())
    return lambda theme: draw_offscreen(page.name, session, result, EXAMPLE_SIZE, theme)


def main(resources: Path) -> None:
    """Make all pictures."""
    application()
    folder = resources / "pictures"
    folder.mkdir(parents=True, exist_ok=True)
    for file in sorted((resources / "examples").glob("*.json")):
        example_pictures(load_session(file), file)
    apply_theme(application(), LIGHT)
    # With the usual settings, not those of the user.
    with TemporaryDirectory() as settings:
        QSettings.setPath(QSettings.Format.IniFormat, QSettings.Scope.UserScope, settings)
        for name, session in sessions().items():
            picture(session, folder / f"{name}.png")
        film(folder / "play.gif")


if __name__ == "__main__":
    main(Path(sys.argv[1] if len(sys.argv) > 1 else "resources"))
