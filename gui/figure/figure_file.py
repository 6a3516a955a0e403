"""A figure that will be a file, as it was when that was asked for."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from engine.core.atomic_file import ExportError, write_whole
from engine.export.provenance import provenance_text
from engine.session.session import Session
from gui.figure.base_view import BaseView
from gui.figure.pdf import figure_pdf
from gui.figure.png import png_content
from gui.figure.recorded import Recorded
from gui.figure.svg import figure_svg


@dataclass(frozen=True, slots=True)
class FigureFile:
    """What is left to do: ``steps`` in the window's thread, a few milliseconds each, and then
    `write`, which may be called in another one."""

    path: Path
    steps: Sequence[Callable[[], object]]
    content: Callable[[], str | bytes]

    def write(self) -> None:
        """Write the file; raises ExportError."""
        write_whole(self.path, self.content())


def figure_file(view: BaseView, path: Path, session: Session, scale: float) -> FigureFile:
    """The figure of a view that is `ready_to_write`, by the ending of the path; raises
    ExportError."""
    ending, figure, title = path.suffix.lower(), view.figure, session.page
    # Its words take longer than the picture, where options of other pages have yet to be imported.
    provenance = partial(provenance_text, session)
    if ending == ".png":
        recorded = Recorded(figure, scale)
        bands = [recorded.paint_band] * recorded.bands
        return FigureFile(path, bands, png_content(recorded, provenance))
    if ending == ".svg":
        return FigureFile(path, (), figure_svg(figure, provenance, title=title))
    if ending == ".pdf":
        return FigureFile(path, (), figure_pdf(figure, provenance(), title=title))
    raise ExportError(path, "a figure's name ends in .png, .svg or .pdf")
