"""Figures of a run, and the ratings they suggest."""

from __future__ import annotations

from collections.abc import Iterable

from bcp.drill.afteraction.types import Metric, Outcome
from bcp.drill.script import Action, Objective, Progress, Status, Switchover
from bcp.i18n import translator

_OUTCOMES = {
    Status.DONE: Outcome.DONE,
    Status.LATE: Outcome.LATE,
    Status.OVERDUE: Outcome.MISSED,
    Status.EXPECTED: Outcome.OPEN,
    Status.WAITING: Outcome.NOT_REACHED,
    Status.SKIPPED: Outcome.SKIPPED,
    Status.NOT_NEEDED: Outcome.NOT_NEEDED,
}
_KINDS = {
    "time-to-declare": "declare",
    "time-to-answer": "answer",
    "time-to-escalate": "answer",
    "first-message": "send",
}
_ACTED = (Outcome.DONE, Outcome.LATE)
_OBSERVED = (*_ACTED, Outcome.MISSED)
_UNPLAYED = (Outcome.OPEN, Outcome.NOT_REACHED)
_UNSETTLED = (*_UNPLAYED, Outcome.MISSED)
"""What may still be done while a run goes on."""


def outcome(progress: Progress, action: Action, end_ms: int) -> Outcome:
    """How an action came out when the run ended at ``end_ms``.

    What was due later is open. A must without a time in the plan is missed when it was not done.
    """
    status = progress.status(action.id, end_ms)
    never = status is Status.EXPECTED and progress.due(action.id) is None
    return Outcome.MISSED if never and action.must else _OUTCOMES[status]


def suggested(progress: Progress, objective: Objective, end_ms: int, *, over: bool = True) -> str:
    """The rating that the record shows, open to override; empty when it shows none.

    P: every due action in time. S: some late or missed, no must among them. M: a must was late.
    U: a must was missed, or the measured target failed. There is none while a measure was not
    reached, when nothing was done, and when less was played than was not: what nobody has seen is
    no success. With ``over`` False, in the middle of a run, there is one only when nothing that is
    still to come can change it.
    """
    results = _results(progress, objective, end_ms)
    metric = measured(progress, objective, end_ms)
    if metric is not None and metric.met is False and (over or metric.unit == "ms"):
        return "U"
    if not over and any(result in _UNSETTLED for _, result in results):
        return ""
    if any(action.must and result is Outcome.MISSED for action, result in results):
        return "U"
    if not _shown(metric, [result for _, result in results]):
        return ""
    seen = [(action, result) for action, result in results if result in _OBSERVED]
    if any(action.must and result is Outcome.LATE for action, result in seen):
        return "M"
    return "P" if all(result is Outcome.DONE for _, result in seen) else "S"


def _shown(metric: Metric | None, results: list[Outcome]) -> bool:
    """Whether there is enough in the record to speak well of an objective."""
    if metric is not None and metric.measured is None:
        return False
    if metric is not None and metric.unit == "ms" and metric.met:
        return True
    observed = sum(result in _OBSERVED for result in results)
    unplayed = sum(result in _UNPLAYED for result in results)
    return any(result in _ACTED for result in results) and observed >= unplayed


def played(progress: Progress, objective: Objective, end_ms: int) -> bool:
    """Whether anything that an objective looks at was done, in time or late."""
    return any(result in _ACTED for _, result in _results(progress, objective, end_ms))


def _results(progress: Progress, objective: Objective, end_ms: int) -> list[tuple[Action, Outcome]]:
    return [(one, outcome(progress, one, end_ms)) for one in _linked(progress, objective)]


def measured(progress: Progress, objective: Objective, end_ms: int) -> Metric | None:
    """The figure of an objective; None when it is judged by its actions alone."""
    if not objective.metric:
        return None
    actions = _linked(progress, objective)
    if objective.metric in ("actions-in-time", "calls-reached"):
        return _share(progress, objective, actions, end_ms)
    since = begun(progress)
    if objective.metric == "first-message":
        since = _words_since(progress, actions)
    time = _time(progress, objective.metric, actions, end_ms)
    value = None if time is None or since is None else max(0, time - since)
    if objective.metric == "time-to-switch":
        value, since = _slowest_switch(progress)
    return _against(objective.metric, value, _target(progress, objective), since, end_ms)


def _target(progress: Progress, objective: Objective) -> int | None:
    """What an objective is measured by. That of a switch for which the plan itself sets the time
    is longer once the decision has fallen to somebody else; what an exercise sets stays.
    """
    own = objective.metric == "time-to-switch" and progress.script.kind != "exercise"
    times = [_planned(progress, one) for one in progress.script.switchovers] if own else []
    return max(times, default=objective.max_ms)


def _planned(progress: Progress, one: Switchover) -> int:
    """How long a switch takes as the plan has it, with the time of whoever it passed to."""
    passes = progress.script.action[one.decided].passes
    longer = passes.within_ms if passes is not None and progress.has_passed(one.decided) else 0
    return one.planned_ms + longer


def metrics(progress: Progress, end_ms: int) -> tuple[Metric, ...]:
    """Figures that every run gives, against what the plan sets."""
    say = translator(progress.script.language)
    begin, start = begun(progress), declared(progress)
    found = [
        _against(
            say("time to declare"),
            _minus(start, begin),
            _longest(progress, "declare"),
            begin,
            end_ms,
        )
    ]
    found += _answers(progress, end_ms)
    found += _messages(progress, start, end_ms)
    for one in progress.script.switchovers:
        told = progress.delivered.get(one.lost)
        done = progress.done.get(one.switched)
        value = _minus(done.at if done else None, told)
        found.append(
            _against(
                say("switch: {title}, as planned").format(title=one.title),
                value,
                _planned(progress, one),
                told,
                end_ms,
            )
        )
        if one.rto_ms is not None:
            found.append(
                _against(
                    say("switch: {title}, against RTO").format(title=one.title),
                    None if value is None else value + one.ago_ms,
                    one.rto_ms,
                    None if told is None else told - one.ago_ms,
                    end_ms,
                )
            )
    return tuple(one for one in found if one.measured is not None or one.met is not None)


