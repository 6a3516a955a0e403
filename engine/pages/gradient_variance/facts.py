"""What every plot and number of the Gradients page is made from."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from engine.core.arrays import Array, frozen
from engine.core.parameter import ParameterError
from engine.core.run import Run
from engine.functions.closed_forms import closed_forms
from engine.functions.objectives import Objective
from engine.gaussian.projection import projection
from engine.gradients.estimators.catalogue import BY_NAME
from engine.gradients.estimators.estimator import Estimator, Exact
from engine.gradients.estimators.setting import Setting
from engine.gradients.exact import true_gradient, unavailable
from engine.gradients.kurtosis import LawErrors, law_errors
from engine.gradients.measured import GradientSamples, measure
from engine.page.scene import Scene
from engine.pages.gradient_variance.options import Options

COORDINATES = ("mu", "sigma")


@dataclass(frozen=True, slots=True)
class Facts:
    """One setting, the chosen estimators, their exact moments and their measurement."""

    setting: Setting
    estimators: tuple[Estimator, ...]
    exact: dict[str, dict[str, Exact]]  # of those that have closed forms here
    samples: GradientSamples
    log_sigma: bool

    @property
    def names(self) -> tuple[str, ...]:
        """Of the chosen estimators."""
        return tuple(each.name for each in self.estimators)

    @property
    def by(self) -> tuple[str, str]:
        """What gradients are taken by, as symbols."""
        return ("μ", "log σ" if self.log_sigma else "σ")

    @property
    def factors(self) -> Array:
        """(2,): d/dlog sigma = sigma d/dsigma."""
        return np.array([1.0, self.setting.std if self.log_sigma else 1.0])

    @property
    def true(self) -> Array:
        """The true gradient, (2,)."""
        setting = self.setting
        found = true_gradient(setting.objective, setting.mean, setting.std)
        return frozen(self.factors * [found[name] for name in COORDINATES])

    def vanishes(self, index: int, estimator: Estimator | None = None) -> bool:
        """Whether the gradient, or the expected estimate, is 0 and not only too small for a
        number; ``index`` 0 by mu, 1 by sigma."""
        setting, std = self.setting, self.setting.std
        if estimator is not None:
            if estimator.name == "score_function/batch_mean" and setting.batch_size == 1:
                return True
            std = setting.step if estimator.name.startswith("zeroth_order") else std
        return closed_forms(setting.objective, setting.mean, std).vanishes[index]

    def exact_means(self, name: str) -> Array:
        """(2,), NaN where there is none."""
        found = self.exact.get(name, {})
        means = [found[c].mean if c in found else np.nan for c in COORDINATES]
        return np.asarray(self.factors * means)

    def exact_biases(self, name: str) -> Array:
        """(2,), NaN where there is none."""
        found = self.exact.get(name, {})
        biases = [found[c].bias if c in found else np.nan for c in COORDINATES]
        return np.asarray(self.factors * biases)

    def exact_variances(self, name: str) -> Array:
        """Per sample, (2,), NaN where there is none."""
        return self.scaled_variances(self.exact.get(name, {}))

    def exact_deviations(self, name: str) -> Array:
        """Roots of the variances per sample, (2,), NaN where there is none."""
        found = self.exact.get(name, {})
        deviations = [found[c].deviation if c in found else np.nan for c in COORDINATES]
        return np.asarray(self.factors * deviations)

    def scaled_variances(self, found: dict[str, Exact]) -> Array:
        """(2,), NaN where there is none."""
        variances = [found[c].variance if c in found else np.nan for c in COORDINATES]
        return np.asarray(np.square(self.factors) * variances)

    def measured_means(self, name: str) -> tuple[Array, Array]:
        """Means of the estimates and their standard errors, (2,) each, NaN where there is none."""
        found = self.samples.measured.get(name)
        if found is None:
            return _pair([]), _pair([])
        law = self.law_errors(name)
        error = found.mean_error if law is None else law.mean
        return self.factors * _pair(found.mean), self.factors * _pair(error)

    def law_errors(self, name: str) -> LawErrors | None:
        """Errors of what was measured, from the exact law; None where it is not known."""
        setting = replace(self.setting, batch_size=self.samples.batch_size)
        exact = self.exact.get(name)
        if exact is not None and setting != self.setting:
            exact = exact_of(setting, (name,)).get(name)
        if exact is None:
            return None
        return law_errors(setting, name, exact, self.samples.repetitions)

    def measured_cloud(self, name: str) -> Array:
        """The first estimates, (2, k), the second row NaN where there is none."""
        found = self.samples.measured.get(name)
        if found is None:
            return np.full((2, 0), np.nan)
        rows = np.full((2, found.cloud.shape[1]), np.nan)
        rows[: len(found.cloud)] = found.cloud
        return np.asarray(self.factors[:, np.newaxis] * rows)

    def measured_variances(self, name: str) -> tuple[Array, Array]:
        """N times those of the estimates, and their standard errors, (2,) each."""
        found = self.samples.measured.get(name)
        if found is None:
            return _pair([]), _pair([])
        factors = self.samples.batch_size * np.square(self.factors)
        law = self.law_errors(name)
        error = found.variance_error if law is None else law.variance
        return factors * _pair(found.variance), factors * _pair(error)


def facts(scene: Scene, options: Options, run: Run) -> Facts:
    """Measured on the samples that the scene allows; raises ParameterError and Cancelled."""
    setting = setting_of(scene, options)
    names = options.names
    repetitions = min(options.repetitions, scene.samples // setting.batch_size)
    samples = measure(setting, max(repetitions, 2), scene.seed, run, names)
    return Facts(
        setting=setting,
        estimators=tuple(BY_NAME[name] for name in names),
        exact=exact_of(setting, names),
        samples=samples,
        log_sigma=options.width == "log sigma",
    )


def exact_of(setting: Setting, names: tuple[str, ...]) -> dict[str, dict[str, Exact]]:
    """Exact moments by name, of those that exist and have closed forms."""
    found = {}
    for name in names:
        exact = BY_NAME[name].exact
        if exact is not None and not unavailable(BY_NAME[name], setting):
            found[name] = exact(setting)
    return found


def setting_of(scene: Scene, options: Options) -> Setting:
    """The question that the options ask of p (and q); raises ParameterError."""
    d = scene.dimension
    if d > 1 and options.reward != "mean difference" and options.coordinate > d:
        allowed = f"must be at most {d}, the dimension"
        raise ParameterError("coordinate", options.coordinate, allowed)
    at = min(options.coordinate, d) - 1
    mean, std = float(scene.p.mean[at]), float(scene.p.std[at])
    behaviour = float(scene.q.mean[at]), float(scene.q.std[at])
    others: tuple[tuple[float, float], ...] = ()
    others_behaviour = others
    if d > 1 and options.reward == "sum":
        pairs = zip(scene.p.mean.tolist(), scene.p.std.tolist(), strict=True)
        others = tuple(pair for index, pair in enumerate(pairs) if index != at)
        pairs = zip(scene.q.mean.tolist(), scene.q.std.tolist(), strict=True)
        others_behaviour = tuple(pair for index, pair in enumerate(pairs) if index != at)
    elif d > 1 and options.reward == "mean difference":
        away = scene.p.mean - scene.q.mean
        seen = projection(scene.p, scene.q, away if np.any(away) else None)
        mean, std, behaviour = seen.p_mean, seen.p_std, (seen.q_mean, seen.q_std)
    off_policy = options.sampling == "off-policy"
    return Setting(
        objective=options.reward_function,
        mean=mean,
        std=std,
        batch_size=options.batch_size,
        baseline=options.baseline,
        epsilon=options.epsilon * std,
        behaviour_mean=behaviour[0] if off_policy else None,
        behaviour_std=behaviour[1] if off_policy else None,
        deviation_floor=options.floor,
        others=others,
        others_behaviour=others_behaviour if off_policy else (),
    )


def with_objective(setting: Setting, objective: Objective) -> Setting:
    """The same question about another reward."""
    return replace(setting, objective=objective)


def _pair(values: Array | list[float]) -> Array:
    """(2,), filled up with NaN."""
    pair = np.full(2, np.nan)
    pair[: len(values)] = values
    return pair
