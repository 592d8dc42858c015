"""Notices: what changed for an organization, sent once, by e-mail, webhook, or to channels of Slack and Teams.

Where notices go is written in ``notices.toml`` of the home folder. What was told is kept with every delivery in
``masters/ORGANIZATION/notices.jsonl``: a notice with the same key is never told again, and a delivery that failed is
tried again at the next run.
"""

from __future__ import annotations

import os
import re
import smtplib
import ssl
import tomllib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime
from email.message import EmailMessage
from email.utils import format_datetime, make_msgid
from enum import StrEnum
from pathlib import Path
from typing import Any

import httpx2

from licet.errors import LicetError
from licet.event_file import EventFile, masters_path

__all__ = [
    "NOTICES_FILE",
    "Channel",
    "ChannelKind",
    "Delivery",
    "Notice",
    "NoticeError",
    "NoticeKind",
    "Notices",
    "load_channels",
    "payload_of",
]

NOTICES_FILE = "notices.toml"
"""In the home folder."""
_SENT = "notices.jsonl"
_SECONDS = 15.0
_ADDRESS = re.compile(r"[^@\s,;<>]+@[^@\s,;<>]+")


class NoticeError(LicetError, ValueError):
    """A file of channels that cannot be used; the text names the key and says what would be accepted."""


class NoticeKind(StrEnum):
    """What a notice is about."""

    HITS = "new_hits"
    EXPIRY = "expiry"
    LISTS = "lists"
    LAW = "law"
    CLOCK = "legal_clock"


class ChannelKind(StrEnum):
    """How a notice is sent."""

    EMAIL = "email"
    WEBHOOK = "webhook"
    SLACK = "slack"
    TEAMS = "teams"


@dataclass(frozen=True, slots=True)
class Notice:
    """Something to be sent. ``key``: what it is about, exactly; the same key is sent once.

    ``lines``: one fact each; ``orders``: the order lines that it concerns.
    """

    key: str
    kind: NoticeKind
    title: str
    lines: tuple[str, ...]
    orders: tuple[str, ...] = ()

    def text(self) -> str:
        """The whole notice in plain words."""
        lines = list(self.lines)
        if self.orders:
            lines += [
                "",
                "Your open order lines that this concerns:",
                *(f"- {order}" for order in self.orders),
            ]
        return "\n".join([self.title, "", *lines]) + "\n"


@dataclass(frozen=True, slots=True)
class Channel:
    """Where notices go. ``kinds``: which, empty for all; ``organization``: whose, None for all.

    ``to``, ``sender``, ``host``, ``port``, ``starttls``, ``user``, ``password_env``: of e-mail; ``url``: of others.
    """

    name: str
    kind: ChannelKind
    url: str = ""
    to: tuple[str, ...] = ()
    sender: str = ""
    host: str = "localhost"
    port: int = 25
    starttls: bool = False
    user: str = ""
    password_env: str = "LICET_SMTP_PASSWORD"  # noqa: S105  # the name of a setting
    kinds: tuple[str, ...] = ()
    organization: str | None = None

    def takes(self, notice: Notice, organization: str) -> bool:
        return (not self.kinds or notice.kind in self.kinds) and self.organization in {None, organization}


@dataclass(frozen=True, slots=True)
class Delivery:
    """What became of a notice on a channel. ``problem`` empty: it was taken."""

    key: str
    title: str
    channel: str
    problem: str = ""


