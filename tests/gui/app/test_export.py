"""A figure in files, each opened by another program than the one that wrote it."""

import contextlib
import itertools
import xml.etree.ElementTree as ElementTree
import zlib

import numpy as np
import pypdf
import pypdfium2
import pyqtgraph as pg
import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QImage

from engine.export.provenance import read_provenance
from engine.export.result_file import ExportError
from engine.gaussian.gaussian import Gaussian
from engine.page.scene import Scene
from engine.session.file import session_from_text
from engine.session.session import Session
from gui.figure.base_view import BaseView as View
from gui.figure.file import figure_image, save_figure, settle
from gui.look.theme import LIGHT
from tests.helpers.pictures import SVG, near, pixels, svg_pixels

SIZE = (800, 500)
RED, GREEN, BLUE = (200, 30, 30), (20, 160, 60), (0, 114, 178)


class TinyView(View):
    """A curve, bars, points, a table of four colours, a key and a handle."""

    page = "kl-divergence"

    def draw(self, session: Session, result: object) -> None:
        plot = self.figure.addPlot(title="Tables &amp; curves &lt; &gt; é")
        plot.setLabel("bottom", "samples n")
        plot.setLabel("left", "KL(q∥p), nats")
        plot.addLegend(offset=(-10, 10))
        plot.setRange(xRange=(0, 10), yRange=(0, 10), padding=0)
        plot.plot([0, 10], [5, 5], pen=pg.mkPen(RED, width=4), name="level")
        # Far outside of the range: what clips it is needed.
        plot.plot([-50, 50], [-20, 24], pen=pg.mkPen(GREEN, width=2))
        plot.plot([2, 4], [2, 2], pen=None, symbol="o", symbolBrush=BLUE, symbolPen=None)
        table = np.array([[RED, GREEN], [BLUE, (250, 200, 0)]], dtype=np.ubyte)
        image = pg.ImageItem(table, axisOrder="row-major")
        image.setRect(QRectF(6, 6, 2, 2))
        plot.addItem(image)
        plot.addItem(pg.BarGraphItem(x=[1], height=[3], width=1, brush=(90, 90, 90), pen=None))
        handle = pg.TargetItem(pos=(5, 8), size=30, pen=pg.mkPen((255, 0, 255), width=6))
        plot.addItem(handle)
        self.handle = handle
        self.screen_only.append(handle)
        self.plot = plot


@pytest.fixture
def session() -> Session:
    scene = Scene(Gaussian([0.1, 2], [[1, 1 / 3], [1 / 3, 2]]), Gaussian.from_std([0, 0], 0.7))
    return Session(scene, "kl-divergence")


def tiny(qtbot) -> TinyView:
    # No fixture: pytest would hold the view, and with it its menus, beyond the test's end.
    view = TinyView(LIGHT)
    view.resize(*SIZE)
    qtbot.addWidget(view)
    view.draw(Session(), None)
    settle(view)
    return view


def own_png_pixels(content: bytes) -> tuple[int, int, int]:
    """Width, height and colour type from the PNG's own header, its data checked by zlib."""
    data, position = b"", 8
    while position < len(content):
        size = int.from_bytes(content[position : position + 4])
        kind, body = content[position + 4 : position + 8], content[position + 8 :][:size]
        assert zlib.crc32(kind + body) == int.from_bytes(content[position + 8 + size :][:4])
        if kind == b"IHDR":
            header = int.from_bytes(body[:4]), int.from_bytes(body[4:8]), body[9]
        data += body if kind == b"IDAT" else b""
        position += 12 + size
    channels = {2: 3, 6: 4}[header[2]]
    assert len(zlib.decompress(data)) == header[1] * (1 + channels * header[0])
    return header


def at(view: TinyView, picture: np.ndarray, x: float, y: float) -> tuple[int, int]:
    """The row and column at which a point of the plot stands."""
    point = view.plot.vb.mapViewToScene(pg.Point(x, y))
    scale = picture.shape[1] / SIZE[0]
    return round(point.y() * scale), round(point.x() * scale)


def thickness(view: TinyView, picture: np.ndarray) -> int:
    """Of the red line, in pixels, where nothing else is."""
    _, column = at(view, picture, 3, 5)
    return int(near(picture, RED, 60)[:, column].sum())


