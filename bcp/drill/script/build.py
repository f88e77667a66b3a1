"""The script of a risk, and that of an exercise."""

from __future__ import annotations

from dataclasses import replace

from bcp.diagnostics import Message, mark
from bcp.drill.script.answering import Since, close, levers, messages
from bcp.drill.script.calling import Called, alarm_ms, calls, declaration, lost_ms, triggers
from bcp.drill.script.digest import digest_of_plan
from bcp.drill.script.maker import Maker
from bcp.drill.script.overflow import overflows
from bcp.drill.script.switching import switches
from bcp.drill.script.tasks import Phases
from bcp.drill.script.times import ms_of
from bcp.drill.script.types import Objective, Question, Script
from bcp.errors import BcpError
from bcp.model.learning import Exercise, ExerciseObjective
from bcp.model.response import Escalation, Playbook, Risk
from bcp.nearest import nearest
from bcp.plan import Plan

_TABLETOP_MS = 2 * 60 * 60_000
"""How long a tabletop takes for which the plan names no time. What is due later is talked through:
it counts as open, not as missed.
"""


def script_for(plan: Plan, id: str, language: str | None = None) -> Script:  # noqa: A002
    """The script of an exercise, a risk or a playbook; see the functions below. A playbook is
    played for the first risk that it answers.

    Raises:
        BcpError: the id is that of none, or what was written for the exercise does not join.
    """
    if plan.find(id, Exercise) is not None:
        return script_for_exercise(plan, id, language)
    playbook = plan.find(id, Playbook)
    if playbook is not None:
        return script_for_risk(plan, _answered(plan, playbook).id, language, playbook)
    return script_for_risk(plan, id, language)


def _answered(plan: Plan, playbook: Playbook) -> Risk:
    """The first risk that a playbook answers: one that is answered by it first, then one that it
    answers among others, then one that takes away what it is for.

    Raises:
        BcpError: there is none.
    """
    risks = plan.of(Risk)
    first = [one for one in risks if _answer_to(plan, one) is playbook]
    others = [one for one in risks if playbook in plan.playbooks_for(one)]
    takes = [one for one in risks if _takes(one, playbook)]
    found = (*first, *others, *takes)
    if not found:
        raise BcpError(
            "No risk of this plan starts the playbook “{id}”, so it has no drill.",
            "Name it in a risk: `playbook: {id}`, or a risk in it: `for: {{risks: […]}}`. There "
            "are: {known}.",
            id=playbook.id,
            known=_known(plan),
        )
    return found[0]


def _answer_to(plan: Plan, risk: Risk) -> Playbook | None:
    """The playbook that is started for a risk: the one that it names, or that names it; else one
    that is for a loss which the risk brings."""
    named = plan.playbooks_for(risk)
    if named or risk.playbook:
        return next(iter(named), None)
    return next((one for one in plan.of(Playbook) if _takes(risk, one)), None)


def _takes(risk: Risk, playbook: Playbook) -> bool:
    """Whether a risk takes away something that a playbook is for."""
    return risk.removes is not None and not set(playbook.for_.losses).isdisjoint(risk.removes.ids)


def _known(plan: Plan) -> str:
    """Everything that a drill can be made for, by kind."""
    kinds = (plan.of(Exercise), plan.of(Risk), plan.of(Playbook))
    return ", ".join(one.id for several in kinds for one in several) or "–"


def script_for_risk(
    plan: Plan, risk_id: str, language: str | None = None, playbook: Playbook | None = None
) -> Script:
    """What the plan itself gives for a risk: trigger, calls, switches, tasks, messages, the end.

    ``playbook`` is the one to play; None: the one that answers the risk. ``language`` None: the
    plan's own. The same plan gives the same script, item by item.

    Raises:
        BcpError: there is no such risk.
    """
    risk = plan.find(risk_id, Risk)
    if risk is None:
        known = [one.id for one in (*plan.of(Exercise), *plan.of(Risk), *plan.of(Playbook))]
        near = nearest(risk_id, known)
        raise BcpError(
            "There is no exercise, no risk and no playbook “{id}” in this plan.",
            "Did you mean {near}?"
            if near
            else ("There are: {known}." if known else "There is none."),
            id=risk_id,
            near=near,
            known=_known(plan),
        )
    usual = _answer_to(plan, risk)
    play = playbook or usual
    make = Maker(plan, language or plan.language)
    _give(make, risk, play, (), _TABLETOP_MS, {})
    _own_objectives(make)
    make.linked()
    # A drill is made again from its id: the risk alone would give its usual playbook.
    called = play if play is not None and play is not usual else risk
    return _script(make, called.id, "risk", "tabletop", make.text(called.title), _TABLETOP_MS)


