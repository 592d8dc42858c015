"""The dated history of a matter or of a listed party, on both time axes."""

from __future__ import annotations

from datetime import date
from typing import Any

from licet.regimes.us_ear.topics import matter
from licet.rules.history import HistoryEvent
from licet.services.determination import Decider

__all__ = ["event_document", "history_of"]


def history_of(
    decider: Decider, entity: str, as_of: date | None, known_as_of: date | None
) -> list[HistoryEvent] | None:
    """What happened up to a day, as far as it had been published by a day; None when nobody is known so."""
    events = matter(entity) or _listed_party(decider, entity)
    if not events:
        return None
    return [
        event
        for event in events
        if (as_of is None or event.on <= as_of)
        and (known_as_of is None or event.published_on is None or event.published_on <= known_as_of)
    ]


def _listed_party(decider: Decider, name: str) -> list[HistoryEvent]:
    """The placements and changes of the listed parties that bear a name."""
    found = decider.screener.find(name, None)
    events = [
        HistoryEvent(
            row.in_force.start,
            row.published_on,
            row.in_force.start,
            row.in_force.end,
            "placement" if row.value.listed else "removal",
            "published",
            "A",
            row.cite,
            f"{hit.entry.name} ({hit.entry.list_code}; {', '.join(hit.entry.countries)}): "
            f"{row.value.requirement or 'listed'}; {row.value.policy or 'no review policy stated'}",
            row.source,
        )
        for hit in [hit for hit in found if hit.exact] or found
        for row in hit.entry.terms.rows
    ]
    return sorted(events, key=lambda event: event.on)


def event_document(event: HistoryEvent) -> dict[str, Any]:
    """One event in plain JSON types."""
    days = {name: getattr(event, name) for name in ("on", "published_on", "effective_from", "effective_to")}
    return {
        **{name: None if day is None else day.isoformat() for name, day in days.items()},
        "kind": event.kind,
        "status": event.status,
        "grade": event.grade,
        "cite": None if event.cite is None else {"text": event.cite.text, "url": event.cite.url},
        "text": event.text,
        "source": event.source,
    }