def check_picture(view: TinyView, picture: np.ndarray) -> None:
    """Every part of the figure in its place and colour."""
    scale = picture.shape[1] / SIZE[0]
    assert picture.shape == (round(SIZE[1] * scale), round(SIZE[0] * scale), 3)
    assert tuple(picture[2, 2]) == (255, 255, 255)
    for (x, y), color in {
        (9, 5): RED,
        (6.5, 6.5): RED,
        (7.5, 6.5): GREEN,
        (6.5, 7.5): BLUE,
        (7.5, 7.5): (250, 200, 0),
        (2, 2): BLUE,
        (1, 1.5): (90, 90, 90),
    }.items():
        assert near(picture, color)[at(view, picture, x, y)], (x, y, color)
    # The four colours end where they should: nothing is blurred across.
    assert near(picture, GREEN)[at(view, picture, 7.06, 6.94)]
    assert thickness(view, picture) == pytest.approx(4 * scale, abs=1)
    assert not near(picture, (255, 0, 255), 40).any()
    # Left of the plot there are labels but no clipped curve.
    _, left = at(view, picture, 0, 5)
    assert near(picture, GREEN, 40).any()
    assert not near(picture[:, : left - round(3 * scale)], GREEN, 40).any()
    assert (picture[:, : left - round(12 * scale)] < 200).any()


@pytest.mark.parametrize("scale", [1, 1.5, 2, 4])
def test_png(qtbot, session, tmp_path, scale):
    view = tiny(qtbot)
    path = tmp_path / "figure.png"
    save_figure(view, path, session, scale)
    content = path.read_bytes()
    width, height, _ = own_png_pixels(content)
    assert (width, height) == (SIZE[0] * scale, SIZE[1] * scale)
    check_picture(view, pixels(content))
    assert read_provenance(path) == session
    assert session_from_text(QImage(str(path)).text("gaussian-explorer")) == session


def test_png_text_grows_with_the_picture(qtbot, session, tmp_path):
    view = tiny(qtbot)
    heights = []
    for scale in (1, 3):
        path = tmp_path / f"{scale}.png"
        save_figure(view, path, session, scale)
        picture = pixels(path.read_bytes())
        title = picture[: round(30 * scale), round(100 * scale) :]
        rows = np.flatnonzero((title < 200).any(axis=(1, 2)))
        heights.append(rows[-1] - rows[0] + 1)
    assert heights[1] / heights[0] == pytest.approx(3, abs=0.35)


def test_svg(qtbot, session, tmp_path):
    view = tiny(qtbot)
    path = tmp_path / "figure.svg"
    save_figure(view, path, session)
    root = ElementTree.parse(path).getroot()
    assert root.tag == f"{SVG}svg"
    assert (root.get("width"), root.get("height")) == ("800", "500")
    assert root.get("viewBox") == "0 0 800 500"
    texts = {text.text.strip() for text in root.iter(f"{SVG}text")}
    assert {"Tables & curves < > é", "samples n", "KL(q∥p), nats", "level"} <= texts
    assert {"2", "4", "6", "8"} <= texts
    names = [element.get("id") for element in root.iter() if element.get("id")]
    assert len(names) == len(set(names))
    assert read_provenance(path) == session
    metadata = root.find(f"{SVG}metadata")
    assert session_from_text(metadata.text) == session
    picture = svg_pixels(path.read_text("utf-8"))
    check_picture(view, picture)


def test_svg_looks_as_the_png(qtbot, session, tmp_path):
    view = tiny(qtbot)
    for name in ("figure.svg", "figure.png"):
        save_figure(view, tmp_path / name, session, scale=1)
    svg = svg_pixels((tmp_path / "figure.svg").read_text("utf-8")).astype(float)
    png = pixels((tmp_path / "figure.png").read_bytes()).astype(float)
    assert np.abs(svg - png).mean() < 2.0


