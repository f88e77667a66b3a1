"""The role card: what the holder of one role needs at three in the morning, and nothing else."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from bcp.model.communication import Form
from bcp.model.learning import WellBeing
from bcp.model.people import Role, Rota, Team
from bcp.model.resources import Site
from bcp.model.response import Indicator, Level, Playbook, Procedure, Threshold
from bcp.plan import Plan
from bcp.views.along import taken, ways_of
from bcp.views.calling import CallList, Outside, call_lists, chiefs, escalations_of, outside
from bcp.views.contacts import (
    Directory,
    Number,
    Reached,
    Turn,
    directory,
    held_by,
    mails,
    numbers,
    reach,
    turns,
)
from bcp.views.partners import working_with
from bcp.views.severity import by_severity
from bcp.views.speaking import Notice, Speech, approved_by, notices_of, speech
from bcp.views.steps import Tick, answered_for, phases, steps
from bcp.views.switching import Pull, Switch, break_glass, levers, switches_of
from bcp.views.telling import Teller, figure, line, lines


@dataclass(frozen=True, slots=True)
class Power:
    """What the role may decide."""

    may: str
    when: str
    limit: str
    until: str
    basis: str


@dataclass(frozen=True, slots=True)
class PlaybookPart:
    """A role's part in one playbook."""

    title: str
    signs: tuple[str, ...]
    starts: tuple[tuple[str, str], ...]
    """(degree, condition) pairs of the activations that are the role's to decide."""
    phases: tuple[tuple[str, tuple[Tick, ...]], ...]
    """(phase in a word, its tasks) pairs in order."""
    answers_for: str
    """The tasks that others do and the role answers for."""
    ends: str
    """When the role says that it is over; empty when that is not the role's to say."""
    facts: str
    """What callers may be told, by title: the words are renewed on the sheet, paper grows old."""
    welfare: str
    """How people are looked after meanwhile."""
    id: str = ""


@dataclass(frozen=True, slots=True)
class ProcedurePart:
    """A role's steps in one procedure; those of others that it waits for stand with them."""

    id: str
    title: str
    ticks: tuple[Tick, ...]
    rest: str
    """What happens when it takes too long."""


@dataclass(frozen=True, slots=True)
class RoleCard:
    """One role's card. Texts are ready to print; what the plan does not say is empty."""

    id: str
    title: str
    plan: str
    classification: str
    purpose: str
    place: str
    """Team, and when the role must be filled."""
    numbers: tuple[Number, ...]
    mails: tuple[str, ...]
    holders: tuple[tuple[str, str], ...]
    """(place, names) pairs of those who hold it without a rota; numbers are in ``directory``."""
    rota: tuple[Turn, ...]
    rota_kept: str
    meeting: tuple[tuple[str, str], ...]
    powers: tuple[Power, ...]
    levels: tuple[tuple[str, tuple[str, ...]], ...]
    """(level, criteria) pairs of the levels that the role declares."""
    watches: tuple[tuple[str, str], ...]
    """(figure, limits and what then) pairs of the indicators that the role watches."""
    playbooks: tuple[PlaybookPart, ...]
    """Those that answer to the worst first."""
    procedures: tuple[ProcedurePart, ...]
    calls: tuple[CallList, ...]
    chiefs: tuple[tuple[str, tuple[Reached, ...]], ...]
    """(role, numbers) pairs of those above who are in none of the ``calls``."""
    directory: Directory | None
    """This role and every one that it works with, and everybody who may hold it."""
    outside: tuple[Outside, ...]
    speech: Speech
    """Messages that the role sends."""
    approves: tuple[tuple[str, str], ...]
    """(message, how) pairs of those that it approves and others send."""
    notices: tuple[Notice, ...]
    switches: tuple[Switch, ...]
    levers: tuple[Pull, ...]
    keys: tuple[tuple[str, str], ...]
    """(system, emergency access) pairs."""
    welfare: tuple[str, ...]
    forms: tuple[tuple[str, str], ...]
    """(form, where it lies and what to do with it) pairs."""
    takes: tuple[tuple[str, str], ...]
    """(thing, where it lies and what is in it) pairs of what goes along on leaving the site."""
    hands_over: tuple[str, ...]
    """What is told at a change of shift."""
    do_not_say: tuple[str, ...]
    """What nobody says to anybody outside."""
    ways: tuple[tuple[str, str], ...]
    """(channel, how it is used) pairs of those named on the card that say so."""

    @property
    def numbered(self) -> Mapping[str, int]:
        """Number of each procedure with steps on this card: where a task says to follow it.

        A number and not a page: page numbers inside the columns have every page laid out twice.
        """
        return {one.id: number for number, one in enumerate(self.procedures, 1)}

    @property
    def busy(self) -> bool:
        """Whether there is so much to do that it has to be set smaller to stay a card."""
        tasks = sum(len(ticks) for one in self.playbooks for _, ticks in one.phases)
        return tasks + sum(len(one.ticks) for one in self.procedures) >= BUSY


