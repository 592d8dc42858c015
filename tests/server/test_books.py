"""A line of an order book goes only while its answer and its release hold, on the page and by API."""

import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from starlette.testclient import TestClient
from typer.testing import CliRunner, Result

from licet.cli.main import app as commands
from licet.events.event import Actor
from licet.events.kinds import Kind
from licet.events.roles import UserRole
from licet.model.listing import ListCode
from licet.storage.adopt import AdoptionRequest, adopt
from licet.watchlists.row import RawRow
from licet.watchlists.snapshot import Format, Snapshot
from licet.web import mount

R = UserRole
DAY = date(2019, 10, 10)
COLUMNS = {
    "action": "export", "as_of": "2019-10-10", "destination": "DE", "item.kind": "commodity", "item.eccn": "EAR99",
    "item.us_origin": "yes", "item.value_usd": "100", "end_use": "civil", "ultimate_consignee.country": "DE",
}  # fmt: skip


def lists(home: Path, number: int, *names: str) -> None:
    """Adopt a made list; none is the whole one, so that no line is green and every release takes two persons."""
    rows = tuple(
        RawRow(list_code=ListCode.EL, name=name, line=line, countries=("CN",))
        for line, name in enumerate(names, 1)
    )
    snapshot = Snapshot(Format.CSL_CSV, f"{number}".rjust(64, "a"), None, "of the test", rows)
    adopt(home, snapshot, AdoptionRequest(f"{number}.csv", DAY, DAY, "a test", as_whole=True))


@pytest.fixture
def desk(
    desk_at: Any, tmp_path: Path, database_at: str | None, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Any]:
    if database_at is not None:
        monkeypatch.setenv("LICET_DATABASE_URL", database_at)
    opened = desk_at(tmp_path)
    lists(tmp_path, 1, "Nobody Knows Them")
    opened.services.decider.refresh()
    mount(opened.app, opened.services)
    opened.services.jobs.start()
    for role in (R.COMPLIANCE_OFFICER, R.APPROVER):
        opened.person(str(role), role)
    opened.person("other", R.COMPLIANCE_OFFICER, organization="beta")
    yield opened
    opened.services.jobs.stop()
    opened.services.close()


def signed_in(desk: Any, login: str) -> TestClient:
    client: TestClient = desk.browser()
    client.csrf = desk.sign_in(client, login)["csrf"]  # type: ignore[attr-defined]
    return client


def answered(desk: Any, organization: str, key: str) -> None:
    for _ in range(1200):
        book = desk.services.order_books.book(organization, key)
        if book.state != "answering":
            break
        time.sleep(0.05)
    assert book.state == "answered", book


def uploaded(desk: Any, client: TestClient) -> str:
    rows = [
        {"id": str(number), **COLUMNS, "ultimate_consignee.name": f"Muster {number} GmbH"}
        for number in (1, 2)
    ]
    content = pl.DataFrame(rows).write_csv().encode()
    data = {"csrf": client.csrf, "as_of": "", "known_as_of": ""}  # type: ignore[attr-defined]
    made = client.post("/orders", data=data, files={"file": ("book.csv", content)}, follow_redirects=False)
    key = str(made.headers["location"].rpartition("/")[2])
    answered(desk, "acme", key)
    return key


def act(client: TestClient, key: str, deed: str, row: str = "1") -> str:
    data = {"csrf": client.csrf, "deed": deed, "row": row, "reason": "seen"}  # type: ignore[attr-defined]
    said = client.post(f"/orders/{key}", data=data)
    assert said.status_code == 200, said.text[:400]
    return str(said.text)


def standing(client: TestClient, key: str) -> list[tuple[str, list[str]]]:
    said = client.get(f"/api/v1/books/{key}/lines")
    assert said.status_code == 200, said.text
    return [(item["state"], item["fell_back"]) for item in said.json()["items"]]


