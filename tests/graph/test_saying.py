"""Lengths of time as they stand in lists and tables, in both languages, and in sentences."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bcp.graph.saying import in_words, length
from bcp.i18n import translator
from bcp.model.scalars.times import parse_duration


@pytest.mark.parametrize(
    ("seconds", "english", "ukrainian", "words"),
    [
        (0, "0m", "0 хв", "0 minutes"),
        (45, "45s", "45 с", "45 seconds"),
        (20 * 60, "20m", "20 хв", "20 minutes"),
        (3600, "1h", "1 год", "1 hour"),
        (29400, "8h10m", "8 год 10 хв", "8 hours 10 minutes"),
        (86400, "1d", "1 доб.", "1 day"),
        (2 * 86400 + 1200, "2d20m", "2 доб. 20 хв", "2 days 20 minutes"),
        (5 * 86400, "5d", "5 доб.", "5 days"),
        (21 * 86400, "21d", "21 доб.", "21 days"),
    ],
)
def test_a_length_is_short_in_lists_and_in_full_in_sentences(seconds, english, ukrainian, words):
    assert length(seconds).text() == english
    assert length(seconds).text(translator("uk")) == ukrainian
    assert in_words(seconds).text() == words


@given(st.integers(0, 10**8))
def test_the_short_form_is_what_a_plan_reads(seconds):
    assert parse_duration(length(seconds).text()).total == seconds


@given(st.integers(0, 10**8))
def test_no_latin_letter_is_left_in_ukrainian(seconds):
    assert not any(
        one.isascii() and one.isalpha() for one in length(seconds).text(translator("uk"))
    )
