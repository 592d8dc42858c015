"""Continuous screening of the customer master: every customer and owner against the lists, and only what is new."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from licet.model.lists import ListsUsed
from licet.screening.assessment import NOT_COMPARED
from licet.screening.decided import NONE_MADE, Decisions
from licet.screening.legible import cannot_compare
from licet.screening.screener import ListScreener
from licet.services.customers import Customer, CustomerHit, CustomerMaster
from licet.services.screening import ScreeningRequest, screening_document

__all__ = ["Rescreening", "hit_lines", "rescreen", "rescreening_document"]

_OPEN = ("match", "review")
_MOST_HITS = 50
_RANK = {"review": 1, NOT_COMPARED: 1, "match": 2}


@dataclass(frozen=True, slots=True)
class Rescreening:
    """What a screening of the master found. ``new``: hits that no screening found before, or that became stronger.

    ``gone``: known hits that were not found again: the entry was taken off the list or changed, or a person cleared
    the hit. ``names``: customers and owners that were screened.
    """

    at: datetime
    adoption: int
    list_date: date
    customers: int
    names: int
    new: tuple[CustomerHit, ...]
    gone: tuple[CustomerHit, ...]
    open: int


@dataclass(frozen=True, slots=True)
class _Name:
    customer: Customer
    name: str
    country: str | None
    address: str | None = None
    identifiers: tuple[str, ...] = ()


def rescreen(
    master: CustomerMaster,
    screener: ListScreener,
    adoption: int,
    who: str,
    at: datetime,
    decisions: Decisions = NONE_MADE,
) -> Rescreening:
    """Screen the whole master and keep what is new and what is gone. ``adoption``: of the lists searched.

    ``decisions``: hits that a person cleared are no hits, as long as the decision counts.
    """
    names = list(_names(master))
    found = {hit.key: hit for hit in _found(names, screener, at, decisions)}
    new = tuple(
        replace(hit, since=at.isoformat())
        for key, hit in found.items()
        if _is_news(master.hits.get(key), hit)
    )
    gone = tuple(hit for key, hit in master.hits.items() if key not in found)
    master.put_screening(new, gone, adoption, who, at)
    return Rescreening(
        at, adoption, _list_date(screener.lists), len(master.customers), len(names), new, gone, len(found)
    )


def hit_lines(hits: Sequence[CustomerHit], master: CustomerMaster) -> list[str]:
    """Hits in words, the strongest of each customer and owner with the number of its others."""
    by_name: dict[tuple[str, str], list[CustomerHit]] = {}
    for hit in hits:
        by_name.setdefault((hit.customer, hit.name), []).append(hit)
    lines = []
    for (ident, name), found in by_name.items():
        customer = master.customers[ident]
        owner = f", owner {name}" if name != customer.name else ""
        best = max(found, key=lambda hit: hit.score)
        more = f", and {len(found) - 1} like it" if len(found) > 1 else ""
        said = (
            f"{best.verdict} with {best.listed_name} ({best.list}, {round(100 * best.score)} percent alike){more}"
            if best.entry
            else "this name cannot be compared; give its Latin form"
        )
        lines.append(f"{ident} {customer.name}{owner}: {said}")
    return lines


def rescreening_document(done: Rescreening, master: CustomerMaster) -> dict[str, Any]:
    """What a screening found, in plain JSON types."""
    return {
        "at": done.at.isoformat(),
        "list_date": done.list_date.isoformat(),
        "customers": done.customers,
        "names": done.names,
        "new": [_hit_document(hit, master) for hit in done.new],
        "gone": [_hit_document(hit, master) for hit in done.gone],
        "open": done.open,
    }


def _hit_document(hit: CustomerHit, master: CustomerMaster) -> dict[str, Any]:
    customer = master.customers[hit.customer]
    return {
        "customer": hit.customer,
        "customer_name": customer.name,
        "name": hit.name,
        "is_owner": hit.name != customer.name,
        "verdict": hit.verdict,
        "score": hit.score,
        "list": hit.list,
        "listed_name": hit.listed_name,
        "entry": hit.entry,
        "stands": hit.stands,
        "since": hit.since,
    }


def _is_news(before: CustomerHit | None, now: CustomerHit) -> bool:
    if before is None:
        return True
    return _RANK[now.verdict] > _RANK[before.verdict]


def _names(master: CustomerMaster) -> Iterator[_Name]:
    for customer in master.customers.values():
        yield _Name(customer, customer.name, customer.country, customer.address, customer.identifiers)
        for owner in () if customer.owners is None else customer.owners.owners:
            yield _Name(customer, owner.name, owner.country)


def _found(
    names: list[_Name], screener: ListScreener, at: datetime, decisions: Decisions
) -> Iterator[CustomerHit]:
    """Every open hit on an entry that is in force, or of which that is not known.

    Names are searched together first, for only those that meet something are looked at closely.
    """
    day = at.astimezone().date()
    list_date = _list_date(screener.lists).isoformat()
    searched = screener.search_many([(name.name, name.country) for name in names], _MOST_HITS)
    for name, hits in zip(names, searched, strict=True):
        near = any(hit.verdict != "clear" for hit in hits)
        unread = cannot_compare(name.name, found=near)
        if not near and not unread and not screener.by_facts(name.address, name.identifiers):
            continue
        request = ScreeningRequest(
            name.name, name.country, day, limit=_MOST_HITS, address=name.address, party=_ident(name),
            identifiers=name.identifiers,
        )  # fmt: skip
        document = screening_document(request, screener, decisions)
        for hit in document["hits"]:
            if hit["verdict"] in _OPEN and hit["stands"] != "no":
                yield CustomerHit(
                    name.customer.ident, name.name, hit["entry_id"], hit["list"], hit["listed_name"],
                    hit["verdict"], hit["score"], hit["stands"], "", list_date,
                )  # fmt: skip
        if document["verdict"] == NOT_COMPARED:
            yield CustomerHit(
                name.customer.ident, name.name, "", "", "", NOT_COMPARED, 0.0, "", "", list_date
            )


def _ident(name: _Name) -> str | None:
    """Your own number, which decisions are kept under; an owner has none."""
    return name.customer.ident if name.name == name.customer.name else None


def _list_date(lists: tuple[ListsUsed, ...]) -> date:
    return lists[0].data_date
