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


_otherwise = st.sampled_from(("", *(f", otherwise: {{by: {role}, within: 5m}}" for role in ROLES)))
_more_of_deciding = st.builds(
    str.__add__, _otherwise, st.sampled_from(("", ", procedure: switching"))
)


def _systems(draw: st.DrawFn, rich: bool) -> list[str]:
    lines = ["systems:"]
    for one in SYSTEMS:
        needs = draw(some((*SYSTEMS, *REDUNDANCIES, *ROLES), 0, 2))
        supplier = draw(some(SUPPLIERS, 0, 1))
        more = f", supplier: {supplier[0]}" if supplier else ""
        at = _words(draw(some(SITES, 0, 2 if rich else 1)))
        if rich:
            more += f", capacity: {{amount: {draw(st.integers(1, 3))}, unit: calls}}"
        lines.append(
            f"  {one}: {{title: {one}, type: data, needs: {_words(needs)}, at: {at}{more}}}"
        )
    return lines


def _redundancies(draw: st.DrawFn, rich: bool) -> list[str]:
    lines = ["redundancy:"]
    for one in REDUNDANCIES:
        of = draw(some((*SYSTEMS, *SUPPLIERS), 1, 3))
        need = draw(st.integers(1, len(of)))
        shares = _words(draw(some(CAUSES, 0, 1)))
        mode = draw(st.sampled_from(("active", "manual")))
        switch = ""
        if mode == "manual":
            by, decides = draw(st.sampled_from(ROLES)), draw(st.sampled_from(ROLES))
            more = draw(_more_of_deciding) if rich else ""
            switch = (
                f", switch: {{decided_by: {decides}, decided_within: 5m, by: {by}, within: 5m"
                f"{more}}}"
            )
        if rich and draw(st.booleans()):
            of = [each for each in of if each in SYSTEMS] or ["power"]
            need = min(need, len(of))
            switch += f", capacity_needed: {{amount: {draw(st.integers(1, 4))}, unit: calls}}"
        lines.append(
            f"  {one}: {{title: {one}, of: {_words(of)}, need: {need}, mode: {mode},"
            f" shares: {shares}{switch}}}"
        )
    return lines


def _procedures(draw: st.DrawFn, rich: bool) -> list[str]:
    lines = ["procedures:"]
    lines.append("  how: {title: how, steps: [{id: one, do: it, by: duty}]}")
    if rich:
        needs = _words(draw(some((*SYSTEMS, *SUPPLIERS), 0, 1)))
        in_case = draw(st.sampled_from(("", ", when: it rains")))
        lines.append(
            f"  switching: {{title: switching, steps: [{{id: one, do: it, by: desk, needs: {needs}"
            f"{in_case}}}]}}"
        )
    return lines


def _strategies(draw: st.DrawFn, rich: bool) -> list[str]:
    needable = (*SYSTEMS, *REDUNDANCIES, *ROLES, *SITES)
    held = draw(some(STRATEGIES, 0, 2))
    lines = ["strategies:"] if held else []
    for one in held:
        without = _words(draw(some((*needable, *SUPPLIERS, *PROCESSES), 1, 3)))
        needs = _words(draw(some((*SYSTEMS, *SITES), 0, 1)))
        do = draw(st.sampled_from(("how", "switching"))) if rich else "how"
        otherwise = draw(_otherwise) if rich else ""
        lines.append(
            f"  {one}: {{title: {one}, for: {draw(st.sampled_from(PROCESSES))}, do: {do},"
            f" by: {draw(st.sampled_from(ROLES))}, decided_by: {draw(st.sampled_from(ROLES))},"
            f" within: 10m, without: {without}, needs: {needs}{otherwise}}}"
        )
    return lines


