"""Several steps of a policy: a linear-quadratic task, V-trace."""

from engine.trajectories.task import LinearQuadraticTask
from engine.trajectories.vtrace import vtrace

__all__ = ["LinearQuadraticTask", "vtrace"]
