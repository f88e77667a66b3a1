"""Rules on how the plan itself is kept: owner, version, review, copies, waivers."""

from __future__ import annotations

from bcp.diagnostics import Severity
from bcp.rules.rule import kept_by_the_reader


@kept_by_the_reader("MNT018", ages=True)
def waivers_current() -> None:
    """No waiver is past its until date, or runs more than a year ahead.

    Why: an accepted gap that nobody decides on again is a forgotten gap.
    Fix: mend what the waiver hides, or have it approved anew with a new date.
    Ignore when: never.
    """


@kept_by_the_reader("MNT019", Severity.WARNING)
def waivers_used() -> None:
    """Every waiver still hides a finding.

    Why: a waiver that hides nothing will hide the next fault on the same object unseen.
    Fix: delete it.
    Ignore when: never.
    """


@kept_by_the_reader("MNT020")
def waivers_name_rules() -> None:
    """Every waiver names a rule that exists.

    Why: a waiver of a rule with a slip in its code hides nothing.
    Fix: take the code from the finding that it should hide.
    Ignore when: never.
    """
