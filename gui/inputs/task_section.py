"""The linear-quadratic task of the pages about sequences."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from engine.core.parameter import Described, ParameterError
from engine.core.words import tr
from engine.page.scene import task_fields
from engine.session.address import Address, address
from engine.session.session import Session
from gui.inputs.section import Section
from gui.widgets.input_row import InputRow


class TaskSection(Section):
    """A slider for each parameter of the task that is its own."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(tr("Task"), parent)
        self.rows: dict[str, InputRow] = {}
        for field in task_fields():
            self.rows[field.name] = self._row(field)

    def show_session(self, session: Session) -> None:
        """Show the session's task."""
        super().show_session(session)
        for name, row in self.rows.items():
            row.set_value(getattr(session.scene.task, name))

    def addressed(self) -> dict[str, InputRow]:
        return {f"task.{name}": row for name, row in self.rows.items()}

    def _row(self, field: Described) -> InputRow:
        where = address(f"task.{field.name}")
        row = InputRow(field, field=str(where))
        row.proposed.connect(lambda value, gesture: self._propose(where, value, gesture))
        self.column.addWidget(row)
        return row

    def _propose(self, where: Address, value: float, gesture: int) -> None:
        try:
            session = where.set(self.session, value)
        except ParameterError as error:
            self.rows[where.field].refuse(error)
            return
        self.proposed.emit(session, gesture, str(where))
