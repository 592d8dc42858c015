"""Documents of the Federal Register as dated events: what was published, how far it has come, what it touches.

Read is the JSON of the Register's API (``results`` of ``/api/v1/documents``), or a list of such documents. What a
document touches is found in its words: ECCNs, sections, countries, Country Groups, lists, named matters. It is
a finding aid and never law: no answer changes by it. Nothing is lost: a document that cannot be read is named, and
one that touches nothing known is an event all the same.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import pycountry
from rapidfuzz import fuzz

from licet.errors import LicetError
from licet.model.listing import ListCode
from licet.regimes.shipped_entries import huawei_entries
from licet.scenarios.scenario import ScenarioStatus

__all__ = ["DocumentFeed", "FeedError", "FeedEvent", "UnreadDocument", "read_feed"]


class FeedError(LicetError, ValueError):
    """A feed that cannot be read; the text names file and key."""


@dataclass(frozen=True, slots=True)
class FeedEvent:
    """One document. ``effective``: its first day, None where it is not told; ``until``: a last day it names.

    ``comments_by``: the last day for comments. ``eccns``, ``sections`` (``744.11``, or a part: ``744``),
    ``countries`` (ISO codes), ``groups`` (``D:5``), ``lists`` (``EL``) and ``matters``: what its words touch, and
    those of the documents of the same feed that it is about (``about``, by number: a delay, a correction).
    ``perhaps_about``: one whose title its own title repeats. ``citation``: ``89 FR 51644`` where told.
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
    perhaps_about: frozenset[str] = frozenset()
    lists: frozenset[str] = frozenset()
    comments_by: date | None = None

    @property
    def parts(self) -> frozenset[str]:
        """The parts of the EAR that it touches."""
        return frozenset(section.partition(".")[0] for section in self.sections)

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


@dataclass(frozen=True, slots=True)
class UnreadDocument:
    """A document that could not be read. ``key``: its number, or where it has none a hash of it."""

    key: str
    problem: str


_OLD = timedelta(days=60)
"""The Register prints something on export controls in any two months."""


@dataclass(frozen=True, slots=True)
class DocumentFeed:
    """The documents of a feed in the order of publication, and those that could not be read."""

    events: tuple[FeedEvent, ...]
    unread: tuple[UnreadDocument, ...] = ()

    @property
    def newest(self) -> date | None:
        """The day of the newest document."""
        return max((event.published for event in self.events), default=None)

    def by(self, as_of: date) -> tuple[FeedEvent, ...]:
        """What was published by a day."""
        return tuple(event for event in self.events if event.published <= as_of)

    def is_old(self, as_of: date) -> bool:
        """Whether the feed seems to have ended: it has nothing of the last two months."""
        return self.newest is None or as_of - self.newest > _OLD


_DOCUMENT = re.compile(r"(?<![\w-])(?:20[0-9]{2}-[0-9]{5}|E[0-9]-[0-9]{4,5})(?![\w-])")
_DAY = r"([A-Z][a-z]+ [0-9]{1,2}, [0-9]{4})"
_EFFECTIVE = re.compile(
    rf"\b(?:effective (?:on |as of |from |date (?:is |of )?)?|takes? effect (?:on )?|delayed (?:until|to) ){_DAY}",
    re.IGNORECASE,
)
_COMMENTS = re.compile(
    rf"\b(?:comments?|submissions?)\b[^.]{{0,120}}?\b(?:by|before|until|through|than) {_DAY}", re.IGNORECASE
)
_CHANGES = re.compile(r"\b(correct\w*|delay\w*|suspen\w+|stay\w*|exten\w+|postpon\w+)\b", re.IGNORECASE)
_LIKE = 90.0
"""Of 100: how alike the words of two titles are where one repeats the other."""
_TELLING_TITLE = 4
"""Words of a title that tells one document apart from others."""
_QUOTED = re.compile(r"[\"“]([^\"“”]{10,300})[\"”]")
_CITATION = re.compile(r"\b[0-9]{2,3} FR [0-9]{4,6}\b")
_ECCN = re.compile(r"\b[0-9][A-E][0-9]{3}\b")
_SECTION = re.compile(r"(?:§+\s*|\bsections?\s+|15 CFR\s+)(7[3-7][0-9]\.[0-9]+)")
_PART = re.compile(r"(?:\bparts?\s+|15 CFR\s+(?:part\s+)?)(7[3-7][0-9])\b(?!\.)", re.IGNORECASE)
_GROUP = re.compile(r"\b([ABDE]:[0-9])\b")
_PROPOSED = re.compile(
    r"\b(propos\w+|request for (?:public )?comments?|advance notice|inquiry)\b", re.IGNORECASE
)
_THROUGH = re.compile(rf"\b(?:through|until|to end|ends?(?: on)?|expires?(?: on)?) {_DAY}")
_LASTS = re.compile(r"exten|suspen|\bstay", re.IGNORECASE)
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
    "end-user controls": ("744",),
    "end-use": ("744",),
    "validated end-user": ("748",),
    "russian industry": ("746",),
    "against russia": ("746",),
    "russia and belarus": ("746",),
    "luxury goods": ("746",),
    "excluded from certain license requirements": ("746",),
    "nuclear nonproliferation": ("742",),
    "chemical weapons convention": ("742",),
    "australia group": ("774",),
    "semiconductor manufacturing": ("742", "744"),
    "advanced computing": ("742", "744"),
}
"""Words of titles and abstracts, and the sections that they stand for."""


