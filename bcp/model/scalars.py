"""The values a plan is written with: text that becomes a number, a day, a duration, a phone.

Every scalar arrives as the text that stands in the file (see :mod:`bcp.source`); the field decides
what it means. Python's and pydantic's own readings are not used: they take ``on`` for true, ``3_0``
for 30 and ``1772323200`` for a date. A bare ``bool``, ``int``, ``float``, ``date``, ``time`` or
``timedelta`` in a model is therefore a mistake, which a test finds.

A parser here raises :class:`pydantic_core.PydanticCustomError` whose type is a diagnostic code and
whose context holds two :class:`~bcp.diagnostics.Message`: ``message`` and ``hint``.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache, total_ordering
from typing import Annotated, Any, Final, NamedTuple, NoReturn

from bcp.diagnostics import Argument, Message
from bcp.model.core import PydanticCustomError
from bcp.nearest import stray_letter
from bcp.written import Numberlike


def _refuse(template: str, hint: str, code: str = "SRC005", **arguments: Argument) -> NoReturn:
    """Raise with a sentence and a fix; both are templates over the same arguments."""
    arguments = {
        name: _brief(value) if isinstance(value, str) else value
        for name, value in arguments.items()
    }
    text = arguments.get("text", arguments.get("tag"))
    if isinstance(text, str) and text[:1] in CURLY_QUOTES and text:
        hint = 'The quotes around it are curly; use the straight ".'
    context = {
        "message": Message.of(template, **arguments),
        "hint": Message.of(hint, **arguments),
    }
    raise PydanticCustomError(code, "{message}", context)


CURLY_QUOTES: Final = "“”„‟‘’‚‛«»"
"""Quotation marks of word processors; to YAML they are letters."""


def described(value: object) -> Argument:
    """What kind of thing was written, in words: for messages."""
    if value is None:
        return Message.of("nothing")
    if isinstance(value, list):
        return Message.of("a list")
    if isinstance(value, dict):
        return Message.of("a group of keys")
    return f"“{_brief(str(value))}”"


def _brief(text: str) -> str:
    """As much of a text as a sentence bears."""
    return text if len(text) <= _LONGEST_SHOWN else f"{text[: _LONGEST_SHOWN - 1]}…"


_LONGEST_SHOWN: Final = 120


def _text(value: object, wanted: str, hint: str) -> str:
    if not isinstance(value, str):
        _refuse(
            "{wanted} belongs here, not {found}",
            hint,
            wanted=Message.of(wanted),
            found=described(value),
        )
    return value.strip()


# ── flags and numbers ──────────────────────────────────────────────────────────────────────────


def parse_flag(value: object) -> bool:
    """Read ``true`` or ``false``; ``yes``, ``on`` and ``1`` are refused, not guessed."""
    if isinstance(value, bool):
        return value
    text = _text(value, "true or false", "Write true or false.")
    if text not in ("true", "false"):
        _refuse(
            "“{text}” is neither true nor false",
            "Write true or false, in small letters and without quotes.",
            text=text,
        )
    return text == "true"


def parse_count(value: object) -> int:
    """Read a whole number from 0, in digits alone."""
    if type(value) is int:
        return value
    text = _text(value, "a whole number", "Write digits only, for example 12.")
    if not re.fullmatch(r"0|[1-9][0-9]{0,11}", text):
        _refuse(
            "“{text}” is not a whole number",
            "Write digits only, without spaces, points or leading zeros: 1200.",
            text=text,
        )
    return int(text)


def parse_number(value: object) -> float:
    """Read a decimal number with a point: ``3``, ``0.5``, ``-2.75``."""
    if type(value) in (int, float):
        return float(value)  # type: ignore[arg-type]
    text = _text(value, "a number", "Write a number, for example 2.5.")
    if not re.fullmatch(r"-?(0|[1-9][0-9]{0,11})(\.[0-9]{1,9})?", text):
        hint = "Write digits with a decimal point, for example 2.5."
        if re.fullmatch(r"-?[0-9]+,[0-9]+", text):
            hint = "Use a point, not a comma: {pointed}."
        _refuse("“{text}” is not a number", hint, text=text, pointed=text.replace(",", "."))
    return float(text)


def parse_share(value: object) -> float:
    """Read a share: ``40%`` or ``0.4``; a bare ``40`` is refused. Gives 0.0 to 1.0."""
    if type(value) is float:
        return value
    text = _text(value, "a share", "Write a percentage, for example 40%.")
    match = re.fullmatch(r"(0|[1-9][0-9]{0,2})(\.[0-9]{1,6})?( ?%)?", text)
    if match is None:
        _refuse(
            "“{text}” is not a share", "Write a percentage, for example 40%, or 0.4.", text=text
        )
    share = float(text.rstrip(" %"))
    if match[3]:
        share /= 100
    elif share > 1:
        _refuse(
            "“{text}” is more than the whole",
            "If you mean per cent, write {text}%.",
            text=text,
        )
    if share > 1:
        _refuse("“{text}” is more than the whole", "Write at most 100%.", text=text)
    return round(share, 8)


# ── days and times ─────────────────────────────────────────────────────────────────────────────


def parse_day(value: object) -> dt.date:
    """Read a calendar day, ``2026-03-01``."""
    if type(value) is dt.date:
        return value
    text = _text(value, "a date", "Write year-month-day, for example 2026-03-01.")
    if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
        hint, day = "Write year-month-day, for example 2026-03-01.", ""
        if match := re.fullmatch(r"([0-3]?[0-9])[./]([01]?[0-9])[./]([0-9]{4})", text):
            first, second, year = int(match[1]), int(match[2]), match[3]
            # 03/04/2026 is two different days in two countries: do not choose for the writer.
            if first > 12:
                hint, day = "Write year-month-day: {day}.", f"{year}-{second:02}-{first:02}"
        _refuse("“{text}” is not a date as plans write it", hint, text=text, day=day)
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        _refuse("there is no day {text} in the calendar", "Check the month and the day.", text=text)


def parse_clock_time(value: object) -> dt.time:
    """Read a time of day on the 24-hour clock, ``17:30``."""
    if type(value) is dt.time:
        return value
    text = _text(value, "a time of day", "Write hours and minutes, for example 17:30.")
    if not re.fullmatch(r"([01][0-9]|2[0-3]):[0-5][0-9]", text):
        hint = "Write two digits each for hours and minutes on the 24-hour clock: 07:30, 17:30."
        if text == "24:00":
            hint = "Midnight at the end of a day is written 00:00; a shift that ends then is meant."
        _refuse("“{text}” is not a time of day", hint, text=text)
    return dt.time.fromisoformat(text)


def parse_moment(value: object) -> dt.datetime:
    """Read a day and a time, ``2026-03-02 08:40``; the zone is the plan's."""
    if type(value) is dt.datetime:
        return value
    text = _text(value, "a day and a time", "Write for example 2026-03-02 08:40.")
    if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}[ T]([01][0-9]|2[0-3]):[0-5][0-9]", text):
        _refuse(
            "“{text}” is not a day and a time", "Write for example 2026-03-02 08:40.", text=text
        )
    try:
        return dt.datetime.fromisoformat(text)
    except ValueError:
        _refuse("there is no day {text} in the calendar", "Check the month and the day.", text=text)


