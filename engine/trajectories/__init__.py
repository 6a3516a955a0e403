"""Several steps of a policy: linear-quadratic tasks, V-trace."""

from engine.trajectories.matrix_task import MatrixTask
from engine.trajectories.task import LinearQuadraticTask
from engine.trajectories.vtrace import vtrace

__all__ = ["LinearQuadraticTask", "MatrixTask", "vtrace"]
