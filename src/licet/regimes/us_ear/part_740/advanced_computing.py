"""15 CFR 740.8, 740.24 to 740.29: advanced computing, memory, restricted fabs, and controls that allies share."""

from __future__ import annotations

from licet.regimes.us_ear.facts import words
from licet.regimes.us_ear.part_740.common import COMPUTING_ABROAD, MET, claims, no, since_note, yes
from licet.regimes.us_ear.part_740.section_740_2 import free
from licet.rules.citation import cfr
from licet.rules.condition import Condition
from licet.rules.rule import Chapter, Obligation, period
from licet.rules.terms import Facts

__all__ = ["PART_740_COMPUTING"]

PART_740_COMPUTING = Chapter("15 CFR Part 740, advanced computing")

_ANYWHERE = ("export", "reexport", "transfer_in_country")
"""740.8(b): NAC and ACA meet the requirement of 744.23(a)(3) too, the one of part 744 that they may."""
SUPPLEMENT_5 = (
    "AU", "BE", "CA", "DK", "FI", "FR", "DE", "IE", "IT", "JP", "NL", "NZ", "NO", "KR", "ES", "SE", "TW", "GB",
)  # fmt: skip
"""Supplement No. 5 to part 740, paragraph (a), beside the United States."""

_ACCOUNT = Obligation(
    "acm_account_for_items",
    "Keep a system that accounts for the items moved to and out of each facility, brought up to date every six "
    "months.",
    cfr("15 CFR 740.28(e)"),
)
_REPORT_LPP = Obligation(
    "report_lpp_shipment",
    "E-mail the certification to EARReports@bis.doc.gov within 30 days of the shipment, and tell BIS before a "
    "shipment of 3,200,000 TPP in total.",
    cfr("15 CFR 740.29(g)"),
)
_REPORT_RFF = Obligation(
    "report_rff",
    "Report to BIS within 30 days of an installation, and every February 1 that the equipment does not serve the "
    "production of advanced-node circuits; tell BIS within one business day if you learn that it will.",
    cfr("15 CFR 740.26(e)"),
)
_TELL_AIA = Obligation(
    "notify_aia_consignee",
    "Furnish the ECCN to the ultimate consignee and tell it in writing with each shipment that it goes under AIA.",
    cfr("15 CFR 740.27(b)"),
    before=True,
)


def _d5_or_macau(f: Facts) -> Condition:
    return f.destination_in("D:5") | f.destination.is_("MO")


def _notified_item(f: Facts) -> Condition:
    """The items of 740.8(a): none for data centers that meets 3A090.a; encryption items meet ENC too."""
    listed = f.item.flag("advanced_computing_commodity", "that the item is of an ECCN named in 740.8(a)")
    encryption = f.item.flag("advanced_encryption", "that the item is of 5A002.z, 5A004.z or 5D002.z")
    return listed & no("datacenter_item") & (~encryption | yes("enc_requirements_met"))


@PART_740_COMPUTING.authority(
    "us.ear.740.8.nac",
    "License Exception NAC (15 CFR 740.8)",
    defeats=[*MET, COMPUTING_ABROAD],
    cites=["15 CFR 740.8"],
    periods=[since_note("740.8")],
    claim=claims("NAC"),
)
def notified(f: Facts) -> Condition:
    """Advanced computing items that are not for data centers may go to Macau, to Country Group D:5 and to firms
    headquartered there, once BIS has confirmed it.
    """
    there = _d5_or_macau(f) | yes("headquartered_in_d5_or_macau")
    return (
        f.action.in_("export", "reexport") & there & _notified_item(f) & yes("nac_confirmed") & free("a.9.ii")
    )


@PART_740_COMPUTING.authority(
    "us.ear.740.8.aca",
    "License Exception ACA (15 CFR 740.8)",
    defeats=[*MET, COMPUTING_ABROAD],
    cites=["15 CFR 740.8"],
    periods=[since_note("740.8")],
    claim=claims("ACA"),
)
def authorized_computing(f: Facts) -> Condition:
    """Advanced computing items that are not for data centers may go elsewhere than to Macau, Country Group D:5 and
    firms headquartered there, and may be transferred within these, under a purchase order or as samples.
    """
    elsewhere = ~_d5_or_macau(f) & no("headquartered_in_d5_or_macau")
    within = _d5_or_macau(f) & f.action.is_("transfer_in_country")
    return (
        f.action.in_(*_ANYWHERE)
        & (elsewhere | within)
        & _notified_item(f)
        & yes("purchase_order_or_sample")
        & free("a.9.ii")
    )


@PART_740_COMPUTING.authority(
    "us.ear.740.24",
    "License Exception IEC (15 CFR 740.24)",
    defeats=MET,
    cites=["15 CFR 740.24"],
    periods=[since_note("740.24")],
    claim=claims("IEC"),
)
def implemented_controls(f: Facts) -> Condition:
    """What the table of eligible items and destinations, which part 740 incorporates by reference, lists for the
    destination.
    """
    allowed = f.item.flag("allows_iec", "that the ECCN allows License Exception IEC")
    return f.action.in_(*_ANYWHERE) & allowed & yes("iec_table_lists_item") & free("a.22")


