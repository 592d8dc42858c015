"""15 CFR 740.20 and 740.22: trusted destinations (STA), cybersecurity (ACE)."""

from __future__ import annotations

from licet.regimes.us_ear.facts import words
from licet.regimes.us_ear.part_740.common import (
    MET,
    REPORT,
    TEXT,
    claims,
    controlled_for,
    no,
    no_other_reason_than,
    since_note,
    yes,
)
from licet.regimes.us_ear.part_740.section_740_2 import free
from licet.rules.citation import cfr
from licet.rules.condition import Condition
from licet.rules.rule import Chapter, Obligation, Question
from licet.rules.terms import Facts, f

__all__ = ["PART_740_TRUSTED"]

PART_740_TRUSTED = Chapter("15 CFR Part 740, trusted destinations")

_LESSER = "us.ear.740.20.lesser_uav"
_ANYWHERE = ("export", "reexport", "transfer_in_country")
_REASONS = ("NS", "CB", "NP", "RS", "CC", "SI")
"""The reasons for control of 740.20(c)(1)(i)."""
_RELEASES = ("deemed_export", "deemed_reexport")
"""Releases of technology and source code within one country, 740.20(a) and (d)(4)."""


def _defined(name: str) -> Condition:
    return f.defined(f"us.ear.740.2.{name}")


_TELL_CONSIGNEE = Obligation(
    "notify_sta_consignee",
    "Tell the consignee in writing that the shipment goes under License Exception STA.",
    cfr("15 CFR 740.20(d)(3)"),
    before=True,
    met=words["consignee_notified_of_sta"].is_(True),
)


@PART_740_TRUSTED.rule(
    "us.ear.740.20.terms",
    Question.DEFINITION,
    cites=["15 CFR 740.20(b)(2)", "15 CFR 740.20(d)", "15 CFR 740.2(a)(26)"],
    periods=[TEXT],
)
def trusted(f: Facts) -> Condition:
    """What both authorizing paragraphs of STA ask: statements, no item that (b)(2) takes out, an approved party in
    the United Arab Emirates, and no missile technology but lesser unmanned aircraft.
    """
    missile = _defined("a.5") | f.defined(_LESSER)
    emirates = ~f.destination.is_("AE") | yes("uae_approved_for_sta")
    return (
        (f.action.in_(*_ANYWHERE) & _stated(f) | f.action.in_(*_RELEASES) & yes("recipient_told_of_limits"))
        & ~controlled_for(f, "EI", "SS", "SL", "CW")
        & ~f.item.flag("sta_excluded", "that 740.20(b)(2) takes the item out")
        & emirates
        & missile
    )


@PART_740_TRUSTED.rule(_LESSER, Question.DEFINITION, cites=["15 CFR 740.20(c)(1)(ii)"], periods=[TEXT])
def lesser_unmanned_aircraft(f: Facts) -> Condition:
    """Unmanned aircraft below 500 kg over 300 km, outside Country Groups D:4 and D:5."""
    uav = f.item.flag("mt_uav", "that the item is of 9A012, 9A120 or 9A610")
    return uav & ~f.destination_in("D:4", "D:5") & f.destination_in("A:5") & no("uav_500_kg_300_km")


@PART_740_TRUSTED.rule(
    "us.ear.740.only.sta", Question.DEFINITION, cites=["15 CFR 740.20(c)(1)"], periods=[TEXT]
)
def reasons_of_sta(f: Facts) -> Condition:
    """A license is required for the reasons of 740.20(c)(1)(i) only, for lesser unmanned aircraft missile technology
    too.
    """
    return no_other_reason_than(f, *_REASONS, spared=f.defined(_LESSER))


def _stated(f: Facts) -> Condition:
    """740.20(d)(1) and (2): the ECCN was furnished, and the consignee has signed."""
    return yes("eccn_furnished_to_consignee") & yes("prior_consignee_statement")


