"""Small plans built in memory, for the examples of this folder."""

from bcp.files import Tree
from bcp.graph.availability import State, available
from bcp.graph.structure import structure_of
from bcp.loader import load
from bcp.plan import Plan

HEADER = b"bcp: 1\nplan: {id: the-plan, title: A small plan}\n"


def plan_of(text: str, *, whole: bool = True) -> Plan:
    """The plan whose other file says ``text``; with ``whole``, everything in it is readable."""
    loaded = load(Tree(None, {"plan.yaml": HEADER, "rest.yaml": text.encode()}))
    if whole:
        assert not loaded.diagnostics, "\n".join(str(one.message) for one in loaded.diagnostics)
    return loaded.plan


def state_of(plan: Plan, *losses: str) -> State:
    structure = structure_of(plan)
    return available(structure, structure.numbers(losses))


def lost(plan: Plan, *losses: str) -> set[str]:
    """The ids that are lost with these."""
    state = state_of(plan, *losses)
    return set(state.structure.ids(state.lost))


TWO_CARRIERS = """
processes:
  calls: {title: Taking calls, tier: critical, needs: [voice-lines]}
redundancy:
  voice-lines:
    title: Voice lines
    of: [trunk-a, trunk-b]
    mode: manual
    switch: {decided_by: duty, decided_within: 10m, by: desk, within: 15m, tested: 2026-01-10}
systems:
  trunk-a: {title: Trunk A, type: telephony, supplier: carrier-a, noticed_within: 5m}
  trunk-b: {title: Trunk B, type: telephony, supplier: carrier-b, noticed_within: 5m}
suppliers:
  carrier-a: {title: Carrier A, service: lines, shares: [duct]}
  carrier-b: {title: Carrier B, service: lines, shares: [duct]}
causes:
  duct: {title: The duct under Mill Road}
roles:
  duty: {title: Duty manager, primary: ann, alternates: [ben]}
  desk: {title: Service desk, primary: cy, alternates: [dee]}
people:
  ann: {name: Ann}
  ben: {name: Ben}
  cy: {name: Cy}
  dee: {name: Dee}
"""
