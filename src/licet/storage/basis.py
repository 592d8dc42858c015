"""Answers on record, and what they rest on, held against the log: who may do what, and which lists hold.

Who can write to the database can give an account another role, put another password in its place, take an entry
out of a list that was adopted, or turn an answer green. The log says of each what it was when it was done, by
content or by hash.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import Connection, RowMapping, select

from licet.events.encoding import canonical, plain
from licet.events.event import Event
from licet.events.kinds import Kind
from licet.storage.events import read
from licet.storage.schema import disposition, disposition_review, list_assertion, list_content, list_snapshot
from licet.storage.schema_accounts import account, api_token, organization, session
from licet.storage.schema_api import kept_answer, webhook
from licet.storage.schema_events import event

__all__ = [
    "BasisDifference",
    "adoption_hash",
    "answer_hash",
    "credential_of",
    "decisions",
    "identity_of",
    "unlike_the_log",
]


@dataclass(frozen=True, slots=True)
class BasisDifference:
    """A row that is not what the log makes. None: there is none."""

    table: str
    kept: str | None
    made: str | None


def unlike_the_log(connection: Connection) -> tuple[BasisDifference, ...]:
    """Decisions about hits, accounts, tokens, webhooks, adopted lists and kept answers, where unlike the log."""
    return (
        *decisions(connection),
        *_accounts(connection),
        *_webhooks(connection),
        *_adoptions(connection),
        *_answers(connection),
    )


def credential_of(secret: str | None) -> str:
    """What the log says of a password's or token's hash, so that another in its place shows; tells nothing of it."""
    return "" if secret is None else hashlib.sha256(f"licet credential\0{secret}".encode()).hexdigest()


def identity_of(issuer: str | None, subject: str | None) -> str:
    """What the log says of who another provider vouches for; tells nothing of it."""
    return credential_of(None if issuer is None else json.dumps([issuer, subject]))


@dataclass(slots=True)
class _RecordedState:
    """What the log says of one account. Only what an event said is compared: older ones said less."""

    columns: dict[str, Any] = field(default_factory=dict)
    sign_ins: set[datetime] = field(default_factory=set)
    tokens: dict[str, dict[str, Any]] = field(default_factory=dict)


def _accounts(connection: Connection) -> Iterator[BasisDifference]:
    recorded: dict[str, _RecordedState] = {}
    sides: dict[str, str] = {}
    for stored in read(connection, select(event).where(event.c.stream == Kind.ACCOUNT_MADE.stream)):
        if stored.event.kind is Kind.ORGANIZATION_MADE:
            sides[stored.subject] = str(stored.event.payload["side"])
        else:
            _record(recorded.setdefault(stored.subject, _RecordedState()), stored.event)
    for row in connection.execute(select(organization)).mappings():
        if sides.get(row["key"], row["side"]) != row["side"]:
            yield _difference("organization", row, {"side": sides[row["key"]]})
    rows = {row["key"]: row for row in connection.execute(select(account)).mappings()}
    for key in sorted(rows.keys() | recorded.keys()):
        yield from _account(rows.get(key), recorded.get(key))
    yield from _sessions(connection, recorded)
    known = {token: said for state in recorded.values() for token, said in state.tokens.items()}
    tokens = {row["key"]: row for row in connection.execute(select(api_token)).mappings()}
    for key in sorted(tokens.keys() | known.keys()):
        yield from _token(tokens.get(key), known.get(key))


_CHANGES: Mapping[Kind, tuple[str, ...]] = {
    Kind.ACCOUNT_MADE: ("roles", "belongs_to", "credential", "identity"),
    Kind.ACCOUNT_CHANGED: ("roles", "disabled"),
    Kind.ACCOUNT_RESET: ("credential",),
    Kind.PASSWORD_CHANGED: ("credential",),
}


def _record(recorded: _RecordedState, item: Event) -> None:
    """Fold one event of an account."""
    said = item.payload
    recorded.columns |= {name: said[name] for name in _CHANGES.get(item.kind, ()) if name in said}
    match item.kind:
        case Kind.ACCOUNT_MADE:
            recorded.columns |= {"disabled": False, "totp_confirmed": False}
        case Kind.ACCOUNT_RESET | Kind.SECOND_FACTOR_DROPPED:
            recorded.columns["totp_confirmed"] = False
        case Kind.SECOND_FACTOR_ADDED:
            recorded.columns["totp_confirmed"] = True
        case Kind.TOKEN_MADE:
            names = ("scopes", "credential")
            recorded.tokens[str(said["token"])] = {
                "account": item.subject, **{name: said[name] for name in names if name in said}
            }  # fmt: skip
            if "expires" in said:
                recorded.tokens[str(said["token"])]["expires"] = _instant(said["expires"])
        case Kind.SIGNED_IN:
            recorded.sign_ins.add(item.at)
        case _:
            pass
    if item.kind in {Kind.TOKEN_ENDED, Kind.ACCOUNT_RESET, Kind.PASSWORD_CHANGED}:
        only = said.get("token")
        for key, token in recorded.tokens.items():
            if only in {None, key}:
                token["ended"] = True


def _account(row: RowMapping | None, recorded: _RecordedState | None) -> Iterator[BasisDifference]:
    if row is None or recorded is None:
        yield _difference("account", row, None if recorded is None else recorded.columns)
        return
    real = {
        **row, "credential": credential_of(row["password_hash"]), "belongs_to": row["organization"],
        "identity": identity_of(row["issuer"], row["subject"]),
    }  # fmt: skip
    wrong = {name: value for name, value in recorded.columns.items() if _unlike(real[name], value)}
    if wrong:
        yield _difference("account", row, wrong)


def _token(row: RowMapping | None, recorded: Mapping[str, Any] | None) -> Iterator[BasisDifference]:
    if row is None or recorded is None:
        yield _difference("api_token", row, recorded)
        return
    real = {
        **row, "credential": credential_of(row["secret_hash"]), "ended": row["ended_at"] is not None,
        "expires": _instant(row["expires_at"]),
    }  # fmt: skip
    wrong = {name: value for name, value in recorded.items() if _unlike(real[name], value)}
    if wrong:
        yield _difference("api_token", row, wrong)


def _sessions(connection: Connection, recorded: Mapping[str, _RecordedState]) -> Iterator[BasisDifference]:
    """Sessions that have not ended, and that nobody signed in to."""
    for row in connection.execute(select(session).where(session.c.ended_at.is_(None))).mappings():
        state = recorded.get(row["account"])
        if state is None or datetime.fromisoformat(row["made_at"]) not in state.sign_ins:
            yield BasisDifference(
                "session", canonical({"account": row["account"], "made_at": row["made_at"]}).decode(), None
            )


def _webhooks(connection: Connection) -> Iterator[BasisDifference]:
    """Addresses that are posted to, and that the log does not tell of so; what has ended without it is nobody's."""
    recorded: dict[str, dict[str, Any]] = {}
    for stored in read(connection, select(event).where(event.c.stream == Kind.WEBHOOK_MADE.stream)):
        said = {name: value for name, value in stored.event.payload.items() if name != "host"}
        made = stored.event.kind is Kind.WEBHOOK_MADE
        recorded.setdefault(stored.subject, {}).update({**said, "ended": not made})
    rows = {row["key"]: row for row in connection.execute(select(webhook)).mappings()}
    for key in sorted(rows.keys() | recorded.keys()):
        row, found = rows.get(key), recorded.get(key, {"ended": True})
        if row is None:
            yield _difference("webhook", None, found)
            continue
        real = {**row, "credential": credential_of(row["url"]), "belongs_to": row["organization"]}
        wrong = {name: value for name, value in found.items() if _unlike(real[name], value)}
        if wrong:
            yield _difference("webhook", row, wrong)


