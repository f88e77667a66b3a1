"""A municipal contact centre in wartime, written in Ukrainian.

What is looked at here is what its duty manager would be asked: do we go on answering in an alarm,
in a blackout, when the house is hit; do the hours, places and people add up; and is every word one
that may be said, in the language of those who read it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from bcp.cli.main import run
from bcp.model.scalars import parse_duration

HROMADA = Path(__file__).parents[2] / "plans" / "hromada"
DAY = "2026-11-16"
FILES = sorted(file for file in HROMADA.rglob("*.yaml") if file.parent.name != "drills")

# Names that Ukrainian itself writes in Latin letters, and the fund's grant number.
LATIN_IN_UKRAINIAN = re.compile(
    r"\b(SMS|CERT|UA|Viber|Telegram|Starlink|LTE|WL|Europe/Kyiv)\b|°C|[\w.-]+@[\w.-]+|\{[a-z-]+\}"
)
RATING = re.compile(r"\b[PSMU]\b")
LENGTH = re.compile(r"\d+ (months|years?|weeks?)")

Asked = Callable[..., Any]


@pytest.fixture
def ask(capsys: pytest.CaptureFixture[str]) -> Asked:
    """Call a command with ``--format json`` and give what it answers; the exit code must be 0."""

    def call(*arguments: object) -> Any:
        code = run([*(str(one) for one in arguments), "--format", "json"])
        captured = capsys.readouterr()
        assert code == 0, captured.out + captured.err
        return json.loads(captured.out)

    return call


def _objects() -> dict[str, dict[str, Any]]:
    """All objects of the plan by kind and id, as a plain reader of YAML sees them."""
    found: dict[str, dict[str, Any]] = {}
    for file in FILES:
        for kind, objects in yaml.safe_load(file.read_text("utf-8")).items():
            if isinstance(objects, dict):
                found.setdefault(kind, {}).update(objects)
    return found


OBJECTS = _objects()


def _hours(length: str) -> float:
    """A length of time of the plan, in hours."""
    return parse_duration(length).total / 3600


def _texts(value: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], str]]:
    """Every string inside a value that is no English translation, with the keys that lead to it."""
    if isinstance(value, dict):
        for key, one in value.items():
            if key not in ("en", "promql"):
                yield from _texts(one, (*path, str(key)))
    elif isinstance(value, list):
        for one in value:
            yield from _texts(one, path)
    elif isinstance(value, str):
        yield path, value


def _outcomes(answer: Any) -> dict[str, str]:
    return {one["process"]: one["outcome"] for one in answer["processes"]}


# ── the plan as a whole ────────────────────────────────────────────────────────────────────────


def test_it_has_no_finding_on_its_day(ask: Asked) -> None:
    (plan,) = ask("check", HROMADA, "--as-of", DAY, "--fail-on", "info")["plans"]
    assert plan["diagnostics"] == []
    assert plan["waived"] == []


def test_every_sentence_is_in_ukrainian() -> None:
    """An id is one word without a space: whatever has a space is written for people."""
    foreign = [
        (path, text)
        for path, text in _texts(OBJECTS)
        if " " in text
        and not LENGTH.fullmatch(text)
        and re.search(r"[A-Za-z]{2,}", LATIN_IN_UKRAINIAN.sub("", RATING.sub("", text)))
    ]
    assert foreign == []


def test_every_title_is_in_ukrainian() -> None:
    titles = [text for path, text in _texts(OBJECTS) if path[-1] == "title" or "title" in path[-2:]]
    assert len(titles) > 300
    assert [one for one in titles if not re.search("[а-яіїєґ]", one, re.IGNORECASE)] == []


def _keys(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        yield from value
    for one in value.values() if isinstance(value, dict) else value:
        if isinstance(one, (dict, list)):
            yield from _keys(one)


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_every_comment_is_in_ukrainian(file: Path) -> None:
    """Ids and words of the plan language may stand in one."""
    known = set(_keys(OBJECTS))
    for one in re.findall(r"^\s*#(.*)$", file.read_text("utf-8"), re.MULTILINE):
        words = re.findall(r"[A-Za-z][\w.-]{2,}", LATIN_IN_UKRAINIAN.sub("", one), re.ASCII)
        assert not {word.rstrip(".") for word in words} - known, one


def test_donors_read_in_english_too_and_nobody_else_has_to() -> None:
    for name, message in OBJECTS["messages"].items():
        translated = [text for text in message["text"].values() if isinstance(text, dict)]
        assert bool(translated) == (message["audience"] == "donory"), name
        assert all(set(one) == {"uk", "en"} for one in translated), name


def test_no_number_can_be_anybodys() -> None:
    """No number of a country begins with its trunk prefix 0; the fund's are Ofcom's for drama."""
    numbers = {
        number
        for _, text in _texts(OBJECTS)
        for number in re.findall(r"\+\d[\d ]{8,}\d|(?<![\d-])0\d-\d\d(?![\d-])", text)
    }
    assert len(numbers) > 100
    for one in numbers:
        assert one.startswith(("+380 00 ", "+44 20 7946 0")) or one == "05-80", one


# ── what may be said ───────────────────────────────────────────────────────────────────────────


def test_operators_never_tell_of_strikes_or_the_military() -> None:
    for fact in ("fakt-udary", "fakt-viiskovi"):
        text = OBJECTS["facts"][fact]["text"]
        assert re.search("не кажемо|не даємо", text), fact


def test_no_form_has_a_line_for_a_passport_a_code_or_a_soldiers_family() -> None:
    for form in OBJECTS["forms"].values():
        for field in form["fields"]:
            assert not re.search("паспорт|код|військов", field["title"].lower()), field


def test_legal_clocks_that_nobody_has_looked_up_are_called_assumptions() -> None:
    for notice in ("cert-24h", "dani-72h"):
        assert "припущення" in OBJECTS["notifications"][notice]["required_by"]


# ── hours, places and people ───────────────────────────────────────────────────────────────────


def test_batteries_and_generator_outlast_the_longest_blackout_and_the_way_of_the_fuel() -> None:
    lasts = _hours(OBJECTS["redundancy"]["zhyvlennia-tsentru"]["lasts"])
    longest = max(
        _hours(one["time"])
        for event in OBJECTS["events"].values()
        for one in event.get("measured", ())
        if one["what"] == "misto-tsentr"
    )
    fuel = _hours(OBJECTS["suppliers"]["trembita-palne"]["commitment"])
    warned = OBJECTS["indicators"]["palnoho-lyshylosia"]["warn"]["beyond"]

    assert lasts > longest
    assert fuel < warned < lasts, "ordered at the warning, it comes before the tank is empty"


def test_batteries_then_generator_are_what_the_light_is_said_to_last() -> None:
    light = OBJECTS["redundancy"]["zhyvlennia-tsentru"]
    assert sum(_hours(one["lasts"]) for one in light["stand_ins"]) == _hours(light["lasts"])


@pytest.mark.parametrize("site", ["ukryttia", "rezerv", "vdoma"])
def test_the_way_to_each_place_takes_as_long_as_the_place_takes_to_be_ready(site: str) -> None:
    places = OBJECTS["redundancy"]["robochi-mistsia"]
    (way,) = (one for one in places["stand_ins"] if one["what"] == site)
    assert way["within"] == OBJECTS["sites"][site]["set_up"]
    assert way["procedure"] in OBJECTS["procedures"]


def test_the_shelter_seats_everybody_who_is_at_work_at_once() -> None:
    at_work = sum(
        max(one["agents"] for one in queue["forecast"]) * (1 - int(queue["shrinkage"][:-1]) / 100)
        for queue in OBJECTS["queues"].values()
    )
    assert at_work > 8
    assert OBJECTS["sites"]["ukryttia"]["capacity"] >= at_work


def test_twenty_six_operators_of_forty_hours_fill_the_roster() -> None:
    queues = OBJECTS["queues"]
    operators = sum(group["count"] for queue in queues.values() for group in queue["agents"])
    assert operators == 26

    day, night = (one["agents"] for one in queues["avariina"]["forecast"])
    municipal, social, written = (
        queues[queue]["forecast"][0]["agents"] for queue in ("miska", "sotsialna", "pysmova")
    )
    # Hours of a week: days of 12 hours seven times, working days five times, nights seven times;
    # the written desk sits for nine of the twelve.
    needed = 7 * 12 * (day + night + social) + 5 * 12 * municipal + 5 * 9 * written
    assert needed <= operators * 40 * 1.02


def test_the_emergency_desk_is_never_closed_and_never_below_two() -> None:
    desk = OBJECTS["queues"]["avariina"]
    assert desk["open"] == "always"
    assert "shed_order" not in desk
    assert [one["agents"] for one in desk["minimum"]] == [2]
    assert OBJECTS["processes"]["avariini-zvernennia"]["minimum"]["staff"] == 2


# ── what happens when something is lost ────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "lost",
    [
        "povitriana-tryvoha",
        "blekaut",
        "budivlia-poshkodzhena",
        "vtrata-operatora",
        "kiberataka",
        "kholod-u-zali",
        "veres-telekom",
        "strimchak-mobail",
        "zhyvlennia-tsentru",
    ],
)
def test_no_risk_of_the_plan_stops_a_process(lost: str, ask: Asked) -> None:
    answer = ask("what-if", "--lose", lost, "--plan", HROMADA)
    assert len(_outcomes(answer)) == 4
    assert "stops" not in _outcomes(answer).values()


def test_in_an_alarm_the_emergency_desk_answers_from_the_shelter(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert run(["what-if", "--lose", "povitriana-tryvoha", "--plan", str(HROMADA)]) == 0
    assert "працює: Укриття з робочими місцями" in capsys.readouterr().out


def test_a_hit_on_the_house_takes_hall_and_shelter_together() -> None:
    """One house is no spare for itself: the shelter is for alarms alone."""
    sites = OBJECTS["sites"]
    assert sites["ukryttia"]["zone"] == sites["tsentr"]["zone"]
    assert "ukryttia" not in sites["tsentr"]["alternates"]


@pytest.mark.parametrize("process", ["avariini-zvernennia", "sotsialna-liniia"])
def test_no_single_loss_stops_a_critical_process(process: str, ask: Asked) -> None:
    answer = ask("graph", "losses", process, "--order", "1", "--plan", HROMADA)
    assert answer["stops"] == []
    assert answer["disturbs"] != []


# ── a drill ────────────────────────────────────────────────────────────────────────────────────


def test_the_blackout_tabletop_is_played_and_reported_in_ukrainian(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    played = run(
        [
            *("drill", "run", "blekaut-vnochi", "--plan", str(HROMADA), "--no-input"),
            *("--answers", str(HROMADA / "drills" / "answers-blekaut-vnochi.yaml")),
            *("--out", str(tmp_path)),
        ]
    )
    told = capsys.readouterr().out
    assert played == 1, "one objective was not met"
    assert "План уведено в дію за двадцять хвилин; 8:40" in told
    assert "Каже вголос, на скільки годин стане – із запізненням" in told
