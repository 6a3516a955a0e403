"""The copied programs read the same data files as the pages and print the same numbers."""

from __future__ import annotations

import re
from importlib import resources
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pytest

from engine.core.run import Run
from engine.data.error import DataError
from engine.data.source import DataSource
from engine.export.snippet import FLAVOURS, snippet
from engine.page.page import page_named
from engine.page.scene import Scene
from engine.session.session import Session
from tests.export.test_snippets import printed

RNG = np.random.default_rng(61)
OLD = RNG.normal(-2.0, 0.7, 1_500)
NEW = OLD + 0.4 * RNG.standard_t(6, 1_500) - 0.1
PAGES = ("kl-divergence", "importance-weights")
PAIR = ("logp_new", "logp_old")


def lines(cells, delimiter=",", header=""):
    rows = [delimiter.join(row) for row in cells]
    return "\n".join([*([header] if header else []), *rows]) + "\n"


def cells(*columns):
    return [[repr(value) for value in row] for row in np.column_stack(columns).tolist()]


def comma(path: Path) -> DataSource:
    table = cells(np.arange(1_500.0), OLD, NEW)
    path.write_text(lines(table, header='step,logp_old,"logp_new"'), encoding="utf-8-sig")
    return DataSource(str(path), "log-ratios", PAIR)


def semicolon(path: Path) -> DataSource:
    table = [[cell.replace(".", ",") for cell in row] for row in cells(NEW, OLD)]
    path.write_text(lines(table, ";", "sep=;\nlog p;log p"), encoding="utf-8")
    return DataSource(str(path), "log-ratios", ("log p", "log p (2)"))


def tabs(path: Path) -> DataSource:
    path.write_text(lines(cells(OLD, NEW), "\t"), encoding="utf-8")
    return DataSource(str(path), "log-ratios", ("2", "1"))


def savetxt(path: Path) -> DataSource:
    np.savetxt(path, np.column_stack([NEW, OLD]), header="logp_new logp_old", fmt="%24.17g")
    return DataSource(str(path), "log-ratios", PAIR)


def number_signs(path: Path) -> DataSource:
    table = [["#" * (i % 3), *row] for i, row in enumerate(cells(NEW, OLD))]
    path.write_text("# a run\n# token,logp_new,logp_old\n" + lines(table), encoding="utf-8")
    return DataSource(str(path), "log-ratios", PAIR)


def chinese(path: Path) -> DataSource:
    table = lines(cells(NEW, OLD), header="新策略对数概率,旧策略对数概率")
    path.write_bytes(("# 一次训练\n" + table).encode("gbk"))
    return DataSource(str(path), "log-ratios", ("新策略对数概率", "旧策略对数概率"))


def row_names(path: Path) -> DataSource:
    table = [[f"r{i}", *row] for i, row in enumerate(cells(NEW, OLD))]
    path.write_text(lines(table, header=",".join(PAIR)), encoding="utf-8")
    return DataSource(str(path), "log-ratios", PAIR)


def bad_rows(path: Path) -> DataSource:
    table = cells(NEW, OLD)
    table[3][0], table[7][1], table[9][0], table[40] = "oops", "-inf", "", ["-1.5"]
    path.write_text("# a rollout\n" + lines(table, header=",".join(PAIR)), encoding="utf-8")
    return DataSource(str(path), "log-ratios", PAIR, skip_bad_rows=True)


def zeros(path: Path) -> DataSource:
    logs = np.where(np.arange(1_500) % 300 == 7, -np.inf, NEW - OLD)
    path.write_text(lines(cells(logs), header="log_ratio"), encoding="utf-8")
    return DataSource(str(path), "log-ratios", ("log_ratio",))


def array(path: Path) -> DataSource:
    with path.open("wb") as file:
        np.save(file, np.column_stack([NEW, OLD]).astype(np.float32))
    return DataSource(str(path), "log-ratios", ("1", "2"))


def lying(path: Path) -> DataSource:
    with path.open("wb") as file:
        np.save(file, np.tile(np.stack([OLD, NEW]), 7))
    return DataSource(str(path), "log-ratios", ("2", "1"))


def fields(path: Path) -> DataSource:
    table = np.zeros(1_500, [("logp_new", "f8"), ("done", "i4"), ("logp_old", "f8")])
    table["logp_new"], table["logp_old"] = NEW, OLD
    with path.open("wb") as file:
        np.save(file, table)
    return DataSource(str(path), "log-ratios", PAIR)


