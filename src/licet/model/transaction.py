"""A sale: its item, its parties, its dates and what is known of it.

``None`` means unknown everywhere. Claims are acts of the exporter; a claim that is absent is not made.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from enum import StrEnum

from licet.model.births import BirthSpan
from licet.model.listing import Listing

__all__ = [
    "Action",
    "Disposition",
    "FactValue",
    "Item",
    "ItemKind",
    "JudgmentStatus",
    "Owner",
    "Party",
    "Role",
    "StatementPaper",
    "Transaction",
    "with_shares_unknown",
    "without_paper",
]

FactValue = bool | str | date | Decimal


class Action(StrEnum):
    EXPORT = "export"
    REEXPORT = "reexport"
    TRANSFER_IN_COUNTRY = "transfer_in_country"
    DEEMED_EXPORT = "deemed_export"
    DEEMED_REEXPORT = "deemed_reexport"
    IMPORT = "import"
    PAYMENT = "payment"


class Role(StrEnum):
    """Roles of parties; the first four are those of 15 CFR 748.5(c)-(f).

    ``manufacturer``: who made, grew, mined or caught imported goods; ``input_supplier``: who did so with an input.
    """

    PURCHASER = "purchaser"
    INTERMEDIATE_CONSIGNEE = "intermediate_consignee"
    ULTIMATE_CONSIGNEE = "ultimate_consignee"
    END_USER = "end_user"
    FREIGHT_FORWARDER = "freight_forwarder"
    BANK = "bank"
    MANUFACTURER = "manufacturer"
    INPUT_SUPPLIER = "input_supplier"
    OTHER = "other"


class ItemKind(StrEnum):
    COMMODITY = "commodity"
    SOFTWARE = "software"
    TECHNOLOGY = "technology"
    SERVICE = "service"


class JudgmentStatus(StrEnum):
    """What vouches for a judgment about a hit."""

    STATED = "stated"
    """The person who wrote the transaction. It counts on a machine without accounts alone, one person's own."""
    RECORDED = "recorded"
    """The record of the organization: a person decided whose role allows it."""
    PROPOSED = "proposed"
    """Nothing yet: it waits for review, and turns no hit."""


@dataclass(frozen=True, slots=True)
class Disposition:
    """A person's judgment whether a party is the listed party of an entry: what, who, when, why, on what evidence.

    ``expires``: the first day on which it no longer holds. ``party_version``, ``entry_version``: what was looked
    at, as hashes; where one is stated and no longer fits, the judgment does not hold. ``matched_name``: the listed
    name that was compared. ``status``: what vouches for it. ``approved_by``: the second person, where there was one.
    """

    entry: str
    same: bool
    by: str
    on: date
    why: str
    evidence: tuple[str, ...] = ()
    expires: date | None = None
    party_version: str | None = None
    entry_version: str | None = None
    matched_name: str | None = None
    status: JudgmentStatus = JudgmentStatus.STATED
    approved_by: str | None = None


@dataclass(frozen=True, slots=True)
class Owner:
    """An owner of a party, as far as the exporter knows. ``percent``: 0 to 100, None when not known."""

    name: str
    percent: Decimal | None = None
    country: str | None = None
    owners: tuple[Owner, ...] = ()
    dispositions: tuple[Disposition, ...] = ()
    listings: tuple[Listing, ...] = ()


@dataclass(frozen=True, slots=True)
class Party:
    """A party to the sale. ``ident``: one's own number of it; ``identifiers``: passport, register and tax numbers.

    ``owners`` None: ownership was not examined; empty: examined, and none is known. ``listings``: what
    screening tied to it, empty until it was screened. ``legible``: whether screening could read its name and
    those of its owners; a party whose name it cannot read is as good as unnamed.
    """

    role: Role
    name: str | None = None
    country: str | None = None
    address: str | None = None
    owners: tuple[Owner, ...] | None = None
    takes_possession_as_agent: bool | None = None
    dispositions: tuple[Disposition, ...] = ()
    listings: tuple[Listing, ...] = ()
    legible: bool = True
    ident: str | None = None
    date_of_birth: date | BirthSpan | None = None
    identifiers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ContentPart:
    """A US-origin part of an item made abroad, all pieces together: 15 CFR Part 734 Supp. 2.

    ``value_usd``: its fair market price where the item is made. ``supplier``: whom to ask for its ECCN.
    """

    description: str | None = None
    eccn: str | None = None
    value_usd: Decimal | None = None
    supplier: str | None = None


