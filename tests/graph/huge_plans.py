"""Plans of a size that nobody writes by hand: valid, and answered all the same."""

from collections.abc import Callable, Sequence

from small_plans import plan_of

from bcp.plan import Plan


def chain_of_needs(length: int, *, ring: bool = False) -> Plan:
    """A process on the first of so many systems, each of which needs the next."""
    lines = ["processes: {q: {title: Q, tier: critical, needs: [s0]}}", "systems:"]
    for number in range(length):
        following = (number + 1) % length if ring or number + 1 < length else None
        needs = "" if following is None else f", needs: [s{following}]"
        lines.append(f"  s{number}: {{title: S{number}, type: data{needs}}}")
    return plan_of("\n".join(lines))


def many_roles(count: int, named: Callable[[int], Sequence[int]], people: int) -> Plan:
    """A process that needs so many roles; ``named`` says who stands behind each."""
    needs = ", ".join(f"r{number}" for number in range(count))
    lines = [f"processes: {{q: {{title: Q, tier: critical, needs: [{needs}]}}}}", "roles:"]
    for number in range(count):
        first, *others = (f"p{one}" for one in named(number))
        lines.append(
            f"  r{number}: {{title: R, primary: {first}, alternates: [{', '.join(others)}]}}"
        )
    lines += ["people:", *(f"  p{number}: {{name: P{number}}}" for number in range(people))]
    return plan_of("\n".join(lines))
