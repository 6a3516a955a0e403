"""Every exact number of the Gradients page in d = 1 and for sums over coordinates, in mpmath."""

from __future__ import annotations

from functools import cached_property

from mpmath import exp, mp, mpf, pi, sqrt

from engine.gradients.estimators.catalogue import BY_NAME
from engine.gradients.exact import unavailable
from engine.pages.gradient_variance.setting import setting_of
from tests.oracles.exponentials import exponential
from tests.oracles.kl_gradients import kl_by_means, kl_losses
from tests.oracles.rewards import reward

DIGITS = 260


class Truth:
    """Moments in a setting; variances are per sample, None where infinite."""

    def __init__(self, setting):
        self.setting = setting
        self.std, self.n = mpf(setting.std), setting.batch_size
        self.f = reward(setting.objective, setting.mean, setting.std)
        self.c = mpf(setting.objective.constant)
        self.rest = [reward(setting.objective, m, s) for m, s in setting.others]

    @cached_property
    def gradient(self):
        return _gradient(self.f, self.std)

    @cached_property
    def mean(self):
        """E f without the constant, all coordinates."""
        return self.f.moment(1, 0) + sum(each.moment(1, 0) for each in self.rest)

    @cached_property
    def noise(self):
        return sum(_variance(each) for each in self.rest)

    def settled(self, variance):
        """0 for what the digits leave of a variance that is 0."""
        size = (self.f.moment(2, 0) + self.noise) / self.std**2
        return mpf(0) if abs(variance) <= mpf(10) ** (-9 * mp.dps // 10) * size else variance

    def baselines(self):
        """Best b by mu and by sigma, without the constant."""
        f, rest = self.f, self.mean - self.f.moment(1, 0)
        mu = f.moment(1, 2)
        sigma = (f.moment(1, 4) - 2 * f.moment(1, 2) + f.moment(1, 0)) / 2
        return mu + rest, sigma + rest

    def score(self, shift):
        """Variances of (f - shift) s, both without the constant."""
        own = shift - (self.mean - self.f.moment(1, 0))
        return [
            less(second + self.noise * fisher, g * g)
            for second, fisher, g in zip(
                _second(self.f, self.std, own), self.fisher, self.gradient, strict=True
            )
        ]

    @property
    def fisher(self):
        return 1 / self.std**2, 2 / self.std**2

    def leave_one_out(self):
        centred, var = self.score(self.mean), _variance(self.f) + self.noise
        return [
            v + (var * fisher + g * g) / (self.n - 1)
            for v, fisher, g in zip(centred, self.fisher, self.gradient, strict=True)
        ]

    def pathwise(self):
        mean, square, along, along_square = self.f.slope_moments()
        return [less(square, mean**2), less(along_square, along**2)]

    def measure_valued(self, coupled):
        square, first, left_square, left_first, apart = self.f.rayleigh()
        m_square, m_first, cross = self.f.maxwell()
        factor = 1 / (2 * pi * self.std**2)
        if coupled:
            mu = less(factor * apart, self.gradient[0] ** 2)
            sigma = less(m_square + self.f.moment(2, 0), 2 * cross)
            return [mu, less(sigma / self.std**2, self.gradient[1] ** 2)]
        mu = less(square, first**2) + less(left_square, left_first**2) + 2 * self.noise
        sigma = less(m_square, m_first**2) + _variance(self.f) + 2 * self.noise
        return [factor * mu, sigma / self.std**2]

    def stepped(self):
        """The same question with the step of the zeroth-order estimators in place of the stds."""
        s = self.setting
        others = tuple((m, s.step) for m, _ in s.others)
        return Truth(_Plain(s.objective, s.mean, s.step, s.batch_size, others))

    def antithetic(self):
        added = sum(each.odd_square(0) for each in self.rest)
        return less((self.f.odd_square(2) + added) / self.std**2, self.gradient[0] ** 2)

    def at_mean(self):
        return self.f.at_mean() + sum(each.at_mean() for each in self.rest)

    def off_policy(self, shift):
        """Variances of w (f - shift) s."""
        s = self.setting
        flat = s.objective.k == 0 and s.objective.name in ("exp", "cos", "linear")
        if shift == self.mean and (flat or s.objective.scale == 0):
            return [mpf(0), mpf(0)]
        weight = _weight(s.mean, s.std, *s.behaviour)
        mass, first, second = mpf(1), mpf(0), mpf(0)
        pairs = zip(self.rest, s.others, s.others_behaviour, strict=True)
        for each, own, behaviour in pairs:
            tilt = _weight(*own, *behaviour)
            one = each.moment(0, 0, tilt)
            if one is None:
                return [None, None]
            mean = each.moment(1, 0, tilt) / one
            mass, first = mass * one, first + mean
            second += each.moment(2, 0, tilt) / one - mean**2
        seconds = _second(self.f, self.std, shift - first, weight, second)
        if seconds is None:
            return [None, None]
        return [less(mass * x, g * g) for x, g in zip(seconds, self.gradient, strict=True)]


class _Plain:
    """As much of a Setting as a Truth needs."""

    def __init__(self, objective, mean, std, batch_size, others):
        self.objective, self.mean, self.std = objective, mean, std
        self.batch_size, self.others = batch_size, others


def _weight(mean, std, q_mean, q_std):
    """w^2 of x ~ q as a factor beside x ~ p: p / q, in z of p."""
    std, q_std, away = mpf(std), mpf(q_std), mpf(mean) - mpf(q_mean)
    inverse = 1 / q_std**2
    level = q_std / std * exp(away * away * inverse / 2)
    return exponential(level, 1 - std * std * inverse, -(-std * away * inverse))


def _gradient(f, std):
    return f.moment(1, 1) / std, (f.moment(1, 2) - f.moment(1, 0)) / std


def _variance(f):
    return less(f.moment(2, 0), f.moment(1, 0) ** 2)


def less(first, second):
    """Their difference, 0 where only the rounding of the digits is left."""
    difference = first - second
    return mpf(0) if abs(difference) <= mpf(10) ** (30 - mp.dps) * abs(first) else difference


def _second(f, std, shift, weight=None, noise=0):
    """E [(f - shift)^2 + noise] s^2 weight, by mu and by sigma; None where it diverges."""

    def moment(n):
        plain = f.moment(2, n, weight)
        if shift == 0 and noise == 0:
            return plain
        parts = f.moment(1, n, weight), f.moment(0, n, weight)
        if plain is None or None in parts:
            return None
        return plain - 2 * shift * parts[0] + (shift**2 + noise) * parts[1]

    moments = [moment(n) for n in (0, 2, 4)]
    if None in moments:
        return None
    return moments[1] / std**2, (moments[2] - 2 * moments[1] + moments[0]) / std**2


def estimators(truth, names):
    """(means, variances, biases) by name, lists by mu and sigma, or by mu alone."""
    s, g = truth.setting, truth.gradient
    mean, best = truth.mean, truth.baselines()
    no_bias = [mpf(0), mpf(0)]

    def variances(name):
        kind = name.partition("/")[2]
        if name == "pathwise":
            return truth.pathwise()
        if name.startswith("measure_valued"):
            return truth.measure_valued(kind == "coupled")
        if name.startswith("off_policy"):
            return truth.off_policy(mean if kind == "mean" else -truth.c)
        if kind == "leave_one_out":
            return truth.leave_one_out()
        if kind == "optimal":
            return [truth.score(each)[i] for i, each in enumerate(best)]
        shift = {
            "none": lambda: -truth.c,
            "constant": lambda: mpf(s.baseline) - truth.c,
            "mean": lambda: mean,
            "optimal_total": lambda: (best[0] + 2 * best[1]) / 3,
        }[kind]()
        return truth.score(shift)

    found = {}
    for name in names:
        if BY_NAME[name].exact is None or unavailable(BY_NAME[name], s):
            continue
        if name == "score_function/batch_mean":
            n = truth.n
            share = mpf(n - 1) / n
            inner = [mpf(0), mpf(0)] if n == 1 else [share**2 * v for v in truth.leave_one_out()]
            found[name] = [share * x for x in g], inner, [-x / n for x in g]
        elif name.startswith("zeroth_order"):
            found[name] = zeroth_order(truth, name)
        else:
            found[name] = list(g), variances(name), no_bias
    return found


def zeroth_order(truth, name):
    wide = truth.stepped()
    kind = name.partition("/")[2]
    gradient = wide.gradient[0]
    if kind == "antithetic":
        variance = wide.antithetic()
    else:
        shift = {
            "one_sided": lambda: -wide.c,
            "forward": wide.at_mean,
            "optimal": lambda: wide.baselines()[0],
        }[kind]()
        variance = wide.score(shift)[0]
    return [gradient], [variance], [gradient - truth.gradient[0]]


def truths(scene, options, more=False):
    """Every exact readout by name; None where infinite. ``more``: with twice the digits."""
    with mp.workdps(2 * DIGITS if more else DIGITS):
        setting = setting_of(scene, options)
        truth = Truth(setting)
        by_log = options.width == "log sigma"
        words, factors = ("mu", "sigma"), (1, truth.std if by_log else 1)
        found = {}
        for word, g, factor in zip(words, truth.gradient, factors, strict=True):
            found[f"true gradient {word}"] = factor * g
        for name, (means, variances, biases) in estimators(truth, options.names).items():
            rows = zip(words, factors, means, variances, biases, strict=False)
            for word, factor, mean, variance, bias in rows:
                scaled = None if variance is None else factor**2 * truth.settled(variance)
                found |= _of_estimator(name, word, factor * mean, scaled, factor * bias, truth.n)
        mu, sigma = truth.baselines()
        weight = 2 * factors[1] ** 2
        found["E f"] = truth.mean + truth.c
        found["best b mu"], found["best b sigma"] = mu + truth.c, sigma + truth.c
        found["best b total"] = (mu + weight * sigma) / (1 + weight) + truth.c
        if by_log:
            total = mu / truth.std**2 + 2 * sigma
            found["best b total"] = total / (1 / truth.std**2 + 2) + truth.c
        if scene.dimension == 1:
            return found | kl_losses(scene, by_log)
        return found | kl_by_means(scene, options.coordinate)


def _of_estimator(name, word, mean, variance, bias, n):
    infinite = variance is None
    needed = None if infinite or (mean == 0 and variance != 0) else mpf(1)
    if needed is not None and variance > 0 and mean != 0:
        needed = max(mpf(1), 100 * variance / mean**2)
    return {
        f"{name} mean {word}": mean,
        f"{name} bias {word}": bias,
        f"{name} variance {word}": variance,
        f"{name} standard error {word}": None if infinite else sqrt(abs(variance) / n),
        f"{name} samples needed {word}": needed,
    }
