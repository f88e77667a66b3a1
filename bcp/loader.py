"""Tree → :class:`~bcp.plan.Plan` and diagnostics.

Each file is parsed on its own and each object is read on its own, so one fault spoils one object
and the rest of the plan is still checked. What the user wrote never raises.
"""

from __future__ import annotations

import posixpath
import re
from collections import Counter
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import NamedTuple

from bcp import source
from bcp.diagnostics import Diagnostic, Message, Path, Place, Related, Severity, Span
from bcp.faults import faults_of, look_alike, mended
from bcp.files import DEFAULT_LIMITS, Tree
from bcp.model import KINDS, LANGUAGE_VERSION, Header, Object
from bcp.model.base import validator
from bcp.model.core import PydanticCustomError, ValidationError
from bcp.model.scalars import parse_id, proposed_id
from bcp.nearest import nearest
from bcp.plan import Plan

PLAN_FILE = "plan.yaml"
_PLAN_KEYS = ("bcp", "uses", "plan")

Reach = Callable[[str], Tree]
"""Gives the tree of a folder named in ``uses``; the path is as written there. Raises BcpError."""


class Loaded(NamedTuple):
    """A plan, what is wrong with how it is written, and where everything stands."""

    plan: Plan
    diagnostics: tuple[Diagnostic, ...]
    where: Where

    @property
    def readable(self) -> bool:
        """Whether every object of the plan could be read."""
        return self.plan.complete and not self.plan.unread


class Where(NamedTuple):
    """Where the objects of a plan are written."""

    documents: Mapping[str, source.Document]
    objects: Mapping[str, tuple[str, Path]]
    """Object id → its file and the path of its value there."""

    def span(self, place: Place, *, key: bool = False) -> Span:
        """Where a place is written: the nearest thing that exists, when the field is absent.

        An absent field, and an object as a whole, are shown at the object's key.
        """
        if place.id not in self.objects:
            return Span(PLAN_FILE, 1, 1, 1, 1)
        file, start = self.objects[place.id]
        document = self.documents[file]
        path, found = _existing(document, start, place.path)
        # A group is shown at its key: a marker under twenty lines marks nothing.
        at_key = len(path) < len(start) + len(place.path) or isinstance(found, dict | list)
        return document.span(path, key=key or (at_key and not isinstance(path[-1], int)))

    def excerpt(self, span: Span) -> str:
        """The source line a span begins in; empty when it has none."""
        document = self.documents.get(span.file)
        return document.excerpt(span.line) if document is not None and span.line else ""


def _existing(document: source.Document, start: Path, inner: Path) -> tuple[Path, source.Value]:
    """As much of the way in as is written, and what stands there."""
    value = document.value
    for part in start:
        value = _inside(value, part)
    path = start
    for part in inner:
        found = _inside(value, part)
        if found is None:
            break
        path, value = (*path, part), found
    return path, value


def _inside(value: source.Value, part: str | int) -> source.Value:
    """What stands at a key or list position; None when nothing does."""
    if isinstance(value, dict):
        return value.get(str(part))
    if isinstance(value, list) and isinstance(part, int) and part < len(value):
        return value[part]
    return None


def load(tree: Tree, reach: Reach | None = None) -> Loaded:
    """Read a plan from the files of its folder.

    ``reach`` gives the folders named in ``uses``; without it, using any is a fault.
    """
    return _Loading(reach).run(tree)


