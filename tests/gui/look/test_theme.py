"""Colours that can be read and told apart, in both themes and by every eye; sizes of type."""

import itertools
import math
import re
from pathlib import Path

import pytest
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontDatabase,
    QFontMetrics,
    QImage,
    QPainter,
    QPalette,
    QRawFont,
)

from gui.look import contrast as contrast_module
from gui.look import theme as theme_module
from gui.look.appearance_options import LARGEST, SMALLEST, AppearanceOptions, options_from
from gui.look.fonts import WIDE_FAMILIES, window_font
from gui.look.style import apply_theme, palette, stylesheet
from gui.look.theme import DARK, LIGHT
from gui.pages.gradient_variance.colors import STYLES, estimator_color
from tests.helpers.color_vision import DEFICIENCIES, contrast, distance, seen

GUI = Path(theme_module.__file__).parents[1]
LINES = (
    *("p", "q", "truth", "k1", "k2", "k3", "positive", "negative", "accent"),
    *("plain", "self_normalised", "truncated", "clipped", "masked", "psis"),
)
METHODS = ("plain", "self_normalised", "truncated", "clipped", "masked", "psis")
TOGETHER = (
    ("p", "q", "truth"),
    ("k1", "k2", "k3", "truth"),
    (*METHODS, "truth"),
    ("positive", "negative", "truth"),
)
# WCAG 2.2: text (1.4.3), and what tells where a control is and that it has the focus (1.4.11).
READABLE, SEEN = 4.5, 3.0
themes = pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])


def test_the_measures_are_right():
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21.0)
    # A pair that WebAIM's checker calls 4.54 and one that it calls 4.48.
    assert contrast("#767676", "#FFFFFF") == pytest.approx(4.54, abs=0.005)
    assert contrast("#777777", "#FFFFFF") == pytest.approx(4.48, abs=0.005)
    # Red and green of one lightness: far apart for most eyes, near for some.
    pair = ("#D55E00", "#7F8A00")
    assert distance(*pair, "none") > 60 > 35 > distance(*pair, "deuteranopia")
    assert contrast_module.contrast(*pair) == pytest.approx(contrast(*pair), rel=1e-12)


@themes
def test_words_can_be_read(theme):
    for ground in ("window", "rail", "panel", "plot"):
        assert contrast(theme.text, getattr(theme, ground)) >= 7
        for role in ("muted", "accent", "error", "good", "warning"):
            assert contrast(getattr(theme, role), getattr(theme, ground)) >= READABLE, role
    assert contrast(theme.warning, theme.warning_background) >= READABLE
    for role in ("text", "accent", "muted"):
        assert contrast(getattr(theme, role), theme.selection) >= READABLE, role
    assert contrast(theme.text, theme.grid) >= READABLE, "words under the mouse"
    assert contrast(theme.panel, theme.accent) >= READABLE, "words on a checked button"
    for role in LINES:
        assert contrast(theme.ink(role), theme.plot) >= 4.6, role


@themes
@pytest.mark.parametrize("alpha", [0.1, 0.2, 0.35])
def test_words_can_be_read_over_shaded_bands(theme, alpha):
    for role in LINES:
        for band in ("k1", "k3", "p", "q", "error"):
            # The colour as Qt blends it, not as the theme computes it.
            image = QImage(1, 1, QImage.Format.Format_RGB32)
            image.fill(QColor(theme.plot))
            painter = QPainter(image)
            painter.fillRect(0, 0, 1, 1, theme.brush(band, alpha))
            painter.end()
            ground = image.pixelColor(0, 0).name()
            ink = theme.ink(role, ((band, alpha),))
            assert contrast(ink, ground) >= 4.5, (role, band)
            assert contrast(ink, theme.plot) >= 4.5, (role, band)


@themes
def test_controls_can_be_seen(theme):
    """Borders of fields and buttons, grooves and rings of the focus, on every ground."""
    for ground in ("window", "rail", "panel", "plot"):
        for role in ("control", "accent"):
            assert contrast(getattr(theme, role), getattr(theme, ground)) >= SEEN, (role, ground)
        assert contrast(theme.disabled(), getattr(theme, ground)) >= 2
    assert contrast(theme.warning_line, theme.warning_background) >= SEEN
    assert contrast(theme.text, theme.accent) >= 1.5, "the ring of a checked button"


