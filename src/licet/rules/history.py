"""What happened to a listed party and to the law around it: dated events, those that are not law included."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from licet.rules.citation import Citation

__all__ = ["HistoryEvent"]


@dataclass(frozen=True, slots=True)
class HistoryEvent:
    """One dated event. ``on``: the day it counts on; ``published_on``: when it could be read.

    ``status``: reported, announced, published, expired or suspended; a report never changes an answer.
    ``grade``: P primary text seen, A official abstract or list, S law firms or press, K general knowledge.
    """

    on: date
    published_on: date | None
    effective_from: date | None
    effective_to: date | None
    kind: str
    status: str
    grade: str
    cite: Citation | None
    text: str
    source: str
