"""``bcp render``: the plan and the role cards on paper."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

from bcp.cli.contacts import contacts_options
from bcp.cli.held import NOTHING_HELD, Held
from bcp.cli.help import Command
from bcp.cli.language import said_here, words_here
from bcp.cli.plans import (
    DayType,
    Opened,
    language_of,
    language_option,
    one_object,
    plan_folders,
    readable_plan,
    today,
)
from bcp.errors import BcpError
from bcp.files import why_refused, write_atomically
from bcp.model.people import Role

if TYPE_CHECKING:
    from bcp.render.documents import Printed, Stamp

DOCUMENTS = ("all", "plan", "role-cards")
EDITIONS = ("full", "redacted")


@click.command(cls=Command)
@click.argument("plans", nargs=-1, type=click.Path(path_type=Path))
@click.option(
    "--document",
    type=click.Choice(DOCUMENTS),
    default="all",
    show_default=True,
    help="What to print.",
)
@click.option(
    "--role",
    "roles",
    multiple=True,
    metavar="ID",
    help="Only the card of this role. May be repeated.",
)
@contacts_options
@click.option(
    "--edition",
    type=click.Choice(EDITIONS),
    default="full",
    show_default=True,
    help="redacted: without the numbers and addresses of people, for readers outside.",
)
@language_option
@click.option(
    "--date",
    "date",
    type=DayType(),
    metavar="DATE",
    help="The day that stands on every page. Default: that of the revision, or today when the plan "
    "was changed since.",
)
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    default=Path("build"),
    show_default=True,
    metavar="DIR",
    help="Where to write.",
)
def render(
    plans: tuple[Path, ...],
    document: str,
    roles: tuple[str, ...],
    held: Held,
    edition: str,
    language: str | None,
    date: dt.date | None,
    out: Path,
) -> None:
    """Print the plan and the role cards as PDF.

    Every page carries its number, the plan's version, the date and the revision. The same revision
    and date give the same bytes. --role prints only the cards of those roles.

    \b
    Examples:
      bcp render plans/northline --out build
      bcp render plans/northline --role duty-manager --lang uk
      bcp render plans/northline --contacts ~/contacts
      bcp render plans/northline --document plan --edition redacted
    """
    several = [_opened(folder, held, edition) for folder in plan_folders(plans)]
    _check_apart(several)
    for opened in several:
        spoken = language_of(opened.loaded.plan, language)
        target = out / opened.loaded.plan.id if len(several) > 1 else out
        stamp = _stamp(opened, date)
        for one in _jobs(opened, document, roles, spoken, stamp):
            click.echo(said_here("printing {file} …", file=one.name), err=True)
            _write(target / one.name, one.print())


def _opened(folder: Path, held: Held, edition: str) -> Opened:
    if edition == "full":
        return readable_plan(folder, held)
    from bcp.views.editions import redacted

    opened = readable_plan(folder, NOTHING_HELD)
    plan = redacted(opened.loaded.plan)
    return opened._replace(loaded=opened.loaded._replace(plan=plan))


def _check_apart(several: list[Opened]) -> None:
    """Two plans with one id would print over each other."""
    seen: dict[str, Opened] = {}
    for opened in several:
        first = seen.setdefault(opened.loaded.plan.id, opened)
        if first is not opened:
            raise BcpError(
                "{folder} and {other} have the same id {id}",
                "give one of the two plans another id, or print them one by one",
                folder=first.folder,
                other=opened.folder,
                id=opened.loaded.plan.id,
            )


@dataclass(frozen=True)
class _Job:
    """One file to print."""

    name: str
    opened: Opened
    stamp: Stamp
    language: str | None
    role: str | None = None
    cards: bool = False

    def print(self) -> Printed:
        from bcp.render import documents

        plan = self.opened.loaded.plan
        if self.role is not None:
            return documents.render_role_card(plan, self.role, self.stamp, self.language)
        if self.cards:
            return documents.render_role_cards(plan, self.stamp, self.language)
        return documents.render_plan(plan, self.stamp, self.language)


def _jobs(
    opened: Opened, document: str, roles: tuple[str, ...], language: str | None, stamp: Stamp
) -> Iterator[_Job]:
    plan = opened.loaded.plan
    suffix = f".{language}" if language else ""
    if roles:
        for words in roles:
            role = one_object(opened, words)
            if plan.find(role, Role) is None:
                raise BcpError(
                    "{role} stands under {kind}, and cards are of roles",
                    "name a role by its id or title",
                    role=role,
                    kind=plan.kind_of(role),
                )
            yield _Job(f"role-card-{role}{suffix}.pdf", opened, stamp, language, role=role)
        return
    if document in ("all", "plan"):
        yield _Job(f"{plan.id}{suffix}.pdf", opened, stamp, language)
    if document in ("all", "role-cards"):
        if plan.of(Role):
            yield _Job(f"{plan.id}-role-cards{suffix}.pdf", opened, stamp, language, cards=True)
        elif document == "role-cards":
            raise BcpError(
                "the plan has no roles, so there are no cards", "declare one in `roles:`"
            )


def _stamp(opened: Opened, date: dt.date | None) -> Stamp:
    from bcp.history.revision import revision
    from bcp.render.documents import Stamp as Made

    found = revision(opened.folder, opened.trees, opened.settings.exclude)
    day = date or (found.on if found.on and not found.changed else today())
    return Made(opened.loaded.plan.header.version or "", str(found), day)


def _write(path: Path, printed: Printed) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise BcpError(
            "the folder {folder} cannot be made: {why}",
            "name another with --out",
            folder=path.parent,
            why=why_refused(error),
        ) from error
    write_atomically(path, printed.pdf)
    pages = said_here(
        "{count} page" if printed.pages == 1 else "{count} pages", count=printed.pages
    )
    click.echo(f"{path}  {pages}")
    for one in printed.unprintable:
        note = one.message.text(words_here())
        click.echo(said_here("  note: {words}", words=note), err=True)
