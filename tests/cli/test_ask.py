"""`licet ask` in a pipe: commands, bad answers, saving, and the answer that `licet check` gives."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from licet.cli.main import app

GERMANY = ["export", "EAR99", "commodity", "Germany", "Muster GmbH (DE)", "civil"]


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("LICET_HOME", str(tmp_path / "home"))
    monkeypatch.chdir(tmp_path)
    return tmp_path


def ask(*typed: str, options: tuple[str, ...] = ()) -> Result:
    return CliRunner().invoke(app, ["ask", "--as-of", "2026-07-01", *options], input="\n".join(typed) + "\n")


def test_an_interview_ends_with_the_answer_and_saves_what_check_answers_alike(home: Path) -> None:
    shown = ask(*GERMANY, "sale.json", options=())
    assert shown.exit_code == 0, shown.output
    assert "That is all that is needed (6 questions)." in shown.output
    assert "NLR" in shown.output
    assert "Saved to sale.json" in shown.output
    checked = CliRunner().invoke(app, ["check", "sale.json", "--json"])
    assert json.loads(checked.stdout)["answer"] == "no_license_required"
    assert (
        "That is all that is needed (0 questions)"
        in CliRunner().invoke(app, ["ask", "sale.json"], input="\n").output
    )
    assert (home / "sale.json").exists()


def test_save_writes_at_the_end_and_never_over_another_file(home: Path) -> None:
    assert ask(*GERMANY, options=("--save", "new.json")).exit_code == 0
    written = (home / "new.json").read_text("utf-8")
    refused = ask(*GERMANY, options=("--save", "new.json"))
    assert refused.exit_code == 2
    assert "exists already" in refused.output
    assert (home / "new.json").read_text("utf-8") == written


@pytest.mark.usefixtures("home")
def test_commands_are_understood_anywhere() -> None:
    shown = ask("why", "help", "nonsense", "export", "back", "1", "why", "save", "unknown", "quit")
    assert shown.exit_code == 0
    assert shown.output.count("What happens with the item?") == 2
    for words in (
        "Not understood",
        "Say where: `save sale.json`",
        "Ended before the answer",
        "Nothing was saved",
    ):
        assert words in shown.output


@pytest.mark.usefixtures("home")
def test_an_input_that_ends_early_is_said_and_is_no_success() -> None:
    shown = ask("export")
    assert shown.exit_code == 2
    assert "The input ended before the answer was found. Nothing was saved." in shown.output
    assert "\x1b" not in shown.output
