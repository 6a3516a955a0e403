"""Short ways to data files and what is read from them, for tests."""

from pathlib import Path

import numpy as np
import pytest

from engine.core.run import Run
from engine.data.error import DataError
from engine.data.file import groups, log_ratios
from engine.data.source import DataSource
from engine.data.table import Groups, LogRatios

PAIR = ("new", "old")


def written(path: Path, content: str | bytes) -> str:
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return str(path)


def saved(path: Path, array: np.ndarray, **settings) -> str:
    with path.open("wb") as file:
        np.save(file, array, **settings)
    return str(path)


def ratios(path: str, *columns: str, skip: bool = False) -> LogRatios:
    return log_ratios(DataSource(path, "log-ratios", columns or PAIR, skip_bad_rows=skip), Run())


def samples(path: str, *columns: str, **settings) -> Groups:
    return groups(DataSource(path, "groups", columns, **settings), Run())


def refused(read, *arguments, **settings) -> str:
    """What a reading that must fail says; it names the file."""
    with pytest.raises(DataError) as caught:
        read(*arguments, **settings)
    message = str(caught.value)
    assert Path(caught.value.path).name in message
    assert "\n" not in message
    return message
