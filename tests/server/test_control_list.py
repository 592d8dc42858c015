"""The control list by API and in the browser: find an entry, read it, refuse what is not there."""

from datetime import date
from typing import Any

from licet.events.roles import UserRole
from licet.services.products import product_master
from licet.web import mount


def test_the_list_is_found_and_read_by_programs_and_people(desk: Any) -> None:
    mount(desk.app, desk.services)
    desk.person("cora", UserRole.COMPLIANCE_OFFICER)
    client = desk.browser()
    assert client.get("/api/v1/ccl", params={"description": "x"}).status_code == 401
    desk.sign_in(client, "cora")
    hits = client.get(
        "/api/v1/ccl", params={"description": "thermal camera 30 Hz uncooled", "limit": 2}
    ).json()
    assert [hit["name"] for hit in hits][:1] == ["6A003.b.4.b"]
    assert "camera" in hits[0]["words"]
    assert client.get("/api/v1/ccl", params={"description": "x", "kind": "thing"}).status_code == 422
    entry = client.get("/api/v1/ccl/9a012.A.1", params={"as_of": "2026-08-12"}).json()
    assert entry["items"][-1]["paragraph"] == "a.1.b"
    missing = client.get("/api/v1/ccl/3A777")
    assert (missing.status_code, "it has 3A001" in missing.json()["detail"]) == (404, True)
    found = client.get("/ccl", params={"description": "thermal camera <b>", "kind": "commodity"})
    assert 'href="/ccl/6A003.b.4.b"' in found.text
    assert "<b>" not in found.text
    assert "does not make the item EAR99" in client.get("/ccl", params={"description": "qqq"}).text
    read = client.get("/ccl/9A012")
    assert "3 hours or greater" in read.text
    assert "September 24, 2026" in read.text
    assert client.get("/ccl/3A777").status_code == 404


def test_figures_are_held_against_a_paragraph(desk: Any) -> None:
    mount(desk.app, desk.services)
    desk.person("cora", UserRole.COMPLIANCE_OFFICER)
    client = desk.browser()
    path = "/api/v1/ccl/3A001.a.5.a.3/limits"
    assert client.get(path).status_code == 401
    desk.sign_in(client, "cora")

    def meets(*stated: str) -> Any:
        return client.get(path, params={"stated": list(stated)}).json()["meets"]

    assert [limit["bound"] for limit in client.get(path).json()["paragraphs"][0]["limits"]] == [12, 14, 4e8]
    assert meets("resolution=12", "sample rate=above 400 MSPS") is True
    assert meets("resolution (bit)=14") is False
    assert meets("resolution=12") is meets() is None
    for fault in ("resolution", "resolution=many", "price=3", "resolution=12 parsec"):
        assert client.get(path, params={"stated": fault}).status_code == 422, fault
    assert client.get(path, params={"stated": ["resolution=12", "resolution=16"]}).status_code == 422
    assert client.get("/api/v1/ccl/1C350/limits").status_code == 422
    assert client.get("/api/v1/ccl/3A777/limits").status_code == 404
    page, bits, rate = "/ccl/3A001.a.5.a.3", "limit:resolution (bit)", "limit:sample rate (samples/s)"
    assert "Hold your figures against 3A001.a.5.a.3" in client.get(page).text
    assert "meet the limits of 3A001" in client.get(page, params={bits: "13", rate: "500 MSPS"}).text
    no = "By these figures, 3A001.a.5.a.3 does not describe the item."
    assert no in client.get(page, params={bits: "14", rate: ""}).text
    assert "does not decide it" in client.get(page, params={bits: "13"}).text
    wrong = client.get(page, params={bits: "<b>many"})
    assert (wrong.status_code, "is no number" in wrong.text, "<b>many" in wrong.text) == (422, True, False)
    assert "Hold your figures" not in client.get("/ccl/1C350").text


LINES = [
    {"assembly": "top", "part": "chip", "quantity": 2, "value": 10, "eccn": "3A001.a.7", "origin": "US"},
    {"assembly": "top", "part": "TIE-1", "value": 20, "origin": "US"},
    {
        "assembly": "top",
        "part": "case",
        "value": 60,
        "eccn": "EAR99",
        "origin": "CN",
        "supplier": "Brastwick",
    },
]


def test_a_bill_is_added_up_and_a_part_has_letters(desk: Any) -> None:
    mount(desk.app, desk.services)
    desk.person("cora", UserRole.COMPLIANCE_OFFICER)
    desk.person("clea", UserRole.CLASSIFIER)
    client = desk.browser()
    desk.sign_in(client, "cora")
    before = client.post("/api/v1/bills-of-materials", json={"lines": LINES}).json()
    assert (before["lower"], before["upper"], before["unknown"]) == (20.0, 40.0, ["TIE-1"])
    assert before["deciding"]["25"] == [{"part": "TIE-1", "supplier": ""}]
    master = product_master(desk.services.settings.home, "acme", to_change=True)
    master.import_rows([{"part": "TIE-1", "eccn": "EAR99", "source": "us"}], "clea", date(2026, 11, 1))
    assert client.get("/letters/statement.pdf", params={"part": "TIE-1"}).status_code == 409
    master.approve(["TIE-1"], "zoe", date(2026, 11, 1))
    after = client.post("/api/v1/bills-of-materials", json={"lines": LINES, "controlled": ["3A001"]}).json()
    assert (after["lower"], after["upper"], after["assemblies"][0]["eccns"]) == (
        20.0,
        20.0,
        ["3A001.a.7", "EAR99"],
    )
    faults: tuple[dict[str, Any], ...] = (
        {"lines": []},
        {"lines": LINES, "destination": "Atlantis"},
        {"lines": [{"assembly": "a", "part": "a"}]},
    )
    assert [client.post("/api/v1/bills-of-materials", json=fault).status_code for fault in faults] == [
        422
    ] * 3
    assert client.get("/bills").status_code == 200
    for kind in ("statement", "request"):
        letter = client.get(f"/letters/{kind}.pdf", params={"part": "TIE-1"})
        assert (letter.headers["content-type"], letter.content[:4]) == ("application/pdf", b"%PDF")
    assert client.get("/letters/request.pdf", params={"part": "GONE"}).status_code == 404
