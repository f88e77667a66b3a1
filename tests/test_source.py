"""What an officer writes is read as it stands; what cannot be read is said in plain words."""

import resource
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest
import yaml
from pydantic_core import to_json

from bcp.diagnostics import Severity
from bcp.errors import BcpError
from bcp.files import Limits
from bcp.source import Document, lines, read
from bcp.written import Numberlike


def text(content: str, limits: Limits | None = None) -> Document:
    return read(textwrap.dedent(content).encode(), "roles.yaml", limits or Limits())


def codes(document: Document) -> list[str]:
    return [fault.code for fault in document.faults]


def only(document: Document):
    assert len(document.faults) == 1, [str(fault.message) for fault in document.faults]
    fault = document.faults[0]
    assert fault.severity is Severity.ERROR
    assert fault.span.file == "roles.yaml"
    return fault


def start(fault) -> tuple[int, int]:
    return fault.span.line, fault.span.column


# --- what is written is what is read


@pytest.mark.parametrize(
    "written",
    ["no", "on", "yes", "true", "2026-03-01", "17:30", "0123", "1_000", "0x1F", "+380441234567"],
)
def test_a_scalar_stays_the_text_that_stands_there(written):
    document = text(f"cover: {written}\n")
    assert document.value == {"cover": written}
    assert document.faults == ()


def test_a_key_stays_its_text_too():
    assert text("on: {no: 1, 12: b}\n").value == {"on": {"no": "1", "12": "b"}}


@pytest.mark.parametrize(
    "written",
    [
        *["12", "-3", "0123", "0o17", "0b11", "0x1F", "1e3", "1.5", ".5", "1.", "+380441234567"],
        *["17:30", "1:30:00.5", "1_000", ".inf", "-.Inf", ".nan"],
    ],
)
def test_what_others_take_for_a_number_is_told_apart(written):
    plain, quoted, tagged = text(f"- {written}\n- '{written}'\n- !!str {written}\n").value
    assert isinstance(plain, Numberlike)
    assert type(quoted) is type(tagged) is str
    assert plain == quoted == tagged == written


@pytest.mark.parametrize(
    "written", ["+44 20 7946 0101", "2026-03-01", "4h", "1h30m", "-", "+", ".", "no", "1.2.3"]
)
def test_what_nobody_takes_for_a_number_is_a_plain_text(written):
    assert type(text(f"- {written}x\n- a\n").value[0]) is str
    if written != "-":
        assert type(text(f"- {written}\n").value[0]) is str


def test_a_numberlike_text_is_json_text():
    assert to_json(text("phone: +380441234567\n").value) == b'{"phone":"+380441234567"}'


def test_texts_of_all_styles():
    document = text(
        """\
        plain: two
          lines
        double: "a \\t tab"
        single: 'it''s'
        block: |
          one
          two
        folded: >-
          one
          two
        empty: ""
        """
    )
    assert document.value == {
        "plain": "two lines",
        "double": "a \t tab",
        "single": "it's",
        "block": "one\ntwo\n",
        "folded": "one two",
        "empty": "",
    }
    assert document.faults == ()


@pytest.mark.parametrize("content", ["", "# nothing yet\n", "---\n", "\n\n", "\ufeff"])
def test_an_empty_file_holds_nothing_and_is_no_fault(content):
    document = read(content.encode(), "roles.yaml")
    assert (document.value, document.faults, document.whole) == (None, (), True)
    assert document.span(("roles",)) == document.span(())
    assert document.span(()).line >= 1


def test_a_byte_order_mark_moves_no_place():
    document = read("\ufeffa: b\n".encode(), "roles.yaml")
    assert document.text == "a: b\n"
    assert document.span(("a",), key=True).column == 1


# --- nothing after a key


def test_a_key_with_nothing_after_it():
    fault = only(text("title: x\nowner:\nteam: silver\n"))
    assert (fault.code, *start(fault)) == ("SRC005", 2, 1)
    assert str(fault.message) == "`owner:` has nothing after it"
    assert str(fault.hint) == (
        "Write what belongs to it, on this line or indented below; or delete the line."
    )


