"""15 CFR Part 754: items controlled because they are in short supply."""

from __future__ import annotations

from licet.regimes.us_ear.part_738.rules import CHART, names_destination
from licet.regimes.us_ear.part_742.reasons import needed_for
from licet.rules.condition import Condition
from licet.rules.rule import Chapter, period
from licet.rules.terms import Facts

__all__ = ["PART_754"]

PART_754 = Chapter("15 CFR Part 754, short supply")


_READ = period(
    "1996-03-25",
    published="1996-03-25",
    cite="61 FR 12844",
    source="text of part 754 as of January 2025; the amendments that its notes name were not seen",
)


@PART_754.exemption(
    "us.ear.754.1.c",
    defeats=["us.ear.738.3.named"],
    cites=["15 CFR 754.1(c)"],
    periods=[_READ],
)
def moved_abroad(f: Facts) -> Condition:
    """Items in short supply need a license for export from the United States; abroad they move without one, unless
    the license of their export says otherwise. License Exception WRC of 754.4(c) is not modeled.
    """
    short = f.item.some_control(lambda c: c.applies.is_(True) & c.reason.is_("SS"))
    other = f.item.some_control(lambda c: c.applies.is_(True) & names_destination(f, c) & ~c.reason.is_("SS"))
    return ~f.action.is_("export") & short & ~other


@PART_754.policy(
    "us.ear.754.b",
    "as 15 CFR 754.3(b), 754.4(b) and 754.5(b) say",
    reviews=CHART,
    cites=["15 CFR 754.3(b)", "15 CFR 754.4(b)", "15 CFR 754.5(b)"],
    periods=[_READ],
)
def short_supply(f: Facts) -> Condition:
    """Petroleum of the Naval Petroleum Reserves is denied but for a finding of the President; red cedar by where and
    when it was harvested; horses by sea are approved unless they are for slaughter.
    """
    return needed_for("ss")