MINUTE: Final = 60
HOUR: Final = 60 * MINUTE
DAY: Final = 24 * HOUR
WEEK: Final = 7 * DAY

_UNITS: Final = {"d": DAY, "h": HOUR, "m": MINUTE, "s": 1}
_COMPACT: Final = re.compile(r"(?:([0-9]+)d)?(?:([0-9]+)h)?(?:([0-9]+)m)?(?:([0-9]+)s)?")
_WORDS: Final = re.compile(r"([0-9]+) (second|minute|hour|day|week|month|year)s?")
_WORD_SECONDS: Final = {
    "second": 1,
    "minute": MINUTE,
    "hour": HOUR,
    "day": DAY,
    "week": WEEK,
}
_LONGEST: Final = 100 * 366 * DAY


@total_ordering
@dataclass(frozen=True)
class Duration:
    """A length of time: calendar months and seconds.

    ``months`` is not 0 only for intervals written in months or years (a review interval). Added to
    a day they are calendar months, clamped to the month's last day; compared with hours they count
    30 days a month.
    """

    seconds: int
    months: int = 0

    @property
    def total(self) -> int:
        """Length in seconds, a month taken as 30 days."""
        return self.seconds + self.months * 30 * DAY

    def __lt__(self, other: Duration) -> bool:
        return self.total < other.total

    def __str__(self) -> str:
        if self.months:
            return _counted(self.months, "month")
        if self.seconds == 0:
            return "0m"
        return "".join(self._parts())

    def _parts(self) -> Iterator[str]:
        rest = self.seconds
        for unit, size in _UNITS.items():
            count, rest = divmod(rest, size)
            if count:
                yield f"{count}{unit}"

    def in_words(self) -> str:
        """The length as it stands in a sentence: ``30 days``, ``1 hour 30 minutes``."""
        if self.months:
            return str(self)
        counts = [(int(part[:-1]), _SPOKEN[part[-1]]) for part in self._parts()]
        return " ".join(_counted(*one) for one in counts) or _counted(0, "minute")

    def after(self, day: dt.date) -> dt.date:
        """The day that lies this length after ``day`` (whole days; calendar months).

        A day beyond the calendar's end is its last, 9999-12-31.
        """
        try:
            return self._after(day)
        except (ValueError, OverflowError):
            return dt.date.max

    def _after(self, day: dt.date) -> dt.date:
        index = day.year * 12 + day.month - 1 + self.months
        year, month = divmod(index, 12)
        first_of_next = dt.date(year + (month == 11), (month + 1) % 12 + 1, 1)
        last = (first_of_next - dt.timedelta(days=1)).day
        moved = dt.date(year, month + 1, min(day.day, last))
        return moved + dt.timedelta(days=self.seconds // DAY)


_SPOKEN: Final = {"d": "day", "h": "hour", "m": "minute", "s": "second"}


def _counted(count: int, unit: str) -> str:
    return f"{count} {unit}{'s' if count != 1 else ''}"


def parse_duration(value: object) -> Duration:
    """Read ``15m``, ``4h``, ``1h30m``, ``2d``, or ``6 months``; a bare number is refused."""
    if isinstance(value, Duration):
        return value
    text = _text(value, "a length of time", "Write for example 15m, 4h, 1h30m or 2d.")
    duration = _duration(text)
    if duration is None:
        if re.fullmatch(r"[0-9]+([.,][0-9]+)?", text):
            _refuse(
                "“{text}” does not say which unit of time it means",
                "Write the unit: {text}m for minutes, {text}h for hours, {text}d for days.",
                code="SRC009",
                text=text,
            )
        hint, better = _duration_hint(text)
        _refuse("“{text}” is not a length of time", hint, text=text, better=better)
    if duration.total > _LONGEST:
        _refuse("“{text}” is longer than a century", "Check the number and its unit.", text=text)
    return duration


@lru_cache(maxsize=1024)  # a plan of 1,100 lengths writes 90 different ones
def _duration(text: str) -> Duration | None:
    if len(text) > 40:
        return None
    if text and (compact := _COMPACT.fullmatch(text)):
        counts = [int(part or 0) for part in compact.groups()]
        return Duration(sum(n * size for n, size in zip(counts, _UNITS.values(), strict=True)))
    if words := _WORDS.fullmatch(text):
        count, unit = int(words[1]), words[2]
        if unit in ("month", "year"):
            return Duration(0, count * (12 if unit == "year" else 1))
        return Duration(count * _WORD_SECONDS[unit])
    return None


def _duration_hint(text: str) -> tuple[str, str]:
    """The fix for a length of time in a foreign notation, and how to write it here."""
    better = ""
    if match := re.fullmatch(r"([0-9]{1,4}):([0-5][0-9])", text):
        # As a length is printed: 10m, not 0h10m.
        better = str(Duration(int(match[1]) * HOUR + int(match[2]) * MINUTE))
    elif match := re.fullmatch(_BROKEN, text, re.I):
        size = HOUR if match[3][0].lower() == "h" else DAY
        seconds = size * int(match[1]) + size * int(match[2]) // 10 ** len(match[2])
        better = str(Duration(seconds - seconds % MINUTE))
    elif match := re.fullmatch(_FOREIGN, text, re.I):
        better = match[1] + _FOREIGN_UNITS[match[2][0].lower()]
    elif match := re.fullmatch(r"([0-9]{1,4})w", text, re.I):
        better = f"{match[1]} weeks"
    if better:
        return "Write {better}.", better
    return "Write for example 15m, 4h, 1h30m, 2d, or 6 months.", ""


_BROKEN: Final = r"([0-9]{1,4})[.,]([0-9]{1,2}) ?(h|d|hrs?|hours?|days?)"
_FOREIGN: Final = r"([0-9]{1,6}) ?(secs?|mins?|hrs?|[smhd]|хв|год|сек|с|г|д)\.?"
_FOREIGN_UNITS: Final = {"s": "s", "m": "m", "h": "h", "d": "d"} | {
    "х": "m",
    "г": "h",
    "с": "s",
    "д": "d",
}


# ── names, phones, text ────────────────────────────────────────────────────────────────────────

ID_PATTERN: Final = r"[a-z0-9]+(?:[-.][a-z0-9]+)*"
_ID: Final = re.compile(ID_PATTERN)


def parse_id(value: object) -> str:
    """Read an id: small letters, digits and hyphens; a dot between the parts of a person's id."""
    text = _text(value, "an id", "Write small letters, digits and hyphens: night-desk.")
    if not _ID.fullmatch(text) or len(text) > 80:
        proposal = proposed_id(text)
        if (stray := stray_letter(text)) is not None and proposal:
            _refuse(
                "“{text}” cannot be an id: the first letter is a Cyrillic {letter}"
                if stray.number == 1
                else "“{text}” cannot be an id: letter {number} is a Cyrillic {letter}",
                "Write {proposal} with a Latin {latin}.",
                text=text,
                number=stray.number,
                letter=stray.letter,
                latin=stray.latin,
                proposal=proposal,
            )
        hint = "Write {proposal}." if proposal else "Write for example night-desk."
        _refuse(
            "“{text}” cannot be an id: ids are small Latin letters, digits and hyphens",
            hint,
            text=text,
            proposal=proposal,
        )
    return text


def proposed_id(text: str) -> str:
    """The nearest thing to ``text`` that can be an id; empty when there is none.

    Accents are dropped and Cyrillic look-alikes made Latin. A text with letters that are lost, such
    as a Cyrillic word, has no near id: what were left of it would be another word.
    """
    import unicodedata  # only a mistake pays for it

    stray = stray_letter(text)
    latin = unicodedata.normalize("NFKD", (stray.mended if stray else text).lower())
    if any(letter.isalpha() and not letter.isascii() for letter in latin):
        return ""
    bare = "".join(letter for letter in latin if not unicodedata.combining(letter))
    words = re.sub(r"[^a-z0-9.]+", "-", bare)
    return re.sub(r"-*\.[-.]*", ".", words).strip("-.")[:80].rstrip("-.")


def parse_words(value: object) -> str:
    """Read one line or more of plain text that is the same in every language."""
    text = _text(value, "text", "Write a few words; put them in quotes if they hold a colon.")
    if not text:
        _refuse("there is no text between the quotes", "Write something, or delete the line.")
    if len(text) > LONGEST_WORD:
        _bounded(text)
    return text


LONGEST_TEXT: Final = 20_000
LONGEST_WORD: Final = 300
"""Characters of a text, and of what stands in it without a space. More fits on no page, and a
layout that tries is busy for minutes."""


def _bounded(text: str) -> None:
    if len(text) > LONGEST_TEXT:
        _refuse(
            "the text has {length} characters",
            "Cut it to {most}, or split it over several objects.",
            code="SRC006",
            length=len(text),
            most=LONGEST_TEXT,
        )
    if re.search(rf"\S{{{LONGEST_WORD + 1}}}", text):
        _refuse(
            "a word in the text has more than {most} characters",
            "Put spaces in it: no line can hold it.",
            code="SRC006",
            most=LONGEST_WORD,
        )


def parse_phone(value: object) -> str:
    """Read a telephone number in E.164 with spaces as it is read aloud: ``"+44 20 7946 0101"``.

    Whether such a number can exist in its country is asked by a rule, not here.
    """
    hint = 'Write it with plus, country code and spaces, in quotes: "+44 20 7946 0101".'
    if isinstance(value, Numberlike):
        _refuse(
            "the phone number {text} is not in quotes, so other programs read it as a number",
            'Put it in quotes, with spaces as it is read aloud: "{aloud}".',
            code="SRC010",
            text=str(value),
            aloud=_read_aloud(str(value)),
        )
    text = _text(value, "a phone number", hint)
    digits = re.sub(r"[ ]", "", text)
    if not re.fullmatch(r"\+[1-9][0-9]{6,14}", digits) or "  " in text:
        _refuse("“{text}” is not a phone number in international form", hint, text=text)
    return text


def _read_aloud(number: str) -> str:
    """A number in the groups of its country, for a proposal; as it is when it has no country."""
    import phonenumbers  # only a mistake pays for it

    try:
        parsed = phonenumbers.parse(number)
    except phonenumbers.NumberParseException:
        return number
    return phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.INTERNATIONAL)


