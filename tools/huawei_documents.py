"""The rules that set the terms of the Huawei entries, as far as they were seen (see docs/law/tables.md).

Each rule governs from its effective day until a later one speaks. No end is written where the rule printed
none, so that a reader who knows only an older rule sees it go on.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

__all__ = [
    "AUGUST_2019", "AUGUST_2020", "BRAZIL_2022", "FDP_MOVED", "FOOTNOTE_1", "MAY_2019", "STANDARDS_2020",
    "STANDARDS_2022", "Document",
]  # fmt: skip


@dataclass(frozen=True)
class Document:
    """One rule of the Federal Register: what it did to these entries, from when, and how that is known."""

    cite: str
    effective_from: str
    published_on: str
    requirement: str
    footnotes: str
    excludes: str
    source: str


_ALL_ITEMS = "For all items subject to the EAR"
_SEEN = "effective and publication day: preamble or summaries of the rule; the entry's own citations"
MAY_2019 = Document(
    "84 FR 22961", "2019-05-16", "2019-05-21", f"{_ALL_ITEMS} (see § 744.11 of the EAR)", "", "",
    f"{_SEEN}. Effective 4:15 p.m. Eastern on display; the whole day is taken",
)  # fmt: skip
AUGUST_2019 = Document(
    "84 FR 43493", "2019-08-19", "2019-08-21", f"{_ALL_ITEMS} (see § 744.11 of the EAR)", "", "", _SEEN
)
FOOTNOTE_1 = Document(
    "85 FR 29849", "2020-05-15", "2020-05-19",
    f"{_ALL_ITEMS}, foreign-produced direct products of footnote 1 included (see § 744.11 of the EAR)",
    "1", "",
    "footnote 1 added: summaries of the rule and the entry's citation of 85 FR 29852 or 29853; "
    "the wording of the entry of that day was not seen",
)  # fmt: skip
STANDARDS_2020 = Document(
    "85 FR 36719", "2020-06-18", "2020-06-18",
    f"{_ALL_ITEMS}, foreign-produced direct products of footnote 1 included (see § 744.11 of the EAR), "
    "except EAR99 or AT-only technology released to a standards organization",
    "1", "standards_technology",
    "summaries of the rule and the entry's citation of 85 FR 36720; the wording was not seen. Footnote 2 is "
    "not of this rule: as printed it is the cybersecurity authorization of 85 FR 51596",
)  # fmt: skip
AUGUST_2020 = Document(
    "85 FR 51596", "2020-08-17", "2020-08-20",
    f"{_ALL_ITEMS}, foreign-produced direct products of footnote 1 included (see § 744.11 of the EAR), "
    "except EAR99 or AT-only technology released to a standards organization",
    "1;2", "standards_technology;cybersecurity_disclosure",
    "opening of the rule, and footnotes 1 and 2 as printed in the CFR of 2026-09-01; the wording of the "
    "entry of that day was not seen",
)  # fmt: skip
_TEXT_2022 = f"{_ALL_ITEMS}, see §§ 734.9(e) and 744.11 of the EAR"
FDP_MOVED = Document(
    "87 FR 6022", "2022-02-03", "2022-02-03",
    f"{_TEXT_2022}, except EAR99 or AT-only technology released to a standards organization",
    "1;2", "standards_technology;cybersecurity_disclosure",
    "abstract of the rule (document 2022-02302) and the entry's citation of 87 FR 6026",
)  # fmt: skip
BRAZIL_2022 = replace(
    FDP_MOVED, cite="87 FR 21011", effective_from="2022-02-14", published_on="2022-04-11",
    source="opening of the rule (document 2022-07643): applicable as of 2022-02-14, it corrects the "
    "reference to the foreign-direct-product rule in 87 FR 8180; the entry cites 87 FR 8180 and 21012",
)  # fmt: skip
STANDARDS_2022 = Document(
    "87 FR 55241", "2022-09-09", "2022-09-09", _TEXT_2022, "1;2", "cybersecurity_disclosure",
    "text, policy and footnotes as printed in the CSL of 2026-07-31 and the CFR; the release for standards "
    "is since then in § 744.11(a) for all listed entities",
)  # fmt: skip
