"""Export and import of nuclear equipment and material as a regime."""

from __future__ import annotations

from licet.regimes.regime import Regime
from licet.regimes.us_nrc import CHAPTERS, nrc

__all__ = ["REGIME"]

REGIME = Regime(
    code="us_nrc",
    title="NRC export and import rules",
    agency="Nuclear Regulatory Commission",
    load=nrc,
    chapters=lambda: CHAPTERS,
    lists=(),
    cites=("10 CFR 110",),
)
