"""The words in which rules are written: ``f.item.eccn``, ``f.parties.any(lambda p: p.listed("EL"))``.

These objects only build conditions; they know no sale. Every path here is one of the wire format.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from licet.rules.condition import Condition, Defined, Field, ShareAtLeast, Some, Unmodelled, any_of

__all__ = ["RECEIVING_ROLES", "STATUTORY_ROLES", "Control", "Facts", "Listed", "OwnerTerm", "PartyTerm", "f"]

STATUTORY_ROLES = ("purchaser", "intermediate_consignee", "ultimate_consignee", "end_user")
"""The parties of 15 CFR 748.5(c)-(f), whose listing brings the requirement of 744.16(a)."""


RECEIVING_ROLES = ("ultimate_consignee", "end_user")
"""The parties of 15 CFR 748.5(e), (f), in whose country the item ends: it is held against the destination."""


@dataclass(frozen=True)
class Listed:
    """An entry of a list that is tied to a party or owner."""

    list_code: Field = Field("listing.list", "the list")
    identity: Field = Field("listing.same_party", "that the party is the one listed")
    in_force: Field = Field("listing.listed", "that the entry stands on the day")
    covers_item: Field = Field("listing.covers_item", "that the entry's requirement covers the item")
    placed_on: Field = Field("listing.placed_on", "the day on which the entry was placed")
    placed_by: Field = Field("listing.placed_by", "the document that placed the entry")
    footnote: Field = Field("listing.footnotes", "the entry's footnotes")
    standard_terms: Field = Field(
        "listing.standard_terms", "that the denial order is, or must be taken to be, standard"
    )
    special_terms: Field = Field("listing.special_terms", "that the denial order is not in standard terms")
    terms_stated: Field = Field("listing.terms_stated", "that the list gives the terms of the order")
    programs: Field = Field("listing.programs", "the sanctions programs of the entry")
    named_in: Field = Field("listing.named_in", "the general licenses that name the entry")
    matter: Field = Field("listing.matter", "the matter to which the entry belongs")
    entry: Field = Field("listing.entry", "the list entry")

    def on(self, *codes: str) -> Condition:
        """Whether the entry is on one of the lists, is of this very party, and stands on the day."""
        which = self.list_code.is_(codes[0]) if len(codes) == 1 else self.list_code.in_(*codes)
        return which & self.identity.is_(True) & self.in_force.is_(True)


@dataclass(frozen=True)
class OwnerTerm:
    """An owner of the party in scope."""

    country: Field = Field("owner.country", "the owner's country")
    percent: Field = Field("owner.percent", "the owner's share in percent")

    def listing(self, where: Callable[[Listed], Condition]) -> Condition:
        return Some("listing", where(LISTED))

    def listed(self, *codes: str) -> Condition:
        return Some("listing", LISTED.on(*codes))


@dataclass(frozen=True)
class PartyTerm:
    """A party to the sale."""

    role: Field = Field("party.role", "the party's role")
    country: Field = Field("party.country", "the party's country")
    acts_as_agent: Field = Field("party.takes_possession_as_agent", "that it takes possession as agent")
    owners_stated: Field = Field("party.owners_stated", "that owners were looked into", claim=True)
    elsewhere: Field = Field("party.elsewhere", "that its country is another than the destination")
    occupied_region: Field = Field("party.occupied_region", "that it is in an occupied region of Ukraine")
    destination_confirmed: Field = Field(
        "party.destination_confirmed", "the destination, in spite of its country"
    )

    @property
    def receives(self) -> Condition:
        """An ultimate consignee or end user."""
        return self.role.in_(*RECEIVING_ROLES)

    @property
    def has_statutory_role(self) -> Condition:
        return self.role.in_(*STATUTORY_ROLES)

    def listing(self, where: Callable[[Listed], Condition]) -> Condition:
        return Some("listing", where(LISTED))

    def listed(self, *codes: str) -> Condition:
        return Some("listing", LISTED.on(*codes))

    def some_owner(self, where: Callable[[OwnerTerm], Condition]) -> Condition:
        return Some("owner", where(OWNER))

    def owned_at_least(self, percent: int, where: Callable[[OwnerTerm], Condition]) -> Condition:
        return ShareAtLeast(percent, where(OWNER))


@dataclass(frozen=True)
class Control:
    """A reason for control of the item's ECCN, one line of its License Requirements section."""

    reason: Field = Field("control.reason", "the reason for control")
    column: Field = Field("control.column", "the country chart column")
    applies: Field = Field("control.applies", "that this line covers the item's paragraph")
    charted: Field = Field("control.charted", "that this line names a column of the Country Chart")
    reaches: Field = Field("control.reaches", "that this line names the destination")
    modelled: Field = Field("control.modelled", "that this line is in the rulebook")
    spares_deemed: Field = Field("control.spares_deemed", "that this line leaves out deemed exports")
    spares_abroad: Field = Field(
        "control.spares_abroad", "that this line leaves out what certain entities abroad reexport"
    )


