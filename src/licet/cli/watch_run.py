"""Look at a feed: read it, answer the order book, match both; remember how far was looked."""

from __future__ import annotations

import json
from datetime import date
from functools import partial
from pathlib import Path

import polars as pl

from licet.cli.scope import decision_scope
from licet.engine.batch.columns import Lines
from licet.model.listing import ListEntry
from licet.orders.book import OrderBook
from licet.orders.run import Progress, RunOptions, answer_book
from licet.orders.table import table_of_answers
from licet.regimes.registry import primary
from licet.scenarios.feed import DocumentFeed
from licet.scenarios.watch import Concern, LineFacts, concerns, line_facts
from licet.services.determination import open_decider
from licet.services.order_runs import joint_answers, open_laws, read_orders

__all__ = ["last_look", "look", "remember"]

_SCHEMA: dict[str, pl.DataType | type[pl.DataType]] = {
    "row": pl.Int64, "id": pl.String, "customer": pl.String, "destination": pl.String, "eccn": pl.String,
    "value_usd": pl.Float64, "sections": pl.List(pl.String), "matters": pl.List(pl.String),
    "citations": pl.List(pl.String),
}  # fmt: skip

_PARTIES: dict[str, pl.DataType | type[pl.DataType]] = {"row": pl.Int64, "name": pl.String}


def look(
    feed: DocumentFeed,
    orders: Path | None,
    home: Path,
    *,
    since: date | None,
    as_of: date,
    progress: Progress | None,
) -> list[Concern]:
    """The events of a feed with the lines that they could concern. Raises UnreadableOrdersError or OSError."""
    facts = (
        LineFacts(pl.DataFrame(schema=_SCHEMA), pl.DataFrame(schema=_PARTIES))
        if orders is None
        else _facts(orders, home, as_of, progress)
    )
    return concerns(feed.events, facts, primary().rulebook, since=since, as_of=as_of)


def _facts(orders: Path, home: Path, as_of: date, progress: Progress | None) -> LineFacts:
    decider = open_decider(home, long_running=True).of(decision_scope())
    book = read_orders(orders, decider, as_of, None, decider.decisions(decision_scope()))
    laws = partial(open_laws, home, decider.adoption, presets=decider.policy.screening)
    whole, answered = joint_answers(decider.asked, answer_book(book, laws, RunOptions(), progress))
    return line_facts(
        whole.labels,
        table_of_answers(whole, answered),
        decider.rulebook,
        _entries(whole.labels, whole.lines),
        _parties(whole),
    )


def _parties(book: OrderBook) -> pl.DataFrame:
    """By line its parties' names."""
    if not book.parties:
        return pl.DataFrame(schema=_PARTIES)
    names = [book.parties[place].name for place in book.party_of.tolist()]
    rows = book.labels["row"].to_numpy()[book.lines.line_of("party")]
    return pl.DataFrame({"row": rows, "name": names}, schema=_PARTIES)


def _entries(labels: pl.DataFrame, lines: Lines) -> pl.DataFrame:
    """By line and listed party: the matter of the entry, and the documents that placed or changed it."""
    rows = labels["row"].to_numpy()
    found = [
        (int(rows[line]), lines.entries[entry])
        for name in ("party.listing", "owner.listing")
        if name in lines.frames
        for line, entry in zip(
            lines.line_of(name).tolist(),
            lines.frames[name].columns["listing.entry"].codes.tolist(),
            strict=True,
        )
    ]
    return pl.DataFrame(
        {
            "row": [row for row, _ in found],
            "matter": [entry.matter for _, entry in found],
            "citations": [_documents(entry) for _, entry in found],
        },
        schema={"row": pl.Int64, "matter": pl.String, "citations": pl.List(pl.String)},
    )


def _documents(entry: ListEntry) -> list[str]:
    return sorted({cite.text for cite in (*entry.cites, *(row.cite for row in entry.terms.rows))})


def last_look(home: Path, feed: Path) -> date | None:
    """The last publication seen at the last look at this feed; None where there was none."""
    try:
        return date.fromisoformat(json.loads((home / "watch.json").read_text("utf-8"))[str(feed.resolve())])
    except (OSError, ValueError, KeyError, TypeError):
        return None


def remember(home: Path, feed: Path, day: date) -> None:
    """Keep how far a feed was looked at."""
    path = home / "watch.json"
    try:
        kept = dict(json.loads(path.read_text("utf-8")))
    except (OSError, ValueError, TypeError):
        kept = {}
    kept[str(feed.resolve())] = day.isoformat()
    home.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(kept, indent=2) + "\n", "utf-8")
