"""Fitted Gaussians against NumPy, SciPy, loops over the definitions, and repeated sampling."""

import numpy as np
import pytest
from scipy import stats

from engine.core.parameter import ParameterError
from engine.core.run import Cancelled, Run
from engine.data.error import BadRows, DataError
from engine.data.file import groups
from engine.data.source import DataSource
from engine.gaussian.fit import fit
from engine.gaussian.gaussian import Gaussian
from engine.page.data_scene import scene_with_data
from engine.page.scene import Scene
from tests.helpers.data_files import saved, written

PAIR = Gaussian.from_std([1.0, -2.0], [0.5, 3.0], 0.7)


@pytest.mark.parametrize("shift", [0.0, 1e8])
def test_mean_and_covariance_are_those_of_numpy(shift):
    x = PAIR.sample(100_000, 3) + shift
    found = fit(x)
    assert np.allclose(found.gaussian.mean, np.mean(x, axis=0), rtol=1e-14)
    assert np.allclose(found.gaussian.covariance, np.cov(x.T), rtol=1e-10)
    assert np.allclose(found.mean_error, stats.sem(x), rtol=1e-9)
    assert (found.n, found.shrinkage, found.note) == (100_000, 0.0, "")
    assert not found.covariance_error.flags.writeable


def test_one_dimension_against_scipy():
    x = stats.t(df=12).rvs(5000, random_state=2)
    found = fit(x[:, np.newaxis])
    assert found.gaussian.covariance[0, 0] == pytest.approx(stats.tvar(x), rel=1e-12)
    assert found.mean_error[0] == pytest.approx(stats.sem(x), rel=1e-12)
    variance = np.sqrt((stats.moment(x, 4) - stats.moment(x, 2) ** 2) / 5000)
    assert found.covariance_error[0, 0] == pytest.approx(variance, rel=1e-12)


@pytest.mark.parametrize("skewed", [False, True])
def test_errors_are_the_spread_over_repeated_samples(skewed):
    """Also for samples that are not Gaussian."""
    rng = np.random.default_rng(8)
    fits = []
    for _ in range(600):
        x = rng.standard_normal((400, 2)) @ PAIR.cholesky.T
        fits.append(fit(np.exp(0.3 * x) if skewed else x))
    spread = np.std([f.gaussian.covariance for f in fits], axis=0)
    stated = np.mean([f.covariance_error for f in fits], axis=0)
    # A standard deviation of 600 is itself known to 3 %; of heavy tails to less.
    assert np.allclose(stated, spread, rtol=0.5 if skewed else 0.12)
    means = np.std([f.gaussian.mean for f in fits], axis=0)
    assert np.allclose(np.mean([f.mean_error for f in fits], axis=0), means, rtol=0.12)


def ledoit_wolf(x):
    """Ledoit and Wolf 2004, lemma 3.2 to 3.4, by sums over samples as they are printed."""
    n, p = x.shape
    S = x.T @ x / n

    def squared(matrix):
        return np.trace(matrix @ matrix.T) / p

    m = np.trace(S) / p
    d2 = squared(S - m * np.eye(p))
    b2 = min(sum(squared(np.outer(row, row) - S) for row in x) / n**2, d2)
    return b2 / d2


@pytest.mark.parametrize(("n", "d"), [(5, 3), (19, 2), (40, 20), (30, 100), (3, 2)])
def test_few_samples_are_shrunk_as_ledoit_and_wolf_say(n, d):
    units = np.geomspace(1e-3, 1e3, d)
    x = np.random.default_rng(n).standard_normal((n, d)) @ np.linspace(0, 1, d * d).reshape(d, d)
    x = x * units + np.random.default_rng(d).standard_normal((n, d)) * units
    found = fit(x)
    standard = (x - x.mean(axis=0)) / x.std(axis=0)
    assert found.shrinkage == pytest.approx(ledoit_wolf(standard), rel=1e-9)
    assert np.allclose(np.diag(found.gaussian.covariance), np.var(x, axis=0, ddof=1), rtol=1e-12)
    off = ~np.eye(d, dtype=bool)
    expected = (1.0 - found.shrinkage) * np.cov(x.T)
    assert np.allclose(found.gaussian.covariance[off], expected[off], rtol=1e-9)
    assert f"{n} samples are few for {d} dimensions" in found.note
    assert "Ledoit-Wolf" in found.note


