"""The explanation of a page as texts: what to look for, the formulas, where they come from."""

from __future__ import annotations

import math
import re
from importlib import resources
from typing import Literal

from engine.core.quantity import KEY, Readout
from engine.core.shown_numbers import shown_estimate, shown_value
from engine.core.words import localised, tr
from gui.shell.formula_text import MATH

Part = Literal["look", "formulas", "references"]
PLACE = re.compile(rf"\{{({KEY.pattern})\}}")  # of a number, by its key
_HEADING = re.compile(r"^#{1,6} .*$", re.MULTILINE)
_REFERENCE = re.compile(r"(?:References?|参考文献|参考)\s*[:：]\s*")
# Headings of the sections that say what to see and what to mind.
LOOKS = ("look for", "fails", "trusted", "看什么", "何时失效", "可信", "注意")
REFERENCES = ("references", "reference", "参考文献", "参考")


def explanation(page: str, on_data: bool) -> str:
    """The Markdown text of a page, "" where there is none."""
    folder = resources.files("resources") / "pages" / page.replace("-", "_")
    file = localised(folder, "explanation_data.md" if on_data else "explanation.md")
    return file.read_text(encoding="utf-8") if file.is_file() else ""


def parts_of(text: str) -> dict[Part, str]:
    """The parts that there are, in Markdown; all of a text is in one of them.

    A text without sections about what to look for is one part; the first section leads both of the
    others.
    """
    text, references = _without_references(text)
    first, *others = _sections(text) or [text]
    looks = [each for each in others if _is_look(each)]
    formulas = [each for each in others if not _is_look(each)]
    found: dict[Part, str] = {}
    if looks and (formulas or MATH.search(first)):
        found["look"] = "\n\n".join([first.strip(), *looks]).strip()
        found["formulas"] = "\n\n".join([first.strip(), *formulas]).strip()
    elif text.strip():
        found["look"] = text.strip()
    if references:
        found["references"] = references
    return found


def in_words(readout: Readout) -> str:
    """A number as it stands in a sentence, with its standard error if it is estimated."""
    if readout.kind == "unknown":
        return tr(readout.note)
    if math.isinf(readout.value):
        return tr("infinite") if readout.value > 0 else tr("minus infinite")
    if readout.standard_error is None or not math.isfinite(readout.standard_error):
        return shown_value(readout.value)
    return shown_estimate(readout.value, readout.standard_error)


def _sections(text: str) -> list[str]:
    """From heading to heading; what stands before the first belongs to it."""
    starts = [match.start() for match in _HEADING.finditer(text)]
    ends = [*starts[1:], len(text)]
    return [text[start:end] for start, end in zip([0, *starts[1:]], ends, strict=False)]


def _is_look(section: str) -> bool:
    heading = section.strip().partition("\n")[0].lower()
    return any(word in heading for word in LOOKS)


def _without_references(text: str) -> tuple[str, str]:
    """The text, and its references as a list: a section of their own, or paragraphs."""
    kept: list[str] = []
    found: list[str] = []
    for section in _sections(text):
        heading, _, rest = section.strip().partition("\n")
        if heading.strip("# ").lower() in REFERENCES:
            found.append(rest.strip())
            continue
        for paragraph in re.split(r"\n\s*\n", section.strip("\n")):
            named = _REFERENCE.match(paragraph)
            if named is None:
                kept.append(paragraph)
            else:
                found += [f"- {each.strip()}" for each in paragraph[named.end() :].split(";")]
    return "\n\n".join(kept), "\n".join(found)
