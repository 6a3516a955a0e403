"""Cycles that hold Qt's objects end in the thread of the widgets, whoever computes meanwhile."""

import gc
import sys
import threading
from types import ModuleType

import pytest
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from gui.base.collector import EVERY, MODULES, PARTS, Collector
from gui.base.discard import discard, discard_now


class InCycle(QObject):
    """Notes in which thread it ends."""

    ended: list[int] = []  # noqa: RUF012

    def __init__(self) -> None:
        super().__init__()
        self.myself = self

    def __del__(self) -> None:
        self.ended.append(threading.get_ident())


@pytest.fixture
def collector(qtbot):
    InCycle.ended = []
    made = Collector()
    yield made
    made.end()
    assert gc.isenabled()


def make_garbage() -> None:
    """So much that Python would collect it many times over."""
    for _ in range(20 * gc.get_threshold()[0]):
        cycle: list[object] = []
        cycle.append(cycle)


def test_another_thread_leaves_them_alone(collector, qtbot):
    InCycle()
    thread = threading.Thread(target=make_garbage)
    thread.start()
    thread.join()
    assert InCycle.ended == []
    qtbot.waitUntil(lambda: InCycle.ended == [threading.get_ident()], timeout=40 * EVERY)


def test_all_ages_have_their_turn(collector):
    ages = []
    gc.callbacks.append(lambda phase, info: phase == "start" and ages.append(info["generation"]))
    try:
        for _ in range(150):
            make_garbage()
            collector.collect()
    finally:
        gc.callbacks.pop()
    assert set(ages) == {0, 1, 2}
    assert ages.count(0) > ages.count(1) > ages.count(2)


def test_what_was_discarded_is_collected_soon(collector, qtbot):
    gc.collect()  # nothing is due of itself for a while
    for _ in range(PARTS):
        widget = QWidget()
        widget.myself, widget.held = widget, InCycle()
        gc.collect(1)  # it is old by now
        assert not InCycle.ended
        discard(widget)
        del widget
        qtbot.wait(1)
        collector.collect()
    assert len(InCycle.ended) == PARTS


def test_of_many_a_few_are_collected_at_a_time(collector):
    for _ in range(2 * PARTS + 1):
        widget = QWidget()
        widget.myself, widget.held = widget, InCycle()
        discard_now(widget)
        del widget
    ended = []
    for _ in range(3):
        collector.collect()
        ended.append(len(InCycle.ended))
    assert ended == [PARTS, 2 * PARTS, 2 * PARTS + 1]


def test_modules_that_were_imported_are_looked_through_once(collector, monkeypatch):
    frozen = gc.get_freeze_count()
    module = ModuleType("imported")
    module.held = [[] for _ in range(1000)]
    for number in range(MODULES):
        monkeypatch.setitem(sys.modules, f"imported_{number}", module)
    collector.collect()
    assert gc.get_freeze_count() == frozen  # another thread may import more
    collector.collect()
    left_out = gc.get_freeze_count()
    assert left_out > frozen + 1000
    collector.collect()
    assert gc.get_freeze_count() <= left_out
    InCycle()
    gc.collect()
    assert len(InCycle.ended) == 1
    collector.let_go()
    assert gc.get_freeze_count() == 0
