"""What all models share: how a class becomes a validator, and what a reference is.

The models are read by pydantic's core (:mod:`pydantic_core`), without the ``BaseModel`` layer above
it: importing that layer and letting it inspect the classes of the plan language cost 25 bare Python
starts, twice what a whole check of one plan may take; this module does it in about one. The classes
look and behave alike: annotated fields, frozen, equal when they say the same, unknown keys refused.

A model's documentation is the string under each field; :mod:`bcp.model.reference` reads it when a
schema or the language reference is made, so that a check pays nothing for it.

Annotations are evaluated (no ``from __future__ import annotations`` in model modules), and may be:
an annotated scalar of :mod:`bcp.model.scalars`, ``Literal``, another :class:`Part`,
``tuple[X, ...]``, ``dict[K, V]``, and ``X | None``. Unions are not needed and not admitted: an
error in one speaks of branches that the writer has never heard of.
"""

import types
import typing
from collections.abc import Callable, Mapping
from typing import Annotated, Any, ClassVar, Literal, NamedTuple, Self, TypeVar, dataclass_transform

from bcp.diagnostics import Path, Place
from bcp.model.core import SchemaValidator
from bcp.model.scalars import Id, Reads, Text, Words

_T = TypeVar("_T")
_MISSING: Any = object()


class Field(NamedTuple):
    """One field of a model."""

    name: str
    """The attribute in Python."""
    key: str
    """The key in YAML; differs where the key is a word of Python (``for``, ``from``)."""
    annotation: Any
    default: Any = _MISSING
    default_factory: Callable[[], Any] | None = None

    @property
    def required(self) -> bool:
        return self.default is _MISSING and self.default_factory is None


class _Given(NamedTuple):
    default: Any
    default_factory: Callable[[], Any] | None
    alias: str | None


def field(
    *,
    default: Any = _MISSING,
    default_factory: Callable[[], Any] | None = None,
    alias: str | None = None,
) -> Any:
    """Say more of a field than its annotation does: its key in YAML, a default made anew."""
    return _Given(default, default_factory, alias)


@dataclass_transform(kw_only_default=True, frozen_default=True, field_specifiers=(field,))
class Part:
    """Something inside an object of the plan. Frozen; equal to another that says the same."""

    # What pydantic's core sets on the instances it makes.
    __slots__ = (
        "__dict__",
        "__pydantic_extra__",
        "__pydantic_fields_set__",
        "__pydantic_private__",
    )
    declared: ClassVar[Mapping[str, Field]] = {}
    """Every field, by its key in YAML, in the order of declaration."""

    def __init_subclass__(cls) -> None:
        fields = dict(cls.declared)
        for name, annotation in cls.__annotations__.items():
            if not _of_the_class(annotation):
                one = _field(cls, name, annotation)
                fields[one.key] = one
        cls.declared = types.MappingProxyType(fields)

    @classmethod
    def read(cls, value: object) -> Self:
        """Make one from values as they were written.

        Raises :class:`pydantic_core.ValidationError`, which lists every fault.
        """
        return typing.cast(Self, validator(cls).validate_python(value))

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError(f"a plan does not change: {type(self).__name__}.{name}")

    def __delattr__(self, name: str) -> None:
        raise AttributeError(f"a plan does not change: {type(self).__name__}.{name}")

    def __eq__(self, other: object) -> bool:
        return type(self) is type(other) and self.__dict__ == other.__dict__

    def __hash__(self) -> int:
        return hash((type(self), self.__dict__.get("id")))

    def __repr__(self) -> str:
        given = ", ".join(f"{name}={value!r}" for name, value in self.__dict__.items() if value)
        return f"{type(self).__name__}({given})"

    def saying(self, **fields: object) -> Self:
        """The same, with other values in some fields; the names are those in Python."""
        other = object.__new__(type(self))
        object.__setattr__(other, "__dict__", {**self.__dict__, **fields})
        return other

    def get(self, key: str) -> Any:
        """The value of the field with this key in YAML."""
        return getattr(self, self.declared[key].name)


def _of_the_class(annotation: Any) -> bool:
    return typing.get_origin(annotation) is ClassVar


def _field(cls: type, name: str, annotation: Any) -> Field:
    default = cls.__dict__.get(name, _MISSING)
    if not isinstance(default, _Given):
        return Field(name, name, annotation, default)
    delattr(cls, name)
    return Field(name, default.alias or name, annotation, default.default, default.default_factory)


_VALIDATORS: dict[type[Part], SchemaValidator] = {}


def validator(cls: type[Part]) -> SchemaValidator:
    """The validator of a model, built when it is first asked for."""
    if cls not in _VALIDATORS:
        _VALIDATORS[cls] = SchemaValidator(_model_schema(cls))
    return _VALIDATORS[cls]


def _model_schema(cls: type[Part]) -> Any:
    return {
        "type": "model",
        "cls": cls,
        "schema": {
            "type": "model-fields",
            "fields": {one.name: _field_schema(one) for one in cls.declared.values()},
            "extra_behavior": "forbid",
            "model_name": cls.__name__,
        },
    }


def _field_schema(one: Field) -> dict[str, Any]:
    schema = _schema(one.annotation)
    if one.default_factory is not None:
        schema = {"type": "default", "schema": schema, "default_factory": one.default_factory}
    elif one.default is not _MISSING:
        schema = {"type": "default", "schema": schema, "default": one.default}
    return {"type": "model-field", "schema": schema, "validation_alias": one.key}


