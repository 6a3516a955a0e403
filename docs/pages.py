"""The site's texts in Markdown, made from what the program itself shows."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from engine.core.quantity import Quantity, Readout
from engine.core.run import Run
from engine.core.words import localised, tr
from engine.page.page import GROUPS, Page, all_pages
from engine.session.examples import THEMES, Example, all_examples
from gui.shell.explanation_parts import PLACE, explanation, in_words
from gui.shell.formula_text import MATH

ROOT = Path(__file__).resolve().parent.parent
EXAMPLES = ROOT / "resources" / "examples"
PICTURES = ROOT / "resources" / "pictures"
# The Markdown of a repository's files -> where the same stands on the site.
MOVED = {
    "resources/pictures/": "pictures/",
    "(CONTRIBUTING.md)": "(contributing.md)",
    "[中文](README.zh.md)": "",  # every page has its own
    "[English](README.md)": "",
}
# A break between Chinese characters, which a browser would show as a space.
BREAK = re.compile(r"(?<=[\u3000-\u9fff\uff00-\uffef])\n(?=[\u3000-\u9fff\uff00-\uffef])")
AFTER = ("library", "reference", "contributing")


def texts() -> Iterator[tuple[str, str]]:
    """Every page of the site in the language that is spoken: its name, its Markdown."""
    yield "index", front()
    for page in all_pages():
        yield f"pages/{page.name}", page_text(page)
    yield "examples", examples()
    yield "library", library()
    yield "contributing", (ROOT / "CONTRIBUTING.md").read_text("utf-8")


def front() -> str:
    """The README, and the order of all other pages."""
    text = BREAK.sub("", localised(ROOT, "README.md").read_text("utf-8"))
    for old, new in MOVED.items():
        text = text.replace(old, new)
    groups = (
        contents(tr(group), (f"pages/{page.name}" for page in all_pages() if page.group == group))
        for group in GROUPS
    )
    rest = contents("Gaussian Explorer", ("examples", *AFTER))
    return "\n\n".join([text, *groups, rest])


def contents(caption: str, names: Iterable[str]) -> str:
    """A part of the side bar."""
    return "\n".join(["```{toctree}", ":hidden:", f":caption: {caption}", "", *names, "```"])


def page_text(page: Page) -> str:
    """A page: its picture, its explanation with the numbers as it opens, and all that it tells."""
    result = page.compute(page.start, page.options(), Run())
    readouts = {each.quantity.key: each for each in result.readouts}
    parts = [
        f"# {tr(page.title)}",
        tr(page.summary),
        f"![{tr(page.title)}](../pictures/{page.name}.png)",
        filled(explanation(page.name, on_data=False), readouts),
        f"## {tr('Numbers')}",
        quantities(page.quantities),
    ]
    return "\n\n".join(parts)


def filled(text: str, readouts: Mapping[str, Readout]) -> str:
    """An explanation with the numbers in their places; its formulas as they are."""

    def number(found: re.Match[str]) -> str:
        readout = readouts.get(found[1])
        return "–" if readout is None else f"**{in_words(readout)}**"

    parts, end = [], 0
    for formula in MATH.finditer(text):
        parts += [PLACE.sub(number, text[end : formula.start()]), formula[0]]
        end = formula.end()
    return "".join([*parts, PLACE.sub(number, text[end:])])


def quantities(declared: Iterable[Quantity]) -> str:
    """A table of what a page tells, with the key that programs use."""
    rows = [(tr("Quantity"), "`--read`"), ("---", "---")]
    for each in declared:
        unit = f", {tr(each.unit)}" if each.unit else ""
        rows.append((tr(each.name) + unit, f"`{each.key}`"))
    cells = ([cell.replace("|", "\\|") for cell in row] for row in rows)
    return "\n".join(f"| {' | '.join(row)} |" for row in cells)


def library() -> str:
    """Without the line that ends an example for those who run it."""
    return (ROOT / "docs" / "library.md").read_text("utf-8").replace("\n\n```\n", "\n```\n")


def examples() -> str:
    """Every example: what to look for, its picture, its session."""
    return "\n\n".join([f"# {tr('Examples')}", *map(example_text, all_examples())])


def example_text(example: Example) -> str:
    """One of them."""
    (file,) = EXAMPLES.glob(f"*-{example.name}.json")
    page = example.session().page
    title = tr(example.title)
    pictures = (
        f"![{title}](examples/{file.stem}.{theme}.png){{.only-{theme} width=480px}}"
        for theme in THEMES
    )
    links = f"[{tr(title_of(page))}](pages/{page}.md), [{file.name}](examples/{file.name})"
    return "\n\n".join([f"## {title}", *pictures, tr(example.text), links])


def title_of(name: str) -> str:
    return next(page.title for page in all_pages() if page.name == name)
