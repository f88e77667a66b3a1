"""The documents that a plan is printed as."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from bcp.i18n import mark, translator
from bcp.plan import Plan
from bcp.render import glyphs, html
from bcp.render.pdf import Pdf, printer
from bcp.views.full_plan import full_plan
from bcp.views.role_card import role_card, role_ids

TITLE = 50
"""As many characters of a title as the foot of a page has room for."""


STATES = {"uncommitted": mark("uncommitted"), "changed": mark("changed")}
"""The words that a revision may hold beside its hashes."""


@dataclass(frozen=True, slots=True)
class Stamp:
    """What tells one print from another."""

    version: str
    """The plan's version; empty when it has none."""
    revision: str
    """The revision of the repository that was printed."""
    date: dt.date
    """The day of that revision, or of printing; the only date that gets into the file."""

    def revision_in(self, language: str) -> str:
        """The revision in the words of a document: hashes stay as they are."""
        say = translator(language)
        return " ".join(
            say(STATES[word]) if word in STATES else word for word in self.revision.split()
        )

    def line(self, title: str, language: str) -> str:
        """The line at the foot of every page."""
        say = translator(language)
        version = say("version {version}").format(version=self.version) if self.version else ""
        revision = say("revision {revision}").format(revision=self.revision_in(language))
        day = say.day(self.date)
        return " · ".join(
            part for part in (html.clipped(title, TITLE), version, revision, day) if part
        )


@dataclass(frozen=True, slots=True)
class Document:
    """One sort of document: its template and its style sheet, both shipped."""

    name: str
    template: str
    style: str


PLAN = Document("plan", "plan.html", "plan.css")
ROLE_CARD = Document("role-card", "role-card.html", "role-card.css")
DOCUMENTS = (PLAN, ROLE_CARD)


@dataclass(frozen=True, slots=True)
class Printed:
    """A PDF file, and what could not be printed in it."""

    pdf: bytes
    pages: int
    unprintable: tuple[glyphs.Unprintable, ...]


def plan_html(plan: Plan, stamp: Stamp, language: str | None = None) -> html.Page:
    """The full plan as HTML; ``language`` is that of the plan when it is None."""
    spoken = language or plan.language
    view = full_plan(plan, spoken, marks=True)
    foot = stamp.line(view.title, spoken)
    return html.page(PLAN.template, spoken, view=view, stamp=stamp, foot=foot)


def role_card_html(
    plan: Plan, role_id: str, stamp: Stamp, language: str | None = None
) -> html.Page:
    """The card of one role as HTML. Raises KeyError when the plan has no such role."""
    spoken = language or plan.language
    card = role_card(plan, role_id, spoken, marks=True)
    foot = stamp.line(card.plan, spoken)
    return html.page(ROLE_CARD.template, spoken, card=card, stamp=stamp, foot=foot)


def render_plan(plan: Plan, stamp: Stamp, language: str | None = None) -> Printed:
    """Print the full plan."""
    return _printed(plan, [plan_html(plan, stamp, language)], PLAN)


def render_role_card(
    plan: Plan, role_id: str, stamp: Stamp, language: str | None = None
) -> Printed:
    """Print the card of one role. Raises KeyError when the plan has no such role."""
    return _printed(plan, [role_card_html(plan, role_id, stamp, language)], ROLE_CARD)


def render_role_cards(plan: Plan, stamp: Stamp, language: str | None = None) -> Printed:
    """Print the cards of all roles into one file, each with its own page numbers.

    Raises KeyError when the plan has no roles.
    """
    pages = [role_card_html(plan, role, stamp, language) for role in role_ids(plan)]
    if not pages:
        raise KeyError("roles")
    return _printed(plan, pages, ROLE_CARD)


def _printed(plan: Plan, pages: Sequence[html.Page], document: Document) -> Printed:
    pdf: Pdf = printer().print([(page.html, document.style) for page in pages])
    characters = frozenset().union(*(page.unprintable for page in pages))
    return Printed(pdf.data, pdf.pages, glyphs.located(plan, characters))
