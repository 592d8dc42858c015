"""The Export Administration Regulations as a regime."""

from __future__ import annotations

from collections.abc import Mapping

from licet.model.listing import CONSOLIDATED
from licet.model.transaction import FactValue, Transaction
from licet.regimes.regime import Regime
from licet.rules.answer import Answer

__all__ = ["REGIME"]

_GOES = (Answer.NO_LICENSE_REQUIRED, Answer.AUTHORIZED)
_STOPS = (Answer.LICENSE_REQUIRED, Answer.PROHIBITED)


def _states(_sale: Transaction, answer: Answer, authority: tuple[str, ...]) -> Mapping[str, FactValue]:
    """Whether Commerce authorizes an export, for what OFAC authorizes with it (31 CFR 515.533, 510.520)."""
    if answer in _GOES or answer in _STOPS:
        return {"commerce_authorized": answer in _GOES}
    return {}


REGIME = Regime(
    code="us_ear",
    title="Export Administration Regulations",
    agency="Bureau of Industry and Security, Department of Commerce",
    rulebook_at="licet.regimes.us_ear:ear",
    chapters_at="licet.regimes.us_ear:CHAPTERS",
    lists=CONSOLIDATED,
    cites=("15 CFR",),
    states=_states,
)
