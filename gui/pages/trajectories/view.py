"""The picture of the Trajectories page."""

from __future__ import annotations

from functools import partial

from engine.core.parameter import ParameterError
from engine.session.address import address
from gui.figure.view import View
from gui.pages.trajectories.curves import LambdaPanel, SplitPanel, StepsPanel
from gui.pages.trajectories.fan import FanPanel
from gui.pages.trajectories.learning import LearningPanel
from gui.pages.trajectories.noise_map import NoiseMapPanel
from gui.pages.trajectories.variances import VariancesPanel
from gui.plotkit.card import Card
from gui.plotkit.panel import Panel

VARIANCES = {"variance-k": "K", "variance-c": "c", "variance-sigma": "log σ"}


class PageView(View):
    """What the policy does, how noisy each estimator of its gradient is, and how they learn."""

    page = "trajectories"
    cards = (
        Card("paths", "Trajectories", FanPanel, ("fan",)),
        *(
            Card(
                name, f"Variance by {symbol}", partial(VariancesPanel, which=which), ("variances",)
            )
            for which, (name, symbol) in enumerate(VARIANCES.items())
        ),
        Card("learning", "Learning", LearningPanel, ("learning",)),
        Card("steps", "Variance against T", StepsPanel, ("against_steps",)),
        Card("lambda", "Variance against λ", LambdaPanel, ("against_lambda",)),
        Card("map", "Noise to signal over σ, K", NoiseMapPanel, ("noise_map",)),
        Card("split", "Variance by step, in parts", SplitPanel, ("split",)),
    )

    def _connect(self, panel: Panel) -> None:
        super()._connect(panel)
        if isinstance(panel, NoiseMapPanel):
            panel.moved.connect(self._propose_policy)

    def _propose_policy(self, sigma: float, gain: float, gesture: int) -> None:
        """Another noise and gain; beyond what the task allows the last ones stay."""
        if self._drawn is None:
            return
        try:
            session = address("p.std[1]").set(self._drawn, sigma)
            self.proposed.emit(address("task.K").set(session, gain), gesture)
        except ParameterError:
            return
