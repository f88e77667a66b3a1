"""The documents on paper: what is on every page, and that the same plan gives the same file."""

import io
import os
import re
import subprocess
import sys
from pathlib import Path

import page
import pikepdf
import pytest

from bcp import files, loader
from bcp.render.documents import (
    plan_html,
    render_plan,
    render_role_card,
    render_role_cards,
    role_card_html,
)
from bcp.views.full_plan import full_plan


def test_every_page_says_which_of_how_many_it_is_and_of_which_revision(harbour, stamp, text_of):
    pages = text_of(render_plan(harbour, stamp, "en").pdf)
    assert len(pages) > 5
    for number, text in enumerate(pages, 1):
        assert f"page {number} of {len(pages)}" in text
        assert "Harbour line · version 1.2 · revision 4f1c2ab · 16 November 2026" in text


def test_every_page_says_it_in_ukrainian(harbour, stamp, text_of):
    pages = text_of(render_role_card(harbour, "desk-lead", stamp, "uk").pdf)
    for number, text in enumerate(pages, 1):
        assert f"сторінка {number} з {len(pages)}" in text
        assert "версія 1.2 · редакція 4f1c2ab · 16 листопада 2026 р." in text
        assert "Для службового користування" in text


def test_a_role_card_has_the_phones_the_tasks_and_the_words(harbour, stamp, text_of):
    text = "\n".join(text_of(render_role_card(harbour, "desk-lead", stamp, "en").pdf))
    for expected in (
        "+44 20 7946 0101",
        "+44 7700 900601",
        "MUST",
        "Say that we work on paper.",
        "If nobody decides in time",
        "We work on paper since",
        "{start-time}",
        "Ukrainian",
        "keep calling",
    ):
        assert expected in text
    assert text.index("say-paper") < text.index("ring-back")


def test_the_card_of_a_small_role_is_one_page(harbour, stamp):
    assert render_role_card(harbour, "runner", stamp, "en").pages == 1


def test_cards_printed_together_count_their_own_pages(harbour, stamp, text_of):
    together = render_role_cards(harbour, stamp, "en")
    pages = text_of(together.pdf)
    counts = [re.search(r"page (\d+) of (\d+)", text).groups() for text in pages]
    runner = render_role_card(harbour, "runner", stamp, "en").pages
    lead = together.pages - runner
    assert counts == [(str(n), str(lead)) for n in range(1, lead + 1)] + [("1", "1")]


@pytest.mark.parametrize("language", ["en", "uk"])
def test_documents_pass_a_checker_of_accessible_pdf(harbour, stamp, language):
    for printed in (
        render_plan(harbour, stamp, language),
        render_role_cards(harbour, stamp, language),
    ):
        report = page.validate_pdf_bytes(printed.pdf, profile=page.ValidationProfile.PDF_UA_1)
        assert report.is_compliant, str(report)


def test_the_file_names_its_language_title_and_day_and_no_clock(harbour, stamp):
    with pikepdf.open(io.BytesIO(render_plan(harbour, stamp, "uk").pdf)) as pdf:
        assert str(pdf.Root.Lang) == "uk"
        assert str(pdf.docinfo["/Title"]) == "Портова лінія"
        assert str(pdf.docinfo["/CreationDate"]).startswith("D:20261116000000")
        assert pdf.check_pdf_syntax() == []


def test_only_the_shipped_fonts_are_in_the_file_and_they_are_embedded(harbour, stamp):
    names = set()
    with pikepdf.open(io.BytesIO(render_role_card(harbour, "desk-lead", stamp, "uk").pdf)) as pdf:
        for one in pdf.objects:
            if isinstance(one, pikepdf.Dictionary) and one.get("/Type") == "/FontDescriptor":
                assert "/FontFile2" in one or "/FontFile3" in one
                names.add(str(one.FontName).split("+")[-1])
    assert names
    assert all(name.startswith(("Noto-Sans", "BCP-Symbols")) for name in names), names


def test_printing_twice_gives_the_same_bytes(harbour, stamp):
    first = render_role_card(harbour, "desk-lead", stamp, "en").pdf
    assert render_role_card(harbour, "desk-lead", stamp, "en").pdf == first


PRINT = """
import sys
sys.path.insert(0, {tests!r})
from conftest import HARBOUR, STAMP
from bcp import files, loader
from bcp.render.documents import render_plan
plan = loader.load(files.read_tree(HARBOUR)).plan
sys.stdout.buffer.write(render_plan(plan, STAMP, "en").pdf)
"""


