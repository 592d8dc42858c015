"""The open benchmark asks a real server of another over stdio, which takes a transaction or screens names."""

from __future__ import annotations

import json
import sys

import pytest
from typer.testing import CliRunner

from licet.cli.main import app
from licet.mcp.benchmark import GO, STOP, UNKNOWN, AskedTool

SERVER = """
from mcp.server import MCPServer

server = MCPServer("other")

@server.tool()
def screen(name: str) -> dict[str, bool]:
    "Whether nobody of this name is listed."
    return {"clean": "huawei" not in name.lower()}

@server.tool()
def decide(sale: dict[str, object]) -> dict[str, str]:
    "A careful server."
    return {"verdict": "ask a person"}

server.run()
"""


@pytest.fixture(scope="module")
def other(tmp_path_factory: pytest.TempPathFactory) -> str:
    pytest.importorskip("mcp", reason="the extra licet[mcp] is not installed")
    path = tmp_path_factory.mktemp("other") / "server.py"
    path.write_text(SERVER, "utf-8")
    return f"{sys.executable} {path}"


def scored(*words: str) -> tuple[int, dict[str, int]]:
    found = CliRunner().invoke(app, ["bench", "--json", *words])
    return found.exit_code, json.loads(found.stdout)["outcomes"]


def test_a_server_that_only_screens_names_lets_go_what_needs_a_license(other: str) -> None:
    status, outcomes = scored(
        "--server", other, "--tool", "screen", "--party", "name", "--verdict", "clean", "--go", "true"
    )
    assert status == 1
    assert outcomes["wrong go"] > 50
    assert sum(outcomes.values()) == 300


def test_a_server_that_always_asks_says_no_wrong_go(other: str) -> None:
    status, outcomes = scored("--server", other, "--tool", "decide", "--argument", "sale")
    assert (status, set(outcomes) - {"right", "unknown", "admissible unknown"}) == (0, set())


def test_one_party_that_is_found_stops_a_transaction() -> None:
    asked = AskedTool("screen", "", "clean", "name", "true")
    parties = [{"role": "end_user", "name": "A"}, {"role": "purchaser", "name": "B"}, {"role": "forwarder"}]
    assert asked.calls({"parties": [*parties, parties[0]]}) == [{"name": "A"}, {"name": "B"}]
    assert [asked.of_all(said) for said in (["True", "False"], ["True", "true"], [])] == [STOP, GO, UNKNOWN]
