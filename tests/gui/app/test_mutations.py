"""Damaged session files and figures open or are refused in words; `make soak` has 100,000."""

import json
from collections import Counter

import hypothesis
import pytest
from hypothesis import HealthCheck, given

from tests.helpers.mutations import KINDS, damaged, exported, outcome, wrapped

EXAMPLES = 300


@pytest.fixture(scope="module")
def bases(tmp_path_factory, qapp):
    return exported(tmp_path_factory.mktemp("exported"))


def test_undamaged_files_open(bases, tmp_path):
    line = json.dumps(json.loads(bases["json"]))
    for kind in KINDS:
        assert outcome(tmp_path / f"a.{kind}", bases[kind]) == "opened"
        assert outcome(tmp_path / f"b.{kind}", wrapped(kind, line)) == "opened"


@pytest.mark.filterwarnings("ignore:Generating overly large repr")
def test_damaged_files_open_or_are_refused_in_words(bases, tmp_path):
    found = Counter()

    @hypothesis.settings(max_examples=EXAMPLES, suppress_health_check=list(HealthCheck))
    @given(damaged(bases))
    def run(file):
        found[outcome(tmp_path / f"damaged.{file.kind}", file.content)] += 1

    run()
    assert min(found["opened"], found["refused"]) > EXAMPLES / 20, found
