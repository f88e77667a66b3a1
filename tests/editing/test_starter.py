"""What ``bcp init`` writes: plans that check clean, teach, and say what is invented in them."""

from __future__ import annotations

import datetime as dt
import json
import re
from pathlib import Path

import pytest

from bcp.diagnostics import Place
from bcp.editing.layout import laid_out
from bcp.editing.starter import Started, schema_entry, write_starter
from bcp.editing.wishes import LANGUAGES, STARTERS, Wishes
from bcp.engine import check
from bcp.errors import BcpError
from bcp.files import read_tree
from bcp.graph.what_if.what_if import what_if
from bcp.loader import Loaded, load
from bcp.model.learning import Exercise
from bcp.model.references import values_of
from bcp.model.response import Playbook
from bcp.model.risks import Risk
from bcp.model.scalars import Phone, Wording

CYRILLIC = re.compile("[а-яіїєґ]", re.I)
SPOKEN = [("en",), ("uk",), ("en", "uk"), ("uk", "en"), ("de",), ("uk-UA", "en-GB")]
FOR_FICTION = re.compile(r"\+44 20 7946 0\d\d\d|\+44 7700 900\d\d\d|\+380 00 \d\d\d \d\d \d\d")
"""Numbers that Ofcom keeps free for drama, and Ukrainian ones whose area code cannot be."""


def started(folder: Path, like: str, *languages: str, **more: str) -> Started:
    return write_starter(folder / "desk", Wishes(like=like, languages=languages, **more))


def loaded(begun: Started) -> Loaded:
    return load(read_tree(begun.folder))


def every_text(read: Loaded) -> list[tuple[Place, str, str]]:
    """(place, language, text) of everything that people read in a plan."""
    return [
        (one.at(*path), language, words)
        for one in read.plan
        for path, text in values_of(one, Wording)
        for language, words in text.by_language
    ]


@pytest.fixture(params=[(like, own) for like in STARTERS for own in LANGUAGES], ids="-".join)
def begun(request, tmp_path) -> Started:
    like, own = request.param
    return started(tmp_path, like, own, title={"en": "The desk", "uk": "Стіл"}[own])


@pytest.mark.parametrize("languages", SPOKEN, ids=",".join)
@pytest.mark.parametrize("like", STARTERS)
def test_what_is_written_is_a_plan_without_a_finding_on_any_day(like, languages, tmp_path):
    read = loaded(started(tmp_path, like, *languages))
    assert read.plan.header.languages == languages
    assert read.plan.header.maturity == "start"
    for day in (dt.date(2020, 1, 1), dt.date(2040, 1, 1)):
        found = check(read.plan, read.where.span, day, faults=read.diagnostics).diagnostics
        assert [f"{one.span.file}:{one.span.line} {one.message}" for one in found] == []


def test_the_files_are_numbered_in_the_order_in_which_one_opens_them(begun):
    assert [one.number for one in begun.chapters] == list(range(1, len(begun.chapters) + 1))
    assert {one.path for one in begun.chapters} == set(begun.folder.glob("*.yaml"))
    assert begun.chapters[0].path.name == "plan.yaml"


def test_each_file_teaches_before_it_lists(begun):
    """Plan.yaml explains its fields one by one; every other file says whom to ask, or for whom it
    is written.
    """
    for one in begun.chapters[1:]:
        head = one.path.read_text().split("\n\n")[0].splitlines()
        assert len(head) >= 3, one.path
        assert head[1] == "#"
    lines = begun.chapters[0].path.read_text().splitlines()
    assert sum("  # " in line for line in lines) >= 9


def test_every_number_is_from_a_range_for_fiction_and_marked_to_be_replaced(begun):
    read = loaded(begun)
    numbers = [
        (one.at(*path), number) for one in read.plan for path, number in values_of(one, Phone)
    ]
    assert len(numbers) >= 5
    for place, number in numbers:
        assert FOR_FICTION.fullmatch(number)
        assert f"  # {begun.word}" in read.where.excerpt(read.where.span(place)), place


def test_the_marks_that_are_told_are_those_that_are_there(begun):
    there = {
        one.path.name: one.path.read_text().count(f"  # {begun.word}") for one in begun.chapters
    }
    assert {one.path.name: one.marks for one in begun.chapters} == there
    assert begun.marks == sum(there.values()) >= 8


def test_a_plan_in_one_language_is_in_that_language_to_the_last_comment(begun):
    own = begun.language
    for place, language, words in every_text(loaded(begun)):
        assert language in ("", own), place
        assert bool(CYRILLIC.search(words)) is (own == "uk"), words
    for one in begun.chapters:
        for line in one.path.read_text().splitlines():
            comment = line.partition("# ")[2]
            if len(comment.split()) > 3 and not re.match(r"[a-z_]+: |\w+ [·→] ", comment):
                assert bool(CYRILLIC.search(comment)) is (own == "uk"), line


def test_no_text_was_cut_at_a_comma(begun):
    """``[Smoke, and fire]`` is two texts to YAML, of which the second begins small."""
    for place, _, words in every_text(loaded(begun)):
        cut = isinstance(place.path[-1], int) and words[0].islower() and place.path[0] != "signs"
        assert not cut, (place, words)


