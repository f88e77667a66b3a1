"""``graph``: what takes each process, up to three losses together, and how soon the call-out
reaches somebody, in plans as large as any."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Iterator
from functools import partial

from bcp.files import Tree
from bcp.graph.losses.losses import all_losses
from bcp.graph.reach.reach import reach
from bcp.loader import load
from bcp.plan import Plan
from benchmarks.calls import FIRST, large_call_out
from benchmarks.measure import MIB, Line, cpu, expect, interleaved, python

ORDER = 3
SIZES = ((60, 400, 0.3), (1000, 13_000, 3.0))
"""Processes, elements, and seconds that all of their losses may take."""
TEAMS = ((4, 0.15, 0.4), (40, 1.5, 4.0))
"""Teams of about 100 things, and seconds that their call-out may take: in the ordinary week, and
with a year of single days."""
_LENGTHS = ("15m", "30m", "1h", "2h", "4h", "8h", "24h", "3d")
_HEADER = b"bcp: 1\nplan: {id: large, title: A large plan}\n"


def large_plan(processes: int, elements: int, seed: int = 1) -> Plan:
    """A plan of processes over layers of systems, sites, suppliers, pairs, roles and people.

    ``elements`` are all that can be lost: 55 % systems, 10 % sites, 10 % suppliers, 5 % causes,
    20 % people. Each system needs a few of the layers below it, half of them through a pair, of
    which there is one for every 20 elements; half of the pairs must be switched. Everything has
    times, and each process its own MTPD.
    """
    chance = random.Random(seed)
    count = {
        "sites": elements // 10,
        "suppliers": elements // 10,
        "causes": elements // 20,
        "people": elements // 5,
    }
    count["systems"] = elements - sum(count.values())
    names = {kind: [f"{kind}-{n}" for n in range(many)] for kind, many in count.items()}
    roles = [f"roles-{n}" for n in range(count["people"] // 3)]
    lines = ["people:", *(f"  {one}: {{name: {one}}}" for one in names["people"])]
    lines.append("roles:")
    for number, one in enumerate(roles):
        three = names["people"][3 * number : 3 * number + 3]
        lines.append(
            f"  {one}: {{title: {one}, primary: {three[0]}, alternates: [{', '.join(three[1:])}]}}"
        )
    lines.append("causes:")
    lines += [f"  {one}: {{title: {one}}}" for one in names["causes"]]
    lines.append("sites:")
    for one in names["sites"]:
        lines.append(
            f"  {one}: {{title: {one}, shares: [{chance.choice(names['causes'])}],"
            f" restore: {{committed: {chance.choice(_LENGTHS)}}}}}"
        )
    lines.append("suppliers:")
    for one in names["suppliers"]:
        shares = chance.choice(names["causes"])
        lines.append(
            f"  {one}: {{title: {one}, service: a service, shares: [{shares}],"
            f" restore_time: {{committed: {chance.choice(_LENGTHS)}}}}}"
        )
    pairs = [f"pair-{number}" for number in range(elements // 20)]
    lines += _systems(chance, names, pairs, roles)
    lines.append("processes:")
    top = names["systems"][-len(names["systems"]) // 3 :]
    for number in range(processes):
        needs = chance.sample(top, 3) + chance.sample(roles, 1) + [chance.choice(pairs)]
        lines.append(
            f"  process-{number}: {{title: p, tier: critical, needs: [{', '.join(needs)}],"
            f" mtpd: {chance.choice(_LENGTHS)}}}"
        )
    text = "\n".join(lines).encode()
    loaded = load(Tree(None, {"plan.yaml": _HEADER, "rest.yaml": text}))
    if loaded.diagnostics:
        raise ValueError(f"the large plan is wrong: {loaded.diagnostics[0]}")
    return loaded.plan


def _systems(
    chance: random.Random, names: dict[str, list[str]], pairs: list[str], roles: list[str]
) -> Iterator[str]:
    systems = names["systems"]
    below = len(systems) // 3
    yield "redundancy:"
    for number, one in enumerate(pairs):
        pair = chance.sample(systems[:below], 2)
        mode = "mode: active"
        if number % 2:
            by, decides = chance.choice(roles), chance.choice(roles)
            within = chance.choice(_LENGTHS[:4])
            mode = (
                f"mode: manual, switch: {{decided_by: {decides}, decided_within: 10m, by: {by},"
                f" within: {within}}}"
            )
        yield f"  {one}: {{title: pair, of: [{', '.join(pair)}], {mode}}}"
    yield "systems:"
    for number, one in enumerate(systems):
        needs: list[str] = []
        if number >= below:
            layer = systems[: number - number % below]
            needs = [chance.choice(layer), chance.choice(pairs)]
        at, supplier = chance.choice(names["sites"]), chance.choice(names["suppliers"])
        restore, restart = chance.choice(_LENGTHS), chance.choice(_LENGTHS[:4])
        yield (
            f"  {one}: {{title: {one}, type: data, needs: [{', '.join(needs)}], at: [{at}],"
            f" supplier: {supplier}, noticed_within: 5m, restore_time: {{committed: {restore}}},"
            f" restart_time: {{committed: {restart}}}}}"
        )


def _losses(plan: Plan, within: str | None) -> float:
    return cpu(lambda: all_losses(plan, ORDER, within=within))


def _reach(plan: Plan, as_of: dt.date | None) -> float:
    return cpu(lambda: reach(plan, as_of=as_of))


def _peak(processes: int, elements: int) -> float:
    """The most memory, in MiB, of a program that reads such a plan and asks for all losses."""
    code = (
        "from benchmarks.graph import ORDER, all_losses, large_plan;"
        f" all_losses(large_plan({processes}, {elements}), ORDER, within='mtpd')"
    )
    return expect(python("-c", code), 0).peak / MIB


def lines(quick: bool) -> Iterator[Line]:
    """Measure the losses of every process of a large plan: up to three together, without times and
    each within its own MTPD."""
    for processes, elements, goal in SIZES[:1] if quick else SIZES:
        plan = large_plan(processes, elements)
        took = interleaved(
            3,
            {
                "plain": partial(_losses, plan, None),
                "timed": partial(_losses, plan, "mtpd"),
            },
        )
        for way, name in (("plain", "losses up to three"), ("timed", "the same, each within MTPD")):
            found = all_losses(plan, ORDER, within="mtpd" if way == "timed" else None)
            sets = sum(sum(one.counts) for one in found)
            what = f"{name}, {processes} over {elements}"
            yield Line(what, took[way], "s", goal, remark=f"{sets:,} sets")
        peak = _peak(processes, elements)
        yield Line(f"memory at the most, {processes} over {elements}", peak, "MiB", 500)
    yield from _call_outs(quick)


def _call_outs(quick: bool) -> Iterator[Line]:
    """How soon somebody with the authority accepts, whoever is absent, in a plan of many teams."""
    for teams, of_week, of_year in TEAMS[:1] if quick else TEAMS:
        plan = large_call_out(teams)
        took = interleaved(
            3,
            {
                "week": partial(_reach, plan, None),
                "year": partial(_reach, plan, FIRST),
            },
        )
        what = f"reach, {len(plan.objects)} things"
        lists = f"{2 * teams + 1} lists"
        yield Line(f"{what}, the ordinary week", took["week"], "s", of_week, remark=lists)
        yield Line(f"{what}, a year of single days", took["year"], "s", of_year, remark=lists)
