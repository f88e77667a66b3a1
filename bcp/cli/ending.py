"""How every command ends: one place turns what happened into sentences and an exit code.

0 clean, 1 findings, 2 usage or surroundings, 3 a fault of the program, 130 interrupted.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from contextlib import suppress

from bcp.cli.language import answering_in, without_language_of_help, words_of_call
from bcp.diagnostics import Translate, mark
from bcp.errors import BcpError

CLEAN, FOUND, USAGE, INTERNAL, INTERRUPTED = 0, 1, 2, 3, 130


def run(arguments: Sequence[str]) -> int:
    """Run one command and give its exit code."""
    if sys.stdout is None:  # closed by the caller: `bcp check >&-`
        sys.stdout = open(os.devnull, "w", encoding="utf-8")  # noqa: PTH123, SIM115 - to the end
    try:
        code = _called(arguments)
        sys.stdout.flush()
    except BcpError as error:
        say = words_of_call(arguments)
        _say_both(*error.in_words(say), say)
        return USAGE
    except KeyboardInterrupt:
        _say(words_of_call(arguments)(mark("interrupted")))
        return INTERRUPTED
    except OSError as error:
        return _surroundings(error, words_of_call(arguments))
    except Exception as error:
        say = words_of_call(arguments)
        return _said_by_click(error, say) or _fault(error, say)
    return code if isinstance(code, int) else CLEAN


def _called(arguments: Sequence[str]) -> object:
    if arguments[:1] == ["check"]:
        # The command that is called most, by people and by machines that wait for it: where it is
        # written plainly, it goes without click.
        from bcp.cli.asked import understood

        asked = understood(arguments[1:])
        if asked is not None:
            from bcp.cli.checking import check_plans

            return check_plans(asked)
    from bcp.cli.main import call

    with answering_in(words_of_call(arguments)):
        return call(without_language_of_help(arguments))


def _said_by_click(error: Exception, say: Translate) -> int | None:
    import click

    if isinstance(error, click.ClickException):
        from bcp.cli.help import named_in_words

        with answering_in(say):
            named_in_words(error)
            error.show()
        return USAGE
    if isinstance(error, click.Abort):
        _say(say(mark("interrupted")))
        return INTERRUPTED
    return None


def _fault(error: Exception, say: Translate) -> int:
    if os.environ.get("BCP_DEBUG"):
        raise error
    what = say(mark("something went wrong inside bcp: {kind}: {error}"))
    _say_both(
        what.format(kind=type(error).__name__, error=error),
        say(mark("this is a fault of bcp; set BCP_DEBUG=1 to see where, and report it.")),
        say,
    )
    return INTERNAL


def _surroundings(error: OSError, say: Translate) -> int:
    """The machine refused something: a name, a folder, the output itself."""
    from bcp.files import why_refused

    if error.filename is not None:
        _say_both(
            f"{error.filename}: {why_refused(error).text(say)}",
            say(mark("check the name, and that you may read and write there.")),
            say,
        )
        return USAGE
    # Only what is written to the output has no name. Nothing more can be said there.
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    if isinstance(error, BrokenPipeError):
        return CLEAN  # who reads us has had enough (`bcp check | head`): not an error
    _say_both(
        say(mark("the answer cannot be written: {why}")).format(why=why_refused(error).text(say)),
        say(mark("make room, or write it somewhere else.")),
        say,
    )
    return USAGE


def _say_both(message: str, fix: str, say: Translate) -> None:
    """What is wrong, and what to do about it if that is known."""
    _say(f"bcp: {message}")
    if fix:
        _say(f"  {say(mark('fix:'))} {fix}")


def _say(line: str) -> None:
    import click

    with suppress(OSError):
        click.echo(line, err=True)
