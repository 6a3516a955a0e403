"""What the skills page adds to the scene."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Literal

from engine.core.parameter import Parameter, ParameterError, ParameterSet

FEWEST, MOST = 2, 8
MEANS = (-4.0, -1.0, 0.5, 4.0, 7.0, -7.0, 10.0, -10.0)
STDS = (0.8, 1.0, 0.6, 1.2, 1.0, 1.0, 1.0, 1.0)
Discriminator = Literal["fitted", "pooled", "linear"]


@dataclass(frozen=True, slots=True)
class Options(ParameterSet):
    """The skills, and who guesses which of them is acting."""

    skills: Annotated[
        int,
        Parameter(
            "skills",
            "How many there are: the first so many of the lists, or all that are listed.",
            "K",
            minimum=FEWEST,
            maximum=MOST,
            typical=(FEWEST, MOST),
        ),
    ] = 4
    means: Annotated[
        tuple[float, ...],
        Parameter(
            label="means",
            symbol="m",
            help="Where each skill takes the state.",
            minimum=-1e9,
            maximum=1e9,
            typical=(-10.0, 10.0),
            length=(FEWEST, MOST),
        ),
    ] = MEANS
    stds: Annotated[
        tuple[float, ...],
        Parameter(
            label="stds",
            symbol="s",
            help="How far the states of each skill spread.",
            minimum=1e-6,
            maximum=1e6,
            typical=(0.1, 5.0),
            scale="log",
            length=(FEWEST, MOST),
        ),
    ] = STDS
    discriminator: Annotated[
        Discriminator,
        Parameter(
            label="guesses by",
            help="fitted: a Gaussian fitted to a few states of each skill; pooled: the true means "
            "with one std for all; linear: the best softmax of straight lines.",
            shown_as=(
                ("fitted", "fitted Gaussians"),
                ("pooled", "one std for all"),
                ("linear", "straight lines"),
            ),
        ),
    ] = "fitted"
    fit_samples: Annotated[
        int,
        Parameter(
            label="states per skill",
            symbol="N",
            help="From how many states of each skill a Gaussian is fitted.",
            minimum=2,
            maximum=100_000,
            typical=(2, 1_000),
            scale="log",
            when=("discriminator", "fitted"),
        ),
    ] = 10

    def __post_init__(self) -> None:
        # ParameterSet's check is named, for dataclass(slots=True) breaks a bare super().
        ParameterSet.__post_init__(self)
        if len(self.stds) != len(self.means):
            allowed = f"must have {len(self.means)} entries, as the means have"
            raise ParameterError("stds", list(self.stds), allowed)

    @property
    def entries(self) -> int:
        """How many skills there are."""
        return min(self.skills, len(self.means))

    @property
    def acting(self) -> tuple[tuple[float, ...], tuple[float, ...]]:
        """Means and stds of the skills that there are, (K,) each."""
        return self.means[: self.skills], self.stds[: self.skills]
