"""The rewards of the Gradients page under N(mean, std^2), as functions of z, in mpmath."""

from __future__ import annotations

from mpmath import cos, erfc, exp, expj, mpf, pi, sqrt

from tests.oracles.exponentials import Sum, constant, exponential, polynomial


def phi(t):
    return exp(-t * t / 2) / sqrt(2 * pi)


def tail(t):
    return erfc(t / sqrt(mpf(2))) / 2


class Smooth:
    """f less its constant, of any reward but the step."""

    def __init__(self, objective, mean, std):
        self.k, self.scale = mpf(objective.k), mpf(objective.scale)
        self.mean, self.std = mpf(mean), mpf(std)
        self.name = objective.name
        self.f = constant(self.scale) * self._plain()

    def _plain(self):
        m, s, k = self.mean, self.std, self.k
        if self.name == "exp":
            return exponential(exp(-k * m * m), 2 * k * s * s, -2 * k * m * s)
        if self.name == "cos":
            wave = expj(k * m) / 2
            half = exponential(wave, mpf(0), 1j * k * s)
            return half + exponential(wave.conjugate(), mpf(0), -1j * k * s)
        x = polynomial(m, s)
        if self.name == "square":
            return (x - constant(k)) * (x - constant(k))
        if self.name == "linear":
            return constant(k) * x
        if self.name == "cubic":
            return x * (x * x - constant(k))
        return x * x * (x * x - constant(k))

    def moment(self, power, n, weight=None):
        """E f^power z^n weight(z)."""
        whole = polynomial(*[0] * n, 1)
        for _ in range(power):
            whole = whole * self.f
        return (whole if weight is None else whole * weight).mean()

    def at_mean(self):
        m, k = self.mean, self.k
        plain = {
            "square": lambda: (m - k) ** 2,
            "exp": lambda: exp(-k * m * m),
            "cos": lambda: cos(k * m),
            "linear": lambda: k * m,
            "cubic": lambda: m * (m * m - k),
            "quartic": lambda: m * m * (m * m - k),
        }[self.name]()
        return self.scale * plain

    def odd_square(self, n):
        """E [(f(z) - f(-z)) / 2]^2 z^n."""
        odd = constant(mpf(1) / 2) * (self.f - self.f.reflected())
        return (odd * odd * polynomial(*[0] * n, 1)).mean()

    def rayleigh(self):
        """E over W of f(W)^2, f(W), f(-W)^2, f(-W), and of (f(W) - f(-W))^2."""
        z, f, g = polynomial(0, 1), self.f, self.f.reflected()
        parts = (f * f, f, g * g, g, (f - g) * (f - g))
        return [sqrt(2 * pi) * (z * part).upper() for part in parts]

    def maxwell(self):
        """E over M of f^2 and f, and E f(M) f(U M)."""
        square = polynomial(0, 0, 1)
        return (square * self.f * self.f).mean(), (square * self.f).mean(), self._cross()

    def _cross(self):
        # E f(M) f(UM) = E f^2 + E f' F, F the integral of f from 0, by parts.
        f, slope = self.f, self.f.derivative()
        if self.name == "exp" and self.k != 0:
            return (f * f).mean() + self._exp_cross()
        return (f * f).mean() + (slope * _integral(f)).mean()

    def _exp_cross(self):
        (((c,), a, b),) = self.f.terms
        v = 1 + a
        mass = c * exp(b * b / (2 * v)) / sqrt(v)
        top = (sqrt(a) * b / v - b / sqrt(a)) / sqrt(1 + a / v)
        inner = c * sqrt(2 * pi / a) * exp(b * b / (2 * a)) * (tail(-top) - tail(b / sqrt(a)))
        return -(a / v) * (self.f * self.f).mean() + (b / v) * mass * inner

    def slope_moments(self):
        """E f', E f'^2, E f' z and E (f' z)^2, f' by x."""
        slope = constant(1 / self.std) * self.f.derivative()
        z = polynomial(0, 1)
        return [part.mean() for part in (slope, slope * slope, slope * z, slope * slope * z * z)]


def _integral(f):
    found = constant(0)
    for cs, _, b in f.terms:
        if b == 0:
            found = found + polynomial(0, *[c / (n + 1) for n, c in enumerate(cs)])
        else:
            found = found + exponential(cs[0] / b, mpf(0), b) - Sum([([cs[0] / b], mpf(0), mpf(0))])
    return found


class Step:
    """scale 1[z > t]."""

    def __init__(self, objective, mean, std):
        self.scale = mpf(objective.scale)
        self.t = (mpf(objective.k) - mpf(mean)) / mpf(std)
        self.is_above = mpf(mean) > mpf(objective.k)

    def at_mean(self):
        return self.scale if self.is_above else mpf(0)

    def _tail(self, n, t=None):
        """The integral of z^n phi beyond t."""
        t = self.t if t is None else t
        found = [tail(t), phi(t)]
        for i in range(2, n + 1):
            found.append(t ** (i - 1) * phi(t) + (i - 1) * found[i - 2])
        return found[n]

    def moment(self, power, n, weight=None):
        if power == 0:
            whole = polynomial(*[0] * n, 1)
            return (whole if weight is None else whole * weight).mean()
        if weight is None:
            return self.scale**power * self._tail(n)
        (((c,), a, b),) = weight.terms
        if a <= -1:
            return None
        v = 1 / (1 + a)
        # z = b v + sqrt(v) y under the tilted normal.
        t = (self.t - b * v) / sqrt(v)
        power_of = polynomial(1)
        for _ in range(n):
            power_of = power_of * polynomial(b * v, sqrt(v))
        ((cs, _, _),) = power_of.terms
        mass = c * exp(b * b * v / 2) * sqrt(v)
        return self.scale**power * mass * sum(x * self._tail(i, t) for i, x in enumerate(cs))

    def odd_square(self, n):
        # Both or neither side is beyond the jump where |z| < |t|.
        outside = 2 * self._tail(n, abs(self.t))
        return self.scale**2 * outside / 4

    def rayleigh(self):
        p = exp(-self.t * self.t / 2)
        right, left = (p, mpf(0)) if self.t >= 0 else (mpf(1), 1 - p)
        s = self.scale
        return [s * s * right, s * right, s * s * left, s * left, s * s * p]

    def maxwell(self):
        s, p = self.scale, self._tail(2)
        apart = abs(self.t) * phi(self.t)
        # E (f(M) - f(UM))^2 = E f(M)^2 + E f(Z)^2 - 2 E f(M) f(UM).
        return s * s * p, s * p, s * s * (p + self._tail(0) - apart) / 2


def reward(objective, mean, std):
    return (Step if objective.name == "step" else Smooth)(objective, mean, std)
