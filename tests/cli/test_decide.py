"""``licet decide``: a decision is used by check, check-file and screen, said by them, and part of the receipt."""

import csv
import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from tests.cli.command import run_command

from licet.accounts.keys import ServerKey
from licet.accounts.service import Accounts, NewAccount
from licet.accounts.sessions import Sessions
from licet.events.roles import Side, UserRole
from licet.storage.database import open_database

NEAR = "Huawei Devices Limited"
ENTRY = "EL:huawei-device-co-ltd:CN"


@pytest.fixture
def licet(tmp_path: Path, database_at: str | None) -> Any:
    """Runs a command as a compliance officer, on SQLite and on PostgreSQL."""

    def run(*words: str, status: int = 0) -> str:
        env = {
            "LICET_HOME": str(tmp_path / "home"), "COLUMNS": "160",
            "LICET_ROLE": "compliance_officer", "LICET_ORG": "Acme", "LICET_DATABASE_URL": database_at or "",
            "LICET_AS": "Kim",
        }  # fmt: skip
        said = run_command(*words, env=env)
        assert said.returncode == status, said.stdout + said.stderr
        return said.stdout if status == 0 else said.stderr

    return run


@pytest.fixture
def sale(tmp_path: Path) -> Path:
    path = tmp_path / "sale.json"
    party = {"role": "ultimate_consignee", "name": NEAR, "country": "DE", "owners": []}
    item = {"kind": "commodity", "eccn": "EAR99", "us_origin": True}
    whole = {
        "action": "export", "as_of": "2026-08-01", "destination": "DE", "item": item, "parties": [party],
        "end_use": "none_named_in_part_744",
    }  # fmt: skip
    path.write_text(json.dumps(whole), "utf-8")
    return path


def asked_entries(licet: Any, sale: Path) -> list[str]:
    needs = json.loads(licet("check", str(sale), "--json"))["needs"]
    paths = (need["path"] for need in needs)
    return [path.partition(".dispositions[")[2][:-1] for path in paths if ".dispositions[" in path]


def clear(licet: Any, sale: Path, *more: str) -> None:
    """By Kim, and as they are on the Entity List, approved by Lee."""
    why = ("--not-same", "--reason", "a cobbler")
    made = json.loads(
        licet("decide", *asked_entries(licet, sale), "--sale", str(sale), *why, *more, "--json")
    )
    for item in made:
        licet("approve-decision", str(item["number"]), "--reason", "seen", "--as", "Lee")


def test_a_cleared_hit_no_longer_asks_says_so_and_replays_to_the_same_bytes(licet: Any, sale: Path) -> None:
    assert ENTRY in asked_entries(licet, sale)
    clear(licet, sale, "--evidence", "register of companies", "--expires", "2029-01-01")
    first = licet("check", str(sale), "--json")
    found = json.loads(first)
    assert (found["answer"], found["holds_until"], found["then"]) == (
        "no_license_required", "2029-01-01", "undetermined",
    )  # fmt: skip
    said = [item["text"] for item in found["caveats"] if item["code"] == "hit_cleared"]
    assert any("Kim decided on" in item and "a cobbler" in item and ENTRY in item for item in said)
    stated = found["sale"]["parties"][0]["dispositions"]
    assert all(item["party_version"] and item["entry_version"] for item in stated)
    licet("decide", ENTRY, "--sale", str(sale), "--same", "--reason", "it is after all", "--as", "Lee")
    assert licet("replay", found["receipt"]["id"]) == first
    assert json.loads(licet("check", str(sale), "--json"))["answer"] == "license_required"


def test_screen_shows_the_decision_and_counts_what_is_left(licet: Any, sale: Path) -> None:
    clear(licet, sale)
    document = json.loads(licet("screen", NEAR, "--country", "DE", "--json"))
    hit = next(item for item in document["hits"] if item["entry_id"] == ENTRY)
    assert (hit["verdict"], "Kim decided" in hit["decision"]) == ("cleared", True)
    other = json.loads(licet("screen", NEAR, "--country", "FR", "--json"))
    assert next(item for item in other["hits"] if item["entry_id"] == ENTRY)["verdict"] != "cleared"
    assert "Kim" in licet("decisions")


