"""The export filing of every line of an order: the answer of the filing rules as data and as a document."""

from __future__ import annotations

from licet.model.export_filing import ExportFiling
from licet.model.order import Order
from licet.regimes.registry import PRIMARY, regimes_named
from licet.screening.decided import NOBODY, DecisionScope
from licet.services.determination import Decider
from licet.services.filing_lines import export_filing

__all__ = ["FILING_REGIMES", "export_filings"]

_FILING = "us_ftr"
FILING_REGIMES = (PRIMARY, _FILING)
"""Under which regimes a line is answered for its filing: whether it is filed, and which license it reports."""


def export_filings(
    decider: Decider, order: Order, *, exporter: str | None = None, scope: DecisionScope = NOBODY
) -> list[ExportFiling]:
    """What is filed for each line of an order. ``exporter``: the US principal party in interest, by name."""
    asked = decider.under(regimes_named(FILING_REGIMES))
    found = asked.determine_order(order, scope=scope).found
    made = []
    for line, joint in zip(order.lines, found, strict=True):
        by_code = {part.regime: part for part in joint.determinations}
        filing, others = by_code[_FILING], [part for code, part in by_code.items() if code != _FILING]
        made.append(
            export_filing(
                filing,
                others,
                line=line.number,
                ident=line.ident,
                exporter=exporter,
                schedule_b=line.schedule_b,
            )
        )
    return made
