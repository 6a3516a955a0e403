"""Several steps of a policy: linear-quadratic tasks, V-trace."""

from typing import TYPE_CHECKING

from engine.core.facade import importing

# At once: the module of the same name would stand in its place once it is imported.
from engine.trajectories.vtrace import vtrace

if TYPE_CHECKING:
    from engine.trajectories.matrix_task import MatrixTask
    from engine.trajectories.task import LinearQuadraticTask

__all__ = ["LinearQuadraticTask", "MatrixTask", "vtrace"]

__getattr__ = importing(__name__, {"MatrixTask": "matrix_task", "LinearQuadraticTask": "task"})
