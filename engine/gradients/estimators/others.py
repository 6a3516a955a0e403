"""The rewards that the other coordinates of a sum bring into a batch."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np

from engine.core.arrays import Array
from engine.gradients.estimators.setting import Setting

# (stream 0 or 1) -> standard normals in pieces (d - 1, m), n columns in all
Normals = Callable[[int], Iterator[Array]]


class OtherRewards:
    """Sums of f over the other coordinates, less ``expected``, their mean under the policy.

    ``first`` and ``second`` are independent draws of the policy; ``up`` and ``down`` perturb every
    coordinate by +-epsilon times the normals of the first; ``behaviour`` draws from q with them.
    """

    def __init__(
        self, setting: Setting, shape: tuple[int, int], expected: float, normals: Normals
    ) -> None:
        self.expected = expected
        self._setting = setting
        self._shape = shape  # (r, N)
        self._normals = normals
        self._kept: dict[str, Array] = {}

    def at(self, kind: str) -> Array:
        """(r, N)."""
        step = self._setting.step
        if kind == "up" and all(std == step for _, std in self._setting.others):
            kind = "first"
        if kind not in self._kept:
            self._kept[kind] = self._sums(kind)
        return self._kept[kind]

    def log_weights(self) -> Array:
        """Sums of log p - log q over the other coordinates, x ~ q, (r, N)."""
        p_mean, p_std = np.array(self._setting.others).T[:, :, np.newaxis]
        q_mean, q_std = np.array(self._setting.others_behaviour).T[:, :, np.newaxis]
        sums = []
        for piece in self._normals(0):
            z = (q_mean + q_std * piece - p_mean) / p_std
            sums.append(0.5 * np.sum(piece * piece - z * z, axis=0))
        constant = float(np.sum(np.log(q_std / p_std)))
        return (np.concatenate(sums) + constant).reshape(self._shape)

    def _sums(self, kind: str) -> Array:
        setting = self._setting
        means, stds = np.array(setting.others).T[:, :, np.newaxis]
        if kind == "behaviour":
            means, stds = np.array(setting.others_behaviour).T[:, :, np.newaxis]
        elif kind in ("up", "down"):
            stds = setting.step if kind == "up" else -setting.step
        objective = setting.others_objective
        sums = []
        for piece in self._normals(int(kind == "second")):
            sums.append(objective.shape(means + stds * piece).sum(axis=0))
        return (np.concatenate(sums) - self.expected).reshape(self._shape)
