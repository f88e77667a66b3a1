"""Random small plans, and what *lost* means written down a second time, as plainly as can be."""

from itertools import product as every

from hypothesis import strategies as st
from small_plans import plan_of

from bcp.model.people import Role
from bcp.model.resources import Process, Redundancy, Site, Strategy, Supplier, System
from bcp.plan import Plan

PEOPLE = ("ann", "ben", "cy", "dee")
ROLES = ("duty", "desk", "lead")
CAUSES = ("duct", "flood")
SITES = ("hall", "annex")
SUPPLIERS = ("carrier-a", "carrier-b")
SYSTEMS = ("switchboard", "network", "power", "queue-app")
REDUNDANCIES = ("lines", "feeds")
PROCESSES = ("calls", "mail")
STRATEGIES = ("on-paper", "at-partner")
LOSABLE = (*PEOPLE, *CAUSES, *SITES, *SUPPLIERS, *SYSTEMS, "mail")


def some(of: tuple[str, ...], least: int = 0, most: int = 2) -> st.SearchStrategy[list[str]]:
    return st.lists(st.sampled_from(of), min_size=least, max_size=most, unique=True)


def _words(ids: list[str]) -> str:
    return "[" + ", ".join(ids) + "]"


@st.composite
def plans(draw: st.DrawFn) -> Plan:
    """A small plan with circles, shared causes, stand-ins, few people, and strategies."""
    lines = ["people:"]
    for one in PEOPLE:
        at_once = draw(st.sampled_from((1, 1, 1, 2)))
        lines.append(f"  {one}: {{name: {one}, roles_at_once: {at_once}}}")
    lines.append("roles:")
    for one in ROLES:
        named = draw(some(PEOPLE, 1, 3))
        critical = draw(st.sampled_from(("true", "false")))
        lines.append(
            f"  {one}: {{title: {one}, primary: {named[0]}, alternates: {_words(named[1:])},"
            f" critical: {critical}}}"
        )
    lines.append("causes:")
    lines += [f"  {one}: {{title: {one}}}" for one in CAUSES]
    lines.append("sites:")
    lines += [
        f"  {one}: {{title: {one}, shares: {_words(draw(some(CAUSES, 0, 1)))}}}" for one in SITES
    ]
    lines.append("suppliers:")
    lines += [
        f"  {one}: {{title: {one}, service: x, shares: {_words(draw(some(CAUSES, 0, 1)))}}}"
        for one in SUPPLIERS
    ]
    lines.append("systems:")
    for one in SYSTEMS:
        needs = draw(some((*SYSTEMS, *REDUNDANCIES, *ROLES), 0, 2))
        supplier = draw(some(SUPPLIERS, 0, 1))
        more = f", supplier: {supplier[0]}" if supplier else ""
        at = _words(draw(some(SITES, 0, 1)))
        lines.append(
            f"  {one}: {{title: {one}, type: data, needs: {_words(needs)}, at: {at}{more}}}"
        )
    lines.append("redundancy:")
    for one in REDUNDANCIES:
        of = draw(some((*SYSTEMS, *SUPPLIERS), 1, 3))
        need = draw(st.integers(1, len(of)))
        shares = _words(draw(some(CAUSES, 0, 1)))
        mode = draw(st.sampled_from(("active", "manual")))
        switch = ""
        if mode == "manual":
            by, decides = draw(st.sampled_from(ROLES)), draw(st.sampled_from(ROLES))
            switch = (
                f", switch: {{decided_by: {decides}, decided_within: 5m, by: {by}, within: 5m}}"
            )
        lines.append(
            f"  {one}: {{title: {one}, of: {_words(of)}, need: {need}, mode: {mode},"
            f" shares: {shares}{switch}}}"
        )
    lines.append("processes:")
    needable = (*SYSTEMS, *REDUNDANCIES, *ROLES, *SITES)
    for one in PROCESSES:
        others = tuple(other for other in PROCESSES if other != one)
        needs = _words(draw(some((*needable, *others), 1, 3)))
        lines.append(f"  {one}: {{title: {one}, tier: critical, needs: {needs}}}")
    lines.append("procedures:")
    lines.append("  how: {title: how, steps: [{id: one, do: it, by: duty}]}")
    held = draw(some(STRATEGIES, 0, 2))
    if held:
        lines.append("strategies:")
    for one in held:
        without = _words(draw(some((*needable, *SUPPLIERS, *PROCESSES), 1, 3)))
        needs = _words(draw(some((*SYSTEMS, *SITES), 0, 1)))
        lines.append(
            f"  {one}: {{title: {one}, for: {draw(st.sampled_from(PROCESSES))}, do: how,"
            f" by: {draw(st.sampled_from(ROLES))}, decided_by: {draw(st.sampled_from(ROLES))},"
            f" within: 10m, without: {without}, needs: {needs}}}"
        )
    return plan_of("\n".join(lines))


