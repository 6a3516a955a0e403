"""LaTeX formulas as crisp pictures, drawn off the GUI thread and cached."""

from __future__ import annotations

import warnings
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass

from PySide6.QtCore import QByteArray, QObject, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QImage, QPainter

SIZE = 16  # pixels, of an x beside text of 13
ANY_COLOR = "#123456"
SMALLEST = 0.6  # a wide formula is shrunk to its column, but no further


@dataclass(frozen=True, slots=True)
class FormulaStyle:
    """How a formula is painted: colour, times the usual size, device pixels to a pixel."""

    color: str
    scale: float = 1.0
    ratio: float = 1.0


def formula_svg(latex: str) -> str:
    """The formula as SVG in a colour that `formula_image` replaces.

    Imports ziamath, which is no light load, only here.
    """
    with warnings.catch_warnings():
        # It reads its font by a way that Python 3.11 calls old.
        warnings.simplefilter("ignore", DeprecationWarning)
        import ziamath

    ziamath.config.svg2 = False
    drawn: str = ziamath.Latex(latex, size=SIZE, color=ANY_COLOR).svg()
    return drawn


def formula_image(svg: str, style: FormulaStyle, width: float) -> QImage:
    """The picture, at most ``width`` wide where that is readable."""
    from PySide6.QtSvg import QSvgRenderer

    renderer = QSvgRenderer(QByteArray(svg.replace(ANY_COLOR, style.color).encode()))
    size = renderer.viewBoxF().size()
    scale = max(min(style.scale, width / max(size.width(), 1.0)), SMALLEST * style.scale)
    pixels = size * scale * style.ratio
    image = QImage(
        pixels.toSize().expandedTo(QSize(1, 1)), QImage.Format.Format_ARGB32_Premultiplied
    )
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    renderer.render(painter, QRectF(0, 0, image.width(), image.height()))
    painter.end()
    image.setDevicePixelRatio(style.ratio)
    return image


class Formulas(QObject):
    """Draws formulas in a thread; `ready` says when all that were wanted are there."""

    ready = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.svgs: dict[str, str] = {}
        self._executor: ThreadPoolExecutor | None = None
        self._closed = False

    def have(self, formulas: list[str]) -> bool:
        """Whether all are there."""
        return all(latex in self.svgs for latex in formulas)

    def want(self, formulas: list[str]) -> bool:
        """Whether all are there; else `ready` follows, unless the thread has been ended."""
        missing = [latex for latex in formulas if latex not in self.svgs]
        if missing and not self._closed:
            if self._executor is None:
                self._executor = ThreadPoolExecutor(1, "formulas")
            self._executor.submit(self._draw, missing).add_done_callback(self._done)
        return not missing

    def close(self) -> None:
        """End the thread; what is wanted later, as by a window that closes, is not drawn."""
        self._closed = True
        if self._executor is not None:
            self._executor.shutdown(wait=True, cancel_futures=True)

    def _draw(self, formulas: list[str]) -> dict[str, str]:
        return {latex: _drawn_or_source(latex) for latex in formulas}

    def _done(self, future: Future[dict[str, str]]) -> None:
        if not future.cancelled():
            self.svgs.update(future.result())
            self.ready.emit()


def _drawn_or_source(latex: str) -> str:
    """The formula, or "" (its source is shown) where it cannot be drawn."""
    try:
        return formula_svg(latex)
    except Exception:  # ziamath raises many kinds for LaTeX that it does not know
        return ""
