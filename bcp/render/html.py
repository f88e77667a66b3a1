"""Views → HTML. Templates come from the shipped folder alone; a plan's text is only ever data."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import jinja2
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup, escape

from bcp.i18n import translator
from bcp.render import assets, glyphs
from bcp.views.foreign import CLOSE, OPEN, TAGGED

_PHONE = re.compile(r"\+[1-9][0-9]{0,3}(?:[ \u00a0][0-9]+){1,6}|\+[1-9][0-9]{6,14}")
_GAP = re.compile(r"\{[a-z0-9]+(?:[-.][a-z0-9]+)*\}")


@dataclass(frozen=True, slots=True)
class Page:
    """A document as HTML, and the characters in it that had to be replaced."""

    html: str
    unprintable: frozenset[str]


def prose(text: object) -> Markup:
    """Plain text as HTML: lines stay lines, telephone numbers stay whole and read left to right."""
    return Markup("<br>").join(_with_phones(line) for line in str(text).split("\n"))


def joined(text: object) -> Markup:
    """As :func:`prose`, with the lines one behind the other, where there is no room for lines."""
    return Markup(" · ").join(_with_phones(line) for line in str(text).split("\n") if line)


def titled(text: object) -> Markup:
    """The name of a row: its first line, and the others smaller below."""
    first, _, rest = str(text).partition("\n")
    if not rest:
        return prose(first)
    return prose(first) + Markup('<span class="note">{}</span>').format(prose(rest))


def _with_phones(line: str) -> Markup:
    return _wrapped(line, _PHONE, Markup('<bdi dir="ltr" class="phone">{}</bdi>'))


def message(text: object) -> Markup:
    """The words of a message: as :func:`prose`, with the gaps ``{like-this}`` marked."""
    return Markup("<br>").join(
        _wrapped(line, _GAP, Markup('<span class="gap">{}</span>'))
        for line in str(text).split("\n")
    )


def _wrapped(line: str, pattern: re.Pattern[str], around: Markup) -> Markup:
    parts: list[Markup] = []
    last = 0
    for match in pattern.finditer(line):
        parts += [escape(line[last : match.start()]), around.format(match[0])]
        last = match.end()
    return Markup("").join([*parts, escape(line[last:])])


MARGIN = 110
"""As many characters as fit into a line in the margin of a page."""


def clipped(text: object, most: int = MARGIN) -> str:
    """One line for the margin of every page; the end of a long text is left out.

    A margin is laid out anew on every page: a title of a thousand words would cost more than the
    pages between.
    """
    line = bare(text)
    return line if len(line) <= most else line[: most - 1].rstrip() + "…"


_MARKS = str.maketrans({OPEN: None, CLOSE: None})
_TAG = re.compile(f"{OPEN}[^{OPEN}{CLOSE}{TAGGED}]*{TAGGED}")
_MARKED = re.compile(
    f"{OPEN}([A-Za-z]{{2,8}}(?:-[A-Za-z0-9]{{1,8}})*){TAGGED}([^{OPEN}{CLOSE}{TAGGED}]*){CLOSE}"
)
_MARKUP = re.compile("(<[^>]*>)")


def bare(text: object) -> str:
    """Words on one line without the marks of their language, for where no markup can stand."""
    return " ".join(_TAG.sub("", str(text)).translate(_MARKS).split())


def with_languages(html: str) -> tuple[str, bool]:
    """HTML with the marks of other languages turned into ``lang``, and whether there were any.

    Every run of text between two tags gets a span of its own, so that markup stays nested whatever
    stands between the marks.
    """
    found = False

    def spans(match: re.Match[str]) -> str:
        nonlocal found
        found = True
        return "".join(
            piece
            if piece.startswith("<") or not piece.strip()
            else f'<span lang="{match[1]}">{piece}</span>'
            for piece in _MARKUP.split(match[2])
        )

    return _MARKED.sub(spans, html), found


def whole(number: object) -> str:
    """A telephone number that is not broken over lines."""
    return str(number).replace(" ", "\u00a0")


@lru_cache(maxsize=1)
def environment() -> ImmutableSandboxedEnvironment:
    """The sandbox that templates run in; a name that a template mistypes is an error."""
    made = ImmutableSandboxedEnvironment(
        loader=jinja2.FileSystemLoader(assets.folder()),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=False,
        auto_reload=False,
    )
    made.filters |= {
        "prose": prose,
        "message": message,
        "joined": joined,
        "titled": titled,
        "bare": bare,
        "clipped": clipped,
        "whole": whole,
    }
    return made


_NOTICE = "\ue003"
"""Stands in a template for what is said at the foot when some words are in another language."""


def page(template: str, language: str, **values: Any) -> Page:
    """Fill a shipped template with a view."""
    say = translator(language)
    made = environment().get_template(template)
    html = made.render(_=say, say=say, language=language, untranslated=_NOTICE, **values)
    html, foreign = with_languages(html)
    notice = say("A part of the words of this plan is not translated yet.") if foreign else ""
    return Page(*glyphs.replaced(html.replace(_NOTICE, str(escape(notice)))))
