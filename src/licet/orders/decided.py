"""Put kept decisions about hits to the parties of an order book, and say of each line which there are."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

import numpy as np
import polars as pl

from licet.model.transaction import Disposition, JudgmentStatus, Owner, Party, Role, Transaction
from licet.orders.book import OrderBook, PartyKey
from licet.screening.decided import Decisions

__all__ = ["decided", "decided_in", "with_decisions"]


def with_decisions(book: OrderBook, decisions: Decisions, known_as_of: date | None) -> OrderBook:
    """A flat book whose parties bear the decisions about them, and whose lines say so under ``decided``."""
    if not decisions:
        return book
    parties = tuple(decided(party, decisions, known_as_of) for party in book.parties)
    labels = book.labels.with_columns(pl.Series("decided", _by_line(book, parties), pl.String))
    return replace(book, parties=parties, labels=labels)


def decided(party_key: PartyKey, decisions: Decisions, known_as_of: date | None) -> PartyKey:
    """A party with the decisions about it."""
    found = decisions.on(Party(Role.OTHER, party_key.name), known_as_of)
    return replace(party_key, dispositions=found) if found else party_key


def _by_line(book: OrderBook, parties: tuple[PartyKey, ...]) -> list[str | None]:
    said: list[str | None] = [None] * book.lines.size
    concerned = [place for place, key in enumerate(parties) if key.dispositions]
    if concerned:
        line_of = book.lines.line_of("party")
        for row in np.flatnonzero(np.isin(book.party_of, concerned)).tolist():
            line = int(line_of[row])
            words = _words(parties[int(book.party_of[row])].dispositions)
            said[line] = words if said[line] is None else f"{said[line]}; {words}"
    return said


def decided_in(sale: Transaction) -> str | None:
    """The decisions stated with the parties and owners of a sale; None where there are none."""
    todo: list[Party | Owner] = list(sale.parties)
    found: list[Disposition] = []
    for who in todo:
        todo.extend(who.owners or ())
        found += who.dispositions
    return _words(found) if found else None


def _words(dispositions: Iterable[Disposition]) -> str:
    return "; ".join(
        f"{disposition.entry}: {'is' if disposition.same else 'is not'} the party "
        f"({disposition.by}, {disposition.on}{_PROPOSED[disposition.status]})"
        for disposition in dispositions
    )


_PROPOSED = {
    JudgmentStatus.STATED: ", stated in the file",
    JudgmentStatus.RECORDED: "",
    JudgmentStatus.PROPOSED: ", proposed: it waits for review",
}
