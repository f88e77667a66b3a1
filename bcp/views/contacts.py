"""Who holds a role, and on what numbers people and bodies are reached."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice

from bcp.model.people import Organisation, Person, Phones, Role, Rota
from bcp.model.resources import Supplier
from bcp.views.telling import Teller, line


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
    by_kind: Mapping[str, str]


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
"""Kinds of a person's numbers, the likeliest to answer at any hour without the office first."""

SHOWN = 3
"""How many holders a line of calling shows when the role has no telephone of its own. The rest are
in the telephone list of the document."""


@dataclass(frozen=True, slots=True)
class Reached:
    """Somebody's numbers, in a line of calling."""

    who: str
    """Empty: the role's own telephone."""
    numbers: tuple[Number, ...]


def reach(tell: Teller, role_id: str) -> tuple[Reached, ...]:
    """A role's own telephone; without one, its first holders with the number best by night."""
    role = tell.plan.find(role_id, Role)
    if role is None:
        return ()
    own = numbers(tell, role.phones)
    if own:
        return (Reached("", own),)
    people = (tell.plan.find(one, Person) for one in holder_ids(tell, role))
    best = (
        Reached(one.name, _best(tell, one))
        for one in people
        if one is not None and one.phones is not None
    )
    return tuple(islice(best, SHOWN))


def _best(tell: Teller, person: Person) -> tuple[Number, ...]:
    given = _by_kind(person)
    kind = next((kind for kind in BEST_FIRST if kind in given), None)
    return (Number(tell.word(kind), given[kind]),) if kind is not None else ()


@dataclass(frozen=True, slots=True)
class PhoneTable:
    """People and their numbers, one column for each kind of number."""

    kinds: tuple[str, ...]
    rows: tuple[tuple[str, str, tuple[tuple[str, ...], ...]], ...]
    """(name, note, numbers by kind) of each person."""


COLUMNS = 3
"""As many columns of numbers as fit on paper at 13 points."""


def phone_table(
    tell: Teller, people: Iterable[tuple[str, str, Mapping[str, str]]]
) -> PhoneTable | None:
    """A table of (name, note, number by kind), best kinds first; None without people.

    When there are more kinds than columns, the last column holds the rest, each with its kind.
    """
    rows = tuple(people)
    if not rows:
        return None
    given = [kind for kind in BEST_FIRST if any(kind in found for _, _, found in rows)]
    several = len(given) > COLUMNS
    shown, rest = (given[: COLUMNS - 1], given[COLUMNS - 1 :]) if several else (given, [])
    titles = [tell.word(kind) for kind in shown] + ([tell.say("other numbers")] if rest else [])

    def cells(found: Mapping[str, str]) -> tuple[tuple[str, ...], ...]:
        own = [(found[kind],) if kind in found else () for kind in shown]
        others = tuple(f"{found[kind]} {tell.word(kind)}" for kind in rest if kind in found)
        return (*own, others) if rest else tuple(own)

    return PhoneTable(
        tuple(titles), tuple((name, note, cells(found)) for name, note, found in rows)
    )


def directory(tell: Teller, roles: Iterable[str], without: Iterable[str]) -> PhoneTable | None:
    """Everybody who may hold one of these roles, each once; ``without`` are left out."""
    held: dict[str, list[str]] = {}
    left_out = set(without)
    for role_id in roles:
        role = tell.plan.find(role_id, Role)
        for person in holder_ids(tell, role) if role is not None else ():
            if person not in left_out and tell.name(role_id) not in held.setdefault(person, []):
                held[person].append(tell.name(role_id))
    return phone_table(
        tell,
        (
            (one.name, ", ".join(titles), _by_kind(one))
            for id, titles in held.items()  # noqa: A001
            if (one := tell.plan.find(id, Person)) is not None
        ),
    )


def _by_kind(person: Person) -> dict[str, str]:
    return dict(person.phones.numbers()) if person.phones is not None else {}


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
        return Holder(place, id, "", (), {})
    away = ", ".join(
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
    note = line(tell.text(person.job), gone, away)
    return Holder(place, person.name, note, numbers(tell, person.phones), _by_kind(person))


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
