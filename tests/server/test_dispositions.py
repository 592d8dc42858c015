"""Who may judge a hit: the roles that may, in their own organization, by two persons where it weighs, on record."""

import csv
import json
import time
from collections.abc import Iterator
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from licet.events.roles import UserRole
from licet.model.listing import ListCode
from licet.storage.adopt import AdoptionRequest, adopt
from licet.storage.audit import verify
from licet.storage.replay import differences
from licet.watchlists.row import RawRow
from licet.watchlists.snapshot import Format, Snapshot
from licet.web import mount

LISTED = (
    (ListCode.DPL, "Mahan Airways", "IR"),
    (ListCode.SDN, "Abu Sayyaf Group", "PH"),
    (ListCode.EL, "Integrated Scientific Microwave Technology", "PK"),
    (ListCode.SDN, "Rosoboronexport", "RU"),
    (ListCode.EL, "NII Vektor", "RU"),
    (ListCode.EL, "Bowei Integrated Circuits", "CN"),
)
"""Names of the finding of November 29, 2026 that one organization cleared for another, or their like."""
LENIENT = (ListCode.UVL, "Tianjin Alpha Works", "CN")
"""On a list on which a match alone forbids nothing."""
R = UserRole


def sale(name: str, country: str = "DE") -> dict[str, Any]:
    return {
        "action": "export",
        "as_of": "2019-10-10",
        "destination": country,
        "item": {"kind": "commodity", "eccn": "EAR99", "us_origin": True, "value_usd": 100},
        "parties": [{"role": "ultimate_consignee", "name": name, "country": country, "owners": []}],
        "end_use": "civil",
    }


@pytest.fixture
def desk(
    desk_at: Any, tmp_path: Path, database_at: str | None, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Any]:
    """A server with pages, six listed parties, and two exporters, on each database."""
    if database_at is not None:
        monkeypatch.setenv("LICET_DATABASE_URL", database_at)
    opened = desk_at(tmp_path)
    rows = tuple(
        RawRow(list_code=code, name=name, line=number, countries=(country,))
        for number, (code, name, country) in enumerate((*LISTED, LENIENT), 1)
    )
    snapshot = Snapshot(Format.CSL_CSV, "ab" * 32, None, "of the test", rows)
    day = opened.services.today()
    adopt(tmp_path, snapshot, AdoptionRequest("made.csv", day, day, "a test", as_whole=True))
    opened.services.decider.refresh()
    mount(opened.app, opened.services)
    for name in ("acme", "beta"):
        for role in (R.COMPLIANCE_OFFICER, R.APPROVER, R.REQUESTER, R.AUDITOR):
            opened.person(f"{role}.{name}", role, organization=name)
    opened.services.jobs.start()
    yield opened
    opened.services.jobs.stop()
    opened.services.close()


def signed_in(desk: Any, role: UserRole, organization: str = "acme") -> TestClient:
    client: TestClient = desk.browser()
    session = desk.sign_in(client, f"{role}.{organization}")
    client.csrf = session["csrf"]  # type: ignore[attr-defined]  # for forms
    return client


def answer(client: TestClient, asked: dict[str, Any]) -> dict[str, Any]:
    said = client.post("/api/v1/determinations", json=asked)
    assert said.status_code == 200, said.text
    found: dict[str, Any] = said.json()
    return found


def lights(client: TestClient) -> list[tuple[str, str]]:
    found = [answer(client, sale(name)) for _, name, _ in LISTED]
    return [(record["answer"], record["light"]) for record in found]


def ask_page(client: TestClient, asked: dict[str, Any], **more: str) -> Any:
    party = asked["parties"][0]
    form = {
        "csrf": client.csrf,  # type: ignore[attr-defined]
        "action": "export", "as_of": asked["as_of"], "destination": asked["destination"],
        "item.kind": "commodity", "item.eccn": "EAR99", "item.us_origin": "yes", "end_use": asked["end_use"],
        "parties[0].role": party["role"], "parties[0].name": party["name"], "parties[0].country": party["country"],
        "parties[0].owners.none_known": "yes", **more,
    }  # fmt: skip
    return client.post("/ask", data=form)


def headline(page: Any) -> str:
    """The words of the answer on the page *Ask*."""
    assert page.status_code == 200, page.text[:300]
    return str(page.text.partition("<title>")[2].partition("</title>")[0])


def hit_of(client: TestClient, name: str, country: str = "DE") -> str:
    hits = client.post("/api/v1/screenings", json={"name": name, "country": country}).json()["hits"]
    return str(hits[0]["entry_id"])


def clear(client: TestClient, name: str, country: str = "DE") -> dict[str, Any]:
    body = {
        "name": name, "country": country, "entry": hit_of(client, name, country), "finding": "false_positive",
        "reason": "a namesake", "evidence": ["register"],
    }  # fmt: skip
    made = client.post("/api/v1/dispositions", json=body)
    assert made.status_code == 201, made.text
    found: dict[str, Any] = made.json()
    return found


