"""Covariance matrices: the check, the nearest valid one, and structures, against SciPy."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.linalg import toeplitz

from engine.core.arrays import frozen
from engine.core.parameter import ParameterError
from engine.gaussian.covariance import (
    CovarianceError,
    checked_covariance,
    correlation_matrix,
    nearest_covariance,
)
from engine.gaussian.gaussian import Gaussian


def random_matrix(seed: int, dimension: int) -> np.ndarray:
    """Symmetric, with eigenvalues of both signs."""
    entries = np.random.default_rng(seed).normal(size=(dimension, dimension))
    return entries + entries.T


@settings(max_examples=40)
@given(st.integers(0, 10**6), st.integers(1, 8), st.floats(1e-8, 1e8))
def test_a_valid_matrix_is_kept_to_the_last_bit(seed, dimension, scale):
    factor = np.random.default_rng(seed).normal(size=(dimension, dimension))
    matrix = scale * (factor @ factor.T + np.eye(dimension))
    matrix = np.tril(matrix) + np.tril(matrix, -1).T
    kept, cholesky = checked_covariance(matrix, dimension)
    assert kept.tobytes() == matrix.tobytes()
    np.testing.assert_allclose(cholesky @ cholesky.T, matrix, rtol=1e-12, atol=1e-14 * scale)
    assert (np.triu(cholesky, 1) == 0).all()


@settings(max_examples=40)
@given(st.integers(0, 10**6), st.integers(2, 8))
def test_an_indefinite_matrix_is_refused_with_eigenvalue_and_direction(seed, dimension):
    matrix = random_matrix(seed, dimension) - 20 * np.eye(dimension)
    matrix[0, 0] += 40
    with pytest.raises(CovarianceError) as caught:
        checked_covariance(matrix, dimension)
    error = caught.value
    assert error.eigenvalue < 0
    np.testing.assert_allclose(matrix @ error.direction, error.eigenvalue * error.direction,
                               atol=1e-10)  # fmt: skip
    assert np.linalg.norm(error.direction) == pytest.approx(1)
    assert f"{error.eigenvalue:.6g}" in str(error)
    offered = Gaussian(np.zeros(dimension), error.nearest)
    assert offered.dimension == dimension


def test_the_message_offers_the_nearest_matrix():
    with pytest.raises(CovarianceError) as caught:
        checked_covariance([[1, 2], [2, 1]], 2)
    text = str(caught.value)
    assert "smallest eigenvalue is -1, along (0.707, -0.707)" in text
    assert "nearest valid covariance is [[1.50015, 1.49985], [1.49985, 1.50015]]" in text


@settings(max_examples=40)
@given(st.integers(0, 10**6), st.integers(1, 6))
def test_the_nearest_matrix_is_no_further_than_any_other(seed, dimension):
    matrix = random_matrix(seed, dimension)
    nearest = nearest_covariance(matrix)
    values = np.linalg.eigvalsh(nearest)
    assert values[0] > 0.99e-4 * np.abs(np.linalg.eigvalsh(matrix)).max()
    distance = np.linalg.norm(nearest - matrix)
    # The distance to positive semi-definite matrices is known (Higham 1988).
    negative = np.minimum(np.linalg.eigvalsh(matrix), 0)
    floor = 1e-4 * np.abs(np.linalg.eigvalsh(matrix)).max() * np.sqrt(dimension)
    least = np.linalg.norm(negative)
    assert least * (1 - 1e-9) <= distance + 1e-12
    assert distance <= least + floor + 1e-12


def test_a_valid_matrix_is_its_own_nearest():
    matrix = np.array([[2.0, 0.3], [0.3, 1.0]])
    np.testing.assert_allclose(nearest_covariance(matrix), matrix, rtol=1e-14)


@pytest.mark.parametrize("matrix", [np.zeros((2, 2)), -np.eye(3), [[1, 1], [1, 1]]])
def test_what_has_no_width_is_refused(matrix):
    with pytest.raises(CovarianceError, match="must be positive definite"):
        checked_covariance(matrix, len(matrix))


@pytest.mark.parametrize(
    ("matrix", "message"),
    [
        ([[1, 0.5], [0.4, 1]], r"covariance\[0\]\[1\] = 0.5: must equal covariance\[1\]\[0\]"),
        ([[1, np.nan], [np.nan, 1]], r"covariance\[0\]\[1\] = nan: must be finite"),
        ([[np.inf, 0], [0, 1]], r"covariance\[0\]\[0\] = inf: must be finite"),
        ([[1, 0, 0], [0, 1, 0]], "must be 2 x 2"),
        (np.eye(3), "must be 2 x 2"),
        ([[1, 0], [0]], "must be a table of numbers"),
        ("text", "must be a table of numbers"),
        ([[1, None], [None, 1]], "finite|numbers"),
        (np.zeros((2, 2, 2)), "must be 2 x 2"),
    ],
)
def test_what_is_no_covariance_is_named(matrix, message):
    with pytest.raises(ParameterError, match=message):
        checked_covariance(matrix, 2)


def test_the_rounding_of_printed_tables_is_forgiven():
    matrix = np.array([[1.0, 0.3], [0.3 * (1 + 1e-12), 1.0]])
    kept, _ = checked_covariance(matrix, 2)
    assert kept[0, 1] == kept[1, 0]


@settings(max_examples=30)
@given(st.integers(2, 30), st.floats(-0.99, 0.99))
def test_neighbours_correlate_by_powers(dimension, r):
    matrix = correlation_matrix(r, dimension, "ar1")
    np.testing.assert_allclose(matrix, toeplitz(r ** np.arange(dimension)), rtol=1e-13)
    np.linalg.cholesky(matrix)


@settings(max_examples=30)
@given(st.integers(2, 30), st.floats(0.001, 0.999))
def test_equal_correlation_has_two_eigenvalues(dimension, share):
    lowest = -1.0 / (dimension - 1)
    r = lowest + share * (1 - lowest)
    values = np.linalg.eigvalsh(correlation_matrix(r, dimension))
    expected = sorted([1 + (dimension - 1) * r] + [1 - r] * (dimension - 1))
    np.testing.assert_allclose(values, expected, atol=1e-12)


@pytest.mark.parametrize(
    ("r", "dimension", "structure"),
    [(1.0, 2, "equal"), (-1.0, 2, "equal"), (-0.5, 3, "equal"), (1.0, 5, "ar1"), (-1, 5, "ar1")],
)
def test_correlations_at_the_edge_are_refused(r, dimension, structure):
    with pytest.raises(ParameterError, match=f"less than 1 in d = {dimension}"):
        correlation_matrix(r, dimension, structure)


def test_a_correlation_matrix_has_ones_on_its_diagonal():
    with pytest.raises(ParameterError, match=r"correlation\[1\]\[1\] = 2: must be 1"):
        correlation_matrix([[1, 0.5], [0.5, 2]], 2)
    assert correlation_matrix(None, 3).tolist() == np.eye(3).tolist()


def test_frozen_arrays_are_copies_that_cannot_change():
    source = np.zeros((2, 3)).T
    copy = frozen(source)
    source[:] = 1
    assert copy.sum() == 0
    assert copy.flags.c_contiguous
    with pytest.raises(ValueError, match="read-only"):
        copy[0, 0] = 1


@pytest.mark.parametrize("entry", [1e301, -1e308])
def test_entries_whose_sums_are_no_numbers_are_refused(entry):
    matrix = [[1e100, 0.0], [entry, 1e100]]
    with pytest.raises(ParameterError, match=r"covariance\[1\]\[0\] = .*at most 1e\+300 in size"):
        checked_covariance(matrix, 2)
    kept, _ = checked_covariance([[1e300]], 1)
    assert kept[0, 0] == 1e300