class _Loading:
    """The state of one reading."""

    def __init__(self, reach: Reach | None) -> None:
        self.reach = reach
        self.diagnostics: list[Diagnostic] = []
        self.documents: dict[str, source.Document] = {}
        self.places: dict[str, tuple[str, Path]] = {}
        self.objects: dict[str, Object] = {}
        self.unread: dict[str, str] = {}
        self.proposed: dict[str, str] = {}
        """Ids that were meant by what cannot be an id, and their kind."""
        self.plan_file = PLAN_FILE
        self.header: Header | None = None
        self.complete = True
        self.told: Counter[str] = Counter()
        """How many faults of objects were told, by file."""

    def run(self, tree: Tree) -> Loaded:
        self._take_tree(tree, "")
        self._find_plan_file()
        plan_document = self.documents.get(self.plan_file)
        if plan_document is not None and isinstance(plan_document.value, dict):
            self._take_uses(plan_document)
            self._take_header(plan_document)
        else:
            self._no_plan_file(plan_document)
        for document in list(self.documents.values()):
            self._take_document(document)
            self._tell_rest(document)
        for meant, kind in self.proposed.items():
            # What refers to it means this one: its fault is told where it stands, and only there.
            if meant not in self.places:
                self.unread[meant] = kind
        header = self.header or self._stand_in(plan_document)
        plan = Plan(
            header,
            MappingProxyType(dict(sorted(self.objects.items()))),
            MappingProxyType(self.unread),
            self.complete,
        )
        where = Where(MappingProxyType(self.documents), MappingProxyType(self.places))
        return Loaded(plan, tuple(sorted(self.diagnostics)), where)

    # ── files ──────────────────────────────────────────────────────────────────────────────────

    def _take_tree(self, tree: Tree, prefix: str) -> None:
        for fault in tree.faults:
            self.complete = False
            self.diagnostics.append(_moved(fault, prefix))
        for path, content in tree.files.items():
            name = posixpath.join(prefix, path)
            document = source.read(content, name)
            self.documents[name] = document
            self.diagnostics.extend(document.faults)
            self.complete = self.complete and document.whole

    def _find_plan_file(self) -> None:
        """A plan file in other letters is read as what it is meant to be, and said to be so."""
        if PLAN_FILE in self.documents:
            return
        other = next((name for name in self.documents if name.lower() == PLAN_FILE), None)
        if other is not None:
            self.plan_file = other
            self._say(
                Span(other),
                "SRC012",
                Message.of("the file of a plan is called {name}, in small letters", name=PLAN_FILE),
                Message.of("Rename {other} to {name}.", other=other, name=PLAN_FILE),
            )

    def _no_plan_file(self, document: source.Document | None) -> None:
        if document is not None and any(one.severity is Severity.ERROR for one in document.faults):
            return  # it is there, and what is wrong with it has been said
        unread = {one.span.file for one in self.diagnostics} - self.documents.keys()
        if any(posixpath.splitext(name)[0] == "plan" for name in unread):
            return  # it could not be read, or is called plan.yml, which has been said
        self._say(
            Span(PLAN_FILE),
            "SRC012",
            Message.of("the folder has no plan.yaml with a `plan:` in it"),
            Message.of(
                "Write plan.yaml: a line `bcp: 1`, then `plan:` with `id:` and `title:` below it."
            ),
        )

    def _take_uses(self, document: source.Document) -> None:
        uses = document.value.get("uses") if isinstance(document.value, dict) else None
        if uses is None:
            return
        if not isinstance(uses, list) or not all(isinstance(one, str) for one in uses):
            self._say(
                document.span(("uses",)),
                "SRC005",
                Message.of("`uses` is a list of folders"),
                Message.of("Write for example: uses: [../shared]"),
            )
            return
        for number, folder in enumerate(uses):
            self._take_used(str(folder), document.span(("uses", number)))

    def _take_used(self, folder: str, span: Span) -> None:
        from bcp.errors import BcpError

        try:
            if self.reach is None:
                raise BcpError("shared folders cannot be reached from here")
            tree = self.reach(folder)
        except BcpError as error:
            self.complete = False
            self._say(
                span,
                "SRC001",
                Message.of(
                    "the folder {folder} cannot be used: {why}", folder=folder, why=str(error)
                ),
                Message.of("{fix}", fix=error.fix) if error.fix else None,
            )
            return
        self._take_tree(tree, posixpath.normpath(folder))

    # ── the header ─────────────────────────────────────────────────────────────────────────────

    def _take_header(self, document: source.Document) -> None:
        assert isinstance(document.value, dict)
        self._check_version(document)
        if "plan" not in document.value:
            if document.whole:
                self._no_plan_file(None)
            return
        value = document.value["plan"]
        if isinstance(value, dict) and isinstance(value.get("id"), str):
            self.places[str(value["id"])] = (document.file, ("plan",))
        self.header = self._read(Header, value, document, ("plan",))  # type: ignore[assignment]

    def _check_version(self, document: source.Document) -> None:
        assert isinstance(document.value, dict)
        version = document.value.get("bcp")
        hint = Message.of("Write `bcp: {known}` as the first line.", known=LANGUAGE_VERSION)
        if "bcp" not in document.value:
            if not document.whole:
                return  # it may stand in what could not be read
            span = Span(document.file, 1, 1, 1, 1)
            message = Message.of("plan.yaml does not say which version of the language it is in")
        elif not isinstance(version, str) or not version.isdecimal() or int(version[:9]) == 0:
            span = document.span(("bcp",))
            message = Message.of(
                "`bcp: {version}` is not a version of the plan language, which is a whole number",
                version=source.brief(version) if isinstance(version, str) else "…",
            )
        elif int(version[:9]) > LANGUAGE_VERSION:
            span = document.span(("bcp",))
            message = Message.of(
                "this plan is written in version {version} of the language; this program knows "
                "versions up to {known}",
                version=version,
                known=LANGUAGE_VERSION,
            )
            hint = Message.of("Check it with a newer bcp.")
        else:
            return
        self._say(span, "SRC008", message, hint)

    def _stand_in(self, document: source.Document | None) -> Header:
        """A header to go on with when the real one could not be read; its id counts as unread."""
        value = document.value if document is not None else None
        given = value.get("plan") if isinstance(value, dict) else None
        written = given.get("id") if isinstance(given, dict) else None
        header = Header.read({"id": proposed_id(str(written or "")) or "plan", "title": "—"})
        self.unread.setdefault(header.id, Header.kind)
        return header

    # ── objects ────────────────────────────────────────────────────────────────────────────────

    def _take_document(self, document: source.Document) -> None:
        if document.value is None:
            return
        if not isinstance(document.value, dict):
            self._say(
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
            elif not (document.file == self.plan_file and key in _PLAN_KEYS):
                self._unknown_kind(document, key, value, above)

    def _is_full(self, document: source.Document) -> bool:
        """Whether so many faults of a file were told that more would help nobody.

        Looking for what was meant costs more than reading; a file of nothing but faults must not
        keep a check busy for minutes.
        """
        return self.told[document.file] >= DEFAULT_LIMITS.faults

    def _tell_rest(self, document: source.Document) -> None:
        if self._is_full(document):
            self._say(
                document.span(()),
                "SRC006",
                Message.of(
                    "there are more than {count} faults in this file; the rest are not listed",
                    count=DEFAULT_LIMITS.faults,
                ),
                Message.of("Mend those that are listed, then check again."),
            )

    def _unknown_kind(
        self, document: source.Document, key: str, value: source.Value, above: str | None
    ) -> None:
        """Say that there is no such kind; what stands below it was meant to be in the plan."""
        full = self._is_full(document)
        near = None if full or key in _PLAN_KEYS else nearest(key, KINDS)
        if above is not None and _is_object_of(KINDS[above], value):
            self._declare(document, (key,), key, above)
        elif isinstance(value, dict) and any(isinstance(one, dict) for one in value.values()):
            # References to what is declared here are no faults of those who refer to it.
            self.complete = False
            for id in value if near is not None else ():  # noqa: A001
                self._declare(document, (key, id), id, near or "")
        if not full:
            self._say_unknown_kind(document, key, value, above, near)

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
        if key in _PLAN_KEYS:
            hint = Message.of("`{key}` belongs in plan.yaml alone.", key=key)
        elif near is not None and (stray := look_alike(key)) is not None:
            hint = mended(near, stray)
        elif above is not None and _is_object_of(KINDS[above], value):
            hint = Message.of(
                "If it belongs to `{above}` above, indent it and its fields by two spaces.",
                above=above,
            )
        elif near is not None:
            hint = Message.of("Did you mean `{near}`?", near=near)
        else:
            hint = Message.of("Kinds are: {kinds}.", kinds=", ".join(KINDS))
        message = Message.of("there is no kind `{key}`", key=key)
        self._say(document.span((key,), key=True), "SRC004", message, hint)

    def _take_kind(self, document: source.Document, kind: str, entries: source.Value) -> None:
        if entries is None:
            return  # the reader has said that nothing stands there
        if not isinstance(entries, dict):
            self._say(
                document.span((kind,)),
                "SRC005",
                Message.of("`{kind}` is not a list: each object stands under its id", kind=kind),
                Message.of("Write the id, a colon, and its fields indented below it."),
            )
            return
        for id, value in entries.items():  # noqa: A001
            self._take_object(document, kind, id, value)

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
        found = self._read(KINDS[kind], value, document, path, id)
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
                self.proposed.setdefault(meant, path[0])
            if not self._is_full(document):
                span = document.span(path, key=True)
                self._say(span, "SRC005", context["message"], context["hint"])
            return False
        return True

    def _say_twice(self, document: source.Document, path: tuple[str, str]) -> None:
        kind, id = path  # noqa: A001
        if self._is_full(document):
            return
        file, first = self.places[id]
        singular = _SINGULAR.get(kind, kind.rstrip("s"))
        self._say(
            document.span(path, key=True),
            "REF003",
            Message.of("the id {id} is already taken", id=id),
            Message.of("Give this one another id, for example {id}-{kind}.", id=id, kind=singular),
            (
                Related(
                    self.documents[file].span(first, key=True),
                    Message.of("first declared here, in `{kind}`", kind=str(first[0])),
                ),
            ),
        )

    def _read(
        self,
        model: type[Object],
        value: source.Value,
        document: source.Document,
        path: Path,
        id: str | None = None,  # noqa: A002
    ) -> Object | None:
        """Read one object; None when something in it is wrong, which is then said."""
        if value is None:
            return None
        if not isinstance(value, dict):
            if self._is_full(document):
                return None
            self._say(
                document.span(path),
                "SRC005",
                Message.of("below `{key}` belong its fields, one a line", key=str(path[-1])),
                _no_fields(model, value),
            )
            return None
        given: dict[str, source.Value] = value
        if id is not None:
            if "id" in value:
                self._say(
                    document.span((*path, "id"), key=True),
                    "SRC004",
                    Message.of("the id of an object is the key that it stands under"),
                    Message.of("Delete this line."),
                )
                return None
            given = {"id": id, **value}
        try:
            return validator(model).validate_python(given)  # type: ignore[no-any-return]
        except ValidationError as error:
            if self._is_full(document):
                return None
            place = Place(str(given.get("id", path[-1])))
            for fault in faults_of(error, model, given):
                self._say(
                    document.span((*path, *fault.path), key=fault.at_key),
                    fault.code,
                    fault.message,
                    fault.hint,
                    place=place.at(*fault.path),
                )
            return None

    def _say(
        self,
        span: Span,
        code: str,
        message: Message,
        hint: Message | None = None,
        related: tuple[Related, ...] = (),
        place: Place | None = None,
    ) -> None:
        self.told[span.file] += 1
        self.diagnostics.append(
            Diagnostic(span, code, Severity.ERROR, message, hint, related, place)
        )


_JOINED = r"([a-z][a-z_]*):(?=\S)"


def _is_object_of(model: type[Object], value: source.Value) -> bool:
    """Whether something has the fields of an object, and not objects below it."""
    return isinstance(value, dict) and any(
        key in model.declared and (key not in KINDS or not isinstance(below, dict))
        for key, below in value.items()
    )


def _no_fields(model: type[Object], value: source.Value) -> Message:
    """The fix for an object that has no fields."""
    joined = re.match(_JOINED, value) if isinstance(value, str) else None
    if joined is not None and joined[1] in model.declared:
        return Message.of("A space is missing after the colon of `{key}:`.", key=joined[1])
    first = next(key for key, one in model.declared.items() if one.required and key != "id")
    return Message.of("Write `{first}:` and the other fields, indented below it.", first=first)


_SINGULAR: Mapping[str, str] = {
    "people": "person",
    "processes": "process",
    "strategies": "strategy",
    "redundancy": "pair",
    "hours": "hours",
    "wellbeing": "care",
}


def _moved(fault: Diagnostic, prefix: str) -> Diagnostic:
    """A tree's own fault, told from the plan's folder."""
    if not prefix:
        return fault
    span = Span(posixpath.join(prefix, fault.span.file))
    return Diagnostic(span, fault.code, fault.severity, fault.message, fault.hint, fault.related)
