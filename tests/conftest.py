"""What holds for every test: no display needed, the user's files untouched, nothing silent.

Nothing here imports Qt: the engine's tests run where that is impossible.
"""

import gc
import itertools
import logging
import os
import random
import sys
from collections.abc import Iterator
from pathlib import Path

# As main.py does, and before NumPy is loaded.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import hypothesis
import numpy as np
import pytest

from engine.core import compiled, words

# Loops are compiled once for all the processes of a run and those after it, and not kept among
# the user's.
os.environ.setdefault(
    "NUMBA_CACHE_DIR",
    str(Path(__file__).parents[1] / ".pytest_cache" / compiled._cache_folder().name),
)

# The same examples on every machine and in every run, however slow the machine is.
hypothesis.settings.register_profile(
    "steady", derandomize=True, deadline=None, database=None, print_blob=False
)
hypothesis.settings.load_profile("steady")

NUMBERS = itertools.count()
FAILED = pytest.StashKey[bool]()


def pytest_runtest_setup(item):
    if item.get_closest_marker("xvfb") and os.environ["QT_QPA_PLATFORM"] == "offscreen":
        pytest.skip("needs a real window; make test gives it one")


def pytest_collection_finish():
    gc.collect()
    leave_out()


def leave_out() -> None:
    """What is there after a collection stays: those that follow need not look at it again."""
    if not top_level_widgets():
        gc.freeze()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    report = yield
    item.stash[FAILED] = item.stash.get(FAILED, False) or report.failed
    return report


@pytest.fixture(autouse=True)
def steady_randomness() -> None:
    """Code that should take its randomness from a seed, and does not, at least repeats."""
    random.seed(0)
    np.random.seed(0)  # noqa: NPY002


@pytest.fixture(autouse=True)
def own_folders(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Settings, caches and data of the program go to a folder that no other test has."""
    # Few tests make theirs: one of pytest's for each would be made and removed ten thousand times.
    own = tmp_path_factory.getbasetemp() / f"own-{next(NUMBERS)}"
    for name in ("CONFIG", "DATA", "CACHE", "STATE"):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(own / name.lower()))
    if core := sys.modules.get("PySide6.QtCore"):
        settings = core.QSettings
        for kind in (settings.Format.IniFormat, settings.Format.NativeFormat):
            settings.setPath(kind, settings.Scope.UserScope, str(own / "config"))
    return own


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    """Whatever language a test has chosen."""
    yield
    words.speak("en")


class Alarm(logging.Handler):
    """Keeps what is logged at WARNING or above."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.messages: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.messages.append(f"{record.name}: {record.levelname}: {record.getMessage()}")


@pytest.fixture(autouse=True)
def no_unexpected_log(request: pytest.FixtureRequest) -> Iterator[None]:
    """A warning that is logged fails the test, unless it is marked `expects_log`."""
    alarm = Alarm()
    logging.getLogger().addHandler(alarm)
    try:
        yield
    finally:
        logging.getLogger().removeHandler(alarm)
    if alarm.messages and not request.node.get_closest_marker("expects_log"):
        pytest.fail("\n".join(["logged unexpectedly:", *alarm.messages]), pytrace=False)


def top_level_widgets() -> list:
    """The parentless ones that live now; none where no QApplication has been made."""
    widgets = sys.modules.get("PySide6.QtWidgets")
    if widgets is None or widgets.QApplication.instance() is None:
        return []
    return [w for w in widgets.QApplication.topLevelWidgets() if w.parent() is None]


def bury() -> None:
    """Let Qt delete what was told to go, and Python what only a cycle still holds."""
    core = sys.modules["PySide6.QtCore"]
    core.QCoreApplication.sendPostedEvents(None, core.QEvent.Type.DeferredDelete)
    gc.collect()
    core.QCoreApplication.sendPostedEvents(None, core.QEvent.Type.DeferredDelete)


@pytest.fixture(autouse=True)
def no_leaked_widget(request: pytest.FixtureRequest) -> Iterator[None]:
    """A window or a parentless widget that outlives its test fails it."""
    before = top_level_widgets()
    yield
    # A failed test's traceback keeps its widgets alive; it has failed already.
    if request.node.stash.get(FAILED, False) or len(top_level_widgets()) <= len(before):
        return
    for _ in range(2):  # what Qt lets go of may be held by another cycle
        bury()
        leaked = [repr(widget) for widget in top_level_widgets() if widget not in before]
        if not leaked:
            leave_out()
            return
    pytest.fail("\n".join(["these widgets outlived the test:", *leaked]), pytrace=False)