def test_a_key_with_only_a_comment_after_it_has_nothing():
    document = text("owner: # who?\n")
    assert document.value == {"owner": None}
    assert codes(document) == ["SRC005"]


def test_an_item_with_nothing_after_its_dash():
    document = text("alternates:\n  - m.reid\n  -\n")
    assert document.value == {"alternates": ["m.reid", None]}
    assert start(only(document)) == (3, 3)


@pytest.mark.parametrize("nothing", ["~", "null", "Null", "NULL"])
def test_the_words_for_nothing_are_refused(nothing):
    document = text(f"owner: {nothing}\n")
    assert document.value == {"owner": None}
    assert start(only(document)) == (1, 8)
    assert text(f"owner: '{nothing}'\n").value == {"owner": nothing}


# --- duplicates


def test_a_key_twice_shows_both_places_and_keeps_the_first():
    document = text("roles:\n  lead:\n    team: gold\n    title: a\n    team: silver\n")
    fault = only(document)
    assert (fault.code, *start(fault)) == ("SRC002", 5, 5)
    assert str(fault.message) == "the key `team` stands here a second time"
    assert (fault.related[0].span.line, fault.related[0].span.column) == (3, 5)
    assert document.value == {"roles": {"lead": {"team": "gold", "title": "a"}}}


def test_what_a_second_key_holds_is_dropped_but_its_own_faults_are_not():
    document = text("a: 1\na:\n  b: 1\n  b: 2\n  c:\n")
    assert document.value == {"a": "1"}
    assert [(f.code, f.span.line) for f in document.faults] == [
        ("SRC002", 2),
        ("SRC002", 4),
        ("SRC005", 5),
    ]


# --- the subset


def test_an_alias_stands_for_the_value_behind_its_anchor():
    document = text("a: &hours {from: '9'}\nb: *hours\nc: [*hours]\n")
    assert document.value == {"a": {"from": "9"}, "b": {"from": "9"}, "c": [{"from": "9"}]}
    assert document.faults == ()


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("a: *gone\n", "there is no anchor `&gone` before this alias"),
        ("a: &x [*x]\n", "stands inside the very thing"),
        ("a: &x 1\nb: &x 2\n", "the anchor `&x` is there already"),
        ("&k a: 1\n", "a key has no anchor"),
        ("b: &k a\n*k : 1\n", "an alias (`*`) cannot be a key"),
        ("!!str a: 1\n", "a key has no anchor (`&`) and no tag (`!`)"),
        ("a: !!int 5\n", "the tag `!!int` is not read"),
        ("a: !secret x\n", "a text that begins with ! is read as a tag, `!secret`"),
        ("a: !secret [x]\n", "the tag `!secret` is not read"),
        ("a: !!python/object/apply:os.system [x]\n", "is not read in a plan"),
        ("a: !!str [x]\n", "something that is not a text"),
        ("<<: {a: b}\n", "merge keys (`<<`) are not read"),
        ("? [a]\n: b\n", "a key must be a text on one line"),
        ("? {a: b}\n: c\n", "a key must be a text on one line"),
        ("? |\n  a\n: b\n", "a key must be a text on one line"),
        ("? 'a\n  c'\n: b\n", "a key must be a text on one line"),
    ],
)
def test_what_plans_do_not_use_is_refused_with_a_place(content, words):
    fault = only(read(content.encode(), "roles.yaml"))
    assert fault.code == "SRC007"
    assert words in str(fault.message)
    assert fault.hint is not None
    assert fault.span.line >= 1


def test_a_refused_tag_leaves_nothing_that_could_be_taken_for_a_value():
    assert text("a: !secret x\nb: !vault {c: d}\nc: e\n").value == {"a": None, "b": None, "c": "e"}


def test_the_rest_of_a_mapping_with_a_merge_key_is_read():
    document = text("base: &b {x: y}\nlead:\n  <<: *b\n  team: gold\n")
    assert document.value == {"base": {"x": "y"}, "lead": {"team": "gold"}}


def test_a_quoted_merge_key_is_an_ordinary_key():
    assert text("'<<': b\n").value == {"<<": "b"}