def _instant(at: object) -> str:
    found = at if isinstance(at, datetime) else datetime.fromisoformat(str(at))
    return found.astimezone(UTC).isoformat()


def _unlike(real: Any, said: Any) -> bool:
    if isinstance(said, (list, tuple)):
        return sorted(real) != sorted(said)
    return bool(real != said)


def _adoptions(connection: Connection) -> Iterator[BasisDifference]:
    query = select(event).where(event.c.kind == Kind.LISTS_ADOPTED.value)
    payloads = (stored.event.payload for stored in read(connection, query))
    recorded = {int(str(payload["snapshot"])): payload for payload in payloads}
    rows = {row["id"]: row for row in connection.execute(select(list_snapshot)).mappings()}
    for number in sorted(rows.keys() | recorded.keys()):
        row, said = rows.get(number), recorded.get(number)
        if row is None or said is None:
            yield _difference("list_snapshot", row, said)
        elif "state" in said and adoption_hash(connection, number) != said["state"]:
            yield _difference("list_snapshot", row, {"state": said["state"]})
    yield from _contents(connection)


def _contents(connection: Connection) -> Iterator[BasisDifference]:
    """Rows of lists, each kept under the hash of what it says."""
    for key, body in connection.execute(select(list_content.c.hash, list_content.c.body)):
        made = hashlib.sha256(body.encode()).hexdigest()
        if made != key:
            yield BasisDifference("list_content", key, made)


_OF_ANSWER = tuple(column.name for column in kept_answer.c if column.name not in {"id", "told_at"})


