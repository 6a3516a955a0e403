"""The picture of the Gradients page."""

from __future__ import annotations

from gui.figure.view import View
from gui.pages.gradient_variance.against_k import AgainstKBySigma, AgainstKPanel
from gui.pages.gradient_variance.against_n import AgainstNBySigma, AgainstNPanel
from gui.pages.gradient_variance.arrows import ArrowsPanel, RewardArrowsPanel
from gui.pages.gradient_variance.bars import VariancesBySigma, VariancesPanel
from gui.pages.gradient_variance.baseline import BaselinePanel
from gui.pages.gradient_variance.cloud import CloudPanel
from gui.plotkit.card import Card


class PageView(View):
    """The variance of every estimator; beside it their estimates, and what it hangs on."""

    page = "gradient-variance"
    cards = (
        Card("variances", "Variance by μ", VariancesPanel, ("variances",)),
        Card("cloud", "Estimates of batches", CloudPanel, ("cloud",)),
        Card("baseline", "Against the baseline b", BaselinePanel, ("baseline",)),
        Card("against-n", "Against N, by μ", AgainstNPanel, ("against_n",)),
        Card("against-k", "Against k, by μ", AgainstKPanel, ("against_k",)),
        Card("variances-sigma", "Variance by σ", VariancesBySigma, ("variances",)),
        Card("against-n-sigma", "Against N, by σ", AgainstNBySigma, ("against_n",)),
        Card("against-k-sigma", "Against k, by σ", AgainstKBySigma, ("against_k",)),
        Card("losses", "KL as a loss", ArrowsPanel, ("kl_losses",)),
        Card("rewards", "KL in the reward", RewardArrowsPanel, ("kl_losses",)),
    )
