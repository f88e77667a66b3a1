"""A health advice line: what its nurses and its commissioners would ask of the plan.

Is a caller in danger always answered, does each process hold its minimum in time whatever single
thing is lost, do the figures of the roster agree with one another, can six weeks be worked on
paper, and are the words to callers there in both languages.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from functools import cache
from itertools import chain
from pathlib import Path

import pytest

from bcp.cli.main import run
from bcp.cli.plans import readable_plan
from bcp.drill.script.build import script_for
from bcp.graph.what_if.what_if import Answer, ProcessOutcome, what_if
from bcp.model.communication import Audience, Channel, Form, MessageTemplate, Notification
from bcp.model.learning import Exercise
from bcp.model.people import Hours, OpenHours, Person, Role
from bcp.model.queues import Queue
from bcp.model.resources import Cause, Process, Record, Site, Strategy, Supplier, System
from bcp.model.response import Playbook, Risk
from bcp.operations.erlang import erlang_c, offered_load
from bcp.plan import Plan

FOLDER = Path(__file__).parents[2] / "plans" / "nurse-line"
DAY = "2026-11-16"

WEEK = 7 * 24
FULL_POST = 37.5
"""Paid hours a week of a full post."""

PART_POSTS = {"medication-line": 24.0, "dental-line": 24.0}
"""Paid hours a week of the part posts, as queues.yaml says them."""

KESTREL = {"nurses and advisers": 10, "practitioners": 4}
"""Whom the mutual aid partner can send, in all."""

# Ranges that the regulator of telephones keeps free for fiction, as they are dialled abroad.
FICTION = re.compile(
    r"\+44 (20 7946 0|29 2018 0|117 496 0|191 498 0|808 157 0)\d{3}|\+44 7700 900\d{3}"
)


@cache
def plan() -> Plan:
    return readable_plan(FOLDER).loaded.plan


@cache
def without(*lost: str) -> Answer:
    return what_if(plan(), lost)


def _single_losses() -> list[str]:
    kinds = (System, Supplier, Site, Cause, Person, Risk)
    return [one.id for one in chain.from_iterable(plan().of(kind) for kind in kinds)]


def _hours_a_week(name: str) -> float:
    if name == "always":
        return WEEK
    hours = plan().objects[name]
    assert isinstance(hours, Hours)
    return sum(map(_length, hours.open))


def _length(stretch: OpenHours) -> float:
    begins, ends = (one.hour + one.minute / 60 for one in (stretch.start, stretch.end))
    return ((ends - begins) % 24 or 24) * len(stretch.days)


def _at_work(queue: Queue, agents: int) -> int:
    assert queue.shrinkage is not None
    return int(agents * (1 - queue.shrinkage) + 1e-9)


# ── the plan as a whole ────────────────────────────────────────────────────────────────────────


def test_the_plan_has_no_finding_but_the_one_that_was_accepted(
    capsys: pytest.CaptureFixture[str],
) -> None:
    code = run(["check", str(FOLDER), "--as-of", DAY, "--fail-on", "info", "--format", "json"])
    (told,) = json.loads(capsys.readouterr().out)["plans"]
    assert (code, told["diagnostics"]) == (0, [])
    assert [one["code"] for one in told["waived"]] == ["CTC025"]


def test_every_telephone_number_is_one_kept_free_for_fiction() -> None:
    written = "\n".join(file.read_text(encoding="utf-8") for file in FOLDER.rglob("*.yaml"))
    numbers = set(re.findall(r"\+44 [\d ]+\d", written))
    assert len(numbers) > 150
    assert sorted(one for one in numbers if not FICTION.fullmatch(one)) == []
    assert set(re.findall(r"@[\w.-]+", written)) <= {
        one for one in re.findall(r"@[\w.-]+", written) if one.endswith(".example")
    }


# ── whatever single thing is lost ──────────────────────────────────────────────────────────────


def _late(answer: Answer) -> Iterator[ProcessOutcome]:
    for one in answer.processes:
        touched = bool(one.story or one.switched)
        if one.outcome == "stops" or (touched and one.clock.verdict != "met"):
            yield one


@pytest.mark.parametrize("lost", _single_losses())
def test_no_single_loss_stops_a_process_or_brings_its_minimum_back_too_late(lost: str) -> None:
    assert list(_late(without(lost))) == []


@pytest.mark.parametrize("lost", _single_losses())
def test_no_single_loss_leaves_a_role_empty(lost: str) -> None:
    assert [one.role for one in without(lost).roles if one.now is None] == []


def test_with_supplier_and_mobile_networks_lost_emergencies_still_go_out_within_the_rto() -> None:
    answer = without("larkspur-health", "mobile-networks")
    (one,) = (each for each in answer.processes if each.process == "ambulance-transfer")
    assert [held.strategy for held in one.held] == ["ambulance-by-999"]
    assert one.clock.verdict == "met"


@pytest.mark.parametrize("carrier", ["avonwire", "taffnet"])
def test_no_carrier_takes_every_number_of_a_line_on_which_a_life_may_hang(carrier: str) -> None:
    for queue in plan().of(Queue):
        if queue.safety:
            assert any(number.carrier != carrier for number in queue.numbers), queue.id


def test_an_attack_on_the_supplier_is_borne_for_six_weeks_at_no_less_than_the_minimum() -> None:
    attack = plan().objects["supplier-attack"]
    assert isinstance(attack, Risk)
    assert attack.removes is not None
    assert attack.removes.lasts is not None
    weeks = attack.removes.lasts.total
    assert weeks == 42 * 86_400
    for one in without("supplier-attack").processes:
        if one.outcome == "goes-on":
            continue
        process = plan().objects[one.process]
        assert isinstance(process, Process)
        assert process.minimum is not None
        assert process.minimum.share is not None
        lasting = [held for held in one.held if (held.lasts or 0) >= weeks]
        assert lasting, f"nothing holds {one.process} for six weeks"
        assert all((held.gives or 0) >= process.minimum.share for held in lasting), one.process


def test_every_strategy_was_shown_to_work_in_the_time_it_promises() -> None:
    for one in plan().of(Strategy):
        assert one.demonstrated is not None, one.id
        assert one.demonstrated.time.total <= one.within.total, one.id


# ── the roster ─────────────────────────────────────────────────────────────────────────────────


def test_sixty_six_colleagues_and_nowhere_nearly_half_of_them() -> None:
    at: dict[str, int] = {}
    for queue in plan().of(Queue):
        for group in queue.agents:
            at[group.site] = at.get(group.site, 0) + group.count
    assert at == {"caisson-house": 27, "ty-gwennol": 22, "home-clinicians": 17}


@pytest.mark.parametrize("queue", plan().of(Queue), ids=lambda one: one.id)
def test_a_line_rosters_no_more_hours_a_week_than_its_people_are_paid_for(queue: Queue) -> None:
    rostered = sum(
        (one.agents or 0) * _hours_a_week(one.hours or "always") for one in queue.forecast
    )
    people = sum(group.count for group in queue.agents)
    assert 0 < rostered <= people * PART_POSTS.get(queue.id, FULL_POST)


@pytest.mark.parametrize("queue", plan().of(Queue), ids=lambda one: one.id)
def test_in_every_interval_at_least_the_minimum_is_at_work(queue: Queue) -> None:
    least = {one.hours: one.agents for one in queue.minimum}
    for forecast in queue.forecast:
        assert forecast.hours is not None
        needed = least.get(forecast.hours, least.get("always"))
        assert needed is not None, f"no minimum for {forecast.hours}"
        assert _at_work(queue, forecast.agents or 0) >= needed


def test_the_health_line_on_a_weekend_keeps_its_promise_just_and_has_nothing_to_give() -> None:
    line = plan().objects["health-line"]
    assert isinstance(line, Queue)
    assert line.handle_time is not None
    weekend = line.forecast[0]
    load = offered_load(weekend.contacts_per_hour, line.handle_time.total)
    for at_work, low, high in ((5, 0.895, 0.91), (4, 0.0, 0.80)):
        reached = erlang_c(load, at_work, line.handle_time.total, 60)
        assert reached is not None
        assert low <= reached.answered_in_time <= high


def test_kestrel_is_not_promised_to_more_lines_than_it_has_people_for() -> None:
    taken = {"nurses and advisers": 0, "practitioners": 0}
    for queue in plan().of(Queue):
        if queue.overflow is not None:
            assert queue.overflow.partner == "kestrel-line"
            kind = "practitioners" if queue.id == "crisis-line" else "nurses and advisers"
            taken[kind] += queue.overflow.capacity
    assert taken == KESTREL
    kestrel = plan().objects["kestrel-line"]
    assert isinstance(kestrel, Supplier)
    assert kestrel.capacity is not None
    assert kestrel.capacity.amount == sum(KESTREL.values())


def test_everybody_at_work_on_the_busiest_day_has_a_desk_in_either_house_or_at_home() -> None:
    busiest = sum(queue.forecast[0].agents or 0 for queue in plan().of(Queue))
    assert busiest == 26
    for site in plan().of(Site):
        assert (site.capacity or 0) >= busiest, site.id


# ── callers ────────────────────────────────────────────────────────────────────────────────────


def test_the_lines_on_which_a_life_may_hang_never_close_and_the_small_ones_do_in_order() -> None:
    safety = {queue.id for queue in plan().of(Queue) if queue.safety}
    assert safety == {"health-line", "nurse-queue", "crisis-line"}
    closing = sorted(
        (queue.shed_order, queue.id) for queue in plan().of(Queue) if queue.shed_order is not None
    )
    assert [name for _, name in closing] == ["dental-line", "medication-line", "routine-callbacks"]


def test_every_announcement_names_the_emergency_number_in_both_languages() -> None:
    announcing = {one.id for one in plan().of(Channel) if one.type == "announcement"}
    heard = 0
    for message in plan().of(MessageTemplate):
        for channel, text in message.text.items():
            if channel in announcing:
                for language in ("en", "cy"):
                    assert "999" in dict(text.by_language)[language], (
                        f"{message.id}, {channel}, {language}"
                    )
                    heard += 1
    assert heard >= 28


def test_whoever_hears_welsh_hears_all_of_it() -> None:
    welsh = {one.id for one in plan().of(Audience) if "cy" in one.languages}
    assert {"callers", "waiting-callers", "the-public", "newsrooms"} == welsh
    for message in plan().of(MessageTemplate):
        if message.audience in welsh:
            for channel, text in message.text.items():
                assert {"en", "cy"} <= set(dict(text.by_language)), f"{message.id}, {channel}"


def test_a_playbook_speaks_of_its_own_risks_alone() -> None:
    for playbook in plan().of(Playbook):
        for name in playbook.messages:
            message = plan().objects[name]
            assert isinstance(message, MessageTemplate)
            assert set(message.risks) & set(playbook.for_.risks), f"{playbook.id}: {name}"


# ── paper ──────────────────────────────────────────────────────────────────────────────────────


def test_the_first_look_comes_before_the_call_back_and_an_ambulance_before_both() -> None:
    form = plan().objects["call-form"]
    assert isinstance(form, Form)
    within = {one.id: one.within.total for one in form.triage}
    assert within["red"] <= 180 < within["amber"] <= 1200 < within["green"]
    assert within["crisis"] <= 180


def test_forms_for_a_week_of_calls_lie_in_the_two_houses_together() -> None:
    queue = plan().objects["health-line"]
    assert isinstance(queue, Queue)
    calls = sum(
        one.contacts_per_hour * _hours_a_week(one.hours or "always") for one in queue.forecast
    )
    form = plan().objects["call-form"]
    assert isinstance(form, Form)
    assert 1250 < calls < sum(one.how_many for one in form.copies)


def test_the_legal_clocks_are_those_of_the_laws_they_name() -> None:
    notices = {one.id: one for one in plan().of(Notification)}
    aware = {name: one for name, one in notices.items() if one.starts == "awareness"}
    assert {name: one.within.total // 3600 for name, one in aware.items()} == {
        "cyber-24h": 24,
        "cyber-72h": 72,
        "data-72h": 72,
        "care-24h": 24,
    }
    final = notices["cyber-month"]
    assert (final.starts, final.previous) == ("previous-notice", "cyber-72h")


def test_every_protocol_binder_lies_somewhere_and_they_are_thirty_eight() -> None:
    binders = plan().objects["protocol-binders"]
    assert isinstance(binders, Record)
    assert binders.edition == "7"
    numbered = [
        range(int(begins), int(ends or begins) + 1)
        for one in binders.copies
        for begins, ends in re.findall(r"^Binders? (\d+)(?: to (\d+))?", str(one.where))
    ]
    assert [len(one) for one in numbered] == [one.how_many for one in binders.copies]
    assert list(chain.from_iterable(numbered)) == list(range(1, 39))


def test_a_red_telephone_is_tried_before_the_emergency_number() -> None:
    ways = [one for one in plan().of(Strategy) if one.for_ == "ambulance-transfer"]
    assert [one.id for one in sorted(ways, key=lambda one: one.order or 99)] == [
        "ambulance-by-voice",
        "ambulance-by-999",
    ]


# ── people ─────────────────────────────────────────────────────────────────────────────────────


def test_who_speaks_welsh_with_a_caller_speaks_english_too() -> None:
    welsh = [
        group for queue in plan().of(Queue) for group in queue.agents if "cy" in group.all_languages
    ]
    assert sum(group.count for group in welsh) == 10
    assert all("en" in group.all_languages for group in welsh)


@pytest.mark.parametrize(
    "role", ["triage-nurse", "health-adviser", "safety-net-nurse", "crisis-lead"]
)
def test_whoever_is_unsure_turns_to_a_clinician_first(role: str) -> None:
    unsure = plan().objects[role]
    assert isinstance(unsure, Role)
    assert unsure.turns_to[0] in ("doctor-on-call", "triage-nurse")


def test_who_is_on_leave_holds_no_role_and_stands_in_for_nobody_alone() -> None:
    away = {one.id for one in plan().of(Person) if one.status == "on-leave"}
    assert away == {"j.quaye"}
    for role in plan().of(Role):
        assert role.primary not in away
        assert not away & set(role.alternates) or set(role.alternates) - away


# ── exercises ──────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("exercise", plan().of(Exercise), ids=lambda one: one.id)
def test_every_exercise_can_be_made_into_a_drill(exercise: Exercise) -> None:
    script = script_for(plan(), exercise.id)
    assert {one.id for one in exercise.actions} <= {one.id for one in script.actions}


def test_weeks_on_paper_played_in_time_meets_every_objective(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    answers = tmp_path / "answers.yaml"
    answers.write_text("default: in-time\n", encoding="utf-8")
    code = run(
        [
            *("drill", "run", "weeks-on-paper", "--plan", str(FOLDER), "--no-input"),
            *("--answers", str(answers), "--out", str(tmp_path)),
        ]
    )
    told = capsys.readouterr().out
    assert code == 0, told
    assert "Objectives: 5 met" in told
