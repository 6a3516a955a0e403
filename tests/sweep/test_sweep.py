"""Points, their order and their sessions; which axes and keys a page has."""

import itertools
import pickle

import pytest

from engine.core.parameter import ParameterError
from engine.data.source import DataSource
from engine.gaussian import Gaussian
from engine.page.page import all_pages, page_named
from engine.page.scene import Scene
from engine.session.address import address
from engine.session.file import session_from_text
from engine.session.session import Session
from engine.sweep.axis import axis
from engine.sweep.sweep import Sweep, changed, keys_like, seeds

KL = page_named("kl-divergence")
BASE = Session(page="kl-divergence")


def sweep(*texts: str, keys: tuple[str, ...] = ("k1.mean",), session: Session = BASE) -> Sweep:
    return Sweep(session, tuple(axis(text, page_named(session.page)) for text in texts), keys)


def test_the_last_axis_moves_first():
    found = sweep("q.mean=0,1", "q.std=1,2,3", "seed=4,5")
    assert (found.points, found.shape) == (12, (2, 3, 2))
    product = itertools.product(*(each.values for each in found.axes))
    assert [found.values(i) for i in range(1, 13)] == list(product)


def test_the_session_of_a_point_has_its_values_and_nothing_else_changed():
    found = sweep("q.mean=0,1", "kl.batch=10,20")
    for point in range(1, 5):
        session = found.session_at(point)
        assert (session.scene.q.mean[0], session.options[KL.name].batch) == found.values(point)
        assert session.scene.p == BASE.scene.p
        assert session.options["softmax-policy"] == BASE.options["softmax-policy"]


def test_the_dimension_goes_first_and_entries_last():
    made = changed(BASE, {"q.mean[2]": 5.0, "q.mean": 1.0, "dimension": 3})
    assert made.scene.q.mean.tolist() == [1.0, 5.0, 1.0]


def test_the_text_of_a_session_holds_one_page():
    found = sweep("q.mean=0,1")
    text = found.session_text()
    assert "softmax-policy" not in text
    assert session_from_text(text) == BASE


def test_seeds_follow_that_of_the_session():
    session = BASE.replace(scene=BASE.scene.replace(seed=40))
    assert seeds(session, 3).values == (40, 41, 42)
    with pytest.raises(ParameterError, match="seeds = 2: must be from 1 to 1"):
        seeds(BASE.replace(scene=BASE.scene.replace(seed=2**31 - 2)), 2)


def test_keys_by_name_and_by_pattern():
    assert keys_like(KL, ["k3.std", "k1.mean", "k3.std"]) == ("k3.std", "k1.mean")
    assert keys_like(KL, ["k?.std"]) == ("k1.std", "k2.std", "k3.std")
    softmax = page_named("softmax-policy")
    assert keys_like(softmax, ["gradient.exact[3]"]) == ("gradient.exact[3]",)
    assert keys_like(softmax, ["gradient.exact[?]"])[0] == "gradient.exact[1]"
    with pytest.raises(ParameterError, match=r"read = 'k9.mean': must be .* as k3.mean, k2.mean"):
        keys_like(KL, ["k9.mean"])


@pytest.mark.parametrize(
    ("texts", "keys", "words"),
    [
        ((), ("k1.mean",), "must name one axis"),
        (("q.mean=1", "q.mean=2"), ("k1.mean",), r"over = 'q\.mean': must be given once"),
        (("q.mean=1",), (), "read = '': must be a quantity of kl-divergence"),
        (("q.mean=1",), ("ess",), "read = 'ess': must be a quantity of kl-divergence"),
        (("q.mean[2]=1,2",), ("k1.mean",), "must count a coordinate, from 1 to 1"),
        (("q.correlation=.1,.2",), ("k1.mean",), "needs dimension 2 or more"),
        (("q.mean=0:1:9999", "p.mean=0:1:9999"), ("k1.mean",), "must be at most 1,000,000 points"),
    ],
)
def test_what_is_no_sweep_is_refused_in_words(texts, keys, words):
    with pytest.raises(ParameterError, match=words):
        sweep(*texts, keys=keys)


def test_entries_of_the_largest_dimension_are_known():
    found = sweep("dimension=1,3", "q.mean[3]=1,2", "q.correlation=0.1,0.2")
    assert found.points == 8


def test_where_rows_take_the_place_of_samples_only_options_are_swept(tmp_path):
    source = DataSource(str(tmp_path / "rows.csv"), "log-ratios", ("w",))
    session = BASE.replace(scene=Scene(data=source))
    assert sweep("kl.coefficient=0,1", session=session).points == 2
    with pytest.raises(ParameterError, match="own data take the place"):
        sweep("q.mean=0,1", session=session)


def test_every_page_can_be_swept_over_a_seed():
    for page in all_pages():
        key = page.quantities[0].key
        found = Sweep(Session(page=page.name), (axis("seed=1,2", page),), (key,))
        assert found.points == 2
        assert pickle.loads(pickle.dumps(found)) == found


def test_covariances_survive_the_text():
    p = Gaussian.from_std([0.1, 0.2, 0.7], [1.1, 1 / 3, 7.0], 0.3)
    session = BASE.replace(scene=Scene(p=p, q=p))
    read = session_from_text(sweep("q.mean=0,1", session=session).session_text())
    assert (read.scene.p.covariance == p.covariance).all()
    assert (read.scene.p.cholesky == p.cholesky).all()
    assert address("q.std[3]").get(read) == address("q.std[3]").get(session)
