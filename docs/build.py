"""The site of documents, in both languages, without a network.

    PYTHONPATH=. QT_QPA_PLATFORM=offscreen python docs/build.py [FOLDER]

The default is build/docs; a warning and a broken link make it fail.
Its pages are the README, the explanation of every page with the numbers as it opens, the examples,
the engine as a library, and how to work on the program.
"""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

from links import broken, outside
from pages import EXAMPLES, PICTURES, texts
from reference import reference
from sphinx.cmd.build import build_main

from engine.core.words import Language, speak

HERE = Path(__file__).resolve().parent
NAMES: dict[Language, tuple[str, str]] = {"en": ("en", "English"), "zh": ("zh_CN", "中文")}
FRONT = """<!DOCTYPE html>
<meta charset="utf-8">
<title>Gaussian Explorer</title>
<meta http-equiv="refresh" content="0; url=en/index.html">
<p><a href="en/index.html">English</a> <a href="zh/index.html">中文</a></p>
"""


def write_sources(folder: Path, language: Language) -> None:
    """What Sphinx reads, in a language."""
    speak(language)
    for name, text in (*texts(), ("reference", reference())):
        file = folder / f"{name}.md"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(f"{others(name, language)}\n\n{text}\n", "utf-8")
    speak("en")
    shutil.copytree(PICTURES, folder / "pictures")
    shutil.copytree(EXAMPLES, folder / "examples", ignore=shutil.ignore_patterns("*.md"))


def others(name: str, language: Language) -> str:
    """A line with the same page in the other languages."""
    up = "../" * (name.count("/") + 1)
    links = [
        f'<a href="{up}{each}/{name}.html" lang="{tag.replace("_", "-")}">{words}</a>'
        for each, (tag, words) in NAMES.items()
        if each != language
    ]
    return f'<p class="languages">{" ".join(links)}</p>'


def build(folder: Path) -> list[str]:
    """Make the site; what is wrong with it."""
    shutil.rmtree(folder, ignore_errors=True)
    site, sources = folder / "site", folder / "source"
    problems = []
    for language, (tag, _) in NAMES.items():
        write_sources(sources / language, language)
        options = ["-q", "-W", "--keep-going", "-E", "-c", str(HERE), "-D", f"language={tag}"]
        cache = str(folder / "cache" / language)
        if build_main([*options, "-d", cache, str(sources / language), str(site / language)]):
            problems.append(f"Sphinx found something wrong with {language}")
    (site / "index.html").write_text(FRONT, "utf-8")
    return [*problems, *broken(site)]


def main(arguments: list[str]) -> int:
    """Build, and say what is there."""
    folder = Path(arguments[0] if arguments else HERE.parent / "build" / "docs")
    problems = build(folder)
    print(*problems, sep="\n", end="\n" if problems else "")
    site = folder / "site"
    pages = len(list(site.rglob("*.html")))
    print(f"{site}: {pages} pages, {len(problems)} problems, {len(outside(site))} links elsewhere")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
