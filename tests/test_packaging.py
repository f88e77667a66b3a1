"""What is handed to people: the locks, the fonts, the set-up, and the wheel with all it needs."""

from __future__ import annotations

import os
import re
import runpy
import shutil
import subprocess
import sys
import sysconfig
import tomllib
import venv
import zipfile
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont
from packaging.requirements import Requirement
from packaging.version import Version

ROOT = Path(__file__).resolve().parent.parent
FONTS = ROOT / "templates" / "fonts"
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())

# ---- locks ------------------------------------------------------------------------------------


def locked(name: str) -> dict[tuple[str, str], tuple[Requirement, int]]:
    """The lines of a lock: (name, marker) → the requirement and how many hashes it has."""
    text = (ROOT / "requirements" / f"{name}.txt").read_text().replace("\\\n", " ")
    found = {}
    for line in text.splitlines():
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        wanted, *hashes = line.split("--hash=sha256:")
        requirement = Requirement(wanted)
        found[requirement.name, str(requirement.marker)] = (requirement, len(hashes))
    return found


def version(requirement: Requirement) -> Version:
    (pin,) = requirement.specifier
    assert pin.operator == "==", requirement
    return Version(pin.version)


def canonical(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


@pytest.mark.parametrize("lock", ["run", "test"])
def test_a_lock_holds_no_address(lock: str) -> None:
    text = (ROOT / "requirements" / f"{lock}.txt").read_text()
    assert "http" not in text
    assert "index" not in text.replace("\n", " ").split("--hash", 1)[0]


@pytest.mark.parametrize("lock", ["run", "test"])
def test_every_locked_package_is_pinned_and_hashed(lock: str) -> None:
    lines = locked(lock)
    assert len(lines) > 20
    for requirement, hashes in lines.values():
        assert version(requirement)
        assert hashes, f"{requirement} has no hash"


def test_what_is_tested_is_what_is_run() -> None:
    test = locked("test")
    for key, (requirement, _) in locked("run").items():
        assert version(test[key][0]) == version(requirement)


def test_the_locks_answer_to_the_project() -> None:
    project = PROJECT["project"]
    build = PROJECT["build-system"]["requires"]
    wanted = {
        "run": [*project["dependencies"], *build],
        "test": [*project["dependencies"], *build, *project["optional-dependencies"]["test"]],
    }
    for lock, requirements in wanted.items():
        pins: dict[str, list[Version]] = {}
        for requirement, _ in locked(lock).values():
            pins.setdefault(canonical(requirement.name), []).append(version(requirement))
        for text in requirements:
            requirement = Requirement(text)
            found = pins.get(canonical(requirement.name))
            assert found, f"{text} is not in requirements/{lock}.txt: run make lock"
            assert all(pin in requirement.specifier for pin in found), text


# ---- names ------------------------------------------------------------------------------------


def committed_texts() -> list[Path]:
    if not (ROOT / ".git").exists():
        pytest.skip("not a git checkout")
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    ).stdout
    paths = [ROOT / name for name in listed.split("\0") if name]
    return [path for path in paths if path.is_file() and path.suffix not in (".ttf", ".pdf")]


STRANGER = re.compile(
    r"""(?:\b(?:pip|pipx|uv|tool)\s+install\s+(?:-\S+\s+)*|\b(?:pipx\s+run|uvx)\s+)"""
    r"""["'`]?bcp(?![-\w])"""
)


@pytest.mark.parametrize(
    ("line", "wrong"),
    [
        ("pip install " + "bcp", True),
        ("pipx install --force " + "bcp", True),
        ("uv tool install '" + "bcp[lsp]'", True),
        ("uvx " + "bcp check", True),
        ("pip install bcp-as-code", False),
        ("uvx --from bcp-as-code bcp check", False),
        ("pipx install .", False),
    ],
)
def test_the_stranger_on_the_public_index_is_recognised(line: str, wrong: bool) -> None:
    assert bool(STRANGER.search(line)) is wrong


def test_nothing_sends_people_to_the_stranger_of_the_same_name() -> None:
    """The distribution is ``bcp-as-code``; ``bcp`` on the public index is another's program."""
    wrong = [
        f"{path.relative_to(ROOT)}: {match.group()}"
        for path in committed_texts()
        for match in STRANGER.finditer(path.read_text(errors="replace"))
    ]
    assert wrong == []


# ---- fonts ------------------------------------------------------------------------------------


def characters(font: Path) -> set[str]:
    return set(map(chr, TTFont(font).getBestCmap()))


ALL_FONTS = sorted(FONTS.glob("*.ttf"))