@dataclass
class Notices:
    """The notices of an organization: each is sent once. ``channels``: where they go."""

    home: Path
    organization: str
    channels: Sequence[Channel]
    file: EventFile = field(init=False)

    def __post_init__(self) -> None:
        self.file = EventFile(masters_path(self.home, self.organization, _SENT))

    def notified(self) -> list[dict[str, Any]]:
        """Every notice that was made, the newest first, with when, and which channels took it."""
        found: dict[str, dict[str, Any]] = {}
        for event in self.file.read():
            if event["event"] == "notice":
                found[event["key"]] = {**event, "sent": {}}
            else:
                found[event["key"]]["sent"][event["channel"]] = event["problem"] or event["at"]
        return list(reversed(found.values()))

    def tell(self, notices: Iterable[Notice], at: datetime) -> list[Delivery]:
        """Keep what is new and send it; send again what no channel took. Raises EventFileError."""
        known, open_ = self._known()
        new = []
        for notice in notices:
            if notice.key not in known:
                known.add(notice.key)
                new.append(notice)
        self.file.append({"event": "notice", **_plain(notice), "at": at.isoformat()} for notice in new)
        wanted = [(notice, channel) for notice in new for channel in self._channels_of(notice)]
        return self._send([*open_, *wanted], at)

    def _channels_of(self, notice: Notice) -> list[Channel]:
        return [channel for channel in self.channels if channel.takes(notice, self.organization)]

    def _known(self) -> tuple[set[str], list[tuple[Notice, Channel]]]:
        """The keys that were told, and what was refused by a channel and is not yet taken by it."""
        notices: dict[str, Notice] = {}
        failed: dict[tuple[str, str], bool] = {}
        for event in self.file.read():
            if event["event"] == "notice":
                notices[event["key"]] = Notice(
                    event["key"], NoticeKind(event["kind"]), event["title"], tuple(event["lines"]),
                    tuple(event["orders"]),
                )  # fmt: skip
            else:
                failed[event["key"], event["channel"]] = bool(event["problem"])
        named = {channel.name: channel for channel in self.channels}
        again = [
            (notices[key], named[channel])
            for (key, channel), problem in failed.items()
            if problem and channel in named
        ]
        return set(notices), again

    def _send(self, wanted: Sequence[tuple[Notice, Channel]], at: datetime) -> list[Delivery]:
        done = []
        for notice, channel in wanted:
            try:
                _SENDERS[channel.kind](channel, notice, at)
                problem = ""
            except (OSError, smtplib.SMTPException, httpx2.HTTPError, NoticeError) as error:
                problem = f"{type(error).__name__}: {error}"[:300]
            done.append(Delivery(notice.key, notice.title, channel.name, problem))
            self.file.append(
                [{"event": "delivery", "key": notice.key, "channel": channel.name, "problem": problem,
                  "at": at.isoformat()}]
            )  # fmt: skip
        return done


def payload_of(channel: ChannelKind, notice: Notice, at: datetime) -> dict[str, Any]:
    """What is posted: to a webhook every part by name, to Slack and Teams as their incoming webhooks take it."""
    if channel is ChannelKind.SLACK:
        text = "\n".join(notice.text().splitlines()[2:]).strip()
        return {
            "text": notice.title,
            "blocks": [
                {"type": "header", "text": {"type": "plain_text", "text": notice.title[:150]}},
                {"type": "section", "text": {"type": "mrkdwn", "text": _slack(text)[:2900]}},
            ],
        }
    if channel is ChannelKind.TEAMS:
        body = [
            {"type": "TextBlock", "text": notice.title, "weight": "Bolder", "size": "Medium", "wrap": True}
        ]
        body += [
            {"type": "TextBlock", "text": line, "wrap": True}
            for line in notice.text().splitlines()[2:]
            if line
        ]
        card = {
            "type": "AdaptiveCard",
            "$schema": "http://adaptivecards.io/schemas/adaptive-card.json",
            "version": "1.4",
            "body": body,
        }
        return {
            "type": "message",
            "attachments": [{"contentType": "application/vnd.microsoft.card.adaptive", "content": card}],
        }
    return {**_plain(notice), "at": at.isoformat()}


