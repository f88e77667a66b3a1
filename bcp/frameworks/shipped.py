"""Read the frameworks that ship with the program: one YAML file each, beside this module.

A file has ``framework`` (its own name), ``title``, ``cited_as``, and under ``clauses`` for each
clause id ``asks``, ``shown_by``, ``attest`` (both may be left out when empty) and ``read``. What
people read (``title``, ``asks``, each of ``attest``) is a map from language to text, or a plain
text in English.
"""

from __future__ import annotations

from collections.abc import Iterator
from importlib.resources import files

from bcp.errors import BcpError
from bcp.frameworks import READ_MARKS, Clause, Framework
from bcp.i18n import LANGUAGES
from bcp.nearest import nearest
from bcp.source import Value, read

_SUFFIX = ".yaml"
_OF_A_FILE = frozenset({"framework", "title", "cited_as", "clauses"})
_OF_A_CLAUSE = frozenset({"asks", "shown_by", "attest", "read"})
_ENGLISH = LANGUAGES[0]


def names() -> tuple[str, ...]:
    """The names of the frameworks that are shipped, in alphabetical order."""
    found = (one.name for one in files("bcp.frameworks").iterdir())
    return tuple(sorted(one.removesuffix(_SUFFIX) for one in found if one.endswith(_SUFFIX)))


def framework(name: str, language: str = _ENGLISH) -> Framework:
    """The framework of this name in a language; letter case of the name does not matter.

    What is not written in the language is in English. Raises BcpError when there is no such
    framework, with the nearest name; and for a damaged installation.
    """
    known = names()
    wanted = name.lower()
    if wanted not in known:
        near = nearest(wanted, known)
        raise BcpError(
            "there is no framework “{name}”",
            "did you mean {near}? There are: {known}" if near else "There are: {known}",
            name=name,
            near=near,
            known=", ".join(known),
        )
    try:
        content = files("bcp.frameworks").joinpath(wanted + _SUFFIX).read_bytes()
        return parse(content, wanted, language)
    except (OSError, _DamagedError) as error:
        raise BcpError(
            "the shipped framework {wanted} is damaged: {error}",
            "install bcp anew",
            wanted=wanted,
            error=error,
        ) from error


class _DamagedError(ValueError):
    """A shipped file does not say what it must; the text says what is wrong."""


def parse(content: bytes, name: str, language: str = _ENGLISH) -> Framework:
    """Make a framework of a file's bytes, in a language where it is written in it, else English.

    Raises ValueError with one sentence for the first thing that is wrong with them.
    """
    document = read(content, name + _SUFFIX)
    if document.faults:
        first = document.faults[0]
        raise _DamagedError(f"line {first.span.line}: {first.message}")
    whole = _mapping(document.value, "the file", _OF_A_FILE)
    own = _text(whole, "framework", "the file")
    if own != name:
        raise _DamagedError(f"it calls itself {own}")
    clauses = tuple(_clauses(whole.get("clauses"), language))
    if not clauses:
        raise _DamagedError("it has no clauses")
    title = _told(whole, "title", "the file", language)
    return Framework(name, title, _text(whole, "cited_as", "the file"), clauses)


def _clauses(value: Value, language: str) -> Iterator[Clause]:
    for id, written in _mapping(value, "`clauses`").items():  # noqa: A001
        where = f"clause {id}"
        one = _mapping(written, where, _OF_A_CLAUSE)
        mark = _text(one, "read", where)
        if mark not in READ_MARKS:
            raise _DamagedError(f"{where}: `read` is {mark}, not one of {', '.join(READ_MARKS)}")
        shown_by = _texts(one.get("shown_by", []), "shown_by", where)
        attest = _all_told(one, "attest", where, language)
        if not shown_by and not attest:
            raise _DamagedError(f"{where} has neither `shown_by` nor `attest`")
        yield Clause(id, _told(one, "asks", where, language), shown_by, attest, mark)


def _mapping(value: Value, where: str, known: frozenset[str] | None = None) -> dict[str, Value]:
    if not isinstance(value, dict):
        raise _DamagedError(f"{where} is no group of keys")
    unknown = sorted(value.keys() - known) if known is not None else []
    if unknown:
        raise _DamagedError(f"{where} has the unknown key `{unknown[0]}`")
    return value


def _text(written: dict[str, Value], key: str, where: str) -> str:
    value = written.get(key)
    if not isinstance(value, str) or not value.strip():
        raise _DamagedError(f"{where} has no text under `{key}`")
    return value.strip()


def _told(written: dict[str, Value], key: str, where: str, language: str) -> str:
    """A text that people read, in a language."""
    value = written.get(key)
    if not isinstance(value, dict):
        return _text(written, key, where)
    texts = _mapping(value, f"{where}: `{key}`", frozenset(LANGUAGES))
    # The English is asked for even where it is not shown: a damaged file is so in every language.
    told = {one: _text(texts, one, f"{where}: `{key}`") for one in {_ENGLISH, *texts}}
    return told.get(language, told[_ENGLISH])


def _all_told(written: dict[str, Value], key: str, where: str, language: str) -> tuple[str, ...]:
    """A list of texts that people read, in a language."""
    value = written.get(key, [])
    if isinstance(value, list):
        value = [
            _told({key: one}, key, where, language) if isinstance(one, dict) else one
            for one in value
        ]
    return _texts(value, key, where)


def _texts(value: Value, key: str, where: str) -> tuple[str, ...]:
    texts = [one for one in value if isinstance(one, str)] if isinstance(value, list) else None
    if not isinstance(value, list) or texts is None or len(texts) < len(value):
        raise _DamagedError(f"{where}: `{key}` is no list of texts")
    if len(set(texts)) < len(texts):
        raise _DamagedError(f"{where}: `{key}` says the same twice")
    return tuple(texts)
