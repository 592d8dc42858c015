"""Country groups through time, as far as a rule or its abstract was seen; and Supp. 3 to part 740.

A row says that a destination was, or from then on was not, in a group. Where a rule only says what it ended,
the day before it is given as the last day seen, with that as the source: earlier days were not seen.
"""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["ENC_FAVORABLE", "HISTORY", "Membership"]


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
    Membership("B", "NI", "yes", "2024-03-14", "2024-03-14", "15 CFR Part 740 Supp. 1", _NICARAGUA),
    Membership("B", "NI", "no", "2024-03-15", "2024-03-15", "FR Doc. 2024-05696", _NICARAGUA),
    Membership("D:5", "NI", "no", "2024-03-14", "2024-03-14", "15 CFR Part 740 Supp. 1", _NICARAGUA),
    Membership("D:5", "NI", "yes", "2024-03-15", "2024-03-15", "FR Doc. 2024-05696", _NICARAGUA),
)

# Supplement No. 3 to part 740: countries of favorable treatment under License Exception ENC, as printed.
ENC_FAVORABLE: tuple[str, ...] = (
    "Austria", "Australia", "Belgium", "Bulgaria", "Canada", "Croatia", "Cyprus", "Czech Republic", "Estonia",
    "Denmark", "Finland", "France", "Germany", "Greece", "Hungary", "Iceland", "Ireland", "Italy", "Japan",
    "Latvia", "Lithuania", "Luxembourg", "Malta", "Netherlands", "New Zealand", "Norway", "Poland",
    "Portugal", "Romania", "Slovakia", "Slovenia", "Spain", "Sweden", "Switzerland", "Turkey",
    "United Kingdom",
)  # fmt: skip
