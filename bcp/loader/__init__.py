"""Tree → :class:`~bcp.plan.Plan` and diagnostics.

Each file is parsed on its own and each object is read on its own, so one fault spoils one object
and the rest of the plan is still checked. What the user wrote never raises.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import NamedTuple

from bcp.diagnostics import Diagnostic
from bcp.files import PLAN_FILE, Tree
from bcp.loader.files import Files, Reach
from bcp.loader.header import stand_in, take_header
from bcp.loader.notes import Notes
from bcp.loader.objects import Objects
from bcp.loader.where import Where
from bcp.plan import Plan, Used

__all__ = ["PLAN_FILE", "Contacts", "Loaded", "Reach", "Where", "load"]


class Loaded(NamedTuple):
    """A plan, what is wrong with how it is written, and where everything stands."""

    plan: Plan
    diagnostics: tuple[Diagnostic, ...]
    where: Where

    @property
    def readable(self) -> bool:
        """Whether every object of the plan could be read."""
        return self.plan.complete and not self.plan.unread


class Contacts(NamedTuple):
    """A contacts folder: its files, and what messages call it, as seen from the plan."""

    folder: str
    tree: Tree


def load(tree: Tree, reach: Reach | None = None, contacts: Contacts | None = None) -> Loaded:
    """Read a plan from the files of its folder.

    ``reach`` gives the folders named in ``uses``; without it, using any is a fault. ``contacts``
    adds numbers and addresses to the people and roles of the plan.
    """
    notes = Notes()
    files = Files(reach, notes)
    document = files.take(tree)
    objects = Objects(files)
    readable = document is not None and isinstance(document.value, dict)
    header = take_header(document, objects) if document is not None and readable else None
    objects.take()
    added = None
    if contacts is not None:
        from bcp.loader.contacts import add_contacts

        added = MappingProxyType(add_contacts(contacts.tree, contacts.folder, objects))
    if header is None:
        header = stand_in(document)
        objects.unread.setdefault(header.id, header.kind)
    plan = Plan(
        header,
        MappingProxyType(dict(sorted(objects.objects.items()))),
        MappingProxyType(objects.unread),
        files.complete,
        added,
        _used(files, objects),
    )
    where = Where(MappingProxyType(files.documents), MappingProxyType(objects.places))
    return Loaded(plan, tuple(sorted(notes.diagnostics)), where)


def _used(files: Files, objects: Objects) -> tuple[Used, ...]:
    """The shared folders and the ids that come from each, in the order of ``uses``."""
    ids: dict[str, set[str]] = {}
    if files.shared:
        for id, (file, _) in objects.places.items():  # noqa: A001
            if file in files.shared:
                ids.setdefault(files.shared[file], set()).add(id)
    # Popped, so that of a folder that is named twice only the first entry has them.
    return tuple(Used(folder, frozenset(ids.pop(folder, ()))) for folder in files.used)
