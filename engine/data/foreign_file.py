"""Files of kinds that are not read: what each is and what to do, told by its content.

Only where the content tells nothing does the name count.
"""

from __future__ import annotations

import json
import os
import re
import zipfile

AS_CSV = "save its table as CSV"
AS_ARRAYS = "save its arrays with numpy.savez"
UNKNOWN = "is binary; it must be a CSV, NPY or NPZ file"
UNPACK = "unpack it and open the file in it"

# (first bytes, what it is, what to do)
TEXTS = (
    (b"%PDF-", "a PDF document", AS_CSV),
    (b"{\\rtf", "an RTF document", AS_CSV),
    (b"version https://git-lfs", "a Git LFS pointer, not the file", "run git lfs pull"),
)
# (place, first bytes, what it is, what to do), of files that are no text
SIGNATURES: tuple[tuple[int, bytes, str, str], ...] = (
    (0, b"\x89PNG\r\n", "a PNG picture", "open the numbers behind it"),
    (0, b"\xff\xd8\xff", "a JPEG picture", "open the numbers behind it"),
    (0, b"GIF8", "a GIF picture", "open the numbers behind it"),
    (0, b"PAR1", "a Parquet file", "save it as CSV (pandas.read_parquet(...).to_csv(...))"),
    (0, b"ARROW1", "an Arrow or Feather file", "save it as CSV (pandas.read_feather)"),
    (0, b"FEA1", "a Feather file", "save it as CSV (pandas.read_feather)"),
    (0, b"\xff\xff\xff\xff", "an Arrow stream", AS_CSV),
    (0, b"ORC", "an ORC file", AS_CSV),
    (0, b"Obj\x01", "an Avro file", AS_CSV),
    (0, b"\x89HDF\r\n", "an HDF5 file", AS_ARRAYS),
    (0, b"CDF\x01", "a NetCDF file", AS_ARRAYS),
    (0, b"CDF\x02", "a NetCDF file", AS_ARRAYS),
    (0, b"MATLAB 5.0", "a MATLAB file", AS_ARRAYS),
    (0, b"SQLite format 3", "an SQLite database", AS_CSV),
    (0, b"\xd0\xcf\x11\xe0", "an old Excel or Office file", "save the sheet as CSV"),
    (0, b"GGUF", "a GGUF model", "save log-probabilities as CSV or NPZ"),
    (0, b"\x1f\x8b", "compressed with gzip", "unpack it first (gunzip)"),
    (0, b"BZh", "compressed with bzip2", "unpack it first (bunzip2)"),
    (0, b"\xfd7zXZ", "compressed with xz", "unpack it first (unxz)"),
    (0, b"\x28\xb5\x2f\xfd", "compressed with zstd", "unpack it first (unzstd)"),
    (0, b'\x04"M\x18', "compressed with lz4", "unpack it first (unlz4)"),
    (0, b"7z\xbc\xaf'\x1c", "a 7z archive", UNPACK),
    (0, b"Rar!\x1a", "a RAR archive", UNPACK),
    (257, b"ustar", "a tar archive", UNPACK),
)
NAMES = {
    ".parquet": "a damaged Parquet file",
    ".safetensors": "a damaged safetensors file",
    ".pt": "a PyTorch file",
    ".pth": "a PyTorch file",
    ".ckpt": "a checkpoint",
    ".bin": "a binary file",
    ".pkl": "a Python pickle",
    ".pickle": "a Python pickle",
    ".mat": "a MATLAB file",
    ".rds": "an R file",
    ".xls": "an old Excel file",
    ".msgpack": "a MessagePack file",
    ".tfrecord": "a TFRecord file",
}
PICKLE = re.compile(rb"\x80[\x02-\x05]")
TORCH = "a PyTorch file"
FROM_TORCH = "save its tensors with numpy.savez (tensor.float().numpy())"
# Where a table would have a name or a number.
JSON = re.compile(r"\{\s*[\"'}]|\[\s*([\[{\"'\]+\-\d.]|null|true|false|nan|inf)", re.IGNORECASE)
HTML = re.compile(
    r"(<\?xml[^>]*>\s*)?(<!--.*?-->\s*)*<(!doctype\s+html|html|head|body|table|div)\b", re.I | re.S
)
XML = re.compile(r"<(\?xml\b|!--|!doctype\b|svg\b)", re.IGNORECASE)
ROW = re.compile(r"[,;\t]\s*[-+]?(\d|\.\d)[\d.,]*([eE][-+]?\d+)?\s*$")


def foreign_words(path: str, head: bytes) -> str:
    """What a file is and what to do instead, from its first bytes; "" for text, NPY and NPZ."""
    if head.startswith(b"PK\x03\x04"):
        return archive_words(path)
    if head.startswith(b"\x93NUMPY"):
        return ""
    return binary_words(path, head) or text_words(path, head)


