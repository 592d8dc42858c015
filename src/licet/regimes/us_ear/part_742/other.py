"""15 CFR Part 742: how applications are reviewed for the other reasons for control."""

from __future__ import annotations

from licet.regimes.us_ear.facts import words
from licet.regimes.us_ear.part_740.common import CHART, NORTH_KOREA, controlled_for
from licet.regimes.us_ear.part_742.reasons import (
    RUSSIA_BELARUS,
    amended,
    needed_for,
    of_list,
    reviews,
)
from licet.rules.condition import Condition
from licet.rules.rule import Chapter
from licet.rules.terms import Facts

__all__ = ["PART_742_OTHER"]

PART_742_OTHER = Chapter("15 CFR Part 742, other reasons for control")

_NUCLEAR = amended("2023-08-14", "88 FR 54877")
_MISSILE = amended("2024-04-19", "89 FR 28599")
_KOREA = amended("2020-03-09", "85 FR 4176")
_APRIL_2024 = amended("2024-04-19", "89 FR 28600")


@reviews(
    PART_742_OTHER,
    "742.2.b",
    "case-by-case; denied where it makes a material contribution to chemical or biological weapons",
    "15 CFR 742.2(b)(1)",
)
def weapons_materials(f: Facts) -> Condition:
    """Items of chemical and biological reasons."""
    return needed_for("cb") & ~f.destination.in_(*RUSSIA_BELARUS)


@reviews(
    PART_742_OTHER,
    "742.3.b",
    "case-by-case on the factors of 742.3(b)",
    "15 CFR 742.3(b)(1)",
    since=_NUCLEAR,
)
def nuclear(f: Facts) -> Condition:
    """Items of nuclear nonproliferation."""
    return needed_for("np") & ~f.destination.in_("CN", "HK", *RUSSIA_BELARUS)


@reviews(
    PART_742_OTHER,
    "742.3.b.3",
    "case-by-case; extended review or denial where it contributes directly and significantly to nuclear weapons and "
    "their delivery",
    "15 CFR 742.3(b)(3)",
    since=_NUCLEAR,
)
def nuclear_to_china(f: Facts) -> Condition:
    """Items of nuclear nonproliferation to China."""
    return needed_for("np") & f.destination.in_("CN", "HK")


@reviews(
    PART_742_OTHER,
    "742.5.b",
    "case-by-case; denied where it makes a material contribution to the proliferation of missiles",
    "15 CFR 742.5(b)(1)",
    since=_MISSILE,
)
def missiles(f: Facts) -> Condition:
    """Items of missile technology."""
    return needed_for("mt") & ~f.destination.in_(*RUSSIA_BELARUS)


@reviews(
    PART_742_OTHER,
    "742.7.b",
    "favorable, case-by-case, unless there is civil disorder or a risk to human rights",
    "15 CFR 742.7(b)(1)",
    since=amended("2026-07-23", "91 FR 46260"),
)
def crime_control(f: Facts) -> Condition:
    """Items of crime control."""
    return needed_for("cc") & ~_torture(f)


def _torture(f: Facts) -> Condition:
    return of_list("torture", "that the item is an implement of torture")


@reviews(
    PART_742_OTHER,
    "742.11.b",
    "policy of denial to all destinations",
    "15 CFR 742.11(b)",
    since=_APRIL_2024,
)
def torture(f: Facts) -> Condition:
    """Implements of torture."""
    return needed_for("cc") & _torture(f)


@reviews(
    PART_742_OTHER,
    "742.13.b.1",
    "general policy of approval for providers of communication services and governments of the United States",
    "15 CFR 742.13(b)(1)",
    since=_APRIL_2024,
)
def listening_by_providers(f: Facts) -> Condition:
    """Devices for surreptitious listening, exported by a provider or government, where no license is needed for
    reasons of anti-terrorism.
    """
    return needed_for("sl") & words["communications_provider"].is_(True) & ~needed_for("at")


@reviews(
    PART_742_OTHER,
    "742.13.b.2",
    "policy of denial",
    "15 CFR 742.13(b)(2)",
    since=_APRIL_2024,
)
def listening(f: Facts) -> Condition:
    """Other applications for devices for surreptitious listening."""
    provider = words["communications_provider"].is_(True) & ~needed_for("at")
    return needed_for("sl") & ~provider


@reviews(
    PART_742_OTHER,
    "742.14.b",
    "case-by-case: consistent with national security and foreign policy",
    "15 CFR 742.14(b)",
    since=_APRIL_2024,
)
def hot_sections(f: Facts) -> Condition:
    """Hot section technology for aircraft engines."""
    return needed_for("si")


