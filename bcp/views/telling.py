"""Saying what a plan holds in the words and the language of one document."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from bcp.i18n import Translator, mark, translator
from bcp.model.base import Object
from bcp.model.people import Capacity, Hours, OpenHours, Person, Shift
from bcp.model.processes import Otherwise
from bcp.model.scalars import Duration, Text
from bcp.plan import Plan
from bcp.views.foreign import marked

NOTHING = "–"
"""What stands in a cell of a table when the plan does not say."""

BRIEF = 44
"""As many characters of a task as name it in the line of another."""

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")

ENUMERATIONS: Mapping[str, str] = {
    "strategic": mark("strategic"),
    "tactical": mark("tactical"),
    "operational": mark("operational"),
    "draft": mark("draft"),
    "in-review": mark("in review"),
    "approved": mark("approved"),
    "retired": mark("retired"),
    "critical": mark("critical"),
    "important": mark("important"),
    "routine": mark("routine"),
    "respond": mark("Respond: the first minutes"),
    "continue": mark("Continue: go on without what is lost"),
    "recover": mark("Recover: get it back"),
    "return": mark("Return: back to normal"),
    "standby": mark("Stand by"),
    "partial": mark("Start in part"),
    "full": mark("Start in full"),
    "holding": mark("first words"),
    "update": mark("news"),
    "close": mark("the end"),
    "active": mark("all serve at once"),
    "hot": mark("ready at once (hot)"),
    "warm": mark("ready soon (warm)"),
    "cold": mark("must be built up (cold)"),
    "manual": mark("switched by hand"),
    "awareness": mark("from when we become aware"),
    "classification": mark("from when we classify the incident"),
    "previous-notice": mark("from the previous notice"),
    "disruption": mark("from the disruption"),
    "outside-tolerance": mark("from when we are outside tolerance"),
    "avoid": mark("avoid"),
    "reduce": mark("reduce"),
    "transfer": mark("transfer"),
    "accept": mark("accept"),
    "duty": mark("duty"),
    "work": mark("work"),
    "mobile": mark("mobile"),
    "personal": mark("personal"),
    "night": mark("night"),
    "satellite": mark("satellite"),
    "short": mark("short number"),
    "authority": mark("authority"),
    "emergency-service": mark("emergency service"),
    "utility": mark("utility"),
    "client": mark("client"),
    "media": mark("media"),
    "mutual-aid": mark("mutual aid"),
    "other": mark("other"),
    "telephony": mark("telephony"),
    "network": mark("network"),
    "application": mark("application"),
    "data": mark("data"),
    "power": mark("power"),
    "equipment": mark("equipment"),
    "people": mark("people"),
    "information": mark("information"),
    "premises": mark("premises"),
    "ict": mark("information and telephone systems"),
    "transport": mark("transport"),
    "finance": mark("money"),
    "suppliers": mark("suppliers"),
    "harm": mark("harm to people"),
    "financial": mark("money lost"),
    "legal": mark("law and contracts"),
    "reputation": mark("reputation"),
    "customer": mark("customers"),
    "seminar": mark("seminar"),
    "workshop": mark("workshop"),
    "tabletop": mark("tabletop"),
    "call-tree": mark("call-tree exercise"),
    "drill": mark("drill"),
    "functional": mark("functional exercise"),
    "full-scale": mark("full-scale exercise"),
    "live": mark("live exercise"),
    "exercise": mark("exercise"),
    "incident": mark("incident"),
    "test": mark("test"),
    "audit": mark("audit"),
    "management-review": mark("management review"),
    "training": mark("training"),
    "agreed": mark("agreed"),
    "done": mark("done"),
    "verified": mark("verified"),
    "support": mark("support"),
    "debrief": mark("debrief"),
    "rest": mark("rest"),
    "distressing-calls": mark("distressing calls"),
    "family": mark("families"),
    "policy": mark("policy"),
    "cyber": mark("cyber"),
    "telecom": mark("telecommunications"),
    "staff": mark("staff"),
    "supplier": mark("supplier"),
    "natural": mark("natural hazard"),
    "pandemic": mark("pandemic"),
    "insider": mark("insider"),
    "civil": mark("civil unrest"),
    "demand": mark("surge of demand"),
    "fraud": mark("fraud"),
    "voice": mark("telephone"),
    "sms": mark("SMS"),
    "chat": mark("chat"),
    "email": mark("e-mail"),
    "social": mark("social media"),
    "web": mark("web"),
    "announcement": mark("announcement"),
    "radio": mark("radio"),
    "person": mark("in person"),
    "paper": mark("on paper"),
    "responders": mark("responders"),
    "customers": mark("customers"),
    "clients": mark("clients"),
    "regulators": mark("regulators"),
    "emergency-services": mark("emergency services"),
    "public": mark("the public"),
}
"""The words of the plan language that a document shows, as people say them."""


@dataclass(frozen=True)
class Teller:
    """A plan, and the language in which a document speaks of it."""

    plan: Plan
    language: str
    marks: bool = False
    """Whether words that the plan has in another language only are marked with that language."""

    @classmethod
    def of(cls, plan: Plan, language: str | None, marks: bool = False) -> Teller:
        """In ``language``; in the plan's own when that is None."""
        return cls(plan, language or plan.language, marks)

    @property
    def say(self) -> Translator:
        """The program's own words."""
        return translator(self.language)

    def text(self, text: Text | None) -> str:
        """Words of the plan; empty when there are none."""
        if text is None:
            return ""
        words = text.in_language(self.language, self.plan.language)
        return self._marked(text, words)

    def brief(self, text: Text | None, most: int = BRIEF) -> str:
        """The first words of a text, where it is only named; never a part of a word."""
        if text is None:
            return ""
        words = " ".join(text.in_language(self.language, self.plan.language).split()).rstrip(".")
        if len(words) > most:
            words = words[: most + 1].rsplit(" ", 1)[0].rstrip(" ,;:.–-")[:most] + "…"
        return self._marked(text, words)

    def _marked(self, text: Text, words: str) -> str:
        """The words, marked when they are in another language than the document's."""
        if not self.marks:
            return words
        given = dict(text.by_language)
        wanted = (self.language, self.plan.language, "")
        found = next((tag for tag in wanted if tag in given), text.by_language[0][0])
        found = found or self.plan.language
        same = found.split("-")[0] == self.language.split("-")[0]
        return words if same else marked(words, found)

    def texts(self, texts: Iterable[Text]) -> tuple[str, ...]:
        return tuple(self.text(text) for text in texts)

    def title(self, of: Object) -> str:
        return self.text(of.label)

    def name(self, id: str | None) -> str:  # noqa: A002
        """What people call the object with this id; empty for None."""
        if not id:
            return ""
        header = self.plan.header
        found = header if id == header.id else self.plan.objects.get(id)
        if found is None:
            return id
        # People are called by their names in every language.
        return str(found.label) if isinstance(found, Person) else self.text(found.label)

    def names(self, ids: Iterable[str]) -> str:
        """Names with commas between them."""
        return ", ".join(self.name(one) for one in ids)

    def word(self, value: str | None) -> str:
        """A word of the plan language as people say it."""
        return self.say(ENUMERATIONS.get(value, value)) if value else ""

    def day(self, day: dt.date | None) -> str:
        return self.say.day(day) if day is not None else ""

    def length(self, length: Duration | None) -> str:
        return self.say.length(length.seconds, length.months) if length is not None else ""

    def within(self, length: Duration | None) -> str:
        """``within 10 min``, ``at once``; empty when no time is given."""
        if length is None:
            return ""
        if length.total == 0:
            return self.say("at once")
        return self.fill(self.say("within {time}"), time=self.length(length))

    def every(self, length: Duration | None) -> str:
        if length is None:
            return ""
        return self.fill(self.say("every {time}"), time=self.length(length))

    def fill(self, template: str, **values: str) -> str:
        """A translated sentence with values from the plan put in its gaps."""
        return template.format(**values)

    def labelled(self, label: str, value: str) -> str:
        """``Label: value``; empty when there is no value."""
        return f"{self.say(label)}: {value}" if value else ""

    def amount(self, capacity: Capacity | None) -> str:
        """``6 agents``; empty for None."""
        return f"{capacity.amount} {capacity.unit}" if capacity is not None else ""

    def languages(self, tags: Iterable[str]) -> str:
        """Languages by name."""
        return ", ".join(self.say.language_name(tag) for tag in tags)

    def hours(self, id: str | None) -> str:  # noqa: A002
        """Named hours with their times, or "at any hour"."""
        if id == "always":
            return self.say("at any hour")
        found = self.plan.find(id, Hours)
        return self.name(id) if found is None else f"{self.name(id)} ({self.times(found)})"

    def named_hours(self, id: str | None) -> str:  # noqa: A002
        """Named hours without their times, where those are in a table of the same document."""
        return self.say("at any hour") if id == "always" else self.name(id)

    def times(self, of: Hours) -> str:
        """``Mon–Fri 08:00–18:00, Sat 08:00–12:00``, with the zone when it is not the plan's."""
        stretches = ", ".join(self.stretch(one) for one in of.open)
        other = of.timezone if of.timezone not in (None, self.plan.header.timezone) else ""
        closed = ", ".join(self.day(day) for day in of.closed_on)
        return "; ".join(
            part
            for part in (
                f"{stretches} {other}".rstrip(),
                self.labelled("closed on", closed),
                self.labelled("all day on", ", ".join(map(self.day, of.all_day_on))),
            )
            if part
        )

    def stretch(self, hours: OpenHours | Shift) -> str:
        """A stretch of the week: ``Mon–Fri 07:00–19:00``."""
        return f"{self.days(hours.days)} {hours.start:%H:%M}–{hours.end:%H:%M}"

    def days(self, days: Iterable[str]) -> str:
        """Days of the week, neighbours drawn together: ``Mon–Wed, Sat``."""
        runs: list[list[int]] = []
        for number in sorted({WEEKDAYS.index(day) for day in days}):
            if runs and runs[-1][-1] == number - 1:
                runs[-1].append(number)
            else:
                runs.append([number])
        return ", ".join(
            "–".join(self.say.weekday(day) for day in dict.fromkeys((run[0], run[-1])))
            for run in runs
        )


def deciders(tell: Teller, first: str, soon: Duration | None, otherwise: Otherwise | None) -> str:
    """``Shift lead within 3 min``, and on the next line who decides when they have not."""
    other = ""
    if otherwise is not None:
        other = tell.fill(
            tell.say("if not: {name} {within}"),
            name=tell.name(otherwise.by),
            within=tell.within(otherwise.within),
        )
    return lines(f"{tell.name(first)} {tell.within(soon)}".rstrip(), other)


def lines(*parts: str) -> str:
    """The parts that say something, one on each line."""
    return "\n".join(part for part in parts if part)


def line(*parts: str) -> str:
    """The parts that say something, on one line."""
    return " · ".join(part for part in parts if part)


def share(value: float | None) -> str:
    """A share as a percentage: ``35 %``."""
    return f"{value * 100:.3g}\u00a0%" if value is not None else ""


def figure(value: float | None) -> str:
    """A number without needless zeros."""
    return f"{value:.10g}" if value is not None else ""
