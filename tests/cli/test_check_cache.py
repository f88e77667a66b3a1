"""``bcp check`` answers at once when nothing changed, and never otherwise than it would afresh."""

from __future__ import annotations

import errno
import io
import json
import os
import shutil
import stat
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path
from typing import NamedTuple

import click
import pytest
from calling import LANTERN, REPOSITORY
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import bcp
from bcp.cache import Cache, Digest, cache_folder, digest_of_files
from bcp.cli import answers, asked, checking, judging
from bcp.cli import check as check_command
from bcp.cli.asked import Asked, understood
from bcp.cli.ending import run
from bcp.report.text import Style

DAY = ("--as-of", "2026-11-16")
NORTHLINE = REPOSITORY / "plans" / "northline"
BROKEN = REPOSITORY / "tests" / "broken"


class Told(NamedTuple):
    """What a call wrote, byte for byte, and how it ended."""

    code: int
    out: bytes
    err: bytes


def ask(*arguments: object) -> Told:
    out, err = (io.TextIOWrapper(io.BytesIO(), "utf-8", "surrogateescape") for _ in range(2))
    with redirect_stdout(out), redirect_stderr(err):
        code = run(["check", *map(str, arguments)])
    out.flush()
    err.flush()
    return Told(code, out.buffer.getvalue(), err.buffer.getvalue())


@pytest.fixture(autouse=True)
def program(tmp_path_factory, monkeypatch) -> Path:
    """A package, a library and zone data that stand for those that are installed: nobody works on
    them while a test runs."""
    root = tmp_path_factory.mktemp("program")
    package, libraries = root / "bcp", root / "site-packages"
    for folder in (package / "rules", package / "__pycache__", libraries / "yaml"):
        folder.mkdir(parents=True)
    for file in ("__init__.py", "rules/roles.py", "locale.po", "__pycache__/x.pyc"):
        (package / file).write_text("x = 1\n")
    (root / "zones").mkdir()
    for place in sorted(root.rglob("*")):
        os.utime(place, (1_700_000_000, 1_700_000_000))
    monkeypatch.setattr(bcp, "__file__", str(package / "__init__.py"))
    monkeypatch.setattr(sys, "path", [str(libraries), *sys.path])
    monkeypatch.setenv("PYTHONTZPATH", str(root / "zones"))
    return root


