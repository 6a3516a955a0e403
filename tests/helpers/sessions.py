"""Random sessions, for round trips."""

import contextlib

import numpy as np
from hypothesis import strategies as st

from engine.core.parameter import ParameterError, ParameterSet, described
from engine.gaussian.gaussian import Gaussian
from engine.page.page import all_pages
from engine.page.scene import Scene
from engine.session.session import Session
from engine.trajectories.task import LinearQuadraticTask

means = st.floats(-1e12, 1e12)
stds = st.floats(1e-12, 1e12)


@st.composite
def gaussians(draw, dimension: int) -> Gaussian:
    """Means and stds over the whole range, a common correlation."""
    mean = draw(st.lists(means, min_size=dimension, max_size=dimension))
    std = draw(st.lists(stds, min_size=dimension, max_size=dimension))
    lowest = -0.99 / max(dimension - 1, 1)
    correlation = draw(st.floats(lowest, 0.99)) if dimension > 1 else None
    return Gaussian.from_std(np.array(mean), np.array(std), correlation)


def values(field):
    """What a described field takes."""
    if field.vector:
        fewest, most = field.parameter.length
        entries = values(field.entry(1))
        usual = st.lists(entries, min_size=len(field.default), max_size=len(field.default))
        return (usual | st.lists(entries, min_size=fewest, max_size=most)).map(tuple)
    if field.choices:
        return st.sampled_from(field.choices)
    if field.kind is bool:
        return st.booleans()
    if field.kind is int:
        return st.integers(int(field.parameter.minimum), int(field.parameter.maximum))
    low, high = field.parameter.minimum, field.parameter.maximum
    return st.floats(
        None if np.isinf(low) else low, None if np.isinf(high) else high, allow_nan=False
    )


@st.composite
def options_of(draw, kind: type[ParameterSet]) -> ParameterSet:
    """Options changed one after the other, as far as they go together."""
    options = kind()
    for field in described(kind):
        with contextlib.suppress(ParameterError):
            options = options.replace(**{field.name: draw(values(field))})
    return options


@st.composite
def sessions(draw) -> Session:
    """Any session: scene, options of every page, and the page looked at."""
    dimension = draw(st.integers(1, 4))
    fields = {field.name: draw(values(field)) for field in described(Scene)}
    task = LinearQuadraticTask(T=draw(st.integers(1, 200)), q=draw(st.floats(0.0, 1e6)))
    scene = Scene(draw(gaussians(dimension)), draw(gaussians(dimension)), task=task, **fields)
    options = {page.name: draw(options_of(page.options)) for page in all_pages()}
    return Session(scene, draw(st.sampled_from(sorted(options))), options)