@st.composite
def plans(draw: st.DrawFn, *, rich: bool = False) -> Plan:
    """A small plan with circles, shared causes, stand-ins, few people, and strategies.

    ``rich``: also sites that need what may stand in them, capacities, who decides otherwise, and
    procedures whose steps need things.
    """
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
    for one in SITES:
        needs = f", needs: {_words(draw(some(SYSTEMS, 0, 2)))}" if rich else ""
        lines.append(
            f"  {one}: {{title: {one}, shares: {_words(draw(some(CAUSES, 0, 1)))}{needs}}}"
        )
    lines.append("suppliers:")
    lines += [
        f"  {one}: {{title: {one}, service: x, shares: {_words(draw(some(CAUSES, 0, 1)))}}}"
        for one in SUPPLIERS
    ]
    lines += _systems(draw, rich)
    lines += _redundancies(draw, rich)
    lines.append("processes:")
    needable = (*SYSTEMS, *REDUNDANCIES, *ROLES, *SITES)
    for one in PROCESSES:
        others = tuple(other for other in PROCESSES if other != one)
        needs = _words(draw(some((*needable, *others), 1, 3)))
        lines.append(f"  {one}: {{title: {one}, tier: critical, needs: {needs}}}")
    lines += _procedures(draw, rich)
    lines += _strategies(draw, rich)
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
    excused = strategies[world].without if world else ()
    named = {one for one in losses if one not in excused}
    base = _lacks(plan, id_, lambda one: (one, world) in gone, named)
    if not isinstance(plan.objects[id_], Process) or (world and strategies[world].for_ == id_):
        return base
    return base and all(
        (id_, one.id) in gone
        or id_ in losses
        or any((need, "") in gone for need in (*one.needs, one.by))
        or nobody_decides(one, lambda each: (each, "") in gone)
        or any((need, "") in gone for need in _steps(plan, one.do) if need not in one.without)
        for one in strategies.values()
        if one.for_ == id_
    )


def nobody_decides(one, is_gone):
    otherwise = one.otherwise.by if one.otherwise else one.decided_by
    return is_gone(one.decided_by) and is_gone(otherwise)


def _steps(plan, procedure):
    """What the steps take that are done in every case."""
    found = plan.objects.get(procedure)
    return [
        each
        for step in (found.steps if found else ())
        if step.when is None
        for each in (step.by, *step.needs)
    ]


def stands_on(plan, id_):
    """Everything that a thing asks for, alone or among others."""
    match plan.objects[id_]:
        case System() as one:
            return {*one.needs, *one.at_, *filter(None, (one.supplier,))}
        case Site() | Supplier() as one:
            return {*one.needs, *one.shares}
        case Redundancy() as one:
            more = {*one.of, *one.shares}
            if one.switch is not None and (one.need < len(one.of) or one.capacity_needed):
                otherwise = one.switch.otherwise
                more |= {one.switch.decided_by, one.switch.by, *_steps(plan, one.switch.procedure)}
                more |= {otherwise.by} if otherwise else set()
            return more
        case Process() as one:
            return set(one.needs)
    return set()


def _is_inside(plan, system, site):
    """Whether a system stands in a site that needs it, through whatever."""
    seen, waiting = {site}, [site]
    while waiting:
        for one in stands_on(plan, waiting.pop()) - seen:
            seen.add(one)
            waiting.append(one)
    return system in seen


def _lacks(plan, id_, is_gone, named):
    match plan.objects[id_]:
        case System() as one:
            if any(_is_left(plan, one, site, is_gone, named) for site in one.at_):
                return True
            return any(map(is_gone, (*one.needs, *filter(None, (one.supplier,)))))
        case Site() | Supplier() as one:
            return any(map(is_gone, (*one.needs, *one.shares)))
        case Process() as one:
            return any(map(is_gone, one.needs))
        case Redundancy() as one:
            return _is_broken(plan, one, is_gone)
        case Role() as one:
            return _nobody(plan, one, is_gone)
    return False


def _is_left(plan, system, site, is_gone, named):
    """Whether a site where a system stands is lost to it: of one that needs what stands in it the
    building counts, whatever else it needs."""
    if not _is_inside(plan, system.id, site):
        return is_gone(site)
    return site in named or any(map(is_gone, plan.objects[site].shares))


def _is_broken(plan, one, is_gone):
    """Whether a redundancy has too few members left."""
    if any(map(is_gone, one.shares)):
        return True
    switched = one.switch is None or not (
        nobody_decides(one.switch, is_gone)
        or any(map(is_gone, (one.switch.by, *_steps(plan, one.switch.procedure))))
    )
    if one.capacity_needed is not None and _too_small(plan, one, is_gone, switched):
        return True
    first = [not is_gone(each) for each in one.of[: one.need]]
    rest = [not is_gone(each) and switched for each in one.of[one.need :]]
    if one.mode == "active":
        return sum(not is_gone(each) for each in one.of) < one.need
    return sum(first) + sum(rest) < one.need


def _too_small(plan, one, is_gone, switched):
    """Whether what is left carries less than is needed; who stands in must be switched to."""
    left = reached = 0
    for each in dict.fromkeys(one.of):
        amount = plan.objects[each].capacity.amount
        serves = one.mode == "active" or reached < one.capacity_needed.amount
        reached += amount
        if not is_gone(each) and (serves or switched):
            left += amount
    return left < one.capacity_needed.amount


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
