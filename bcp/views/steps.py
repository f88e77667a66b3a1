"""Tasks, steps and decisions, as they are ticked off on paper."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from bcp.i18n import mark
from bcp.model.people import Role, Team
from bcp.model.response import Option, Playbook, Procedure, Step, Task
from bcp.views.telling import BRIEF, Teller, line

BRIEFER = 32
"""As many characters of a task as name it in the line of another on a card."""

SHORT: Mapping[str, str] = {
    "respond": mark("Respond"),
    "continue": mark("Continue"),
    "recover": mark("Recover"),
    "return": mark("Return"),
}
"""The phases in a word, where the line of a task has no room for more."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One answer to a decision."""

    choose: str
    when: str
    then: str
    """What follows, and what to go on with."""
    procedure: str = ""
    """Id of what is followed then."""


@dataclass(frozen=True, slots=True)
class Tick:
    """One line with a box to tick: a task, a step or a decision."""

    mark: str
    """The task's id inside its playbook or procedure: what a log entry names."""
    do: str
    by: str
    """Who does it."""
    by_when: str
    must: bool
    takes: str = ""
    """How long it takes."""
    note: str = ""
    """What comes first, how one sees that it is done, where things lie."""
    when: str = ""
    """What must be the case for it to be done; empty: always."""
    whose: str = ""
    """On a card, where lines of a team and lines of the role stand together: whose this line and
    those below it are."""
    question: bool = False
    """Whether ``do`` is a question to decide."""
    choices: tuple[Choice, ...] = ()
    otherwise: str = ""
    """What holds when nobody decides in time."""
    procedure: str = ""
    """Id of the procedure that ``do`` says to follow."""


@dataclass(frozen=True, slots=True)
class Phase:
    """Tasks of one phase."""

    title: str
    short: str
    """Its title in a word."""
    ticks: tuple[Tick, ...]


def does(tell: Teller, role: Role, doer: str) -> bool:
    """Whether a role does what is given to ``doer``: itself, or the team that it leads."""
    if doer == role.id:
        return True
    team = tell.plan.find(doer, Team)
    return team is not None and team.lead == role.id


def has_part(tell: Teller, role: Role, doer: str) -> bool:
    """Whether a role is among those who do what is given to ``doer``: itself, or a team of its."""
    team = tell.plan.find(doer, Team)
    return does(tell, role, doer) or (
        team is not None and (role.id in team.members or role.team == team.id)
    )


def task(tell: Teller, of: Playbook, one: Task, role: Role | None = None, before: str = "") -> Tick:
    """A task of a playbook; ``role`` is whose card it stands on, None in the whole plan.

    ``before`` is the id on the line above: that it comes first need not be said.
    """
    others = {other.id: other for _, tasks in of.tasks.by_phase() for other in tasks}
    procedure = tell.plan.find(one.procedure, Procedure)
    do = tell.text(one.do)
    if procedure is not None:
        follow = tell.fill(
            tell.say("Follow “{procedure}”") if role is None else "→ {procedure}",
            procedure=tell.title(procedure),
        )
        do = f"{do} – {follow}" if do else follow
    note = line(
        tell.labelled("Answers for it", tell.name(one.accountable)) if role is None else "",
        tell.labelled("First", _first(tell, one, others, before, role)),
        tell.labelled("Needs", tell.names(one.needs)),
        tell.labelled("Done when", tell.text(one.check)),
    )
    return Tick(
        one.id,
        do or one.id,
        tell.name(one.by),
        by_when(tell, one, before),
        one.must,
        tell.length(one.duration),
        note,
        tell.text(one.when),
        procedure=procedure.id if procedure is not None else "",
    )


def step(
    tell: Teller, of: Procedure, one: Step, role: Role | None = None, before: str = ""
) -> Tick:
    """A step or a decision of a procedure; ``role`` and ``before`` as in :func:`task`."""
    others = {other.id: other for other in of.steps}
    note = line(
        tell.labelled("First", _first(tell, one, others, before, role)),
        tell.labelled("Where", tell.text(one.where)),
        tell.labelled("Needs", tell.names(one.needs)),
        tell.labelled("Done when", tell.text(one.check)),
    )
    return Tick(
        one.id,
        tell.text(one.decide or one.do) or one.id,
        tell.name(one.by),
        by_when(tell, one, before),
        one.must,
        tell.length(one.duration),
        note,
        tell.text(one.when),
        question=one.decide is not None,
        choices=tuple(_choice(tell, option) for option in one.options),
        otherwise=tell.text(one.otherwise),
    )


def _choice(tell: Teller, option: Option) -> Choice:
    then = tell.text(option.then)
    if option.follow is not None:
        on = tell.fill(tell.say("go on with “{list}”"), list=tell.name(option.follow))
        then = f"{then} – {on}"
    return Choice(tell.text(option.choose), tell.text(option.when), then, option.follow or "")


