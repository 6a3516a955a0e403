"""In which order points go out, and how one that takes its worker down is found."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from engine.sweep.batches import MOST, SECONDS, Batches, spread


@given(st.integers(0, 3_000))
def test_each_point_comes_once(count):
    assert sorted(spread(range(count))) == list(range(count))


def test_any_beginning_lies_all_over_the_points():
    order = list(spread(range(10_000)))
    for begun in (10, 100, 1_000):
        gaps = np.diff(sorted([-1, *order[:begun], 10_000]))
        assert gaps.max() < 3 * 10_000 / begun


def taken(batches: Batches, slots: int = 2) -> list[tuple[int, ...]]:
    found = []
    while points := batches.take(slots, len(found)):
        found.append(points)
    return found


def test_jobs_grow_where_points_are_quick_and_no_worker_is_left_with_a_large_last_one():
    batches = Batches(range(1, 10_001))
    first = taken(batches)
    assert [len(points) for points in first] == [1, 1, 1, 1]
    for points in first:
        batches.done(points, 1e-4)
    sizes = []
    while points := batches.take(2, 0):
        sizes.append(len(points))
        batches.done(points, 1e-4 * len(points))
    assert sizes[0] == MOST
    assert sum(sizes) == 9_996
    assert sizes[-1] == 1
    assert not batches


def test_jobs_of_slow_points_hold_one_and_of_others_what_takes_a_tenth_of_a_second():
    for seconds, count in ((1.0, 1), (SECONDS / 10, 10)):
        batches = Batches(range(1, 10_001))
        for points in taken(batches):
            batches.done(points, seconds)
        assert len(batches.take(2, 0)) == count


def test_points_of_lost_jobs_are_tried_one_by_one_and_alone():
    batches = Batches(range(1, 8))
    jobs = taken(batches)
    for points in jobs:
        assert batches.lost(points) is None
    suspects = [point for points in jobs for point in points]
    for point in suspects:
        assert batches.take(2, 1) == (), "while another is under way"
        assert batches.take(2, 0) == (point,)
        if point == suspects[1]:
            assert batches.lost((point,)) == point
        else:
            batches.done((point,), 0.01)
    rest = [point for points in taken(batches) for point in points]
    assert sorted([*suspects, *rest]) == list(range(1, 8))
    assert batches.lost(rest) is None


def test_a_job_that_nobody_saw_goes_out_again():
    batches = Batches([1, 2])
    points = batches.take(1, 0)
    batches.not_begun(points)
    assert batches.take(1, 0) == points


def test_seeds_of_a_place_follow_each_other():
    batches = Batches(range(1, 241), together=8)
    order = [batches.take(1, 0)[0] for _ in range(240)]
    assert sorted(order) == list(range(1, 241))
    groups = [order[i : i + 8] for i in range(0, 240, 8)]
    assert all(group == list(range(group[0], group[0] + 8)) for group in groups)
    assert {(group[0] - 1) // 80 for group in groups[:6]} == {0, 1, 2}
    missing = [1, 2, 7, 8, 9, 16]
    left = Batches(missing, together=8)
    assert sorted(left.take(1, 0)[0] for _ in missing) == missing
