"""Several steps of a policy: linear-quadratic tasks, V-trace."""

from typing import TYPE_CHECKING

from engine.core.facade import importing

if TYPE_CHECKING:
    from engine.trajectories.matrix_task import MatrixTask
    from engine.trajectories.task import LinearQuadraticTask
    from engine.trajectories.vtrace import vtrace

__all__ = ["LinearQuadraticTask", "MatrixTask", "vtrace"]

__getattr__ = importing(
    __name__,
    {
        "MatrixTask": "matrix_task",
        "LinearQuadraticTask": "task",
        "vtrace": "vtrace",
    },
)
