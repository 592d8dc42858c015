"""15 CFR 758.1(g), 758.3 to 758.6, 758.11: what is written on the filing and the invoice, and routed exports."""

from __future__ import annotations

from licet.regimes.us_ear.facts import words
from licet.regimes.us_ear.part_758.rules import (
    CLEARANCE_TEXT,
    TEXT_758,
    ear99,
    firearms_758,
    munitions_but_y,
    on_list,
    since,
    tangible,
    under,
)
from licet.rules.citation import cfr
from licet.rules.condition import Condition
from licet.rules.rule import Chapter, Obligation, Occasion, period
from licet.rules.terms import Facts

__all__ = ["PART_758_CODES"]

PART_758_CODES = Chapter("15 CFR Part 758, codes, invoices, routed exports")

_G = "15 CFR 758.1(g)"
_C33 = period(
    "2016-10-01",
    published="2016-06-09",
    cite="15 CFR 758.1(g)(3)",
    source=f"{CLEARANCE_TEXT} (C33 for EAR99); Census broadcast of June 9, 2016 as quoted by a forwarder: C32 is "
    "removed, C33 for all NLR but C60 for .y items of the 600 series and 9x515",
)
_CODES = {
    "LVS": "C35",
    "TMP": "C40",
    "RPL": "C41",
    "GOV": "C42",
    "GFT": "C43",
    "TSU": "C44",
    "BAG": "C45",
    "ENC": "C50",
    "GBS": "C36",
    "TSR": "C38",
    "AVS": "C46",
    "AGR": "C51",
    "APP": "C53",
    "CCD": "C58",
    "STA": "C59",
    "NAC": "C67",
    "ACA": "C68",
}
"""License codes of appendix F of Customs' AESTIR, as far as seen in notices of 2008 and 2020 and, from C36 on, in the
list of license codes that a carrier (UPS) prints from it; C67 and C68 in CSMS # 61882672 of August 2024 and news of
the Census e-mails of March and August 2024; those of the other exceptions made since 2021 were not seen."""


def _code(code: str, text: str, cite: str) -> Obligation:
    return Obligation(
        f"eei_license_code_{code.lower()}", f"On the EEI, where one is filed, report {text}.", cfr(cite)
    )


def _y_item(f: Facts) -> Condition:
    series = on_list("series_600", "that the item is of the 600 series") | on_list(
        "series_9x515", "that the item is of a 9x515 ECCN"
    )
    return series & on_list("paragraph_y", "that the item is of a .y paragraph")


@PART_758_CODES.duty(
    "us.ear.758.1.g.3",
    cites=["15 CFR 758.1(g)(3)"],
    periods=[_C33],
    obligations=[_code("C33", "NLR with license code C33", "15 CFR 758.1(g)(3)")],
    occasion=Occasion.UNLICENSED,
)
def no_license_required(f: Facts) -> Condition:
    """What needs no license is filed under NLR and license code C33."""
    return tangible(f) & ~_y_item(f)


@PART_758_CODES.duty(
    "us.ear.758.1.g.3.y",
    cites=["15 CFR 758.1(g)(3)"],
    periods=[_C33],
    obligations=[_code("C60", "DY6 with license code C60", "15 CFR 758.1(g)(3)")],
    occasion=Occasion.UNLICENSED,
)
def no_license_required_y(f: Facts) -> Condition:
    """600 series and 9x515 items of .y paragraphs that need no license are filed under DY6 and license code C60."""
    return tangible(f) & _y_item(f)


@PART_758_CODES.duty(
    "us.ear.758.1.g.3.eccn",
    cites=["15 CFR 758.1(g)(3)"],
    periods=[TEXT_758],
    obligations=[
        Obligation("eei_eccn", "Enter the ECCN on the EEI, where one is filed.", cfr("15 CFR 758.1(g)(3)"))
    ],
    occasion=Occasion.UNLICENSED,
)
def eccn_without_license(f: Facts) -> Condition:
    """Without a license the ECCN is entered where the item has a reason for control beside anti-terrorism, and to
    China, Russia and Venezuela for every item of the Commerce Control List.
    """
    other = f.item.some_control(lambda c: c.applies.is_(True) & ~c.reason.is_("AT"))
    return tangible(f) & ~ear99(f) & (other | f.destination.in_("CN", "HK", "RU", "VE"))


