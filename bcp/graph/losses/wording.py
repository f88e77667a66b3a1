"""What a process cannot lose, in sentences for people."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from bcp.diagnostics import Message
from bcp.graph.lines import Line, line
from bcp.graph.losses.lateness import Lateness, Slow
from bcp.graph.losses.losses import (
    Bundle,
    BusFactor,
    Cut,
    Losses,
    Part,
    SilentCut,
    Standing,
    Summary,
    Within,
)
from bcp.graph.stories import title_of, told
from bcp.i18n import mark
from bcp.model.scalars import Duration
from bcp.plan import Plan

_MOST = 12
"""Sets told one by one, and groups; more are counted."""
_SILENT = 6
"""Silent losses told one by one."""
_MEMBERS = 6
"""Members of a group told by name; of more, so many as are told with what they take."""


def sentences(found: Losses, plan: Plan, language: str = "") -> tuple[Line, ...]:
    """The answer in sentences, the verdict first. ``language`` chooses among the plan's titles."""
    return tuple(_Wording(plan, (language,) if language else ()).lines(found))


def summary_sentences(found: Sequence[Summary], plan: Plan, language: str = "") -> tuple[Line, ...]:
    """All processes, a line each and what stops each alone."""
    return tuple(_Wording(plan, (language,) if language else ()).summaries(found))


_TOGETHER = {
    2: mark("Two together that stop it: {count}"),
    3: mark("Three together that stop it: {count}"),
}


_NOT_TOGETHER = {2: mark("No two together stop it."), 3: mark("No three together stop it.")}


