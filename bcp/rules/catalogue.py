"""All rules, by code. A module of rules is named here once; its rules are then found."""

from __future__ import annotations

from functools import cache
from types import MappingProxyType, ModuleType

from bcp.rules import (
    business_impact,
    reading,
    references,
    risks,
    suppliers,
    training,
    wellbeing,
)
from bcp.rules.communication import audiences, texts
from bcp.rules.contact_centre import agents, channels, figures, queues
from bcp.rules.escalation import activation, call_out
from bcp.rules.exercising import design, learning, programme
from bcp.rules.maintenance import contacts, header, upkeep
from bcp.rules.redundancy import copies, recovery, sites, stand_ins, times
from bcp.rules.roles import cover, people, structure
from bcp.rules.rule import Rule

MODULES: tuple[ModuleType, ...] = (
    *(reading, references, risks, business_impact),
    *(people, structure, cover),
    *(activation, call_out),
    *(audiences, texts),
    *(stand_ins, sites, copies, recovery, times),
    *(channels, queues, figures, agents),
    suppliers,
    *(programme, design, learning),
    training,
    wellbeing,
    *(header, upkeep, contacts),
)


@cache
def catalogue() -> MappingProxyType[str, Rule]:
    """Every rule by its code, in the order of codes."""
    found = [
        value for module in MODULES for value in vars(module).values() if isinstance(value, Rule)
    ]
    return MappingProxyType({one.code: one for one in sorted(found, key=lambda one: one.code)})


@cache
def explained() -> MappingProxyType[str, Rule]:
    """Every code that can be explained, in the order of codes: the catalogue, and what a drill says
    of its answers, which no check asks for and no waiver names.
    """
    from bcp.rules import drilling  # not asked for while a plan is checked

    said = [one for one in vars(drilling).values() if isinstance(one, Rule)]
    return MappingProxyType(
        dict(sorted({**catalogue(), **{one.code: one for one in said}}.items()))
    )
