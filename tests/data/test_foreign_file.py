"""Files of kinds that are not read say what they are and what to do, by content, then by name."""

import bz2
import gzip
import io
import json
import lzma
import pickle
import struct
import tarfile
import zipfile

import numpy as np
import pytest

from engine.cli import main as cli
from engine.data.foreign_file import foreign_words
from engine.data.inspection import inspect
from tests.helpers.data_files import ratios, refused, written

TABLE = "logp_new,logp_old\n-1.5,-2.25\n-0.5,-0.25\n"
CHINESE = "策略,logp_new,logp_old\n新,-1.5,-2.25\n旧,-0.5,-0.25\n"
RECORDS = [{"logp_new": -1.5, "logp_old": -2.25}, {"logp_new": -0.5, "logp_old": -0.25}]


def archive(**members):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as made:
        for name, content in members.items():
            made.writestr(name, content)
    return file.getvalue()


def tar():
    file = io.BytesIO()
    with tarfile.open(fileobj=file, mode="w") as made:
        info = tarfile.TarInfo("t.csv")
        info.size = len(TABLE)
        made.addfile(info, io.BytesIO(TABLE.encode()))
    return file.getvalue()


def safetensors():
    header = json.dumps({"a": {"dtype": "F32", "shape": [2], "data_offsets": [0, 8]}}).encode()
    return struct.pack("<Q", len(header)) + header + b"\0" * 8


KINDS = {
    "json.json": (json.dumps(RECORDS), "is JSON; save it as CSV"),
    "indented.json": (json.dumps(RECORDS, indent=1), "is JSON; save it as CSV"),
    "columns.csv": (json.dumps({"logp_new": [-1.5], "logp_old": [-2.0]}), "is JSON; save"),
    "numbers.txt": ("[[1, 2],\n[3, 4]]\n", "is JSON"),
    "lines.jsonl": ("\n".join(map(json.dumps, RECORDS)) + "\n", "is JSON lines"),
    "one.ndjson": (json.dumps(RECORDS[0]), "is JSON lines"),
    "lines.txt": ("\n".join(map(json.dumps, RECORDS)), "is JSON lines"),
    "page.csv": ("<!DOCTYPE html>\n<html><body>404</body></html>", "is an HTML page"),
    "table.xls": ("<table><tr><td>1</td></tr></table>", "is an HTML page"),
    "data.xml": ('<?xml version="1.0"?>\n<rows/>', "is XML"),
    "paper.csv": (b"%PDF-1.7\n%\xe2\xe3\n", "is a PDF document"),
    "picture.csv": (b"\x89PNG\r\n\x1a\n\0\0", "is a PNG picture"),
    "t.csv.gz": (gzip.compress(TABLE.encode()), "is compressed with gzip; unpack it first"),
    "t.csv.bz2": (bz2.compress(TABLE.encode()), "is compressed with bzip2"),
    "t.csv.xz": (lzma.compress(TABLE.encode()), "is compressed with xz"),
    "t.zst": (b"\x28\xb5\x2f\xfd\x04\0", "is compressed with zstd"),
    "t.csv.zip": (archive(**{"b.csv": TABLE}), "is a zip archive of b.csv; unpack it"),
    "t.tar": (tar(), "is a tar archive"),
    "t.parquet": (b"PAR1\x15\x04\0PAR1", "is a Parquet file; save it as CSV"),
    "other.csv": (b"PAR1\x15\x04\0PAR1", "is a Parquet file"),
    "cut.parquet": (b"\0\0\0", "is a damaged Parquet file"),
    "t.feather": (b"ARROW1\0\0", "is an Arrow or Feather file"),
    "t.h5": (b"\x89HDF\r\n\x1a\n\0", "is an HDF5 file"),
    "t.db": (b"SQLite format 3\0", "is an SQLite database"),
    "t.safetensors": (safetensors(), "is a safetensors file; save its tensors"),
    "t.pt": (archive(**{"a/data.pkl": b"x"}), "is a PyTorch file; save its tensors"),
    "old.pt": (pickle.dumps(RECORDS), "is a PyTorch file, and pickles are never read"),
    "t.pkl": (pickle.dumps(RECORDS), "is a pickle, and pickles are never read"),
    "t.xlsx": (archive(**{"[Content_Types].xml": "x", "xl/workbook.xml": "x"}), "Excel workbook"),
    "t.docx": (archive(**{"[Content_Types].xml": "x", "word/a.xml": "x"}), "is an office file"),
    "t.ods": (archive(mimetype="x", **{"content.xml": "x"}), "is an OpenDocument file"),
    "old.xls": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\0", "is an old Excel or Office file"),
    "pointer.npz": ("version https://git-lfs.github.com/spec/v1\n", "is a Git LFS pointer"),
    "wide.dat": (b"\1\0\2\0" * 50, "is UTF-16 text; save it as UTF-8"),
    "latin.csv": ("modèle,a\nb,1\n".encode("latin-1"), "not in UTF-8 (line 1); save it as UTF-8"),
    "late.csv": (TABLE.encode() + b"\xe9,1\n", "not in UTF-8 (line 4)"),
    "noise.dat": (bytes(range(256)), "is binary; it must be a CSV, NPY or NPZ file"),
}


