"""What can wait does not make a long turn longer, and does not wait for ever."""

import time

from PySide6.QtCore import QEventLoop, QObject, QTimer

from gui.base.collector import Collector
from gui.base.focus_order import TabOrder
from gui.base.steps import Steps
from gui.base.turn import LONG, TURNS, Patience


def busy(seconds):
    end = time.thread_time() + seconds
    while time.thread_time() < end:
        pass


def in_turn(work):
    """What ``work`` gives within a turn of the event loop."""
    found, loop = [], QEventLoop()
    QTimer.singleShot(0, lambda: (found.append(work()), loop.quit()))
    loop.exec()
    return found[0]


def test_it_waits_in_a_long_turn_alone(dressed):
    patience = Patience()
    assert not in_turn(patience.waits)
    assert in_turn(lambda: (busy(2.0 * LONG), patience.waits())[1])
    assert not in_turn(patience.waits)


def test_it_does_not_wait_for_ever(dressed):
    patience = Patience()
    waited = [in_turn(lambda: (busy(2.0 * LONG), patience.waits())[1]) for _ in range(TURNS + 2)]
    assert waited == [True] * TURNS + [False, True]


def test_steps_are_left_to_the_turns_that_have_room(dressed, qtbot):
    """Of several that are due, each after a long one has a turn of its own."""
    owner = QObject()
    log = []
    steps = [Steps(owner) for _ in range(3)]
    dispatcher = owner.thread().eventDispatcher()
    turn = dispatcher.aboutToBlock.connect(lambda: log.append("turn"))
    for each in steps:
        each.begin([lambda: (busy(1.2 * LONG), log.append("step"))] * 2)
    qtbot.waitUntil(lambda: not any(each.under_way for each in steps))
    QObject.disconnect(turn)
    taken = " ".join(log)
    assert taken.count("step") == 2 * len(steps)
    assert "step step" not in taken


def test_a_turn_counts_once(dressed):
    patience = Patience()
    asked = in_turn(lambda: (busy(2.0 * LONG), [patience.waits() for _ in range(3 * TURNS)])[1])
    assert all(asked)


def test_garbage_is_left_to_a_turn_that_has_room(dressed, monkeypatch):
    collected = []
    monkeypatch.setattr(Collector, "collect", lambda self: collected.append(True))
    collector = Collector()
    try:
        in_turn(lambda: (busy(2.0 * LONG), collector._timer.timeout.emit()))
        assert not collected
        in_turn(collector._timer.timeout.emit)
        assert collected
    finally:
        collector.end()


def test_the_order_of_the_tab_key_too(dressed, qtbot):
    owner, asked = QObject(), []
    order = TabOrder(lambda: asked.append(True) or [], owner)
    in_turn(lambda: (busy(2.0 * LONG), order._timer.timeout.emit()))
    assert not asked
    qtbot.waitUntil(lambda: bool(asked))
