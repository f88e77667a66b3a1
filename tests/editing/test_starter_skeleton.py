"""What ``bcp new`` writes: every field of a kind, open where it must be filled in."""

from __future__ import annotations

import datetime as dt
import json
import re
import sys
from pathlib import Path

import pytest
import yaml

from bcp import source
from bcp.diagnostics import Translate
from bcp.editing.adding import add
from bcp.editing.skeleton import skeleton
from bcp.engine import check
from bcp.errors import BcpError
from bcp.files import Tree, read_tree
from bcp.i18n import LANGUAGES, explainer
from bcp.loader import Loaded, load
from bcp.model import KINDS
from bcp.model.language_examples import EXAMPLES

sys.path.insert(0, str(Path(__file__).parents[2] / "scripts"))

import make_catalogues
import words_of_language

DAY = dt.date(2026, 11, 16)
HARBOUR = {f"{kind}.yaml": text.encode() for kind, text in EXAMPLES.items()}
UNWAIVED = {**HARBOUR, "waivers.yaml": b""}


def harbour_without(kind: str, id: str) -> dict[str, bytes]:  # noqa: A002
    """The plan of the language examples, less one object.

    Without its waiver, too, and what that hides, where something else is taken out: a waiver of
    somebody who is not written yet hides nothing.
    """
    text = EXAMPLES[kind]
    less = re.sub(rf"(?m)^  {re.escape(id)}:.*\n(?:    .*\n)*", "", text)
    assert less != text
    only_kind = less.strip() == f"{kind}:"
    whole = HARBOUR if kind == "waivers" else UNWAIVED
    return {**whole, f"{kind}.yaml": b"" if only_kind else less.encode()}


def objects_of(kind: str) -> dict[str, source.Value]:
    value = source.read(EXAMPLES[kind].encode(), "x.yaml").value
    assert isinstance(value, dict)
    found = value[kind]
    assert isinstance(found, dict)
    return found


def findings(read: Loaded) -> list[tuple[str, str, str]]:
    """(file, code, message) of what is found, less what the waiver of the examples is there for."""
    found = check(read.plan, read.where.span, DAY, faults=read.diagnostics).diagnostics
    told = [(one.span.file, one.code, str(one.message)) for one in found]
    return [one for one in told if (one[0], one[1]) != ("people.yaml", "ROL009")]


def filled(text: str, values: dict[str, source.Value]) -> str:
    """A skeleton with the fields of an object written in: open ones filled, comments taken away,
    and what the object does not have deleted.
    """
    lines: list[str] = []
    for line in text.splitlines():
        found = re.fullmatch(r"    (?:# )?([a-z_]+):(.*)", line)
        if found and found[1] in values:
            lines.append(f"    {found[1]}: {json.dumps(values[found[1]], ensure_ascii=False)}")
        elif not line.startswith("    "):
            lines.append(line)
    return "\n".join(lines) + "\n"


@pytest.fixture(params=KINDS)
def kind(request) -> str:
    return request.param


@pytest.fixture(params=LANGUAGES)
def say(request) -> Translate:
    return explainer(request.param)


def test_the_examples_have_no_finding_to_begin_with():
    assert findings(load(Tree(None, HARBOUR))) == []


def test_an_object_that_was_begun_is_found_open_and_nothing_else_is_said(kind, say):
    """Each finding is in the new file, and about a field that is to be filled in."""
    for id in objects_of(kind):  # noqa: A001
        rest = harbour_without(kind, id)
        made = skeleton(load(Tree(None, rest)).plan, kind, id, None, say)
        found = findings(load(Tree(None, {**rest, "new.yaml": made.text.encode()})))
        assert len(found) == len(made.open) > 0
        said = {f"`{one.rpartition('.')[2]}:` has nothing after it" for one in made.open}
        assert {(file, message) for file, _, message in found} == {
            ("new.yaml", one) for one in said
        }


