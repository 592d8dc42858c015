"""The server for assistants, asked by the official client of the Model Context Protocol."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path
from typing import Any

import pytest

from licet.mcp.tools import AssistantTools

SALE: dict[str, Any] = {
    "action": "export", "as_of": "2019-10-10", "destination": "DE",
    "item": {"kind": "commodity", "eccn": "EAR99", "us_origin": True},
    "parties": [{"role": "ultimate_consignee", "name": "Sunfield Instruments Ltd", "country": "DE"}],
}  # fmt: skip


def test_the_official_client_finds_and_calls_every_tool(tmp_path: Path) -> None:
    """Unknown is never a go, nobody but a person clears a match, and the log names the assistant."""
    mcp = pytest.importorskip("mcp", reason="the extra licet[mcp] is not installed")
    from licet.mcp.server import mcp_server  # noqa: PLC0415  # needs the extra

    async def ask() -> dict[str, Any]:
        async with mcp.Client(mcp_server(tmp_path)) as client:
            tools = await client.list_tools()

            async def call(tool: str, **words: Any) -> Any:
                found = await client.call_tool(tool, words)
                return json.loads(found.content[0].text)

            cleared = SALE["parties"][0] | {"dispositions": [{"entry": "x", "same": False}]}
            return {
                "names": {tool.name for tool in tools.tools},
                "check": await call("check", transaction=SALE),
                "argued": await call(
                    "check", transaction=SALE | {"end_use": "civil", "facts": {"not_named_in_746_8": True}}
                ),
                "cleared": await call("check", transaction=SALE | {"parties": [cleared]}),
                "typo": await call("check", transaction=SALE | {"destnation": "DE"}),
                "suppose": await call("what_if", transaction=SALE, changes={"destination": "CN"}),
                "screen": await call("screen", name="Huawei Technologies Co., Ltd.", country="China"),
                "law": await call("law", cite="15 CFR 744.11"),
                "explain": await call("explain", transaction=SALE),
            }

    found = asyncio.run(ask())
    assert found["names"] == {"check", "explain", "what_if", "screen", "law"}
    assert found["check"]["go"] is False
    assert found["check"]["receipt"]
    assert found["argued"]["go"] is False
    assert found["argued"]["confirm"] == ["end_use", "facts.not_named_in_746_8"]
    assert (found["cleared"]["go"], "clears no match" in found["cleared"]["error"]) == (False, True)
    assert "destnation" in found["typo"]["key"]
    assert found["suppose"]["supposed"]["go"] is False
    assert found["screen"]["verdict"] == "match"
    assert found["law"]["rules"]
    assert "because" in found["explain"]["answer_in_full"]
    log = [json.loads(line) for line in (tmp_path / "assistants.jsonl").read_text("utf-8").splitlines()]
    assert {line["tool"] for line in log} >= {"check", "screen", "law"}
    assert all(line["assistant"] not in {"", "unknown"} for line in log)


def test_what_an_assistant_states_waits_for_a_person(tmp_path: Path) -> None:
    tools = AssistantTools.of(tmp_path)
    owners = SALE["parties"][0] | {"owners": []}
    found = tools.check(SALE | {"parties": [owners]}, "test 1")
    assert found["confirm"] == ["parties[0].owners"]
    assert not found["go"]
