"""What is verified, and until when, is the same for one sale and for a line of a book."""

from __future__ import annotations

from datetime import date
from itertools import product

from tests.conformance.test_batch import said_by_batch, said_by_one

from licet.model.lists import ListsUsed
from licet.model.wire import read_transaction
from licet.regimes.us_ear import ear

LISTS = (
    ListsUsed("the adopted lists", date(2026, 11, 25), True, 1, "0" * 64, since=date(2026, 7, 31)),
    ListsUsed("the Huawei entries", date(2026, 7, 31), False, 1, "1" * 64),
)
DAYS = (
    "0001-01-01",
    "1996-03-24",
    "2018-06-01",
    "2026-08-31",
    "2026-11-09",
    "2026-11-29",
    "2026-12-31",
    "2036-01-01",
)
PARTIES: tuple[list[dict[str, object]], ...] = (
    [{"role": "ultimate_consignee", "name": "Harmless Valley Works", "country": "CN"}],
    [{"role": "ultimate_consignee", "name": "Harmless Valley Works", "country": "DE", "owners": []}],
    [
        {"role": "freight_forwarder", "name": "Swift Moves", "country": "CN"},
        {"role": "end_user", "name": "Harmless Valley Works"},
    ],
    [],
    [
        {
            "role": "ultimate_consignee",
            "name": "Harmless Valley Works",
            "country": "UA",
            "address": "Donetsk 83000",
        }
    ],
    [{"role": "end_user", "name": "Harmless Valley Works", "country": "UA", "address": "Kyiv"}],
)


def test_lines_and_sales_of_all_kinds() -> None:
    made = [
        {
            "action": action,
            "as_of": day,
            "destination": to,
            "end_use": "none_named_in_part_744",
            "item": {"kind": "commodity", "eccn": eccn, "us_origin": True},
            "parties": parties,
        }
        for action, day, to, eccn, parties in product(
            ("export", "payment"),
            DAYS,
            ("DE", "CN", "RU", "SD", "UA"),
            ("EAR99", "5A992.c", "9A515.x"),
            PARTIES,
        )
    ]
    sales = [read_transaction(record, ear().vocabulary) for record in made]
    batch = said_by_batch(sales, ear(), LISTS)
    codes = set()
    for sale, found in zip(sales, batch, strict=True):
        assert found == said_by_one(sale, ear(), LISTS), sale
        codes |= {code for code, status in found.conditions if status == "open"}
    assert {
        "check_law_of_date",
        "check_law_changes",
        "check_removed_parties",
        "update_lists",
        "examine_owners",
    } <= codes
    green = {found.verified for found in batch if found.light == "green"}
    assert green == {date(2026, 7, 23), date(2026, 9, 1)}, (
        "of charted items the chart's day, of others the sections'"
    )
    assert {found.light for found in batch} == {"green", "amber", "red"}
