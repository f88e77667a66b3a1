"""The files of a plan: its own, and those of the folders it uses."""

from __future__ import annotations

import posixpath
from collections.abc import Callable

from bcp import source
from bcp.diagnostics import Diagnostic, Message, Severity, Span
from bcp.errors import BcpError
from bcp.files import PLAN_FILE, Tree
from bcp.loader.notes import Notes

Reach = Callable[[str], Tree]
"""Gives the tree of a folder named in ``uses``; the path is as written there. Raises BcpError."""


class Files:
    """The documents of one plan, as far as they could be read."""

    def __init__(self, reach: Reach | None, notes: Notes) -> None:
        self.reach = reach
        self.notes = notes
        self.documents: dict[str, source.Document] = {}
        self.plan_file = PLAN_FILE
        self.complete = True
        """Whether every file was read to its end."""

    def take(self, tree: Tree) -> source.Document | None:
        """Read a plan's own files, then those it uses; give its plan file."""
        self._take_tree(tree, "")
        self._find_plan_file()
        document = self.documents.get(self.plan_file)
        if document is not None and isinstance(document.value, dict):
            self._take_uses(document)
        else:
            self.say_no_plan(document)
        return document

    def _take_tree(self, tree: Tree, prefix: str) -> None:
        for fault in tree.faults:
            self.complete = False
            self.notes.diagnostics.append(_moved(fault, prefix))
        for path, content in tree.files.items():
            name = posixpath.join(prefix, path)
            document = source.read(content, name)
            self.documents[name] = document
            self.notes.diagnostics.extend(document.faults)
            self.complete = self.complete and document.whole

    def _find_plan_file(self) -> None:
        """A plan file in other letters is read as what it is meant to be, and said to be so."""
        if PLAN_FILE in self.documents:
            return
        other = next((name for name in self.documents if name.lower() == PLAN_FILE), None)
        if other is not None:
            self.plan_file = other
            self.notes.say(
                Span(other),
                "SRC012",
                Message.of("the file of a plan is called {name}, in small letters", name=PLAN_FILE),
                Message.of("Rename {other} to {name}.", other=other, name=PLAN_FILE),
            )

    def say_no_plan(self, document: source.Document | None) -> None:
        if document is not None and any(one.severity is Severity.ERROR for one in document.faults):
            return  # it is there, and what is wrong with it has been said
        unread = {one.span.file for one in self.notes.diagnostics} - self.documents.keys()
        if any(posixpath.splitext(name)[0] == "plan" for name in unread):
            return  # it could not be read, or is called plan.yml, which has been said
        self.notes.say(
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
            self.notes.say(
                document.span(("uses",)),
                "SRC005",
                Message.of("`uses` is a list of folders"),
                Message.of("Write for example: uses: [../shared]"),
            )
            return
        for number, folder in enumerate(uses):
            self._take_used(str(folder), document.span(("uses", number)))

    def _take_used(self, folder: str, span: Span) -> None:
        try:
            if self.reach is None:
                raise BcpError("shared folders cannot be reached from here")
            tree = self.reach(folder)
        except BcpError as error:
            self.complete = False
            self.notes.say(
                span,
                "SRC001",
                Message.of(
                    "the folder {folder} cannot be used: {why}", folder=folder, why=str(error)
                ),
                Message.of("{fix}", fix=error.fix) if error.fix else None,
            )
            return
        self._take_tree(tree, posixpath.normpath(folder))


def _moved(fault: Diagnostic, prefix: str) -> Diagnostic:
    """A tree's own fault, told from the plan's folder."""
    if not prefix:
        return fault
    span = Span(posixpath.join(prefix, fault.span.file))
    return Diagnostic(span, fault.code, fault.severity, fault.message, fault.hint, fault.related)
