"""A license that the authority issued is put on record by its holder, and answers, ledger and notices use it."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from tests.services.mail_server import mail_server

from licet.events.event import Actor, Refusal
from licet.events.roles import UserRole
from licet.licensing.tolerance import remaining
from licet.model.wire import read_transaction
from licet.rules.answer import Answer
from licet.services.cases import CaseService
from licet.services.cases.claimed import license_of
from licet.services.determination import open_decider
from licet.services.licenses_on_record import (
    LicenseFileError,
    licenses_of_register,
    read_license_file,
    record_licenses,
)
from licet.services.notices import Notices
from licet.services.schedule import tick
from licet.storage.database import open_database
from licet.tabular.business import read_business_file

NOW = datetime(2026, 11, 30, 12, tzinfo=UTC)
MANAGER = Actor("mia", UserRole.LICENSE_MANAGER, "home")
LICENSE = """
number = "D1234567"
licensee = "Rossfurt Inc"
issued = 2025-01-15
expires = 2026-12-29
destination = "Norway"
end_use = "offshore inspection"
[[lines]]
eccn = "6a003.b.4.b"
description = "Thermal cores"
quantity = 20
unit = "pieces"
value = 196000.00
used_quantity = 5
used_value = 49000
[[parties]]
role = "ultimate_consignee"
name = "Kongsberg Maritime AS"
country = "NO"
[[conditions]]
text = "Report deliveries"
due = 2026-12-15
"""


def test_a_license_is_recorded_with_its_paper_and_answers_rest_on_it(tmp_path: Path) -> None:
    (tmp_path / "license.toml").write_text(LICENSE, "utf-8")
    database = open_database(tmp_path / "home")
    cases = CaseService(database, clock=lambda: NOW)
    record = read_license_file(tmp_path / "license.toml")
    assert record_licenses(cases, MANAGER, [record], document=("D1234567.pdf", b"%PDF-1.4")) == (
        ["D1234567"],
        [],
    )
    recorded, refused = record_licenses(cases, MANAGER, [record])
    assert (recorded, refused) == ([], ["D1234567: it is on record already"])
    kept = cases.license(MANAGER, "D1234567")
    assert (kept.issued_on, kept.expires_on, kept.licensee) == (
        date(2025, 1, 15),
        date(2026, 12, 29),
        "Rossfurt Inc",
    )
    left = remaining(kept.scope, kept.ledger, 1)
    assert (left.quantity, left.value) == (Decimal(15), Decimal(147_000))
    assert {deadline.subject for deadline in cases.due(MANAGER, date(2026, 11, 30))} == {"D1234567"}
    decider = open_decider(tmp_path / "home")
    sale = {
        "action": "export", "as_of": "2026-11-30", "destination": "NO", "end_use": "offshore inspection",
        "item": {"kind": "commodity", "eccn": "6A003.b.4.b", "us_origin": True, "description": "thermal cores",
                 "quantity": 15, "unit": "pieces", "value_usd": 147000},
        "parties": [{"role": "ultimate_consignee", "name": "Kongsberg Maritime AS", "country": "NO"}],
        "facts": {"license_number": "D1234567"},
    }  # fmt: skip
    look = license_of(cases, MANAGER)
    read = read_transaction(sale, decider.rulebook.vocabulary)
    assert decider.determine(read, look).answer is Answer.AUTHORIZED
    sale["item"]["quantity"] = 16  # type: ignore[index]
    more = decider.determine(read_transaction(sale, decider.rulebook.vocabulary), look)
    assert more.answer is not Answer.AUTHORIZED
    with pytest.raises(Refusal, match="may not record a license"):
        record_licenses(cases, Actor("kim", UserRole.SHIPPER, "home"), [record])
    database.close()


def test_who_is_told_and_when_that_a_license_ends(tmp_path: Path) -> None:
    """30, 7 and 1 days before, once each, to those whose channel takes it; what was sent, and when, is kept."""
    home = tmp_path / "home"
    (tmp_path / "license.toml").write_text(LICENSE, "utf-8")
    database = open_database(home)
    record_licenses(
        CaseService(database, clock=lambda: NOW), MANAGER, [read_license_file(tmp_path / "license.toml")]
    )
    told: list[tuple[int, list[str]]] = []
    with mail_server() as mail:
        (home / "notices.toml").write_text(
            "".join(
                f'[{name}]\nkind = "email"\nto = ["{name}@example.com"]\nsender = "licet@example.com"\n'
                f'host = "127.0.0.1"\nport = {mail.port}\nkinds = ["{kind}"]\n'
                for name, kind in (("manager", "expiry"), ("officer", "new_hits"))
            )
        )
        for left in (31, 30, 29, 8, 7, 6, 1, 0):
            at = datetime(2026, 12, 29, 3, tzinfo=UTC) - timedelta(days=left)
            said = tick(home, database, at, lambda: open_decider(home)).notices
            told += [(left, [item.title for _, item in said if item.title.startswith("License D1234567")])]
    database.close()
    assert [left for left, titles in told if titles] == [30, 7, 1]
    assert {title for _, titles in told for title in titles} == {
        "License D1234567 expires on December 29, 2026"
    }
    about = [message for message in mail.messages if "License D1234567" in message["Subject"]]
    assert [message["To"] for message in about] == ["manager@example.com"] * 3
    kept = [item for item in Notices(home, "home", ()).notified() if "License D1234567" in str(item)]
    assert sorted(item["sent"]["manager"][:10] for item in kept) == ["2026-11-29", "2026-12-22", "2026-12-28"]


def test_every_fault_of_a_license_file_is_told_at_once(tmp_path: Path) -> None:
    path = tmp_path / "license.toml"
    path.write_text(
        LICENSE.replace('"Norway"', '"Nowhere"').replace("6a003.b.4.b", "6A03").replace("issued = 2025-01-15\n", "")
        + 'colour = "blue"\n', "utf-8",
    )  # fmt: skip
    with pytest.raises(LicenseFileError) as told:
        read_license_file(path)
    assert sorted(problem.split(":")[0] for problem in told.value.problems) == [
        "conditions[1].colour", "destination", "issued", "lines[1].eccn",
    ]  # fmt: skip


def test_the_licenses_of_bis_that_still_run_are_taken_of_a_register(tmp_path: Path) -> None:
    path = tmp_path / "register.csv"
    path.write_text(
        "License Number,Status,Ultimate Consignee,Country,Issued Date,Expiration Date,ECCN,Description,Quantity,"
        "Total Price,Qty shipped\n"
        "D1234567,Approved,Kongsberg Maritime AS,Norway,2025-01-15,2029-01-31,6A003.b.4.b,Thermal cores,20,"
        "196000.00,5\n"
        "D1234568,Returned Without Action,Bharat Electronics,India,2025-02-15,2029-02-28,3A001.a.7,FPGA,100,"
        "589000.00,0\n"
        "050987654,Approved,BAE Systems plc,United Kingdom,2025-02-15,2029-02-28,3A001.a.7,FPGA,100,589000.00,0\n"
        "D1234569,Approved,Bharat Electronics,India,2021-02-15,2025-02-28,3A001.a.7,FPGA,100,589000.00,0\n",
        "utf-8",
    )
    found, left = licenses_of_register(read_business_file(path), "Rossfurt Inc", on=date(2026, 11, 30))
    assert [(record.number, record.licensee, record.used[0].value) for record in found] == [
        ("D1234567", "Rossfurt Inc", Decimal("49000.00")),
    ]
    assert [text[:17] for text in left] == ["license D1234568:", "license 050987654", "license D1234569:"]
