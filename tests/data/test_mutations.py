"""Damaged tables are read or refused in words, and no line vanishes; `make soak` has 100,000."""

from collections import Counter

import hypothesis
from hypothesis import HealthCheck, given

from tests.helpers.mutations import damaged_table, table_outcome, tables

EXAMPLES = 300


def test_damaged_tables_are_read_or_refused_in_words(tmp_path):
    bases = tables()
    found = Counter()

    @hypothesis.settings(max_examples=EXAMPLES, suppress_health_check=list(HealthCheck))
    @given(damaged_table(bases))
    def run(file):
        found[table_outcome(tmp_path / file.kind, file.content)] += 1

    run()
    assert min(found["data"], found["refused"]) > EXAMPLES / 20, found
