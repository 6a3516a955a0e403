"""The two lines around a picture that is presented: what it is, and where in the lecture."""

from __future__ import annotations

from html import escape

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from engine.core.shown_numbers import shown_value
from engine.core.words import tr, tr_noop
from engine.gaussian.gaussian import Gaussian
from engine.page.page import Page, page_named
from engine.session.session import Session
from gui.base.discard import discard
from gui.base.properties import with_properties
from gui.base.scaling import scaled
from gui.look.current import current_theme
from gui.shell.progress_line import ProgressLine
from gui.widgets.elided_label import ElidedLabel

HINT = tr_noop("← →  ·  Space  ·  Esc")
WAITING, RESTING = tr_noop("Ctrl+. cancels"), tr_noop("Ctrl+. goes on")
MARK, HERE, THICK, GAP = 14, 28, 6, 6  # pixels beside usual type
MOST_MARKS = 24
MARGIN = 12


class LectureHead(QWidget):
    """The title, and at the right what is set."""

    def __init__(self) -> None:
        super().__init__()
        self.title = with_properties(ElidedLabel(), objectName="lecture_title")
        self.scene = with_properties(QLabel(), objectName="muted")
        self.scene.setTextFormat(Qt.TextFormat.RichText)
        line = QHBoxLayout(self)
        line.setContentsMargins(scaled(8), 0, scaled(8), 0)
        line.setSpacing(scaled(16))
        line.addWidget(self.title, 1)
        line.addWidget(self.scene)

    def show_session(self, title: str, session: Session) -> None:
        """This title, and what the page reads of the scene."""
        self.title.setText(title)
        self.scene.setText(scene_words(session))


class Lecture(QWidget):
    """Around what the window shows; without the lines unless something is presented."""

    def __init__(self, content: QWidget) -> None:
        super().__init__()
        with_properties(self, objectName="page_area")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._lines: tuple[LectureHead, LectureFoot] | None = None
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._column.addWidget(content, 1)

    def set_presenting(self, presenting: bool) -> None:
        """The lines in the current size of type, or none."""
        for line in self._lines or ():
            self._column.removeWidget(line)
            discard(line)
        self._lines = (LectureHead(), LectureFoot()) if presenting else None
        if self._lines is not None:
            self._column.insertWidget(0, self._lines[0])
            self._column.addWidget(self._lines[1])
        margin = scaled(MARGIN) if presenting else 0
        self._column.setContentsMargins(margin, margin, margin, margin)

    def show_place(self, title: str, session: Session, place: int | None, count: int) -> None:
        """What is presented, and which of the bookmarks it is."""
        if self._lines is not None:
            head, foot = self._lines
            head.show_session(title, session)
            foot.show_place(place, count)

    def show_progress(self, waiting: bool, share: float, paused: bool) -> None:
        """Whether one waits for something, how much of it is done, and whether it rests."""
        if self._lines is not None:
            self._lines[1].show_progress(waiting, share, paused)


class LectureFoot(QWidget):
    """A mark for each bookmark, the place among them, and the keys; above them how far that is
    for which one waits."""

    def __init__(self) -> None:
        super().__init__()
        self.marks = _Marks()
        self.place = with_properties(QLabel(), objectName="lecture_place")
        self.keys = with_properties(QLabel(tr(HINT)), objectName="muted")
        self.keys.setToolTip(
            tr("Arrows step, Space plays, Escape leaves; Ctrl+. cancels and goes on.")
        )
        self.progress = ProgressLine()
        line = QHBoxLayout()
        line.setContentsMargins(scaled(8), 0, scaled(8), 0)
        line.setSpacing(scaled(12))
        line.addWidget(self.marks)
        line.addWidget(self.place, 1)
        line.addWidget(self.keys)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(scaled(4))
        column.addWidget(self.progress)
        column.addLayout(line)

    def show_progress(self, waiting: bool, share: float, paused: bool) -> None:
        """How much is done of what one waits for, and which key acts on it."""
        self.progress.show_share(waiting, share)
        words = [tr(WAITING)] if waiting else [tr(RESTING)] if paused else []
        self.keys.setText("  ·  ".join([*words, tr(HINT)]))

    def show_place(self, place: int | None, count: int) -> None:
        """Which of the bookmarks is shown, from 0; None for something else."""
        self.marks.show_place(place, count)
        here = "–" if place is None else str(place + 1)
        self.place.setText(f"{here} / {count}" if count else "")


class _Marks(QWidget):
    """A bar for each, the one that is shown longer and in another colour."""

    def __init__(self) -> None:
        super().__init__()
        self._place: int | None = None
        self._count = 0

    def show_place(self, place: int | None, count: int) -> None:
        self._place, self._count = place, count if count <= MOST_MARKS else 0
        wide = sum(self._width(each) + scaled(GAP) for each in range(self._count))
        self.setFixedSize(max(wide - scaled(GAP), 0), scaled(THICK))
        self.setVisible(self._count > 0)
        self.update()

    def paintEvent(self, _: QPaintEvent) -> None:
        painter, theme, left = QPainter(self), current_theme(), 0
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        for each in range(self._count):
            wide = self._width(each)
            painter.setBrush(theme.color("accent" if each == self._place else "control"))
            painter.drawRoundedRect(QRectF(left, 0, wide, self.height()), 3, 3)
            left += wide + scaled(GAP)
        painter.end()

    def _width(self, each: int) -> int:
        return scaled(HERE if each == self._place else MARK)


def scene_words(session: Session) -> str:
    """What the page reads of the scene, as rich text in the colours of p and q."""
    if session.shows_sweep:
        return ""
    page, scene = page_named(session.page), session.scene
    if page.replaces_samples(scene) and scene.data is not None:
        return escape(scene.data.name)
    words = _gaussians(page, session)
    if "task" in page.inputs:
        words.append(tr("{n} steps").format(n=scene.task.T))
    if "sampling" in page.inputs:
        words.append(tr("{n} samples").format(n=f"{scene.samples:,}"))
    return "&nbsp;&nbsp;&nbsp; ".join(words)


def _gaussians(page: Page, session: Session) -> list[str]:
    if "gaussians" not in page.inputs:
        return []
    scene, theme = session.scene, current_theme()
    if scene.dimension > 1:
        return [tr("d = {n}").format(n=scene.dimension)]
    return [
        f'<span style="color: {theme.ink(name)}; font-weight: 600">{name}</span> {_normal(g)}'
        for name, g in (("p", scene.p), ("q", scene.q))
    ]


def _normal(gaussian: Gaussian) -> str:
    mean, std = shown_value(float(gaussian.mean[0])), shown_value(float(gaussian.std[0]))
    return f"N({mean}, {std}²)"
