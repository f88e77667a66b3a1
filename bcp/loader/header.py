"""The head of a plan: ``bcp:`` and ``plan:`` in its plan.yaml."""

from __future__ import annotations

from bcp import source
from bcp.diagnostics import Message, Span
from bcp.loader.notes import Notes
from bcp.loader.objects import Objects
from bcp.model import LANGUAGE_VERSION, Header
from bcp.model.scalars import proposed_id


def take_header(document: source.Document, objects: Objects) -> Header | None:
    """Read the header and note where it stands; None when it could not be read."""
    assert isinstance(document.value, dict)
    _check_version(document, objects.notes)
    if "plan" not in document.value:
        if document.whole:
            objects.files.say_no_plan(None)
        return None
    value = document.value["plan"]
    if isinstance(value, dict) and isinstance(value.get("id"), str):
        objects.places[str(value["id"])] = (document.file, ("plan",))
    found = objects.read(Header, value, document, ("plan",))
    assert found is None or isinstance(found, Header)
    return found


def stand_in(document: source.Document | None) -> Header:
    """A header to go on with when the real one could not be read."""
    value = document.value if document is not None else None
    given = value.get("plan") if isinstance(value, dict) else None
    written = given.get("id") if isinstance(given, dict) else None
    return Header.read({"id": proposed_id(str(written or "")) or "plan", "title": "—"})


def _check_version(document: source.Document, notes: Notes) -> None:
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
    notes.say(span, "SRC008", message, hint)
