"""A command imports what it needs and no more, and says which part of Licet it lacks."""

import json
import os
import subprocess
import sys
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path
from typing import Any

import pytest
from typer.main import get_command

from licet.cli.main import COMMANDS, app
from licet.extras import EXTRAS

ROOT = Path(__file__).resolve().parents[2]
OPTIONAL = {module for modules in EXTRAS.values() for module in modules}
_RUN = """
import atexit, json, sys

class Missing:
    def find_spec(self, name, path=None, target=None):
        if name in {missing!r}:
            raise ModuleNotFoundError(f"No module named {{name!r}}", name=name)

sys.meta_path.insert(0, Missing())
atexit.register(lambda: print("\\n" + json.dumps(sorted(sys.modules))))
sys.argv = ["licet", *{arguments!r}]
from licet.cli.main import main
main()
"""


def run(home: Path, *arguments: str, missing: frozenset[str] = frozenset()) -> tuple[int, str, str, set[str]]:
    """Run a command in a process of its own: its status, what it printed, and the modules that it imported."""
    code = _RUN.format(missing=set(missing), arguments=list(arguments))
    environment = {**os.environ, "LICET_HOME": str(home)}
    ended = subprocess.run(
        [sys.executable, "-c", code], check=False, capture_output=True, text=True, env=environment
    )
    printed, _, modules = ended.stdout.rstrip().rpartition("\n")
    return ended.returncode, printed, ended.stderr, set(json.loads(modules))


def transaction(folder: Path) -> str:
    party = {"role": "ultimate_consignee", "name": "Huawei Technologies Co., Ltd.", "country": "CN"}
    item = {"kind": "commodity", "eccn": "EAR99", "us_origin": True, "value_usd": 100}
    path = folder / "transaction.json"
    data = {"action": "export", "destination": "CN", "as_of": "2019-10-10", "item": item, "parties": [party]}
    path.write_text(json.dumps(data), "utf-8")
    return str(path)


@pytest.mark.parametrize("option", ["--help", "--version"])
def test_help_and_version_import_no_command(tmp_path: Path, option: str) -> None:
    status, printed, _, modules = run(tmp_path, option)
    assert status == 0
    assert "licet" in printed
    own = {name for name in modules if name.partition(".")[0] == "licet"}
    assert own == {
        "licet",
        "licet.cli",
        "licet.cli.main",
        "licet.cli.as_given",
        "licet.cli.lazy",
        "licet.extras",
    }
    assert not modules & (
        OPTIONAL | {"numpy", "sqlalchemy", "alembic", "cryptography", "pycountry", "httpx2"}
    )


def test_check_imports_no_optional_part(tmp_path: Path) -> None:
    status, printed, _, modules = run(tmp_path, "check", transaction(tmp_path))
    assert status == 0
    assert "RED" in printed
    assert not modules & (
        OPTIONAL | {"alembic", "cryptography", "httpx2", "licet.documents", "licet.scenarios"}
    )
    assert not modules & {
        "sqlalchemy",
        "asyncio",
        "licet.tabular.business",
        "pydantic",
        "licet.licensing.ledger",
        "licet.storage.work",
        "pycountry",
        "email",
        "importlib.metadata",
    }
    law = {name.split(".")[2] for name in modules if name.startswith("licet.regimes.us_") and _is_law(name)}
    assert law == {"us_ear"}


def _is_law(module: str) -> bool:
    """Whether a module of a regime is more than its name, title and entries."""
    return module.count(".") > 2 and module.rpartition(".")[2] not in ("regime", "entries")


@pytest.mark.parametrize(
    "command",
    ["screen Huawei", "timeline Huawei", "version", "doctor", "lists status", "decisions --org acme"],
)
def test_the_core_works_without_any_extra(tmp_path: Path, command: str) -> None:
    status, _, errors, _ = run(tmp_path, *command.split(), missing=frozenset(OPTIONAL))
    assert status == 0, errors


def test_names_are_screened_without_the_compiler(tmp_path: Path) -> None:
    names, out = tmp_path / "names.csv", tmp_path / "out.csv"
    names.write_text("name,country\nHuawei Technologies Co. Ltd,CN\nMuster Muehle GmbH,DE\n", "utf-8")
    status, printed, errors, _ = run(
        tmp_path, "screen-file", str(names), str(out), missing=frozenset(OPTIONAL)
    )
    assert status == 0, errors
    assert "1 match" in printed


@pytest.mark.parametrize(
    ("command", "module", "extra"),
    [("example-orders 9 OUT", "polars", "bulk"), ("serve", "uvicorn", "server")],
)
def test_a_missing_part_is_named_with_the_command_that_installs_it(
    tmp_path: Path, command: str, module: str, extra: str
) -> None:
    arguments = command.replace("OUT", str(tmp_path / "orders.csv")).split()
    status, printed, errors, _ = run(tmp_path, *arguments, missing=frozenset(OPTIONAL))
    expected = f"licet: This needs {module}, which is not installed: pip install 'licet[{extra}]'\n"
    assert (status, printed.strip(), errors) == (2, "", expected)


def test_each_line_of_the_help_is_the_first_sentence_of_the_command() -> None:
    group: Any = get_command(app)
    for name, command in COMMANDS.items():
        first = " ".join((group.commands[name].help or "").partition("\n\n")[0].split())
        assert first == command.summary, name


def test_the_extras_are_those_of_the_project() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    core = _names(project["dependencies"])
    distributions = packages_distributions()
    for extra, modules in EXTRAS.items():
        wanted = _names(project["optional-dependencies"][extra])
        brought = {_plain(distribution) for module in modules for distribution in distributions[module]}
        assert {text for text in wanted if not text.startswith("licet")} <= brought, extra
        assert not brought & core, extra
    everything = _names(project["optional-dependencies"]["all"])
    assert everything == {"licet[bulk,documents,server]"}


def _names(requirements: list[str]) -> set[str]:
    return {
        requirement if requirement.startswith("licet") else _plain(requirement.partition(">")[0])
        for requirement in requirements
    }


def _plain(name: str) -> str:
    return name.partition("[")[0].replace("_", "-").lower()
