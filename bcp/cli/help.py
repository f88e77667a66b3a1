"""The help of commands in the reader's language.

A docstring is translated paragraph by paragraph, each as one line of words; the terminal's width
breaks it again. In a block that keeps its layout (behind ``\\b``) lines that stand in are examples
and stay; what follows `` # `` in them is a remark, and is translated, as the other lines are.
Names of values (``DIR``) are words as well. What is written as words is said through
:func:`words`, so that :mod:`scripts.make_catalogues` finds it by listening.
"""

from __future__ import annotations

import inspect
import re
from typing import Final

import click

from bcp.cli.language import words_here
from bcp.diagnostics import Message, Translate, mark

_NAME: Final = re.compile(r"[A-Z]{2,}(?: [A-Z]{2,})*")
"""The name of a value, as it stands in ``-o, --out FILE`` and ``[PLANS]...``."""

_KEPT: Final = "\b\n"
"""How a paragraph begins that keeps its layout."""


class Command(click.Command):
    """A command whose help is in the language of the call."""

    def get_help_option_names(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        """The same wherever a command is called from: click remembers those of the first call."""
        return ["-h", "--help"]

    def collect_usage_pieces(self, ctx: click.Context) -> list[str]:
        """What the usage line names."""
        return [names(piece, words_here()) for piece in super().collect_usage_pieces(ctx)]

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        """``--help``, with words that are translated when they are shown: click's own are said
        once and kept."""
        option = super().get_help_option(ctx)
        if option is not None:
            option.help = mark("Show this message and exit.")
        return option

    def get_short_help_str(self, limit: int = 45) -> str:  # noqa: ARG002 - told whole
        """The first paragraph, for the list of a group's commands."""
        return told(self, words_here()).partition("\n\n")[0]

    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        """What the command does."""
        formatter.write_paragraph()
        with formatter.indentation():
            formatter.write_text(told(self, words_here()))

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The options, each with what it is for."""
        say = words_here()
        rows = []
        for option in self.get_params(ctx):
            row = option.get_help_record(ctx)
            if row is not None and isinstance(option, click.Option):
                # Behind the help stands what click says of defaults, in its words.
                rest = row[1].removeprefix(option.help or "")
                rows.append((names(row[0], say), words(option.help or "", say) + rest))
        with formatter.section(say(mark("Options"))):
            formatter.write_dl(rows)


class Group(Command, click.Group):
    """A group of such commands."""

    command_class = Command

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The options, then the commands."""
        Command.format_options(self, ctx, formatter)
        self.format_commands(ctx, formatter)


def told(command: click.Command, say: Translate) -> str:
    """What a command's docstring tells, paragraph by paragraph, as click lays it out."""
    paragraphs = re.split(r"\n\s*\n", inspect.cleandoc(command.help or ""))
    return "\n\n".join(_paragraph(one, say) for one in paragraphs if one)


def words(text: str, say: Translate) -> str:
    """A paragraph in other words; braces in it are braces."""
    return Message.literally(" ".join(text.split())).text(say) if text else ""


def names(piece: str, say: Translate) -> str:
    """A piece of a usage line or an option with the names of values in other words."""
    return _NAME.sub(lambda found: say(found[0]), piece)


def _paragraph(text: str, say: Translate) -> str:
    if not text.startswith(_KEPT):
        return words(text, say)
    lines = text.removeprefix(_KEPT).split("\n")
    return _KEPT + "\n".join(_line(line, say) for line in lines)


def _line(line: str, say: Translate) -> str:
    if not line.startswith(" "):
        return words(line, say)
    example, sign, remark = line.partition(" # ")
    return f"{example}{sign}{words(remark, say)}" if example.strip() else line


def named_in_words(error: click.ClickException) -> None:
    """Let an error about an argument name it as the help does."""
    if not isinstance(error, click.BadParameter) or error.param_hint or error.ctx is None:
        return
    if isinstance(error.param, click.Argument):
        error.param_hint = f"'{names(error.param.make_metavar(error.ctx), words_here())}'"
