"""The server for assistants, asked by the official client of the Model Context Protocol."""

from __future__ import annotations

import asyncio
import json
import threading
import time
from pathlib import Path
from typing import Any

import httpx2
import pytest
import uvicorn

from licet.accounts.service import NewAccount
from licet.events.roles import Side, UserAction, UserRole
from licet.mcp.tools import AssistantTools
from licet.services.account_administration import account_administration

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


def test_over_http_an_account_asks_with_its_token(tmp_path: Path) -> None:
    """Without a token, with one that ended, or without the scope nothing is answered; the log says who asked."""
    mcp = pytest.importorskip("mcp", reason="the extra licet[mcp] is not installed")
    from mcp.client.streamable_http import streamable_http_client  # noqa: PLC0415  # needs the extra
    from mcp.shared._httpx_utils import create_mcp_http_client  # noqa: PLC0415  # as above

    from licet.mcp.identity import account_tokens  # noqa: PLC0415  # as above
    from licet.mcp.server import mcp_server  # noqa: PLC0415  # as above

    with account_tokens(tmp_path) as nobody:
        assert nobody is None
    with account_administration(tmp_path) as found:
        found.accounts.add_organization("acme", "Acme", Side.EXPORTER)
        made = found.accounts.add(
            NewAccount("erp", "ERP", "acme", (UserRole.LICENSE_MANAGER,), "given by another")
        )
        found.accounts.set_password(made.key, "given by another", "correct horse battery")
        whole = found.sessions.make_token(found.account("erp"), "all", [UserAction.CHECK_SALE], 1)
        other = found.sessions.make_token(found.account("erp"), "names", [UserAction.SCREEN], 1)

    with account_tokens(tmp_path) as accounts:
        assert accounts is not None
        app = mcp_server(tmp_path, accounts).streamable_http_app()
        server = uvicorn.Server(uvicorn.Config(app, "127.0.0.1", 0, log_level="error"))
        thread = threading.Thread(target=server.run, daemon=True)
        thread.start()
        while not server.started:
            time.sleep(0.02)
        url = f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}/mcp"

        async def ask(token: str | None) -> Any:
            headers = {"Authorization": f"Bearer {token}"}
            async with (
                create_mcp_http_client(headers=headers) as http,
                mcp.Client(streamable_http_client(url, http_client=http)) as client,
            ):
                return await client.call_tool("check", {"transaction": SALE})

        answer = asyncio.run(ask(whole.secret))
        assert json.loads(answer.content[0].text)["go"] is False
        assert asyncio.run(ask(other.secret)).is_error
        with account_administration(tmp_path) as found:
            assert found.sessions.end_token(made.key, whole.key, found.account("erp"))
        assert httpx2.post(url, json={}).status_code == 401
        for bad in ("licet_nobody", whole.secret):
            assert httpx2.post(url, json={}, headers={"Authorization": f"Bearer {bad}"}).status_code == 401
        server.should_exit = True
        thread.join(20)
    (line,) = (tmp_path / "assistants.jsonl").read_text("utf-8").splitlines()
    assert json.loads(line)["assistant"].endswith(" for erp")


def test_an_assistant_is_told_of_every_law_that_the_workspace_has_adopted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What a law asks is asked, what it stops is no go, and what was not examined is named."""
    monkeypatch.setenv("LICET_REGIMES", "us_ear,us_ofac,us_itar")
    tools = AssistantTools.of(tmp_path)
    pay = {
        **SALE,
        "action": "payment",
        "destination": "IR",
        "as_of": "2025-03-01",
        "item": {"kind": "service"},
    }
    stopped = tools.check({**pay, "facts": {"us_person": True}})
    assert stopped["by_law"]["OFAC sanctions regulations"] == "prohibited"
    assert (stopped["verdict"], stopped["go"], stopped["confirm"]) == (
        "prohibited",
        False,
        ["facts.us_person"],
    )
    goggles = {**SALE, "as_of": "2025-03-01", "item": {**SALE["item"], "description": "night vision goggles"}}
    asked = tools.check(goggles)
    assert asked["by_law"]["International Traffic in Arms Regulations"] == "undetermined"
    assert "facts.usml_paragraph" in {need["path"] for need in asked["ask_next"]}
    assert "Foreign Trade Regulations" in asked["not_examined"]
    supposed = tools.what_if(goggles, {"facts": {"usml_paragraph": "XII(c)(2)"}})["supposed"]
    assert supposed["by_law"]["International Traffic in Arms Regulations"] == "license_required"
    listed = tools.law("31 CFR 560.204")
    assert listed["rules"]
