"""Freed memory is returned while the window is open, and kept while something moves."""

from types import SimpleNamespace

from gui.shell import freed_memory
from gui.shell.freed_memory import FreedMemory


def test_it_is_returned_unless_something_moves(qapp, qtbot, monkeypatch):
    returned = []
    monkeypatch.setattr(freed_memory, "return_freed_memory", lambda: returned.append(True))
    monkeypatch.setattr(freed_memory, "EVERY", 10)
    worker = SimpleNamespace(moving=True)
    memory = FreedMemory(worker, qapp)
    qtbot.wait(50)
    assert not returned
    worker.moving = False
    qtbot.waitUntil(lambda: bool(returned))
    memory.setParent(None)
    memory.deleteLater()
