"""The facilitator's list: a script in lines, to be read through before the drill."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from dataclasses import replace

from bcp.drill.script.times import clock_text
from bcp.drill.script.types import Action, Inject, Script
from bcp.i18n import Translator, translator


def facilitator_list(script: Script, width: int | None = None) -> Iterator[str]:
    """Lines without their ends: every inject at its time with what is expected after it.

    ``width`` None: lines are not broken.
    """
    say = translator(script.language)
    yield from _head(script, say, width)
    for inject in script.injects:
        yield ""
        yield from _inject(script, inject, say, width)
    alone = [one for one in script.actions if one.id not in script.expecting]
    if alone:
        yield ""
        yield say("Expected from the start")
        for action in alone:
            yield from _action(script, action, say, width)
    if script.questions:
        yield ""
        yield say("Straight afterwards")
        for question in script.questions:
            yield from _wrap(f"- {question.ask}", width, "  ", "    ")


def _head(script: Script, say: Translator, width: int | None) -> Iterator[str]:
    yield from _wrap(f"{script.title} ({script.id})", width)
    plan = f"{script.plan_title} {script.revision}".strip()
    yield from _wrap(
        say("Plan: {plan}; {injects} injects, {actions} expected actions, {length}").format(
            plan=plan,
            injects=len(script.injects),
            actions=len(script.actions),
            length=clock_text(script.duration_ms),
        ),
        width,
    )
    starts = (
        say(" (in the story: {time})").format(time=script.story_starts)
        if script.story_starts
        else ""
    )
    if script.story:
        yield from _wrap(say("Story: {text}").format(text=script.story) + starts, width)
    for label, values in (
        (say("Rule"), script.ground_rules),
        (say("Not to be touched"), script.no_play),
    ):
        for value in values:
            yield from _wrap(f"{label}: {value}", width)
    for objective in script.objectives:
        label = say("Objective")
        yield from _wrap(f"{label} [{objective.id}] {objective.text}", width, "", "  ")


def _inject(script: Script, inject: Inject, say: Translator, width: int | None) -> Iterator[str]:
    to = ", ".join(script.name(one) for one in inject.to)
    head = f"{clock_text(inject.at_ms):>7}  [{inject.id}] {inject.from_} → {to} ({inject.means})"
    yield from _wrap(head, width, "", " " * 9)
    if inject.if_not_done:
        only = say("only if {action} is not done").format(
            action=f"{script.number(inject.if_not_done)} [{inject.if_not_done}]"
        )
        yield from _wrap(only, width, " " * 9, " " * 9)
    yield from _wrap(f"“{inject.text.strip('“”')}”", width, " " * 9, " " * 9)
    if inject.note:
        note = say("Note: {text}").format(text=inject.note)
        yield from _wrap(note, width, " " * 9, " " * 9)
    for name in inject.expect:
        action = script.action[name]
        passes = action.passes
        if passes is not None and passes.on == inject.id and action.due_ms is not None:
            action = replace(action, by=passes.to, due_ms=action.due_ms + passes.within_ms)
        yield from _action(script, action, say, width)


def _action(script: Script, action: Action, say: Translator, width: int | None) -> Iterator[str]:
    due = (
        say("by {time}").format(time=clock_text(action.due_ms))
        if action.due_ms is not None
        else say("no time in the plan")
    )
    must = say(", must") if action.must else ""
    text = f"{script.number(action.id):>3}  {action.text} – {script.name(action.by)}, {due}{must}"
    ids = " ".join(f"[{one}]" for one in (action.id, *(one.id for one in action.also)))
    yield from _wrap(f"{text} {ids}", width, " " * 9, " " * 14)


def _wrap(text: str, width: int | None, first: str = "", rest: str = "  ") -> list[str]:
    if width is None:
        return [first + text]
    return textwrap.wrap(
        text,
        max(width, 40),
        initial_indent=first,
        subsequent_indent=rest,
        break_long_words=False,
        break_on_hyphens=False,
    )
