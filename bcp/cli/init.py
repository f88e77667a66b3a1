"""``bcp init``: write a plan of one's own to start from."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from bcp.cli.help import Command
from bcp.cli.plans import lang_option
from bcp.errors import BcpError
from bcp.i18n import Translator, mark, translator

if TYPE_CHECKING:
    from bcp.editing.starter import Started
    from bcp.editing.wishes import Wishes

_T = TypeVar("_T")

LIKE = {
    "contact-centre": mark("calls, chats and mail are answered"),
    "health-line": mark("nurses advise callers"),
    "municipal": mark("a city or community answers its people, day and night"),
    "generic": mark("any work in any office"),
    "minimal": mark("four short files to learn on"),
}
"""Starter → for whom it is; the first is the default."""


@click.command(cls=Command)
@click.argument("folder", type=click.Path(path_type=Path))
@click.option(
    "--like",
    type=click.Choice(list(LIKE)),
    help="The line of work that is nearest to yours. Default: contact-centre.",
)
@click.option(
    "--title", metavar="TEXT", help="What the plan is called. Default: the folder's name."
)
@click.option("--organisation", metavar="TEXT", help="Whose plan it is.")
@click.option("--languages", metavar="TAGS", help="Languages of the plan, its own first: uk,en.")
@click.option("--timezone", metavar="ZONE", help="Zone of every time in it: Europe/Kyiv.")
@lang_option(
    "Language of the texts and comments: en, uk. Default: the first of --languages, or BCP_LANG."
)
@click.option("--no-input", is_flag=True, help="Ask nothing, not at a terminal either.")
def init(
    folder: Path,
    like: str | None,
    title: str | None,
    organisation: str | None,
    languages: str | None,
    timezone: str | None,
    language: str | None,
    no_input: bool,
) -> None:
    """Write a plan of your own to start from.

    FOLDER is made if it is not there. What is written can be checked, printed and drilled as it is,
    and says in comments what to put in its place and whom to ask. What is invented in it is marked
    REPLACE. At a terminal you are asked what the options do not say; Enter takes what is proposed.
    Nothing is overwritten.

    \b
    Examples:
      bcp init plans/helpdesk
      bcp init plans/helpdesk --like contact-centre --title "Helpdesk" \\
          --languages en,uk
      bcp init plans/hromada --like municipal --lang uk --no-input
    """
    from bcp.editing.places import check_place
    from bcp.editing.starter import write_starter
    from bcp.editing.wishes import Wishes

    check_place(folder)
    tags = _languages(languages, language)
    wishes = Wishes(like or next(iter(LIKE)), title, organisation, timezone, tags)
    if not no_input and sys.stdin.isatty() and sys.stdout.isatty():
        wishes = _asked(wishes, folder, like is None)
    _tell(write_starter(folder, wishes))


def _languages(languages: str | None, language: str | None) -> tuple[str, ...]:
    """The languages of the plan, from the options; empty when nothing says which."""
    from bcp.cli.language import asked_for, of_person
    from bcp.editing.wishes import tags_in

    language = asked_for(language)
    if languages is None:
        # Not the locale: what is written must not depend on the machine unless somebody says so.
        own = language or of_person({"BCP_LANG": os.environ.get("BCP_LANG", "")})
        return (own,) if own is not None else ()
    tags = tags_in(languages)
    if language is not None and tags[0].split("-")[0] != language:
        both = ",".join(dict.fromkeys((language, *tags)))
        raise BcpError(
            "the texts would be in {language}, and the plan's own language {own}",
            "write --languages {both}, or leave --lang out",
            language=language,
            own=tags[0],
            both=both,
        )
    return tags


# --- asking ------------------------------------------------------------------------------------


def _asked(wishes: Wishes, folder: Path, ask_like: bool) -> Wishes:
    """The wishes with what somebody answers; what the options said is not asked."""
    from bcp.cli.language import for_people
    from bcp.editing.wishes import ZONES, tags_in, zone_here

    say = translator(wishes.texts_in if wishes.languages else for_people(None, os.environ))
    click.echo(say("Enter takes what stands in brackets."))
    if not wishes.languages:
        question = say("Languages of the plan, its own first")
        wishes = _ask(
            say, question, say.language, lambda words: replace(wishes, languages=tags_in(words))
        )
        say = translator(wishes.texts_in)
    if ask_like:
        wishes = replace(wishes, like=_ask_like(say))
    if wishes.title is None:
        wishes = _ask(say, say("Title"), folder.resolve().name, lambda w: replace(wishes, title=w))
    if wishes.organisation is None:
        question = say("Organisation (Enter: later)")
        wishes = _ask(say, question, "", lambda w: replace(wishes, organisation=w) if w else wishes)
    if wishes.timezone is None:
        here = zone_here() or ZONES[wishes.texts_in]
        wishes = _ask(say, say("Time zone"), here, lambda w: replace(wishes, timezone=w))
    return wishes


def _ask(say: Translator, question: str, default: str, taken: Callable[[str], _T]) -> _T:
    """Ask until the answer can be taken."""

    def taken_or_told(words: Any) -> _T:
        try:
            return taken(str(words).strip())
        except BcpError as error:
            raise click.UsageError("; ".join(error.in_words(say))) from error

    answer: _T = click.prompt(
        question, default=default, show_default=bool(default), value_proc=taken_or_told
    )
    return answer


def _ask_like(say: Translator) -> str:
    names = list(LIKE)
    click.echo(say("Which is nearest to your work?"))
    for number, name in enumerate(names, 1):
        click.echo(f"  {number}  {name}: {say(LIKE[name])}")

    def chosen(words: str) -> str:
        if words in names:
            return words
        if words.isdecimal() and 1 <= int(words) <= len(names):
            return names[int(words) - 1]
        raise BcpError(
            "“{words}” is none of them",
            "write a number from 1 to {count}",
            words=words,
            count=len(names),
        )

    return _ask(say, say("Number"), "1", chosen)


# --- telling -----------------------------------------------------------------------------------


def _tell(started: Started) -> None:
    """What was written, in which order to open it, and what comes next."""
    say = translator(started.language)
    count = len(started.chapters)
    wrote = say.count("Wrote a plan of {count} file", "Wrote a plan of {count} files", count)
    click.echo(say("{wrote} into {folder}.").format(wrote=wrote, folder=_named(started.folder)))
    _tell_order(started, say)
    if started.foreign is not None:
        told = say("The texts are in English: there is no starter in {language}. Translate them.")
        click.echo(told.format(language=say.language_name(started.foreign)))
    _tell_commands(started, say)
    _tell_editors(started, say)


def _named(folder: Path) -> Path:
    """A folder as it stands in a sentence: a full stop would not be seen as one's own folder."""
    return folder.resolve() if folder == Path() else folder


