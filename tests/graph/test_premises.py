"""What a site needs and stands in it: lost with the building, and not waiting for itself."""

from dataclasses import dataclass
from itertools import combinations

from hypothesis import given, settings
from hypothesis import strategies as st
from small_plans import plan_of
from tries import tries

from bcp.graph.availability import available
from bcp.graph.clock.recovering import recovering
from bcp.graph.losses.failing import Failing
from bcp.graph.structure import structure_of

HALL = structure_of(
    plan_of("""
processes: {calls: {title: Calls, tier: critical, needs: [app, hall]}}
causes: {flood: {title: Flood}}
sites: {hall: {title: Hall, needs: [power, water], shares: [flood]}}
systems:
  power: {title: Power, type: power, at: [hall], needs: [grid]}
  app: {title: App, type: application, at: [hall], needs: [power]}
  water: {title: Water, type: equipment}
  grid: {title: Grid, type: power}
""")
)
OWN = tuple(number for number, node in enumerate(HALL.nodes) if node.own)


@dataclass(frozen=True)
class Table:
    """Times by number."""

    restores: tuple[int, ...]
    restarts: tuple[int, ...]

    def restore(self, thing: int) -> float:
        return self.restores[thing]

    def restart(self, thing: int) -> float:
        return self.restarts[thing]

    def switch(self, thing: int, place: int) -> float:
        return 0

    def watch(self, thing: int, place: int) -> tuple[tuple[int, float], ...]:
        return ()

    def strategy(self, hold: int) -> float:
        return 0

    def watch_of_strategy(self, hold: int) -> tuple[tuple[int, float], ...]:
        return ()


@st.composite
def tables(draw: st.DrawFn) -> Table:
    restores = tuple(draw(st.sampled_from((1, 2, 3, 5))) for _ in HALL.nodes)
    restarts = tuple(
        min(restore, draw(st.integers(0, 2))) if node.kind == "systems" else 0
        for restore, node in zip(restores, HALL.nodes, strict=True)
    )
    return Table(restores, restarts)


def lost_with(*ids):
    return set(HALL.ids(available(HALL, HALL.numbers(ids)).lost))


def test_the_power_of_a_house_is_lost_with_the_house_and_not_with_its_water():
    assert "power" in lost_with("hall")
    assert "power" in lost_with("flood")
    assert lost_with("water") == {"water", "hall", "app", "calls"}


@given(tables())
@settings(max_examples=tries(100), deadline=None)
def test_the_building_is_restored_once_and_then_what_stands_in_it(times):
    number = HALL.number
    back = recovering(HALL, times, HALL.numbers(("hall",)))
    power = times.restore(number["hall"]) + times.restart(number["power"])
    assert back.at(number["power"]) == power
    assert back.at(number["hall"]) == power
    assert back.at(number["app"]) == power + times.restart(number["app"])


@given(tables(), st.sampled_from((0, 1, 2, 4, 6)))
@settings(max_examples=tries(100), deadline=None)
def test_timed_cut_sets_are_those_found_by_losing_everything_in_turn(times, limit):
    calls = HALL.number["calls"]
    failing = Failing(HALL, 2, times)
    cuts = [frozenset(one) for one in failing.sets(failing.stops(calls, limit))]
    for size in (1, 2):
        for several in map(frozenset, combinations(OWN, size)):
            late = recovering(HALL, times, several).at(calls) > limit
            assert late == any(one <= several for one in cuts), HALL.ids(several)
