"""Law that the rulebook does not hold has a code of its own beside the facts that are asked for."""

from __future__ import annotations

from datetime import date
from typing import Any

from licet.engine.determine import determine
from licet.engine.report import to_wire
from licet.model.lists import ListsUsed
from licet.model.wire import read_transaction
from licet.regimes.us_ear import ear

LISTS = (ListsUsed("made", date(2020, 1, 1), True, 1, "0" * 64),)


def wire(**changes: Any) -> dict[str, Any]:
    sale = {
        "action": "export", "as_of": "2020-01-02", "destination": "CN", "end_use": "civil",
        "item": {"kind": "commodity", "eccn": "5A002.a.1", "us_origin": True},
        "parties": [{"role": "end_user", "name": "Harmless Valley Works", "country": "CN", "owners": []}],
    }  # fmt: skip
    sale.update(changes)
    return to_wire(determine(read_transaction(sale, ear().vocabulary), ear(), LISTS))


def test_an_exception_of_a_day_that_was_not_read() -> None:
    found = wire(facts={"license_exception_claimed": "TMP", "license_exception_paragraph": "(a)(1)"})
    assert (found["answer"], found["needs"]) == ("undetermined", [])
    (gap,) = found["law_not_held"]
    assert gap["code"] == "740 earlier"
    assert gap["cite"] == "15 CFR 740.1"
    assert gap["from"] == "2014-01-21"
    assert gap["to"] == "2026-08-14"
    assert gap["code"] in ear().coverage


def test_a_decided_answer_hangs_on_no_law_that_is_not_held() -> None:
    assert wire()["law_not_held"] == []


def test_the_limits_stand_in_the_receipt() -> None:
    assert wire()["receipt"]["limits"]["list_days"] == 7