@dataclass(frozen=True)
class ItemTerm:
    eccn: Field = Field("item.eccn", "the item's ECCN")
    kind: Field = Field("item.kind", "the kind of item")
    us_origin: Field = Field("item.us_origin", "that the item is of US origin")
    located_in_us: Field = Field("item.located_in_us", "that the item is in the United States")
    controlled_us_content_pct: Field = Field(
        "item.controlled_us_content_pct", "the controlled US content in percent"
    )
    value_usd: Field = Field("item.value_usd", "the value in US dollars")
    quantity: Field = Field("item.quantity", "the quantity")
    unit: Field = Field("item.unit", "the unit of the quantity")
    hs_chapter: Field = Field("item.hs_chapter", "the tariff chapter")
    hs_heading: Field = Field("item.hs_heading", "the tariff heading")

    def flag(self, name: str, label: str) -> Condition:
        """Whether the tables say so of the item, by a name of the rulebook's ``item_flags``."""
        return Field(f"item.is.{name}", label).is_(True)

    def some_control(self, where: Callable[[Control], Condition]) -> Condition:
        return Some("control", where(CONTROL))


@dataclass(frozen=True)
class DatesTerm:
    contract: Field = Field("dates.contract", "the date of the contract")
    order: Field = Field("dates.order", "the date of the order")
    en_route_since: Field = Field("dates.en_route_since", "the day since which it is en route", claim=True)


@dataclass(frozen=True)
class Facts:
    """What a rule may read."""

    action: Field = Field("action", "the action")
    destination: Field = Field("destination", "the destination")
    end_use: Field = Field("end_use", "the end use")
    item: ItemTerm = ItemTerm()
    dates: DatesTerm = DatesTerm()

    def some_party(self, where: Callable[[PartyTerm], Condition]) -> Condition:
        return Some("party", where(PARTY))

    def statutory_party(self, where: Callable[[PartyTerm], Condition]) -> Condition:
        """Whether some purchaser, intermediate or ultimate consignee or end-user meets the condition."""
        return Some("party", PARTY.has_statutory_role & where(PARTY))

    def fact(self, name: str, label: str) -> Field:
        """A named fact of ``facts``: unknown when absent."""
        return Field(f"facts.{name}", label)

    def claim(self, name: str, label: str) -> Field:
        """A named claim of ``facts``: not made when absent."""
        return Field(f"facts.{name}", label, claim=True)

    def defined(self, rule_id: str) -> Condition:
        return Defined(rule_id)

    def unmodelled(self, section: str, what: str) -> Condition:
        return Unmodelled(section, what)

    def destination_in(self, *groups: str) -> Condition:
        """Whether the destination is in a Country Group (Supplement No. 1 to 15 CFR Part 740)."""
        return any_of(*(self.destination.in_table("country_groups", group) for group in groups))


LISTED = Listed()
OWNER = OwnerTerm()
PARTY = PartyTerm()
CONTROL = Control()
f = Facts()
