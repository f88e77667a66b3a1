"""Rules on training: who has learned what their role asks, and when that was."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import NamedTuple

from bcp.diagnostics import Message, Severity
from bcp.model.learning import Course, Event
from bcp.model.people import Person, Role
from bcp.nearest import nearest
from bcp.rules.common import all_read, is_overdue, listed
from bcp.rules.roles.people import holders
from bcp.rules.rule import Context, Finding, rule


class Need(NamedTuple):
    """That a person needs a course for a role; ``stands_in`` for every such role, or not."""

    person: Person
    course: Course
    role: Role
    stands_in: bool

    @property
    def passed(self) -> dt.date | None:
        """The day on which the person last passed the course."""
        return self.person.trained.get(self.course.id)


def needs(ctx: Context) -> tuple[Need, ...]:
    """Who needs which course for a role, once for each person and course.

    A course is needed by the roles it is ``for`` and by those that are ``trained_in`` it. Of
    several roles the first that the person does not merely stand in for is told. A course that is
    for everybody is among them only for the roles that name it: attendance of all staff is no list
    of dates.
    """
    found: dict[tuple[str, str], Need] = {}
    for course in ctx.plan.of(Course):
        for role in ctx.plan.of(Role):
            if role.id not in course.for_ and course.id not in role.trained_in:
                continue
            for place, name in holders(ctx, role):
                person = ctx.plan.find(name, Person)
                if person is None or person.status == "left":
                    continue
                need = Need(person, course, role, place.path[:1] == ("alternates",))
                known = found.setdefault((name, course.id), need)
                if known.stands_in and not need.stands_in:
                    found[name, course.id] = need
    return tuple(found.values())


@rule(
    "TRN001",
    Severity.WARNING,
    clauses=("NIST SP 800-53r5 CP-3 a.1", "NIST SP 800-34r1 3.5.2"),
    ages=True,
)
def holders_are_trained_in_time(ctx: Context) -> Iterator[Finding]:
    """Whoever holds a role has passed its courses within the time that the course gives.

    Why: the first night alone is no time to learn the way through the plan.
    Fix: hold the course, and write the day under ``trained`` of the person; until then name
    somebody else first.
    Ignore when: the person did this work elsewhere for years; then write that day.
    """
    for need in needs(ctx):
        if need.stands_in or need.passed is not None:
            continue
        appointed, within = need.person.appointed, need.course.within
        if appointed is None or within is None or is_overdue(appointed, within, ctx.as_of):
            yield Finding(
                need.person.at("trained"),
                "{person} holds the role {role} and has not passed its course {course}",
                hint="Hold the course, and write `{course}:` with its day under `trained:` of "
                "{person}; until then name somebody else first.",
                person=need.person.id,
                role=need.role.id,
                course=need.course.id,
            )


@rule(
    "TRN002",
    Severity.ERROR,
    clauses=(
        "NIST SP 800-53r5 CP-3 a.3",
        "NIST SP 800-34r1 3.5.2",
        "PCI DSS 4.0.1 12.10.4",
        "42 CFR 482.15(d)(1)",
    ),
    ages=True,
)
def training_is_fresh(ctx: Context) -> Iterator[Finding]:
    """Nobody's training for a role is older than the course's own interval.

    Why: what was learned once and never used is gone in a year, and the plan has changed since.
    Fix: repeat the course, and write the new day under ``trained``.
    Ignore when: the person led a real incident since then; then write that day.
    """
    for need in needs(ctx):
        if need.passed is not None and is_overdue(need.passed, need.course.every, ctx.as_of):
            yield Finding(
                need.person.at("trained", need.course.id),
                "{person} passed the course {course} on {day}; it is to be repeated every {every}",
                hint="Repeat the course, and write the new day here.",
                person=need.person.id,
                course=need.course.id,
                day=need.passed.isoformat(),
                every=need.course.every.in_words(),
            )


@rule(
    "TRN003",
    Severity.WARNING,
    clauses=("ISO 22301:2019 7.2", "ISO 22301:2019 8.4.2"),
    ages=True,
)
def alternates_are_trained_too(ctx: Context) -> Iterator[Finding]:
    """Whoever stands in for a role has passed its courses as well as the one who holds it.

    Why: the alternate is called exactly when the one who knows is not there to ask.
    Fix: send the alternate to the course too, and write the day under ``trained`` of the person.
    Ignore when: the alternate was appointed this month and the course is booked.
    """
    for need in needs(ctx):
        if not need.stands_in or need.passed is not None:
            continue
        appointed, within = need.person.appointed, need.course.within
        if appointed is None or within is None or is_overdue(appointed, within, ctx.as_of):
            yield Finding(
                need.person.at("trained"),
                "{person} stands in for the role {role} and has not passed its course {course}",
                hint="Send {person} to the course too, and write `{course}:` with its day under "
                "`trained:`.",
                person=need.person.id,
                role=need.role.id,
                course=need.course.id,
            )


@rule(
    "TRN004",
    Severity.WARNING,
    clauses=("ISO 22301:2019 7.3", "DORA 13(6)", "CER 13(1)(f)"),
)
def everybody_has_heard_of_the_plan(ctx: Context) -> Iterator[Finding]:
    """A course is for everybody, and an event shows that it was held.

    Why: in the first minutes those act who happen to be there, not those who were trained.
    Fix: declare a course without ``for``, and an event of ``type: training`` that has ``covered``
    it.
    Ignore when: everybody in the organisation has a role in the plan.
    """
    if not all_read(ctx, Course, Event):
        return
    plan = ctx.plan
    for_all = [one for one in plan.of(Course) if not one.for_]
    if not for_all:
        yield Finding(
            plan.header.at(),
            "no course is meant for everybody",
            hint="Declare under `courses:` one without `for:`; it is then for everybody.",
        )
        return
    ids = {one.id for one in for_all}
    held = [one for one in plan.of(Event) if one.type == "training"]
    if not any(ids.intersection(one.covered) for one in held):
        yield Finding(
            for_all[0].at(),
            "no event shows that {course}, which is for everybody, was held",
            hint="Add {course} to `covered` of the training event at which it was held."
            if held
            else "Write an event with `type: training` and `covered: [{course}]`.",
            course=for_all[0].id,
        )


@rule(
    "TRN005",
    Severity.WARNING,
    clauses=("ISO 22301:2019 7.2", "42 CFR 482.15(d)(1)"),
    since="audited",
)
def attendance_is_kept(ctx: Context) -> Iterator[Finding]:
    """Every course says where its attendance is kept.

    Why: who was there is asked a year later, by somebody who was not.
    Fix: name the record or system under ``records``.
    Ignore when: never.
    """
    for one in ctx.plan.of(Course):
        if one.records is None:
            yield Finding(
                one.at("records"),
                "the course {course} does not say where attendance is kept",
                course=one.id,
            )


@rule(
    "TRN006",
    Severity.WARNING,
    clauses=("ISO 22301:2019 7.2", "ISO/TS 22332:2021 5.3"),
)
def holders_have_the_skills(ctx: Context) -> Iterator[Finding]:
    """Whoever is named for a role has the skills that it asks for.

    Why: a clinical decision by somebody without the licence helps nobody, and harms two.
    Fix: write the skill under ``skills`` of the person once they have it; else name somebody else.
    Ignore when: never; if the role can do without the skill, take it from the role.
    """
    for role in ctx.plan.of(Role):
        if not role.skills:
            continue
        for place, name in holders(ctx, role):
            person = ctx.plan.find(name, Person)
            if person is None:
                continue
            missing = [one for one in role.skills if one not in person.skills]
            if missing:
                near = nearest(missing[0], person.skills)
                yield Finding(
                    place,
                    "{person} is named for {role} and lacks the {skills} it asks for: {missing}",
                    hint="{person} has {near}: if that is the skill meant, spell the two alike."
                    if near
                    else "Write {missing} under `skills:` of {person} once they have it; else name "
                    "somebody else.",
                    related=[(person.at("skills"), "what {person} can do")],
                    skills=Message.of("skill" if len(missing) == 1 else "skills"),
                    near=near or "",
                    person=person.id,
                    role=role.id,
                    missing=listed(missing),
                )