def test_svg_draws_what_has_no_plain_colour(qtbot, session, tmp_path):
    view = TinyView(LIGHT)
    view.resize(*SIZE)
    qtbot.addWidget(view)
    view.plot = plot = view.figure.addPlot()
    plot.setRange(xRange=(0, 10), yRange=(0, 10), padding=0)
    gradient = pg.QtGui.QLinearGradient(0, 0, 10, 0)
    gradient.setColorAt(0, QColor(*RED))
    gradient.setColorAt(1, QColor(*BLUE))
    bars = pg.BarGraphItem(x=[5], height=[4], width=10, brush=pg.QtGui.QBrush(gradient), pen=None)
    faint = pg.BarGraphItem(x=[5], y0=[6], y1=[8], width=10, brush=BLUE, pen=None)
    faint.setOpacity(0.5)
    dotted = pg.PlotCurveItem([0, 10], [9, 9], pen=pg.mkPen("k", width=3, dash=[2, 2]))
    for item in (bars, faint, dotted):
        plot.addItem(item)
    settle(view)
    save_figure(view, tmp_path / "figure.svg", session)
    text = (tmp_path / "figure.svg").read_text("utf-8")
    picture = svg_pixels(text)
    shown = {x: picture[at(view, picture, x, 2)] for x in (0.1, 5, 9.9)}
    assert near(shown[0.1], RED)
    assert near(shown[5], np.mean([RED, BLUE], axis=0))
    assert near(shown[9.9], BLUE)
    assert near(picture[at(view, picture, 5, 7)], np.mean([BLUE, (255, 255, 255)], axis=0), 6)
    row = picture[at(view, picture, 5, 9)[0], 100:700, 0] < 128
    assert len(list(itertools.groupby(row))) == pytest.approx(600 / 6, abs=8)


def test_pdf(qtbot, session, tmp_path):
    view = tiny(qtbot)
    path = tmp_path / "figure.pdf"
    save_figure(view, path, session)
    reader = pypdf.PdfReader(path)
    (page,) = reader.pages
    assert (float(page.mediabox.width), float(page.mediabox.height)) == (600, 375)
    text = page.extract_text()
    for words in ("Tables & curves < > é", "samples n", "level"):
        assert words in " ".join(text.split())
    fonts = page["/Resources"]["/Font"].values()
    descriptors = [
        font.get_object()["/DescendantFonts"][0].get_object()["/FontDescriptor"] for font in fonts
    ]
    assert descriptors
    assert all("/FontFile2" in found or "/FontFile3" in found for found in descriptors)
    assert read_provenance(path) == session
    xmp = ElementTree.fromstring(reader.trailer["/Root"]["/Metadata"].get_data().strip())
    (kept,) = xmp.iter("{urn:gaussian-explorer}session")
    assert session_from_text(kept.text) == session
    assert reader.metadata.title == "kl-divergence"


def test_pdf_looks_as_the_png(qtbot, session, tmp_path):
    view = tiny(qtbot)
    save_figure(view, tmp_path / "figure.pdf", session)
    with contextlib.closing(pypdfium2.PdfDocument(tmp_path / "figure.pdf")) as document:
        picture = np.array(document[0].render(scale=192 / 72, rev_byteorder=True).to_numpy())
    check_picture(view, picture[..., :3])


def test_the_clipboard_gets_the_same_picture(qtbot, session, tmp_path):
    view = tiny(qtbot)
    save_figure(view, tmp_path / "figure.png", session, scale=2)
    image = figure_image(view, 2)
    buffer = pg.QtCore.QBuffer()
    buffer.open(pg.QtCore.QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")
    same = pixels(bytes(buffer.data())) == pixels((tmp_path / "figure.png").read_bytes())
    assert same.all()


def test_the_screen_is_as_before_after_an_export(qtbot, session, tmp_path):
    view = tiny(qtbot)
    view.handle.setVisible(True)
    before = view.figure.grab().toImage()
    for name in ("a.png", "b.svg", "c.pdf", "d.svg"):
        size = (600, 400) if name == "d.svg" else None
        save_figure(view, tmp_path / name, session, size=size)
    assert view.handle.isVisible()
    settle(view)
    assert view.figure.grab().toImage() == before
    assert 'width="600"' in (tmp_path / "d.svg").read_text("utf-8")


def test_a_hidden_handle_stays_hidden(qtbot, session, tmp_path):
    view = tiny(qtbot)
    view.handle.setVisible(False)
    save_figure(view, tmp_path / "a.png", session)
    assert not view.handle.isVisible()


@pytest.mark.parametrize(
    ("name", "why"), [("figure.gif", r"\.png, \.svg or \.pdf"), ("file/figure.png", "not a folder")]
)
def test_what_cannot_be_written_is_said(qtbot, session, tmp_path, name, why):
    view = tiny(qtbot)
    (tmp_path / "file").write_text("")
    with pytest.raises(ExportError, match=why):
        save_figure(view, tmp_path / name, session)
