"""V-trace against the reference table, published numbers and its own definition."""

import math

import numpy as np
import pytest

from engine.core.parameter import ParameterError
from engine.trajectories import vtrace
from tests.helpers.truth_tables import library_case, table

STEPS = {
    "log_rhos": [0.2, -1.0, 0.7],
    "rewards": [1.0, -2.0, 0.5],
    "discounts": [0.9, 0.8, 0.95],
    "values": [0.1, 0.4, -0.3],
    "bootstrap_value": 2.0,
}


@pytest.mark.parametrize("row", table("vtrace"), ids=lambda row: str(row["id"]))
def test_reference_table(row: dict) -> None:
    given = {name: row[name] for name in STEPS}
    clips = {name: row[name] for name in ("clip_rho", "clip_pg_rho", "clip_c")}
    found = vtrace(**given, **clips, lam=row["lambda_"])
    for name in ("vs", "pg_advantages"):
        truth = [float(text) for text in row["truth"][name]]
        assert getattr(found, name) == pytest.approx(truth, rel=1e-12, abs=1e-12)
    if row["kind"] == "impala_vtrace_test":
        wrong = [float(text) for text in row["trap_vs_with_c_product_one_short"]]
        assert found.vs[0] != pytest.approx(wrong[0], rel=1e-6)


def test_batches_of_rlax() -> None:
    case = library_case("vtrace")
    given, published = case["inputs"], case["published"]
    log_rhos = []
    for target, behaviour, actions in zip(
        given["target_logits"], given["behaviour_logits"], given["actions"], strict=True
    ):
        row = []
        for new, old, action in zip(target, behaviour, actions, strict=True):
            log_new = new[action] - np.logaddexp(*new)
            row.append(log_new - (old[action] - np.logaddexp(*old)))
        log_rhos.append(row)
    time_first = {name: np.array(given[name]).T for name in ("rewards", "discounts", "values")}
    found = vtrace(
        np.array(log_rhos).T,
        **time_first,
        bootstrap_value=given["bootstrap"],
        clip_rho=given["clip_rho"],
        clip_pg_rho=given["clip_pg_rho"],
        lam=given["lambda_"],
    )
    within = {"rel": case["tolerance"]["rtol"], "abs": 1e-6}
    away = (found.vs - time_first["values"]).T
    assert away == pytest.approx(np.array(published["vs_minus_v"]), **within)
    advantages = found.pg_advantages.T
    assert advantages == pytest.approx(np.array(published["pg_advantage"]), **within)


def test_on_policy_targets_are_returns() -> None:
    found = vtrace(**STEPS | {"log_rhos": [0.0, 0.0, 0.0]})
    last = 0.5 + 0.95 * 2.0
    middle = -2.0 + 0.8 * last
    assert found.vs == pytest.approx([1.0 + 0.9 * middle, middle, last])
    one = vtrace(**STEPS | {"log_rhos": [0.0, 0.0, 0.0]}, lam=0.0)
    assert one.vs == pytest.approx([1.0 + 0.9 * 0.4, -2.0 - 0.8 * 0.3, last])


def test_a_clip_of_none_is_one_that_nothing_reaches() -> None:
    none = vtrace(**STEPS, clip_rho=None, clip_pg_rho=None, clip_c=None)
    high = vtrace(**STEPS, clip_rho=1e9, clip_pg_rho=math.inf, clip_c=1e9)
    assert np.array_equal(none.vs, high.vs)
    assert np.array_equal(none.pg_advantages, high.pg_advantages)


def test_weights_beyond_doubles_are_clipped() -> None:
    found = vtrace(**STEPS | {"log_rhos": [2000.0, -2000.0, 0.0]})
    assert np.isfinite(found.vs).all()


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("rewards", [1.0]),
        ("discounts", 0.9),
        ("values", [1.0, 2.0, math.nan]),
        ("log_rhos", []),
        ("bootstrap_value", [1.0, 2.0]),
        ("clip_rho", -1.0),
        ("clip_c", math.nan),
        ("lam", 1.5),
    ],
)
def test_what_it_takes(field: str, value: object) -> None:
    with pytest.raises(ParameterError, match=rf"^{field} = "):
        vtrace(**STEPS | {field: value})