BUSY = 60
"""From so many tasks and steps on a card is set in smaller type."""


def role_card(
    plan: Plan, role_id: str, language: str | None = None, marks: bool = False
) -> RoleCard:
    """The card of one role; ``marks`` as in :class:`~bcp.views.telling.Teller`.

    Raises KeyError when the plan has no role with this id.
    """
    role = plan.find(role_id, Role)
    if role is None:
        raise KeyError(role_id)
    tell = Teller.of(plan, language, marks)
    rota = plan.find(role.rota, Rota)
    procedures = tuple(_procedures(tell, role))
    escalations = escalations_of(tell, role)
    called = dict.fromkeys(step.role for one in escalations for step in one.steps)
    above = chiefs(tell, role, but=called)
    partners = working_with(tell, role)
    return RoleCard(
        id=role.id,
        title=tell.title(role),
        plan=tell.title(plan.header),
        classification=tell.text(plan.header.classification),
        purpose=tell.text(role.purpose),
        place=_place(tell, role),
        numbers=numbers(tell, role.phones),
        mails=mails(role),
        holders=held_by(tell, role),
        rota=turns(tell, rota),
        rota_kept=tell.name(rota.kept) if rota is not None else "",
        meeting=_meeting(tell, role),
        powers=tuple(
            Power(
                tell.text(one.may),
                tell.text(one.when),
                tell.text(one.limit),
                tell.text(one.until),
                tell.text(one.basis),
            )
            for one in role.authority
        ),
        levels=tuple(
            (tell.title(level), tell.texts(level.criteria))
            for level in sorted(plan.of(Level), key=lambda one: one.rank)
            if level.declared_by == role.id
        ),
        watches=tuple(_watches(tell, role)),
        playbooks=tuple(_playbooks(tell, role)),
        procedures=procedures,
        calls=call_lists(tell, escalations, role),
        chiefs=tuple((tell.name(one), reach(tell, one)) for one in above),
        directory=directory(tell, role, partners, (*called, *above)),
        outside=outside(tell, role, also=partners),
        speech=speech(tell, role.id),
        approves=approved_by(tell, role.id),
        notices=notices_of(tell, role.id),
        switches=switches_of(tell, role),
        levers=levers(tell, role),
        keys=break_glass(tell, role),
        welfare=tuple(_welfare(tell, role)),
        forms=tuple(_forms(tell, role)),
        takes=tuple(taken(tell, one) for one in role.takes),
        hands_over=tell.texts(role.hands_over),
        do_not_say=tell.texts(plan.header.do_not_say),
        ways=ways_of(tell, role, escalations),
    )


def role_ids(plan: Plan) -> tuple[str, ...]:
    """Every role that has a card, team by team from the strategic level down, leads first."""
    teams = {team.id: team for team in plan.of(Team)}
    heights = ("strategic", "tactical", "operational")

    def order(role: Role) -> tuple[int, str, bool, str]:
        team = teams.get(role.team or "")
        if team is None:
            return (len(heights), "", True, role.id)
        return (heights.index(team.level), team.id, team.lead != role.id, role.id)

    return tuple(role.id for role in sorted(plan.of(Role), key=order))


def _place(tell: Teller, role: Role) -> str:
    cover = tell.hours(role.cover)
    return line(
        tell.labelled("Team", tell.name(role.team)),
        tell.labelled("Filled", cover),
        tell.say("The plan fails when nobody fills this role.") if role.critical else "",
    )


def _meeting(tell: Teller, role: Role) -> tuple[tuple[str, str], ...]:
    team = tell.plan.find(role.team, Team)
    if team is None or team.meet is None:
        return ()
    meet, say = team.meet, tell.say
    quorum = ""
    if meet.quorum:
        quorum = say.count("{count} member", "{count} members", meet.quorum)
    pairs = (
        (say("Room"), tell.text(meet.place)),
        (say("If the room is lost"), tell.text(meet.alternate)),
        (say("Conference bridge"), meet.bridge or ""),
        (say("Access code kept"), tell.text(meet.bridge_code)),
        (say("Together"), tell.within(meet.within)),
        (say("Enough to decide"), quorum),
    )
    return tuple(pair for pair in pairs if pair[1])


def limit(tell: Teller, one: Indicator, threshold: Threshold | None) -> str:
    """``below 70 % for 10 min``."""
    if threshold is None:
        return ""
    below, above = (
        tell.say("below {value} {unit} for {time}"),
        tell.say("above {value} {unit} for {time}"),
    )
    return tell.fill(
        below if one.better == "higher" else above,
        value=figure(threshold.beyond),
        unit=one.unit,
        time=tell.length(threshold.for_),
    )


