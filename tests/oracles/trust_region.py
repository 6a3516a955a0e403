"""Every exact readout of the Trust region page in one dimension, in mpmath."""

from __future__ import annotations

import numpy as np
from mpmath import cos, exp, log, mp, mpf, pi, sin, sqrt

from tests.oracles.line import FEW_DIGITS
from tests.oracles.rewards import reward

ROWS = {
    "gradient (μ, σ)": "gradient",
    "natural (μ, σ)": "natural",
    "natural (μ, log σ)": "log",
    "mirror": "mirror",
    "best in the ball": "best",
}
ANGLES = 2_000


def truths(scene, options, digits=FEW_DIGITS):
    """The true values by the readouts' names; steps that cannot be made have none."""
    with mp.workdps(digits):
        task = Task(scene, options)
        found = {}
        for row, name in ROWS.items():
            step = getattr(task, name)()
            if step == MANY:
                found |= {f"{row} {key}": None for key in COLUMNS}
                continue
            if step is not None:
                found |= {f"{row} {key}": value for key, value in task.readouts(*step).items()}
        p = mpf(float(scene.p.mean[0])), mpf(float(scene.p.std[0]))
        of_p = task.readouts(*p)
        found |= {f"p {key}": of_p[key] for key in (OLD_NEW, NEW_OLD, "return", "distance")}
        by_mu, by_sigma = task.slopes(task.mu, task.sigma)
        found |= {"q return": task.value(task.mu, task.sigma), "dJ/dμ": by_mu, "dJ/dσ": by_sigma}
        return found


OLD_NEW, NEW_OLD = "KL(old||new)", "KL(new||old)"
COLUMNS = (OLD_NEW, NEW_OLD, "return", "distance", "mean", "std")
MANY = "one of many"


def kl(m, s, mean, std):
    """KL(N(m, s^2) || N(mean, std^2))."""
    return log(std / s) + (s**2 + (m - mean) ** 2) / (2 * std**2) - mpf(1) / 2


