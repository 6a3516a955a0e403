"""Estimates from sums over batches are those of the samples, whatever the policy."""

import numpy as np
import pytest

from engine.gaussian import Gaussian
from engine.policies.gaussian import GaussianPolicy
from engine.policies.score_sums import ScoreSums
from engine.policies.softmax import SoftmaxPolicy

SOFTMAX = SoftmaxPolicy([0.3, -0.2, 0.5], [4.0, 5.0, 7.0], 0.7)
GAUSSIAN = GaussianPolicy(Gaussian(0.4, 1.3))


@pytest.mark.parametrize("policy", [SOFTMAX, GAUSSIAN], ids=["softmax", "gaussian"])
def test_estimates_are_those_of_the_samples(policy: SoftmaxPolicy | GaussianPolicy) -> None:
    n, batches, mean = 6, 4, 5.0
    actions = policy.sample(n * batches, 3)
    rewards = SOFTMAX.rewards[actions] if policy is SOFTMAX else actions[:, 0] ** 2
    r = rewards.reshape(batches, n, 1)
    s = policy.score(actions).reshape(batches, n, -1)
    sums = ScoreSums(n, s.sum(axis=1), ((r - mean) * s).sum(axis=1), 1.0 / n)
    away = (r - mean).sum(axis=1)
    others = (r.sum(axis=1, keepdims=True) - r) / (n - 1)
    for found, baseline in (
        (sums.estimates(-1.5), mean - 1.5),
        (sums.less_batch_mean(away), r.mean(axis=1, keepdims=True)),
        (sums.leave_one_out(away), others),
    ):
        np.testing.assert_allclose(found, ((r - baseline) * s).mean(axis=1), rtol=1e-12, atol=1e-14)
