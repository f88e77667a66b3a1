import json

import pytest
from drill_plans import BASE, plan_with

from bcp.drill.script import (
    as_data,
    clock_text,
    facilitator_list,
    from_data,
    script_for,
    script_for_exercise,
    script_for_risk,
    stale,
)
from bcp.errors import BcpError

MINUTE = 60_000
RISK_OF_NOISE = """  line-noise:
    title: The main line hums
    class: telecom
    likelihood: 2
    impact: 2
    owner: ict-lead
    threatens: [answer-calls]
    treatment: reduce
    controls: [telephone-lines]
    residual: 1
    playbook: keep-writing
    reviewed: 2026-06-01
"""


@pytest.fixture(scope="module")
def plan():
    return plan_with()


@pytest.fixture(scope="module")
def script(plan):
    return script_for_risk(plan, "line-dead")


def inject(script, name):
    return script.inject[name]


def action(script, name):
    return script.action[name]


def test_the_trigger_reads_one_unit_past_the_critical_threshold_and_goes_to_who_watches(script):
    trigger = inject(script, "reads-service-level")
    assert trigger.at_ms == 0
    assert "Service level: 53 % for 30 min" in trigger.text and "limit 54 %" in trigger.text
    assert trigger.to == ("floor-lead",)


def test_an_indicator_where_lower_is_better_reads_above_its_threshold():
    plan = plan_with(("risks.yaml", "[service-level]", "[answer-time]"))
    trigger = inject(script_for_risk(plan, "line-dead"), "reads-answer-time")
    assert "Average speed of answer: 121 s for" in trigger.text and "limit 120 s" in trigger.text


def test_without_any_early_warning_the_indicators_that_start_the_playbook_announce_it():
    plan = plan_with(("risks.yaml", "    early_warning: [service-level]\n", ""))
    announced = [i.id for i in script_for_risk(plan, "line-dead").injects if i.at_ms == 0]
    assert "reads-abandonment" in announced


def test_each_level_has_its_acceptance_time_after_the_silence_of_the_one_before(script):
    lead, boss = action(script, "answer-call-out-lead"), action(script, "answer-call-out-boss")
    assert (lead.due_ms, boss.due_ms) == (10 * MINUTE, 20 * MINUTE)
    silence = inject(script, "silent-call-out-lead")
    assert silence.kind == "contingency"
    assert silence.if_not_done == lead.id
    assert silence.at_ms == 10 * MINUTE
    assert silence.expect == (boss.id,)
    assert "Duty lead does not answer on Telephone nor on Text message: 2 tries" in silence.text


def test_an_exhausted_escalation_goes_on_with_the_one_it_hands_over_to(script):
    assert inject(script, "silent-call-out-boss").expect == ("answer-call-anybody-anybody",)
    assert action(script, "answer-call-anybody-anybody").due_ms == 30 * MINUTE


def test_an_escalation_that_leads_back_to_its_start_ends():
    plan = plan_with(
        ("escalations.yaml", "otherwise: next}\n    ends_at", "otherwise: anybody}\n    ends_at")
    )
    script = script_for_risk(plan, "line-dead")
    assert inject(script, "silent-call-anybody-second").expect == ()


def test_a_role_called_whether_or_not_the_one_before_answers_hangs_on_the_trigger():
    plan = plan_with(
        (
            "escalations.yaml",
            "attempts: 2, otherwise: boss}",
            "attempts: 2, otherwise: boss, then: boss}",
        )
    )
    script = script_for_risk(plan, "line-dead")
    assert "answer-call-out-boss" in inject(script, "reads-service-level").expect
    assert inject(script, "silent-call-out-lead").expect == ()


def test_a_role_called_only_after_acceptance_waits_for_it():
    steps = "attempts: 2, otherwise: hand-over, then: boss}"
    plan = plan_with(("escalations.yaml", "attempts: 2, otherwise: boss}", steps))
    script = script_for_risk(plan, "line-dead")
    assert action(script, "answer-call-out-boss").if_done == "answer-call-out-lead"


