"""``bcp fmt``: one layout for plan files, and the way up from older versions of the language."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import click

from bcp.cli.held import NOTHING_HELD
from bcp.cli.help import Command
from bcp.cli.language import for_people, said_here, words_here
from bcp.cli.main import CLEAN, FOUND
from bcp.cli.plans import open_plan, plan_folders, words_option
from bcp.diagnostics import mark
from bcp.errors import BcpError


@click.command(cls=Command)
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@click.option("--check", "only_check", is_flag=True, help="Change nothing; exit 1 if it would.")
@click.option("--diff", "show", is_flag=True, help="Change nothing; show what it would change.")
@click.option(
    "--upgrade",
    is_flag=True,
    help="Also bring plans in an older version of the language up to this one.",
)
@words_option
def fmt(
    paths: tuple[Path, ...], only_check: bool, show: bool, upgrade: bool, language: str | None
) -> int:
    """Lay out plan files alike: indentation, spaces and quotation marks, and nothing else.

    PATHS are plans, folders of plans, or single files. Without any: the nearest plan upwards. No
    order, no word and no comment changes. Each file is read again before it is written; when it
    would not say the same, it is left as it is.

    \b
    Examples:
      bcp fmt plans/northline
      bcp fmt --check plans
      bcp fmt --upgrade plans/northline
    """
    for_people(language, os.environ)  # what there is not is refused before anything changes
    if upgrade and any(path.is_file() for path in paths):
        raise BcpError("--upgrade takes plans, not single files", "name the folder of the plan")
    writes = not (only_check or show)
    changed = failed = count = 0
    for group in _groups(paths, upgrade):
        result = _laid_out(group, upgrade)
        count += len(group.files)
        changed += len(result.changed)
        failed += len(result.troubles)
        for trouble in result.troubles:
            _say(trouble)
        if show:
            _show(group, result)
        if writes:
            _write(group, result)
        elif not show:
            for name in result.changed:
                click.echo(said_here("would change {file}", file=str(group.folder / name)))
    click.echo(_summary(count, changed, failed, writes=writes))
    return FOUND if failed or (changed and not writes) else CLEAN


class _Group(NamedTuple):
    """Files that are laid out together: those of a folder, or one that was named."""

    folder: Path
    files: dict[str, bytes]
    version: int
    """The version of the language they are written in; 0 where nobody asked."""


class _Result(NamedTuple):
    changed: dict[str, bytes]
    troubles: tuple[BcpError, ...]


def _groups(paths: tuple[Path, ...], upgrade: bool) -> Iterator[_Group]:
    files = [path for path in paths if _is_meant_as_file(path)]
    for path in files:
        yield _one_file(path)
    folders = tuple(path for path in paths if path not in files)
    seen: set[Path] = set()
    for folder in plan_folders(folders) if folders or not files else ():
        for group in _plan_and_what_it_uses(folder, upgrade):
            # What several plans share is laid out once.
            if group.folder.resolve() not in seen:
                seen.add(group.folder.resolve())
                yield group


def _plan_and_what_it_uses(folder: Path, upgrade: bool) -> Iterator[_Group]:
    from bcp.editing.upgrade import version_of

    trees = open_plan(folder, NOTHING_HELD).trees
    version = version_of(trees[""]) if upgrade else 0
    for name, files in trees.items():
        yield _Group(folder / name, dict(files), version)


def _is_meant_as_file(path: Path) -> bool:
    """A plan.yaml stands for its plan; what is called like a file and is none, is told as one."""
    if path.name == "plan.yaml" or path.is_dir():
        return False
    return path.is_file() or path.suffix == ".yaml"


def _one_file(path: Path) -> _Group:
    from bcp.files import read_file

    if path.suffix != ".yaml":
        raise BcpError("{path} is not a file of a plan", "plan files end in .yaml", path=path)
    return _Group(path.parent, {path.name: read_file(path)}, 0)


def _laid_out(group: _Group, upgrade: bool) -> _Result:
    from bcp.editing.layout import laid_out
    from bcp.editing.upgrade import upgraded

    newer = upgraded(group.files, group.version) if upgrade else {}
    changed: dict[str, bytes] = {}
    troubles: list[BcpError] = []
    for name, content in group.files.items():
        path = group.folder / name
        made = newer.get(name, content)
        try:
            made = laid_out(_text(made, path), str(path)).encode()
        except BcpError as error:
            troubles.append(error)
        if made != content:
            changed[name] = made
    return _Result(changed, tuple(troubles))


def _text(content: bytes, path: Path) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise BcpError(
            "{path} is left as it is: it is not UTF-8",
            "save the file as UTF-8, and try again",
            path=path,
        ) from error


def _write(group: _Group, result: _Result) -> None:
    from bcp.files import write_atomically

    # plan.yaml last: it carries the version, so a plan that was half brought up still says the old.
    for name in sorted(result.changed, key=lambda name: name == "plan.yaml"):
        write_atomically(group.folder / name, result.changed[name])
        click.echo(said_here("changed {file}", file=str(group.folder / name)))


def _show(group: _Group, result: _Result) -> None:
    import difflib

    for name, made in result.changed.items():
        before = group.files[name].decode("utf-8-sig").splitlines(keepends=True)
        after = made.decode().splitlines(keepends=True)
        path = (group.folder / name).as_posix()
        for line in difflib.unified_diff(before, after, f"a/{path}", f"b/{path}"):
            click.echo(line if line.endswith("\n") else f"{line}\n\\ No newline at end\n", nl=False)


def _summary(count: int, changed: int, failed: int, *, writes: bool) -> str:
    files = said_here("{count} file" if count == 1 else "{count} files", count=count)
    done = said_here("{count} changed" if writes else "{count} would change", count=changed)
    if not failed:
        return f"{files}: {done}"
    left = said_here("1 left as it is" if failed == 1 else "{count} left as they are", count=failed)
    return f"{files}: {done}, {left}"


def _say(error: BcpError) -> None:
    say = words_here()
    message, fix = error.in_words(say)
    click.echo(f"bcp: {message}", err=True)
    if fix:
        click.echo(f"  {say(mark('fix:'))} {fix}", err=True)
