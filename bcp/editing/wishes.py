"""What may be chosen for a new plan, and whether it can be had."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Final

from bcp.diagnostics import Message
from bcp.errors import BcpError
from bcp.model.core import PydanticCustomError
from bcp.model.scalars import parse_language, parse_timezone, parse_words

STARTERS: Final = ("contact-centre", "health-line", "municipal", "generic", "minimal")
"""Lines of work that there is a starter for; the first is the default."""

LANGUAGES: Final = ("en", "uk")
"""Languages that the starters are written in; the first is used where there is no better."""

ZONES: Final[Mapping[str, str]] = MappingProxyType({"en": "Europe/London", "uk": "Europe/Kyiv"})
"""The time zone of a plan in a language, when none is chosen."""


@dataclass(frozen=True)
class Wishes:
    """What was chosen for a new plan. None or empty: nothing was.

    Raises BcpError, in plain words, for what cannot be had.
    """

    like: str = STARTERS[0]
    """One of :data:`STARTERS`."""
    title: str | None = None
    organisation: str | None = None
    timezone: str | None = None
    languages: tuple[str, ...] = ()
    """Language tags, the plan's own first."""

    def __post_init__(self) -> None:
        if self.title is not None:
            _read(parse_words, self.title, Message.of("the title"))
        if self.organisation is not None:
            _read(parse_words, self.organisation, Message.of("the organisation"))
        if self.timezone is not None:
            _read(parse_timezone, self.timezone, Message.of("the time zone"))
        for tag in self.languages:
            _read(parse_language, tag, Message.of("the languages"))

    @property
    def texts_in(self) -> str:
        """The language that the starter's texts and comments are in."""
        own = self.languages[0].split("-")[0] if self.languages else ""
        return own if own in LANGUAGES else LANGUAGES[0]

    @property
    def plan_languages(self) -> tuple[str, ...]:
        return self.languages or (self.texts_in,)


def tags_in(words: str) -> tuple[str, ...]:
    """The language tags in a line: with commas, spaces or both between them.

    Raises BcpError when there are none.
    """
    tags = tuple(dict.fromkeys(words.replace(",", " ").split()))
    if not tags:
        raise BcpError("no language is named", "write language tags, the plan's own first: uk,en")
    return tags


def zone_here() -> str | None:
    """The time zone of this machine, as far as it says so; UTC is what machines say by default."""
    name = os.environ.get("TZ") or _linked_zone(Path("/etc/localtime"))
    try:
        found = parse_timezone(name)
    except PydanticCustomError:
        return None
    return None if found in ("UTC", "Etc/UTC") else found


def _linked_zone(link: Path) -> str:
    try:
        return str(link.readlink()).partition("zoneinfo/")[2]
    except OSError:
        return ""


def _read(parse: Callable[[object], str], words: str, what: Message) -> None:
    """Raise BcpError, with the reader's own words, for what a plan may not say."""
    try:
        parse(words)
    except PydanticCustomError as error:
        context = error.context or {}
        raise BcpError(
            "{what}: {fault}", "{hint}", what=what, fault=context["message"], hint=context["hint"]
        ) from error