def test_filled_in_it_says_what_the_example_says(kind, say):
    before = load(Tree(None, HARBOUR)).plan
    for id, values in objects_of(kind).items():  # noqa: A001
        assert isinstance(values, dict)
        rest = harbour_without(kind, id)
        made = skeleton(load(Tree(None, rest)).plan, kind, id, None, say)
        waived = {} if kind == "waivers" else {"waivers.yaml": HARBOUR["waivers.yaml"]}
        new = {"new.yaml": filled(made.text, values).encode()}
        read = load(Tree(None, {**rest, **waived, **new}))
        assert findings(read) == []
        assert read.plan.objects[id] == before.objects[id]


def test_every_field_of_a_kind_is_named_with_what_it_means(kind, say):
    made = skeleton(load(Tree(None, HARBOUR)).plan, kind, "new-one", None, say)
    for key in KINDS[kind].declared:
        if key != "id":
            assert re.search(rf"(?m)^    (# )?{key}:  # [\w%].*[.…?]( |$)", made.text), key


def test_other_programs_read_it_as_yaml(kind, say):
    made = skeleton(load(Tree(None, HARBOUR)).plan, kind, "new-one", None, say)
    assert list(yaml.safe_load(made.text)[kind]) == ["new-one"]


@pytest.fixture(scope="module")
def english_phrases() -> set[str]:
    """The words that explain the plan language, without their gaps."""
    listed = [words for words, _ in words_of_language.listed()]
    marked = [str(one.id) for one in make_catalogues.written("uk", "language") if one.id]
    pieces = {piece.strip() for one in (*listed, *marked) for piece in re.split(r"\{\w*\}", one)}
    return {piece for piece in pieces if " " in piece and not re.search("[а-яіїєґ]", piece)}


@pytest.mark.parametrize("files", [HARBOUR, {"plan.yaml": HARBOUR["plan.yaml"]}])
def test_in_ukrainian_the_same_lines_say_nothing_in_english(kind, files, english_phrases):
    plan = load(Tree(None, files)).plan
    english = skeleton(plan, kind, "new-one")
    ukrainian = skeleton(plan, kind, "new-one", None, explainer("uk"))
    assert ukrainian.open == english.open
    assert [one for one in english_phrases if one in ukrainian.text] == []
    for there, here in zip(english.text.splitlines(), ukrainian.text.splitlines(), strict=True):
        begins, hash_, comment = here.rpartition("# ")
        assert there.startswith(begins)
        assert not hash_ or re.search("[а-яіїєґ]", comment), here


def test_what_the_plan_has_is_offered():
    text = skeleton(load(Tree(None, HARBOUR)).plan, "roles", "new-one").text
    assert "primary:  # Who holds it; instead of a rota. One of: a.shaw, b.obi, c.lind\n" in text
    assert "# team:  # The team it belongs to. One of: duty-team\n" in text
    assert (
        "# cover:  # When it must be filled: always, or named hours. One of: always, by-day" in text
    )
    text = skeleton(load(Tree(None, HARBOUR)).plan, "redundancy", "new-one").text
    assert re.search(r"of:  # .* one of: call-desk, main-line, .* and \d+ more\n", text)


def test_what_the_plan_has_not_is_told_how_to_begin():
    plan = load(Tree(None, {"plan.yaml": EXAMPLES["plan"].encode()})).plan
    assert "One of" not in skeleton(plan, "strategies", "x").text
    assert "None yet: bcp new process ID" in skeleton(plan, "strategies", "x").text


def test_a_plan_in_two_languages_is_asked_for_both():
    text = skeleton(load(Tree(None, HARBOUR)).plan, "facts", "new-one").text
    assert "title:  # What it is about. In each language: {en: …, uk: …}" in text


@pytest.fixture
def harbour(tmp_path) -> Path:
    for name, content in HARBOUR.items():
        (tmp_path / name).write_bytes(content)
    return tmp_path


def read(folder: Path) -> Loaded:
    return load(read_tree(folder))