def test_what_one_organization_decides_changes_nothing_in_another_and_its_auditor_finds_it(desk: Any) -> None:
    cora, ada = signed_in(desk, R.COMPLIANCE_OFFICER), signed_in(desk, R.APPROVER)
    theirs = signed_in(desk, R.COMPLIANCE_OFFICER, "beta")
    before, page_before = lights(theirs), [headline(ask_page(theirs, sale(name))) for _, name, _ in LISTED]
    assert "no_license_required" not in {said for said, _ in before}
    assert lights(cora) == before

    made = [clear(cora, name) for _, name, _ in LISTED]
    assert {record["status"] for record in made} == {"waits"}, "each name is exactly a listed one"
    assert [record["matched_name"] for record in made] == [name for _, name, _ in LISTED]
    assert lights(cora) == before, "one person does not suffice"
    waiting = answer(cora, sale("Rosoboronexport"))
    assert ("waits_for_review", "open") in [(item["code"], item["status"]) for item in waiting["conditions"]]
    for record in made:
        path = f"/api/v1/dispositions/{record['number']}/approval"
        assert cora.post(path, json={"reason": "seen"}).json()["type"].endswith("refused:second_person")
        assert theirs.post(path, json={"reason": "seen"}).status_code == 404
        done = ada.post(path, json={"reason": "seen"})
        assert (done.status_code, done.json()["status"]) == (200, "counts")
    assert {said for said, _ in lights(cora)} == {"no_license_required"}

    assert lights(theirs) == before
    assert [headline(ask_page(theirs, sale(name))) for _, name, _ in LISTED] == page_before
    assert theirs.get("/api/v1/dispositions").json()["items"] == []
    assert "a namesake" not in theirs.get("/parties?name=Rosoboronexport").text
    assert "a namesake" in cora.get("/parties?name=Rosoboronexport").text
    assert len(cora.get("/api/v1/dispositions").json()["items"]) == len(LISTED)

    for kind in ("screening.hit_decided", "screening.hit_approved"):
        for name, count in (("acme", len(LISTED)), ("beta", 0)):
            auditor = signed_in(desk, R.AUDITOR, name)
            assert len(auditor.get("/api/v1/audit", params={"kind": kind}).json()["items"]) == count, (
                kind,
                name,
            )
    audit = signed_in(desk, R.AUDITOR).get("/audit", params={"kind": "screening.hit_decided"})
    assert "a namesake" in audit.text

    path = f"/api/v1/dispositions/{made[3]['number']}/revocation"
    assert theirs.post(path, json={"reason": "mine now"}).status_code == 404
    assert cora.post(path, json={"reason": "the very firm"}).json()["status"] == "revoked"
    assert lights(cora)[3] == before[3], "the match is open again"
    with desk.services.database.reading() as connection:
        assert verify(connection).good
        assert differences(connection) == ()


def test_a_requester_turns_no_hit_by_any_door(desk: Any) -> None:
    rita = signed_in(desk, R.REQUESTER)
    for name, country in (
        ("NII Vektor", "RU"),
        ("NII Vektor", "DE"),
        ("Bowei Integrated Circuit", "CN"),
    ):
        plain = answer(rita, sale(name, country))
        assert plain["answer"] != "no_license_required"
        entry = hit_of(rita, name, country)
        judged = {
            "entry": entry, "same": False, "by": "cora", "on": "2019-10-01", "why": "x", "evidence": ["passport"],
            "status": "recorded", "approved_by": "ada",
        }  # fmt: skip
        asked = sale(name, country)
        asked["parties"][0]["dispositions"] = [judged]
        stated = answer(rita, asked)
        assert (stated["answer"], stated["light"]) == (plain["answer"], plain["light"])
        assert ("waits_for_review", "open") in [
            (item["code"], item["status"]) for item in stated["conditions"]
        ]

        title = headline(ask_page(rita, sale(name, country)))
        place = "parties[0].dispositions[0]"
        fields = {f"{place}.{key}": str(value) for key, value in judged.items() if key != "evidence"}
        fields |= {f"{place}.same": "no", f"{place}.evidence[0]": "passport"}
        assert headline(ask_page(rita, sale(name, country), **fields)) == title
        pressed = ask_page(
            rita, sale(name, country), judge=f"parties[0] no {entry}", **{f"why parties[0] {entry}": "x"}
        )
        assert pressed.status_code == 403
        body = {"name": name, "country": country, "entry": entry, "finding": "false_positive", "reason": "x"}
        assert rita.post("/api/v1/dispositions", json=body).status_code == 403

        orders = json.dumps({"id": "1", **asked}).encode() + b"\n"
        job = rita.post("/api/v1/jobs/answers", files={"orders": ("book.jsonl", orders)}).json()
        finished(rita, job["key"])
        (line,) = rows_of(rita.get(f"/api/v1/jobs/{job['key']}/answers").text)
        assert (line["answer"], line["light"]) == (plain["answer"], plain["light"])
        assert "waits_for_review: open" in line["conditions"]