def steps(tell: Teller, of: Procedure, role: Role | None = None) -> tuple[Tick, ...]:
    """The steps of a procedure: a role's own, or all."""
    mine = [one for one in of.steps if role is None or has_part(tell, role, one.by)]
    ticks = [step(tell, of, one, role, b) for one, b in zip(mine, _above(mine), strict=True)]
    return _with_whose(tell, role, mine, ticks, role.id if role is not None else "")


def _with_whose(
    tell: Teller,
    role: Role | None,
    several: Sequence[Task | Step],
    ticks: Sequence[Tick],
    doer: str,
) -> tuple[Tick, ...]:
    """The lines of a card, marked where they turn from a team's to the role's own and back.

    ``doer`` does the line above the first, at the start the role itself: its own lines alone need
    no mark. Nor do those of the whole plan, where a column says who does them.
    """
    if role is None:
        return tuple(ticks)
    found: list[Tick] = []
    for one, tick in zip(several, ticks, strict=True):
        found.append(tick if one.by == doer else replace(tick, whose=_whose(tell, role, one.by)))
        doer = one.by
    return tuple(found)


def _whose(tell: Teller, role: Role, doer: str) -> str:
    if doer == role.id:
        return tell.say("You")
    if doer == role.team:
        return tell.say("Any of the team")
    return tell.fill(tell.say("Any of the team “{name}”"), name=tell.name(doer))


def _above(several: Sequence[Task | Step]) -> tuple[str, ...]:
    """For each, the id on the line above."""
    return ("", *(one.id for one in several))[: len(several)]


def _first(
    tell: Teller,
    one: Task | Step,
    others: Mapping[str, Task | Step],
    before: str,
    role: Role | None,
) -> str:
    """What comes first, in its own words and with who does it.

    The line above is left out; on a card, so are the role's own lines, which stand there in their
    order, as long as no time counts from them.
    """
    waited_for = [
        first
        for first in one.after
        if first != before
        and not (
            role is not None
            and one.within is None
            and first in others
            and has_part(tell, role, others[first].by)
        )
    ]
    return ", ".join(
        _called(tell, others[first], one.by, BRIEF if role is None else BRIEFER)
        if first in others
        else first
        for first in waited_for
    )


def _called(tell: Teller, other: Task | Step, me: str, most: int) -> str:
    words = tell.fill(tell.say("“{words}”"), words=called(tell, other, most))
    return words if other.by == me else f"{words} ({tell.name(other.by)})"


def called(tell: Teller, one: Task | Step, most: int = BRIEF) -> str:
    """A task or step in a few words: its own, or the title of the procedure it follows."""
    words = one.do or (one.decide if isinstance(one, Step) else None)
    if words is None and isinstance(one, Task):
        procedure = tell.plan.find(one.procedure, Procedure)
        words = procedure.label if procedure is not None else None
    return tell.brief(words, most) or one.id


def by_when(tell: Teller, one: Task | Step, before: str = "") -> str:
    """``within 10 min, then every 2 h``; counted from the end of what comes first, if any does.

    What that is stands in the note of the line, or on the line above (``before``).
    """
    soon, again = _soon(tell, one, before), tell.every(one.every)
    if soon and again:
        return f"{soon}, {tell.fill(tell.say('then {every}'), every=again)}"
    return soon or again


def _soon(tell: Teller, one: Task | Step, before: str) -> str:
    if one.within is None or not one.after:
        return tell.within(one.within)
    after = tell.say("{within} of the line above")
    if one.after != (before,):
        after = tell.say("{within} of that")
    return tell.fill(after, within=tell.within(one.within))


def phases(tell: Teller, playbook: Playbook, role: Role | None = None) -> tuple[Phase, ...]:
    """The tasks of a playbook by phase: a role's own, or all."""
    found = []
    doer = role.id if role is not None else ""
    for name, tasks in playbook.tasks.by_phase():
        mine = [one for one in tasks if role is None or has_part(tell, role, one.by)]
        pairs = zip(mine, _above(mine), strict=True)
        ticks = [task(tell, playbook, one, role, before) for one, before in pairs]
        marked = _with_whose(tell, role, mine, ticks, doer)
        found.append(Phase(tell.word(name), tell.say(SHORT[name]), marked))
        doer = mine[-1].by if mine else doer
    return tuple(phase for phase in found if phase.ticks)


def answered_for(tell: Teller, playbook: Playbook, role: Role) -> str:
    """The tasks that others do and a role answers for: who does which; empty without any."""
    by: dict[str, list[str]] = {}
    for _, tasks in playbook.tasks.by_phase():
        for one in tasks:
            if one.accountable == role.id and not has_part(tell, role, one.by):
                by.setdefault(one.by, []).append(called(tell, one))
    return "; ".join(f"{tell.name(doer)} – {', '.join(words)}" for doer, words in by.items())
