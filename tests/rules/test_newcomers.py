"""What a first small plan gets wrong: each is told once, at its place, with what is missing."""

from __future__ import annotations

import datetime as dt
import typing

import pytest
from changed_base import changed, findings, fixes, found_by, places
from example_plans import DAY, run

from bcp.files import Tree
from bcp.loader import load
from bcp.model import KINDS, Header
from bcp.model.base import Part
from bcp.model.scalars import Day
from bcp.rules.catalogue import catalogue
from bcp.rules.maintenance.upkeep import RECORDED
from bcp.rules.redundancy.recovery import _lacking

MOBILES = ("procedures.yaml", "duration: 10m, where: ", "duration: 10m, after: [{}], where: ")

WEEK = "mon, tue, wed, thu, fri, sat, sun"
HOURS = "hours:\n" + "".join(
    f"  {name}: {{title: Hours, open: [{{days: [{WEEK}], start: {start}, end: {end}}}]}}\n"
    for name, start, end in (
        ("by-day", "08:00", "20:00"),
        ("by-night", "20:00", "08:00"),
        ("late", "22:00", "06:00"),
        ("all-day", "00:00", "00:00"),
    )
)


# ── steps that wait ────────────────────────────────────────────────────────────────────────────


def test_a_circle_over_two_phases_is_told_once_where_the_first_task_waits() -> None:
    first = ("keep-answering.yaml", "{id: look, do", "{id: look, after: [switch], do")
    second = ("keep-answering.yaml", "{id: home, ", "{id: home, after: [look], ")
    third = ("keep-answering.yaml", "{id: switch, ", "{id: switch, after: [home], ")
    assert found_by("REF006", first, second, third) == [
        ("keep-answering.tasks.respond.0.after.0", "look, switch and home wait for each other")
    ]
    assert places("REF006", first, second) == []


def test_a_step_that_waits_for_itself_is_a_circle_of_one() -> None:
    itself = (MOBILES[0], MOBILES[1], MOBILES[2].format("mobiles"))
    assert found_by("REF006", itself) == [("go-home.steps.0.after.0", "mobiles waits for itself")]
    assert fixes("REF006", itself) == ["Delete this entry."]


def test_an_unknown_step_closes_no_circle() -> None:
    unknown = (MOBILES[0], MOBILES[1], MOBILES[2].format("sign-out"))
    assert places("REF006", unknown) == []


# ── references ─────────────────────────────────────────────────────────────────────────────────


def test_hand_over_in_two_words_is_understood() -> None:
    slip = ("escalations.yaml", "otherwise: hand-over", "otherwise: hand over")
    assert fixes("REF004", slip) == [
        "Did you mean hand-over? Allowed are next, hand-over, end, or the id of a step."
    ]
    nonsense = ("escalations.yaml", "otherwise: hand-over", "otherwise: xyzzy")
    assert fixes("REF004", nonsense) == ["Allowed are next, hand-over, end, or the id of a step."]
    for change in (slip, nonsense):
        assert places("ESC005", change) == []


def test_a_step_behind_a_slip_is_not_called_unreached() -> None:
    slip = ("escalations.yaml", "otherwise: boss", "otherwise: bos")
    assert places("REF004", slip) == ["call-out.steps.0.otherwise"]
    assert places("ESC005", slip) == []


@pytest.mark.parametrize("slip", ["duty manager", "duty-leed"])
def test_an_authority_that_is_not_declared_is_told_once(slip: str) -> None:
    ends = ("escalations.yaml", "ends_at: continuity-lead", f"ends_at: {slip}")
    result = run(changed(ends), DAY)
    told = [one.code for one in result.diagnostics if one.span.file == "escalations.yaml"]
    assert len(told) == 1


