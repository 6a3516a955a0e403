"""What the program relies on in the versions that it pins."""

import sys

from PySide6.QtCore import QObject

CALLS = 1000


def test_qt_calls_keep_their_references_to_none():
    """Bindings that lose one reference to None a call end the program after a while.

    From Python 3.12 on None is immortal, its count never moves and this cannot fail.
    """
    thing = QObject()
    before = sys.getrefcount(None)
    for _ in range(CALLS):
        thing.setObjectName("name")
        thing.parent()
        thing.setParent(None)
    assert sys.getrefcount(None) > before - CALLS // 10
