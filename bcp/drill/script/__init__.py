"""The script of a tabletop drill, made from the plan: what players hear, and what they should do.

:func:`script_for_risk` makes one from what the plan says of a risk; :func:`script_for_exercise`
joins that with what was written for an exercise. A :class:`Progress` says where a run of a script
stands. All times are offsets in milliseconds of exercise time.
"""

from bcp.drill.script.build import script_for, script_for_exercise, script_for_risk
from bcp.drill.script.listing import facilitator_list
from bcp.drill.script.progress import Done, Entry, Given, Progress, Status
from bcp.drill.script.stale import Stale, stale
from bcp.drill.script.stored import as_data, from_data
from bcp.drill.script.times import clock_text
from bcp.drill.script.types import (
    Action,
    Also,
    Inject,
    Objective,
    Passes,
    Question,
    Script,
    Source,
    Switchover,
)

__all__ = [
    "Action",
    "Also",
    "Done",
    "Entry",
    "Given",
    "Inject",
    "Objective",
    "Passes",
    "Progress",
    "Question",
    "Script",
    "Source",
    "Stale",
    "Status",
    "Switchover",
    "as_data",
    "clock_text",
    "facilitator_list",
    "from_data",
    "script_for",
    "script_for_exercise",
    "script_for_risk",
    "stale",
]
