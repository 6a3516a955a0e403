"""Sphinx's formulas as SVG in the page, drawn as the window draws them: no script, no network."""

from __future__ import annotations

from functools import cache
from typing import Any
from xml.sax.saxutils import escape

from docutils import nodes
from sphinx.application import Sphinx

from gui.widgets.formula import ANY_COLOR, formula_svg


def setup(app: Sphinx) -> dict[str, Any]:
    """Called by Sphinx."""
    app.add_html_math_renderer("ziamath", (_inline, None), (_block, None))
    return {"parallel_read_safe": True, "parallel_write_safe": True}


@cache
def drawn(latex: str) -> str:
    """The formula in the colour of the text around it; a reader's program reads its LaTeX."""
    svg = formula_svg(latex).replace(ANY_COLOR, "currentColor")
    return svg.replace("<svg ", f'<svg role="img" aria-label="{escape(latex, QUOTED)}" ', 1)


QUOTED = {'"': "&quot;", "\n": " "}


def _inline(translator: Any, node: nodes.math) -> None:
    translator.body.append(f'<span class="formula">{drawn(node.astext())}</span>')
    raise nodes.SkipNode


def _block(translator: Any, node: nodes.math_block) -> None:
    translator.body.append(f'<div class="formula">{drawn(node.astext())}</div>')
    raise nodes.SkipNode
