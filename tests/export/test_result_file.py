"""Results in files: every number to the last bit, and the session that made them."""

import csv
import json
import math
import zipfile
from dataclasses import dataclass, field

import numpy as np
import pytest
from hypothesis import given, settings

from engine.core.quantity import Quantity
from engine.core.run import Run
from engine.export.provenance import provenance_text, read_provenance
from engine.export.result_file import ExportError, readouts_text, save_csv, save_npz
from engine.export.result_table import result_tables
from engine.gaussian.gaussian import Gaussian
from engine.page.page import page_named
from engine.page.result import Result
from engine.session.file import SessionFileError, session_from_text
from engine.session.session import Session
from tests.helpers.sessions import sessions


@dataclass(frozen=True)
class Inner:
    depth: np.ndarray = field(default_factory=lambda: np.array([0.1]))


@dataclass(frozen=True)
class Plot:
    x: np.ndarray = field(default_factory=lambda: np.array([0.1, 1 / 3, math.inf]))
    matrix: np.ndarray = field(default_factory=lambda: np.array([[1.5, 2], [3, 4]]))
    cube: np.ndarray = field(default_factory=lambda: np.arange(8.0).reshape(2, 2, 2))
    counts: np.ndarray = field(default_factory=lambda: np.array([1, 2]))
    names: tuple = ("a, b", "c")
    inner: Inner = field(default_factory=Inner)
    nothing: None = None
    level: float = 0.30000000000000004
    method: str = "by\nquadrature"
    exact: bool = True


READOUTS = (
    Quantity("kl", "KL", "", help="A divergence.", name="KL").exact(0.1 + 0.2, "a, note"),
    Quantity("k3", "k3", "", known=("estimated",), name="k3").estimated(math.inf, 1e-300),
)
BANNERS = ("k3 has infinite variance:\nlam >= 2",)


def whole(**figures) -> Result:
    """An answer with a plot, one that does not apply, another, and a Gaussian."""
    plots = {
        "plot": Plot(),
        "absent_plot": None,
        "second_plot": Inner(),
        "gaussian": Gaussian(0.0, 1.0),
    }
    plots |= figures
    return Result(
        READOUTS, BANNERS, None, {name: lambda _, plot=plot: plot for name, plot in plots.items()}
    )


def rows_of(path):
    lines = path.read_text().splitlines()
    comments = dict(line[2:].split(": ", 1) for line in lines if line.startswith("# "))
    return comments, list(csv.reader(line for line in lines if not line.startswith("#")))


def test_csv_holds_every_number(tmp_path):
    paths = save_csv(whole(), Session(), tmp_path, "page")
    assert [path.name for path in paths] == [
        "page-plot.csv",
        "page-second-plot.csv",
        "page.csv",
        "page-readouts.csv",
    ]
    assert sorted(tmp_path.iterdir()) == sorted(paths)
    comments, rows = rows_of(paths[0])
    head, *cells = rows
    cubes = [f"cube_{i}_{j}" for i in (1, 2) for j in (1, 2)]
    assert head == ["x", "matrix_1", "matrix_2", *cubes, "counts", "names", "inner.depth"]
    assert cells[0] == ["0.1", "1.5", "2.0", "0.0", "1.0", "2.0", "3.0", "1", "a, b", "0.1"]
    assert cells[2] == ["inf", *[""] * 9]
    assert float(cells[1][0]) == 1 / 3
    assert comments["level"] == "0.30000000000000004"
    assert comments["method"] == "by quadrature"
    assert comments["exact"] == "True"
    assert session_from_text(comments["gaussian-explorer"]) == Session()
    comments, rows = rows_of(paths[3])
    assert rows == [
        ["key", "name", "value", "standard_error", "kind", "unit", "note"],
        ["kl", "KL", "0.30000000000000004", "", "exact", "nats", "a, note"],
        ["k3", "k3", "inf", "1e-300", "estimated", "nats", ""],
    ]
    assert comments["banner_1"] == "k3 has infinite variance: lam >= 2"


def test_npz_holds_every_array_and_needs_no_pickle(tmp_path):
    path = tmp_path / "page.npz"
    save_npz(whole(), Session(), path)
    with np.load(path, allow_pickle=False) as arrays:
        found = {name: arrays[name] for name in arrays.files}
    assert found["plot.x"].tolist() == [0.1, 1 / 3, math.inf]
    assert found["plot.cube"].shape == (2, 2, 2)
    assert found["plot.names"].tolist() == ["a, b", "c"]
    assert found["plot.inner.depth"].tolist() == [0.1]
    assert found["plot.exact"].item() is True
    assert found["gaussian.covariance"].tolist() == [[1.0]]
    assert found["readouts.name"].tolist() == ["KL", "k3"]
    assert found["readouts.value"].tolist() == [0.1 + 0.2, math.inf]
    assert np.isnan(found["readouts.standard_error"][0])
    assert found["banners"].size == 1
    assert session_from_text(str(found["provenance"])) == Session()