def answer_hash(row: Mapping[str, Any]) -> str:
    """The hash of an answer on record: of all its columns but when webhooks were told of it."""
    return hashlib.sha256(_bytes([row[name] for name in _OF_ANSWER])).hexdigest()


def _answers(connection: Connection) -> Iterator[BasisDifference]:
    """Answers that were kept before the log told of any are not compared."""
    query = select(event).where(event.c.stream == Kind.ANSWERS_KEPT.stream)
    recorded: dict[int, str] = {}
    for stored in read(connection, query):
        kept: Any = stored.event.payload["answers"]
        recorded |= {int(number): str(made) for number, made in kept}
    first = min(recorded, default=None)
    if first is None:
        return
    newer = select(kept_answer).where(kept_answer.c.id >= first).order_by(kept_answer.c.id)
    for row in connection.execute(newer).mappings():
        said = recorded.pop(row["id"], None)
        if said != answer_hash(dict(row)):
            yield _difference("kept_answer", row, None if said is None else {"answer": said})
    for number, said in sorted(recorded.items()):
        yield _difference("kept_answer", None, {"id": number, "answer": said})


def adoption_hash(connection: Connection, number: int) -> str:
    """The hash of an adopted snapshot and of everything that its adoption said of entries."""
    row = connection.execute(select(list_snapshot).where(list_snapshot.c.id == number)).mappings().one()
    columns = [column for column in list_assertion.c if column.name != "id"]
    query = select(*columns).where(list_assertion.c.written_with == number)
    digest = hashlib.sha256(_bytes({name: _text(value) for name, value in row.items()}))
    for line in sorted(_bytes(list(item)) for item in connection.execute(query)):
        digest.update(b"\n" + line)
    return digest.hexdigest()


def _bytes(value: Any) -> bytes:
    """The same on both databases, whatever JSON a column holds."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def _text(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.astimezone(UTC).replace(tzinfo=None).isoformat() if value.tzinfo else value.isoformat()
    return value.isoformat() if isinstance(value, date) else value


_SECRETS = frozenset({"password_hash", "totp_nonce", "secret_hash", "login", "name", "issuer", "subject"})


def _difference(table: str, row: RowMapping | None, said: Mapping[str, Any] | None) -> BasisDifference:
    """Named by its key and what differs; no secret and no person's name in it."""
    shown = None
    if row is not None:
        key = "id" if "id" in row else "key"
        names = [name for name in (said or {}) if name in row and name not in _SECRETS]
        shown = canonical({key: row[key], **{name: _text(row[name]) for name in names}}).decode()
    return BasisDifference(table, shown, None if said is None else canonical(dict(said)).decode())


def decisions(connection: Connection) -> Iterator[BasisDifference]:
    """Where decisions about hits, and what was done with them, are not what the log says.

    Decisions and their events were kept in one order. The log does not say whose the oldest decisions are.
    """
    logged: dict[str, list[dict[str, Any]]] = {"disposition": [], "disposition_review": []}
    for stored in read(connection, select(event).where(event.c.stream == Kind.HIT_DECIDED.stream)):
        table = "disposition" if stored.event.kind is Kind.HIT_DECIDED else "disposition_review"
        logged[table].append(_decision_row(stored.event, len(logged[table]) + 1))
    for kept_in in (disposition, disposition_review):
        rows = connection.execute(select(kept_in)).mappings()
        old = {row["id"]: dict(row) for row in rows}
        new = {row["id"]: row for row in logged[kept_in.name]}
        for number in sorted(old.keys() | new.keys()):
            before, after = old.get(number), new.get(number)
            if (
                before is None
                or after is None
                or any(plain(before[key]) != plain(after[key]) for key in after)
            ):
                yield BasisDifference(kept_in.name, _line(before), _line(after))


def _decision_row(item: Event, number: int) -> dict[str, Any]:
    """The columns that an event tells of the row kept with it."""
    recorded = dict(item.payload)
    said = {"made_by": item.actor.name, "reason": item.reason, "made_at": item.at.isoformat()}
    if item.kind is not Kind.HIT_DECIDED:
        kind = item.kind.value.removeprefix("screening.hit_")
        return {"id": recorded["review"], "disposition": recorded["number"], "kind": kind, **said}
    if "number" not in recorded:
        del said["made_at"]  # it was kept with the clock's own time zone
        return {"id": number, "entry": item.subject, **said, **recorded}
    return {
        "id": recorded.pop("number"),
        "entry": item.subject,
        "organization": item.organization,
        **said,
        **recorded,
    }


def _line(row: dict[str, Any] | None) -> str | None:
    return None if row is None else canonical(row).decode()