@themes
def test_the_sheet_gives_controls_those_borders(theme):
    sheet = stylesheet(theme)
    for control in (
        "QLineEdit, QSpinBox, QComboBox",
        "QPushButton, QToolButton",
        "QFrame#segments",
    ):
        rule = sheet[sheet.index(f"\n{control} {{") :].split("}")[0]
        assert f"border: 1px solid {theme.control.lower()}" in rule, control
    for control in ("QLineEdit", "QPushButton", "QToolButton", "QToolButton#rail", "QFrame#chip"):
        assert re.search(rf"{re.escape(control)}:focus[^}}]*{theme.accent.lower()}", sheet), control


@themes
def test_lines_can_be_seen(theme):
    for role in LINES:
        assert contrast(getattr(theme, role), theme.plot) >= 3, role


def test_on_a_dark_ground_lines_are_as_clear_as_words():
    for role in LINES:
        assert contrast(getattr(DARK, role), DARK.plot) >= 4.5, role
        assert DARK.ink(role) == getattr(DARK, role)


@themes
@pytest.mark.parametrize("deficiency", DEFICIENCIES)
def test_what_stands_together_is_told_apart(theme, deficiency):
    for roles in TOGETHER:
        for one, other in itertools.combinations(roles, 2):
            far = distance(getattr(theme, one), getattr(theme, other), deficiency)
            assert far >= 15, (one, other, far)


@themes
@pytest.mark.parametrize("deficiency", DEFICIENCIES)
def test_methods_are_far_apart(theme, deficiency):
    """Six of them cross in one plot; plain and clipped differ by hue, not only by lightness."""
    for one, other in itertools.combinations(METHODS, 2):
        far = distance(getattr(theme, one), getattr(theme, other), deficiency)
        assert far >= 30, (one, other, far)
    hues = (seen(getattr(theme, name), deficiency)[1:] for name in ("plain", "clipped"))
    assert math.dist(*hues) >= 30


@themes
def test_a_map_grows_lighter_or_darker_all_the_way(theme):
    steps = [contrast(color, theme.plot) for color in theme.map]
    assert steps == sorted(steps)
    assert steps[-1] > 8


def test_no_colour_stands_elsewhere():
    words = re.compile(
        r"""["']\#[0-9A-Fa-f]{3,8}["']|mkPen\(["']|mkBrush\(["']|setBackground\(["']"""
        r"""|["'](white|black|gray|grey|red|blue|green)["']"""
        r"""|GlobalColor\.(?!transparent)|\#[0-9A-Fa-f]{6}\b"""
    )
    # A formula's placeholder is replaced before it is drawn; the many estimators of gradients
    # have a table of their own, which the theme makes lighter.
    allowed = {"theme.py", "formula.py", "colors.py"}
    found = [
        f"{path.relative_to(GUI)}:{number}: {line.strip()}"
        for path in sorted(GUI.rglob("*.py"))
        if path.name not in allowed
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1)
        if words.search(line)
    ]
    assert found == []


@themes
def test_every_gradient_estimator_can_be_seen(theme):
    for name in STYLES:
        color = estimator_color(name, theme).name()
        # The lightest of a family of many are told by their markers, edges and words as well.
        assert contrast(color, theme.plot) >= 2, name
    if theme is DARK:
        assert min(contrast(estimator_color(n, theme).name(), theme.plot) for n in STYLES) >= 3


@themes
def test_widgets_take_the_colours(theme):
    made = palette(theme)
    assert made.color(QPalette.ColorRole.Window).name() == theme.window.lower()
    assert made.color(QPalette.ColorRole.Text).name() == theme.text.lower()
    other = DARK if theme is LIGHT else LIGHT
    colors = set(re.findall(r"#[0-9a-f]{6}", stylesheet(theme).lower()))
    assert theme.panel.lower() in colors
    alien = {getattr(other, role).lower() for role in ("window", "panel", "text", "grid", "line")}
    own = {str(getattr(theme, role)).lower() for role in theme.__slots__}
    assert not colors & (alien - own)