def test_a_person_in_the_place_of_a_role_gets_the_roles_they_hold() -> None:
    person = ("helpline.yaml", "decided_by: duty-lead", "decided_by: d.kay")
    (fix,) = fixes("REF001", person)
    assert fix.startswith("A role belongs here, not a person; d.kay holds ")
    assert "director" in fix
    stranger = ("guest.yaml", "", "people:\n  e.may:\n    name: Eva May\n")
    (fix,) = fixes("REF001", stranger, ("helpline.yaml", "by: duty-lead", "by: e.may"))
    assert fix.startswith("Name one of them: ")


@pytest.mark.parametrize(
    ("ids", "sentence"),
    [
        (("a",), "one reference could not be checked"),
        (("a", "b"), "2 references could not be checked"),
    ],
)
def test_references_that_cannot_be_checked_are_counted(ids: tuple[str, ...], sentence: str) -> None:
    header = f"bcp: 1\nplan: {{id: bare, title: Bare, distribution: [{', '.join(ids)}]}}\n"
    files = {"bad.yaml": b'roles: "', "plan.yaml": header.encode()}
    (one,) = [one for one in run(files, DAY).diagnostics if one.code == "REF001"]
    assert one.message.text().startswith(sentence)
    assert str(one.hint) == "Mend the file that could not be read first, then check again."


# ── what a plan cannot do without ──────────────────────────────────────────────────────────────


@pytest.mark.parametrize("code", ["BIA021", "CTC028"])
def test_of_a_plan_with_an_unreadable_file_no_kind_is_missing(code: str) -> None:
    header = b"bcp: 1\nplan: {id: b, title: B, sector: contact-centre, maturity: operating}\n"
    bare = {"plan.yaml": header}
    assert code in {one.code for one in run(bare, DAY).diagnostics}
    broken = {**bare, "bad.yaml": b'roles: "'}
    assert code not in {one.code for one in run(broken, DAY).diagnostics}


def test_more_needed_than_named_silences_what_follows_from_it() -> None:
    three = ("telephone-lines.yaml", "need: 1", "need: 3")
    assert found_by("RED028", three) == [
        ("telephone-lines.need", "telephone-lines needs 3 members and names only 2")
    ]
    assert [one.code for one in run(changed(three), DAY).diagnostics] == ["RED028"]
    twice = ("telephone-lines.yaml", "of: [main-line, spare-line]", "of: [main-line, main-line]")
    need = ("telephone-lines.yaml", "need: 1", "need: 2")
    assert "names only one" in found_by("RED028", twice, need)[0][1]
    assert places("RED028", ("telephone-lines.yaml", "of: [main-line, spare-line]", "of: []")) == [
        "telephone-lines.of"
    ]


# ── hours ──────────────────────────────────────────────────────────────────────────────────────

DAY_OUT = ("escalations.yaml", "hours: always", "hours: by-day")
NIGHT_OUT = ("escalations.yaml", "hours: always", "hours: by-night")
NO_CHAIN = ("escalations.yaml", "    hand_over: call-anybody\n", "")
NO_LEVEL = (
    "escalations.yaml",
    "title: Call-out\n    levels: [emergency]",
    "title: Call-out\n    levels: []",
)
WITH_HOURS = ("hours.yaml", "", HOURS)


def test_a_playbooks_call_out_by_day_is_enough_when_another_serves_its_level_by_night() -> None:
    for code in ("ESC008", "ESC025"):
        assert places(code, WITH_HOURS, DAY_OUT, NIGHT_OUT, NO_CHAIN) == []


def test_one_hole_in_the_week_is_told_once_with_the_playbook_that_falls_into_it() -> None:
    late = ("escalations.yaml", "hours: always", "hours: late")
    hole = (WITH_HOURS, DAY_OUT, late, NO_CHAIN)
    assert places("ESC025", *hole) == []
    (one,) = findings("ESC008", *hole)
    assert "from Monday 06:00 to 08:00 by neither" in one.message.text()
    assert ("keep-answering.yaml", "this playbook calls by one of them") in [
        (it.span.file, it.message.text()) for it in one.related
    ]