def script_for_exercise(plan: Plan, exercise_id: str, language: str | None = None) -> Script:
    """What was written for an exercise, joined with what the plan gives for its scenario's risks.

    Raises:
        BcpError: there is no such exercise, or an inject speaks of an action that is not there.
    """
    exercise = plan.find(exercise_id, Exercise)
    if exercise is None:
        raise BcpError("There is no exercise “{id}” in this plan.", id=exercise_id)
    make = Maker(plan, language or plan.language)
    make.objectives = [_objective(make, one) for one in exercise.objectives]
    _written(make, exercise)
    duration = ms_of(exercise.duration) if exercise.duration else _TABLETOP_MS
    scenario, called = exercise.scenario, dict[str, Called]()
    for risk_id in scenario.risks:
        risk = plan.find(risk_id, Risk)
        if risk is not None:
            _give(make, risk, _answer_to(plan, risk), scenario.losses, duration, called)
    switches(make, scenario.losses)
    _check_references(make, exercise)
    make.linked()
    script = _script(
        make,
        exercise.id,
        "exercise",
        exercise.type,
        make.text(exercise.title),
        duration,
    )
    asked = tuple(
        Question(f"debrief-{number}", make.text(one))
        for number, one in enumerate(exercise.debrief, 1)
    )
    return replace(
        script,
        story=make.text(scenario.text),
        story_starts=f"{exercise.story_starts:%Y-%m-%d %H:%M}" if exercise.story_starts else "",
        facilitator=make.name(exercise.facilitator),
        evaluator=make.name(exercise.evaluator),
        safety_controller=make.name(exercise.safety_controller),
        ground_rules=tuple(make.text(one) for one in exercise.ground_rules),
        no_play=tuple(make.text(one) for one in exercise.no_play),
        questions=asked or script.questions,
        names=_names(make),
    )


def _give(
    make: Maker,
    risk: Risk,
    playbook: Playbook | None,
    losses: tuple[str, ...],
    duration: int,
    called: dict[str, Called],
) -> None:
    """Everything that the plan gives for one risk and the playbook that answers it. ``called`` are
    the escalations that were gone through: who was called for one risk need not be called again
    for another.
    """
    begin = triggers(make, risk, playbook)[0]
    lost = (*(risk.removes.ids if risk.removes else ()), *losses)
    ago = alarm_ms(make, risk, playbook)
    if playbook is None or not make.once(playbook.id):
        switches(make, lost, ago)
        return
    escalation = make.plan.find(playbook.escalation, Escalation)
    if escalation is not None and make.once(escalation.id):
        called[escalation.id] = calls(make, escalation, begin)
    declared = declaration(make, playbook, begin, called.get(playbook.escalation or ""))
    switches(make, lost, ago)
    ending = messages(make, risk, playbook, Since(declared, begin, lost_ms(make, lost, ago)))
    ends = _closing(duration)
    phases = Phases(make, playbook, declared, ends)
    phases.ask()
    overflows(make, playbook, lost, declared)
    levers(make, risk, declared)
    phases.ask_after(close(make, playbook, ending, ends, declared))


