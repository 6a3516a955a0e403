"""A user who does everything that the program offers, at random, in one window."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog

from engine.core.words import LANGUAGES
from engine.session.examples import all_examples
from gui.look.appearance_options import MODES, SIZES
from tests.helpers.random_use import User
from tests.soak.window.files import Files
from tests.soak.window.hands import Hands
from tests.soak.window.input import Input
from tests.soak.window.reach import Reach
from tests.soak.window.sweeping import Sweeping

SIZES_OF_WINDOW = ((800, 560), (1024, 700), (1360, 860), (1270, 1000))
FEW_PAGES = 4
# The window goes when the sitting is over, and the system's dialogs belong to nobody.
NOT_CHOSEN = ("file.quit",)
NOT_OFTEN = ("view.text", "view.size", "view.theme", "view.language")  # have a share of their own


@dataclasses.dataclass
class WindowUser(User):
    """Adds mouse, keys, menus, palette, play, files, looks, examples to what `User` does."""

    folder: Path = Path()
    send: Input = dataclasses.field(default_factory=lambda: Input(bool))
    reach: Reach = dataclasses.field(default_factory=lambda: Reach(str))

    def __post_init__(self) -> None:
        self.hands = Hands(self, self.send, self.reach)
        self.files = Files(self, self.folder, self.send)
        self.sweeping = Sweeping(self)

    def acts(self) -> tuple[Callable[[], object], ...]:
        hands, files, sweeping = self.hands, self.files, self.sweeping
        return (
            *[act for act in super().acts() if act is not self.process],
            *[hands.press_button] * 7, *[hands.click] * 6, *[hands.pull] * 4, *[hands.wheel] * 2,
            *[hands.hover] * 3,
            *[hands.plot] * 8, *[hands.keys] * 4, *[hands.write] * 2, *[hands.choose] * 3,
            *[self.command] * 6, *[self.shortcut] * 2, self.menu, *[self.palette] * 2,
            *[self.play] * 3, files.drop, files.export, self.example,
            sweeping.look, sweeping.add, *[sweeping.plan] * 2, *[sweeping.run] * 2, sweeping.file,
            *[self.share] * 2, *[self.compare] * 2, *[self.look] * 2, *[self.size] * 2,
        )  # fmt: skip

    def act(self) -> None:
        """One event; what is open in front of the window is mostly answered first."""
        act = self.one_of(self.acts())
        front = self.hands.front()
        if front is not self.window and self.rng.random() < 0.6:
            act = self.files.in_dialog if isinstance(front, QFileDialog) else self.hands.answer
        name = getattr(act, "__name__", "process")
        self.done.append(name)
        said = act()
        if isinstance(said, str):
            self.done[-1] = f"{name}: {said}"

    def turn_page(self) -> None:
        """Often to where the most is left that nobody has used."""
        pages = [page.name for page in self.window.pages]
        if self.rng.random() < 0.5:
            pages = sorted(pages, key=self.reach.left)[-FEW_PAGES:]
        self.window.rail.buttons[self.one_of(pages)].click()

    def command(self) -> str:
        """Any action of the menus that can be used now."""
        found = [
            each.action
            for each in self.window.action_list.listed()
            if each.action.enabled
            and each.action.name not in NOT_CHOSEN
            and not each.action.name.startswith(NOT_OFTEN)
        ]
        action = self.one_of(found)
        action.run()
        self.window.action_list.refresh()
        return action.name

    def shortcut(self) -> str:
        """The keys of an action, as typed."""
        found = [
            (each.action.name, keys)
            for each in self.window.action_list.listed()
            for keys in each.action.sequences()
            if each.action.name not in NOT_CHOSEN and not each.action.name.startswith(NOT_OFTEN)
            if keys[0].key() < Qt.Key.Key_Back  # QTest cannot press those of other keyboards
        ]
        name, keys = self.one_of(found)
        self.send.keys(self.window, keys)
        return name

    def menu(self) -> str:
        """Open one, go down it, and choose or leave."""
        title, menu = self.one_of(list(self.window.menus.items()))
        if self.hands.front() is not self.window:
            return ""
        menu.popup(self.window.mapToGlobal(QPoint(40, 40)))
        for _ in range(int(self.rng.integers(1, 6))):
            self.send.key(menu, Qt.Key.Key_Down)
        chosen = menu.activeAction()
        leave = chosen is None or chosen.text() == "" or "uit" in chosen.text()
        key = Qt.Key.Key_Escape if leave or self.rng.random() < 0.5 else Qt.Key.Key_Return
        said = f"{title} {chosen.text() if chosen else ''} {key.name}"
        self.send.key(menu, key)
        menu.close()
        return said

    def palette(self) -> str:
        """Open it, type, take what is found."""
        if self.hands.front() is not self.window:
            return ""
        self.window.open_palette()
        palette = self.hands.front()
        if palette is self.window:
            return "not opened"
        text = self.one_of(("k", "mean", "wei", "p", "example", "std", "trust", "dark", "k1", "目"))
        palette.field.setText(text)  # as an input method does
        for _ in range(int(self.rng.integers(4))):
            self.send.key(palette.field, Qt.Key.Key_Down)
        found = [entry.title for entry in palette.shown]
        quits = any("uit" in title or "退" in title for title in found)
        key = Qt.Key.Key_Escape if quits else self.one_of((Qt.Key.Key_Return, Qt.Key.Key_Escape))
        self.send.key(palette.field, key)
        return f"{text} {key.name}"

    def play(self) -> str:
        """Begin with any number, pause, go on, end."""
        player, chance = self.window.player, self.rng.random()
        if chance < 0.4:
            rows = self.window.inputs.addressed()
            if not rows:
                return ""
            name = self.one_of(sorted(rows))
            rows[name].wanted.emit("play")
            return name
        if chance < 0.8:
            player.toggle()
            return "toggle"
        player.end()
        return "end"

    def share(self) -> str:
        """Copy the session as a text, damage it at times, and open it."""
        actions, clipboard = self.window.action_list, QGuiApplication.clipboard()
        chance = self.rng.random()
        if chance < 0.4:
            actions["file.share"].trigger()
        elif chance < 0.6:
            text = list(clipboard.text())
            for _ in range(min(len(text), 2)):
                text[int(self.rng.integers(len(text)))] = self.one_of(("A", "-", "重", " "))
            clipboard.setText("".join(text))
        else:
            actions["file.paste"].trigger()
        return f"{chance:.1f}"

    def compare(self) -> str:
        """Pin, exchange, unpin."""
        name = self.one_of(("pin", "pin", "swap", "swap", "unpin"))
        self.window.action_list[f"compare.{name}"].trigger()
        return str(name)

    def example(self) -> str:
        """Any of them, or the start page."""
        if self.rng.random() < 0.2:
            self.window.start.show()
            return "start"
        example = self.one_of(all_examples())
        self.window.start.open(example)
        return example.name

    def look(self) -> str:
        """Theme, size of type, language; seldom, since all is made anew."""
        appearance, chance = self.window.appearance, self.rng.random()
        if chance < 0.5:
            mode = self.one_of(MODES)
            appearance.set_mode(mode)
            return mode
        if chance < 0.7:
            steps = self.one_of((-1, 1, 1, 2, 0, 0))
            appearance.step_text(steps)
            return f"text {steps} {appearance.options.text}"
        if chance < 0.8:
            size = self.one_of(SIZES)
            appearance.set_size(size)
            return size
        language = self.one_of(LANGUAGES)
        appearance.set_language(language)
        return language

    def size(self) -> str:
        """Another size of the window."""
        width, height = self.one_of(SIZES_OF_WINDOW)
        if self.rng.random() < 0.3:
            width, height = int(self.rng.integers(800, 1270)), int(self.rng.integers(560, 1000))
        self.window.resize(width, height)
        return f"{width} x {height}"
