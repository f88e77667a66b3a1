"""The objects of a plan: each is read on its own, so that one fault spoils one object."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import TypeVar

from bcp import source
from bcp.diagnostics import Message, Path, Place, Related
from bcp.faults import faults_of, look_alike, mended
from bcp.loader.files import Files
from bcp.model import KINDS, Header, Object
from bcp.model.base import Part
from bcp.model.core import PydanticCustomError, ValidationError
from bcp.model.scalars import parse_id, proposed_id
from bcp.nearest import nearest

_P = TypeVar("_P", bound=Part)

_PLAN_KEYS = ("bcp", "uses", "plan")


class Objects:
    """The objects read so far, and where every id stands."""

    def __init__(self, files: Files) -> None:
        self.files = files
        self.notes = files.notes
        self.places: dict[str, tuple[str, Path]] = {}
        self.objects: dict[str, Object] = {}
        self.unread: dict[str, str] = {}
        """Ids of objects that are there and could not be read, and their kind."""
        self._proposed: dict[str, str] = {}
        """Ids that were meant by what cannot be an id, and their kind."""

    def take(self) -> None:
        """Read every object of every document."""
        for document in self.files.in_order():
            self._take_document(document)
            self.notes.tell_rest(document)
        for meant, kind in self._proposed.items():
            # What refers to it means this one: its fault is told where it stands, and only there.
            if meant not in self.places:
                self.unread[meant] = kind

    def _take_document(self, document: source.Document) -> None:
        if document.value is None:
            return
        if not isinstance(document.value, dict):
            self.notes.say(
                document.span(()),
                "SRC005",
                Message.of("a plan file begins with a kind, such as `roles:`, at the left edge"),
                Message.of("Write the kind, and below it the ids, each indented by two spaces."),
            )
            return
        above: str | None = None
        for key, value in document.value.items():
            if key in KINDS:
                above = key
                self._take_kind(document, key, value)
            elif not (document.file == self.files.plan_file and key in _PLAN_KEYS):
                self._unknown_kind(document, key, value, above)

    def _unknown_kind(
        self, document: source.Document, key: str, value: source.Value, above: str | None
    ) -> None:
        """Say that there is no such kind; what stands below it was meant to be in the plan."""
        full = self.notes.is_full(document)
        near = None if full or key in _PLAN_KEYS else _kind_called(key, self._known_in(document))
        if near == "uses":
            self.files.complete = False  # what it would bring in is not there
        if above is not None and _is_object_of(KINDS[above], value):
            self._declare(document, (key,), key, above)
        elif isinstance(value, dict) and any(isinstance(one, dict) for one in value.values()):
            # References to what is declared here are no faults of those who refer to it.
            self.files.complete = False
            for id in value if near in KINDS else ():  # noqa: A001
                self._declare(document, (key, id), id, near or "")
        if not full:
            self._say_unknown_kind(document, key, value, above, near)

    def _known_in(self, document: source.Document) -> Iterable[str]:
        """The keys that may stand at the left edge of a file and do not yet."""
        if document.file != self.files.plan_file or not isinstance(document.value, dict):
            return KINDS
        return (*KINDS, *(key for key in _PLAN_KEYS if key not in document.value))

    def _declare(self, document: source.Document, path: Path, id: str, kind: str) -> None:  # noqa: A002
        """Note an object that is in the wrong place: it exists, and nothing is known of it."""
        if id not in self.places:
            self.places[id] = (document.file, path)
            self.unread[id] = kind

    def _say_unknown_kind(
        self,
        document: source.Document,
        key: str,
        value: source.Value,
        above: str | None,
        near: str | None,
    ) -> None:
        message = Message.of("there is no kind `{key}`", key=key)
        if key in _PLAN_KEYS:
            hint = Message.of("`{key}` belongs in plan.yaml alone.", key=key)
        elif near is not None and (stray := look_alike(key)) is not None:
            hint = mended(near, stray)
        elif above is not None and _is_object_of(KINDS[above], value):
            hint = Message.of(
                "If it belongs to `{above}` above, indent it and its fields by two spaces.",
                above=above,
            )
        elif (holder := self._holder_of(document, key, above)) is not None:
            message = Message.of("`{key}` is a field, and stands where kinds stand", key=key)
            hint = Message.of(
                "If it belongs to `{holder}` above, indent it by {count} spaces.",
                holder=holder,
                count=2 if holder == "plan" else 4,
            )
        elif near is not None:
            hint = Message.of("Did you mean `{near}`?", near=near)
        elif (fitting := _kind_of(value)) is not None:
            hint = Message.of(
                "If it is one of `{kind}`, write `{kind}:` above it, and indent it and its fields "
                "by two spaces.",
                kind=fitting,
            )
        else:
            hint = Message.of("Kinds are: {kinds}.", kinds=", ".join(KINDS))
        self.notes.say(document.span((key,), key=True), "SRC004", message, hint)

    def _holder_of(self, document: source.Document, key: str, above: str | None) -> str | None:
        """What a field at the left edge belongs to: the last object above it, or the plan."""
        if above is None:
            is_plan = document.file == self.files.plan_file and key in Header.declared
            return "plan" if is_plan else None
        assert isinstance(document.value, dict)
        entries = document.value[above]
        if key not in KINDS[above].declared or not isinstance(entries, dict) or not entries:
            return None
        holder = list(entries)[-1]
        self._unread(holder, above)
        return holder

    def _unread(self, id: str, kind: str) -> None:  # noqa: A002
        """What an object says is not known: a part of it stands elsewhere."""
        self.objects.pop(id, None)
        self.unread.setdefault(id, kind)

    def _take_kind(self, document: source.Document, kind: str, entries: source.Value) -> None:
        if entries is None:
            return  # the reader has said that nothing stands there
        if not isinstance(entries, dict):
            self.notes.say(
                document.span((kind,)),
                "SRC005",
                Message.of("`{kind}` is not a list: each object stands under its id", kind=kind),
                Message.of(
                    "Take the dashes away; write each id with a colon, and its fields below it, "
                    "indented."
                ),
            )
            return
        above: str | None = None
        for id, value in entries.items():  # noqa: A001
            if above is not None and _is_field(KINDS[kind], id, value):
                self._unread(above, kind)
                self._say_field(document, (kind, id), above)
            else:
                above = id
                self._take_object(document, kind, id, value)

    def _say_field(self, document: source.Document, path: tuple[str, str], above: str) -> None:
        self.notes.say(
            document.span(path, key=True),
            "SRC005",
            Message.of("`{key}` is a field, and stands where ids stand", key=path[1]),
            Message.of("If it belongs to `{above}` above, indent it by two spaces.", above=above),
        )

    def _take_object(
        self,
        document: source.Document,
        kind: str,
        id: str,  # noqa: A002
        value: source.Value,
    ) -> None:
        path = (kind, id)
        if id in self.places:
            self._say_twice(document, path)
            return
        self.places[id] = (document.file, path)
        if not self._is_id(document, path) or value is None:
            self.unread[id] = kind
            return
        found = self.read(KINDS[kind], value, document, path, id)
        if found is None:
            self.unread[id] = kind
        else:
            self.objects[id] = found

    def _is_id(self, document: source.Document, path: tuple[str, str]) -> bool:
        try:
            parse_id(path[1])
        except PydanticCustomError as error:
            context = getattr(error, "context", None) or {}
            if meant := proposed_id(path[1]):
                self._proposed.setdefault(meant, path[0])
            if not self.notes.is_full(document):
                span = document.span(path, key=True)
                self.notes.say(span, "SRC005", context["message"], context["hint"])
            return False
        return True

    def _say_twice(self, document: source.Document, path: tuple[str, str]) -> None:
        kind, id = path  # noqa: A001
        if self.notes.is_full(document):
            return
        file, first = self.places[id]
        other = self.files.documents[file]
        shared = self.files.shared.get(file)
        if shared is not None and document.file not in self.files.shared:
            # The shared one is older, and others use it: the plan's own is the intruder.
            message = Message.of(
                "the shared folder {folder} has {id} already", folder=shared, id=id
            )
            hint = Message.of("Delete this one to use the shared one, or give it another id.")
            words = Message.of("it stands here, in `{kind}`", kind=str(first[0]))
        else:
            message = Message.of("the id {id} is already taken", id=id)
            words = Message.of("first declared here, in `{kind}`", kind=str(first[0]))
            singular = _SINGULAR.get(kind, kind.rstrip("s"))
            hint = Message.of(
                "Give this one another id, for example {id}-{kind}.", id=id, kind=singular
            )
            if kind == first[0]:
                hint = Message.of(
                    "Delete one of the two; or give this one another id, for example {id}-2.", id=id
                )
            else:
                self.unread.setdefault(id, kind)  # what refers to this one finds the other
        self.notes.say(
            document.span(path, key=True),
            "REF003",
            message,
            hint,
            (Related(other.span(first, key=True), words),),
        )

    def read(
        self,
        model: type[_P],
        value: source.Value,
        document: source.Document,
        path: Path,
        id: str | None = None,  # noqa: A002
    ) -> _P | None:
        """Read one object or part; None when something in it is wrong, which is then said."""
        if value is None:
            return None
        if not isinstance(value, dict):
            if self.notes.is_full(document):
                return None
            self.notes.say(
                document.span(path),
                "SRC005",
                Message.of("below `{key}` belong its fields, one a line", key=str(path[-1])),
                _no_fields(model, value),
            )
            return None
        given: dict[str, source.Value] = value
        if id is not None:
            if "id" in value:
                self.notes.say(
                    document.span((*path, "id"), key=True),
                    "SRC004",
                    Message.of("the id of an object is the key that it stands under"),
                    Message.of("Delete this line."),
                )
                return None
            given = {"id": id, **value}
        try:
            return model.read(given)
        except ValidationError as error:
            if self.notes.is_full(document):
                return None
            place = Place(str(given.get("id", path[-1])))
            for fault in faults_of(error, model, given):
                self.notes.say(
                    document.span((*path, *fault.path), key=fault.at_key),
                    fault.code,
                    fault.message,
                    fault.hint,
                    place=place.at(*fault.path),
                )
            return None


_JOINED = r"([a-z][a-z_]*):(?=\S)"


def _is_object_of(model: type[Object], value: source.Value) -> bool:
    """Whether something has the fields of an object, and not objects below it."""
    return isinstance(value, dict) and any(
        key in model.declared and (key not in KINDS or not isinstance(below, dict))
        for key, below in value.items()
    )


def _is_field(model: type[Object], key: str, value: source.Value) -> bool:
    """Whether what stands where an id should is a field of the object above it."""
    return key in model.declared and not isinstance(value, dict) and value is not None


def _kind_called(key: str, known: Iterable[str]) -> str | None:
    from bcp.model.other_words import kind_meant  # only a mistake pays for it

    known = tuple(known)
    return kind_meant(key, known) or nearest(key, known)


def _kind_of(value: source.Value) -> str | None:
    """The only kind that something with these fields can be."""
    if not isinstance(value, dict) or not value:
        return None
    fitting = [
        kind
        for kind, model in KINDS.items()
        if value.keys() <= model.declared.keys()
        and all(key in value for key, one in model.declared.items() if one.required and key != "id")
    ]
    return fitting[0] if len(fitting) == 1 else None


def _no_fields(model: type[Part], value: source.Value) -> Message:
    """The fix for an object that has no fields."""
    joined = re.match(_JOINED, value) if isinstance(value, str) else None
    if joined is not None and joined[1] in model.declared:
        return Message.of("A space is missing after the colon of `{key}:`.", key=joined[1])
    required = (key for key, one in model.declared.items() if one.required and key != "id")
    first = next(required, next(iter(model.declared)))
    return Message.of("Write `{first}:` and the other fields, indented below it.", first=first)


_SINGULAR: Mapping[str, str] = {
    "people": "person",
    "processes": "process",
    "strategies": "strategy",
    "redundancy": "pair",
    "hours": "hours",
    "wellbeing": "care",
}
