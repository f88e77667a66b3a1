"""An editor with a stock YAML extension helps whoever writes a plan."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from language_server import REPOSITORY, SERVER, LanguageServer

from bcp.cli.main import run
from bcp.cli.plans import open_plan

pytestmark = pytest.mark.skipif(
    not SERVER.exists(), reason="the YAML language server is not installed: `make setup` says why"
)
PLANS = sorted(path.parent for path in (REPOSITORY / "plans").rglob("plan.yaml"))


@pytest.fixture(scope="module")
def northline(tmp_path_factory):
    """The schema of the example plan, with its ids."""
    return schema_of(REPOSITORY / "plans/northline", tmp_path_factory.mktemp("northline"))


@pytest.fixture(scope="module")
def server(northline):
    with LanguageServer(northline) as running:
        yield running


def schema_of(plan: Path, folder: Path) -> Path:
    path = folder / ".bcp/plan.schema.json"
    assert run(["schema", "--with-ids", "--plan", str(plan), "-o", str(path)]) == 0
    return path


def messages(found: list[dict]) -> list[str]:
    return [one["message"] for one in found]


def test_a_role_id_is_completed_with_its_title(server):
    text = "escalations:\n  by-night:\n    steps:\n      - id: first\n        role: \n"
    server.open("file:///plan/escalations.yaml", text)
    offered = {one["label"]: one for one in server.completions(*at(text, "role: "))}
    assert "duty-manager" in offered
    assert "carrier-a" not in offered
    assert "Duty manager" in json.dumps(offered["duty-manager"])


def test_a_key_is_completed(server):
    text = "roles:\n  night-desk:\n    \n"
    server.open("file:///plan/keys.yaml", text)
    offered = {one["label"] for one in server.completions("file:///plan/keys.yaml", 2, 4)}
    assert {"title", "primary", "alternates", "authority"} <= offered


def test_what_a_field_means_is_shown(server):
    text = "roles:\n  night-desk:\n    title: Night desk\n    cover: always\n"
    server.open("file:///plan/hover.yaml", text)
    assert "must be filled" in server.hover("file:///plan/hover.yaml", 3, 6)


@pytest.mark.parametrize(
    ("text", "where", "what"),
    [
        ("roles:\n  desk:\n    title: Desk\n    primary: o.bandar\n", "o.bandar", "o.bondar"),
        ("roles:\n  desk:\n    title: Desk\n    primry: o.bondar\n", "primry", "not allowed"),
        ("roles:\n  desk:\n    primary: o.bondar\n", "desk", "title"),
        ("roles:\n  desk:\n    title: Desk\n    max_duty: 90\n", "90", "string"),
        ("roles:\n  desk:\n    title: Desk\n    critical: yes\n", "yes", "boolean"),
        ("roles:\n  Night Desk:\n    title: Desk\n", "Night Desk", "pattern"),
        ("people:\n  a.b:\n    name: A B\n    phones: {work: +442079460101}\n", "+4420", "string"),
    ],
)
def test_a_mistake_is_marked(server, text, where, what):
    # A name of its own: a server may answer for what it saw under this one before.
    (found,) = server.open(f"file:///plan/mistake-{where.encode().hex()}.yaml", text)
    start = found["range"]["start"]
    assert text.splitlines()[start["line"]][start["character"] :].startswith(where)
    assert what in found["message"]


@pytest.mark.parametrize("plan", PLANS, ids=lambda path: path.name)
def test_a_clean_plan_has_no_mark(plan, tmp_path):
    with LanguageServer(schema_of(plan, tmp_path)) as server:
        for folder, files in open_plan(plan).trees.items():
            for name, content in files.items():
                uri = (plan / folder / name).resolve().as_uri()
                assert messages(server.open(uri, content.decode())) == [], uri


def at(text: str, where: str) -> tuple[str, int, int]:
    before = text[: text.rindex(where) + len(where)]
    return "file:///plan/escalations.yaml", before.count("\n"), len(before.rpartition("\n")[2])