@pytest.fixture
def judged(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of the folders that were really checked, in order."""
    names: list[str] = []
    really = judging.judge

    def judge(folder, *rest):
        names.append(folder.path.name)
        return really(folder, *rest)

    monkeypatch.setattr(judging, "judge", judge)
    return names


@pytest.fixture
def house(tmp_path: Path) -> Path:
    """A repository with a plan, ``plans/desk``, that has findings and uses a shared folder."""
    (tmp_path / ".git").mkdir()
    desk, shared = tmp_path / "plans" / "desk", tmp_path / "shared"
    (desk / "inner").mkdir(parents=True)
    shared.mkdir()
    (desk / "plan.yaml").write_text(
        "bcp: 1\nuses: [../../shared]\n"
        "plan: {id: desk, title: Desk, maturity: operating, timezone: Europe/Kyiv}\n"
    )
    (desk / "roles.yaml").write_text(
        "roles:\n  lead:\n    title: Ведучий зміни\n    critical: true\n    primary: a.b\n"
    )
    (desk / "inner" / "more.yaml").write_text("roles:\n  clerk: {title: Clerk, titel: C}\n")
    (shared / "people.yaml").write_text("people:\n  a.b: {name: A}\n")
    return tmp_path


def kept_files(cache: Path) -> list[Path]:
    """The files that hold answers."""
    return sorted(path for path in cache.rglob("*") if path.is_file() and path.name[0] != ".")


# ── the same answer ────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("plan", [NORTHLINE, LANTERN, BROKEN], ids=lambda path: path.name)
@pytest.mark.parametrize(
    "how",
    [
        Style(),
        Style(colour=True, width=100),
        Style(width=40),
        ("--format", "json"),
        ("--only", "age", "--fail-on", "info"),
        ("--rule", "ROL003", "--rule", "mnt001", "--fail-on", "never"),
    ],
    ids=["plain", "wide", "narrow", "json", "age", "rules"],
)
def test_what_is_told_again_is_what_was_told(plan, how, judged, monkeypatch):
    options = how if not isinstance(how, Style) else ()
    if isinstance(how, Style):
        monkeypatch.setattr(checking, "style", lambda *_: how)
    fresh = ask(plan, *DAY, *options, "--no-cache")
    first = ask(plan, *DAY, *options)
    assert len(judged) == 2
    again = ask(plan, *DAY, *options)
    assert len(judged) == 2
    assert fresh == first == again
    assert fresh.out


@pytest.mark.parametrize("options", [(), ("--format", "json")])
def test_many_plans_are_told_again_and_added_up(options, judged, tmp_path):
    for name, plan in (("a", LANTERN), ("b", BROKEN), ("c", NORTHLINE)):
        shutil.copytree(plan, tmp_path / name)
    fresh = ask(tmp_path, *DAY, *options, "--no-cache")
    assert ask(tmp_path, *DAY, *options) == fresh
    assert ask(tmp_path, *DAY, *options) == fresh
    assert judged == [*"abc", *"abc"]
    assert fresh.code == 1


def test_when_one_of_many_changed_it_alone_is_checked(judged, tmp_path):
    for name in "abc":
        shutil.copytree(LANTERN, tmp_path / name)
    ask(tmp_path, *DAY)
    judged.clear()
    with (tmp_path / "b" / "plan.yaml").open("a") as file:
        file.write("rolls: {}\n")
    answer = ask(tmp_path, *DAY)
    assert judged == ["b"]
    assert answer == ask(tmp_path, *DAY, "--no-cache")
    assert "3 plans: 1 error" in answer.out.decode()


def test_the_answer_for_programs_is_what_its_parts_say(tmp_path):
    shutil.copytree(LANTERN, tmp_path / "a")
    shutil.copytree(BROKEN, tmp_path / "b")
    (tmp_path / "b" / "x.yaml").write_text('roles:\n  x: {title: "a\\n\\u2028\\e\\"b"}\n')
    text = ask(tmp_path, *DAY, "--format", "json").out.decode()
    told = json.loads(text)
    assert text == json.dumps(told, ensure_ascii=False, indent=2) + "\n"
    for severity, number in told["summary"].items():
        found = [one for plan in told["plans"] for one in plan["diagnostics"]]
        assert number == sum(one["severity"] == severity for one in found)


def test_an_answer_that_is_kept_is_what_is_told(house, cache_folder):
    """Else none of these tests would show that anything is read from the cache."""
    plan = house / "plans" / "desk"
    ask(plan, *DAY)
    (kept,) = kept_files(cache_folder)
    forge(kept, lambda content: content.replace(b"ROL003", b"ROL999"))
    assert b"ROL999" in ask(plan, *DAY).out
    fresh = ask(plan, *DAY, "--no-cache").out
    assert b"ROL003" in fresh
    assert b"ROL999" not in fresh


def forge(kept: Path, change: Callable[[bytes], bytes]) -> None:
    """Change a file of the cache so that it fits its digest."""
    content = change(Cache(str(kept.parent.parent), kept.parent.name).read(kept.name) or b"")
    kept.write_bytes(Digest(content).value() + content)


# ── what changes an answer ─────────────────────────────────────────────────────────────────────


def put(file: str, text: str) -> Callable[[Path], None]:
    def change(house: Path) -> None:
        (house / file).write_text(text)

    return change


def swap(file: str, old: str, new: str) -> Callable[[Path], None]:
    def change(house: Path) -> None:
        text = (house / file).read_text()
        assert old in text
        (house / file).write_text(text.replace(old, new))

    return change


def move(old: str, new: str) -> Callable[[Path], None]:
    def change(house: Path) -> None:
        (house / old).rename(house / new)

    return change


def lead_to(link: str, target: str) -> Callable[[Path], None]:
    def change(house: Path) -> None:
        (house / link).symlink_to(house / target)

    return change


CHANGES: dict[str, Callable[[Path], object]] = {
    "a byte": swap("plans/desk/roles.yaml", "true", "treu"),
    "a comment that moves lines": swap("plans/desk/roles.yaml", "roles:", "# x\nroles:"),
    "a line end at the end": swap("plans/desk/roles.yaml", "a.b\n", "a.b"),
    "a file more": put("plans/desk/new.yaml", "roles: {x: {titel: X}}\n"),
    "an empty file more": put("plans/desk/new.yaml", ""),
    "a file renamed": move("plans/desk/roles.yaml", "plans/desk/rolls.yaml"),
    "a file moved into a folder": move("plans/desk/roles.yaml", "plans/desk/inner/roles.yaml"),
    "a file less": lambda house: (house / "plans/desk/roles.yaml").unlink(),
    "a file that is not read": put("plans/desk/new.yml", "roles: {}\n"),
    "a nested plan": put("plans/desk/inner/plan.yaml", "bcp: 1\n"),
    "the plan file renamed": move("plans/desk/plan.yaml", "plans/desk/Plan.yaml"),
    "a link to a file": lead_to("plans/desk/linked.yaml", "shared/people.yaml"),
    "a link that leads nowhere": lead_to("plans/desk/linked.yaml", "nowhere.yaml"),
    "a used file": swap("shared/people.yaml", "name", "nome"),
    "a used file more": put("shared/more.yaml", "roles: {y: {titel: Y}}\n"),
    "a used file renamed": move("shared/people.yaml", "shared/persons.yaml"),
    "a used file less": lambda house: (house / "shared/people.yaml").unlink(),
    "a used file that is not read": put("shared/more.yml", "roles: {}\n"),
    "a link that leads nowhere in a used folder": lead_to("shared/linked.yaml", "nowhere.yaml"),
    "the used folder gone": move("shared", "gone"),
    "the repository smaller": lambda house: (house / "plans/.git").mkdir(),
    "settings: fail-on": put("bcp.toml", 'fail-on = "never"\n'),
    "settings: only": put("bcp.toml", 'only = "age"\n'),
    "settings: exclude": put("bcp.toml", 'exclude = ["inner/*"]\n'),
    "settings: nearer ones": put("plans/bcp.toml", 'fail-on = "info"\nexclude = ["roles*"]\n'),
    "settings in pyproject.toml": put("pyproject.toml", '[tool.bcp]\nfail-on = "never"\n'),
    "settings that are wrong": put("bcp.toml", "fail_on = 1\n"),
}


SILENT = {"a line end at the end"}
"""Changes of which there is nothing to say."""


@pytest.mark.parametrize("options", [(), ("--format", "json")], ids=["text", "json"])
@pytest.mark.parametrize("change", CHANGES)
def test_whatever_changes_in_the_folders_is_told(change, options, house):
    plan = house / "plans" / "desk"
    before = ask(plan, *DAY, *options)
    CHANGES[change](house)
    after = ask(plan, *DAY, *options)
    assert after == ask(plan, *DAY, *options, "--no-cache")
    assert after == ask(plan, *DAY, *options)
    assert (after == before) is (change in SILENT)


@pytest.mark.parametrize(
    "options",
    [
        ("--as-of", "2026-11-17"),
        (*DAY, "--only", "structure"),
        (*DAY, "--only", "age"),
        (*DAY, "--fail-on", "never"),
        (*DAY, "--rule", "ROL003"),
        (*DAY, "--rule", "REF001"),
        (*DAY, "--format", "json"),
    ],
    ids=" ".join,
)
def test_another_question_is_another_answer(options, house, judged):
    plan = house / "plans" / "desk"
    ask(plan, *DAY)
    answer = ask(plan, *options)
    assert judged == ["desk", "desk"]
    assert answer == ask(plan, *options, "--no-cache")
    assert ask(plan, *DAY) == ask(plan, *DAY, "--no-cache")
    assert len(judged) == 4


@pytest.mark.parametrize("how", [Style(width=40), Style(width=60), Style(True, 60), Style(True)])
def test_another_terminal_is_another_answer(how, house, judged, monkeypatch):
    plan = house / "plans" / "desk"
    plain = ask(plan, *DAY)
    monkeypatch.setattr(checking, "style", lambda *_: how)
    answer = ask(plan, *DAY)
    assert judged == ["desk", "desk"]
    assert answer != plain
    assert answer == ask(plan, *DAY, "--no-cache")


@pytest.mark.parametrize("options", [(), ("--format", "json")], ids=["text", "json"])
def test_another_language_is_another_answer(options, house, judged):
    plan = house / "plans" / "desk"
    english = ask(plan, *DAY, *options)
    other = ask(plan, *DAY, *options, "--lang", "uk")
    assert judged == ["desk", "desk"]
    assert other != english
    assert other == ask(plan, *DAY, *options, "--lang", "uk")
    assert judged == ["desk", "desk"]
    assert other == ask(plan, *DAY, *options, "--lang", "uk", "--no-cache")


def test_names_and_contents_do_not_run_into_one_another():
    assert digest_of_files({"a": b"bc"}) != digest_of_files({"ab": b"c"})
    assert digest_of_files({"a": b"", "b": b"c"}) != digest_of_files({"a": b"b", "c": b""})


def test_a_terminal_does_not_matter_to_programs(house, judged, monkeypatch):
    plan = house / "plans" / "desk"
    ask(plan, *DAY, "--format", "json")
    monkeypatch.setattr(checking, "style", lambda *_: Style(True, 40))
    ask(plan, *DAY, "--format", "json")
    assert judged == ["desk"]


def test_a_folder_named_otherwise_has_files_named_otherwise(house, judged, monkeypatch):
    ask(house / "plans" / "desk", *DAY)
    for here, name, prefix in (
        (house, "plans/desk", b"plans/desk/roles.yaml\n"),
        (house / "plans", "../plans/desk", b"../plans/desk/roles.yaml\n"),
        (house / "plans" / "desk", ".", b"roles.yaml\n"),
        (house / "plans" / "desk" / "inner", "", b"../roles.yaml\n"),
    ):
        monkeypatch.chdir(here)
        arguments = [name] if name else []
        answer = ask(*arguments, *DAY)
        assert b"\n" + prefix in b"\n" + answer.out
        assert answer == ask(*arguments, *DAY, "--no-cache")
    assert len(judged) == 9


def test_tomorrow_is_another_day(house, judged, monkeypatch):
    plan = house / "plans" / "desk"
    for day in ("2026-11-16", "2026-11-17", "2026-11-16"):
        monkeypatch.setattr(asked, "today", lambda day=day: day)
        assert ask(plan) == ask(plan, "--as-of", day, "--no-cache")
    assert len(judged) == 2 + 3


def test_what_is_as_it_was_before_is_still_known(house, judged):
    """Such as after a change of branches, and back."""
    plan = house / "plans" / "desk"
    first = ask(plan, *DAY)
    for number, file in enumerate((plan / "roles.yaml", house / "shared" / "people.yaml"), 2):
        text = file.read_text()
        file.write_text("roles: {}\n")
        assert ask(plan, *DAY) != first
        file.write_text(text)
        assert ask(plan, *DAY) == first
        assert len(judged) == number


FILES = ("plan.yaml", "a.yaml", "b.yaml", "in/a.yaml", "../shared/s.yaml", "bcp.toml")
TEXTS = (
    "bcp: 1\nplan: {id: p, title: P}\n",
    "bcp: 1\nuses: [../shared]\nplan: {id: p, title: P, sector: contact-centre}\n",
    "roles:\n  lead: {title: L, critical: true, primary: x.y}\n",
    "people:\n  x.y: {name: X}\n",
    'exclude = ["in/*"]\n',
    "",
)
OPTIONS = (
    (),
    ("--format", "json"),
    ("--only", "structure"),
    ("--fail-on", "info"),
    ("--rule", "REF001"),
    ("--rule", "NONE1"),
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.lists(
        st.tuples(
            st.sampled_from(FILES),
            st.sampled_from([*TEXTS, None]),
            st.sampled_from(OPTIONS),
        ),
        min_size=1,
        max_size=8,
    )
)
def test_through_any_changes_the_answer_is_the_fresh_one(tmp_path_factory, changes):
    home = tmp_path_factory.mktemp("changes")
    (home / ".git").mkdir()
    (home / "plan").mkdir()
    (home / "plan" / "plan.yaml").write_text(TEXTS[0])
    for file, text, options in changes:
        path = home / "plan" / file
        if text is None:
            path.unlink(missing_ok=True)
        else:
            path.parent.mkdir(exist_ok=True)
            path.write_text(text)
        fresh = ask(home / "plan", *DAY, *options, "--no-cache")
        assert ask(home / "plan", *DAY, *options) == fresh
        assert ask(home / "plan", *DAY, *options) == fresh


# ── what must not be kept ──────────────────────────────────────────────────────────────────────


def make_fifo(house: Path) -> None:
    os.mkfifo(house / "plans/desk/pipe.yaml")


@pytest.mark.parametrize(
    "spoil",
    [
        lead_to("plans/desk/linked.yaml", "nowhere.yaml"),
        make_fifo,
        put("plans/desk/old.yml", "roles: {}\n"),
        lead_to("shared/linked.yaml", "nowhere.yaml"),
        move("shared", "gone"),
        swap("plans/desk/plan.yaml", "../../shared", "../../../out"),
    ],
    ids=["link", "pipe", "yml", "link in a used folder", "used folder gone", "outside"],
)
def test_what_was_not_read_whole_is_not_kept(spoil, house, judged, cache_folder):
    spoil(house)
    plan = house / "plans" / "desk"
    assert ask(plan, *DAY) == ask(plan, *DAY)
    assert len(judged) == 2
    assert kept_files(cache_folder) == []


def test_a_check_in_which_a_rule_failed_is_not_kept(house, judged, monkeypatch, cache_folder):
    from bcp.rules.catalogue import catalogue
    from bcp.rules.roles import people

    def broken(_: object) -> Iterator[object]:
        raise ZeroDivisionError("a slip")

    crashing = type(people.alternate_is_someone_else)(
        "ROL003", people.alternate_is_someone_else.severity, "X.", broken
    )
    plan = house / "plans" / "desk"
    with monkeypatch.context() as patched:
        patched.setitem(people.__dict__, "alternate_is_someone_else", crashing)
        catalogue.cache_clear()
        assert [ask(plan, *DAY).code for _ in range(2)] == [3, 3]
    catalogue.cache_clear()
    assert len(judged) == 2
    assert kept_files(cache_folder) == []
    assert b"ROL003  the critical role" in ask(plan, *DAY).out


def test_without_the_cache_nothing_is_written(house, cache_folder):
    ask(house / "plans" / "desk", *DAY, "--no-cache")
    assert not cache_folder.exists()


def test_where_contacts_are_held_elsewhere_nothing_is_kept(
    house, judged, monkeypatch, cache_folder
):
    contacts = house / "contacts"
    contacts.mkdir()
    monkeypatch.setenv("BCP_CONTACTS", str(contacts))
    ask(house / "plans" / "desk", *DAY)
    assert judged == ["desk"]
    assert not cache_folder.exists()


# ── the program ────────────────────────────────────────────────────────────────────────────────


PROGRAMS: dict[str, Callable[[Path], object]] = {
    "a file edited": lambda root: (root / "bcp/rules/roles.py").write_text("x = 2\n"),
    "a file touched": lambda root: os.utime(root / "bcp/rules/roles.py", ns=(1, 1)),
    "a file of the same age but longer": lambda root: (
        (root / "bcp/locale.po").write_text("y"),
        os.utime(root / "bcp/locale.po", (1_700_000_000, 1_700_000_000)),
    ),
    "a file more": lambda root: (root / "bcp/rules/more.py").write_text(""),
    "a file renamed": lambda root: (root / "bcp/rules/roles.py").rename(root / "bcp/rules/r.py"),
    "a file less": lambda root: (root / "bcp/locale.po").unlink(),
    "a library more": lambda root: (root / "site-packages/tzdata").mkdir(),
    "a library upgraded": lambda root: (root / "site-packages/PyYAML-7.dist-info").mkdir(),
    "a library less": lambda root: (root / "site-packages/yaml").rmdir(),
    "other zones": lambda root: (root / "zones/Lviv").write_text(""),
}


@pytest.mark.parametrize("change", PROGRAMS)
def test_another_program_gives_its_own_answers(change, house, judged, program):
    plan = house / "plans" / "desk"
    ask(plan, *DAY)
    ask(plan, *DAY)
    assert judged == ["desk"]
    PROGRAMS[change](program)
    ask(plan, *DAY)
    assert judged == ["desk", "desk"]


def test_another_python_gives_its_own_answers(house, judged, monkeypatch):
    plan = house / "plans" / "desk"
    ask(plan, *DAY)
    monkeypatch.setattr(sys, "version", "3.99")
    ask(plan, *DAY)
    assert judged == ["desk", "desk"]


def test_bytecode_is_no_other_program(house, judged, program):
    plan = house / "plans" / "desk"
    ask(plan, *DAY)
    (program / "bcp/__pycache__/y.pyc").write_text("")
    ask(plan, *DAY)
    assert judged == ["desk"]


def test_a_program_whose_files_cannot_be_seen_keeps_nothing(house, judged, monkeypatch):
    monkeypatch.setattr(bcp, "__file__", "/nowhere/bcp.zip/bcp/__init__.py")
    plan = house / "plans" / "desk"
    assert ask(plan, *DAY) == ask(plan, *DAY)
    assert judged == ["desk", "desk"]


def process(*arguments: object, **environment: str) -> subprocess.CompletedProcess[bytes]:
    kept = {name: os.environ[name] for name in ("PATH", "BCP_CACHE") if name in os.environ}
    return subprocess.run(
        [sys.executable, *map(str, arguments)],
        capture_output=True,
        cwd=REPOSITORY,
        env={**kept, **environment},
        check=False,
    )


def test_an_output_of_few_letters_gets_the_same(house):
    call = ("-m", "bcp", "check", house / "plans" / "desk", *DAY)
    first, again, fresh = (
        process(*call, *more, PYTHONIOENCODING="ascii") for more in ((), (), ("--no-cache",))
    )
    assert first.stdout == again.stdout == fresh.stdout
    assert (first.returncode, again.returncode, fresh.returncode) == (1, 1, 1)


MODULES = (
    "import atexit, sys\n"
    "from bcp.__main__ import main\n"
    "sys.argv = ['bcp', 'check', *sys.argv[1:]]\n"
    "atexit.register(lambda: print('MODULES', *sys.modules))\n"
    "main()\n"
)


def modules(plan: Path, *options: str) -> set[str]:
    """What a check imports."""
    answer = process("-c", MODULES, plan, *DAY, *options)
    return set(answer.stdout.decode().rpartition("MODULES")[2].split())


def test_to_tell_again_neither_reads_yaml_nor_knows_a_rule():
    first, again = modules(BROKEN), modules(BROKEN)
    heavy = {"yaml", "pydantic_core", "bcp.loader", "bcp.engine", "bcp.model", "bcp.rules"}
    assert heavy <= first
    assert heavy & again == set()
    # What starting takes most of the time with.
    assert {"click", "hashlib", "json", "datetime", "shutil"} & again == set()
    assert "click" not in first


def test_every_library_that_takes_part_is_known():
    from importlib.machinery import PathFinder

    found = {one.partition(".")[0] for one in modules(NORTHLINE) | modules(BROKEN, "--lang", "uk")}
    bare = set(process("-c", "import sys; print(*sys.modules)").stdout.decode().split())
    foreign = {
        one
        for one in found - bare
        if (spec := PathFinder.find_spec(one)) is not None and "site-packages" in str(spec.origin)
    }
    assert {"yaml", "pydantic_core"} <= foreign
    assert foreign <= set(answers.LIBRARIES)


# ── a cache that is damaged, closed, or somebody else's ────────────────────────────────────────


def rewrite(change: Callable[[bytes], bytes]) -> Callable[[Path], None]:
    return lambda kept: kept.write_bytes(change(kept.read_bytes())) and None


def reseal(change: Callable[[bytes], bytes]) -> Callable[[Path], None]:
    return lambda kept: forge(kept, change)


def make_link(kept: Path) -> None:
    kept.rename(kept.with_suffix(".real"))
    kept.symlink_to(kept.with_suffix(".real"))


def make_folder(kept: Path) -> None:
    kept.unlink()
    kept.mkdir()


def make_pipe(kept: Path) -> None:
    kept.unlink()
    os.mkfifo(kept)


SPOILT: dict[str, Callable[[Path], object]] = {
    "cut off": rewrite(lambda content: content[:-1]),
    "empty": rewrite(lambda content: b""),
    "short": rewrite(lambda content: content[:10]),
    "a bit flipped": rewrite(lambda old: old[:60] + bytes([old[60] ^ 1]) + old[61:]),
    "noise": rewrite(lambda content: bytes(range(256)) * 20),
    "another layout": reseal(lambda content: b"answers = 2\n" + content),
    "too few parts": reseal(lambda content: content[: content.index(b":") + 25]),
    "wrong numbers": reseal(lambda content: content.replace(b" 0 ", b" x ", 1)),
    "others may write to it": lambda kept: kept.chmod(0o666),
    "a link": make_link,
    "a folder": make_folder,
    "a pipe": make_pipe,
}


@pytest.mark.parametrize("how", SPOILT)
def test_what_cannot_be_relied_on_is_passed_over(how, house, judged, cache_folder):
    plan = house / "plans" / "desk"
    fresh = ask(plan, *DAY)
    (kept,) = kept_files(cache_folder)
    forge(kept, lambda content: content.replace(b"ROL003", b"ROL999"))
    SPOILT[how](kept)
    assert ask(plan, *DAY) == fresh
    assert judged == ["desk", "desk"]
    assert ask(plan, *DAY) == fresh


def test_the_cache_of_somebody_else_is_neither_read_nor_written(
    house, judged, cache_folder, monkeypatch
):
    plan = house / "plans" / "desk"
    fresh = ask(plan, *DAY)
    (kept,) = kept_files(cache_folder)
    content = kept.read_bytes()
    somebody = os.geteuid() + 1
    monkeypatch.setattr(os, "geteuid", lambda: somebody)
    assert ask(plan, *DAY, "--rule", "ROL003").code == 1
    assert ask(plan, *DAY) == fresh
    assert len(judged) == 3
    assert kept.read_bytes() == content


def test_a_cache_that_others_may_write_to_is_not_used(house, judged, cache_folder):
    plan = house / "plans" / "desk"
    ask(plan, *DAY)
    kept_files(cache_folder)[0].parent.chmod(0o777)
    ask(plan, *DAY)
    assert judged == ["desk", "desk"]


@pytest.mark.parametrize("where", ["a file", "in a file", "/proc/self/nowhere", "x" * 5000])
def test_a_cache_that_cannot_be_made_changes_nothing(where, house, tmp_path, monkeypatch):
    (tmp_path / "file").write_text("mine")
    places = {"a file": str(tmp_path / "file"), "in a file": str(tmp_path / "file" / "cache")}
    plan = house / "plans" / "desk"
    fresh = ask(plan, *DAY, "--no-cache")
    monkeypatch.setenv("BCP_CACHE", places.get(where, where))
    assert ask(plan, *DAY) == fresh
    assert ask(plan, *DAY) == fresh
    assert (tmp_path / "file").read_text() == "mine"


@pytest.mark.parametrize("call", ["replace", "open", "mkdir"])
def test_a_disk_that_refuses_changes_nothing(call, house, cache_folder, monkeypatch):
    plan = house / "plans" / "desk"
    fresh = ask(plan, *DAY, "--no-cache")
    really = getattr(os, call)

    def refusing(path, *rest, **more):
        if call in ("replace", "mkdir") or str(path).endswith(".tmp"):
            raise OSError(errno.ENOSPC, "No space left on device", str(path))
        return really(path, *rest, **more)

    monkeypatch.setattr(os, call, refusing)
    assert ask(plan, *DAY) == fresh
    assert ask(plan, *DAY) == fresh
    assert [path for path in cache_folder.rglob("*") if path.is_file()] == []


def test_without_a_home_nothing_is_kept_and_the_answer_is_the_same(house, monkeypatch):
    monkeypatch.delenv("BCP_CACHE")
    plan = house / "plans" / "desk"
    homeless = process("-m", "bcp", "check", plan, *DAY)
    fresh = ask(plan, *DAY, "--no-cache")
    assert (homeless.returncode, homeless.stdout, homeless.stderr) == fresh


def test_the_cache_lies_where_a_user_keeps_such_things(tmp_path):
    home = {"HOME": str(tmp_path)}
    assert cache_folder({**home, "BCP_CACHE": "/a"}, "linux") == "/a"
    assert cache_folder({**home, "XDG_CACHE_HOME": "/b"}, "linux") == "/b/bcp"
    assert cache_folder({**home, "XDG_CACHE_HOME": "b"}, "linux") == f"{tmp_path}/.cache/bcp"
    assert cache_folder({**home, "BCP_CACHE": ""}, "linux") == f"{tmp_path}/.cache/bcp"
    assert cache_folder(home, "darwin") == f"{tmp_path}/Library/Caches/bcp"
    assert cache_folder({"LOCALAPPDATA": "C"}, "win32") == str(Path("C", "bcp", "Cache"))
    for nowhere in ({}, {"HOME": ""}, {"HOME": "a/b"}, {"HOME": "/nowhere"}):
        assert cache_folder(nowhere, "linux") is None
    assert cache_folder({}, "win32") is None


def test_the_home_of_somebody_else_is_left_alone(tmp_path, monkeypatch):
    somebody = os.geteuid() + 1
    monkeypatch.setattr(os, "geteuid", lambda: somebody)
    assert cache_folder({"HOME": str(tmp_path)}, "linux") is None


def test_what_is_kept_is_for_the_user_alone(house, cache_folder):
    before = os.umask(0)
    try:
        ask(house / "plans" / "desk", *DAY)
    finally:
        os.umask(before)
    (kept,) = kept_files(cache_folder)
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    assert stat.S_IMODE(kept.parent.stat().st_mode) == 0o700
    assert stat.S_IMODE(cache_folder.stat().st_mode) == 0o700


# ── how much is kept ───────────────────────────────────────────────────────────────────────────


def test_a_plan_has_one_file_with_its_last_answers(house, judged, cache_folder):
    plan = house / "plans" / "desk"
    days = [f"2026-11-{day:02}" for day in range(1, 21)]
    for day in days:
        ask(plan, "--as-of", day)
    (kept,) = kept_files(cache_folder)
    one = len(ask(plan, "--as-of", days[-1]).out)
    assert kept.stat().st_size < 9 * one
    judged.clear()
    ask(plan, "--as-of", days[-8])
    assert judged == []
    ask(plan, "--as-of", days[-9])
    assert judged == ["desk"]


def test_an_answer_of_millions_of_letters_is_not_kept(house, monkeypatch, cache_folder):
    monkeypatch.setattr(answers, "_MOST_BYTES", 100)
    ask(house / "plans" / "desk", *DAY)
    assert kept_files(cache_folder) == []


def aged(path: Path, days: float) -> None:
    when = time.time() - days * 24 * 60 * 60
    os.utime(path, (when, when))


def test_what_nobody_asks_for_is_swept_now_and_then(house, cache_folder):
    plan = house / "plans" / "desk"
    ask(plan, *DAY)
    (kept,) = kept_files(cache_folder)
    old, young, cut = (kept.with_name(name) for name in ("old", "young", ".x.tmp"))
    for path, days in ((old, 31), (young, 29), (cut, 2)):
        path.write_text("")
        aged(path, days)
    ask(plan, "--as-of", "2026-11-17")
    assert old.exists()  # swept less than a week ago
    aged(kept.with_name(".swept"), 8)
    ask(plan, *DAY)
    assert old.exists()  # told again: nothing is written, and nothing swept
    ask(plan, "--as-of", "2026-11-18")
    assert [path.exists() for path in (old, young, cut, kept)] == [False, True, False, True]


def test_what_is_asked_for_stays(house, cache_folder):
    plan = house / "plans" / "desk"
    ask(plan, *DAY)
    (kept,) = kept_files(cache_folder)
    aged(kept, 29)
    ask(plan, *DAY)
    assert time.time() - kept.stat().st_mtime < 60


def test_calls_at_the_same_time_do_not_disturb_each_other(house, tmp_path):
    plan = house / "plans" / "desk"
    fresh = ask(plan, *DAY, "--no-cache")
    running = [
        subprocess.Popen(
            [sys.executable, "-m", "bcp", "check", str(plan), *DAY],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            cwd=REPOSITORY,
        )
        for _ in range(4)
    ]
    for one in running:
        out, err = one.communicate()
        assert Told(one.returncode, out, err) == fresh
    assert ask(plan, *DAY) == fresh


# ── the command line without click ─────────────────────────────────────────────────────────────


def by_click(arguments: list[str], monkeypatch: pytest.MonkeyPatch) -> Asked | None:
    """What click understands; None where it explains instead."""
    heard: list[Asked] = []
    with monkeypatch.context() as patched:
        patched.setattr("bcp.cli.check.check_plans", heard.append)
        try:
            check_command.check.main(list(arguments), standalone_mode=False)
        except click.ClickException:
            return None
    return heard[0] if heard else None


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["plans"],
        ["plans", "more", "--as-of", "2028-02-29"],
        ["--format=json", "--only", "age", ".", "--fail-on=never"],
        ["--rule", "rol003", "x", "--rule=REF001", "--rule", "ROL003", "--no-cache"],
        ["--format", "json", "--format", "text"],
    ],
    ids=" ".join,
)
def test_a_plain_call_is_understood_without_click(arguments, monkeypatch):
    assert understood(arguments) == by_click(arguments, monkeypatch) is not None


@pytest.mark.parametrize(
    "arguments",
    [
        ["-h"],
        ["--help"],
        ["--"],
        ["-"],
        [""],
        ["--as-of"],
        ["--as-of", ""],
        ["--as-of="],
        ["--as-of", "2026-02-29"],
        ["--as-of", "2026-13-01"],
        ["--as-of", "0000-01-01"],
        ["--as-of", "٢٠٢٦-01-01"],
        ["--as-of", "2026-1-01"],
        ["--rule", "--no-cache"],
        ["--no-cache=1"],
        ["--fail", "never"],
        ["--fail-on", "NEVER"],
        ["--frobnicate", "x"],
    ],
    ids=" ".join,
)
def test_whatever_else_is_left_to_click(arguments):
    assert understood(arguments) is None


WORDS = st.sampled_from(
    [
        *("plans", "a b", "-", "--", "-h", "", "x=y", "--format", "--format=json", "json", "text"),
        *("--as-of", "2026-11-16", "--as-of=2024-02-29", "2023-02-29", "1900-02-29", "2000-02-29"),
        *("--fail-on", "never", "--fail-on=", "--rule", "rol003", "--rule=X", "--no-cache"),
        *("--no-cache=", "--only", "age", "--only=structure", "--on", "--rule=--only", "-x"),
    ]
)


@settings(
    max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.lists(WORDS, max_size=7))
def test_what_is_understood_is_what_click_understands(monkeypatch, arguments):
    plainly = understood(arguments)
    if plainly is not None:
        assert plainly == by_click(arguments, monkeypatch)
