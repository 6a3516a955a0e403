"""A scene on own data."""

from __future__ import annotations

from dataclasses import replace

from engine.core.run import Run
from engine.data.content import fingerprinted
from engine.data.file import groups, log_ratios
from engine.data.source import DataSource
from engine.gaussian.fit import fit
from engine.page.scene import Scene


def scene_with_data(scene: Scene, source: DataSource, run: Run) -> Scene:
    """The scene with these data, which are read now, so that the pages find them in the cache.

    Log-ratios and rollouts leave p and q as they are. Of groups, Gaussians fitted to both become
    p and q, and the source notes which group is whose. Raises ParameterError (DataError, BadRows,
    or what a Gaussian cannot be fitted to) and Cancelled.
    """
    if source.kind == "rollouts":
        # Imported when it is needed: most programs read no rollouts.
        from engine.data.rollouts.own import own_rollouts

        own_rollouts(source, run)
        return scene.replace(data=fingerprinted(source))
    if source.kind == "log-ratios":
        log_ratios(source, run)
        return scene.replace(data=fingerprinted(source))
    found = groups(source, run)
    if source.group:
        source = replace(source, groups=found.names, turned=False)
    p, q = (fit(x, run, found.columns).gaussian for x in (found.p, found.q))
    return scene.replace(p=p, q=q, data=fingerprinted(source))
