"""In the plan of the reference, a misspelt id is told with the one that is near."""

import datetime as dt

import pytest

from bcp.engine import check
from bcp.files import Tree
from bcp.graph.relations import about
from bcp.loader import Loaded, load
from bcp.model.language_examples import EXAMPLES


def plan_with(kind: str = "plan", text: str = EXAMPLES["plan"]) -> Loaded:
    files = {**EXAMPLES, kind: text}
    return load(Tree(None, {f"{one}.yaml": files[one].encode() for one in files}))


@pytest.mark.parametrize(
    ("kind", "field", "meant"),
    [
        ("plan", "distribution: [duty-team, {}]", "harbour-council"),
        ("roles", "takes: [{}]", "red-box"),
        ("processes", "for: [{}]", "harbour-council"),
        ("queues", "partner: {}  #", "harbour-council"),
        ("levels", "teams: [{}]", "duty-team"),
        ("playbooks", "at_other_hours: [{}]", "call-out-by-night"),
        ("playbooks", "facts: [{}]", "where-to-moor"),
        ("playbooks", "care: [{}]", "somebody-to-talk-to"),
        ("procedures", "follow: {}", "move-out"),
        ("notifications", "risks: [{}]", "high-water"),
        ("notifications", "levels: [{}]", "serious"),
        ("notifications", "via: [telephone, {}]", "text-message"),
    ],
)
def test_an_id_that_nobody_has_is_told_with_the_one_that_is_near(
    kind: str, field: str, meant: str
) -> None:
    right, wrong = field.format(meant), field.format(meant[:-1])
    assert EXAMPLES[kind].count(right) == 1
    loaded = plan_with(kind, EXAMPLES[kind].replace(right, wrong))
    found = check(loaded.plan, loaded.where.span, dt.date(2026, 11, 16)).diagnostics
    (told,) = [one for one in found if one.code == "REF001"]
    assert told.span.file == f"{kind}.yaml"
    assert str(told.hint).startswith(f"Did you mean {meant}")


@pytest.mark.parametrize(
    ("id", "type", "names_it"),
    [
        ("red-box", "takes-along", "duty-manager"),
        ("harbour-council", "serves", "answer-calls"),
        ("harbour-council", "overflows-to", "advice-calls"),
        ("duty-team", "assembles", "serious"),
        ("call-out-by-night", "uses", "leave-the-quay"),
        ("where-to-moor", "uses", "leave-the-quay"),
        ("somebody-to-talk-to", "uses", "leave-the-quay"),
        ("move-out", "follows", "switch-lines#heard"),
        ("text-message", "via", "tell-the-council"),
    ],
)
def test_what_names_an_object_stands_with_it(id: str, type: str, names_it: str) -> None:  # noqa: A002
    relations = {(one.type, one.outgoing, one.id) for one in about(plan_with().plan, id).relations}
    assert (type, False, names_it) in relations
