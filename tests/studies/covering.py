"""How often the error bars of the estimates hold the exact values, over many seeds.

    python -m tests.studies.covering [--seeds 1000] [--samples 2000] [--page PAGE]

prints the share of the runs that each estimate's error bars hold its exact twin in.
"""

from __future__ import annotations

import argparse
import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from typing import Any

from engine.gaussian import Gaussian
from engine.readout import Readout
from engine.run import Run
from engine.scene import Scene
from engine.study import study_named

NORMAL = 1.959964
WARNINGS = ("cannot be trusted", "can be trusted", "trust no error", "does not know of the bias")
Exact = dict[str, float]
Twin = Callable[[str, Exact], float | None]


def _kl(name: str, exact: Exact) -> float | None:
    twins = {"share of k1 < 0": exact["P(k1 < 0)"], "mean w": 1.0}
    return twins.get(name, exact.get(name.replace(" estimate", " mean")))


def _weights(name: str, exact: Exact) -> float | None:
    method = name.removesuffix(" estimate")
    if method in ("plain", "self-normalised", "PSIS", "truncated", "clipped", "masked"):
        bias = exact.get(f"{method} bias", 0.0)
        if method in ("clipped", "masked") and f"{method} bias" not in exact:
            return None
        return exact["E_p f"] + (bias if method in ("clipped", "masked") else 0.0)
    twins = {
        "mean w": "E w",
        "ESS/n": "limit of ESS/n",
        "sample variance of w f": "variance of w f",
        "k-hat": "exact k",
    }
    return exact.get(twins.get(name, method))


def _squash(name: str, exact: Exact) -> float | None:
    for when in (" before squashing", " after squashing"):
        if name.endswith(when):
            return exact.get(name.removesuffix(when))
    return exact.get(f"exact {name}")


def _gradients(name: str, exact: Exact) -> float | None:
    return exact.get(name.replace(" measured", ""))


def _softmax(name: str, exact: Exact) -> float | None:
    return exact.get(name.removeprefix("measured "), exact.get(name.split(", ")[0]))


@dataclass(frozen=True)
class Case:
    """A page with its options, a scene, and where an estimate's exact value is read."""

    page: str
    twin: Twin
    scene: Scene
    options: dict[str, Any] = field(default_factory=dict)

    def pairs(self, seed: int, samples: int) -> Iterable[tuple[Readout, float]]:
        """Every estimate with its exact value."""
        study = study_named(self.page)
        scene = replace(self.scene, seed=seed, samples=samples)
        found = study.compute(scene, study.options(**self.options), Run(threads=1)).readouts
        exact = {each.name: each.value for each in found if each.kind == "exact"}
        for each in found:
            if each.kind == "estimated" and (value := self.twin(each.name, exact)) is not None:
                yield each, value


PLANE = Scene(
    Gaussian([0.0, 0.0], [[1.0, 0.3], [0.3, 1.0]]),
    Gaussian([0.4, -0.2], [[1.44, 0.0], [0.0, 1.21]]),
)
LINE = Scene(Gaussian(0.5, 0.81), Gaussian(0.0, 1.0))
WIDER = Scene(Gaussian(0.0, 1.44), Gaussian(0.3, 1.0))
SPACE = Scene(
    Gaussian.from_std([0.2, 0.0, -0.1], [0.9, 1.0, 1.1]),
    Gaussian.from_std([0.0, 0.1, 0.1], [1.0, 1.1, 1.2]),
)
SCENES = {"plane": PLANE, "line": LINE, "wider": WIDER, "space": SPACE}

PAGES: dict[str, tuple[Twin, tuple[dict[str, Any], ...]]] = {
    "kl-divergence": (_kl, ({},)),
    "importance-weights": (_weights, ({}, {"function": "x^2"}, {"function": "indicator"})),
    "tanh-squashing": (_squash, ({},)),
    "gradient-variance": (
        _gradients,
        ({"estimators": "all", "sampling": "off-policy"}, {"objective": "step", "k": 1.0}),
    ),
    "softmax-policy": (_softmax, ({}, {"actions": 2})),
}


def cases(page: str | None = None) -> dict[str, Case]:
    """By a name that says page, scene and options."""
    found = {}
    for name, (twin, several) in PAGES.items():
        for options in several if page in (None, name) else ():
            for where, scene in SCENES.items():
                words = ", ".join(f"{key} {value}" for key, value in options.items())
                found[f"{name}, {where}{', ' * bool(words)}{words}"] = Case(
                    name, twin, scene, options
                )
    return found


@dataclass
class Count:
    """Of one estimate: the runs, and in how many either bar held the exact value."""

    runs: int = 0
    by_error: int = 0
    by_interval: int = 0
    below: int = 0  # the exact value is below the interval
    above: int = 0
    warned: int = 0  # said to be untrustworthy
    note: str = ""

    def add(self, estimate: Readout, exact: float) -> None:
        assert estimate.standard_error is not None
        reach = NORMAL * estimate.standard_error
        low, high = getattr(estimate, "interval", None) or (
            estimate.value - reach,
            estimate.value + reach,
        )
        self.runs += 1
        self.by_error += abs(estimate.value - exact) <= reach * (1.0 + 1e-12)
        self.by_interval += low <= exact <= high
        self.below += exact < low
        self.above += exact > high
        self.warned += any(word in estimate.note for word in WARNINGS) or math.isinf(estimate.standard_error)
        self.note = estimate.note or self.note


def count(case: Case, seeds: Iterable[int], samples: int) -> dict[str, Count]:
    """By estimate."""
    found: dict[str, Count] = {}
    for seed in seeds:
        for estimate, exact in case.pairs(seed, samples):
            found.setdefault(estimate.name, Count()).add(estimate, exact)
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seeds", type=int, default=1000)
    parser.add_argument("--samples", type=int, default=2000)
    parser.add_argument("--page")
    parser.add_argument("--bad", action="store_true")
    given = parser.parse_args()
    allowed = 3.5 * math.sqrt(0.95 * 0.05 / given.seeds)
    for title, case in cases(given.page).items():
        print(f"== {title}, n = {given.samples:,}", flush=True)
        for name, each in count(case, range(given.seeds), given.samples).items():
            shares = [value / each.runs for value in (each.by_error, each.by_interval)]
            bad = any(abs(share - 0.95) > max(allowed, 0.02) for share in shares)
            if bad or not given.bad:
                print(
                    f"{'!' if bad else ' '} {name:48} {shares[0]:.3f} {shares[1]:.3f} "
                    f"below {each.below / each.runs:.3f} above {each.above / each.runs:.3f} "
                    f"warned {each.warned / each.runs:.2f} {each.note[:50]}",
                    flush=True,
                )


if __name__ == "__main__":
    main()
