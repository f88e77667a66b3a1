"""Rules on recovering: the time it takes, the way in, and the return to normal."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from bcp.diagnostics import Message, Place, Severity
from bcp.model.resources import Redundancy, System
from bcp.model.response import Playbook, Procedure, Step, Task
from bcp.rules.common import all_read, listed
from bcp.rules.redundancy.copies import backups
from bcp.rules.rule import Context, Finding, rule

_CHECKING = r"validat|verif|compar|check|reconcil|звір|порівн|перевір"

_NOT_FAR = r".{0,60}\b"

WAY_BACK: tuple[tuple[tuple[str, ...], str], ...] = (
    (("validate-data",), rf"({_CHECKING}){_NOT_FAR}(data|record|entries|дан(і|их|ими)|запис)"),
    (
        ("validate-function",),
        rf"({_CHECKING}){_NOT_FAR}(function|works|working|прац|роботу|функці)|"
        r"\btest (call|message|contact)|(пробн|тестов)\w* (дзвін|повідом|звернен)",
    ),
    # An announcement is a message here, and no declaration; a report of the day documents nothing.
    (("declare",), r"\b(declare|announce (the|that))\b|оголос(и|і)"),
    (("notify",), r"\b(notify|inform|tell)\b|повідом(и|те|ля)|сповіст|поінформ"),
    (("clean-up", "cleanup"), r"\b(clean|clear|tidy)[ -](up|away)|прибер|прибр|очист"),
    (("back-up", "backup"), r"\bbackup|\bback up (the|all|every)|(fresh|new) copy|резервн"),
    (
        ("document",),
        r"\b(document|write (down|the report|a report)|file the (log|report))\b|"
        r"документу|записати|написати звіт",
    ),
)
"""What the return to normal covers (NIST SP 800-34 Rev 1, 4.4): as the id of a step names it, and
as its words in English or Ukrainian say it, as a regular expression over small letters."""


@rule(
    "RED011",
    Severity.ERROR,
    clauses=(
        "NIST SP 800-34r1 4.3.1",
        "NIST SP 800-34r1 4.3.2",
        "NIS2-IR 4.1.2(f)",
        "ISO/TS 22332:2021 7.2.6",
    ),
)
def recovery_steps_have_a_length(ctx: Context) -> Iterator[Finding]:
    """Every step of a recovery, a restore or a switch says how long it takes.

    Why: without lengths nobody can say whether the way is short enough, or that it is going wrong.
    Fix: write the ``duration`` of each step, best as it was measured; a decision may say ``within``
    instead.
    Ignore when: never.
    """
    for procedure in _recovering(ctx):
        for number, step in enumerate(procedure.steps):
            decided = step.decide is not None and step.within is not None
            if step.duration is None and not decided:
                yield Finding(
                    procedure.at("steps", number, "duration"),
                    "the step {step} of {procedure} does not say how long it takes",
                    hint="Write `duration:`, best as it was measured, for example 5m."
                    if step.decide is None
                    else "Write `within:`, the time there is to decide, for example 5m.",
                    step=step.id,
                    procedure=procedure.id,
                )


def _recovering(ctx: Context) -> Iterator[Procedure]:
    """Procedures that bring something back or switch it, by what they say or by who names them."""
    plan = ctx.plan
    named = {one.restore for _, _, one in backups(ctx)}
    named.update(one.switch.procedure for one in plan.of(Redundancy) if one.switch is not None)
    named.update(task.procedure for one in plan.of(Playbook) for task in one.tasks.recover)
    for procedure in plan.of(Procedure):
        if procedure.purpose in ("recovery", "switch") or procedure.id in named:
            yield procedure


@rule(
    "RED013",
    Severity.ERROR,
    clauses=(
        "NIST SP 800-34r1 4.4",
        "NIST SP 800-53r5 CP-10",
        "ISO 22301:2019 8.4.5",
        "NIS2-IR 4.1.2(h)",
    ),
)
def the_way_back_is_whole(ctx: Context) -> Iterator[Finding]:
    """One return to normal covers: validate data, validate function, declare, notify, clean up,
    back up, document.

    Why: the second outage comes on the way back, from the data that nobody compared. A step covers
    one of these when its id holds the word, or when what it does says so in English or Ukrainian:
    "Compare the data", "Make ten test calls", "Declare the end", "Tell all who were told", "Tidy
    up", "Make a fresh copy", "Write the report"; «Звірити дані», «Пробний дзвінок», «Оголосити
    кінець», «Повідомити всіх», «Прибрати», «Зробити резервну копію», «Написати звіт».
    Fix: write a procedure with ``purpose: return``, or tasks under ``return`` of a playbook, with
    a step for each; ids that are sure to be understood hold these words: validate-data,
    validate-function, declare, notify, clean-up, back-up, document.
    Ignore when: never; a step may say that there is nothing to do.
    """
    if not all_read(ctx, Procedure, Playbook):
        return
    ways = list(_ways_back(ctx))
    if not ways:
        yield Finding(ctx.plan.header.at(), "the plan does not say how to go back to normal")
        return
    lacking = [(_lacking(steps), place) for place, steps in ways]
    missing, place = min(lacking, key=lambda one: len(one[0]))
    if missing:
        yield Finding(
            place,
            "no return to normal covers all that it should: {way} comes nearest, and lacks {steps} "
            "{missing}",
            hint="Add a step with `{missing}` in its id, or whose words say the same; it may say "
            "that there is nothing to do."
            if len(missing) == 1
            else "Add a step for each, with that word in its id, or whose words say the same; it "
            "may say that there is nothing to do.",
            way=place.id,
            steps=Message.of("the step" if len(missing) == 1 else "the steps"),
            missing=listed(missing),
        )


def _ways_back(ctx: Context) -> Iterator[tuple[Place, list[Task | Step]]]:
    """Each return to normal: its place, and its steps."""
    plan = ctx.plan
    for procedure in plan.of(Procedure):
        if procedure.purpose == "return":
            yield procedure.at("steps"), list(procedure.steps)
    for playbook in plan.of(Playbook):
        if playbook.tasks.return_:
            yield playbook.at("tasks", "return"), list(_with_steps(ctx, playbook.tasks.return_))


def _with_steps(ctx: Context, tasks: Iterable[Task]) -> Iterator[Task | Step]:
    """Tasks, each followed by the steps of its procedure."""
    for task in tasks:
        yield task
        procedure = ctx.plan.find(task.procedure, Procedure)
        if procedure is not None:
            yield from procedure.steps


def _lacking(steps: Sequence[Task | Step]) -> list[str]:
    """What of the way back no step covers; ``declare-the-end`` covers ``declare``."""
    ids = [f"-{one.id.replace('.', '-')}-" for one in steps]
    said = [
        words.casefold() for one in steps if one.do is not None for _, words in one.do.by_language
    ]
    return [
        words[0]
        for words, meant in WAY_BACK
        if not any(f"-{word}-" in one for word in words for one in ids)
        and not any(re.search(meant, one) for one in said)
    ]


@rule(
    "RED020",
    Severity.WARNING,
    clauses=(
        "45 CFR 164.308(a)(7)(ii)(C)",
        "NIST SP 800-53r5 CP-13",
        "NIS2-IR 4.3.2(c)",
        "NIST SP 800-53r5 CP-2 a.5",
    ),
    since="audited",
)
def emergency_access_is_ruled(ctx: Context) -> Iterator[Finding]:
    """Every critical system says how it is entered in an emergency, by whom, and how that is kept.

    Why: in a hurry passwords are passed around, and afterwards nobody knows who did what.
    Fix: write under ``break_glass`` where the emergency access is kept, who may use it, and how its
    use is logged.
    Ignore when: nobody of ours can enter the system; then say so there.
    """
    for one in ctx.plan.of(System):
        if one.critical and one.break_glass is None:
            yield Finding(
                one.at("break_glass"),
                "the critical system {system} does not say how it is entered in an emergency",
                system=one.id,
            )
