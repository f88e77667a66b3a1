"""A slip of a finger is recognised, a stranger's word is not."""

from __future__ import annotations

import pytest

from bcp.nearest import nearest, stray_letter


@pytest.mark.parametrize(
    ("word", "known", "meant"),
    [
        ("titel", ["id", "title", "team"], "title"),
        ("duty-manger", ["duty-manager", "floor-lead"], "duty-manager"),
        ("acceptsWithin", ["accepts_within", "attempts"], "accepts_within"),
        ("ROL03", ["ROL013", "ROL003", "RSK003"], "ROL003"),
        ("Duty_Manager", ["duty-manager"], "duty-manager"),
        ("tіtlе", ["id", "title"], "title"),  # with a Cyrillic і and е
        ("banana", ["id", "title"], None),
        ("", ["id"], None),
        ("x" * 1000, ["x" * 99], None),
    ],
)
def test_the_nearest_known_word(word, known, meant):
    assert nearest(word, known) == meant
    assert nearest(word, reversed(known)) == meant


@pytest.mark.parametrize(
    ("word", "stray"),
    [
        ("о.melnyk", (1, "о", "o", "o.melnyk")),
        ("rоlеs", (2, "о", "o", "roles")),
        ("РLAN", (1, "Р", "P", "PLAN")),
        ("roles", None),
        ("ролі", None),
        ("хор", None),
        ("зміна-a", None),
        ("", None),
    ],
)
def test_a_cyrillic_letter_in_a_latin_word_is_found(word, stray):
    assert stray_letter(word) == stray
