"""The words in which rules are written: ``f.item.eccn``, ``f.parties.any(lambda p: p.listed("EL"))``.

These objects only build conditions; they know no sale. What a transaction states is named by the table of fields
(:mod:`licet.model.fields`); what follows from it, and what lists and the control list say, is named here.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from licet.model.fields import FIELDS
from licet.rules.condition import Condition, Defined, Field, ShareAtLeast, Some, Unmodeled, any_of

__all__ = ["RECEIVING_ROLES", "STATUTORY_ROLES", "Control", "Facts", "Listed", "OwnerTerm", "PartyTerm", "f"]

STATUTORY_ROLES = ("purchaser", "intermediate_consignee", "ultimate_consignee", "end_user")
"""The parties of 15 CFR 748.5(c)-(f), whose listing brings the requirement of 744.16(a)."""


RECEIVING_ROLES = ("ultimate_consignee", "end_user")
"""The parties of 15 CFR 748.5(e), (f), in whose country the item ends: it is held against the destination."""


def _stated(path: str) -> Field:
    """A field of the table as rules read it."""
    row = FIELDS.named(path)
    return Field(row.rule_path, row.term, claim=row.claim)


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

    country: Field = _stated("parties[].owners[].country")
    percent: Field = _stated("parties[].owners[].percent")

    def listing(self, where: Callable[[Listed], Condition]) -> Condition:
        return Some("listing", where(LISTED))

    def listed(self, *codes: str) -> Condition:
        return Some("listing", LISTED.on(*codes))


@dataclass(frozen=True)
class PartyTerm:
    """A party to the sale."""

    role: Field = _stated("parties[].role")
    country: Field = _stated("parties[].country")
    acts_as_agent: Field = _stated("parties[].takes_possession_as_agent")
    known: Field = Field("party.known", "who the party is")
    owners_stated: Field = Field("party.owners_stated", "that owners were looked into", claim=True)
    elsewhere: Field = Field("party.elsewhere", "that its country is another than the destination")
    occupied_region: Field = Field("party.occupied_region", "that it is in an occupied region of Ukraine")
    hints: Field = Field("party.hints", "what its name or address names", claim=True)
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
    modeled: Field = Field("control.modeled", "that this line is in the rulebook")
    spares_deemed: Field = Field("control.spares_deemed", "that this line leaves out deemed exports")
    spares_abroad: Field = Field(
        "control.spares_abroad", "that this line leaves out what certain entities abroad reexport"
    )
    spares_nationals: Field = Field(
        "control.spares_nationals", "that this line leaves out releases to certain nationals and employees"
    )
    spares_staff: Field = Field(
        "control.spares_staff", "that this line leaves out releases to employees of certain entities"
    )
    spares_approved: Field = Field(
        "control.spares_approved", "that this line leaves out approved entities in the United Arab Emirates"
    )


@dataclass(frozen=True)
class ItemTerm:
    eccn: Field = _stated("item.eccn")
    kind: Field = _stated("item.kind")
    us_origin: Field = _stated("item.us_origin")
    located_in_us: Field = _stated("item.located_in_us")
    controlled_us_content_pct: Field = _stated("item.controlled_us_content_pct")
    value_usd: Field = _stated("item.value_usd")
    schedule_b_value_usd: Field = _stated("item.schedule_b_value_usd")
    eccn_value_usd: Field = _stated("item.eccn_value_usd")
    order_value_usd: Field = _stated("item.order_value_usd")
    quantity: Field = _stated("item.quantity")
    unit: Field = _stated("item.unit")
    hs_chapter: Field = Field("item.hs_chapter", "the tariff chapter")
    hs_heading: Field = Field("item.hs_heading", "the tariff heading")
    hints: Field = Field("item.hints", "what its description or tariff code names", claim=True)

    def flag(self, name: str, label: str) -> Condition:
        """Whether the tables say so of the item, by a name of the rulebook's ``item_flags``."""
        return Field(f"item.is.{name}", label).is_(True)

    def some_control(self, where: Callable[[Control], Condition]) -> Condition:
        return Some("control", where(CONTROL))


@dataclass(frozen=True)
class DatesTerm:
    contract: Field = _stated("dates.contract")
    order: Field = _stated("dates.order")
    en_route_since: Field = _stated("dates.en_route_since")


@dataclass(frozen=True)
class Facts:
    """What a rule may read."""

    action: Field = _stated("action")
    destination: Field = _stated("destination")
    end_use: Field = _stated("end_use")
    item: ItemTerm = ItemTerm()
    dates: DatesTerm = DatesTerm()

    def some_party(self, where: Callable[[PartyTerm], Condition]) -> Condition:
        return Some("party", where(PARTY))

    def field(self, path: str) -> Field:
        """A field of the table by its path; those that many rules read have names of their own."""
        return _stated(path)

    def fact(self, name: str, label: str) -> Field:
        """A named fact of ``facts``: unknown when absent."""
        return Field(f"facts.{name}", label)

    def claim(self, name: str, label: str) -> Field:
        """A named claim of ``facts``: not made when absent."""
        return Field(f"facts.{name}", label, claim=True)

    def defined(self, rule_id: str) -> Condition:
        return Defined(rule_id)

    def unmodeled(self, section: str, what: str) -> Condition:
        return Unmodeled(section, what)

    def destination_in(self, *groups: str) -> Condition:
        """Whether the destination is in a Country Group (Supplement No. 1 to 15 CFR Part 740)."""
        return any_of(*(self.destination.in_table("country_groups", group) for group in groups))


LISTED = Listed()
OWNER = OwnerTerm()
PARTY = PartyTerm()
CONTROL = Control()
f = Facts()
