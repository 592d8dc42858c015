"""Country groups through time, as far as a rule or its abstract was seen; and lists in supplements.

A row says that a destination was, or from then on was not, in a group. Where a rule only says what it ended,
the day before it is given as the last day seen, with that as the source: earlier days were not seen.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

__all__ = [
    "ALLIANCE",
    "COALITION",
    "HISTORY",
    "NOT_PARTIES_TO_THE_CWC",
    "SUPPLEMENTS",
    "TIERS",
    "Membership",
    "Supplement",
    "parties_to_the_cwc",
]


@dataclass(frozen=True)
class Membership:
    """That a destination is (``member`` "yes") or is no longer ("no") in a country group, from a day on."""

    group: str
    destination: str
    member: str
    effective_from: str
    published_on: str
    cite: str
    source: str


_GROUP_E_2019 = (
    "2019-05-20", "2019-05-22", "84 FR 23468",
    "Group E by a law firm's account of the general license of May 2019; E:1 or E:2 as in the eCFR of 2026",
)  # fmt: skip
_SUDAN = (
    "2021-01-14", "2021-01-19", "86 FR 4929",
    "abstract of FR Doc. 2020-29037: Sudan out of E:1 and into B",
)  # fmt: skip
_CAMBODIA = (
    "abstract of FR Doc. 2026-02262: no longer in D:5. The State Department ended the embargo on 2025-11-07"
)
_NICARAGUA = "abstract of FR Doc. 2024-05696: moved from B to D:5"

_EMIRATES = (
    "abstract of FR Doc. 2026-14132: out of D:3 and D:4 and into A:5; in force on July 10, 2026 (740 Supp. 8)"
)
_EMIRATES_BEFORE = ("2026-07-09", "2026-07-09", "15 CFR Part 740 Supp. 1", _EMIRATES)
_EMIRATES_SINCE = ("2026-07-10", "2026-07-14", "91 FR 43034", _EMIRATES)

HISTORY: tuple[Membership, ...] = (
    Membership("E:1", "IR", "yes", *_GROUP_E_2019),
    Membership("E:1", "KP", "yes", *_GROUP_E_2019),
    Membership("E:1", "SY", "yes", *_GROUP_E_2019),
    Membership("E:2", "CU", "yes", *_GROUP_E_2019),
    Membership("E:1", "SD", "yes", *_GROUP_E_2019),
    Membership("E:1", "SD", "no", *_SUDAN),
    Membership("B", "SD", "no", "2021-01-13", "2021-01-13", "15 CFR Part 740 Supp. 1", _SUDAN[3]),
    Membership("B", "SD", "yes", *_SUDAN),
    Membership("D:5", "KH", "yes", "2026-02-03", "2026-02-03", "15 CFR Part 740 Supp. 1", _CAMBODIA),
    Membership("D:5", "KH", "no", "2026-02-04", "2026-02-04", "FR Doc. 2026-02262", _CAMBODIA),
    Membership("D:3", "AE", "yes", *_EMIRATES_BEFORE),
    Membership("D:3", "AE", "no", *_EMIRATES_SINCE),
    Membership("D:4", "AE", "yes", *_EMIRATES_BEFORE),
    Membership("D:4", "AE", "no", *_EMIRATES_SINCE),
    Membership("A:5", "AE", "no", *_EMIRATES_BEFORE),
    Membership("A:5", "AE", "yes", *_EMIRATES_SINCE),
    Membership("B", "NI", "yes", "2024-03-14", "2024-03-14", "15 CFR Part 740 Supp. 1", _NICARAGUA),
    Membership("B", "NI", "no", "2024-03-15", "2024-03-15", "FR Doc. 2024-05696", _NICARAGUA),
    Membership("D:5", "NI", "no", "2024-03-14", "2024-03-14", "15 CFR Part 740 Supp. 1", _NICARAGUA),
    Membership("D:5", "NI", "yes", "2024-03-15", "2024-03-15", "FR Doc. 2024-05696", _NICARAGUA),
)


_GECC_READ = (
    "Supplement No. 3 to part 746 as of 2026-09-24, which cites the rule that added each country; its publication "
    "day taken"
)
_GECC = {
    ("2022-03-03", "87 FR 12250"): (
        "AT AU BE BG CA CY CZ DE DK EE ES FI FR GB GR HR HU IE IT JP LT LU LV MT NL NZ PL PT RO SE SI SK"
    ),
    ("2022-04-12", "87 FR 21555"): "CH IS LI NO",
    ("2022-03-10", "87 FR 13628"): "KR",
    ("2023-02-27", "88 FR 12183"): "TW",
}
"""Countries of Supplement No. 3 to part 746, by the day and rule that added them. The supplement prints "87 FR 12183,
2/27/2023" for Taiwan: volume 88 is that of 2023."""

COALITION: tuple[Membership, ...] = tuple(
    Membership("746.S3", code, "yes", day, day, cite, _GECC_READ)
    for (day, cite), codes in _GECC.items()
    for code in codes.split()
)


