"""Bad sales: exit status 2, the file and line or key on stderr, nothing on stdout, no traceback."""

import json
from pathlib import Path

import pytest
from tests.cli.command import Ended, run_command

GOOD = {"action": "export", "as_of": "2019-10-10", "parties": [{"role": "end_user", "name": "A"}]}


def check(path: Path, home: Path) -> Ended:
    return run_command("check", str(path), env={"LICET_HOME": str(home)})


BAD = {
    "unknown key": (json.dumps({**GOOD, "colour": 1}).encode(), "key colour"),
    "wrong role": (json.dumps({**GOOD, "parties": [{"role": "friend"}]}).encode(), "key parties[0].role"),
    "bad date": (json.dumps({**GOOD, "as_of": "soon"}).encode(), "key as_of"),
    "negative amount": (json.dumps({**GOOD, "item": {"value_usd": -5}}).encode(), "key item.value_usd"),
    "not JSON": (b'{"action": "export",\n oops}', "line 2"),
    "empty": (b"", "line 1"),
    "not UTF-8": (b'{"action":\n"\xe9"}', "line 2"),
    "a list": (b"[1, 2]", "must be a sale"),
    "50 MB": (b" " * 50_000_000, "too large"),
}


@pytest.mark.parametrize("what", BAD)
def test_a_bad_file_is_named(what: str, tmp_path: Path) -> None:
    content, words = BAD[what]
    path = tmp_path / "sale.json"
    path.write_bytes(content)
    said = check(path, tmp_path / "home")
    assert (said.returncode, said.stdout) == (2, "")
    assert said.stderr.startswith(f"licet: {path}: ")
    assert words in said.stderr
    assert "Traceback" not in said.stderr


@pytest.mark.parametrize("name", ["missing.json", "."])
def test_what_is_no_file_is_named(name: str, tmp_path: Path) -> None:
    said = check(tmp_path / name, tmp_path / "home")
    assert (said.returncode, said.stdout) == (2, "")
    assert "Traceback" not in said.stderr


def test_bad_toml_is_named(tmp_path: Path) -> None:
    path = tmp_path / "sale.toml"
    path.write_text("action = \n", "utf-8")
    said = check(path, tmp_path / "home")
    assert said.returncode == 2
    assert "not TOML" in said.stderr
