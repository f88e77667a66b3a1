"""Whether everything would be back in time: required, committed, demonstrated, pushed down a plan.

*Required* follows from the processes: by when a thing must be back, so that each process is back at
its minimum within its RTO (:mod:`bcp.graph.recovery.limits`). A second and a third time ask the
same for the MTPD, and for full service within ``full_within``, which no strategy gives. *Committed*
is what its owner or supplier promises, *demonstrated* what was measured, with the day; reckoned
with is the longer of the two (:mod:`bcp.graph.clock.times`). Every thing is taken to be lost alone.

What the plan does not say stays open: a required time then is *at the latest* the one given, and
what comes back after it is late for certain; what comes back before it may be.

=================================== ==============================================================
what is asked                       by
=================================== ==============================================================
required and back, side by side     :mod:`~bcp.graph.recovery.table`
too late, and on which way          :mod:`~bcp.graph.recovery.inversions`
never shown, otherwise, not said    :mod:`~bcp.graph.recovery.said`
what stand-ins carry                :mod:`~bcp.graph.recovery.capacity`
how much data is lost               :mod:`~bcp.graph.recovery.data_loss`
how long what stands in lasts       :mod:`~bcp.graph.recovery.endurance`
in what order all is started        :mod:`~bcp.graph.recovery.start`
=================================== ==============================================================

How soon a process is back after any two losses is told by the answers that count losses
(:mod:`bcp.graph.losses.losses` and what is timed beside it), not here.
"""

from __future__ import annotations

import datetime as dt

from bcp.graph.clock.times import PlanTimes
from bcp.graph.recovery.answer import Recovery
from bcp.graph.recovery.capacity import capacity
from bcp.graph.recovery.data_loss import data_loss
from bcp.graph.recovery.endurance import endurance, too_short
from bcp.graph.recovery.figures import Figures
from bcp.graph.recovery.inversions import full_late, late
from bcp.graph.recovery.premises import to_start, with_buildings
from bcp.graph.recovery.said import differs, unproven, unsaid
from bcp.graph.recovery.start import ColdStart
from bcp.graph.recovery.table import Table
from bcp.graph.structure import Structure, structure_of
from bcp.model.resources import Process
from bcp.plan import Plan


def recovery(plan: Plan, as_of: dt.date, *, structure: Structure | None = None) -> Recovery:
    """Whether everything in a plan would be back in time, as on a day."""
    whole = structure or structure_of(plan)
    structure = with_buildings(whole)
    times = PlanTimes(plan, structure)
    table = Table(plan, structure, times, Figures(plan, structure, times, as_of))
    processes = tuple(map(table.of, plan.of(Process)))
    starting = to_start(whole) if whole.premises else structure
    start = ColdStart(starting, PlanTimes(plan, starting))
    return Recovery(
        plan=plan.id,
        as_of=as_of,
        processes=processes,
        late=late(processes, table.latest),
        full_late=full_late(processes, table.latest),
        unproven=unproven(plan, processes, as_of),
        differs=differs(plan, processes),
        unsaid=unsaid(times),
        capacity=capacity(plan, structure),
        data=data_loss(plan, structure, table.latest),
        endurance=endurance(plan, structure, times, table.latest),
        too_short=too_short(plan, structure, times, table.latest),
        deadlocks=start.deadlocks(),
        orders=tuple(start.order(structure.number[one.process]) for one in processes),
    )