def test_an_order_book_is_answered_with_the_same_decisions(licet: Any, sale: Path, tmp_path: Path) -> None:
    clear(licet, sale)
    columns = {
        "id": "1", "action": "export", "as_of": "2026-08-01", "destination": "DE", "item.kind": "commodity",
        "item.eccn": "EAR99", "item.us_origin": "yes", "end_use": "none_named_in_part_744",
        "ultimate_consignee.name": NEAR,
        "ultimate_consignee.country": "DE",
    }  # fmt: skip
    book, out = tmp_path / "book.csv", tmp_path / "out.csv"
    with book.open("w", encoding="utf-8", newline="") as stream:
        rows = csv.DictWriter(stream, columns)
        rows.writeheader()
        rows.writerows([columns, {**columns, "ultimate_consignee.name": "Muster GmbH"},
                        {**columns, "ultimate_consignee.name": "\u200b"}])  # fmt: skip
    licet("check-file", str(book), str(out))
    with out.open(encoding="utf-8", newline="") as stream:
        first, second, third = csv.DictReader(stream)
    assert (first["answer"], second["answer"]) == ("no_license_required", "no_license_required")
    assert (f"{ENTRY}: is not the party (Kim" in first["decided"], second["decided"]) == (True, "")
    assert (third["answer"], third["needs"]) == ("undetermined", "parties[0].name")
    explained = json.loads(licet("explain", f"{out}.receipt.json", "1", "--json"))
    assert (explained["answer"], explained["light"]) == (first["answer"], first["light"])
    lines, answers = tmp_path / "book.jsonl", tmp_path / "out.jsonl"
    lines.write_text(sale.read_text("utf-8") + "\n", "utf-8")
    licet("check-file", str(lines), str(answers))
    nested = json.loads(answers.read_text("utf-8"))
    assert (nested["answer"], nested["decided"]) == (first["answer"], first["decided"])


def test_only_who_may_decide_hits_decides_them(licet: Any) -> None:
    words = ("decide", ENTRY, "--name", NEAR, "--not-same", "--reason", "x")
    said = licet(*words, "--role", "shipper", status=3)
    assert "refused (role): a shipper may not decide a hit" in said
    assert "approver may not decide a hit" in licet(*words, "--role", "approver", status=3)
    assert licet("decisions").strip() == "No decision is kept."
    assert "--as is missing" in licet(*words, "--as", "", status=2)


@pytest.mark.parametrize(
    ("words", "problem"),
    [
        ((ENTRY, "--not-same", "--reason", "x"), "say whom it is about"),
        (
            ("EL:nobody", "--name", NEAR, "--not-same", "--reason", "x"),
            "no party 'Huawei Devices Limited' meets",
        ),
        ((ENTRY, "--name", NEAR, "--not-same", "--reason", " "), "must say its reason"),
        ((ENTRY, "--name", NEAR, "--country", "Atlantis", "--same", "--reason", "x"), "is no country"),
    ],
)
def test_what_an_auditor_will_ask_for_must_be_said(licet: Any, words: tuple[str, ...], problem: str) -> None:
    assert problem in licet("decide", *words, status=2)


def light(licet: Any, sale: Path, *more: str) -> tuple[str, bool]:
    """The answer, and whether it waits for review. No light is green here: the lists are not the whole ones."""
    found = json.loads(licet("check", str(sale), "--json", *more))
    return found["answer"], "waits_for_review" in [item["code"] for item in found["conditions"]]


