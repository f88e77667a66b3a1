"""The text of a plan is data: it runs nothing, fetches nothing, and cannot turn a page around."""

import socket
import ssl  # noqa: F401 - derives a class from sockets: before they are blocked
import string

import pytest

from bcp import files, loader
from bcp.errors import BcpError
from bcp.render import glyphs, html
from bcp.render.documents import render_role_card, role_card_html
from bcp.render.pdf import printer

PLAN = """\
bcp: 1
plan:
  id: hostile
  title: "{title}"
  languages: [en]
people:
  a.person: {{name: "{title}", phones: {{mobile: "+44 7700 900201"}}}}
roles:
  lead:
    title: "{title}"
    purpose: "{title}"
    primary: a.person
"""


def hostile(title: str):
    tree = files.Tree(None, {"plan.yaml": PLAN.format(title=title).encode()})
    return loader.load(tree).plan


MARKUP = (
    "<img src=http://example.test/a.png>",
    "<link rel=attachment href=file:///etc/passwd>",
    "<style>@import url(http://example.test/a.css)</style>",
    "<script>alert(1)</script>",
    "{{ 7*7 }}",
    "{% include '/etc/passwd' %}",
    "</body></html>",
    '\\" onload=alert(1) x=\\"',
    "url(file:///etc/passwd)",
)


@pytest.mark.parametrize("words", MARKUP)
def test_markup_in_a_plan_is_printed_as_it_is_written(words, stamp, text_of, monkeypatch):
    def refuse(*args, **kwargs):
        raise AssertionError("printing reached for the network")

    plan = hostile(words)
    monkeypatch.setattr(socket, "socket", refuse)
    monkeypatch.setattr(socket, "create_connection", refuse)
    printed = render_role_card(plan, "lead", stamp, "en")
    monkeypatch.undo()
    shown = "".join("\n".join(text_of(printed.pdf)).split())
    assert "".join(words.replace("\\", "").split()) in shown
    assert b"root:x" not in printed.pdf


def test_a_template_that_reached_outside_would_stop_the_printing():
    for address in ("http://example.test/a.png", "file:///etc/passwd", "data:image/png;base64,AA"):
        with pytest.raises(BcpError, match="outside the shipped templates"):
            printer().print([(f'<img src="{address}">', "role-card.css")])


def test_templates_come_from_the_shipped_folder_alone():
    import jinja2

    for name in ("/etc/passwd", "../pyproject.toml"):
        with pytest.raises(jinja2.TemplateNotFound):
            html.environment().get_template(name)


def test_a_name_that_a_template_mistypes_is_an_error():
    import jinja2

    with pytest.raises(jinja2.UndefinedError):
        html.environment().from_string("{{ rolle }}").render()


def test_a_character_without_a_glyph_is_replaced_and_told_with_its_place(stamp, text_of):
    printed = render_role_card(hostile("Fire \U0001f525\U0001f525 alarm"), "lead", stamp, "en")
    assert "Fire [?] alarm" in text_of(printed.pdf)[0]
    (warning,) = printed.unprintable
    assert warning.character == "\U0001f525"
    assert ("lead", ("title",)) in [(place.id, place.path) for place in warning.places]
    assert "U+1F525 FIRE" in warning.message.text()
    assert str(warning.places[0].id) in warning.message.text()


def test_marks_that_turn_the_text_around_are_taken_out_and_told(stamp, text_of):
    printed = render_role_card(hostile("call \u202e112\u202c now"), "lead", stamp, "en")
    assert "call 112 now" in text_of(printed.pdf)[0]
    assert {one.character for one in printed.unprintable} == {"\u202e", "\u202c"}


def test_another_script_is_replaced_not_printed_as_boxes(stamp):
    text, found = glyphs.replaced("שלום 112")
    assert text == "[?] 112"
    assert found == set("שלום")


def test_joiners_and_selectors_go_without_a_word():
    assert glyphs.replaced("warning \u26a0\ufe0f \u200bnow") == ("warning \u26a0 now", frozenset())


def test_control_characters_are_replaced():
    assert glyphs.replaced("a\x00b\x1bc\x7f")[0] == "a[?]b[?]c[?]"


def test_everything_people_write_in_english_and_ukrainian_is_printed():
    words = string.printable.replace("\x0b", "").replace("\x0c", "")
    words += "абвгґдеєжзиіїйклмнопрстуфхцчшщьюя АБВГҐДЕЄЖЗИІЇЙКЛМНОПРСТУФХЦЧШЩЬЮЯ ’ʼ«»„“–—…№€₴→☐✓⚠"
    assert glyphs.replaced(words) == (words, frozenset())


def test_loose_accents_become_letters_the_fonts_have():
    assert glyphs.replaced("e\u0301 и\u0306") == ("é й", frozenset())


def test_gaps_of_a_message_are_marked_and_braces_elsewhere_are_not():
    assert html.message("since {start-time} {{x}}") == (
        'since <span class="gap">{start-time}</span> {<span class="gap">{x}</span>}'
    )
    assert html.prose("since {start-time}") == "since {start-time}"


def test_a_number_in_a_sentence_stays_whole_and_reads_left_to_right():
    assert html.prose("call +44 20 7946 0101 <now>") == (
        'call <bdi dir="ltr" class="phone">+44 20 7946 0101</bdi> &lt;now&gt;'
    )


def test_a_long_title_is_cut_in_the_margins_and_whole_on_the_page(stamp, text_of):
    plan = hostile("word " * 300 + "end-of-title")
    made = role_card_html(plan, "lead", stamp, "en").html
    margins = made[made.index("<body") : made.index("<h1>")]
    assert "end-of-title" not in margins
    assert "…" in margins
    printed = render_role_card(plan, "lead", stamp, "en")
    assert "end-of-title" in "".join(text_of(printed.pdf))


def test_a_very_long_word_is_broken_instead_of_leaving_the_page(stamp, text_of):
    pages = text_of(render_role_card(hostile("x" * 290), "lead", stamp, "en").pdf)
    assert pages[0].count("x") >= 290


def test_the_html_never_holds_markup_of_the_plan(stamp):
    made = role_card_html(hostile(MARKUP[0]), "lead", stamp, "en").html
    assert "<img" not in made
    assert "&lt;img" in made


MARKS = (
    "\ue000en\ue001words\ue002",
    "\ue000en\ue001words",
    "words\ue002",
    '\ue000x" onload=alert(1) y="\ue001words\ue002',
    "\ue003",
)


@pytest.mark.parametrize("words", MARKS)
def test_a_plan_cannot_forge_the_marks_of_another_language(words, stamp):
    """Marks open and close inside one piece of text, whatever the plan writes."""
    made = role_card_html(hostile(words.replace('"', '\\"')), "lead", stamp, "uk").html
    assert "<span lang=" in made or "words" not in words
    assert made.count("<span") == made.count("</span>")
    assert 'onload=alert(1) y="' not in made
    assert not set("\ue000\ue001\ue002\ue003") & set(made)


@pytest.mark.parametrize("mark", ["\u0338", "\u0301", "\u20d2", "\u200d"])
def test_a_text_that_begins_with_a_combining_mark_swallows_no_tag(mark, stamp, text_of):
    """A tag's ``>`` and U+0338 compose to one character: the words after it were lost."""
    printed = render_role_card(hostile(mark + " CLOSE THE GAS VALVE"), "lead", stamp, "en")
    assert "CLOSE THE GAS VALVE" in " ".join("\n".join(text_of(printed.pdf)).split())
