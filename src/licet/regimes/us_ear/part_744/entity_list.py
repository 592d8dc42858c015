"""15 CFR Part 744: what goes with the Entity List: addresses, the exception for aviation, goods en route."""

from __future__ import annotations

from licet.regimes.us_ear.facts import words
from licet.regimes.us_ear.part_744.rules import plays_statutory_role
from licet.regimes.us_ear.periods import ENTITY_LIST_2008
from licet.rules.condition import Condition
from licet.rules.rule import Chapter, period
from licet.rules.terms import Facts, f

__all__ = ["PART_744_ENTITY_LIST"]

PART_744_ENTITY_LIST = Chapter("15 CFR Part 744, addresses, aviation and goods en route")

_ADDRESSES = period(
    "2024-06-12",
    published="2024-06-18",
    cite="89 FR 51644",
    source="text of 15 CFR 744.16(f) as of 2026-09-01",
)


@PART_744_ENTITY_LIST.requirement(
    "us.ear.744.16.f",
    cites=["15 CFR 744.16(a)", "15 CFR 744.16(f)", "15 CFR 744.11(a)"],
    periods=[_ADDRESSES],
    policy="as the entry of the address says",
)
def listed_address(f: Facts) -> Condition:
    """A license is needed when a purchaser, consignee or end-user uses an address that is itself on the Entity
    List, whatever its name.
    """
    return words["party_at_listed_address"].is_(True) & f.some_party(plays_statutory_role)


@PART_744_ENTITY_LIST.notice(
    "us.ear.notice.addresses", "addresses_not_matched", cites=["15 CFR 744.16(f)"], periods=[_ADDRESSES]
)
def addresses_not_matched(f: Facts) -> Condition:
    """Some addresses in China and Turkey are on the Entity List themselves. Licet compares the addresses that you
    state with those of the lists you adopted, and some lists have none. Hold the party's address against the
    "Address" entries of Supplement No. 4, and say by party_at_listed_address whether it is there.
    """
    unanswered = ~words["party_at_listed_address"].is_stated()
    return unanswered & f.some_party(lambda p: p.has_statutory_role & p.country.in_("CN", "HK", "TR"))


@PART_744_ENTITY_LIST.authority(
    "us.ear.744.16.b",
    "a license exception for the safety of civil aviation (15 CFR 744.16(b))",
    defeats=["us.ear.744.11"],
    cites=["15 CFR 744.16(b)", "15 CFR 740.2(a)(5)"],
    periods=[ENTITY_LIST_2008],
    claim=words["license_exception_claimed"].is_stated(),
)
def civil_aviation(f: Facts) -> Condition:
    """For items controlled for missile technology, to listed entities in India and Pakistan alone, a license
    exception may serve the safety of civil aviation; the exception itself must cover what else needs a license.
    """
    elsewhere = f.some_party(
        lambda p: (
            plays_statutory_role(p)
            & ~p.country.in_("IN", "PK")
            & p.listing(lambda entry: entry.on("EL") & entry.covers_item.is_(True))
        )
    )
    missile = f.item.some_control(lambda c: c.applies.is_(True) & c.reason.is_("MT"))
    return missile & ~elsewhere & words["serves_safety_of_civil_aviation"].is_(True)


@PART_744_ENTITY_LIST.exemption(
    "us.ear.744.savings.2025_09_29",
    defeats=[
        *("us.ear.744.11.a.1", "us.ear.744.8.a.2", "us.ear.744.21.a.3", "us.ear.744.affiliates.other_lists")
    ],
    cites=["90 FR 47201"],
    periods=[
        period(
            "2025-09-29",
            last="2025-10-29",
            published="2025-09-30",
            cite="90 FR 47201",
            source="one law firm's summary (mondaq 1685778): completed by October 29, 2025",
        )
    ],
    claim=f.dates.en_route_since.is_stated(),
    verified=False,
)
def savings_of_ownership_rule(f: Facts) -> Condition:
    """Goods en route aboard a carrier to a port on September 29, 2025, on an actual order, to a party that the
    ownership rule reaches may go on as they could before, until October 29, 2025.
    """
    return f.dates.en_route_since.on_or_before("2025-09-29") & f.dates.order.on_or_before("2025-09-29")
