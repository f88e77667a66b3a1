"""A plan in an older version of the language is brought up to this one: here a made-up version 0,
in which roles were called `functions`, their title `name`, and `always` was written `24/7`."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from bcp import source
from bcp.editing.upgrade import Change, upgraded, version_of
from bcp.errors import BcpError
from bcp.files import read_tree
from bcp.loader import load


def from_zero(value: source.Value) -> Iterator[Change]:
    functions = value.get("functions") if isinstance(value, dict) else None
    if not isinstance(functions, dict):
        return
    yield Change(("functions",), "roles", key=True)
    for name, function in functions.items():
        assert isinstance(function, dict)
        if "name" in function:
            yield Change(("functions", name, "name"), "title", key=True)
        if function.get("cover") == "24/7":
            yield Change(("functions", name, "cover"), "always")


STEPS = {0: from_zero}
PLAN = b"bcp: 0   # the version\nplan:\n  id: desk\n  title: Desk\n"
ROLES = """# Who does what
functions:   # was there before
  night-desk: {name: "Night desk", cover: 24/7}   # both on one line
  day-desk:
    # about the name
    name: Чергова зміна
    cover: "24/7"
"""


def test_words_change_where_they_stand_and_nothing_else():
    newer = upgraded({"plan.yaml": PLAN, "roles.yaml": ROLES.encode()}, 0, steps=STEPS)
    assert newer["plan.yaml"] == PLAN.replace(b"bcp: 0", b"bcp: 1")
    assert (
        newer["roles.yaml"].decode()
        == """# Who does what
roles:   # was there before
  night-desk: {title: "Night desk", cover: always}   # both on one line
  day-desk:
    # about the name
    title: Чергова зміна
    cover: always
"""
    )


def test_line_ends_stay():
    text = ROLES.replace("\n", "\r\n").encode()
    newer = upgraded({"plan.yaml": PLAN, "roles.yaml": text}, 0, steps=STEPS)
    assert newer["roles.yaml"].count(b"\r\n") == ROLES.count("\n")


def test_each_version_takes_its_own_step():
    def from_one(value: source.Value) -> Iterator[Change]:
        if isinstance(value, dict) and "roles" in value:
            yield Change(("roles",), "duties", key=True)

    files = {"plan.yaml": PLAN, "roles.yaml": ROLES.encode()}
    newer = upgraded(files, 0, steps={0: from_zero, 1: from_one}, to=2)
    assert newer["plan.yaml"].startswith(b"bcp: 2")
    assert b"\nduties:" in newer["roles.yaml"]


def test_a_plan_in_this_version_has_nothing_to_change():
    assert upgraded({"plan.yaml": PLAN.replace(b"0", b"1", 1)}, 1) == {}


def test_what_was_brought_up_is_read_like_what_is_written_so(tmp_path):
    (tmp_path / "plan.yaml").write_bytes(PLAN)
    (tmp_path / "roles.yaml").write_text(ROLES, "utf-8")
    files = read_tree(tmp_path).files
    for name, content in upgraded(files, version_of(files), steps=STEPS).items():
        (tmp_path / name).write_bytes(content)
    loaded = load(read_tree(tmp_path))
    assert loaded.diagnostics == ()
    assert [one.id for one in loaded.plan.objects.values()] == ["day-desk", "night-desk"]


@pytest.mark.parametrize(
    ("files", "message"),
    [
        ({"plan.yaml": b"bcp: x\n"}, "does not say which version"),
        ({"plan.yaml": b"plan: {id: a}\n"}, "does not say which version"),
        ({}, "does not say which version"),
    ],
)
def test_a_plan_must_say_its_version(files, message):
    with pytest.raises(BcpError, match=message):
        version_of(files)


def test_a_later_version_and_an_unknown_way_are_refused():
    with pytest.raises(BcpError, match="knows versions up to 1"):
        upgraded({"plan.yaml": b"bcp: 9\n"}, 9)
    with pytest.raises(BcpError, match="nobody knows the way from version 0"):
        upgraded({"plan.yaml": PLAN}, 0)


def test_one_file_with_a_fault_and_none_is_changed():
    files = {"plan.yaml": PLAN, "a.yaml": b"functions: {x: {name: y}}\n", "b.yaml": b"a: [\n"}
    with pytest.raises(BcpError, match=r"b\.yaml cannot be read without fault"):
        upgraded(files, 0, steps=STEPS)
