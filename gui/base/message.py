"""Messages and questions that the window does not wait for."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from html import escape

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMessageBox, QPushButton, QWidget

from engine.core.words import tr

Role = QMessageBox.ButtonRole
SHOWN = 10  # problems; all of them stand in the details


def warn(window: QWidget, title: str, text: str, problems: Sequence[str] = ()) -> QMessageBox:
    """Say what went wrong: one sentence, and every problem below it."""
    box = _box(window, QMessageBox.Icon.Warning, title, text)
    if len(problems) == 1:
        box.setInformativeText(escape(problems[0]).replace("\n", "<br>"))
    elif problems:
        lines = [f"<li>{escape(problem)}</li>" for problem in problems[:SHOWN]]
        if len(problems) > SHOWN:
            more = tr("and {count} more: see the details")
            lines.append(f"<li>{more.format(count=len(problems) - SHOWN)}</li>")
            box.setDetailedText("\n".join(problems))
        box.setInformativeText(f"<ul style='margin-left: -20px'>{''.join(lines)}</ul>")
    box.open()
    return box


def ask(
    window: QWidget,
    title: str,
    text: str,
    why: str,
    choices: Sequence[tuple[str, QMessageBox.ButtonRole, Callable[[], object]]],
) -> QMessageBox:
    """Ask a question; the first choice is the default, Escape is the last one."""
    box = _box(window, QMessageBox.Icon.Question, title, text)
    box.setInformativeText(escape(why).replace("\n", "<br>"))
    buttons: list[QPushButton] = [box.addButton(name, role) for name, role, _ in choices]
    box.setDefaultButton(buttons[0])
    box.setEscapeButton(buttons[-1])

    def choose() -> None:
        clicked = box.clickedButton()
        place = buttons.index(clicked) if clicked in buttons else len(buttons) - 1
        choices[place][2]()

    # First the choice: what it does may need the box that is about to go.
    box.finished.connect(choose)
    box.finished.connect(box.deleteLater)
    box.open()
    return box


def sentence(problem: str) -> str:
    """A problem that begins with a verb, with what it is said of."""
    begins = ("is ", "holds ", "was ", "cannot ")
    if not problem.startswith(begins):
        return tr(problem)
    return tr("It {problem}.").format(problem=tr(problem))


def _box(window: QWidget, icon: QMessageBox.Icon, title: str, text: str) -> QMessageBox:
    box = QMessageBox(icon, title, f"<b>{escape(text)}</b>", parent=window)
    box.setTextInteractionFlags(
        Qt.TextInteractionFlag.TextSelectableByMouse
        | Qt.TextInteractionFlag.TextSelectableByKeyboard
    )
    box.setTextFormat(Qt.TextFormat.RichText)
    if icon is not QMessageBox.Icon.Question:
        box.finished.connect(box.deleteLater)
    return box
