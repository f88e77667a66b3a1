"""The files of a plan: its own, and those of the folders it uses."""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Iterator

from bcp import source
from bcp.diagnostics import Diagnostic, Message, Related, Severity, Span
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
        """Whether every file was read to its end, and every folder in ``uses`` followed."""
        self.used: list[str] = []
        """The folders as they stand in ``uses``, one an entry; tidy, and seen from the plan."""
        self.shared: dict[str, str] = {}
        """Which of these folders a file that is not the plan's own comes from."""
        self._trees: list[Tree] = []

    def take(self, tree: Tree) -> source.Document | None:
        """Read a plan's own files, then those it uses; give its plan file."""
        self._take_tree(tree, "")
        self._find_plan_file()
        document = self.documents.get(self.plan_file)
        if document is not None and isinstance(document.value, dict):
            self._take_uses(document, document.value)
        else:
            self.say_no_plan(document)
        return document

    def in_order(self) -> Iterator[source.Document]:
        """What is shared first: it is the older one when a plan takes an id that it has."""
        yield from (self.documents[name] for name in self.shared)
        yield from (one for name, one in self.documents.items() if name not in self.shared)

    def _take_tree(self, tree: Tree, folder: str) -> bool:
        """Read the files of a folder; give whether there is anything in it, or was meant to be."""
        for fault in tree.faults:
            self.complete = False
            self.notes.diagnostics.append(_moved(fault, folder))
        found = bool(tree.faults)
        for path, content in tree.files.items():
            name = posixpath.join(folder, path)
            if name in self.documents:  # a folder inside one that was read already
                found = True
                continue
            document = source.read(content, name)
            self.documents[name] = document
            if folder:
                self.shared[name] = folder
            self.notes.diagnostics.extend(document.faults)
            self.complete = self.complete and document.whole
            found = found or document.value is not None or bool(document.faults)
        return found

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

    def _take_uses(self, document: source.Document, top: dict[str, source.Value]) -> None:
        if "uses" not in top:
            return
        uses = top["uses"]
        if isinstance(uses, str):
            # Everybody's first try, and there is no doubt what it means.
            folders = [one for one in (part.strip() for part in uses.split(",")) if one]
            self._say_no_list(document, ", ".join(folders) or "../shared")
            for folder in folders:
                self._take_used(folder, document.span(("uses",)))
        elif isinstance(uses, list):
            for number, entry in enumerate(uses):
                self._take_entry(entry, document.span(("uses", number)))
        else:
            self.complete = False
            if uses is not None:  # of nothing at all the reader has spoken
                self._say_no_list(document, "../shared")

    def _say_no_list(self, document: source.Document, folders: str) -> None:
        self.notes.say(
            document.span(("uses",)),
            "SRC005",
            Message.of("`uses` is a list of folders"),
            Message.of("Write: uses: [{folders}]", folders=folders),
        )

    def _take_entry(self, folder: source.Value, span: Span) -> None:
        if isinstance(folder, str):
            self._take_used(folder, span)
            return
        self.used.append("")
        self.complete = False
        if folder is not None:
            self.notes.say(
                span,
                "SRC005",
                Message.of("the name of a folder belongs here"),
                Message.of("Write it as seen from plan.yaml, for example ../shared."),
            )

    def _take_used(self, folder: str, span: Span) -> None:
        name = posixpath.normpath(folder)
        again = name in self.used
        self.used.append(name)
        if again:
            return
        try:
            if self.reach is None:
                raise BcpError("shared folders cannot be reached from here")
            tree = self.reach(folder)
            if any(path.lower() == PLAN_FILE for path in tree.files):
                raise BcpError(
                    "it is a plan of its own, and a plan uses folders without a plan.yaml",
                    "Move what both need into a folder of its own, for example ../shared.",
                )
        except BcpError as error:
            self.complete = False
            self.notes.say(
                span,
                "SRC001",
                Message.of(
                    "the folder {folder} cannot be used: {why}",
                    folder=folder,
                    why=_message(error.template, error),
                ),
                _message(error.fix_template, error) if error.fix else None,
            )
            return
        if any(tree is one for one in self._trees):
            return  # the same folder by another name
        self._trees.append(tree)
        if not self._take_tree(tree, name):
            self.complete = False
            self.notes.say(
                span,
                "SRC001",
                Message.of(
                    "nothing in {folder} can be read: no .yaml in it holds a word", folder=folder
                ),
                Message.of("Check the name; it is seen from plan.yaml."),
            )


def _message(template: str, error: BcpError) -> Message:
    """A sentence of an error, as a diagnostic says it."""
    if not error.arguments:
        return Message.literally(template)
    arguments = {
        name: value if isinstance(value, int | Message) else str(value)
        for name, value in error.arguments.items()
    }
    return Message.of(template, **arguments)


def _moved(fault: Diagnostic, prefix: str) -> Diagnostic:
    """A tree's own fault, told from the plan's folder."""
    if not prefix:
        return fault
    related = tuple(Related(_span_from(prefix, one.span), one.message) for one in fault.related)
    return fault._replace(span=_span_from(prefix, fault.span), related=related)


def _span_from(prefix: str, span: Span) -> Span:
    return span._replace(file=posixpath.normpath(posixpath.join(prefix, span.file)))
