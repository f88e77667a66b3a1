"""Whoever must decide on a switch or a strategy, or do it: on duty, reached, and how late."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from bcp.graph.clock.legs import Leg
from bcp.graph.reach.answers import When
from bcp.graph.structure import Structure
from bcp.graph.what_if.calling import Call, Calling
from bcp.graph.what_if.off_duty import OffDuty, unheld
from bcp.model.people import Role
from bcp.model.processes import Strategy
from bcp.model.resources import Redundancy
from bcp.model.scalars import Duration
from bcp.plan import Plan


class Deciding:
    """Who decides in one scenario. ``fills`` says who fills which role; of the roles that nobody is
    ``off_duty`` for, those count whose alternates no call reaches."""

    def __init__(
        self,
        plan: Plan,
        structure: Structure,
        fills: Mapping[str, str],
        calling: Calling,
        off_duty: Sequence[OffDuty],
    ) -> None:
        self.plan = plan
        self.structure = structure
        self.fills = fills
        self.calling = calling
        self.off_duty = {one.role: one for one in off_duty if one.instead is None}
        self.instead = {one.role: one for one in off_duty if one.instead is not None}
        self._unheld: dict[str, tuple[When, ...]] = {}

    def person(self, role: str) -> str | None:
        """Who decides now; None: nobody is on duty, or left."""
        return None if role in self.off_duty else self.fills.get(role)

    def call(self, role: str, within: Duration | None) -> Call | None:
        """How a decider is reached. Who is given no time decides on the spot, and is there."""
        call = self.calling.of(role) if within is not None and within.total else None
        if call is None or role not in self.instead:
            return call
        return replace(call, off_duty=self.instead[role])

    def late(self, call: Call | None, within: Duration | None) -> int | None:
        """How long the call-out takes to a decider, where they have less time than that: with any
        one person absent, or where that is no time, with nobody."""
        given = within.total if within is not None else 0
        found = (call.worst.seconds, call.usual.seconds) if call is not None else ()
        reached = next((one for one in found if one is not None), None)
        return reached if reached is not None and reached > given else None

    def nobody(self, roles: Iterable[str | None]) -> tuple[OffDuty, ...]:
        """Those of some roles that nobody is on duty for."""
        named = dict.fromkeys(one for one in roles if one is not None)
        return tuple(self.off_duty[one] for one in named if one in self.off_duty)

    def unheld(self, role: str) -> tuple[When, ...]:
        """When nobody is on duty who decides, where no hour was asked about."""
        if self.calling.at is not None:
            return ()
        if role not in self._unheld:
            found, call = unheld(self.plan, role), None
            named = self.plan.find(role, Role)
            if found and named is not None and named.alternates:
                call = self.calling.of(role)
            # Who is named beside a rota that has nobody on is had where the calls come to them.
            self._unheld[role] = () if call is not None and not call.hours else found
        return self._unheld[role]

    # ── on the way back ────────────────────────────────────────────────────────────────────────

    def acting(self, legs: Iterable[Leg]) -> frozenset[str]:
        """The roles that decide on what is done on some legs, and that do it."""
        found: set[int] = set()
        for leg in legs:
            if leg.what == "switching" and leg.place >= 0:
                for gate in self.structure.nodes[leg.thing].gates[-1:]:
                    found.update(gate.ways[leg.place])
            elif leg.what == "taking-up":
                found.update(self.structure.holds[leg.place].needs)
        for one in tuple(found):
            if self.structure.nodes[one].kind == "decisions":
                found.update(self.structure.nodes[one].in_gates)
        return frozenset(self.structure.ids(found))

    def unreached(self, legs: Iterable[Leg]) -> tuple[str, ...]:
        """The roles that must decide on what is done on some legs, and that no call is known to
        reach, with nobody absent but who is lost."""
        found = (self._not_reached(leg) for leg in legs)
        return tuple(dict.fromkeys(one for one in found if one is not None))

    def _not_reached(self, leg: Leg) -> str | None:
        role, within = self._decider(leg)
        if role is None or role in self.off_duty:
            return None
        call = self.call(role, within)
        if call is None or call.usual.kind == "reached":
            return None
        # At some hours of the week only, it is told beside the time.
        return role if self.calling.at is not None or call.at_any_hour else None

    def _decider(self, leg: Leg) -> tuple[str | None, Duration | None]:
        if leg.what == "taking-up":
            strategy = self.plan.find(self.structure.holds[leg.place].id, Strategy)
            if strategy is not None:
                return strategy.decided_by, strategy.decided_within
        elif leg.what == "switching":
            redundancy = self.plan.find(self.structure.nodes[leg.thing].id, Redundancy)
            if redundancy is not None and redundancy.switch is not None:
                return redundancy.switch.decided_by, redundancy.switch.decided_within
        return None, None