@reviews(
    PART_742_OTHER,
    "742.15.a.2",
    "case-by-case: consistent with national security and foreign policy",
    "15 CFR 742.15(a)(2)",
    since=amended("2024-04-04", "89 FR 23885"),
)
def encryption(f: Facts) -> Condition:
    """Encryption items."""
    return needed_for("ei")


@reviews(
    PART_742_OTHER,
    "742.17.b",
    "general policy of approval with an import certificate; policy of denial where linked to drugs, terrorism or "
    "organized crime",
    "15 CFR 742.17(b)",
    since=amended("2025-09-30", "90 FR 47193"),
)
def firearms_convention(f: Facts) -> Condition:
    """Firearms to members of the Organization of American States."""
    return needed_for("fc")


@reviews(
    PART_742_OTHER,
    "742.18.b",
    "policy of denial, unless a State Party takes small amounts for purposes that the Convention allows",
    "15 CFR 742.18(b)(1)",
    since=amended("2024-12-23", "89 FR 104412"),
)
def schedule_1(f: Facts) -> Condition:
    """Schedule 1 chemicals of the Chemical Weapons Convention."""
    return needed_for("cw") & of_list("schedule_1_chemicals", "that the item is a Schedule 1 chemical")


@reviews(
    PART_742_OTHER,
    "742.18.b.2",
    "policy of denial",
    "15 CFR 742.18(b)(2)",
    "15 CFR 742.18(b)(3)",
    since=amended("2024-12-23", "89 FR 104412"),
)
def schedules_2_and_3(f: Facts) -> Condition:
    """Schedule 2 and 3 chemicals to States not Party to the Chemical Weapons Convention."""
    return needed_for("cw") & of_list("schedule_2_and_3_chemicals", "that it is a Schedule 2 or 3 chemical")


@reviews(
    PART_742_OTHER,
    "742.18.b.4",
    "case-by-case",
    "15 CFR 742.18(b)(4)",
    since=amended("2024-12-23", "89 FR 104412"),
)
def chemical_technology(f: Facts) -> Condition:
    """Technology of 1E355 to States not Party to the Chemical Weapons Convention."""
    return needed_for("cw") & f.item.kind.is_("technology")


@PART_742_OTHER.policy(
    "us.ear.742.19.b.1",
    "policy of denial",
    reviews=(*CHART, NORTH_KOREA),
    cites=["15 CFR 742.19(b)(1)", "15 CFR 746.4(b)(5)"],
    periods=[_KOREA],
)
def north_korea_denied(f: Facts) -> Condition:
    """Items of chemical and biological, missile, nuclear or national security reasons to North Korea, and others that
    the paragraph names.
    """
    return f.destination.is_("KP") & controlled_for(f, "AT") & _korea_denied(f)


def _korea_denied(f: Facts) -> Condition:
    reason = controlled_for(f, "CB", "MT", "NP", "NS")
    return reason | of_list("korea_denied", "that the item is of 742.19(b)(1)")


@reviews(
    PART_742_OTHER,
    "742.8.b",
    "policy of denial, but for contract sanctity and a waiver of the President",
    "15 CFR 742.8(b)(1)",
    since=amended("2009-01-15", "74 FR 2356"),
)
def iran(f: Facts) -> Condition:
    """Items of anti-terrorism reasons to Iran."""
    return f.destination.is_("IR") & needed_for("at")


@reviews(
    PART_742_OTHER,
    "742.9.e",
    "as 746.9 says, which supersedes 742.9",
    "15 CFR 742.9(e)",
    since=amended("2013-02-28", "78 FR 13469"),
)
def syria(f: Facts) -> Condition:
    """Items of anti-terrorism reasons to Syria."""
    return f.destination.is_("SY") & needed_for("at")


@PART_742_OTHER.policy(
    "us.ear.742.19.b.2",
    "case-by-case; denied for military end-users and end uses",
    reviews=(*CHART, NORTH_KOREA),
    cites=["15 CFR 742.19(b)(2)", "15 CFR 746.4(b)(5)"],
    periods=[_KOREA],
)
def north_korea(f: Facts) -> Condition:
    """Other items of the Commerce Control List controlled for anti-terrorism to North Korea."""
    return f.destination.is_("KP") & controlled_for(f, "AT") & ~_korea_denied(f)


@reviews(
    PART_742_OTHER,
    "746.1.b.3",
    "as the resolution of the Security Council says: not approved where it would be contrary to it",
    "15 CFR 746.1(b)(3)",
)
def united_nations(f: Facts) -> Condition:
    """Items controlled for the embargoes of the United Nations."""
    return needed_for("un")
