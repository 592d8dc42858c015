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
    from collections.abc import Mapping

    from licet.scenarios.feed import DocumentFeed
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
    tasks: Annotated[
        bool, typer.Option("--tasks", help="Open a review task for each document that has none yet.")
    ] = False,
    as_json: Annotated[
        bool, typer.Option("--json", help="Print one JSON document and nothing else.")
    ] = False,
) -> None:
    """What was published, and which of my orders and customers could it concern? It changes no answer."""
    from licet.cli.check_file import progress_bar
    from licet.cli.scope import decision_scope
    from licet.cli.watch_run import last_look, look, remember
    from licet.orders.book import UnreadableOrdersError
    from licet.scenarios.feed import FeedError, read_feed
    from licet.services.determination import today
    from licet.services.watch_tasks import customers_named, open_tasks
    from licet.storage.home import home_folder

    home, day = home_folder(), day_of(as_of, "--as-of") or today()
    after = day_of(since, "--since") or last_look(home, feed)
    try:
        documents = read_feed(feed)
        with progress_bar() as progress:
            found = look(documents, orders, home, since=after, as_of=day, progress=progress)
    except (FeedError, UnreadableOrdersError) as error:
        fail(str(error))
    except OSError as error:
        fail(f"{error.filename}: {error.strerror}" if error.filename else str(error))
    events = [concern.event for concern in found]
    customers = customers_named(home, decision_scope().organization, events)
    opened = open_tasks(home, documents.by(day), documents.unread) if tasks else 0
    if as_json:
        document = {
            "since": None if after is None else after.isoformat(),
            "as_of": day.isoformat(),
            "newest": None if documents.newest is None else documents.newest.isoformat(),
            "feed_is_old": documents.is_old(day),
            "unread": [{"document_number": item.key, "problem": item.problem} for item in documents.unread],
            "tasks_opened": opened,
        }
        shown = [
            {
                **_plain(concern, with_lines=orders is not None),
                "customers": list(customers.get(concern.event.number, ())),
            }
            for concern in found
        ]
        sys.stdout.write(json.dumps({**document, "events": shown}, ensure_ascii=False, indent=2) + "\n")
    else:
        _show(found, after, day, with_lines=orders is not None, customers=customers)
        _show_feed(documents, day, opened)
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
        "comments_by": None if event.comments_by is None else event.comments_by.isoformat(),
        "about": sorted(event.about),
        "perhaps_about": sorted(event.perhaps_about),
        "touches": {
            name: sorted(getattr(event, name))
            for name in ("eccns", "sections", "countries", "groups", "lists", "matters")
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


def _show_feed(documents: DocumentFeed, as_of: date, opened: int) -> None:
    """What is to be said of the feed itself."""
    from licet.presentation.words import day_words

    if documents.newest is not None and documents.is_old(as_of):
        age = (as_of - documents.newest).days
        print(
            f"The newest document of this feed is of {day_words(documents.newest)} ({age} days old). "
            "The feed may have ended: what was published since is not in it."
        )
    for item in documents.unread:
        print(f"{item.key} could not be read: {item.problem}")
    if opened:
        print(f"{opened:,} review tasks were opened (licet law tasks).")


def _show(
    found: list[Concern],
    since: date | None,
    as_of: date,
    *,
    with_lines: bool,
    customers: Mapping[str, tuple[str, ...]],
) -> None:
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
            *sorted(event.lists),
            *sorted(event.eccns),
            *sorted(event.groups),
            *sorted(event.countries),
        ]
        out.print(
            f"  {event.number}; touches {', '.join(touched) or 'nothing that is known here'}", markup=False
        )
        if event.about:
            out.print(f"  about {', '.join(sorted(event.about))}", markup=False)
        if event.perhaps_about:
            out.print(f"  perhaps about {', '.join(sorted(event.perhaps_about))}, by its title", markup=False)
        if event.comments_by is not None:
            out.print(f"  comments by {event.comments_by}", markup=False)
        for name in customers.get(event.number, ()):
            out.print(f"  it names your customer {name}", markup=False)
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
