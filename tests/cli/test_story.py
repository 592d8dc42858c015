"""The whole story of ``docs/guide/story.sh``, command by command, on SQLite and on PostgreSQL."""

import json
import re
import shlex
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from licet.cli.main import app

SCRIPT = Path(__file__).resolve().parents[2] / "docs" / "guide" / "story.sh"
HERE_DOCUMENT = re.compile(r"cat > (\S+) <<'END'\n(.*?)END\n", re.DOTALL)


class Told:
    """The script, run line by line in this process: what each command said, and with which status it ended."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.folder, self.patch, self.runner = folder, monkeypatch, CliRunner()
        self.said: list[tuple[str, int, str]] = []

    def run(self, script: str) -> None:
        for line in self.lines(script):
            words = shlex.split(line)
            if words[0] == "day":
                self.patch.setenv("LICET_REHEARSAL_CLOCK", f"{words[1]}T16:00:00+00:00")
            elif words[0] == "as":
                for name, value in zip(("LICET_AS", "LICET_ROLE", "LICET_ORG"), words[1:], strict=True):
                    self.patch.setenv(name, value)
            elif words[0] == "echo":
                (self.folder / words[3]).write_text(words[1] + "\n", "utf-8")
            else:
                self.licet(line, words)

    def lines(self, script: str) -> Iterator[str]:
        start = script.index("as() {")
        text = script[script.index("\n", start) :]
        place = 0
        for found in HERE_DOCUMENT.finditer(text):
            yield from self.plain(text[place : found.start()])
            (self.folder / found[1]).write_text(found[2], "utf-8")
            place = found.end()
        yield from self.plain(text[place:])

    def plain(self, text: str) -> Iterator[str]:
        yield from (line for line in text.splitlines() if line.strip() and not line.startswith("#"))

    def licet(self, line: str, words: list[str]) -> None:
        refused, args = words[0] == "!", words[2:] if words[0] == "!" else words[1:]
        found = self.runner.invoke(app, args)
        self.said.append((line, found.exit_code, found.output))
        assert found.exception is None or isinstance(found.exception, SystemExit), (line, found.exception)
        assert (found.exit_code in {1, 3}) is refused, f"{line}\n{found.output}"
        assert refused or found.exit_code == 0, f"{line}\n{found.output}"

    def after(self, begin: str) -> str:
        """What the last command that begins so said."""
        return next(said for line, _, said in reversed(self.said) if line.startswith(begin))

    def json(self, *args: str) -> Any:
        found = self.runner.invoke(app, [*args, "--json"])
        assert found.exit_code == 0, found.output
        return json.loads(found.stdout)


@pytest.fixture
def told(database_at: str | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Told:
    monkeypatch.setenv("LICET_HOME", str(tmp_path / "home"))
    if database_at is None:
        monkeypatch.delenv("LICET_DATABASE_URL", raising=False)
    else:
        monkeypatch.setenv("LICET_DATABASE_URL", database_at)
    (tmp_path / "home").mkdir()
    (tmp_path / "home" / "rehearsal").touch()
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "200")
    return Told(tmp_path, monkeypatch)


def test_the_whole_story(told: Told) -> None:
    told.run(SCRIPT.read_text("utf-8"))
    assert "RED" in told.after("! licet check modem.json")
    assert "a license is required" in told.after("! licet check modem.json")
    assert "second_application" in told.after("! licet apply")
    assert "still to be heard: DOS" in told.after("! licet cases close-review")
    assert "condition_open" in told.after("! licet ledger ship D1045678 --id S-1")
    assert "may go under license D1045678" in told.after("licet check licensed.json")
    assert "40 pcs and USD 4800 of line 1" in told.after("licet check licensed.json")
    assert "at most 20" in told.after("! licet check licensed.json")
    assert "overdrawn_quantity" in told.after("! licet ledger ship D1045678 --id S-3")
    assert "exhausted" in told.after("! licet ledger ship D1045678 --id S-4")
    assert "0 pcs and USD 0 remain" in told.after("licet ledger balance")
    assert "in theirs, not in ours" in told.after("! licet ledger reconcile")
    assert "case.denied" in told.after("licet cases clock")
    assert "part approved rest denied" in told.after("licet cases show")
    assert "good: " in told.after("licet audit verify")
    assert "0 rows are not what the log makes" in told.after("licet audit verify")
    for name in ("license.pdf", "denial.pdf", "application.pdf"):
        assert (told.folder / name).read_bytes().startswith(b"%PDF")
    with zipfile.ZipFile(told.folder / "transaction.zip") as bundle:
        names = bundle.namelist()
        assert any(name.startswith("manifest") for name in names)
        assert bundle.testzip() is None
    told.patch.setenv("LICET_AS", "mia")
    told.patch.setenv("LICET_ROLE", "license_manager")
    postings = told.json("ledger", "journal", "D1045678")
    (line,) = told.json("ledger", "balance", "D1045678")
    for account in ("authorized", "available", "reserved", "shipped", "adjusted"):
        total = sum(int(posting["quantity"]) for posting in postings if posting["account"] == account)
        assert total == int(line[account]["quantity"])
    assert line["remaining"] == {"line": 1, "quantity": "0", "unit": "pcs", "value": "0", "at_most": "0"}


def test_an_answer_on_record_is_made_again_as_it_was(told: Told) -> None:
    script = SCRIPT.read_text("utf-8")
    told.run(script[: script.index("# --- three shipments")])
    told.patch.setenv("COLUMNS", "200")
    first = told.runner.invoke(app, ["check", "licensed.json", "--json"]).stdout
    answer = json.loads(first)
    assert (answer["answer"], answer["license"]["quantity_after"]) == ("authorized", "40")
    told.run(
        "as() {\n" + script[script.index("# --- three shipments") : script.index("# --- what was filed")]
    )
    again = told.runner.invoke(app, ["replay", answer["receipt"]["id"]])
    assert (again.exit_code, again.stdout) == (0, first)
    for name in ("LICET_AS", "LICET_ROLE", "LICET_ORG"):
        told.patch.delenv(name)
    blind = told.runner.invoke(app, ["replay", answer["receipt"]["id"]])
    assert blind.exit_code == 2
    assert "say --as, --role and --org" in blind.stderr
    stated = told.runner.invoke(app, ["check", "licensed.json", "--json"])
    assert "taken as stated" in stated.stderr
    assert "license_as_stated" in stated.stdout
