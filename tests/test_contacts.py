"""Contact data held outside the repository: added, never overriding, encrypted or not."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from bcp.cli.held import Held
from bcp.cli.plans import open_plan
from bcp.errors import BcpError

PLAN = """bcp: 1
plan:
  id: desk
  title: Desk
  contacts: separately
people:
  o.bondar: {name: Olena Bondar}
  m.reid: {name: Moira Reid, phones: {work: "+44 20 7946 0101"}}
roles:
  duty-manager: {title: Duty manager, primary: o.bondar}
"""
CONTACTS = """# the night desk keeps this file
people:
  o.bondar:
    phones: {mobile: "+44 7700 900100"}
    mail: {personal: o@bondar.example}
    verified: 2026-09-01
roles:
  duty-manager:
    phones: {duty: "+44 7700 900199"}
"""


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    folder = tmp_path / "repository"
    (folder / ".git").mkdir(parents=True)
    (folder / "plan.yaml").write_text(PLAN)
    return folder


@pytest.fixture
def outside(tmp_path: Path) -> Path:
    folder = tmp_path / "safe"
    folder.mkdir()
    return folder


def opened(plan: Path, contacts: Path | None, identity: Path | None = None):
    return open_plan(plan, Held(contacts, identity)).loaded


def told(loaded) -> list[tuple[str, int, str, str]]:
    return [
        (one.span.file, one.span.line, one.code, one.message.text()) for one in loaded.diagnostics
    ]


def test_numbers_are_added_to_whom_the_plan_declares(plan, outside):
    (outside / "people.yaml").write_text(CONTACTS)
    loaded = opened(plan, outside)
    assert loaded.diagnostics == ()
    bondar = loaded.plan.objects["o.bondar"]
    assert bondar.phones.numbers() == (("mobile", "+44 7700 900100"),)
    assert bondar.mail.personal == "o@bondar.example"
    assert bondar.name == "Olena Bondar"
    assert loaded.plan.objects["duty-manager"].phones.duty == "+44 7700 900199"
    assert not loaded.plan.contacts_are_missing
    assert loaded.plan.contacts == {
        "o.bondar": {"phones", "mail", "verified"},
        "duty-manager": {"phones"},
    }


def test_without_them_the_plan_is_whole_and_says_that_they_are_elsewhere(plan):
    loaded = opened(plan, None)
    assert loaded.diagnostics == ()
    assert loaded.plan.objects["o.bondar"].phones is None
    assert loaded.plan.contacts_are_missing


@pytest.mark.parametrize(
    ("text", "line", "code", "message"),
    [
        (
            'people:\n  m.reid:\n    phones: {mobile: "+44 7700 900101"}\n',
            3,
            "SRC002",
            "`phones` of m.reid stands here and in the plan",
        ),
        ("people:\n  o.bandar:\n    verified: 2026-09-01\n", 2, "REF001", "no o.bandar under"),
        ("systems:\n  pbx: {title: PBX}\n", 1, "SRC004", "`systems` does not belong"),
        ("people:\n  o.bondar:\n    name: Else\n", 3, "SRC004", "name"),
        ("people:\n  o.bondar:\n    phones: {mobile: 07700}\n", 3, "SRC010", "07700"),
        ("people: [\n", 2, "SRC001", ""),
        ("- people\n", 1, "SRC005", "begins with `people:`"),
        ("people: o.bondar\n", 1, "SRC005", "below `people` belong ids"),
        ("people:\n  o.bondar: none\n", 2, "SRC005", "below `o.bondar` belong its fields"),
    ],
)
def test_a_mistake_is_told_where_it_stands(plan, outside, text, line, code, message):
    (outside / "people.yaml").write_text(text)
    (found,) = told(opened(plan, outside))
    assert found[:3] == ("../safe/people.yaml", line, code)
    assert message in found[3]


def test_what_the_plan_says_wins_nothing_and_loses_nothing(plan, outside):
    (outside / "people.yaml").write_text(
        'people:\n  m.reid:\n    phones: {mobile: "+44 7700 900101"}\n'
    )
    (one,) = opened(plan, outside).diagnostics
    assert one.related[0].span.file == "plan.yaml"
    assert one.related[0].span.line == 8


# ── encrypted ──────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def age_key(outside: Path, tmp_path: Path) -> Path:
    """A key of age's own, and contacts that it opens."""
    pyrage = pytest.importorskip("pyrage")
    identity = pyrage.x25519.Identity.generate()
    path = tmp_path / "key.txt"
    path.write_text(f"# created: today\n# public key: {identity.to_public()}\n{identity}\n")
    sealed = pyrage.encrypt(CONTACTS.encode(), [identity.to_public()])
    (outside / "people.yaml.age").write_bytes(sealed)
    return path


