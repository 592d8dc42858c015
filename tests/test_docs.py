"""What people rely on is documented: commands, settings, rules, tables; and generated pages are current."""

import re
import subprocess
import sys
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from typer.main import get_command

from licet.cli.main import app
from licet.regimes.registry import regimes

ROOT = Path(__file__).resolve().parent.parent
GUIDE = "\n".join(path.read_text("utf-8") for path in sorted((ROOT / "docs" / "guide").glob("*.md")))


def commands(group: Any, path: str = "licet") -> Iterator[tuple[str, Any]]:
    for name, command in group.commands.items():
        if hasattr(command, "commands"):
            yield from commands(command, f"{path} {name}")
        else:
            yield f"{path} {name}", command


COMMANDS = dict(commands(get_command(app)))


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_is_documented(name: str) -> None:
    assert name in GUIDE


@pytest.mark.parametrize("name", COMMANDS)
def test_every_option_is_documented(name: str) -> None:
    options = [option for param in COMMANDS[name].params for option in param.opts if option.startswith("--")]
    assert [option for option in options if option not in GUIDE] == []


def test_every_setting_is_documented() -> None:
    source = "\n".join(path.read_text("utf-8") for path in (ROOT / "src").rglob("*.py"))
    settings = set(re.findall(r"\bLICET_[A-Z_]+\b", source))
    documented = (ROOT / "docs" / "guide" / "settings.md").read_text("utf-8")
    assert settings
    assert [name for name in settings if name not in documented] == []


def test_every_table_is_documented() -> None:
    documented = (ROOT / "docs" / "law" / "tables.md").read_text("utf-8")
    folders = [files(f"licet.regimes.{code}") / "tables" for code in regimes()]
    tables = [
        item.name for folder in folders if folder.is_dir() for item in folder.iterdir() if item.is_file()
    ]
    assert tables
    assert [name for name in tables if name not in documented] == []


def test_every_rule_has_a_page_that_is_current() -> None:
    made = subprocess.run(
        [sys.executable, ROOT / "tools" / "build_docs.py", "--check"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert made.returncode == 0, made.stdout
    pages = "\n".join(path.read_text("utf-8") for path in (ROOT / "docs" / "law").glob("*.md"))
    rules = [rule.rule_id for regime in regimes().values() for rule in regime.rulebook.rules]
    assert [name for name in rules if f"`{name}`" not in pages] == []


def test_every_key_of_a_sale_is_documented() -> None:
    documented = (ROOT / "docs" / "guide" / "sale.md").read_text("utf-8")
    keys = [
        "takes_possession_as_agent",
        "dispositions",
        "owners",
        "known_as_of",
        "en_route_since",
        "located_in_us",
    ]
    assert [key for key in keys if key not in documented] == []
