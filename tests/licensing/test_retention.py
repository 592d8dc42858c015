"""15 CFR 762.6: five years from the latest event on record."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from tests.licensing.test_license import licensed

from licet.licensing.ledger import NOTHING, Draw, Drawn, Ledger
from licet.licensing.license import License
from licet.licensing.retention import five_years_from, records_end


def shipped(license_: License, *days: date) -> License:
    draw = Draw(1, Decimal(1), Decimal(1), "DE", (), "civil")
    sent = {str(number): Drawn(str(number), draw, day, NOTHING) for number, day in enumerate(days)}
    return replace(license_, ledger=Ledger(shipments=sent))


def test_five_years_from_a_leap_day_end_on_the_first_of_march() -> None:
    assert five_years_from(date(2024, 2, 29)) == date(2029, 3, 1)
    assert five_years_from(date(2024, 3, 1)) == date(2029, 3, 1)


def test_the_last_day_of_the_license_ends_the_transactions_under_it(world: Any) -> None:
    license_ = licensed(world)
    found = records_end(shipped(license_, license_.issued_on))
    assert (found.on, found.event) == (license_.expires_on, "last day of the license")


def test_a_revocation_ends_them_and_an_export_before_counts_no_more(world: Any) -> None:
    license_ = licensed(world)
    day = license_.issued_on + timedelta(days=90)
    found = records_end(replace(shipped(license_, license_.issued_on), revoked_on=day))
    assert (found.until, found.cite.text) == (five_years_from(day), "15 CFR 750.8(b)")


def test_a_reexport_that_becomes_known_counts_from_its_day(world: Any) -> None:
    later = date(2040, 1, 2)
    found = records_end(licensed(world), [later])
    assert (found.until, found.event) == (date(2045, 1, 2), "known reexport or transfer")
