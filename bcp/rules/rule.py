"""What a rule is, what it is given, and what it yields."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from string import Formatter
from typing import TYPE_CHECKING, Literal

from bcp.diagnostics import Argument, Message, Place, Severity
from bcp.plan import Plan

if TYPE_CHECKING:
    from bcp.graph.structure import Structure

Pack = Literal["core", "contact-centre", "health"]
Maturity = Literal["start", "operating", "audited"]

_RANK: dict[Maturity, int] = {"start": 0, "operating": 1, "audited": 2}


_FORMATTER = Formatter()


class Finding:
    """Something a rule found: where, and a sentence as template and arguments.

    ``hint`` is the fix for this very finding; without it the rule's own fix is shown. ``related``
    are further places with a few words on each. A finding is never a formatted string, because
    fingerprints and translations need the arguments. The message keeps only those that it uses:
    what is proposed in a hint alone may change without making it another finding.
    """

    __slots__ = ("hint", "message", "place", "related")

    def __init__(
        self,
        place: Place,
        template: str,
        *,
        hint: str | None = None,
        related: Iterable[tuple[Place, str]] = (),
        **arguments: Argument,
    ) -> None:
        self.place = place
        used = {name for _, name, _, _ in _FORMATTER.parse(template)}
        own = {name: value for name, value in arguments.items() if name in used}
        self.message = Message.of(template, **own)
        self.hint = None if hint is None else Message.of(hint, **arguments)
        self.related = tuple((where, Message.of(words, **arguments)) for where, words in related)


@dataclass(frozen=True)
class Context:
    """What a rule may look at: the plan, and the day on which it is judged."""

    plan: Plan
    as_of: dt.date

    def title(self, id: str) -> str:  # noqa: A002
        """What people call an object, in the plan's own language."""
        return self.plan.title(id)

    @cached_property
    def structure(self) -> Structure:
        """What needs what in the plan: built once in a run, when a rule first asks."""
        from bcp.graph.structure import structure_of

        return structure_of(self.plan)

    @property
    def is_incomplete(self) -> bool:
        """Whether objects may be missing because a file could not be read."""
        return not self.plan.complete


Check = Callable[[Context], Iterator[Finding]]


@dataclass(frozen=True)
class Rule:
    """One rule of the catalogue.

    ``ages`` tells rules whose answer changes with the day alone (a review becomes overdue) from
    those that judge the structure. ``since`` is the maturity from which a plan is held to the rule:
    a first plan of three files is not drowned in what an audited one must hold. ``check`` is None
    for a rule that is kept while files are read, where no plan exists yet; such a rule is explained
    like any other.
    """

    code: str
    severity: Severity
    docstring: str
    check: Check | None
    clauses: tuple[str, ...] = ()
    pack: Pack = "core"
    ages: bool = False
    since: Maturity = "operating"

    def asked_at(self, maturity: Maturity) -> bool:
        """Whether a plan that means to be this complete is held to the rule."""
        return _RANK[self.since] <= _RANK[maturity]

    @property
    def family(self) -> str:
        return self.code[:3]

    @cached_property
    def title(self) -> str:
        """What holds in a plan that the rule is content with: the first sentence."""
        return self._sections[""]

    @cached_property
    def why(self) -> str:
        return self._sections.get("Why", "")

    @cached_property
    def fix(self) -> str:
        return self._sections.get("Fix", "")

    @cached_property
    def ignore_when(self) -> str:
        return self._sections.get("Ignore when", "")

    @cached_property
    def advice(self) -> Message:
        """The fix as it stands under a finding, a sentence of its own."""
        return _said(self.fix[:1].upper() + self.fix[1:])

    @property
    def explanation(self) -> dict[str, Message]:
        """The docstring's parts for people, by the name of the property that gives each."""
        return {
            "title": _said(self.title),
            "why": _said(self.why),
            "fix": self.advice,
            "ignore_when": _said(self.ignore_when),
        }

    @cached_property
    def _sections(self) -> dict[str, str]:
        """The docstring's parts by their heading; the first sentence under ``""``."""
        import inspect  # a rule is explained, not run, when its words are taken apart

        parts = re.split(r"(?:^|\s)(Why|Fix|Ignore when): ", inspect.cleandoc(self.docstring))
        texts = [" ".join(part.split()) for part in parts]
        return {"": texts[0], **dict(zip(texts[1::2], texts[2::2], strict=True))}


def _said(text: str) -> Message:
    return Message.literally(text.replace("``", "`"))


def rule(
    code: str,
    severity: Severity,
    *,
    clauses: tuple[str, ...] = (),
    pack: Pack = "core",
    ages: bool = False,
    since: Maturity = "operating",
) -> Callable[[Check], Rule]:
    """Make a :class:`Rule` of a function that yields findings; its docstring explains it."""

    def make(check: Check) -> Rule:
        return Rule(code, severity, check.__doc__ or "", check, clauses, pack, ages, since)

    return make


def kept_by_the_reader(
    code: str, severity: Severity = Severity.ERROR, *, ages: bool = False
) -> Callable[[Callable[[], None]], Rule]:
    """Make a rule of a docstring: the reader of files, or the engine, reports it."""

    def make(explained: Callable[[], None]) -> Rule:
        return Rule(code, severity, explained.__doc__ or "", None, ages=ages, since="start")

    return make