def test_every_face_is_there() -> None:
    assert [path.name for path in ALL_FONTS] == [
        "BcpSymbols-Bold.ttf",
        "BcpSymbols-Regular.ttf",
        "NotoSans-Bold.ttf",
        "NotoSans-BoldItalic.ttf",
        "NotoSans-Italic.ttf",
        "NotoSans-Regular.ttf",
        "NotoSansMono-Regular.ttf",
    ]


@pytest.mark.parametrize("font", ALL_FONTS, ids=lambda path: path.stem)
def test_every_font_has_the_spaces_and_may_be_embedded(font: Path) -> None:
    """Without its own space, a font prints the missing glyph, and PDF/A and PDF/UA fail."""
    assert {" ", "\u00a0", "\u2011"} <= characters(font)
    assert TTFont(font)["OS/2"].fsType == 0


@pytest.mark.parametrize(
    "font", [path for path in ALL_FONTS if path.name.startswith("Noto")], ids=lambda path: path.stem
)
def test_a_text_font_writes_english_and_ukrainian(font: Path) -> None:
    ukrainian = "абвгґдеєжзиіїйклмнопрстуфхцчшщьюя"
    wanted = ukrainian + ukrainian.upper() + "ʼ’«»„“”–—…•№€₴£$§°×½"
    assert set(wanted) <= characters(font)


@pytest.mark.parametrize(
    "font", [path for path in ALL_FONTS if path.name.startswith("Bcp")], ids=lambda path: path.stem
)
def test_the_symbols_have_what_a_card_shows(font: Path) -> None:
    assert set("→←↑↓☐☑☒✓✗⚠●○■□▶☎✉①≤≥≈−") <= characters(font)


def test_the_licences_of_the_fonts_ship_with_them() -> None:
    ofl, dejavu = (
        (FONTS / name).read_text(encoding="utf-8") for name in ("OFL.txt", "DEJAVU-LICENSE.txt")
    )
    assert "SIL OPEN FONT LICENSE" in ofl
    assert "Google LLC" in ofl
    assert "Bitstream" in dejavu
    assert "Arev" in dejavu


@pytest.mark.slow
def test_the_fonts_can_be_made_again_byte_for_byte(tmp_path: Path) -> None:
    script = runpy.run_path(str(ROOT / "scripts" / "make_fonts.py"))
    try:
        script["make"](tmp_path)
    except script["SourceError"] as error:
        pytest.skip(str(error))
    made = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    assert len(made) == len(ALL_FONTS) + 1
    for name, data in made.items():
        assert data == (FONTS / name).read_bytes(), f"{name} differs: run make fonts"


def test_another_release_of_a_font_is_refused(tmp_path: Path) -> None:
    script = runpy.run_path(str(ROOT / "scripts" / "make_fonts.py"))
    for face in script["FACES"]:
        target = tmp_path / face.source
        target.parent.mkdir(exist_ok=True)
        target.write_bytes(b"another font")
    with pytest.raises(script["SourceError"], match="another release"):
        script["make"](tmp_path / "out", tmp_path)
    assert not (tmp_path / "out").exists()


# ---- set-up -----------------------------------------------------------------------------------


def shim(folder: Path, name: str, body: str) -> None:
    path = folder / name
    path.write_text(f"#!/bin/sh\n{body}\n")
    path.chmod(0o755)


@pytest.fixture
def bare(tmp_path: Path) -> Path:
    """A copy of the checkout's set-up on a machine whose python3 lacks venv and Pango."""
    shutil.copytree(ROOT / "scripts", tmp_path / "scripts")
    shutil.copytree(ROOT / "requirements", tmp_path / "requirements")
    shims = tmp_path / "bin"
    shims.mkdir()
    shim(
        shims,
        "python3",
        'case "$2" in *ensurepip*) exit 1 ;; '
        "*) echo libpangoft2-1.0-0; echo libharfbuzz-subset0 ;; esac",
    )
    shim(shims, "uname", "echo Linux")
    shim(shims, "id", "echo 1000")
    for forbidden in ("apt-get", "sudo", "su", "doas", "pkexec"):
        shim(shims, forbidden, f'echo {forbidden} "$@" >>"{tmp_path}/called"')
    return tmp_path


def set_up(checkout: Path, what: str) -> subprocess.CompletedProcess[str]:
    environment = {"PATH": f"{checkout / 'bin'}:{os.environ['PATH']}", "HOME": str(checkout)}
    return subprocess.run(
        ["sh", "scripts/setup", what],
        cwd=checkout,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )


def test_an_ordinary_user_is_told_one_line_and_nothing_is_touched(bare: Path) -> None:
    result = set_up(bare, "run")
    assert result.returncode == 2
    assert result.stderr.splitlines()[-1] == (
        "apt-get install --no-install-recommends python3-venv libpangoft2-1.0-0 libharfbuzz-subset0"
    )
    assert not (bare / ".venv").exists()
    assert not (bare / "called").exists(), "the set-up tried to become root or to install"


