"""License exceptions whose terms are not modelled: a claim of one that the item allows stays open."""

from __future__ import annotations

from collections.abc import Callable

from licet.regimes.us_ear.part_740.common import CHART, TEXT, claims
from licet.rules.condition import Condition
from licet.rules.rule import Chapter
from licet.rules.terms import Facts

__all__ = ["PART_740_OTHER"]

PART_740_OTHER = Chapter("15 CFR Part 740, exceptions not modelled")

_SYMBOLS: tuple[tuple[str, str, str | None, str], ...] = (
    (
        "NAC",
        "740.8",
        "advanced_computing_commodity",
        "Advanced computing items to Macau and Country Group D:5",
    ),
    ("ACA", "740.8", "advanced_computing_commodity", "Advanced computing items outside Country Group D:5"),
    ("AVS", "740.15", None, "Aircraft and vessels on temporary sojourn, their equipment, spares and stores"),
    ("IEC", "740.24", "allows_iec", "Items on which allies have put the same controls"),
    ("HBM", "740.25", "allows_hbm", "High bandwidth memory that is packaged for its designer"),
    ("AIA", "740.27", "allows_aia", "Advanced computing items and model weights for artificial intelligence"),
    ("ACM", "740.28", "allows_acm", "Advanced computing items for development and production"),
    ("LPP", "740.29", "allows_lpp", "Advanced computing chips of low total processing performance"),
)
"""Symbol, section, the flag without which it cannot apply, and what it is for."""


def _author(symbol: str, section: str, flag: str | None, about: str) -> Callable[[Facts], Condition]:
    def unread(f: Facts) -> Condition:
        unmodelled = f.unmodelled(section, f"the terms of License Exception {symbol}")
        unbarred = (
            f.defined("us.ear.740.2.a.1") & f.defined("us.ear.740.2.a.6") & f.defined("us.ear.740.2.a.17")
        )
        allowed = unbarred if flag is None else f.item.flag(flag, f"that the ECCN allows {symbol}") & unbarred
        return allowed & unmodelled

    unread.__doc__ = f"{about}: the terms are not modelled."
    return unread


for _symbol, _section, _flag, _about in _SYMBOLS:
    PART_740_OTHER.authority(
        f"us.ear.{_section}.{_symbol.lower()}",
        f"License Exception {_symbol} (15 CFR {_section})",
        defeats=CHART,
        cites=[f"15 CFR {_section}"],
        periods=[TEXT],
        claim=claims(_symbol),
    )(_author(_symbol, _section, _flag, _about))