def _schema(annotation: Any) -> dict[str, Any]:
    """The core schema of an annotation; TypeError for one that models do not use."""
    origin = typing.get_origin(annotation)
    if origin is Annotated:
        return next(mark.core for mark in annotation.__metadata__ if isinstance(mark, Reads))
    arguments = typing.get_args(annotation)
    if origin is Literal:
        return {"type": "literal", "expected": list(arguments)}
    if origin in (types.UnionType, typing.Union) and len(arguments) == 2:
        return {"type": "nullable", "schema": _schema(arguments[0])}
    if origin is tuple:
        return {
            "type": "tuple",
            "items_schema": [_schema(arguments[0])],
            "variadic_item_index": 0,
        }
    if origin is dict:
        keys, values = map(_schema, arguments)
        return {"type": "dict", "keys_schema": keys, "values_schema": values}
    if isinstance(annotation, type) and issubclass(annotation, Part):
        return typing.cast(dict[str, Any], _model_schema(annotation))
    raise TypeError(f"{annotation!r} is not an annotation that models use")


class Object(Part):
    """One thing in a plan that has an id of its own."""

    __slots__ = ()
    kind: ClassVar[str]

    id: Id
    """The id, unique in the whole plan; it is the key under which the object is written."""

    def at(self, *path: str | int) -> Place:
        """The place of a field of this object, for findings; path parts as written in YAML."""
        return Place(self.id, path)

    @property
    def label(self) -> Text:
        """What people call it: its title or name, else its id."""
        title = getattr(self, "title", None)
        if isinstance(title, Text):
            return title
        return Text.plain(getattr(self, "name", None) or self.id)


class Refers(NamedTuple):
    """Marks a field as the id of an object of one of ``kinds`` (none: of any kind).

    ``also`` are words that may stand there instead of an id.
    """

    kinds: tuple[str, ...] = ()
    also: tuple[str, ...] = ()


class Reference(NamedTuple):
    """One place in the plan that names another object."""

    source: str
    """Id of the object that names it."""
    path: Path
    """Where in that object, as written in YAML."""
    target: str
    """The id as it is written."""
    kinds: tuple[str, ...]
    """The kinds the field admits; empty: any."""

    @property
    def place(self) -> Place:
        return Place(self.source, self.path)


PersonId = Annotated[Words, Refers(("people",))]
TeamId = Annotated[Words, Refers(("teams",))]
RoleId = Annotated[Words, Refers(("roles",))]
OwnerId = Annotated[Words, Refers(("roles", "people", "teams"))]
"""Who answers for something: best a role, which outlives the person."""
ReaderId = Annotated[Words, Refers(("roles", "people", "teams", "organisations"))]
"""Who is given something to read or keep."""
DoerId = Annotated[Words, Refers(("roles", "teams", "suppliers", "organisations"))]
"""Who does a step."""
PoolId = Annotated[Words, Refers(("suppliers", "organisations", "teams"))]
"""Who takes work over: somebody outside, or a pool of our own."""
PartnerId = Annotated[Words, Refers(("suppliers", "organisations"))]
"""Somebody outside: under a contract, as a neighbour, or as a client whose systems we use."""
HoursId = Annotated[Words, Refers(("hours",), also=("always",))]
"""When: ``always``, or named hours."""
RotaId = Annotated[Words, Refers(("rotas",))]
OrganisationId = Annotated[Words, Refers(("organisations",))]
ProcessId = Annotated[Words, Refers(("processes",))]
SiteId = Annotated[Words, Refers(("sites",))]
SupplierId = Annotated[Words, Refers(("suppliers",))]
QueueId = Annotated[Words, Refers(("queues",))]
CauseId = Annotated[Words, Refers(("causes",))]
RecordId = Annotated[Words, Refers(("records",))]
RiskId = Annotated[Words, Refers(("risks",))]
LevelId = Annotated[Words, Refers(("levels",))]
LeverId = Annotated[Words, Refers(("levers",))]
PlaybookId = Annotated[Words, Refers(("playbooks",))]
ProcedureId = Annotated[Words, Refers(("procedures",))]
HowId = Annotated[Words, Refers(("procedures", "playbooks"))]
EscalationId = Annotated[Words, Refers(("escalations",))]
ChannelId = Annotated[Words, Refers(("channels",))]
AudienceId = Annotated[Words, Refers(("audiences",))]
MessageId = Annotated[Words, Refers(("messages",))]
NotificationId = Annotated[Words, Refers(("notifications",))]
CourseId = Annotated[Words, Refers(("courses",))]
FactId = Annotated[Words, Refers(("facts",))]
CareId = Annotated[Words, Refers(("wellbeing",))]
EventId = Annotated[Words, Refers(("events",))]
ExerciseId = Annotated[Words, Refers(("exercises",))]
AnyId = Annotated[Words, Refers()]

THINGS = (
    "people",
    "roles",
    "teams",
    "organisations",
    "processes",
    "sites",
    "systems",
    "suppliers",
    "redundancy",
    "causes",
    "records",
    "queues",
    "channels",
    "forms",
    "facts",
)
"""The kinds that can be needed, and lost."""

ThingId = Annotated[Words, Refers(THINGS)]
