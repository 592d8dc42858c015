"""Review tasks: one for each document of the Federal Register, until its text was taken up or a person closed it.

What a document amends is read from its words (part, section, ECCN, list). One that touches nothing known, and one
that could not be read, are tasks too: a person says that nothing is to be done. Tasks are of the whole installation
and stand on the log, as reviews of the law do.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Any

import polars as pl

from licet.errors import LicetError
from licet.events.event import INSTALLATION, Event
from licet.events.kinds import Kind
from licet.lawtexts.text import LawText
from licet.presentation.words import day_words
from licet.scenarios.feed import FeedEvent, UnreadDocument
from licet.scenarios.watch import LineFacts, parties_named
from licet.services.customers import customer_master
from licet.services.installation_log import operator_act, record_for_installation
from licet.storage.server import rows_of

__all__ = [
    "ReviewTask",
    "ReviewTaskError",
    "TaskKind",
    "close_task",
    "close_with_texts",
    "customers_named",
    "open_tasks",
    "review_tasks",
]

_EVENTS = (
    "SELECT kind, subject, payload, at FROM event "
    "WHERE stream = 'law' AND kind IN ('law.task_opened', 'law.task_closed') ORDER BY seq"
)
_EAR = 15


class ReviewTaskError(LicetError, ValueError):
    """A task that cannot be closed; the text says why."""


class TaskKind(StrEnum):
    """Why a document is to be reviewed."""

    AMENDS = "amends"
    """It touches law that is known here."""
    PROPOSED = "proposed"
    """It proposes or asks for comments."""
    UNCLEAR = "unclear"
    """Its words touch nothing that is known here: a person says whether it concerns you."""
    UNREAD = "unread"
    """It could not be read."""


@dataclass(frozen=True, slots=True)
class ReviewTask:
    """A document to be reviewed. ``key``: its number; ``data``: what was read of it; ``opened_at``: an instant."""

    key: str
    kind: TaskKind
    data: Mapping[str, Any]
    opened_at: str

    def document(self) -> dict[str, Any]:
        """The task in plain JSON types."""
        return {"document_number": self.key, **self.data, "opened_at": self.opened_at}

    @property
    def title(self) -> str:
        return str(self.data.get("title") or self.data.get("problem") or self.key)

    @property
    def sections(self) -> frozenset[str]:
        return frozenset(self.data.get("sections", ()))

    @property
    def first_day(self) -> date | None:
        """The day from which its text can be expected in the Code."""
        text = self.data.get("effective") or self.data.get("published")
        return None if text is None else date.fromisoformat(text)


def review_tasks(home: Path) -> tuple[ReviewTask, ...]:
    """The tasks that are open, in the order in which they were opened."""
    found: dict[str, ReviewTask] = {}
    for kind, key, payload, at in rows_of(home, _EVENTS):
        data: Mapping[str, Any] = json.loads(payload) if isinstance(payload, str) else payload
        if kind == Kind.REVIEW_TASK_OPENED:
            found[key] = ReviewTask(key, TaskKind(data["why"]), data, str(at))
        else:
            found.pop(key, None)
    return tuple(found.values())


def open_tasks(
    home: Path, events: Iterable[FeedEvent], unread: Iterable[UnreadDocument] = (), *, who: str | None = None
) -> int:
    """Open a task for each document that never had one. Gives how many were opened."""
    known = {key for _, key, _, _ in rows_of(home, _EVENTS)}
    fresh: dict[str, dict[str, Any]] = {event.number: _read(event) for event in events}
    fresh |= {item.key: {"why": TaskKind.UNREAD.value, "problem": item.problem} for item in unread}
    act = operator_act("", who)
    made = [
        Event.of(act, Kind.REVIEW_TASK_OPENED, key, INSTALLATION, **data)
        for key, data in fresh.items()
        if key not in known
    ]
    record_for_installation(home, made)
    return len(made)


def _read(event: FeedEvent) -> dict[str, Any]:
    touches = {
        name: sorted(getattr(event, name))
        for name in ("parts", "sections", "eccns", "lists", "groups", "countries", "about", "perhaps_about")
    }
    amends = event.sections or event.eccns or event.lists or event.groups
    kind = TaskKind.PROPOSED if event.proposal else TaskKind.AMENDS if amends else TaskKind.UNCLEAR
    days = {name: getattr(event, name) for name in ("published", "effective", "until", "comments_by")}
    return {
        "why": kind.value,
        "title": event.title[:300],
        "citation": event.citation,
        "url": event.url,
        **{name: None if day is None else day.isoformat() for name, day in days.items()},
        **touches,
    }


def close_task(home: Path, key: str, *, reason: str, who: str | None = None) -> None:
    """Close a task: a person has read the document and did what was to be done. Raises ReviewTaskError."""
    if not reason.strip():
        raise ReviewTaskError("say what was done: a reason is needed")
    if key not in {task.key for task in review_tasks(home)}:
        raise ReviewTaskError(f"{key} is no open task (licet law tasks)")
    record_for_installation(
        home, [Event.of(operator_act(reason, who), Kind.REVIEW_TASK_CLOSED, key, INSTALLATION)]
    )


def close_with_texts(home: Path, texts: Sequence[LawText], *, who: str | None = None) -> tuple[str, ...]:
    """Close the tasks whose text has arrived, and give their keys.

    That is so where every section that a task names stands in a text of a day on which the document was in effect; a
    task that names parts alone needs a section of each.
    """
    done = [
        (task, day)
        for task in review_tasks(home)
        if task.kind is TaskKind.AMENDS and (day := _arrived(task, texts)) is not None
    ]
    record_for_installation(
        home,
        [
            Event.of(
                operator_act(f"The text of {day_words(day)} arrived.", who),
                Kind.REVIEW_TASK_CLOSED,
                task.key,
                INSTALLATION,
            )
            for task, day in done
        ],
    )
    return tuple(task.key for task, _ in done)


def _arrived(task: ReviewTask, texts: Sequence[LawText]) -> date | None:
    """The day of the texts that hold what a task names; None where they lack something of it."""
    first = task.first_day
    new = [
        text
        for text in texts
        if text.title == _EAR and text.as_of is not None and first is not None and text.as_of >= first
    ]
    numbers = {number.partition(" ")[0] for text in new for number in text.by_number}
    numbers |= {number.partition(".")[0] for number in numbers}
    if not task.sections or not task.sections <= numbers:
        return None
    return max((text.as_of for text in new if text.as_of is not None), default=None)


def customers_named(
    home: Path, organization: str | None, events: Iterable[FeedEvent]
) -> dict[str, tuple[str, ...]]:
    """By number of a document, the customers of an organization whom its words name, each with their own number."""
    customers = list(customer_master(home, organization).customers.values())
    parties = pl.DataFrame(
        {"row": list(range(len(customers))), "name": [customer.name for customer in customers]},
        schema={"row": pl.Int64, "name": pl.String},
    )
    known = LineFacts(pl.DataFrame(), parties).rows_by_words
    found = {}
    for event in events if known else ():
        rows = sorted({row for rows in parties_named(event, known).values() for row in rows})
        if rows:
            found[event.number] = tuple(f"{customers[row].ident} {customers[row].name}" for row in rows)
    return found
