"""Periods that several rules share."""

from __future__ import annotations

from licet.rules.rule import period

__all__ = [
    "AFFILIATES",
    "AFFILIATES_STAYED",
    "BEFORE_2008",
    "BEFORE_EAR",
    "EAR_1996",
    "ENTITY_LIST_2008",
    "ROLES_2020",
]

EAR_1996 = period(
    "1996-03-25",
    published="1996-03-25",
    cite="61 FR 12714",
    source="the source notes of the parts of the EAR as of January 2025",
)

ENTITY_LIST_2008 = period(
    "2008-08-21",
    published="2008-08-21",
    cite="73 FR 49311",
    source="general knowledge of the rule; text of 15 CFR 744.11 and 744.16 as of 2026-09-01",
)

ROLES_2020 = period(
    "2020-08-17",
    published="2020-08-20",
    cite="85 FR 51335",
    source="summaries of the rule; text of 15 CFR 744.11(a) and 744.16(a) as of 2026-09-01",
)

AFFILIATES = period(
    "2025-09-29",
    published="2025-09-30",
    cite="90 FR 47201",
    source="abstract of 2025-19001; text of 15 CFR 744.11(a)(1) as of 2026-09-01",
)

AFFILIATES_STAYED = period(
    "2025-11-10",
    last="2026-11-09",
    published="2025-11-12",
    cite="90 FR 50857",
    source="abstract of 2025-19846; effective date note of 15 CFR 744.11 as of 2026-09-01",
    resumes=True,
)

BEFORE_EAR = period(
    "0001-01-02",  # the first days there are, so that a mistyped year (1024 for 2024) is not green either
    last="1996-03-24",
    published="0001-01-02",
    cite="50 USC 4801",
    source="none: the regulations before 61 FR 12714 were not read",
)

BEFORE_2008 = period(
    "1997-02-03",
    last="2008-08-20",
    published="1997-02-03",
    cite="62 FR 4910",
    source="general knowledge: the Entity List began in 1997; its rules of that time were not read",
)
