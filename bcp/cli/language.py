"""Which language an answer is in: asked for, or that of the person at the terminal.

What a person reads follows ``--lang``, then ``BCP_LANG``, then the locale where it is Ukrainian;
else it is English. What a program reads (``--format json``) follows ``--lang`` alone, so that the
same call gives the same bytes on every machine.

Nothing is imported for English, and one catalogue is loaded for any other language.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

from bcp.diagnostics import Argument, Message, Translate, untranslated
from bcp.errors import BcpError

if TYPE_CHECKING:
    from bcp.i18n import Translator

ENGLISH: Final = "en"
SPOKEN: Final = (ENGLISH, "uk")
"""The languages that the program's own words exist in: :data:`bcp.i18n.LANGUAGES`, which costs an
import that an answer in English does not need."""

_LOCALE: Final = ("LC_ALL", "LC_MESSAGES", "LANG")
"""Where a system says in which language messages are wanted; the first that is set counts."""


def spoken_tag(tag: str) -> str | None:
    """The language of :data:`SPOKEN` that a tag means (``uk``, ``uk-UA``, ``uk_UA.UTF-8``)."""
    language = tag.replace("_", "-").partition("-")[0].partition(".")[0].lower()
    return language if language in SPOKEN else None


def asked_for(tag: str | None) -> str | None:
    """The language of ``--lang``; None when nothing was asked for.

    Raises BcpError for one that the program does not speak.
    """
    return None if tag is None else _known(tag, "--lang")


def of_person(environment: Mapping[str, str]) -> str | None:
    """The language that ``BCP_LANG`` or a Ukrainian locale asks for; None when neither does.

    Raises BcpError when ``BCP_LANG`` names a language that the program does not speak.
    """
    if own := environment.get("BCP_LANG"):
        return _known(own, "BCP_LANG")
    locale = next((environment[name] for name in _LOCALE if environment.get(name)), "")
    found = spoken_tag(locale)
    return None if found == ENGLISH else found


def for_people(tag: str | None, environment: Mapping[str, str]) -> str:
    """The language of what a person reads. Raises BcpError for one that is not spoken."""
    return asked_for(tag) or of_person(environment) or ENGLISH


def for_plan(tag: str | None, environment: Mapping[str, str], plans: str) -> str:
    """The language of an answer that tells of a plan in the plan's own words.

    ``tag`` may be any language that the plan is written in; ``plans`` is the plan's first, which
    counts when neither the call nor the person asks for another.
    """
    return tag or of_person(environment) or plans


def words_in(language: str) -> Translate:
    """The program's words in a language."""
    return untranslated if spoken_tag(language) in (ENGLISH, None) else Words(language)


class Words:
    """The words of a language that is loaded when the first of them is asked for: an answer that
    was given before is told again without any."""

    __slots__ = ("_translator", "language")

    def __init__(self, language: str) -> None:
        self.language = language
        self._translator: Translator | None = None

    def _loaded(self) -> Translator:
        if self._translator is None:
            from bcp.i18n import translator

            self._translator = translator(self.language)
        return self._translator

    def __call__(self, template: str) -> str:
        return self._loaded()(template)

    def number(self, count: int) -> int:
        """A number that words can agree with: :meth:`bcp.i18n.Translator.number`."""
        return self._loaded().number(count)


def said_here(template: str, **arguments: Argument) -> str:
    """A sentence for the person at the terminal, where a command takes no language of its own."""
    return Message.of(template, **arguments).text(words_in(for_people(None, os.environ)))


def words_of_call(arguments: Sequence[str]) -> Translate:
    """The words for what is said when a call fails, however far it was understood."""
    tag = None
    for number, word in enumerate(arguments):
        if word == "--lang":
            tag = next(iter(arguments[number + 1 :]), None)
        elif word.startswith("--lang="):
            tag = word.partition("=")[2]
    if tag is None or spoken_tag(tag) is None:
        try:
            return words_in(of_person(os.environ) or ENGLISH)
        except BcpError:
            return untranslated
    return words_in(tag)


@contextmanager
def libraries_speak(words: Translate) -> Iterator[None]:
    """Let click say what it says of itself ("Usage", "No such option") in our language.

    It asks gettext for the words of the process; these are set to ours, and set back.
    """
    if not isinstance(words, Words):
        yield
        return
    import gettext

    from bcp.i18n import DOMAIN, FOLDER

    domain, languages = gettext.textdomain(), os.environ.get("LANGUAGE")
    gettext.bindtextdomain(DOMAIN, str(FOLDER))
    gettext.textdomain(DOMAIN)
    os.environ["LANGUAGE"] = spoken_tag(words.language) or ENGLISH
    try:
        yield
    finally:
        gettext.textdomain(domain)
        if languages is None:
            del os.environ["LANGUAGE"]
        else:
            os.environ["LANGUAGE"] = languages


def _known(tag: str, where: str) -> str:
    found = spoken_tag(tag)
    if found is None:
        raise BcpError(
            "{where} asks for the language “{tag}”, which the program does not speak",
            "write one of: {languages}",
            where=where,
            tag=tag,
            languages=", ".join(SPOKEN),
        )
    return found
