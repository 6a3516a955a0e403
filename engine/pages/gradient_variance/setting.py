"""The question to the estimators that a scene and the options ask."""

from __future__ import annotations

import numpy as np

from engine.core.parameter import ParameterError
from engine.gaussian.projection import projection
from engine.gradients.estimators.setting import Setting
from engine.page.scene import Scene
from engine.pages.gradient_variance.options import Options

Pairs = tuple[tuple[float, float], ...]


def setting_of(scene: Scene, options: Options) -> Setting:
    """About one coordinate of p (and q), or one direction; raises ParameterError."""
    d = scene.dimension
    if d > 1 and options.reward != "mean difference" and options.coordinate > d:
        allowed = f"must be at most {d}, the dimension"
        raise ParameterError("coordinate", options.coordinate, allowed)
    at = min(options.coordinate, d) - 1
    p, q = (
        tuple(zip(each.mean.tolist(), each.std.tolist(), strict=True))
        for each in (scene.p, scene.q)
    )
    own, behaviour = p[at], q[at]
    others: tuple[Pairs, Pairs] = (), ()
    if d > 1 and options.reward == "sum":
        others = p[:at] + p[at + 1 :], q[:at] + q[at + 1 :]
    elif d > 1 and options.reward == "mean difference":
        away = scene.p.mean - scene.q.mean
        seen = projection(scene.p, scene.q, away if np.any(away) else None)
        own, behaviour = (seen.p_mean, seen.p_std), (seen.q_mean, seen.q_std)
    off_policy = options.sampling == "off-policy"
    return Setting(
        objective=options.reward_function,
        mean=own[0],
        std=own[1],
        batch_size=options.batch_size,
        baseline=options.baseline,
        epsilon=options.epsilon * own[1],
        behaviour_mean=behaviour[0] if off_policy else None,
        behaviour_std=behaviour[1] if off_policy else None,
        deviation_floor=options.floor,
        others=others[0],
        others_behaviour=others[1] if off_policy else (),
    )
