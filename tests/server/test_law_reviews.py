"""What is under review and what waits for one, on pages and in the API; and answers that rest on it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from starlette.testclient import TestClient

from licet.events.roles import UserRole
from licet.scenarios.feed import read_feed
from licet.server.health import check_health
from licet.services.law_packages.building import build
from licet.services.law_packages.store import LawPackages
from licet.services.law_reviews import begin_reviews, mark_read
from licet.services.watch_tasks import open_tasks
from licet.storage.signing import public_key
from licet.web import mount

DOCUMENTS = [
    {"document_number": "2026-70001", "title": "Revision of § 744.11 <b>", "publication_date": "2026-11-20",
     "html_url": "javascript:alert(1)"},
]  # fmt: skip


@pytest.fixture
def client(desk: Any) -> Iterator[TestClient]:
    desk.person("mia", UserRole.LICENSE_MANAGER)
    mount(desk.app, desk.services)
    with desk.browser() as browser:
        desk.sign_in(browser, "mia")
        yield browser


def page(client: TestClient, address: str) -> str:
    found = client.get(address)
    assert found.status_code == 200
    return found.text


def test_a_page_names_the_changed_law_that_its_answer_rests_on(desk: Any, client: TestClient) -> None:
    home = desk.services.settings.home
    shown = page(client, "/ask?example=october-2019")
    assert "law_under_review" not in shown
    assert words_of_review(shown) == 0
    rules = {"us.ear.744.11": ("744.11(a)",)}
    assert begin_reviews(home, rules, date(2019, 10, 1), reason="91 FR 99999", who="pat") == 1
    desk.services.decider.refresh()
    assert words_of_review(page(client, "/ask?example=october-2019")) > 0
    assert "us.ear.744.11" in page(client, "/law")
    assert [item["rule"] for item in client.get("/api/v1/law/reviews").json()] == ["us.ear.744.11"]
    mark_read(home, rules, reason="the words mean the same", who="pat")
    desk.services.decider.refresh()
    assert words_of_review(page(client, "/ask?example=october-2019")) == 0
    assert client.get("/api/v1/law/reviews").json() == []


def words_of_review(shown: str) -> int:
    """How often a page says that a text changed and that nobody has read it yet."""
    return shown.lower().count("nobody has marked")


def test_documents_that_wait_are_listed(desk: Any, client: TestClient, tmp_path: Path) -> None:
    path = tmp_path / "feed.json"
    path.write_text(json.dumps(DOCUMENTS), "utf-8")
    open_tasks(desk.services.settings.home, read_feed(path).events)
    (task,) = client.get("/api/v1/law/tasks").json()
    assert (task["document_number"], task["why"], task["sections"]) == ("2026-70001", "amends", ["744.11"])
    shown = page(client, "/law")
    assert "Documents to be reviewed: 1" in shown
    assert "Revision of § 744.11 &lt;b&gt;" in shown
    assert "javascript:" not in shown


def test_a_package_is_proposed_by_one_operator_and_adopted_by_another(desk: Any) -> None:
    with desk.browser() as ann, desk.browser() as ben:
        for browser, login in ((ann, "ann"), (ben, "ben")):
            desk.person(login, UserRole.OPERATOR)
            desk.sign_in(browser, login)
        store, key = LawPackages(desk.services.settings.home), Ed25519PrivateKey.generate()
        package = build("2026-12-01.1", key)
        refused = ann.post("/api/v1/law/packages", files={"file": ("p", package)})
        assert refused.status_code == 422
        assert "not one that you trust" in refused.text
        store.trust(public_key(key), "maintainers", reason="read on their site", who="ann")
        made = ann.post("/api/v1/law/packages", files={"file": ("p", package)})
        assert made.status_code == 201, made.text
        address = f"/api/v1/law/packages/{made.json()['key']}/adoption"
        assert ann.post(address).status_code == 409
        assert ben.post(address).json()["adopted_by"] == "ben"
        shown = ben.get("/api/v1/law/packages").json()
        assert (shown["in_use"], shown["adopted"]) == (None, "2026-12-01.1")
        assert [signer["name"] for signer in shown["signers"]] == ["maintainers"]
        findings = {finding.what: finding.words for finding in check_health(desk.services.settings.home)}
        assert "restart" in findings["law"]