@dataclass(frozen=True, slots=True)
class Item:
    """What moves. ``eccn``: a CCL number with or without paragraph, "EAR99", or None when unknown.

    ``part``: the part number of the product master.
    ``located_in_us``: taken to be True for an export unless stated. ``value_usd`` in US dollars; the three after it
    are what the whole order comes to under the same Schedule B number, of the same ECCN, and in all.
    ``us_content``: the US parts of an item made abroad, from which the percentage is computed where none is stated.
    """

    description: str | None = None
    part: str | None = None
    kind: ItemKind | None = None
    eccn: str | None = None
    us_origin: bool | None = None
    located_in_us: bool | None = None
    controlled_us_content_pct: Decimal | None = None
    quantity: Decimal | None = None
    unit: str | None = None
    value_usd: Decimal | None = None
    schedule_b_value_usd: Decimal | None = None
    eccn_value_usd: Decimal | None = None
    order_value_usd: Decimal | None = None
    us_content: tuple[ContentPart, ...] = ()


@dataclass(frozen=True, slots=True)
class StatementPaper:
    """A paper that facts of a transaction rest on, such as a statement of the consignee.

    ``expires``: its last day; None: none is known. ``facts``: the names of facts that rest on it, or ``end_use``, or
    ``owners`` of the party whose own number is ``party`` (of every party where that is None).
    """

    kind: str
    reference: str | None = None
    issued: date | None = None
    expires: date | None = None
    facts: tuple[str, ...] = ()
    party: str | None = None

    def counts(self, on: date) -> bool:
        """Whether it is in force on a day."""
        return (self.issued is None or self.issued <= on) and (self.expires is None or on <= self.expires)


@dataclass(frozen=True, slots=True)
class Transaction:
    """One sale, asked about as of a day.

    ``known_as_of``: answer on the law and lists as published by that day; None: on all that is known.
    ``facts``: named facts and claims of the rulebook's vocabulary; a name that is absent is unknown. ``notes``: what
    was read otherwise than it was written, in words. ``papers``: what facts, end use and owners rest on.
    ``end_use``: as part 744 names it; ``end_use_words``: as a license or an order describes it.
    """

    action: Action | None
    as_of: date
    destination: str | None = None
    item: Item = Item()
    parties: tuple[Party, ...] = ()
    end_use: str | None = None
    contract: date | None = None
    order: date | None = None
    en_route_since: date | None = None
    known_as_of: date | None = None
    facts: Mapping[str, FactValue] = field(default_factory=dict)
    notes: tuple[str, ...] = field(default=(), compare=False)
    papers: tuple[StatementPaper, ...] = ()
    end_use_words: str | None = None


def without_paper(sale: Transaction, paper: StatementPaper) -> Transaction:
    """The transaction as it is known where a paper does not count: what rests on it is not known.

    The paper stays where it is named, and so does every fact that another paper in force proves. Owners stay named,
    for one that is listed may be an owner still; what they hold is not known.
    """
    proved = {
        (name, other.party)
        for other in sale.papers
        if other != paper
        and other.counts(sale.as_of)
        and (other.expires or date.max) > (paper.expires or date.max)
        for name in other.facts
    }
    gone = {name for name in paper.facts if (name, paper.party) not in proved}
    facts = {name: value for name, value in sale.facts.items() if name not in gone}
    parties = sale.parties
    if "owners" in gone:
        parties = tuple(
            with_shares_unknown(party) if paper.party in {None, party.ident} else party for party in parties
        )
    return replace(sale, facts=facts, parties=parties, end_use=None if "end_use" in gone else sale.end_use)


def with_shares_unknown(party: Party) -> Party:
    """The party with the owners that it states, of none of which it is known what it holds."""
    return party if party.owners is None else replace(party, owners=_shares_unknown(party.owners))


def _shares_unknown(owners: tuple[Owner, ...]) -> tuple[Owner, ...]:
    return tuple(replace(owner, percent=None, owners=_shares_unknown(owner.owners)) for owner in owners)
