"""Files that are never opened, and what to do instead: PyTorch's and Python's pickles."""

from __future__ import annotations

import os
import zipfile

from engine.data.foreign_file import PICKLE
from engine.data.rollouts.fields import Head

TORCH_ENDINGS = (".pt", ".pth", ".ckpt", ".bin")
_TORCH = (
    "import numpy, torch",
    "data = torch.load({name!r}, map_location='cpu', weights_only=True)",
    "numpy.savez({new!r}, **{{k: v.float().numpy() for k, v in data.items()"
    " if torch.is_tensor(v)}})",
)
_PICKLE = (
    "import numpy, pathlib, pickle",
    "data = pickle.loads(pathlib.Path({name!r}).read_bytes())  # only if you trust it",
    "numpy.savez({new!r}, **{{k: numpy.asarray(v) for k, v in data.items()}})",
)


def pickle_words(head: Head) -> str:
    """What a pickle is and the three lines that convert it; "" of other files."""
    kind = _kind(head)
    if not kind:
        return ""
    lines = "; ".join(line.partition("  #")[0] for line in conversion(head.path, kind))
    what = "a PyTorch file" if kind == "torch" else "a Python pickle"
    more = "; for lists of samples, resources/rollouts/convert_torch.py" if kind == "torch" else ""
    return f"is {what}, which is never unpickled here (it may run any program); {lines}{more}"


def conversion(path: str, kind: str) -> tuple[str, str, str]:
    """The three lines of Python that make an NPZ file of it."""
    name = os.path.basename(path)
    new = os.path.splitext(name)[0] + ".npz"
    lines = _TORCH if kind == "torch" else _PICKLE
    first, second, third = (line.format(name=name, new=new) for line in lines)
    return first, second, third


def _kind(head: Head) -> str:
    ending = os.path.splitext(head.path)[1].lower()
    if head.raw.startswith(b"PK\x03\x04"):
        return "torch" if _holds_pickle(head.path) else ""
    if PICKLE.match(head.raw) or ending in (".pkl", ".pickle"):
        return "torch" if ending in TORCH_ENDINGS else "pickle"
    return "torch" if ending in (".pt", ".pth") else ""


def _holds_pickle(path: str) -> bool:
    try:
        with zipfile.ZipFile(path) as archive:
            return any(name.rpartition("/")[2] == "data.pkl" for name in archive.namelist())
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        return False
