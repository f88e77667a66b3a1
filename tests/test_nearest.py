"""A slip of a finger is recognised, a stranger's word is not."""

from __future__ import annotations

import pytest

from bcp.nearest import nearest


@pytest.mark.parametrize(
    ("word", "known", "meant"),
    [
        ("titel", ["id", "title", "team"], "title"),
        ("duty-manger", ["duty-manager", "floor-lead"], "duty-manager"),
        ("acceptsWithin", ["accepts_within", "attempts"], "accepts_within"),
        ("ROL03", ["ROL013", "ROL003", "RSK003"], "ROL003"),
        ("Duty_Manager", ["duty-manager"], "duty-manager"),
        ("banana", ["id", "title"], None),
        ("", ["id"], None),
        ("x" * 1000, ["x" * 99], None),
    ],
)
def test_the_nearest_known_word(word, known, meant):
    assert nearest(word, known) == meant
    assert nearest(word, reversed(known)) == meant