@pytest.mark.parametrize("name", KINDS)
def test_every_kind_is_named(tmp_path, capsys, name):
    content, words = KINDS[name]
    path = written(tmp_path / name, content)
    assert words in refused(inspect, path)
    assert cli.main(["run", "kl-divergence", "--data", path]) == 2
    out, err = capsys.readouterr()
    assert words in err
    assert (out, err.count("\n")) == ("", 1)
    assert cli.main(["run", "densities", "--p-covariance", path]) == 2
    out, err = capsys.readouterr()
    assert (out, err.count("\n")) == ("", 1)
    assert "p-covariance" in err


@pytest.mark.parametrize(
    "content",
    [
        '{",-1.5,-2.25\n[",-0.5,-0.25\n',
        "<html>,-1.5,-2.25\n<s>,-0.5,-0.25\n",
        "PAR1,PAR2,GIF8\nORC,-1.5,-2.25\nBZh,-0.5,-0.25\n",
        "[PAD],-1.5,-2.25\n[CLS],-0.5,-0.25\n",
        "OBJ,logp_new,logp_old\n%PDF-,-1.5,-2.25\n{,-0.5,-0.25\n",
    ],
)
def test_tables_of_tokens_are_no_other_kind(tmp_path, content):
    path = written(tmp_path / "t.csv", content)
    assert foreign_words(path, content.encode()) == ""
    names = inspect(path).names
    read = ratios(path, *names[1:])
    assert read.log_weights.tolist() == [0.75, -0.25]


def test_arrays_that_are_left_out_are_told(tmp_path):
    arrays = {"new": np.zeros(3, "V2"), "old": np.zeros(3), "cube": np.zeros((2, 3, 4))}
    np.savez(tmp_path / "t.npz", **arrays)
    found = inspect(str(tmp_path / "t.npz"))
    assert found.names == ("old",)
    assert len(found.notes) == 2
    assert "new is of a 2-byte type that NumPy does not know, probably bfloat16" in found.notes[0]
    assert "cube has 3 axes (2 x 3 x 4)" in found.notes[1]
    message = refused(ratios, str(tmp_path / "t.npz"))
    assert "has no column new; known are old; new is of a 2-byte type" in message
    assert ratios(str(tmp_path / "t.npz"), "old").notes == found.notes


def test_a_damaged_archive_is_told(tmp_path):
    path = written(tmp_path / "t.npz", archive(**{"b.csv": TABLE})[:40])
    assert "is not a readable NPZ file" in refused(inspect, path)
