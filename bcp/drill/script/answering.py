"""What is done about it: decisions, messages, levers, care, the end."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from bcp.drill.script.maker import Maker
from bcp.drill.script.times import ms_of
from bcp.drill.script.types import Also
from bcp.model.communication import Audience, BackEntry, Form, MessageTemplate
from bcp.model.people import Role
from bcp.model.response import Lever, Playbook, Procedure, Risk, Step
from bcp.model.scalars import Text


def decisions(
    make: Maker,
    procedure: Procedure,
    steps: Iterable[Step],
    inject: str,
    after: tuple[str, ...],
    but_by: Collection[str] = (),
    known: Mapping[str, str] = MappingProxyType({}),
) -> dict[str, str]:
    """The questions among these steps of a procedure, each once in a drill: step → its action.

    ``but_by`` decide already, and are not asked twice; ``known`` are those that were asked before.
    """
    made = dict(known)
    for step in steps:
        if step.decide is None or not make.once(f"decision {procedure.id} {step.id}"):
            continue
        if step.by in but_by:
            continue
        first = tuple(made[one] for one in step.after if one in made)
        made[step.id] = _decision(make, procedure, step, inject, first or after)
    return made


def _decision(
    make: Maker, procedure: Procedure, step: Step, inject: str, after: tuple[str, ...]
) -> str:
    options = make.say(" or ").join(f"“{make.text(one.choose)}”" for one in step.options)
    otherwise = (
        make.say("; if nobody decides: {otherwise}").format(otherwise=make.text(step.otherwise))
        if step.otherwise
        else ""
    )
    return make.action(
        f"decide-{procedure.id}-{step.id}",
        "decision",
        step.by,
        f"{make.text(step.decide)} {options}{otherwise}".rstrip() + condition(make, step.when),
        make.source(procedure.id, f"steps.{step.id}", step),
        inject=inject,
        after=after,
        within_ms=make.within(step.within),
        must=step.must,
    )


def condition(make: Maker, when: Text | None) -> str:
    """What must be the case, behind what is done then."""
    return make.say(" (when: {when})").format(when=make.text(when).rstrip(".")) if when else ""


@dataclass(frozen=True, slots=True)
class Since:
    """From when messages count: the action that declares, and what announced the loss, which had
    been lost ``ago_ms`` milliseconds before that."""

    declared: str
    begin: str
    ago_ms: int


def messages(make: Maker, risk: Risk, playbook: Playbook, since: Since) -> tuple[str, ...]:
    """First words and news: out on every channel by the deadline, with the approver named.

    Gives the ids of the messages for the end, which :func:`close` asks for.
    """
    named = (
        *playbook.messages,
        *(m.id for m in make.plan.of(MessageTemplate) if risk.id in m.risks),
    )
    found = [
        message
        for one in dict.fromkeys(named)
        if (message := make.plan.find(one, MessageTemplate)) is not None and make.once(one)
    ]
    early = [one for one in found if one.stage != "close"]
    # The first words come first: their deadline is the one that is measured.
    early.sort(key=lambda one: (one.stage != "holding", found.index(one)))
    if early:
        speakers = [_asked_for_words(one) for one in early]
        inject = make.inject(
            f"asked-{playbook.id}",
            make.planned(since.declared),
            make.source(playbook.id, "messages", *(one.id for one in early)),
            to=[one for one in speakers if one] or [make.plan.header.activated_by or playbook.id],
            from_=make.names_of(tuple(dict.fromkeys(one.audience for one in early))),
            means=make.say("call"),
            text=make.say("“What is going on, and what should we do?”"),
        )
        for one in early:
            _message(make, one, inject, since)
        make.split(inject)
    return tuple(one.id for one in found if one.stage == "close")


def _asked_for_words(one: MessageTemplate) -> str:
    """Whom people turn to for a message: who approves it; who sends it, where that is done."""
    if one.approve is not None and one.approve.beforehand is None:
        return one.approve.by
    return one.publish.by if one.approve and one.publish else ""


def _message(make: Maker, one: MessageTemplate, inject: str, since: Since) -> None:
    audience = make.plan.find(one.audience, Audience)
    by = one.publish.by if one.publish else (audience.owner if audience else None)
    text = make.say("“{message}” is out to {audience} on {channels}").format(
        message=make.text(one.title),
        audience=make.name(one.audience),
        channels=make.names_of(tuple(one.text)),
    )
    if one.approve is not None and one.approve.beforehand is None:
        text += make.say(", approved by {role}").format(role=make.name(one.approve.by))
    doer = by or (one.approve.by if one.approve else one.audience)
    within, after = make.within(one.first_within), since.declared
    said = [str(one.first_within)]
    if one.first_from == "disruption":
        # The clock of the drill starts with the alarm: what was lost was lost before.
        within = None if within is None else max(0, within - since.ago_ms)
        after = since.begin
        said.append(one.first_from)
    action = make.action(
        f"send-{one.id}",
        "send",
        doer,
        text,
        make.source(one.id, "", one.approve, one.publish, *said, *sorted(one.text)),
        inject=inject,
        after=[after],
        within_ms=within,
    )
    make.follows(action, one.publish.procedure if one.publish else None, doer)


def levers(make: Maker, risk: Risk, declared: str) -> None:
    """For risks of staff and demand: the levers in the plan's order, each after the one before."""
    removes = risk.removes
    short = removes is not None and (removes.staff or removes.demand)
    if risk.class_ not in ("staff", "demand", "pandemic") and not short:
        return
    ordered = sorted(make.plan.of(Lever), key=lambda one: (one.order, one.id))
    ordered = [one for one in ordered if make.once(one.id)]
    if not ordered:
        return
    inject = make.inject(
        f"surge-{risk.id}",
        make.planned(declared),
        make.source(risk.id, "removes", removes, *(one.id for one in ordered)),
        to=[ordered[0].by],
        from_=make.say("What one sees and hears"),
        means=make.say("reading"),
        text=_surge(make, risk),
    )
    before = declared
    for one in ordered:
        before = make.action(
            f"lever-{one.id}",
            "lever",
            one.by,
            make.say("{do} (yields: {yields})").format(
                do=make.text(one.do), yields=make.text(one.yields)
            ),
            make.source(one.id, "", one),
            inject=inject,
            after=[before],
            within_ms=ms_of(one.within),
        )