def test_root_installs_what_is_missing_and_nothing_else(bare: Path) -> None:
    shim(bare / "bin", "id", "echo 0")
    set_up(bare, "run")
    assert (bare / "called").read_text().splitlines() == [
        "apt-get update",
        "apt-get install --no-install-recommends "
        "python3-venv libpangoft2-1.0-0 libharfbuzz-subset0 -y",
    ]


def test_the_set_up_asks_for_run_or_test(bare: Path) -> None:
    result = set_up(bare, "")
    assert result.returncode == 2
    assert "usage: sh scripts/setup run|test" in result.stderr


def test_ci_runs_exactly_make_test() -> None:
    lines = (ROOT / ".ci" / "run").read_text().splitlines()
    assert os.access(ROOT / ".ci" / "run", os.X_OK)
    commands = [line for line in lines if line and not line.startswith("#")]
    assert commands == ['cd "$(dirname "$0")/.." && exec make test']


def test_make_alone_lists_every_target() -> None:
    makefile = (ROOT / "Makefile").read_text()
    phony = re.search(r"^\.PHONY: (.*)$", makefile, re.MULTILINE)
    assert phony
    # -s: no chatter of a make that runs this suite; MAKEFLAGS would pass its own options down.
    environment = {key: value for key, value in os.environ.items() if key != "MAKEFLAGS"}
    result = subprocess.run(
        ["make", "-s"], cwd=ROOT, env=environment, capture_output=True, text=True, check=True
    )
    listed = [line.split()[1] for line in result.stdout.splitlines() if "  make " in line]
    assert sorted(listed) == sorted(phony.group(1).split())


# ---- wheel ------------------------------------------------------------------------------------


def build(source: Path, target: str, into: Path) -> Path:
    """Build with the locked backend, without a network."""
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", target, "-d", str(into)],
        cwd=source,
        check=True,
        capture_output=True,
    )
    (made,) = into.iterdir()
    return made


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build(ROOT, "wheel", tmp_path_factory.mktemp("wheel"))


def shipped(folder: str) -> set[str]:
    """The files below a folder of the checkout that people need."""
    return {
        str(path.relative_to(ROOT))
        for path in (ROOT / folder).rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }


def test_the_wheel_holds_the_program_and_its_data(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    assert wheel.name.startswith("bcp_as_code-")
    templates = {f"bcp/{name}" for name in shipped("templates")}
    assert len(templates) >= 10
    assert templates <= names
    assert {name for name in names if name.startswith("bcp/")} == shipped("bcp") | templates
    licences = {Path(name).name for name in names if "/licenses/" in name}
    assert licences == {"LICENSE", "OFL.txt", "DEJAVU-LICENSE.txt"}


def test_the_wheel_out_of_the_source_archive_is_the_same(wheel: Path, tmp_path: Path) -> None:
    archive = build(ROOT, "sdist", tmp_path / "sdist")
    shutil.unpack_archive(archive, tmp_path / "unpacked")
    (source,) = (tmp_path / "unpacked").iterdir()
    again = build(source, "wheel", tmp_path / "again")
    assert again.name == wheel.name
    assert again.read_bytes() == wheel.read_bytes()


def test_the_installed_wheel_runs_away_from_the_checkout(wheel: Path, tmp_path: Path) -> None:
    """The temporary environment borrows the libraries of this one, by path: no network."""
    place = tmp_path / "installed"
    venv.create(place, symlinks=True)
    python = place / "bin" / "python"
    offline = ["--disable-pip-version-check", "--quiet", "--no-deps", "--no-index", "--no-compile"]
    subprocess.run(
        [sys.executable, "-m", "pip", "--python", str(python), "install", *offline, str(wheel)],
        check=True,
    )
    (packages,) = (place / "lib").glob("python*/site-packages")
    (packages / "borrowed.pth").write_text(sysconfig.get_path("purelib") + "\n")
    environment = {"PATH": os.environ["PATH"], "HOME": str(tmp_path), "LANG": "C.UTF-8"}

    def run(*command: str) -> str:
        done = subprocess.run(
            command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stderr
        return done.stdout.strip()

    where = "import bcp, importlib.resources as r; print(r.files('bcp') / 'templates' / 'fonts')"
    fonts = Path(run(str(python), "-c", where))
    assert fonts.is_relative_to(packages)
    assert sorted(fonts.glob("*.ttf"))
    says = run(str(place / "bin" / "bcp"), "--version")
    assert re.search(rf"\b{re.escape(wheel.name.split('-')[1])}\b", says)
