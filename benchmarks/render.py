"""``render``: role cards, against the same HTML through WeasyPrint alone.

F is one warm process with a shared font configuration and a parsed style sheet, and Python's own
settings of the garbage collector. Ours is the program's way from a plan in memory to PDF bytes.
"""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Callable, Iterator
from functools import partial
from itertools import cycle, islice
from pathlib import Path
from typing import Any

from bcp.files import read_tree
from bcp.loader import load
from bcp.plan import Plan
from bcp.render import assets
from bcp.render.documents import ROLE_CARD, Printed, Stamp, render_role_card, role_card_html
from bcp.render.pdf import VARIANT, printer
from bcp.views.role_card import role_ids
from benchmarks.measure import MIB, ROOT, Line, expect, python
from benchmarks.plans import example

_STAMP = Stamp("1.0", "0123456", dt.date(2026, 11, 16))

# A process that prints the cards and nothing else, for its memory and its start.
_PRINT = """
import sys
from pathlib import Path
from benchmarks.render import cards, plan_to_print, print_cards
plan = plan_to_print()
printed = print_cards(plan, cards(plan, int(sys.argv[1])))
print(sum(one.pages for one in printed), sum(len(one.pdf) for one in printed))
print(max(one.pages for one in printed))
"""


def plan_to_print() -> Plan:
    """The large example when it can be read whole, else the small one."""
    for folder in (ROOT / "plans/northline", example()):
        loaded = _loaded(folder)
        if loaded is not None:
            return loaded
    raise ValueError("no example plan can be read whole")


def _loaded(folder: Path) -> Plan | None:
    if not (folder / "plan.yaml").exists():
        return None
    loaded = load(read_tree(folder))
    return loaded.plan if loaded.readable else None


def cards(plan: Plan, count: int) -> list[str]:
    """As many roles as cards are wanted; round again when the plan has fewer."""
    return list(islice(cycle(role_ids(plan)), count))


def print_cards(plan: Plan, roles: list[str]) -> list[Printed]:
    """Print a card for each role."""
    return [render_role_card(plan, role, _STAMP) for role in roles]


def _raw() -> Callable[[str], None]:
    """Prints one page of HTML: the floor, with all that may be shared made before."""
    ours: Any = printer()  # the fonts and the fetcher are the same for both
    import weasyprint  # type: ignore[import-untyped]
    from weasyprint.text.fonts import FontConfiguration  # type: ignore[import-untyped]

    fonts = FontConfiguration()
    base = f"{assets.SCHEME}:"
    style = weasyprint.CSS(
        string=assets.shipped()[f"{base}{ROLE_CARD.style}"][0].decode(),
        url_fetcher=ours._fetcher,
        base_url=base,
        font_config=fonts,
    )

    def run(page: str) -> None:
        html = weasyprint.HTML(string=page, url_fetcher=ours._fetcher, base_url=base)
        html.write_pdf(stylesheets=[style], font_config=fonts, pdf_variant=VARIANT)

    return run


def _cpu_collecting(call: Callable[[], object]) -> float:
    """Seconds of processor time with the garbage collector as the call finds or sets it.

    Nothing is collected before: one card after the other is how the floor is defined, and what a
    collection costs in it is part of it.
    """
    before = time.process_time()
    call()
    return time.process_time() - before


def lines(quick: bool) -> Iterator[Line]:
    """Measure printing role cards, one worker; card by card, so that a busy machine slows both."""
    count = 3 if quick else 20
    plan = plan_to_print()
    roles = cards(plan, count)
    raw = _raw()
    print_cards(plan, roles[:1])
    raw(role_card_html(plan, roles[0], _STAMP).html)
    floor, ours, html = 0.0, 0.0, 0.0
    for number, role in enumerate(roles):
        page = role_card_html(plan, role, _STAMP).html
        turns: list[Callable[[], object]] = [partial(raw, page), partial(print_cards, plan, [role])]
        # Neither always comes second.
        took = {turn: _cpu_collecting(turn) for turn in (turns if number % 2 else turns[::-1])}
        floor += took[turns[0]]
        ours += took[turns[1]]
        html += _cpu_collecting(partial(role_card_html, plan, role, _STAMP))
    what = f"{count} role cards"
    yield Line(f"{what}, plan in memory → PDF", ours / floor, "F", 0.90)
    yield Line("  our own work in it: views and templates", html / floor, "F", 0.05)
    cold = expect(python("-c", _PRINT, str(count)), 0)
    made, size, largest = map(int, cold.out.split())
    yield Line("  pages a second", made / ours, "pages/s", remark="this machine; not kept")
    yield Line("  size of a tagged page", size / made / 1000, "kB", 12, remark=f"{made} pages")
    limit = 110 + 2.5 * largest
    yield Line(
        "  peak memory, whole process",
        cold.peak / MIB,
        "MiB",
        limit,
        remark=f"largest {largest} pages",
    )