def test_a_second_document_is_not_read_and_said_so():
    document = text("a: b\n---\nc: d\n")
    assert document.value == {"a": "b"}
    assert not document.whole
    assert start(only(document)) == (2, 1)


# --- bytes that are no text


def test_bytes_that_are_not_utf_8_have_a_line_and_a_column():
    document = read("title: черга\nowner: ".encode() + "ї".encode("cp1251"), "roles.yaml")
    fault = only(document)
    assert (fault.code, *start(fault)) == ("SRC001", 2, 8)
    assert "Windows-1251" in str(fault.hint)
    assert document.value is None
    assert not document.whole
    assert document.excerpt(1) == "title: черга"


@pytest.mark.parametrize("codec", ["utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-le"])
def test_other_encodings_are_named(codec):
    document = read("title: черга\n".encode(codec), "roles.yaml")
    assert codec.upper()[:6] in str(only(document).message)
    assert document.excerpt(1) == "title: черга"


@pytest.mark.parametrize("character", ["\0", "\x01", "\x1b", "\x7f", "\x80", "\ufffe"])
def test_control_characters_are_refused_in_the_text_and_behind_a_backslash(character):
    raw = read(f"a: b\nc: d{character}\n".encode(), "roles.yaml")
    assert start(only(raw)) == (2, 5)
    assert f"U+{ord(character):04X}" in str(only(raw).message)
    escaped = read(f'a: "\\u{ord(character):04x}"\nb: c\n'.encode(), "roles.yaml")
    assert escaped.value == {"a": None, "b": "c"}
    assert codes(escaped) == ["SRC001"]
    as_key = read(f'"\\u{ord(character):04x}": a\nb: c\n'.encode(), "roles.yaml")
    assert as_key.value == {"b": "c"}
    assert codes(as_key) == ["SRC001"]


@pytest.mark.parametrize("character", ["\x85", "\u2028", "\u2029"])
def test_line_breaks_that_no_editor_shows_are_refused(character):
    document = text(f"a: 'one{character}two'\nb: c\n")
    assert start(only(document)) == (1, 8)
    assert f"U+{ord(character):04X}" in str(only(document).message)


@pytest.mark.parametrize(
    ("content", "fix"),
    [
        ("a: 'aid letter\u2028of May'\n", "Delete the character between “letter” and “of”"),
        ("a: letter\u2028of May\n", "Delete the character between “letter” and “of”"),
        ("a: letter\u2028b: c\n", "press Enter for a new line"),
        ("a: 'letter\u2028'\n", "press Enter for a new line"),
    ],
)
def test_a_hidden_break_between_two_words_was_meant_to_be_a_space(content, fix):
    assert fix in str(text(content).faults[0].hint)


# --- syntax errors in plain words


