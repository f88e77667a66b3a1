"""Where the templates, style sheets and fonts of the documents lie, and reading them."""

from __future__ import annotations

from functools import lru_cache
from importlib.resources import files
from pathlib import Path

from bcp.errors import BcpError

SCHEME = "bcp"
"""The one scheme of addresses that a document may use: ``bcp:print.css`` is a shipped file."""

_TYPES = {".css": "text/css", ".svg": "image/svg+xml", ".png": "image/png"}


@lru_cache(maxsize=1)
def folder() -> Path:
    """The folder of templates: inside the package when it was installed, else beside it.

    Raises :class:`~bcp.errors.BcpError` when neither is there.
    """
    packaged = Path(str(files("bcp"))) / "templates"
    beside = packaged.parent.parent / "templates"
    for place in (packaged, beside):
        if (place / "fonts").is_dir():
            return place
    raise BcpError(
        "The templates of the documents are missing.",
        "Install bcp again; they belong in {packaged}.",
        packaged=packaged,
    )


@lru_cache(maxsize=1)
def shipped() -> dict[str, tuple[bytes, str]]:
    """What a document may fetch: address → (content, media type). Nothing else is fetched."""
    return {
        f"{SCHEME}:{path.relative_to(folder()).as_posix()}": (
            path.read_bytes(),
            _TYPES[path.suffix],
        )
        for path in sorted(folder().rglob("*"))
        if path.suffix in _TYPES and path.is_file()
    }


def font_files() -> tuple[Path, ...]:
    """The fonts that documents are printed with."""
    return tuple(sorted((folder() / "fonts").glob("*.ttf")))


def fontconfig_file() -> Path:
    """The font configuration that names the shipped fonts and no others."""
    return folder() / "fonts.conf"
