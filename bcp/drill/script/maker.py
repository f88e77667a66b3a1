"""A script in the making: what is gathered while the plan is gone through."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace

from bcp.drill.script.digest import digest_of
from bcp.drill.script.times import ms_of
from bcp.drill.script.types import Action, Also, Inject, Objective, Passes, Source, Switchover
from bcp.i18n import Translator, translator
from bcp.model.base import Part
from bcp.model.people import Team
from bcp.model.scalars import Duration, Text
from bcp.plan import Plan

SERVES = {
    "time-to-declare": ("declare",),
    "time-to-answer": ("answer",),
    "time-to-escalate": ("answer",),
    "calls-reached": ("answer",),
    "first-message": ("send",),
    "time-to-switch": ("decide", "switch"),
    "time-to-minimum": ("continue", "switch"),
    "actions-in-time": (),
}
"""Metric → the families of actions that an objective measured by it looks at; none: all."""


@dataclass
class Maker:
    """Gathers injects and actions; knows the plan and the language the script is written in.

    Ids are kept unique: one that is taken (an exercise may use any) gets ``-plan`` added.
    """

    plan: Plan
    language: str
    objectives: list[Objective] = field(default_factory=list)
    injects: list[Inject] = field(default_factory=list)
    actions: list[Action] = field(default_factory=list)
    switchovers: list[Switchover] = field(default_factory=list)
    names: dict[str, str] = field(default_factory=dict)
    used: set[str] = field(default_factory=set)
    """Objects of the plan that were gone through: two risks may share a playbook."""
    metric_kinds: dict[str, str] = field(default_factory=dict)
    """Action → the family objectives see it as, where that is not its kind."""
    _times: dict[str, int] = field(default_factory=dict)
    """Inject or action → its planned time in milliseconds, given when it was added."""
    _acts: dict[tuple[str, str], list[str]] = field(default_factory=dict)
    """Procedure and doer → the actions in which that procedure is followed."""
    _expected: dict[str, list[str]] = field(default_factory=dict)
    """Inject → the plan's actions that it expects; joined to it in :meth:`linked`."""

    @property
    def say(self) -> Translator:
        """The program's own words."""
        return translator(self.language)

    def text(self, text: Text | None) -> str:
        """Words of the plan on one line; empty when there are none."""
        if text is None:
            return ""
        return " ".join(text.in_language(self.language, self.plan.language).split())

    def length(self, length: Duration) -> str:
        return self.say.length(length.seconds, length.months).replace("\u00a0", " ")

    def name(self, id: str | None) -> str:  # noqa: A002
        """What people call an object; it is remembered for the script."""
        if not id:
            return ""
        self.names[id] = " ".join(self.plan.title(id, self.language).split())
        return self.names[id]

    def names_of(self, ids: Sequence[str]) -> str:
        return ", ".join(self.name(one) for one in ids)

    def lead(self, doer: str) -> str:
        """The role to turn to for somebody who does something: of a team, who leads it."""
        team = self.plan.find(doer, Team)
        return team.lead if team is not None else doer

    def once(self, id: str) -> bool:  # noqa: A002
        """Whether an object comes up for the first time."""
        if id in self.used:
            return False
        self.used.add(id)
        return True

    def source(self, id: str, part: str, *says: Part | str | None) -> Source:  # noqa: A002
        return Source(id, part, digest_of(*says))

    def inject(
        self,
        id: str,  # noqa: A002
        at_ms: int,
        source: Source,
        *,
        to: Sequence[str],
        from_: str,
        means: str,
        text: str,
        kind: str = "inject",
        note: str = "",
        if_not_done: str = "",
        at_timeout: bool = False,
    ) -> str:
        """Add an inject; gives its id."""
        id = self._free(id)  # noqa: A001
        for one in to:
            self.name(one)
        self._times[id] = at_ms
        self.injects.append(
            Inject(
                id,
                at_ms,
                kind,
                from_,
                tuple(dict.fromkeys(to)),
                means,
                text,
                note,
                if_not_done,
                at_timeout,
                (),
                (),
                source,
            )
        )
        return id

    def action(
        self,
        id: str,  # noqa: A002
        kind: str,
        by: str,
        text: str,
        source: Source,
        *,
        inject: str,
        after: Sequence[str],
        within_ms: int | None,
        must: bool = False,
        if_done: str = "",
        seen_as: str = "",
    ) -> str:
        """Add an action that ``inject`` expects; gives its id. ``seen_as``: see SERVES."""
        id = self._free(id)  # noqa: A001
        self.name(by)
        refs = tuple(dict.fromkeys(after))
        begins = self.planned(*refs)
        due = None if within_ms is None else begins + within_ms
        self._times[id] = begins if due is None else due
        self.actions.append(
            Action(id, kind, by, text, within_ms, due, refs, if_done, must, (), source)
        )
        self.metric_kinds[id] = seen_as or kind
        if inject:
            self._expected.setdefault(inject, []).append(id)
        return id

    def planned(self, *ids: str) -> int:
        """The latest planned time of these injects and actions, in milliseconds; 0 for none.

        An action without a time of its own is taken to be done at once.
        """
        return max((self._times[one] for one in ids), default=0)

    def within(self, length: Duration | None) -> int | None:
        return None if length is None else ms_of(length)

    # ── one act, asked for in several places ───────────────────────────────────────────────────

    def follows(self, action: str, procedure: str | None, by: str) -> str:
        """Remember that an action is following a procedure; gives the action again."""
        if procedure:
            self._acts.setdefault((procedure, self.lead(by)), []).append(action)
        return action

    def act(self, procedure: str | None, by: str, but: Collection[str] = ()) -> str | None:
        """The first action, none of ``but``, in which the same doer follows a procedure."""
        found = self._acts.get((procedure, self.lead(by)), []) if procedure else []
        return next((one for one in found if one not in but), None)

    def join(
        self,
        action: str,
        also: Also,
        *,
        due: int | None,
        must: bool = False,
        words: str = "",
    ) -> None:
        """Ask for an act once that another place of the plan asks for as well.

        It keeps what it counts from, and is due at the earlier of the two planned times; ``words``
        are what the other place adds.
        """
        place = next(n for n, one in enumerate(self.actions) if one.id == action)
        one = self.actions[place]
        dues = [time for time in (one.due_ms, due) if time is not None]
        begins, earliest = self.planned(*one.after), min(dues, default=None)
        if earliest is not None:
            earliest = self._times[action] = max(begins, earliest)
        self.actions[place] = replace(
            one,
            text=f"{one.text} – {words}" if words else one.text,
            within_ms=None if earliest is None else earliest - begins,
            due_ms=earliest,
            must=one.must or must,
            also=(*one.also, also),
        )

    def pass_on(self, action: str, inject: str, to: str, within_ms: int) -> None:
        """Have an action fall to somebody else when ``inject`` is told, because its time is up."""
        self.name(to)
        place = next(n for n, one in enumerate(self.actions) if one.id == action)
        passes = Passes(inject, to, within_ms)
        self.actions[place] = replace(self.actions[place], passes=passes)
        self._expected.setdefault(inject, []).append(action)

    def asked_by(self, action: str) -> str:
        """The inject that expects an action of the plan."""
        return next(one for one, expected in self._expected.items() if action in expected)

    def split(self, inject: str, *, handful: int = 6) -> None:
        """Put an inject that asks several roles for more than a handful to each role alone.

        The first part keeps the id; the others have that of their role added.
        """
        expected = self._expected.get(inject, [])
        doers = {one.id: self.lead(one.by) for one in self.actions if one.id in set(expected)}
        roles = list(dict.fromkeys(doers[one] for one in expected))
        if len(expected) <= handful or len(roles) < 2:
            return
        place = next(n for n, one in enumerate(self.injects) if one.id == inject)
        whole, parts = self.injects[place], list[Inject]()
        for role in roles:
            self.name(role)
            id = inject if role == roles[0] else self._free(f"{inject}-{role}")  # noqa: A001
            self._times[id] = whole.at_ms
            self._expected[id] = [one for one in expected if doers[one] == role]
            parts.append(replace(whole, id=id, to=(role,)))
        self.injects[place : place + 1] = parts

    def linked(self) -> None:
        """Tie injects to the actions they expect, actions to the objectives whose metric looks at
        them, injects to those of theirs.
        """
        self.injects = [
            replace(
                one, expect=tuple(dict.fromkeys((*one.expect, *self._expected.get(one.id, ()))))
            )
            for one in self.injects
        ]
        self.actions = [
            replace(one, objectives=tuple(dict.fromkeys((*one.objectives, *self._serves(one)))))
            for one in self.actions
        ]
        serves = {one.id: one.objectives for one in self.actions}
        self.injects = [
            replace(
                one,
                objectives=tuple(
                    dict.fromkeys(
                        (*one.objectives, *(o for action in one.expect for o in serves[action]))
                    )
                ),
            )
            for one in self.injects
        ]

    def _serves(self, action: Action) -> tuple[str, ...]:
        return tuple(
            one.id
            for one in self.objectives
            if one.metric
            and (
                not SERVES.get(one.metric, ()) or self.metric_kinds[action.id] in SERVES[one.metric]
            )
        )

    def _free(self, id: str) -> str:  # noqa: A002
        while id in self._times:
            id = f"{id}-plan"  # noqa: A001
        return id
