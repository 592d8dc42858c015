"""What is searched for a name: the adopted lists, and the entries that ship; and the answer as a document."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from licet.engine.view import entry_state
from licet.model.births import BirthSpan
from licet.model.lists import ListsUsed
from licet.model.transaction import Party, Role
from licet.screening.assessment import NOT_COMPARED, STANDS, assessed
from licet.screening.decided import NONE_MADE, Decisions
from licet.screening.engine import MATCH, Hit, ScoreReason
from licet.screening.evidence import evidence
from licet.screening.finder import shipped_finder
from licet.screening.forms import comparable
from licet.screening.legible import cannot_compare
from licet.screening.party_kinds import PartyKind
from licet.screening.reasons import country_remark, in_words
from licet.screening.screener import ListScreener
from licet.storage.state import open_state

__all__ = [
    "ScreeningRequest",
    "caveats",
    "open_screener",
    "screener_of",
    "screening_document",
    "used_document",
]


def caveats(lists: Sequence[ListsUsed]) -> list[str]:
    """What the user must know of what was searched."""
    if not lists:
        return []  # names of the caller's own
    if len(lists) == 1:
        return [f"No list has been adopted: only {lists[0].name} were searched ({lists[0].entries} entries)."]
    adopted = lists[0]
    missing = [] if adopted.whole else ["The adopted lists are not the whole Consolidated Screening List."]
    if adopted.unread:
        missing.append(
            f"{adopted.unread} rows of the adopted lists could not be read: whom they name is unknown."
        )
    return [*missing, f"Oldest data of the adopted lists: {adopted.data_date}."]


def open_screener(
    home: Path, known_as_of: date | None = None, *, upto: int | None = None
) -> tuple[ListScreener, int]:
    """The screener of a home folder, and the number of the last adoption that went in (0: none did).

    ``known_as_of``, ``upto``: as published by a day, as adopted up to an adoption. Where no list was adopted so
    early, the entries that ship are searched.
    """
    state = None if upto == 0 else open_state(home, known_as_of, upto)
    if state is None:
        return shipped_finder(), 0
    return ListScreener.adopted(state, home), state.adoption


def screener_of(home: Path, known_as_of: date | None, adoption: int) -> ListScreener:
    """The very screener that :func:`open_screener` gave, whatever was adopted since; for other processes."""
    return open_screener(home, known_as_of, upto=adoption)[0]


@dataclass(frozen=True, slots=True)
class ScreeningRequest:
    """A name, and on which day and on what had been published by which day it is asked about.

    ``address``, ``born``, ``identifiers``, ``kind`` (what it is): what else is known of it. ``party``: one's own
    number of it.
    """

    name: str
    country: str | None
    as_of: date
    known_as_of: date | None = None
    limit: int = 10
    address: str | None = None
    party: str | None = None
    born: date | BirthSpan | None = None
    identifiers: tuple[str, ...] = ()
    kind: PartyKind | None = None


def screening_document(
    asked: ScreeningRequest, screener: ListScreener, decisions: Decisions = NONE_MADE
) -> dict[str, Any]:
    """The whole answer; what is clearly not the party is told as ``nearest`` where nothing else is found.

    ``decisions``: what people decided about hits. Hits that a person cleared are shown with the decision, and do
    not count for the verdict.
    """
    who = _party(asked, decisions)
    found = screener.search(asked.name, asked.country, asked.limit, kind=asked.kind)
    strong_by_name = {hit.entry for hit in found if hit.verdict != "clear"}
    found += [
        by_fact
        for by_fact in screener.by_facts(who.address, who.identifiers)
        if by_fact.entry not in strong_by_name
    ]
    every = sorted(
        ((_hit(item, asked, who, screener), item) for item in found),
        key=lambda pair: -float(pair[0]["score"]),
    )
    strong = [hit for hit, _ in every if hit["verdict"] != "clear"]
    for hit, item in every if strong else every[:1]:
        if hit["verdict"] != "clear" or not strong:
            beside = evidence(who, screener.entries[item.entry])
            hit["why"] = screener.reasons(item, asked.name, asked.country, beside)
            hit["reasons"] = _reasons(item, beside)
    counting = [hit["verdict"] for hit in strong if hit["verdict"] != "cleared"]
    unread = cannot_compare(asked.name, found=bool(counting))
    return {
        "name": asked.name,
        "compared_as": comparable(asked.name),
        "country": asked.country,
        "type": None if asked.kind is None else asked.kind.value,
        "as_of": asked.as_of.isoformat(),
        "known_as_of": None if asked.known_as_of is None else asked.known_as_of.isoformat(),
        "thresholds": {"match": MATCH, "review": screener.presets.default.review},
        "preset": str(screener.presets),
        "lists": [used_document(list_) for list_ in screener.lists],
        "caveats": [*caveats(screener.lists), *([unread] if unread else [])],
        "verdict": "match"
        if "match" in counting
        else counting[0]
        if counting
        else NOT_COMPARED
        if unread
        else "clear",
        "hits": strong,
        "nearest": None if strong or not every else every[0][0],
    }


def _party(asked: ScreeningRequest, decisions: Decisions) -> Party:
    """The party asked about, with the decisions about its hits."""
    who = Party(
        Role.OTHER, asked.name, asked.country, asked.address, ident=asked.party, date_of_birth=asked.born,
        identifiers=asked.identifiers,
    )  # fmt: skip
    return replace(who, dispositions=decisions.on(who, asked.known_as_of))


def _reasons(hit: Hit, beside: Sequence[ScoreReason]) -> list[dict[str, Any]]:
    """All that moved the score; dear to work out, and so done for what is shown alone."""
    return [
        {
            "part": reason.part,
            "words": in_words(reason),
            "value": round(reason.value, 4),
            "moved": round(reason.moved, 4),
        }
        for reason in (*beside, *hit.reasons)
    ]


def used_document(used: ListsUsed) -> dict[str, Any]:
    """Lists that were consulted, in plain JSON types."""
    return {
        "name": used.name,
        "data_date": used.data_date.isoformat(),
        "whole": used.whole,
        "entries": used.entries,
        "fingerprint": used.fingerprint,
        "unread_rows": used.unread,
        "dates": {code.value: day.isoformat() for code, day in used.days},
    }


def _hit(hit: Hit, asked: ScreeningRequest, who: Party, screener: ListScreener) -> dict[str, Any]:
    entry = screener.entries[hit.entry]
    said = assessed(who, hit, entry, asked.as_of, asked.known_as_of)
    listed, row = entry_state(entry, asked.as_of, asked.known_as_of)
    cites = [row.cite] if row is not None else list(entry.cites)
    return {
        "verdict": said.verdict,
        "score": round(said.score, 4),
        "decision": said.decision or None,
        "listed_name": entry.name,
        "matched_name": screener.matched(hit),
        "weak_alias": hit.weak,
        "list": entry.list_code.value,
        "entry_id": entry.entry_id,
        "countries": list(entry.countries),
        "stands": STANDS[listed],
        "cites": [{"text": cite.text, "url": cite.url} for cite in cites],
        "remark": country_remark(hit, asked.country, entry.countries),
    }