def _tell_order(started: Started, say: Translator) -> None:
    """The files in the order in which one opens them, with how much in each is invented."""
    places = say.count("{count} place", "{count} places", started.marks)
    told = say("{places} in it are invented and marked # {word}. Open its files in this order:")
    click.echo(told.format(places=places, word=started.word))
    marks = [f"{one.marks} × # {started.word}" if one.marks else "" for one in started.chapters]
    width = max(len(one.path.name) for one in started.chapters)
    for one, said in zip(started.chapters, marks, strict=True):
        name = one.path.name
        about = one.about.partition(":")[0]
        click.echo(f"  {one.number:2}. {name:{width}}  {said:>{max(map(len, marks))}}  {about}")


def _tell_commands(started: Started, say: Translator) -> None:
    click.echo(say("Then, as often as you like:"))
    folder = started.folder
    commands = {
        f"bcp check {folder}": say("what is missing or wrong"),
        f'grep -rn "# {started.word}" {folder}': say("what is still invented"),
        f"bcp render {folder}": say("the plan and a card for each role, on paper"),
        f"bcp drill script {started.risk} --plan {folder}": say("a drill made from the plan"),
        f"bcp new role ID --plan {folder}": say("one more role; likewise a risk, a person, …"),
    }
    width = max(map(len, commands))
    for command, what in commands.items():
        click.echo(f"  {command:{width}}  {what}")


def _tell_editors(started: Started, say: Translator) -> None:
    from bcp.editing.starter import schema_entry
    from bcp.files import find_repository_root

    words = say("VS Code: open the folder {folder} and accept the extension that it offers.")
    if started.has_settings:
        click.echo(words.format(folder=_named(started.folder)))
    root = find_repository_root(started.folder)
    if not started.has_settings:
        told = say("{file} is yours and was left as it is. Put under its yaml.schemas:")
        click.echo(told.format(file=started.folder / ".vscode/settings.json"))
        click.echo(f"  {schema_entry(started.folder, started.folder)}")
    elif root != started.folder.resolve():
        told = say("If you open {root} instead, put into its .vscode/settings.json:")
        click.echo(told.format(root=root))
        line = schema_entry(root, started.folder)
        click.echo(f'  "yaml.schemas": {{{line}}}')