def test_a_decision_counts_once_two_persons_made_it_in_its_own_organization_until_it_is_revoked(
    licet: Any, sale: Path
) -> None:
    before = light(licet, sale)
    entries = asked_entries(licet, sale)
    words = ("decide", *entries, "--sale", str(sale), "--not-same", "--reason", "a cobbler")
    assert "It waits for a second person" in licet(*words)
    waits = json.loads(licet("check", str(sale), "--json"))
    assert (waits["answer"], False) == before == ("undetermined", False)
    assert ("waits_for_review", "open") in [(wait["code"], wait["status"]) for wait in waits["conditions"]]
    numbers = [str(load["number"]) for load in json.loads(licet("decisions", "--json"))]
    approve = ("approve-decision", numbers[0], "--reason", "seen")
    assert "by another person than who decided it" in licet(*approve, status=3)
    assert "may not approve" in licet(*approve, "--as", "Lee", "--role", "shipper", status=3)
    assert "no decision" in licet(*approve, "--as", "Lee", "--org", "Beta", status=3)
    for number in numbers:
        licet("approve-decision", number, "--reason", "seen", "--as", "Lee", "--role", "approver")
    assert light(licet, sale) == ("no_license_required", False)
    assert light(licet, sale, "--org", "Beta") == before
    assert licet("decisions", "--org", "Beta").strip() == "No decision is kept."
    licet("revoke-decision", numbers[0], "--reason", "the wrong firm")
    assert light(licet, sale) == before
    assert "it was revoked" in licet("decisions")
    assert "it was revoked already" in licet("revoke-decision", numbers[0], "--reason", "again", status=3)
    assert "good" in licet("audit", "verify", "--replay")
    auditor = ("--as", "Aud", "--role", "auditor", "--json")
    for kind in ("decided", "approved", "revoked"):
        found = json.loads(licet("audit", "events", "--kind", f"screening.hit_{kind}", *auditor))
        assert len(found) == (1 if kind == "revoked" else len(entries)), kind
    theirs = ("--kind", "screening.hit_decided", "--org", "Beta")
    assert json.loads(licet("audit", "events", *auditor, *theirs)) == []


def test_what_a_sale_states_counts_for_one_person_alone_with_a_caveat(licet: Any, sale: Path) -> None:
    whole = json.loads(sale.read_text("utf-8"))
    stated = [
        {
            "entry": entry,
            "same": False,
            "by": "Pat",
            "on": "2026-07-01",
            "why": "a cobbler",
            "status": "recorded",
        }
        for entry in asked_entries(licet, sale)
    ]
    whole["parties"][0]["dispositions"] = stated
    sale.write_text(json.dumps(whole), "utf-8")
    found = json.loads(licet("check", str(sale), "--json"))
    assert found["answer"] == "no_license_required"
    said = [item["text"] for item in found["caveats"] if item["code"] == "hit_cleared"]
    assert said
    assert all(
        "Pat stated" in item and "nobody checked whether that person may judge" in item for item in said
    )
    asked = json.loads(licet("check", str(sale), "--json", "--role", "requester"))
    assert (asked["answer"], asked["light"]) == ("undetermined", "amber")
    assert ("waits_for_review", "open") in [(item["code"], item["status"]) for item in asked["conditions"]]


def test_where_there_are_accounts_nothing_that_is_stated_counts(
    licet: Any, sale: Path, tmp_path: Path, database_at: str | None
) -> None:
    database = open_database(tmp_path / "home", database_at)
    key = ServerKey.of(tmp_path / "home")
    sessions = Sessions(database, key, lambda: datetime(2026, 8, 1, tzinfo=UTC))
    accounts = Accounts(database, key, lambda: datetime(2026, 8, 1, tzinfo=UTC), sessions)
    accounts.add_organization("Acme", "Acme", Side.EXPORTER)
    accounts.add(NewAccount("rita", "Rita", "Acme", {UserRole.REQUESTER}, None, "https://id.example", "rita"))
    database.close()
    whole = json.loads(sale.read_text("utf-8"))
    whole["parties"][0]["dispositions"] = [
        {"entry": entry, "same": False, "by": "Pat", "on": "2026-07-01", "why": "a cobbler"}
        for entry in asked_entries(licet, sale)
    ]
    sale.write_text(json.dumps(whole), "utf-8")
    assert light(licet, sale) == ("undetermined", True)
    lines, answers = tmp_path / "book.jsonl", tmp_path / "out.jsonl"
    lines.write_text(json.dumps(whole) + "\n", "utf-8")
    licet("check-file", str(lines), str(answers))
    line = json.loads(answers.read_text("utf-8"))
    assert (line["answer"], line["light"]) == ("undetermined", "amber")
    assert "waits_for_review:open" in line["conditions"].replace(" ", "")
    assert "proposed" in line["decided"]
