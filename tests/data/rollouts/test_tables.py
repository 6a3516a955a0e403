"""Long tables as text, and Parquet files."""

import gzip

import numpy as np
import pytest

from engine.data import read_rollouts
from engine.data.error import DataError
from engine.data.rollouts.bad_tokens import BadTokens
from tests.helpers.rollout_files import assert_is, drawn

DRAWN = drawn(3)
LINES = DRAWN.lines()


def table(lines=LINES, delimiter=",", names=None):
    head = delimiter.join(names or lines[0])
    rows = [delimiter.join(str(value) for value in line.values()) for line in lines]
    return "\n".join([head, *rows]) + "\n"


def read(tmp_path, content, name="a.csv", **options):
    (tmp_path / name).write_bytes(content if isinstance(content, bytes) else content.encode())
    return read_rollouts(tmp_path / name, **options)


CHINESE = ("序列", "position", "新策略对数概率", "旧策略对数概率")


@pytest.mark.parametrize("encoding", ["gbk", "utf-8", "utf-16", "utf-16-le", "utf-8-sig"])
def test_encodings(tmp_path, encoding):
    rollouts = read(tmp_path, table(names=CHINESE).encode(encoding))
    assert_is(rollouts, DRAWN)
    assert rollouts.new_name == "新策略对数概率"
    assert rollouts.found.certain


@pytest.mark.parametrize(
    "change",
    [
        lambda text: text.replace(",", "\t"),
        lambda text: text.replace(",", ";").replace(".", ","),
        lambda text: text.replace(",", " "),
        lambda text: text.replace("\n", "\r\n"),
        lambda text: text.replace("\n", "\r"),
        lambda text: text[:-1],
        lambda text: "# made by a test\n" + text,
        lambda text: text.replace("\n", "\n\n"),
        lambda text: text.replace("\n3,0,", f"\n{text.partition(chr(10))[0]}\n3,0,"),
        lambda text: text.replace("\n", ",\n"),
        lambda text: gzip.compress(text.encode()),
        lambda text: "\n".join('"' + line.replace(",", '","') + '"' for line in text.split()),
    ],
    ids=[
        "tab",
        "decimal-comma",
        "spaces",
        "crlf",
        "cr",
        "no-end",
        "comment",
        "blank",
        "names-again",
        "comma",
        "gz",
        "quotes",
    ],
)
def test_ways_to_write_the_same_table(tmp_path, change):
    assert_is(read(tmp_path, change(table())), DRAWN)


@pytest.mark.parametrize("cell", ["", "NaN", "null", "#NUM!", "-inf"])
def test_missing_cells_are_counted(tmp_path, cell):
    lines = [dict(line) for line in LINES]
    lines[3]["vllm_logprobs"] = cell
    with pytest.raises(BadTokens, match=r"1 of .* tokens .*vllm_logprobs is"):
        read(tmp_path, table(lines))
    rollouts = read(tmp_path, table(lines), skip_bad=True)
    assert rollouts.found.left_out == 1
    assert rollouts.places[:5].tolist() == [0, 1, 2, 4, 5]


def test_a_cell_that_is_no_number_is_named(tmp_path):
    lines = [dict(line) for line in LINES]
    lines[3]["vllm_logprobs"] = "abc"
    with pytest.raises(DataError, match="line 5: vllm_logprobs holds 'abc', no number"):
        read(tmp_path, table(lines))


@pytest.mark.parametrize("word", [("1", "0"), ("True", "False"), ("1.0", "0.0"), ("1", "-100")])
def test_masks(tmp_path, word):
    lines = []
    for line in LINES:
        skipped = {**line, "loss_mask": word[1], "trainer_logprobs": "", "vllm_logprobs": 1.0}
        lines += [{**line, "loss_mask": word[0]}]
        if line["position"] == 0:
            lines.append({**skipped, "position": 0.5})
    rollouts = read(tmp_path, table(lines))
    assert_is(rollouts, DRAWN)
    assert rollouts.mask_name == "loss_mask"


def test_sequences_by_text_and_by_position_alone(tmp_path):
    lines = [{**line, "sequence": f"req-{line['sequence'] * 7 % 5}a{line['sequence']}"}
             for line in LINES]  # fmt: skip
    assert_is(read(tmp_path, table(lines)), DRAWN)
    for line in lines:
        del line["sequence"]
    assert_is(read(tmp_path, table(lines)), DRAWN)


