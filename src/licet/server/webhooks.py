"""Webhooks: what happened is posted, signed, to addresses that an administrator named, and posted again until taken.

Deliveries are made out from what the database holds (events of cases and licenses, adoptions of lists, kept answers
that expire), each once by an id, so that a restart loses none and repeats none. The secret of a signature derives
from the server's key and is kept nowhere.
"""

from __future__ import annotations

import json
import logging
import secrets
from collections.abc import Collection, Iterable, Mapping
from concurrent.futures import Future
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from sqlalchemy import Connection, exists, func, insert, select, update

from licet.accounts.chain import tell
from licet.accounts.keys import ServerKey
from licet.accounts.model import Account, AccountError
from licet.accounts.rows import at_text
from licet.accounts.sessions import Clock
from licet.events.kinds import Kind
from licet.server.addresses import pinned, public_address, split_url
from licet.server.outgoing import OutgoingError, OutgoingResponse, exchange
from licet.server.receivers import Receivers
from licet.storage.basis import credential_of
from licet.storage.database import Database
from licet.storage.schema import list_snapshot
from licet.storage.schema_api import courier, delivery, kept_answer, webhook
from licet.storage.schema_events import event
from licet.webhook_signature import secret_text, sign_webhook

__all__ = ["KINDS", "Webhook", "Webhooks"]

_log = logging.getLogger("licet.webhooks")
KINDS = ("case", "license", "list.adopted", "answer.expires")
"""What can be asked for."""
_RETRY_AFTER = (10, 60, 300, 1800, 7200, 21600, 43200, 86400)
"""Seconds to the next attempt; after the last one a delivery is given up, and stays to be seen."""
_EACH_AT_ONCE = 50
"""Deliveries of one receiver that are looked up at once, so that one that is slow hides nobody else's."""
_MOST_EACH = 50
"""Webhooks that one organization has."""
_SOON = timedelta(days=7)
"""How long before an answer changes one is told."""
_TIMEOUT = 10.0


@dataclass(frozen=True, slots=True)
class Webhook:
    """An address and what is posted to it. ``secret`` is what receivers check signatures with."""

    key: str
    organization: str
    url: str
    events: tuple[str, ...]
    ended: bool
    secret: str