def _for_allied_forces(f: Facts) -> Condition:
    """What 740.20(b)(3) and the note to (c)(1)(i) ask of 600 series items."""
    end_item = f.item.flag("sta_end_item", "that 740.20(b)(3)(iii) names the item")
    return (
        yes("sta_600_series_users")
        & yes("sta_parties_previously_approved")
        & (~end_item | yes("sta_end_item_approved"))
        & _defined("a.13.listed")
    )


@PART_740_TRUSTED.authority(
    "us.ear.740.20.c.1",
    "License Exception STA, Country Group A:5 (15 CFR 740.20(c)(1))",
    defeats=MET,
    cites=["15 CFR 740.20(c)(1)", "15 CFR 740.20(d)", "15 CFR 740.2(a)(26)"],
    periods=[TEXT],
    claim=claims("STA", "(c)(1)"),
    obligations=[_TELL_CONSIGNEE, REPORT],
)
def trusted_a5(f: Facts) -> Condition:
    """What needs a license for national security, chemical and biological, nuclear, regional stability, crime
    control or significant item reasons only may go to Country Group A:5 with the consignee's statement.
    """
    military = f.item.flag("series_600", "that the item is of the 600 series")
    return (
        f.destination_in("A:5")
        & f.defined("us.ear.740.only.sta")
        & ~f.item.flag("sta_bars_a5", "that the ECCN bars License Exception STA to Country Group A:5")
        & (~military | _for_allied_forces(f))
        & f.defined("us.ear.740.20.terms")
        & free("a.4", "a.5", "a.13")
    )


@PART_740_TRUSTED.authority(
    "us.ear.740.20.c.2",
    "License Exception STA, Country Group A:6 (15 CFR 740.20(c)(2))",
    defeats=MET,
    cites=["15 CFR 740.20(c)(2)", "15 CFR 740.20(d)"],
    periods=[TEXT],
    claim=claims("STA", "(c)(2)"),
    obligations=[_TELL_CONSIGNEE, REPORT],
)
def trusted_a6(f: Facts) -> Condition:
    """What needs a license for national security reasons only, and is not named in the STA paragraph of its
    ECCN, may go to Country Group A:6 with the consignee's statement.
    """
    return (
        f.destination_in("A:6")
        & f.defined("us.ear.740.only.ns")
        & ~f.item.flag("sta_bars_a6", "that the ECCN bars License Exception STA to Country Group A:6")
        & ~f.item.flag("sta_not_to_a6", "that 740.20(b)(2) bars the item for Country Group A:6")
        & f.defined("us.ear.740.20.terms")
        & free("a.4", "a.5")
    )


@PART_740_TRUSTED.authority(
    "us.ear.740.22",
    "License Exception ACE (15 CFR 740.22)",
    defeats=MET,
    cites=["15 CFR 740.22"],
    periods=[since_note("740.22")],
    claim=claims("ACE"),
)
def cybersecurity(f: Facts) -> Condition:
    """Cybersecurity items may go outside Country Group E; in Country Group D not to governments, and in D:1 and
    D:5 only to favored end users or for vulnerability disclosure and incident response.
    """
    helped = f.destination_in("A:6") & yes("incident_police_or_response_team")
    group_d = f.destination_in("D:1", "D:2", "D:3", "D:4", "D:5")
    government = ~group_d | no("government_end_user") | helped
    narrow = f.item.flag("cybersecurity_4", "that the item is of 4A005, 4D004 or goes with them")
    favored = (narrow & yes("favorable_treatment_end_user")) | yes("vulnerability_or_incident_response")
    deemed = f.action.in_("deemed_export", "deemed_reexport")
    return (
        f.action.in_(*_ANYWHERE, "deemed_export", "deemed_reexport")
        & f.item.flag("cybersecurity", "that the item is a cybersecurity item")
        & ~f.destination_in("E:1", "E:2")
        & ~f.destination.is_("IQ")
        & government
        & (~f.destination_in("D:1", "D:5") | favored | deemed)
        & no("known_unauthorized_use")
        & free()
    )
