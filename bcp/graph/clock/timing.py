"""What a reckoning asks of times, be they of a plan, a plan at its best or a changed one."""

from __future__ import annotations

import math
from typing import Protocol

from bcp.graph.clock.times import Seconds, Watch


class Times(Protocol):
    """How long things take, in seconds; infinite for what is not known. By number.

    A restart never takes longer than the restoring of the same thing: else losing more would bring
    something back sooner.
    """

    def restore(self, thing: int) -> Seconds:
        """Until a thing that was lost itself works again, once its needs do."""

    def restart(self, thing: int) -> Seconds:
        """Until a thing that only lacked its needs works again, once they do."""

    def switch(self, thing: int, place: int) -> Seconds:
        """Until the stand-in at this place of a redundancy (or number) serves, from when it is
        there and the loss is noticed."""

    def watch(self, thing: int, place: int) -> Watch:
        """What such a switch waits for to be noticed, of what does not work."""

    def strategy(self, hold: int) -> Seconds:
        """Until a strategy serves, from when what it needs is there and the loss is noticed."""

    def watch_of_strategy(self, hold: int) -> Watch:
        """What a strategy waits for to be noticed, of what does not work."""


class _Plain:
    """What is lost stays lost; switching and strategies take no time."""

    def restore(self, thing: int) -> Seconds:  # noqa: ARG002
        return math.inf

    def restart(self, thing: int) -> Seconds:  # noqa: ARG002
        return 0

    def switch(self, thing: int, place: int) -> Seconds:  # noqa: ARG002
        return 0

    def watch(self, thing: int, place: int) -> Watch:  # noqa: ARG002
        return ()

    def strategy(self, hold: int) -> Seconds:  # noqa: ARG002
        return 0

    def watch_of_strategy(self, hold: int) -> Watch:  # noqa: ARG002
        return ()


PLAIN: Times = _Plain()
