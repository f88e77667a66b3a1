"""Numbers and addresses of people, held in a folder outside the repository: finding and reading
them. Without click, because a check reads them, and starts without it."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from bcp.errors import BcpError
from bcp.files import Tree, read_file, shown, why_refused

if TYPE_CHECKING:
    from bcp.loader import Contacts

_MOST = 1000
"""Files of a contacts folder; one for each team is plenty."""


class Held(NamedTuple):
    """Where contact data are held, and the file of keys that opens them."""

    contacts: Path | None
    identity: Path | None

    def read(self, plan: Path) -> Contacts | None:
        """What is held there, for a plan in this folder; None when nothing is named.

        Raises BcpError when it cannot be read or opened: numbers that were asked for and are not
        there must not look as if there were none.
        """
        if self.contacts is None:
            return None
        from bcp.loader import Contacts

        name = os.path.relpath(self.contacts, plan)
        if self.contacts.is_dir():
            return Contacts(name, _tree(self.contacts, self.identity))
        content = _content(self.contacts, self.identity)
        return Contacts(
            os.path.dirname(name),  # noqa: PTH120 - as text, to stand before names
            Tree(self.contacts.parent, {self.contacts.name: content}),
        )


NOTHING_HELD = Held(None, None)
"""For what looks at the files of a plan alone."""


def held_by_surroundings() -> Held:
    """What the environment says, for commands that have no option for it."""
    contacts, identity = os.environ.get("BCP_CONTACTS"), os.environ.get("BCP_IDENTITY")
    return Held(Path(contacts) if contacts else None, Path(identity) if identity else None)


def _tree(folder: Path, identity: Path | None) -> Tree:
    try:
        names = sorted(entry.name for entry in os.scandir(folder) if _is_ours(entry.name))
    except OSError as error:
        raise BcpError(
            "the contacts folder {folder} cannot be read: {why}",
            "check the name, and that you may read it",
            folder=folder,
            why=why_refused(error),
        ) from error
    if not names:
        raise BcpError(
            "there are no contacts in {folder}",
            "its files end in .yaml, or .yaml.age where they are encrypted",
            folder=folder,
        )
    if len(names) > _MOST:
        raise BcpError(
            "there are more than {most} files in {folder}",
            "name a folder of contacts alone",
            most=_MOST,
            folder=folder,
        )
    return Tree(folder, {shown(name): _content(folder / name, identity) for name in names})


def _is_ours(name: str) -> bool:
    return not name.startswith(".") and name.endswith((".yaml", ".yaml.age"))


def _content(path: Path, identity: Path | None) -> bytes:
    content = read_file(path)
    if path.suffix == ".age":
        from bcp.sealed import opened

        return opened(content, str(path), identity)
    return content
