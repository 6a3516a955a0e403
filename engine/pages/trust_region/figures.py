"""The plots of the Trust region page, by name."""

from __future__ import annotations

from engine.pages.trust_region.paths import limit, paths, reached
from engine.pages.trust_region.plane import plane

FIGURES = {"plane": plane, "paths": paths, "reached": reached, "limit": limit}
