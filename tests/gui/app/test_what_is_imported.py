"""A window imports what it shows, in a program of its own."""

import re
import subprocess
import sys
from pathlib import Path

from engine.session.file import save_session
from engine.session.session import Session
from gui.app.warming import NEEDED, Warming

ROOT = Path(__file__).parents[3]
PROGRAM = """
import sys
from engine.session.session import Session
from gui.look.application import application
from gui.app.main_window import MainWindow
app = application()
window = MainWindow({given})
window.show()
{then}
for _ in range(1000):
    app.processEvents()
    if {there}:
        break
    window.thread().msleep(5)
assert {there}
print(*sys.modules)
window.close()
"""
COMPUTING = re.compile(r"engine\.pages\.(\w+)\.(gather|measure|figures|banners)")
DRAWING = re.compile(r"gui\.pages\.(\w+)\.")


def imported(given: str, there: str, then: str = "") -> set[str]:
    """The modules of a program that opens a window and ends when it is there."""
    program = PROGRAM.format(given=given, there=there, then=then)
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, check=True, capture_output=True, text=True
    )
    return set(done.stdout.split())


def pages(modules: set[str], form: re.Pattern[str]) -> set[str]:
    return {found[1] for found in map(form.match, modules) if found}


def test_the_start_page_needs_no_plots_and_computes_no_page():
    modules = imported("start=True", "window.start.shown")
    assert "gui.shell.start.page" in modules
    assert not modules & {"pyqtgraph", "scipy.special", "scipy.linalg", "gui.shell.page_frame"}
    assert not pages(modules, COMPUTING)
    assert not pages(modules, DRAWING)


def test_what_pages_need_comes_while_the_start_page_is_looked_at(qapp, qtbot):
    warming = Warming(qapp)
    qtbot.waitUntil(lambda: not warming.left, timeout=20_000)
    assert set(NEEDED) <= set(sys.modules)
    warming.setParent(None)


def test_a_file_that_the_program_is_given_needs_no_page_before_it(tmp_path):
    path = tmp_path / "session.json"
    save_session(Session(page="kl-divergence"), path)
    modules = imported(
        "wait=True", "window.frame.response is not None", f"window.open({str(path)!r})"
    )
    assert pages(modules, COMPUTING) == {"kl_divergence"}
    assert pages(modules, DRAWING) == {"kl_divergence"}


def test_behind_a_message_that_a_file_cannot_be_opened_is_the_start_page(tmp_path):
    path = tmp_path / "broken.json"
    path.write_text("{")
    modules = imported("wait=True", "window.start.shown", f"window.open({str(path)!r})")
    assert not pages(modules, COMPUTING)


def test_a_page_needs_no_other():
    given = "Session(page='kl-divergence')"
    modules = imported(given, "window.frame.response is not None and not window.worker.busy")
    assert pages(modules, COMPUTING) == {"kl_divergence"}
    assert pages(modules, DRAWING) == {"kl_divergence"}
    assert "engine.pages.gates.options" not in modules