def test_readouts_paste_as_a_table():
    rows = [line.split("\t") for line in readouts_text(whole().readouts).splitlines()]
    assert [len(row) for row in rows] == [7, 7, 7]
    assert rows[1][:3] == ["kl", "KL", "0.30000000000000004"]


def test_what_no_file_can_hold_is_an_error():
    with pytest.raises(TypeError, match="thing is a object"):
        result_tables(whole(thing=object()))


@pytest.mark.parametrize("name", ["densities", "kl-divergence"])
def test_a_page_comes_back_from_its_own_files(tmp_path, name):
    session = Session(page=name)
    scene = session.scene.replace(samples=2000)
    session = session.replace(scene=scene)
    result = page_named(name).compute(scene, session.options[name], Run(threads=1))
    paths = save_csv(result, session, tmp_path)
    save_npz(result, session, tmp_path / "arrays.npz")
    assert {path.name.startswith(f"{name}-") for path in paths} == {True}
    for path in (*paths, tmp_path / "arrays.npz"):
        assert read_provenance(path) == session
    with np.load(tmp_path / "arrays.npz", allow_pickle=False) as arrays:
        stored = dict(zip(arrays["readouts.name"], arrays["readouts.value"], strict=True))
    for readout in result.readouts:
        assert stored[readout.name] == readout.value


@settings(max_examples=20)
@given(session=sessions())
def test_every_session_comes_back_from_csv_and_npz(tmp_path_factory, session):
    folder = tmp_path_factory.mktemp("files")
    (first, *_) = save_csv(whole(), session, folder)
    save_npz(whole(), session, folder / "a.npz")
    assert read_provenance(first) == session
    assert read_provenance(folder / "a.npz") == session


def test_versions_stand_in_the_file():
    versions = json.loads(provenance_text(Session()))["versions"]
    assert versions["numpy"] == np.__version__
    assert {"gaussian-explorer", "python", "numpy", "scipy"} <= set(versions)


def test_a_folder_that_cannot_be_made_is_named(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(ExportError, match=r"file/page-plot\.csv: .*file is not a folder"):
        save_csv(whole(), Session(), tmp_path / "file", "page")
    with pytest.raises(ExportError, match=r"file/a\.npz: .*file is not a folder"):
        save_npz(whole(), Session(), tmp_path / "file" / "a.npz")


BOMB = b"""<?xml version="1.0"?><!DOCTYPE s [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>
<svg><metadata id="gaussian-explorer">&b;</metadata></svg>"""


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"\x89PNG\r\n\x1a\n", "PNG picture without a session"),
        (b"\x89PNG\r\n\x1a\n\xff\xff\xff\xfftEXt", "PNG picture without"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\x19zTXtgaussian-explorer\0\0nothing", "damaged"),
        (b"%PDF-1.4\n", "PDF file without"),
        (b"PK\x03\x04 nothing", "not a readable NPZ"),
        (b"<svg></svg>", "SVG picture without"),
        (b"<svg>", "not readable XML"),
        (b'<?xml version="1.0" encoding="TF-8"?><svg></svg>', "SVG picture without"),
        (BOMB, "DOCTYPE"),
        (b"# a table\n1,2\n", "table without"),
        (b"\0\1\2", "neither a session nor"),
        (b"", "neither a session nor"),
    ],
)
def test_other_files_are_refused(tmp_path, content, why):
    path = tmp_path / "file"
    path.write_bytes(content)
    with pytest.raises(SessionFileError, match=why):
        read_provenance(path)


def test_an_archive_with_objects_is_not_unpickled(tmp_path):
    path = tmp_path / "evil.npz"
    np.savez(path, provenance=np.array([print], dtype=object))
    with pytest.raises(SessionFileError, match="not a readable NPZ"):
        read_provenance(path)


def test_an_archive_that_swells_is_refused(tmp_path):
    path = tmp_path / "bomb.npz"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("provenance.npy", b"\0" * (40 * 2**20))
    with pytest.raises(SessionFileError, match="too large"):
        read_provenance(path)