def test_the_switch_is_decided_then_done_and_held_against_the_recovery_time(script):
    lost = inject(script, "lost-main-line")
    decided = action(script, "decide-telephone-lines")
    switched = action(script, "switch-telephone-lines")
    assert lost.at_ms == 0  # noticed within 5 minutes, and the alarm has run for longer
    assert (decided.by, decided.due_ms) == ("duty-lead", 5 * MINUTE)
    assert (switched.by, switched.due_ms) == ("ict-lead", 15 * MINUTE)
    assert decided.must and switched.must  # a critical process stands on it
    (one,) = script.switchovers
    assert (one.planned_ms, one.rto_ms) == (15 * MINUTE, 60 * MINUTE)
    assert one.ago_ms == 5 * MINUTE  # an RTO runs from the loss, not from when it is noticed


def test_a_loss_that_is_noticed_later_than_the_alarm_is_told_after_it():
    plan = plan_with(("indicators.yaml", "beyond: 54, for: 30m", "beyond: 54, for: 2m"))
    assert inject(script_for_risk(plan, "line-dead"), "lost-main-line").at_ms == 3 * MINUTE


def test_without_an_alarm_the_loss_is_told_when_it_is_noticed():
    plan = plan_with(
        ("risks.yaml", "    early_warning: [service-level]\n", ""),
        ("indicators.yaml", "    on_critical: keep-answering\n", ""),
    )
    assert inject(script_for_risk(plan, "line-dead"), "lost-main-line").at_ms == 5 * MINUTE


def test_a_task_that_follows_the_procedure_of_the_switch_is_that_switch(script):
    switched = action(script, "switch-telephone-lines")
    assert [one.id for one in switched.also] == ["task-keep-answering-switch"]
    assert "task-keep-answering-switch" not in script.action
    assert switched.where == "telephone-lines.switch, keep-answering.tasks.switch"
    assert "phase-keep-answering-recover" not in script.inject  # nothing is left to ask in it


def test_the_earlier_of_the_two_times_counts_and_a_must_stays_one():
    task = "procedure: switch-lines, by: ict-lead, accountable: duty-lead, within: 20m"
    early = task.replace("within: 20m", "within: 2m, must: true")
    script = script_for_risk(plan_with(("keep-answering.yaml", task, early)), "line-dead")
    switched = action(script, "switch-telephone-lines")
    assert (switched.due_ms, switched.must) == (12 * MINUTE, True)  # declared by 10:00, and 2
    assert switched.after == ("decide-telephone-lines",)


def test_a_task_of_somebody_else_or_in_words_alone_is_asked_for_itself():
    task = "procedure: switch-lines, by: ict-lead,"
    for other in ("procedure: switch-lines, by: floor-lead,", "do: Switch over, by: ict-lead,"):
        script = script_for_risk(plan_with(("keep-answering.yaml", task, other)), "line-dead")
        assert action(script, "switch-telephone-lines").also == ()
        assert "task-keep-answering-switch" in script.action


def test_a_task_that_follows_how_a_message_goes_out_is_that_message():
    plan = plan_with(
        (
            "keep-answering.yaml",
            "{id: tell-the-services, do: Tell the emergency control room, by: duty-lead",
            "{id: words, procedure: go-home, by: floor-lead",
        ),
        (
            "messages.yaml",
            "{by: ict-lead, procedure: switch-lines, within: 5m}\n    first_within: 15m",
            "{by: floor-lead, procedure: go-home}\n    first_within: 15m",
        ),
    )
    first = action(script_for_risk(plan, "line-dead"), "send-holding-line")
    assert (first.kind, [one.id for one in first.also]) == ("send", ["task-keep-answering-words"])


def test_a_task_that_follows_how_a_form_is_entered_is_its_back_entry():
    task = "{id: back, procedure: back-to-normal, by: duty-lead, within: 4h, duration: 1h}"
    enter = "\n        - {id: enter, procedure: enter-back, by: floor-lead, within: 1d}"
    plan = plan_with(("keep-answering.yaml", task, task + enter))
    entered = action(script_for_risk(plan, "line-dead"), "task-keep-answering-enter")
    assert len(entered.also) == 1 and entered.also[0].id.startswith("back-entry-")


def test_who_goes_back_does_so_after_the_switch():
    plan = plan_with(
        ("telephone-lines.yaml", "within: 10m", "within: 55m"),
        ("keep-answering.yaml", "procedure: switch-lines, by: ict-lead", "do: Wait, by: ict-lead"),
        ("keep-answering.yaml", "by: duty-lead, within: 4h, duration: 1h", "by: duty-lead"),
    )
    script = script_for_risk(plan, "line-dead")
    switched = action(script, "switch-telephone-lines").due_ms
    assert inject(script, "phase-keep-answering-return").at_ms == switched == 60 * MINUTE


