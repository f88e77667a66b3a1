"""Who holds a role, and on what numbers people and bodies are reached."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import TypeAlias

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
    gone: str
    """Why not to count on them now; empty when they are there."""
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


def mails(of: Person | Role | Organisation | Supplier) -> tuple[str, ...]:
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
"""How many holders a line of calling shows. The rest are in the telephone list of the document."""


@dataclass(frozen=True, slots=True)
class Reached:
    """Somebody's numbers, in a line of calling."""

    who: str
    """Empty: the role's own telephone."""
    numbers: tuple[Number, ...]


def reach(tell: Teller, role_id: str) -> tuple[Reached, ...]:
    """A role's own telephone, then its first holders with the number best by night.

    The holders stand there even when the role has a telephone: it may be the one that is dead.
    """
    role = tell.plan.find(role_id, Role)
    if role is None:
        return ()
    own = numbers(tell, role.phones)
    people = (tell.plan.find(one, Person) for one in holder_ids(tell, role))
    best = (
        Reached(one.name, _best(tell, one))
        for one in people
        if one is not None
        and (one.phones is not None or is_held_apart(tell, one))
        and one.status == "active"
    )
    return (*((Reached("", own),) if own else ()), *islice(best, SHOWN))


def is_held_apart(tell: Teller, person: Person) -> bool:
    """Whether somebody's numbers are held outside the plan, and this document has them not."""
    return person.phones is None and tell.plan.contacts_are_missing


def _best(tell: Teller, person: Person) -> tuple[Number, ...]:
    if is_held_apart(tell, person):
        return (Number(tell.say("contact held separately"), ""),)
    given = _by_kind(person)
    kind = next((kind for kind in BEST_FIRST if kind in given), None)
    return (Number(tell.word(kind), given[kind]),) if kind is not None else ()


PhoneRow: TypeAlias = tuple[str, str, tuple[tuple[str, ...], ...]]
"""(name, note, numbers by kind) of a person."""


@dataclass(frozen=True, slots=True)
class Post:
    """A role in the telephone list: its own numbers and whoever may hold it."""

    title: str
    numbers: tuple[Number, ...]
    rows: tuple[PhoneRow, ...]
    own: bool = False
    """Whether it is the role on whose card the list stands."""


@dataclass(frozen=True, slots=True)
class Directory:
    """A telephone list by roles, one column for each kind of number."""

    kinds: tuple[str, ...]
    posts: tuple[Post, ...]
    held_back: str = ""
    """Why somebody's private number is not in it; empty when none is kept back."""


COLUMNS = 3
"""As many columns of numbers as fit on paper at 13 points."""


@dataclass(frozen=True, slots=True)
class _Columns:
    """Which kind of number stands in which column; the last may hold several."""

    shown: tuple[str, ...]
    rest: tuple[str, ...]

    @classmethod
    def of(cls, several: Iterable[Mapping[str, str]]) -> _Columns:
        found = set().union(*several)
        given = tuple(kind for kind in BEST_FIRST if kind in found)
        many = len(given) > COLUMNS
        return cls(given[: COLUMNS - 1], given[COLUMNS - 1 :]) if many else cls(given, ())

    def titles(self, tell: Teller) -> tuple[str, ...]:
        other = (tell.say("other numbers"),) if self.rest else ()
        return (*(tell.word(kind) for kind in self.shown), *other)

    def cells(self, tell: Teller, found: Mapping[str, str]) -> tuple[tuple[str, ...], ...]:
        own = tuple((found[kind],) if kind in found else () for kind in self.shown)
        others = tuple(f"{found[kind]} {tell.word(kind)}" for kind in self.rest if kind in found)
        return (*own, others) if self.rest else own


def directory(
    tell: Teller, own: Role, ids: Iterable[str], called: Iterable[str]
) -> Directory | None:
    """The telephone list of a card: its own role, then these, each with everybody who may hold it.

    Private numbers stand on it of those alone whom the role itself calls, the ids in ``called``:
    whoever agreed to be rung at home agreed to be rung by these. Where there is one that is not
    given, the list says so.

    A column holds the numbers of one kind, best kinds first; when there are more kinds than
    columns, the last column holds the rest, each with its kind. Whoever may hold two of the roles
    stands with both: one looks up the role. None when the card's role has neither holders nor
    numbers and works with nobody.
    """
    people: dict[str, tuple[Person, ...]] = {}
    for id in (own.id, *ids):  # noqa: A001
        one = tell.plan.objects.get(id)
        if isinstance(one, Role | Person):
            held_by = holder_ids(tell, one) if isinstance(one, Role) else (id,)
            found = (tell.plan.find(person, Person) for person in held_by)
            people[id] = tuple(person for person in found if person is not None)
    if not any(people.values()) and own.phones is None and len(people) == 1:
        return None
    calls = frozenset((own.id, *called))

    def given(id: str, person: Person) -> Mapping[str, str]:  # noqa: A002
        found = _by_kind(person)
        return {kind: found[kind] for kind in found if kind != "personal" or id in calls}

    columns = _Columns.of(given(id, one) for id, several in people.items() for one in several)  # noqa: A001
    return Directory(
        columns.titles(tell),
        tuple(
            Post(
                tell.name(id),
                numbers(tell, role.phones) if (role := tell.plan.find(id, Role)) else (),
                tuple(
                    (one.name, _note(tell, one), columns.cells(tell, given(id, one)))
                    for one in several
                ),
                own=id == own.id,
            )
            for id, several in people.items()  # noqa: A001
        ),
        tell.say("A private number stands here only of those whom this role itself calls.")
        if any(
            len(given(id, one)) < len(_by_kind(one))
            for id, several in people.items()  # noqa: A001
            for one in several
        )
        else "",
    )


def _note(tell: Teller, person: Person) -> str:
    apart = tell.say("contact held separately") if is_held_apart(tell, person) else ""
    return line(gone(tell, person), apart)


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


def held_by(tell: Teller, role: Role) -> tuple[tuple[str, str], ...]:
    """(place, names) of those who hold a role, and of the alternates in their order.

    Whoever serves by a rota stands in its :func:`turns` and not here.
    """
    rota = people_on(tell, role)
    alternates = tuple(one for one in role.alternates if one not in {role.primary, *rota})
    pairs = (
        (tell.say("Holds it"), (role.primary,) if role.primary is not None else ()),
        (tell.say("Alternates, in this order"), alternates),
    )
    return tuple((place, _named(tell, several)) for place, several in pairs if several)


def _named(tell: Teller, several: Iterable[str]) -> str:
    """Names, and why not to count on whom."""
    found = ((id, tell.plan.find(id, Person)) for id in several)  # noqa: A001
    notes = ((tell.name(id), gone(tell, one) if one else "") for id, one in found)  # noqa: A001
    return ", ".join(f"{name} ({note})" if note else name for name, note in notes)


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
    several = numbers(tell, person.phones)
    return Holder(place, person.name, gone(tell, person), several, _by_kind(person))


def gone(tell: Teller, person: Person) -> str:
    """Why not to count on somebody, and when they are away; empty when they are there."""
    away = ", ".join(
        tell.fill(
            tell.say("away {first} to {last}"),
            first=tell.day(one.from_),
            last=tell.day(one.until),
        )
        for one in person.away
    )
    left = {
        "on-leave": tell.say("on leave: do not count on them"),
        "left": tell.say("has left: do not count on them"),
    }.get(person.status, "")
    return line(left, away)


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
