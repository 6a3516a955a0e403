"""The questions that people come with, and where their answers are."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from engine.core.words import tr, tr_noop
from engine.page.page import all_pages
from engine.session.examples import Example, all_examples


@dataclass(frozen=True, slots=True)
class Question:
    """``page`` answers it, or the example of that name."""

    words: str
    lines: str
    page: str
    example: str = ""

    def text(self) -> str:
        """The two lines, in the language of now."""
        return tr(self.lines)


QUESTIONS = (
    Question(
        tr_noop("Why is my KL negative?"),
        tr_noop("A batch of 64 after a small PPO step falls below 0 in 34 of 100 cases."),
        "kl-divergence",
        "kl-negative",
    ),
    Question(
        tr_noop("Is my ratio healthy?"),
        tr_noop("Open what your trainer wrote: drift, bug or top-p, with an error bar."),
        "rollouts",
    ),
    Question(
        tr_noop("Which baseline?"),
        tr_noop("Every estimator of a gradient: its exact variance beside the measured one."),
        "gradient-variance",
        "gradients-square",
    ),
    Question(
        tr_noop("When is the variance infinite?"),
        tr_noop("p/q past λ = 2: effective size, k-hat and the map of where."),
        "importance-weights",
        "weights-infinite-variance",
    ),
    Question(
        tr_noop("What does tanh change?"),
        tr_noop("Two peaks above σ = 0.707, and the area lost without the Jacobian."),
        "tanh-squashing",
        "squash-bimodal",
    ),
    Question(
        tr_noop("Why did KL overshoot δ?"),
        tr_noop("A trust region was set and left: the balls, the ellipse, five steps."),
        "trust-region",
    ),
)


def answered() -> Iterator[Question]:
    """Those whose page and example there are."""
    pages = {page.name for page in all_pages()}
    for question in QUESTIONS:
        if question.page in pages and (not question.example or example_of(question)):
            yield question


def example_of(question: Question) -> Example | None:
    """The example that answers it, where one does."""
    return next((each for each in all_examples() if each.name == question.example), None)