def test_mixed_sequences_are_sorted(tmp_path):
    order = np.random.default_rng(5).permutation(len(LINES))
    firsts = sorted(order, key=lambda place: LINES[place]["position"])
    by_position = sorted(firsts, key=lambda place: (LINES[place]["position"],
                                                    LINES[place]["sequence"]))  # fmt: skip
    rollouts = read(tmp_path, table([LINES[place] for place in by_position]))
    assert_is(rollouts, DRAWN)
    assert any("sorted" in note for note in rollouts.found.notes)


def test_names_of_sequences_that_begin_anew_at_each_step(tmp_path):
    lines = [{"step": step, **line} for step in (1, 2, 3) for line in LINES]
    rollouts = read(tmp_path, table(lines))
    assert rollouts.lengths.tolist() == DRAWN.lengths * 3
    assert_is(rollouts.at_step(2), DRAWN)
    for line in lines:
        del line["step"]
    assert read(tmp_path, table(lines)).lengths.tolist() == DRAWN.lengths * 3


def test_a_plain_pair_of_columns(tmp_path):
    pairs = [{"p": line["trainer_logprobs"], "q": line["vllm_logprobs"]} for line in LINES]
    rollouts = read(tmp_path, table(pairs))
    assert np.array_equal(rollouts.new, np.concatenate(DRAWN.new).astype(float))
    assert rollouts.lengths.tolist() == [1] * len(LINES)
    rollouts = read(tmp_path, "\n".join(f"{x['p']} {x['q']}" for x in pairs))
    assert rollouts.new_name == "1"
    assert not rollouts.found.certain


def test_lists_in_cells(tmp_path):
    rows = ["step,trainer_logps,vllm_logps,mask"]
    for _, new, old, _ in DRAWN.rows():
        cells = [str([*map(float, values)]) for values in (new, old)]
        rows.append(f'4,"{cells[0]}","{cells[1]}","{[1] * len(new)}"')
    rollouts = read(tmp_path, "\n".join(rows))
    assert_is(rollouts, DRAWN)
    assert set(rollouts.step.tolist()) == {4}


def test_blocks_join_to_the_whole(tmp_path, monkeypatch):
    monkeypatch.setattr("engine.data.rollouts.stream.PIECE", 100)
    assert_is(read(tmp_path, table()), DRAWN)
    assert_is(read(tmp_path, table(names=CHINESE).encode("gbk")), DRAWN)


def test_a_line_without_end_cannot_fill_the_memory(tmp_path, monkeypatch):
    monkeypatch.setattr("engine.data.rollouts.stream.LONGEST", 2**22)
    bomb = gzip.compress(b"new,old\n" + b"1" * 2**24)
    with pytest.raises(DataError, match="more than 4 MB in line 2"):
        read(tmp_path, bomb)


def parquet(path, lists, **options):
    arrow = pytest.importorskip("pyarrow")
    from pyarrow import parquet as files

    files.write_table(arrow.table(lists), path, **options)
    return path


@pytest.mark.parametrize("kind", ["list", "large_list", "float32", "batch"])
def test_parquet_with_lists(tmp_path, kind):
    arrow = pytest.importorskip("pyarrow")
    records = DRAWN.records(prompt=None)
    lists = {name: [record[name] for record in records] for name in records[0]}
    if kind == "large_list":
        lists = {name: arrow.array(cells, arrow.large_list(arrow.float64()))
                 for name, cells in lists.items()}  # fmt: skip
    if kind == "float32":
        for name in ("trainer_logprobs", "vllm_logprobs"):
            lists[name] = arrow.array(lists[name], arrow.list_(arrow.float32()))
    if kind == "batch":
        lists = {name: [[cell] for cell in cells] for name, cells in lists.items()}
    lists["uid"] = [*"aabbcc"]
    rollouts = read_rollouts(parquet(tmp_path / "a.parquet", lists, row_group_size=4))
    assert_is(rollouts, DRAWN)
    assert rollouts.group.tolist() == [0, 0, 1, 1, 2, 2]
    assert rollouts.new.dtype == (np.float32 if kind == "float32" else np.float64)


def test_parquet_with_a_token_a_row(tmp_path):
    columns = {name: [line[name] for line in LINES] for name in LINES[0]}
    assert_is(read_rollouts(parquet(tmp_path / "a.parquet", columns)), DRAWN)


def test_parquet_without_its_library(tmp_path, monkeypatch):
    (tmp_path / "a.parquet").write_bytes(b"PAR1" + bytes(100) + b"PAR1")
    monkeypatch.setitem(__import__("sys").modules, "pyarrow.parquet", None)
    with pytest.raises(DataError, match=r'pip install "gaussian-explorer\[parquet\]"'):
        read_rollouts(tmp_path / "a.parquet")
