"""Imports as a regime: forced labor and the FCC's Covered List."""

from __future__ import annotations

from licet.model.listing import ListCode
from licet.regimes.regime import Regime
from licet.regimes.us_import.entries import import_entries

__all__ = ["REGIME"]


REGIME = Regime(
    code="us_import",
    title="Import rules on forced labor and covered equipment",
    agency="U.S. Customs and Border Protection",
    rulebook_at="licet.regimes.us_import.rulebook:imports",
    chapters_at="licet.regimes.us_import.rulebook:CHAPTERS",
    lists=(ListCode.UFLPA, ListCode.WRO, ListCode.CMC),
    cites=("19 USC", "19 CFR", "Pub. L.", "47 CFR", "47 USC", "22 USC", "10 USC", "41 USC"),
    entries=import_entries,
)