@pytest.mark.parametrize(
    ("content", "code", "place", "words"),
    [
        ("a: b: c\n", "SRC001", (1, 5), "a second colon in this line"),
        ("a:\n- b: c: d\n", "SRC001", (2, 7), "a second colon in this line"),
        ("a: foo\n  b: x\n", "SRC001", (2, 3), "stands deeper than the one above"),
        ("a:b\nc: d\n", "SRC001", (1, 2), "a space is missing after the colon"),
        ("a: 1\nb:[c]\n", "SRC001", (2, 2), "a space is missing after the colon"),
        ("a: 1\nb:[c]\nd: e\n", "SRC001", (2, 2), "a space is missing after the colon"),
        ("a: “b: c”\n", "SRC001", (1, 4), "these are curly quotes"),
        ("a:\n  - “b: c: d”\n", "SRC001", (2, 5), "these are curly quotes"),
        ("a: [“b, c”, d: e]]\n", "SRC001", (1, 5), "these are curly quotes"),
        ("a: 'x\nb: c\n", "SRC001", (1, 4), "the quotation mark that opens here"),
        ('a: "x\nb: c\n', "SRC001", (1, 4), "the quotation mark that opens here"),
        ('a: "x" y\n', "SRC001", (1, 8), "after the closing quotation mark"),
        ('a: "\\d"\n', "SRC001", (1, 5), "a backslash in double quotes"),
        ("a: [b, c\nd: e\n", "SRC001", (1, 4), "the `[` that opens here is never closed"),
        ("a: {b: c\n", "SRC001", (1, 4), "the `{` that opens here is never closed"),
        ("a: {b: c]\n", "SRC001", (1, 9), "here should be a comma or `}`"),
        ("a:\n  b: c\n d: e\n", "SRC001", (3, 2), "the indentation of this line (spaces: 1)"),
        ("a:\n  - b\n  c: d\n", "SRC001", (3, 3), "a list cannot go on with a key"),
        ("a: b\nc\n", "SRC001", (2, 1), "no colon follows it"),
        ("a: @b\n", "SRC001", (1, 4), "cannot begin with @"),
        ("a: `b`\n", "SRC001", (1, 4), "cannot begin with `"),
        ("a: %b\n", "SRC001", (1, 4), "cannot begin with %"),
        ("a: - b\n", "SRC001", (1, 4), "a list cannot begin in this place"),
        ("a: |b\n  c\n", "SRC001", (1, 5), "the text begins on the next line"),
        ("a: & b\n", "SRC001", (1, 5), "after & or * should be a name"),
        ("a: !x!y b\n", "SRC001", (1, 4), "cannot begin with an exclamation mark"),
        ("a: ]\n", "SRC001", (1, 4), "here should be a value"),
        ("a: [b,\n", "SRC001", (2, 1), "the file ends where a value should stand"),
        ("a: [b, , c]\n", "SRC001", (1, 8), "here should be a value"),
        (": a\n", "SRC001", (1, 1), "there is no key before this colon"),
        ("a:\n\tb: c\n", "SRC003", (2, 1), "indented with a tab"),
        ("a: x\n  \tb: c\n", "SRC003", (2, 3), "indented with a tab"),
        ("a: |\n\tb\n", "SRC003", (2, 1), "indented with a tab"),
    ],
)
def test_a_syntax_error_says_what_to_mend_and_where(content, code, place, words):
    fault = only(read(content.encode(), "roles.yaml"))
    assert words in str(fault.message)
    assert (fault.code, start(fault)) == (code, place)
    assert fault.hint is not None


def test_an_item_that_stands_too_deep_is_not_taken_for_text_in_silence():
    document = text("alternates:\n  - m.reid\n    - t.okafor\n")
    assert (only(document).code, *start(only(document))) == ("SRC001", 3, 5)
    assert only(document).related[0].span.line == 2
    assert codes(text("limits:\n  - 24 h\n    - 48 h\n")) == ["SRC001"]
    assert text("limit: 9:00 - 17:00,\n  daily - or so\n").faults == ()


def test_without_libyaml_the_surroundings_are_wrong_not_the_plan(monkeypatch):
    monkeypatch.setattr(yaml, "__with_libyaml__", False)
    with pytest.raises(BcpError, match="libyaml"):
        text("a: b\n")


def test_what_was_complete_before_an_error_is_kept():
    document = text("plan: {id: northline}\nroles:\n  lead:\n    title: a: b\nrisks: {}\n")
    assert document.value == {"plan": {"id": "northline"}}
    assert not document.whole


def test_faults_before_a_syntax_error_are_listed_with_it():
    assert codes(text("a:\nb: 1\nb: 2\nc: [\n")) == ["SRC005", "SRC002", "SRC001"]


# --- what YAML takes in its stride


@pytest.mark.parametrize(
    ("line", "cut"),
    [
        ("do: Hand out mobiles from box # 4, code is with Joan", "# 4, code is with Joan"),
        ("do: Now press # to reach an agent", "# to reach an agent"),
        ("do: Post it in channel #incidents", "#incidents"),
        ("where: Box #4", "#4"),
        ("options: [Box #4\n  ]", "#4"),
        ("steps:\n  - Ring 5 times # then hang up", "# then hang up"),
    ],
)
def test_an_instruction_is_not_cut_at_a_hash_in_silence(line, cut):
    (fault,) = text(line + "\n").faults
    assert (fault.code, fault.severity) == ("SRC013", Severity.WARNING)
    assert str(fault.message) == (
        f"the text ends at the #: what follows is taken for a comment, “{cut}”"
    )
    assert "quotes" in str(fault.hint)
    assert "two spaces" in str(fault.hint)
    (number, shown), *_ = [
        (number, shown) for number, shown in enumerate(lines(line), 1) if "#" in shown
    ]
    assert start(fault) == (number, shown.index("#") + 1)


