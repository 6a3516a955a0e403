"""Names found by a few letters."""

import pytest

from gui.shell.fuzzy import fit_of


@pytest.mark.parametrize(
    ("typed", "better", "worse"),
    [
        ("kl", "KL", "Undo the backlog"),
        ("temp", "temperature τ · Softmax", "contemporary"),
        ("seed", "seed", "the other seed"),
        ("std q", "std σ · q", "std σ · p"),
        ("sqsh", "Squash", "Softmax"),
    ],
)
def test_beginnings_of_words_come_first(typed, better, worse):
    assert fit_of(typed, better) > fit_of(typed, worse)


def test_every_word_must_fit():
    assert fit_of("kl batch", "KL", "the batch")
    assert not fit_of("kl nothing", "KL", "the batch")


def test_accents_and_case_do_not_matter():
    assert fit_of("renyi", "Rényi order α")
    assert fit_of("α", "Rényi order α")


def test_the_title_counts_more_than_other_words():
    assert fit_of("weights", "Weights") > fit_of("weights", "ESS", "of the weights")
