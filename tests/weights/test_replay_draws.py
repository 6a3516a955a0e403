"""Draws from a buffer by priority against the exact moments."""

import numpy as np
import pytest

from engine.core.parameter import ParameterError
from engine.core.run import Run
from engine.weights import prioritised
from engine.weights.replay_draws import draw_updates

DRAWS = 200_000


@pytest.mark.parametrize("seed", range(20))
def test_mean_and_variance_within_four_errors(seed: int) -> None:
    rng = np.random.default_rng(seed)
    errors = rng.standard_t(4, size=40)
    found = prioritised(errors, rng.uniform(0.0, 1.0), rng.uniform(0.0, 1.0))
    drawn = draw_updates(found, errors, DRAWS, seed)
    error = np.sqrt(found.variance_update / DRAWS)
    assert abs(drawn.updates.mean[0] - found.mean_update) < 4.0 * error
    error = np.sqrt((found.fourth_update - found.variance_update**2) / DRAWS)
    assert abs(drawn.squares.mean[0] - found.variance_update) < 4.0 * error
    assert drawn.squares.standard_error[0] == pytest.approx(error, rel=0.1)


def test_threads_change_nothing_and_a_prefix_stays() -> None:
    errors = np.array([0.0, 1.0, -2.0, 0.3])
    found = prioritised(errors, 0.9, 0.4)
    one, two = (draw_updates(found, errors, DRAWS, 3, Run(threads=k)) for k in (1, 2))
    assert one.updates.mean.tolist() == two.updates.mean.tolist()
    with pytest.raises(ParameterError, match=r"^draws = "):
        draw_updates(found, errors, 1, 3)