@pytest.mark.parametrize(
    "line",
    [
        "critical: true  # until the second line is up",
        "critical: true # until the second line is up",
        "critical: true #until then",
        "do: Ring the carrier  # 4 rings at most",
        "do: 'Hand out box # 4' # the red one",
        'do: "Press # then 9"',
        "team: gold # was silver",
        "every: 6 months # twice a year",
        "start: 07:00 #early",
        "phone: +44 20 7946 0101 # by day",
        "# Numbers of box # 4",
        "do: |\n  Hand out box # 4",
        "do: box#4 is red",
    ],
)
def test_a_comment_that_is_meant_as_one_is_not_reported(line):
    assert text(line + "\n").faults == ()


def test_of_a_file_of_cut_texts_only_so_many_are_listed():
    document = text("- a b # c\n" * 50, Limits(faults=10))
    assert codes(document) == ["SRC013"] * 10 + ["SRC006"]


@pytest.mark.parametrize(
    ("line", "rest", "fix"),
    [
        (
            "- {do: Find out which - one is routing, all is the platform., by: lead}",
            "all is the platform.",
            'do: "Find out which - one is routing, all is the platform."',
        ),
        (
            "- {id: x, do: Call Anna, then Bob, and go on., by: lead}",
            "then Bob, and go on.",
            'do: "Call Anna, then Bob, and go on."',
        ),
        ("- {do: At 10:30, go out, by: lead}", "go out", 'do: "At 10:30, go out"'),
        ("- {do: It's late, go, by: lead}", "go", 'do: "It\'s late, go"'),
        ('- {do: Say "no", then go, by: lead}', "then go", "do: 'Say \"no\", then go'"),
        ("- {by: lead, do: Go out,\n   and quickly}", "and quickly", 'do: "Go out, and quickly"'),
        ("- {do: Go, stay}", "stay", 'do: "Go, stay"'),
    ],
)
def test_a_comma_that_ends_a_text_in_braces_is_told_with_the_whole_text(line, rest, fix):
    document = text(line + "\n")
    fault = only(document)
    assert fault.code == "SRC005"
    assert str(fault.message) == f"the comma ends the text before it: “{rest}” is read as a key"
    assert str(fault.hint) == f"Put the whole text in quotes: {fix}"
    # The rest of the object can be read, and nothing in it is a field that nobody knows.
    (item,) = document.value
    assert set(item) <= {"id", "do", "by"}
    # What is proposed is one text.
    assert len(text(f"- {{{fix}}}\n").value[0]) == 1


@pytest.mark.parametrize(
    "line", ['{do: "Go out", then stay, by: x}', "{at: [a, b], then stay}", "{alone, by: x}"]
)
def test_what_stands_in_braces_without_a_colon_is_said_to_stand_alone(line):
    fault = only(text(line + "\n"))
    assert "stands here alone, without a value" in str(fault.message)
    assert "put text with a comma in quotes" in str(fault.hint)


def test_a_key_in_braces_with_its_colon_has_nothing_after_it():
    assert str(only(text("{do: Go out, then: , by: x}\n")).message) == (
        "`then:` has nothing after it"
    )


def test_of_a_file_of_nothing_but_commas_only_so_many_are_listed():
    document = text("- {do: Go out, then stay, by: x}\n" * 300, Limits(faults=10))
    assert codes(document) == ["SRC005"] * 10 + ["SRC006"]
    many = text("- {do: Go " + ", go on" * 5_000 + "}\n")
    assert codes(many)[0] == "SRC005"