@pytest.mark.parametrize("scale", [0.8, 0.9, 1.0, 1.1, 1.35, 1.5, 2.0, 2.7])
def test_round_corners_stay_round(scale):
    """Qt leaves a corner square whose radius is more than half of the bar."""
    sheet = stylesheet(LIGHT.scaled(scale, 1.0))
    groove = re.search(r"groove:horizontal \{ height: (\d+)px; .*?border-radius: (\d+)px", sheet)
    assert 2 * int(groove[2]) <= int(groove[1])
    handle = re.search(
        r"handle:horizontal \{.*?width: (\d+)px; height: \d+px; margin: -(\d+)px"
        r".*?border-radius: (\d+)px",
        sheet,
    )
    assert 2 * int(handle[3]) <= int(handle[1]) + 4
    assert "px!" not in sheet
    assert "px-" not in sheet


def test_type_and_lines_grow():
    usual, lecture = (
        AppearanceOptions().theme(False),
        AppearanceOptions(size="lecture").theme(False),
    )
    assert (usual.text_scale, usual.line_scale) == (1.0, 1.0)
    assert lecture.text_scale > 1.3
    assert lecture.pen("p", 2.0).widthF() > 1.5 * usual.pen("p", 2.0).widthF()
    both = AppearanceOptions(size="lecture", text=150).theme(False)
    assert both.text_scale == pytest.approx(1.5 * lecture.text_scale)


def test_steps_of_the_text_scale_end():
    options = AppearanceOptions()
    assert options.stepped(1).text == 110
    assert options.stepped(100).text == LARGEST
    assert options.stepped(-100).text == SMALLEST


def test_the_system_decides_only_when_asked():
    assert AppearanceOptions(mode="system").theme(True).name == "dark"
    assert AppearanceOptions(mode="system").theme(False).name == "light"
    assert AppearanceOptions(mode="light").theme(True).name == "light"
    assert AppearanceOptions(mode="dark").theme(False).name == "dark"


@pytest.mark.parametrize(
    "words", ["", "dark", "dim normal 100", "dark normal 500", "dark normal x", "a b c d"]
)
def test_options_that_cannot_be_read_are_the_usual_ones(words):
    assert options_from(words) == AppearanceOptions()
    assert options_from(AppearanceOptions("dark", "lecture", 120).text_form()) == AppearanceOptions(
        "dark", "lecture", 120
    )


def test_dressing_twice_does_not_grow_the_type(dressed):
    sizes = []
    for scale in (1.0, 1.5, 1.5, 1.0):
        apply_theme(dressed, LIGHT.scaled(scale, 1.0))
        sizes.append(dressed.font().pointSizeF())
    assert sizes[1] == pytest.approx(1.5 * sizes[0])
    assert sizes == [sizes[0], sizes[1], sizes[1], sizes[0]]


@pytest.mark.parametrize("weight", [400, 600, 700])
def test_the_typeface_comes_with_the_program(dressed, weight):
    font = window_font()
    font.setWeight(QFont.Weight(weight))
    raw = QRawFont.fromFont(font)
    assert (raw.familyName(), raw.weight()) == ("Inter", weight)
    widths = {QFontMetrics(font).horizontalAdvance(digit) for digit in "0123456789"}
    assert len(widths) == 1, "digits stand below each other"


def test_chinese_in_names_and_paths_is_shown(dressed):
    known = set(QFontDatabase.families())
    if not known & set(WIDE_FAMILIES):
        pytest.skip("no font with Chinese glyphs is installed here")
    font = window_font()
    assert font.families()[-1] in WIDE_FAMILIES
    metrics = QFontMetrics(font)
    # "Gauss" and "policy" in Chinese, simplified and traditional.
    for letter in "高斯策略畫":
        assert metrics.inFontUcs4(ord(letter)), letter
        assert drawn(letter, font) != drawn("\U0010fffd", font), "a letter and no box"


def drawn(letter, font):
    """The pixels of a letter."""
    image = QImage(40, 40, QImage.Format.Format_Grayscale8)
    image.fill(0)
    painter = QPainter(image)
    painter.setPen(QColor(255, 255, 255))
    painter.setFont(font)
    painter.drawText(8, 28, letter)
    painter.end()
    return bytes(image.constBits())