class Webhooks:
    """The webhooks of a server. ``private``: whether addresses within one's own network may be named."""

    def __init__(self, database: Database, key: ServerKey, clock: Clock, *, private: bool) -> None:
        self._database, self._key, self._clock, self._private = database, key, clock, private
        self._lines = Receivers(self._post)

    def add(self, by: Account, url: str, events: Collection[str]) -> Webhook:
        """A webhook of an account's organization. The log tells the host, and the rest of the address by its hash.

        Raises AccountError for an address that is not https, or that lies within one's own network.
        """
        self._check(url)
        organization, now = by.organization.key, self._clock()
        made = self._shown(secrets.token_hex(16), organization, url, sorted(set(events)), ended=False)
        values = {
            "key": made.key, "organization": organization, "url": url, "events": list(made.events),
            "made_at": at_text(now), "ended": False,
        }  # fmt: skip
        said = {
            "belongs_to": organization, "host": urlsplit(url).hostname, "credential": credential_of(url),
            "events": list(made.events),
        }  # fmt: skip
        with self._database.unit_of_work() as connection:
            self._check_count(connection, organization)
            self._watch(connection)
            connection.execute(insert(webhook).values(values))
            tell(connection, now, Kind.WEBHOOK_MADE, made.key, by, **said)
        return made

    def listed(self, organization: str) -> list[Webhook]:
        query = select(webhook).where(webhook.c.organization == organization).order_by(webhook.c.made_at)
        with self._database.reading() as connection:
            return [
                self._shown(row.key, row.organization, row.url, row.events, ended=row.ended)
                for row in connection.execute(query)
            ]

    def end(self, by: Account, key: str) -> bool:
        """Post nothing more. False where the account's organization has none such."""
        ended = update(webhook).where(
            webhook.c.key == key, webhook.c.organization == by.organization.key, webhook.c.ended.is_(False)
        )
        with self._database.unit_of_work() as connection:
            if connection.execute(ended.values(ended=True)).rowcount != 1:
                return False
            tell(connection, self._clock(), Kind.WEBHOOK_ENDED, key, by)
        return True

    def deliveries(self, organization: str, key: str, after: int, limit: int) -> list[Mapping[str, Any]]:
        """What was and is to be posted, by number."""
        names = ("id", "event", "kind", "attempts", "next_at", "delivered_at", "last_status")
        query = (
            select(*(delivery.c[name] for name in names))
            .join(webhook, webhook.c.key == delivery.c.webhook)
            .where(webhook.c.organization == organization, webhook.c.key == key, delivery.c.id > after)
        )
        with self._database.reading() as connection:
            rows = connection.execute(query.order_by(delivery.c.id).limit(limit)).mappings()
            return [dict(row) for row in rows]

    def run(self) -> int:
        """Make out what is new, post what is due, and wait for it; gives how many were taken."""
        taken = 0
        while begun := self.begin():
            taken += sum(future.result() for future in begun)
        return taken

    def begin(self) -> list[Future[int]]:
        """Make out what is new, and begin to post what is due, each receiver on its own; waits for none of them."""
        with self._database.reading() as connection:
            if not connection.execute(select(func.count()).select_from(webhook)).scalar():
                return []
        with self._database.unit_of_work() as connection:
            self._make_out(connection)
        return self._lines.begin(self._due())

    def close(self) -> None:
        """Begin no further post; those under way have their deadline."""
        self._lines.close()

    def _check_count(self, connection: Connection, organization: str) -> None:
        own = (webhook.c.organization == organization, webhook.c.ended.is_(False))
        if (connection.execute(select(func.count()).where(*own)).scalar() or 0) >= _MOST_EACH:
            raise AccountError("url", f"your organization has {_MOST_EACH} webhooks; end one first")

    def _watch(self, connection: Connection) -> None:
        """From the first webhook on: what happened before is nobody's news."""
        if connection.execute(select(func.count()).select_from(courier)).scalar():
            return
        rows = [
            {"watched": name, "seen": connection.execute(select(func.max(column))).scalar() or 0}
            for name, column in _WATCHED.items()
        ]
        connection.execute(insert(courier), rows)

    def _make_out(self, connection: Connection) -> None:
        hooks = list(connection.execute(select(webhook).where(webhook.c.ended.is_(False))))
        for name, news in (("events", _of_log), ("adoptions", _of_lists)):
            seen = connection.execute(select(courier.c.seen).where(courier.c.watched == name)).scalar() or 0
            found = list(news(connection, seen))
            for item in found:
                self._add_deliveries(connection, hooks, item)
            if found:
                last = max(item.number for item in found)
                connection.execute(update(courier).where(courier.c.watched == name).values(seen=last))
        now = self._clock()
        for of_answer in _of_answers(connection, now):
            self._add_deliveries(connection, hooks, of_answer)
            marked = update(kept_answer).where(kept_answer.c.id == of_answer.number)
            connection.execute(marked.values(told_at=at_text(now)))

    def _add_deliveries(self, connection: Connection, hooks: Iterable[Any], news: _News) -> None:
        now = at_text(self._clock())
        body = json.dumps({"id": news.name, "kind": news.kind, "at": now, **news.said}, ensure_ascii=False)
        rows = [
            {
                "webhook": hook.key,
                "event": news.name,
                "kind": news.kind,
                "body": body,
                "attempts": 0,
                "next_at": now,
            }
            for hook in hooks
            if news.group in hook.events and news.organization in {None, hook.organization}
        ]
        if rows:
            connection.execute(insert(delivery), rows)

    def _due(self) -> list[Any]:
        place = func.row_number().over(partition_by=delivery.c.webhook, order_by=delivery.c.id)
        due = (
            select(delivery, webhook.c.url, webhook.c.organization, place.label("place"))
            .join(webhook, webhook.c.key == delivery.c.webhook)
            .where(delivery.c.next_at <= at_text(self._clock()), webhook.c.ended.is_(False))
            .subquery()
        )
        with self._database.reading() as connection:
            query = select(due).where(due.c.place <= _EACH_AT_ONCE).order_by(due.c.id)
            return list(connection.execute(query))

    def _post(self, row: Any) -> bool:
        now = self._clock()
        try:
            answered = self._send(row, now)
            taken, said = answered.is_success, str(answered.status)
        except OutgoingError as error:
            taken, said = False, str(error)
        except AccountError as error:
            taken, said = False, type(error).__name__
        later = None if taken else _later(now, row.attempts)
        values = {
            "attempts": row.attempts + 1, "last_status": said, "next_at": later,
            "delivered_at": at_text(now) if taken else None,
        }  # fmt: skip
        with self._database.unit_of_work() as connection:
            connection.execute(update(delivery).where(delivery.c.id == row.id).values(values))
        if not taken:
            _log.warning("webhook delivery %d was not taken: %s", row.id, said)
        return taken

    def _send(self, row: Any, now: datetime) -> OutgoingResponse:
        body = row.body.encode()
        target, extensions = pinned(row.url, self._check(row.url))
        headers = {
            "Content-Type": "application/json",
            "Licet-Event": row.event,
            "Host": urlsplit(row.url).netloc.rpartition("@")[2],
            **sign_webhook(
                self._secret(row.webhook), f"msg_{row.webhook}_{row.id}", int(now.timestamp()), body
            ),
        }
        return exchange(
            "POST", target, seconds=_TIMEOUT, most=0, content=body, headers=headers, extensions=extensions
        )

    def _check(self, url: str) -> str | None:
        """The address to connect to; None: whatever the name means, as private ones may be named.

        Looked at before every post, for names may come to mean other addresses; and the post goes to the address that
        was looked at, for a name may mean another one a moment later (DNS rebinding).
        """
        parts = split_url(url, private=self._private)
        return None if self._private else public_address(parts)

    def _secret(self, key: str) -> str:
        return secret_text(self._key.derive("webhook", key))

    def _shown(self, key: str, organization: str, url: str, events: Iterable[str], *, ended: bool) -> Webhook:
        return Webhook(key, organization, url, tuple(events), ended, self._secret(key))


