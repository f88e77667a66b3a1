"""The plan language is explained in Ukrainian wherever it is explained in English."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import pytest

from bcp.cli.main import run
from bcp.i18n import explainer, translator
from bcp.model.json_schema import KnownId, json_schema

SAY = explainer("uk")
KNOWN = [KnownId("roles", "desk", "Стіл допомоги")]
EXPLAINED = ("title", "description")


def explained(schema: Any, path: str = "") -> Iterator[tuple[str, str]]:
    """(where, title or description), over a whole schema."""
    if isinstance(schema, list):
        for number, inner in enumerate(schema):
            yield from explained(inner, f"{path}/{number}")
    elif isinstance(schema, dict):
        for key, inner in schema.items():
            if key in EXPLAINED and isinstance(inner, str):
                yield f"{path}/{key}", inner
            else:
                yield from explained(inner, f"{path}/{key}")


def unexplained(schema: Any) -> Any:
    """A schema as a program reads it."""
    if isinstance(schema, list):
        return [unexplained(one) for one in schema]
    if not isinstance(schema, dict):
        return schema
    return {
        key: unexplained(inner)
        for key, inner in schema.items()
        if not (key in EXPLAINED and isinstance(inner, str))
    }


@pytest.mark.parametrize("known", [None, KNOWN], ids=["any id", "the ids of a plan"])
def test_no_title_and_no_description_of_the_schema_is_english(known):
    english, ukrainian = (dict(explained(json_schema(known, say))) for say in (str, SAY))
    assert len(english) > 800
    assert english.keys() == ukrainian.keys()
    assert {where for where in english if english[where] == ukrainian[where]} == set()
    assert {one for one in ukrainian.values() if not re.search("[а-яіїєґ]", one)} == set()


def test_the_schema_takes_the_same_in_both_languages():
    assert unexplained(json_schema(KNOWN, SAY)) == unexplained(json_schema(KNOWN))


@pytest.mark.parametrize(
    ("schema", "where", "words"),
    [
        ("Role", "cover", "Коли хтось має бути на місці: always (завжди) або названі години."),
        ("Process", "mtpd", "Припустимий час перерви (MTPD)."),
        ("Step", "by", "Хто це робить або вирішує."),  # a check says it too, where it is missing
    ],
)
def test_a_field_means_in_ukrainian_what_a_continuity_officer_calls_it(schema, where, words):
    found = json_schema(None, SAY)["$defs"][schema]["properties"][where]
    assert found["description"] == words


def test_what_a_word_of_the_language_is_called_may_differ_from_what_the_program_calls_it():
    assert translator("uk")("authority") == "орган влади"
    assert json_schema(None, SAY)["$defs"]["Authority"]["title"] == "повноваження"


def test_a_language_without_words_is_explained_in_english():
    assert json_schema(None, explainer("de")) == json_schema()


def test_a_check_does_not_load_what_explains_the_language():
    assert translator("uk")("Where people gather.") == "Where people gather."
    assert SAY("Where people gather.") == "Де збираються люди."
    looked = (
        "import builtins, io, sys; from pathlib import Path; real = Path.open; seen = []\n"
        "def open_(path, *a, **k): seen.append(path.name); return real(path, *a, **k)\n"
        "Path.open = open_\n"
        "from bcp.cli.main import run\n"
        "run(['check', 'tests/broken', '--lang', 'uk'])\n"
        "print([one for one in seen if one.endswith('.mo')])"
    )
    told = subprocess.run(
        [sys.executable, "-c", looked], capture_output=True, text=True, check=True, timeout=60
    )
    assert told.stdout.splitlines()[-1] == "['bcp.mo']"


@pytest.fixture
def plan(tmp_path, monkeypatch):
    for name in ("BCP_LANG", "LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    (tmp_path / "plan.yaml").write_text(
        "bcp: 1\nplan:\n  id: desk\n  title: {en: Desk, uk: Стіл}\n  owner: lead\n"
        "  languages: [en, uk]\n"
    )
    (tmp_path / "roles.yaml").write_text("roles:\n  lead: {title: {en: Lead, uk: Керівник}}\n")
    return tmp_path


def new(plan, *more: str) -> str:
    assert run(["new", "risk", "flood", "--plan", str(plan), *more]) == 0
    path = plan / "risks" / "flood.yaml"
    text = path.read_text()
    path.unlink()
    return text


def test_a_new_thing_is_explained_in_the_language_of_whoever_asks(plan, monkeypatch, capsys):
    assert new(plan).startswith("# risks: Something that can happen.")
    assert new(plan, "--lang", "uk").startswith("# risks: Те, що може статися.")
    monkeypatch.setenv("BCP_LANG", "uk")
    assert new(plan).startswith("# risks: Те, що може статися.")
    assert new(plan, "--lang", "en").startswith("# risks: Something that can happen.")
    assert "заповніть" in capsys.readouterr().out.lower()


def schema(plan, capsys, *more: str) -> dict:
    assert run(["schema", "--with-ids", "--plan", str(plan), *more]) == 0
    return json.loads(capsys.readouterr().out)


def test_a_schema_is_in_the_language_of_whoever_asks(plan, capsys, monkeypatch):
    english, ukrainian = schema(plan, capsys), schema(plan, capsys, "--lang", "uk")
    desk, lead = KnownId("plan", "desk", "Desk"), KnownId("roles", "lead", "Lead")
    assert english == json_schema([desk, lead])
    known = [desk._replace(title="Стіл"), lead._replace(title="Керівник")]
    assert ukrainian == json_schema(known, SAY)
    monkeypatch.setenv("LANG", "uk_UA.UTF-8")
    assert schema(plan, capsys) == ukrainian
