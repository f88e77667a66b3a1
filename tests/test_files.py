"""Folders become trees, within limits; and files are written whole or not at all."""

import errno
import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from bcp import files
from bcp.diagnostics import Severity
from bcp.errors import BcpError
from bcp.files import Limits, find_repository_root, is_inside, read_tree, write_atomically


@pytest.fixture
def plan(tmp_path):
    folder = tmp_path / "northline"
    put(folder, "plan.yaml", "bcp: 1\n")
    return folder


def put(folder: Path, path: str, content: str = "a: b\n") -> Path:
    file = folder / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(content)
    return file


def names(folder: Path) -> list[str]:
    return sorted(entry.name for entry in folder.iterdir())


def faults(tree) -> list[tuple[str, str, str]]:
    assert all(fault.severity is Severity.ERROR for fault in tree.faults)
    return [(fault.span.file, fault.code, str(fault.message)) for fault in tree.faults]


# --- what is read


def test_every_yaml_file_below_the_folder_is_read_in_the_order_of_paths(plan):
    for path in ("z.yaml", "roles/lead.yaml", "roles.yaml", "a b/ї.yaml"):
        put(plan, path, f"# {path}\n")
    put(plan, "notes.txt")
    tree = read_tree(plan)
    assert list(tree.files) == [
        "a b/ї.yaml",
        "plan.yaml",
        "roles.yaml",
        "roles/lead.yaml",
        "z.yaml",
    ]
    assert tree.files["roles/lead.yaml"] == b"# roles/lead.yaml\n"
    assert tree.base == plan
    assert tree.faults == ()


@pytest.mark.parametrize(
    "path",
    [
        ".hidden.yaml",
        ".git/config.yaml",
        "drills/2026-03-01.yaml",
        "build/page.yaml",
        "sub/drills/x.yaml",
        "drafts/x.yaml",
        "x.draft.yaml",
    ],
)
def test_what_does_not_belong_to_the_plan_is_not_read(plan, path):
    put(plan, path)
    tree = read_tree(plan, excluded=("drafts", "*.draft.yaml"))
    assert list(tree.files) == ["plan.yaml"]
    assert tree.faults == ()


def test_a_nested_plan_is_another_plan(plan):
    put(plan, "branch/plan.yaml")
    put(plan, "branch/roles.yaml")
    put(plan, "branch/deeper/roles.yaml")
    put(plan, "roles/roles.yaml")
    assert list(read_tree(plan).files) == ["plan.yaml", "roles/roles.yaml"]


# --- what is a finding


@pytest.mark.parametrize("name", ["roles.yml", "roles.YML", "roles.YAML"])
def test_another_ending_is_a_finding_and_not_read(plan, name):
    put(plan, name)
    tree = read_tree(plan)
    ending = name[5:]
    assert faults(tree) == [(name, "SRC001", f"files that end in {ending} are not read")]
    assert name not in tree.files
    assert tree.faults[0].span.line == 0


def test_a_folder_with_the_name_of_a_file(plan):
    put(plan, "roles.yaml/lead.yaml")
    assert faults(read_tree(plan)) == [
        ("roles.yaml", "SRC001", "not read: it is a folder, not a file")
    ]


def test_a_pipe_is_never_waited_for(plan):
    os.mkfifo(plan / "pipe.yaml")
    assert faults(read_tree(plan)) == [
        ("pipe.yaml", "SRC001", "not read: it is not an ordinary file")
    ]


def test_a_pipe_that_takes_the_place_of_a_file_is_never_waited_for(plan, monkeypatch):
    put(plan, "roles.yaml")
    plain_open = os.open

    def swap(path, *arguments, **keywords):
        if str(path).endswith("roles.yaml"):
            Path(path).unlink()
            os.mkfifo(path)
        return plain_open(path, *arguments, **keywords)

    monkeypatch.setattr(files.os, "open", swap)
    assert faults(read_tree(plan)) == [
        ("roles.yaml", "SRC001", "not read: it is not an ordinary file")
    ]


def test_a_file_that_vanishes_while_it_is_read(plan, monkeypatch):
    put(plan, "roles.yaml")
    plain_open = os.open

    def vanish(path, *arguments, **keywords):
        if str(path).endswith("roles.yaml"):
            Path(path).unlink()
        return plain_open(path, *arguments, **keywords)

    monkeypatch.setattr(files.os, "open", vanish)
    assert faults(read_tree(plan)) == [
        ("roles.yaml", "SRC001", "not read: it is not there any more")
    ]


def test_a_file_that_becomes_a_link_is_not_followed(plan, tmp_path, monkeypatch):
    put(plan, "roles.yaml")
    secret = put(tmp_path, "secret.yaml")
    plain_open = os.open

    def swap(path, *arguments, **keywords):
        if str(path).endswith("roles.yaml"):
            Path(path).unlink()
            Path(path).symlink_to(secret)
        return plain_open(path, *arguments, **keywords)

    monkeypatch.setattr(files.os, "open", swap)
    tree = read_tree(plan)
    assert "roles.yaml" not in tree.files
    assert [code for _, code, _ in faults(tree)] == ["SRC001"]


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_without_permission(plan):
    put(plan, "roles.yaml").chmod(0)
    assert "no permission" in faults(read_tree(plan))[0][2]


