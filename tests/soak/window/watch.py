"""What must not happen unseen: tracebacks, logs, warnings, messages of Qt; with what led there."""

from __future__ import annotations

import logging
import sys
import threading
import traceback
import warnings
from collections.abc import Callable
from dataclasses import dataclass
from types import TracebackType

from PySide6.QtCore import QtMsgType, qInstallMessageHandler

# What the platform says of itself, whatever the program does.
HARMLESS = (
    "This plugin does not support ",
    "Unimplemented code.",  # that ends a drag, where the platform has none
    "QXcbClipboard: Unable to receive an event from the clipboard manager",
)


@dataclass(slots=True)
class Fault:
    """One kind of fault: where it came first, after what, and how often."""

    event: int
    text: str
    before: tuple[str, ...]  # the last events
    count: int = 1


class Watch(logging.Handler):
    """Takes every hook of the process while it is open; ``last`` gives the number of the event and
    what was done before it."""

    def __init__(self, last: Callable[[], tuple[int, tuple[str, ...]]]) -> None:
        super().__init__(logging.WARNING)
        self.last = last
        self.faults: dict[str, Fault] = {}

    def open(self) -> None:
        """Listen."""
        logging.getLogger().addHandler(self)
        logging.captureWarnings(True)
        warnings.simplefilter("always")
        # It is old ways of its own that it tells, when it is imported.
        warnings.filterwarnings("ignore", category=DeprecationWarning, module="ziamath")
        sys.excepthook = self._raised
        sys.unraisablehook = lambda raised: self.tell(
            f"unraisable: {raised.exc_value!r}",
            f"unraisable in {raised.object!r}\n{''.join(_trace(raised.exc_value))}",
        )
        threading.excepthook = lambda raised: self.tell(
            f"thread: {raised.exc_value!r}", "".join(_trace(raised.exc_value))
        )
        qInstallMessageHandler(self._qt)

    def close(self) -> None:
        """Listen no more."""
        logging.getLogger().removeHandler(self)
        logging.captureWarnings(False)
        sys.excepthook, sys.unraisablehook = sys.__excepthook__, sys.__unraisablehook__
        threading.excepthook = threading.__excepthook__
        qInstallMessageHandler(None)

    def tell(self, kind: str, text: str) -> None:
        """Keep a fault; of each kind the first is printed."""
        if kind in self.faults:
            self.faults[kind].count += 1
            return
        event, before = self.last()
        self.faults[kind] = Fault(event, text, before)
        print(f"\n!! event {event:,}: {text}\n   after: " + "\n          ".join(before), flush=True)

    def raised(self, error: BaseException) -> None:
        """An exception; two are of one kind where they were raised in one place."""
        places = traceback.extract_tb(error.__traceback__)
        where = f"{places[-1].filename}:{places[-1].lineno}" if places else ""
        self.tell(f"{type(error).__name__} {where}", "".join(_trace(error)))

    def emit(self, record: logging.LogRecord) -> None:
        """A log of a warning or above."""
        self.tell(f"{record.name} {record.msg}", f"{record.name}: {record.getMessage()}")

    def _raised(
        self, kind: type[BaseException], error: BaseException, _: TracebackType | None
    ) -> None:
        if issubclass(kind, KeyboardInterrupt):
            raise error
        self.raised(error)
        # Python keeps the last one, and with it every object of its frames.
        sys.last_value = sys.last_traceback = None

    def _qt(self, kind: QtMsgType, _context: object, text: str) -> None:
        if kind != QtMsgType.QtDebugMsg and not text.startswith(HARMLESS):
            # Qt tells where it was called from only here.
            stack = "".join(traceback.format_stack(limit=12)[:-1])
            self.tell(f"Qt: {text}", f"Qt: {text}\n{stack}")


def _trace(error: BaseException | None) -> list[str]:
    return traceback.format_exception(error) if error is not None else []
