"""No rule crashes on a plan of which a part is missing, cannot be read, or is named in vain."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from types import MappingProxyType

import pytest
from example_plans import BASE, DAY, read, run

from bcp.diagnostics import Span
from bcp.engine import check
from bcp.files import Tree
from bcp.loader import load
from bcp.model import KINDS, Object
from bcp.model.base import Field
from bcp.plan import Plan
from bcp.rules.rule import Context

PLAN = load(Tree(None, read(BASE))).plan


def crashed(plan: Plan) -> tuple[str, ...]:
    return check(plan, lambda _: Span(""), DAY).crashed


def with_objects(objects: dict[str, Object], **changes: object) -> Plan:
    return dataclasses.replace(PLAN, objects=MappingProxyType(objects), **changes)


def optional(one: Object) -> Iterator[tuple[Field, object]]:
    """The fields that are written and need not be, with what they hold when they are not."""
    for field in one.declared.values():
        if not field.required:
            default = field.default_factory() if field.default_factory else field.default
            if getattr(one, field.name) != default:
                yield field, default


def without(one: Object, field: Field, default: object) -> Object:
    """The same object with one field not written."""
    bare = object.__new__(type(one))
    bare.__dict__.update({**one.__dict__, field.name: default})
    return bare


@pytest.mark.parametrize("kind", sorted({one.kind for one in PLAN}))
def test_no_rule_crashes_when_an_optional_field_is_not_written(kind: str) -> None:
    for one in [each for each in PLAN if each.kind == kind]:
        for field, default in optional(one):
            bare = without(one, field, default)
            if one is PLAN.header:
                plan = dataclasses.replace(PLAN, header=bare)  # type: ignore[arg-type]
            else:
                plan = with_objects({**PLAN.objects, one.id: bare})
            assert crashed(plan) == (), f"{one.id} without {field.key}"


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_no_rule_crashes_when_a_kind_is_missing_or_unread(kind: str) -> None:
    rest = {id: one for id, one in PLAN.objects.items() if one.kind != kind}  # noqa: A001
    gone = {id: kind for id, one in PLAN.objects.items() if one.kind == kind}  # noqa: A001
    assert crashed(with_objects(rest)) == ()
    assert crashed(with_objects(rest, complete=False)) == ()
    assert crashed(with_objects(rest, unread=MappingProxyType(gone))) == ()


def test_an_empty_plan_is_judged_without_a_crash() -> None:
    bare = {"plan.yaml": b"bcp: 1\nplan: {id: bare, title: Bare, maturity: audited}\n"}
    assert run(bare, DAY).crashed == ()


FAMILIES = ("RSK", "BIA", "ROL", "ESC", "MNT", "SUP")


def test_of_a_file_that_cannot_be_read_nothing_is_concluded() -> None:
    """What an unreadable file may hold is not reported as missing from the plan."""
    kinds = ("risks", "roles", "levels", "escalations", "playbooks", "teams")
    rest = {id: one for id, one in PLAN.objects.items() if one.kind not in kinds}  # noqa: A001
    plan = with_objects(rest, complete=False)
    found = [
        one
        for one in check(plan, lambda _: Span(""), DAY).diagnostics
        if one.code.startswith(FAMILIES) and one.place is not None
    ]
    assert [one.message.text() for one in found if one.place == plan.header.at()] == []


def test_what_is_unread_is_not_judged() -> None:
    unread = MappingProxyType({id: one.kind for id, one in PLAN.objects.items()})  # noqa: A001
    plan = dataclasses.replace(PLAN, objects=MappingProxyType({}), unread=unread)
    found = check(plan, lambda _: Span(""), DAY).diagnostics
    assert [one.code for one in found if one.code.startswith(FAMILIES)] == []
    assert Context(plan, DAY).is_incomplete is False
