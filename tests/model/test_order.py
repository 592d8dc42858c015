"""Orders of several lines: read whole or refused whole, with totals that no line can hide from."""

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from licet.model.order import Order, added_up, order_of
from licet.model.transaction import Transaction
from licet.model.wire import WireError, read_transaction, write_transaction
from licet.regimes.us_ear import ear

WORDS = ear().vocabulary
SHARED: dict[str, Any] = {
    "action": "export",
    "as_of": "2026-11-01",
    "destination": "CO",
    "parties": [{"role": "ultimate_consignee", "name": "A", "country": "CO", "owners": []}],
}


def _read(document: Any) -> Transaction:
    return read_transaction(document, WORDS)


def _order(*items: Any, **more: Any) -> Order:
    return order_of({**SHARED, "items": list(items), **more}, _read)


def test_a_sale_is_an_order_of_one_line() -> None:
    sale = {**SHARED, "item": {"eccn": "EAR99", "value_usd": 10}}
    order = order_of(sale, _read)
    assert not order.listed
    assert [line.transaction for line in order.lines] == [_read(sale)]


def test_lines_share_what_the_order_says() -> None:
    order = _order(
        {"id": "10", "eccn": "EAR99", "facts": {"hts_code": "8471500150"}},
        {"eccn": "8A002.a"},
        facts={"license_exception_claimed": "LVS"},
    )
    assert [line.ident for line in order.lines] == ["10", None]
    assert [dict(line.transaction.facts) for line in order.lines] == [
        {"license_exception_claimed": "LVS", "hts_code": "847150"},
        {"license_exception_claimed": "LVS"},
    ]
    assert all(line.transaction.parties == order.lines[0].transaction.parties for line in order.lines)


def test_every_error_comes_with_its_path_in_the_order() -> None:
    with pytest.raises(WireError) as caught:
        _order(
            {"id": 7, "eccn": "9Z999"},
            "a cable",
            {"value_usd": "x", "facts": {"no_such_fact": True}},
            destination="Nowhere",
            facts={"hts_code": 5},
        )
    assert {problem.key for problem in caught.value.every} == {
        "items[0].id",
        "items[0].eccn",
        "items[1]",
        "items[2].value_usd",
        "items[2].facts.no_such_fact",
        "destination",
        "facts.hts_code",
    }


@pytest.mark.parametrize(("items", "key"), [([], "items"), ("x", "items"), ([{}] * 201, "items")])
def test_a_list_that_is_none_is_refused(items: Any, key: str) -> None:
    with pytest.raises(WireError) as caught:
        order_of({**SHARED, "items": items}, _read)
    assert caught.value.key == key


def test_item_and_items_do_not_stand_together() -> None:
    with pytest.raises(WireError, match="beside items"):
        _order({"eccn": "EAR99"}, item={"eccn": "EAR99"})


def test_a_reader_of_one_item_says_where_orders_go() -> None:
    with pytest.raises(WireError, match="licet check"):
        _read({**SHARED, "items": [{"eccn": "EAR99"}]})


_CODES = st.sampled_from([None, "8471.50", "8471.50.0150", "8471500150", "8471500180", "9013105000"])
_ONE_NUMBER = {"8471.50.0150", "8471500150"}
_COMPUTERS = {"8471.50.0150", "8471500150", "8471500180"}
_LINES = st.lists(
    st.tuples(st.sampled_from(["8A002.a", "8A002.b", "EAR99", None]), _CODES, st.integers(0, 9000)),
    min_size=2,
    max_size=5,
)


@given(_LINES)
def test_totals_are_what_the_lines_come_to(rows: list[tuple[str | None, str | None, int]]) -> None:
    order = added_up(_order(*({"eccn": e, "facts": {"hts_code": c}, "value_usd": v} for e, c, v in rows)))
    whole = sum(value for _, _, value in rows)
    for line, (eccn, code, value) in zip(order.lines, rows, strict=True):
        item = line.transaction.item
        assert item.value_usd == value
        assert item.order_value_usd == whole
        same = {code, None, *("8471.50",) * (code in _COMPUTERS)} | (
            _COMPUTERS if code == "8471.50" else set()
        )
        counted = [v for _, c, v in rows if code is None or c in same or {c, code} <= _ONE_NUMBER]
        assert item.schedule_b_value_usd == sum(counted)
        entry = (eccn or "")[:5]
        assert item.eccn_value_usd == sum(v for e, _, v in rows if not entry or not e or e[:5] == entry)
        assert _read(write_transaction(line.transaction)) == line.transaction


def test_what_is_not_valued_leaves_totals_unknown() -> None:
    items = ({"eccn": "8A002.a", "value_usd": 100}, {"eccn": "8A002.b"}, {"eccn": "EAR99", "value_usd": 7})
    order = added_up(_order(*items))
    assert order.unvalued == (1,)
    assert [line.transaction.item.eccn_value_usd for line in order.lines] == [None, None, Decimal(7)]
    assert all(line.transaction.item.value_usd is None for line in order.lines)
