"""Ctrl+C in the terminal, and the system's request to end, close the window."""

from __future__ import annotations

import signal
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from PySide6.QtCore import QSocketNotifier

NAMES = ("SIGINT", "SIGTERM", "SIGHUP", "SIGBREAK")  # as far as the system has them


@contextmanager
def on_interrupt(leave: Callable[[], object]) -> Iterator[None]:
    """While Qt runs, call ``leave`` when the process is asked to end.

    Python looks at signals between its own instructions only, and Qt waits without executing
    any; the socket wakes it up. A second signal ends the process as if no handler were installed.
    """
    reader, writer = socket.socketpair()
    with reader, writer:
        for end in (reader, writer):
            end.setblocking(False)
        notifier = QSocketNotifier(reader.fileno(), QSocketNotifier.Type.Read)

        def wake() -> None:
            reader.recv(64)
            leave()

        notifier.activated.connect(wake)
        signals = [getattr(signal, name) for name in NAMES if hasattr(signal, name)]
        before = {number: signal.signal(number, _only_once) for number in signals}
        wakeup = signal.set_wakeup_fd(writer.fileno(), warn_on_full_buffer=False)
        try:
            yield
        finally:
            signal.set_wakeup_fd(wakeup)
            for number, handler in before.items():
                signal.signal(number, handler)
            notifier.setEnabled(False)


def _only_once(number: int, _: object) -> None:
    signal.signal(number, signal.SIG_DFL)
