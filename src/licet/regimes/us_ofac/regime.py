"""OFAC's sanctions as a regime."""

from __future__ import annotations

from collections.abc import Mapping

from licet.model.listing import ListCode
from licet.model.transaction import FactValue, Transaction
from licet.regimes.regime import Regime
from licet.rules.answer import Answer

__all__ = ["REGIME"]


def _states(_sale: Transaction, answer: Answer, authority: tuple[str, ...]) -> Mapping[str, FactValue]:
    """Under which authorization of OFAC it goes, for export rules that leave it to OFAC (15 CFR 744.8, 746.7)."""
    if answer is not Answer.AUTHORIZED:
        return {}
    return {"ofac_authorization": " and ".join(authority), "ofac_authorization_covers_sale": True}


REGIME = Regime(
    code="us_ofac",
    title="OFAC sanctions regulations",
    agency="Office of Foreign Assets Control, Department of the Treasury",
    rulebook_at="licet.regimes.us_ofac.rulebook:ofac",
    chapters_at="licet.regimes.us_ofac.rulebook:chapters",
    lists=(
        ListCode.SDN, ListCode.SSI, ListCode.NS_MBS, ListCode.CMIC, ListCode.CAP, ListCode.PLC, ListCode.FSE,
    ),
    cites=("31 CFR", "50 USC"),
    states=_states,
)  # fmt: skip