def _watches(tell: Teller, role: Role) -> Iterator[tuple[str, str]]:
    for one in tell.plan.of(Indicator):
        if role.id not in (one.watched_by, one.source.by):
            continue
        warned, critical = limit(tell, one, one.warn), limit(tell, one, one.critical)
        yield (
            tell.title(one),
            lines(
                tell.labelled("Warning", _leads_to(warned, tell.names(one.on_warn))),
                tell.labelled("Critical", _leads_to(critical, tell.name(one.on_critical))),
            ),
        )


def _leads_to(limit: str, then: str) -> str:
    return f"{limit} → {then}" if limit and then else limit


def _playbooks(tell: Teller, role: Role) -> Iterator[PlaybookPart]:
    for one in by_severity(tell.plan):
        starts = tuple(
            (degree, condition) for degree, by, condition in activations(tell, one) if by == role.id
        )
        mine = phases(tell, one, role)
        answers = answered_for(tell, one, role)
        ends = ""
        if one.stand_down is not None and one.stand_down.by == role.id:
            ends = tell.text(one.stand_down.when)
        if starts or mine or answers or ends:
            by_phase = tuple((phase.short, phase.ticks) for phase in mine)
            welfare = line(tell.text(one.welfare), tell.names(one.care)) if mine else ""
            yield PlaybookPart(
                tell.title(one),
                tell.texts(one.signs),
                starts,
                by_phase,
                answers,
                ends,
                tell.names(one.facts) if mine else "",
                welfare,
                one.id,
            )


def activations(tell: Teller, one: Playbook) -> tuple[tuple[str, str, str], ...]:
    """(degree, id of the role that decides, condition) of a playbook's activations."""
    if one.activation is None:
        return ()
    degrees = (
        ("standby", one.activation.standby),
        ("partial", one.activation.partial),
        ("full", one.activation.full),
    )
    return tuple(
        (tell.word(name), degree.by, tell.text(degree.when))
        for name, degree in degrees
        if degree is not None
    )


def _procedures(tell: Teller, role: Role) -> Iterator[ProcedurePart]:
    for one in tell.plan.of(Procedure):
        ticks = steps(tell, one, role)
        if not ticks:
            continue
        yield ProcedurePart(one.id, tell.title(one), ticks, overrun(tell, one))


def overrun(tell: Teller, one: Procedure) -> str:
    """What happens when a procedure takes too long; empty when the plan does not say."""
    if one.overrun is None:
        return ""
    return tell.fill(
        tell.say("Longer than {time}: tell {role} – {then}"),
        time=tell.length(one.overrun.after),
        role=tell.name(one.overrun.tell),
        then=tell.text(one.overrun.then),
    )


def _welfare(tell: Teller, role: Role) -> Iterator[str]:
    duty = tell.labelled("Longest duty", tell.length(role.max_duty))
    rest = tell.labelled("Shortest rest", tell.length(role.rest))
    if duty or rest:
        yield ". ".join(part for part in (duty, rest) if part)
    for site in tell.plan.of(Site):
        if site.roll_call_by == role.id:
            where = tell.text(site.muster)
            other = tell.labelled("if that is not safe", tell.text(site.muster_alternate))
            place = "; ".join(part for part in (where, other) if part)
            yield tell.fill(
                tell.say("You count the people of {site}: {place}"),
                site=tell.title(site),
                place=place,
            )
    for care in tell.plan.of(WellBeing):
        mine = role.id in care.for_ or care.owner == role.id
        if mine or not care.for_:
            # What holds for everybody is posted up and in the plan; here stands whom to ask.
            what = tell.text(care.what) if mine else ""
            detail = ", ".join(
                part for part in (tell.within(care.within), care.contact or "") if part
            )
            words = ": ".join(part for part in (tell.title(care), what) if part)
            yield f"{words} ({detail})" if detail else words


def _forms(tell: Teller, role: Role) -> Iterator[tuple[str, str]]:
    for form in tell.plan.of(Form):
        lie = tuple(
            tell.fill(
                tell.say("{where} ({count} copies)"),
                where=tell.text(copy.where),
                count=str(copy.how_many),
            )
            for copy in form.copies
        )
        triage = tuple(
            tell.fill(
                tell.say("You get “{category}” {within}: {signs}"),
                category=tell.text(one.title),
                within=tell.within(one.within),
                signs=tell.text(one.signs),
            )
            for one in form.triage
            if one.to == role.id
        )
        entry = ""
        if form.back_entry is not None and form.back_entry.by == role.id:
            entry = tell.fill(
                tell.say("You see that paper gets into the systems {within} of their return"),
                within=tell.within(form.back_entry.within),
            )
        yield tell.title(form), lines(*lie, *triage, entry)
