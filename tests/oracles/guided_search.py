"""Every exact number of the Guided search page, in mpmath: returns of policies of many means.

Which mean an estimate of the replay takes for the best is read off the page's curve, tested in
tests/pages; what the policies earn is computed here.
"""

from __future__ import annotations

import numpy as np
from mpmath import mp, mpf

from engine.core.run import Run
from engine.page.page import page_named
from tests.oracles.rewards import reward

DIGITS = 60


def truths(scene, options, more=False):
    """Every exact readout by name."""
    slide = page_named("guided-search").gather(scene, options, Run(threads=1)).slide
    objective, std = options.objective(), float(scene.p.std[0])

    def earned(mean):
        return options.steps * reward(objective, mean, std).moment(1, 0)

    with mp.workdps(2 * DIGITS if more else DIGITS):
        returns = [earned(mean) for mean in slide.mean.tolist()]
        best = int(np.argmax([float(each) for each in returns]))  # of doubles, the first
        own = int(np.argmax(slide.exact))
        if abs(returns[own] - returns[best]) <= mpf("1e-12") * abs(returns[best]):
            best = own  # which of two as good ones is named does not matter
        found = {
            "return of p": earned(float(scene.p.mean[0])),
            "best mean by the exact return": mpf(slide.mean[best]),
        }
        for words, curve in (
            ("the estimate", slide.estimate),
            ("Φ", slide.objective(options.regulariser)),
        ):
            place = int(np.argmax(curve))
            found[f"best mean by {words}"] = mpf(slide.mean[place])
            found[f"lost by {words}"] = returns[best] - returns[place]
        return found
