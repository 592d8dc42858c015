"""Until when a license is valid (15 CFR 750.7(g)), and the last moment to depart under it (758.4(b))."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from licet.licensing.days import add_years, is_holiday, month_end_after, next_business_day
from licet.licensing.scope import LicenseLine
from licet.rules.citation import Citation, cfr

__all__ = ["Validity", "departs_in_time", "validity"]

VALIDITY = cfr("15 CFR 750.7(g)")
_ONE_YEAR = ("0A501", "0A502", "0A504", "0A505", "0A506", "0A507", "0A508", "0A509")


@dataclass(frozen=True, slots=True)
class Validity:
    """The last day of validity, to midnight. ``stated``: as printed; ``last_day``: after rolling over a holiday."""

    stated: date
    last_day: date
    why: str
    cite: Citation = VALIDITY

    @property
    def rolled(self) -> bool:
        return self.last_day != self.stated


def validity(
    issued_on: date,
    lines: Iterable[LicenseLine] = (),
    *,
    stated: date | None = None,
    emergency: bool = False,
    short_supply: bool = False,
    state_holidays: Collection[date] = (),
) -> Validity:
    """The validity of a license issued on a day.

    ``stated``: a date specifically approved on its face. Without one: the end of the month after issue for an
    emergency (and never later), one year for short supply and the firearms entries, else four years. An expiry on a
    legal holiday moves to the first business day after; one on a plain Saturday or Sunday does not move.
    """
    day, why = _stated(issued_on, lines, stated, emergency, short_supply)
    rolled = next_business_day(day, state_holidays) if is_holiday(day, state_holidays) else day
    if rolled != day:
        why += f"; {day} is a legal holiday, so to midnight of {rolled}"
    return Validity(day, rolled, why)


def _stated(
    issued_on: date, lines: Iterable[LicenseLine], stated: date | None, emergency: bool, short_supply: bool
) -> tuple[date, str]:
    if emergency:
        limit = month_end_after(issued_on)
        if stated is None or stated > limit:
            return limit, "emergency: the last day of the month after the month of issue"
    if stated is not None:
        return stated, "as specified on the license"
    if short_supply:
        return add_years(issued_on, 1), "one year: short supply"
    if any(line.eccn.startswith(_ONE_YEAR) for line in lines):
        return add_years(issued_on, 1), "one year: firearms and related items"
    return add_years(issued_on, 4), "four years, since nothing else was specified"


def departs_in_time(
    last_day: date,
    departed_on: date | None,
    *,
    laden_on: date | None = None,
    ready_on_pier_for_vessel_at_pier: date | None = None,
    delay_excused_by_authority: bool = False,
) -> bool:
    """Whether a shipment that left, or has not yet left, is still under a license that expired (758.4(b)).

    Departed by midnight of the last day; or by then laden aboard the vessel; or booked and ready on the pier for a
    vessel at the pier; or delayed by what nobody foresaw, as BIS or Customs has judged.
    """
    days = (departed_on, laden_on, ready_on_pier_for_vessel_at_pier)
    return delay_excused_by_authority or any(day is not None and day <= last_day for day in days)
