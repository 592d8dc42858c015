"""A :class:`~licet.model.listing.ListEntry` as one line of JSON and back.

Long texts that many entries share (requirements, policies, snapshot labels) stand once in a pool; the line
holds their numbers.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date
from typing import Any

from licet.model.listing import Alias, EntryTerms, ListCode, ListEntry
from licet.rules.citation import Citation
from licet.rules.dated import Row, Timeline
from licet.rules.interval import Interval

__all__ = ["StringPool", "decode_entry", "encode_entry"]


class StringPool:
    """Texts, each once, by number."""

    def __init__(self) -> None:
        self.texts: list[str] = []
        self._numbers: dict[str, int] = {}

    def number(self, text: str | None) -> int | None:
        if text is None:
            return None
        if text not in self._numbers:
            self._numbers[text] = len(self.texts)
            self.texts.append(text)
        return self._numbers[text]


def encode_entry(entry: ListEntry, pool: StringPool) -> str:
    """One line of JSON."""
    record = [
        entry.entry_id,
        entry.list_code.value,
        entry.name,
        [[alias.name, 1] if alias.weak else alias.name for alias in entry.aliases],
        entry.countries,
        entry.addresses,
        entry.kind,
        [_row(row, pool) for row in entry.terms.rows],
        [cite.text for cite in entry.cites],
        pool.number(entry.source),
        int(entry.listed_since_known),
        _iso(entry.not_before),
    ]
    if entry.births or entry.identifiers:  # most entries have neither
        record += [entry.births, entry.identifiers]
    return json.dumps(record, ensure_ascii=False, separators=(",", ":"))


def decode_entry(line: str | bytes, texts: Sequence[str]) -> ListEntry:
    """The entry of one line; ``texts`` is the pool with which it was written."""
    (
        entry_id,
        code,
        name,
        aliases,
        countries,
        addresses,
        kind,
        rows,
        cites,
        source,
        known,
        not_before,
        *more,
    ) = json.loads(line)
    births, identifiers = more or ((), ())
    return ListEntry(
        entry_id=entry_id,
        list_code=ListCode(code),
        name=name,
        aliases=tuple(
            Alias(item) if isinstance(item, str) else Alias(item[0], weak=True) for item in aliases
        ),
        countries=tuple(countries),
        addresses=tuple(addresses),
        kind=kind,
        terms=Timeline(entry_id, [_to_row(row, texts) for row in rows]),
        cites=tuple(map(Citation.parse, cites)),
        source=texts[source],
        listed_since_known=bool(known),
        not_before=_day(not_before),
        births=tuple(births),
        identifiers=tuple(identifiers),
    )


def _row(row: Row[EntryTerms], pool: StringPool) -> list[Any]:
    terms = row.value
    listed = [
        pool.number(terms.requirement), pool.number(terms.policy), terms.footnotes, terms.programs,
        terms.standard_order,
    ] if terms.listed else []  # fmt: skip
    return [
        row.in_force.start.isoformat(), _iso(row.in_force.end), row.published_on.isoformat(), row.cite.text,
        pool.number(row.source), *listed,
    ]  # fmt: skip


def _to_row(record: list[Any], texts: Sequence[str]) -> Row[EntryTerms]:
    start, end, published, cite, source, *listed = record
    if listed:
        requirement, policy, footnotes, programs, standard_order = listed
        terms = EntryTerms(
            requirement=None if requirement is None else texts[requirement],
            policy=None if policy is None else texts[policy],
            footnotes=tuple(footnotes),
            programs=tuple(programs),
            standard_order=standard_order,
        )
    else:
        terms = EntryTerms(listed=False)
    held = Interval(date.fromisoformat(start), _day(end))
    return Row(held, date.fromisoformat(published), terms, Citation.parse(cite), texts[source])


def _iso(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def _day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)
