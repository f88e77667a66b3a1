"""Every mistake is told in a sentence with its place and its fix, and the fix helps.

The pages beside this file are read by people. When words change, write them anew and read the
difference as an officer would::

    BCP_WRITE_MISTAKES=1 pytest tests/mistakes
"""

from __future__ import annotations

import os
from collections import Counter
from pathlib import Path

import pytest
from doing_as_told import mended
from mistake_pages import LANGUAGES, Checked, Mistake, checked, mistakes, write

MISTAKES = mistakes()
FEWEST = 150
WRITING = "BCP_WRITE_MISTAKES" in os.environ

each = pytest.mark.parametrize("mistake", MISTAKES, ids=lambda one: one.name)


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Checked]:
    """What a check tells of each mistake."""
    where = tmp_path_factory.mktemp("mistakes")
    found = {
        one.name: checked(one.written, where / str(number)) for number, one in enumerate(MISTAKES)
    }
    if WRITING:
        write({name: one.told for name, one in found.items()})
    return found


@each
def test_a_mistake_is_told_in_these_words(mistake: Mistake, told: dict[str, Checked]) -> None:
    if WRITING:
        pytest.skip("written anew: read the difference")
    assert mistake.told == told[mistake.name].told


@each
def test_doing_as_told_mends_it(mistake: Mistake, told: dict[str, Checked], tmp_path: Path) -> None:
    files = mistake.mended or mended(mistake.written, told[mistake.name].result.diagnostics)
    assert files, "the message leaves something to be thought of: show the file mended"
    again = checked({**mistake.written, **files}, tmp_path)
    assert again.told["en"].strip() == ""


def test_there_are_many_and_no_two_alike() -> None:
    names = Counter(one.name for one in MISTAKES)
    files = Counter(tuple(sorted(one.written.items())) for one in MISTAKES)
    assert names.most_common(1)[0][1] == 1
    assert files.most_common(1)[0][1] == 1
    assert len(MISTAKES) >= FEWEST


def test_every_finding_has_a_fix_in_the_reader_s_own_language(told: dict[str, Checked]) -> None:
    for name, found in told.items():
        number = len(found.result.diagnostics)
        english, ukrainian = (found.told[language] for language in LANGUAGES)
        assert number, name
        assert english.count("    fix: ") == number, name
        assert ukrainian.count("    що зробити: ") == number, name
