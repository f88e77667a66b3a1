"""``uses``: what several plans share is read with each, told once, and never reaches too far.

Every case is one that an officer with a bank, an airline and a shared folder met or will meet.
"""

from __future__ import annotations

import json
import os
import shutil
from contextlib import redirect_stderr, redirect_stdout
from io import StringIO
from pathlib import Path

import pytest

from bcp.cli import folders
from bcp.cli.ending import run
from bcp.cli.finding import plan_folders, plans_below
from bcp.cli.plans import open_plan
from bcp.diagnostics import Diagnostic, Message, Place, Related, Severity, Span
from bcp.errors import BcpError
from bcp.files import Tree
from bcp.loader import Loaded, load

DAY = ("--as-of", "2026-11-16")


@pytest.fixture(autouse=True)
def surroundings(monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory) -> None:
    """Somebody whose home is elsewhere, and who set nothing."""
    monkeypatch.delenv("BCP_ROOT", raising=False)
    monkeypatch.setenv("HOME", str(tmp_path_factory.mktemp("home")))


@pytest.fixture
def house(tmp_path: Path) -> Path:
    """A folder with two plans, ``bank`` and ``airline``, and what they share. No repository."""
    inside = tmp_path / "unpacked"
    for name in ("bank", "airline"):
        write(inside / name / "plan.yaml", plan(name, "[../shared]"))
        write(
            inside / name / "roles.yaml",
            f"roles:\n  {name}-lead: {{title: Lead, primary: a.wulf}}\n",
        )
    write(inside / "shared" / "people.yaml", "people:\n  a.wulf: {name: A. Wulf}\n")
    return inside


def plan(name: str, uses: str) -> str:
    return f"bcp: 1\nuses: {uses}\nplan: {{id: {name}, title: A plan}}\n"


def write(file: Path, text: str) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")


def loaded(folder: Path) -> Loaded:
    found = folders.read_folder(folder)
    return load(found.tree, folders.Reaching(found))


def told(folder: Path) -> list[str]:
    """What reading a plan finds, one line each: place, code, sentence, fix."""
    return [
        f"{one.span.file}:{one.span.line} {one.code} {one.message}"
        + (f" → {one.hint}" if one.hint else "")
        for one in loaded(folder).diagnostics
    ]


READING = ("--rule", "SRC001", "--rule", "SRC004", "--rule", "SRC005", "--rule", "REF001")
"""What is said of files and references alone: these plans are too small for the rest."""


def check(*arguments: object) -> tuple[int, str]:
    """Exit code, and what is written."""
    out = StringIO()
    with redirect_stdout(out), redirect_stderr(out):
        code = run(["check", *map(str, arguments), *DAY])
    return code, out.getvalue()


def use(folder: Path, uses: str) -> Path:
    """Change what the bank uses."""
    write(folder / "bank" / "plan.yaml", plan("bank", uses))
    return folder / "bank"


# ── how far is read ────────────────────────────────────────────────────────────────────────────


def test_plans_and_what_they_share_work_without_a_repository(house: Path) -> None:
    """A release that was unpacked, a stick in the red box, a container without .git."""
    assert told(house / "bank") == []
    assert "a.wulf" in loaded(house / "bank").plan.objects


def test_without_a_repository_the_folder_that_the_plan_lies_in_is_the_end(house: Path) -> None:
    secret = house.parent / "private"
    write(secret / "notes.yaml", "people:\n  s.ecret: {name: S}\n")
    for name in ("../../private", "../..", str(secret), "../shared/../../private"):
        (one,) = told(use(house, f"[{name}]"))
        assert "it lies outside the folder that the plan lies in, and nothing beyond is read" in one
        assert "BCP_ROOT=DIR" in one


def test_nothing_is_said_of_what_lies_beyond_not_even_that_it_is_there(house: Path) -> None:
    write(house.parent / "private" / "notes.yaml", "people: {}\n")
    (there,) = told(use(house, "[../../private]"))
    (absent,) = told(use(house, "[../../privat]"))
    assert there.replace("private", "privat") == absent


def test_a_link_beside_the_plan_that_leads_away_is_refused(house: Path) -> None:
    write(house.parent / "private" / "notes.yaml", "people:\n  s.ecret: {name: S}\n")
    (house / "beside").symlink_to(house.parent / "private")
    (house / "shared" / "more.yaml").symlink_to(house.parent / "private" / "notes.yaml")
    assert any("it lies outside" in line for line in told(use(house, "[../beside]")))
    assert any("leads out of the plan" in line for line in told(house / "airline"))
    assert "s.ecret" not in loaded(house / "airline").plan.objects