def test_of_a_call_out_that_serves_no_level_the_playbook_is_told() -> None:
    assert found_by("ESC025", WITH_HOURS, NO_LEVEL, DAY_OUT, NO_CHAIN) == [
        (
            "keep-answering.escalation",
            "keep-answering calls by call-out: outside by-day nobody is called",
        )
    ]
    # What it hands over to holds the rest, whether or not that serves a level.
    assert places("ESC025", WITH_HOURS, NO_LEVEL, DAY_OUT) == []
    assert places("ESC025", WITH_HOURS, NO_LEVEL, DAY_OUT, NIGHT_OUT) == []
    late = ("escalations.yaml", "hours: always", "hours: late")
    assert places("ESC025", WITH_HOURS, NO_LEVEL, DAY_OUT, late) == ["keep-answering.escalation"]


def called_by_night(cover: str) -> list[str]:
    """The planner is called by the second escalation alone, which holds by night."""
    covered = ("planner.yaml", "    cover: always\n", f"    cover: {cover}\n" if cover else "")
    night = (
        "escalations.yaml",
        "title: Call anybody\n    levels: [emergency]\n    hours: always",
        "title: Call anybody\n    levels: [emergency]\n    hours: by-night",
    )
    return [
        words
        for place, words in found_by("ROL014", WITH_HOURS, night, covered)
        if place == "planner.cover"
    ]


@pytest.mark.parametrize("cover", ["always", "by-night", "all-day"])
def test_a_role_called_by_night_alone_is_covered_by_night(cover: str) -> None:
    assert called_by_night(cover) == []


def test_a_role_called_by_night_and_covered_for_less_is_told_which_hours_are_missing() -> None:
    assert called_by_night("late") == [
        "planner is called during by-night, and covered during late: from Monday 06:00 to 08:00 it "
        "is not"
    ]
    assert called_by_night("") == [
        "planner is called during by-night and does not say when it is covered"
    ]


def test_named_hours_that_hold_the_whole_week_are_any_hour() -> None:
    whole = ("planner.yaml", "cover: always", "cover: all-day")
    by_day = ("planner.yaml", "cover: always", "cover: by-day")
    assert places("ROL014", WITH_HOURS, whole) == []
    assert places("ROL014", WITH_HOURS, by_day) == ["planner.cover"]


# ── two ways to reach somebody ─────────────────────────────────────────────────────────────────

CARA = (
    "people.yaml",
    'phones: {work: "+44 20 7946 0303", personal: "+44 7700 900303"}\n'
    "    mail: {work: c.lind@lantern.example}\n",
)


def test_one_number_under_two_names_is_one_way() -> None:
    same = (*CARA, 'phones: {mobile: "+44 7700 900303", personal: "+44 7700900303"}\n')
    assert found_by("ROL009", same) == [
        (
            "c.lind.phones",
            "c.lind, named for the role continuity-lead, can be reached in one way only: mobile "
            "and personal are the same number",
        )
    ]
    assert fixes("ROL009", same) == [
        "Write another number for one of them, or add a second way: work or mail."
    ]


def test_the_second_way_is_one_that_is_not_there_yet() -> None:
    mobile = (*CARA, 'phones: {mobile: "+44 7700 900303"}\n')
    work = (*CARA, 'phones: {work: "+44 20 7946 0303"}\n')
    assert fixes("ROL009", mobile) == ["Add a second way: work, personal or mail."]
    assert fixes("ROL009", work) == ["Add a `mobile` or `personal` number under `phones:`."]


def test_of_a_supplier_with_a_night_number_the_one_by_day_is_asked_for() -> None:
    night = (
        "telco-one.yaml",
        'phones: {duty: "+44 20 7946 0320"}',
        'phones: {night: "+44 20 7946 0320"}',
    )
    (fix,) = fixes("SUP002", night)
    assert "answers by day" in fix


