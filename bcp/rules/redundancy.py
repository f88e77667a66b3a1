"""Rules on what stands in for what: strategies, alternates, switches, backups, and the way back."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from bcp.diagnostics import Message, Place, Severity
from bcp.model.header import Copies
from bcp.model.resources import Backup, Record, Redundancy, Site, Strategy, System
from bcp.model.response import Playbook, Procedure, Step, Task
from bcp.rules.common import YEAR, all_read, critical_processes, is_overdue, listed
from bcp.rules.rule import Context, Finding, rule
from bcp.rules.shared_loss import lost_at_once

RESOURCES = (
    "people",
    "information",
    "premises",
    "equipment",
    "ict",
    "transport",
    "finance",
    "suppliers",
)
"""The kinds of resource that a strategy speaks of (ISO 22301:2019 8.3.4)."""

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
    "RED001",
    Severity.ERROR,
    clauses=("ISO 22301:2019 8.3.3", "APRA CPS 230 40(c)", "DORA 11(2)(a)"),
)
def critical_processes_have_a_strategy(ctx: Context) -> Iterator[Finding]:
    """Every critical process has at least one strategy that was selected.

    Why: without one, what is done when the process stops is thought up while it stands still.
    Fix: write a strategy ``for`` the process, and under ``selected`` the day it was chosen.
    Ignore when: everything the process needs stands twice, and the approver knows that nothing else
    is planned.
    """
    if not all_read(ctx, Strategy):
        return
    for process in critical_processes(ctx):
        strategies = [one for one in ctx.plan.of(Strategy) if one.for_ == process.id]
        if not strategies:
            yield Finding(
                process.at(),
                "the critical process {process} has no strategy",
                hint="Write a strategy with `for: {process}`, and under `selected:` the day on "
                "which it was chosen.",
                process=process.id,
            )
        elif not any(one.selected for one in strategies):
            yield Finding(
                strategies[0].at("selected"),
                "no strategy for the critical process {process} has been selected",
                hint="Write under `selected:` the day on which it was chosen."
                if len(strategies) == 1
                else "Write `selected:`, the day of the choice, under the one that was chosen.",
                related=[(one.at("selected"), "another one for it") for one in strategies[1:]],
                process=process.id,
            )


@rule(
    "RED002",
    Severity.ERROR,
    clauses=("ISO 22301:2019 8.3.4", "NIS2-IR 4.1.2(g)", "APRA CPS 230 40(d)"),
)
def strategies_name_their_resources(ctx: Context) -> Iterator[Finding]:
    """Every strategy says what it takes: people, information, premises, equipment, ICT, transport,
    finance, suppliers.

    Why: a strategy fails on the thing that nobody thought of, which is seldom the system itself.
    Fix: add a line for each under ``resources``; "none" is an answer.
    Ignore when: never.
    """
    for one in ctx.plan.of(Strategy):
        missing = [kind for kind in RESOURCES if kind not in one.resources]
        if missing:
            yield Finding(
                one.at("resources"),
                "{strategy} does not say what it takes of: {missing}",
                hint="Write under `resources:` a line for {wanted}; “none” is an answer.",
                strategy=one.id,
                missing=", ".join(missing),
                wanted=("each of " if len(missing) > 1 else "") + listed(missing),
            )


@rule(
    "RED003",
    Severity.ERROR,
    clauses=(
        "FINRA 4370(c)(6)",
        "NIST SP 800-53r5 CP-7",
        "FCD-1 continuity locations",
        "DORA-RTS 26(2)(c)",
    ),
)
def critical_sites_have_an_alternate(ctx: Context) -> Iterator[Finding]:
    """The work of every critical site can go to another site, home, or to somebody else.

    Why: a building can be closed within a minute, for weeks.
    Fix: name other sites under ``alternates``, or write ``remote: true`` when the work can be done
    from home, or a strategy ``without`` the site.
    Ignore when: never.
    """
    elsewhere = {lost for one in ctx.plan.of(Strategy) for lost in one.without}
    judged = all_read(ctx, Strategy)
    for site in ctx.plan.of(Site):
        if not site.critical:
            continue
        others = [one for one in site.alternates if one != site.id]
        if judged and not (others or site.remote or site.id in elsewhere):
            yield Finding(
                site.at("alternates"),
                "the work of the critical site {site} has nowhere to go",
                site=site.id,
            )
        for number, one in enumerate(site.alternates):
            if one == site.id:
                yield Finding(
                    site.at("alternates", number),
                    "{site} cannot be the alternate of itself",
                    hint="Name another site here, or delete this entry.",
                    site=site.id,
                )


@rule(
    "RED004",
    Severity.WARNING,
    clauses=(
        "NIST SP 800-53r5 CP-7(1)",
        "NIST SP 800-53r5 CP-6(1)",
        "DORA 12(5)(a)",
        "NIS2-IR 4.2.2(c)",
        "NC-911 .0206(e)",
    ),
)
def alternates_lie_elsewhere(ctx: Context) -> Iterator[Finding]:
    """An alternate site lies in no hazard zone, and shares no cause, of the site it stands in for.

    Why: the flood that closes the office closes the house across the road too.
    Fix: choose a site in another zone; if the zones are drawn too wide, draw them as they are.
    Ignore when: another alternate lies elsewhere, and people know to pass over this one.
    """
    for site in ctx.plan.of(Site):
        for number, other_id in enumerate(site.alternates):
            other = ctx.plan.find(other_id, Site)
            if other is None or other is site:
                continue
            for cause in sorted(_causes(site) & _causes(other)):
                yield Finding(
                    site.at("alternates", number),
                    "{alternate} is to stand in for {site}, and {cause} takes both",
                    alternate=other.id,
                    cause=cause,
                    site=site.id,
                )


def _causes(site: Site) -> set[str]:
    return {*site.shares, *([site.zone] if site.zone is not None else [])}


@rule(
    "RED005",
    Severity.WARNING,
    clauses=(
        "NIST SP 800-53r5 CP-7(2)",
        "NIST SP 800-53r5 CP-7(3)",
        "NIST SP 800-53r5 CP-7(4)",
        "NIST SP 800-34r1 App F",
    ),
)
def alternates_can_be_entered(ctx: Context) -> Iterator[Finding]:
    """An alternate site says how to get in, who may, by what agreement, and how soon it is ready.

    Why: at night the alternate is a locked door, and the guard has a list.
    Fix: write ``access: {how, people, agreement}`` and ``set_up`` for the site.
    Ignore when: never.
    """
    alternates = {one for site in ctx.plan.of(Site) for one in site.alternates if one != site.id}
    for site in ctx.plan.of(Site):
        if site.id in alternates:
            for place, missing, fix in _unready(site):
                yield Finding(
                    place,
                    "the alternate site {site} does not say {missing}",
                    hint=fix,
                    site=site.id,
                    missing=Message.of(missing),
                )


def _unready(site: Site) -> Iterator[tuple[Place, str, str]]:
    """What an alternate site does not say: place, words, fix."""
    if site.access is None:
        yield (
            site.at("access"),
            "how to get in, and who may",
            "Write `access: {{how: …, people: …, agreement: …}}`.",
        )
    else:
        if not site.access.people:
            yield (
                site.at("access", "people"),
                "who may get in",
                "Name under `people:` who is authorised.",
            )
        if site.access.agreement is None:
            yield (
                site.at("access", "agreement"),
                "what agreement gives the right to use it",
                "Write `agreement:`, the contract, or that the site is our own.",
            )
    if site.set_up is None:
        yield (
            site.at("set_up"),
            "how long it takes to be ready",
            "Write `set_up:`, for example 2h.",
        )


@rule(
    "RED006",
    Severity.ERROR,
    clauses=(
        "NIST SP 800-53r5 CP-8",
        "NIST SP 800-53r5 CP-8(1)",
        "NIST SP 800-53r5 CP-8(2)",
        "NIST SP 800-53r5 CP-8(3)",
        "NIST SP 800-34r1 App F",
    ),
)
def lines_are_separate(ctx: Context) -> Iterator[Finding]:
    """No single supplier or cause takes so many members of a telephone or network redundancy that
    too few are left.

    Why: two carriers in one duct are one digger away from silence.
    Fix: order another provider or another route, and have it shown on the map; until then waive
    this with a date.
    Ignore when: never; waive it while the works are under way.
    """
    lines = [
        one
        for one in ctx.plan.of(Redundancy)
        # With too few members it never serves, so nothing takes it: RED028 says so.
        if _carries_calls_or_data(ctx, one) and one.need <= len(set(one.of))
    ]
    for one in lines:
        for number, cause in enumerate(one.shares):
            yield _shared(ctx, one, one.at("shares", number), cause)
    groups = {one: (one.id,) for one in lines}
    for one, shared in lost_at_once(ctx, groups, ("suppliers", "causes")):
        for it in shared:
            if it not in one.shares and not _through_a_site(ctx, one, it):
                yield _shared(ctx, one, one.at("of"), it)


def _carries_calls_or_data(ctx: Context, redundancy: Redundancy) -> bool:
    members = (ctx.plan.find(one, System) for one in redundancy.of)
    return any(one is not None and one.type in ("telephony", "network") for one in members)


def _through_a_site(ctx: Context, redundancy: Redundancy, cause: str) -> bool:
    """Whether a cause takes the members with the site they all stand at.

    Lines into one building end with the building, whatever their route: that is for RED003 and
    RED004 to judge.
    """
    members = [ctx.plan.find(one, System) for one in redundancy.of]
    places = [set(one.at_) for one in members if one is not None]
    if len(places) < len(members):
        return False
    common = set.intersection(*places)
    sites = (ctx.plan.find(one, Site) for one in common)
    return any(site is not None and cause in _causes(site) for site in sites)


def _shared(ctx: Context, redundancy: Redundancy, place: Place, shared: str) -> Finding:
    members = (ctx.plan.find(one, System) for one in redundancy.of)
    return Finding(
        place,
        "losing {shared} alone takes {redundancy}",
        related=[
            (one.at("supplier"), "{shared} runs it")
            for one in members
            if one is not None and one.supplier == shared
        ],
        redundancy=redundancy.id,
        shared=shared,
    )


@rule(
    "RED007",
    Severity.ERROR,
    clauses=(
        "NIST SP 800-53r5 CP-9",
        "DORA 12(1)",
        "45 CFR 164.308(a)(7)(ii)(A)",
        "45 CFR 164.308(a)(7)(ii)(B)",
        "FINRA 4370(c)(1)",
        "NIS2-IR 4.2.2",
        "AICPA TSC A1.2",
    ),
)
def backups_can_be_used(ctx: Context) -> Iterator[Finding]:
    """Every backup says what is in it, how often it is made, where it is, whose it is, and how to
    restore it.

    Why: a copy that nobody finds, or knows how to read back, is no copy.
    Fix: write ``kept_at``, ``owner`` and ``restore``, a procedure, beside ``what`` and ``every``.
    Ignore when: never.
    """
    wanted = {
        "kept_at": ("where it is kept", "Name under `kept_at:` the site, system or supplier."),
        "owner": ("who sees to it", "Name the role under `owner:`."),
        "restore": ("how it is restored", "Name the procedure under `restore:`."),
    }
    for system, number, backup in _backups(ctx):
        for field, (missing, fix) in wanted.items():
            if backup.get(field) is None:
                yield Finding(
                    system.at("backups", number, field),
                    "a backup of {system} does not say {missing}",
                    hint=fix,
                    system=system.id,
                    missing=Message.of(missing),
                )


def _backups(ctx: Context) -> Iterator[tuple[System, int, Backup]]:
    for system in ctx.plan.of(System):
        for number, backup in enumerate(system.backups):
            yield system, number, backup


@rule(
    "RED008",
    Severity.WARNING,
    clauses=("DORA 12(3)", "NIS2-IR 4.2.2(c)", "NIST SP 800-53r5 CP-9(3)"),
)
def one_backup_is_cut_off(ctx: Context) -> Iterator[Finding]:
    """At least one backup of each system that has any is cut off from the source network.

    Why: who locks the data with a ransom note locks every copy that can be reached from it.
    Fix: keep one copy offline and say so with ``offline: true``.
    Ignore when: the copy cannot be changed after it is written, and that was tested.
    """
    for system in ctx.plan.of(System):
        if system.backups and not any(one.offline for one in system.backups):
            yield Finding(
                system.at("backups"),
                "no backup of {system} is cut off from the network it comes from",
                system=system.id,
            )


@rule(
    "RED009",
    Severity.ERROR,
    clauses=(
        "NIST SP 800-53r5 CP-9(1)",
        "DORA 12(2)",
        "NIS2-IR 4.2.6",
        "AICPA TSC A1.3",
        "DORA-RTS 40(1)",
    ),
    ages=True,
)
def restores_are_tested(ctx: Context) -> Iterator[Finding]:
    """Every backup was restored from within the last 12 months.

    Why: most restores fail for a reason that the first try would have shown.
    Fix: restore from it, compare the result, and write the day under ``restore_tested``.
    Ignore when: never.
    """
    for system, number, backup in _backups(ctx):
        place = system.at("backups", number, "restore_tested")
        if backup.restore_tested is None:
            yield Finding(place, "a backup of {system} was never restored from", system=system.id)
        elif is_overdue(backup.restore_tested, YEAR, ctx.as_of):
            yield Finding(
                place,
                "a backup of {system} was last restored from on {day}: more than {most} ago",
                system=system.id,
                day=backup.restore_tested.isoformat(),
                most=YEAR.in_words(),
            )


@rule(
    "RED010",
    Severity.WARNING,
    clauses=("DORA-RTS 26(2)(i)", "NIST SP 800-34r1 3.3", "42 CFR 482.15(b)(1)", "AICPA TSC A1.2"),
)
def critical_sites_have_power_and_lines(ctx: Context) -> Iterator[Finding]:
    """Every critical site says what stands in for mains power and for its lines.

    Why: a telephone floor without power is silent within the minute that the batteries last.
    Fix: write under ``power`` and ``comms`` what stands in and for how long; "none, people go home"
    is an answer.
    Ignore when: never.
    """
    for site in ctx.plan.of(Site):
        if not site.critical:
            continue
        for field, what in (("power", "mains power"), ("comms", "its lines")):
            if site.get(field) is None:
                yield Finding(
                    site.at(field),
                    "the critical site {site} does not say what stands in for {what}",
                    hint="Write under `{field}:` what does and for how long; “none, people go "
                    "home” is an answer.",
                    site=site.id,
                    field=field,
                    what=Message.of(what),
                )


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
    named = {one.restore for _, _, one in _backups(ctx)}
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
            "no way back to normal is whole: {way} comes nearest, and lacks {steps} {missing}",
            hint="Add a step that says so, or one with `{missing}` in its id; it may say that "
            "there is nothing to do."
            if len(missing) == 1
            else "Add a step for each that says so, or has that word in its id; it may say that "
            "there is nothing to do.",
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


@rule("RED014", Severity.WARNING, clauses=("DORA 12(7)", "NIST SP 800-34r1 4.4"))
def restores_end_with_a_check(ctx: Context) -> Iterator[Finding]:
    """Every procedure that restores a backup has a step that checks what came back.

    Why: what was restored half is found out by the customer whose case is in the other half.
    Fix: give the last step a ``check``: what is compared, and when it is good.
    Ignore when: the system checks itself and says so.
    """
    for name in sorted({one.restore for _, _, one in _backups(ctx) if one.restore is not None}):
        procedure = ctx.plan.find(name, Procedure)
        if procedure is not None and not any(step.check for step in procedure.steps):
            yield Finding(
                procedure.at("steps"),
                "{procedure} restores a backup and no step checks what came back",
                procedure=procedure.id,
            )


@rule(
    "RED018",
    Severity.ERROR,
    clauses=("FCD-1 essential records", "NIST SP 800-34r1 3.6", "FINRA 4370(c)(1)"),
)
def vital_records_lie_offline(ctx: Context) -> Iterator[Finding]:
    """The plan lists its vital records, and each has a copy that needs no system.

    Why: the list of customers at risk is in the system that is down.
    Fix: declare the ``records`` that work goes on with, and write under ``offline`` where the copy
    is.
    Ignore when: the record is no use while systems are down; then it is not vital.
    """
    records = ctx.plan.of(Record)
    if not records and all_read(ctx, Record):
        yield Finding(
            ctx.plan.header.at(),
            "the plan lists no vital records",
            hint="Declare under `records:` those that work goes on with.",
        )
    for one in records:
        if one.offline is None:
            yield Finding(
                one.at("offline"),
                "{record} has no offline copy",
                hint="Write under `offline:` where the copy is that needs no system.",
                record=one.id,
            )


@rule(
    "RED019",
    Severity.ERROR,
    clauses=(
        "NIST SP 800-34r1 3.6",
        "DORA-RTS 26(1)(d)",
        "DORA-RTS 39(2)(b)",
        "ISO 22301:2019 8.4.4",
    ),
)
def the_plan_itself_survives(ctx: Context) -> Iterator[Finding]:
    """A copy of the plan can be read when systems are down and when a critical site is closed.

    Why: a plan on the server that failed, or in the building that burns, is not there.
    Fix: write under ``copies`` where printed or offline copies lie; put one at an alternate site.
    Ignore when: never.
    """
    header = ctx.plan.header
    offline = [one for one in header.copies if one.how_many and _is_offline(ctx, one)]
    if not offline:
        yield Finding(
            header.at("copies"),
            "no copy of the plan can be read without a system",
            hint="Write under `copies:` where printed or offline copies lie, and how many.",
        )
        return
    sites = {one.at for one in offline}
    if len(sites) == 1:
        site = ctx.plan.find(sites.pop(), Site)
        if site is not None and site.critical:
            yield Finding(
                header.at("copies"),
                "all copies of the plan lie at {site}, and are lost with it",
                hint="Put one somewhere else, and add it under `copies:`.",
                site=site.id,
            )


def _is_offline(ctx: Context, copies: Copies) -> bool:
    """Whether copies need no system: in somebody's keeping, or at a place."""
    return copies.at is None or ctx.plan.kind_of(copies.at) not in ("systems", "suppliers")


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


