"""15 CFR 746.8: Russia and Belarus. Supplements No. 2, 4 and 5 stand in the table of tariff codes; No. 6 is asked."""

from __future__ import annotations

from licet.regimes.us_ear.facts import words
from licet.regimes.us_ear.part_744.facts import NONE_NAMED
from licet.rules.condition import Condition, InTable
from licet.rules.rule import Chapter, Period, period
from licet.rules.terms import Facts

__all__ = ["PART_746_RUSSIA"]

PART_746_RUSSIA = Chapter("15 CFR Part 746, Russia and Belarus")

_TEXT = "text of part 746 as of January 2025"
_BOTH = ("us.ear.746.8", "us.ear.746.8.belarus")
_2024 = period(
    "2024-11-01",
    published="2024-11-01",
    cite="89 FR 87279",
    source=f"{_TEXT}, last amended at 89 FR 87282",
)


def _since_2022(day: str, published: str, cite: str) -> Period:
    return period(day, published=published, cite=cite, source=f"{_TEXT}; the date from general knowledge")


def _code_in(supplement: int) -> Condition:
    """That a supplement to part 746 lists the item's tariff code, where one is given."""
    code = words["hts_code"]
    return code.is_stated() & InTable("tariff_codes", (f"746.S{supplement}", code))


@PART_746_RUSSIA.requirement(
    "us.ear.746.8",
    cites=["15 CFR 746.8(a)"],
    periods=[_since_2022("2022-02-24", "2022-03-03", "87 FR 12226")],
    policy="policy of denial",
)
def russia(f: Facts) -> Condition:
    """Russia: every item of the Commerce Control List needs a license, and long lists of EAR99 items; an EAR99 item
    is taken to be on them until its tariff code or the exporter says otherwise.
    """
    return f.destination.is_("RU")


@PART_746_RUSSIA.requirement(
    "us.ear.746.8.belarus",
    cites=["15 CFR 746.8(a)"],
    periods=[_since_2022("2022-03-02", "2022-03-08", "87 FR 13048")],
    policy="policy of denial",
)
def belarus(f: Facts) -> Condition:
    """Belarus: every item of the Commerce Control List needs a license, and long lists of EAR99 items; an EAR99 item
    is taken to be on them until its tariff code or the exporter says otherwise.
    """
    return f.destination.is_("BY")


@PART_746_RUSSIA.exemption(
    "us.ear.746.8.a.12.i", defeats=_BOTH, cites=["15 CFR 746.8(a)(12)(i)"], periods=[_2024]
)
def release_to_national(f: Facts) -> Condition:
    """Releases of technology to Russian and Belarusian nationals are free of 746.8; what the Commerce Control
    List demands stays.
    """
    return f.action.in_("deemed_export", "deemed_reexport")


@PART_746_RUSSIA.exemption(
    "us.ear.746.8.not_named",
    defeats=_BOTH,
    cites=["15 CFR 746.8(a)(4)", "15 CFR 746.8(a)(5)", "15 CFR 746.8(a)(6)", "15 CFR 746.8(a)(8)"],
    periods=[_2024],
    claim=words["not_named_in_746_8"].is_(True),
)
def not_named(f: Facts) -> Condition:
    """An EAR99 item that was held against Supplements No. 4, 5 and 6, the software of (a)(8) and the oil and gas
    uses of (a)(4) and is in none of them needs no license under 746.8. Of a tariff code that Supplement No. 4 lists
    that cannot be so.
    """
    return f.item.flag("ear99", "that the item is EAR99") & ~_code_in(4)


@PART_746_RUSSIA.exemption(
    "us.ear.746.8.tariff_code",
    defeats=_BOTH,
    cites=["15 CFR 746.8(a)(5)", "15 CFR 746.8(a)(6)", "15 CFR 746.8(a)(7)", "15 CFR Part 746 Supp. 4"],
    periods=[_2024],
    claim=words["hts_code"].is_stated(),
)
def tariff_code_not_listed(f: Facts) -> Condition:
    """An EAR99 item whose tariff code is in none of Supplements No. 2, 4 and 5, and that 746.8 does not name
    otherwise, needs no license under 746.8. The prices below which Supplement No. 5 frees some luxury goods, and the
    uses to which Supplement No. 2 is bound, are left to the exporter's own reading.
    """
    listed = _code_in(2) | _code_in(4) | _code_in(5)
    named = words["named_in_746_8_beside_code"]
    return f.item.flag("ear99", "that the item is EAR99") & ~listed & named.is_stated() & ~named.is_(True)


@PART_746_RUSSIA.exemption(
    "us.ear.746.8.a.12.ii",
    defeats=_BOTH,
    cites=["15 CFR 746.8(a)(12)(ii)"],
    periods=[_2024],
    claim=words["partner_company_end_user"].is_(True),
)
def for_partner_companies(f: Facts) -> Condition:
    """Telecommunications items of 5A991, 5A992.c and 5D992.c and EAR99 software of (a)(8) need no license for
    civil end-users that belong to companies of the United States or Country Groups A:5 and A:6, or for their
    missions.
    """
    listed = f.item.flag("russia_civil_communications", "that the item is of 5A991, 5A992.c or 5D992.c")
    software = f.item.flag("ear99", "that the item is EAR99") & f.item.kind.is_("software")
    return f.end_use.in_(*NONE_NAMED) & (listed | software)
