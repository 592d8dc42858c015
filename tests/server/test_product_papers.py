"""Reports and letters made from the product master, by API."""

from collections.abc import Iterator
from typing import Any

import pytest

from licet.events.roles import UserRole
from licet.services.products import product_master
from licet.web import mount

R = UserRole
ROWS = [
    {"part": "GATE", "description": "Gateway", "eccn": "5A992.c", "encryption": "(b)(1)", "component": "yes",
     "item_type": "Gateway"},
    {"part": "PHONE", "description": "Phone", "eccn": "5A992.c", "encryption": "(b)(1)", "component": "no"},
    {"part": "CORE", "description": "Core router", "eccn": "5A002.a.2", "encryption": "(b)(2)", "ccats": "G1",
     "supplier": "Tessarine"},
]  # fmt: skip
WHO = {"submitter": "Acme", "telephone": "1", "email": "a@acme.example", "address": "Dayton"}
ANNUAL, SALES = "/api/v1/encryption-reports/annual", "/api/v1/encryption-reports/sales"


@pytest.fixture
def desk(desk_at: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    opened = desk_at(tmp_path_factory.mktemp("papers"))
    mount(opened.app, opened.services)
    master = product_master(opened.services.settings.home, "acme", to_change=True)
    master.import_rows(ROWS, "M. Ruiz", opened.services.today())
    master.approve(["GATE", "PHONE", "CORE"], "K. Osei", opened.services.today())
    for role in (R.CLASSIFIER, R.REQUESTER):
        opened.person(str(role), role)
    yield opened
    opened.services.close()


def test_the_annual_report_names_what_it_leaves_out(desk: Any) -> None:
    client = desk.browser()
    desk.sign_in(client, "requester")
    found = client.post(ANNUAL, json={**WHO, "year": 2026}).json()
    assert (found["due"], found["parts"]) == ("2027-02-01", ["GATE"])
    assert found["csv"].splitlines()[1].startswith("Gateway,GATE,SELF,5A992,MMKT,Gateway,Acme,")
    assert "end item" in found["left_out"]["PHONE"]
    wrong = client.post(ANNUAL, json={**WHO, "email": ""})
    assert (wrong.status_code, "E-MAIL ADDRESS: empty" in wrong.text) == (422, True)
    assert client.post(ANNUAL, json={**WHO, "keep": True}).status_code == 403
    other = desk.browser()
    desk.sign_in(other, "classifier")
    assert other.post(ANNUAL, json={**WHO, "year": 2026, "keep": True}).status_code == 200
    later = other.post(ANNUAL, json={**WHO, "year": 2027}).json()
    assert later["left_out"]["GATE"] == "it was reported for 2026"


def test_sales_are_reported_and_suppliers_asked(desk: Any) -> None:
    client = desk.browser()
    desk.sign_in(client, "requester")
    sale = {"date": "2026-09-01", "part": "CORE", "quantity": "2", "recipient": "Muster", "address": "Hof 1",
            "country": "DE", "recipient_kind": "direct"}  # fmt: skip
    found = client.post(SALES, json={"sales": [sale], "as_of": "2026-11-30"}).json()
    assert (found["due"], found["rows"][0][:3]) == ("2027-02-01", ["G1", "Core router", "2"])
    wrong = client.post(SALES, json={"sales": [{**sale, "recipient_kind": "friend"}]})
    assert (wrong.status_code, "row 2, recipient_kind: 'friend'" in wrong.text) == (422, True)
    rows = client.get("/api/v1/suppliers").json()["items"]
    assert rows == [{"supplier": "Tessarine", "parts": 1, "not_answered": 1}]
    asked = client.get("/api/v1/suppliers/letter", params={"supplier": "tessarine"}).json()
    assert "CORE\tCore router" in asked["letter"]
    assert asked["rows"][0][0] == "CORE"
    assert client.get("/api/v1/suppliers/letter", params={"supplier": "Nobody"}).status_code == 404
