"""Export filings, and reviews of releases to a person, by the API: answered, printed, kept, blanked."""

from typing import Any

from licet.events.roles import UserRole

SALE = {
    "action": "export", "as_of": "2026-09-01", "destination": "JP",
    "item": {"kind": "commodity", "eccn": "EAR99", "us_origin": True, "value_usd": 9000, "description": "pumps"},
    "parties": [{"role": "ultimate_consignee", "name": "Muster KK", "country": "JP"}],
    "facts": {"hts_code": "8413.50"},
}  # fmt: skip
RADAR = {"name": "radar", "facts": {"usml_paragraph": "XI(d)"}}
REVIEW = {
    "employer": "Acme Inc.", "as_of": "2026-09-10", "technologies": [RADAR],
    "person": {
        "number": "E-1", "name": "Wei Example",
        "statuses": [{"country": "CN", "kind": "citizen", "since": "1990-01-01"}],
    },
}  # fmt: skip


def test_a_filing_is_data_and_paper(desk: Any) -> None:
    desk.person("cora", UserRole.COMPLIANCE_OFFICER)
    client = desk.browser()
    assert client.post("/api/v1/export-filings", json=SALE).status_code == 401
    desk.sign_in(client, "cora")
    found = client.post("/api/v1/export-filings", json=SALE, params={"reference": "PO 7", "exporter": "Acme"})
    assert found.status_code == 200
    (line,) = found.json()["lines"]
    assert found.json()["reference"] == "PO 7"
    assert line["status"] == "file_first"
    order = {
        **{key: value for key, value in SALE.items() if key != "item"},
        "items": [SALE["item"], SALE["item"]],
    }
    assert len(client.post("/api/v1/export-filings", json=order).json()["lines"]) == 2
    paper = client.post("/api/v1/export-filings", json=SALE, params={"format": "pdf"})
    assert paper.headers["content-type"] == "application/pdf"
    assert paper.content.startswith(b"%PDF")
    wrong = client.post("/api/v1/export-filings", json={**SALE, "facts": {"no_such_fact": True}})
    assert (wrong.status_code, wrong.json()["errors"][0]["field"]) == (422, "facts.no_such_fact")


def test_a_release_is_reviewed_kept_and_blanked(desk: Any) -> None:
    desk.person("cora", UserRole.COMPLIANCE_OFFICER)
    desk.person("stew", UserRole.STEWARD)
    client = desk.browser()
    desk.sign_in(client, "cora")
    first = client.post("/api/v1/release-reviews", json=REVIEW).json()
    assert first["releases"][0]["access"] == "barred"
    assert first["kept"] is False
    assert client.post("/api/v1/release-reviews", json=REVIEW, params={"keep": True}).json()["kept"] is True
    plan = client.post("/api/v1/technology-control-plans", json=REVIEW)
    assert plan.content.startswith(b"%PDF")
    free = {
        **REVIEW,
        "technologies": [{"name": "manual", "eccn": "EAR99", "end_use": "none_named_in_part_744"}],
    }
    american = {**REVIEW["person"], "statuses": [{"country": "US", "kind": "citizen"}]}  # type: ignore[dict-item]
    nothing = client.post("/api/v1/technology-control-plans", json={**free, "person": american})
    assert nothing.status_code == 409
    assert client.post("/api/v1/release-reviews", json={**REVIEW, "person": {}}).status_code == 422
    assert client.post("/api/v1/release-reviews/E-1/blanking", json={"reason": "left"}).status_code == 403
    steward = desk.browser()
    desk.sign_in(steward, "stew")
    items = client.get("/api/v1/release-reviews/E-1").json()["items"]
    assert len(items) == 1
    assert items[0]["person"]["name"] == "Wei Example"
    assert steward.post("/api/v1/release-reviews/E-1/blanking", json={"reason": "left"}).json() == {
        "blanked": 1
    }
    assert "Wei Example" not in client.get("/api/v1/release-reviews/E-1").text
    assert steward.post("/api/v1/release-reviews/E-1/blanking", json={"reason": "left"}).status_code == 404
