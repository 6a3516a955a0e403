"""What is said of packages that are not there."""

import sys

from engine.core.extras import how_to_get


def test_where_it_can_be_installed_the_command_says_how():
    assert how_to_get("parquet") == 'pip install "gaussian-explorer[parquet]"'


def test_a_bundled_program_says_that_it_cannot_take_it_in(monkeypatch):
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    assert how_to_get("cluster") == (
        "this program without Python does not hold it; "
        'pip install "gaussian-explorer[cluster]" makes one that does'
    )
