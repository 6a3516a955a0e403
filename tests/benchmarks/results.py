"""The one table of `make bench`: a line for each page, then a line for each other measure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

# Columns of pages, with what is wanted of each: (name, most, least), in the column's own unit.
COLUMNS = (
    ("first picture, ms", 25.0, None),
    ("95 %, ms", 40.0, None),
    ("all samples, ms", None, None),
    ("compute, ms", None, None),
    ("inputs, ms", None, None),
    ("draw, ms", None, None),
    ("words, ms", None, None),
    ("paint, ms", None, None),
    ("processor, ms", None, None),
    ("held: frames/s", None, 50.0),
    ("longest gap, ms", 50.0, None),
)


@dataclass(frozen=True, slots=True)
class Measure:
    """One number, and what is wanted of it, if anything is."""

    what: str
    value: float
    unit: str
    most: float | None = None
    least: float | None = None

    @property
    def wanted(self) -> str:
        """In words; empty where nothing is."""
        if self.most is not None:
            return f"≤ {self.most:g}"
        return "" if self.least is None else f"≥ {self.least:g}"

    @property
    def reached(self) -> bool:
        """Whether it is as wanted."""
        low = self.least is None or self.value >= self.least
        return low and (self.most is None or self.value <= self.most)

    def cells(self) -> tuple[str, ...]:
        """For the table."""
        mark = ("yes" if self.reached else "**no**") if self.wanted else ""
        return self.what, f"{shown(self.value)} {self.unit}".strip(), self.wanted, mark


@dataclass
class Results:
    """What has been measured so far."""

    pages: dict[str, dict[str, float]] = field(default_factory=dict)
    measures: list[Measure] = field(default_factory=list)

    def of_page(self, page: str, **_none: object) -> dict[str, float]:
        """The line of a page, to be filled in."""
        return self.pages.setdefault(page, {})

    def add(
        self,
        what: str,
        value: float,
        unit: str = "",
        *,
        most: float | None = None,
        least: float | None = None,
    ) -> None:
        """A measure; one that is not as wanted is marked, and fails nothing."""
        self.measures.append(Measure(what, value, unit, most, least))

    def markdown(self) -> str:
        """Both parts; a number that is not as wanted is bold."""
        parts = []
        if self.pages:
            wanted = [""] + [Measure("", 0.0, "", m, n).wanted for _, m, n in COLUMNS]
            lines = [_line(page, found) for page, found in self.pages.items()]
            parts.append(_table(["page", *(c[0] for c in COLUMNS)], [wanted, *lines]))
        if self.measures:
            rows = [each.cells() for each in self.measures]
            parts.append(_table(["measure", "found", "wanted", "reached"], rows))
        return "\n".join(parts)


def shown(value: float) -> str:
    """Three digits."""
    return f"{value:,.0f}" if abs(value) >= 100.0 else f"{value:.3g}"


def _line(page: str, found: dict[str, float]) -> list[str]:
    cells = [page]
    for name, most, least in COLUMNS:
        value = found.get(name)
        text = "" if value is None else shown(value)
        good = value is None or Measure("", value, "", most, least).reached
        cells.append(text if good else f"**{text}**")
    return cells


def _table(head: list[str], rows: Iterable[Iterable[str]]) -> str:
    """In Markdown, with columns below each other in plain text too."""
    lines = [head, *(list(row) for row in rows)]
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    lines.insert(1, ["-" * width for width in widths])
    padded = (" | ".join(c.ljust(w) for c, w in zip(line, widths, strict=True)) for line in lines)
    return "".join(f"| {line} |\n" for line in padded)
