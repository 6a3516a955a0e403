"""KL from a stale hidden state against its age and against burn-in."""

from __future__ import annotations

import numpy as np

from engine.core.shown_numbers import shown_value
from engine.pages.replay.records import Stale
from gui.plotkit.frame import Frame
from gui.plotkit.panel import Panel

LABELS = {"age": "age, updates", "burn_in": "burn-in L, steps"}
NAMES = ("stored", "zero")
ROLES = {"stored": "p", "zero": "q"}
DECADES = 8.0  # at most shown below the largest


class StalePanel(Panel):
    """Exact, with what was simulated at the current place, which can be dragged."""

    def __init__(self, frame: Frame, option: str) -> None:
        short = LABELS[option].partition(",")[0]
        super().__init__(frame, LABELS[option], "nats", short=short, log="y", x_key=option)
        self.curves = {
            name: self.curve(self.theme.pen(role, 1.8), name=name) for name, role in ROLES.items()
        }
        self.errors = {name: self.bars(role, seen=False) for name, role in ROLES.items()}
        self.dots_simulated = {name: self.dots(role, 7, seen=False) for name, role in ROLES.items()}
        self.line = self.marker(f"replay.{option}")

    def draw(self, stale: Stale) -> None:
        """Show these."""
        for i, name in enumerate(NAMES):
            values = getattr(stale, name)
            self.curves[name].show(stale.x, values)
            mean, reach = float(stale.measured[i]), 2.0 * float(stale.measured_error[i])
            at = [stale.current_x] if np.isfinite(mean) and mean > 0.0 else []
            self.dots_simulated[name].show(at, [mean] * len(at))
            low = max(mean - reach, 0.01 * mean)
            self.errors[name].show(at, [low] * len(at), [mean + reach] * len(at))
        self.line.mark(stale.current_x)
        stored, zero = (shown_value(x, 2) for x in (stale.current_stored, stale.current_zero))
        self.headline(f"{stored} stored, {zero} zero")
        self.say("● simulated, ± 2 standard errors", "stored: the state that an older w left")
        self.settle(y=self._heights(stale))

    def _heights(self, stale: Stale) -> tuple[float, float] | None:
        known = np.concatenate([stale.stored, stale.zero])
        known = known[np.isfinite(known) & (known > 0.0)]
        if not known.size:
            return None
        high = float(np.log10(known.max()))
        return max(float(np.log10(known.min())), high - DECADES), high
