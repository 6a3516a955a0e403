"""The picture of the softmax page."""

from __future__ import annotations

from gui.figure.view import View
from gui.pages.softmax_policy.actions import LogitsPanel, RewardsPanel
from gui.pages.softmax_policy.ascent import PathsPanel, PoliciesPanel
from gui.pages.softmax_policy.direction import CosinePanel, DirectionPanel, EpsilonCosinePanel
from gui.pages.softmax_policy.gradients import SlopesPanel, VariancePanel
from gui.pages.softmax_policy.rearrangement import OrdersPanel, SharesPanel
from gui.plotkit.card import Card


class PageView(View):
    """The gradients of every action; beside them the actions, whose bars can be dragged, and what
    either gradient, another order or an ascent makes of them."""

    page = "softmax-policy"
    cards = (
        Card("gradients", "Gradient of each action", SlopesPanel, ("gradients",)),
        Card("logits", "Logits θ", LogitsPanel, ("actions",)),
        Card("rewards", "Rewards r", RewardsPanel, ("actions",)),
        Card("variance", "Variance", VariancePanel, ("gradients",)),
        Card("direction", "Argmax beside the policy", DirectionPanel, ("direction",)),
        Card("temperature", "Cosine against τ", CosinePanel, ("against_temperature",)),
        Card("epsilon", "Cosine against ε", EpsilonCosinePanel, ("against_epsilon",)),
        Card("rearrangement", "Every order of π", OrdersPanel, ("rearranged",)),
        Card("orders", "The best order", SharesPanel, ("rearranged",)),
        Card("ascent", "Ascent", PathsPanel, ("paths",)),
        Card("policies", "Policies of the ascent", PoliciesPanel, ("paths",)),
    )
