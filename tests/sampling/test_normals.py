import numpy as np
import pytest
from scipy import stats

from engine.core.parameter import ParameterError
from engine.gaussian.gaussian import Gaussian
from engine.sampling import normals as sampling
from engine.sampling.normals import BLOCK_ROWS, block_count, normal_chunks, standard_normals


def joined(n: int, dimension: int, seed: int) -> np.ndarray:
    chunks = [
        chunk
        for block in range(block_count(n))
        for chunk in normal_chunks(n, block, dimension, seed)
    ]
    return np.concatenate(chunks, axis=1).T


@pytest.mark.parametrize("dimension", [1, 2, 7])
@pytest.mark.parametrize("n", [100, BLOCK_ROWS, BLOCK_ROWS + 1, 150_000])
def test_chunks_hold_the_standard_normals(n: int, dimension: int) -> None:
    assert np.array_equal(joined(n, dimension, 3), standard_normals(n, dimension, 3))


def test_fewer_samples_are_a_prefix_of_more() -> None:
    many = standard_normals(140_000, 3, seed=5)
    for n in (1, 17, BLOCK_ROWS, 100_001):
        assert np.array_equal(standard_normals(n, 3, seed=5), many[:n])


def test_chunks_are_the_same_kept_or_made_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    kept = joined(100_000, 2, 11)
    monkeypatch.setattr(sampling, "KEPT_BYTES", 0)
    assert np.array_equal(joined(100_000, 2, 11), kept)


def test_what_is_kept_stays_within_its_bound() -> None:
    for seed in range(4):
        joined(2_000_000, 2, seed)
    assert sum(array.nbytes for array in sampling._kept.values()) <= sampling.KEPT_BYTES


def test_only_the_last_questions_are_kept() -> None:
    many = 3 * sampling.KEPT_QUESTIONS
    for seed in range(many):
        joined(50, 1, seed)
    seeds = [seed for _, seed, _, _ in sampling._kept]
    assert seeds == list(range(many - sampling.KEPT_QUESTIONS, many))
    assert all(array.nbytes == 8 * 50 for array in sampling._kept.values())


def test_all_blocks_of_one_question_are_kept_together() -> None:
    rows = (sampling.KEPT_QUESTIONS + 4) * sampling.BLOCK_ROWS
    joined(rows, 1, 5)
    assert sum(seed == 5 for _, seed, _, _ in sampling._kept) == sampling.KEPT_QUESTIONS + 4


def test_seeds_and_streams_are_independent() -> None:
    first = standard_normals(50_000, 1, seed=1)[:, 0]
    for other in (standard_normals(50_000, 1, seed=2), standard_normals(50_000, 1, 1, stream=1)):
        assert abs(np.corrcoef(first, other[:, 0])[0, 1]) < 4.0 / np.sqrt(50_000)


def test_normals_are_standard_normal() -> None:
    z = standard_normals(200_000, 2, seed=9)
    assert stats.kstest(z[:, 0], "norm").pvalue > 1e-3
    assert stats.kstest(z[:, 1], "norm").pvalue > 1e-3


def test_sample_has_the_moments_of_its_gaussian() -> None:
    covariance = np.array([[2.0, -0.6], [-0.6, 0.5]])
    n = 200_000
    x = Gaussian([1.0, -3.0], covariance).sample(n, seed=4)
    assert np.all(np.abs(x.mean(axis=0) - [1.0, -3.0]) < 4.0 * np.sqrt(np.diag(covariance) / n))
    variance = np.diag(covariance)
    errors = np.sqrt((np.outer(variance, variance) + covariance**2) / n)
    assert np.all(np.abs(np.cov(x.T) - covariance) < 4.0 * errors)


@pytest.mark.parametrize(("field", "n", "seed"), [("n", -1, 0), ("n", 1.5, 0), ("seed", 1, -1)])
def test_bad_arguments_are_named(field: str, n: int, seed: int) -> None:
    with pytest.raises(ParameterError, match=field):
        standard_normals(n, 1, seed)
