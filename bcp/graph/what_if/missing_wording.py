"""Why it is not known when something is back, in words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from bcp.diagnostics import Message
from bcp.graph.what_if.returns import Why
from bcp.i18n import mark

_MISSING: Final[Mapping[Why, str]] = {
    "noticing": mark("the plan does not say how soon the loss of {thing} is noticed"),
    "deciding": mark("the plan does not say how soon {thing} is decided"),
    "switching": mark("the plan does not say how long switching {thing} takes"),
    "rerouting": mark("the plan does not say how long pointing {thing} elsewhere takes"),
    "taking-up": mark("the plan does not say how long {thing} takes"),
    "restoring": mark("the plan does not say how soon {thing} is back"),
    "starting-again": mark("the plan does not say how long starting {thing} again takes"),
    "circle": mark("{thing} waits for itself to start again"),
    "empty": mark("nobody is left for {thing}"),
    "overdue": mark("{thing} should have been back by now"),
    "off-duty": mark("nobody is on duty as {thing} then"),
    "unreached": mark("no call is known to reach {thing}"),
    "used-up": mark("what stands in for {thing} cannot be kept up for so long"),
}


def why_missing(what: Why, thing: str | Message) -> Message:
    """Why nobody knows when something is back: the plan does not say a time of ``thing``, nobody is
    left for it, it should have been back."""
    return Message.of(_MISSING[what], thing=thing)
