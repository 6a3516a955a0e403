"""Own data read off the GUI thread."""

from __future__ import annotations

from dataclasses import dataclass

from engine.core.run import Cancelled, Run
from engine.data.source import DataSource
from engine.page.data_scene import scene_with_data
from engine.page.scene import Scene


@dataclass(frozen=True, slots=True)
class Reading:
    """What came of a source: a scene with the data, or the error."""

    source: DataSource
    scene: Scene | None
    error: Exception | None


def read(source: DataSource, scene: Scene, run: Run) -> Reading:
    """Read, so that the pages have the numbers in memory; raises Cancelled."""
    try:
        return Reading(source, scene_with_data(scene, source, run), None)
    except Cancelled:
        raise
    except Exception as error:
        # Whatever a file does becomes a message; the window goes on.
        return Reading(source, None, error)
