"""Everything that leaves the program."""

from __future__ import annotations

from engine.core.words import tr
from engine.export.snippet import Flavour
from gui.look.settings import Settings
from gui.shell.actions import Action, Entry, Menu
from gui.shell.exporter import Exporter

REOPENS = "What the page shows; opening the file shows the session again."
TABLES = "One table a plot and one for the readouts, with full precision."
ARRAYS = "Every array of the result, for NumPy."
CODE = "A program of its own that prints the current numbers, to the clipboard."
COMMAND = "The command that prints the current numbers, to the clipboard."


def export_menu(exporter: Exporter, settings: Settings) -> Menu:
    """The one menu of everything that leaves the program; pages show it as well."""
    return Menu(
        "&Export",
        (
            *_figures(exporter),
            Menu("Image si&ze", [_scale(scale, settings) for scale in (1, 2, 3, 4)]),
            _light_figures(settings),
            None,
            *_numbers(exporter),
            None,
            *_copies(exporter),
            None,
            _code(exporter, "numpy", "Copy as code in NumP&y"),
            _code(exporter, "torch", "Copy as code in Py&Torch"),
            Action(
                "export.copy_command",
                "Copy command &line",
                exporter.copy_command,
                COMMAND,
                ["Ctrl+Shift+L"],
            ),
        ),
        tool_tips=True,
    )


def _figures(exporter: Exporter) -> list[Entry]:
    save = exporter.save
    return [
        Action("export.png", "Figure as &PNG…", lambda: save("png"), REOPENS, ["Ctrl+E"]),
        Action("export.svg", "Figure as &SVG…", lambda: save("svg"), REOPENS),
        Action("export.pdf", "Figure as P&DF…", lambda: save("pdf"), REOPENS),
    ]


def _numbers(exporter: Exporter) -> list[Entry]:
    save = exporter.save
    return [
        Action("export.csv", "Numbers as &CSV…", lambda: save("csv"), TABLES, ["Ctrl+Shift+E"]),
        Action("export.npz", "Arrays as &NPZ…", lambda: save("npz"), ARRAYS),
    ]


def _copies(exporter: Exporter) -> list[Entry]:
    return [
        Action(
            "export.copy_image",
            "Copy &image",
            exporter.copy_image,
            "The figure as it is.",
            ["Ctrl+Shift+C"],
        ),
        Action(
            "export.copy_numbers",
            "Copy n&umbers",
            exporter.copy_numbers,
            "For a spreadsheet.",
            ["Ctrl+Alt+C"],
        ),
        Action(
            "export.copy_formulas",
            "Copy &formulas as LaTeX",
            exporter.copy_formulas,
            "All formulas of the page's explanation; there a right click copies one.",
        ),
    ]


def _code(exporter: Exporter, flavour: Flavour, text: str) -> Action:
    """A program, grey where there is none for the page that is shown."""

    def obstacle() -> str:
        why = exporter.exported().why_no_program(flavour)
        sentence = tr(why + ".") if why else ""
        return f"{sentence[:1].upper()}{sentence[1:]}"

    return Action(
        f"export.code.{flavour}",
        text,
        lambda: exporter.copy_code(flavour),
        CODE,
        obstacle=obstacle,
    )


def _light_figures(settings: Settings) -> Action:
    def switch() -> None:
        settings.light_figures = not settings.light_figures

    return Action(
        "export.light_figures",
        "Li&ght figures",
        switch,
        "Figures for print: light, whatever theme is on the screen.",
        checked=lambda: settings.light_figures,
    )


def _scale(scale: int, settings: Settings) -> Action:
    def choose() -> None:
        settings.image_scale = scale

    return Action(
        f"export.scale.{scale}",
        f"{scale} ×",
        choose,
        f"PNG images {scale} times as large as the figure on the screen.",
        checked=lambda: settings.image_scale == scale,
        exclusive=True,
    )
