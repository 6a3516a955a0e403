"""What every number and figure of the Gradients page is made from."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from engine.core.arrays import Array, frozen
from engine.core.run import Run
from engine.functions.closed_forms import closed_forms
from engine.gradients.estimators.catalogue import BY_NAME
from engine.gradients.estimators.estimator import Estimator, Exact
from engine.gradients.estimators.setting import Setting
from engine.gradients.exact import true_gradient, unavailable
from engine.gradients.measured import GradientSamples, measure
from engine.gradients.moments import COORDINATES
from engine.page.scene import Scene
from engine.pages.gradient_variance.kl_losses import kl_losses
from engine.pages.gradient_variance.numbers import Numbers, numbers_of
from engine.pages.gradient_variance.options import Options
from engine.pages.gradient_variance.records import KlLosses
from engine.pages.gradient_variance.setting import setting_of

ExactByName = dict[str, dict[str, Exact]]


@dataclass(frozen=True, slots=True)
class Gathered:
    """One setting, the chosen estimators with what is known of each, and the KL estimators."""

    scene: Scene
    options: Options
    setting: Setting
    exact: ExactByName  # of those that have closed forms here
    samples: GradientSamples
    numbers: dict[str, Numbers]
    losses: KlLosses

    @property
    def names(self) -> tuple[str, ...]:
        """Of the chosen estimators."""
        return tuple(self.numbers)

    @property
    def by(self) -> tuple[str, str]:
        """What gradients are taken by, as symbols."""
        return ("μ", "log σ" if self.options.by_log_sigma else "σ")

    @property
    def factors(self) -> Array:
        """(2,): d/dlog sigma = sigma d/dsigma."""
        return factors_of(self.setting, self.options)

    @property
    def true(self) -> Array:
        """The true gradient, (2,)."""
        return true_of(self.setting, self.factors)

    def vanishes(self, index: int, estimator: Estimator | None = None) -> bool:
        """Whether the gradient, or the expected estimate, is 0 and not only too small for a
        number; ``index`` 0 by mu, 1 by sigma."""
        setting, std = self.setting, self.setting.std
        if estimator is not None:
            if estimator.name == "score_function/batch_mean" and setting.batch_size == 1:
                return True
            std = setting.step if estimator.perturbs else std
        return closed_forms(setting.objective, setting.mean, std).vanishes[index]


def gather(scene: Scene, options: Options, run: Run) -> Gathered:
    """Measured on the samples that the scene allows; raises ParameterError and Cancelled."""
    setting, names = setting_of(scene, options), options.names
    repetitions = min(options.repetitions, scene.samples // setting.batch_size)
    samples = measure(setting, max(repetitions, 2), scene.seed, run, names)
    exact = exact_of(setting, names)
    return Gathered(
        scene=scene,
        options=options,
        setting=setting,
        exact=exact,
        samples=samples,
        numbers=all_numbers(setting, options, exact, samples),
        losses=kl_losses(scene, options),
    )


def all_numbers(
    setting: Setting, options: Options, exact: ExactByName, samples: GradientSamples
) -> dict[str, Numbers]:
    """Of every chosen estimator, by name."""
    factors = factors_of(setting, options)
    true = true_of(setting, factors)
    return {
        name: numbers_of(BY_NAME[name], setting, exact.get(name, {}), samples, factors, true)
        for name in options.names
    }


def exact_of(setting: Setting, names: tuple[str, ...]) -> ExactByName:
    """Exact moments by name, of those that exist and have closed forms."""
    found = {}
    for name in names:
        exact = BY_NAME[name].exact
        if exact is not None and not unavailable(BY_NAME[name], setting):
            found[name] = exact(setting)
    return found


def factors_of(setting: Setting, options: Options) -> Array:
    """(2,): d/dlog sigma = sigma d/dsigma."""
    return np.array([1.0, setting.std if options.by_log_sigma else 1.0])


def true_of(setting: Setting, factors: Array) -> Array:
    """The true gradient, (2,)."""
    found = true_gradient(setting.objective, setting.mean, setting.std)
    return frozen(factors * [found[name] for name in COORDINATES])