class Task:
    def __init__(self, scene, options):
        self.objective, self.delta = options.reward, mpf(options.delta)
        self.ball = options.ball
        self.mu, self.sigma = mpf(float(scene.q.mean[0])), mpf(float(scene.q.std[0]))

    def value(self, m, s):
        return reward(self.objective, m, s).moment(1, 0)

    def slopes(self, m, s):
        """By mu and by sigma."""
        f = reward(self.objective, m, s)
        return f.moment(1, 1) / s, (f.moment(1, 2) - f.moment(1, 0)) / s

    def readouts(self, m, s):
        old = self.mu, self.sigma
        shift, change = m - self.mu, s - self.sigma
        chord = (shift**2 / 2 + change**2) / (2 * s * self.sigma)
        return {
            OLD_NEW: kl(*old, m, s),
            NEW_OLD: kl(m, s, *old),
            "return": self.value(m, s),
            "distance": sqrt(mpf(2)) * mp.acosh(1 + chord),
            "mean": m,
            "std": s,
        }

    def _gradient(self):
        return self.slopes(self.mu, self.sigma)

    def gradient(self):
        a, b = self._gradient()
        length = sqrt(a**2 + 2 * b**2) / self.sigma
        rate = sqrt(2 * self.delta) / length if length else mpf(0)
        return self._if(self.mu + rate * a, self.sigma + rate * b)

    def natural(self):
        a, b, scale = self._scaled()
        return self._if(
            self.mu + scale * a * self.sigma**2, self.sigma + scale * b * self.sigma**2 / 2
        )

    def log(self):
        a, b, scale = self._scaled()
        return self.mu + scale * a * self.sigma**2, self.sigma * exp(scale * b * self.sigma / 2)

    def mirror(self):
        a, b, rate = self._scaled()
        # Natural parameters mu / sigma^2 and -1 / (2 sigma^2), by E x and E x^2.
        second = b / (2 * self.sigma)
        first = a - 2 * self.mu * second
        eta = self.mu / self.sigma**2 + rate * first, -1 / (2 * self.sigma**2) + rate * second
        if eta[1] >= 0:
            return None
        return -eta[0] / (2 * eta[1]), sqrt(-1 / (2 * eta[1]))

    def _scaled(self):
        a, b = self._gradient()
        length = self.sigma * sqrt(a**2 + b**2 / 2)
        return a, b, (sqrt(2 * self.delta) / length if length else mpf(0))

    def _if(self, m, s):
        return (m, s) if s > 0 else None

    def best(self):
        """By angle around the edge: coarsely in doubles, then where the slope is 0."""
        angles = np.linspace(-np.pi, np.pi, ANGLES + 1)
        values = self._around(angles)
        if self.objective.name == "linear" and not self.objective.k:
            return self.mu, self.sigma
        top = int(np.argmax(values))
        if np.count_nonzero(values >= values[top] - 1e-14 * abs(values[top])) >= 6 * ANGLES / 180:
            return MANY
        h = 2 * pi / ANGLES
        middle = mpf(float(angles[top]))
        low, high = middle - h, middle + h
        return self._place(mp.findroot(self._rise, (low, high), solver="anderson", verify=False))

    def _place(self, angle):
        """The Gaussian at an angle: across = radius cos, h(+-2 v) = (radius sin)^2."""
        across, rise = sqrt(2 * self.delta) * cos(angle), sqrt(2 * self.delta) * sin(angle)
        sign = 1 if self.ball == "new||old" else -1
        y = self._inverse(sign * rise)
        s = exp(sign * y / 2)
        m = across if sign == 1 else across * s
        return self.mu + self.sigma * m, self.sigma * s

    def _inverse(self, rise):
        """y with the sign of rise and e^y - 1 - y = rise^2, by Newton's steps."""
        if abs(rise) < mpf(10) ** (-mp.dps // 2):
            return sqrt(mpf(2)) * rise
        y = sqrt(mpf(2)) * rise if rise < 1 else log(1 + rise**2 + rise)
        for _ in range(100):
            step = (mp.expm1(y) - y - rise**2) / mp.expm1(y)
            y -= step
            if abs(step) < mpf(10) ** (3 - mp.dps) * abs(y):
                break
        return y

    def _rise(self, angle):
        """The slope along the edge, up to a positive factor: across dJ/drise - rise dJ/dacross."""
        m, s = self._place(angle)
        by_mu, by_sigma = self.slopes(m, s)
        a, b = self.sigma * by_mu, s * by_sigma
        across, rise = sqrt(2 * self.delta) * cos(angle), sqrt(2 * self.delta) * sin(angle)
        sign = 1 if self.ball == "new||old" else -1
        v = log(s / self.sigma)
        bend = sign * mp.expm1(2 * sign * v)
        turn = rise / bend if bend else sqrt(mpf(1) / 2)
        if sign == 1:
            return across * b * turn - rise * a
        return across * (b + a * across * exp(v)) * turn - rise * a * exp(v)

    def _around(self, angles):
        """E f in doubles."""
        radius, sign = float(sqrt(2 * self.delta)), 1 if self.ball == "new||old" else -1
        rise = sign * radius * np.sin(angles)
        up = rise > 0
        low = np.where(up, 0.0, -2.0 - rise**2 - 2.0 * np.abs(rise))
        high = np.where(up, 2.0 + 2.0 * np.abs(rise), 0.0)
        for _ in range(80):
            half = 0.5 * (low + high)
            above = np.expm1(half) - half > rise**2
            low, high = np.where(above == up, low, half), np.where(above == up, half, high)
        s = np.exp(0.5 * sign * (low + high) / 2.0)
        m = radius * np.cos(angles) * (1.0 if sign == 1 else s)
        mean, std = float(self.mu) + float(self.sigma) * m, float(self.sigma) * s
        return self.objective.scale * self.objective.function.moments(mean, std)[0]
