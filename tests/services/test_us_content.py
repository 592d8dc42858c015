"""Supplement No. 2 to 15 CFR part 734, from the parts of an item: what counts by the rules, in intervals."""

from typing import Any

import pytest

from licet.engine.determination import Determination
from licet.engine.determine import determine
from licet.model.transaction import Transaction
from licet.model.wire import read_transaction, write_transaction
from licet.regimes.us_ear import ear
from licet.services.us_content import counted, needs_license, with_counted, with_parts_asked

BOARD = {
    "description": "controller board",
    "eccn": "3A001.a.7",
    "value_usd": 120,
    "supplier": "Muster Boards",
}


def product(
    *parts: dict[str, Any], to: str = "CN", value: object = 1000, origin: str = "DE", **item: Any
) -> Transaction:
    wire = {
        "action": "reexport",
        "as_of": "2026-09-24",
        "destination": to,
        "end_use": "none_named_in_part_744",
        "item": {
            "kind": "commodity",
            "eccn": "3A991",
            "us_origin": False,
            "located_in_us": False,
            "value_usd": value,
            "us_content": list(parts),
            **item,
        },
        "parties": [{"role": "ultimate_consignee", "name": "Example Works", "country": to, "owners": []}],
        "facts": {
            "made_with_us_technology": False,
            "contains_us_chip": False,
            "contains_600_series_or_9x515": False,
            "contains_600_series_or_9x515_y": False,
            "contains_us_encryption_not_cleared": False,
            "use_named_in_744_23": False,
            "reexported_from": origin,
        },
    }
    return read_transaction(wire, ear().vocabulary)


def answer(sale: Transaction) -> Determination:
    found = counted(sale, ear())
    return with_parts_asked(determine(with_counted(sale, found), ear(), ()), found)


def bounds(sale: Transaction) -> tuple[float, float]:
    found = counted(sale, ear())
    assert found is not None
    return round(found.content.lower, 6), round(found.content.upper, 6)


@pytest.mark.parametrize(
    ("eccn", "to", "counts"),
    [
        ("3A001.a.7", "CN", True),  # NS 2, X for China
        ("3A001.a.7", "DE", False),  # no X for Germany
        ("EAR99", "CN", False),
        ("EAR99", "CU", True),  # 746.2: all items subject to the EAR
        ("3A991", "CN", False),  # AT alone; part 744 never counts
        ("3C005", "MY", False),  # NS 2, but License Exception GBS
        ("3C005", "CN", True),
        ("EAR99", "RU", False),  # 746.8(a)(12)(iii)(B): from Germany
        ("5A991.a", "RU", False),
        ("9A012.a.1", "RU", True),  # AT alone by its paragraph, not by its ECCN
    ],
)
def test_what_counts_is_what_needs_a_license_to_the_destination(
    eccn: str, to: str, counts: bool | None
) -> None:
    assert needs_license(eccn, product(to=to), ear()) is counts


def test_parts_for_russia_count_where_the_product_comes_from_no_partner() -> None:
    assert needs_license("EAR99", product(to="RU", origin="BR"), ear()) is True
    assert needs_license("5A991.a", product(to="RU", origin="BR"), ear()) is True


def test_content_is_a_share_of_the_value_of_the_item() -> None:
    assert bounds(product(BOARD, {"eccn": "EAR99", "value_usd": 500})) == (12, 12)
    assert bounds(product(BOARD, {"eccn": "EAR99", "value_usd": 500}, to="DE")) == (0, 0)


def test_a_part_without_eccn_counts_between_nothing_and_its_value() -> None:
    unknown = {"description": "module", "value_usd": 200, "supplier": "Example Modules"}
    sale = product(BOARD, unknown)
    assert bounds(sale) == (12, 32)
    found = answer(sale)
    assert "item.us_content[1].eccn" in [need.path for need in found.needs]
    assert "item.controlled_us_content_pct" not in [need.path for need in found.needs]
    (said,) = [caveat.text for caveat in found.caveats if caveat.code == "us_content_counted"]
    assert "12 to 32 percent" in said
    assert "Example Modules" in said


def test_an_open_part_that_decides_nothing_is_not_asked_for() -> None:
    sale = product(BOARD, {"description": "screws", "value_usd": 20})
    assert bounds(sale) == (12, 14)
    found = answer(sale)
    assert found.answer == "not_subject"
    assert found.needs == ()


def test_above_a_quarter_the_item_is_subject() -> None:
    found = answer(product({**BOARD, "value_usd": 251}))
    assert found.answer != "not_subject"
    assert answer(product({**BOARD, "value_usd": 250})).answer == "not_subject"


def test_a_stated_percentage_goes_before_the_parts() -> None:
    sale = product({**BOARD, "value_usd": 900}, controlled_us_content_pct=1)
    assert counted(sale, ear()) is None
    assert answer(sale).answer == "not_subject"


@pytest.mark.parametrize(
    ("sale", "says"),
    [
        (product(BOARD, value=None), "State the value of the item"),
        (product({**BOARD, "value_usd": 1200}), "more than the item"),
        (product({"eccn": "EAR99"}), "The value of a part is not known"),
    ],
)
def test_parts_that_give_no_share_say_why(sale: Transaction, says: str) -> None:
    found = answer(sale)
    assert says in " ".join(caveat.text for caveat in found.caveats)


def test_parts_are_written_as_they_were_read() -> None:
    sale = product(BOARD)
    assert write_transaction(sale)["item"]["us_content"] == [BOARD]
    assert read_transaction(write_transaction(sale), ear().vocabulary) == sale