def parse_short_number(value: object) -> str:
    """Read a short code or emergency number: ``"112"``, ``"5-100"``."""
    text = _text(value, "a short number", 'Write it in quotes: "112".')
    if not re.fullmatch(r"[0-9*#][0-9*# -]{1,11}", text):
        _refuse("“{text}” is not a short number", 'Write digits in quotes: "112".', text=text)
    return text


def parse_mail(value: object) -> str:
    """Read an e-mail address."""
    text = _text(value, "an e-mail address", "Write for example duty@northline.example.")
    if len(text) > 254 or not re.fullmatch(r"[^@\s<>\"]+@[^@\s<>\"]+\.[^@\s<>\".]+", text):
        _refuse(
            "“{text}” is not an e-mail address",
            "Write for example duty@northline.example.",
            text=text,
        )
    return text


_LANGUAGE: Final = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")


def parse_language(value: object) -> str:
    """Read a language tag (BCP 47): ``en``, ``uk``, ``de-AT``."""
    text = _text(value, "a language", "Write a language tag: en for English, uk for Ukrainian.")
    if not _LANGUAGE.fullmatch(text):
        hint = "Write a language tag: en for English, uk for Ukrainian."
        names = {"english": "en", "ukrainian": "uk", "українська": "uk", "german": "de"}
        tag = names.get(text.lower(), text.lower())
        if _LANGUAGE.fullmatch(tag):
            hint = "Write {tag}."
        _refuse("“{text}” is not a language tag", hint, text=text, tag=tag)
    if text == "ua":
        _refuse(
            "“ua” is the country; the tag of the Ukrainian language is uk", "Write uk.", text=text
        )
    return text