def test_what_is_written_is_laid_out_as_fmt_would(begun):
    for one in begun.chapters:
        assert laid_out(one.path.read_text(), one.path.name) == one.path.read_text()


def test_every_risk_and_the_first_exercise_can_be_drilled(begun):
    from bcp.drill.script import script_for

    plan = loaded(begun).plan
    assert begun.risk in {one.id for one in plan.of(Risk)}
    for one in (*plan.of(Risk), *plan.of(Exercise)):
        assert script_for(plan, one.id, None).injects
    assert {one.playbook for one in plan.of(Risk)} == {one.id for one in plan.of(Playbook)}


def test_no_process_stops_when_one_of_the_risks_takes_what_it_takes(begun):
    """A starter shows answers that hold: a stand-in, a strategy, a second number."""
    plan = loaded(begun).plan
    for risk in plan.of(Risk):
        answer = what_if(plan, [risk.id])
        assert [one.process for one in answer.processes if one.outcome == "stops"] == []
        for one in answer.processes:
            assert not one.ways_in.closed or one.ways_in.open or one.ways_in.waiting, risk.id


def test_both_languages_of_a_plan_are_in_what_is_said_outside(tmp_path):
    read = loaded(started(tmp_path, "contact-centre", "uk", "en"))
    said = [one for one in every_text(read) if one[0].path[:1] == ("text",)]
    assert {language for _, language, _ in said} == {"uk", "en"}


def test_what_was_chosen_stands_in_the_plan_and_is_not_marked(tmp_path):
    begun = started(
        tmp_path,
        "generic",
        "en",
        title='The "night" desk: 24/7 # {x} @id@ \\ end',
        organisation="Quay & Sons",
        timezone="Europe/Dublin",
    )
    header = loaded(begun).plan.header
    assert header.title.in_language("en") == 'The "night" desk: 24/7 # {x} @id@ \\ end'
    assert str(header.organisation and header.organisation.in_language("en")) == "Quay & Sons"
    assert header.timezone == "Europe/Dublin"
    assert begun.chapters[0].marks == 0


@pytest.mark.parametrize(
    ("name", "plan_id"),
    [
        ("helpdesk", "helpdesk"),
        ("Night Desk 2", "night-desk-2"),
        ("Нічна зміна 1", "nichna-zmina-1"),
        ("v1.2", "v1-2"),
        ("telephone", "telephone-plan"),  # a channel of the starter has that id
    ],
)
def test_the_plan_is_called_after_its_folder(name, plan_id, tmp_path):
    write_starter(tmp_path / name, Wishes(like="minimal"))
    read = load(read_tree(tmp_path / name))
    assert read.plan.id == plan_id
    assert read.diagnostics == ()


def test_a_folder_of_which_no_id_can_be_made_is_refused(tmp_path):
    with pytest.raises(BcpError, match="no id for the plan can be made of the folder's name “—”"):
        write_starter(tmp_path / "—", Wishes())
    assert list(tmp_path.iterdir()) == []


def test_editors_find_the_schema_and_their_extension(tmp_path):
    begun = started(tmp_path, "minimal", "en")
    settings = json.loads((begun.folder / ".vscode/settings.json").read_text())
    (schema,) = settings["yaml.schemas"]
    assert json.loads((begun.folder / schema).read_text())["title"]
    assert "redhat.vscode-yaml" in (begun.folder / ".vscode/extensions.json").read_text()
    assert begun.has_settings


def test_settings_that_somebody_has_are_left_as_they_are(tmp_path):
    own = tmp_path / "desk" / ".vscode" / "settings.json"
    own.parent.mkdir(parents=True)
    own.write_text("{}")
    begun = started(tmp_path, "minimal", "en")
    assert own.read_text() == "{}"
    assert not begun.has_settings
    assert loaded(begun).readable


def test_the_line_for_a_whole_repository_leads_to_the_same_schema(tmp_path):
    begun = started(tmp_path, "minimal", "en")
    ((schema, files),) = json.loads(f"{{{schema_entry(tmp_path, begun.folder)}}}").items()
    assert (tmp_path / schema).is_file()
    assert files == ["desk/**/*.yaml"]


def test_when_a_file_cannot_be_written_nothing_is_left(tmp_path, monkeypatch):
    from bcp.files import write_atomically

    def full(path: Path, content: bytes) -> None:
        if path.name == "work.yaml":
            raise BcpError("the disk is full")
        write_atomically(path, content)

    monkeypatch.setattr("bcp.editing.starter.write_atomically", full)
    with pytest.raises(BcpError, match="the disk is full"):
        write_starter(tmp_path / "a" / "desk", Wishes())
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("wishes", "words"),
    [
        ({"timezone": "Mars/Base"}, "the time zone: there is no time zone “Mars/Base”"),
        ({"languages": ("english",)}, "the languages: “english” is not a language tag"),
        ({"title": "  "}, "the title: there is no text"),
        ({"organisation": "x" * 30_000}, "the organisation: the text has 30000 characters"),
    ],
)
def test_what_a_plan_may_not_say_cannot_be_wished(wishes, words):
    with pytest.raises(BcpError) as caught:
        Wishes(**wishes)
    assert words in caught.value.message
    assert caught.value.fix


def test_no_name_of_a_file_is_printed_on_a_card(begun):
    assert [place for place, _, words in every_text(loaded(begun)) if ".yaml" in words] == []
