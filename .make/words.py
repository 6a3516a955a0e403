"""Brings the catalogues of translations, `zh.po`, up to date with the texts of the program.

`python .make/words.py` adds what is new with an empty translation and drops what is gone;
`--check` changes nothing, names what is out of date or not translated, and fails then.
A text is what `tr` or `tr_noop` is given, and every string with a space between words in the files
that hold what the window shows; a string of one word that is declared somewhere belongs to a
catalogue as soon as it stands there. In an f-string the values are places: `{rows} rows`.
A page's own texts are in `resources/pages/NAME`, all others in `resources/words`.
"""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
LANGUAGE = "zh"
HEADER = (
    'msgid ""\n'
    'msgstr ""\n'
    f'"Language: {LANGUAGE}\\n"\n'
    '"MIME-Version: 1.0\\n"\n'
    '"Content-Type: text/plain; charset=utf-8\\n"\n'
    '"Content-Transfer-Encoding: 8bit\\n"\n'
)
# What holds no text of the window: the command line, programs to take along, drawing for files.
WITHOUT = (
    "engine/cli", "engine/export", "engine/sweep", "engine/numerics", "gui/base/display.py",
    "gui/figure/svg", "gui/figure/pdf", "gui/figure/p", "gui/look", "gui/app/pictures.py",
    "gui/menus/bug_report.py", "engine/sampling", "engine/core/atomic_file.py",
)  # fmt: skip
MARKS = ("tr", "tr_noop")
# Exceptions that tell a programmer something.
PROGRAMMING = ("ValueError", "TypeError", "AssertionError", "RuntimeError", "KeyError")
WORD = re.compile(r"[A-Za-z]{2,}")
CODE = re.compile(r"[\\<>]|\*\.|[a-z]: |px|^[\w.\-]+$|^[A-Z][a-z]*(\+[A-Za-z0-9]+)+$")


def main(arguments: list[str]) -> int:
    """Update, or check; 1 for what is out of date or not translated."""
    texts = source_texts()
    bad = []
    written = {file: updated(file, found) for file, found in sorted(places(texts).items())}
    for file, content in written.items():
        old = file.read_text(encoding="utf-8") if file.is_file() else ""
        if "--check" not in arguments:
            file.write_text(content, encoding="utf-8")
        elif old != content:
            bad.append(f"{file.relative_to(ROOT)} is out of date: run `make words`")
        bad += [
            f"{file.relative_to(ROOT)}: not translated: {message.id}"
            for message in read_po(BytesIO(content.encode()), locale=LANGUAGE)
            if message.id and not message.string
        ]
    print("\n".join(bad) or "every text is translated")
    return 1 if bad else 0


def source_texts() -> dict[str, tuple[list[str], bool]]:
    """Every string of the program that may be a text: the files it stands in, and whether it is
    one for certain."""
    found: dict[str, tuple[list[str], bool]] = {}
    for file in sorted([*ROOT.glob("engine/**/*.py"), *ROOT.glob("gui/**/*.py")]):
        name = file.relative_to(ROOT).as_posix()
        for text, marked in strings(ast.parse(file.read_text(encoding="utf-8"))):
            files, before = found.get(text, ([], False))
            certain = before or marked or (not name.startswith(WITHOUT) and is_text(text))
            found[text] = ([*files, name] if name not in files else files), certain
    return found


def strings(tree: ast.Module) -> Iterator[tuple[str, bool]]:
    """Every string, f-strings with places; whether it is marked as a text."""
    apart = set(docstrings(tree))
    for node in ast.walk(tree):
        if isinstance(node, ast.Raise) and programming(node):
            apart.update(ast.walk(node))
    marked: set[ast.AST] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            if node.func.id in MARKS:
                marked.update(child for each in node.args for child in ast.walk(each))
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr):
            apart.update(child for child in ast.walk(node) if isinstance(child, ast.Constant))
    inner = {n for j in ast.walk(tree) if isinstance(j, ast.JoinedStr) for n in inside(j)}
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr) and node not in apart and node not in inner:
            yield with_places(node), node in marked
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            if (node not in apart or node in inner) and not is_literal_piece(node, tree):
                yield node.value, node in marked


def docstrings(tree: ast.Module) -> Iterator[ast.AST]:
    """Those of modules, classes and functions."""
    kinds = (ast.Module, ast.ClassDef, ast.FunctionDef)
    for node in ast.walk(tree):
        if isinstance(node, kinds) and node.body and isinstance(node.body[0], ast.Expr):
            yield node.body[0].value
