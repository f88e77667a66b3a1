"""The words of the program in the reader's language: English as written, and Ukrainian.

Words are looked up in gettext catalogues that ship inside the package
(``bcp/locale/<language>/LC_MESSAGES/bcp.mo``, made from the ``.po`` beside it by
``scripts/make_catalogues.py``). What explains the plan language has a catalogue of its own,
``language.mo``, which no check loads. Dates, weekdays and the names of languages come from the CLDR
by way of Babel, which is imported when the first of them is asked for: a check prints no dates.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from bcp.diagnostics import mark as mark

if TYPE_CHECKING:  # a check in English needs neither
    from gettext import NullTranslations

    from babel import Locale

LANGUAGES = ("en", "uk")
"""Languages that the program's own words exist in; the first is the one they are written in."""

DOMAIN = "bcp"
LANGUAGE_DOMAIN = "language"
"""What explains the plan language: read by editors, by ``bcp new`` and for the reference."""
FOLDER = Path(__file__).parent / "locale"

_MINUTE, _HOUR, _DAY = 60, 3600, 86400


class Agreeing(int):
    """A number, and which of a language's forms goes with it: ``format(number, "день|дні|днів")``
    gives the form, any other format the number."""

    form: int

    def __new__(cls, count: int, form: int) -> Agreeing:
        made = super().__new__(cls, count)
        made.form = form
        return made

    def __format__(self, spec: str) -> str:
        if "|" not in spec:
            return super().__format__(spec)
        forms = spec.split("|")
        return forms[min(self.form, len(forms) - 1)]


@dataclass(frozen=True, slots=True)
class Translator:
    """The program's words in one language: ``say("Whom I call")``.

    A :data:`~bcp.diagnostics.Translate`. For a language that the program has no words in, the words
    are English; dates still follow that language where the CLDR knows it.
    """

    language: str
    catalogue: NullTranslations | None = None
    """None: the words are English as written."""

    def __call__(self, template: str) -> str:
        """The words for ``template``; ``template`` itself when the catalogue has none."""
        if self.catalogue is None or not template:
            return template
        return self.catalogue.gettext(template)

    def count(self, one: str, many: str, count: int) -> str:
        """Words that agree with a number, which stands in them as ``{count}``."""
        if self.catalogue is None:
            return (one if count == 1 else many).format(count=count)
        return self.catalogue.ngettext(one, many, count).format(count=count)

    def number(self, count: int) -> int:
        """A number as it stands in a sentence: in a translation the words after it can agree with
        it, ``{count} {count:помилка|помилки|помилок}``."""
        plural = getattr(self.catalogue, "plural", None)
        return count if plural is None else Agreeing(count, plural(count))

    def day(self, day: dt.date) -> str:
        """A day in full: ``16 November 2026``, ``16 листопада 2026 р.``."""
        return day_in(self.language, day)

    def weekday(self, number: int) -> str:
        """A weekday in a few letters; 0 is Monday."""
        names = _locale(self.language).days["stand-alone"]["abbreviated"]
        return str(names[number])

    def language_name(self, tag: str) -> str:
        """What a language is called in this one: ``Ukrainian``; the tag when it is not known."""
        from babel import Locale, UnknownLocaleError

        try:
            other = Locale.parse(tag, sep="-")
        except (UnknownLocaleError, ValueError):
            return tag
        return other.get_display_name(_locale(self.language)) or tag

    def length(self, seconds: int, months: int = 0) -> str:
        """A length of time for print: ``15 min``, ``1 h 30 min``, ``2 days``, ``6 months``."""
        if months:
            return self.count("{count} month", "{count} months", months)
        say = self
        days, rest = divmod(seconds, _DAY)
        hours, rest = divmod(rest, _HOUR)
        minutes, rest = divmod(rest, _MINUTE)
        parts = (
            self.count("{count} day", "{count} days", days) if days else "",
            say("{count} h").format(count=hours) if hours else "",
            say("{count} min").format(count=minutes) if minutes or not seconds else "",
            say("{count} s").format(count=rest) if rest else "",
        )
        return " ".join(part for part in parts if part).replace(" ", "\u00a0")


@lru_cache(maxsize=16)
def translator(language: str) -> Translator:
    """The program's words in a language: its tag, ``en``, ``uk``, ``en-GB``."""
    return Translator(language, _catalogue(language, DOMAIN))


@lru_cache(maxsize=16)
def explainer(language: str) -> Translator:
    """The words that explain the plan language, and with them the program's own.

    A word that both know stands in the program's catalogue alone.
    """
    program, found = translator(language).catalogue, _catalogue(language, LANGUAGE_DOMAIN)
    if program is None or found is None:
        return Translator(language, program)
    found.add_fallback(program)
    return Translator(language, found)


def _catalogue(language: str, domain: str) -> NullTranslations | None:
    """The words of one catalogue; None where they are those that the program is written in."""
    path = FOLDER / language.split("-")[0] / "LC_MESSAGES" / f"{domain}.mo"
    if language.split("-")[0] == LANGUAGES[0] or not path.is_file():
        return None
    from gettext import GNUTranslations

    with path.open("rb") as file:
        return GNUTranslations(file)


def day_in(language: str, day: dt.date) -> str:
    """A day in full as a language writes it: ``16 November 2026``, ``16 листопада 2026 р.``."""
    from babel.dates import format_date

    return format_date(day, "long", _locale(language)).replace("\u202f", "\u00a0")


@lru_cache(maxsize=16)
def _locale(language: str) -> Locale:
    """What the CLDR knows of a language; that of British English when it does not know it.

    British, because a plan is read in many countries and most of them put the day first.
    """
    from babel import Locale, UnknownLocaleError

    try:
        return Locale.parse("en_GB" if language == "en" else language.replace("-", "_"))
    except (UnknownLocaleError, ValueError):
        return Locale.parse("en_GB")