def test_a_reading_does_not_go_below_nothing_unless_its_unit_does():
    change = ("indicators.yaml", "critical: {beyond: 54", "critical: {beyond: 0")
    trigger = inject(script_for_risk(plan_with(change), "line-dead"), "reads-service-level")
    assert "Service level: 0 % for 30 min (limit 0 %)" in trigger.text
    cold = ("indicators.yaml", 'unit: "%"', 'unit: "°C"')
    trigger = inject(script_for_risk(plan_with(change, cold), "line-dead"), "reads-service-level")
    assert "Service level: -1 °C" in trigger.text


def test_more_than_a_handful_is_asked_role_by_role():
    tasks = "".join(
        f"        - {{id: more-{n}, do: Do {n}, by: {by}, within: 5m}}\n"
        for n, by in enumerate(["floor-lead", "duty-lead", "ict-lead"] * 2)
    )
    plan = plan_with(("keep-answering.yaml", "      respond:\n", f"      respond:\n{tasks}"))
    script = script_for_risk(plan, "line-dead")
    parts = [one for one in script.injects if one.id.startswith("phase-keep-answering-respond")]
    assert [one.to for one in parts] == [("floor-lead",), ("duty-lead",), ("ict-lead",)]
    assert parts[0].id == "phase-keep-answering-respond"
    for one in parts:
        assert {script.action[asked].by for asked in one.expect} == set(one.to)


def test_a_playbook_gives_the_drill_of_the_risk_that_it_answers(plan, script):
    assert script_for(plan, "keep-answering") == script


def test_a_playbook_of_no_risk_is_said_with_what_there_is():
    plan = plan_with(
        ("risks.yaml", "    playbook: keep-answering\n", ""),
        ("keep-answering.yaml", "{risks: [line-dead], losses: [telephone-lines, office]}",
         "{losses: [office]}"),
    )  # fmt: skip
    with pytest.raises(BcpError, match="No risk of this plan starts the playbook") as fault:
        script_for(plan, "keep-answering")
    assert "playbook: keep-answering" in fault.value.fix


def test_a_run_kept_before_acts_were_joined_can_still_be_read(script):
    data = json.loads(json.dumps(as_data(script)))
    for one in data["actions"]:
        del one["also"]
    for one in data["switchovers"]:
        del one["ago_ms"]
    read = from_data(data)
    assert [one.id for one in read.actions] == [one.id for one in script.actions]


def test_who_decides_on_the_switch_is_not_asked_again_by_its_procedure(script):
    assert "decide-switch-lines-decide" not in script.action


def test_a_question_in_a_procedure_is_an_action_of_whoever_decides_it():
    plan = plan_with(
        ("procedures.yaml", "by: duty-lead\n        within: 5m", "by: director\n        within: 5m")
    )
    script = script_for_risk(plan, "line-dead")
    decision = action(script, "decide-switch-lines-decide")
    assert decision.by == "director"
    assert "“Switch” or “Wait”" in decision.text
    assert "if nobody decides: Switch" in decision.text


def test_messages_name_channels_deadline_and_approver(script):
    first = action(script, "send-holding-line")
    assert first.due_ms == (10 + 15) * MINUTE  # declared, then first_within
    assert "Announcement on the line, Text message" in first.text
    assert "approved by Director" in first.text


def test_the_closing_message_counts_from_the_end_not_from_the_start(script):
    assert action(script, "send-close-line").after == ("stand-down-keep-answering",)


def test_tasks_keep_their_ids_their_time_and_what_comes_first():
    plan = plan_with(
        (
            "keep-answering.yaml",
            "within: 10m, duration: 5m, welfare: true",
            "within: 10m, after: [look], welfare: true",
        )
    )
    script = script_for_risk(plan, "line-dead")
    count = action(script, "task-keep-answering-count")
    assert count.kind == "welfare"
    assert count.after == ("task-keep-answering-look",)
    assert count.due_ms == (10 + 5 + 10) * MINUTE
    assert action(script, "task-keep-answering-look").must


