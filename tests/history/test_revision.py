"""The revision on a page is that of the files it was printed from."""

from __future__ import annotations

import datetime as dt
import subprocess

import pytest

from bcp.files import read_tree
from bcp.history.revision import content_hash, revision


def git(folder, *arguments) -> None:
    subprocess.run(
        ["git", "-c", "user.name=T", "-c", "user.email=t@example.org", *arguments],
        cwd=folder,
        check=True,
        capture_output=True,
        env={
            "PATH": "/usr/bin:/bin:/usr/local/bin",
            "HOME": str(folder),
            "GIT_AUTHOR_DATE": "2026-03-01T23:30:00Z",
            "GIT_COMMITTER_DATE": "2026-03-01T23:30:00Z",
        },
    )


@pytest.fixture
def plan(tmp_path):
    folder = tmp_path / "repository" / "plans" / "north"
    folder.mkdir(parents=True)
    (folder / "plan.yaml").write_text("bcp: 1\n")
    (folder / "roles.yaml").write_text("roles: {}\n")
    (tmp_path / "repository" / "README").write_text("not part of the plan\n")
    git(tmp_path / "repository", "init", "-q")
    git(tmp_path / "repository", "add", ".")
    git(tmp_path / "repository", "commit", "-qm", "first")
    return folder


def revision_of(folder):
    return revision(folder, {"": read_tree(folder).files})


def test_a_committed_plan_has_the_commit_and_its_day(plan):
    found = revision_of(plan)
    assert not found.changed
    assert found.on == dt.date(2026, 3, 1)
    assert str(found) == found.commit[:10]


@pytest.mark.parametrize("change", ["edit", "add", "delete"])
def test_a_changed_plan_says_so(plan, change):
    if change == "edit":
        (plan / "roles.yaml").write_text("roles: {}  # today\n")
    elif change == "add":
        (plan / "sites.yaml").write_text("sites: {}\n")
    else:
        (plan / "roles.yaml").unlink()
    found = revision_of(plan)
    assert found.changed
    assert str(found) == f"{found.commit[:10]} changed {found.content[:8]}"


def test_what_is_not_part_of_the_plan_changes_nothing(plan):
    (plan.parent.parent / "README").write_text("changed\n")
    (plan / "drills").mkdir()
    (plan / "drills" / "x.yaml").write_text("x: 1\n")
    assert not revision_of(plan).changed


def test_a_nested_plan_and_excluded_files_are_not_part_of_it(plan):
    (plan / "inner").mkdir()
    (plan / "inner" / "plan.yaml").write_text("bcp: 1\n")
    (plan / "old").mkdir()
    (plan / "old" / "roles.yaml").write_text("roles: {}\n")
    git(plan, "add", ".")
    git(plan, "commit", "-qm", "second")
    files = read_tree(plan, excluded=("old/*",)).files
    assert set(files) == {"plan.yaml", "roles.yaml"}
    assert not revision(plan, {"": files}, ("old/*",)).changed
    assert revision(plan, {"": files}).changed


def test_outside_git_the_content_names_it(tmp_path):
    (tmp_path / "plan.yaml").write_text("bcp: 1\n")
    found = revision_of(tmp_path)
    assert (found.commit, found.on) == (None, None)
    assert (
        str(found)
        == f"uncommitted {content_hash({'': {'plan.yaml': b'bcp: 1' + bytes([10])}})[:8]}"
    )


def test_a_shared_folder_is_part_of_the_revision(plan):
    shared = plan.parent / "shared"
    shared.mkdir()
    (shared / "roles.yaml").write_text("roles: {}\n")
    git(plan, "add", "-A", "..")
    git(plan, "commit", "-qm", "shared")

    def now():
        trees = {"": read_tree(plan).files, "../shared": read_tree(shared).files}
        return revision(plan, trees)

    first = now()
    assert not first.changed
    (shared / "roles.yaml").write_text("roles: {}  # changed\n")
    assert now().changed
    assert now().content != first.content
    (shared / "roles.yaml").unlink()
    assert now().changed


def test_a_link_inside_the_repository_is_followed(plan):
    (plan.parent / "people.yaml").write_text("people: {}\n")
    (plan / "people.yaml").symlink_to("../people.yaml")
    git(plan, "add", "-A", "..")
    git(plan, "commit", "-qm", "link")
    read = read_tree(plan, boundary=plan.parents[1]).files
    assert "people.yaml" in read
    assert not revision(plan, {"": read}).changed
    (plan.parent / "people.yaml").write_text("people: {}  # changed\n")
    read = read_tree(plan, boundary=plan.parents[1]).files
    assert revision(plan, {"": read}).changed


@pytest.mark.parametrize("seconds", ["99999999999999", "253402300800", "-1", "abc", ""])
def test_a_commit_of_no_day_in_the_calendar_is_no_fault(plan, seconds):
    tree = subprocess.run(
        ["git", "rev-parse", "HEAD^{tree}"], cwd=plan, capture_output=True, text=True, check=True
    ).stdout.strip()
    text = f"tree {tree}\nauthor a <a@b> 1 +0000\ncommitter a <a@b> {seconds} +0000\n\nx\n"
    made = subprocess.run(
        ["git", "hash-object", "-t", "commit", "-w", "--stdin", "--literally"],
        cwd=plan,
        input=text,
        capture_output=True,
        text=True,
        check=True,
    ).stdout.strip()
    (plan.parents[1] / ".git" / "refs" / "heads" / "odd").write_text(made + "\n")
    (plan.parents[1] / ".git" / "HEAD").write_text("ref: refs/heads/odd\n")
    assert str(revision_of(plan))


def test_the_revision_is_that_of_the_plan_whatever_a_hook_has_set(plan, tmp_path, monkeypatch):
    other = tmp_path / "other"
    other.mkdir()
    git(other, "init", "-q")
    git(other, "commit", "-qm", "other", "--allow-empty")
    expected = revision_of(plan)
    monkeypatch.setenv("GIT_DIR", str(other / ".git"))
    assert revision_of(plan) == expected


def test_a_repository_cannot_run_anything_when_it_is_looked_at(plan):
    marker = plan.parent / "ran"
    script = plan.parent / "run.sh"
    script.write_text(f"#!/bin/sh\ntouch {marker}\ncat\n")
    script.chmod(0o755)
    for setting in ("core.fsmonitor", "filter.evil.clean", "filter.evil.smudge", "core.pager"):
        git(plan, "config", setting, str(script))
    (plan / ".gitattributes").write_text("*.yaml filter=evil diff=evil\n")
    (plan / "roles.yaml").write_text("roles: {}  # today\n")
    assert revision_of(plan).changed
    assert not marker.exists()
