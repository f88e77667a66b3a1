"""Whom to call, in order, on what numbers, how long to wait, and what if nobody accepts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from bcp.model.people import Organisation, Role, Team
from bcp.model.resources import Supplier
from bcp.model.response import CallStep, Escalation, Playbook
from bcp.views.contacts import Number, Reached, holder_ids, numbers, reach
from bcp.views.telling import Teller, line


@dataclass(frozen=True, slots=True)
class Call:
    """One step of calling."""

    order: str
    whom: str
    reach: tuple[Reached, ...]
    via: str
    wait: str
    nobody: str
    """What to do when nobody accepts."""
    accepted: str
    """What follows once somebody accepted."""
    next: str = ""
    """Number of the step that follows when nobody accepts; empty when none does."""
    mine: bool = False
    """Whether this step calls the holder of the card."""


@dataclass(frozen=True, slots=True)
class CallList:
    """An escalation, ready to be worked through."""

    title: str
    said: tuple[str, ...]
    """Levels, hours, ways of calling, and whom it must reach; what the plan does not say is
    empty."""
    calls: tuple[Call, ...]
    say: str = ""
    """What is said to whoever is called."""

    @property
    def about(self) -> str:
        """What is said of the whole list, on one line."""
        return line(*self.said)

    def like(self, other: CallList) -> bool:
        """Whether it calls the same people in the same order, whatever the hours and the waits."""
        ours, theirs = (
            tuple((one.whom, one.via, one.nobody, one.accepted) for one in each.calls)
            for each in (self, other)
        )
        return ours == theirs and (self.said[2:], self.say) == (other.said[2:], other.say)

    def together(self, other: CallList) -> CallList:
        """Two lists that are :meth:`like` each other as one: what differs stands side by side."""
        return CallList(
            both(self.title, other.title),
            tuple(both(*pair) for pair in zip(self.said, other.said, strict=True)),
            tuple(
                replace(one, wait=both(one.wait, same.wait))
                for one, same in zip(self.calls, other.calls, strict=True)
            ),
            self.say,
        )


@dataclass(frozen=True, slots=True)
class Outside:
    """A body outside that a role may call."""

    name: str
    what_for: str
    numbers: tuple[Number, ...]
    quote: str
    """What to say first."""
    ask_for: str = ""
    """Whom to ask for."""


def both(one: str, other: str) -> str:
    """Two wordings side by side, in the order of their lists; one when they are the same."""
    return one if one == other else f"{one} / {other}"


def call_lists(tell: Teller, several: Iterable[Escalation], role: Role) -> tuple[CallList, ...]:
    """The escalations on a role's card; the holders of a role stand in the first that calls it.

    Later lists have its own telephone alone; everybody is in the telephone list behind them.
    Lists that differ in hours and waits only stand as one.
    """
    made: list[CallList] = []
    shown = {role.id}
    for one in several:
        found = call_list(tell, one, role, frozenset(shown))
        shown.update(step.role for step in one.steps)
        same = next((n for n, other in enumerate(made) if other.like(found)), None)
        if same is None:
            made.append(found)
        else:
            made[same] = made[same].together(found)
    return tuple(made)


def call_list(
    tell: Teller,
    escalation: Escalation,
    role: Role | None = None,
    shown: frozenset[str] = frozenset(),
) -> CallList:
    """An escalation; ``role`` is whose card it stands on.

    ``shown`` are the roles whose holders already stand on that card.
    """
    order = {one.id: str(number) for number, one in enumerate(escalation.steps, 1)}
    calls = tuple(_call(tell, escalation, one, order, role, shown) for one in escalation.steps)
    ways = {one.via for one in calls if not one.mine}
    same_way = ways.pop() if role is not None and len(ways) == 1 else ""
    if same_way:
        calls = tuple(replace(one, via="") for one in calls)
    end = tell.fill(
        tell.say("It must reach {role}: do not stop before"), role=tell.name(escalation.ends_at)
    )
    # On a card the times stand where they are needed; the plan has one table of named hours.
    hours = (tell.hours if role is not None else tell.named_hours)(escalation.hours)
    said = (
        tell.labelled("For", tell.names(escalation.levels)),
        tell.labelled("Holds", hours),
        tell.labelled("By", same_way),
        end,
    )
    return CallList(tell.title(escalation), said, calls, tell.text(escalation.say))


def _call(
    tell: Teller,
    escalation: Escalation,
    one: CallStep,
    order: Mapping[str, str],
    role: Role | None,
    shown: frozenset[str],
) -> Call:
    wait = tell.length(one.accepts_within)
    called = tell.plan.find(one.role, Role)
    # A card says it once, above its lists.
    if role is None and called is not None and len(holder_ids(tell, called)) > 1:
        wait = tell.fill(tell.say("{time} for all of them together"), time=wait)
    if one.attempts > 1:
        tries = tell.say.count("{count} try", "{count} tries", one.attempts)
        wait = f"{wait}, {tries}"
    return Call(
        order[one.id],
        tell.name(one.role),
        _reach(tell, one.role, shown),
        tell.names(one.via),
        wait,
        _nobody(tell, escalation, one, order),
        _go_to(tell, one.then, order) if one.then else "",
        order.get(_following(one, order), ""),
        role is not None and one.role == role.id,
    )


def _reach(tell: Teller, id: str, shown: frozenset[str]) -> tuple[Reached, ...]:  # noqa: A002
    found = reach(tell, id)
    own = tuple(one for one in found if not one.who)
    return own if own and id in shown else found


def _nobody(tell: Teller, escalation: Escalation, one: CallStep, order: Mapping[str, str]) -> str:
    following = _following(one, order)
    if following in order:
        return _go_to(tell, following, order)
    if one.otherwise in ("next", "hand-over", "end"):
        if escalation.hand_over is not None and one.otherwise != "end":
            return tell.fill(tell.say("go on with “{list}”"), list=tell.name(escalation.hand_over))
        return tell.fill(tell.say("keep calling {role}"), role=tell.name(escalation.ends_at))
    return _go_to(tell, one.otherwise, order)


def _following(one: CallStep, order: Mapping[str, str]) -> str:
    """Id of the step that follows when nobody accepts; what the plan says when that is none."""
    ids = list(order)
    after = ids[ids.index(one.id) + 1 :]
    return after[0] if one.otherwise == "next" and after else one.otherwise


def _go_to(tell: Teller, id: str, order: Mapping[str, str]) -> str:  # noqa: A002
    return tell.fill(tell.say("go to step {number}"), number=order.get(id, id))


def escalations_of(tell: Teller, role: Role) -> tuple[Escalation, ...]:
    """The escalations that a role starts or stands in.

    It starts those of the playbooks that it activates or keeps the log of, and those of the levels
    that it declares.
    """
    started = {
        called
        for playbook in tell.plan.of(Playbook)
        if role.id in _starters(playbook)
        for called in (playbook.escalation, *playbook.at_other_hours)
    }
    return tuple(
        one
        for one in tell.plan.of(Escalation)
        if one.id in started
        or any(step.role == role.id for step in one.steps)
        or any(_declares(tell, role, level) for level in one.levels)
    )


def _starters(playbook: Playbook) -> set[str]:
    degrees = playbook.activation
    several = (degrees.standby, degrees.partial, degrees.full) if degrees is not None else ()
    starters = {one.by for one in several if one is not None}
    return starters | ({playbook.log_keeper} if playbook.log_keeper else set())


def _declares(tell: Teller, role: Role, level: str) -> bool:
    return getattr(tell.plan.objects.get(level), "declared_by", None) == role.id


def chiefs(tell: Teller, role: Role, but: Iterable[str] = ()) -> tuple[str, ...]:
    """Ids of those a role turns to: as the plan says, then the leads of its team and those above.

    Those in ``but`` are left out, and so is the role itself.
    """
    found: dict[str, None] = dict.fromkeys(role.turns_to)
    seen: set[str] = set()
    team = tell.plan.find(role.team, Team)
    while team is not None and team.id not in seen:
        seen.add(team.id)
        found[team.lead] = None
        team = tell.plan.find(team.reports_to, Team)
    return tuple(lead for lead in found if lead not in {role.id, *but})


def outside(tell: Teller, role: Role, also: Iterable[str] = ()) -> tuple[Outside, ...]:
    """Suppliers and bodies outside that a role may have to call.

    Those whose continuity service it may call on, that it owns or speaks with, and those with the
    ids in ``also``. What is quoted to call on a service stands with those alone who may.
    """
    linked = set(also)
    suppliers = tuple(
        _supplier(tell, one, role)
        for one in tell.plan.of(Supplier)
        if _may_invoke(one, role) or one.owner == role.id or one.id in linked
    )
    bodies = tuple(
        Outside(
            tell.title(one),
            line(
                tell.text(one.may_be_asked),
                tell.labelled("Decides", tell.text(one.decides)),
            ),
            numbers(tell, one.phones),
            tell.labelled("Quote", one.reference_to_quote or ""),
            tell.text(one.ask_for),
        )
        for one in tell.plan.of(Organisation)
        if one.liaison == role.id or one.id in linked
    )
    return suppliers + bodies


def _may_invoke(one: Supplier, role: Role) -> bool:
    return one.invoke is not None and role.id in one.invoke.who_may


def _supplier(tell: Teller, one: Supplier, role: Role) -> Outside:
    invoke = one.invoke
    found = numbers(tell, one.phones)
    quote = [tell.labelled("Quote", one.contract.reference if one.contract else "")]
    if invoke is not None and not _may_invoke(one, role):
        quote.append(tell.labelled("Called on by", tell.names(invoke.who_may)))
    elif invoke is not None:
        if invoke.phone is not None and invoke.phone not in {number.number for number in found}:
            found = (Number(tell.say("to call on it"), invoke.phone), *found)
        quote = [
            tell.labelled("Quote", invoke.reference or "") or quote[0],
            tell.labelled("Code word kept", tell.text(invoke.code_word_kept)),
            tell.labelled("Costs", tell.text(invoke.cost)),
        ]
    return Outside(
        tell.title(one), tell.text(one.service), found, line(*quote), tell.text(one.ask_for)
    )
