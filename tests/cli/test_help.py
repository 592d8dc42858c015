"""The guide and the words for shells that come with the program, and the files to run it as a service."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from tests.conftest import REPO
from typer.testing import CliRunner

from licet.cli.help import guide_pages
from licet.cli.main import COMMANDS, app


def licet(*words: str) -> tuple[int, str]:
    found = CliRunner().invoke(app, words)
    return found.exit_code, found.output


def test_every_page_of_the_guide_is_had_by_its_name() -> None:
    listed = licet("help")[1]
    for name, path in guide_pages().items():
        assert f"  {name} " in listed
        assert licet("help", name) == (0, path.read_text("utf-8"))
    assert licet("help", "docs/guide/files.md")[0] == 0


def test_a_command_names_its_pages_and_a_slip_what_is_near() -> None:
    status, said = licet("help", "check-file")
    assert (status, "licet check-file --help" in said, "licet help orders" in said) == (0, True, True)
    status, said = licet("help", "filse")
    assert status == 2
    assert "did you mean files" in said


@pytest.mark.parametrize(
    ("typed", "place", "wanted"),
    [("licet che", 1, ["check", "check-file"]), ("licet check-file --mapp", 2, ["--mapping"]),
     ("licet lists ", 2, ["adopt", "diff", "show", "status", "update"])],
)  # fmt: skip
def test_a_shell_completes_commands_and_options(typed: str, place: int, wanted: list[str]) -> None:
    asked = {"COMP_WORDS": typed, "COMP_CWORD": str(place), "_LICET_COMPLETE": "complete_bash"}
    found = subprocess.run(
        [Path(sys.executable).with_name("licet")], env={**os.environ, **asked}, capture_output=True, text=True,
        check=True,
    )  # fmt: skip
    assert sorted(found.stdout.split()) == wanted


def test_bash_takes_the_script() -> None:
    status, script = licet("completion", "bash")
    assert status == 0
    subprocess.run(["bash", "-c", f"{script}\ncomplete -p licet"], check=True, capture_output=True)


def test_the_manual_page_has_every_command() -> None:
    page = (REPO / "docs" / "man" / "licet.1").read_text("utf-8")
    assert [name for name in COMMANDS if f".B licet {name}".replace("-", "\\-") not in page] == []
    if shutil.which("groff"):
        drawn = subprocess.run(
            ["groff", "-man", "-Tutf8", "-ww", "-"], input=page, capture_output=True, text=True, check=True
        )
        assert drawn.stderr == ""


def test_the_container_has_all_that_the_wheel_is_made_of() -> None:
    """The image copies what pyproject.toml puts into the wheel, and the compose file names the Dockerfile."""
    compose = yaml.safe_load((REPO / "deploy" / "compose.yaml").read_text("utf-8"))
    build = compose["services"]["licet"]["build"]
    folder = (REPO / "deploy" / build["context"]).resolve()
    dockerfile = (folder / build["dockerfile"]).read_text("utf-8")
    copied = {
        word for line in dockerfile.splitlines() if line.startswith("COPY ") for word in line.split()[1:-1]
    }
    assert all((folder / name).exists() for name in copied)
    assert {"src", "docs", "pyproject.toml", "requirements.lock", "README.md", "LICENSE"} <= copied
