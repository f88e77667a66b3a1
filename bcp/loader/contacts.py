"""Contact data held outside the repository: added to the people and roles that a plan declares.

A contacts folder is written like a plan, but holds nothing than telephone numbers and addresses::

    people:
      o.bondar:
        phones: {mobile: "+44 7700 900100"}
        mail: {personal: o@bondar.example}
        verified: 2026-09-01
    roles:
      duty-manager:
        phones: {duty: "+44 7700 900199"}

It only adds what is absent. Nothing is overridden: of two numbers nobody could say which is right.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Mapping

from bcp import source
from bcp.diagnostics import Message, Path, Related
from bcp.files import Tree
from bcp.loader.objects import Objects
from bcp.model import KINDS, Object
from bcp.model.base import Part
from bcp.model.people import Person, PersonContact, Role, RoleContact
from bcp.nearest import nearest

_KINDS: Mapping[str, tuple[type[Object], type[Part]]] = {
    "people": (Person, PersonContact),
    "roles": (Role, RoleContact),
}
"""Kind → what it is in the plan, and what may be said of it here."""


def add_contacts(tree: Tree, folder: str, objects: Objects) -> dict[str, frozenset[str]]:
    """Add a contacts folder to the objects that were read; give the fields added, by id.

    ``folder`` is what messages call it.
    """
    added: dict[str, frozenset[str]] = {}
    objects.notes.diagnostics.extend(tree.faults)
    for path, content in tree.files.items():
        document = source.read(content, posixpath.join(folder, path))
        objects.files.documents[document.file] = document
        objects.notes.diagnostics.extend(document.faults)
        for kind, id, value in _entries(document, objects):  # noqa: A001
            found = _add(document, (kind, id), value, objects)
            added[id] = added.get(id, frozenset()) | found
    return added


def _entries(
    document: source.Document, objects: Objects
) -> Iterator[tuple[str, str, source.Value]]:
    value = document.value
    if value is None:
        return
    if not isinstance(value, dict):
        objects.notes.say(
            document.span(()),
            "SRC005",
            Message.of("a contacts file begins with `people:` or `roles:`, at the left edge"),
            Message.of("Write the kind, and below it the ids, each indented by two spaces."),
        )
        return
    for kind, inside in value.items():
        if kind not in _KINDS:
            objects.notes.say(
                document.span((kind,), key=True),
                "SRC004",
                Message.of("`{kind}` does not belong in a contacts file", kind=kind),
                Message.of("Only `people` and `roles` stand here; the rest is in the plan."),
            )
        elif isinstance(inside, dict):
            yield from ((kind, id, one) for id, one in inside.items())  # noqa: A001
        elif inside is not None:
            objects.notes.say(
                document.span((kind,)),
                "SRC005",
                Message.of("below `{key}` belong ids, one a line", key=kind),
                Message.of("Write the id, a colon, and its fields indented below it."),
            )


def _add(
    document: source.Document, path: tuple[str, str], value: source.Value, objects: Objects
) -> frozenset[str]:
    """Add what is said of one person or role; give the fields added."""
    kind, id = path  # noqa: A001
    model, contact_model = _KINDS[kind]
    one = objects.objects.get(id)
    if not isinstance(one, model):
        if id not in objects.unread:  # what is wrong with that one has been said
            _say_unknown(document, path, objects)
        return frozenset()
    contact = objects.read(contact_model, value, document, path)
    if contact is None:
        return frozenset()
    given = {key for key, inner in contact.__dict__.items() if inner is not None}
    twice = {key for key in given if getattr(one, key) is not None}
    for key in sorted(twice):
        _say_twice(document, (*path, key), objects)
    added = given - twice
    objects.objects[id] = one.saying(**{key: contact.get(key) for key in added})
    return frozenset(added)


def _say_unknown(document: source.Document, path: tuple[str, str], objects: Objects) -> None:
    kind, id = path  # noqa: A001
    known = [key for key, one in objects.objects.items() if isinstance(one, KINDS[kind])]
    near = nearest(id, known)
    objects.notes.say(
        document.span(path, key=True),
        "REF001",
        Message.of("the plan has no {id} under `{kind}`", id=id, kind=kind),
        Message.of("Did you mean {near}?", near=near)
        if near
        else Message.of("Declare it in the plan, or delete it here."),
    )


def _say_twice(document: source.Document, path: Path, objects: Objects) -> None:
    id, key = str(path[1]), str(path[2])  # noqa: A001
    file, start = objects.places[id]
    objects.notes.say(
        document.span(path, key=True),
        "SRC002",
        Message.of("`{key}` of {id} stands here and in the plan", key=key, id=id),
        Message.of("Delete one of the two; nobody could say which is right."),
        (
            Related(
                objects.files.documents[file].span((*start, key), key=True),
                Message.of("the other stands here"),
            ),
        ),
    )
