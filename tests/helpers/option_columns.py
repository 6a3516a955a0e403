"""A page's column of options, shown options alone."""

from engine.core.parameter import ParameterSet
from engine.page.scene import Scene
from engine.session.session import Session
from gui.inputs.option_column import OptionColumn


def show_options(column: OptionColumn, options: ParameterSet, dimension: int = 1) -> None:
    """A session with these options of the column's page."""
    session = Session(scene=Scene().resized(dimension))
    column.show_session(session.with_options(column.page.name, options))
