"""A small plan to start from: complete enough to check and print, full of comments that teach."""

from __future__ import annotations

from pathlib import Path

from bcp.errors import BcpError
from bcp.files import write_atomically
from bcp.model.scalars import proposed_id
from bcp.render.assets import folder as templates

STARTERS = ("minimal",)


def write_starter(folder: Path, title: str, like: str = "minimal") -> tuple[Path, ...]:
    """Write a starter into a folder and give the files written.

    The plan's id is made from the folder's name. Nothing that exists is overwritten.

    :raises BcpError: when the folder holds any of these files, or cannot be written.
    """
    source = templates() / "starters" / like
    files = {
        folder / path.name: _filled(path.read_text("utf-8"), folder, title)
        for path in sorted(source.glob("*.yaml"))
    }
    for path in files:
        if path.exists() or path.is_symlink():
            raise BcpError(f"{path} exists already", "name a folder that is not there yet")
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise BcpError(
            f"the folder {folder} cannot be made: {error.strerror}", "name another place"
        ) from error
    # plan.yaml last: until it is there, the folder is no plan, so a crash leaves no half plan.
    for path in sorted(files, key=lambda path: path.name == "plan.yaml"):
        write_atomically(path, files[path].encode())
    return tuple(files)


def _filled(text: str, folder: Path, title: str) -> str:
    plan_id = proposed_id(folder.resolve().name).replace(".", "-") or "plan"
    printable = "".join(char for char in title if char.isprintable())
    quoted = printable.replace("\\", "\\\\").replace('"', '\\"')
    return text.replace("@id@", plan_id).replace("@title@", quoted)