# ── the meaning, a second time ─────────────────────────────────────────────────────────────────


def plainly_lost(plan: Plan, losses: frozenset[str]) -> set[tuple[str, str]]:
    """(id, strategy whose ``without`` is excused or "") pairs that are lost: all from the start
    again until nothing is added."""
    strategies = {one.id: one for one in plan.of(Strategy)}
    worlds = ("", *strategies)
    gone: set[tuple[str, str]] = set()
    while True:
        more = {
            (id_, world)
            for world in worlds
            for id_ in plan.objects
            if _is_lost(plan, id_, world, losses, gone, strategies)
        }
        if more == gone:
            return gone
        gone = more


def _is_lost(plan, id_, world, losses, gone, strategies):
    if world and id_ in strategies[world].without and id_ != strategies[world].for_:
        return False
    if id_ in losses:
        return True
    base = _lacks(plan, id_, lambda one: (one, world) in gone)
    if not isinstance(plan.objects[id_], Process) or (world and strategies[world].for_ == id_):
        return base
    return base and all(
        (id_, one.id) in gone
        or id_ in losses
        or any((need, "") in gone for need in (*one.needs, one.by, one.decided_by))
        for one in strategies.values()
        if one.for_ == id_
    )


def _lacks(plan, id_, is_gone):
    match plan.objects[id_]:
        case System() as one:
            return any(map(is_gone, (*one.needs, *one.at_, *filter(None, (one.supplier,)))))
        case Site() | Supplier() as one:
            return any(map(is_gone, (*one.needs, *one.shares)))
        case Process() as one:
            return any(map(is_gone, one.needs))
        case Redundancy() as one:
            if any(map(is_gone, one.shares)):
                return True
            switched = one.switch is None or not any(
                map(is_gone, (one.switch.by, one.switch.decided_by))
            )
            first = [not is_gone(each) for each in one.of[: one.need]]
            rest = [not is_gone(each) and switched for each in one.of[one.need :]]
            if one.mode == "active":
                return sum(not is_gone(each) for each in one.of) < one.need
            return sum(first) + sum(rest) < one.need
        case Role() as one:
            return _nobody(plan, one, is_gone)
    return False


def _named(role):
    return tuple(dict.fromkeys((role.primary, *role.alternates)))


def _nobody(plan, role, is_gone):
    present = [one for one in PEOPLE if not is_gone(one)]
    if not any(one in present for one in _named(role)):
        return True
    normally = plainly_filled(plan, PEOPLE)
    return role.id in normally and role.id not in plainly_filled(plan, present)


def plainly_filled(plan, present):
    """The roles filled, critical ones first: every arrangement is tried."""
    roles = sorted(plan.of(Role), key=lambda one: (not one.critical, one.id))
    filled = []
    for role in roles:
        if any(True for _ in arrangements(plan, [*filled, role], present)):
            filled.append(role)
    return {one.id for one in filled}


def arrangements(plan, roles, present):
    """Every way to give each of these roles somebody who is present."""
    for chosen in every(*([one for one in _named(role) if one in present] for role in roles)):
        if all(chosen.count(one) <= plan.objects[one].roles_at_once for one in chosen):
            yield chosen
