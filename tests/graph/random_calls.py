"""Random small call-outs, and the worst walk through them written down a second time.

Nothing here is shared with the program: the plan's own words are walked from the start again, hour
by hour, walk by walk.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field

from hypothesis import strategies as st

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
PEOPLE = ("ann", "ben", "cy", "dee")
ROLES = ("desk", "duty", "boss")
LISTS = ("first", "second", "third")
CHANNELS = ("phone", "shout")

Turn = tuple[tuple[str, ...], int, int]
"""Days, from and to in hours."""


@dataclass
class Role:
    primary: str | None
    shifts: list[tuple[Turn, str]]
    weeks: list[str]
    alternates: list[str]


@dataclass
class Step:
    role: str
    via: list[str]
    minutes: int
    otherwise: str
    then: str | None
    attempts: int


@dataclass
class CallList:
    hours: str
    steps: list[Step]
    hand_over: str | None
    ends_at: str


@dataclass
class CallOuts:
    roles: dict[str, Role]
    lists: dict[str, CallList]
    hours: list[Turn]
    gone: set[str]
    """People who have left."""
    away: dict[str, list[tuple[dt.date, dt.date]]] = field(default_factory=dict)
    """Planned absences, both days included."""
    closed: set[dt.date] = field(default_factory=set)
    """Days on which the hours do not hold."""
    all_day: set[dt.date] = field(default_factory=set)
    """Days on which they hold from midnight to midnight."""


def some(of: tuple[str, ...], least: int = 0, most: int = 2) -> st.SearchStrategy[list[str]]:
    return st.lists(st.sampled_from(of), min_size=least, max_size=most, unique=True)


@st.composite
def turns(draw: st.DrawFn) -> Turn:
    return tuple(draw(some(DAYS, 1, 4))), draw(st.integers(0, 23)), draw(st.integers(0, 23))


@st.composite
def roles(draw: st.DrawFn) -> Role:
    alternates = draw(some(PEOPLE, 0, 2))
    kind = draw(st.sampled_from(("primary", "primary", "shifts", "weeks", "nobody")))
    if kind == "primary":
        return Role(draw(st.sampled_from(PEOPLE)), [], [], alternates)
    if kind == "shifts":
        shift = st.tuples(turns(), st.sampled_from(PEOPLE))
        return Role(None, draw(st.lists(shift, min_size=1, max_size=3)), [], alternates)
    if kind == "weeks":
        return Role(None, [], draw(some(PEOPLE, 1, 3)), alternates)
    return Role(None, [], [], alternates)


@st.composite
def call_outs(draw: st.DrawFn, *, ahead: bool = False, then: bool = True) -> CallOuts:
    """``ahead``: no step and no list leads back; ``then``: something may follow an acceptance."""
    lists = {}
    for place, id_ in enumerate(LISTS):
        count = draw(st.integers(1, 3))
        ids = [f"{id_}-{number}" for number in range(count)]
        steps = []
        for number in range(count):
            to = ids[number + 1 :] if ahead else ids
            steps.append(
                Step(
                    draw(st.sampled_from(ROLES)),
                    draw(some(CHANNELS, 1, 2)),
                    draw(st.integers(1, 9)),
                    draw(st.sampled_from(("next", "next", "next", "hand-over", "end", *to))),
                    draw(st.sampled_from((None, None, *to))) if then else None,
                    draw(st.integers(1, 3)),
                )
            )
        others = [*LISTS[place + 1 :]] if ahead else [one for one in LISTS if one != id_]
        lists[id_] = CallList(
            draw(st.sampled_from(("always", "always", "some-hours"))),
            steps,
            draw(st.sampled_from((None, *others))),
            draw(st.sampled_from(ROLES)),
        )
    return CallOuts(
        {one: draw(roles()) for one in ROLES},
        lists,
        draw(st.lists(turns(), min_size=1, max_size=2)),
        set(draw(some(PEOPLE, 0, 1))),
    )


def days(first: dt.date, count: int) -> st.SearchStrategy[dt.date]:
    return st.integers(0, count - 1).map(lambda number: first + dt.timedelta(days=number))


@st.composite
def years(draw: st.DrawFn, first: dt.date) -> CallOuts:
    """Call-outs that lead ahead, in a year with planned absences and days of other hours."""
    case = draw(call_outs(ahead=True))
    for one in draw(some(PEOPLE, 0, 3)):
        for _ in range(draw(st.integers(1, 2))):
            start = draw(days(first - dt.timedelta(days=20), 400))
            length = dt.timedelta(days=draw(st.integers(0, 15)))
            case.away.setdefault(one, []).append((start, start + length))
    case.closed = set(draw(st.lists(days(first, 371), max_size=2)))
    case.all_day = set(draw(st.lists(days(first, 371), max_size=2))) - case.closed
    return case


def _turn(one: Turn) -> str:
    days_, start, end = one
    return f"days: [{', '.join(days_)}], start: {start:02}:00, end: {end:02}:00"


def as_yaml(case: CallOuts) -> str:
    lines = ["levels: {one: {title: One, rank: 1, criteria: [x], declared_by: boss}}"]
    lines += ["channels:", "  phone: {title: Phone, type: voice}"]
    lines += ["  shout: {title: Shout, type: person}"]
    lines += [*_people(case), *_hours(case), *_roles(case), *_escalations(case)]
    return "\n".join(lines) + "\n"


def _people(case: CallOuts) -> Iterator[str]:
    yield "people:"
    for one in PEOPLE:
        left = ", status: left" if one in case.gone else ""
        several = (f"{{from: {start}, until: {end}}}" for start, end in case.away.get(one, ()))
        away = f", away: [{', '.join(several)}]" if one in case.away else ""
        yield f'  {one}: {{name: {one}, phones: {{mobile: "+44 7700 900801"}}{left}{away}}}'


def _hours(case: CallOuts) -> Iterator[str]:
    yield from ("hours:", "  some-hours:", "    title: Some", "    open:")
    yield from (f"      - {{{_turn(one)}}}" for one in case.hours)
    for name, found in (("closed_on", case.closed), ("all_day_on", case.all_day)):
        if found:
            yield f"    {name}: [{', '.join(map(str, sorted(found)))}]"


def _roles(case: CallOuts) -> Iterator[str]:
    yield from ("rotas:", "  nobody: {title: Nobody, weeks: [ann]}")
    for id_, role in case.roles.items():
        if role.shifts:
            shifts = ", ".join(f"{{{_turn(one)}, people: [{who}]}}" for one, who in role.shifts)
            yield f"  {id_}-rota: {{title: R, shifts: [{shifts}]}}"
        elif role.weeks:
            weeks = ", ".join(role.weeks)
            yield f"  {id_}-rota: {{title: R, weeks: [{weeks}], starts: 2026-01-05}}"
    yield "roles:"
    for id_, role in case.roles.items():
        held = f", primary: {role.primary}" if role.primary else ""
        held += f", rota: {id_}-rota" if role.shifts or role.weeks else ""
        alternates = ", ".join(role.alternates)
        yield f"  {id_}: {{title: {id_}{held}, alternates: [{alternates}]}}"


def _escalations(case: CallOuts) -> Iterator[str]:
    yield "escalations:"
    for id_, one in case.lists.items():
        yield from (
            f"  {id_}:",
            f"    title: {id_}",
            "    levels: [one]",
            f"    hours: {one.hours}",
        )
        if one.hand_over:
            yield f"    hand_over: {one.hand_over}"
        yield from (f"    ends_at: {one.ends_at}", "    steps:")
        for number, step in enumerate(one.steps):
            then = f", then: {step.then}" if step.then else ""
            yield (
                f"      - {{id: {id_}-{number}, role: {step.role}, via: [{', '.join(step.via)}],"
                f" accepts_within: {step.minutes}m, attempts: {step.attempts},"
                f" otherwise: {step.otherwise}{then}}}"
            )


# ── the worst walk, a second time ──────────────────────────────────────────────────────────────


def _is_on(turn: Turn, hour: int) -> bool:
    days, start, end = turn
    day, clock = divmod(hour, 24)
    before = DAYS[(day - 1) % 7]
    if end > start:
        return DAYS[day] in days and start <= clock < end
    return (DAYS[day] in days and clock >= start) or (before in days and clock < end)


def week_vectors(case: CallOuts) -> list[dict[str, str]]:
    """Who is on duty in each rota by the week, for twelve weeks: all that can come together."""
    by_week = {id_: role.weeks for id_, role in case.roles.items() if role.weeks}
    found = [{id_: weeks[n % len(weeks)] for id_, weeks in by_week.items()} for n in range(12)]
    return [one for n, one in enumerate(found) if one not in found[:n]]


@dataclass
class Night:
    """One hour of one week, with somebody absent or a channel lost."""

    case: CallOuts
    start: str
    """The list that is begun with."""
    hour: int
    week: dict[str, str]
    absent: str
    lost: str
    day: dt.date | None = None
    """None: in the ordinary week."""

    @property
    def order(self) -> list[str]:
        """The list and those it hands over to."""
        found: list[str] = []
        one: str | None = self.start
        while one is not None and one not in found:
            found.append(one)
            one = self.case.lists[one].hand_over
        return found

    def there(self, role: str) -> list[str]:
        held = self.case.roles[role]
        on = [held.primary] if held.primary else []
        on += [who for turn, who in held.shifts if _is_on(turn, self.hour)]
        on += [self.week[role]] if role in self.week else []
        gone = {self.absent, *self.case.gone, *self.away}
        return [one for one in (*on, *held.alternates) if one not in gone]

    def is_unnamed(self, role: str) -> bool:
        held = self.case.roles[role]
        return not (held.primary or held.shifts or held.weeks or held.alternates)

    @property
    def away(self) -> set[str]:
        return {
            one
            for one, several in self.case.away.items()
            if self.day is not None and any(start <= self.day <= end for start, end in several)
        }

    def holds(self, id_: str) -> bool:
        if self.case.lists[id_].hours == "always":
            return True
        if self.day in self.case.all_day:
            return True
        return any(self._holds(one) for one in self.case.hours)

    def _holds(self, turn: Turn) -> bool:
        """A stretch past midnight is that of the day on which it begins."""
        if not _is_on(turn, self.hour):
            return False
        _, start, end = turn
        today = DAYS[self.hour // 24] in turn[0] and self.hour % 24 >= start
        today = today and (end <= start or self.hour % 24 < end)
        before = self.day - dt.timedelta(days=1) if self.day is not None else None
        from_before = end <= start and self.hour % 24 < end and DAYS[self.hour // 24 - 1] in turn[0]
        return (today and self.day not in self.case.closed) or (
            from_before and before not in self.case.closed
        )

    def handed(self, id_: str) -> str | None:
        """The next list that holds, going round at most once."""
        one = self.case.lists[id_].hand_over
        for _ in self.case.lists:
            if one is None or self.holds(one):
                return one
            one = self.case.lists[one].hand_over
        return None

    def wanted(self, id_: str) -> set[str]:
        passed = self.order[: self.order.index(id_) + 1]
        return {self.case.lists[one].ends_at for one in passed}

    def at_end(self, id_: str) -> tuple[int, int]:
        role = self.case.lists[id_].ends_at
        steps = [step for one in self.order for step in self.case.lists[one].steps]
        ways = {way for step in steps if step.role == role for way in step.via}
        if self.is_unnamed(role) or (self.there(role) and (not ways or ways - {self.lost})):
            return 1, 0
        called = [step.role for step in steps if step.role in self.wanted(id_)]
        return (1, 0) if any(map(self.is_unnamed, called)) else (2, 0)

    def after_silence(self, id_: str, number: int) -> tuple[str, int] | None:
        """The step that follows; None at the end of the list."""
        step = self.case.lists[id_].steps[number]
        if step.otherwise == "next" and number + 1 < len(self.case.lists[id_].steps):
            return id_, number + 1
        if step.otherwise == "end":
            return None
        if step.otherwise in ("next", "hand-over"):
            other = self.handed(id_)
            return None if other is None else (other, 0)
        return id_, int(step.otherwise.rpartition("-")[2])

    def go(
        self, at: tuple[str, int], passed: frozenset[tuple[str, int]] = frozenset()
    ) -> tuple[int, int]:
        """The worst of all walks from a step on."""
        if at in passed:
            return 3, 0
        id_, number = at
        step = self.case.lists[id_].steps[number]
        accepts = bool(self.there(step.role)) and bool(set(step.via) - {self.lost})
        if accepts and step.role in self.wanted(id_):
            return 0, step.minutes
        following = self.after_silence(id_, number)
        silent = self.at_end(id_) if following is None else self.go(following, passed | {at})
        outcomes = [silent]
        if (accepts or self.is_unnamed(step.role)) and step.then is not None:
            outcomes.append(self.go((id_, int(step.then.rpartition("-")[2])), passed | {at}))
        bad, minutes = max(outcomes)
        return bad, minutes + step.minutes

    @property
    def who(self) -> object:
        """All that a walk asks of a night: the same for two whose walks are the same."""
        there = tuple(tuple(self.there(role)) for role in self.case.roles)
        return there, tuple(self.holds(one) for one in self.case.lists)

    def worst(self) -> tuple[int, int]:
        """(0 reached, 1 not known, 2 never, 3 in a circle; minutes), the worst of all walks."""
        first = self.start if self.holds(self.start) else self.handed(self.start)
        return (2, 0) if first is None else self.go((first, 0))


def worst_walk(
    case: CallOuts, start: str, hour: int, week: dict[str, str], absent: str, lost: str
) -> tuple[int, int]:
    """(0 reached, 1 not known, 2 never, 3 in a circle; minutes), the worst of all walks."""
    return Night(case, start, hour, week, absent, lost).worst()


# ── a year, a second time ──────────────────────────────────────────────────────────────────────


def hours_of_change(case: CallOuts) -> list[int]:
    """The hours of the week at which anything can change."""
    found = {day * 24 for day in range(7)}
    every = [*case.hours, *(turn for role in case.roles.values() for turn, _ in role.shifts)]
    for _, start, end in every:
        found.update(day * 24 + hour for day in range(7) for hour in (start, end))
    return sorted(found)


def ordinary_week(case: CallOuts) -> Iterator[list[Night]]:
    """Each of these hours, in all weeks that can come."""
    weeks = week_vectors(case)
    for hour in hours_of_change(case):
        yield [Night(case, "", hour, week, "", "") for week in weeks]


def one_day(case: CallOuts, day: dt.date) -> Iterator[Night]:
    """The same of one day, in its own week."""
    past = (day - dt.date(2026, 1, 5)).days // 7
    by_week = {id_: one.weeks for id_, one in case.roles.items() if one.weeks}
    week = {id_: weeks[past % len(weeks)] for id_, weeks in by_week.items()}
    for hour in hours_of_change(case):
        if hour // 24 == day.weekday():
            yield Night(case, "", hour, week, "", "", day)
