"""Matters: the dated history of a listed party and of the law around it, events that are not law included."""

from __future__ import annotations

import tomllib
from datetime import date
from functools import cache

from licet.rules.citation import Citation
from licet.rules.history import HistoryEvent
from licet.rules.law_files import LawFile

__all__ = ["matter"]


_FILES = {"huawei": "huawei_timeline.toml"}


@cache
def matter(name: str) -> tuple[HistoryEvent, ...] | None:
    """The events of a matter in order of their day; None where no such matter is kept."""
    file = _FILES.get(name.strip().lower())
    if file is None:
        return None
    data = tomllib.loads((LawFile("licet.regimes.us_ear") / "tables" / file).read_text("utf-8"))
    return tuple(_event(item) for item in data["event"])


def _event(item: dict[str, object]) -> HistoryEvent:
    cite = item.get("cite")
    return HistoryEvent(
        on=_day(item["on"]),
        published_on=_day(item["published_on"]) if "published_on" in item else None,
        effective_from=_day(item["effective_from"]) if "effective_from" in item else None,
        effective_to=_day(item["effective_to"]) if "effective_to" in item else None,
        kind=str(item["kind"]),
        status=str(item["status"]),
        grade=str(item["grade"]),
        cite=None if cite is None else Citation.parse(str(cite)),
        text=str(item["text"]),
        source=str(item["source"]),
    )


def _day(value: object) -> date:
    assert isinstance(value, date)
    return value
