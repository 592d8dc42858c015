"""What is searched for a name: the adopted lists, and the entries that ship; and the answer as a document."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

from licet.engine.view import entry_state
from licet.facts.listing import ListCode, ListEntry
from licet.facts.lists import ListsUsed
from licet.facts.transaction import Party, Role
from licet.rulebook.us.ear.entries import huawei_entries, huawei_lists_used
from licet.screening.build import index_folder
from licet.screening.catalog import STANDS, Catalog, names_of
from licet.screening.decided import Decisions
from licet.screening.engine import MATCH, REVIEW, Hit, ScreeningIndex
from licet.screening.evidence import evidence
from licet.screening.finder import open_index
from licet.screening.forms import comparable
from licet.screening.legible import legible
from licet.screening.reasons import country_remark, in_words
from licet.screening.told import told
from licet.store.kept import kept_dispositions
from licet.store.state import ListState, open_state

__all__ = ["Asked", "Found", "Searcher", "bulk_lists", "caveats", "screening_document", "used_document"]


@dataclass(frozen=True, slots=True)
class Found:
    """An entry that a name may denote, and by which of its names."""

    entry: ListEntry
    hit: Hit
    matched: str


def caveats(lists: Sequence[ListsUsed]) -> list[str]:
    """What the user must know of what was searched."""
    if len(lists) == 1:
        return [f"No list has been adopted: only {lists[0].name} were searched ({lists[0].entries} entries)."]
    adopted = lists[0]
    missing = [] if adopted.whole else ["The adopted lists are not the whole Consolidated Screening List."]
    return [*missing, f"Oldest data of the adopted lists: {adopted.data_date}."]


class Searcher:
    """Everything there is to search, opened once: the adopted lists as of a day, and the shipped entries.

    ``compiled``: for a process that searches often.
    """

    def __init__(self, home: Path, known_as_of: date | None = None, *, compiled: bool = False) -> None:
        self._home = home
        self._shipped = huawei_entries()
        text, weak, self._owner = zip(*names_of(self._shipped), strict=True)
        self._text = text
        self._small = _opened(ScreeningIndex.small(text, self._owner, weak), compiled=compiled)
        self._same = {_identity(entry): entry for entry in self._shipped}
        self._state = open_state(home, known_as_of)
        self.lists: tuple[ListsUsed, ...] = (huawei_lists_used(),)
        if self._state is not None:
            self._index = _opened(open_index(self._state, home), compiled=compiled)
            self._entry = lru_cache(maxsize=4096)(self._state.entry)
            self.lists = (_used(self._state), *self.lists)

    def search(self, name: str, country: str | None, most: int) -> list[Found]:
        """Hold one name against everything; best first, candidates that are clearly not it included."""
        hits = self._small.search(name, country, lambda number: self._shipped[number].countries, most)
        ours = [Found(self._shipped[hit.entry], hit, self._text[hit.name]) for hit in hits]
        if self._state is None:
            return ours
        found = self._adopted(self._state, name, country, most)
        seen = {one.entry.entry_id for one in found}
        found += [one for one in ours if one.entry.entry_id not in seen]
        found.sort(key=lambda one: one.hit.rank[:2])
        return found[:most]

    def decided(self, asked: Asked) -> Party:
        """The party asked about, with the kept decisions about its hits."""
        who = Party(
            Role.OTHER, asked.name, asked.country, asked.address, ident=asked.party, date_of_birth=asked.born,
            identifiers=asked.identifiers,
        )  # fmt: skip
        return replace(who, dispositions=Decisions(kept_dispositions(self._home)).on(who, asked.known_as_of))

    def _adopted(self, state: ListState, name: str, country: str | None, most: int) -> list[Found]:
        hits = self._index.search(name, country, lambda number: self._entry(number).countries, most)
        texts = state.names().text
        entries = [self._entry(hit.entry) for hit in hits]
        return [
            Found(self._same.get(_identity(entry), entry), hit, texts[hit.name])
            for hit, entry in zip(hits, entries, strict=True)
        ]


def _opened(index: ScreeningIndex, *, compiled: bool) -> ScreeningIndex:
    return index.compiled() if compiled else index


@dataclass(frozen=True, slots=True)
class Asked:
    """A name, and on which day and on what had been published by which day it is asked about.

    ``address``, ``born``, ``identifiers``: what else is known of it. ``party``: one's own number of it.
    """

    name: str
    country: str | None
    as_of: date
    known_as_of: date | None = None
    limit: int = 10
    address: str | None = None
    party: str | None = None
    born: date | None = None
    identifiers: tuple[str, ...] = ()


def screening_document(asked: Asked, searcher: Searcher) -> dict[str, Any]:
    """The whole answer; what is clearly not the party is told as ``nearest`` where nothing else is found.

    Hits that a person cleared are shown with the decision, and do not count for the verdict.
    """
    who = searcher.decided(asked)
    found = searcher.search(asked.name, asked.country, asked.limit)
    every = sorted(((_hit(one, asked, who), one) for one in found), key=lambda pair: -float(pair[0]["score"]))
    strong = [hit for hit, _ in every if hit["verdict"] != "clear"]
    for hit, one in every if strong else every[:1]:
        if hit["verdict"] != "clear" or not strong:
            hit["reasons"] = _reasons(one, who)
    counting = [hit["verdict"] for hit in strong if hit["verdict"] != "cleared"]
    unread = [] if legible(asked.name) else [_UNREAD]
    return {
        "name": asked.name,
        "compared_as": comparable(asked.name),
        "country": asked.country,
        "as_of": asked.as_of.isoformat(),
        "known_as_of": None if asked.known_as_of is None else asked.known_as_of.isoformat(),
        "thresholds": {"match": MATCH, "review": REVIEW},
        "lists": [used_document(one) for one in searcher.lists],
        "caveats": [*caveats(searcher.lists), *unread],
        "verdict": "match" if "match" in counting else counting[0] if counting else "clear",
        "hits": strong,
        "nearest": None if strong or not every else every[0][0],
    }


def _reasons(found: Found, who: Party) -> list[dict[str, Any]]:
    """Why the score is what it is; dear to work out, and so done for what is shown alone."""
    return [
        {
            "part": one.part,
            "words": in_words(one),
            "value": round(one.value, 4),
            "moved": round(one.moved, 4),
        }
        for one in (*evidence(who, found.entry), *found.hit.reasons)
    ]


_UNREAD = (
    "Not all of this name could be read: what was left out was not compared. Ask again in Latin letters."
)


def used_document(used: ListsUsed) -> dict[str, Any]:
    """Lists that were consulted, in plain JSON types."""
    return {
        "name": used.name,
        "data_date": used.data_date.isoformat(),
        "whole": used.whole,
        "entries": used.entries,
        "fingerprint": used.fingerprint,
    }


def _hit(found: Found, asked: Asked, who: Party) -> dict[str, Any]:
    entry, hit = found.entry, found.hit
    said = told(who, hit, entry, asked.as_of, asked.known_as_of)
    listed, row = entry_state(entry, asked.as_of, asked.known_as_of)
    cites = [row.cite] if row is not None else list(entry.cites)
    return {
        "verdict": said.verdict,
        "score": round(said.score, 4),
        "decision": said.decision or None,
        "listed_name": entry.name,
        "matched_name": found.matched,
        "weak_alias": hit.weak,
        "list": entry.list_code.value,
        "entry_id": entry.entry_id,
        "countries": list(entry.countries),
        "stands": STANDS[listed],
        "cites": [{"text": cite.text, "url": cite.url} for cite in cites],
        "remark": country_remark(hit, asked.country, entry.countries),
    }


def bulk_lists(
    home: Path, as_of: date, known_as_of: date | None
) -> tuple[Catalog, Path, tuple[ListsUsed, ...]]:
    """The catalog of all entries, the folder of their index (made where it is missing), and their lists.

    The adopted entries come first, under the names of their list; where one of them ships with Licet too, the
    shipped one speaks for it, whose dates are finer. Shipped ones that were not adopted come after them.
    """
    shipped, used = huawei_entries(), huawei_lists_used()
    state = open_state(home, known_as_of)
    if state is None:
        catalog = Catalog.of(shipped, used.fingerprint, as_of, known_as_of)
        return catalog, _index_folder(home, used.fingerprint, catalog, ScreeningIndex.small), (used,)
    same = {_identity(entry): entry for entry in shipped}
    named = [state.entry(number) for number in range(len(state))]
    adopted = [same.pop(_identity(entry), entry) for entry in named]
    fingerprint = f"{state.fingerprint}-{used.fingerprint[:16]}"
    catalog = Catalog.of(
        [*adopted, *same.values()], fingerprint, as_of, known_as_of, [*named, *same.values()]
    )
    return catalog, _index_folder(home, fingerprint, catalog, ScreeningIndex.build), (_used(state), used)


def _index_folder(
    home: Path,
    fingerprint: str,
    catalog: Catalog,
    build: Callable[[Sequence[str], Sequence[int], Sequence[bool]], ScreeningIndex],
) -> Path:
    folder = index_folder(home, fingerprint)
    try:
        ScreeningIndex.open(folder)
    except (OSError, ValueError):
        build(catalog.names, catalog.owner, catalog.weak).save(folder)
    return folder


def _identity(entry: ListEntry) -> tuple[ListCode, str, tuple[str, ...]]:
    """By what an adopted entry is known to be one of the shipped ones."""
    return entry.list_code, comparable(entry.name), entry.countries


def _used(state: ListState) -> ListsUsed:
    return ListsUsed("the adopted lists", state.oldest_date, state.whole, len(state), state.fingerprint)