@pytest.mark.parametrize(
    ("line", "fix"),
    [
        ("debrief: [Who knew first?, Who last]", '"Who knew first?"'),
        ("faq: {q: Was I charged?, a: No}", '"Was I charged?"'),
        ("faq: {q: Open? now, a: No}", '"Open? now"'),
        ("x: [{id: a, after: [b], do: Who?}]", '"Who?"'),
        ("x: [a,\n  Who is\n  there?, b]", '"Who is there?"'),
        ("x: ['a?', Who?]", '"Who?"'),
        ('x: [He said "what" when?]', "'He said \"what\" when?'"),
    ],
)
def test_a_question_in_brackets_that_other_programs_refuse_is_a_warning(line, fix):
    with pytest.raises(yaml.YAMLError):
        yaml.safe_load(line)
    (fault,) = text(line + "\n").faults
    assert (fault.code, fault.severity) == ("SRC013", Severity.WARNING)
    assert "other programs cannot read this file" in str(fault.message)
    assert str(fault.hint) == f"Put the text in quotes: {fix}"
    written = text(line + "\n").excerpt(1)
    if fix[1:-1] in written:
        assert yaml.safe_load(written.replace(fix[1:-1], fix))
        assert text(written.replace(fix[1:-1], fix) + "\n").faults == ()


@pytest.mark.parametrize(
    "line",
    [
        'debrief: ["Who knew first?", b]',
        "debrief: ['Who knew first?', b]",
        "debrief: ['It''s who?', b]",
        "question: Who knew first?",
        "- Who knew first? [see there]",
        "x: [a]\nquestion: Who (or what) knew?",
        "text: |\n  [Who knew?\n  {why?",
        "x: [a]  # why?",
    ],
)
def test_a_question_that_every_program_reads_is_not_reported(line):
    assert yaml.safe_load(line)
    assert text(line + "\n").faults == ()


def test_of_a_file_of_questions_in_brackets_only_so_many_are_listed():
    document = text("- [Who?]\n" * 50, Limits(faults=10))
    assert codes(document) == ["SRC013"] * 10 + ["SRC006"]


@pytest.mark.parametrize(
    ("space", "name"),
    [("\u00a0", "no-break space"), ("\u3000", "ideographic space"), ("\u2003", "em space")],
)
@pytest.mark.parametrize("before", ["", "  "])
def test_an_indent_of_spaces_that_are_none_is_named_where_it_stands(space, name, before):
    document = text(f"roles:\n  lead:\n    title: Lead\n{before}{space}{space}team: gold\n")
    fault = only(document)
    assert (fault.code, *start(fault)) == ("SRC001", 4, len(before) + 1)
    assert str(fault.message) == f"this line is indented with a {name}"
    assert document.value is None
    assert not document.whole


@pytest.mark.parametrize(
    "content",
    ["a: 'b\n  \u00a0c'\n", "a: |\n  b\n  \u00a0c\n", "a: 10\u00a0kg\n", "a:\u00a0b\n\n#\u00a0c\n"],
)
def test_such_a_space_within_a_text_is_part_of_the_text(content):
    assert not [one for one in text(content).faults if "indented" in str(one.message)]


def test_a_kind_twice_in_a_file_is_to_be_joined_and_not_to_be_deleted():
    document = text("risks:\n  flood: {title: a}\nroles: {}\nrisks:\n  fire: {title: b}\n")
    fault = only(document)
    assert (fault.code, *start(fault)) == ("SRC002", 4, 1)
    assert str(fault.hint) == (
        "Move what stands below it under the `risks:` in line 1; until then it is not read."
    )
    assert not document.whole


def test_a_role_at_the_left_edge_is_named_and_not_the_line_that_shows_it():
    document = text(
        "roles:\n  lead:\n    title: a\nfloor-lead:\n    title: b\n  clerk:\n    title: c\n"
    )
    fault = only(document)
    assert (fault.code, *start(fault)) == ("SRC001", 4, 1)
    assert "`floor-lead` stands too far left" in str(fault.message)
    assert "indent it by 2 spaces, like line 6" in str(fault.hint)
    assert fault.related[0].span.line == 6


def test_ids_at_two_depths_are_told_at_the_second_and_point_to_the_first():
    document = text(
        "roles:\n  lead:\n    title: a\npeople:\n    a.b:\n      name: b\n  c.d:\n    name: c\n"
    )
    fault = only(document)
    assert start(fault) == (7, 3)
    hint = "Indent it by 4 spaces, if it belongs to the group that begins in line 5."
    assert str(fault.hint) == hint


# --- places


