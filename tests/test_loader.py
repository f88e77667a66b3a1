"""From files to a plan: each fault is told once, with its place, and spoils one object alone."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bcp.diagnostics import Diagnostic, Message, Place, Severity, Span
from bcp.errors import BcpError
from bcp.files import Tree
from bcp.loader import load
from bcp.model.people import Person, Role

PLAN = "bcp: 1\nplan:\n  id: northline\n  title: Northline\n"


def read(reach=None, **files: str):
    contents = {"plan.yaml": PLAN, **{f"{name}.yaml": text for name, text in files.items()}}
    trees = {path: text.encode() for path, text in sorted(contents.items())}
    return load(Tree(None, trees), reach)


def told(loaded) -> list[str]:
    return [
        f"{one.span.file}:{one.span.line}:{one.span.column} {one.code} {one.message}"
        + (f" → {one.hint}" if one.hint else "")
        for one in loaded.diagnostics
    ]


def test_a_plan_is_its_files_together():
    loaded = read(
        roles="roles:\n  lead:\n    title: Lead\n    primary: o.bondar\n",
        people="people:\n  o.bondar:\n    name: O. Bondar\n",
    )
    assert told(loaded) == []
    assert loaded.plan.find("lead", Role).primary == "o.bondar"
    assert loaded.plan.find("o.bondar", Person).name == "O. Bondar"
    assert loaded.plan.find("o.bondar", Role) is None
    assert [one.target for one in loaded.plan.references] == ["o.bondar"]
    assert [one.source for one in loaded.plan.referring_to("o.bondar")] == ["lead"]
    assert loaded.readable


def test_places_lead_back_to_where_things_are_written():
    loaded = read(roles="roles:\n  lead:\n    title: Lead\n    alternates: [a.b, c.d]\n")
    span = loaded.where.span(Place("lead", ("alternates", 1)))
    assert (span.file, span.line, span.column, span.end_column) == ("roles.yaml", 4, 23, 26)
    absent = loaded.where.span(Place("lead", ("primary",)))
    assert (absent.line, absent.column) == (2, 3)
    group = loaded.where.span(Place("lead", ("alternates",)))
    assert (group.line, group.column, group.end_column) == (4, 5, 15)
    assert loaded.where.excerpt(span) == "    alternates: [a.b, c.d]"


def test_a_name_of_a_thousand_words_is_refused():
    loaded = read(people=f"people:\n  a.b: {{name: {'Ann ' * 300}}}\n")
    assert any("at most 1000 characters belongs here" in line for line in told(loaded))


def test_one_fault_spoils_one_object():
    loaded = read(roles="roles:\n  lead:\n    titel: Lead\n  clerk:\n    title: Clerk\n")
    assert told(loaded) == [
        "roles.yaml:3:5 SRC004 there is no field `titel` here → Did you mean `title`?",
    ]
    assert set(loaded.plan.objects) == {"clerk"}
    assert dict(loaded.plan.unread) == {"lead": "roles"}
    assert not loaded.readable


def test_a_reference_to_a_spoiled_object_is_not_dangling():
    loaded = read(
        roles="roles:\n  lead:\n    title: Lead\n    primary: o.bondar\n",
        people="people:\n  o.bondar:\n    nam: x\n",
    )
    assert loaded.plan.dangling == ()


def test_a_reference_to_another_kind_is_dangling():
    loaded = read(
        roles="roles:\n  lead:\n    title: Lead\n    primary: clerk\n  clerk:\n    title: C\n"
    )
    assert [one.target for one in loaded.plan.dangling] == ["clerk"]


def test_an_id_taken_twice_shows_both_places_and_proposes_a_name():
    loaded = read(
        a="risks:\n  flood:\n    title: Flood\n    class: natural\n",
        b="playbooks:\n  flood:\n    title: Flood\n    for: {}\n    tasks: {}\n",
    )
    (one,) = loaded.diagnostics
    assert (one.code, one.span.file, one.span.line) == ("REF003", "b.yaml", 2)
    assert str(one.hint) == "Give this one another id, for example flood-playbook."
    assert (one.related[0].span.file, one.related[0].span.line) == ("a.yaml", 2)


def test_a_key_with_nothing_after_it_is_told_once():
    loaded = read(people="people:\n  o.bondar:\n    name:\n")
    assert [one.code for one in loaded.diagnostics] == ["SRC005"]
    assert "o.bondar" in loaded.plan.unread


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("role:\n  x: {title: X}\n", "there is no kind `role` → Did you mean `roles`?"),
        ("- x\n", "a plan file begins with a kind, such as `roles:`, at the left edge"),
        ("roles: [x]\n", "`roles` is not a list: each object stands under its id"),
        ("roles:\n  lead: Anna\n", "below `lead` belong its fields, one a line"),
        ("roles:\n  Night Lead: {title: X}\n", "“Night Lead” cannot be an id"),
        ("roles:\n  lead: {id: lead, title: X}\n", "the id of an object is the key"),
        ("roles:\n  lead: {title: X, critical: yes}\n", "“yes” is neither true nor false"),
        ("roles:\n  lead: {title: X, alternates: a.b}\n", "a list belongs here, not “a.b”"),
        ("roles:\n  lead: {title: X, phones: +44}\n", "a group of keys belongs here, not “+44”"),
        ("roles:\n  lead: {title: X, team: [a]}\n", "one word or text belongs here, not a list"),
        ("roles:\n  lead: {title: X, team: ''}\n", "there is no text between the quotes"),
        (
            "teams:\n  gold: {title: G, level: strategc, lead: x, remit: y}\n",
            "“strategc” is not one of the words admitted here → Did you mean strategic?",
        ),
        ("plan: {id: x, title: y}\n", "`plan` belongs in plan.yaml alone"),
    ],
)
def test_what_is_wrong_is_said_in_a_sentence(text, expected):
    assert any(expected in line for line in told(read(x=text))), told(read(x=text))


@pytest.mark.parametrize(
    ("plan", "expected"),
    [
        ("", "the folder has no plan.yaml with a `plan:` in it"),
        ("bcp: 1\n", "the folder has no plan.yaml with a `plan:` in it"),
        ("plan: {id: n, title: N}\n", "does not say which version of the language"),
        ("bcp: 2\nplan: {id: n, title: N}\n", "this program knows versions up to 1"),
        (
            "bcp: one\nplan: {id: n, title: N}\n",
            "`bcp: one` is not a version of the plan language, which is a whole number",
        ),
        ("bcp: 1\nuses: ../shared\nplan: {id: n, title: N}\n", "`uses` is a list of folders"),
        ("bcp: 1\nuses: [../s]\nplan: {id: n, title: N}\n", "the folder ../s cannot be used"),
        ("bcp: 1\nplan: {id: n, title: N, timezone: Mars}\n", "there is no time zone “Mars”"),
    ],
)
def test_what_is_wrong_with_the_plan_file_is_said_in_a_sentence(plan, expected):
    loaded = load(Tree(None, {"plan.yaml": plan.encode()} if plan else {}))
    assert any(expected in line for line in told(loaded)), told(loaded)


def test_shared_folders_are_read_and_their_places_told_from_the_plan():
    shared = Tree(None, {"people.yaml": b"people:\n  o.bondar:\n    nam: O\n"})
    loaded = load(
        Tree(None, {"plan.yaml": PLAN.replace("plan:", "uses: [../shared]\nplan:").encode()}),
        lambda folder: shared,
    )
    assert {one.span.file for one in loaded.diagnostics} == {"../shared/people.yaml"}


def test_a_shared_folder_out_of_reach_is_a_fault_with_a_fix():
    def reach(folder: str) -> Tree:
        raise BcpError("it lies outside the repository", "move it inside")

    loaded = load(
        Tree(None, {"plan.yaml": PLAN.replace("plan:", "uses: [/etc]\nplan:").encode()}), reach
    )
    assert told(loaded) == [
        "plan.yaml:2:8 SRC001 the folder /etc cannot be used: it lies outside the repository"
        " → move it inside"
    ]
    assert not loaded.plan.complete


def test_a_file_that_does_not_parse_leaves_the_rest():
    loaded = read(bad="roles:\n  lead: [\n", good="people:\n  a.b: {name: A}\n")
    assert "a.b" in loaded.plan.objects
    assert {one.span.file for one in loaded.diagnostics} == {"bad.yaml"}
    assert not loaded.plan.complete


def test_a_thing_is_found_by_its_title_too():
    plan = read(roles="roles:\n  lead: {title: {en: Night Lead, uk: Нічний старший}}\n").plan
    assert plan.ids_called("night lead") == ("lead",)
    assert plan.ids_called("нічний старший") == ("lead",)
    assert plan.ids_called("lead") == ("lead",)
    assert plan.ids_called("nobody") == ()
    assert plan.title("lead", "uk") == "Нічний старший"


MENDED = [
    (
        "criteria of one text with a comma",
        "levels:\n  red: {title: R, rank: 1, declared_by: x,\n"
        "    criteria: 'No call, mail or chat for five minutes'}\n",
        'brackets: ["No call, mail or chat for five minutes"], or one a line',
    ),
    (
        "a text with quotes in it",
        "levels:\n  red: {title: R, rank: 1, declared_by: x, criteria: 'He said \"go\"'}\n",
        "brackets: ['He said \"go\"'], or one a line",
    ),
    (
        "several ids in one text",
        "roles:\n  lead: {title: X, alternates: 's.ryan, t.baker'}\n",
        "brackets: [s.ryan, t.baker], or one a line",
    ),
    (
        "a list of groups as one text",
        "roles:\n  lead: {title: X, authority: activate}\n",
        "Write its fields after a hyphen: `- {may: activate, when: …, limit: …, until: …}`.",
    ),
    (
        "two primaries",
        "roles:\n  lead: {title: X, primary: [h.lund, t.baker]}\n",
        "Only one belongs here: h.lund. The others may go under `alternates`.",
    ),
    (
        "one primary in brackets",
        "roles:\n  lead: {title: X, primary: [h.lund]}\n",
        "Only one belongs here: h.lund.",
    ),
    (
        "a phone where the group of phones belongs",
        "people:\n  a.b: {name: A, phones: '+44 20 7946 0301'}\n",
        'for example `phones: {duty: "+44 20 7946 0301"}`. Fields: duty, work, mobile, personal,',
    ),
    (
        "the country for the language",
        "roles:\n  lead: {title: {ua: Старший}}\n",
        "“ua” is the country; the tag of the Ukrainian language is uk",
    ),
    (
        "a risk without its class",
        "risks:\n  flood: {title: Flood}\n",
        "What sort of hazard it is. Write one of: cyber, premises, telecom,",
    ),
    (
        "a field with a Cyrillic letter",
        "roles:\n  lead: {title: X, tеam: x}\n",
        "Write `team` in Latin letters: letter 2 is a Cyrillic е.",
    ),
    (
        "a kind with a Cyrillic letter",
        "rоles:\n  lead: {title: X}\n",
        "Write `roles` in Latin letters: letter 2 is a Cyrillic о.",
    ),
    (
        "a word of a choice with a Cyrillic letter",
        "risks:\n  flood: {title: X, class: nаtural}\n",
        "Write `natural` in Latin letters: letter 2 is a Cyrillic а.",
    ),
    (
        "a key in curly quotes",
        "roles:\n  lead:\n    title: X\n    “team: gold”\n",
        'A curly quote is an ordinary letter to YAML; use the straight ".',
    ),
    (
        "the only field without its space",
        "people:\n  a.b:\n    name:Ann\n",
        "A space is missing after the colon of `name:`.",
    ),
    (
        "a role at the left edge",
        "roles:\n  lead: {title: X}\nfloor-lead:\n  title: F\n",
        "If it belongs to `roles` above, indent it and its fields by two spaces.",
    ),
]


@pytest.mark.parametrize(("text", "fix"), [one[1:] for one in MENDED], ids=[m[0] for m in MENDED])
def test_the_fix_is_what_the_writer_meant(text, fix):
    assert any(fix in line for line in told(read(x=text))), told(read(x=text))


def test_what_is_proposed_for_a_list_of_one_text_is_read_as_one():
    loaded = read(
        x='levels:\n  red: {title: R, rank: 1, declared_by: x, criteria: ["No call, mail"]}\n'
    )
    (level,) = loaded.plan.objects.values()
    assert [str(one) for one in level.criteria] == ["No call, mail"]


def test_who_refers_to_the_id_that_was_meant_is_not_at_fault():
    people = "people:\n  о.melnyk: {name: O}\n  Night Desk: {name: N}\n"
    loaded = read(
        people=people,
        roles="roles:\n  lead: {title: X, primary: o.melnyk, alternates: [night-desk]}\n",
    )
    assert [line.partition(" ")[0] for line in told(loaded)] == [
        "people.yaml:2:3",
        "people.yaml:3:3",
    ]
    assert loaded.plan.dangling == ()


def test_an_id_that_is_meant_twice_is_the_one_that_can_be_read():
    loaded = read(people="people:\n  O.Melnyk: {name: A}\n  o.melnyk: {name: B}\n")
    assert loaded.plan.find("o.melnyk", Person).name == "B"
    assert set(loaded.plan.unread) == {"O.Melnyk"}


TEAM = "teams:\n  g: {title: G, level: tactical, lead: lead, members: [clerk], remit: r}\n"


def test_what_stands_below_a_mistyped_kind_is_not_missing():
    loaded = read(a=TEAM, x="role:\n  lead: {title: X}\n  clerk: {title: Y}\n")
    assert [line.partition(" → ")[2] for line in told(loaded)] == ["Did you mean `roles`?"]
    assert loaded.plan.dangling == ()
    assert not loaded.plan.complete


def test_below_a_kind_that_nobody_knows_ids_may_be_hidden():
    loaded = read(a=TEAM, x="bananas:\n  lead: {title: X}\n")
    assert [one.code for one in loaded.diagnostics] == ["SRC004"]
    assert not loaded.plan.complete


def test_a_role_at_the_left_edge_is_there_though_it_is_not_read():
    loaded = read(a=TEAM, x="roles:\n  clerk: {title: X}\nlead:\n  title: F\n  critical: true\n")
    assert [one.code for one in loaded.diagnostics] == ["SRC004"]
    assert loaded.plan.dangling == ()
    assert loaded.plan.unread == {"lead": "roles"}


def test_a_plan_file_in_other_letters_is_read_and_to_be_renamed():
    loaded = load(Tree(None, {"Plan.yaml": PLAN.encode()}))
    assert told(loaded) == [
        "Plan.yaml:0:0 SRC012 the file of a plan is called plan.yaml, in small letters"
        " → Rename Plan.yaml to plan.yaml."
    ]
    assert loaded.plan.id == "northline"


@pytest.mark.parametrize(
    "content",
    [
        b"bcp: 'x\n",
        b"bcp: 1\nplan:\n  id: 'x\n  title: y\n",
        b"\xff\xfe",
        b"plan:\n  title: \xef\n",
        "bcp: 1\nplan:\n\u00a0\u00a0id: x\n".encode(),
    ],
)
def test_a_plan_file_that_cannot_be_read_is_the_one_fault(content):
    loaded = load(Tree(None, {"plan.yaml": content}))
    assert [one.code for one in loaded.diagnostics] == ["SRC001"]
    assert not loaded.plan.complete


@pytest.mark.parametrize("name", ["plan.yaml", "plan.yml"])
def test_a_plan_file_that_may_not_be_opened_is_not_missing_too(name):
    unreadable = Diagnostic(Span(name), "SRC001", Severity.ERROR, Message.of("not read"))
    loaded = load(Tree(None, {}, (unreadable,)))
    assert loaded.diagnostics == (unreadable,)


KEYS = st.sampled_from(
    ["bcp", "plan", "uses", "roles", "people", "risks", "id", "title", "name", "class", "x.y"]
)
VALUES = st.recursive(
    st.one_of(st.none(), st.text(max_size=8), st.sampled_from(["1", "lead", "x.y", "cyber"])),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(KEYS, inner, max_size=4)),
    max_leaves=12,
)


@settings(max_examples=150, deadline=None)
@given(st.dictionaries(KEYS, VALUES, max_size=4), st.binary(max_size=60))
def test_whatever_the_files_hold_a_plan_and_diagnostics_come_out(data, raw):
    import json

    text = json.dumps(data, ensure_ascii=False)
    loaded = load(Tree(None, {"plan.yaml": text.encode(), "raw.yaml": raw}))
    assert loaded.plan.id
    for one in loaded.diagnostics:
        assert one.message.text()
        assert one.hint is None or one.hint.text()
    assert loaded.diagnostics == tuple(sorted(loaded.diagnostics))


@settings(max_examples=50, deadline=None)
@given(st.permutations(["a", "b", "c", "d"]))
def test_the_order_of_files_changes_nothing(order):
    texts = {
        "a": "roles:\n  r1: {title: One, primary: p.a}\n",
        "b": "people:\n  p.a: {name: A}\n",
        "c": "roles:\n  r2: {title: Two, primary: p.b}\n",
        "d": "people:\n  p.b: {nam: B}\n",
    }
    first = read(**texts)
    again = load(
        Tree(
            None,
            {
                "plan.yaml": PLAN.encode(),
                **{f"{name}.yaml": texts[name].encode() for name in order},
            },
        )
    )
    assert again.plan == first.plan
    assert again.diagnostics == first.diagnostics


def test_a_file_of_nothing_but_faults_is_told_for_a_while_and_then_no_more():
    roles = "".join(f"  r{number}: {{titel: x, frobnicate: y}}\n" for number in range(20_000))
    kinds = "".join(f"kind-{number}: {{}}\n" for number in range(5_000))
    loaded = read(roles="roles:\n" + roles, kinds=kinds)
    codes = [(one.span.file, one.code) for one in loaded.diagnostics]
    assert codes.count(("roles.yaml", "SRC006")) == codes.count(("kinds.yaml", "SRC006")) == 1
    assert len(codes) < 500
    assert len(loaded.plan.unread) == 20_000