@PART_758_CODES.duty(
    "us.ear.758.1.g.1",
    cites=["15 CFR 758.1(g)(1)"],
    periods=[TEXT_758],
    obligations=[
        _code(
            "C30",
            "the license number with license code C30, the ECCN, and the item's description as on the license",
            "15 CFR 758.1(g)(1)",
        )
    ],
    occasion=Occasion.LICENSED,
)
def license_on_filing(f: Facts) -> Condition:
    """Under a license its number, code, the ECCN and the license's own description are reported."""
    return tangible(f) & words["license_number"].is_stated()


@PART_758_CODES.duty(
    "us.ear.758.1.g.2",
    cites=["15 CFR 758.1(g)(2)", "15 CFR 740.1"],
    periods=[TEXT_758],
    obligations=[
        Obligation(
            "eei_eccn",
            "Enter the ECCN and the symbol of the license exception on the EEI, where one is filed.",
            cfr("15 CFR 758.1(g)(2)"),
        )
    ],
    occasion=Occasion.LICENSED,
)
def eccn_under_exception(f: Facts) -> Condition:
    """Under a license exception the ECCN and the exception's symbol and code are reported."""
    return tangible(f) & words["license_exception_claimed"].is_stated()


for _symbol, _number in _CODES.items():

    def _claimed(f: Facts, symbol: str = _symbol) -> Condition:
        return tangible(f) & under(symbol)

    _claimed.__doc__ = f"Under License Exception {_symbol} license code {_number} is reported."
    PART_758_CODES.duty(
        f"us.ear.758.1.g.2.{_symbol.lower()}",
        cites=["15 CFR 758.1(g)(2)"],
        periods=[TEXT_758],
        obligations=[_code(_number, f"license code {_number} ({_symbol})", "15 CFR 758.1(g)(2)")],
        occasion=Occasion.LICENSED,
    )(_claimed)


@PART_758_CODES.duty(
    "us.ear.758.1.g.2.other",
    cites=["15 CFR 758.1(g)(2)", "15 CFR Part 30"],
    periods=[TEXT_758],
    obligations=[
        Obligation(
            "eei_license_code",
            "On the EEI, where one is filed, report the license code of the exception (15 CFR part 30, "
            "appendix B; not read).",
            cfr("15 CFR 758.1(g)(2)"),
        )
    ],
    occasion=Occasion.LICENSED,
)
def other_exceptions(f: Facts) -> Condition:
    """Under another license exception its license code is reported, which was not read."""
    return tangible(f) & words["license_exception_claimed"].is_stated() & ~under(*_CODES)


@PART_758_CODES.duty(
    "us.ear.758.1.g.4",
    cites=["15 CFR 758.1(g)(4)"],
    periods=[since("2024-05-30", "2024-04-30", "89 FR 34680")],
    obligations=[
        Obligation(
            "eei_firearm_paragraph",
            "Begin the commodity description on the EEI with the item paragraph (of shotguns .SB); for a "
            "temporary export report manufacturer, model, caliber and serial number too.",
            cfr("15 CFR 758.1(g)(4)"),
        )
    ],
    occasion=Occasion.MOVING,
)
def firearm_paragraph(f: Facts) -> Condition:
    """Firearms and their parts are filed with their paragraph first."""
    parts = on_list("firearm_parts_758", "that the item is of 758.1(g)(4)(ii)")
    return tangible(f) & (parts | on_list("firearms_758", "that the item is a firearm of 758.1(b)(9)"))


@PART_758_CODES.duty(
    "us.ear.758.1.g.5",
    cites=["15 CFR 758.1(g)(5)"],
    periods=[since("2023-11-17", "2023-10-25", "88 FR 73458")],
    obligations=[
        Obligation(
            "eei_z_paragraph",
            'Begin the commodity description on the EEI with ".z".',
            cfr("15 CFR 758.1(g)(5)"),
        )
    ],
    occasion=Occasion.MOVING,
)
def z_paragraph(f: Facts) -> Condition:
    """Items of .z paragraphs are filed with the paragraph first."""
    return tangible(f) & on_list("paragraph_z_758", "that the item is of a .z paragraph")


