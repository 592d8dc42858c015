"""The tutorials run: files are saved, commands and Python run in order, and print what the page says."""

import contextlib
import io
import re
import shlex
from pathlib import Path

import pytest
from typer.testing import CliRunner

from licet.cli.main import app

FOLDER = Path(__file__).resolve().parents[1] / "docs" / "tutorials"
BLOCK = re.compile(r"^```(\w+)(?: title=\"([^\"]+)\")?\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def run_command(line: str, patch: pytest.MonkeyPatch) -> str:
    """What a command line prints; ``!`` before it: it has to fail, else it has to succeed."""
    if line.startswith("export "):
        for setting in shlex.split(line)[1:]:
            patch.setenv(*setting.split("=", 1))
        return ""
    fails = line.startswith("! ")
    program, *words = shlex.split(line.removeprefix("! "))
    assert program == "licet"
    result = CliRunner().invoke(app, words)
    printed = result.output
    assert (result.exit_code != 0) is fails, printed
    return printed


def run_python(code: str, names: dict[str, object]) -> str:
    with contextlib.redirect_stdout(io.StringIO()) as out:
        exec(compile(code, "tutorial", "exec"), names)  # noqa: S102 - our own page
    return out.getvalue()


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.md")), ids=lambda path: path.stem)
def test_a_tutorial_does_what_it_says(path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("LICET_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("COLUMNS", "200")
    printed, names, shown = "", dict[str, object](), 0
    for kind, title, text in BLOCK.findall(path.read_text("utf-8")):
        if title:
            Path(title).write_text(text, "utf-8")
        elif kind == "sh":
            printed = "".join(run_command(line, monkeypatch) for line in text.splitlines())
        elif kind == "python":
            printed = run_python(text, names)
        else:
            assert kind == "text", f"a block of {kind} without a title"
            told = " ".join(printed.split())
            assert [line for line in text.splitlines() if line not in told] == [], printed
            shown += 1
    assert shown
