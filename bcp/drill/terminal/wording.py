"""The sentences of a run: an inject and where it goes, what is expected and by when, the time."""

from __future__ import annotations

from bcp.drill.journal import Record, one_line
from bcp.drill.script import Action, Inject, Progress, Script, clock_text
from bcp.i18n import Translator


def next_inject(progress: Progress, now: int) -> Inject | None:
    """What Enter delivers: what is due; else what comes next and hangs on nobody's silence."""
    pending = progress.pending()
    due = [one for one in pending if progress.comes_at(one) <= now]
    planned = [one for one in pending if not one.if_not_done]
    return next(iter(due or planned), None)


def heading(progress: Progress, inject: Inject) -> str:
    """``12:00 [still-down] Carrier → Floor lead (telephone)``."""
    to = ", ".join(progress.script.name(one) for one in inject.to)
    at = clock_text(progress.comes_at(inject))
    return f"{at} [{inject.id}] {inject.from_} → {to} ({inject.means})"


def expected(progress: Progress, action: Action, say: Translator) -> str:
    """``3  Call the duty manager – Floor lead, by 5:00, must``."""
    script, due = progress.script, progress.due(action.id)
    when = (
        say("no time in the plan") if due is None else say("by {time}").format(time=clock_text(due))
    )
    must = say(", must") if action.must else ""
    number = script.number(action.id)
    return f"{number}  {action.text} – {script.name(progress.doer(action.id))}, {when}{must}"


def done(progress: Progress, action: Action, record: Record, say: Translator) -> str:
    """``3  Call the duty manager, at 6:10, late (due 5:00); note: by radio``."""
    at = record.data["at"]
    assert isinstance(at, int)
    due = progress.due(action.id)
    when = "" if due is None else say(" (due {time})").format(time=clock_text(due))
    late = say(", late") if record.data["late"] else ""
    told = say("at {time}").format(time=clock_text(at))
    words = one_line(str(record.data.get("note", "")))
    note = say("; note: {note}").format(note=words) if words else ""
    return f"{progress.script.number(action.id)}  {action.text}, {told}{late}{when}{note}"


def undone(script: Script, record: Record) -> str:
    """What a record that was taken back was about: ``3  Call the duty manager``."""
    data = record.data
    action = script.action.get(str(data.get("action", "")))
    if action is not None:
        return f"{script.number(action.id)}  {action.text}"
    told = [f"[{data[key]}]" for key in ("inject", "objective", "question") if key in data]
    told += [str(data[key]) for key in ("code", "indicator", "value", "text") if data.get(key)]
    return one_line(" ".join(told))


def title(script: Script, say: Translator) -> str:
    """``Loss of telephony (tabletop)``; many a title says the type itself."""
    type_ = say(script.type)
    said = type_.replace("-", " ") in script.title.lower().replace("-", " ")
    return script.title if said else f"{script.title} ({type_})"


def time(progress: Progress, now: int, say: Translator) -> str:
    """``exercise time 4:10 of 1:30:00, next still-down in 7:50``."""
    parts = [
        say("exercise time {now} of {length}").format(
            now=clock_text(now), length=clock_text(progress.script.duration_ms)
        )
    ]
    if progress.paused:
        parts.append(say("paused"))
    following = next_inject(progress, now)
    if following is not None:
        wait = progress.comes_at(following) - now
        when = say("in {time}").format(time=clock_text(wait)) if wait > 0 else say("is due")
        parts.append(say("next {inject} {when}").format(inject=following.id, when=when))
    return ", ".join(parts)