def parse_timezone(value: object) -> str:
    """Read a time zone by its IANA name: ``Europe/Kyiv``."""
    from zoneinfo import ZoneInfo  # 0.5 bare starts, and only one field in a plan needs it

    text = _text(value, "a time zone", "Write its IANA name, for example Europe/Kyiv.")
    try:
        ZoneInfo(text)
    except (KeyError, ValueError, OSError):
        _refuse(
            "there is no time zone “{text}”",
            "Write its IANA name, for example Europe/Kyiv or Europe/London.",
            text=text,
        )
    return text


class Text(NamedTuple):
    """Words for people: one string for all languages, or one for each.

    ``by_language`` holds (language tag, words) pairs in the order written; the tag ``""`` stands
    for words written without a language.
    """

    by_language: tuple[tuple[str, str], ...]

    @classmethod
    def plain(cls, words: str) -> Text:
        return cls((("", words),))

    def in_language(self, *languages: str) -> str:
        """The words in the first of ``languages`` there is, else the first written."""
        words = dict(self.by_language)
        for language in (*languages, ""):
            if language in words:
                return words[language]
        return self.by_language[0][1]

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages it is written in; empty when it is one string for all."""
        return tuple(language for language, _ in self.by_language if language)

    def __str__(self) -> str:
        return self.in_language()


def parse_text(value: object) -> Text:
    """Read words for people: a string, or a map from language tag to string."""
    if isinstance(value, Text):
        return value
    if isinstance(value, dict):
        return Text(_by_language(value))
    return Text.plain(parse_words(value))


def _by_language(value: dict[str, object]) -> tuple[tuple[str, str], ...]:
    if not value:
        _refuse("there is no text here", "Write a few words.")
    for tag, words in value.items():
        if tag == "ua":
            _refuse(
                "“ua” is the country; the tag of the Ukrainian language is uk", "Write uk: instead."
            )
        if not _LANGUAGE.fullmatch(tag):
            _refuse(
                "“{tag}” is not a language tag, and this text takes one string or one a language",
                "Write {{en: …, uk: …}}, or one string.",
                tag=tag,
            )
        if not isinstance(words, str) or not words.strip():
            _refuse(
                "the text for “{tag}” is {found}",
                "Write the words after the language tag.",
                tag=tag,
                found=described(words or None),
            )
        if len(words) > LONGEST_WORD:
            _bounded(words)
    return tuple((tag, str(words).strip()) for tag, words in value.items())


class Reads:
    """Annotation of a field: the core schema that reads it, and the JSON Schema for editors.

    Compared and hashed by identity: typing wants what annotates a type to be hashable.
    """

    __slots__ = ("core", "json")

    def __init__(self, core: dict[str, Any], json: dict[str, Any]) -> None:
        self.core = core
        self.json = json


def _reads(parser: Callable[[object], object], **json: Any) -> Reads:
    core = {"type": "function-plain", "function": {"type": "no-info", "function": parser}}
    return Reads(core, json)


_ANY_SCALAR: Final = ["string", "number", "boolean"]

Flag = Annotated[bool, _reads(parse_flag, type="boolean")]
Count = Annotated[int, _reads(parse_count, type="integer", minimum=0)]
Number = Annotated[float, _reads(parse_number, type="number")]
Share = Annotated[
    float,
    _reads(
        parse_share,
        anyOf=[
            {"type": "string", "pattern": r"^[0-9.]+ ?%$"},
            {"type": "number", "minimum": 0, "maximum": 1},
        ],
    ),
]
Day = Annotated[dt.date, _reads(parse_day, type="string", format="date")]
ClockTime = Annotated[
    dt.time,
    _reads(parse_clock_time, type="string", pattern="^([01][0-9]|2[0-3]):[0-5][0-9]$"),
]
Moment = Annotated[
    dt.datetime,
    _reads(
        parse_moment,
        type="string",
        pattern="^[0-9]{4}-[0-9]{2}-[0-9]{2}[ T][0-9]{2}:[0-9]{2}$",
    ),
]
Length = Annotated[
    Duration,
    _reads(
        parse_duration,
        type="string",
        pattern="^(([0-9]+d)?([0-9]+h)?([0-9]+m)?([0-9]+s)?"
        "|[0-9]+ (second|minute|hour|day|week|month|year)s?)$",
        minLength=2,
    ),
]
Id = Annotated[str, _reads(parse_id, type="string", pattern=f"^{ID_PATTERN}$")]
Words = Annotated[
    str, Reads({"type": "str", "min_length": 1, "max_length": 1000}, {"type": _ANY_SCALAR})
]
Phone = Annotated[str, _reads(parse_phone, type="string", pattern=r"^\+[1-9][0-9 ]{6,20}$")]
ShortNumber = Annotated[str, _reads(parse_short_number, type=["string", "number"])]
Mail = Annotated[str, _reads(parse_mail, type="string", format="email")]
Language = Annotated[str, _reads(parse_language, type="string", pattern=f"^{_LANGUAGE.pattern}$")]
Timezone = Annotated[str, _reads(parse_timezone, type="string")]
Wording = Annotated[
    Text,
    _reads(
        parse_text,
        anyOf=[
            {"type": _ANY_SCALAR},
            {
                "type": "object",
                "propertyNames": {"pattern": f"^{_LANGUAGE.pattern}$"},
                "additionalProperties": {"type": _ANY_SCALAR},
                "minProperties": 1,
            },
        ],
    ),
]