NORTHLINE = """\
# roles of Northline
roles:
  duty-manager:
    title: "Duty manager"   # days
    alternates: [m.reid, t.okafor]
    authority:
      - may: activate
        when: |
          two warnings

      - may: close
"""


def place(document, *path, key=False):
    span = document.span(path, key=key)
    return span.line, span.column, span.end_line, span.end_column


def test_the_place_of_a_value_and_of_its_key():
    document = text(NORTHLINE)
    assert place(document, "roles", "duty-manager", key=True) == (3, 3, 3, 15)
    assert place(document, "roles", "duty-manager", "title") == (4, 12, 4, 26)
    assert place(document, "roles", "duty-manager", "alternates") == (5, 17, 5, 35)
    assert place(document, "roles", "duty-manager", "alternates", 1) == (5, 26, 5, 34)


def test_a_block_ends_with_its_last_line_that_says_something():
    document = text(NORTHLINE)
    authority = ("roles", "duty-manager", "authority")
    assert place(document, *authority, 0, "when") == (8, 15, 9, 23)
    assert place(document, *authority, 0) == (7, 9, 9, 23)
    assert place(document, *authority) == (7, 7, 11, 19)
    assert place(document) == (2, 1, 11, 19)


def test_a_path_that_leads_nowhere_gives_the_nearest_thing_around_it():
    document = text(NORTHLINE)
    manager = place(document, "roles", "duty-manager", key=True)
    assert place(document, "roles", "duty-manager", "owner", "x", key=True) == manager
    assert place(document, "roles", "duty-manager", "alternates", 7, key=True) == place(
        document, "roles", "duty-manager", "alternates", key=True
    )


def test_an_alias_has_its_own_place_and_leads_to_the_text_behind_the_anchor():
    document = text("a: &x {from: '9'}\nb: *x\n")
    assert place(document, "a") == (1, 4, 1, 18)
    assert place(document, "b") == (2, 4, 2, 6)
    assert place(document, "b", "from") == (1, 14, 1, 17)


def test_lines_and_columns_are_those_of_editors():
    document = read("a: 'x\u2028y\u0085z'\r\nb: '😀'\rc: d\n".encode(), "roles.yaml")
    assert place(document, "b", key=True) == (2, 1, 2, 2)
    assert place(document, "b") == (2, 4, 2, 7)
    assert place(document, "c") == (3, 4, 3, 5)
    assert [document.excerpt(n) for n in range(5)] == [
        "",
        "a: 'x\u2028y\u0085z'",
        "b: '😀'",
        "c: d",
        "",
    ]
    assert lines("a\r\nb\rc\n\u2028") == ["a", "b", "c", "\u2028"]


def test_plain_or_not():
    document = text("a: b\nc: 'd'\ne: [f]\ng: |\n  h\ni: &x j\nk: *x\n")
    plain = [key for key in "acegik" if document.is_plain((key,))]
    assert plain == ["a", "i", "k"]
    assert document.is_plain(("e", 0))
    assert not document.is_plain(("a", "nowhere"))


# --- limits


def test_as_deep_as_allowed_and_no_deeper():
    limits = Limits(depth=5)
    assert text("[" * 5 + "a" + "]" * 5, limits).faults == ()
    document = text("[" * 6 + "a" + "]" * 6, limits)
    assert codes(document) == ["SRC006"]
    assert document.value is None
    assert not document.whole


def test_as_many_values_as_allowed_and_no_more():
    limits = Limits(nodes=11)
    assert text("[a, a, a, a, a, a, a, a, a, a]", limits).faults == ()
    assert codes(text("[a, a, a, a, a, a, a, a, a, a, a]", limits)) == ["SRC006"]


def test_an_alias_counts_for_all_that_it_stands_for():
    # a list, the anchored list with three, and each alias four: 1 + 4 + 4 + 4
    content = "[&a [x, y, z], *a, *a]"
    assert text(content, Limits(nodes=13)).faults == ()
    assert codes(text(content, Limits(nodes=12))) == ["SRC006"]


def test_long_texts_repeated_by_aliases_are_cut():
    content = "a: &a " + "x" * 1000 + "\nb: [" + "*a, " * 100 + "]\n"
    assert text(content, Limits(characters=200_000)).faults == ()
    assert codes(text(content, Limits(characters=50_000))) == ["SRC006"]