@PART_758_CODES.duty(
    "us.ear.758.3",
    cites=["15 CFR 758.3(b)", "15 CFR 758.3(d)"],
    periods=[TEXT_758],
    obligations=[
        Obligation(
            "routed_writing",
            "Routed transaction: without a writing by which the foreign principal expressly assumes it, the "
            "U.S. principal party in interest is the exporter and must find out and obtain license "
            "authority; the agent needs a power of attorney.",
            cfr("15 CFR 758.3(b)"),
            before=True,
            met=words["routed_writing_obtained"].is_(True),
        )
    ],
    occasion=Occasion.MOVING,
)
def routed(f: Facts) -> Condition:
    """In a routed transaction somebody must expressly have taken over the license authority."""
    return f.action.is_("export") & words["routed_transaction"].is_(True)


_STATEMENT = Obligation(
    "destination_control_statement",
    "Put the destination control statement of 758.6(a)(1) on the commercial invoice.",
    cfr("15 CFR 758.6(a)(1)"),
)


@PART_758_CODES.duty(
    "us.ear.758.6.a.1",
    cites=["15 CFR 758.6(a)(1)"],
    periods=[since("2016-11-15", "2016-08-17", "81 FR 54721")],
    obligations=[_STATEMENT],
    occasion=Occasion.MOVING,
)
def destination_control(f: Facts) -> Condition:
    """Items of the Commerce Control List go with a destination control statement, but for baggage and gifts."""
    return tangible(f) & ~ear99(f) & ~under("BAG", "GFT")


@PART_758_CODES.duty(
    "us.ear.758.6.before",
    cites=["15 CFR 758.6"],
    periods=[
        period(
            "1996-03-25",
            last="2016-11-14",
            published="1996-03-25",
            cite="61 FR 12714",
            source="none: section 758.6 before 81 FR 54721 was not read",
        )
    ],
    obligations=[
        Obligation(
            "destination_control_statement_as_then",
            "See 15 CFR 758.6 of the day for the destination control statement; it was not read.",
            cfr("15 CFR 758.6"),
        )
    ],
    occasion=Occasion.MOVING,
)
def destination_control_before_2016(f: Facts) -> Condition:
    """Before November 15, 2016 the section read otherwise; Licet does not hold it."""
    return tangible(f) & ~ear99(f)


_ON_INVOICE = Obligation(
    "eccn_on_invoice",
    "Put the ECCN on the commercial invoice (of 3A090 with its paragraph).",
    cfr("15 CFR 758.6(a)(2)"),
)


@PART_758_CODES.duty(
    "us.ear.758.6.a.2",
    cites=["15 CFR 758.6(a)(2)"],
    periods=[since("2023-11-17", "2023-10-25", "88 FR 73458")],
    obligations=[_ON_INVOICE],
    occasion=Occasion.MOVING,
)
def eccn_on_invoice(f: Facts) -> Condition:
    """The ECCN of 9x515, 600 series, .z, 3A090 and 4A090 commodities stands on the invoice."""
    chips = on_list("invoice_758", "that the item is of an ECCN that 758.6(a)(2) names")
    return tangible(f) & (_military(f) | chips) & ~under("BAG", "GFT")


def _military(f: Facts) -> Condition:
    return munitions_but_y(f) | _y_item(f)


@PART_758_CODES.duty(
    "us.ear.758.11",
    cites=["15 CFR 758.11"],
    periods=[since("2024-05-30", "2024-04-30", "89 FR 34680")],
    obligations=[
        Obligation(
            "form_4457",
            "Submit CBP Form 4457 with serial number, make, model and caliber of every firearm before it leaves.",
            cfr("15 CFR 758.11(b)"),
            before=True,
            met=words["form_4457_submitted"].is_(True),
        )
    ],
    occasion=Occasion.MOVING,
)
def firearms_in_baggage(f: Facts) -> Condition:
    """Firearms and ammunition under License Exception BAG go with CBP Form 4457."""
    return tangible(f) & firearms_758(f) & under("BAG")