def test_a_refusal_of_the_system_is_a_finding_about_that_file(plan, monkeypatch):
    put(plan, "roles.yaml")
    plain_open = os.open

    def refuse(path, *arguments, **keywords):
        if str(path).endswith("roles.yaml"):
            raise PermissionError(errno.EACCES, "no")
        return plain_open(path, *arguments, **keywords)

    monkeypatch.setattr(files.os, "open", refuse)
    tree = read_tree(plan)
    assert faults(tree) == [("roles.yaml", "SRC001", "not read: there is no permission to read it")]
    assert list(tree.files) == ["plan.yaml"]


def test_a_name_that_is_not_utf_8_is_shown_escaped(plan):
    try:
        (plan / os.fsdecode(b"caf\xe9.yaml")).write_text("a: b\n")
    except OSError:
        pytest.skip("this disk takes no such name")
    tree = read_tree(plan)
    assert faults(tree)[0][:2] == ("caf\\xe9.yaml", "SRC001")
    assert "Rename it." in str(tree.faults[0].hint)
    assert len(tree.faults[0].fingerprint) == 32


def test_a_name_that_would_move_the_cursor_is_shown_escaped(plan):
    put(plan, "a\x1b[2J\n.yaml")
    assert faults(read_tree(plan))[0][0] == "a\\x1b[2J\\n.yaml"


# --- limits


def test_a_file_as_large_as_allowed_is_read_and_a_larger_one_is_not(plan):
    put(plan, "at.yaml", "#" * 100)
    put(plan, "over.yaml", "#" * 101)
    tree = read_tree(plan, limits=Limits(file_bytes=100))
    assert list(tree.files) == ["at.yaml", "plan.yaml"]
    assert [(file, code) for file, code, _ in faults(tree)] == [("over.yaml", "SRC006")]


def test_a_file_that_grows_while_it_is_read_is_cut_off(plan, monkeypatch):
    put(plan, "grows.yaml", "#" * 1000)
    honest = os.fstat

    def small(descriptor):
        status = list(honest(descriptor))
        status[6] = min(status[6], 10)
        return os.stat_result(status)

    monkeypatch.setattr(files.os, "fstat", small)
    tree = read_tree(plan, limits=Limits(file_bytes=100))
    assert [(file, code) for file, code, _ in faults(tree)] == [("grows.yaml", "SRC006")]


def test_more_files_than_allowed(plan):
    for number in range(10):
        put(plan, f"{number}.yaml")
    tree = read_tree(plan, limits=Limits(files=5))
    assert [(file, code) for file, code, _ in faults(tree)] == [(".", "SRC006")]
    assert list(tree.files) == [f"{number}.yaml" for number in range(5)]


def test_more_bytes_than_allowed(plan):
    for number in range(5):
        put(plan, f"{number}.yaml", "#" * 100)
    tree = read_tree(plan, limits=Limits(tree_bytes=250))
    assert [(file, code) for file, code, _ in faults(tree)] == [("2.yaml", "SRC006")]
    assert list(tree.files) == ["0.yaml", "1.yaml"]


def test_a_sparse_file_of_200_mb_costs_neither_time_nor_memory(plan):
    with (plan / "huge.yaml").open("wb") as file:
        file.truncate(200 << 20)
    program = (
        "import re, sys\n"
        "from pathlib import Path\n"
        "from bcp.files import read_tree\n"
        "tree = read_tree(Path(sys.argv[1]))\n"
        # Not ru_maxrss: a child's starts with what its parent, a long run of tests, had.
        "peak = re.search(r'VmHWM:\\s+(\\d+)', open('/proc/self/status').read())[1]\n"
        "print(int(peak) // 1024, tree.faults[0].code)\n"
    )
    run = subprocess.run(
        [sys.executable, "-c", program, str(plan)],
        cwd=Path(__file__).parents[1],
        capture_output=True,
        text=True,
        timeout=10,
        check=True,
    )
    peak, code = run.stdout.split()
    assert int(peak) < 60
    assert code == "SRC006"


# --- links


def test_a_link_out_of_the_plan_is_a_finding(plan, tmp_path):
    put(tmp_path, "secret.yaml", "password: x\n")
    put(tmp_path, "elsewhere/x.yaml")
    (plan / "in.yaml").symlink_to("../secret.yaml")
    (plan / "folder").symlink_to("../elsewhere")
    (plan / "notes.txt").symlink_to("../secret.yaml")
    tree = read_tree(plan)
    out = "not read: it is a link that leads out of the plan"
    assert faults(tree) == [("folder", "SRC001", out), ("in.yaml", "SRC001", out)]
    assert list(tree.files) == ["plan.yaml"]


def test_a_neighbour_whose_name_begins_alike_is_outside(plan, tmp_path):
    put(tmp_path, "northline-old/x.yaml")
    (plan / "x.yaml").symlink_to("../northline-old/x.yaml")
    assert len(read_tree(plan).faults) == 1