def test_only_so_many_faults_are_listed():
    document = text("a:\n" + "".join(f"b{n}:\n" for n in range(50)), Limits(faults=10))
    assert codes(document) == ["SRC005"] * 10 + ["SRC006"]
    assert "more than 10 faults" in str(document.faults[-1].message)


# --- hostile files: each in a process of its own, so that a crash is seen and not suffered

HOSTILE = {
    "alias bomb": "'a: &a [x,x,x,x,x,x,x,x,x]\\n' + ''.join("
    "f'{b}: &{b} [' + f'*{a},' * 9 + ']\\n' for a, b in zip('abcdefghijk', 'bcdefghijkl'))",
    "merge bomb": "'a: &a {x: y}\\n' + ''.join("
    "f'{b}: &{b} {{<<: [' + f'*{a},' * 9 + ']}\\n' for a, b in zip('abcdefghi', 'bcdefghij'))",
    "text bomb": "'a: &a ' + 'x' * 1_000_000 + '\\nb: [' + '*a,' * 100_000 + ']\\n'",
    "self": "'a: &a [*a]\\n' * 1000",
    "brackets": "'[' * 100_000",
    "braces": "'{a: ' * 100_000",
    "dashes": "'- ' * 20_000",
    "questions": "'? ' * 20_000",
    "anchors": "''.join(f'- &a{n} x\\n' for n in range(20_000))",
    "nothing after many keys": "''.join(f'k{n}:\\n' for n in range(20_000))",
    "one key many times": "'a: b\\n' * 20_000",
    "long key": "'x' * 100_000 + ': a\\n'",
    "long tag": "'a: !' + 'x' * 1_000_000 + ' b\\n'",
    "long number": "'a: ' + '9' * 1_000_000",
    "almost a number": "'a: ' + '1:1' * 300_000 + 'x'",
    "not utf-8": "b'a: b\\n' * 1000 + b'\\xff' * 1000",
    "nul": "'a: b\\n' * 1000 + '\\0' * 1000",
    "many lines": "'\\n' * 1_000_000 + 'a: b: c'",
    "many lines and a stray key": "'a:\\n    b: c\\n' + '\\n' * 1_000_000 + '  d: e'",
    "many fields and a stray key": "'a:\\n' + '    b: c\\n' * 20_000 + '  d: e'",
    "many texts cut": "'- a b # c\\n' * 20_000",
    "many hashes and brackets": "'a b # c\\n' + '[' * 100_000",
    "many odd indents": "'a:\\n' + '\\u00a0b: c\\n' * 20_000",
    "odd spaces in one line": "'\\u00a0' * 1_000_000 + 'a: b'",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_ends_soon_and_with_a_finding(name):
    program = f"""
import re, time
from bcp.source import read
content = {HOSTILE[name]}
content = content if isinstance(content, bytes) else content.encode()
before = time.process_time()
document = read(content, "x.yaml")
document.span(("a", "b"))
codes = [fault.code for fault in document.faults]
spent = time.process_time() - before
# Not ru_maxrss: a child's starts with what its parent, a long run of tests, had.
peak = int(re.search(r'VmHWM:\\s+(\\d+)', open('/proc/self/status').read())[1]) // 1024
print(round(spent, 3), peak, len(codes), *codes[:1])
"""

    def bounded():
        resource.setrlimit(resource.RLIMIT_CPU, (5, 5))
        resource.setrlimit(resource.RLIMIT_AS, (600 << 20, 600 << 20))

    run = subprocess.run(
        [sys.executable, "-c", program],
        cwd=Path(__file__).parents[1],
        capture_output=True,
        text=True,
        timeout=20,
        preexec_fn=bounded,
    )
    assert run.returncode == 0, run.stderr
    assert run.stderr == ""
    spent, peak, faults, *_ = run.stdout.split()
    # The goal is half a second; a shared machine gets some room.
    assert float(spent) < 1.0
    assert int(peak) < 150
    if name not in ("anchors", "long key", "long number", "almost a number"):
        assert int(faults) >= 1
