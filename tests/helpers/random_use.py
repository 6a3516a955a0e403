"""A user who does anything at any time: drags that go on, keys, undo, pages, data, sessions."""

import dataclasses
import json
from collections.abc import Callable

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QPointF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QCheckBox, QComboBox, QSpinBox
from shiboken6 import isValid

from engine.data.source import DataSource
from engine.page.scene import Scene
from engine.session.file import session_from_text, session_text
from engine.session.session import Session
from gui.app.main_window import MainWindow
from gui.base import commands
from gui.base.background import running
from gui.base.gesture import new_gesture
from gui.plotkit.columns import Columns
from gui.plotkit.handles import Handle
from gui.plotkit.marker import Marker
from gui.widgets.input_row import InputRow
from tests.helpers.hand import Drag

SAMPLES = 300
KEYS = [Qt.Key(key) for key in (*b"0123456789.-",)] + [
    getattr(Qt.Key, f"Key_{name}")
    for name in ("Left", "Right", "PageUp", "Home", "End", "Return", "Tab", "Backspace")
]
DIMENSIONS = (1, 1, 2, 2, 3, 4)


def data_sources(folder) -> list[DataSource]:
    """Log-ratios, and groups in one, two and three dimensions."""
    rng = np.random.default_rng(5)
    found = []
    for d in (1, 2, 3):
        path = folder / f"groups_{d}.csv"
        names = [f"x{i}" for i in range(d)]
        rows = [
            ",".join([side, *map(repr, row)])
            for side, mean in (("new", 1.0), ("old", 0.0))
            for row in rng.normal(mean, 1.0, (40, d)).tolist()
        ]
        path.write_text("\n".join([",".join(["policy", *names]), *rows]) + "\n", encoding="utf-8")
        found.append(DataSource(str(path), "groups", tuple(names), "policy"))
    path = folder / "ratios.csv"
    numbers = "\n".join(map(repr, rng.normal(-0.02, 0.2, 200).tolist()))
    path.write_text(f"log_w\n{numbers}\n", encoding="utf-8")
    return [*found, DataSource(str(path), "log-ratios", ("log_w",))]


