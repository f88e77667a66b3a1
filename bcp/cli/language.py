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


_spoken: Translate | None = None
"""The words of the call that is being answered; None outside of one."""


def words_here() -> Translate:
    """The words for the person at the terminal: those of the call that is being answered."""
    return _spoken or words_in(for_people(None, os.environ))


def language_here() -> str:
    """The language of :func:`words_here`."""
    words = words_here()
    return words.language if isinstance(words, Words) else ENGLISH


def said_here(template: str, **arguments: Argument) -> str:
    """A sentence for the person at the terminal: on the way to an answer, or of a mistake."""
    return Message.of(template, **arguments).text(words_here())


def words_of_call(arguments: Sequence[str]) -> Translate:
    """The words for what is said besides the answer (help, progress, mistakes), however far a call
    was understood: those of ``--lang`` where the program speaks it, else the person's."""
    tag, _ = _language_apart(arguments)
    if tag is None or spoken_tag(tag) is None:
        try:
            return words_in(of_person(os.environ) or ENGLISH)
        except BcpError:
            return untranslated
    return words_in(tag)


def without_language_of_help(arguments: Sequence[str]) -> Sequence[str]:
    """The arguments as a command is to take them: in which language help is asked for is known
    already (:func:`words_of_call`), and a group, which only has help to give, takes no language."""
    if not set(arguments) & {"--help", "-h"}:
        return arguments
    return _language_apart(arguments)[1]


def _language_apart(arguments: Sequence[str]) -> tuple[str | None, list[str]]:
    """What ``--lang`` says, the last one where there are several, and the other arguments."""
    tag, rest = None, []
    waiting = iter(arguments)
    for word in waiting:
        if word == "--lang":
            tag = next(waiting, None)
        elif word.startswith("--lang="):
            tag = word.partition("=")[2]
        else:
            rest.append(word)
    return tag, rest


@contextmanager
def answering_in(words: Translate) -> Iterator[None]:
    """Answer a call in these words (:func:`words_here`), click's too ("No such option").

    Click asks gettext for the words of the process; these are set to ours, and set back.
    """
    global _spoken
    before, _spoken = _spoken, words
    try:
        with _libraries_speak(words):
            yield
    finally:
        _spoken = before


@contextmanager
def _libraries_speak(words: Translate) -> Iterator[None]:
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
