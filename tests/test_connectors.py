"""The recipes of docs/guide/connectors.md run as they stand, where the software that they are for is installed."""

from __future__ import annotations

import base64
import csv
import hashlib
import hmac
import importlib.util
import io
import json
import re
import sys
import threading
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from types import ModuleType
from typing import Any

import httpx2
import pytest
import uvicorn
from starlette.testclient import TestClient

from licet.accounts.service import NewAccount
from licet.events.roles import Side, UserAction, UserRole
from licet.server.app import create_app
from licet.server.services import open_services
from licet.server.settings import Settings

PAGE = Path(__file__).resolve().parents[1] / "docs" / "guide" / "connectors.md"
_BLOCK = re.compile(r"```(\w+) title=\"([^\"]+)\"\n(.*?)^```$", re.MULTILINE | re.DOTALL)
DAY = datetime(2019, 10, 10, 16, tzinfo=UTC)
ORDERS = (
    "id,action,as_of,destination,item.eccn,item.kind,item.us_origin,end_use,ultimate_consignee.name,"
    "ultimate_consignee.country\n"
    '1,export,2019-10-10,CN,EAR99,commodity,true,none_named_in_part_744,"Huawei Device Co., Ltd.",CN\n'
    "2,export,2019-10-10,CA,EAR99,commodity,true,none_named_in_part_744,Maple Bakery Inc.,CA\n"
)


