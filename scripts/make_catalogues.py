"""Make the catalogues of the program's words: ``make catalogues``.

Reads the words out of the code and the templates, brings each language's ``bcp.po`` and
``language.po`` (under ``bcp/locale/<language>/LC_MESSAGES``) up to date (translations are kept,
words that are gone are dropped), and compiles each to the ``.mo`` beside it, which the program
reads. What explains the plan language stands in ``language.po``, as far as the program does not say
it anyway: a word stands in one of them alone, but for a few. The same words give the same bytes:
the files carry no date of their own.

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
sys.path.insert(0, str(Path(__file__).resolve().parent))
import words_of_help  # noqa: E402 - beside this file, wherever it is called from
import words_of_language  # noqa: E402
from words_in_code import templates  # noqa: E402

Keywords: TypeAlias = dict[str, tuple[int, ...] | None]

LOCALE = ROOT / "bcp" / "locale"
LANGUAGES = ("uk",)
DOMAINS = ("bcp", "language")
CODE = ("i18n.py", "views", "render", "drill", "graph", "cli", "report", "coverage")
"""Which modules of ``bcp`` hold words that are marked by hand. Templates of diagnostics and errors
are found in every module (:mod:`words_in_code`)."""

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

CLICK: tuple[str | tuple[str, str], ...] = (
    *("Usage:", "Options", "Commands", "default: {default}", "required", "Aborted!"),
    *("Show this message and exit.", "Show the version and exit.", "Missing command."),
    *("Try '{command} {option}' for help.", "Error: {message}", "No such command {name!r}."),
    *("No such option {name!r}.", "Option {name!r} does not take a value."),
    *("Invalid value: {message}", "Invalid value for {param_hint}: {message}"),
    *("Missing argument", "Missing option", "Missing parameter", "file", "directory", "path"),
    *("{name} {filename!r} does not exist.", "{name} {filename!r} is a file."),
    *("{name} {filename!r} is a directory.", "{name} {filename!r} is not readable."),
    *("{value!r} is not a valid {number_type}.", "{value} is not in the range {range}."),
    ("Got unexpected extra argument ({args})", "Got unexpected extra arguments ({args})"),
    ("Option {name!r} requires an argument.", "Option {name!r} requires {nargs} arguments."),
    ("{value!r} is not {choice}.", "{value!r} is not one of {choices}."),
    ("Did you mean {possibility}?", "(Did you mean one of: {possibilities}?)"),
)
"""What the library of the command line says of itself, as it asks gettext for it."""

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


def marked(catalog: Catalog, method: str, path: Path, keywords: Keywords) -> None:
    """Put the words that a file marks into a catalogue."""
    for _line, message, _comments, _context in extract_from_file(method, path, keywords=keywords):
        if message and not (isinstance(message, tuple) and not all(message)):
            # No line numbers: they change with every edit, and nobody translates by them.
            catalog.add(message, locations=[(path.relative_to(ROOT).as_posix(), None)])


def explanations() -> Iterator[tuple[str, str]]:
    """(template, whose it is): the parts of every rule's docstring, and of every field that an
    object cannot do without what it means, which is said where it is missing."""
    from bcp.diagnostics import Message
    from bcp.graph.relations import BACKWARD, FORWARD
    from bcp.model import KINDS, Header
    from bcp.model.base import Object
    from bcp.model.reference import field_doc
    from bcp.rules.catalogue import explained

    for code, rule in explained().items():
        for message in rule.explanation.values():
            yield message.template, code
    for relation in {**dict.fromkeys(FORWARD.values()), **dict.fromkeys(BACKWARD.values())}:
        yield relation, "bcp show"
    for model in words_of_language.parts_of((Header, *KINDS.values())):
        for key, field in model.declared.items():
            if field.required and (key != "id" or not issubclass(model, Object)):
                doc = " ".join(field_doc(model, key).split())
                yield Message.literally(doc).template, f"{model.__name__}.{key}"


def template(domain: str = "bcp") -> Catalog:
    """Every word of a domain, without translations."""
    return {"bcp": _of_program, "language": _of_language}[domain]()


def _of_program() -> Catalog:
    """Every word of the program."""
    catalog = Catalog(project="bcp", charset="utf-8", creation_date=LONG_AGO)
    for source in sources():
        marked(catalog, *source)
    for path in sorted((ROOT / "bcp").rglob("*.py")):
        inside = path.relative_to(ROOT / "bcp").as_posix()
        if inside in words_of_language.MARKED:
            continue
        for words in templates(path, inside):
            catalog.add(words, locations=[(path.relative_to(ROOT).as_posix(), None)])
    for said in CLICK:
        catalog.add(said, locations=[("click", None)])
    for words, whose in (*explanations(), *words_of_help.listed()):
        if words:
            catalog.add(words, locations=[(whose, None)])
    return catalog


def _of_language() -> Catalog:
    """Every word that explains the plan language, less those of the program."""
    every = Catalog(project="bcp", charset="utf-8", creation_date=LONG_AGO)
    for inside in words_of_language.MARKED:
        marked(every, "python", ROOT / "bcp" / inside, KEYWORDS)
    for words, whose in words_of_language.listed():
        every.add(words, locations=[(whose, None)])
    said = template()
    for one in list(every):
        if one.id and one.id in said and one.id not in words_of_language.OWN:
            every.delete(one.id)
    return every


def updated(language: str, domain: str = "bcp") -> Catalog:
    """The catalogue of a language and domain with the words of today."""
    known = written(language, domain)
    known.creation_date = known.revision_date = LONG_AGO
    known.project, known.version, known.fuzzy = "bcp", "1", False
    known.header_comment = f"# The words of bcp in {known.locale.english_name}."
    known.msgid_bugs_address = known.copyright_holder = ""
    known.last_translator = known.language_team = "bcp"
    known.update(template(domain), no_fuzzy_matching=True)
    known.obsolete.clear()
    elsewhere = [written(language, one) for one in DOMAINS if one != domain]
    for message in known:
        for other in elsewhere:
            same = None if any(message.string or "") else other.get(message.id)
            if same is not None:
                message.string = same.string  # it moves with its word
    return known


def written(language: str, domain: str) -> Catalog:
    """The catalogue of a language and domain as it stands on disk."""
    path = LOCALE / language / "LC_MESSAGES" / f"{domain}.po"
    if not path.is_file():
        return Catalog(locale=language)
    with path.open("rb") as file:
        return read_po(file, locale=language)


def untranslated(catalog: Catalog) -> list[str]:
    """Words that have no translation."""
    return [
        str(one.id)
        for one in catalog
        if one.id and not (all(one.string) if isinstance(one.string, tuple) else one.string)
    ]


def files(language: str) -> dict[Path, bytes]:
    """What the files of a language should hold."""
    found: dict[Path, bytes] = {}
    folder = LOCALE / language / "LC_MESSAGES"
    for domain in DOMAINS:
        catalog, po, mo = updated(language, domain), BytesIO(), BytesIO()
        write_po(po, catalog, width=100, sort_output=True, include_lineno=False, omit_header=False)
        write_mo(mo, catalog)
        found |= {folder / f"{domain}.po": po.getvalue(), folder / f"{domain}.mo": mo.getvalue()}
    return found


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
        for domain in DOMAINS:
            for words in untranslated(updated(language, domain)):
                stale = True
                print(f"{language}, {domain}.po: no translation of {words!r}")
    return 1 if stale else 0


if __name__ == "__main__":
    sys.exit(main())
