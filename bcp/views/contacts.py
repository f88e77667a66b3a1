"""Who holds a role, and on what numbers people and bodies are reached."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
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


def listed(several: tuple[Number, ...]) -> str:
    """Numbers, one on each line, with what sort each is."""
    return "\n".join(f"{one.number} {one.kind}" for one in several)


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


BEST_FIRST = ("mobile", "personal", "duty", "satellite", "night", "work", "short")
"""Kinds of a person's numbers, in the order in which one of them is most likely to answer at any hour
without the office's own telephones."""

SHOWN_BESIDE_OWN = 2
SHOWN_ALONE = 4
"""How many holders a line of calling shows: few when the role has a telephone of its own. The rest
are in the telephone list of the document."""


@dataclass(frozen=True, slots=True)
class Reached:
    """Somebody's numbers, in a line of calling."""

    who: str
    """Empty: the role's own telephone."""
    numbers: tuple[Number, ...]


def reach(tell: Teller, role_id: str) -> tuple[Reached, ...]:
    """A role's own telephone, then its first holders, each with the number that is best by night."""
    role = tell.plan.find(role_id, Role)
    if role is None:
        return ()
    own = numbers(tell, role.phones)
    people = (tell.plan.find(one, Person) for one in holder_ids(tell, role))
    best = tuple(
        Reached(one.name, _best(tell, one))
        for one in people
        if one is not None and one.phones is not None
    )
    if not own:
        return best[:SHOWN_ALONE]
    return (Reached("", own), *best[:SHOWN_BESIDE_OWN])


def _best(tell: Teller, person: Person) -> tuple[Number, ...]:
    given = dict(person.phones.numbers()) if person.phones is not None else {}
    kind = next((kind for kind in BEST_FIRST if kind in given), None)
    return (Number(tell.word(kind), given[kind]),) if kind is not None else ()


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of a telephone list."""

    name: str
    roles: str
    numbers: tuple[Number, ...]


def directory(tell: Teller, roles: Iterable[str], without: Iterable[str]) -> tuple[Entry, ...]:
    """Everybody who may hold one of these roles, each once; ``without`` are left out."""
    held: dict[str, list[str]] = {}
    left_out = set(without)
    for role_id in roles:
        role = tell.plan.find(role_id, Role)
        for person in holder_ids(tell, role) if role is not None else ():
            if person not in left_out and tell.name(role_id) not in held.setdefault(person, []):
                held[person].append(tell.name(role_id))
    found = ((tell.plan.find(one, Person), titles) for one, titles in held.items())
    return tuple(
        Entry(one.name, ", ".join(titles), numbers(tell, one.phones))
        for one, titles in found
        if one is not None
    )


def holder_ids(tell: Teller, role: Role) -> tuple[str, ...]:
    """Ids of the primary or everybody on the rota, then of the alternates in order."""
    primary = (role.primary,) if role.primary is not None else ()
    return tuple(dict.fromkeys((*primary, *people_on(tell, role), *role.alternates)))


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