@pytest.mark.parametrize(
    ("number", "possible"),
    [
        ("+44 7700 9004", False),
        ("+44 7700 900404", True),
        ("+44 20 7946 0404", True),
        ("+44 20 7946", False),
        ("+380 44 279 0404", True),
        ("+1 555 0100", False),
        ("+1 202 555 0100", True),
    ],
)
def test_a_number_with_its_country_code_has_the_whole_length(number: str, possible: bool) -> None:
    changed_number = ("people.yaml", '"+44 7700 900303"', f'"{number}"')
    assert (places("SRC011", changed_number) == []) is possible


# ── texts ──────────────────────────────────────────────────────────────────────────────────────


def test_a_placeholder_counts_as_its_safe_default() -> None:
    """`We are back at {back-at}.` is 33 characters long with "as soon as we can"."""
    text = (
        "messages.yaml",
        'text-message: "We have a fault. In danger ring 999."',
        'text-message: "We are back at {back-at}."',
    )
    fits = ("telephone.yaml", "limit: 160", "limit: 33")
    short = ("telephone.yaml", "limit: 160", "limit: 32")
    assert places("COM016", text, fits) == []
    assert found_by("COM016", text, short) == [
        (
            "holding-line.text.text-message",
            "this text of holding-line is 33 characters long, and text-message takes 32",
        )
    ]
    assert fixes("COM016", text, short) == ["Shorten it by 1."]


def test_each_language_is_measured_with_its_own_default() -> None:
    text = (
        "messages.yaml",
        'text-message: "We have a fault. In danger ring 999."',
        'text-message: {en: "Back {back-at}.", uk: "Працюємо {back-at}."}',
    )
    default = (
        "messages.yaml",
        "safe_default: as soon as we can",
        "safe_default: {en: soon, uk: щойно зможемо}",
    )
    limit = ("telephone.yaml", "limit: 160", "limit: 20")
    assert places("COM016", text, default, limit) == ["holding-line.text.text-message.uk"]


def test_texts_without_a_language_of_the_plan_are_counted_in_one_finding() -> None:
    header = (
        "bcp: 1\nplan:\n  id: bare\n  title: {en: Bare, uk: Порожній}\n  maturity: audited\n"
        "  languages: [en, uk]\n  scope: Nothing\n  policy: {uk: Політика}\n"
    )
    result = run({"plan.yaml": header.encode()}, DAY, [catalogue()["COM017"]])
    assert [one.message.text() for one in result.diagnostics] == [
        "one text is not there in the language en: it is in bare",
        "one text is not there in the language uk: it is in bare",
    ]
    both = ("plan.yaml", "languages: [en]", "languages: [en, uk]")
    (one,) = findings("COM017", both)
    assert len(one.related) == 3


def test_what_goes_out_on_a_channel_follows_its_audience() -> None:
    header = (
        "bcp: 1\nplan: {id: b, title: {en: B, uk: Б}, languages: [en, uk], maturity: audited}\n"
    )
    message = (
        "messages:\n  first:\n    title: {en: First, uk: Перше}\n    audience: callers\n"
        "    stage: holding\n    text: {voice: Hold on}\n"
    )
    files = {"plan.yaml": header.encode(), "messages.yaml": message.encode()}
    assert not run(files, DAY, [catalogue()["COM017"]]).diagnostics


# ── days that have not come ────────────────────────────────────────────────────────────────────

AHEAD = {
    "away.from",
    "away.until",
    "accepted.until",
    "all_day_on",
    "appointed",
    "closed_on",
    "contract.ends",
    "due",
    "extended_to",
    "planned",
    "starts",
    "until",
}
"""Days of the language that may lie ahead."""


