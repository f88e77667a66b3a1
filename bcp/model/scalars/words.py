"""Ids, telephone numbers, addresses, languages, and words for people."""

from __future__ import annotations

import re
from typing import Annotated, Final, NamedTuple

from bcp.model.scalars.reading import ANY_SCALAR, Reads, described, reads, refuse, text_of
from bcp.nearest import stray_letter
from bcp.written import Numberlike

ID_PATTERN: Final = r"[a-z0-9]+(?:[-.][a-z0-9]+)*"
_ID: Final = re.compile(ID_PATTERN)
LONGEST_ID: Final = 80


def parse_id(value: object) -> str:
    """Read an id: small letters, digits and hyphens; a dot between the parts of a person's id."""
    text = text_of(value, "an id", "Write small letters, digits and hyphens: night-desk.")
    if not _ID.fullmatch(text) or len(text) > LONGEST_ID:
        proposal = proposed_id(text)
        if (stray := stray_letter(text)) is not None and proposal:
            refuse(
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
        from bcp.model.scalars.latin import romanised  # only a mistake pays for it

        proposal = proposal or proposed_id(romanised(text))
        hint = "Write {proposal}." if proposal else "Write for example night-desk."
        refuse(
            "“{text}” is too long for an id, which has 80 characters at most"
            if _ID.fullmatch(text)
            else "“{text}” cannot be an id: ids are small Latin letters, digits and hyphens",
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
    bare = re.sub(r"['’ʼ]|(?<=.)@.*", "", stray.mended if stray else text)
    latin = unicodedata.normalize("NFKD", bare.lower()).lower()
    if any(letter.isalpha() and not letter.isascii() for letter in latin):
        return ""
    bare = "".join(letter for letter in latin if not unicodedata.combining(letter))
    words = re.sub(r"[^a-z0-9.]+", "-", bare)
    whole = re.sub(r"-*\.[-.]*", ".", words).strip("-.")
    if len(whole) <= LONGEST_ID:
        return whole
    cut = whole[: LONGEST_ID + 1]
    return (cut[: cut.rfind("-")] if "-" in cut else cut[:LONGEST_ID]).rstrip("-.")


def parse_words(value: object) -> str:
    """Read one line or more of plain text that is the same in every language."""
    if isinstance(value, list):
        words = ", ".join(one for one in value if isinstance(one, str))
        refuse(
            "one text belongs here, not a list",
            'Write it as one text, in quotes: "{words}".'
            if words and '"' not in words
            else "Write one text, or one for each language: {{en: …, uk: …}}.",
            words=words,
        )
    text = text_of(value, "text", "Write a few words; put them in quotes if they hold a colon.")
    if not text:
        refuse("there is no text between the quotes", "Write something, or delete the line.")
    if len(text) > LONGEST_WORD:
        _bounded(text)
    return text


LONGEST_TEXT: Final = 20_000
LONGEST_WORD: Final = 300
"""Characters of a text, and of what stands in it without a space. More fits on no page, and a
layout that tries is busy for minutes."""


def _bounded(text: str) -> None:
    if len(text) > LONGEST_TEXT:
        refuse(
            "the text has {length} characters",
            "Cut it to {most}, or split it over several objects.",
            code="SRC006",
            length=len(text),
            most=LONGEST_TEXT,
        )
    if re.search(rf"\S{{{LONGEST_WORD + 1}}}", text):
        refuse(
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
        better = _number_meant(str(value))
        refuse(
            "the phone number {text} is not in quotes, so other programs read it as a number",
            'Put it in quotes, with spaces as it is read aloud: "{better}".'
            if better
            else "Write it in quotes, with plus and the code of its country.",
            code="SRC010",
            text=str(value),
            better=better,
        )
    text = text_of(value, "a phone number", hint)
    digits = re.sub(r"[ ]", "", text)
    if not re.fullmatch(r"\+[1-9][0-9]{6,14}", digits) or "  " in text:
        better = _number_meant(text)
        if better:
            hint = 'Write "{better}".'
        elif re.fullmatch(r"[0-9*#][0-9*# -]{1,5}", text):
            hint = 'If it is a short number, write it as `short: "{text}"`.'
        elif re.fullmatch(r"0[0-9 ()-]+", text):
            hint = "Write plus and the code of its country in place of the first 0."
        elif text.count("+") > 1:
            hint = "Write one number here, and the others in fields of their own, such as `mobile`."
        refuse(
            "“{text}” is not a phone number in international form", hint, text=text, better=better
        )
    return text


def _number_meant(text: str) -> str:
    """The one international number that a text may mean; empty when it means none or several."""
    from bcp.model.scalars.elsewhere import phones_meant  # only a mistake pays for it

    meant = list(phones_meant(text))
    return meant[0] if len(meant) == 1 else ""


def parse_short_number(value: object) -> str:
    """Read a short code or emergency number: ``"112"``, ``"5-100"``."""
    text = text_of(value, "a short number", 'Write it in quotes: "112".')
    if not re.fullmatch(r"[0-9*#][0-9*# -]{1,11}", text):
        refuse(
            "“{text}” is not a short number",
            "A number with the code of a country belongs in another field, such as `duty`."
            if text.startswith("+")
            else 'Write digits in quotes: "112".',
            text=text,
        )
    return text


def parse_mail(value: object) -> str:
    """Read an e-mail address."""
    text = text_of(value, "an e-mail address", "Write for example duty@northline.example.")
    if len(text) > 254 or not re.fullmatch(r"[^@\s<>\"]+@[^@\s<>\"]+\.[^@\s<>\".]+", text):
        inside = re.search(r"<([^@\s<>\"]+@[^@\s<>\"]+\.[^@\s<>\".]+)>", text)
        better = inside[1] if inside else ""
        refuse(
            "“{text}” is not an e-mail address",
            "Write {better}." if better else "Write for example duty@northline.example.",
            text=text,
            better=better,
        )
    return text


_LANGUAGE: Final = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")


def parse_language(value: object) -> str:
    """Read a language tag (BCP 47): ``en``, ``uk``, ``de-AT``."""
    text = text_of(value, "a language", "Write a language tag: en for English, uk for Ukrainian.")
    if not _LANGUAGE.fullmatch(text) or text in _LANGUAGES:
        if text == "ua":
            refuse("“ua” is the country; the tag of the Ukrainian language is uk", "Write uk.")
        hint = "Write a language tag: en for English, uk for Ukrainian."
        tag = _LANGUAGES.get(text.lower(), text.replace("_", "-"))
        tag = tag if "-" in tag else tag.lower()
        if _LANGUAGE.fullmatch(tag):
            hint = "Write {tag}."
        refuse("“{text}” is not a language tag", hint, text=text, tag=tag)
    return text


_LANGUAGES: Final = {
    **dict.fromkeys(("ua", "ukr", "ukrainian", "українська"), "uk"),
    **dict.fromkeys(("eng", "english", "англійська"), "en"),
    **dict.fromkeys(("deu", "ger", "german", "deutsch", "німецька"), "de"),
    **dict.fromkeys(("pol", "polish", "polski", "польська"), "pl"),
    **dict.fromkeys(("ron", "rum", "romanian", "румунська"), "ro"),
    **dict.fromkeys(("hun", "hungarian", "угорська"), "hu"),
    **dict.fromkeys(("fra", "fre", "french", "французька"), "fr"),
    **dict.fromkeys(("spa", "spanish", "іспанська"), "es"),
    **dict.fromkeys(("tur", "turkish", "турецька"), "tr"),
    **dict.fromkeys(("cym", "wel", "welsh", "cymraeg"), "cy"),
}
"""What people write for a language, and its tag: the shortest code there is (BCP 47, 2.2.1)."""


def parse_timezone(value: object) -> str:
    """Read a time zone by its IANA name: ``Europe/Kyiv``."""
    from zoneinfo import ZoneInfo  # 0.5 bare starts, and only one field in a plan needs it

    text = text_of(value, "a time zone", "Write its IANA name, for example Europe/Kyiv.")
    hint = "Write its IANA name, for example Europe/Kyiv or Europe/London."
    if text == "Europe/Kiev":
        refuse("“{text}” is the old name of this time zone", "Write Europe/Kyiv.", text=text)
    try:
        ZoneInfo(text)
    except (KeyError, ValueError, OSError):
        better = _zone_meant(text)
        if better:
            hint = "Write {better}."
        refuse("there is no time zone “{text}”", hint, text=text, better=better)
    if not _is_of_a_place(text) and text != "UTC":
        # EST is five hours behind all year, and New York is not; GMT is not London's summer; and
        # Etc/GMT+2 is two hours behind Greenwich, where its writer meant two ahead.
        refuse("“{text}” does not say which country's clock it means", hint, text=text)
    return text


def _is_of_a_place(zone: str) -> bool:
    return "/" in zone and not zone.startswith("Etc/")


def _zone_meant(text: str) -> str:
    """The time zone of a town, or one in other letters; empty when there is none, or several."""
    from zoneinfo import available_timezones

    plain = text.lower().replace(" ", "_")
    plain = {"kiev": "kyiv", "europe/kiev": "europe/kyiv", "київ": "kyiv"}.get(plain, plain)
    zones = sorted(zone for zone in available_timezones() if _is_of_a_place(zone))
    found = [zone for zone in zones if zone.lower() == plain]
    found = found or [zone for zone in zones if zone.lower().endswith(f"/{plain}")]
    return found[0] if len(found) == 1 else ""


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
        refuse("there is no text here", "Write a few words.")
    for tag, words in value.items():
        if tag == "ua":
            refuse(
                "“ua” is the country; the tag of the Ukrainian language is uk",
                "Write uk.",
                at_key=tag,
            )
        if not _LANGUAGE.fullmatch(tag):
            refuse(
                "text belongs here, and “{tag}” is not a language",
                "Write one text, or one for each language: {{en: …, uk: …}}.",
                at_key=tag,
                tag=tag,
            )
        if not isinstance(words, str) or not words.strip():
            refuse(
                "the text for the language {tag} is empty"
                if words is None or words == ""
                else "text belongs here, not {found}",
                "Write the words after the language tag, or delete both.",
                at_key=tag,
                tag=tag,
                found=described(words),
            )
        if len(words) > LONGEST_WORD:
            _bounded(words)
    return tuple((tag, str(words).strip()) for tag, words in value.items())


Id = Annotated[str, reads(parse_id, type="string", pattern=f"^{ID_PATTERN}$")]
Words = Annotated[
    str, Reads({"type": "str", "min_length": 1, "max_length": 1000}, {"type": ANY_SCALAR})
]
Phone = Annotated[str, reads(parse_phone, type="string", pattern=r"^\+[1-9][0-9 ]{6,20}$")]
ShortNumber = Annotated[str, reads(parse_short_number, type=["string", "number"])]
Mail = Annotated[str, reads(parse_mail, type="string", format="email")]
Language = Annotated[str, reads(parse_language, type="string", pattern=f"^{_LANGUAGE.pattern}$")]
Timezone = Annotated[str, reads(parse_timezone, type="string")]
Wording = Annotated[
    Text,
    reads(
        parse_text,
        anyOf=[
            {"type": ANY_SCALAR},
            {
                "type": "object",
                "propertyNames": {"pattern": f"^{_LANGUAGE.pattern}$"},
                "additionalProperties": {"type": ANY_SCALAR},
                "minProperties": 1,
            },
        ],
    ),
]
