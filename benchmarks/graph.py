"""``graph``: what takes a process, alone and in pairs, over a plan as large as any."""

from __future__ import annotations

import random
from collections.abc import Iterator
from functools import partial

from bcp.files import Tree
from bcp.graph.losses import all_losses
from bcp.loader import load
from bcp.plan import Plan
from benchmarks.measure import Line, cpu, interleaved

_HEADER = b"bcp: 1\nplan: {id: large, title: A large plan}\n"


def large_plan(processes: int, elements: int, seed: int = 1) -> Plan:
    """A plan of processes over layers of systems, sites, suppliers, pairs, roles and people.

    ``elements`` are all that can be lost: 55 % systems, 10 % sites, 10 % suppliers, 5 % causes,
    20 % people. Each system needs a few of the layers below it, half of them through a pair.
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
        lines.append(f"  {one}: {{title: {one}, shares: [{chance.choice(names['causes'])}]}}")
    lines.append("suppliers:")
    for one in names["suppliers"]:
        shares = chance.choice(names["causes"])
        lines.append(f"  {one}: {{title: {one}, service: a service, shares: [{shares}]}}")
    lines += _systems(chance, names)
    lines.append("processes:")
    top = names["systems"][-len(names["systems"]) // 3 :]
    for number in range(processes):
        needs = chance.sample(top, 3) + chance.sample(roles, 1) + [f"pair-{number % 20}"]
        lines.append(
            f"  process-{number}: {{title: p, tier: critical, needs: [{', '.join(needs)}]}}"
        )
    text = "\n".join(lines).encode()
    loaded = load(Tree(None, {"plan.yaml": _HEADER, "rest.yaml": text}))
    if loaded.diagnostics:
        raise ValueError(f"the large plan is wrong: {loaded.diagnostics[0]}")
    return loaded.plan


def _systems(chance: random.Random, names: dict[str, list[str]]) -> Iterator[str]:
    systems = names["systems"]
    below = len(systems) // 3
    yield "redundancy:"
    for number in range(20):
        pair = chance.sample(systems[:below], 2)
        yield f"  pair-{number}: {{title: pair, of: [{', '.join(pair)}], mode: active}}"
    yield "systems:"
    for number, one in enumerate(systems):
        needs: list[str] = []
        if number >= below:
            layer = systems[: number - number % below]
            needs = [chance.choice(layer), f"pair-{chance.randrange(20)}"]
        at, supplier = chance.choice(names["sites"]), chance.choice(names["suppliers"])
        yield (
            f"  {one}: {{title: {one}, type: data, needs: [{', '.join(needs)}], at: [{at}],"
            f" supplier: {supplier}}}"
        )


def _losses(plan: Plan, order: int) -> float:
    return cpu(lambda: all_losses(plan, order))


def lines(quick: bool) -> Iterator[Line]:
    """Measure the losses of every process of a large plan."""
    for processes, elements in ((10, 80),) if quick else ((10, 80), (60, 400)):
        plan = large_plan(processes, elements)
        found = all_losses(plan, order=2)
        took = interleaved(
            3,
            {
                "losses": partial(_losses, plan, 2),
                "one": partial(_losses, plan, 1),
            },
        )
        sets = sum(one.count_stops for one in found)
        what = f"{processes} processes over {elements} elements"
        yield Line(f"single losses, {what}", took["one"], "s")
        yield Line(f"losses up to pairs, {what}", took["losses"], "s", remark=f"{sets:,} sets")