def recipe(name: str, folder: Path) -> ModuleType:
    """A block of the page as the module that it is."""
    texts = {title: text for _, title, text in _BLOCK.findall(PAGE.read_text("utf-8"))}
    path = folder / name
    path.write_text(texts[name], "utf-8")
    spec = importlib.util.spec_from_file_location(path.stem, path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[path.stem] = module  # where dataclasses and Dagster look for it
    spec.loader.exec_module(module)
    return module


class Server:
    """A server of Licet on loopback, with a token that checks sales and screens."""

    def __init__(self, home: Path) -> None:
        self.services = open_services(Settings(home), lambda: DAY)
        accounts = self.services.accounts
        accounts.add_organization("acme", "Acme", Side.EXPORTER)
        account = accounts.add(
            NewAccount("erp", "ERP", "acme", (UserRole.LICENSE_MANAGER,), "given by another")
        )
        accounts.set_password(account.key, "given by another", "correct horse battery")
        scopes = [UserAction.CHECK_SALE, UserAction.SCREEN]
        found = accounts.find(account.key)
        assert found is not None
        self.token = self.services.sessions.make_token(found, "erp", scopes, 30).secret
        self.app = create_app(self.services)
        config = uvicorn.Config(self.app, "127.0.0.1", 0, log_level="error", access_log=False)
        self._server = uvicorn.Server(config)
        self._thread = threading.Thread(target=self._server.run, daemon=True)
        self._thread.start()
        while not self._server.started:
            time.sleep(0.02)
        self.url = f"http://127.0.0.1:{self._server.servers[0].sockets[0].getsockname()[1]}"

    def close(self) -> None:
        self._server.should_exit = True
        self._thread.join(20)


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    made = Server(tmp_path / "home")
    yield made
    made.close()


def test_duckdb_screens_and_checks_in_sql(tmp_path: Path) -> None:
    duckdb = pytest.importorskip("duckdb", reason="DuckDB is not installed")
    connection = duckdb.connect()
    recipe("licet_duckdb.py", tmp_path).register(connection)
    names = connection.sql(
        "SELECT name, licet_screen(name, country) FROM (VALUES ('Huawei Device Co., Ltd.', 'CN'), "
        "('Maple Bakery', 'CA'), (NULL, 'CA'), ('', NULL)) AS customers(name, country)"
    ).fetchall()
    assert names == [
        ("Huawei Device Co., Ltd.", "match"), ("Maple Bakery", "clear"), (None, "not_compared"), ("", "not_compared"),
    ]  # fmt: skip
    sale = {"action": "export", "as_of": "2019-10-10", "destination": "CN",
            "item": {"kind": "commodity", "eccn": "EAR99", "us_origin": True},
            "parties": [{"role": "end_user", "name": "Huawei Device Co., Ltd.", "country": "CN"}]}  # fmt: skip
    lights = [
        connection.execute("SELECT licet_light(?)", [text]).fetchone()[0]
        for text in (json.dumps(sale), "{}", "no JSON", None, '{"destinatoin": "CN"}')
    ]
    assert lights[0] == "red"
    assert "green" not in lights
    assert lights[2].startswith("unreadable")
    assert "destination" in lights[4]


def test_dagster_answers_an_order_file_and_stops_what_comes_after(tmp_path: Path, server: Server) -> None:
    dagster: Any = pytest.importorskip("dagster", reason="Dagster is not installed")
    module = recipe("licet_dagster.py", tmp_path)
    path = tmp_path / "orders.csv"
    path.write_text(ORDERS, "utf-8")

    def ship() -> None:
        """What may be done only when every line may go."""

    shipped = dagster.asset(name="shipped", deps=[module.answered_orders])(ship)

    def run() -> Any:
        with dagster.DagsterInstance.ephemeral() as instance:
            return dagster.materialize(
                [module.answered_orders, module.every_line_may_go, shipped],
                resources={"server": module.LicetServer(url=server.url, token=server.token)},
                run_config={"ops": {"answered_orders": {"config": {"path": str(path)}}}},
                instance=instance,
                raise_on_error=False,
            )

    found, again = run(), run()
    (made,) = found.asset_materializations_for_node("answered_orders")
    (same,) = again.asset_materializations_for_node("answered_orders")
    assert {"book", "red"} <= set(made.metadata)
    assert same.metadata["book"] == made.metadata["book"]
    (check,) = found.get_asset_check_evaluations()
    assert not check.passed
    assert not found.asset_materializations_for_node("shipped")


def _shop_order(number: int, name: str, country: str) -> bytes:
    address = {"first_name": "Ada", "last_name": "Young", "company": name, "address_1": "Main St 1", "city": "Town",
               "country": country}  # fmt: skip
    line = {"id": 1, "name": "Cable", "sku": "CAB-5", "quantity": 2, "total": "19.98",
            "meta_data": [{"key": "eccn", "value": "EAR99"}]}  # fmt: skip
    order = {"id": number, "status": "processing", "currency": "USD", "billing": address, "shipping": address,
             "line_items": [line]}  # fmt: skip
    return json.dumps(order).encode()


def test_orders_of_a_shop_are_held_unless_they_are_green(tmp_path: Path, server: Server) -> None:
    module = recipe("licet_woocommerce.py", tmp_path)
    held: dict[int, str] = {}
    app = module.receiver(server.url, server.token, "the secret", held.__setitem__)

    def send(body: bytes, secret: str = "the secret") -> int:  # noqa: S107
        signed = base64.b64encode(hmac.new(secret.encode(), body, hashlib.sha256).digest()).decode()
        with TestClient(app) as shop:
            headers = {"X-WC-Webhook-Signature": signed, "X-WC-Webhook-Topic": "order.created"}
            return shop.post("/orders", content=body, headers=headers).status_code

    assert send(_shop_order(1, "Huawei Device Co., Ltd.", "CN")) == 202
    assert "license" in held[1].lower()
    assert send(_shop_order(2, "Maple Bakery Inc.", "Atlantis")) == 202
    assert "could not be read" in held[2]
    assert send(_shop_order(3, "Maple Bakery Inc.", "CA"), "another secret") == 401
    assert 3 not in held
    assert send(_shop_order(4, "Maple Bakery Inc.", "CA")) == 202
    with httpx2.Client(base_url=server.url, headers={"Authorization": f"Bearer {server.token}"}) as client:
        kept = client.get("/api/v1/determinations", params={"reference": "woo-4"}).json()["items"]
    assert (4 in held) == any(item["light"] != "green" for item in kept)
    assert kept


def test_what_excel_asks_for_is_a_table(server: Server) -> None:
    """Excel does not run here: its query is asked as it stands, address and header."""
    text = next(text for _, name, text in _BLOCK.findall(PAGE.read_text("utf-8")) if name == "answers.pq")
    (path,) = re.findall(r'RelativePath = "([^"]+)"', text)
    assert 'Authorization = "Bearer "' in text
    headers = {"Authorization": f"Bearer {server.token}"}
    with httpx2.Client(base_url=server.url, headers=headers, timeout=60) as client:
        sent = client.post("/api/v1/jobs/answers", files={"orders": ("orders.csv", ORDERS.encode())})
        key = sent.json()["key"]
        while client.get(f"/api/v1/jobs/{key}").json()["state"] not in {"done", "failed"}:
            time.sleep(0.1)
        answer = client.get("/" + path.replace("KEY", key))
        assert (
            client.get("/" + path.replace("KEY", key), headers={"Authorization": "Bearer no"}).status_code
            == 401
        )
    rows = list(csv.DictReader(io.StringIO(answer.text)))
    assert [row["id"] for row in rows] == ["1", "2"]
    assert rows[0]["answer"] == "license_required"