_TIERS = (
    "2026-08-15", "2026-08-15", "15 CFR 740.7",
    "740.7(c)(1) and (d)(1) as of 2026-09-01; the section's note names no amendments",
)  # fmt: skip
_TIER_1 = """
AG AL AR AT AU AW BB BD BE BF BG BI BJ BN BO BR BS BT BW BZ CD CF CG CH CI CL CM CO CR CV CW CY CZ
DE DK DM DO EC EE EH ER ES ET FI FJ FM FR GA GB GD GH GM GN GQ GR GT GW GY HN HR HT HU ID IE IS IT
JM JP KE KI KN KR LC LK LR LS LT LU LV MC MG MH ML MT MU MV MW MX MY MZ NA NE NG NI NL NO NP NR NZ
PA PE PG PH PL PT PW PY RO RW SB SC SE SG SI SK SL SM SN SO SR ST SV SX SZ TD TG TH TL TO TR TT TV
TW TZ UG UY VA VC VE WS ZA ZM ZW
"""
_TIER_3 = """
AD AE AF AM AO AZ BA BH BY CN DJ DZ EG GE IL IN IQ JO KG KH KM KW KZ LA LB LY MA MD ME MK MM MN MO
MR OM PK QA RS RU SA SD TJ TM TN UA UZ VN VU XK YE
"""
TIERS: tuple[Membership, ...] = tuple(
    Membership(group, code, "yes", *_TIERS)
    for group, codes in (("740.7.c.1", _TIER_1), ("740.7.d.1", _TIER_3))
    for code in codes.split()
)
"""Computer Tiers 1 and 3."""

_NATO = {
    "2009-04-01": "AL BE BG CA CZ DE DK EE ES FR GB GR HR HU IS IT LT LU LV NL NO PL PT RO SI SK TR",
    "2017-06-05": "ME",
    "2020-03-27": "MK",
    "2023-04-04": "FI",
    "2024-03-07": "SE",
}
_NATO_READ = "general knowledge of the members of NATO and the days they acceded; 772.1 was not read for it"
_FIRST_SEEN = min(_NATO)
ALLIANCE: tuple[Membership, ...] = tuple(
    Membership("NATO", code, member, day, day, "15 CFR 740.2(a)(4)", _NATO_READ)
    for since, codes in _NATO.items()
    for code in codes.split()
    for member, day in (("yes", since), ("no", _FIRST_SEEN))
    if (member, since) != ("no", _FIRST_SEEN)
)
"""Members of the North Atlantic Treaty Organization beside the United States, since and until they acceded."""


@dataclass(frozen=True)
class Supplement:
    """A list of destinations in a supplement, as printed in the eCFR of September 2026, kept like a group."""

    group: str
    names: tuple[str, ...]
    published_on: str
    cite: str
    source: str


NOT_PARTIES_TO_THE_CWC = ("EG", "IL", "KP", "PS", "SS", "TW", "XK")
"""Destinations that Supplement No. 2 to part 745 does not list. 742.18(a)(2)(ii)(C) names Israel and Taiwan as such;
the others from general knowledge. Palestine acceded in 2018; whether the supplement lists it is not known, and what
is not listed is under the stricter rule."""

_CWC_READ = (
    "2026-07-23", "2026-07-23", "15 CFR Part 745 Supp. 2",
    "general knowledge of the States Parties to the Chemical Weapons Convention; the supplement was not at hand",
)  # fmt: skip


def parties_to_the_cwc(destinations: Iterable[str]) -> Iterator[Membership]:
    """Which destinations are States Parties to the Chemical Weapons Convention (Supplement No. 2 to part 745)."""
    for code in destinations:
        if code not in NOT_PARTIES_TO_THE_CWC:
            yield Membership("745.S2", code, "yes", *_CWC_READ)


SUPPLEMENTS: tuple[Supplement, ...] = (
    Supplement(
        "740.S3",  # favorable treatment under License Exception ENC
        (
            "Austria", "Australia", "Belgium", "Bulgaria", "Canada", "Croatia", "Cyprus", "Czech Republic",
            "Estonia", "Denmark", "Finland", "France", "Germany", "Greece", "Hungary", "Iceland", "Ireland",
            "Italy", "Japan", "Latvia", "Lithuania", "Luxembourg", "Malta", "Netherlands", "New Zealand",
            "Norway", "Poland", "Portugal", "Romania", "Slovakia", "Slovenia", "Spain", "Sweden",
            "Switzerland", "Turkey", "United Kingdom",
        ),
        "2016-09-20", "15 CFR Part 740 Supp. 3",
        "eCFR of 2026-09-01; source note 69 FR 71363, last amended at 81 FR 64673 of 2016-09-20",
    ),
    Supplement(
        "744.S3",  # not subject to certain nuclear end-use restrictions of 744.2(a)
        (
            "Australia", "Austria", "Belgium", "Canada", "Denmark", "Finland", "France", "Germany", "Greece",
            "Iceland", "Ireland", "Italy", "San Marino", "Vatican City", "Japan", "Luxembourg", "Netherlands",
            "New Zealand", "Norway", "Portugal", "Spain", "Sweden", "Turkey", "United Kingdom",
        ),
        "2001-04-09", "15 CFR Part 744 Supp. 3",
        "eCFR of 2026-09-01; source note 61 FR 12802, last amended at 66 FR 18402 of 2001-04-09; San Marino "
        "and the Holy See stand there as parts of Italy",
    ),
    Supplement(
        "742.S4",  # excluded from certain license requirements for equipment to make chips
        (
            "Australia", "Austria", "Belgium", "Bulgaria", "Canada", "Croatia", "Czech Republic", "Denmark",
            "Estonia", "Finland", "France", "Germany", "Greece", "Hungary", "Iceland", "Ireland", "Italy",
            "Japan", "Latvia", "Lithuania", "Luxembourg", "Netherlands", "New Zealand", "Norway", "Poland",
            "Portugal", "Romania", "Slovakia", "Slovenia", "Spain", "Sweden", "Switzerland",
            "United Kingdom",
        ),
        "2024-12-02", "15 CFR Part 742 Supp. 4",
        "the supplement as of 2026-09-24; its first day, that of 89 FR 96790, from general knowledge",
    ),
)  # fmt: skip
