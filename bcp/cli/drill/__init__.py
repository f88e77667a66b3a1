"""``bcp drill``: play a tabletop drill made from the plan, and report on it."""

from __future__ import annotations

import click

from bcp.cli.drill.afterwards import report, verify
from bcp.cli.drill.playing import resume, run
from bcp.cli.drill.scenario import script
from bcp.cli.help import Group


@click.group(cls=Group)
def drill() -> None:
    """Play a tabletop drill made from the plan, and report on it.

    What players are told and what they should do comes from the plan: its indicators, call lists,
    messages, switches and tasks. Everything that happens is written to a journal at once, in a
    folder of the run's own inside drills/ in the plan, or elsewhere with --out.

    \b
    Examples:
      bcp drill script telephony-loss --plan plans/northline
      bcp drill run telephony-loss --plan plans/northline
      bcp drill report --plan plans/northline
    """


for _command in (script, run, resume, report, verify):
    drill.add_command(_command)