def test_levers_come_in_the_order_of_the_plan_when_people_or_demand_are_the_matter():
    second = (
        "levers:\n  ask-people:\n    title: Ask\n    order: 0\n    do: Ask people to stay\n"
        "    by: floor-lead\n    within: 15m\n    yields: Two agents\n    ends: At night\n"
    )
    plan = plan_with(
        ("risks.yaml", "{ids: [main-line]}", "{demand: 2.5}"), ("levers.yaml", "levers:\n", second)
    )
    script = script_for_risk(plan, "line-dead")
    assert "2.5 times" in inject(script, "surge-line-dead").text
    assert inject(script, "surge-line-dead").expect == ("lever-ask-people", "lever-move-breaks")
    assert action(script, "lever-move-breaks").after == ("lever-ask-people",)


def test_no_lever_is_asked_for_when_a_line_is_dead(script):
    assert not [one for one in script.actions if one.kind == "lever"]


def test_a_risk_without_an_exercise_gets_its_objectives_from_the_targets_of_the_plan(script):
    found = {one.metric: one.max_ms for one in script.objectives if one.max_ms}
    assert found["time-to-answer"] == 10 * MINUTE
    assert found["first-message"] == 15 * MINUTE
    assert found["time-to-switch"] == 15 * MINUTE


def test_an_exercise_joins_what_was_written_with_what_the_plan_gives(plan):
    script = script_for_exercise(plan, "line-tabletop")
    own = action(script, "ring-lead")
    assert (own.kind, own.due_ms, own.must, own.objectives) == ("own", 5 * MINUTE, True, ("reach",))
    assert "reach" in action(script, "answer-call-out-lead").objectives
    assert script.story_starts == "2027-03-10 02:40"
    assert [one.ask for one in script.questions] == ["What did you do that is not in the plan?"]


def test_an_id_that_the_exercise_took_stays_its_own():
    plan = plan_with(("exercises.yaml", "{id: quiet, at: 0m", "{id: reads-service-level, at: 1m"))
    script = script_for_exercise(plan, "line-tabletop")
    assert inject(script, "reads-service-level").at_ms == MINUTE
    assert inject(script, "reads-service-level-plan").at_ms == 0


def test_an_inject_that_names_an_action_nobody_wrote_is_said_with_the_nearest():
    plan = plan_with(("exercises.yaml", "expect: [ring-lead]", "expect: [ring-leed]"))
    with pytest.raises(BcpError, match="names the action “ring-leed”") as fault:
        script_for_exercise(plan, "line-tabletop")
    assert fault.value.fix == "Did you mean ring-lead?"


def test_an_unknown_scenario_is_said_with_the_nearest(plan):
    with pytest.raises(BcpError) as fault:
        script_for(plan, "line-ded")
    assert fault.value.fix == "Did you mean line-dead?"


def test_two_risks_with_one_playbook_play_it_once():
    plan = plan_with(
        (
            "risks.yaml",
            "risks:\n",
            "risks:\n  cut:\n    title: A digger\n    class: telecom\n"
            "    removes: {ids: [main-line]}\n    playbook: keep-answering\n",
        ),
        (
            "exercises.yaml",
            "{risks: [line-dead], losses: [main-line], text: The main line dies",
            "{risks: [line-dead, cut], losses: [main-line], text: The main line dies",
        ),
    )
    script = script_for_exercise(plan, "line-tabletop")
    assert [one.id for one in script.actions if one.kind == "declare"] == ["declare-keep-answering"]


def test_every_reference_in_a_script_leads_somewhere(plan):
    for scenario in ("line-dead", "line-tabletop", "switch-test", "call-tree"):
        script = script_for(plan, scenario)
        for one in script.injects:
            assert set(one.expect) <= set(script.action)
            assert not one.if_not_done or one.if_not_done in script.action
        for one in script.actions:
            assert set(one.after) <= set(script.action) | set(script.inject)
            assert one.due_ms is None or one.due_ms >= 0


def test_the_same_plan_gives_the_same_script_in_whatever_order_its_files_are(plan):
    assert as_data(script_for(plan, "line-dead")) == as_data(script_for(plan_with(), "line-dead"))


def test_a_script_comes_back_from_json_as_it_was(script):
    assert from_data(json.loads(json.dumps(as_data(script)))) == script


@pytest.mark.parametrize(
    "damage",
    [{}, {"id": 3}, None, [], {"id": "x"}],
    ids=["empty", "number", "none", "list", "part"],
)
def test_what_is_no_script_is_refused_in_words(damage):
    with pytest.raises(BcpError, match="no script that this version"):
        from_data(damage)


