"""An answer to "what if?" as a picture: what is lost, what that takes, and what holds on."""

from __future__ import annotations

from bcp.diagnostics import Message, Translate
from bcp.graph.drawing.picture import Arrow, Box, Picture, picture_of
from bcp.graph.saying import time
from bcp.graph.stories import thing_of
from bcp.graph.what_if.answer import Answer, ProcessOutcome
from bcp.i18n import mark
from bcp.plan import Plan

_OUTCOMES = {
    "stops": mark("stops"),
    "minimum": mark("at its minimum"),
    "goes-on": mark("goes on"),
}


def picture(answer: Answer, plan: Plan, language: str, say: Translate) -> Picture:
    """What is lost (marked), what falls with it, the processes that are hit, and what holds them.

    Arrows lead from what needs to what is needed.
    """
    return _Drawing(answer, plan, (language,) if language else (), say).picture()


class _Drawing:
    def __init__(
        self, answer: Answer, plan: Plan, languages: tuple[str, ...], say: Translate
    ) -> None:
        self.answer = answer
        self.plan = plan
        self.languages = languages
        self.say = say
        self.boxes: dict[str, Box] = {}
        self.arrows: dict[Arrow, None] = {}

    def picture(self) -> Picture:
        answer = self.answer
        for one in (*answer.losses, *answer.scenario.strain.names):
            self._box(one, self.say("lost"), single=True)
        for id_, story in answer.lost:
            self._fallen(id_, story[-1].through)
        for process in answer.processes:
            if process.story or process.switched:
                self._process(process)
        for switched in answer.switched:
            self._switched(switched.redundancy, switched.lost, switched.serving)
        for role in answer.roles:
            if role.now is None:
                self._box(role.role, self.say("stays empty"))
        title = ", ".join(self._title(one) for one in answer.given) or self._title(self.plan.id)
        return picture_of(title, self.boxes.values(), self.arrows, self.say)

    def _title(self, id: str) -> str:  # noqa: A002
        title = thing_of(self.plan, id, *self.languages)
        return title if isinstance(title, str) else title.text(self.say)

    def _box(self, id: str, *notes: str, single: bool = False) -> None:  # noqa: A002
        if id not in self.boxes:
            kind = self.plan.kind_of(id) or ("numbers" if "#" in id else "unknown")
            self.boxes[id] = Box(id, kind, self._title(id), notes, single)

    def _arrow(self, source: str, target: str, label: str = "", *, dashed: bool = False) -> None:
        self._box(target)
        self.arrows[Arrow(source, target, label, "stands-in" if dashed else "needs", dashed)] = None

    def _fallen(self, id: str, through: tuple[str, ...]) -> None:  # noqa: A002
        self._box(id, self.say("falls with it"))
        for one in through:
            self._arrow(id, one)

    def _process(self, one: ProcessOutcome) -> None:
        seconds = one.clock.minimum.seconds
        back = (
            Message.of("back after {time}", time=time(seconds))
            if seconds is not None
            else Message.of("when it is back is not known")
        )
        notes = [self.say(_OUTCOMES[one.outcome])]
        if seconds != 0:
            notes.append(back.text(self.say))
        self._box(one.process, *notes)
        if one.story:
            for id_ in one.story[-1].through:
                self._arrow(one.process, id_)
        for redundancy in one.switched:
            self._arrow(one.process, redundancy)
        for held in one.held:
            self._box(held.strategy)
            label = self.say("holds the minimum")
            self._arrow(one.process, held.strategy, label, dashed=True)

    def _switched(self, id: str, lost: tuple[str, ...], serving: tuple[str, ...]) -> None:  # noqa: A002
        self._box(id)
        for one in lost:
            self._arrow(id, one)
        for one in serving:
            self._arrow(id, one, self.say("serves now"), dashed=True)
