"""In which language an answer is: the one asked for, or that of the person at the terminal."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from bcp.cli.language import for_people, for_plan, spoken_tag, words_in
from bcp.diagnostics import Diagnostic, Message, Severity, Span
from bcp.errors import BcpError
from bcp.i18n import LANGUAGES, translator
from bcp.report.text import Style, columns, lines

ROOT = Path(__file__).parents[2]
BROKEN = ROOT / "tests" / "broken"
LANTERN = ROOT / "tests" / "rules" / "_base"
DAY = "2026-11-16"
UKRAINIAN = {"LANG": "uk_UA.UTF-8"}


def plain_environment() -> dict[str, str]:
    """The environment without what says in which language somebody reads."""
    names = ("BCP_LANG", "LC_ALL", "LC_MESSAGES", "LANG", "LANGUAGE")
    return {name: value for name, value in os.environ.items() if name not in names}


def call(*arguments: object, **environment: str) -> tuple[int, str, str]:
    """A call in a process of its own: the library of the command line keeps words it once said."""
    done = subprocess.run(
        [sys.executable, "-m", "bcp", *map(str, arguments)],
        capture_output=True,
        text=True,
        check=False,
        env={**plain_environment(), "PYTHONUTF8": "1", **environment},
    )
    return done.returncode, done.stdout, done.stderr


def test_the_languages_of_the_command_line_are_those_with_words():
    from bcp.cli.language import SPOKEN

    assert SPOKEN == LANGUAGES


@pytest.mark.parametrize(
    ("tag", "language"),
    [
        ("uk", "uk"),
        ("uk-UA", "uk"),
        ("uk_UA.UTF-8", "uk"),
        ("en_GB.UTF-8", "en"),
        ("C.UTF-8", None),
        ("POSIX", None),
        ("de", None),
        ("", None),
    ],
)
def test_a_tag_or_a_locale_means_a_language(tag, language):
    assert spoken_tag(tag) == language


@pytest.mark.parametrize(
    ("asked", "environment", "language"),
    [
        (None, {}, "en"),
        (None, UKRAINIAN, "uk"),
        (None, {**UKRAINIAN, "LC_ALL": "C.UTF-8"}, "en"),
        (None, {**UKRAINIAN, "LC_MESSAGES": "en_GB.UTF-8"}, "en"),
        (None, {**UKRAINIAN, "BCP_LANG": "en"}, "en"),
        (None, {"LANG": "de_DE.UTF-8"}, "en"),
        (None, {"BCP_LANG": "uk"}, "uk"),
        ("en", UKRAINIAN, "en"),
        ("uk", {}, "uk"),
    ],
)
def test_what_is_asked_comes_before_the_person_and_the_person_before_english(
    asked, environment, language
):
    assert for_people(asked, environment) == language


@pytest.mark.parametrize(
    ("asked", "environment", "language"),
    [
        (None, {}, "de"),
        (None, UKRAINIAN, "uk"),
        (None, {"LANG": "en_GB.UTF-8"}, "de"),
        (None, {"BCP_LANG": "en"}, "en"),
        ("fr", UKRAINIAN, "fr"),
    ],
)
def test_an_answer_about_a_plan_is_in_the_plans_language_unless_the_person_has_another(
    asked, environment, language
):
    assert for_plan(asked, environment, "de") == language


@pytest.mark.parametrize(("tag", "environment"), [("de", {}), (None, {"BCP_LANG": "de"})])
def test_a_language_without_words_is_refused_and_not_guessed_at(tag, environment):
    with pytest.raises(BcpError, match="“de”"):
        for_people(tag, environment)


def test_a_check_answers_in_the_language_of_the_person():
    _, english, _ = call("check", BROKEN, "--as-of", DAY)
    _, asked, _ = call("check", BROKEN, "--as-of", DAY, "--lang", "uk")
    _, here, _ = call("check", BROKEN, "--as-of", DAY, **UKRAINIAN)
    assert asked == here != english
    assert re.search(r"^northline: \d+ помил(ка|ки|ок), ", asked, re.M)
    assert re.search(r"^northline: \d+ errors, ", english, re.M)


def test_what_was_kept_in_one_language_is_not_told_in_another():
    for language in ("uk", "en", "uk", "en"):
        _, out, _ = call("check", LANTERN, "--as-of", DAY, "--lang", language)
        assert ("зауважень немає" in out) is (language == "uk")


def test_json_is_the_same_wherever_it_is_asked_for():
    _, here, _ = call("check", BROKEN, "--as-of", DAY, "--format", "json")
    _, there, _ = call("check", BROKEN, "--as-of", DAY, "--format", "json", BCP_LANG="uk")
    assert here == there
    _, asked, _ = call("check", BROKEN, "--as-of", DAY, "--format", "json", "--lang", "uk")
    english, ukrainian = (json.loads(one)["plans"][0]["diagnostics"] for one in (here, asked))
    assert [one["fingerprint"] for one in english] == [one["fingerprint"] for one in ukrainian]
    assert all(
        one["message"] != two["message"] for one, two in zip(english, ukrainian, strict=True)
    )
    assert [one["template"] for one in english] == [one["template"] for one in ukrainian]
    assert [one["arguments"] for one in english] == [one["arguments"] for one in ukrainian]


def test_several_plans_are_counted_in_ukrainian():
    _, out, _ = call("check", LANTERN, LANTERN, "--as-of", DAY, "--lang", "uk")
    assert out.endswith("2 плани: зауважень немає\n")


def test_mistakes_on_the_command_line_are_told_in_ukrainian():
    code, _, err = call("check", ROOT / "nowhere", "--lang", "uk")
    assert code == 2
    assert err.startswith("bcp: теки ")
    assert "\n  що зробити: " in err
    code, _, err = call("check", "--fail-on", "nothing", "--lang", "uk")
    assert code == 2
    assert "Неправильне значення" in err
    code, _, err = call("check", "--fail-on", "nothing")
    assert "Invalid value" in err


def test_a_rule_is_explained_in_ukrainian():
    _, out, _ = call("explain", "ROL003", "--lang", "uk")
    assert "Критична роль має хоча б одного заступника" in out
    assert "Чому: " in out
    assert "Що зробити: " in out
    _, out, _ = call("explain", "ROL003", "--format", "json", **UKRAINIAN)
    assert json.loads(out)["rules"][0]["title"].startswith("A critical role")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("coverage", LANTERN, "--as-of", DAY), "ризики: "),
        (("show", "duty-manager", "--plan", ROOT / "plans" / "northline"), "на це посилаються:"),
        (("doctor",), "Python 3.11 або новіший"),
        (("what-if", "--lose", "wharf-duct", "--plan", ROOT / "plans" / "northline"), "втрачено"),
    ],
)
def test_other_commands_answer_in_ukrainian_too(arguments, words):
    _, out, _ = call(*arguments, "--lang", "uk")
    assert words in out.lower() or words in out


@pytest.mark.parametrize("language", ["en", "uk"])
def test_a_check_in_english_loads_no_words(language):
    """It is measured in bare starts of Python. A check in Ukrainian loads one catalogue."""
    told = (
        "import sys; from bcp.cli.ending import run; "
        f"run(['check', {str(LANTERN)!r}, '--as-of', {DAY!r}, '--lang', {language!r}, "
        "'--no-cache']);"
        "print([one for one in ('gettext', 'babel', 'bcp.i18n') if one in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", told],
        capture_output=True,
        text=True,
        check=True,
        env=plain_environment(),
    )
    loaded = done.stdout.splitlines()[-1]
    assert loaded == ("[]" if language == "en" else "['gettext', 'bcp.i18n']")


# --- what a terminal shows -------------------------------------------------------------------


def shown(source: str, start: int, end: int, width: int = 80) -> list[str]:
    found = Diagnostic(
        Span("a.yaml", 1, start, 1, end), "SRC005", Severity.ERROR, Message.of("a date")
    )
    style = Style(width=width, translate=words_in("uk"))
    return list(lines((found,), lambda span: source, style))


@pytest.mark.parametrize("source", ["  назва: тут усе гаразд", "  題: 東京の計画 text", "  é: ab"])
def test_the_marker_stands_under_what_is_meant_however_wide_its_letters_are(source):
    start = source.index(":") + 3
    told = shown(source, start, start + 2)
    text, marker = told[2], told[3]
    meant = source[start - 1 : start + 1]
    assert columns(text[: text.index(meant)]) == marker.index("^")
    assert columns(meant) == marker.count("^")


def test_a_ukrainian_finding_keeps_within_the_terminal():
    found = Message.of("{wanted} belongs here, not {found}", wanted="x" * 20, found="y" * 30)
    told = list(
        lines(
            (Diagnostic(Span("a.yaml", 1, 1, 1, 2), "SRC005", Severity.ERROR, found, found),),
            lambda span: "x",
            Style(width=60, translate=translator("uk")),
        )
    )
    assert max(map(columns, told)) <= 60
    assert told[1].startswith("  1:1  помилка  SRC005  тут має бути")