def finished(client: TestClient, key: str) -> None:
    for _ in range(600):
        job = client.get(f"/api/v1/jobs/{key}").json()
        if job["state"] not in {"waiting", "running"}:
            break
        time.sleep(0.05)
    assert job["state"] == "done", job


def rows_of(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(StringIO(text)))


def test_who_may_judges_on_the_page_and_takes_it_back_there(desk: Any) -> None:
    cora, ada = signed_in(desk, R.COMPLIANCE_OFFICER), signed_in(desk, R.APPROVER)
    name, judged = "Tianjin Alpha Workshop", "Judged here: it is another party"
    assert judged not in ask_page(cora, sale(name, "CN")).text
    entry = hit_of(cora, name, "CN")
    fields = {f"why parties[0] {entry}": "a bakery", f"evidence parties[0] {entry}": "register"}
    assert judged in ask_page(cora, sale(name, "CN"), judge=f"parties[0] no {entry}", **fields).text
    (item,) = cora.get("/api/v1/dispositions").json()["items"]
    assert (item["by"], item["reason"]) == ("compliance_officer.acme", "a bakery")
    assert (item["matched_name"], item["evidence"]) == ("Tianjin Alpha Works", ["register"])
    assert item["status"] == "counts", "one person clears a likeness on a list that alone forbids nothing"
    assert judged in ask_page(ada, sale(name, "CN")).text, "it counts for everybody of the organization"
    assert judged not in ask_page(cora, sale(name, "CN"), judge=f"parties[0] forget {entry}", **fields).text
    (item,) = cora.get("/api/v1/dispositions").json()["items"]
    assert [it["kind"] for it in item["reviews"]] == ["revoked"]
    exact = hit_of(cora, "Rosoboronexport")
    page = ask_page(
        cora,
        sale("Rosoboronexport"),
        judge=f"parties[0] no {exact}",
        **{f"why parties[0] {exact}": "a namesake"},
    )
    assert "waits for review" in page.text
    assert cora.get("/api/v1/dispositions").json()["items"][-1]["status"] == "waits"


def test_an_organization_chooses_how_much_screening_asks_about(desk: Any) -> None:
    cora, rita = signed_in(desk, R.COMPLIANCE_OFFICER), signed_in(desk, R.REQUESTER)
    theirs = signed_in(desk, R.COMPLIANCE_OFFICER, "beta")
    path, asked = (
        "/api/v1/screening-preset",
        {"preset": "quiet, SDN=strict", "reason": "few lists concern us"},
    )
    before = rita.get(path).json()
    assert (before["preset"], before["chosen"]) == ("balanced", None)
    assert [each["preset"] for each in before["presets"]] == ["strict", "balanced", "quiet"]
    assert all(
        0 < each["recall"] <= 1 and each["alerts_per_1000_companies"] > 0 for each in before["presets"]
    )
    assert rita.post(path, json=asked).status_code == 403
    assert cora.post(path, json=asked | {"preset": "loud"}).status_code == 422
    assert cora.post(path, json=asked).json()["chosen"]["reason"] == "few lists concern us"
    named = {"name": "Rosoboronexport"}
    assert cora.post("/api/v1/screenings", json=named).json()["preset"] == "quiet, SDN=strict"
    assert theirs.post("/api/v1/screenings", json=named).json()["preset"] == "balanced"
    answered = answer(cora, sale("Rosoboronexport"))
    assert answered["receipt"]["limits"]["screening"] == "quiet, SDN=strict"

    page = cora.get("/screening").text
    assert "quiet, SDN=strict" in page
    assert "Alerts in 1,000 companies on no list" in page
    form = {"csrf": cora.csrf, "preset": "strict", "lists": "UVL=quiet", "reason": "a new line of business"}  # type: ignore[attr-defined]
    assert "by the preset strict, UVL=quiet from now on" in cora.post("/screening/preset", data=form).text
    assert cora.post("/screening/preset", data=form | {"lists": "XYZ=quiet"}).status_code == 422
    assert cora.post("/screening/preset", data=form | {"reason": ""}).status_code == 422
    assert cora.get(path).json()["preset"] == "strict, UVL=quiet"
    audit = signed_in(desk, R.AUDITOR).get("/api/v1/audit", params={"kind": "preset.chosen"}).json()["items"]
    assert len(audit) == 2
    with desk.services.database.reading() as connection:
        assert verify(connection).good
        assert differences(connection) == ()