@dataclasses.dataclass
class User:
    """Draws what to do next; controls that are hidden by now still send at times."""

    window: MainWindow
    rng: np.random.Generator
    sources: list[DataSource]
    process: Callable[[], object]
    held: Drag | None = None
    saved: str = ""
    done: list[str] = dataclasses.field(default_factory=list)

    def acts(self) -> tuple[Callable[[], object], ...]:
        """What may be done, as often as its share; each may say in words what it did."""
        return (
            *[self.slide] * 6, *[self.drag] * 6, *[self.type] * 2, *[self.key] * 3,
            self.table, *[self.resize] * 3,
            *[self.undo] * 3, *[self.turn_page] * 2, *[self.choose] * 3, *[self.press] * 2,
            self.open_data, self.close_data, self.restore, *[self.process] * 4,
        )  # fmt: skip

    def act(self) -> None:
        """One event."""
        act = self.one_of(self.acts())
        self.done.append(getattr(act, "__name__", "process"))
        act()

    def one_of(self, values):
        return values[int(self.rng.integers(len(values)))]

    def row(self) -> InputRow | None:
        """Any number; none while the start page is shown in new words or another size."""
        place = self.one_of((self.window.inputs, self.window.frame))
        found = place.findChildren(InputRow) or self.window.inputs.findChildren(InputRow)
        return self.one_of(found) if found else None

    def slide(self) -> None:
        row = self.row()
        if row is None:
            return
        slider = row.slider
        if self.rng.random() < 0.5:
            slider.step(self.one_of((-10, -1, 1, 10)))
        else:
            position = int(self.rng.integers(slider.maximum() + 1))
            slider.moved.emit(slider.scale.value(position), new_gesture())

    def type(self) -> None:
        widget = self.row()
        if widget is None:
            return
        values = (widget.default, 0.0, -1.5, 3.0, 1e13, 0.999)
        widget.field.proposed.emit(widget.described.kind(self.one_of(values)), new_gesture())

    def key(self) -> None:
        """A key for a slider, a field, or whatever has the focus."""
        row = self.row()
        own = () if row is None else (row.slider, row.field)
        widget = self.one_of((*own, self.window.focusWidget()))
        if widget is not None:
            QTest.keyClick(widget, self.one_of(KEYS))

    def table(self) -> None:
        """Open the tables of p or q, or end with them, whatever has become of the scene."""
        editor = self.one_of(list(self.window.inputs.gaussians.editors.values()))
        if editor.dialog is None:
            editor.open_table()
        else:
            self.one_of((editor.dialog.accept, editor.dialog.reject))()

    def resize(self) -> None:
        self.window.inputs.sampling.dimension.setValue(self.one_of(DIMENSIONS))

    def undo(self) -> None:
        stack = self.window.store.undo_stack
        for _ in range(int(self.rng.integers(1, 4))):
            self.one_of((stack.undo, stack.undo, stack.redo))()

    def turn_page(self) -> None:
        buttons = self.window.rail.buttons
        buttons[self.one_of([page.name for page in self.window.pages])].click()

    def choose(self) -> None:
        """A choice, a switch or a count of the page or the panel."""
        options, gaussians = self.window.inputs.options, self.window.inputs.gaussians
        found = [*options.findChildren(QComboBox), *options.findChildren(QCheckBox)]
        found += options.findChildren(QSpinBox) + gaussians.findChildren(QComboBox)
        if not found:
            return
        control = self.one_of(found)
        if isinstance(control, QComboBox):
            index = int(self.rng.integers(control.count()))
            control.setCurrentIndex(index)
            control.activated.emit(index)
        elif isinstance(control, QCheckBox):
            control.click()
        else:
            control.setValue(control.value() + self.one_of((-1, 1)))

    def press(self) -> None:
        make = (commands.swapped, commands.matched, commands.resampled)
        self.window.services.apply(self.one_of(make), "press")
        if self.rng.random() < 0.3:
            self.window.inputs.gaussians.buttons[self.one_of(("Swap", "Match"))].click()

    def open_data(self) -> None:
        self.window.data_opener.read(self.one_of(self.sources))

    def close_data(self) -> None:
        card = self.window.inputs.data
        if self.rng.random() < 0.5:
            card.skip_changed.emit(bool(self.rng.integers(2)))
        else:
            card.closed.emit()

    def restore(self) -> None:
        """Keep the session as a file would, or come back to it as after a crash."""
        if not self.saved or self.rng.random() < 0.5:
            self.saved = session_text(self.window.store.session)
        else:
            self.window.document.restore(session_from_text(self.saved), None)

    def drag(self) -> None:
        """Begin a drag, go on with one whatever has happened meanwhile, or end it."""
        if self.held is None or not isValid(self.held.item) or self.held.item.getViewBox() is None:
            found = [
                item
                for item in self.window.frame.view.figure.scene().items()
                if isinstance(item, Handle | Marker | Columns) and item.isVisible()
            ]
            if not found:
                return
            item = self.one_of(found)
            at = item.pos()
            if isinstance(item, Marker):
                at = QPointF(item.value(), 0.0)
            elif isinstance(item, Columns):
                at = QPointF(float(self.rng.integers(1, 6)), 0.0)
            self.held = Drag(item, (at.x(), at.y()), (at.x(), at.y()), first=True)
        else:
            self.held.first = False
            self.held.last = self.rng.random() < 0.3
        box = self.held.item.getViewBox().viewRect()
        self.held.at = (
            float(self.rng.uniform(box.left() - 0.1 * box.width(), box.right())),
            float(self.rng.uniform(box.top(), box.bottom() + 0.1 * box.height())),
        )
        self.held.item.mouseDragEvent(self.held)
        if self.held.last:
            self.held = None


def use(window: MainWindow, seed: int, events: int, folder, process) -> User:
    """So many events, with the window's state checked now and then; slots that raise are told by
    pytest-qt."""
    pg.setConfigOptions(useOpenGL=False)
    user = User(window, np.random.default_rng(seed), data_sources(folder), process)
    for event in range(events):
        user.act()
        if event % 50 == 0:
            check(window)
    while running():
        process()
    check(window)
    return user


def check(window: MainWindow) -> None:
    """No page has failed for a reason of ours, and the session can be saved."""
    failed = window.frame.failed
    if failed is not None:
        assert "could not be computed" not in failed.message, failed.details
    session = window.store.session
    assert session_from_text(session_text(session)) == session
    json.loads(session_text(session))
    shown = window.inputs.sampling
    # While one of these is, its inputs have yet to be filled.
    unfinished = window.retheming.under_way or window.turning.under_way
    assert unfinished or not shown.isVisible() or shown.dimension.value() == session.scene.dimension


def start() -> Session:
    """Few samples, for speed."""
    return Session(scene=dataclasses.replace(Scene(), samples=SAMPLES))
