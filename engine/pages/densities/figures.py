"""The arrays of each plot of the densities page."""

from __future__ import annotations

import math

import numpy as np

from engine.core.array_cache import Kept
from engine.core.arrays import frozen
from engine.core.run import Run
from engine.data.facts import facts_of
from engine.gaussian.density_curves import Curves, Marginals, density_curves
from engine.gaussian.density_curves import marginals as density_marginals
from engine.gaussian.density_image import Image, density_image
from engine.gaussian.ellipse import Ellipses
from engine.gaussian.ellipse import ellipses as pair_ellipses
from engine.gaussian.gaussian import Gaussian
from engine.gaussian.quantiles import Quantiles, quantiles
from engine.gaussian.spectrum import Covariances, Spectra
from engine.gaussian.spectrum import spectra as pair_spectra
from engine.pages.densities.gather import Gathered
from engine.pages.densities.groups import Group, Own
from engine.pages.densities.records import (
    FittedGroup,
    GroupHistograms,
    GroupPlots,
    GroupPoints,
    Points,
)

MOST_POINTS = 2_000  # of each group in the picture
REACH = 4.0  # standard deviations that a histogram reaches to either side
BINS = 60


def curves(gathered: Gathered, _: Run) -> Curves | None:
    """Both densities in one dimension."""
    scene = gathered.scene
    return density_curves(scene.p, scene.q) if gathered.plane is None else None


def marginals(gathered: Gathered, _: Run) -> Marginals | None:
    """Both densities along either axis of the plane."""
    scene, plane = gathered.scene, gathered.plane
    return density_marginals(scene.p, scene.q, plane) if plane else None


def ellipses(gathered: Gathered, _: Run) -> Ellipses | None:
    """Of both densities over the plane."""
    scene, plane = gathered.scene, gathered.plane
    return pair_ellipses(scene.p, scene.q, plane) if plane else None


def spectra(gathered: Gathered, _: Run) -> Spectra | None:
    """Above two dimensions."""
    scene = gathered.scene
    return pair_spectra(scene.p, scene.q) if scene.dimension > 2 else None


def covariances(gathered: Gathered, _: Run) -> Covariances | None:
    """Above two dimensions."""
    scene = gathered.scene
    return Covariances(scene.p.covariance, scene.q.covariance) if scene.dimension > 2 else None


def points(gathered: Gathered, _: Run) -> Points | None:
    """Samples of q, where some are asked for."""
    scene, count = gathered.scene, gathered.options.points
    if count == 0:
        return None
    return Points(frozen(scene.q.sample(count, scene.seed)[:, list(gathered.axes)]))


def groups(gathered: Gathered, _: Run) -> GroupPlots | None:
    """Own samples: points, histograms, Q-Q plots and fitted Gaussians."""
    own = gathered.own
    if own is None:
        return None
    p_quantiles, q_quantiles = _cached.answer(
        own.data.p, lambda: (_quantiles(own.p), _quantiles(own.q))
    )
    p_fit, q_fit = (_fitted(name, group) for _, name, group in own.sides)
    return GroupPlots(
        facts=facts_of(own.source, own.data),
        points=_points(own, gathered.axes),
        histograms=_histograms(own) if gathered.plane is None else None,
        p_quantiles=p_quantiles,
        q_quantiles=q_quantiles,
        p_fit=p_fit,
        q_fit=q_fit,
    )


FIGURES = {
    "curves": curves,
    "marginals": marginals,
    "ellipses": ellipses,
    "p_image": lambda gathered, _: _image(gathered.scene.p, gathered.plane),
    "q_image": lambda gathered, _: _image(gathered.scene.q, gathered.plane),
    "spectra": spectra,
    "covariances": covariances,
    "points": points,
    "groups": groups,
}

_cached: Kept[tuple[Quantiles, Quantiles]] = Kept()


def _image(gaussian: Gaussian, plane: tuple[int, int] | None) -> Image | None:
    return density_image(gaussian, plane) if plane else None


def _quantiles(group: Group) -> Quantiles:
    return quantiles(group.distances, group.x.shape[1], group.fit.shrinkage == 0.0)


def _points(own: Own, axes: tuple[int, ...]) -> GroupPoints:
    p, q = (
        frozen(x[np.linspace(0, len(x) - 1, min(MOST_POINTS, len(x))).astype(int)][:, list(axes)])
        for x in (own.p.x, own.q.x)
    )
    return GroupPoints(p, q, len(own.p.x), len(own.q.x))


def _histograms(own: Own) -> GroupHistograms:
    found = []
    for group in (own.p, own.q):
        x, gaussian = group.x[:, 0], group.fit.gaussian
        mean, std = float(gaussian.mean[0]), float(gaussian.std[0])
        bins = int(min(max(2.0 * math.cbrt(len(x)), 8.0), BINS))
        counts, edges = np.histogram(x, bins, (mean - REACH * std, mean + REACH * std))
        density = counts / (len(x) * np.diff(edges))
        found.append((frozen(edges), frozen(density), len(x) - int(np.sum(counts))))
    return GroupHistograms(*found[0], *found[1])


def _fitted(name: str, group: Group) -> FittedGroup:
    fitted = group.fit
    return FittedGroup(
        name=name,
        samples=fitted.n,
        shrinkage=fitted.shrinkage,
        mean=fitted.gaussian.mean,
        mean_error=fitted.mean_error,
        covariance=fitted.gaussian.covariance,
        covariance_error=fitted.covariance_error,
    )
