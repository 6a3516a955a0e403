"""How often the error bars of the estimates hold the exact values, over many seeds.

    python -m tests.helpers.covering [--seeds 1000] [--samples 2000] [--page PAGE]

prints the share of the runs that each estimate's error bars hold its exact twin in.
"""

from __future__ import annotations

import argparse
import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from typing import Any

from engine.core.quantity import Readout
from engine.core.run import Run
from engine.gaussian.gaussian import Gaussian
from engine.page.page import page_named
from engine.page.scene import Scene

NORMAL = 1.959964
WARNINGS = ("cannot be trusted", "can be trusted", "trust no error")
Exact = dict[str, float]
Twin = Callable[[str, Exact], float | None]


def _kl(name: str, exact: Exact) -> float | None:
    twins = {"share of k1 < 0": exact["P(k1 < 0)"], "mean w": 1.0}
    return twins.get(name, exact.get(name.replace(" estimate", " mean")))


def _weights(name: str, exact: Exact) -> float | None:
    # k-hat is left out: at finite n a fit to the tail is biased, as its help says.
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


def _measured(name: str, exact: Exact) -> float | None:
    return exact.get(name.replace(" measured", ""))


def _replay(name: str, exact: Exact) -> float | None:
    return exact.get(name.replace(" estimate", " exact"))


def _bounds(name: str, exact: Exact) -> float | None:
    return exact.get(name.replace("measured ", "").removesuffix(" estimate"))


@dataclass(frozen=True)
class Case:
    """A page with its options, a scene, and where an estimate's exact value is read."""

    page: str
    twin: Twin
    scene: Scene
    options: dict[str, Any] = field(default_factory=dict)

    def pairs(self, seed: int, samples: int) -> Iterable[tuple[Readout, float]]:
        """Every estimate with its exact value."""
        page = page_named(self.page)
        scene = replace(self.scene, seed=seed, samples=samples)
        found = page.compute(scene, page.options(**self.options), Run(threads=1)).readouts
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
    "trajectories": (_measured, ({},)),
    "off-policy": (_measured, ({},)),
    "replay": (_replay, ({},)),
    "evidence-bound": (_bounds, ({}, {"tau": 1.5, "s": 1.0, "k": 3})),
    "trust-region": (_bounds, ({}, {"objective": "cos", "k": 2.0, "factor": 1.0})),
    "softmax-policy": (_softmax, ({}, {"logits": (1.0, 0.2), "rewards": (4.0, 5.0)})),
}


def cases(page: str | None = None) -> dict[str, Case]:
    """By a name that says page, scene and options."""
    found = {}
    for name, (twin, several) in PAGES.items():
        for options in several if page in (None, name) else ():
            # The softmax page asks nothing of p and q.
            scenes = SCENES if name != "softmax-policy" else {"plane": PLANE}
            for where, scene in scenes.items():
                words = ", ".join(f"{key} {value}" for key, value in options.items())
                found[f"{name}, {where}{', ' * bool(words)}{words}"] = Case(
                    name, twin, scene, options
                )
    return found


@dataclass
class Count:
    """Of one estimate: the runs, and in how many its error bars held the exact value."""

    runs: int = 0
    below: int = 0  # the exact value lies below the bar
    above: int = 0
    warned: int = 0  # the note says that the error says nothing
    farthest: float = 0.0  # from the exact value, as a share of it

    def add(self, estimate: Readout, exact: float) -> None:
        assert estimate.standard_error is not None
        reach = NORMAL * estimate.standard_error
        away = estimate.value - exact
        self.runs += 1
        self.below += away > reach
        self.above += away < -reach
        self.warned += any(word in estimate.note for word in WARNINGS)
        self.farthest = max(self.farthest, abs(away) / max(abs(exact), 1.0))

    @property
    def share(self) -> float:
        """Of the runs in which the bar held the exact value."""
        return 1.0 - (self.below + self.above) / self.runs

    @property
    def honest(self) -> bool:
        """Whether the bars hold as often as they should, or say that they do not; estimates that
        are right up to rounding need no bar."""
        # Hundreds of estimates are looked at: 4 binomial standard errors.
        slack = max(0.02, 4.0 * math.sqrt(0.95 * 0.05 / self.runs))
        said = 2 * self.warned > self.runs
        return said or self.farthest < 1e-12 or abs(self.share - 0.95) <= slack


def count(case: Case, seeds: Iterable[int], samples: int) -> dict[str, Count]:
    """By estimate."""
    found: dict[str, Count] = {}
    for seed in seeds:
        for estimate, exact in case.pairs(seed, samples):
            found.setdefault(estimate.name, Count()).add(estimate, exact)
    return found


def dishonest(case: Case, seeds: Iterable[int], samples: int) -> list[str]:
    """What is wrong, one line an estimate."""
    return [
        f"{name}: in {each.share:.3f} of the runs, below {each.below}, above {each.above}"
        for name, each in count(case, seeds, samples).items()
        if not each.honest
    ]


def main() -> None:
    """Print all of them, a ! before those that do not hold."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seeds", type=int, default=1_000)
    parser.add_argument("--samples", type=int, default=2_000)
    parser.add_argument("--page")
    given = parser.parse_args()
    for title, case in cases(given.page).items():
        print(f"{title}, n = {given.samples:,}")
        for name, each in count(case, range(given.seeds), given.samples).items():
            sides = f"below {each.below / each.runs:.3f} above {each.above / each.runs:.3f}"
            warned = f"warned {each.warned / each.runs:.2f}"
            mark = " " if each.honest else "!"
            print(f"{mark} {name:50} {each.share:.3f} {sides} {warned}", flush=True)


if __name__ == "__main__":
    main()
