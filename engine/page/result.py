"""What a page answers: its numbers, what must be known first, and its figures when asked for."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from engine.core.quantity import Readout
from engine.core.run import Run

if TYPE_CHECKING:
    from engine.data.facts import DataFacts


class Result:
    """The answer for one scene and one set of options; nothing in it can be changed.

    A figure is a frozen dataclass of read-only arrays, or None where the plot does not apply. It
    is made when it is first asked for, as ``result.figure("running")`` or ``result.running``.
    """

    def __init__(
        self,
        readouts: tuple[Readout, ...],
        banners: tuple[str, ...],
        facts: DataFacts | None,
        makers: Mapping[str, Callable[[Run], Any]],
        report: Callable[[], Mapping[str, Any]] = dict,
    ) -> None:
        self.readouts = readouts
        self.banners = banners
        self.facts = facts
        self._makers = makers
        self._report = report
        self._figures: dict[str, Any] = {}

    @property
    def figures(self) -> tuple[str, ...]:
        """The names of all figures."""
        return tuple(self._makers)

    @property
    def report(self) -> Mapping[str, Any]:
        """What programs get beside the numbers, as JSON can hold it."""
        return self._report()

    def __getitem__(self, key: str) -> Readout:
        """The readout of the quantity with this key; KeyError where there is none."""
        for readout in self.readouts:
            if readout.key == key:
                return readout
        raise KeyError(key)

    def figure(self, name: str, run: Run | None = None) -> Any:
        """The arrays of one plot; raises Cancelled."""
        if name not in self._figures:
            self._figures[name] = self._makers[name](run or Run())
        return self._figures[name]

    def made(self, *names: str) -> bool:
        """Whether these figures need not be computed any more."""
        return all(name in self._figures for name in names)

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_") or name not in self._makers:
            raise AttributeError(name)
        return self.figure(name)
