"""How the window looks: which theme, and how large type and lines are."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal, TypeVar

from gui.look.theme import DARK, LIGHT, Theme

Mode = Literal["light", "dark", "system"]
Size = Literal["normal", "lecture"]
Choice = TypeVar("Choice", bound=str)
MODES: tuple[Mode, ...] = ("light", "dark", "system")
SIZES: tuple[Size, ...] = ("normal", "lecture")
# In percent.
SMALLEST, USUAL, LARGEST, STEP = 80, 100, 200, 10
LECTURE_TEXT, LECTURE_LINES = 1.35, 1.8


@dataclass(frozen=True, slots=True)
class AppearanceOptions:
    """What the View menu chooses; ``text`` is the text scale in percent."""

    mode: Mode = "system"
    size: Size = "normal"
    text: int = USUAL

    def stepped(self, steps: int) -> AppearanceOptions:
        """Larger type by so many steps, or smaller."""
        return replace(self, text=min(max(self.text + steps * STEP, SMALLEST), LARGEST))

    def theme(self, dark_system: bool, pixel_ratio: float = 1.0) -> Theme:
        """The colours and sizes, where the system's own choice is dark or not, on a screen of
        so many pixels to each of the window's."""
        dark = dark_system if self.mode == "system" else self.mode == "dark"
        lecture = self.size == "lecture"
        return (DARK if dark else LIGHT).scaled(
            self.text / 100 * (LECTURE_TEXT if lecture else 1.0),
            LECTURE_LINES if lecture else 1.0,
            pixel_ratio,
        )

    def text_form(self) -> str:
        """As stored between runs, see `options_from`."""
        return f"{self.mode} {self.size} {self.text}"


def options_from(words: str) -> AppearanceOptions:
    """The stored options; the usual ones where they cannot be read."""
    try:
        mode, size, text = words.split()
        options = AppearanceOptions(_one_of(mode, MODES), _one_of(size, SIZES), int(text))
    except ValueError:
        return AppearanceOptions()
    return options if SMALLEST <= options.text <= LARGEST else AppearanceOptions()


def _one_of(word: str, words: tuple[Choice, ...]) -> Choice:
    for each in words:
        if each == word:
            return each
    raise ValueError(word)