def test_an_age_key_opens_them(plan, outside, age_key):
    loaded = opened(plan, outside, age_key)
    assert loaded.plan.objects["o.bondar"].phones.mobile == "+44 7700 900100"


def test_a_single_file_may_be_named(plan, outside, age_key):
    loaded = opened(plan, outside / "people.yaml.age", age_key)
    assert loaded.plan.objects["o.bondar"].phones.mobile == "+44 7700 900100"


def test_an_ssh_key_opens_them_and_is_found_by_itself(plan, outside, tmp_path, monkeypatch):
    pyrage = pytest.importorskip("pyrage")
    home = tmp_path / "home"
    (home / ".ssh").mkdir(parents=True)
    key = home / ".ssh/id_ed25519"
    subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", key], check=True)
    recipient = pyrage.ssh.Recipient.from_str(key.with_suffix(".pub").read_text())
    (outside / "people.yaml.age").write_bytes(pyrage.encrypt(CONTACTS.encode(), [recipient]))
    assert opened(plan, outside, key).plan.objects["o.bondar"].phones is not None
    monkeypatch.setenv("HOME", str(home))
    assert opened(plan, outside).plan.objects["o.bondar"].phones is not None


def test_what_cannot_be_opened_is_an_error_and_not_an_empty_list(plan, outside, age_key, tmp_path):
    pyrage = pytest.importorskip("pyrage")
    other = tmp_path / "other.txt"
    other.write_text(str(pyrage.x25519.Identity.generate()))
    with pytest.raises(BcpError, match=r"people\.yaml\.age cannot be opened with your key"):
        opened(plan, outside, other)
    (outside / "people.yaml.age").write_bytes(b"no age at all")
    with pytest.raises(BcpError, match="cannot be opened with your key"):
        opened(plan, outside, age_key)


def test_keys_that_are_none(plan, outside, age_key, tmp_path, monkeypatch):
    none = tmp_path / "none.txt"
    none.write_text("hello")
    with pytest.raises(BcpError, match="holds no key that can be used"):
        opened(plan, outside, none)
    locked = tmp_path / "locked"
    subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "secret", "-f", locked], check=True)
    with pytest.raises(BcpError, match="holds no key that can be used"):
        opened(plan, outside, locked)
    with pytest.raises(BcpError, match="cannot be read"):
        opened(plan, outside, tmp_path / "nowhere")
    monkeypatch.setenv("HOME", str(tmp_path / "empty"))
    with pytest.raises(BcpError, match="there is no key to open it with"):
        opened(plan, outside)


def test_without_the_library_the_line_that_installs_it_is_told(plan, outside, age_key, monkeypatch):
    monkeypatch.setitem(__import__("sys").modules, "pyrage", None)
    with pytest.raises(BcpError, match="is not installed") as error:
        opened(plan, outside, age_key)
    assert "bcp-as-code" in (error.value.fix or "")


def test_a_folder_that_is_none_or_holds_none(plan, outside, tmp_path):
    with pytest.raises(BcpError, match="there are no contacts in"):
        opened(plan, outside)
    with pytest.raises(BcpError, match="cannot be read"):
        opened(plan, tmp_path / "nowhere")


def test_the_environment_may_name_them(plan, outside, monkeypatch):
    (outside / "people.yaml").write_text(CONTACTS)
    monkeypatch.setenv("BCP_CONTACTS", str(outside))
    assert open_plan(plan).loaded.plan.contacts is not None
