"""Brings the catalogues of translations, `zh.po`, up to date with the texts of the program.

    python .make/words.py            adds what is new, untranslated, and drops what is gone
    python .make/words.py --check    changes nothing; names what is out of date or untranslated

A page's own texts are in `resources/pages/NAME/zh.po`, all others in `resources/words/zh.po`.
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Mapping
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po
from source_texts import Text, is_text, texts_in

ROOT = Path(__file__).resolve().parent.parent
LANGUAGE = "zh"
PATTERN = "no-python-brace-format"  # see `engine.core.words`
FORMATS = {"python-format", "python-brace-format"}  # which Babel guesses
SHARED = ROOT / "resources" / "words" / f"{LANGUAGE}.po"
# Without dates and machines: the file changes when a text does.
HEADER = f"""msgid ""
msgstr ""
"Language: {LANGUAGE}\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"""
# What says nothing in the window: the command line, programs to take along, drawing for files.
SILENT = (
    *("engine/cli", "engine/export", "engine/sampling", "engine/numerics"),
    *("engine/sweep/cluster", "engine/sweep/csv", "engine/sweep/pro"),
    *("engine/core/atomic_file", "engine/session/migration", "gui/base/display", "gui/look"),
    *("gui/figure/p", "gui/figure/svg", "gui/app/pictures", "gui/menus/bug_report"),
)


def main(arguments: list[str]) -> int:
    """Update, or check; 1 for what is out of date or untranslated."""
    known = {file: translations(file) for file in (SHARED, *ROOT.glob("resources/pages/*/zh.po"))}
    told: dict[str, str] = {}
    for catalogue in known.values():
        told |= {
            english: text for english, text in catalogue.items() if text or english not in told
        }
    problems = []
    for file, entries in placed(source_texts(), told).items():
        content = written(entries, told)
        if "--check" not in arguments:
            file.write_text(content, encoding="utf-8")
        elif not file.is_file() or file.read_text(encoding="utf-8") != content:
            problems.append(f"{file.relative_to(ROOT)} is out of date: run `make words`")
        problems += [
            f"{file.relative_to(ROOT)}: not translated: {english}"
            for english in entries
            if not told.get(english)
        ]
    print("\n".join(problems) or "every text is translated")
    return 1 if problems else 0


def source_texts() -> dict[str, Text]:
    """Every string of the program, by its words."""
    found: dict[str, Text] = {}
    for file in sorted(file for part in ("engine", "gui") for file in (ROOT / part).rglob("*.py")):
        name = file.relative_to(ROOT).as_posix()
        for words, marked, whole in texts_in(ast.parse(file.read_text(encoding="utf-8"))):
            loud = not name.startswith(SILENT)
            sure = whole or (loud and (marked or is_text(words)))
            found.setdefault(words, Text()).add(name, sure, whole)
    return found


def placed(texts: Mapping[str, Text], told: Mapping[str, str]) -> dict[Path, dict[str, Text]]:
    """Which texts belong to which catalogue: those that are texts for certain, and of the others
    those that have a translation already."""
    found: dict[Path, dict[str, Text]] = {}
    for words, text in texts.items():
        if text.sure or told.get(words):
            pages = {page_of(file) for file in text.files}
            alone = pages.pop() if len(pages) == 1 else ""
            file = ROOT / "resources" / "pages" / alone / f"{LANGUAGE}.po" if alone else SHARED
            found.setdefault(file, {})[words] = text
    return found


def page_of(file: str) -> str:
    """The page whose own a file is, "" for none."""
    parts = file.split("/")
    return parts[2] if parts[1] == "pages" and len(parts) > 3 else ""


def translations(file: Path) -> dict[str, str]:
    """What a catalogue holds."""
    if not file.is_file():
        return {}
    catalogue = read_po(BytesIO(file.read_bytes()), locale=LANGUAGE)
    return {str(each.id): str(each.string) for each in catalogue if each.id}


def written(entries: Mapping[str, Text], told: Mapping[str, str]) -> str:
    """A catalogue as it stands in its file, in the order of the sources."""
    catalogue = Catalog(locale=LANGUAGE)
    for english in sorted(entries, key=lambda each: entries[each].files[0]):
        text = entries[english]
        added = catalogue.add(
            english, told.get(english, ""), locations=[(file, 0) for file in text.files[:3]]
        )
        added.flags -= FORMATS
        if "{" in english:
            added.flags.add("python-brace-format" if text.whole else PATTERN)
    content = BytesIO()
    write_po(content, catalogue, omit_header=True, include_lineno=False, width=0)
    return HEADER + "\n" + content.getvalue().decode("utf-8").strip() + "\n"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
