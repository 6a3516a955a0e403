"""What every usual gate would do to these rollouts."""

from __future__ import annotations

import numpy as np

from engine.core.number_format import value_text
from engine.pages.rollouts.figures import Gates
from gui.plotkit.categories import name_columns
from gui.plotkit.frame import Frame
from gui.plotkit.panel import Panel

SHORT = (
    "none",
    "TIS",
    "seq.",
    "geo.",
    "mask",
    "m. seq.",
    "IcePop",
    "k3",
    "PPO",
    "higher",
    "dual",
    "CISPO",
    "GSPO",
)
ERRORS = 2.0


class GatesPanel(Panel):
    """The share kept by each preset, the share that counts after it, and the chosen one."""

    def __init__(self, frame: Frame) -> None:
        super().__init__(frame, "", "share")
        theme = self.theme
        self.kept = self.boxes("q", 0.6, name="kept")
        self.error = self.bars("p")
        self.share = self.dots("p", 8, name="counts", error=self.error)
        self.chosen = self.dots("warning", 13, symbol="o", brush=None, pen=theme.pen("warning", 2))

    def draw(self, found: Gates) -> None:
        """Show these presets."""
        x = np.arange(1.0, len(found.name) + 1.0)
        self.kept.show(x, found.kept)
        share = np.where(np.isfinite(found.effective_share), found.effective_share, 0.0)
        error = found.effective_share_error
        reach = np.where(np.isfinite(error), ERRORS * error, 0.0)
        self.share.show(x, share)
        self.error.show(x, np.clip(share - reach, 0.0, 1.0), np.clip(share + reach, 0.0, 1.0))
        at = found.current
        self.chosen.show([x[at]], [share[at]])
        kept = value_text(100.0 * float(found.kept[at]), 3)
        self.headline(f"{found.name[at]}: {kept} % kept", f"{kept} % kept")
        self.settle(name_columns(self, SHORT), (0.0, 1.0))
