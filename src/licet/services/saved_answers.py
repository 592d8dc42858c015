"""Answers on record: each under a number and a reference, in the order in which they were given.

Nothing is overwritten. All answers of one reference are its history; the last one of them is current, and supersedes
the earlier ones.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, case, func, insert, select

import licet
from licet.accounts.rows import at_text
from licet.engine.joint import rulebook_hash
from licet.events.event import Act, Actor, Event
from licet.events.kinds import Kind
from licet.model.transaction import Transaction
from licet.orders.holding import Lapse
from licet.presentation.words import amount
from licet.regimes.registry import PRIMARY
from licet.services.determination import Decider
from licet.storage.basis import answer_hash
from licet.storage.database import Database
from licet.storage.schema_api import kept_answer as table
from licet.storage.work import Work

__all__ = [
    "SORTS",
    "AnswerQuery",
    "AnswersFound",
    "NewAnswer",
    "SavedAnswer",
    "answer_document_of",
    "answers_by_number",
    "answers_ending",
    "find_answers",
    "history_of_reference",
    "lapses_of",
    "new_reference",
    "save_answers",
    "saved_answer",
]

_LETTERS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
_LONGEST = 300


@dataclass(frozen=True, slots=True)
class NewAnswer:
    """An answer to keep. ``document``: in the wire format; ``shown``: the page that a person saw, where one did."""

    reference: str
    document: Mapping[str, Any]
    shown: str | None = None


@dataclass(frozen=True, slots=True)
class SavedAnswer:
    """An answer on record. ``superseded_by``: the number of the current one of its reference, if another."""

    number: int
    reference: str
    receipt: str
    answer: str
    light: str
    as_of: str
    holds_until: str | None
    kept_at: str
    made_by: str
    subject: str
    superseded_by: int | None = None


def new_reference(day: date) -> str:
    """A reference for a transaction that has none of its own: the day and four letters."""
    return f"{day:%Y%m%d}-{''.join(secrets.choice(_LETTERS) for _ in range(4))}"


def subject_of(sale: Mapping[str, Any]) -> str:
    """What a transaction is about, in a line: item, parties, destination, value."""
    item = sale.get("item") or {}
    value = item.get("value_usd")
    parts = (
        item.get("description"),
        item.get("eccn"),
        *(element.get("name") for element in sale.get("parties") or ()),
        sale.get("destination"),
        None if value is None else amount(float(value)),
    )
    return " · ".join(str(part) for part in parts if part)[:_LONGEST]


def save_answers(
    database: Database, actor: Actor, made_by: str, answers: Sequence[NewAnswer], at: datetime
) -> list[int]:
    """Keep answers of the actor's organization, with their hashes in the log; gives their numbers.

    A person who sees the current answer of a reference again sees the same one: it is not kept twice. An answer that
    ended before it was given is nothing to tell webhooks of.
    """
    organization, numbers, hashes = actor.organization, [], []
    with database.unit_of_work() as connection:
        for answer in answers:
            document = answer.document
            current = connection.execute(
                select(table.c.id, table.c.receipt, table.c.shown)
                .where(table.c.organization == organization, table.c.reference == answer.reference)
                .order_by(table.c.id.desc())
                .limit(1)
            ).first()
            if current is not None and _seen_already(answer, current):
                numbers.append(int(current.id))
                continue
            until = document["holds_until"]
            values = {
                "organization": organization, "reference": answer.reference, "receipt": document["receipt"]["id"],
                "answer": document["answer"], "light": document["light"], "as_of": document["as_of"],
                "holds_until": until, "kept_at": at_text(at), "made_by": made_by,
                "subject": subject_of(document["sale"]), "shown": answer.shown,
                "document": json.dumps(document, ensure_ascii=False, separators=(",", ":")),
                "told_at": at_text(at) if until is not None and until <= at.date().isoformat() else None,
            }  # fmt: skip
            made = connection.execute(insert(table).values(values).returning(table.c.id)).scalar_one()
            numbers.append(int(made))
            hashes.append([int(made), answer_hash(values)])
        if hashes:
            act = Act(actor, at)
            subject = str(hashes[0][0])
            Work(connection).record([Event.of(act, Kind.ANSWERS_KEPT, subject, organization, answers=hashes)])
    return numbers


def _seen_already(new: NewAnswer, current: Any) -> bool:
    """Whether a person sees again what the current answer of the reference showed."""
    seen = new.shown is not None and current.shown is not None
    return seen and bool(current.receipt == new.document["receipt"]["id"])


_LATER = table.alias("later")
_CURRENT = (
    select(func.max(_LATER.c.id))
    .where(_LATER.c.organization == table.c.organization, _LATER.c.reference == table.c.reference)
    .scalar_subquery()
)
_COLUMNS = (
    table.c.id,
    *(table.c[name] for name in SavedAnswer.__slots__ if name not in {"number", "superseded_by"}),
    _CURRENT.label("current"),
)


def _saved(row: Any) -> SavedAnswer:
    values = {name: getattr(row, name) for name in SavedAnswer.__slots__ if name in row._fields}
    return SavedAnswer(number=row.id, superseded_by=None if row.current == row.id else row.current, **values)


def answers_by_number(
    database: Database, organization: str, reference: str | None, before: date | None, after: int, limit: int
) -> list[SavedAnswer]:
    """Answers of an organization in the order in which they were given. ``before``: that change before a day."""
    query = select(*_COLUMNS).where(table.c.organization == organization, table.c.id > after)
    if reference is not None:
        query = query.where(table.c.reference == reference)
    if before is not None:
        query = query.where(table.c.holds_until < before.isoformat())
    with database.reading() as connection:
        return [_saved(row) for row in connection.execute(query.order_by(table.c.id).limit(limit))]


def saved_answer(
    database: Database, organization: str, number: int
) -> tuple[SavedAnswer, str, str | None] | None:
    """An answer, its document, and the page that was shown; None where the organization has none such."""
    query = select(*_COLUMNS, table.c.document, table.c.shown)
    query = query.where(table.c.organization == organization, table.c.id == number)
    with database.reading() as connection:
        row = connection.execute(query).first()
    return None if row is None else (_saved(row), row.document, row.shown)


def answer_document_of(database: Database, organization: str, number: int) -> str | None:
    """The document of one answer; None where the organization has none such."""
    found = saved_answer(database, organization, number)
    return None if found is None else found[1]


def history_of_reference(database: Database, organization: str, reference: str) -> list[SavedAnswer]:
    """Every answer of a reference, the latest first."""
    query = select(*_COLUMNS).where(table.c.organization == organization, table.c.reference == reference)
    with database.reading() as connection:
        return [_saved(row) for row in connection.execute(query.order_by(table.c.id.desc()).limit(200))]


def answers_ending(database: Database, organization: str, first: date, last: date) -> list[SavedAnswer]:
    """The current answers that change on one of some days, the nearest first."""
    query = select(*_COLUMNS).where(
        table.c.organization == organization,
        table.c.holds_until.between(first.isoformat(), last.isoformat()),
        table.c.id == _CURRENT,
    )
    with database.reading() as connection:
        return [_saved(row) for row in connection.execute(query.order_by(table.c.holds_until).limit(200))]


@dataclass(frozen=True, slots=True)
class AnswerQuery:
    """Which answers, and in what order. ``sort``: a column, with a minus for the highest first; pages from 1."""

    words: str = ""
    light: str = ""
    answer: str = ""
    made_by: str = ""
    state: str = ""
    sort: str = "-number"
    page: int = 1
    size: int = 50


@dataclass(frozen=True)
class AnswersFound:
    """A page of answers; ``total``: of all pages; ``counts``: by facet, how many have each of its values."""

    rows: Sequence[SavedAnswer]
    total: int
    counts: Mapping[str, Mapping[str, int]]


SORTS: Mapping[str, Any] = {
    "number": table.c.id,
    "reference": table.c.reference,
    "subject": table.c.subject,
    "answer": table.c.answer,
    "as_of": table.c.as_of,
    "holds_until": table.c.holds_until,
    "made_by": table.c.made_by,
}
_FACETS = {"light": table.c.light, "answer": table.c.answer, "made_by": table.c.made_by}


def find_answers(database: Database, organization: str, wanted: AnswerQuery) -> AnswersFound:
    """The answers of an organization that a query is for: sorted first, then a page of them.

    The counts of a facet are those of the answers that every other part of the query lets through.
    """
    parts: dict[str, ColumnElement[bool]] = {
        name: column == getattr(wanted, name) for name, column in _FACETS.items() if getattr(wanted, name)
    }
    if wanted.words:
        text = table.c.subject + " " + table.c.reference
        parts["words"] = text.icontains(wanted.words, autoescape=True)
    if wanted.state:
        parts["state"] = table.c.id == _CURRENT if wanted.state == "current" else table.c.id != _CURRENT
    mine = table.c.organization == organization
    column = SORTS.get(wanted.sort.lstrip("-"), table.c.id)
    order = column.desc().nulls_last() if wanted.sort.startswith("-") else column.asc().nulls_last()
    query = select(*_COLUMNS).where(mine, *parts.values()).order_by(order, table.c.id.desc())
    with database.reading() as connection:
        total = (
            connection.execute(select(func.count()).select_from(table).where(mine, *parts.values())).scalar()
            or 0
        )
        rows = connection.execute(query.limit(wanted.size).offset((wanted.page - 1) * wanted.size)).all()
        counts = {}
        for name, of in _FACETS.items():
            others = [part for other, part in parts.items() if other != name]
            grouped = select(of, func.count()).where(mine, *others).group_by(of)
            counts[name] = {str(value): int(count) for value, count in connection.execute(grouped) if value}
        state = case((table.c.id == _CURRENT, "current"), else_="superseded")
        others = [part for other, part in parts.items() if other != "state"]
        grouped = select(state, func.count()).where(mine, *others).group_by(state)
        counts["state"] = {str(value): int(count) for value, count in connection.execute(grouped)}
    return AnswersFound([_saved(row) for row in rows], total, counts)


def lapses_of(
    saved: SavedAnswer,
    document: Mapping[str, Any],
    decider: Decider,
    sale: Transaction,
    decided: Transaction,
    today: date,
) -> tuple[Lapse, ...]:
    """Why an answer no longer holds today; empty: it does.

    ``sale``: what was answered; ``decided``: the same with the decisions about its matches that count now. That an
    answer ended before it was given is no lapse: somebody asked about the past.
    """
    receipt = document["receipt"]
    now = [list_.fingerprint for list_ in decider.screener.lists]
    until = saved.holds_until
    rulebooks = [
        decider.rulebook.content_hash if regime.code == PRIMARY else regime.rulebook.content_hash
        for regime in decider.regimes
    ]
    checks = {
        Lapse.LISTS: [item["fingerprint"] for item in receipt["lists"]] != now,
        Lapse.LAW: (receipt["rulebook"], receipt["engine"], receipt["limits"])
        != (rulebook_hash(rulebooks), licet.__version__, decider.policy.to_wire()),
        Lapse.DECISIONS: sale != decided,
        Lapse.DAY: until is not None and saved.kept_at[:10] < until <= today.isoformat(),
    }
    return tuple(lapse for lapse, lapsed in checks.items() if lapsed)
