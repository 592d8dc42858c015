"""Export and import of nuclear equipment and material as a regime."""

from __future__ import annotations

from licet.regimes.regime import Regime, alone_controls

__all__ = ["REGIME"]


REGIME = Regime(
    code="us_nrc",
    title="NRC export and import rules",
    agency="Nuclear Regulatory Commission",
    rulebook_at="licet.regimes.us_nrc.rulebook:nrc",
    chapters_at="licet.regimes.us_nrc.rulebook:CHAPTERS",
    lists=(),
    cites=("10 CFR 110",),
    states=alone_controls("nrc_item"),
)