@rule(
    "RED026",
    Severity.ERROR,
    clauses=("NIST SP 800-34r1 4.2.1", "NIST SP 800-53r5 CP-8"),
    since="start",
)
def stand_ins_have_a_switch(ctx: Context) -> Iterator[Finding]:
    """Every redundancy that does not run by itself says who decides to switch and who does it.

    Why: a stand-in that somebody could switch to, and nobody is told to, stands by and watches.
    Fix: write ``switch: {decided_by, decided_within, by, within}``, or ``mode: active`` when all
    members always serve.
    Ignore when: the switch is automatic and was seen to work; then call the mode active.
    """
    for one in ctx.plan.of(Redundancy):
        if one.mode != "active" and one.switch is None:
            yield Finding(
                one.at("switch"),
                "{redundancy} has `mode: {mode}`, and nobody decides on the switch or does it",
                hint="Write `switch: {{decided_by: …, decided_within: …, by: …, within: …}}`, or "
                "`mode: active` when all members always serve.",
                redundancy=one.id,
                mode=one.mode,
            )


@rule("RED028", Severity.ERROR, clauses=("ISO 22301:2019 8.3.4",), since="start")
def enough_members_are_named(ctx: Context) -> Iterator[Finding]:
    """Every redundancy names at least as many members as it needs.

    Why: what needs three and has two never serves; every answer about it is then wrong.
    Fix: name the other members under ``of:``, or write under ``need:`` how many are enough.
    Ignore when: never.
    """
    for one in ctx.plan.of(Redundancy):
        named = len(set(one.of))
        if one.need <= named:
            continue
        if named == 0:
            yield Finding(
                one.at("of"),
                "{redundancy} names no member",
                hint="Name under `of:` what stands in for what, preferred first.",
                redundancy=one.id,
            )
            continue
        yield Finding(
            one.at("need"),
            "of {redundancy} {need} are needed and only {named} are named"
            if named > 1
            else "of {redundancy} {need} are needed and only one is named",
            hint="Write {named} here or less, or name the other members under `of:`."
            if named > 1
            else "Write 1 here, or name the other members under `of:`.",
            related=[(one.at("of"), "the members")],
            redundancy=one.id,
            need=one.need,
            named=named,
        )
