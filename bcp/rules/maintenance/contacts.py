"""Rules on where the numbers and addresses of people stand."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from bcp.diagnostics import Place, Severity
from bcp.model import Object
from bcp.model.people import Person
from bcp.model.references import values_of
from bcp.model.scalars import Mail, Phone, Wording, Words
from bcp.plan import Plan
from bcp.rules.rule import Context, Finding, rule

_NUMBER = r"(?<![\w.])(?:\+|00?)[1-9][\d ().–-]{5,}\d"
"""A telephone number in a text, national or international. Too short ones are something else."""
_MAIL = r"[^\s@<>()\"',;:]+@[^\s@<>()\"',;:]+\.[^\s@<>()\"',;:.]+"
_FEWEST_DIGITS = 8


@rule(
    "MNT022",
    Severity.ERROR,
    clauses=("ISO 22301:2019 7.5.3", "GDPR Art 5(1)(f)"),
    since="start",
)
def contacts_stand_where_they_are_held(ctx: Context) -> Iterator[Finding]:
    """Where contacts are held separately, no number or address of a person stands in the plan.

    Why: the plan lies in a repository that many can read, and its history forgets nothing. Whoever
    agreed to be called at home agreed to a list in a drawer.
    Fix: move it to the contacts folder, under the same id; in a text, name the person or role.
    Ignore when: never; write ``contacts: here`` if the numbers may stand in the plan.
    """
    if ctx.plan.header.contacts != "separately":
        return
    added = ctx.plan.contacts or {}
    for person in ctx.plan.of(Person):
        for key in ("phones", "mail"):
            if getattr(person, key) is not None and key not in added.get(person.id, ()):
                yield Finding(
                    person.at(key),
                    "`{key}` of {person} stands in the plan, whose contacts are held separately",
                    hint="Move it to the contacts folder: there, too, below `people:` and "
                    "{person}.",
                    key=key,
                    person=person.id,
                )
    official = _not_of_people(ctx.plan)
    for found in _in_texts(ctx.plan):
        if found.plain not in official:
            yield Finding(
                found.place,
                "{written} stands in a text, and contacts are held separately",
                hint="Name the person or role instead; if it is the number of an organisation or "
                "a supplier, write it there.",
                written=found.written,
            )


@rule("MNT023", Severity.WARNING, clauses=("ISO 22301:2019 7.5.3",))
def nobodys_number_in_a_text(ctx: Context) -> Iterator[Finding]:
    """No text of the plan holds the telephone number or address of a person.

    Why: when the number changes, it is changed under the person, and the text goes on saying the
    old one. And a text goes to more people than a telephone list does.
    Fix: name the person or, better, the role; the number is printed beside it.
    Ignore when: the text is read aloud or copied as it is, and must hold the number.
    """
    whose = _of_people(ctx.plan)
    official = _not_of_people(ctx.plan)
    for found in _in_texts(ctx.plan):
        owner = whose.get(found.plain)
        if owner is not None and found.plain not in official:
            yield Finding(
                found.place,
                "{written}, which belongs to {person}, stands in a text",
                hint="Name {person}, or better a role, instead; the number is printed beside it.",
                written=found.written,
                person=owner,
            )


class _Found(NamedTuple):
    """A number or address in a text."""

    place: Place
    written: str
    plain: str
    """For comparing: digits alone, or small letters."""


def _in_texts(plan: Plan) -> Iterator[_Found]:
    for one in plan:
        texts = [
            (path, words) for path, text in values_of(one, Wording) for _, words in text.by_language
        ]
        texts += values_of(one, Words)
        for path, words in texts:
            for found in re.findall(_NUMBER, words):
                if len(_digits(found)) >= _FEWEST_DIGITS:
                    yield _Found(one.at(*path), found, _digits(found))
            if "@" in words:
                for found in re.findall(_MAIL, words):
                    yield _Found(one.at(*path), found, found.lower())


def _of_people(plan: Plan) -> dict[str, str]:
    """Number or address → the person whose it is."""
    return {plain: person.id for person in plan.of(Person) for plain in _numbers_and_mails(person)}


def _not_of_people(plan: Plan) -> frozenset[str]:
    """Numbers and addresses of roles, organisations, suppliers, queues and whatever else."""
    others = (one for one in plan if not isinstance(one, Person))
    return frozenset(plain for one in others for plain in _numbers_and_mails(one))


def _numbers_and_mails(one: Object) -> Iterator[str]:
    for _, number in values_of(one, Phone):
        yield _digits(number)
    for _, mail in values_of(one, Mail):
        yield mail.lower()


def _digits(number: str) -> str:
    return re.sub(r"\D", "", number)
