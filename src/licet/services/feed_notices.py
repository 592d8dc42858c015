"""The feed that the schedule watches: fetched, read, a review task opened for each document, and told once."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from licet.presentation.words import day_words
from licet.scenarios.feed import DocumentFeed, FeedError, read_feed
from licet.services.notices import Notice, NoticeKind
from licet.services.watch_tasks import ReviewTask, customers_named, open_tasks, review_tasks
from licet.watchlists.download import DownloadError, Patience, download

__all__ = ["WatchedFeed", "notices_of_feed", "watched_feed"]

_SHOWN = 20
_NAME = "schedule"
_PATIENCE = Patience(attempts=2, timeout=20.0)


@dataclass(frozen=True, slots=True)
class WatchedFeed:
    """What the schedule read on a day. ``feed``: None where it could not be read; ``problem`` says why."""

    address: str
    day: date
    feed: DocumentFeed | None
    problem: str = ""


def watched_feed(
    home: Path,
    day: date,
    environment: Mapping[str, str] = os.environ,
    patience: Patience = _PATIENCE,
) -> WatchedFeed | None:
    """Read the feed that ``LICET_WATCH_FEED`` names, a file or an address, and open its tasks; None: unset."""
    address = environment.get("LICET_WATCH_FEED")
    if not address:
        return None
    try:
        path = Path(address)
        if "://" in address:
            path = download(address, home / "downloads" / "watched-feed.json", None, patience).path
        feed = read_feed(path)
    except (DownloadError, FeedError, OSError) as error:
        return WatchedFeed(address, day, None, str(error))
    open_tasks(home, feed.by(day), feed.unread, who=_NAME)
    return WatchedFeed(address, day, feed)


def notices_of_feed(home: Path, organization: str, watched: WatchedFeed | None) -> Iterator[Notice]:
    """What is to be said of a watched feed: tasks that are open, customers that it names, and that it has ended."""
    if watched is None:
        return
    if watched.feed is None:
        yield Notice(
            f"feed/unread/{watched.day}",
            NoticeKind.LAW,
            "The feed of the Federal Register could not be read",
            (watched.problem,),
        )
        return
    by_instant: dict[str, list[ReviewTask]] = {}
    for task in review_tasks(home):
        by_instant.setdefault(task.opened_at, []).append(task)
    named = customers_named(home, organization, watched.feed.by(watched.day))
    for instant, tasks in by_instant.items():
        yield _of_tasks(instant, tasks, named)
    if watched.feed.is_old(watched.day):
        newest = watched.feed.newest
        when = "It is empty." if newest is None else f"Its newest document is of {day_words(newest)}."
        yield Notice(
            f"feed/old/{newest}",
            NoticeKind.LAW,
            "The feed of the Federal Register seems to have ended",
            (when, f"Look whether {watched.address} still is where documents are published."),
        )


def _of_tasks(instant: str, tasks: list[ReviewTask], named: Mapping[str, tuple[str, ...]]) -> Notice:
    """One notice of the tasks that were opened together; those that name customers come first."""
    tasks = sorted(tasks, key=lambda task: task.key not in named)
    lines = [
        f"{task.key} {task.title}"
        + "".join(f"; it names your customer {customer}" for customer in named.get(task.key, ()))
        for task in tasks[:_SHOWN]
    ]
    more = len(tasks) - _SHOWN
    words = "1 document waits" if len(tasks) == 1 else f"{len(tasks):,} documents wait"
    return Notice(
        f"feed/tasks/{instant}",
        NoticeKind.LAW,
        f"{words} for a review",
        (*lines, *((f"and {more:,} more (licet law tasks)",) if more > 0 else ())),
    )
