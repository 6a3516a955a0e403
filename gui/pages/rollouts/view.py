"""The picture of the Rollouts page."""

from __future__ import annotations

from engine.session.session import Session
from gui.figure.view import View
from gui.pages.rollouts.gates import GatesPanel
from gui.pages.rollouts.histograms import PairPanel, RatioPanel
from gui.pages.rollouts.profiles import AgePanel, PositionPanel
from gui.pages.rollouts.sequences import GrowthPanel, ScatterPanel, WeightsPanel
from gui.pages.rollouts.steps import StepsPanel
from gui.pages.rollouts.tokens import TokensPanel
from gui.pages.rollouts.worst import WorstPanel
from gui.plotkit.card import Card, on_data


def may_have_ages(session: Session) -> bool:
    """Of a file, or where stale rollouts are drawn."""
    return on_data(session) or session.options["rollouts"].values()["drawn"] == "stale"


class PageView(View):
    """How the ratio of a sequence grows; beside it tokens, positions, ages, steps and gates."""

    page = "rollouts"
    cards = (
        Card("growth", "Variance of partial sums of log w", GrowthPanel, ("partial_sums",)),
        Card("ratio", "Log-ratio of one token", RatioPanel, ("histogram",)),
        Card("pair", "New log p against old log q", PairPanel, ("pair",)),
        Card("position", "By position in the sequence", PositionPanel, ("position",)),
        Card("steps", "By step of the training", StepsPanel, ("steps",)),
        Card("age", "By age of the policy", AgePanel, ("age",), may_have_ages),
        Card("scatter", "Sequences against their length", ScatterPanel, ("scatter",)),
        Card("weights", "Log weights of sequences", WeightsPanel, ("sequences",)),
        Card("worst", "The sequence furthest off", WorstPanel, ("worst",)),
        Card("tokens", "Tokens by log w", TokensPanel, ("worst",)),
        Card("gates", "What gates would do", GatesPanel, ("gates",)),
    )
