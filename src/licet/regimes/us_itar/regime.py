"""The International Traffic in Arms Regulations as a regime."""

from __future__ import annotations

from licet.model.listing import ListCode
from licet.regimes.regime import Regime, alone_controls

__all__ = ["REGIME"]


REGIME = Regime(
    code="us_itar",
    title="International Traffic in Arms Regulations",
    agency="Directorate of Defense Trade Controls, Department of State",
    rulebook_at="licet.regimes.us_itar.rulebook:itar",
    chapters_at="licet.regimes.us_itar.rulebook:CHAPTERS",
    lists=(ListCode.DTC,),
    cites=("22 CFR",),
    states=alone_controls("usml_paragraph"),
)
