"""Editions of a plan: the same words, for readers who may not see everything."""

from __future__ import annotations

from dataclasses import replace
from types import MappingProxyType

from bcp.model.people import Person
from bcp.plan import Plan


def redacted(plan: Plan) -> Plan:
    """The plan without the numbers and addresses of people; those of roles, suppliers and bodies
    outside stay. Where a number would stand, documents say that it is held separately.
    """
    objects = {
        id: one.saying(phones=None, mail=None) if isinstance(one, Person) else one
        for id, one in plan.objects.items()  # noqa: A001
    }
    header = plan.header.saying(contacts="separately")
    return replace(plan, header=header, objects=MappingProxyType(objects), contacts=None)
