"""All rules, by code. A module of rules is named here once; its rules are then found."""

from __future__ import annotations

from functools import cache
from types import MappingProxyType, ModuleType

from bcp.rules import (
    business_impact,
    communication,
    contact_centre,
    escalation,
    exercising,
    maintenance,
    reading,
    redundancy,
    references,
    risks,
    roles,
    staffing,
    suppliers,
    training,
    wellbeing,
)
from bcp.rules.rule import Rule

MODULES: tuple[ModuleType, ...] = (
    reading,
    references,
    risks,
    business_impact,
    roles,
    staffing,
    escalation,
    communication,
    redundancy,
    contact_centre,
    suppliers,
    exercising,
    training,
    wellbeing,
    maintenance,
)


@cache
def catalogue() -> MappingProxyType[str, Rule]:
    """Every rule by its code, in the order of codes."""
    found = [
        value for module in MODULES for value in vars(module).values() if isinstance(value, Rule)
    ]
    return MappingProxyType({one.code: one for one in sorted(found, key=lambda one: one.code)})
