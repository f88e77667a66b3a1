"""Rules on the call-out: it arrives, it ends, and it is there at every hour."""

from __future__ import annotations

from collections.abc import Iterator

from bcp.diagnostics import Message, Severity
from bcp.graph.reach.walk import Steps, chain, hands_over_in_a_circle
from bcp.model.response import Escalation, Level, Playbook
from bcp.rules.common import all_read, hours_in_one_zone, listed
from bcp.rules.rule import Context, Finding, rule
from bcp.rules.week import day_left_out, gap_in_week


@rule(
    "ESC005",
    Severity.ERROR,
    clauses=(
        "ISO 22301:2019 8.4.2",
        "NIST SP 800-34r1 4.2.2",
    ),
    since="start",
)
def escalation_arrives(ctx: Context) -> Iterator[Finding]:
    """Every escalation goes from its first step, without a loop, to the authority it must reach.

    Why: a call-out that runs in a circle, or ends with somebody who may not decide, has called
    everybody for nothing.
    Fix: mend ``otherwise:`` or ``then:`` of the step; the last step calls the role of ``ends_at:``,
    or goes on with ``hand_over:``.
    Ignore when: never.
    """
    for escalation in ctx.plan.of(Escalation):
        if not escalation.steps:
            yield Finding(
                escalation.at("steps"),
                "{escalation} calls nobody",
                hint="Write under `steps:` who is called first, and who when nobody accepts.",
                escalation=escalation.id,
            )
            continue
        walk = _Walk(escalation)
        yield from walk.loops()
        if not walk.leads_nowhere:
            yield from walk.unreached()
        yield from walk.hands_over_to_nothing()
        # A role that is not declared is told by REF001, and nothing can be said of where it leads.
        if ctx.plan.kind_of(escalation.ends_at) == "roles":
            yield from walk.dead_ends(ctx)
            yield from _misses_authority(ctx, escalation, walk)


class _Walk(Steps):
    """What is to be told of one escalation; unknown steps are told by REF004, a second one of the
    same id by REF005."""

    def loops(self) -> Iterator[Finding]:
        for number, field, target in sorted(self.backwards):
            yield Finding(
                self.escalation.at("steps", number, field),
                "this leads back to {target}: {escalation} runs in a circle",
                hint="Go on to a step that was not called before, to next, or to hand-over.",
                target=self.steps[target].id,
                escalation=self.escalation.id,
            )

    def unreached(self) -> Iterator[Finding]:
        for number, step in enumerate(self.steps):
            if number not in self.reached and self.numbers[step.id] == number:
                yield Finding(
                    self.escalation.at("steps", number, "id"),
                    "nothing leads to the step {step} of {escalation}",
                    hint="Name it under `otherwise:` or `then:` of another step, or delete it.",
                    step=step.id,
                    escalation=self.escalation.id,
                )

    def hands_over_to_nothing(self) -> Iterator[Finding]:
        for number in sorted(self.reached):
            step = self.steps[number]
            if step.otherwise == "hand-over" and self.escalation.hand_over is None:
                yield Finding(
                    self.escalation.at("steps", number, "otherwise"),
                    "the step {step} hands over, and {escalation} does not say to what",
                    hint="Name the escalation that follows under `hand_over:`.",
                    step=step.id,
                    escalation=self.escalation.id,
                )

    def dead_ends(self, ctx: Context) -> Iterator[Finding]:
        for number in sorted(self.reached):
            step = self.steps[number]
            if step.otherwise == "next" and self.escalation.hand_over is not None:
                continue  # after the last step it goes on there
            if (
                self.is_last(number, step)
                and step.role != self.escalation.ends_at
                and ctx.plan.kind_of(step.role) == "roles"
            ):
                yield Finding(
                    self.escalation.at("steps", number, "otherwise"),
                    "when nobody accepts, {escalation} ends with {role}, and not with {end}",
                    hint="Call {end} last, or name under `hand_over:` the escalation that follows.",
                    role=step.role,
                    escalation=self.escalation.id,
                    end=self.escalation.ends_at,
                )


def _misses_authority(ctx: Context, escalation: Escalation, walk: _Walk) -> Iterator[Finding]:
    """The authority stands behind no step, neither here nor in what follows by handing over."""
    roles = {walk.steps[number].role for number in walk.reached}
    if escalation.ends_at in roles or walk.leads_nowhere:
        return
    if any(ctx.plan.kind_of(role) != "roles" for role in roles):
        return  # it may be the authority that is misspelt there
    seen = {escalation.id}
    follows = escalation.hand_over
    while follows is not None and follows not in seen:
        one = ctx.plan.find(follows, Escalation)
        if one is None or any(step.role == escalation.ends_at for step in one.steps):
            return  # reached, or not known
        seen.add(one.id)
        follows = one.hand_over
    yield Finding(
        escalation.at("ends_at"),
        "{escalation} must reach {end}, and no step calls that role",
        hint="Add a step that calls {end}, or name the role that the steps do reach.",
        escalation=escalation.id,
        end=escalation.ends_at,
    )