def test_a_new_object_has_a_file_of_its_own_in_a_folder_of_its_kind(harbour):
    added = add(harbour, read(harbour), "roles", "night-desk", 'Night "desk": 22–06 {x}')
    assert added.path == harbour / "roles" / "night-desk.yaml"
    assert added.open == ("primary", "alternates")
    assert 'title: "Night \\"desk\\": 22–06 {x}"' in added.path.read_text()
    assert read(harbour).plan.kind_of("night-desk") == "roles"


def test_it_goes_where_the_plan_keeps_that_kind(harbour):
    (harbour / "cards").mkdir()
    (harbour / "roles.yaml").rename(harbour / "cards" / "all.yaml")
    assert add(harbour, read(harbour), "roles", "x").path == harbour / "cards" / "x.yaml"
    assert add(harbour, read(harbour), "teams", "y").path == harbour / "teams" / "y.yaml"


def test_a_thing_called_plan_makes_no_plan_of_its_folder(harbour):
    added = add(harbour, read(harbour), "records", "plan")
    assert added.path == harbour / "records" / "plan-record.yaml"
    assert read(harbour).plan.kind_of("plan") == "records"


def test_a_second_begun_object_goes_beside_the_first(harbour):
    add(harbour, read(harbour), "roles", "first-one")
    assert "first-one" in add(harbour, read(harbour), "teams", "t").path.read_text()


def refused(harbour: Path, kind: str, id: str, *more: object) -> str:  # noqa: A002
    before = sorted(harbour.rglob("*"))
    with pytest.raises(BcpError) as caught:
        add(harbour, read(harbour), kind, id, *more)
    assert sorted(harbour.rglob("*")) == before
    return f"{caught.value.message} | {caught.value.fix}"


def test_an_id_that_is_taken_says_where(harbour):
    said = refused(harbour, "roles", "high-water")
    assert f"taken by a risk in {harbour}/risks.yaml, line 2 | choose another" in said
    assert "taken by a plan" in refused(harbour, "roles", "harbour")


@pytest.mark.parametrize(
    ("id", "proposal"),
    [("Night Desk", "night-desk"), ("Нічна зміна", "nichna-zmina"), ("nіght", "night")],
)
def test_an_id_that_can_be_none_comes_back_with_one_that_can(harbour, id, proposal):  # noqa: A002
    said = refused(harbour, "roles", id)
    assert said.endswith(f"| write for example {proposal}")


def test_where_ids_may_be_hidden_nothing_is_added(harbour):
    (harbour / "torn.yaml").write_text("roles:\n  a: {title: [\n")
    assert "cannot be read whole (torn.yaml), and x may stand" in refused(harbour, "roles", "x")


def test_what_has_no_title_takes_none(harbour):
    assert "a waiver has no title" in refused(harbour, "waivers", "x", "A title")
    assert "the title is empty" in refused(harbour, "roles", "x", "  ")


def test_what_would_not_be_read_is_not_written(harbour):
    assert "the settings exclude “roles”" in refused(harbour, "roles", "x", None, ("roles",))
    (harbour / "teams").mkdir()
    (harbour / "teams" / "plan.yaml").write_text("bcp: 1\n")
    assert "is a plan of its own" in refused(harbour, "teams", "x")


def test_a_file_that_is_there_stays(harbour):
    (harbour / "roles").mkdir()
    (harbour / "roles" / "x.yaml").write_text("# mine\n")
    assert "x.yaml exists already" in refused(harbour, "roles", "x")


def test_a_folder_that_leads_out_of_the_plan_is_refused(harbour, tmp_path_factory):
    """It may be read, where it stays inside the repository; it is not this plan's to write into."""
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    (harbour / "roles").symlink_to(elsewhere)
    plan = load(read_tree(harbour, boundary=harbour.parent.parent))
    with pytest.raises(BcpError, match="leads out of the plan"):
        add(harbour, plan, "roles", "x")
    assert list(elsewhere.iterdir()) == []


def test_a_file_in_the_way_of_the_folder_is_told(harbour):
    (harbour / "roles").write_text("")
    assert "roles cannot be looked into" in refused(harbour, "roles", "x")
