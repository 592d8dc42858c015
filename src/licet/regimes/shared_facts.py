"""Facts that the rules of several regimes read: each is declared once."""

from __future__ import annotations

from licet.rules.vocabulary import FactKind, claim

__all__ = ["HTS_CODE"]

HTS_CODE = claim(
    "hts_code",
    "Which tariff code has the item (HTS or Schedule B), of six digits or more?",
    "15 CFR Part 746 Supp. 4",
    label="the tariff code of the item",
    kind=FactKind.TEXT,
    asked=True,
    reads=r"((?!77|9[89]|00|..00)\d{4})\.?(\d{2})(?:[.\s]?\d{2}){0,2}",
    form="a tariff code of six digits or more of Chapters 1 to 97, such as 8471.30 or 8471.30.0100",
)
