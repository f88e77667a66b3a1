"""``bcp check`` from what is asked to the exit code: answers that hold are told again, the rest is
worked out.

Whether an answer is new or was kept, it takes the same way from here: what was kept is what would
be printed. Nothing that reads or judges a plan is imported before one has to be.
"""

from __future__ import annotations

import gc
import os

from bcp.cli.answers import Answers, answers_to
from bcp.cli.asked import Asked
from bcp.cli.ending import CLEAN, FOUND, INTERNAL
from bcp.cli.folders import Folder, plan_folders, read_folder
from bcp.cli.language import ENGLISH, asked_for, for_people, words_in
from bcp.cli.output import style, write
from bcp.report.checked import Answer, total
from bcp.report.shared import together
from bcp.report.text import Style, counted, tally


def check_plans(asked: Asked) -> int:
    """Check the plans, tell what was found, and give the exit code.

    Raises BcpError for a folder that cannot be read, and for a rule that there is not.
    """
    # Nothing here makes garbage in cycles; collecting it anyway doubles the time of a large check.
    gc.disable()
    how = _style(asked)
    # Contacts that are held outside the repository shall not come to lie in a cache.
    keeping = asked.cached and not (asked.contacts or os.environ.get("BCP_CONTACTS"))
    known = answers_to(asked, how, os.environ) if keeping else None
    told: list[Answer] = []
    crashed = False
    paths = plan_folders(asked.plans)
    for path in paths:
        answer, failed = _answer(read_folder(path, asked.root), asked, how, known)
        told.append(answer)
        crashed = crashed or failed
        if asked.format == "text":
            first = together(told, how) if len(paths) == 1 else ""
            write(first + answer.text, colour=how.colour)
    _conclude(told, asked, how)
    if known is not None:
        known.tidy()
    if crashed:
        return INTERNAL
    return FOUND if any(one.fails for one in told) else CLEAN


def _style(asked: Asked) -> Style:
    """How to write: for a person as the terminal has it and in their language, for a program
    always alike."""
    if asked.format == "json":
        return Style(translate=words_in(asked_for(asked.language) or ENGLISH))
    return style(for_people(asked.language, os.environ))


def _answer(folder: Folder, asked: Asked, how: Style, known: Answers | None) -> tuple[Answer, bool]:
    """The answer for one plan, and whether a rule failed on the way."""
    entry = known.entry_for(folder) if known is not None else None
    answer = entry.find() if entry is not None else None
    if answer is not None:
        return answer, False
    from bcp.cli.judging import judge

    judged = judge(folder, asked, how)
    if entry is not None and judged.whole and not judged.crashed:
        entry.keep(judged.answer, judged.used)
    return judged.answer, judged.crashed


def _conclude(told: list[Answer], asked: Asked, how: Style) -> None:
    if asked.format == "json":
        from bcp.report.json import whole

        write(whole([one.text for one in told], asked.as_of, total(told)))
    elif len(told) > 1:
        write(together(told, how), colour=how.colour)
        plans = counted(len(told), "{count} plan", "{count} plans", how.translate)
        write(f"{plans}: {tally(total(told), how.translate)}\n")
