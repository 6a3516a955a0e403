"""Ellipses and their axes, and what a hand makes of a Gaussian."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.gaussian.ellipse import nearest_axes, principal_axes
from engine.gaussian.gaussian import Gaussian
from engine.gaussian.reshape import moved, reshaped, with_std
from engine.page.scene import structured_gaussian

P = Gaussian.from_std([0.5, -1.0], [1.5, 0.4], 0.7)

stds = st.floats(-12.0, 12.0).map(lambda power: 10.0**power)
correlations = st.floats(-0.999999, 0.999999)


@given(stds, stds, correlations)
def test_principal_axes_rebuild_the_covariance(s, t, r):
    covariance = Gaussian.from_std([0, 0], [s, t], r).covariance
    frame = principal_axes(covariance)
    np.testing.assert_allclose(frame @ frame.T, covariance, rtol=1e-6, atol=1e-9 * s * t)
    long, short = np.hypot(*frame)
    assert long >= short * (1 - 1e-9)


@pytest.mark.parametrize("angle", np.linspace(0.1, 6.2, 9))
def test_nearest_axes_follow_a_turning_ellipse(angle):
    turn = np.array([[math.cos(angle), -math.sin(angle)], [math.sin(angle), math.cos(angle)]])
    held = turn @ np.diag([0.5, 2.0])  # the first held axis is the shorter one
    found = nearest_axes(principal_axes(held @ held.T), held)
    np.testing.assert_allclose(found, held, atol=1e-9)
    np.testing.assert_allclose(nearest_axes(principal_axes(np.eye(2)), turn), turn, atol=1e-9)


def test_moving_and_widening_keep_to_the_allowed_ranges():
    assert moved(P, (0, 1), np.array([3.0, 4.0])).mean.tolist() == [3.0, 4.0]
    assert moved(P, (0, 1), np.array([1e300, 4.0])).mean[0] == 1e12
    assert with_std(Gaussian(0.0, 1.0), -3.0).std[0] == pytest.approx(1e-12)


def test_reshaping_two_coordinates_keeps_the_others_and_stays_definite():
    before = structured_gaussian("p", 5, 0.0, [1.0, 2.0, 3.0, 1.0, 0.5], 0.8)
    frame = principal_axes(before.covariance[np.ix_([1, 3], [1, 3])])
    after = reshaped(before, (1, 3), frame, frame * np.array([3.0, 0.2]))
    kept = np.ix_([0, 2, 4], [0, 2, 4])
    np.testing.assert_array_equal(after.covariance[kept], before.covariance[kept])
    assert np.linalg.eigvalsh(after.covariance)[0] > 0.0
    block = after.covariance[np.ix_([1, 3], [1, 3])]
    stretched = frame * np.array([3.0, 0.2])
    np.testing.assert_allclose(block, stretched @ stretched.T, rtol=2e-3, atol=2e-3)


def test_reshaping_stops_short_of_a_singular_covariance():
    frame = principal_axes(P.covariance)
    flat = np.array([[1.0, -1e-9], [1.0, 1e-9]])
    after = reshaped(P, (0, 1), frame, flat, (3, 3))
    assert after.correlation[0, 1] == pytest.approx(0.9999)
    np.testing.assert_allclose(after.std, [1.0, 1.0])
