"""A plan to start from: complete enough to check, print and drill, full of comments that teach.

The texts lie in ``templates/starters/<line of work>/<language>``, a file a subject. The first line
of each is ``# 1. What it is about``: the number is the order in which a newcomer opens them. What
is invented, and must be replaced before anybody relies on it, ends in the comment ``# REPLACE``
(``# ЗАМІНИТИ``). ``@title@`` becomes what was chosen, ``@timezone|UTC@`` too, or else what stands
after the bar; a line that begins with ``@uk@``
is for plans in that language alone.
"""

from __future__ import annotations

import contextlib
import json
import os
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final, NamedTuple

from bcp.editing.naming import id_for
from bcp.editing.places import check_place, writable
from bcp.editing.skeleton import quoted
from bcp.editing.wishes import Wishes
from bcp.errors import BcpError
from bcp.files import PLAN_FILE, write_atomically
from bcp.render.assets import folder as templates

_ALSO: Final = dict.fromkeys(("contact-centre", "health-line", "municipal"), ("line",))
"""Starter → the folders whose files it has too, unless it has one of that name itself."""

SCHEMA: Final = ".bcp/plan.schema.json"
"""Where the schema for editors lies, seen from the plan's folder."""

_MARK: Final = re.compile(r"  # (?:REPLACE|ЗАМІНИТИ)(?:: (.*))?$")
_WORDS: Final = {"en": "REPLACE", "uk": "ЗАМІНИТИ"}
_COLUMN: Final = 30
"""Where comments begin beside short values, less the two spaces before them."""
_HEADING: Final = re.compile(r"# ([0-9]+)\. (.+)")
_GAP: Final = re.compile(r"@([a-z]+)(?:\|([^@]+))?@")
_ONLY: Final = re.compile(r"^@([a-z]{2})@")
_KEY: Final = re.compile(r"(?m)^  ([a-z0-9.-]+):")
_RISK: Final = re.compile(r"(?m)^risks:\n(?: *#.*\n)*  ([a-z0-9-]+):")


class Chapter(NamedTuple):
    """One file of the plan that was written."""

    path: Path
    number: int
    """Its place in the order of reading."""
    about: str
    marks: int
    """How many places in it are invented, and must be replaced."""


class Started(NamedTuple):
    """A plan that was written."""

    folder: Path
    chapters: tuple[Chapter, ...]
    """In the order in which one opens them."""
    wishes: Wishes
    has_settings: bool
    """Whether the settings of VS Code were written; False: the folder had some already."""
    risk: str
    """The id of a risk that can be drilled."""

    @property
    def marks(self) -> int:
        return sum(one.marks for one in self.chapters)

    @property
    def language(self) -> str:
        """The language of the texts."""
        return self.wishes.texts_in

    @property
    def word(self) -> str:
        """What marks the invented places."""
        return _WORDS[self.language]

    @property
    def foreign(self) -> str | None:
        """The plan's own language, where the texts are not in it."""
        own = self.wishes.plan_languages[0]
        return None if own.split("-")[0] == self.language else own


def write_starter(folder: Path, wishes: Wishes) -> Started:
    """Write a plan to start from into a folder, which is made if it is not there.

    All of it is written or nothing, ``plan.yaml`` last, and nothing that exists is overwritten.

    Raises:
        BcpError: the folder holds files that would be in the way, lies in a plan or holds plans,
            has a name of which no id can be made, or cannot be written.
    """
    plan_id = _plan_id(folder)
    sources = _sources(wishes)
    check_place(folder)
    texts = _filled(sources, plan_id, folder, wishes)
    chapters = sorted(_chapters(folder, texts), key=lambda one: one.number)
    files = {folder / name: text for name, text in texts.items() if name != PLAN_FILE}
    others = {
        folder / name: made(wishes.texts_in)
        for name, made in _FOR_EDITORS.items()
        if not os.path.lexists(folder / name)
    }
    # plan.yaml last: until it is there, the folder is no plan, so a power cut leaves no half plan.
    _write_all({**files, **others, folder / PLAN_FILE: texts[PLAN_FILE]})
    has_settings = folder / _SETTINGS in others
    return Started(folder, tuple(chapters), wishes, has_settings, _first_risk(texts))


def _first_risk(texts: Mapping[str, str]) -> str:
    found = (_RISK.search(text) for text in texts.values())
    return next(one[1] for one in found if one is not None)


def schema_entry(root: Path, folder: Path) -> str:
    """The entry under ``yaml.schemas`` for a plan, when the folder ``root`` is opened."""
    inside = folder.resolve().relative_to(root.resolve()).as_posix()
    prefix = "" if inside == "." else f"{inside}/"
    entry = json.dumps({f"./{prefix}{SCHEMA}": [f"{prefix}**/*.yaml"]}, ensure_ascii=False)
    return entry[1:-1]


