"""What each rule looks at: without any of it in the plan, a rule that is silent shows nothing.

"Every critical process states its MTPD" also holds of a plan without a critical process. So a rule
counts as evidence only where the plan holds something of what the rule asks its question of. That
is narrowed by what a thing is in the plan (a critical process, a stand-in site), not by how it
fares: the rule on overdue improvements looks at all improvements, the one on accepted risks at all
risks on which a decision was taken.

The table has every rule that a shipped framework names. A rule that is not in it is never evidence.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from types import MappingProxyType

from bcp.coverage import populations
from bcp.diagnostics import Message, Translate, mark, untranslated
from bcp.model.communication import Audience, Fact, Form
from bcp.model.learning import Course, Exercise, Improvement
from bcp.model.people import Role, Rota, Team
from bcp.model.queues import Queue
from bcp.model.resources import Process, Record, Redundancy, Site, Strategy
from bcp.model.response import Escalation, Level, Playbook, Procedure, Risk
from bcp.rules.business_impact import prioritised
from bcp.rules.common import critical_processes, high_risks
from bcp.rules.redundancy.times import measured_promises
from bcp.rules.roles.people import responders
from bcp.rules.rule import Context
from bcp.rules.suppliers import critical_suppliers
from bcp.rules.training import needs


@dataclass(frozen=True, slots=True)
class Subject:
    """What a rule looks at: one of them, several of them, and how to find them in a plan.

    ``one`` and ``many`` are templates that begin with ``{count}``. In a translation the words after
    it agree with it, and so serve without the number too: for none, and for several.
    """

    one: str
    many: str
    find: Callable[[Context], Iterable[object]]

    def count(self, context: Context) -> int:
        """How many the plan holds."""
        return sum(1 for _ in self.find(context))

    def numbered(self, number: int, translate: Translate = untranslated) -> str:
        """So many of them: ``1 team``, ``4 teams``."""
        return Message(self._words(number), (("count", number),)).text(translate)

    def several(self, translate: Translate = untranslated) -> str:
        """What they are called: ``teams``."""
        return _unnumbered(self.many, 2, translate)

    def none(self, translate: Translate = untranslated) -> str:
        """What they are called where there is none: ``team``, as it stands in “no team”."""
        return _unnumbered(self.one, 0, translate)

    def _words(self, number: int) -> str:
        return self.one if number == 1 else self.many


def _unnumbered(template: str, number: int, translate: Translate) -> str:
    """The words as they agree with a number, without the number itself."""
    words = translate(template).removeprefix(_NUMBER)
    agreeing = getattr(translate, "number", int)
    return words.format(count=agreeing(number))


_NUMBER = "{count} "
"""How the words of a subject begin, in every language."""


def subject_of(code: str) -> Subject | None:
    """What the rule with this code looks at; None when the table does not say."""
    return _SUBJECTS.get(code)


_Row = tuple[Subject, str]


def _row(one: str, many: str, find: Callable[[Context], Iterable[object]], codes: str) -> _Row:
    """One of them, several, how they are found, and the rules that look at them."""
    return Subject(mark(one), mark(many), find), codes


_TABLE: tuple[_Row, ...] = (
    # --- the plan itself: these rules report when what they ask for is not there
    _row(
        "{count} plan",
        "{count} plans",
        populations.header,
        "MNT001 MNT005 MNT006 MNT007 MNT008 MNT009 MNT010 MNT011 MNT017",
    ),
    _row("{count} plan", "{count} plans", populations.header, "RED019 ROL007 ROL013 RSK012"),
    _row("{count} version", "{count} versions", populations.version, "MNT004"),
    _row(
        "{count} reference",
        "{count} references",
        lambda ctx: ctx.plan.references,
        "REF001",
    ),
    _row(
        "{count} object with parts",
        "{count} objects with parts",
        populations.all_of(Procedure, Playbook, Escalation, Exercise),
        "REF004 REF005",
    ),
    _row(
        "{count} procedure or playbook",
        "{count} procedures and playbooks",
        populations.all_of(Procedure, Playbook),
        "REF006",
    ),
    _row(
        "{count} day of something done",
        "{count} days of something done",
        populations.days_of_work,
        "MNT021",
    ),
    _row(
        "{count} plan with contacts held separately",
        "{count} plans with contacts held separately",
        populations.with_contacts_apart,
        "MNT022",
    ),
    _row(
        "{count} person with a number",
        "{count} people with a number",
        populations.with_number,
        "MNT023",
    ),
    _row("{count} measured time", "{count} measured times", measured_promises, "RED029"),
    _row(
        "{count} plan in several languages",
        "{count} plans in several languages",
        populations.in_languages,
        "COM017",
    ),
    # --- business impact and risks
    _row("{count} process", "{count} processes", populations.all_of(Process), "BIA021"),
    _row(
        "{count} critical process",
        "{count} critical processes",
        critical_processes,
        "BIA002 BIA013 RED001",
    ),
    _row(
        "{count} critical process or system",
        "{count} critical processes and systems",
        populations.critical_processes_and_systems,
        "BIA003",
    ),
    _row(
        "{count} process with RTO and MTPD",
        "{count} processes with RTO and MTPD",
        populations.timed,
        "BIA004",
    ),
    _row(
        "{count} critical process with data",
        "{count} critical processes with data",
        populations.keeping_data,
        "BIA005",
    ),
    _row(
        "{count} prioritised process",
        "{count} prioritised processes",
        prioritised,
        "BIA006 BIA007 BIA008",
    ),
    _row("{count} risk", "{count} risks", populations.all_of(Risk), "RSK001 RSK002 RSK003 RSK004"),
    _row("{count} scored risk", "{count} scored risks", populations.scored, "RSK005"),
    _row("{count} high risk", "{count} high risks", high_risks, "RSK007"),
    _row(
        "{count} treated risk",
        "{count} treated risks",
        lambda ctx: (one for one in ctx.plan.of(Risk) if one.treatment is not None),
        "RSK008",
    ),
    # --- suppliers, sites, redundancy
    _row(
        "{count} supplier under a critical process",
        "{count} suppliers under critical processes",
        populations.stood_on,
        "SUP001",
    ),
    _row(
        "{count} critical supplier",
        "{count} critical suppliers",
        critical_suppliers,
        "SUP002 SUP004",
    ),
    _row("{count} strategy", "{count} strategies", populations.all_of(Strategy), "RED002"),
    _row("{count} stand-in site", "{count} stand-in sites", populations.stand_in_sites, "RED005"),
    _row(
        "{count} telephone or network redundancy",
        "{count} telephone and network redundancies",
        populations.lines,
        "RED006",
    ),
    _row(
        "{count} critical site",
        "{count} critical sites",
        lambda ctx: (one for one in ctx.plan.of(Site) if one.critical),
        "RED010",
    ),
    _row(
        "{count} procedure that recovers or switches",
        "{count} procedures that recover or switch",
        populations.recovering_or_switching,
        "RED011",
    ),
    _row(
        "{count} way back to normal", "{count} ways back to normal", populations.returning, "RED013"
    ),
    _row(
        "{count} procedure that restores",
        "{count} procedures that restore",
        populations.restoring,
        "RED014",
    ),
    _row("{count} record", "{count} records", populations.all_of(Record), "RED018"),
    _row("{count} redundancy", "{count} redundancies", populations.all_of(Redundancy), "RED028"),
    _row(
        "{count} redundancy with a switch",
        "{count} redundancies with a switch",
        populations.not_automatic,
        "RED026",
    ),
    # --- people
    _row("{count} role", "{count} roles", populations.all_of(Role), "ROL001 ROL002"),
    _row(
        "{count} role or rota", "{count} roles and rotas", populations.all_of(Role, Rota), "MNT016"
    ),
    _row(
        "{count} critical role",
        "{count} critical roles",
        lambda ctx: (one for one in ctx.plan.of(Role) if one.critical),
        "ROL003",
    ),
    _row("{count} role with powers", "{count} roles with powers", populations.powerful, "ROL006"),
    _row(
        "{count} responder with a telephone",
        "{count} responders with a telephone",
        populations.with_telephone,
        "ROL009",
    ),
    _row("{count} responder", "{count} responders", responders, "ROL010"),
    _row(
        "{count} role that may be called",
        "{count} roles that may be called",
        populations.called,
        "ROL014",
    ),
    _row("{count} team", "{count} teams", populations.all_of(Team), "ROL016"),
    _row(
        "{count} course of a role's holder",
        "{count} courses of role holders",
        lambda ctx: (one for one in needs(ctx) if not one.stands_in),
        "TRN001",
    ),
    _row("{count} course of a responder", "{count} courses of responders", needs, "TRN002"),
    _row(
        "{count} course of a stand-in",
        "{count} courses of stand-ins",
        lambda ctx: (one for one in needs(ctx) if one.stands_in),
        "TRN003",
    ),
    _row(
        "{count} course for everybody",
        "{count} courses for everybody",
        lambda ctx: (one for one in ctx.plan.of(Course) if not one.for_),
        "TRN004",
    ),
    _row("{count} course", "{count} courses", populations.all_of(Course), "TRN005"),
    _row(
        "{count} role with skills",
        "{count} roles with skills",
        lambda ctx: (one for one in ctx.plan.of(Role) if one.skills),
        "TRN006",
    ),
    # --- response and communication
    _row("{count} level", "{count} levels", populations.all_of(Level), "ESC001 ESC008"),
    _row(
        "{count} playbook with a call-out",
        "{count} playbooks with a call-out",
        populations.calling,
        "ESC025",
    ),
    _row(
        "{count} playbook",
        "{count} playbooks",
        populations.all_of(Playbook),
        "ESC002 ESC003 ESC013 ESC014 WEL001",
    ),
    _row(
        "{count} escalation",
        "{count} escalations",
        populations.all_of(Escalation),
        "ESC005 ESC016 EXR012",
    ),
    _row(
        "{count} procedure that recovers",
        "{count} procedures that recover",
        populations.recovering,
        "ESC012",
    ),
    _row(
        "{count} audience, or one left out",
        "{count} audiences, with those left out",
        populations.audiences_or_exclusions,
        "COM001",
    ),
    _row("{count} audience", "{count} audiences", populations.all_of(Audience), "COM002"),
    _row(
        "{count} message to people outside",
        "{count} messages to people outside",
        populations.to_people_outside,
        "COM005",
    ),
    _row(
        "{count} message on a channel with a limit",
        "{count} messages on channels with a limit",
        populations.on_limited_channels,
        "COM016",
    ),
    _row(
        "{count} holding message or update",
        "{count} holding messages and updates",
        populations.of_an_incident,
        "COM006",
    ),
    # --- the contact centre
    _row(
        "{count} channel of customers",
        "{count} channels of customers",
        populations.customer_channels,
        "CTC001",
    ),
    _row(
        "{count} queue",
        "{count} queues",
        populations.all_of(Queue),
        "CTC003 CTC006 CTC015 CTC028 CTC029",
    ),
    _row(
        "{count} announced message", "{count} announced messages", populations.announced, "CTC004"
    ),
    _row("{count} form", "{count} forms", populations.all_of(Form), "CTC013"),
    _row(
        "{count} queue or fact",
        "{count} queues and facts",
        populations.all_of(Queue, Fact),
        "CTC014",
    ),
    # --- exercises and what was learnt
    _row("{count} planned exercise", "{count} planned exercises", populations.planned, "EXR001"),
    _row("{count} exercise", "{count} exercises", populations.all_of(Exercise), "EXR004 EXR005"),
    _row(
        "{count} exercise or incident held",
        "{count} exercises and incidents held",
        populations.held,
        "EXR008 EXR018",
    ),
    _row("{count} exercise held", "{count} exercises held", populations.reported_upwards, "EXR019"),
    _row(
        "{count} improvement or rated event",
        "{count} improvements and rated events",
        populations.rated_or_improved,
        "EXR010",
    ),
    _row("{count} improvement", "{count} improvements", populations.all_of(Improvement), "EXR011"),
)
"""What is looked at, and the codes of the rules that look at it."""

_SUBJECTS = MappingProxyType({code: subject for subject, codes in _TABLE for code in codes.split()})
