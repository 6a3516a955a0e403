"""Icons: all of one kind, in the theme's colours, as sharp as the screen."""

import re
from pathlib import Path

import pytest
from PySide6.QtCore import QByteArray, QSize
from PySide6.QtGui import QColor, QIcon
from PySide6.QtSvg import QSvgRenderer

import resources
from gui.look import icons
from gui.look.icons import draw_icons, icon, icon_pixmap, icon_size, svg_of
from gui.look.theme import DARK, LIGHT
from tests.helpers.color_vision import contrast

ROOT = Path(resources.__file__).parent
PARTS_OF_THE_SHEET = re.compile(r"-(light|dark)$")
DRAWINGS = [
    path
    for path in sorted((ROOT / "icons").glob("*.svg"))
    if not PARTS_OF_THE_SHEET.search(path.stem)
] + sorted((ROOT / "pages").glob("*/icon.svg"))
NEEDED = """start trust-region temperature skills guided-search trajectories off-policy replay
    rollouts sweep fold play pause loop pin swap close share export present search help fx notes
    fit copy menu expand link reset folder densities kl-divergence importance-weights
    gradient-variance softmax-policy evidence-bound tanh-squashing"""
themes = pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])


def colors(pixmap):
    """The opaque colours in a picture."""
    image = pixmap.toImage()
    pixels = (image.pixelColor(x, y) for x in range(image.width()) for y in range(image.height()))
    return {pixel.name() for pixel in pixels if pixel.alpha() == 255}


@pytest.mark.parametrize("path", DRAWINGS, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_every_drawing_is_a_line_icon_on_the_grid(path, qapp):
    text = path.read_text("utf-8")
    assert QSvgRenderer(QByteArray(text.encode())).isValid()
    assert 'viewBox="0 0 16 16"' in text
    assert set(re.findall(r'(?:stroke|fill)="([^"]*)"', text)) <= {"none", "currentColor"}


def test_the_icons_that_the_window_needs_are_there():
    names = re.findall(r"\S+", NEEDED)
    assert [name for name in names if svg_of(name) == svg_of("dot")] == []


@pytest.mark.parametrize("name", ["", "no-such-page", "../style", "résumé"])
def test_an_unknown_name_has_a_neutral_dot(name, qapp):
    assert svg_of(name) == svg_of("dot")
    assert colors(icon_pixmap(name, LIGHT, "muted")) == {LIGHT.muted.lower()}


def test_a_page_brings_its_own(qapp):
    own = (ROOT / "pages" / "kl_divergence" / "icon.svg").read_text("utf-8")
    assert svg_of("kl-divergence") == svg_of("kl_divergence") == own


@themes
def test_an_icon_takes_the_colours_of_the_theme(theme, qapp):
    made = icon("play", theme, "muted", checked="accent")
    size = icon_size(theme)
    on, off = QIcon.State.On, QIcon.State.Off
    assert colors(made.pixmap(size, 1.0, QIcon.Mode.Normal, off)) == {theme.muted.lower()}
    assert colors(made.pixmap(size, 1.0, QIcon.Mode.Normal, on)) == {theme.accent.lower()}
    assert colors(made.pixmap(size, 1.0, QIcon.Mode.Disabled, off)) == {
        QColor(theme.disabled()).name()
    }


@pytest.mark.parametrize("ratio", [1.0, 1.25, 1.5, 2.0, 3.0])
@pytest.mark.parametrize("text", [1.0, 1.6, 2.0])
def test_an_icon_is_as_sharp_as_the_screen(text, ratio, qapp):
    theme = LIGHT.scaled(text, 1.0, ratio)
    size = icon_size(theme)
    assert size == QSize(round(16 * text), round(16 * text))
    shown = icon("pause", theme).pixmap(size, ratio)
    assert shown.width() == round(size.width() * ratio)
    image = shown.toImage()
    # A bar of the sign is three units wide: full ink but for one soft pixel on either side.
    row = [image.pixelColor(x, image.height() // 2).alpha() for x in range(image.width() // 2)]
    assert sum(0 < alpha < 255 for alpha in row) <= 2
    assert abs(sum(row) / 255 - 2.8 * size.width() * ratio / 16) < 0.2


@themes
def test_an_icon_can_be_seen(theme):
    for role in ("text", "muted", "accent", "warning"):
        assert contrast(getattr(theme, role), theme.rail) >= 3


def test_icons_of_another_theme_are_drawn_ahead(qapp):
    wanted = {"name": "pin", "role": "muted", "checked": "accent", "size": 21.0, "gap": 3.0}
    icon(theme=LIGHT, **wanted)
    draw_icons(DARK)
    drawn = icons._image.cache_info().misses
    icon(theme=DARK, **wanted)
    assert icons._image.cache_info().misses == drawn
    icon(theme=DARK, **wanted | {"size": 22.0})
    assert icons._image.cache_info().misses > drawn
