"""Supplement No. 2 to 15 CFR Part 734, sentence by sentence. The Supplement gives no figures of its own."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from licet.model.transaction import ItemKind
from licet.regimes.us_ear.de_minimis import ForeignProduct, USContent, calculate

COMMODITY, SOFTWARE, TECHNOLOGY = ItemKind.COMMODITY, ItemKind.SOFTWARE, ItemKind.TECHNOLOGY
PRODUCT = ForeignProduct(COMMODITY, Decimal(1000))
BOARD = USContent("a board", COMMODITY, Decimal(250), needs_license=True)
FIRMWARE = USContent("firmware", SOFTWARE, Decimal(40), needs_license=True, at_only_or_ear99=True)

PRICES = st.decimals("0.01", "1000000", places=2)


def test_divide_the_content_by_the_product_times_one_hundred() -> None:
    """Supplement 2(a)(4)."""
    assert calculate(PRODUCT, [BOARD, replace(BOARD, value=Decimal("12.50"))]).percent == Decimal("26.25")


def test_equal_to_the_level_is_de_minimis() -> None:
    """Supplement 2(a)(4): equal to or less than the de minimis level."""
    found = calculate(PRODUCT, [BOARD])
    assert (found.at_most(25), found.at_most(10)) == (True, False)
    assert not calculate(PRODUCT, [replace(BOARD, value=Decimal("250.01"))]).at_most(25)


def test_no_content_is_nothing() -> None:
    assert calculate(PRODUCT, []).percent == 0


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (replace(BOARD, needs_license=False), "NLR"),
        (replace(BOARD, gbs=True), "GBS"),
        (replace(BOARD, short_supply_only=True), "short supply"),
        (replace(BOARD, incorporated=False), "not incorporated"),
        (replace(BOARD, kind=TECHNOLOGY), "served to make it"),
    ],
)
def test_what_does_not_count(content: USContent, why: str) -> None:
    """Supplement 2(a)(1) and its note: NLR, GBS, short supply, not incorporated, technology used to make it."""
    found = calculate(PRODUCT, [content])
    assert (found.percent, found.counted) == (Decimal(0), ())
    assert why in found.left_out[0].why


@pytest.mark.parametrize("kind", [SOFTWARE, TECHNOLOGY])
def test_like_is_commingled_with_like(kind: ItemKind) -> None:
    """734.3(a)(3): software with software, technology with technology; a commodity is in neither."""
    product = ForeignProduct(kind, Decimal(1000))
    assert calculate(product, [replace(BOARD, kind=kind)]).percent == 25
    assert calculate(product, [BOARD]).percent == 0


def test_bundled_software_counts_with_a_commodity() -> None:
    """734.4(c)(1), (d)(1): valued with the commodity when it is EAR99 or controlled for AT only."""
    found = calculate(PRODUCT, [BOARD, FIRMWARE])
    assert (found.percent, found.assess_alone) == (Decimal(29), ())


def test_other_bundled_software_is_looked_into_alone() -> None:
    """Notes 3 to 734.4(c)(1) and (d)(1)."""
    encryption = replace(FIRMWARE, at_only_or_ear99=False)
    found = calculate(PRODUCT, [BOARD, encryption])
    assert (found.percent, found.assess_alone) == (Decimal(25), (encryption,))


@pytest.mark.parametrize(
    ("product", "content", "says"),
    [
        (ForeignProduct(COMMODITY, Decimal(0)), BOARD, "fair market price"),
        (ForeignProduct(COMMODITY, Decimal("NaN")), BOARD, "fair market price"),
        (PRODUCT, replace(BOARD, value=Decimal(-1)), "fair market price"),
        (PRODUCT, replace(BOARD, value=Decimal(1001)), "more than the product"),
        (ForeignProduct(ItemKind.SERVICE, Decimal(5)), BOARD, "no item"),
        (PRODUCT, replace(BOARD, kind=ItemKind.SERVICE), "no item"),
    ],
)
def test_what_is_no_bill_of_materials(product: ForeignProduct, content: USContent, says: str) -> None:
    with pytest.raises(ValueError, match=says):
        calculate(product, [content])


@given(st.lists(st.tuples(PRICES, st.booleans(), st.booleans()), max_size=8))
def test_each_content_is_in_one_place_and_more_content_is_more(
    bill: list[tuple[Decimal, bool, bool]],
) -> None:
    contents = [replace(BOARD, value=value, needs_license=needs, gbs=gbs) for value, needs, gbs in bill]
    product = ForeignProduct(COMMODITY, Decimal(10_000_000))
    found = calculate(product, contents)
    assert len(found.counted) + len(found.left_out) + len(found.assess_alone) == len(contents)
    assert calculate(product, [*contents, BOARD]).percent > found.percent
    assert 0 <= found.percent <= 100
