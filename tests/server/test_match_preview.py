"""A match is decided once it was seen what that changes: lines and dollars first, then on record."""

import re
from collections.abc import Iterator
from typing import Any, cast

import polars as pl
import pytest
from tests.server.test_books import COLUMNS, answered, lists, signed_in

from licet.events.event import Actor
from licet.events.roles import UserRole
from licet.services.cases.hits import decisions_of
from licet.web import mount

R = UserRole
NAME = "Nobody Knows Them Trading"


@pytest.fixture(scope="module")
def desk(desk_at: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    home = tmp_path_factory.mktemp("preview")
    opened = desk_at(home)
    lists(home, 1, "Nobody Knows Them")
    opened.services.decider.refresh()
    mount(opened.app, opened.services)
    opened.services.jobs.start()
    for role in (R.COMPLIANCE_OFFICER, R.APPROVER):
        opened.person(str(role), role)
    yield opened
    opened.services.jobs.stop()
    opened.services.close()


@pytest.fixture(scope="module")
def key(desk: Any) -> str:
    """Lines 1 and 2, worth $300 together, name a party that may be the listed one; line 3 does not."""
    rows = [
        {"id": str(number), **COLUMNS, "item.value_usd": f"{number}00",
         "ultimate_consignee.name": name, "ultimate_consignee.country": "DE"}
        for number, name in enumerate((NAME, NAME, "Muster GmbH"), 1)
    ]  # fmt: skip
    cora = cora_of(desk)
    made = cora.post(
        "/orders", data={"csrf": cora.csrf, "as_of": "", "known_as_of": ""},
        files={"file": ("book.csv", pl.DataFrame(rows).write_csv().encode())}, follow_redirects=False,
    )  # fmt: skip
    found = str(made.headers["location"].rpartition("/")[2])
    answered(desk, "acme", found)
    return found


def cora_of(desk: Any) -> Any:
    return signed_in(desk, "compliance_officer")


def answers(desk: Any, key: str) -> list[str]:
    return list(desk.services.order_books.table("acme", key)["answer"])


def hidden(page: str) -> dict[str, list[str]]:
    """What the form that confirms would send."""
    form = page.partition('id="preview"')[2].partition("</form>")[0]
    found: dict[str, list[str]] = {}
    for name, value in re.findall(r'type="hidden" name="([a-z]+)" value="([^"]*)"', form):
        found.setdefault(name, []).append(value)
    return found


def decisions(desk: Any) -> list[Any]:
    return list(decisions_of(desk.services.case_service, Actor("aud", R.COMPLIANCE_OFFICER, "acme")))


def test_lines_and_dollars_are_shown_before_a_match_is_decided_and_before_it_is_approved(
    desk: Any, key: str
) -> None:
    cora, ada = cora_of(desk), cast("Any", signed_in(desk, "approver"))
    before = answers(desk, key)
    assert before == ["undetermined", "undetermined", "no_license_required"]
    (pair,) = re.findall(r'name="pair" value="(\w+)"', cora.get(f"/review?book={key}").text)
    asked = {
        "csrf": cora.csrf,
        "book": key,
        "pair": pair,
        "reason": "a baker in Ulm",
        "finding": "false_positive",
    }
    page = cora.post("/review", data=asked).text
    assert "2 of 2 lines ($300) get another answer." in page
    assert "1 decision waits for a second person and changes nothing before" in page
    assert decisions(desk) == []
    assert "have changed since you looked" in cora.post("/review", data={**asked, "confirm": "0"}).text
    other = {**hidden(page), "reason": ["another reason"]}
    assert "have changed since you looked" in cora.post("/review", data=other).text
    assert decisions(desk) == []

    recorded = cora.post("/review", data=hidden(page)).text
    assert "1 decided: another party. 1 waits for a second person." in recorded
    assert answers(desk, key) == before
    (made,) = decisions(desk)
    approve = {"csrf": ada.csrf, "book": key, "reason": "seen", "deed": "approve"}
    page = ada.post(f"/review/{made.number}", data=approve).text
    assert "2 of 2 lines ($300) get another answer." in page
    assert decisions(desk)[0].waits
    done = ada.post(f"/review/{made.number}", data=hidden(page)).text
    assert "Approved: it counts from now on. book.csv is being answered again." in done
    answered(desk, "acme", key)
    assert answers(desk, key) == ["no_license_required"] * 3


def test_taking_back_from_the_screening_page_answers_the_book_again(desk: Any, key: str) -> None:
    cora = cora_of(desk)
    assert answers(desk, key) == ["no_license_required"] * 3
    (made,) = [decision for decision in decisions(desk) if decision.revocation is None]
    data = {
        "csrf": cora.csrf, "names": f"{NAME}; DE", "line": f"{NAME}; DE", "entry": made.entry,
        "finding": "revoke", "reason": "wrong register",
    }  # fmt: skip
    page = cora.post("/screening/decisions", data=data).text
    assert "is open again. book.csv is being answered again." in page
    answered(desk, "acme", key)
    assert answers(desk, key) == ["undetermined", "undetermined", "no_license_required"]


def test_a_program_sees_the_same_before_it_decides_and_the_book_is_answered_again(
    desk: Any, key: str
) -> None:
    answered(desk, "acme", key)
    cora, ada = cora_of(desk), cast("Any", signed_in(desk, "approver"))
    for decision in decisions(desk):
        if not decision.revocation:
            cora.post(f"/api/v1/dispositions/{decision.number}/revocation", json={"reason": "anew"})
    answered(desk, "acme", key)
    assert answers(desk, key)[0] == "undetermined"
    (hit,) = cora.post("/api/v1/screenings", json={"name": NAME, "country": "DE"}).json()["hits"]
    body = {
        "name": NAME,
        "country": "DE",
        "entry": hit["entry_id"],
        "finding": "false_positive",
        "reason": "other",
    }
    before = len(decisions(desk))
    shown = cora.post(f"/api/v1/dispositions?preview={key}", json=body).json()
    (change,) = shown["changes"]
    assert (shown["recorded"], shown["lines"]) == (False, 2)
    assert (change["before"], change["answer"], change["lines"], change["value_usd"]) == (
        "undetermined", "no_license_required", 2, 300.0,
    )  # fmt: skip
    assert len(decisions(desk)) == before
    assert cora.post("/api/v1/dispositions?preview=none", json=body).status_code == 404
    made = cora.post("/api/v1/dispositions", json=body).json()
    if made["status"] == "waits":
        assert made["answered_again"] == []
        path = f"/api/v1/dispositions/{made['number']}/approval"
        assert ada.post(f"{path}?preview={key}", json={"reason": "seen"}).json()["changes"] == [change]
        made = ada.post(path, json={"reason": "seen"}).json()
    assert (made["status"], made["answered_again"]) == ("counts", [key])
    answered(desk, "acme", key)
    assert answers(desk, key)[:2] == ["no_license_required"] * 2