_LISTS: Mapping[str, ListCode] = {
    "entity list": ListCode.EL,
    "unverified list": ListCode.UVL,
    "military end user": ListCode.MEU,
    "military end-user": ListCode.MEU,
    "denied person": ListCode.DPL,
    "denying export privileges": ListCode.DPL,
    "temporary denial order": ListCode.DPL,
    "specially designated national": ListCode.SDN,
    "uflpa": ListCode.UFLPA,
    "withhold release": ListCode.WRO,
    "nonproliferation sanctions": ListCode.ISN,
    "statutorily debarred": ListCode.DTC,
}
"""Words of titles and abstracts, and the lists that they speak of."""


def read_feed(path: Path) -> DocumentFeed:
    """The documents of a feed. Raises FeedError where the file is none, or OSError."""
    try:
        data = json.loads(path.read_bytes())
    except (UnicodeDecodeError, json.JSONDecodeError) as error:
        raise FeedError(f"{path}: not JSON: {error}") from error
    documents = data
    if isinstance(data, dict):
        documents = next((data[key] for key in ("results", "documents") if key in data), None)
    if not isinstance(documents, list):
        raise FeedError(f"{path}: key results: a list of documents is needed")
    events, unread = list[FeedEvent](), list[UnreadDocument]()
    for place, item in enumerate(documents):
        try:
            events.append(_event(item, f"results[{place}]"))
        except FeedError as error:
            unread.append(UnreadDocument(_key_of(item), str(error)))
    events.sort(key=lambda event: (event.published, event.number))
    by_number = {event.number: event for event in events}
    by_citation = {event.citation: event.number for event in events if event.citation is not None}
    tied = (_tied(event, events, by_citation) for event in events)
    return DocumentFeed(tuple(_with_what_it_is_about(event, by_number) for event in tied), tuple(unread))


def _key_of(document: Any) -> str:
    """The number of a document that cannot be read, or a hash of it."""
    number = document.get("document_number") if isinstance(document, dict) else None
    if isinstance(number, str) and number.strip():
        return number.strip()[:60]
    return f"unread-{hashlib.sha256(json.dumps(document, sort_keys=True).encode()).hexdigest()[:16]}"


def _tied(event: FeedEvent, events: Sequence[FeedEvent], by_citation: Mapping[str, str]) -> FeedEvent:
    """An event with the documents that it cites or quotes, and the newest earlier one whose title its own repeats."""
    words = f"{event.title}. {event.abstract}"
    cited = {by_citation[cite] for cite in _CITATION.findall(words) if cite in by_citation}
    about = (event.about | cited | set(_quoted(words, event, events))) - {event.number}
    return replace(event, about=about, perhaps_about=frozenset(_repeated(event, events)) - about)


def _quoted(words: str, event: FeedEvent, events: Sequence[FeedEvent]) -> Iterator[str]:
    """The earlier documents whose title a document that changes something has between quotation marks."""
    if _CHANGES.search(words) is None:
        return
    titles = {" ".join(title.lower().split()).rstrip(".,;") for title in _QUOTED.findall(words)}
    for other in events:
        if other.published <= event.published and other.title.lower().rstrip(".,;") in titles:
            yield other.number


def _repeated(event: FeedEvent, events: Sequence[FeedEvent]) -> Iterator[str]:
    if _CHANGES.search(event.title) is None:
        return
    own = _CHANGES.sub(" ", event.title).lower()
    earlier = [other for other in events if (other.published, other.number) < (event.published, event.number)]
    alike = [
        other
        for other in earlier
        if len(other.title.split()) >= _TELLING_TITLE
        and fuzz.token_set_ratio(own, _CHANGES.sub(" ", other.title).lower()) >= _LIKE
    ]
    if alike:
        yield alike[-1].number


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
    words, dates = f"{title}. {abstract}", _text(document, "dates", where) or ""
    return FeedEvent(
        number=number,
        title=" ".join(title.split()),
        abstract=" ".join(abstract.split()),
        published=published,
        effective=_day(document, "effective_on", where)
        or _first_day(_EFFECTIVE, dates)
        or _first_day(_EFFECTIVE, words),
        until=_until(f"{abstract} {dates}"),
        proposal=document.get("type") == "Proposed Rule" or _PROPOSED.search(title) is not None,
        citation=_text(document, "citation", where),
        url=_address(_text(document, "html_url", where) or _text(document, "url", where)),
        eccns=frozenset(_ECCN.findall(words)),
        sections=frozenset(_sections(document, words)),
        countries=frozenset(_countries(words)),
        groups=frozenset(_GROUP.findall(words)),
        matters=frozenset(
            matter for matter in _matters() if re.search(rf"\b{matter}\b", words, re.IGNORECASE)
        ),
        lists=frozenset(code.value for text, code in _LISTS.items() if text in words.lower()),
        comments_by=_day(document, "comments_close_on", where) or _first_day(_COMMENTS, f"{dates} {words}"),
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
        lists=event.lists.union(*(other.lists for other in others)),
    )


def _text(document: Mapping[str, Any], key: str, where: str) -> str | None:
    value = document.get(key)
    if value is not None and not isinstance(value, str):
        raise FeedError(f"{where}: key {key}: must be text")
    return value


def _address(text: str | None) -> str | None:
    """An address that a page may link to; None for any other text."""
    return text if text is not None and text.startswith("https://") else None


def _day(document: Mapping[str, Any], key: str, where: str) -> date | None:
    text = _text(document, key, where)
    try:
        return None if text is None else date.fromisoformat(text)
    except ValueError as error:
        raise FeedError(f"{where}: key {key}: must be a date (YYYY-MM-DD), not {text!r}") from error


def _first_day(pattern: re.Pattern[str], words: str) -> date | None:
    """The first day that words of a document name after others, where the Register gives none."""
    found = pattern.search(words)
    return None if found is None else _written_day(found[1])


def _until(words: str) -> date | None:
    """The last day of what a document says is extended, suspended or stayed, where it names one."""
    found = _THROUGH.search(words) if _LASTS.search(words) else None
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