def archive_words(path: str) -> str:
    """Of a zip archive without NumPy's arrays; a damaged one is left to its reader."""
    try:
        with zipfile.ZipFile(path) as archive:
            names = [name for name in archive.namelist() if not name.endswith("/")]
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        return ""
    if not names or any(name.endswith(".npy") for name in names):
        return ""
    if any(name.rpartition("/")[2] == "data.pkl" for name in names):
        return f"is {TORCH}; {FROM_TORCH}"
    if "[Content_Types].xml" in names:
        excel = any(name.startswith("xl/") for name in names)
        what = "an Excel workbook" if excel else "an office file"
        return f"is {what}; save the table as CSV"
    if "mimetype" in names and "content.xml" in names:
        return "is an OpenDocument file; save the table as CSV"
    shown = ", ".join(names[:3]) + (", ..." if len(names) > 3 else "")
    return f"is a zip archive of {shown}; {UNPACK}"


def binary_words(path: str, head: bytes) -> str:
    """Of files that are neither text nor NumPy's."""
    for magic, what, advice in TEXTS:
        if head.startswith(magic):
            return f"is {what}; {advice}"
    if words := signature_words(path, head):
        return words
    if wide := _wide_text(head):
        return f"is {wide} text; save it as UTF-8 (in Excel: CSV UTF-8)"
    if b"\0" not in head:
        return ""
    ending = os.path.splitext(path)[1].lower()
    if ending in NAMES:
        return f"is {NAMES[ending]}; save its numbers as CSV or with numpy.savez"
    return UNKNOWN


def signature_words(path: str, head: bytes) -> str:
    """Of files that are no text and begin as one kind of them does."""
    if b"\0" not in head and not encoding_words(head):
        return ""
    for place, magic, what, advice in SIGNATURES:
        if head.startswith(magic, place):
            return f"is {what}; {advice}"
    if PICKLE.match(head):
        what = TORCH if path.lower().endswith((".pt", ".pth", ".ckpt", ".bin")) else "a pickle"
        return f"is {what}, and pickles are never read (they may run any program); {AS_ARRAYS}"
    if head[8:9] == b"{" and 2 <= int.from_bytes(head[:8], "little") < 2**30:
        return f"is a safetensors file; {FROM_TORCH}"
    return ""


def text_words(path: str, head: bytes) -> str:
    """Of JSON, HTML and XML, and of text that is not UTF-8."""
    text = head.decode("utf-8-sig", errors="replace").lstrip()
    if ROW.search(text.partition("\n")[0]):
        return encoding_words(head)  # a table whose first cell looks like one of them
    if HTML.match(text):
        return f"is an HTML page; {AS_CSV}, or download the file itself"
    if XML.match(text):
        return f"is XML; {AS_CSV}"
    return _json_words(path, text) if JSON.match(text) else encoding_words(head)


def is_html(head: bytes) -> bool:
    """Whether a file begins as a web page does."""
    return HTML.match(head[:4096].decode("utf-8-sig", errors="replace").lstrip()) is not None


def encoding_words(head: bytes) -> str:
    """Of text in an encoding other than UTF-8, with the first line that shows it."""
    content = head.removeprefix(b"\xef\xbb\xbf")
    try:
        content.decode("utf-8")
    except UnicodeDecodeError as error:
        if error.start >= len(content) - 3 and error.reason == "unexpected end of data":
            return ""  # the head ends within a sign
        line = content.count(b"\n", 0, error.start) + 1
        guess = "GBK" if _is_chinese(content) else "Windows-1252, GBK or another"
        code = "GBK" if guess == "GBK" else "CP1252"
        return (
            f"is text in {guess} encoding, not in UTF-8 (line {line}); save it as UTF-8 "
            f"(in Excel: CSV UTF-8; or iconv -f {code} -t UTF-8)"
        )
    return ""


def _wide_text(head: bytes) -> str:
    """UTF-32 or UTF-16, by the mark at the beginning or by every other byte being zero."""
    if head.startswith((b"\xff\xfe\0\0", b"\0\0\xfe\xff")):
        return "UTF-32"
    start = head[:4096]
    zeros = max(start[place::2].count(0) for place in (0, 1))
    rare = min(start[place::2].count(0) for place in (0, 1))
    wide = len(start) >= 8 and 4 * zeros > len(start) and rare == 0
    return "UTF-16" if wide or head.startswith((b"\xff\xfe", b"\xfe\xff")) else ""


def _json_words(path: str, text: str) -> str:
    lines = [line for line in text.split("\n", 2)[:2] if line.strip()]
    whole = bool(lines) and _is_json(lines[0])
    several = whole and len(lines) > 1
    if several or (whole and path.lower().endswith((".jsonl", ".ndjson"))):
        return (
            "is JSON lines, one record a line; save it as CSV with one number a cell "
            "(pandas.read_json(..., lines=True), explode for lists, to_csv)"
        )
    return "is JSON; save it as CSV with one number a cell (pandas.read_json(...).to_csv(...))"


def _is_json(line: str) -> bool:
    try:
        json.loads(line)
    except (ValueError, RecursionError):
        return False
    return True


def _is_chinese(content: bytes) -> bool:
    """Pairs of bytes of the characters in common use, as Chinese text in GBK has them."""
    try:
        content[: content.rfind(b"\n") + 1 or len(content)].decode("gb2312")
    except UnicodeDecodeError:
        return False
    return True
