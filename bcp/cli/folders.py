"""The folder of a plan: how far from it anything is read, and the folders that it uses."""

from __future__ import annotations

import os
from pathlib import Path
from typing import NamedTuple

from bcp.cli.finding import as_folder as as_folder
from bcp.cli.finding import nearest_plan as nearest_plan
from bcp.cli.finding import plan_folders as plan_folders
from bcp.diagnostics import Message, mark
from bcp.errors import BcpError
from bcp.files import Tree, find_repository_root, is_inside, read_tree
from bcp.settings import Settings, settings_for

ROOT_VARIABLE = "BCP_ROOT"


class Boundary(NamedTuple):
    """A folder that nothing which is read lies outside of."""

    folder: Path
    words: Message
    """What messages call it: not its path, which differs from machine to machine."""


def boundary_of(folder: Path, root: Path | None = None) -> Boundary:
    """How far from a plan's folder may be read.

    ``root``, or ``BCP_ROOT``, says it. Else it is the repository: the nearest folder upwards with
    ``.git``. Else (an unpacked release, a copy in a container, a stick) the nearest folder above
    the plan with a ``bcp.toml``. Else the folder that the plan lies in: whoever packs several
    plans puts what they share beside them, and nothing secret lies beside a plan by design. But
    never a home folder or one above it, where other things do: then the plan's own folder.

    :raises BcpError: when what was given is no folder, or does not hold the plan.
    """
    given = root or os.environ.get(ROOT_VARIABLE)
    if given:
        return _given(folder, Path(given))
    found = find_repository_root(folder)
    if os.path.lexists(found / ".git"):
        return Boundary(found, Message.of(mark("the repository")))
    # Words, not paths: with thousands of plans, making a path for each question takes longer than
    # asking.
    parent = here = os.path.dirname(found)  # noqa: PTH120
    above = ""
    while here != above:
        if os.path.isfile(os.path.join(here, "bcp.toml")):  # noqa: PTH113, PTH118
            return Boundary(Path(here), Message.of(mark("the folder with bcp.toml")))
        here, above = os.path.dirname(here), here  # noqa: PTH120
    home = os.path.realpath(os.path.expanduser("~"))  # noqa: PTH111
    if os.path.commonpath((home, parent)) == parent:
        return Boundary(found, Message.of(mark("the folder of the plan")))
    return Boundary(Path(parent), Message.of(mark("the folder that the plan lies in")))


def _given(folder: Path, root: Path) -> Boundary:
    if not root.is_dir():
        raise BcpError(
            "{root}, beyond which nothing is to be read, is no folder",
            "check what --root or BCP_ROOT says",
            root=str(root),
        )
    if not is_inside(folder, root):
        raise BcpError(
            "{folder} lies outside {root}, beyond which nothing is to be read",
            "check what --root or BCP_ROOT says",
            folder=str(folder),
            root=str(root),
        )
    return Boundary(root.resolve(), Message.of(mark("the folder that --root or BCP_ROOT names")))


class Folder(NamedTuple):
    """The folder of a plan as it was read."""

    path: Path
    """As the user named it."""
    boundary: Boundary
    settings: Settings
    tree: Tree

    def reach(self, name: str) -> Tree:
        """The files of a folder named in ``uses``. Raises BcpError where it may not be used."""
        from bcp.cli.uses import used_folder  # most plans use none

        target = used_folder(name, self.path, self.boundary)
        return read_tree(target, boundary=self.boundary.folder, excluded=self.settings.exclude)


def read_folder(path: Path, root: Path | None = None) -> Folder:
    """Read the files of a plan, as the settings of its repository say.

    ``root``: see :func:`boundary_of`. Raises BcpError when the folder or the settings cannot be
    read.
    """
    boundary = boundary_of(path, root)
    settings = settings_for(path, boundary.folder)
    tree = read_tree(path, boundary=boundary.folder, excluded=settings.exclude)
    return Folder(path, boundary, settings, tree)


class Reaching:
    """Reaches the folders that a plan uses, and remembers what it read.

    An instance is the ``reach`` of :func:`bcp.loader.load`.
    """

    def __init__(self, folder: Folder) -> None:
        self._folder = folder
        self._by_place: dict[str, Tree] = {}
        self.trees: dict[str, Tree] = {}
        """What was read, by the name that it was asked for."""
        self.refused = False
        """Whether a folder could not be used."""

    def __call__(self, name: str) -> Tree:
        try:
            tree = self._folder.reach(name)
        except BcpError:
            self.refused = True
            raise
        # By whatever name, one folder is one tree: the loader then reads it once.
        place = os.path.realpath(tree.base) if tree.base is not None else name
        tree = self._by_place.setdefault(place, tree)
        self.trees[name] = tree
        return tree

    @property
    def whole(self) -> bool:
        """Whether every file of the plan and of all that it uses was read."""
        trees = (self._folder.tree, *self.trees.values())
        return not self.refused and not any(tree.faults for tree in trees)


def file_prefix(folder: Path) -> str:
    """What to put before a plan's file names so that they open from here.

    A shared file's name is then tidied (``bank/../shared/roles.yaml``), which beyond a link would
    make another place of it: so where a link was named, it is the folder's own path.
    """
    if folder == Path():
        return ""
    named = folder
    if os.path.abspath(folder) != os.path.realpath(folder):  # noqa: PTH100
        named = Path(os.path.realpath(folder))
    return f"{named.as_posix().rstrip('/')}/"