def test_a_link_within_the_boundary_is_followed(plan, tmp_path):
    put(tmp_path, "shared/sites.yaml", "sites: {}\n")
    (plan / "shared").symlink_to("../shared")
    tree = read_tree(plan, boundary=tmp_path)
    assert tree.files["shared/sites.yaml"] == b"sites: {}\n"
    assert tree.faults == ()


def test_what_several_links_lead_to_is_read_once_by_its_own_path(plan):
    put(plan, "z/roles.yaml")
    (plan / "a").symlink_to("z")
    (plan / "b.yaml").symlink_to("z/roles.yaml")
    (plan / "z" / "again").symlink_to("..")
    tree = read_tree(plan)
    assert list(tree.files) == ["plan.yaml", "z/roles.yaml"]
    assert tree.faults == ()


def test_links_that_lead_nowhere_or_back_to_themselves(plan):
    (plan / "gone.yaml").symlink_to("nothing")
    (plan / "round.yaml").symlink_to("round.yaml")
    assert faults(read_tree(plan)) == [
        ("gone.yaml", "SRC001", "not read: it is a link that leads nowhere"),
        ("round.yaml", "SRC001", "not read: it is a link that leads back to itself"),
    ]


def test_a_link_to_a_device_is_not_opened(plan):
    (plan / "zero.yaml").symlink_to("/dev/zero")
    assert faults(read_tree(plan, boundary=Path("/"))) == [
        ("zero.yaml", "SRC001", "not read: it is not an ordinary file")
    ]


# --- the surroundings


def test_a_folder_that_is_not_there_raises(tmp_path):
    with pytest.raises(BcpError, match="There is no folder"):
        read_tree(tmp_path / "gone")


def test_a_file_is_no_folder(plan):
    with pytest.raises(BcpError, match="is not a folder"):
        read_tree(plan / "plan.yaml")


def test_the_root_of_a_repository_is_the_nearest_folder_with_git(tmp_path):
    put(tmp_path, "repository/plans/northline/plan.yaml")
    (tmp_path / "repository/.git").write_text("gitdir: elsewhere\n")
    assert find_repository_root(tmp_path / "repository/plans/northline") == (
        tmp_path / "repository"
    )


def test_without_a_repository_the_folder_is_its_own_root(plan):
    assert find_repository_root(plan) == plan


def test_inside_follows_links(plan, tmp_path):
    (plan / "out").symlink_to(tmp_path)
    assert is_inside(plan / "x" / "..", plan)
    assert not is_inside(plan / "out", plan)
    assert not is_inside(plan / "..", plan)


# --- writing


def test_a_new_file_gets_the_usual_mode(tmp_path):
    old = os.umask(0o027)
    try:
        write_atomically(tmp_path / "x.yaml", b"new")
    finally:
        os.umask(old)
    assert (tmp_path / "x.yaml").read_bytes() == b"new"
    assert stat.S_IMODE((tmp_path / "x.yaml").stat().st_mode) == 0o640


def test_an_old_file_keeps_its_mode(tmp_path):
    file = put(tmp_path, "x.yaml")
    file.chmod(0o666)
    write_atomically(file, b"new")
    assert file.read_bytes() == b"new"
    assert stat.S_IMODE(file.stat().st_mode) == 0o666


@pytest.mark.parametrize("step", ["fsync", "fchmod"])
@pytest.mark.parametrize(
    ("number", "words"),
    [(errno.ENOSPC, "the disk is full"), (errno.EROFS, "the disk is read-only")],
)
def test_when_writing_fails_the_old_file_stands_and_nothing_is_left(
    tmp_path, monkeypatch, step, number, words
):
    file = put(tmp_path, "x.yaml", "old")

    def fail(*_):
        raise OSError(number, "no")

    monkeypatch.setattr(files.os, step, fail)
    with pytest.raises(BcpError, match=words):
        write_atomically(file, b"new")
    assert file.read_text() == "old"
    assert names(tmp_path) == ["x.yaml"]


def test_what_stands_in_the_way_is_named(tmp_path):
    put(tmp_path, "file.yaml")
    (tmp_path / "folder").mkdir()
    (tmp_path / "link").symlink_to("file.yaml")
    for path, words in [
        ("folder", "it is a folder"),
        ("link", "it is a link"),
        ("file.yaml/x.yaml", "what it lies in is no folder"),
        ("gone/x.yaml", "the folder that it lies in is not there"),
    ]:
        with pytest.raises(BcpError, match=words):
            write_atomically(tmp_path / path, b"new")
    assert names(tmp_path) == ["file.yaml", "folder", "link"]
    assert (tmp_path / "file.yaml").read_text() == "a: b\n"


def test_an_interruption_leaves_nothing_behind(tmp_path, monkeypatch):
    def interrupt(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr(files.os, "fsync", interrupt)
    with pytest.raises(KeyboardInterrupt):
        write_atomically(tmp_path / "x.yaml", b"new")
    assert names(tmp_path) == []