@pytest.mark.parametrize("above", [".", ".."])
def test_what_lies_in_a_home_folder_is_not_beside_a_plan(
    house: Path, above: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Plan ``~/bank`` reads nothing else of the home folder, nor plan ``/home/bank``."""
    home = house if above == "." else house / "me"
    home.mkdir(exist_ok=True)
    monkeypatch.setenv("HOME", str(home))
    (one,) = told(house / "bank")
    assert "it lies outside the folder of the plan" in one


def test_a_bcp_toml_above_says_how_far_where_there_is_no_repository(house: Path) -> None:
    write(house.parent / "company" / "people.yaml", "people:\n  b.roth: {name: B}\n")
    bank = use(house, "[../shared, ../../company]")
    assert len(told(bank)) == 1
    write(house.parent / "bcp.toml", 'fail-on = "warning"\n')
    assert told(bank) == []


def test_a_bcp_toml_of_the_plan_itself_does_not_cut_it_off(house: Path) -> None:
    write(house / "bank" / "bcp.toml", 'fail-on = "warning"\n')
    assert told(house / "bank") == []


def test_a_repository_is_the_end_also_where_it_is_the_plan_itself(house: Path) -> None:
    """As with a plan that is a submodule: then one says how far."""
    (house / "bank" / ".git").mkdir()
    (one,) = told(house / "bank")
    assert "it lies outside the repository" in one
    assert "`bcp check --root DIR`" in one
    code, out = check(house / "bank", "--root", house, *READING)
    assert (code, out.startswith("bank: no finding")) == (0, True)


def test_the_root_may_be_narrower_than_the_repository_and_is_said_to_every_command(
    house: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (house / ".git").mkdir()
    monkeypatch.setenv("BCP_ROOT", str(house / "bank"))
    assert not open_plan(house / "bank").loaded.readable
    assert "it lies outside the folder that --root or BCP_ROOT names" in check(house / "bank")[1]


@pytest.mark.parametrize(
    ("root", "sentence"),
    [("nowhere", "is no folder"), ("shared", "lies outside"), ("bank/plan.yaml", "is no folder")],
)
def test_a_root_that_cannot_be_one_is_said(house: Path, root: str, sentence: str) -> None:
    code, out = check(house / "bank", "--root", house / root)
    assert code == 2
    assert sentence in out
    assert "check what --root or BCP_ROOT says" in out


# ── what is no folder to be used ───────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("uses", "sentence"),
    [
        (
            "[../airline]",
            "the folder ../airline cannot be used: it is a plan of its own, and a plan uses "
            "folders without a plan.yaml → Move what both need into a folder of its own",
        ),
        ("[.]", "the folder . cannot be used: that is this plan's own folder → Delete it here"),
        ("[../bank]", "the folder ../bank cannot be used: that is this plan's own folder"),
        ("[..]", "the folder .. cannot be used: this plan lies in it → Name a folder that holds"),
        (
            "[../shared/people.yaml]",
            "it is a file, and `uses` names folders → Write ../shared: all its files are read.",
        ),
        ("[../shred]", "there is no such folder → Did you mean ../shared?"),
        ("[../Shared]", "there is no such folder → Did you mean ../shared?"),
        ("[../quite-another]", "there is no such folder → Check the name"),
        ("[../empty]", "nothing in ../empty can be read: no .yaml in it holds a word"),
        ("[../comments]", "nothing in ../comments can be read"),
        ("['']", "that is no name of a folder → Write the folder as seen from plan.yaml"),
        ("[{folder: ../shared}]", "the name of a folder belongs here → Write it as seen from"),
        ("{folder: ../shared}", "`uses` is a list of folders → Write: uses: [../shared]"),
        ("", "`uses:` has nothing after it"),
    ],
)
def test_what_cannot_be_used_is_one_finding_at_its_entry(
    house: Path, uses: str, sentence: str
) -> None:
    (house / "empty").mkdir()
    write(house / "comments" / "x.yaml", "# nothing yet\n")
    bank = use(house, uses)
    (one,) = told(bank)
    assert one.startswith("plan.yaml:2 SRC")
    assert sentence in one
    # And what it would have brought is not missed a hundred times.
    assert not loaded(bank).plan.complete
    code, out = check(bank, *READING)
    assert (code, out.count("  error  ")) == (1, 2)
    assert "could not be checked, because a part of the plan could not be read" in out


def test_a_shared_folder_with_a_plan_yaml_is_told_at_the_entry_not_in_it(house: Path) -> None:
    write(house / "shared" / "plan.yaml", plan("shared", "[]"))
    (one,) = told(house / "bank")
    assert one.startswith("plan.yaml:2 SRC001 the folder ../shared cannot be used: it is a plan")


def test_plans_cannot_use_each_other_in_a_circle(house: Path) -> None:
    use(house, "[../shared, ../airline]")
    write(house / "airline" / "plan.yaml", plan("airline", "[../shared, ../bank]"))
    for name in ("bank", "airline"):
        (one,) = told(house / name)
        assert "it is a plan of its own" in one


def test_a_folder_written_without_brackets_is_read_as_it_is_meant(house: Path) -> None:
    write(house / "more" / "people.yaml", "people:\n  b.roth: {name: B}\n")
    assert told(use(house, "../shared")) == [
        "plan.yaml:2 SRC005 `uses` is a list of folders → Write: uses: [../shared]"
    ]
    assert told(use(house, "../shared, ../more"))[0].endswith("uses: [../shared, ../more]")
    assert {"a.wulf", "b.roth"} <= loaded(house / "bank").plan.objects.keys()
    assert loaded(house / "bank").plan.complete


@pytest.mark.parametrize("key", ["use", "Uses", "usess"])
def test_a_slip_in_the_key_is_a_slip_in_uses_and_no_kind(house: Path, key: str) -> None:
    write(house / "bank" / "plan.yaml", plan("bank", "[../shared]").replace("uses", key))
    (one,) = told(house / "bank")
    assert one == f"plan.yaml:2 SRC004 there is no kind `{key}` → Did you mean `uses`?"
    assert not loaded(house / "bank").plan.complete


def test_an_absolute_path_is_told_with_the_relative_one(house: Path) -> None:
    (one,) = told(use(house, f"[{house / 'shared'}]"))
    assert "is elsewhere on another one → Write ../shared." in one


def test_a_folder_of_yml_is_told_by_its_files_alone(house: Path) -> None:
    (house / "shared" / "people.yaml").rename(house / "shared" / "people.yml")
    assert told(house / "bank") == [
        "../shared/people.yml:0 SRC001 files that end in .yml are not read"
        " → Rename it to people.yaml."
    ]


@pytest.mark.parametrize(
    "uses",
    [
        "[../shared, ../shared]",
        "[../shared, ../shared/]",
        "[../shared, ../link]",
        "[../shared, ../shared/deep]",
        "[../shared, ../airline/../shared]",
        "[../shared, inner]",
    ],
)
def test_what_is_named_twice_is_read_once(house: Path, uses: str) -> None:
    (house / "link").symlink_to(house / "shared")
    write(house / "shared" / "deep" / "sites.yaml", "sites:\n  quay: {title: Quay}\n")
    write(house / "bank" / "inner" / "people.yaml", "people:\n  b.own: {name: B}\n")
    assert told(use(house, uses)) == []


def test_what_the_settings_exclude_is_excluded_from_shared_folders_too(house: Path) -> None:
    write(house / "shared" / "old" / "people.yaml", "people:\n  a.wulf: {name: Twice}\n")
    assert len(told(house / "bank")) == 1
    write(house / "bcp.toml", 'exclude = ["old/*"]\n')
    assert told(house / "bank") == []


# ── whose fault it is, and where it stands ─────────────────────────────────────────────────────


def test_an_id_that_the_shared_folder_has_is_told_at_the_plans_own_object(house: Path) -> None:
    write(house / "bank" / "a.yaml", "people:\n  a.wulf: {name: Our own}\n")
    found = loaded(house / "bank")
    (one,) = found.diagnostics
    assert (one.code, one.span.file, one.span.line) == ("REF003", "a.yaml", 2)
    assert str(one.message) == "the shared folder ../shared has a.wulf already"
    assert str(one.hint) == "Delete this one to use the shared one, or give it another id."
    assert one.related[0].span.file == "../shared/people.yaml"
    assert found.plan.title("a.wulf") == "A. Wulf"


def test_two_shared_folders_with_one_id_blame_the_second(house: Path) -> None:
    write(house / "more" / "people.yaml", "people:\n  a.wulf: {name: Another}\n")
    (one,) = told(use(house, "[../shared, ../more]"))
    assert one.startswith("../more/people.yaml:2 REF003 the id a.wulf is already taken")


def test_paths_of_shared_files_are_tidy_and_open_from_here(
    house: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(house / "bank" / "a.yaml", "people:\n  a.wulf: {name: Our own}\n")
    write(house / "shared" / "sites.yaml", "sites:\n  quay: {titel: Quay}\n")
    monkeypatch.chdir(house.parent)
    out = check("unpacked/bank")[1]
    assert "\nunpacked/shared/sites.yaml\n" in "\n" + out
    assert "it stands here, in `people`: unpacked/shared/people.yaml:2\n" in out
    assert "bank/../" not in out
    monkeypatch.chdir(house / "bank")
    assert "\n../shared/sites.yaml\n" in "\n" + check()[1]


def test_a_plan_that_is_reached_by_a_link_has_paths_that_open(
    house: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(house / "shared" / "sites.yaml", "sites:\n  quay: {titel: Quay}\n")
    elsewhere = house.parent / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "link").symlink_to(house / "bank")
    monkeypatch.chdir(elsewhere)
    line = next(line for line in check("link")[1].splitlines() if line.endswith("sites.yaml"))
    assert Path(line).samefile(house / "shared" / "sites.yaml")


def test_what_a_tree_says_of_its_files_is_told_from_the_plan_with_all_places() -> None:
    words = Message.of("not read")
    fault = Diagnostic(
        Span("a.yaml"), "SRC001", Severity.ERROR, words, None, (Related(Span("b.yaml", 2), words),)
    )
    tree = Tree(None, {"plan.yaml": plan("bank", "[../x/../shared]").encode()})
    (one,) = load(tree, lambda _: Tree(None, {}, (fault,))).diagnostics
    assert one.span.file == "../shared/a.yaml"
    assert one.related[0].span == Span("../shared/b.yaml", 2)


# ── a folder of plans ──────────────────────────────────────────────────────────────────────────


def names(found: list[Path], base: Path) -> list[str]:
    return [one.relative_to(base).as_posix() for one in found]


def test_plans_at_any_depth_are_found_in_the_order_of_their_names(tmp_path: Path) -> None:
    for name in ("b", "group/energy", "group/deep/er/water", "a-z", "a/x"):
        write(tmp_path / name / "plan.yaml", plan("x", "[]"))
    (tmp_path / "shared").mkdir()
    assert names(plan_folders((tmp_path,)), tmp_path) == [
        *("a/x", "a-z", "b", "group/deep/er/water", "group/energy")
    ]


@pytest.mark.parametrize("name", [".hidden/p", "drills/p", "build/p", "bank/inner", "bank/.x/p"])
def test_what_is_no_plan_of_the_folder_is_passed_over(tmp_path: Path, name: str) -> None:
    write(tmp_path / "bank" / "plan.yaml", plan("bank", "[]"))
    write(tmp_path / name / "plan.yaml", plan("x", "[]"))
    assert names(plan_folders((tmp_path,)), tmp_path) == ["bank"]


def test_links_are_followed_to_each_plan_once_and_in_no_circle(tmp_path: Path) -> None:
    write(tmp_path / "all" / "real" / "bank" / "plan.yaml", plan("bank", "[]"))
    write(tmp_path / "out" / "airline" / "plan.yaml", plan("airline", "[]"))
    (tmp_path / "all" / "a-link").symlink_to(tmp_path / "all" / "real" / "bank")
    (tmp_path / "all" / "real" / "circle").symlink_to(tmp_path / "all")
    (tmp_path / "all" / "z-out").symlink_to(tmp_path / "out" / "airline")
    (tmp_path / "all" / "far").symlink_to("/")
    found = plan_folders((tmp_path / "all",))
    assert names(found, tmp_path / "all") == ["real/bank", "z-out"]


def test_a_folder_that_cannot_be_looked_into_is_an_error_and_not_passed_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path / "bank" / "plan.yaml", plan("bank", "[]"))
    (tmp_path / "group" / "closed").mkdir(parents=True)
    really = os.scandir

    def scandir(path: Path) -> object:
        if Path(path).name == "closed":  # as root may look anywhere, permissions prove nothing
            raise PermissionError(13, "Permission denied", str(path))
        return really(path)

    monkeypatch.setattr(os, "scandir", scandir)
    code, out = check(tmp_path)
    assert code == 2
    assert f"{tmp_path}/group/closed cannot be looked into: there is no permission" in out


def test_a_folder_of_too_many_folders_is_no_folder_of_plans(tmp_path: Path) -> None:
    for number in range(12):
        (tmp_path / f"f{number}").mkdir()
    assert list(plans_below(tmp_path, 13)) == []
    with pytest.raises(BcpError, match="there are more than 12 folders below"):
        list(plans_below(tmp_path, 12))


def test_who_checks_the_shared_folder_hears_who_uses_it(
    house: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(house.parent)
    code, out = check("unpacked/shared")
    assert code == 2
    assert "it is a shared folder, used by unpacked/airline, unpacked/bank" in out
    monkeypatch.chdir(house / "shared")
    assert "it is a shared folder, used by ../airline, ../bank" in check()[1]


# ── told once ──────────────────────────────────────────────────────────────────────────────────


def test_a_fault_in_a_shared_file_is_told_and_counted_once_for_all_plans(house: Path) -> None:
    write(house / "shared" / "sites.yaml", "sites:\n  quay: {title: Q, zoen: x}\n")
    write(house / "bank" / "x.yaml", "roles:\n  clerk: {title: C, titel: D}\n")
    for _ in range(2):  # the second time from what was kept
        code, out = check(house, *READING)
        assert code == 1
        assert out.count("there is no field `zoen` here") == 1
        assert f"{house}/shared/sites.yaml\n  2:20  error  SRC004" in out
        assert "    in airline, bank\n" in out
        assert "airline: 1 error, 1 in shared files (" in out
        assert "bank: 2 errors, 1 in shared files (" in out
        assert out.endswith("2 plans: 2 errors\n")


def test_with_one_plan_nothing_is_said_of_others(house: Path) -> None:
    write(house / "shared" / "sites.yaml", "sites:\n  quay: {title: Q, zoen: x}\n")
    out = check(house / "bank", *READING)[1]
    assert "there is no field `zoen` here" in out
    assert "    in " not in out
    assert out.splitlines()[-1].startswith("bank: 1 error, 1 in shared files (")


def test_what_is_wrong_in_one_plan_alone_says_in_which(house: Path) -> None:
    """A shared role is called by the name of each plan's own; one plan has another."""
    write(house / "shared" / "roles.yaml", "roles:\n  duty: {title: D, primary: floor}\n")
    write(house / "bank" / "more.yaml", "people:\n  floor: {name: F}\n")
    write(house / "airline" / "more.yaml", "teams: {}\nroles:\n  floor: {title: F}\n")
    (one,) = [part for part in check(house, *READING)[1].split("\n\n") if "REF001" in part]
    assert f"\n{house}/shared/roles.yaml\n" in one
    assert one.endswith("    in airline")


def test_programs_get_what_is_shared_with_each_plan(house: Path) -> None:
    write(house / "shared" / "sites.yaml", "sites:\n  quay: {title: Q, zoen: x}\n")
    answer = json.loads(check(house, "--format", "json", *READING)[1])
    files = [[one["file"] for one in each["diagnostics"]] for each in answer["plans"]]
    assert files == [["../shared/sites.yaml"]] * 2
    assert answer["summary"]["error"] == 2


# ── what is asked of a plan, and what takes no part in it ──────────────────────────────────────


def test_what_the_shared_folder_asks_for_is_told_once_where_it_is_used(house: Path) -> None:
    write(
        house / "shared" / "teams.yaml",
        "teams:\n"
        "  crisis: {title: C, level: strategic, lead: liaison, remit: r, members: [liaison]}\n"
        "  incident: {title: I, level: tactical, lead: liaison, remit: r}\n",
    )
    write(house / "airline" / "more.yaml", "roles:\n  liaison: {title: L, primary: a.wulf}\n")
    code, out = check(house / "bank", "--rule", "REF001")
    assert code == 1
    assert (
        f"{house}/bank/plan.yaml\n"
        "  2:8  error  REF001  ../shared refers to liaison in 3 places, and nothing in the plan "
        "has this id\n"
    ) in out
    assert "    fix: Declare it under `roles`.\n" in out
    assert f"    first here: {house}/shared/teams.yaml:2\n" in out
    assert out.count("  error  ") == 1
    assert check(house / "airline", "--rule", "REF001")[0] == 0


def test_a_plans_own_word_for_it_is_proposed_and_its_own_references_are_told(house: Path) -> None:
    write(
        house / "shared" / "teams.yaml",
        "teams:\n  crisis: {title: C, level: strategic, lead: liaison, remit: r,"
        " members: [liaison]}\n",
    )
    write(
        house / "bank" / "more.yaml",
        "roles:\n  bank-liaison: {title: L, primary: a.wulf}\n"
        "teams:\n  own: {title: O, level: tactical, lead: liaison, remit: r}\n",
    )
    out = check(house / "bank", "--rule", "REF001")[1]
    assert "Declare it; or give bank-liaison this id, if it is what is meant." in out
    assert "nothing in the plan has the id liaison" in out
    assert out.count("  error  ") == 2


def test_a_slip_of_the_pen_in_the_shared_folder_is_told_there(house: Path) -> None:
    write(house / "shared" / "roles.yaml", "roles:\n  duty: {title: D, primary: a.wulff}\n")
    out = check(house / "bank", "--rule", "REF001")[1]
    assert f"{house}/shared/roles.yaml\n  2:29  error  REF001" in out
    assert "Did you mean a.wulf?" in out


IDLE = """
suppliers:
  carrier: {title: Carrier of the other client, service: Lines}
  mains-firm: {title: Electricity, service: Power}
systems:
  lines: {title: Lines, type: telephony, supplier: carrier}
  spare: {title: Spare lines, type: telephony}
sites:
  quay: {title: Quay, needs: [mains-firm]}
redundancy:
  line-pair: {title: Both lines, of: [lines, spare], mode: hot}
"""


def idle(folder: Path) -> set[str]:
    return set(loaded(folder).plan.idle)


def test_a_shared_thing_that_nothing_refers_to_takes_no_part(house: Path) -> None:
    write(house / "shared" / "things.yaml", IDLE)
    every = {"carrier", "mains-firm", "lines", "spare", "quay", "line-pair"}
    assert idle(house / "bank") == every
    assert idle(house / "airline") == every
    out = check(house / "bank")[1]
    assert "shared/things.yaml" not in out
    assert "6 of them shared and not used here" in out
    # It is there all the same: shown, printed, and nothing that names it is wrong.
    assert every <= loaded(house / "bank").plan.objects.keys()


def test_one_reference_of_the_plans_own_brings_it_in_with_all_it_needs(house: Path) -> None:
    write(house / "shared" / "things.yaml", IDLE)
    write(
        house / "bank" / "process.yaml",
        "processes:\n  cards: {title: Cards, tier: critical, needs: [lines]}\n",
    )
    assert idle(house / "bank") == {"mains-firm", "quay"}
    assert "carrier" in idle(house / "airline")


def test_a_shared_risk_brings_in_what_it_threatens(house: Path) -> None:
    """Were a forgotten reference enough to leave a risk out, nobody would notice."""
    write(house / "shared" / "things.yaml", IDLE)
    write(
        house / "shared" / "risks.yaml",
        "risks:\n  flood: {title: Flood, class: natural, threatens: [quay]}\n",
    )
    assert idle(house / "bank") == {"carrier", "lines", "spare", "line-pair"}


def test_a_plans_own_things_are_judged_though_nothing_refers_to_them(house: Path) -> None:
    shutil.rmtree(house / "shared")
    write(house / "bank" / "plan.yaml", plan("bank", "[]"))
    write(house / "bank" / "things.yaml", IDLE)
    assert idle(house / "bank") == set()


def test_rules_pass_over_what_takes_no_part_and_judge_it_where_it_does(house: Path) -> None:
    """The supplier has no duty number, which a plan that needs it must know."""
    operating = "title: A plan, maturity: audited}"
    for name in ("bank", "airline"):
        file = house / name / "plan.yaml"
        write(file, file.read_text().replace("title: A plan}", operating))
    write(house / "shared" / "things.yaml", IDLE)
    write(
        house / "bank" / "process.yaml",
        "processes:\n  cards: {title: Cards, tier: critical, needs: [lines]}\n",
    )

    def judged(name: str) -> set[str]:
        answer = json.loads(check(house / name, "--format", "json")[1])
        return {one["object"] for one in answer["plans"][0]["diagnostics"]}

    assert {"carrier"} <= judged("bank")
    assert not {"carrier", "lines", "spare", "line-pair", "quay"} & judged("airline")


def test_uses_is_a_place_of_the_plan(house: Path) -> None:
    where = loaded(house / "bank").where
    assert where.span(Place("bank", ("uses", 0)))[:3] == ("plan.yaml", 2, 8)
    assert where.span(Place("bank", ("uses", 7)))[:3] == ("plan.yaml", 2, 1)
