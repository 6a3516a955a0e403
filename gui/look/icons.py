"""The program's own line icons, drawn in a theme's colours and sharp on its screen."""

from __future__ import annotations

from functools import lru_cache
from importlib import resources

from PySide6.QtCore import QByteArray, QRectF, QSize, Qt
from PySide6.QtGui import QIcon, QImage, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from gui.look.theme import Theme

SIZE = 16  # pixels beside usual type: the grid that icons are drawn on
COLOR = "currentColor"
UNKNOWN = "dot"  # in the place of an icon that there is not

_asked: set[tuple[str, str, str, float, float]] = set()  # what `icon` was asked for, of any theme


def icon(
    name: str,
    theme: Theme,
    role: str = "text",
    checked: str = "",
    size: float = SIZE,
    gap: float = 0.0,
) -> QIcon:
    """An icon by its name or by that of a page, in the colour of a role of the theme.

    ``resources/pages/NAME/icon.svg`` comes first, then ``resources/icons/NAME.svg``; a name with
    neither has a neutral dot. ``checked`` is the role while a button with it is checked. ``size``
    is in pixels beside usual type; the icon is made for the theme's screen and size of type.
    ``gap`` is the room that it keeps to the words on its right.
    """
    _asked.add((name, role, checked, size, gap))
    made = QIcon()
    lengths = size * theme.text_scale, gap * theme.text_scale, theme.pixel_ratio
    for mode, state, color in (
        (QIcon.Mode.Normal, QIcon.State.Off, theme.color(role).name()),
        (QIcon.Mode.Normal, QIcon.State.On, theme.color(checked or role).name()),
        (QIcon.Mode.Disabled, QIcon.State.Off, theme.disabled()),
    ):
        made.addPixmap(_pixmap(name, color, *lengths), mode, state)
    return made


def draw_icons(theme: Theme) -> None:
    """Draw those that have been asked for in another theme too: then each is there at once."""
    for name, role, checked, size, gap in tuple(_asked):
        icon(name, theme, role, checked, size, gap)


def icon_pixmap(name: str, theme: Theme, role: str = "text", size: float = SIZE) -> QPixmap:
    """The same for a label."""
    color = theme.color(role).name()
    return _pixmap(name, color, size * theme.text_scale, 0.0, theme.pixel_ratio)


def icon_size(theme: Theme, size: float = SIZE, gap: float = 0.0) -> QSize:
    """The size that a button is told to show its icon in."""
    side = round(size * theme.text_scale)
    return QSize(side + round(gap * theme.text_scale), side)


@lru_cache(maxsize=256)
def svg_of(name: str) -> str:
    """The drawing, with its colour open."""
    root = resources.files("resources")
    page, drawing = name.replace("-", "_"), name.replace("_", "-")
    for place in (root / "pages" / page / "icon.svg", root / "icons" / f"{drawing}.svg"):
        if name and place.is_file():
            return place.read_text("utf-8")
    return (root / "icons" / f"{UNKNOWN}.svg").read_text("utf-8")


def _pixmap(name: str, color: str, size: float, gap: float, ratio: float) -> QPixmap:
    return QPixmap.fromImage(_image(name, color, size, gap, ratio))


@lru_cache(maxsize=512)
def _image(name: str, color: str, size: float, gap: float, ratio: float) -> QImage:
    side = round(round(size) * ratio)
    width = round((round(size) + round(gap)) * ratio)
    image = QImage(width, side, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    renderer = QSvgRenderer(QByteArray(svg_of(name).replace(COLOR, color).encode()))
    renderer.render(painter, QRectF(0, 0, side, side))
    painter.end()
    image.setDevicePixelRatio(ratio)
    return image
