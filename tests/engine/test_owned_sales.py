"""Sales to parties with owners: both readings are shown, and the stricter one answers."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from licet.engine.determination import Determination
from licet.engine.determine import determine
from licet.engine.report import to_wire
from licet.model.lists import ListsUsed
from licet.model.wire import read_transaction
from licet.regimes.us_ear import ear
from licet.screening.attach import attach
from licet.screening.finder import shipped_finder

LISTS = (ListsUsed("made", date(2025, 10, 1), True, 1, "0" * 64),)
HUAWEI = "Huawei Technologies Co., Ltd."
DEVICE = "Huawei Device Co., Ltd."


def owner(name: str, percent: object, *owners: Any) -> dict[str, Any]:
    return {"name": name, "percent": percent, "country": "CN", "owners": list(owners)}


def asked(*owners: Any, as_of: str = "2025-10-10") -> Determination:
    party = {"role": "ultimate_consignee", "name": "Blossom Bakery", "country": "CN", "owners": list(owners)}
    sale = {
        "action": "export", "as_of": as_of, "destination": "CN", "parties": [party],
        "end_use": "none_named_in_part_744",
        "item": {"kind": "commodity", "eccn": "EAR99", "us_origin": True}, "facts": {},
    }  # fmt: skip
    read = read_transaction(sale, ear().vocabulary)
    return determine(attach(read, shipped_finder(compiled=True)), ear(), LISTS)


def caveats(found: Determination) -> set[str]:
    return {caveat.code for caveat in found.caveats}


def test_layers_held_by_half_count_in_full_where_multiplying_gives_a_quarter() -> None:
    found = asked(owner("Layer", 50, owner(HUAWEI, 50), owner("Fund", 50)), owner("Other", 50))
    (held,) = found.ownership
    assert held.shares is not None
    assert (held.shares.cascading.low, held.shares.multiplied.high) == (Decimal(50), Decimal(25))
    assert [shown.where for shown in held.by] == ["parties[0].owners[0].owners[0]"]
    assert (found.answer, held.readings_differ) == ("license_required", True)
    assert "ownership_readings_differ" in caveats(found)


def test_multiplied_shares_count_where_no_layer_is_held_by_half() -> None:
    """Huawei holds 49.9 percent of nine tenths and a tenth itself: 54.91 percent, and 10 by full layers."""
    found = asked(owner("Layer", 90, owner(HUAWEI, "49.9"), owner("Fund", "50.1")), owner(DEVICE, 10))
    (held,) = found.ownership
    assert held.shares is not None
    assert (held.shares.cascading.high, held.shares.multiplied.low) == (Decimal(10), Decimal("54.91"))
    assert found.answer == "license_required"
    (said,) = [caveat.text for caveat in found.caveats if caveat.code == "ownership_readings_differ"]
    assert "10 percent where layers" in said
    assert "54.91 percent where shares are multiplied" in said
    layer = owner("Layer", 80, owner(HUAWEI, "49.9"), owner("Fund", "50.1"))
    less = asked(layer, owner(DEVICE, 10), owner("Third Holder", 10))
    assert (less.answer, caveats(less) & {"ownership_readings_differ"}) == ("no_license_required", set())


def test_both_readings_say_so_where_the_rule_is_not_in_force() -> None:
    owners = [owner("Layer", 90, owner(HUAWEI, "49.9"), owner("Fund", "50.1")), owner(DEVICE, 10)]
    found = asked(*owners, as_of="2026-03-01")
    assert (found.answer, found.ownership[0].readings_differ) == ("no_license_required", True)


@pytest.mark.parametrize("share", [None, "40", "41"])
def test_a_share_that_decides_by_multiplying_is_asked_for(share: str | None) -> None:
    """Unknown, it may be the whole; 41 percent of it with 30 beside it are more than half, 40 with 29 are less."""
    beside = "29.8" if share == "40" else "30"
    found = asked(owner("Layer", share, owner(HUAWEI, "49.9"), owner("Fund", "50.1")), owner(DEVICE, beside))
    wanted = {None: "undetermined", "40": "no_license_required", "41": "license_required"}
    assert found.answer == wanted[share]
    asks = [need.path for need in found.needs]
    assert ("parties[0].owners[0].percent" in asks) is (share is None)


def test_of_a_share_that_is_not_known_no_more_counts_than_all_of_it() -> None:
    layer = owner("Layer", None, owner(HUAWEI, "49.9"), owner("Fund", "50.1"))
    assert asked(layer).answer == "no_license_required"
    assert asked(layer, owner(DEVICE, "0.1")).answer == "undetermined"


def test_the_wire_says_who_how_much_and_what_is_open() -> None:
    wire = to_wire(asked(owner(HUAWEI, 30), owner("Fund", 60)))["ownership"]
    assert wire == [
        {
            "path": "parties[0]", "name": "Blossom Bakery", "lists": ["EL"],
            "by": [{"path": "parties[0].owners[0]", "name": HUAWEI, "percent": "30", "listed": True}],
            "cascading": {"low": "30", "high": "40", "half": False},
            "multiplied": {"low": "30", "high": "40", "half": False}, "readings_differ": False, "problem": None,
        }
    ]  # fmt: skip
    (unlisted,) = to_wire(asked(owner("Fund", 60)))["ownership"]
    assert (unlisted["lists"], unlisted["by"], unlisted["cascading"]["high"]) == ([], [], "40")
    assert "ownership" not in to_wire(asked())


def test_owners_that_cannot_be_are_said_and_not_added_up() -> None:
    found = asked(owner(HUAWEI, 60), owner("Fund", 60))
    (held,) = found.ownership
    assert (held.shares, held.readings_differ) == (None, False)
    assert held.problem == "Blossom Bakery: its owners hold 120 percent together"
    assert (found.answer, "ownership_contradictory" in caveats(found)) == ("license_required", True)
