"""The control list by API and in the browser: find an entry, read it, refuse what is not there."""

from typing import Any

from licet.events.roles import UserRole
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
