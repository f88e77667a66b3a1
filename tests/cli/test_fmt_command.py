"""`bcp fmt`: what it writes, what it only says, and what it leaves alone."""

from __future__ import annotations

import os

MESSY = "roles:\n    desk: # the desk\n        title: 'Desk'\n"
NEAT = 'roles:\n  desk:  # the desk\n    title: "Desk"\n'


def plan(folder, **files):
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "plan.yaml").write_text("bcp: 1\nplan:\n  id: desk\n  title: Desk\n")
    for name, text in files.items():
        (folder / f"{name}.yaml").write_text(text)
    return folder


def test_it_writes_what_it_would_change(call, tmp_path):
    folder = plan(tmp_path / "desk", roles=MESSY, tidy="hours: {}\n")
    answer = call("fmt", str(folder))
    assert (answer.code, answer.out) == (
        0,
        f"changed {folder}/roles.yaml\n3 files: 1 changed\n",
    )
    assert (folder / "roles.yaml").read_text() == NEAT
    assert call("fmt", str(folder)).out == "3 files: 0 changed\n"


def test_check_and_diff_change_nothing(call, tmp_path):
    folder = plan(tmp_path / "desk", roles=MESSY)
    answer = call("fmt", "--check", str(folder))
    assert (answer.code, answer.out) == (
        1,
        f"would change {folder}/roles.yaml\n2 files: 1 would change\n",
    )
    answer = call("fmt", "--diff", str(folder))
    assert answer.code == 1
    assert "-        title: 'Desk'\n" in answer.out
    assert '+    title: "Desk"\n' in answer.out
    assert (folder / "roles.yaml").read_text() == MESSY
    (folder / "roles.yaml").write_text(NEAT)
    assert call("fmt", "--check", str(folder)).code == 0


def test_a_file_with_a_fault_is_left_and_the_others_are_done(call, tmp_path):
    folder = plan(tmp_path / "desk", roles=MESSY, broken="teams: [\n", latin="x")
    (folder / "latin.yaml").write_bytes(b"# caf\xe9\n")
    answer = call("fmt", str(folder))
    assert answer.code == 1
    assert answer.out.endswith("4 files: 1 changed, 2 left as they are\n")
    assert f"{folder}/broken.yaml is left as it is: it cannot be read without fault" in answer.err
    assert f"{folder}/latin.yaml is left as it is: it is not UTF-8" in answer.err
    assert (folder / "broken.yaml").read_text() == "teams: [\n"


def test_single_files_for_a_hook(call, tmp_path):
    folder = plan(tmp_path / "desk", roles=MESSY, teams=MESSY)
    answer = call("fmt", str(folder / "roles.yaml"))
    assert answer.out == f"changed {folder}/roles.yaml\n1 file: 1 changed\n"
    assert (folder / "teams.yaml").read_text() == MESSY


def test_a_file_that_is_not_there_and_a_pipe_are_told_as_files(call, tmp_path):
    answer = call("fmt", tmp_path / "gone.yaml")
    assert (answer.code, "there is no such file" in answer.err) == (2, True)
    os.mkfifo(tmp_path / "pipe.yaml")
    answer = call("fmt", tmp_path / "pipe.yaml")
    assert (answer.code, "is a pipe, not a file" in answer.err) == (2, True)


def test_what_several_plans_share_is_laid_out_once(call, tmp_path):
    (tmp_path / "shared").mkdir()
    (tmp_path / "shared/roles.yaml").write_text(MESSY)
    for name in ("one", "two"):
        folder = plan(tmp_path / name)
        (folder / "plan.yaml").write_text(
            f"bcp: 1\nuses: [../shared]\nplan:\n  id: {name}\n  title: {name}\n"
        )
    (tmp_path / ".git").mkdir()
    answer = call("fmt", str(tmp_path))
    assert answer.out.count("changed") == 2  # one file, and the summary
    assert (tmp_path / "shared/roles.yaml").read_text() == NEAT


def test_a_link_or_a_pipe_in_place_of_a_file_is_not_written_to(call, tmp_path):
    folder = plan(tmp_path / "desk")
    outside = tmp_path / "outside.yaml"
    outside.write_text(MESSY)
    (folder / "linked.yaml").symlink_to(outside)
    os.mkfifo(folder / "pipe.yaml")
    call("fmt", str(folder))
    assert outside.read_text() == MESSY


def test_upgrade_of_a_plan_in_this_version_only_lays_out(call, tmp_path):
    folder = plan(tmp_path / "desk", roles=MESSY)
    assert call("fmt", "--upgrade", str(folder)).code == 0
    answer = call("fmt", "--upgrade", str(folder / "roles.yaml"))
    assert answer.code == 2
    assert "--upgrade takes plans, not single files" in answer.err
    (folder / "plan.yaml").write_text("bcp: 0\nplan:\n  id: desk\n  title: Desk\n")
    answer = call("fmt", "--upgrade", str(folder))
    assert answer.code == 2
    assert "nobody knows the way from version 0 of the language" in answer.err


def test_the_example_plans_are_laid_out_so(call):
    assert call("fmt", "--check", "plans/northline").code == 0