def _closing(duration: int) -> int:
    """When the end is told: the last quarter of an hour is for it."""
    return duration - min(15 * 60_000, duration // 4)


def _objective(make: Maker, one: ExerciseObjective) -> Objective:
    measure = one.measure
    return Objective(
        one.id,
        make.text(one.text),
        one.capability or "",
        measure.metric if measure else "",
        ms_of(measure.max) if measure and measure.max else None,
        round(measure.min * 1000) if measure and measure.min is not None else None,
        one.weight,
    )


def _own_objectives(make: Maker) -> None:
    """Objectives for a risk without an exercise: the targets that the plan itself sets."""
    by_kind: dict[str, list[int]] = {}
    for one in make.actions:
        if one.within_ms is not None and one.due_ms is not None:
            by_kind.setdefault(one.kind, []).append(one.within_ms)
    rows = (
        ("declare", "escalation", "time-to-declare", make.say("The playbook is started in time")),
        (
            "answer",
            "escalation",
            "time-to-answer",
            make.say("Somebody in command accepts the call"),
        ),
        ("send", "communication", "first-message", make.say("The first words go out in time")),
    )
    for kind, capability, metric, text in rows:
        if kind in by_kind:
            most = by_kind[kind][0] if kind != "send" else min(by_kind[kind])
            make.objectives.append(Objective(kind, text, capability, metric, most, None, 1))
    if make.switchovers:
        most = max(one.planned_ms for one in make.switchovers)
        text = make.say("What stands in takes over in time")
        make.objectives.append(
            Objective("switch", text, "redundancy", "time-to-switch", most, None, 1)
        )
    if make.actions:
        text = make.say("The tasks of the plan are done in time")
        make.objectives.append(
            Objective("in-time", text, "response", "actions-in-time", None, 800, 1)
        )


def _written(make: Maker, exercise: Exercise) -> None:
    """The exercise's own injects and actions, under their own ids."""
    for inject in exercise.injects:
        make.inject(
            inject.id,
            ms_of(inject.at),
            make.source(exercise.id, f"injects.{inject.id}", inject),
            to=inject.to,
            from_=inject.from_,
            means=inject.means,
            text=make.text(inject.text),
            kind=inject.kind,
            note=make.text(inject.note),
            if_not_done=inject.if_not_done or "",
        )
    expecting = {
        action: inject
        for inject in sorted(exercise.injects, key=lambda one: -one.at.total)
        for action in inject.expect
    }
    for one in exercise.actions:
        first = expecting.get(one.id)
        tests = make.plan.objects.get(one.tests) if one.tests else None
        make.action(
            one.id,
            "own",
            one.by,
            make.text(one.text),
            make.source(exercise.id, f"actions.{one.id}", one, tests),
            inject="",
            after=[first.id] if first else [],
            within_ms=ms_of(one.within),
            must=one.must,
        )
    _keep_links(make, exercise)


def _keep_links(make: Maker, exercise: Exercise) -> None:
    written = {one.id: one for one in exercise.injects}
    make.injects = [
        replace(one, expect=written[one.id].expect, objectives=written[one.id].objectives)
        for one in make.injects
    ]
    serves: dict[str, list[str]] = {}
    for inject in exercise.injects:
        for action in inject.expect:
            serves.setdefault(action, []).extend(inject.objectives)
    make.actions = [
        replace(one, objectives=tuple(dict.fromkeys(serves.get(one.id, ()))))
        for one in make.actions
    ]


def _check_references(make: Maker, exercise: Exercise) -> None:
    """What an inject names must be there; the plan's own actions count too."""
    actions = [one.id for one in make.actions]
    objectives = [one.id for one in make.objectives]
    for inject in exercise.injects:
        named = (*inject.expect, *((inject.if_not_done,) if inject.if_not_done else ()))
        for name, known, what in (
            *((one, actions, mark("action")) for one in named),
            *((one, objectives, mark("objective")) for one in inject.objectives),
        ):
            if name not in known:
                near = nearest(name, known)
                raise BcpError(
                    "The inject “{id}” of the exercise {exercise} names the {what} “{name}”, "
                    "which is not there.",
                    "Did you mean {near}?" if near else "There are: {known}.",
                    id=inject.id,
                    exercise=exercise.id,
                    what=Message.of(what),
                    name=name,
                    near=near,
                    known=", ".join(known),
                )


def _script(
    make: Maker,
    id: str,  # noqa: A002
    kind: str,
    type_: str,
    title: str,
    duration: int,
) -> Script:
    plan = make.plan
    order = {one.id: place for place, one in enumerate(make.injects)}
    return Script(
        id=id,
        kind=kind,
        type=type_,
        title=title,
        story="",
        story_starts="",
        plan=plan.id,
        plan_title=make.text(plan.header.label),
        revision=plan.header.version or "",
        digest=digest_of_plan(plan),
        language=make.language,
        duration_ms=duration,
        facilitator="",
        evaluator="",
        safety_controller="",
        ground_rules=(make.say("Say “REAL INCIDENT” to stop the drill"),),
        no_play=(),
        objectives=tuple(make.objectives),
        injects=tuple(sorted(make.injects, key=lambda one: (one.at_ms, order[one.id]))),
        actions=tuple(make.actions),
        switchovers=tuple(make.switchovers),
        questions=(
            Question("off-plan", make.say("What did you do that is not in the plan?")),
            Question("wrong-contact", make.say("Which telephone number or name was wrong?")),
        ),
        names=_names(make),
    )


def _names(make: Maker) -> tuple[tuple[str, str], ...]:
    return tuple(sorted(make.names.items()))
