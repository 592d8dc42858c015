"""Everyday sales stay easy: twenty destinations, EAR99 and 5A992.c, fresh lists; what each needs beside the use."""

from datetime import date
from typing import Any

import pytest

from licet.engine.determination import Determination
from licet.engine.determine import determine
from licet.model.lists import ListsUsed
from licet.model.wire import read_transaction
from licet.regimes.us_ear import ear
from licet.rules.answer import Answer, Light

DAY = date(2026, 9, 1)
FRESH = (ListsUsed("lists of the same day", DAY, True, 0, "0"),)
DESTINATIONS = (
    *("DE", "JP", "BR", "IN", "GB", "FR", "CA", "MX", "KR", "AU"),
    *("NL", "IT", "SG", "TW", "CN", "TR", "AE", "IL", "ZA", "VN"),
)


def asked(eccn: str, destination: str, end_use: str, **facts: Any) -> Determination:
    wire = {
        "action": "export",
        "as_of": DAY.isoformat(),
        "destination": destination,
        "end_use": end_use,
        "item": {"kind": "commodity", "eccn": eccn, "us_origin": True},
        "parties": [
            {"role": "ultimate_consignee", "name": "Muster Works", "country": destination, "owners": []}
        ],
        "facts": facts,
    }
    return determine(read_transaction(wire, ear().vocabulary), ear(), FRESH)


@pytest.mark.parametrize("eccn", ["EAR99", "5A992.c"])
@pytest.mark.parametrize("destination", DESTINATIONS)
def test_an_everyday_sale_is_green_by_its_kind_and_end_use(eccn: str, destination: str) -> None:
    found = asked(eccn, destination, "none_named_in_part_744")
    assert (found.answer, found.light) == (Answer.NO_LICENSE_REQUIRED, Light.GREEN)
    assert found.needs == ()


@pytest.mark.parametrize("eccn", ["EAR99", "5A992.c"])
@pytest.mark.parametrize("destination", DESTINATIONS)
def test_the_old_word_does_as_well_and_says_what_it_leaves_out(eccn: str, destination: str) -> None:
    found = asked(eccn, destination, "civil")
    assert "civil_end_use" in {caveat.code for caveat in found.caveats}
    light = (
        Light.AMBER if destination == "CN" else Light.GREEN
    )  # 744.23 reaches any item for a chip factory there
    assert (found.answer, found.light) == (Answer.NO_LICENSE_REQUIRED, light)


@pytest.mark.parametrize("end_use", ["civil", "none_named_in_part_744"])
def test_chips_and_their_equipment_to_china_are_asked_about(end_use: str) -> None:
    found = asked("3B991", "CN", end_use)
    assert [need.path for need in found.needs] == ["facts.use_named_in_744_23"]
