"""Every page's figure and numbers, written by the command line."""

import xml.etree.ElementTree as ElementTree

import numpy as np
import pypdf
import pytest
from PySide6.QtGui import QColor

import main
from engine.cli import main as cli
from engine.core.run import Run
from engine.export.provenance import read_provenance
from engine.page.page import all_pages, page_named
from engine.session.session import Session
from gui.figure.file import draw_offscreen, figure_image
from gui.look.theme import LIGHT
from tests.helpers.pictures import SVG, near, pixels, svg_pixels

PAGES = {page.name: page for page in all_pages()}
GAUSSIANS = [name for name, page in PAGES.items() if "gaussians" in page.inputs]
FAR_APART = ("--p-mean=0 --q-mean=1e6", "--p-std=1e-6 --q-std=1e3", "--p-mean=0,1e9")


@pytest.fixture
def exported(qtbot, tmp_path, capsys):
    """The files of a page by their endings."""

    def export(page, dimension, kinds):
        arguments = ["export", page, "--dimension", str(dimension), "--samples", "2000",
                     "--format", kinds, "--out", str(tmp_path)]  # fmt: skip
        assert cli.main(arguments, main.save_figures) == 0
        out, err = capsys.readouterr()
        assert err == ""
        assert len(out.splitlines()) == len(list(tmp_path.iterdir()))
        files = {path.suffix: path for path in tmp_path.iterdir()}
        assert files.keys() == {f".{kind}" for kind in kinds.split(",")}
        assert {read_provenance(path).scene.dimension for path in files.values()} == {dimension}
        return files

    return export


@pytest.mark.parametrize("page", PAGES)
def test_the_command_line_writes_every_page_and_its_pictures_agree(exported, page):
    files = exported(page, 1, "png,svg,pdf,csv,npz")
    png = pixels(files[".png"].read_bytes())
    assert png.shape == (1360, 2200, 3)
    svg_text = files[".svg"].read_text("utf-8")
    svg = svg_pixels(svg_text)
    halved = png.reshape(680, 2, 1100, 2, 3).mean(axis=(1, 3))
    assert np.abs(svg - halved).mean() < 4.0
    words = pypdf.PdfReader(files[".pdf"]).pages[0].extract_text()
    assert "nan" not in words.lower()
    assert len(words) > 50


@pytest.mark.parametrize("page", GAUSSIANS)
@pytest.mark.parametrize("dimension", [2, 5])
def test_the_command_line_writes_more_dimensions(exported, page, dimension):
    check_numbers(exported(page, dimension, "svg,npz")[".svg"])


@pytest.mark.parametrize("dimension", [2, 5])
def test_both_gaussians_of_more_dimensions_are_seen(exported, dimension):
    png = pixels(exported("densities", dimension, "png")[".png"].read_bytes())
    assert png.shape == (1360, 2200, 3)
    for color in (LIGHT.p, LIGHT.q):
        assert near(png, QColor(color).getRgb()[:3]).sum() > 500


@pytest.mark.parametrize("page", GAUSSIANS)
@pytest.mark.parametrize("flags", FAR_APART)
def test_pages_far_apart_hold_no_nan(qtbot, tmp_path, capsys, page, flags):
    arguments = ["export", page, *flags.split(), "--samples", "1000", "--format", "svg"]
    assert cli.main([*arguments, "--out", str(tmp_path)], main.save_figures) == 0
    assert capsys.readouterr().err == ""
    (path,) = tmp_path.glob("*.svg")
    check_numbers(path)


def check_numbers(path):
    """No number in a vector picture is NaN, and no path goes to infinity."""
    root = ElementTree.parse(path).getroot()
    for element in root.iter():
        for value in (*element.attrib.values(), element.text or ""):
            assert "nan" not in value.lower().split()
    data = [e.get("d", "") for e in root.iter(f"{SVG}path")]
    assert data
    data += [f"{e.get('x')},{e.get('y')}" for e in root.iter(f"{SVG}use")]
    assert not any("nan" in d or "inf" in d for d in data)


def test_a_view_without_a_window_is_laid_out(qtbot):
    session = Session(page="kl-divergence")
    scene = session.scene.replace(samples=1000)
    result = page_named("kl-divergence").compute(
        scene, session.options["kl-divergence"], Run(threads=1)
    )
    view = draw_offscreen("kl-divergence", session.replace(scene=scene), result, (900, 600))
    qtbot.addWidget(view)
    assert not view.isVisible()
    assert view.figure.viewport().size().toTuple() == (900, 600)
    image = figure_image(view, 1)
    assert image.size().toTuple() == (900, 600)
