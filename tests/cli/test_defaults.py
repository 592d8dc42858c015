"""Policies are set at the command line, and the rest of the file stays as a person wrote it."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from typer.testing import CliRunner

from licet.cli.main import app
from licet.model.defaults import DEFAULTS_FILE, load_defaults

WRITTEN = """# Ours. Ask Maria.
[end_use]
value = "civil"  # for now
policy = "Export policy"
by = "Maria Lopez"

[kind]
value = "commodity"
policy = "Export policy"
by = "Maria Lopez"
"""


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("LICET_HOME", str(tmp_path / "home"))
    (tmp_path / "home").mkdir()
    return tmp_path / "home"


@pytest.fixture
def licet(home: Path) -> Callable[..., tuple[int, str]]:
    assert home.is_dir()

    def run(*words: str) -> tuple[int, str]:
        found = CliRunner().invoke(app, words)
        return found.exit_code, found.output

    return run


def test_policies_are_set_changed_and_removed(home: Path, licet: Callable[..., tuple[int, str]]) -> None:
    (home / DEFAULTS_FILE).write_text(WRITTEN)
    act = ["defaults", "set", "kind=software", "us_origin=yes"]
    status, said = licet(*act, "--policy", 'The "new" one', "--by", "Jo\\Ash", "--since", "2026-02-01")
    assert status == 0, said
    found = load_defaults(home)
    assert {topic: (row.value, row.by) for topic, row in found.policies.items()} == {
        "end_use": ("civil", "Maria Lopez"), "kind": ("software", "Jo\\Ash"), "us_origin": ("yes", "Jo\\Ash"),
    }  # fmt: skip
    assert found.policies["kind"].policy == 'The "new" one'
    assert found.policies["kind"].since == date(2026, 2, 1)
    text = (home / DEFAULTS_FILE).read_text()
    assert text.startswith('# Ours. Ask Maria.\n[end_use]\nvalue = "civil"  # for now\n')
    assert licet("defaults", "remove", "end_use", "kind")[0] == 0
    assert list(load_defaults(home).policies) == ["us_origin"]
    status, said = licet("defaults", "remove", "kind")
    assert status == 2
    assert "no policy is set for kind" in said
    status, said = licet("defaults", "list", "--json")
    assert status == 0
    assert json.loads(said)["set"]["us_origin"]["since"] == "2026-02-01"
    assert "not set: kind (commodity" in licet("defaults", "list")[1]


@pytest.mark.parametrize("value", ["kind=rocket", "color=red", "kind", "end_use=", "kind = "])
def test_a_policy_that_cannot_be_changes_nothing(
    home: Path, licet: Callable[..., tuple[int, str]], value: str
) -> None:
    (home / DEFAULTS_FILE).write_text(WRITTEN)
    assert licet("defaults", "set", value, "--policy", "P", "--by", "B")[0] == 2
    assert licet("defaults", "set", "kind=software", "--policy", " ", "--by", "B")[0] == 2
    assert (home / DEFAULTS_FILE).read_text() == WRITTEN


def test_a_file_that_cannot_be_read_is_not_written_over(
    home: Path, licet: Callable[..., tuple[int, str]]
) -> None:
    (home / DEFAULTS_FILE).write_text("[kind\n")
    assert licet("defaults", "set", "kind=software", "--policy", "P", "--by", "B")[0] == 2
    assert (home / DEFAULTS_FILE).read_text() == "[kind\n"
