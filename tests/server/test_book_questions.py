"""A question of an order book is answered in place: shown before it is confirmed, and nothing is released by it."""

import re
from collections.abc import Iterator
from typing import Any

import polars as pl
import pytest
from starlette.testclient import TestClient
from tests.server.test_books import COLUMNS, act, answered, lists, signed_in, standing

from licet.events.event import Actor, Refusal
from licet.events.kinds import Kind
from licet.events.roles import UserRole
from licet.orders.book import UnreadableOrdersError
from licet.orders.stated import StatedFact
from licet.screening.decided import DecisionScope
from licet.services.cases.book_facts import book_facts, state_book_fact, take_back_book_fact
from licet.web import mount

R = UserRole
ASK = "ask=end_use"


@pytest.fixture(scope="module")
def desk(desk_at: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    home = tmp_path_factory.mktemp("questions")
    opened = desk_at(home)
    lists(home, 1, "Nobody Knows Them")
    opened.services.decider.refresh()
    mount(opened.app, opened.services)
    opened.services.jobs.start()
    for role in (R.COMPLIANCE_OFFICER, R.APPROVER, R.REQUESTER):
        opened.person(str(role), role)
    yield opened
    opened.services.jobs.stop()
    opened.services.close()


def book_of(desk: Any, client: TestClient) -> str:
    """Lines 1 to 3 say nothing of their end use."""
    rows = [
        {"id": str(number), "customer": f"Muster {number % 2}", **COLUMNS, "item.value_usd": f"{number}00",
         "ultimate_consignee.name": f"Muster {number} GmbH"}
        for number in range(1, 6)
    ]  # fmt: skip
    for row in rows[:3]:
        del row["end_use"]
    table = pl.DataFrame(rows, schema=dict.fromkeys(rows[3], pl.String))
    made = client.post(
        "/orders", data={"csrf": client.csrf, "as_of": "", "known_as_of": ""},  # type: ignore[attr-defined]
        files={"file": ("book.csv", table.write_csv().encode())}, follow_redirects=False,
    )  # fmt: skip
    key = str(made.headers["location"].rpartition("/")[2])
    answered(desk, "acme", key)
    return key


def lights(desk: Any, key: str) -> list[str]:
    return list(desk.services.order_books.table("acme", key)["answer"])


def test_a_question_is_answered_for_the_lines_that_match(desk: Any) -> None:
    cora, ada = signed_in(desk, "compliance_officer"), signed_in(desk, "approver")
    key = book_of(desk, cora)
    open_, free = "undetermined", "no_license_required"
    assert lights(desk, key) == [open_] * 3 + [free] * 2
    act(cora, key, "hold", "3")
    act(cora, key, "ask", "5")
    act(ada, key, "release", "5")
    assert "Open questions of 3 lines" in cora.get(f"/orders/{key}").text

    where = f"/orders/{key}/questions"
    page = cora.get(where).text
    assert re.search(r">3 lines</td><td class=\"n\">\$600<", page)
    assert "facts." not in page
    assert "row=1&amp;ask=end_use" in cora.get(f"/orders/{key}/lines/1").text
    narrowed = f"{where}?{ASK}&words=Muster+1"
    form = {"csrf": cora.csrf, "value": "civil"}  # type: ignore[attr-defined]
    assert "Give a reason" in cora.post(narrowed, data=form).text
    form["reason"] = "their order says so"
    shown = cora.post(narrowed, data=form).text
    assert "2 of 2 lines ($400) get another answer" in shown
    assert lights(desk, key) == [open_] * 3 + [free] * 2, "a preview changes nothing"
    assert desk.services.case_service.audit(Actor("aud", R.AUDITOR, "acme"), kind=Kind.FACT_STATED) == ()

    (code,) = re.findall(r'name="confirm" value="([0-9a-f]+)"', shown)
    stale = cora.post(f"{where}?{ASK}&row=2", data={**form, "confirm": code})
    assert "What your answer changes" in stale.text, "what is confirmed is what was shown"
    done = cora.post(narrowed, data={**form, "confirm": code}, follow_redirects=False)
    assert (done.status_code, done.headers["location"]) == (303, f"/orders/{key}")
    answered(desk, "acme", key)
    assert lights(desk, key) == [free, open_, free, free, free]
    assert [state for state, _ in standing(cora, key)] == ["held", "held", "held", "held", "released"]
    assert standing(cora, key)[4] == ("released", []), "a line that is not concerned keeps its release"
    (kept,) = desk.services.case_service.audit(Actor("aud", R.AUDITOR, "acme"), kind=Kind.FACT_STATED)
    assert kept.event.actor.name == "compliance_officer"
    assert dict(kept.event.payload) == {"column": "end_use", "value": "civil", "rows": "1 3"}
    line = cora.get(f"/orders/{key}/lines/1").text
    assert "What was stated of it" in line
    assert "their order says so" in line

    cora.post(where, data={"csrf": cora.csrf, "take_back": "1", "reason": "another order"})  # type: ignore[attr-defined]
    answered(desk, "acme", key)
    assert lights(desk, key) == [open_] * 3 + [free] * 2
    kept = cora.delete(f"/api/v1/jobs/{key}")
    assert kept.status_code == 409
    assert "Taken back by compliance_officer: another order" in cora.get(where).text


def test_only_who_may_decide_or_release_states_a_fact(desk: Any) -> None:
    cora, rita = signed_in(desk, "compliance_officer"), signed_in(desk, "requester")
    key = book_of(desk, cora)
    where = f"/orders/{key}/questions?{ASK}"
    assert "A compliance officer or an approver answers it" in rita.get(where).text
    form = {"csrf": rita.csrf, "value": "civil", "reason": "so"}  # type: ignore[attr-defined]
    assert rita.post(where, data=form).status_code == 403
    services = desk.services
    case_service, books = services.case_service, services.order_books
    told: dict[str, Any] = {"column": "end_use", "value": "civil", "rows": [1], "reason": "so"}
    for role in UserRole:
        if role in {R.COMPLIANCE_OFFICER, R.APPROVER}:
            continue
        with pytest.raises(Refusal, match="may not do this"):
            state_book_fact(case_service, books, Actor("x", role, "acme"), key, **told)
    officer = Actor("x", R.COMPLIANCE_OFFICER, "acme")
    with pytest.raises(Refusal, match="reason"):
        state_book_fact(case_service, books, officer, key, **{**told, "reason": " "})
    with pytest.raises(Refusal, match="no such fact"):
        take_back_book_fact(case_service, books, officer, key, 1, "so")
    services.jobs._set(key, state="running")
    with pytest.raises(Refusal, match="being answered"):
        state_book_fact(case_service, books, officer, key, **told)
    assert book_facts(case_service, "acme", key) == []


def test_a_question_is_answered_by_api_as_on_the_page(desk: Any) -> None:
    cora, rita = signed_in(desk, "compliance_officer"), signed_in(desk, "requester")
    key = book_of(desk, cora)
    base = f"/api/v1/books/{key}"
    (asked,) = [item for item in rita.get(f"{base}/questions").json()["items"] if item["column"] == "end_use"]
    assert (asked["rows"], asked["value_usd"]) == ([1, 2, 3], 600.0)
    body = {"column": "end_use", "value": "civil", "reason": "their order says so", "rows": [1, 3]}
    assert rita.post(f"{base}/facts", json=body).status_code == 403
    assert cora.post(f"{base}/facts", json={**body, "rows": [1, 4]}).status_code == 422
    assert cora.post(f"{base}/facts", json={**body, "column": "destination"}).status_code == 422
    assert cora.post(f"{base}/facts", json={**body, "value": ""}).status_code == 422
    shown = cora.post(f"{base}/facts", json=body).json()
    assert (shown["stated"], shown["lines"]) == (False, 2)
    assert shown["changes"] == [
        {"before": "undetermined", "light_before": "amber", "answer": "no_license_required",
         "light": shown["changes"][0]["light"], "lines": 2, "value_usd": 400.0}
    ]  # fmt: skip
    assert rita.get(f"{base}/facts").json()["items"] == [], "a preview keeps nothing"
    other = cora.post(f"{base}/facts", json={**body, "rows": [1], "confirm": shown["confirm"]})
    assert (other.status_code, "changed since you looked" in other.text) == (409, True)
    done = cora.post(f"{base}/facts", json={**body, "confirm": shown["confirm"]})
    assert (done.status_code, done.json()["stated"]) == (200, True)
    answered(desk, "acme", key)
    assert lights(desk, key) == ["no_license_required", "undetermined", *["no_license_required"] * 3]
    (kept,) = rita.get(f"{base}/facts").json()["items"]
    assert (kept["by"], kept["rows"], kept["taken_back"]) == ("compliance_officer", [1, 3], None)
    assert cora.post(f"{base}/facts/1/withdrawal", json={"reason": "another order"}).status_code == 200
    answered(desk, "acme", key)
    assert lights(desk, key)[0] == "undetermined"
    assert cora.post(f"{base}/facts/1/withdrawal", json={"reason": "again"}).status_code == 409


def test_a_value_with_which_a_line_cannot_be_read_is_not_stated(desk: Any) -> None:
    cora = signed_in(desk, "compliance_officer")
    key = book_of(desk, cora)
    books = desk.services.order_books
    book = books.book("acme", key)
    for rows in ({1, 2}, {1}):
        fact = StatedFact(1, "ship_date", "soon", frozenset(rows), "cora", desk.services.clock(), "so")
        with pytest.raises(UnreadableOrdersError, match="cannot be read"):
            books.answers_if(book, fact, DecisionScope("acme"))
    fact = StatedFact(1, "ship_date", "2019-10-12", frozenset({1, 2}), "cora", desk.services.clock(), "so")
    assert books.answers_if(book, fact, DecisionScope("acme"))["row"].to_list() == [1, 2]
