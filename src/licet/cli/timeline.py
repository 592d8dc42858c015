"""``licet timeline``: the dated history of a matter or of a listed party, on both time axes."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable
from datetime import date

from rich.console import Console
from rich.markup import escape
from rich.padding import Padding

from licet.cli.files import fail
from licet.rules.history import HistoryEvent
from licet.rules.interval import Interval
from licet.services.determination import open_decider
from licet.services.timeline import event_document, history_of
from licet.storage.home import home_folder

__all__ = ["print_timeline"]


def print_timeline(entity: str, as_of: date | None, known_as_of: date | None, *, as_json: bool) -> None:
    """Print what happened up to a day, as far as it had been published by a day."""
    shown = history_of(open_decider(home_folder()), entity, as_of, known_as_of)
    if shown is None:
        fail(f"no matter and no listed party is known by the name {entity!r}")
    if as_json:
        sys.stdout.write(
            json.dumps([event_document(event) for event in shown], indent=2, ensure_ascii=False) + "\n"
        )
        return
    _print(entity, shown)


def _print(entity: str, events: Iterable[HistoryEvent]) -> None:
    console = Console(highlight=False)
    console.print(f"[bold]{escape(entity)}[/]: what happened, and when it could be known\n")
    for event in events:
        console.print(f"[bold]{event.on}[/]  {escape(event.kind.replace('_', ' '))} [dim]{_dates(event)}[/]")
        console.print(Padding(escape(event.text), (0, 0, 0, 12)))
        where = f"{event.cite}; " if event.cite else ""
        console.print(
            Padding(f"[dim]{escape(f'{where}{event.source} (grade {event.grade})')}[/]", (0, 0, 1, 12))
        )


def _dates(event: HistoryEvent) -> str:
    """Both axes in words: when it holds, and when it could be read."""
    said = [event.status]
    if event.effective_from is not None:
        said.append(f"in force {Interval(event.effective_from, event.effective_to)}")
    if event.published_on is not None:
        said.append(f"published {event.published_on}")
    return ", ".join(said)
