"""Lose everything once, and every two things: what is worst, how much holds, what would help.

What can be lost is everything of the plan that can be lost of itself and that a process stands on:
people, sites, systems, suppliers, causes, channels, records, organisations. Processes themselves
are not lost here, nor what no process stands on. Each process is held against its own MTPD; it
counts as back when one of its strategies holds its minimum.

All sets are counted exactly (:mod:`bcp.graph.stress.counting`), the worst told
(:mod:`bcp.graph.stress.stories`), and the changes that help most chosen greedily
(:mod:`bcp.graph.stress.advice`).
"""

from __future__ import annotations

from collections.abc import Callable

from bcp.errors import BcpError
from bcp.graph.stress.advice import advice
from bcp.graph.stress.answer import Stress
from bcp.graph.stress.counting import Counting
from bcp.graph.stress.stories import Telling
from bcp.graph.structure import Structure, structure_of
from bcp.model.resources import Process
from bcp.plan import Plan

TOP = 10
"""Stories told unless asked otherwise."""


def stress(
    plan: Plan,
    process_id: str | None = None,
    order: int = 2,
    top: int = TOP,
    *,
    structure: Structure | None = None,
    note: Callable[[], None] = lambda: None,
) -> Stress:
    """What every single loss, and from order 2 every pair of losses, does to the processes of a
    plan, or to one of them.

    ``note`` is called now and then while it is worked out.

    :raises BcpError: when there is no such process, or things wait for each other to start again
        over so long a time that the losses cannot be counted.
    """
    structure = structure_of(plan) if structure is None else structure
    processes = [one for one in plan.of(Process) if process_id in (None, one.id)]
    if process_id is not None and not processes:
        raise BcpError(
            "There is no process {id} in this plan.",
            "Name a process of the plan.",
            id=process_id,
        )
    return _answer(plan, process_id, Counting(plan, structure, processes, order, note), top)


def _answer(plan: Plan, process_id: str | None, counting: Counting, top: int) -> Stress:
    tales, more = Telling(counting).tales(top)
    return Stress(
        plan=plan.id,
        process=process_id,
        order=counting.order,
        compared=counting.compared(),
        no_mtpd=counting.no_mtpd,
        down_anyway=counting.down_anyway,
        pairs_left_out=counting.pairs_left_out,
        things=len(counting.things),
        left_out=counting.left_out,
        shares=counting.shares(),
        tales=tales,
        more=more,
        advice=advice(counting),
        not_matched=counting.not_matched(),
    )
