"""What the ELBO and log p(x) are made of, as bars that stand on each other."""

from __future__ import annotations

from engine.core.shown_numbers import shown_value
from engine.pages.evidence_bound.records import Encoder, Parts
from gui.plotkit.categories import name_columns
from gui.plotkit.frame import Frame
from gui.plotkit.panel import Panel
from gui.plotkit.plot import truth_pen
from gui.plotkit.size import Size
from gui.plotkit.words import Run

WIDTH = 0.7
ROLES = ("k3", "k2", "q", "negative", "p", "k1")
NAMES = ("reconstruction", "− KL prior", "= ELBO", "+ gap", "= log p(x)", "L_K")
SHORT = ("rec.", "−KL", "ELBO", "+gap", "log p", "L_K")


class PartsPanel(Panel):
    """ELBO = reconstruction - KL(q||prior), log p(x) = ELBO + KL(q||posterior); beside it L_K."""

    def __init__(self, frame: Frame) -> None:
        super().__init__(frame, "", "nats")
        self.bars_of = [self.boxes(role, WIDTH) for role in ROLES]
        self.evidence = self.level(truth_pen(self.theme))
        self._labels: tuple[tuple[str, ...], tuple[str, ...]] = NAMES, SHORT
        frame.placed.connect(self._label)

    def draw(self, parts: Parts) -> None:
        """Show these parts."""
        fit, elbo, evidence = parts.reconstruction, parts.elbo, parts.log_evidence
        ends = [(0.0, fit), (fit, elbo), (0.0, elbo), (elbo, evidence), (0.0, evidence)]
        values = [fit, -parts.cost, elbo, parts.gap, evidence]
        if parts.iwae is not None:
            ends.append((0.0, parts.iwae))
            values.append(parts.iwae)
        for i, bars in enumerate(self.bars_of):
            if i < len(ends):
                bars.show([i + 1.0], [ends[i][1]], ends[i][0])
            else:
                bars.hide()
        self.evidence.at(evidence)
        names = (*NAMES[:-1], f"L_K, K = {parts.k:,}")
        texts = [shown_value(value, 3) for value in values]
        long = tuple(
            f"{name}\n{text.removeprefix('−') if name[0] == '−' else text}"
            for name, text in zip(names, texts, strict=False)
        )
        self._labels = long, SHORT[: len(ends)]
        self.headline(Run(f"gap {shown_value(parts.gap, 4)} nats", self.theme.ink("negative")))
        self._label()
        heights = [end for pair in ends for end in pair]
        self.settle((0.5, len(ends) + 0.5), (min(heights), max(heights)))

    def _label(self) -> None:
        name_columns(self, self._labels[self.frame.size is not Size.MAIN])


class EncoderPanel(Panel):
    """The KL of each coordinate of a diagonal encoder; those below the line have collapsed."""

    def __init__(self, frame: Frame) -> None:
        super().__init__(frame, "coordinate of q", "nats", short="coordinate", whole=True)
        self.bars_of = self.boxes("q", 0.7, name="KL to prior")
        self.in_use = self.level(truth_pen(self.theme), name="in use")

    def draw(self, encoder: Encoder) -> None:
        """Show these coordinates."""
        d = len(encoder.cost)
        self.bars_of.show(list(range(1, d + 1)), encoder.cost)
        self.in_use.at(encoder.in_use)
        used = int((encoder.cost > encoder.in_use).sum())
        total = shown_value(float(encoder.cost.sum()), 4)
        self.headline(f"{total} nats, {used} of {d} in use", f"{used} of {d} in use")
        self.settle((0.5, d + 0.5), (0.0, float(encoder.cost.max())))
