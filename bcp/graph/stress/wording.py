"""Everything lost once, and every two things: in sentences for people."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bcp.diagnostics import Message
from bcp.graph.lines import Line, line
from bcp.graph.saying import listed
from bcp.graph.stories import told
from bcp.graph.stress.advice_wording import Advised
from bcp.graph.stress.answer import Failed, Fate, Part, Share, Stress, Tale
from bcp.graph.stress.said import Naming, in_figures, length
from bcp.graph.what_if.missing_wording import why_missing
from bcp.graph.what_if.returns import Missing
from bcp.i18n import mark
from bcp.plan import Plan

_MEMBERS = 8
"""Things told by name where any of them may be lost; more are counted."""
_OTHERS = 4
"""Processes that fall with the first one told by name; more are counted."""


def sentences(found: Stress, plan: Plan, language: str = "") -> tuple[Line, ...]:
    """The answer in sentences, the verdict first. ``language`` chooses among the plan's titles."""
    return tuple(_Wording(plan, (language,) if language else ()).lines(found))


class _Wording(Naming):
    def lines(self, found: Stress) -> Iterator[Line]:
        if not found.compared:
            yield from self._nothing(found)
            return
        yield from self._verdict(found)
        yield from self._tales(found)
        yield from self._shares(found)
        yield from Advised(self.plan, self.languages).lines(found.advice)

    def _nothing(self, found: Stress) -> Iterator[Line]:
        yield line(0, "No process can be compared with an MTPD, so no loss can be judged.")
        yield from self._left_out(found)

    def _verdict(self, found: Stress) -> Iterator[Line]:
        worst = found.verdict
        counts = _counted([one.total - one.within for one in found.shares])
        if worst == "within":
            text = (
                mark("Whatever is lost alone, every process is back within its MTPD.")
                if found.order == 1
                else mark(
                    "Whatever is lost, alone or two together, every process is back within its "
                    "MTPD."
                )
            )
            yield line(0, text)
        elif worst == "breached":
            yield line(
                0,
                "Losses that keep a process down beyond its MTPD: {breached}; not known: {unknown}",
                breached=_counted([one.breached for one in found.shares]),
                unknown=_counted([one.not_known for one in found.shares]),
            )
        else:
            yield line(
                0,
                "No loss is certain to keep a process down beyond its MTPD; of these it is not "
                "known: {counts}",
                counts=counts,
            )

    # ── stories ────────────────────────────────────────────────────────────────────────────────

    def _tales(self, found: Stress) -> Iterator[Line]:
        if not found.tales:
            return
        heading = mark("The worst stories") if found.more else mark("Every story, the worst first")
        yield line(0, heading)
        for number, one in enumerate(found.tales, 1):
            yield from self._tale(number, one)
        if found.more:
            yield line(1, "There are more: ask with a larger --top.")

    def _tale(self, number: int, one: Tale) -> Iterator[Line]:
        first, *others = one.fates
        yield line(1, "{number}. {lost}", number=number, lost=self._lost(one.parts))
        yield from self._fate(one, first)
        if others:
            yield self._others(one, others)
        if one.alike:
            yield line(
                2,
                "and {count} more losses that do the same to {process}, for want of the same times",
                count=one.alike,
                process=self.title(first.process),
            )
        if one.story:
            yield Line(2, Message.of("because: {story}", story=self._because(one)))
        for failed in one.failed:
            yield self._failed(failed)

    def _failed(self, one: Failed) -> Line:
        strategy = self.title(one.strategy)
        if one.seconds is not None:
            return line(
                2,
                "{strategy} takes {time}: too long",
                strategy=strategy,
                time=length(one.seconds),
            )
        if one.lacks is not None:
            return line(
                2,
                "{strategy} cannot serve in time: it needs {lacks}",
                strategy=strategy,
                lacks=self.title(one.lacks),
            )
        return line(2, "{strategy} does not cover all that is lost", strategy=strategy)

    def _because(self, one: Tale) -> Message:
        return told(one.story, self.plan, *self.languages)

    def _lost(self, parts: Sequence[Part]) -> Message:
        first, *rest = map(self._part, parts)
        message = first
        for each in rest:
            message = Message.of("{these} – together with {those}", these=message, those=each)
        return message

    def _part(self, part: Part) -> Message:
        named = [self.named(one) for one in part.of[:_MEMBERS]]
        if len(part.of) > len(named):
            named.append(Message.of("and {count} more", count=len(part.of) - len(named)))
        if len(part.of) == 1:
            return named[0]
        ids = listed(named)
        if part.take > 1:
            return Message.of("any {take} of {ids}", take=part.take, ids=ids)
        return Message.of("any of {ids}", ids=ids)

    def _fate(self, tale: Tale, one: Fate) -> Iterator[Line]:
        process, mtpd = self.title(one.process), length(one.mtpd)
        if one.verdict == "breached" and one.back is not None:
            figure = Message.of(
                "{process} is down for {back}, {over} beyond its MTPD of {mtpd}",
                process=process,
                back=length(one.back),
                over=length(one.back - one.mtpd),
                mtpd=mtpd,
            )
            yield Line(2, _led(one, figure))
        elif one.verdict == "breached":
            yield line(
                2,
                "{process} is down beyond its MTPD of {mtpd}; nobody can say for how long: {why}",
                process=process,
                mtpd=mtpd,
                why=self._missing(one.unwritten),
            )
        elif one.back is not None:
            yield line(
                2,
                "{process}: not known. By what the plan says it is down for {back}, its MTPD is "
                "{mtpd}; but {why}",
                process=process,
                back=length(one.back),
                mtpd=mtpd,
                why=self._missing(one.unwritten),
            )
        else:
            yield line(
                2,
                "{process}: not known; its MTPD is {mtpd}, and {why}",
                process=process,
                mtpd=mtpd,
                why=self._missing(one.unwritten),
            )
        if one.verdict == "breached" and len(tale.parts) == len(tale.example) and tale.count > 1:
            example = listed([self.title(each) for each in tale.example])
            yield line(2, "longest with: {things}", things=example)

    def _others(self, tale: Tale, others: Sequence[Fate]) -> Line:
        told_: list[str | Message] = [
            Message.of(
                self._how(tale, one),
                process=self.title(one.process),
                back=length(one.back) if one.back is not None else "",
                mtpd=length(one.mtpd),
            )
            for one in others[:_OTHERS]
        ]
        if len(others) > _OTHERS:
            told_.append(Message.of("and {count} more", count=len(others) - _OTHERS))
        return line(2, "also down beyond its MTPD: {processes}", processes=listed(told_))

    def _how(self, tale: Tale, one: Fate) -> str:
        if one.verdict == "not-known" != tale.verdict:
            return mark("{process} (not known)")
        if one.back is None:
            return mark("{process} (nobody can say for how long; MTPD {mtpd})")
        return mark("{process} ({back}; MTPD {mtpd})")

    def _missing(self, missing: Sequence[Missing]) -> Message:
        named: list[str | Message] = [
            why_missing(one.what, self.title(one.of)) for one in missing[:3]
        ]
        if len(missing) > len(named):
            named.append(Message.of("and {count} more", count=len(missing) - len(named)))
        return listed(named)

    # ── shares ─────────────────────────────────────────────────────────────────────────────────

    def _shares(self, found: Stress) -> Iterator[Line]:
        yield line(0, "How much holds")
        for one in found.shares:
            yield from self._share(one)
        yield from self._left_out(found)

    def _share(self, one: Share) -> Iterator[Line]:
        text = (
            mark(
                "Of {total} single losses {within} keep every process within its MTPD "
                "({percent} %); {breached} breach one; of {unknown} it is not known."
            )
            if one.size == 1
            else mark(
                "Of {total} pairs {within} keep every process within its MTPD ({percent} %); "
                "{breached} breach one; of {unknown} it is not known."
            )
        )
        yield line(
            1,
            text,
            total=in_figures(one.total),
            within=in_figures(one.within),
            percent=one.within * 100 // one.total if one.total else 100,
            breached=in_figures(one.breached),
            unknown=in_figures(one.not_known),
        )
        if one.unproven:
            yield line(
                2,
                "unproven: {count} of those within count on times that were never shown",
                count=in_figures(one.unproven),
            )
        if one.rto_missed:
            yield line(
                2,
                "{count} of those within miss an RTO, or are not known to meet it",
                count=in_figures(one.rto_missed),
            )

    def _left_out(self, found: Stress) -> Iterator[Line]:
        if found.left_out:
            text = (
                mark("Left out: 1 thing that no process stands on")
                if found.left_out == 1
                else mark("Left out: {count} things that no process stands on")
            )
            yield line(1, text, count=found.left_out)
        if found.no_mtpd:
            yield line(
                1,
                "Not compared, for want of an MTPD: {processes}",
                processes=listed([self.named(one) for one in found.no_mtpd]),
            )
        if found.down_anyway:
            yield line(
                1,
                "Not compared, down before anything is lost: {processes}",
                processes=listed([self.named(one) for one in found.down_anyway]),
            )
        if found.pairs_left_out:
            yield line(
                1,
                "Pairs were not counted, since the plan is so large: name a process to ask about "
                "its pairs alone",
            )
        for one in found.not_matched:
            yield line(
                1,
                "Matching was worked out for only {tried} missing together, not {limit}: {roles}"
                " roles share {people} people, too many to try all sets of them",
                tried=one.tried,
                limit=one.limit,
                roles=one.roles,
                people=one.people,
            )


def _led(one: Fate, figure: Message) -> Message:
    """What has never been shown leads the sentence: the figure after it is a promise."""
    return figure if one.proven else Message.of("unproven: {figure}", figure=figure)


def _counted(counts: Sequence[int]) -> Message:
    """``alone 2, two together 40``."""
    if len(counts) == 1:
        return Message.of("alone {one}", one=in_figures(counts[0]))
    return Message.of(
        "alone {one}, two together {two}", one=in_figures(counts[0]), two=in_figures(counts[1])
    )
