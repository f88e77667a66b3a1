"""What sets a drill off, who is called, and who starts the playbook."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from bcp.drill.script.maker import Maker
from bcp.drill.script.times import ms_of
from bcp.model.people import Organisation
from bcp.model.response import (
    CallStep,
    Escalation,
    Indicator,
    Playbook,
    Risk,
    Threshold,
)
from bcp.model.scalars import Duration


def triggers(make: Maker, risk: Risk, playbook: Playbook | None) -> tuple[str, ...]:
    """What the risk announces itself by, all at the start: readings just past the threshold of its
    indicators, warnings from outside, and, when there is neither, the signs of the playbook.
    """
    found = [
        inject
        for one in _announces(make, risk, playbook)
        if make.once(one)
        for inject in _trigger(make, one, risk)
    ]
    # A second risk may be announced by what has announced the first.
    told = {one.id for one in make.injects}
    again = (f"reads-{one}" for one in _announces(make, risk, playbook))
    return (*found, *(one for one in again if one in told and one not in found)) or (
        _signs(make, risk, playbook),
    )


def _announces(make: Maker, risk: Risk, playbook: Playbook | None) -> tuple[str, ...]:
    named = tuple(
        one
        for one in risk.early_warning
        if make.plan.kind_of(one) in ("indicators", "organisations")
    )
    if named or playbook is None:
        return named
    return tuple(one.id for one in make.plan.of(Indicator) if one.on_critical == playbook.id)


def alarm_ms(make: Maker, risk: Risk, playbook: Playbook | None) -> int:
    """How long before the start what is lost was lost, in milliseconds: an indicator that starts
    the playbook has been past its threshold for its time when its reading is told.
    """
    if playbook is None:
        return 0
    indicators = (make.plan.find(one, Indicator) for one in _announces(make, risk, playbook))
    return max(
        (
            ms_of(one.critical.for_)
            for one in indicators
            if one is not None and one.critical is not None and one.on_critical == playbook.id
        ),
        default=0,
    )


def lost_ms(make: Maker, lost: Iterable[str], ago_ms: int) -> int:
    """How long before the start what is lost was lost, in milliseconds: the loss itself is told at
    the start, or when the plan says that it is noticed, so it is no older than that takes.
    """
    things = (make.plan.objects.get(one) for one in lost)
    lengths = (getattr(one, "noticed_within", None) for one in things)
    noticed = [ms_of(one) for one in lengths if isinstance(one, Duration)]
    return min([ago_ms, *([max(noticed)] if noticed else [])])


def _trigger(make: Maker, id: str, risk: Risk) -> Iterator[str]:  # noqa: A002
    indicator = make.plan.find(id, Indicator)
    if indicator is not None:
        level = "critical" if indicator.critical else "warn"
        threshold = indicator.critical or indicator.warn
        if threshold is not None:
            yield _reading(make, indicator, level, threshold, risk)
        return
    body = make.plan.find(id, Organisation)
    if body is not None:
        to = body.liaison or risk.owner
        yield make.inject(
            f"warned-{id}-{risk.id}",
            0,
            make.source(id, "", id, risk.title.in_language()),
            to=[make.lead(to)] if to else [],
            from_=make.name(id),
            means=make.say("call"),
            text=make.say("A warning: {risk}.").format(risk=make.text(risk.title)),
        )


def _reading(
    make: Maker, indicator: Indicator, level: str, threshold: Threshold, risk: Risk
) -> str:
    watcher = indicator.watched_by or indicator.source.by or risk.owner
    text = make.say("{indicator}: {value} {unit} for {time} (limit {limit} {unit}).").format(
        indicator=make.text(indicator.title),
        value=_just_past(threshold.beyond, indicator.better == "higher", indicator.ends_at_nothing),
        unit=indicator.unit,
        time=make.length(threshold.for_),
        limit=f"{threshold.beyond:.10g}",
    )
    return make.inject(
        f"reads-{indicator.id}",
        0,
        make.source(indicator.id, level, threshold, indicator.unit, indicator.watched_by),
        to=[make.lead(watcher)] if watcher else [],
        from_=make.text(indicator.title),
        means=make.say("reading"),
        text=text,
    )


def _just_past(value: float, better_higher: bool, ends_at_nothing: bool = True) -> str:
    """One unit of the last digit beyond the threshold, on the worse side. Counts, shares and times
    end at nothing: below a threshold of 0 there is 0.
    """
    digits = f"{value:.10g}".partition(".")[2]
    step = 10.0 ** -len(digits)
    past = value - step if better_higher else value + step
    if value >= 0 and ends_at_nothing:
        past = max(past, 0)
    return f"{past:.{len(digits)}f}"


def _signs(make: Maker, risk: Risk, playbook: Playbook | None) -> str:
    signs = " ".join(
        f"{make.text(one).rstrip('.')}." for one in (playbook.signs if playbook else ())
    )
    to = risk.owner or make.plan.header.activated_by
    return make.inject(
        f"signs-{risk.id}",
        0,
        make.source(risk.id, "title", risk.title.in_language(), signs),
        to=[make.lead(to)] if to else [],
        from_=make.say("What one sees and hears"),
        means=make.say("in person"),
        text=signs or make.text(risk.title),
    )


@dataclass(frozen=True, slots=True)
class Called:
    """An escalation in the script: role → the action with which it first answers."""

    answers: dict[str, str]
    first: str


def calls(make: Maker, escalation: Escalation, trigger: str) -> Called:
    """Level by level: an answer within its time, and at the timeout the silence of whoever was
    called, which expects the next one.

    Somebody who is called whether the step before answered or not hangs on the trigger; somebody
    who is called only after silence hangs on that silence.
    """
    answers: dict[str, str] = {}
    acted: dict[tuple[str, str], str] = {}
    first = ""
    queue = [(escalation, escalation.steps[0], trigger, "", "")] if escalation.steps else []
    while queue:
        level, step, inject, before, if_done = queue.pop(0)
        if (level.id, step.id) in acted:
            continue
        action = _answer(make, level, step, inject, before, if_done)
        acted[level.id, step.id] = action
        answers.setdefault(step.role, action)
        first = first or action
        silent = _silence(make, level, step, action)
        accepted = _step(level, step.then)
        refused = _otherwise(make, level, step)
        if refused is not None and accepted is not None and refused[1] is accepted:
            queue.append((level, accepted, inject, action, ""))
            continue
        if refused is not None:
            queue.append((*refused, silent, "", ""))
        if accepted is not None:
            queue.append((level, accepted, inject, action, action))
    return Called(answers, first)


def _answer(
    make: Maker, level: Escalation, step: CallStep, inject: str, before: str, if_done: str
) -> str:
    text = make.say("{role} accepts the call ({channels})").format(
        role=make.name(step.role), channels=make.say(", then ").join(map(make.name, step.via))
    )
    return make.action(
        f"answer-{level.id}-{step.id}",
        "answer",
        step.role,
        text,
        make.source(level.id, f"steps.{step.id}", step),
        inject=inject,
        after=[before or inject],
        within_ms=ms_of(step.accepts_within),
        if_done=if_done,
    )


def _silence(make: Maker, level: Escalation, step: CallStep, action: str) -> str:
    channels = make.say(" nor on ").join(make.name(one) for one in step.via)
    tries = make.say.count("{count} try", "{count} tries", step.attempts)
    text = make.say("{role} does not answer on {channels}: {tries} in {time}.").format(
        role=make.name(step.role),
        channels=channels,
        tries=tries,
        time=make.length(step.accepts_within),
    )
    return make.inject(
        f"silent-{level.id}-{step.id}",
        make.planned(action),
        make.source(level.id, f"steps.{step.id}", step),
        to=[step.role],
        from_=make.say("Whoever calls"),
        means=make.say("call"),
        text=text,
        kind="contingency",
        if_not_done=action,
        at_timeout=True,
    )


def _step(level: Escalation, id: str | None) -> CallStep | None:  # noqa: A002
    return next((one for one in level.steps if one.id == id), None)


def _otherwise(
    make: Maker, level: Escalation, step: CallStep
) -> tuple[Escalation, CallStep] | None:
    if step.otherwise == "next":
        following = level.steps[level.steps.index(step) + 1 :]
        if following:
            return level, following[0]
    named = _step(level, step.otherwise)
    if named is not None:
        return level, named
    if step.otherwise == "end":
        return None
    other = make.plan.find(level.hand_over, Escalation)
    return (other, other.steps[0]) if other is not None and other.steps else None


def declaration(make: Maker, playbook: Playbook, trigger: str, called: Called | None) -> str:
    """The decision to start the playbook, by whoever may; gives the action.

    The plan gives no time for it alone: it is due when that role must have accepted the call.
    """
    degrees = playbook.activation
    start = (degrees.full or degrees.partial or degrees.standby) if degrees else None
    by = start.by if start else make.plan.header.activated_by or playbook.id
    within = None
    if called is not None and called.first:
        answer = called.answers.get(by, called.first)
        within = max(0, make.planned(answer) - make.planned(trigger))
    when = make.text(start.when) if start else ""
    text = make.say("Starts the playbook “{playbook}”").format(playbook=make.text(playbook.title))
    return make.action(
        f"declare-{playbook.id}",
        "declare",
        by,
        f"{text} ({when})" if when else text,
        make.source(playbook.id, "activation", playbook.activation, by),
        inject=trigger,
        after=[trigger],
        within_ms=within,
        must=True,
    )
