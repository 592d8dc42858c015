"""Filing of Electronic Export Information as a regime."""

from __future__ import annotations

from licet.model.listing import ListCode
from licet.regimes.regime import Regime

__all__ = ["REGIME"]


REGIME = Regime(
    code="us_ftr",
    title="Foreign Trade Regulations",
    agency="Census Bureau, Department of Commerce",
    rulebook_at="licet.regimes.us_ftr.rulebook:ftr",
    chapters_at="licet.regimes.us_ftr.rulebook:CHAPTERS",
    lists=(ListCode.UVL,),
    cites=("15 CFR 30", "15 CFR 758.1", "22 CFR 123.22"),
    filing=True,
)