def test_a_released_line_falls_back_with_lists_days_law_and_the_line(
    desk: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cora, ada = signed_in(desk, "compliance_officer"), signed_in(desk, "approver")
    key = uploaded(desk, cora)
    assert standing(cora, key) == [("held", [])] * 2
    assert "1 line was asked to be released" in act(cora, key, "ask")
    assert "1 line was released" in act(ada, key, "release")
    released: list[tuple[str, list[str]]] = [("released", []), ("held", [])]
    assert standing(cora, key) == released
    kept = cora.delete(f"/api/v1/jobs/{key}")
    assert (kept.status_code, kept.json()["type"]) == (409, "urn:licet:problem:book-in-use")
    assert signed_in(desk, "other").get(f"/api/v1/books/{key}/lines").status_code == 404
    auditor = Actor("aud", R.AUDITOR, "acme")
    (kept,) = desk.services.case_service.audit(auditor, kind=Kind.LINE_RELEASED)
    assert set(kept.event.payload["basis"]) == {
        "lists",
        "law",
        "line",
        "decisions",
        "classification",
        "answer",
        "until",
    }
    assert all(kept.event.payload["basis"][name] for name in ("lists", "law", "line", "answer"))

    orders = next((tmp_path / "books").glob("*/*/orders.csv"))
    before = orders.read_text("utf-8")
    orders.write_text(before.replace("Muster 1 GmbH", "Muster 1 AG"), "utf-8")
    assert standing(cora, key) == [("held", ["line"]), ("held", [])]
    orders.write_text(before, "utf-8")
    assert standing(cora, key) == released

    lists(tmp_path, 2, "Nobody Knows Them", "Nor These")
    desk.services.decider.refresh()
    assert standing(cora, key) == [("held", ["lists"]), ("held", [])]
    page = cora.get(f"/orders/{key}").text
    assert "Other lists were adopted since" in page
    assert "1 line is held again" in page
    assert "other lists were adopted since" in cora.get(f"/orders/{key}/lines/1").text
    words = ["order-lines", key, "--as", "cora", "--role", "compliance_officer", "--org", "acme"]
    said = CliRunner().invoke(commands, words, env={"LICET_HOME": str(tmp_path)})
    assert said.exit_code == 0, said.output
    assert "held           other lists were adopted since" in said.output
    assert "answer the book again" in act(cora, key, "ask")
    cora.post(f"/orders/{key}/answers", data={"csrf": cora.csrf})  # type: ignore[attr-defined]
    answered(desk, "acme", key)
    assert standing(cora, key) == [("held", ["lists"]), ("held", [])], "the release is of before"
    act(cora, key, "ask")
    act(ada, key, "release")
    assert standing(cora, key) == released

    monkeypatch.setattr("licet.orders.receipt.licet.__version__", "99.0")
    assert standing(cora, key) == [("held", ["law"]), ("held", [])]


def test_a_copy_of_an_order_inherits_no_release(desk: Any) -> None:
    """A release is of a line that two persons saw: the same order again waits, in its own file and in another."""
    cora, ada = signed_in(desk, "compliance_officer"), signed_in(desk, "approver")
    key = uploaded(desk, cora)
    act(cora, key, "ask")
    act(ada, key, "release")
    assert [state for state, _ in standing(ada, key)] == ["released", "held"]
    row = {"id": "1", **COLUMNS, "ultimate_consignee.name": "Muster 1 GmbH"}
    data = {"csrf": cora.csrf, "as_of": "", "known_as_of": ""}  # type: ignore[attr-defined]
    content = pl.DataFrame([row, row]).write_csv().encode()
    made = cora.post("/orders", data=data, files={"file": ("copy.csv", content)}, follow_redirects=False)
    copy = str(made.headers["location"].rpartition("/")[2])
    answered(desk, "acme", copy)
    assert [state for state, _ in standing(ada, copy)] == ["held", "held"]
    act(cora, copy, "ask")
    act(ada, copy, "release")
    assert [state for state, _ in standing(ada, copy)] == ["released", "held"]


def test_a_decision_that_is_revoked_holds_the_lines_that_rested_on_it(desk: Any, tmp_path: Path) -> None:
    cora, ada = signed_in(desk, "compliance_officer"), signed_in(desk, "approver")
    lists(tmp_path, 3, "Muster 1 GmbH")
    desk.services.decider.refresh()
    party = {"name": "Muster 1 GmbH", "country": "DE"}
    hits = cora.post("/api/v1/screenings", json=party).json()["hits"]
    for hit in hits:
        body = {**party, "entry": hit["entry_id"], "finding": "false_positive", "reason": "another firm"}
        number = cora.post("/api/v1/dispositions", json=body).json()["number"]
        assert ada.post(f"/api/v1/dispositions/{number}/approval", json={"reason": "seen"}).status_code == 200
    assert hits, "the made list has a name like that"
    key = uploaded(desk, cora)
    act(cora, key, "ask")
    act(ada, key, "release")
    assert standing(cora, key)[0] == ("released", [])
    assert (
        cora.post(f"/api/v1/dispositions/{number}/revocation", json={"reason": "it is they"}).status_code
        == 200
    )
    answered(desk, "acme", key)
    state, lapses = standing(cora, key)[0]
    assert state == "held"
    assert "decisions" in lapses


def test_lines_are_held_and_released_by_api_and_command_as_on_the_page(desk: Any, tmp_path: Path) -> None:
    """Who asks does not release, a role that may not is refused, and a refusal names the line."""
    cora, ada = signed_in(desk, "compliance_officer"), signed_in(desk, "approver")
    key = uploaded(desk, cora)
    address = f"/api/v1/books/{key}/lines"
    asked = cora.post(address, json={"act": "ask", "rows": [1, 2, 7], "reason": "seen"})
    assert (asked.status_code, asked.json()) == (
        200,
        {"done": 2, "refused": [{"row": 7, "code": "no_line", "detail": "the book has no such line"}]},
    )
    assert cora.post(address, json={"act": "release", "rows": [1], "reason": "seen"}).status_code == 403
    other = signed_in(desk, "other")
    assert other.post(address, json={"act": "hold", "rows": [1], "reason": "x"}).status_code == 404
    assert cora.post(address, json={"act": "hold", "rows": [1], "reason": " "}).status_code == 422
    released = ada.post(address, json={"act": "release", "rows": [1], "reason": "seen as well"})
    assert released.json() == {"done": 1, "refused": []}
    assert [item["state"] for item in ada.get(address).json()["items"]] == ["released", "release_asked"]
    only = ada.get(f"{address}?state=release_asked").json()
    assert ([item["row"] for item in only["items"]], only["next"]) == ([2], None)
    (first,) = ada.get(f"{address}?limit=1").json()["items"]
    assert (first["row"], first["by"], first["reason"]) == (1, "approver", "seen as well")

    who = ("--as", "approver", "--role", "approver", "--org", "acme")

    def command(*words: str) -> Result:
        said = CliRunner().invoke(commands, ["order-lines", key, *words], env={"LICET_HOME": str(tmp_path)})
        assert isinstance(said, Result)
        return said

    again = command("--act", "release", "--row", "1", "--row", "2", "--reason", "seen", *who)
    assert (again.exit_code, again.output.splitlines()[0]) == (3, "1 line released.")
    assert "1  refused: nobody has asked for the release of this line" in again.output
    held = command("--act", "hold", "--row", "2", "--reason", "a doubt", *who, "--json")
    assert (held.exit_code, '"done": 1' in held.output) == (0, True)
    assert [item["state"] for item in ada.get(address).json()["items"]] == ["released", "held"]
    assert command("--act", "hold", *who).exit_code == 2
