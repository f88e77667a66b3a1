"""The pages for readers hold together: every block of code ends, every link leads somewhere."""

from __future__ import annotations

import re
from collections import Counter
from itertools import pairwise
from pathlib import Path
from urllib.parse import unquote

import pytest

REPOSITORY = Path(__file__).parents[1]
PAGES = [*sorted(REPOSITORY.glob("*.md")), *sorted((REPOSITORY / "docs").rglob("*.md"))]
NAMES = [str(one.relative_to(REPOSITORY)) for one in PAGES]
_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})(.*)")
_LINK = re.compile(r"(?<!!)\[(?:[^\[\]]|\[[^\[\]]*\])*\]\(<?([^()\s>]+)>?(?: \"[^\"]*\")?\)")
_ELSEWHERE = re.compile(r"[a-z][a-z0-9+.-]*:")


def blocks(text: str) -> tuple[list[str], list[str]]:
    """(lines outside of every block of code, what is wrong with the fences)."""
    outside, wrong, fence, begun = [], [], "", 0
    for number, row in enumerate(text.splitlines(), 1):
        found = _FENCE.fullmatch(row)
        if fence and found and found[1].startswith(fence) and not found[2].strip():
            fence = ""
        elif fence and found:
            wrong.append(f"line {number}: a block begins inside that of line {begun}")
        elif found:
            fence, begun = found[1], number
        elif not fence:
            outside.append(row)
    return outside, [*wrong, *([f"line {begun}: a block that never ends"] if fence else [])]


def anchors(rows: list[str]) -> set[str]:
    """The names by which the headings of a page can be linked to, as code hosts make them."""
    seen: Counter[str] = Counter()
    found = {name for row in rows for name in re.findall(r'<a (?:id|name)="([^"]+)"', row)}
    for row in rows:
        heading = re.fullmatch(r" {0,3}#{1,6} +(.*?)(?: +#+)?", row)
        if heading:
            words = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", heading[1]).replace("`", "")
            name = re.sub(r"[^\w\- ]", "", words.strip().lower()).replace(" ", "-")
            found.add(f"{name}-{seen[name]}" if seen[name] else name)
            seen[name] += 1
    return found


def links(rows: list[str]) -> list[str]:
    """Where a page leads to; what stands in code leads nowhere."""
    text = re.sub(r"(`+)(?!`).*?(?<!`)\1(?!`)", lambda one: "`" * len(one[0]), "\n".join(rows))
    return _LINK.findall(text)


@pytest.mark.parametrize("page", PAGES, ids=NAMES)
def test_every_block_of_code_ends_before_the_next_begins(page: Path) -> None:
    assert blocks(page.read_text("utf-8"))[1] == []


@pytest.mark.parametrize("page", PAGES, ids=NAMES)
def test_every_link_leads_to_a_file_and_a_heading_that_are_there(page: Path) -> None:
    rows, _ = blocks(page.read_text("utf-8"))
    dead = []
    for link in links(rows):
        if _ELSEWHERE.match(link):
            continue
        name, _, anchor = unquote(link).partition("#")
        target = page.parent / name if name else page
        here = target.exists() and target.resolve().is_relative_to(REPOSITORY)
        if not here or (anchor and anchor not in anchors(blocks(target.read_text("utf-8"))[0])):
            dead.append(link)
    assert dead == []


@pytest.mark.parametrize("page", PAGES, ids=NAMES)
def test_headings_go_down_one_step_at_a_time(page: Path) -> None:
    """A heading that was lost leaves the ones below it hanging."""
    rows, _ = blocks(page.read_text("utf-8"))
    levels = [len(one[1]) for row in rows if (one := re.match(r"(#{1,6}) ", row))]
    skipped = [(above, below) for above, below in pairwise(levels) if below > above + 1]
    assert levels[:1] == [1]
    assert skipped == []


def test_every_command_of_the_graph_has_a_heading_or_a_link_to_one() -> None:
    """The table on top of the page leads to every answer."""
    text = (REPOSITORY / "docs" / "graph.md").read_text("utf-8")
    table = [row for row in text.partition("\n## ")[0].splitlines() if row.startswith("| ")]
    assert len(table) > 5
    for row in table[1:]:
        commands = re.findall(r"`(bcp [\w -]+)`", row)
        assert commands
        for command in commands:
            assert re.search(rf"\[`{command}`\]\(#[\w-]+\)", row), command


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("```sh\nls\n```\n", None),
        ("```sh\nls\n", "line 1: a block that never ends"),
        ("````md\n```sh\nls\n```\n````\n", "line 2: a block begins inside that of line 1"),
        ("```\nls\n```\n", None),
        ("```sh\nls\n```\nwc\n```\n\n```sh\nls\n```\n", "line 7: a block begins inside that of"),
    ],
)
def test_blocks_that_run_on_are_found(text: str, fault: str | None) -> None:
    wrong = blocks(text)[1]
    assert not wrong if fault is None else any(one.startswith(fault) for one in wrong)


def test_names_of_headings_are_those_of_code_hosts() -> None:
    rows = ["# A `b c`: d, e?", "## Дім і «поле»", "## Twice", "## Twice", "text"]
    assert anchors(rows) == {"a-b-c-d-e", "дім-і-поле", "twice", "twice-1"}


def test_links_in_code_lead_nowhere() -> None:
    assert links(["[a](b.md) and `[c](d.md)` and [`e`](#f)", "![g](h.png)"]) == ["b.md", "#f"]
