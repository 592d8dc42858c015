"""15 CFR Part 736: general prohibitions; here number four, denial orders."""

from __future__ import annotations

from licet.regimes.us_ear.periods import EAR_1996
from licet.rules.condition import Condition
from licet.rules.rule import Chapter
from licet.rules.terms import Facts

__all__ = ["PART_736"]

PART_736 = Chapter("15 CFR Part 736")


@PART_736.prohibition(
    "us.ear.736.2.b.4",
    cites=["15 CFR 736.2(b)(4)", "15 CFR 764.3(a)(2)", "15 CFR Part 764 Supp. 1"],
    periods=[EAR_1996],
)
def denied_person(f: Facts) -> Condition:
    """Nobody may take part in a sale in which a denied person takes part, in whatever role, under an order in
    the standard terms.
    """
    orders = f.some_party(lambda p: p.listing(lambda entry: entry.on("DPL") & entry.standard_terms.is_(True)))
    special = f.some_party(lambda p: p.listing(lambda entry: entry.on("DPL") & entry.special_terms.is_(True)))
    return orders | (special & f.unmodeled("736.2(b)(4)", "denial orders that are not in the standard terms"))


@PART_736.notice(
    "us.ear.notice.denial_terms",
    "denial_order_terms_not_on_list",
    cites=["15 CFR 736.2(b)(4)"],
    periods=[EAR_1996],
)
def terms_not_on_list(f: Facts) -> Condition:
    """The list does not say whether the denial order is in the standard terms; it was taken to be. Read it."""
    return f.some_party(lambda p: p.listing(lambda entry: entry.on("DPL") & entry.terms_stated.is_(False)))
