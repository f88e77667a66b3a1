"""Make the catalogues of the program's words: ``make catalogues``.

Reads the words out of the code and the templates, brings each language's ``bcp.po`` (under
``bcp/locale/<language>/LC_MESSAGES``) up to date (translations are kept, words that are gone are
dropped), and compiles it to the ``bcp.mo`` beside it, which the program reads. The same words give
the same bytes: the files carry no date of their own.

Usage: ``python scripts/make_catalogues.py [--check]``; with ``--check`` nothing is written, and the
exit code is 1 when a catalogue is not up to date or a word has no translation.
"""

from __future__ import annotations

import datetime as dt
import sys
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import TypeAlias

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_file
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
Keywords: TypeAlias = dict[str, tuple[int, ...] | None]

LOCALE = ROOT / "bcp" / "locale"
LANGUAGES = ("uk",)
CODE = ("i18n.py", "views", "render", "drill", "graph", "cli/drill", "cli/graph.py")
"""Which modules of ``bcp`` hold words that are translated."""

KEYWORDS: Keywords = {
    "_": None,
    "say": None,
    "mark": None,
    "labelled": None,
    "count": (1, 2),
}
"""How words are marked: ``say("…")``, ``tell.labelled("…", value)``, ``say.count("…", "…", n)``."""

LISTED: Keywords = {"line": (2,), "_section": (1,)}
"""``line(1, "…")`` and ``self._section("…", items)`` of the answers about a plan's graph. In the
views ``line`` joins words that are translated already."""

MORE: dict[str, Keywords] = {"graph": {**LISTED, "of": None}, "cli": LISTED}
"""How else words are marked in some rooms: ``Message.of("…")``, and :data:`LISTED`."""

LONG_AGO = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
"""A date of creation that does not change."""


def sources() -> Iterator[tuple[str, Path, Keywords]]:
    """(how to read it, file, how words are marked in it), in the order of their names."""
    for path in sorted((ROOT / "bcp").rglob("*.py")):
        inside = path.relative_to(ROOT / "bcp")
        if any(inside.is_relative_to(one) for one in CODE):
            yield "python", path, {**KEYWORDS, **MORE.get(inside.parts[0], {})}
    for path in sorted((ROOT / "templates").glob("*.html")):
        yield "jinja2", path, KEYWORDS


def template() -> Catalog:
    """Every word of the program, without translations."""
    catalog = Catalog(project="bcp", charset="utf-8", creation_date=LONG_AGO)
    for method, path, keywords in sources():
        found = extract_from_file(method, path, keywords=keywords)
        for _line, message, _comments, _context in found:
            if message and not (isinstance(message, tuple) and not all(message)):
                # No line numbers: they change with every edit, and nobody translates by them.
                catalog.add(message, locations=[(path.relative_to(ROOT).as_posix(), None)])
    return catalog


def updated(language: str) -> Catalog:
    """The catalogue of a language with the words of today."""
    path = LOCALE / language / "LC_MESSAGES" / "bcp.po"
    known = Catalog(locale=language)
    if path.is_file():
        with path.open("rb") as file:
            known = read_po(file, locale=language)
    known.creation_date = known.revision_date = LONG_AGO
    known.project, known.version, known.fuzzy = "bcp", "1", False
    known.header_comment = f"# The words of bcp in {known.locale.english_name}."
    known.msgid_bugs_address = known.copyright_holder = ""
    known.last_translator = known.language_team = "bcp"
    known.update(template(), no_fuzzy_matching=True)
    known.obsolete.clear()
    return known


def untranslated(catalog: Catalog) -> list[str]:
    """Words that have no translation."""
    return [
        str(one.id)
        for one in catalog
        if one.id and not (all(one.string) if isinstance(one.string, tuple) else one.string)
    ]


def files(language: str) -> dict[Path, bytes]:
    """What the two files of a language should hold."""
    catalog = updated(language)
    po, mo = BytesIO(), BytesIO()
    write_po(po, catalog, width=100, sort_output=True, include_lineno=False, omit_header=False)
    write_mo(mo, catalog)
    folder = LOCALE / language / "LC_MESSAGES"
    return {folder / "bcp.po": po.getvalue(), folder / "bcp.mo": mo.getvalue()}


def main() -> int:
    """Write or check every catalogue, and name what is not translated."""
    stale = False
    for language in LANGUAGES:
        for path, content in files(language).items():
            if "--check" not in sys.argv:
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(content)
            elif not path.is_file() or path.read_bytes() != content:
                stale = True
                print(f"{path.relative_to(ROOT)} is not up to date. Fix: make catalogues")
        for words in untranslated(updated(language)):
            stale = True
            print(f"{language}: no translation of {words!r}")
    return 1 if stale else 0


if __name__ == "__main__":
    sys.exit(main())
