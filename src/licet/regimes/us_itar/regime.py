"""The International Traffic in Arms Regulations as a regime."""

from __future__ import annotations

from licet.model.listing import ListCode
from licet.regimes.regime import Regime
from licet.regimes.us_itar import CHAPTERS, itar

__all__ = ["REGIME"]

REGIME = Regime(
    code="us_itar",
    title="International Traffic in Arms Regulations",
    agency="Directorate of Defense Trade Controls, Department of State",
    load=itar,
    chapters=lambda: CHAPTERS,
    lists=(ListCode.DTC,),
    cites=("22 CFR",),
)