def _plan_id(folder: Path) -> str:
    name = folder.resolve().name
    plan_id = id_for(name).replace(".", "-")
    if not plan_id:
        raise BcpError(
            "no id for the plan can be made of the folder's name “{name}”",
            "name the folder in letters and digits: plans/helpdesk",
            name=name,
        )
    return plan_id


def _sources(wishes: Wishes) -> dict[str, str]:
    """The starter's files as they ship."""
    found: dict[str, str] = {}
    for part in (*_ALSO.get(wishes.like, ()), wishes.like):
        folder = templates() / "starters" / part / wishes.texts_in
        found |= {path.name: path.read_text("utf-8") for path in sorted(folder.glob("*.yaml"))}
    return found


def _filled(
    sources: Mapping[str, str], plan_id: str, folder: Path, wishes: Wishes
) -> dict[str, str]:
    ids = {one[1] for text in sources.values() for one in _KEY.finditer(text)}
    chosen = {
        "id": f"{plan_id}-plan" if plan_id in ids else plan_id,
        "title": quoted(wishes.title or folder.resolve().name),
        "organisation": None if wishes.organisation is None else quoted(wishes.organisation),
        "timezone": wishes.timezone,
        "languages": f"[{', '.join(wishes.plan_languages)}]",
    }
    spoken = {one.split("-")[0] for one in (*wishes.plan_languages, wishes.texts_in)}
    return {name: "".join(_lines(text, chosen, spoken)) for name, text in sources.items()}


def _lines(text: str, chosen: Mapping[str, str | None], spoken: set[str]) -> Iterator[str]:
    """The lines of a file with what was chosen; what was chosen is not invented."""
    for line in text.splitlines():
        only = _ONLY.match(line)
        if only is not None and only[1] not in spoken:
            continue
        written = _ONLY.sub("", line)
        yield (_with_chosen(written, chosen) if _GAP.search(written) else written) + "\n"


def _with_chosen(line: str, chosen: Mapping[str, str | None]) -> str:
    """A line with its gaps filled, and its comment where those of other lines stand."""
    said, _, comment = line.partition("  #")
    mark = _MARK.search(line)
    if mark is not None and all(chosen[gap[1]] is not None for gap in _GAP.finditer(said)):
        comment = f" {mark[1]}" if mark[1] else ""
    filled = _GAP.sub(lambda gap: chosen[gap[1]] or gap[2], said).rstrip()
    return f"{filled:{_COLUMN}}  #{comment}" if comment else filled


def _chapters(folder: Path, texts: Mapping[str, str]) -> Iterator[Chapter]:
    for name, text in texts.items():
        heading = _HEADING.match(text)
        assert heading is not None, name  # a fault of the starter, which its test finds
        marks = sum(_MARK.search(line) is not None for line in text.splitlines())
        yield Chapter(folder / name, int(heading[1]), heading[2], marks)


_SETTINGS = ".vscode/settings.json"
_EXTENSIONS = ".vscode/extensions.json"


def _schema(language: str) -> str:
    """Without the ids of the plan: those change every day, and an old list marks new ids wrong."""
    from bcp.i18n import explainer
    from bcp.model.json_schema import json_schema

    return json.dumps(json_schema(None, explainer(language)), ensure_ascii=False, indent=1) + "\n"


def _settings(language: str) -> str:  # noqa: ARG001 - the same in every language
    # The store of schemas takes some file names for those of other programs.
    settings = {"yaml.schemas": {f"./{SCHEMA}": ["**/*.yaml"]}, "yaml.schemaStore.enable": False}
    return json.dumps(settings, indent=2) + "\n"


def _extensions(language: str) -> str:  # noqa: ARG001
    return json.dumps({"recommendations": ["redhat.vscode-yaml"]}, indent=2) + "\n"


_FOR_EDITORS = {SCHEMA: _schema, _SETTINGS: _settings, _EXTENSIONS: _extensions}


def _write_all(files: Mapping[Path, str]) -> None:
    """Write files in order; when one cannot be, take back those before it and the new folders."""
    written: list[Path] = []
    made: list[Path] = []
    try:
        for path, text in files.items():
            made += writable(path.parent)
            write_atomically(path, text.encode())
            written.append(path)
    except BaseException:
        with contextlib.suppress(OSError):
            for path in reversed(written):
                path.unlink()
            for folder in reversed(made):
                folder.rmdir()
        raise