def test_another_machine_gives_the_same_bytes(harbour, stamp, tmp_path):
    """Another zone, language, home, hash seed, and fonts of its own."""
    surroundings = {
        "PATH": os.environ["PATH"],
        "TZ": "Pacific/Kiritimati",
        "LANG": "tr_TR.UTF-8",
        "HOME": str(tmp_path),
        "PYTHONHASHSEED": "12345",
        "FONTCONFIG_FILE": "/etc/fonts/fonts.conf",
    }
    done = subprocess.run(
        [sys.executable, "-c", PRINT.format(tests=str(Path(__file__).parent))],
        env=surroundings,
        cwd=Path(__file__).parent.parent.parent,
        capture_output=True,
        check=True,
    )
    assert done.stdout == render_plan(harbour, stamp, "en").pdf


def test_the_html_is_the_same_every_time(harbour, stamp):
    assert plan_html(harbour, stamp, "en") == plan_html(harbour, stamp, "en")
    html = role_card_html(harbour, "desk-lead", stamp, "en").html
    assert '<html lang="en">' in html
    assert '<span lang="uk">' in html


def test_notes_fill_the_last_page_and_get_none_of_their_own(harbour, stamp, text_of):
    for role in ("desk-lead", "runner"):
        pages = text_of(render_role_card(harbour, role, stamp, "en").pdf)
        assert "Notes: time, what happened, who was told" in pages[-1]
        assert len(pages[-1].split("Notes:")[0].split()) > 20
        assert f"page {len(pages)} of {len(pages)}" in pages[-1]


def test_words_in_another_language_are_marked_and_told_at_the_foot_of_the_first_page(
    stamp, text_of
):
    plan = loader.load(
        files.Tree(
            None,
            {
                "plan.yaml": """
bcp: 1
plan: {id: half, title: {en: Half, uk: Половина}, languages: [en, uk], timezone: Europe/Kyiv}
people: {a.one: {name: Ann One, phones: {mobile: "+44 7700 900201"}}}
roles:
  lead:
    title: {en: Lead, uk: Старший}
    purpose: |
      Leads <the desk>.
      And the room.
    primary: a.one
""".encode()
            },
        )
    ).plan
    html = role_card_html(plan, "lead", stamp, "uk").html
    assert (
        '<span lang="en">Leads &lt;the desk&gt;.</span><br><span lang="en">And the room.</span>'
        in html
    )
    assert 'lang="en">Ann One' not in html
    foot = "Частину тексту цього плану ще не перекладено."
    assert foot in text_of(render_role_card(plan, "lead", stamp, "uk").pdf)[0]
    assert "span lang" not in role_card_html(plan, "lead", stamp, "en").html


def test_a_card_whose_words_are_in_another_language_is_accessible_too(northline, stamp):
    printed = render_role_card(northline, "crisis-director", stamp, "uk")
    report = page.validate_pdf_bytes(printed.pdf, profile=page.ValidationProfile.PDF_UA_1)
    assert report.is_compliant, str(report)


def test_nothing_is_said_of_translation_when_nothing_is_missing(harbour, stamp, text_of):
    pages = text_of(render_role_card(harbour, "desk-lead", stamp, "uk").pdf)
    assert "перекладено" not in "".join(pages)


def test_no_heading_of_a_table_breaks_inside_a_word(northline):
    """Measured with the font that is printed, in the width that is left inside a cell."""
    from fontTools.ttLib import TTFont

    from bcp.render import assets

    font = TTFont(assets.folder() / "fonts" / "NotoSans-Bold.ttf", lazy=True)
    letters, advances = font.getBestCmap(), font["hmtx"]
    em = font["head"].unitsPerEm

    def millimetres(word):
        return sum(advances[letters[ord(one)]][0] for one in word) / em * 8.5 * 25.4 / 72

    def blocks(of):
        yield from of.blocks
        for inner in of.parts:
            yield from blocks(inner)

    seen = 0
    for language in ("en", "uk"):
        for section in full_plan(northline, language).sections:
            for block in blocks(section):
                for column in block.columns if block.shape == "table" else ():
                    room = 180 * column.width / 100 - 3.2
                    for word in re.split(r"\s|(?<=-)", column.title):
                        seen += 1
                        assert millimetres(word) <= room, (language, section.id, column)
    assert seen > 300


def test_an_unknown_role_is_refused(harbour, stamp):
    with pytest.raises(KeyError):
        render_role_card(harbour, "nobody", stamp)


def test_a_language_without_words_of_ours_prints_in_english(harbour, stamp, text_of):
    text = text_of(render_role_card(harbour, "runner", stamp, "de").pdf)[0]
    assert "Who holds this role" in text
    assert "16. November 2026" in text


@pytest.mark.slow
@pytest.mark.parametrize("language", ["en", "uk"])
def test_the_example_plan_is_printed_whole_and_accessible(northline, stamp, language):
    for printed in (
        render_plan(northline, stamp, language),
        render_role_cards(northline, stamp, language),
    ):
        assert printed.unprintable == ()
        report = page.validate_pdf_bytes(printed.pdf, profile=page.ValidationProfile.PDF_UA_1)
        assert report.is_compliant, str(report)
        assert len(printed.pdf) < 20_000 * printed.pages