def begun(progress: Progress) -> int | None:
    """When players were first told anything; None when they were not."""
    return min(progress.delivered.values(), default=None)


def declared(progress: Progress) -> int | None:
    """When the first playbook was started; None when none was."""
    times = (_at(progress, one) for one in progress.script.actions if one.kind == "declare")
    return min((time for time in times if time is not None), default=None)


def _answers(progress: Progress, end_ms: int) -> list[Metric]:
    say = translator(progress.script.language)
    found = []
    for one in progress.script.actions:
        result = outcome(progress, one, end_ms)
        if one.kind != "answer" or result not in _OBSERVED:
            continue
        name = say("time to answer: {role}").format(role=progress.script.name(one.by))
        base = progress.base(one.id)
        value = _minus(_at(progress, one), base)
        found.append(_against(name, value, one.within_ms, base, end_ms))
    return found


def _messages(progress: Progress, start: int | None, end_ms: int) -> list[Metric]:
    """The first message of each audience, from the declaration or from the loss."""
    say = translator(progress.script.language)
    found = []
    for one in progress.script.actions:
        if one.kind != "send" or outcome(progress, one, end_ms) not in _OBSERVED:
            continue
        value = _minus(_at(progress, one), progress.base(one.id))
        name = say("message: {message}").format(message=one.source.object)
        since = start if _from_declaration(progress, one) else progress.base(one.id)
        found.append(_against(name, value, one.within_ms, since, end_ms))
    return found


def _words_since(progress: Progress, actions: list[Action]) -> int | None:
    """From when the first words count: from the declaration, unless those that went out first are
    due from the loss itself. What an exercise sets counts from the declaration."""
    sent = [one for one in actions if one.kind == "send" and one.id in progress.done]
    first = min(sent, key=lambda one: progress.done[one.id].at, default=None)
    if first is None or progress.script.kind == "exercise" or _from_declaration(progress, first):
        return declared(progress)
    return progress.base(first.id)


def _from_declaration(progress: Progress, one: Action) -> bool:
    known = progress.script.action
    return any(ref in known for ref in one.after)


def _linked(progress: Progress, objective: Objective) -> list[Action]:
    return [one for one in progress.script.actions if objective.id in one.objectives]


def _at(progress: Progress, action: Action) -> int | None:
    done = progress.done.get(action.id)
    return done.at if done else None


def _minus(end: int | None, begin: int | None) -> int | None:
    return None if end is None or begin is None else max(0, end - begin)


def _time(progress: Progress, metric: str, actions: list[Action], end_ms: int) -> int | None:
    """The exercise time that a metric looks for; None when it was not reached."""
    if metric == "time-to-minimum":
        # What was written for the exercise says best what the minimum is in it.
        chosen = [one for one in actions if one.kind == "own"] or actions
        seen = [one for one in chosen if outcome(progress, one, end_ms) in _OBSERVED]
        times = [_at(progress, one) for one in seen]
        return None if not times or None in times else max(_times(times))
    times = [_at(progress, one) for one in _of_kind(actions, _KINDS.get(metric, "own"))]
    last = metric == "time-to-escalate"
    return max(_times(times), default=None) if last else min(_times(times), default=None)


def _of_kind(actions: list[Action], kind: str) -> list[Action]:
    """Actions of a family; those written for the exercise, where the plan gives none."""
    return [one for one in actions if one.kind == kind] or [
        one for one in actions if one.kind == "own"
    ]


def _times(times: Iterable[int | None]) -> list[int]:
    return [time for time in times if time is not None]


def _slowest_switch(progress: Progress) -> tuple[int | None, int | None]:
    """How long the slowest switch took, and since when; no figure while one is not done."""
    told = [
        (progress.delivered[one.lost], progress.done.get(one.switched))
        for one in progress.script.switchovers
        if one.lost in progress.delivered
    ]
    since = min((lost for lost, _ in told), default=None)
    times = [None if done is None else done.at - lost for lost, done in told]
    return (None if not times or None in times else max(_times(times))), since


def _share(progress: Progress, objective: Objective, actions: list[Action], end_ms: int) -> Metric:
    if objective.metric == "calls-reached":
        actions = _of_kind(actions, "answer")
    results = [outcome(progress, one, end_ms) for one in actions]
    seen = [one for one in results if one in _OBSERVED]
    value = seen.count(Outcome.DONE) * 1000 // len(seen) if seen else None
    target = objective.min_permille
    met = None if value is None or target is None else value >= target
    return Metric(objective.metric, "permille", value, target, met)


def _against(
    name: str, value: int | None, target: int | None, since: int | None, end_ms: int
) -> Metric:
    """A time against its target. What did not happen has failed once the target has passed."""
    met = None
    if target is not None and value is not None:
        met = value <= target
    elif target is not None and since is not None and end_ms - since > target:
        met = False
    return Metric(name, "ms", value, target, met)


def _longest(progress: Progress, kind: str) -> int | None:
    times = [one.within_ms for one in progress.script.actions if one.kind == kind]
    return max(_times(times), default=None)
