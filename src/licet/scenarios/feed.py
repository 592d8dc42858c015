"""Documents of the Federal Register as dated events: what was published, how far it has come, what it touches.

Read is the JSON of the Register's API (``results`` of ``/api/v1/documents``), or a list of such documents. What a
document touches is found in its words: ECCNs, sections, countries, Country Groups, lists, named matters. It is
a finding aid and never law: no answer changes by it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any

import pycountry

from licet.errors import LicetError
from licet.regimes.us_ear.entries import huawei_entries
from licet.scenarios.scenario import ScenarioStatus

__all__ = ["FeedError", "FeedEvent", "read_feed"]


class FeedError(LicetError, ValueError):
    """A feed that cannot be read; the text names file and key."""


@dataclass(frozen=True, slots=True)
class FeedEvent:
    """One document. ``effective``: its first day, None where it is not told; ``until``: a last day it names.

    ``eccns``, ``sections`` (``744.11``, or a part: ``744``), ``countries`` (ISO codes), ``groups`` (``D:5``) and
    ``matters``: what its words touch, and those of the documents of the same feed that it is about (``about``, by
    number: a delay, a correction). ``citation``: ``89 FR 51644`` where told.
    """

    number: str
    title: str
    abstract: str
    published: date
    effective: date | None
    until: date | None
    proposal: bool
    citation: str | None
    url: str | None
    eccns: frozenset[str]
    sections: frozenset[str]
    countries: frozenset[str]
    groups: frozenset[str]
    matters: frozenset[str]
    about: frozenset[str] = frozenset()

    def status(self, as_of: date) -> ScenarioStatus | None:
        """How far it has come on a day; None before it was published."""
        if as_of < self.published:
            return None
        if self.proposal:
            return ScenarioStatus.ANNOUNCED
        if self.until is not None and self.until < as_of:
            return ScenarioStatus.EXPIRED
        return (
            ScenarioStatus.EFFECTIVE
            if self.effective is not None and self.effective <= as_of
            else ScenarioStatus.PUBLISHED
        )


_DOCUMENT = re.compile(r"(?<![\w-])(?:20[0-9]{2}-[0-9]{5}|E[0-9]-[0-9]{4,5})(?![\w-])")
_EFFECTIVE = re.compile(
    r"\beffective (?:on |date (?:is |of )?)?([A-Z][a-z]+ [0-9]{1,2}, [0-9]{4})", re.IGNORECASE
)
_ECCN = re.compile(r"\b[0-9][A-E][0-9]{3}\b")
_SECTION = re.compile(r"(?:§+\s*|\bsections?\s+|15 CFR\s+)(7[3-7][0-9]\.[0-9]+)")
_PART = re.compile(r"(?:\bparts?\s+|15 CFR\s+(?:part\s+)?)(7[3-7][0-9])\b(?!\.)", re.IGNORECASE)
_GROUP = re.compile(r"\b([ABDE]:[0-9])\b")
_PROPOSED = re.compile(
    r"\b(propos\w+|request for (?:public )?comments?|advance notice|inquiry)\b", re.IGNORECASE
)
_THROUGH = re.compile(r"\b(?:through|until) ([A-Z][a-z]+ [0-9]{1,2}, [0-9]{4})")
_THEMES: Mapping[str, tuple[str, ...]] = {
    "entity list": ("744.11", "744.16"),
    "unverified list": ("744.15",),
    "military end": ("744.21",),
    "denied person": ("736.2", "764.3"),
    "temporary general license": ("744",),
    "affiliate": ("744.11",),
    "foreign direct product": ("734.9",),
    "foreign-produced direct product": ("734.9",),
    "de minimis": ("734.4",),
    "deemed export": ("734.13",),
    "license exception": ("740",),
    "country group": ("740",),
    "commerce control list": ("774",),
    "license review policy": ("742",),
    "crime control": ("742.7",),
    "electronic export information": ("758.1",),
    "standards": ("734.10",),
}
"""Words of titles and abstracts, and the sections that they stand for."""


def read_feed(path: Path) -> list[FeedEvent]:
    """The events of a feed in the order of publication. Raises FeedError, or OSError."""
    try:
        data = json.loads(path.read_bytes())
    except (UnicodeDecodeError, json.JSONDecodeError) as error:
        raise FeedError(f"{path}: not JSON: {error}") from error
    documents = data
    if isinstance(data, dict):
        documents = next((data[key] for key in ("results", "documents") if key in data), None)
    if not isinstance(documents, list):
        raise FeedError(f"{path}: key results: a list of documents is needed")
    events = [_event(item, f"{path}: results[{place}]") for place, item in enumerate(documents)]
    by_number = {event.number: event for event in events}
    events = [_with_what_it_is_about(event, by_number) for event in events]
    return sorted(events, key=lambda event: (event.published, event.number))


def _event(document: Any, where: str) -> FeedEvent:
    if not isinstance(document, dict):
        raise FeedError(f"{where}: must be a document: an object with keys")
    title = _text(document, "title", where) or ""
    abstract = _text(document, "abstract", where) or ""
    number = _text(document, "document_number", where)
    published = _day(document, "publication_date", where)
    if number is None or published is None:
        missing = "document_number" if number is None else "publication_date"
        raise FeedError(f"{where}: key {missing}: is needed")
    words = f"{title}. {abstract}"
    return FeedEvent(
        number=number,
        title=" ".join(title.split()),
        abstract=" ".join(abstract.split()),
        published=published,
        effective=_day(document, "effective_on", where) or _effective(_text(document, "dates", where)),
        until=_until(abstract),
        proposal=document.get("type") == "Proposed Rule" or _PROPOSED.search(title) is not None,
        citation=_text(document, "citation", where),
        url=_text(document, "html_url", where) or _text(document, "url", where),
        eccns=frozenset(_ECCN.findall(words)),
        sections=frozenset(_sections(document, words)),
        countries=frozenset(_countries(words)),
        groups=frozenset(_GROUP.findall(words)),
        matters=frozenset(
            matter for matter in _matters() if re.search(rf"\b{matter}\b", words, re.IGNORECASE)
        ),
        about=frozenset(_DOCUMENT.findall(f"{words} {_text(document, 'correction_of', where) or ''}"))
        - {number},
    )


def _with_what_it_is_about(event: FeedEvent, by_number: Mapping[str, FeedEvent]) -> FeedEvent:
    """An event with what the documents touch that it delays, corrects or otherwise names."""
    others = [by_number[number] for number in sorted(event.about) if number in by_number]
    if not others:
        return event
    return replace(
        event,
        eccns=event.eccns.union(*(other.eccns for other in others)),
        sections=event.sections.union(*(other.sections for other in others)),
        countries=event.countries.union(*(other.countries for other in others)),
        groups=event.groups.union(*(other.groups for other in others)),
        matters=event.matters.union(*(other.matters for other in others)),
    )


def _text(document: Mapping[str, Any], key: str, where: str) -> str | None:
    value = document.get(key)
    if value is not None and not isinstance(value, str):
        raise FeedError(f"{where}: key {key}: must be text")
    return value


def _day(document: Mapping[str, Any], key: str, where: str) -> date | None:
    text = _text(document, key, where)
    try:
        return None if text is None else date.fromisoformat(text)
    except ValueError as error:
        raise FeedError(f"{where}: key {key}: must be a date (YYYY-MM-DD), not {text!r}") from error


def _effective(dates: str | None) -> date | None:
    """The first day that the words of a document name, where the Register gives none."""
    found = _EFFECTIVE.search(dates or "")
    return None if found is None else _written_day(found[1])


def _until(abstract: str) -> date | None:
    """The last day of a validity that the abstract says is extended, where it names one."""
    found = _THROUGH.search(abstract) if "exten" in abstract else None
    return None if found is None else _written_day(found[1])


def _written_day(text: str) -> date | None:
    """A day written as in "November 18, 2026"; None where there is no such day."""
    try:
        return datetime.strptime(text, "%B %d, %Y").date()  # noqa: DTZ007
    except ValueError:
        return None


def _sections(document: Mapping[str, Any], words: str) -> Iterator[str]:
    yield from _SECTION.findall(words)
    yield from _PART.findall(words)
    low = words.lower()
    for theme, sections in _THEMES.items():
        if theme in low:
            yield from sections
    for item in document.get("cfr_references") or ():
        if isinstance(item, dict) and str(item.get("title")) == "15" and item.get("part"):
            yield str(item["part"])


@cache
def _matters() -> frozenset[str]:
    return frozenset(entry.matter for entry in huawei_entries() if entry.matter is not None)


@cache
def _names() -> dict[str, str]:
    found = {country.name: country.alpha_2 for country in pycountry.countries}
    found |= {
        country.common_name: country.alpha_2
        for country in pycountry.countries
        if hasattr(country, "common_name")
    }
    found |= {
        "Russia": "RU", "Iran": "IR", "Syria": "SY", "North Korea": "KP", "Burma": "MM", "Turkey": "TR",
        "Macau": "MO", "People's Republic of China": "CN", "PRC": "CN", "UAE": "AE",
    }  # fmt: skip
    return {name: code for name, code in found.items() if name not in {"United States", "Georgia", "Jersey"}}


def _countries(words: str) -> Iterator[str]:
    for name, code in _names().items():
        if name in words and re.search(rf"\b{re.escape(name)}\b", words):
            yield code
