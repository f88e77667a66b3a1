"""How a repository of plans says how its plans are checked."""

from __future__ import annotations

from pathlib import Path

import pytest

from bcp.errors import BcpError
from bcp.settings import Settings, settings_for


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    folder = tmp_path / "repository" / "plans" / "one"
    folder.mkdir(parents=True)
    return folder


def root(plan: Path) -> Path:
    return plan.parents[1]


def test_without_a_file_nothing_is_set(plan):
    assert settings_for(plan, root(plan)) == Settings()


def test_the_nearest_file_wins_whole(plan):
    (root(plan) / "bcp.toml").write_text('fail-on = "warning"\nonly = "age"\n')
    assert settings_for(plan, root(plan)).fail_on == "warning"
    (plan / "bcp.toml").write_text('exclude = ["old/*"]\n')
    found = settings_for(plan, root(plan))
    assert (found.fail_on, found.only, found.exclude) == (None, None, ("old/*",))
    assert found.file == plan.resolve() / "bcp.toml"


def test_pyproject_holds_them_too(plan):
    (root(plan) / "pyproject.toml").write_text('[tool.bcp]\nfail-on = "never"\n')
    assert settings_for(plan, root(plan)).fail_on == "never"
    (root(plan) / "pyproject.toml").write_text("[tool.other]\nx = 1\n")
    assert settings_for(plan, root(plan)) == Settings()


@pytest.mark.parametrize(
    "text",
    [
        '[ tool . bcp ]\nfail-on = "never"\n',
        '[tool."bcp"]\nfail-on = "never"\n',
        "['tool'.'bcp']\nfail-on = 'never'\n",
        '[tool]\nbcp = { fail-on = "never" }\n',
        '[tool]\nbcp.fail-on = "never"\n',
        'tool = { bcp = { fail-on = "never" } }\n',
        'tool.bcp.fail-on = "never"\n',
        '[project]\nname = "x"\n\n  [tool.bcp]\n  fail-on = "never"\n',
    ],
)
def test_pyproject_may_name_the_table_in_any_way_that_toml_has(plan, text):
    (root(plan) / "pyproject.toml").write_text(text)
    assert settings_for(plan, root(plan)).fail_on == "never"


def test_nothing_outside_the_repository_is_asked(plan):
    (root(plan).parent / "bcp.toml").write_text('fail-on = "never"\n')
    assert settings_for(plan, root(plan)) == Settings()


@pytest.mark.parametrize(
    ("text", "message", "fix"),
    [
        ('fail_on = "error"', "there is no setting fail_on", "did you mean fail-on?"),
        ("zzz = 1", "there is no setting zzz", "settings are: fail-on, only, exclude"),
        ('fail-on = "fatal"', "fail-on cannot be 'fatal'", "write one of: error, warning"),
        ("exclude = 3", "exclude is a list of patterns", 'write exclude = ["old/*"]'),
        ("fail-on = ", "cannot be read", "mend the line"),
    ],
)
def test_a_mistake_is_a_sentence_with_the_file(plan, text, message, fix):
    (plan / "bcp.toml").write_text(text)
    with pytest.raises(BcpError) as caught:
        settings_for(plan, root(plan))
    assert message in caught.value.message
    assert "bcp.toml" in caught.value.message
    assert fix in caught.value.fix