class _Fraction(str):
    """A number with a fraction in a sentence: of the forms that a translation gives for whole
    numbers (one|few|many) it takes a fourth, and without one the second.
    """

    __slots__ = ()

    def __format__(self, spec: str) -> str:
        if "|" not in spec:
            return super().__format__(spec)
        forms = spec.split("|")
        return forms[min(3 if len(forms) > 3 else 1, len(forms) - 1)]


def _factor(make: Maker, factor: float) -> int | str:
    if float(factor).is_integer():
        return make.say.number(int(factor))
    return _Fraction(f"{factor:.3g}")


def _surge(make: Maker, risk: Risk) -> str:
    removes = risk.removes
    parts = (
        make.say("{share} % of staff are missing.").format(share=f"{removes.staff * 100:.3g}")
        if removes and removes.staff
        else "",
        make.say("Demand is {factor} times that of an ordinary day.").format(
            factor=_factor(make, removes.demand)
        )
        if removes and removes.demand
        else "",
    )
    told = " ".join(part for part in parts if part) or f"{make.text(risk.title)}."
    return f"{told} " + make.say("What do you pull, and in which order?")


def close(
    make: Maker, playbook: Playbook, ending: tuple[str, ...], at_ms: int, declared: str
) -> str:
    """Care for people, the end, the closing messages, and paper that must get into the systems.

    Gives the action that ends it.
    """
    end = playbook.stand_down
    by = end.by if end else make.plan.header.activated_by or playbook.id
    inject = make.inject(
        f"close-{playbook.id}",
        at_ms,
        make.source(playbook.id, "stand_down", end),
        to=[by],
        from_=make.say("Facilitator"),
        means=make.say("in person"),
        text=make.say("It is over: {when}.").format(when=make.text(end.when).rstrip("."))
        if end
        else make.say("It is over. How do you end it?"),
        kind="facilitation",
    )
    if playbook.welfare is not None:
        carers = [one.id for one in make.plan.of(Role) if one.function == "people"]
        make.action(
            f"welfare-{playbook.id}",
            "welfare",
            carers[0] if carers else by,
            make.say("Looks after people: {what}").format(what=make.text(playbook.welfare)),
            make.source(playbook.id, "welfare", playbook.welfare.in_language()),
            inject=inject,
            after=[declared],
            within_ms=None,
        )
    ended = make.action(
        f"stand-down-{playbook.id}",
        "stand-down",
        by,
        make.say("Ends it, and tells everybody who was called"),
        make.source(playbook.id, "stand_down", end),
        inject=inject,
        after=[inject],
        within_ms=None,
    )
    for one in ending:
        message = make.plan.find(one, MessageTemplate)
        if message is not None:
            _message(make, message, inject, Since(ended, ended, 0))
    for form in make.plan.of(Form):
        if form.back_entry is not None and make.once(form.id):
            _back_entry(make, form, form.back_entry, inject, ended)
    return ended


def _back_entry(make: Maker, form: Form, entry: BackEntry, inject: str, ended: str) -> None:
    text = make.say("Says how what was taken on “{form}” gets into the systems")
    words = text.format(form=make.text(form.title))
    name = f"back-entry-{form.id}"
    source = make.source(form.id, "back_entry", entry)
    # A task that follows the same procedure puts in what stands on every form.
    asked = make.act(entry.procedure, entry.by)
    if asked is not None:
        due = make.planned(ended) + ms_of(entry.within)
        make.join(asked, Also(name, source), due=due, words=words)
        return
    make.action(
        name,
        "back-entry",
        entry.by,
        words,
        source,
        inject=inject,
        after=[ended],
        within_ms=ms_of(entry.within),
    )
