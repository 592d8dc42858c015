"""``licet watch``: what was published since the last look, and which of my lines it could concern."""

from __future__ import annotations

import json
import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Optional

import typer

from licet.cli.files import day_of, fail

if TYPE_CHECKING:
    from licet.scenarios.watch import Concern

__all__ = ["watch"]

_TOP = 3


def watch(
    feed: Annotated[Path, typer.Argument(help="Documents of the Federal Register: its API's JSON, saved.")],
    orders: Annotated[
        Optional[Path],  # noqa: UP045  # typer reads it
        typer.Option("--orders", help="An order book, to tell which lines could be concerned."),
    ] = None,
    since: Annotated[
        Optional[str],  # noqa: UP045
        typer.Option(
            "--since", help="Published after this day (YYYY-MM-DD); since the last look unless said."
        ),
    ] = None,
    as_of: Annotated[
        Optional[str],  # noqa: UP045
        typer.Option("--as-of", help="The day of the look (YYYY-MM-DD); today unless said."),
    ] = None,
    as_json: Annotated[
        bool, typer.Option("--json", help="Print one JSON document and nothing else.")
    ] = False,
) -> None:
    """What was published, and which of my orders could it concern? It changes no answer."""
    from licet.cli.check_file import progress_bar
    from licet.cli.watch_run import last_look, look, remember
    from licet.orders.book import UnreadableOrdersError
    from licet.scenarios.feed import FeedError
    from licet.services.determination import today
    from licet.storage.home import home_folder

    home, day = home_folder(), day_of(as_of, "--as-of") or today()
    after = day_of(since, "--since") or last_look(home, feed)
    try:
        with progress_bar() as progress:
            found = look(feed, orders, home, since=after, as_of=day, progress=progress)
    except (FeedError, UnreadableOrdersError) as error:
        fail(str(error))
    except OSError as error:
        fail(f"{error.filename}: {error.strerror}" if error.filename else str(error))
    if as_json:
        document = {"since": None if after is None else after.isoformat(), "as_of": day.isoformat()}
        shown = [_plain(concern, with_lines=orders is not None) for concern in found]
        sys.stdout.write(json.dumps({**document, "events": shown}, ensure_ascii=False, indent=2) + "\n")
    else:
        _show(found, after, day, with_lines=orders is not None)
    if since is None and found:
        remember(home, feed, max(concern.event.published for concern in found))


def _plain(concern: Concern, *, with_lines: bool) -> dict[str, Any]:
    event = concern.event
    report: dict[str, Any] = {
        "document_number": event.number,
        "title": event.title,
        "status": concern.status.value,
        "published": event.published.isoformat(),
        "effective": None if event.effective is None else event.effective.isoformat(),
        "until": None if event.until is None else event.until.isoformat(),
        "url": event.url,
        "about": sorted(event.about),
        "touches": {
            name: sorted(getattr(event, name))
            for name in ("eccns", "sections", "countries", "groups", "matters")
        },
    }
    if with_lines:
        rows = concern.lines.head(_TOP * 10).select("row", "id", "customer", "value_usd").to_dicts()
        report |= {
            "lines": concern.lines.height,
            "value_usd": concern.value,
            "why": dict(concern.why),
            "top": rows,
        }
    return report


def _show(found: list[Concern], since: date | None, as_of: date, *, with_lines: bool) -> None:
    from rich.console import Console

    from licet.scenarios.charts import money

    out = Console(highlight=False)
    when = "ever" if since is None else f"after {since}"
    out.print(
        f"{len(found):,} documents published {when} and by {as_of}. None of them changes an answer.",
        markup=False,
    )
    for concern in found:
        event = concern.event
        begins = "" if event.effective is None else f", effective {event.effective}"
        ends = "" if event.until is None else f", through {event.until}"
        out.print()
        out.print(
            f"{event.published}  {concern.status.value}{begins}{ends}  {event.title}",
            markup=False,
            style="bold",
        )
        touched = [
            *sorted(event.sections),
            *sorted(event.eccns),
            *sorted(event.groups),
            *sorted(event.countries),
        ]
        out.print(
            f"  {event.number}; touches {', '.join(touched) or 'nothing that is known here'}", markup=False
        )
        if event.about:
            out.print(f"  about {', '.join(sorted(event.about))}", markup=False)
        if not with_lines:
            continue
        if not concern.lines.height:
            out.print("  concerns no line of this book, as far as its words tell", markup=False)
            continue
        out.print(
            f"  could concern {concern.lines.height:,} lines worth {money(concern.value)}:", markup=False
        )
        for why, lines in concern.why.items():
            out.print(f"    {lines:,} by {why}", markup=False)
        for row in concern.lines.head(_TOP).iter_rows(named=True):
            worth = "no value" if row["value_usd"] is None else money(row["value_usd"])
            out.print(
                f"    line {row['row']}: {row['customer'] or row['id'] or 'no name'}, {worth}", markup=False
            )
