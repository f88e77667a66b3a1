"""What the plan language can say, one of the example plans says: nobody has to imagine a field."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from bcp.cli.plans import readable_plan
from bcp.model import KINDS, Header
from bcp.model.base import Part

PLANS = Path(__file__).parents[2] / "plans"
GIVEN = "__pydantic_fields_set__"
"""Where pydantic's core keeps the names of the fields that were written; mypy does not know it."""


def parts_of(value: object) -> Iterator[Part]:
    """A part and every part inside it."""
    if isinstance(value, Part):
        yield value
        for one in value.__dict__.values():
            yield from parts_of(one)
    elif isinstance(value, tuple):
        for one in value:
            yield from parts_of(one)
    elif isinstance(value, dict):
        for one in value.values():
            yield from parts_of(one)


def written() -> set[tuple[type[Part], str]]:
    """(model, key) of every field that is written in an example plan."""
    found = set()
    for folder in sorted(one.parent for one in PLANS.rglob("plan.yaml")):
        for one in readable_plan(folder).loaded.plan:
            for part in parts_of(one):
                given = getattr(part, GIVEN)
                found |= {
                    (type(part), key) for key, of in part.declared.items() if of.name in given
                }
    return found


def every_field() -> Iterator[tuple[str, type[Part], str]]:
    """(how it is told, model, key): of each kind, then of each part where it is first met."""
    met: set[type[Part]] = set()
    waiting: list[tuple[str, type[Part]]] = [(Header.kind, Header), *KINDS.items()]
    while waiting:
        called, model = waiting.pop(0)
        if model in met:
            continue
        met.add(model)
        for key, field in model.declared.items():
            if key != "id" or model not in KINDS.values():
                yield f"{called}.{key}", model, key
            waiting += [(f"{called}.{key}", part) for part in models_in(field.annotation)]


def models_in(annotation: object) -> list[type[Part]]:
    if isinstance(annotation, type) and issubclass(annotation, Part):
        return [annotation]
    return [one for inner in getattr(annotation, "__args__", ()) for one in models_in(inner)]


def unused() -> list[str]:
    """Fields of the language that no example plan writes, as they are told."""
    said = written()
    return [told for told, model, key in every_field() if (model, key) not in said]


def test_each_field_of_the_language_is_used_by_an_example_plan() -> None:
    assert unused() == []


@pytest.mark.parametrize(
    ("told", "expected"),
    [("roles.authority.may", True), ("plan.id", True), ("people.id", False)],
)
def test_what_is_asked_for_are_the_fields_that_a_writer_writes(told: str, expected: bool) -> None:
    assert (told in {each for each, _, _ in every_field()}) is expected
