"""Amounts in other currencies: by the last rate of the week up to the day, rounded up, and else unknown."""

from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from licet.orders.exchange_rates import ExchangeRateError, ExchangeRates, read_rates

HISTORY = """Date,USD,JPY,GBP,RUB,
2026-09-24,1.1737,174.32,0.8730,N/A,
2026-09-23,1.1800,174.00,0.8725,N/A,
2022-03-01,1.1162,128.19,0.8348,117.201,
"""
"""In the form of the European Central Bank; the figures are made up."""


@pytest.fixture
def rates(tmp_path: Path) -> ExchangeRates:
    path = tmp_path / "rates.csv"
    path.write_text(HISTORY)
    return read_rates(path)


def test_the_last_rate_up_to_the_day_counts(rates: ExchangeRates) -> None:
    assert rates.in_dollars(Decimal(100), "EUR", date(2026, 9, 23)) == (Decimal("118.00"), date(2026, 9, 23))
    assert rates.in_dollars(Decimal(100), "EUR", date(2026, 9, 27)) == (Decimal("117.37"), date(2026, 9, 24))
    assert rates.in_dollars(Decimal(4800), "GBP", date(2026, 9, 24)) == (
        Decimal("6453.34"),  # 4800 * 1.1737 / 0.8730 = 6453.333...
        date(2026, 9, 24),
    )


def test_no_rate_is_no_amount(rates: ExchangeRates) -> None:
    assert rates.in_dollars(Decimal(100), "GBP", date(2026, 10, 1)) is not None
    assert rates.in_dollars(Decimal(100), "GBP", date(2026, 10, 2)) is None  # more than a week old
    assert rates.in_dollars(Decimal(100), "GBP", date(2022, 2, 28)) is None  # before the first
    assert rates.in_dollars(Decimal(100), "RUB", date(2026, 9, 24)) is None
    assert rates.in_dollars(Decimal(100), "RUB", date(2022, 3, 1)) is not None
    assert rates.in_dollars(Decimal(100), "XXX", date(2026, 9, 24)) is None


@given(
    amount=st.decimals(0, 10**12, places=2),
    currency=st.sampled_from(["EUR", "JPY", "GBP"]),
    late=st.integers(0, 7),
)
def test_dollars_are_never_less_than_the_amount(amount: Decimal, currency: str, late: int) -> None:
    day = date(2026, 9, 24)
    one = {"USD": Decimal("1.1737"), "JPY": Decimal("174.32"), "GBP": Decimal("0.873")}
    found = ExchangeRates((day,), (one,)).in_dollars(amount, currency, day + timedelta(days=late))
    assert found is not None
    euros = amount if currency == "EUR" else amount / one[currency]
    assert 0 <= found[0] - euros * one["USD"] < Decimal("0.0101")


def test_a_file_of_one_day_is_read(tmp_path: Path) -> None:
    path = tmp_path / "one.csv"
    path.write_text("Date, USD, JPY, \n24 September 2026, 1.1737, 174.32, \n")
    assert read_rates(path).in_dollars(Decimal(1), "EUR", date(2026, 9, 25)) == (
        Decimal("1.18"), date(2026, 9, 24)
    )  # fmt: skip


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "line 1 must be Date"),
        ("Date,EUR\n2026-09-24,1\n", "line 1 must be Date"),
        ("Date,USD\n24.09.2026,1.1\n", "line 2: '24.09.2026' is no day"),
        (
            "Date,USD,GBP\n2026-09-24,1.1,0\n2026-09-23,-1,1e999\n",
            "line 2, GBP: '0'.*line 3, USD.*line 3, GBP",
        ),
        ("Date,USD\n2026-09-24,1.1\n2026-09-24,1.2\n", "line 3: '2026-09-24' stands twice"),
        ("Date,USD\n2026-09-24,nan\n", "no rate above 0"),
        ("Date,USD\n" + "\n".join(f"day {n},1" for n in range(9)), "and 4 more"),
    ],
)
def test_what_is_wrong_is_named(tmp_path: Path, text: str, words: str) -> None:
    path = tmp_path / "wrong.csv"
    path.write_text(text)
    with pytest.raises(ExchangeRateError, match=words):
        read_rates(path)
