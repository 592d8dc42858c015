"""Every minimal sale by which an outside examination showed a fault, on the real list, as it is answered today.

A line of ``minimal_sales.jsonl`` has the wire, the answers that are right, and where the law says so. What needs
one more fact stands there twice: as it was given, with the fact that must be asked for, and with that fact.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from licet.model.wire import WireError, read_transaction
from licet.rules.answer import Light
from licet.services.determination import Decider, open_decider

pytestmark = pytest.mark.real_data

LINES = (Path(__file__).parent / "minimal_sales.jsonl").read_text("utf-8").splitlines()
SALES: dict[str, dict[str, Any]] = {sale["id"]: sale for sale in map(json.loads, LINES)}
GO = {"no_license_required", "authorized", "not_subject"}


@pytest.fixture(scope="module")
def decider(adopted_lists: Path) -> Iterator[Decider]:
    """With a limit on the age of lists that no sale meets: else it would keep every wrong green amber."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("LICET_LIST_DAYS", "4000")
        yield open_decider(adopted_lists)


@pytest.mark.parametrize("number", SALES)
def test_a_minimal_sale_is_answered_right(decider: Decider, number: str) -> None:
    sale = SALES[number]
    if sale["accept"] == ["refused"]:
        with pytest.raises(WireError, match="no paragraph|must be EAR99 or an ECCN"):
            read_transaction(sale["wire"], decider.rulebook.vocabulary)
        return
    found = decider.determine(read_transaction(sale["wire"], decider.rulebook.vocabulary))
    assert found.answer.value in sale["accept"], [need.path for need in found.needs]
    if not GO & set(sale["accept"]) or sale.get("green") is False:
        assert found.light is not Light.GREEN
    if "needs" in sale:
        assert sale["needs"] in {need.path for need in found.needs}


def test_every_sale_says_what_is_right_and_where_that_stands() -> None:
    assert len(SALES) == len(LINES)
    assert all(sale["accept"] and sale["source"] for sale in SALES.values())