@rule("ESC008", Severity.ERROR, clauses=("NIST SP 800-34r1 4.2.2",), since="start")
def every_hour_has_a_path(ctx: Context) -> Iterator[Finding]:
    """For every incident level somebody is called, at every hour of the week.

    Why: a call-out for office hours leaves three hours in four without one. Playbooks that call by
    one of these escalations are shown with it.
    Fix: write an escalation with ``hours: always``, or one for the hours that are left open.
    Ignore when: never.
    """
    for level in ctx.plan.of(Level):
        serving = [one for one in ctx.plan.of(Escalation) if level.id in one.levels]
        if not all_read(ctx, Escalation):
            continue
        if not serving:
            yield Finding(
                level.at(),
                "no escalation serves {level}: nobody is called",
                hint="Name {level} under `levels:` of an escalation.",
                level=level.id,
            )
        else:
            yield from _open_hours(ctx, level, serving)


def _open_hours(ctx: Context, level: Level, serving: list[Escalation]) -> Iterator[Finding]:
    if any(one.hours == "always" for one in serving):
        return
    named = hours_in_one_zone(ctx, [one.hours for one in serving])
    if named is None:
        return
    place = serving[0].at("hours")
    related = [(level.at(), "the level")]
    related += [(one.at("hours"), "serves it too") for one in serving[1:]]
    related += [
        (one.at("escalation"), "this playbook calls by one of them")
        for one in ctx.plan.of(Playbook)
        if {one.escalation, *one.at_other_hours} & {it.id for it in serving}
    ]
    ids = listed([one.id for one in serving])
    none = Message.of({1: "nobody", 2: "neither"}.get(len(serving), "none of them"))
    gap = gap_in_week(named)
    if gap is not None:
        yield Finding(
            place,
            "{level} is served by {serving}; {gap} by {none}",
            related=related,
            level=level.id,
            serving=ids,
            gap=gap,
            none=none,
        )
    elif (day := day_left_out(named)) is not None:
        yield Finding(
            place,
            "{level} is served by {serving}; on {day}, a closed day, for some hours by {none}",
            related=related,
            level=level.id,
            serving=ids,
            day=day.isoformat(),
            none=none,
        )


@rule("ESC025", Severity.WARNING, clauses=("NIST SP 800-34r1 4.2.2",), since="start")
def playbooks_call_at_every_hour(ctx: Context) -> Iterator[Finding]:
    """Whoever is called by a playbook is called at every hour of the week.

    Why: what a playbook answers to does not keep office hours; at night the list in it is void. An
    escalation that holds for a part of the week is enough when the rest is held by those that it
    hands over to. Of one that serves an incident level ESC008 speaks: it finds the hours at which
    nobody serves the level, whichever playbook calls then. So this rule asks only of escalations
    that serve no level.
    Fix: let the escalation hold always, or name under ``at_other_hours:`` of the playbook those
    that hold for the other hours.
    Ignore when: what the playbook answers to can happen during these hours alone.
    """
    if not all_read(ctx, Escalation):
        return
    for called in ctx.plan.of(Escalation):
        naming = [one for one in ctx.plan.of(Playbook) if one.escalation == called.id]
        if not naming or called.levels:
            continue
        naming = [one for one in naming if _leaves_hours_open(ctx, _called_by(ctx, one))]
        if naming:
            playbook, *others = naming
            yield Finding(
                playbook.at("escalation"),
                "{playbook} calls by {escalation}: outside {hours} nobody is called",
                related=[
                    (called.at("hours"), "it holds for a part of the week"),
                    *((one.at("escalation"), "calls by it too") for one in others),
                ],
                playbook=playbook.id,
                escalation=called.id,
                hours=called.hours,
            )


def _called_by(ctx: Context, playbook: Playbook) -> list[Escalation]:
    """The escalations that a playbook calls by at one hour or another, and what follows them."""
    named = (
        ctx.plan.find(one, Escalation) for one in (playbook.escalation, *playbook.at_other_hours)
    )
    return [one for first in named if first is not None for one in chain(ctx.plan, first)]


def _leaves_hours_open(ctx: Context, serving: list[Escalation]) -> bool:
    """Whether an hour of the week is held by none of them; False when that is not known."""
    if any(one.hours == "always" for one in serving):
        return False
    named = hours_in_one_zone(ctx, [one.hours for one in serving])
    return named is not None and gap_in_week(named) is not None


@rule("ESC016", Severity.ERROR, clauses=("ISO 22301:2019 8.4.2",), since="start")
def hand_over_ends(ctx: Context) -> Iterator[Finding]:
    """No chain of escalations hands over back to itself.

    Why: two lists that hand over to each other ring the same people until morning.
    Fix: let the last of the chain end at an authority, without ``hand_over:``.
    Ignore when: never.
    """
    for several in hands_over_in_a_circle(ctx.plan):
        first = several[0]
        yield Finding(
            first.at("hand_over"),
            "handing over leads back to {escalation}: {chain}",
            escalation=first.id,
            chain=" → ".join((*(one.id for one in several), first.id)),
        )