_WATCHED = {"events": event.c.seq, "adoptions": list_snapshot.c.id}


@dataclass(frozen=True, slots=True)
class _News:
    """Something to be told. ``organization``: whose business it is; None: everybody's."""

    name: str
    group: str
    kind: str
    organization: str | None
    number: int
    said: dict[str, Any]


def _of_log(connection: Connection, seen: int) -> Iterable[_News]:
    """What happened to cases and licenses: which, and what; who reads it asks for the rest with a token."""
    query = select(
        event.c.seq, event.c.stream, event.c.subject, event.c.version, event.c.organization, event.c.kind
    )
    for row in connection.execute(query.where(event.c.seq > seen).order_by(event.c.seq).limit(1000)):
        said = {"subject": row.subject, "version": row.version}
        yield _News(f"event-{row.seq}", row.stream, row.kind, row.organization, row.seq, said)


def _of_lists(connection: Connection, seen: int) -> Iterable[_News]:
    query = select(list_snapshot.c.id, list_snapshot.c.data_date).where(list_snapshot.c.id > seen)
    for row in connection.execute(query.order_by(list_snapshot.c.id)):
        said = {"snapshot": row.id, "data_date": row.data_date.isoformat()}
        yield _News(f"adoption-{row.id}", "list.adopted", "list.adopted", None, row.id, said)


def _of_answers(connection: Connection, now: datetime) -> Iterable[_News]:
    """Answers that change soon; what a later answer of the same reference supersedes is no news."""
    soon = (now + _SOON).date().isoformat()
    names = ("id", "organization", "reference", "answer", "holds_until")
    later = kept_answer.alias("later")
    same = (later.c.organization == kept_answer.c.organization, later.c.reference == kept_answer.c.reference)
    query = select(*(kept_answer.c[name] for name in names)).where(
        kept_answer.c.holds_until <= soon,
        kept_answer.c.told_at.is_(None),
        ~exists(select(later.c.id).where(*same, later.c.id > kept_answer.c.id)),
    )
    for row in list(connection.execute(query.limit(1000))):
        said = {
            "number": row.id, "reference": row.reference, "answer": row.answer, "holds_until": row.holds_until
        }  # fmt: skip
        yield _News(f"answer-{row.id}", "answer.expires", "answer.expires", row.organization, row.id, said)


def _later(now: datetime, attempts: int) -> str | None:
    """When to try again; None: no more."""
    if attempts >= len(_RETRY_AFTER):
        return None
    return at_text(now + timedelta(seconds=_RETRY_AFTER[attempts]))
