"""A plan with a large call-out: many teams, each with rotas, lists of calls and planned leave."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Iterator

from bcp.files import Tree
from bcp.loader import load
from bcp.plan import Plan

FIRST = dt.date(2026, 11, 22)
"""The first day of the year that is asked about."""
_HEADER = b"bcp: 1\nplan: {id: large, title: A plan of many teams}\n"
_PEOPLE = 60
_LEVELS = 4
_WEEK = "days: [mon, tue, wed, thu, fri, sat, sun]"


def large_call_out(teams: int, seed: int = 1) -> Plan:
    """A plan of teams of 60 people, about 100 things each.

    Each team has a desk in shifts, a duty manager and a head who turn by the week, thirty more
    roles, and two lists of calls by office hours, which hand over to the one of the command.
    Everybody has two leaves of up to two weeks in the year.
    """
    chance = random.Random(seed)
    kinds: dict[str, list[str]] = {
        "levels": [
            f"l{n}: {{title: L, rank: {n + 1}, criteria: [x], declared_by: boss}}"
            for n in range(_LEVELS)
        ],
        "channels": [
            f"c{n}: {{title: C, type: {('voice', 'sms', 'radio')[n % 3]}}}" for n in range(9)
        ],
        "hours": [
            "office: {title: Office, open: [{days: [mon, tue, wed, thu, fri], start: 08:00,"
            " end: 18:00}], closed_on: [2026-12-25, 2027-01-01]}",
            "late: {title: Late, open: [{days: [mon, tue, wed, thu, fri], start: 18:00,"
            " end: 08:00}, {days: [sat, sun], start: 08:00, end: 08:00}]}",
        ],
        "rotas": ["rota: {title: R, weeks: [b0, b1, b2, b3, b4], starts: 2026-01-05}"],
        "roles": ["boss: {title: Boss, rota: rota, alternates: [b5, b6]}"],
        "people": [_person(chance, f"b{n}") for n in range(7)],
        "escalations": [
            "command: {title: C, levels: [l3], ends_at: boss, steps: [{id: c, role: boss,"
            " via: [c0, c2], accepts_within: 9m, otherwise: end}]}"
        ],
        "risks": [],
        "playbooks": [],
    }
    for number in range(teams):
        for kind, line in _team(chance, f"t{number}"):
            kinds[kind].append(line)
    lines = [line for kind, several in kinds.items() for line in (f"{kind}:", *_under(several))]
    loaded = load(Tree(None, {"plan.yaml": _HEADER, "rest.yaml": "\n".join(lines).encode()}))
    if loaded.diagnostics:
        raise ValueError(f"the large plan is wrong: {loaded.diagnostics[0]}")
    return loaded.plan


def _under(several: list[str]) -> list[str]:
    return [f"  {one}" for one in several]


def _person(chance: random.Random, id_: str) -> str:
    leaves = []
    for _ in range(2):
        start = FIRST + dt.timedelta(days=chance.randrange(365))
        until = start + dt.timedelta(days=chance.randrange(14))
        leaves.append(f"{{from: {start}, until: {until}}}")
    phones = '{mobile: "+44 7700 900801"}'
    return f"{id_}: {{name: {id_}, phones: {phones}, away: [{', '.join(leaves)}]}}"


def _team(chance: random.Random, id_: str) -> Iterator[tuple[str, str]]:
    people = [f"{id_}-{number}" for number in range(_PEOPLE)]
    for one in people:
        yield "people", _person(chance, one)
    by_day, by_night = ", ".join(people[:3]), ", ".join(people[3:5])
    yield (
        "rotas",
        f"{id_}-s: {{title: S, shifts: [{{{_WEEK}, start: 07:00, end: 19:00, people: [{by_day}]}},"
        f" {{{_WEEK}, start: 19:00, end: 07:00, people: [{by_night}]}}]}}",
    )
    for name, first in (("w", 6), ("v", 12)):
        weeks = ", ".join(people[first : first + chance.choice((4, 5, 6))])
        yield "rotas", f"{id_}-{name}: {{title: W, weeks: [{weeks}], starts: 2026-01-05}}"
    yield "roles", f"{id_}-desk: {{title: Desk, rota: {id_}-s}}"
    yield "roles", f"{id_}-duty: {{title: Duty, rota: {id_}-w, alternates: [{people[18]}]}}"
    yield "roles", f"{id_}-head: {{title: Head, rota: {id_}-v}}"
    for number, one in enumerate(people[30:]):
        yield "roles", f"{id_}-r{number}: {{title: R, primary: {one}, alternates: [{people[19]}]}}"
    roles = [f"{id_}-{name}" for name in ("desk", "duty", "r0", "r1")]
    for hours in ("office", "late"):
        steps = [*(chance.choice(roles) for _ in range(4)), f"{id_}-head"]
        calls = ", ".join(
            f"{{id: s{number}, role: {role}, via: [{', '.join(_ways(chance))}],"
            f" accepts_within: {chance.randint(2, 9)}m, otherwise: next}}"
            for number, role in enumerate(steps)
        )
        yield (
            "escalations",
            f"{id_}-{hours}: {{title: E, levels: [l{chance.randrange(_LEVELS)}], hours: {hours},"
            f" hand_over: command, ends_at: {id_}-head, steps: [{calls}]}}",
        )
    channel = f"c{chance.randrange(9)}"
    yield "risks", f"{id_}-k: {{title: K, class: premises, removes: {{ids: [{channel}]}}}}"
    yield (
        "playbooks",
        f"{id_}-p: {{title: P, for: {{risks: [{id_}-k]}}, escalation: {id_}-office,"
        f" at_other_hours: [{id_}-late], activation: {{full: {{when: x, by: {id_}-duty}}}},"
        f" tasks: {{respond: [{{id: t, do: x, by: {id_}-duty}}]}}}}",
    )


def _ways(chance: random.Random) -> list[str]:
    return chance.sample([f"c{number}" for number in range(9)], 2)