@PART_740_COMPUTING.authority(
    "us.ear.740.25",
    "License Exception HBM (15 CFR 740.25)",
    defeats=[*MET, COMPUTING_ABROAD],
    cites=["15 CFR 740.25"],
    periods=[since_note("740.25")],
    claim=claims("HBM"),
)
def high_bandwidth_memory(f: Facts) -> Condition:
    """Memory of 3A090.c below 3.3 GB/s per square millimeter may go straight to the site that packages it, bought by
    the designer of what it is packaged in, from firms of the United States and Country Group A:5.
    """
    return (
        f.action.in_(*_ANYWHERE)
        & f.item.flag("high_bandwidth_memory", "that the item is of 3A090.c")
        & yes("hbm_exporter_eligible")
        & yes("hbm_density_below_3_3")
        & yes("hbm_sent_to_packaging_site")
        & no("hbm_excluded_recipient")
        & free("a.9.ii")
    )


def _approved(f: Facts) -> Condition:
    """Of 3A090.a, and of what rests on it, an approved or authorized designer designed the circuit."""
    narrowed = f.item.flag("designer_asked", "that 740.27 or 740.28 asks for the designer of the item")
    return ~narrowed | yes("designed_by_approved_designer")


@PART_740_COMPUTING.authority(
    "us.ear.740.27",
    "License Exception AIA (15 CFR 740.27)",
    defeats=[*MET, COMPUTING_ABROAD],
    cites=["15 CFR 740.27", "15 CFR Part 740 Supp. 5"],
    periods=[since_note("740.27")],
    claim=claims("AIA"),
    obligations=[_TELL_AIA],
)
def artificial_intelligence(f: Facts) -> Condition:
    """Advanced computing items may go to firms located and headquartered in the destinations of Supplement No. 5,
    once the consignee has certified what 740.27(b)(2) asks; model weights to such firms outside Macau and D:5.
    """
    allowed = f.item.flag("allows_aia", "that the ECCN allows License Exception AIA")
    weights = f.item.flag("model_weights", "that the item is model weights of 4E091")
    stored = weights & ~_d5_or_macau(f) & yes("model_weights_in_secure_facility")
    certified = ~f.item.kind.is_("commodity") | yes("aia_certification_submitted")
    computing = f.destination.in_(*SUPPLEMENT_5) & _approved(f) & certified & no("aia_training_for_others")
    return (
        f.action.in_(*_ANYWHERE)
        & allowed
        & yes("headquartered_in_supplement_5")
        & (stored | ~weights & computing)
        & free("a.9.ii")
    )


@PART_740_COMPUTING.authority(
    "us.ear.740.28",
    "License Exception ACM (15 CFR 740.28)",
    defeats=[*MET, COMPUTING_ABROAD],
    cites=["15 CFR 740.28"],
    periods=[since_note("740.28")],
    claim=claims("ACM"),
    obligations=[_ACCOUNT],
)
def computing_manufacturing(f: Facts) -> Condition:
    """Advanced computing items may go to private firms outside Macau and Country Group D:5, not headquartered there,
    that develop, produce or store such items for customers outside Macau and D:5.
    """
    allowed = f.item.flag("allows_acm", "that the ECCN allows License Exception ACM")
    return (
        f.action.in_(*_ANYWHERE)
        & allowed
        & _approved(f)
        & ~_d5_or_macau(f)
        & no("headquartered_in_d5_or_macau")
        & yes("acm_private_sector_end_user")
        & yes("acm_manufacture_or_storage")
        & free("a.9.ii")
    )


@PART_740_COMPUTING.authority(
    "us.ear.740.29",
    "License Exception LPP (15 CFR 740.29)",
    defeats=MET,
    cites=["15 CFR 740.29"],
    periods=[since_note("740.29")],
    claim=claims("LPP"),
    obligations=[_REPORT_LPP],
)
def low_processing_performance(f: Facts) -> Condition:
    """Advanced computing circuits of up to 26,900,000 TPP a year may go to one ultimate consignee outside Macau and
    Country Group D:5, not headquartered there, that has certified what 740.29(f) asks.
    """
    return (
        f.action.in_("export", "reexport")
        & f.item.flag("low_performance_circuit", "that the item is of a paragraph named in 740.29(b)")
        & ~_d5_or_macau(f)
        & no("headquartered_in_d5_or_macau")
        & words["lpp_tpp_of_the_year"].at_most(26_900_000)
        & yes("lpp_certification_obtained")
        & free()
    )


@PART_740_COMPUTING.authority(
    "us.ear.740.26",
    "License Exception RFF (15 CFR 740.26)",
    defeats=["us.ear.744.11"],
    cites=["15 CFR 740.26", "15 CFR 744.11(a)"],
    periods=[since_note("740.26")],
    claim=claims("RFF"),
    obligations=[_REPORT_RFF],
)
def restricted_facility(f: Facts) -> Condition:
    """Items outside the ECCNs of chip making may go to a listed fabrication facility whose entry refers to 740.26,
    after notice to BIS, but not for its restricted equipment or for advanced-node circuits.
    """
    barred = f.item.flag("rff_excluded", "that the item is of an ECCN named in 740.26(a)")
    return (
        f.action.in_(*_ANYWHERE)
        & ~barred
        & yes("entry_refers_to_740_26")
        & no("rff_restricted_use")
        & yes("rff_notified")
        & free()
    )


@restricted_facility.amended(
    [
        period(
            "2024-12-05",
            last="2025-01-15",
            published="2024-12-05",
            cite="89 FR 96814",
            source="source note of 740.26: amended at 90 FR 5309; the first text was not read",
        )
    ],
    claim=claims("RFF"),
)
def restricted_facility_first(f: Facts) -> Condition:
    """Items outside the ECCNs of chip making may go to a listed fabrication facility; the first text was not read."""
    barred = f.item.flag("rff_excluded", "that the item is of an ECCN named in 740.26(a)")
    terms = f.unmodeled("740 earlier", "the terms of the license exceptions of the day")
    return ~barred & ~no("entry_refers_to_740_26") & terms
