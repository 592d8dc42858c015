"""What the customer master knows of the parties to a transaction: owners and papers, each until its last day."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from licet.model.transaction import (
    FactValue,
    Owner,
    Party,
    Role,
    StatementPaper,
    Transaction,
    with_shares_unknown,
)
from licet.presentation.words import day_words
from licet.services.customers import Customer, CustomerMaster, CustomerPaper
from licet.services.paper_kinds import PAPER_KINDS

__all__ = ["with_customers"]

_STATUTORY = (Role.PURCHASER, Role.INTERMEDIATE_CONSIGNEE, Role.ULTIMATE_CONSIGNEE, Role.END_USER)
_RECEIVERS = (Role.END_USER, Role.ULTIMATE_CONSIGNEE)
_FROM = "From your customer master: "


def with_customers(sale: Transaction, master: CustomerMaster) -> Transaction:
    """The transaction with what the master knows of its parties and the transaction leaves out.

    Nothing that is stated is replaced. Owners of a record that ended, or of a number that stands beside another name
    or country, may be owners: they are named and their shares unknown. Each paper is part of the transaction, so that
    the answer ends with it; its notes say what was taken from the master.
    """
    if not master.customers:
        return sale
    found = {place: item for place, party in enumerate(sale.parties) if (item := _customer(master, party))}
    if not found:
        return sale
    known = {place: item for place, item in found.items() if _is_party(item, sale.parties[place])}
    parties, papers, notes = list(sale.parties), list(sale.papers), list(sale.notes)
    for place, customer in found.items():
        if place not in known:
            notes.append(
                f"{_FROM}{customer.ident} is {_described(customer)}, not as stated: no name or paper is taken."
            )
        elif parties[place].name is None:
            parties[place] = _named(parties[place], customer)
            notes.append(f"{_FROM}{customer.ident} is {customer.name}.")
        record = customer.owners
        if parties[place].owners is None and record is not None and record.as_of <= sale.as_of:
            owners = tuple(Owner(owner.name, owner.percent, owner.country) for owner in record.owners)
            parties[place] = replace(parties[place], owners=owners, ident=customer.ident)
            if place not in known or not record.counts(sale.as_of):
                parties[place] = with_shares_unknown(parties[place])
                notes.append(
                    f"{_FROM}who owned {customer.name} on {day_words(record.as_of)} ({record.source}); what they "
                    "hold now is not known."
                )
                continue
            papers.append(
                StatementPaper(
                    "owners", record.source, record.as_of, record.valid_until, ("owners",), customer.ident
                )
            )
            notes.append(
                f"{_FROM}owners of {customer.name} as of {day_words(record.as_of)} ({record.source})."
            )
    facts: dict[str, FactValue] = dict(sale.facts)
    end_use = sale.end_use
    for customer, paper in _papers(sale, known):
        kind = PAPER_KINDS[paper.kind]
        named = ""
        if kind.states_end_use and end_use is None:
            end_use, named = paper.end_use, "end_use"
        elif kind.fact is not None and kind.fact not in facts:
            facts[kind.fact], named = True, kind.fact
        if named:
            papers.append(
                StatementPaper(
                    paper.kind, paper.reference, paper.issued, paper.expires, (named,), customer.ident
                )
            )
            notes.append(f"{_FROM}{kind.title} {paper.reference} of {customer.name}{_until(paper.expires)}.")
    return replace(
        sale, parties=tuple(parties), facts=facts, end_use=end_use, papers=tuple(papers), notes=tuple(notes)
    )


def _customer(master: CustomerMaster, party: Party) -> Customer | None:
    return master.find(party.ident, party.name, party.country)


def _is_party(customer: Customer, party: Party) -> bool:
    return customer.is_party(party.name, party.country)


def _described(customer: Customer) -> str:
    return customer.name if customer.country is None else f"{customer.name}, {customer.country}"


def _named(party: Party, customer: Customer) -> Party:
    return replace(
        party,
        name=customer.name,
        country=party.country or customer.country,
        address=party.address or customer.address,
        identifiers=party.identifiers or customer.identifiers,
    )


def _papers(sale: Transaction, known: dict[int, Customer]) -> Iterator[tuple[Customer, CustomerPaper]]:
    """The papers that count for the transaction; of several of a kind the one that lasts longest.

    A fact that every party, or every one who receives, must have proved is proved only where each has a paper; the
    first that ends counts.
    """
    statutory = [place for place, party in enumerate(sale.parties) if party.role in _STATUTORY]
    by_role = ([place for place in statutory if sale.parties[place].role is role] for role in _RECEIVERS)
    receivers = next(filter(None, by_role), [])
    for name, kind in PAPER_KINDS.items():
        if kind.fact is None and not kind.states_end_use:
            continue
        places = statutory if kind.of == "every" else receivers
        found = [_best(known.get(place), name, sale) for place in places]
        papers = [item for item in found if item is not None]
        if papers and len(papers) == len(places):
            yield min(papers, key=lambda pair: pair[1].expires or date.max)


def _best(customer: Customer | None, kind: str, sale: Transaction) -> tuple[Customer, CustomerPaper] | None:
    papers = [
        paper
        for paper in (() if customer is None else customer.papers)
        if paper.kind == kind and paper.counts(sale.as_of) and paper.covers(sale.item.eccn)
    ]
    if customer is None or not papers:
        return None
    return customer, max(papers, key=lambda paper: paper.expires or date.max)


def _until(day: date | None) -> str:
    return "" if day is None else f", valid until {day_words(day)}"
