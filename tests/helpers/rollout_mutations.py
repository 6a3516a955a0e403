"""Rollout files, damaged in every way, and what reading them gives."""

from __future__ import annotations

import gzip
import io
import json
import time
from pathlib import Path

import numpy as np
from hypothesis import strategies as st

from engine.core.parameter import ParameterError
from engine.data import read_rollouts
from tests.helpers.mutations import Damaged, damage, damaged_bytes
from tests.helpers.rollout_files import drawn, json_lines

FILES = Path(__file__).parents[1] / "data" / "rollouts" / "files"
SLOWEST = 5.0  # seconds of the processor for one file
LONGEST = 2000  # characters of one message


def rollout_files() -> dict[str, bytes]:
    """A file of each kind."""
    made = {path.name: path.read_bytes() for path in sorted(FILES.rglob("*")) if path.is_file()}
    del made["expected.json"]
    small = drawn(1, sequences=5, longest=6)
    made["small.jsonl"] = json_lines(small.records())
    made["nan.jsonl"] = json_lines(small.records(float("nan")))
    made["small.jsonl.gz"] = gzip.compress(made["small.jsonl"])
    made["records.json"] = json.dumps(small.records(), indent=1).encode()
    lines = small.lines()
    text = "\n".join([",".join(lines[0]), *(",".join(map(str, x.values())) for x in lines)])
    made["small.csv"], made["utf16.csv"] = text.encode(), text.encode("utf-16")
    made["gbk.csv"] = text.replace("sequence", "序列").encode("gbk")
    made["small.csv.gz"] = gzip.compress(text.encode())
    table = small.padded()
    file = io.BytesIO()
    np.savez_compressed(file, new_logp=table["new"], old_logp=table["old"], mask=table["mask"])
    made["packed.npz"] = file.getvalue()
    file = io.BytesIO()
    np.save(file, np.column_stack([np.concatenate(small.new), np.concatenate(small.old)]))
    made["pair.npy"] = file.getvalue()
    made["small.safetensors"] = safetensors(table)
    return made


def safetensors(table: dict) -> bytes:
    """The tables as that format holds them."""
    header, content = {}, b""
    types = {"new": ("F32", "<f4"), "old": ("F32", "<f4"), "mask": ("BOOL", "?")}
    for name, (kind, dtype) in types.items():
        data = table[name].astype(dtype).tobytes()
        offsets = [len(content), len(content) + len(data)]
        key = name if name == "mask" else f"{name}_logp"
        header[key] = {"dtype": kind, "shape": [*table[name].shape], "data_offsets": offsets}
        content += data
    text = json.dumps(header).encode()
    return len(text).to_bytes(8, "little") + text + content


@st.composite
def damaged_records(draw: st.DrawFn, bases: dict[str, bytes]) -> tuple[str, bytes]:
    """JSON that is well formed but wrong somewhere."""
    kind = draw(st.sampled_from(("small.jsonl", "nan.jsonl", "records.json", "unipo.json")))
    lines = [bases[kind]] if kind.endswith(".json") else bases[kind].splitlines()
    values = [json.loads(line) for line in lines]
    for _ in range(draw(st.integers(1, 3))):
        damage(draw, draw(st.sampled_from(values)))
    return kind, b"\n".join(json.dumps(value).encode() for value in values)


@st.composite
def damaged_rollouts(draw: st.DrawFn, bases: dict[str, bytes]) -> Damaged:
    """Damaged bytes or damaged values."""
    return Damaged(*draw(damaged_bytes(bases) | damaged_records(bases)))


def outcome(path: Path, content: bytes) -> str:
    """How a file is read: "data" or "refused", in words; raises where it is neither."""
    path.unlink(missing_ok=True)
    path.write_bytes(content)
    begin = time.process_time()
    try:
        found = read_rollouts(path, skip_bad=True)
    except ParameterError as error:
        if "\n" in str(error) or len(str(error)) > LONGEST:
            raise AssertionError(f"not told in words: {error}") from error
        return "refused"
    finally:
        assert time.process_time() - begin < SLOWEST, "it takes too long"
    assert np.isfinite(found.log_ratio).all() or not np.isfinite(found.new.astype(float)).all()
    assert len(found.new) == int(np.sum(found.lengths)) > 0
    assert np.isfinite(found.new).all()
    assert np.isfinite(found.old).all()
    return "data"