def named_arrays(path: Path) -> DataSource:
    with path.open("wb") as file:
        np.savez(file, old=OLD, both=np.column_stack([OLD, NEW]))
    return DataSource(str(path), "log-ratios", ("both_2", "old"))


def masked(path: Path) -> DataSource:
    counts = np.arange(1_500) % 3 > 0
    rows = zip(cells(NEW, OLD), counts.tolist(), strict=True)
    table = [["#" * (i % 4), *row, str(c)] for i, (row, c) in enumerate(rows)]
    for row in table[::3]:
        row[1] = "true"
    path.write_text(lines(table, header="token,logp_new,logp_old,mask"), encoding="utf-8")
    return DataSource(str(path), "log-ratios", PAIR, mask="mask")


def sequences(path: Path) -> DataSource:
    with path.open("wb") as file:
        logs = {"logp_new": NEW.reshape(30, 50), "logp_old": OLD.reshape(30, 50)}
        np.savez(file, **logs, mask=np.arange(1_500).reshape(30, 50) % 5 > 0)
    return DataSource(str(path), "log-ratios", PAIR, mask="mask")


def mask_of_sequences(path: Path) -> DataSource:
    with path.open("wb") as file:
        logs = {"logp_new": NEW.reshape(30, 50), "logp_old": OLD.reshape(30, 50)}
        np.savez(file, **logs, loss_mask=np.arange(30) % 4 > 0)
    return DataSource(str(path), "log-ratios", PAIR, mask="loss_mask")


FORMS = (
    comma, chinese, semicolon, tabs, savetxt, number_signs, row_names, bad_rows, zeros, array,
    lying, fields, named_arrays, masked, sequences, mask_of_sequences,
)  # fmt: skip


def session_of(source: DataSource, page: str) -> Session:
    options = page_named(page).options()
    options = options.replace(**({"batch": 20} if page == PAGES[0] else {"clip": 1.25}))
    return Session(scene=Scene(data=source), page=page).with_options(page, options)


@pytest.mark.parametrize("flavour", FLAVOURS)
@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.__name__)
def test_a_program_prints_the_readouts_of_the_file(form, page, flavour, tmp_path) -> None:
    if flavour == "torch" and find_spec("torch") is None:
        pytest.skip("torch is not installed")
    session = session_of(form(tmp_path / 'roll "out" 数.csv'), page)
    result = page_named(page).compute(session.scene, session.options[page], Run())
    readouts = {readout.name: readout for readout in result.readouts}
    found = printed(snippet(session, flavour))
    least = 6 if page == PAGES[0] else 13
    assert len(found) >= least
    for name, (value, error) in found.items():
        wanted = readouts[name]
        assert wanted.kind == "estimated"
        assert value == pytest.approx(wanted.value, rel=1e-8, abs=1e-9), name
        assert error == pytest.approx(wanted.standard_error, rel=0.01), name


def test_every_program_reads_files_in_the_same_way() -> None:
    folder = resources.files("resources") / "pages"
    texts = [
        (folder / page.replace("-", "_") / f"snippet_data_{flavour}.py").read_text(encoding="utf-8")
        for page in PAGES
        for flavour in FLAVOURS
    ]
    readers = {
        re.search(r"def load\(names\):.*?(?=\n\n\ndef show)", text, re.DOTALL)[0] for text in texts
    }
    assert len(readers) == 1


def test_bad_rows_stop_a_program_that_may_not_leave_them_out(tmp_path) -> None:
    program = snippet(session_of(bad_rows(tmp_path / "a.csv"), PAGES[0]), "numpy")
    with pytest.raises(SystemExit, match="4 of 1500 rows"):
        printed(program.replace("skip_bad_rows = True", "skip_bad_rows = False"))


def test_a_page_that_shows_no_data_has_the_usual_program(tmp_path) -> None:
    source = comma(tmp_path / "a.csv")
    session = Session(scene=Scene(data=source), page="densities")
    assert "p_mean = [0.0]" in snippet(session, "numpy")


def test_a_file_that_is_gone_is_told(tmp_path) -> None:
    source = comma(tmp_path / "a.csv")
    (tmp_path / "a.csv").unlink()
    with pytest.raises(DataError, match=r"a\.csv"):
        snippet(session_of(source, PAGES[0]), "numpy")
