"""Mistakes that continuity officers make, as pages to read: what was written, what is told.

A page (``*.md`` beside this file) holds mistakes of one subject. Each is a heading that says the
mistake in words, and blocks::

    ## An interval without its unit

    ```yaml watch.yaml
    …the file as written…
    ```

    ```text en
    …what `bcp check` tells, without its last line…
    ```

    ```text uk
    …the same in Ukrainian…
    ```

    ```yaml watch.yaml mended
    …the file after doing what the message says…
    ```

The files are laid over ``_base``, a small plan in which nothing is wrong. ``(no such file)`` takes
one of its files away. A name that begins with ``../contacts/`` is a file of the contacts folder,
any other ``../`` a shared one. After the name may stand ``in windows-1251`` (or another encoding)
and ``with BOM``. What cannot be seen is written as a sign: see :data:`SIGNS`.

The last block may be absent where the message itself shows what to write: then that is put in the
place it points at (:mod:`doing_as_told`).
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from bcp.cli.folders import Reaching, read_folder
from bcp.cli.language import words_in
from bcp.engine import Result, check
from bcp.files import read_tree
from bcp.loader import Contacts, load
from bcp.report.text import Style, lines

HERE = Path(__file__).parent
DAY = dt.date(2026, 11, 16)
LANGUAGES = ("en", "uk")

SIGNS: Mapping[str, str] = {
    "⇥": "\t",
    "␀": "\0",
    "␛": "\x1b",
    "⍽": "\N{NO-BREAK SPACE}",
    "␤": "\N{LINE SEPARATOR}",
}
"""How a page shows a character that nobody sees, and which it is."""

GONE = "(no such file)"
_FENCE = re.compile(r"^```(\w+) (.+)\n((?:.*\n)*?)```$", re.M)
_AS_SAVED = re.compile(r"(?P<name>\S+)(?: in (?P<encoding>[\w-]+))?(?P<bom> with BOM)?")


@dataclass(frozen=True)
class Mistake:
    """One mistake of a page."""

    page: str
    title: str
    written: Mapping[str, bytes | None]
    """The files as the officer wrote them, by name; None: there is no such file."""
    mended: Mapping[str, bytes | None]
    """The files after doing as told; empty when the message itself shows what to write."""
    told: Mapping[str, str]
    """What a check tells, by language."""

    @property
    def name(self) -> str:
        return f"{self.page}: {self.title}"


def base() -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted((HERE / "_base").glob("*.yaml"))}


def pages() -> list[Path]:
    return sorted(HERE.glob("*.md"))


def mistakes() -> list[Mistake]:
    """Every mistake of every page, in the order they are read."""
    return [one for page in pages() for one in _of_page(page)]


def _of_page(page: Path) -> Iterator[Mistake]:
    for part in _parts(page.read_text("utf-8")):
        title = part.partition("\n")[0]
        written: dict[str, bytes | None] = {}
        mended: dict[str, bytes | None] = {}
        told: dict[str, str] = {}
        for block in _FENCE.finditer(part):
            kind, about, body = block.groups()
            if kind == "text":
                told[about] = body
            elif about.endswith(" mended"):
                mended.update(_saved(about.removesuffix(" mended"), body))
            else:
                written.update(_saved(about, body))
        assert written, f"{page.name}: {title}: nothing is written"
        yield Mistake(page.stem, title, written, mended, told)


def _parts(text: str) -> list[str]:
    return re.split(r"^## ", text, flags=re.M)[1:]


def _saved(about: str, body: str) -> dict[str, bytes | None]:
    """A file as it would be saved."""
    how = _AS_SAVED.fullmatch(about)
    assert how is not None, f"not a file: {about}"
    if body.strip() == GONE:
        return {how["name"]: None}
    for sign, character in SIGNS.items():
        body = body.replace(sign, character)
    content = body.encode(how["encoding"] or "utf-8")
    return {how["name"]: b"\xef\xbb\xbf" + content if how["bom"] else content}


@dataclass(frozen=True)
class Checked:
    """What a check of a plan found, and the same as it is told, by language."""

    result: Result
    told: Mapping[str, str]


def checked(changed: Mapping[str, bytes | None], where: Path) -> Checked:
    """Check the base plan with other files laid over it. ``where``: an empty folder to write in."""
    folder = where / "plan"
    for name, content in {**base(), **changed}.items():
        if content is not None:
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
    read = read_folder(folder, where)
    contacts = None
    if (where / "contacts").is_dir():
        contacts = Contacts("../contacts", read_tree(where / "contacts"))
    loaded = load(read.tree, Reaching(read), contacts)
    found = check(loaded.plan, loaded.where.span, DAY, faults=loaded.diagnostics)
    told = {
        language: "".join(
            f"{line}\n"
            for line in lines(
                found.diagnostics, loaded.where.excerpt, Style(translate=words_in(language))
            )
        ).rstrip("\n")
        + "\n"
        for language in LANGUAGES
    }
    return Checked(found, {language: text.lstrip("\n") for language, text in told.items()})


def write(told: Mapping[str, Mapping[str, str]]) -> None:
    """Write into the pages what is told of each mistake, by its name."""
    for page in pages():
        head, *parts = re.split(r"^(?=## )", page.read_text("utf-8"), flags=re.M)
        new = [_rewritten(part, told[f"{page.stem}: {_title(part)}"]) for part in parts]
        page.write_text(head + "\n".join(new), "utf-8")


def _title(part: str) -> str:
    return part.partition("\n")[0].removeprefix("## ")


def _rewritten(part: str, told: Mapping[str, str]) -> str:
    head = part[: next(_FENCE.finditer(part)).start()].strip()
    blocks = [block for block in _FENCE.finditer(part) if block[1] != "text"]
    written = [block[0] for block in blocks if not block[2].endswith(" mended")]
    mended = [block[0] for block in blocks if block[2].endswith(" mended")]
    said = [f"```text {language}\n{told[language]}```" for language in LANGUAGES]
    return "\n\n".join([head, *written, *said, *mended]) + "\n"
