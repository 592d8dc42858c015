"""``licet timeline``: the dated history of a matter or of a listed party, on both time axes."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable
from datetime import date
from typing import Any

from rich.console import Console
from rich.markup import escape
from rich.padding import Padding

from licet.cli.files import fail
from licet.law.interval import Interval
from licet.rulebook.us.ear.matters import Event, matter

__all__ = ["print_timeline"]


def print_timeline(entity: str, as_of: date | None, known_as_of: date | None, *, as_json: bool) -> None:
    """Print what happened up to a day, as far as it had been published by a day."""
    events = matter(entity) or _listed_party(entity)
    shown = [
        event
        for event in events
        if (as_of is None or event.on <= as_of)
        and (known_as_of is None or event.published_on is None or event.published_on <= known_as_of)
    ]
    if as_json:
        sys.stdout.write(json.dumps([_wire(event) for event in shown], indent=2, ensure_ascii=False) + "\n")
        return
    _print(entity, shown)


def _listed_party(name: str) -> list[Event]:
    """The placements and changes of the listed parties that bear a name."""
    from licet.house import open_house
    from licet.store.home import home_folder

    hits = open_house(home_folder()).finder.find(name, None)
    events = [
        Event(
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
        for hit in hits
        for row in hit.entry.terms.rows
    ]
    if not events:
        fail(f"no matter and no listed party is known by the name {name!r}")
    return sorted(events, key=lambda event: event.on)


def _wire(event: Event) -> dict[str, Any]:
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


def _print(entity: str, events: Iterable[Event]) -> None:
    console = Console(highlight=False)
    console.print(f"[bold]{escape(entity)}[/]: what happened, and when it could be known\n")
    for event in events:
        console.print(f"[bold]{event.on}[/]  {escape(event.kind.replace('_', ' '))} [dim]{_dates(event)}[/]")
        console.print(Padding(escape(event.text), (0, 0, 0, 12)))
        where = f"{event.cite}; " if event.cite else ""
        console.print(
            Padding(f"[dim]{escape(f'{where}{event.source} (grade {event.grade})')}[/]", (0, 0, 1, 12))
        )


def _dates(event: Event) -> str:
    """Both axes in words: when it holds, and when it could be read."""
    said = [event.status]
    if event.effective_from is not None:
        said.append(f"in force {Interval(event.effective_from, event.effective_to)}")
    if event.published_on is not None:
        said.append(f"published {event.published_on}")
    return ", ".join(said)
