"""Choose rules → run → waive → sort. Turns findings, which speak of places, into diagnostics."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Literal, NamedTuple

from bcp.diagnostics import Diagnostic, Message, Place, Related, Severity, Span
from bcp.model.learning import Waiver
from bcp.plan import Plan
from bcp.rules.catalogue import catalogue
from bcp.rules.rule import Context, Finding, Pack, Rule

Clock = Literal["structure", "age"]
Locate = Callable[[Place], Span]
"""Where a place is written."""

LONGEST_WAIVER = dt.timedelta(days=366)
"""A waiver holds at most a year: then somebody has to decide again."""

_SECTOR_PACKS: dict[str, tuple[Pack, ...]] = {
    "contact-centre": ("contact-centre",),
    "health-line": ("contact-centre", "health"),
    "municipal": ("contact-centre",),
}


class Waived(NamedTuple):
    """A finding that somebody accepted, and the waiver that says so."""

    diagnostic: Diagnostic
    waiver: Waiver


@dataclass(frozen=True)
class Result:
    """What a check found.

    ``diagnostics`` are sorted by place; ``waived`` are not among them. ``rules`` are those that
    ran; ``crashed`` are the codes of those that failed, which is a fault of the program.
    """

    diagnostics: tuple[Diagnostic, ...]
    waived: tuple[Waived, ...]
    rules: tuple[Rule, ...]
    crashed: tuple[str, ...]

    def count(self, severity: Severity) -> int:
        return sum(one.severity is severity for one in self.diagnostics)

    @property
    def worst(self) -> Severity | None:
        """The highest severity found; None when nothing was."""
        return max((one.severity for one in self.diagnostics), default=None)


def packs_for(sector: str | None) -> frozenset[Pack]:
    """The packs of rules that a line of work switches on; core is always on."""
    return frozenset(("core", *_SECTOR_PACKS.get(sector or "", ())))


def chosen(plan: Plan, only: Clock | None = None) -> tuple[Rule, ...]:
    """The rules that a check of this plan runs."""
    packs = packs_for(plan.header.sector)
    return tuple(
        one
        for one in catalogue().values()
        if one.check is not None
        and one.pack in packs
        and one.asked_at(plan.header.maturity)
        and (only is None or one.ages is (only == "age"))
    )


def check(
    plan: Plan,
    locate: Locate,
    as_of: dt.date,
    *,
    faults: tuple[Diagnostic, ...] = (),
    only: Clock | None = None,
    rules: Iterable[Rule] | None = None,
) -> Result:
    """Check a plan as it stands on a day.

    ``faults`` are what reading it has found; they are always told, because nothing else can be
    trusted while there are any. ``only`` leaves out age findings (``"structure"``, for the gate of
    a change) or all others (``"age"``, for a nightly run). ``rules`` runs just these.
    """
    running = tuple(rules) if rules is not None else chosen(plan, only)
    run = _Run(Context(plan, as_of), locate)
    found: list[Diagnostic] = []
    crashed: list[str] = []
    for one in running:
        try:
            found.extend(run.findings(one))
        except Exception as error:
            crashed.append(one.code)
            found.append(run.crash(one, error))
    kept, waived = _waive(found, plan, as_of)
    if rules is None:
        kept.extend(list(run.about_waivers(kept, waived, only, running)))
    return Result(tuple(sorted([*faults, *kept])), tuple(waived), running, tuple(crashed))


@dataclass(frozen=True)
class _Run:
    """One check: the plan and the day, and where things are written."""

    context: Context
    locate: Locate

    def findings(self, one: Rule) -> Iterator[Diagnostic]:
        assert one.check is not None
        for finding in one.check(self.context):
            # What could not be read has its own diagnostic; judging it would only add noise. What
            # is shared and takes no part here is judged in the plans that use it.
            plan = self.context.plan
            if finding.place.id not in plan.unread and finding.place.id not in plan.idle:
                yield self.diagnostic(one, finding)

    def diagnostic(self, one: Rule, finding: Finding) -> Diagnostic:
        hint = finding.hint
        if hint is None and one.fix:
            hint = one.advice
        related = tuple(Related(self.locate(place), message) for place, message in finding.related)
        span = self.locate(finding.place)
        return Diagnostic(
            span, one.code, one.severity, finding.message, hint, related, finding.place
        )

    def crash(self, one: Rule, error: Exception) -> Diagnostic:
        place = self.context.plan.header.at()
        return Diagnostic(
            self.locate(place),
            one.code,
            Severity.ERROR,
            Message.of(
                "the rule {code} failed on this plan: {kind}: {what}",
                code=one.code,
                kind=type(error).__name__,
                what=str(error)[:200],
            ),
            Message.of("This is a fault of bcp, not of the plan. The other rules have run."),
            place=place,
        )

    def about_waivers(
        self,
        kept: list[Diagnostic],
        waived: list[Waived],
        only: Clock | None,
        running: tuple[Rule, ...],
    ) -> Iterator[Diagnostic]:
        """MNT018, MNT019 and MNT020: waivers that lapsed, hide nothing, or name no rule."""
        used = {one.waiver.id for one in waived}
        ran = {one.code for one in running}
        rules = catalogue()
        for one in self.context.plan.of(Waiver):
            if one.rule not in rules:
                finding = Finding(one.at("rule"), "there is no rule {rule}", rule=one.rule)
                yield self.diagnostic(rules["MNT020"], finding)
            elif not _holds(one, self.context.as_of):
                if only != "structure":
                    yield self.diagnostic(rules["MNT018"], _lapsed(one, kept, self.context.as_of))
            elif one.id not in used and one.rule in ran:
                finding = Finding(
                    one.at(), "{rule} has no finding on {on} to waive", rule=one.rule, on=one.on
                )
                yield self.diagnostic(rules["MNT019"], finding)


def _waive(
    found: list[Diagnostic], plan: Plan, as_of: dt.date
) -> tuple[list[Diagnostic], list[Waived]]:
    valid = {(one.rule, one.on): one for one in plan.of(Waiver) if _holds(one, as_of)}
    kept, waived = [], []
    for one in found:
        waiver = valid.get((one.code, one.place.id)) if one.place is not None else None
        if waiver is None:
            kept.append(one)
        else:
            waived.append(Waived(one, waiver))
    return kept, waived


def _holds(waiver: Waiver, as_of: dt.date) -> bool:
    return as_of <= waiver.until <= as_of + LONGEST_WAIVER


def _lapsed(waiver: Waiver, kept: list[Diagnostic], as_of: dt.date) -> Finding:
    place = waiver.at("until")
    returned = [
        (one.place, "this finding counts again")
        for one in kept
        if one.place is not None and (one.code, one.place.id) == (waiver.rule, waiver.on)
    ]
    if waiver.until < as_of:
        return Finding(
            place,
            "the waiver of {rule} on {on} ended on {until}: its finding counts again",
            related=returned,
            rule=waiver.rule,
            on=waiver.on,
            until=waiver.until.isoformat(),
        )
    return Finding(
        place,
        "the waiver of {rule} on {on} runs until {until}: more than a year ahead, so not at all",
        related=returned,
        rule=waiver.rule,
        on=waiver.on,
        until=waiver.until.isoformat(),
    )
