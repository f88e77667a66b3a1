"""Who holds a role, and on what numbers people and bodies are reached."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from bcp.model.people import Organisation, Person, Phones, Role, Rota
from bcp.model.resources import Supplier
from bcp.views.telling import Teller, lines


@dataclass(frozen=True, slots=True)
class Number:
    """A telephone number and what sort it is."""

    kind: str
    number: str


@dataclass(frozen=True, slots=True)
class Holder:
    """Somebody who may hold a role."""

    place: str
    """``Holds it``, ``1st alternate``."""
    name: str
    note: str
    numbers: tuple[Number, ...]
    mails: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Turn:
    """One turn of a rota: when it is, and who serves."""

    when: str
    who: str


def numbers(tell: Teller, phones: Phones | None) -> tuple[Number, ...]:
    """All numbers, in the order in which one would try them."""
    pairs = phones.numbers() if phones is not None else ()
    return tuple(Number(tell.word(kind), number) for kind, number in pairs)


def mails(of: Person | Role | Organisation) -> tuple[str, ...]:
    """All e-mail addresses, the work one first."""
    if of.mail is None:
        return ()
    return tuple(mail for mail in (of.mail.work, of.mail.duty, of.mail.personal) if mail)


def numbers_of(tell: Teller, id: str) -> tuple[Number, ...]:  # noqa: A002
    """The numbers of a person, role, supplier or organisation; of a team, those of its lead."""
    one = tell.plan.objects.get(id)
    if isinstance(one, Person | Role | Supplier | Organisation):
        return numbers(tell, one.phones)
    lead = getattr(one, "lead", None)
    return numbers_of(tell, lead) if isinstance(lead, str) else ()


def numbers_to_reach(tell: Teller, id: str) -> tuple[tuple[str, tuple[Number, ...]], ...]:  # noqa: A002
    """(whose, numbers) in the order of calling: a role's own telephone, then its holders."""
    own = numbers_of(tell, id)
    found = [("", own)] if own else []
    role = tell.plan.find(id, Role)
    if role is not None:
        found += [(one.name, one.numbers) for one in holders(tell, role) if one.numbers]
    return tuple(found)


def holders(tell: Teller, role: Role) -> tuple[Holder, ...]:
    """The primary or everybody on the rota, then the alternates in order; nobody twice."""
    return tuple(_holders(tell, role))


def _holders(tell: Teller, role: Role) -> Iterator[Holder]:
    seen: set[str] = set()
    if role.primary is not None:
        seen.add(role.primary)
        yield _holder(tell, role.primary, tell.say("Holds it"))
    for person in people_on(tell, role):
        if person not in seen:
            seen.add(person)
            yield _holder(tell, person, tell.say("On the rota"))
    for number, person in enumerate(role.alternates, 1):
        if person not in seen:
            seen.add(person)
            place = tell.fill(tell.say("Alternate {number}"), number=str(number))
            yield _holder(tell, person, place)


def people_on(tell: Teller, role: Role) -> tuple[str, ...]:
    """Ids of the people on a role's rota, each once, in the order of the shifts."""
    rota = tell.plan.find(role.rota, Rota)
    if rota is None:
        return ()
    on_shifts = (person for shift in rota.shifts for person in shift.people)
    return tuple(dict.fromkeys((*on_shifts, *rota.weeks)))


def _holder(tell: Teller, id: str, place: str) -> Holder:  # noqa: A002
    person = tell.plan.find(id, Person)
    if person is None:
        return Holder(place, id, "", ())
    away = "\n".join(
        tell.fill(
            tell.say("away {first} to {last}"),
            first=tell.day(one.from_),
            last=tell.day(one.until),
        )
        for one in person.away
    )
    gone = {
        "on-leave": tell.say("on leave: do not count on them"),
        "left": tell.say("has left: do not count on them"),
    }.get(person.status, "")
    note = lines(tell.text(person.job), gone, away)
    return Holder(place, person.name, note, numbers(tell, person.phones), mails(person))


def turns(tell: Teller, rota: Rota | None) -> tuple[Turn, ...]:
    """The turns of a rota as it is planned."""
    if rota is None:
        return ()
    shifts = tuple(Turn(tell.stretch(one), tell.names(one.people)) for one in rota.shifts)
    if not rota.weeks:
        return shifts
    since = tell.day(rota.starts)
    when = tell.fill(tell.say("by the week, in turn, from {day}"), day=since)
    return (*shifts, Turn(when, tell.names(rota.weeks)))