def test_an_unchanged_plan_leaves_nothing_stale(plan, script):
    assert stale(script, plan) == ()


@pytest.mark.parametrize(
    ("change", "item", "why"),
    [
        (
            (
                "escalations.yaml",
                "role: duty-lead, via: [telephone",
                "role: planner, via: [telephone",
            ),
            "answer-call-out-lead",
            "changed",
        ),
        (
            ("telephone-lines.yaml", "within: 10m", "within: 12m"),
            "switch-telephone-lines",
            "changed",
        ),
        (
            ("keep-answering.yaml", "id: look,", "id: look-around,"),
            "task-keep-answering-look",
            "gone",
        ),
        (
            ("keep-answering.yaml", "id: look,", "id: look-around,"),
            "task-keep-answering-look-around",
            "new",
        ),
        (
            ("indicators.yaml", "critical: {beyond: 54", "critical: {beyond: 50"),
            "reads-service-level",
            "changed",
        ),
    ],
)
def test_a_change_of_the_plan_makes_what_comes_from_it_stale(script, change, item, why):
    found = {one.id: one.why for one in stale(script, plan_with(change))}
    assert found[item] == why


def test_a_change_elsewhere_leaves_the_script_fresh(script):
    assert (
        stale(script, plan_with(("courses.yaml", "Where the red binder is", "Where it is"))) == ()
    )


def test_an_exercise_that_was_deleted_is_stale_as_a_whole(plan):
    script = script_for(plan, "switch-test")
    gone = plan_with(
        ("exercises.yaml", "  switch-test:\n", "  other-test:\n"),
        ("events.yaml", "of: switch-test", "of: other-test"),
    )
    assert [one.why for one in stale(script, gone)] == ["gone"]


def test_the_facilitator_s_list_fits_sixty_columns_and_names_every_item(script):
    lines = list(facilitator_list(script, 60))
    text = "\n".join(lines)
    assert all(f"[{one.id}]" in text for one in (*script.injects, *script.actions))
    words_alone = [line for line in lines if len(line) > 60]
    assert words_alone == []


def test_times_over_an_hour_and_a_day_are_read_as_hours():
    assert [clock_text(ms) for ms in (0, 59_999, 61 * MINUTE, 26 * 60 * MINUTE)] == [
        "0:00",
        "0:59",
        "1:01:00",
        "26:00:00",
    ]


def test_a_second_risk_with_the_same_indicator_is_not_announced_twice():
    plan = plan_with(
        (
            "risks.yaml",
            "risks:\n",
            "risks:\n  cut:\n    title: A digger\n    class: telecom\n"
            "    early_warning: [service-level]\n    playbook: keep-answering\n",
        ),
        (
            "exercises.yaml",
            "{risks: [line-dead], losses: [main-line], text: The main line dies",
            "{risks: [line-dead, cut], losses: [main-line], text: The main line dies",
        ),
    )
    at_start = [
        one.id for one in script_for_exercise(plan, "line-tabletop").injects if not one.at_ms
    ]
    assert at_start == ["quiet", "reads-service-level", "lost-main-line"]


def test_of_two_risks_with_one_call_out_the_second_playbook_is_started_in_time_too():
    """Who was called for the first is not called again, and has that answer's time for both."""
    playbook = (BASE / "keep-answering.yaml").read_text(encoding="utf-8")
    second = playbook.partition("\n")[2].replace("keep-answering:", "keep-writing:")
    plan = plan_with(
        ("risks.yaml", "risks:\n", f"risks:\n{RISK_OF_NOISE}"),
        ("keep-answering.yaml", playbook, f"{playbook.rstrip()}\n{second}"),
        ("exercises.yaml", "risks: [line-dead], losses: [main-line], text: The main line dies",
         "risks: [line-dead, line-noise], losses: [main-line], text: The main line dies"),
    )  # fmt: skip
    script = script_for(plan, "line-tabletop")
    first, noise = script.action["declare-keep-answering"], script.action["declare-keep-writing"]
    assert first.due_ms == noise.due_ms == 10 * MINUTE
    answers = [one.id for one in script.actions if one.kind == "answer"]
    assert len(answers) == len(set(answers))
    told = [one for one in script.injects if one.id == "phase-keep-writing-respond"]
    assert [one.at_ms >= noise.due_ms for one in told] == [True]
