"""What an answer looks like in JSON: programs read these keys, so each one is held."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

from licet.engine.determination import LicenseUse
from licet.engine.determine import determine
from licet.engine.report import to_wire
from licet.model.wire import read_transaction
from licet.regimes.us_ear import ear
from licet.screening.attach import attach
from licet.screening.finder import shipped_finder

HUAWEI = {"role": "ultimate_consignee", "name": "Huawei Technologies Co., Ltd.", "country": "CN"}
REASON = ["rule", "says", "title", "truth", "cites", "in_force", "source", "facts", "because"]
NEED = ["path", "question", "why", "cite"]
KEYS: dict[str, list[str]] = {
    "policies": ["policy", "grade", "certain", "requirement", "rule", "cite"],
    "general_prohibitions": ["title", "rules", "cite"],
    "could_claim": ["rule", "authority", "cites", "needs"],
    "conditions": ["code", "text", "status", "cite"],
    "because": REASON,
    "cites": ["text", "url"],
    "caveats": ["code", "text"],
}


def told(**changes: Any) -> dict[str, Any]:
    sale = {
        "action": "export",
        "as_of": "2026-07-01",
        "destination": "CN",
        "item": {"kind": "commodity", "eccn": "EAR99", "us_origin": True},
        "parties": [HUAWEI],
        "end_use": "none_named_in_part_744",
        **changes,
    }
    finder = shipped_finder(compiled=True)
    screened = attach(read_transaction(sale, ear().vocabulary), finder)
    return to_wire(determine(screened, ear(), finder.lists))


def test_every_part_of_an_answer_has_its_keys() -> None:
    found = told()
    assert {name: list(found[name][0]) for name in KEYS} == KEYS
    assert list(found["could_claim"][0]["needs"][0]) == NEED
    assert list(found["because"][0]["facts"][0]) == ["path", "value", "text", "truth"]


def test_a_receipt_names_the_lists_and_how_many_entries_they_have() -> None:
    receipt = told()["receipt"]
    assert list(receipt) == ["id", "rulebook", "engine", "facts", "lists", "limits"]
    (used,) = receipt["lists"]
    assert list(used) == ["name", "data_date", "whole", "entries", "fingerprint", "dates"]
    assert used["entries"] == shipped_finder(compiled=True).lists[0].entries > 0


def test_a_need_says_what_to_find_out_and_why() -> None:
    first = told(item={"kind": "commodity", "eccn": None, "us_origin": True}, parties=[])["needs"][0]
    assert list(first) == NEED
    assert all(first.values())


def test_reasons_for_control_are_told_with_column_mark_and_words() -> None:
    item = {"kind": "commodity", "eccn": "9A610.x", "us_origin": True}
    party = {"role": "ultimate_consignee", "name": "Example Works", "country": "AU"}
    lines = told(item=item, destination="AU", parties=[party])["controls"]
    first = next(line for line in lines if line["reason"] == "NS")
    assert first["requires"] is first["marked"] is False
    assert first["column"] == "NS 1"
    item["eccn"] = "3A001.a.7"
    found = told(item=item)["controls"][0]
    assert found == {
        "eccn": "3A001.a.7", "destination": "CN", "reason": "NS", "column": "NS 2",
        "words": "NS applies to entire entry", "covers": True, "marked": True, "requires": True,
        "cite": "15 CFR Part 738 Supp. 1",
    }  # fmt: skip


def test_no_reason_is_a_rule_that_is_not_in_force() -> None:
    reasons = told()["because"]
    assert reasons[0]["rule"] == "us.ear.744.11"
    assert all(item["in_force"] for top in reasons for item in (top, *top["because"]))


def test_what_is_not_subject_is_explained_by_what_takes_it_out_and_by_nothing_else() -> None:
    found = told(action="import")
    assert found["answer"] == "not_subject"
    assert [item["rule"] for item in found["because"]] == ["us.ear.734.import", "us.ear.734.3"]


def test_a_license_that_was_looked_up_is_told_with_its_amounts_as_they_are_counted() -> None:
    sale = read_transaction({"action": "export", "as_of": "2026-07-01"}, ear().vocabulary)
    found = determine(sale, ear(), shipped_finder(compiled=True).lists)
    assert "license" not in to_wire(found)
    assert "ownership" not in to_wire(found)
    use = LicenseUse("D1", 3, "valid", unit="pcs", quantity=Decimal("1E+3"), value=Decimal("0.10"))
    said = to_wire(replace(found, license=use))["license"]
    assert said == {
        "number": "D1", "version": 3, "status": "valid", "line": None, "unit": "pcs", "quantity": "1000",
        "value": "0.10", "value_with_tolerance": None, "quantity_after": None, "value_after": None,
        "value_after_with_tolerance": None,
    }  # fmt: skip
