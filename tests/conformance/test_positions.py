"""Both readings of one transaction: under the text in force, and under what agencies announced beside it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from licet.engine.determination import Determination
from licet.engine.determine import determine
from licet.model.transaction import Transaction
from licet.model.wire import read_transaction
from licet.presentation.summary import summary
from licet.regimes.golden import cases
from licet.regimes.us_ear import ear
from licet.rules.answer import Answer, Light
from licet.rules.standing import Position, Standing
from licet.screening.attach import attach
from licet.screening.finder import shipped_finder

from .test_batch import LISTS, said_by_batch, said_by_one

AFFILIATE: dict[str, Any] = {
    "action": "export",
    "destination": "CN",
    "end_use": "civil",
    "item": {"kind": "commodity", "eccn": "EAR99", "us_origin": True},
    "parties": [
        {
            "role": "ultimate_consignee",
            "name": "Example Photonics Ltd",
            "country": "CN",
            "owners": [{"name": "Huawei Technologies Co., Ltd.", "country": "CN", "percent": 60}],
        }
    ],
}
CHIP: dict[str, Any] = {
    "action": "export",
    "destination": "DE",
    "end_use": "civil",
    "item": {"kind": "commodity", "eccn": "3A090.a", "us_origin": True},
    "parties": [{"role": "ultimate_consignee", "name": "Beispiel GmbH", "country": "DE", "owners": []}],
}


def asked(data: dict[str, Any], day: str, known: str | None = None) -> Transaction:
    made = {**data, "as_of": day, **({} if known is None else {"known_as_of": known})}
    return attach(read_transaction(made, ear().vocabulary), shipped_finder())


def answered(data: dict[str, Any], day: str, known: str | None = None) -> Determination:
    return determine(asked(data, day, known), ear(), LISTS)


@pytest.mark.parametrize(
    ("data", "parts_on", "code"),
    [
        (AFFILIATE, date(2026, 11, 10), "affiliates_stay_extended"),
        (CHIP, date(2025, 5, 13), "ai_diffusion"),
    ],
)
def test_both_readings_of_2026_11_29(data: dict[str, Any], parts_on: date, code: str) -> None:
    found = answered(data, "2026-11-29")
    other = found.other_reading
    assert found.answer is Answer.LICENSE_REQUIRED
    assert found.light is Light.RED
    assert other is not None
    assert other.answer is Answer.NO_LICENSE_REQUIRED
    assert (other.parts_on, [note.code for note in other.notes]) == (parts_on, [code])
    alone = determine(found.sale, ear().under(Position.ANNOUNCED), LISTS)
    assert (alone.answer, alone.light, alone.other_reading) == (other.answer, other.light, None)
    assert "under the text in force" in summary(found)
    assert f"{parts_on:%B} {parts_on.day}, 20" in summary(found)


def test_a_go_under_an_announced_position_is_never_green() -> None:
    determination = determine(asked(CHIP, "2026-07-30"), ear().under(Position.ANNOUNCED), LISTS)
    assert determination.answer is Answer.NO_LICENSE_REQUIRED
    assert determination.light is Light.AMBER
    assert determination.conditions[0].code == "hold_against_text"


def test_the_day_on_which_they_part_lies_ahead() -> None:
    """Before the stay ends both say the same; the text goes on to require a license, the position does not."""
    found = answered(AFFILIATE, "2026-10-01")
    assert found.answer is Answer.NO_LICENSE_REQUIRED
    assert found.holds_until == date(2026, 11, 10)
    assert found.other_reading is not None
    assert found.other_reading.parts_on == date(2026, 11, 10)


def test_what_no_position_touches_has_one_reading() -> None:
    plain = {**CHIP, "item": {"kind": "commodity", "eccn": "EAR99", "us_origin": True}}
    assert answered(plain, "2026-11-29").other_reading is None
    minority = {**AFFILIATE, "parties": [{**AFFILIATE["parties"][0], "owners": []}]}
    assert answered(minority, "2026-11-29").other_reading is None
    assert answered({**CHIP, "destination": "CN"}, "2026-11-29").other_reading is None


def test_what_was_not_yet_announced_is_no_reading() -> None:
    assert answered(CHIP, "2026-11-29", "2025-05-12").other_reading is None
    assert answered(AFFILIATE, "2026-11-29", "2026-11-09").other_reading is None


def test_batch_is_one_by_one_under_the_announced_position() -> None:
    book, finder = ear().under(Position.ANNOUNCED), shipped_finder(compiled=True)
    sales = [attach(read_transaction(case.sale, book.vocabulary), finder) for case in list(cases())[::6]]
    sales += [
        asked(data, day) for data in (AFFILIATE, CHIP) for day in ("2025-01-20", "2025-12-01", "2026-11-29")
    ]
    sales = [replace(sale, known_as_of=None) for sale in sales]
    for sale, found in zip(sales, said_by_batch(sales, book, finder.lists), strict=True):
        assert found == said_by_one(sale, book, finder.lists), sale


def test_standing_is_an_axis_of_its_own() -> None:
    notes = {note.code: note for note in ear().standing}
    stay = notes["affiliates_stayed"]
    assert stay.standing_on(date(2026, 11, 9)) is Standing.STAYED
    assert stay.standing_on(date(2026, 11, 10)) is None
    later = notes["suppressors"]
    assert later.standing_on(date(2026, 7, 22)) is None
    assert later.standing_on(date(2026, 11, 19)) is Standing.PUBLISHED_FOR_LATER
    assert later.standing_on(date(2026, 11, 20)) is Standing.IN_FORCE
    assert all(note.source and note.sections for note in ear().standing)
    assert ear().content_hash != ear().under(Position.ANNOUNCED).content_hash
