"""The models hold what the language promises: frozen, exact, documented."""

from __future__ import annotations

import datetime as dt
import types
import typing
from typing import Annotated

import pytest
from pydantic_core import ValidationError

from bcp.model import KINDS, Header
from bcp.model.base import Part, Refers, validator
from bcp.model.people import Role
from bcp.model.reference import field_doc
from bcp.model.references import references, values_of
from bcp.model.scalars import Phone, Reads


def every_model() -> list[type[Part]]:
    seen: list[type[Part]] = []

    def walk(model: type[Part]) -> None:
        if model not in seen:
            seen.append(model)
            for field in model.declared.values():
                for annotation in leaves(field.annotation):
                    if isinstance(annotation, type) and issubclass(annotation, Part):
                        walk(annotation)

    for model in (Header, *KINDS.values()):
        walk(model)
    return seen


def leaves(annotation) -> list:
    origin = typing.get_origin(annotation)
    if origin in (tuple, dict, types.UnionType, typing.Union):
        return [
            leaf
            for inner in typing.get_args(annotation)
            if inner not in (Ellipsis, type(None))
            for leaf in leaves(inner)
        ]
    return [annotation]


MODELS = every_model()


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_no_field_leaves_its_reading_to_python(model):
    bare = (bool, int, float, str, dt.date, dt.time, dt.datetime, dt.timedelta)
    for field in model.declared.values():
        for leaf in leaves(field.annotation):
            assert leaf not in bare, f"{model.__name__}.{field.name}"
            if typing.get_origin(leaf) is Annotated:
                assert any(isinstance(mark, Reads) for mark in leaf.__metadata__)


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_every_field_says_what_it_means(model):
    assert model.__doc__
    for key in model.declared:
        assert field_doc(model, key).endswith((".", ",", "…")), f"{model.__name__}.{key}"


def test_references_name_kinds_that_exist():
    for model in MODELS:
        for field in model.declared.values():
            for leaf in leaves(field.annotation):
                for mark in getattr(leaf, "__metadata__", ()):
                    if isinstance(mark, Refers):
                        assert set(mark.kinds) <= set(KINDS), f"{model.__name__}.{field.name}"


def a_role(**more) -> Role:
    return Role.read({"id": "duty-manager", "title": "Duty manager", **more})


def test_objects_do_not_change():
    role = a_role()
    with pytest.raises(AttributeError):
        role.title = "Other"
    with pytest.raises(AttributeError):
        del role.title


def test_equal_things_are_equal():
    assert a_role(critical="true") == a_role(critical="true")
    assert a_role() != a_role(critical="true")
    assert a_role() != "duty-manager"


def test_a_validator_tells_every_fault_of_an_object():
    with pytest.raises(ValidationError) as caught:
        Role.read({"id": "x", "critcal": "true", "rest": "eleven", "alternates": "a.b"})
    kinds = {(error["loc"], error["type"]) for error in caught.value.errors()}
    assert kinds == {
        (("title",), "missing"),
        (("critcal",), "extra_forbidden"),
        (("rest",), "SRC005"),
        (("alternates",), "tuple_type"),
    }


def test_references_are_found_by_their_marks():
    role = a_role(
        primary="o.bondar", alternates=["m.reid", "t.okafor"], cover="always", team="silver"
    )
    found = {(one.path, one.target, one.kinds) for one in references(role)}
    assert found == {
        (("team",), "silver", ("teams",)),
        (("primary",), "o.bondar", ("people",)),
        (("alternates", 0), "m.reid", ("people",)),
        (("alternates", 1), "t.okafor", ("people",)),
    }


def test_keys_of_a_map_can_be_references_too():
    person = KINDS["people"].read(
        {"id": "o.bondar", "name": "O", "trained": {"crisis-lead": "2026-01-01"}}
    )
    assert [(one.path, one.target) for one in references(person)] == [
        (("trained", "crisis-lead"), "crisis-lead")
    ]


def test_values_of_a_sort_are_found_with_their_paths():
    role = a_role(phones={"duty": "+44 20 7946 0101", "short": "112"})
    assert list(values_of(role, Phone)) == [(("phones", "duty"), "+44 20 7946 0101")]


def test_every_model_makes_a_validator():
    for model in MODELS:
        validator(model)