def days(cls: type[Part], before: tuple[str, ...] = ()) -> typing.Iterator[tuple[str, ...]]:
    """The way of keys to each day that a part can hold."""
    for one in cls.declared.values():
        waiting = [one.annotation]
        while waiting:
            annotation = waiting.pop()
            if annotation == Day:
                yield (*before, one.key)
            elif isinstance(annotation, type) and issubclass(annotation, Part):
                yield from days(annotation, (*before, one.key))
            elif typing.get_origin(annotation) is not typing.Annotated:
                waiting.extend(typing.get_args(annotation))


def test_of_each_day_of_the_language_it_is_decided_whether_it_may_lie_ahead() -> None:
    ways = {way for cls in (*KINDS.values(), Header) for way in days(cls)}
    assert ways
    recorded = {".".join(way) for way in ways if way[-1] in RECORDED}
    assert {".".join(way) for way in ways} - recorded == AHEAD
    assert {way.rsplit(".", 1)[-1] for way in recorded} == RECORDED


@pytest.mark.parametrize(
    ("day", "told"),
    [
        (DAY, False),
        (DAY + dt.timedelta(days=1), False),  # today already, where the plan is written
        (DAY + dt.timedelta(days=2), True),
    ],
)
def test_a_course_cannot_have_been_passed_on_a_day_that_is_today_nowhere(
    day: dt.date, told: bool
) -> None:
    course = ("people.yaml", "{crisis-lead: 2026-03-01}", f"{{crisis-lead: {day.isoformat()}}}")
    sentence = f"this day has not come yet: {day.isoformat()}"
    assert found_by("MNT021", course) == [("a.shaw.trained.crisis-lead", sentence)] * told


def test_a_switch_cannot_have_been_shown_next_year() -> None:
    switch = ("telephone-lines.yaml", "{time: 9m, on: 2026-09-10", "{time: 9m, on: 2027-09-10")
    assert places("MNT021", switch) == ["telephone-lines.switch.demonstrated.on"]


# ── the way back ───────────────────────────────────────────────────────────────────────────────

IN_ENGLISH = [
    "Compare the data with the paper log",
    "Make ten test calls",
    "Declare the end",
    "Tell everybody who was told",
    "Tidy up the room",
    "Make a fresh copy of the log",
    "Write the report",
]
IN_UKRAINIAN = [
    "Звірити дані з паперовим журналом",
    "Зробити десять пробних дзвінків",
    "Оголосити завершення",
    "Повідомити всіх, кого сповіщали",
    "Прибрати приміщення",
    "Зробити резервну копію журналу",
    "Написати звіт",
]
WAY_BACK = (
    "validate-data",
    "validate-function",
    "declare",
    "notify",
    "clean-up",
    "back-up",
    "document",
)


def lacking(steps: list[str]) -> list[str]:
    text = "procedures:\n  home:\n    title: Home\n    purpose: return\n    steps:\n"
    text += "".join(
        f"      - {{id: s{number}, do: '{words}', by: lead}}\n"
        for number, words in enumerate(steps)
    )
    header = b"bcp: 1\nplan: {id: bare, title: Bare}\n"
    plan = load(Tree(None, {"home.yaml": text.encode(), "plan.yaml": header})).plan
    return _lacking(plan.objects["home"].steps)  # type: ignore[attr-defined]


@pytest.mark.parametrize("words", [IN_ENGLISH, IN_UKRAINIAN])
def test_a_step_says_what_it_covers_in_its_own_words(words: list[str]) -> None:
    assert lacking(words) == []
    for number, missing in enumerate(WAY_BACK):
        assert lacking(words[:number] + words[number + 1 :]) == [missing]


@pytest.mark.parametrize(
    "words",
    [
        "Take the announcement off",
        "Report what is left each evening",
        "Send the message",
        "Зняти оголошення",
        "Прийняти повідомлення",
        "The lines are back up",
    ],
)
def test_words_that_only_sound_alike_cover_nothing(words: str) -> None:
    assert lacking([words]) == list(WAY_BACK)