def test_shrinking_helps_where_samples_are_few():
    truth = Gaussian.from_std(np.zeros(10), 1.0, 0.1)
    shrunk, plain = [], []
    for seed in range(100):
        x = truth.sample(20, seed)
        shrunk.append(np.sum((fit(x).gaussian.covariance - truth.covariance) ** 2))
        plain.append(np.sum((np.cov(x.T) - truth.covariance) ** 2))
    assert np.mean(shrunk) < 0.7 * np.mean(plain)


def test_two_samples_are_enough_for_a_diagonal():
    found = fit(np.array([[0.0, 1.0], [2.0, 5.0]]))
    assert found.gaussian.covariance.tolist() == [[2.0, 0.0], [0.0, 8.0]]
    assert found.shrinkage == 1.0


@pytest.mark.parametrize(
    ("x", "words"),
    [
        (np.zeros((1, 1)), "at least 2 samples"),
        (np.zeros((300, 101)), "from 1 to 100 coordinates"),
        (np.column_stack([np.arange(50.0), np.full(50, 0.1)]), "coordinate 2 = 0.1: is the same"),
        (np.column_stack([np.arange(50.0), np.arange(50.0) * 3 + 1]), "follow from each other"),
        (np.array([[1e200], [-1e200]]), "too large"),
    ],
)
def test_what_has_no_gaussian_is_refused(x, words):
    with pytest.raises(ParameterError, match=words):
        fit(x)


def test_a_fit_can_be_cancelled():
    with pytest.raises(Cancelled):
        fit(np.zeros((10, 1)), Run(cancelled=lambda: True))


def test_groups_become_p_and_q(tmp_path):
    old, new = PAIR.sample(500, 1), PAIR.sample(300, 2) + 1.0
    rows = [f"old,{a!r},{b!r}" for a, b in old.tolist()]
    rows += [f"new,{a!r},{b!r}" for a, b in new.tolist()]
    path = written(tmp_path / "t.csv", "policy,x,y\n" + "\n".join(rows))
    scene = scene_with_data(Scene(), DataSource(path, "groups", ("x", "y"), "policy"), Run())
    assert scene.dimension == 2
    assert np.allclose(scene.p.covariance, np.cov(new.T))
    assert np.allclose(scene.q.mean, old.mean(axis=0))
    assert scene.data.groups == ("new", "old")
    assert scene.data.fingerprint.startswith(f"{len((tmp_path / 't.csv').read_bytes())}-")
    turned = scene.swapped()
    assert turned.data.groups == ("old", "new")
    assert np.array_equal(groups(turned.data, Run()).p, old)
    assert scene.resized(3).data is None
    with pytest.raises(ParameterError, match=r"data = .2 coordinates.: must be 1, as p has"):
        Scene(data=scene.data)


def test_two_files_become_p_and_q_and_turn(tmp_path):
    p, q = saved(tmp_path / "p.npy", PAIR.sample(99, 1)), saved(tmp_path / "q.npy", np.eye(2))
    source = DataSource(p, "groups", ("1", "2"), second_path=q)
    scene = scene_with_data(Scene(), source, Run())
    assert np.array_equal(scene.p.mean, PAIR.sample(99, 1).mean(axis=0))
    turned = groups(scene.swapped().data, Run())
    assert (turned.names, len(turned.p)) == (("q.npy", "p.npy"), 2)
    assert not turned.changed


def test_log_ratios_leave_p_and_q(tmp_path):
    path = written(tmp_path / "t.csv", "logw\n1\n2\nx\n")
    source = DataSource(path, "log-ratios", ("logw",))
    with pytest.raises(BadRows):
        scene_with_data(Scene(), source, Run())
    scene = scene_with_data(Scene(), source.skipping(), Run())
    assert (scene.p, scene.q) == (Scene().p, Scene().q)
    assert scene.resized(5).data == scene.data == scene.swapped().data
    with pytest.raises(DataError, match="no such file"):
        scene_with_data(Scene(), DataSource("/none/x", "log-ratios", ("a",)), Run())
