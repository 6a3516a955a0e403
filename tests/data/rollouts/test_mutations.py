"""Damaged rollout files are read or refused in words; `make soak` has 100,000."""

from collections import Counter

import hypothesis
from hypothesis import HealthCheck, given

from tests.helpers.rollout_mutations import damaged_rollouts, outcome, rollout_files

EXAMPLES = 300


def test_damaged_files_are_read_or_refused_in_words(tmp_path):
    bases = rollout_files()
    found = Counter(outcome(tmp_path / name, content) for name, content in bases.items())
    assert found["data"] == len(bases)

    @hypothesis.settings(max_examples=EXAMPLES, suppress_health_check=list(HealthCheck))
    @given(damaged_rollouts(bases))
    def run(file):
        found[outcome(tmp_path / file.kind, file.content)] += 1

    run()
    assert min(found["data"], found["refused"]) > EXAMPLES / 20, found