def _slack(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _plain(notice: Notice) -> dict[str, Any]:
    return {**asdict(notice), "lines": list(notice.lines), "orders": list(notice.orders)}


def _post(channel: Channel, notice: Notice, at: datetime) -> None:
    answer = httpx2.post(channel.url, json=payload_of(channel.kind, notice, at), timeout=_SECONDS)
    if not answer.is_success:
        raise NoticeError(f"{channel.name} answered {answer.status_code}")


def _mail(channel: Channel, notice: Notice, at: datetime) -> None:
    message = EmailMessage()
    message["From"], message["To"] = channel.sender, ", ".join(channel.to)
    message["Subject"] = f"Licet: {notice.title}"
    message["Date"], message["Message-ID"] = format_datetime(at), make_msgid("licet", domain="licet.invalid")
    message.set_content(notice.text())
    with smtplib.SMTP(channel.host, channel.port, timeout=_SECONDS) as server:
        if channel.starttls:
            server.starttls(context=ssl.create_default_context())
        if channel.user:
            server.login(channel.user, os.environ.get(channel.password_env, ""))
        server.send_message(message)


_SENDERS: Mapping[ChannelKind, Callable[[Channel, Notice, datetime], None]] = {
    ChannelKind.EMAIL: _mail,
    ChannelKind.WEBHOOK: _post,
    ChannelKind.SLACK: _post,
    ChannelKind.TEAMS: _post,
}


def load_channels(home: Path) -> list[Channel]:
    """The channels of ``notices.toml``; none without such a file. Raises NoticeError with all that is wrong."""
    path = home / NOTICES_FILE
    try:
        data = tomllib.loads(path.read_text("utf-8"))
    except FileNotFoundError:
        return []
    except (ValueError, RecursionError) as error:  # TOMLDecodeError is one
        raise NoticeError(f"{path}: not TOML: {error}") from error
    problems: list[str] = []
    channels = [
        channel for name, table in data.items() if (channel := _channel(name, table, problems)) is not None
    ]
    if problems:
        raise NoticeError(f"{path}: {'; '.join(problems)}")
    return channels


_TYPES: Mapping[str, type[Any]] = {
    "kind": str, "url": str, "to": list, "sender": str, "host": str, "port": int, "starttls": bool, "user": str,
    "password_env": str, "kinds": list, "organization": str,
}  # fmt: skip


def _channel(name: str, table: Any, problems: list[str]) -> Channel | None:
    if not isinstance(table, Mapping):
        problems.append(f'{name}: must be a table such as [{name}] with kind = "email"')
        return None
    before = len(problems)
    for key, value in table.items():
        wanted = _TYPES.get(key)
        if wanted is None:
            problems.append(f"{name}.{key}: unknown key; accepted: {', '.join(_TYPES)}")
        elif not isinstance(value, wanted) or (
            wanted is list and not all(isinstance(item, str) for item in value)
        ):
            problems.append(
                f"{name}.{key}: {value!r} is not {'a list of texts' if wanted is list else wanted.__name__}"
            )
    if table.get("kind") not in set(ChannelKind):
        problems.append(f"{name}.kind: {table.get('kind')!r}; accepted: {', '.join(ChannelKind)}")
    if len(problems) > before:
        return None
    kind = ChannelKind(str(table["kind"]))
    problems.extend(_lacking(name, kind, table))
    lists = {key: tuple(table[key]) for key in ("to", "kinds") if key in table}
    return Channel(name, **{**table, **lists, "kind": kind})


def _lacking(name: str, kind: ChannelKind, table: Mapping[str, Any]) -> Iterable[str]:
    if kind is ChannelKind.EMAIL:
        if not table.get("to") or not all(_ADDRESS.fullmatch(item) for item in table["to"]):
            yield f'{name}.to: a list of addresses such as ["you@example.com"] is needed'
        if not _ADDRESS.fullmatch(table.get("sender", "")):
            yield f'{name}.sender: an address such as "licet@example.com" is needed'
    elif not str(table.get("url", "")).startswith(("https://", "http://127.0.0.1", "http://localhost")):
        yield f"{name}.url: an https address is needed (http on this machine alone)"
    for item in table.get("kinds", ()):
        if item not in set(NoticeKind):
            yield f"{name}.kinds: {item!r}; accepted: {', '.join(NoticeKind)}"