class _Wording:
    def __init__(self, plan: Plan, languages: tuple[str, ...]) -> None:
        self.plan = plan
        self.languages = languages
        self.process = ""

    def title(self, id: str) -> str:  # noqa: A002
        name = title_of(self.plan, id, *self.languages)
        return f"{name} ({id})" if name != id else id

    def titles(self, ids: Iterable[str]) -> str:
        return ", ".join(map(self.title, ids))

    def lines(self, found: Losses) -> Iterator[Line]:
        self.process = found.process
        yield from self._verdict(found)
        if found.down_anyway:
            return
        yield from self._silent(found)
        yield from self._stops(found)
        yield from self._by_matching(found)
        yield from self._disturbs(found)
        yield from self._profile(found)
        if found.bus_factor is not None:
            yield from self._bus_factor(found.bus_factor)

    # ── the verdict ────────────────────────────────────────────────────────────────────────────

    def _verdict(self, found: Losses) -> Iterator[Line]:
        process = self.title(found.process)
        if found.down_anyway:
            yield line(
                0, "{process}: down before anything is lost; too few are there", process=process
            )
            return
        if found.within is None:
            yield line(
                0,
                "{process}: losses that stop it: {counts}",
                process=process,
                counts=_counted(found.counts),
            )
            return
        yield line(
            0,
            "{process}: losses that keep it down for longer than {time}: {counts}",
            process=process,
            time=_bound(found.within),
            counts=_counted(found.counts),
        )
        if sum(found.only_unknown):
            yield line(
                1,
                "of these only because the plan does not say how long something takes: {counts}",
                counts=_counted(found.only_unknown),
            )
        late = next((cut.late for cut in (*found.stops, *found.by_matching) if cut.late), None)
        for one in late.slow if late else ():
            if one.what == "taking-up":
                yield self._slow(one, found.within, indent=1)

    def _silent(self, found: Losses) -> Iterator[Line]:
        for one in found.silent:
            if not sum(one.counts):
                continue
            yield line(
                0,
                "Silent: these stop it, and nobody in {escalations} can be called any more:"
                " {counts}",
                escalations=self.titles(one.escalations),
                counts=_counted(one.counts),
            )
            yield from self._few(one)
        if not found.escalations:
            yield line(0, "No playbook says whom to call when it stops.")

    def _few(self, one: SilentCut) -> Iterator[Line]:
        for cut in one.cuts[:_SILENT]:
            yield line(1, "{ids}", ids=self.titles(cut.ids))
        if len(one.cuts) > _SILENT:
            yield line(1, "and {count} more", count=sum(one.counts) - _SILENT)

    # ── what stops it ──────────────────────────────────────────────────────────────────────────

    def _stops(self, found: Losses) -> Iterator[Line]:
        single = [cut for cut in found.stops if len(cut.ids) == 1]
        if single:
            yield line(0, "Each of these alone stops it:")
            for cut in single:
                yield from self._cut(cut, found.within)
        elif not found.counts[0]:
            yield line(0, "Nothing alone stops it.")
        for size in range(2, found.order + 1):
            yield from self._together(found, size)

    def _together(self, found: Losses, size: int) -> Iterator[Line]:
        count = found.counts[size - 1]
        if not count:
            yield line(0, _NOT_TOGETHER[size])
            return
        yield line(0, _TOGETHER[size], count=count)
        named = [cut for cut in found.stops if len(cut.ids) == size]
        if count <= _MOST and len(named) == count:
            for cut in named:
                yield from self._cut(cut, found.within)
            return
        if found.bundles is None:
            yield line(1, "They fall into no groups that could be told in a few lines.")
            return
        groups = [one for one in found.bundles if sum(part.take for part in one.parts) == size]
        for one in groups[:_MOST]:
            yield from self._bundle(one)
        if len(groups) > _MOST:
            yield line(
                1,
                "and {groups} more groups, of {count} sets",
                groups=len(groups) - _MOST,
                count=sum(one.count for one in groups[_MOST:]),
            )

    def _bundle(self, one: Bundle) -> Iterator[Line]:
        first, *rest = map(self._part, one.parts)
        message = first
        for each in rest:
            message = Message.of("{these} – together with {those}", these=message, those=each)
        yield Line(1, message)

    def _part(self, part: Part) -> Message:
        if len(part.of) == 1:
            return Message.of("{ids}", ids=self.title(part.of[0]))
        if len(part.of) <= _MEMBERS:
            ids = self.titles(part.of)
            if part.take > 1:
                return Message.of("any {take} of {ids}", take=part.take, ids=ids)
            return Message.of("any of {ids}", ids=ids)
        if part.all_take is not None and part.take == 1:
            return Message.of(
                "any of {count} whose loss takes {thing}",
                count=len(part.of),
                thing=self.title(part.all_take),
            )
        return Message.of(
            "any {take} of {count} (the first: {thing})",
            take=part.take,
            count=len(part.of),
            thing=self.title(part.of[0]),
        )

    def _cut(self, cut: Cut, within: Within | None) -> Iterator[Line]:
        yield line(1, "{ids}", ids=self.titles(cut.ids))
        if cut.story:
            yield Line(2, told(cut.story, self.plan, *self.languages))
        for strategy, lacks in cut.failed:
            template = (
                mark("{strategy} does not cover all that is lost")
                if lacks == self.process
                else mark("{strategy} cannot serve: {lacks} is lost")
            )
            yield line(2, template, strategy=self.title(strategy), lacks=self.title(lacks))
        if cut.late is not None and within is not None:
            yield from self._late(cut, cut.late, within)
        if cut.held_by:
            yield line(2, "held by: {ids}", ids=self.titles(cut.held_by))

    def _late(self, cut: Cut, late: Lateness, within: Within) -> Iterator[Line]:
        for one in late.slow:
            if one.what != "taking-up":  # told once, at the top
                yield self._slow(one, within)
        for unsaid in late.unsaid:
            template = (
                mark("not known: how long restoring {thing} takes")
                if unsaid.what == "restoring"
                else mark("not known: how long {thing} takes to start again")
            )
            yield line(2, template, thing=self.title(unsaid.of))
        if cut.only_unknown:
            yield line(2, "counts only because a time is not known")
        elif late.back is not None:
            yield line(2, "back after {time}", time=_length(late.back))

    def _slow(self, one: Slow, within: Within, *, indent: int = 2) -> Line:
        bound = _length(within.seconds)
        thing = self.title(one.of)
        if one.seconds is None:
            templates = {
                "switching": mark("not known: how long the switch of {thing} takes"),
                "rerouting": mark("not known: how long pointing {thing} elsewhere takes"),
                "taking-up": mark("not known: how long taking up {thing} takes"),
            }
            return line(indent, templates[one.what], thing=thing)
        templates = {
            "switching": mark("the switch of {thing} takes {time}, the tolerance is {bound}"),
            "rerouting": mark("pointing {thing} elsewhere takes {time}, the tolerance is {bound}"),
            "taking-up": mark("taking up {thing} takes {time}, the tolerance is {bound}"),
        }
        return line(
            indent, templates[one.what], thing=thing, time=_length(one.seconds), bound=bound
        )

    # ── beside it ──────────────────────────────────────────────────────────────────────────────

    def _by_matching(self, found: Losses) -> Iterator[Line]:
        if sum(found.matching_counts):
            yield line(
                0,
                "By matching – one person, one role at a time – these stop it too: {counts}",
                counts=_counted(found.matching_counts),
            )
            shown = found.by_matching[:_MOST]
            for cut in shown:
                yield from self._cut(cut, found.within)
            rest = sum(found.matching_counts) - len(shown)
            if rest:
                yield line(1, "and {count} more", count=rest)
        for one in found.not_matched:
            yield line(
                0,
                "Matching was worked out for only {tried} missing together, not {limit}: {roles}"
                " roles share {people} people, too many to try all sets of them",
                tried=one.tried,
                limit=one.limit,
                roles=one.roles,
                people=one.people,
            )

    def _disturbs(self, found: Losses) -> Iterator[Line]:
        single = [cut for cut in found.disturbs if len(cut.ids) == 1]
        if single:
            yield line(
                0, "Each of these alone takes its normal service; it goes on at its minimum:"
            )
            for cut in single:
                yield from self._cut(cut, found.within)

    def _profile(self, found: Losses) -> Iterator[Line]:
        several = [one for one in found.profile if sum(one.counts)]
        if found.order > 1 and several and len(found.stops) > 1:
            yield line(0, "Stands in most sets that stop it:")
            for one in several:
                yield line(1, "{thing}: {counts}", thing=self.title(one.id), counts=_stands(one))

    def _bus_factor(self, found: BusFactor) -> Iterator[Line]:
        if found.people is None:
            yield line(0, "It goes on whichever three people are missing.")
        else:
            yield line(
                0,
                "Fewest people whose absence stops it (bus factor): {people}, in {count} ways",
                people=found.people,
                count=found.sets,
            )
        if found.matched is not None and found.matched != found.people:
            yield line(
                1,
                "by matching – one person, one role at a time: {people}, in {count} ways",
                people=found.matched,
                count=found.matched_sets,
            )

    # ── all processes ──────────────────────────────────────────────────────────────────────────

    def summaries(self, found: Sequence[Summary]) -> Iterator[Line]:
        several = sorted(found, key=lambda one: (tuple(-each for each in one.counts), one.process))
        alone = sum(1 for one in several if one.single_points)
        yield line(
            0,
            "Processes that a single loss stops: {alone} of {count}",
            alone=alone,
            count=len(several),
        )
        for one in several:
            process = self.title(one.process)
            if one.within is None:
                yield line(0, "{process}: {counts}", process=process, counts=_counted(one.counts))
            else:
                yield line(
                    0,
                    "{process}, longer than {time}: {counts}",
                    process=process,
                    time=_bound(one.within),
                    counts=_counted(one.counts),
                )
            if sum(one.matching_counts):
                yield line(
                    1,
                    "by matching – one person, one role at a time – besides: {counts}",
                    counts=_counted(one.matching_counts),
                )
            if one.single_points:
                shown = one.single_points[:_MEMBERS]
                yield line(1, "alone: {ids}", ids=self.titles(shown))
                if len(one.single_points) > len(shown):
                    yield line(1, "and {count} more", count=len(one.single_points) - len(shown))


def _length(seconds: int) -> Message:
    return Duration(seconds).in_words()


def _bound(within: Within) -> Message:
    length = _length(within.seconds)
    if within.what == "given":
        return length
    return Message.of("{length} ({target})", length=length, target=within.what.upper())


def _counted(counts: Sequence[int]) -> Message:
    """``alone 2, two together 40, three together 0``."""
    match tuple(counts):
        case (one,):
            return Message.of("alone {one}", one=one)
        case (one, two):
            return Message.of("alone {one}, two together {two}", one=one, two=two)
        case (one, two, three, *_):
            return Message.of(
                "alone {one}, two together {two}, three together {three}",
                one=one,
                two=two,
                three=three,
            )
    return Message.of("none")


def _stands(one: Standing) -> Message:
    return _counted(one.counts)
