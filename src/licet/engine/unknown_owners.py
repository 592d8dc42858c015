"""Parties whose owners nobody stated, while an ownership rule is in force."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from licet.engine.answer_policy import PART_746, AnswerPolicy
from licet.engine.view import OCCUPIED, View, in_occupied_region
from licet.model.transaction import Party, Transaction
from licet.rules.rulebook import Rulebook
from licet.rules.table import look_up
from licet.rules.terms import STATUTORY_ROLES

__all__ = ["in_groups", "owners_unknown", "ownership_rule_in_force"]


def owners_unknown(view: View, policy: AnswerPolicy) -> tuple[str, ...]:
    """The parties to the transaction (15 CFR 748.5(c)-(f)) whose owners must be stated and are not, by name."""
    if not ownership_rule_in_force(view.book, view.as_of, view.known_as_of):
        return ()
    sale = view.sale
    return tuple(
        party.name or f"party {number}"
        for number, party in enumerate(sale.parties, 1)
        if party.owners is None
        and party.role.value in STATUTORY_ROLES
        and (
            in_groups(_country(sale, party.country), view.book, view.as_of, policy.ownership_groups)
            or _perhaps_occupied(sale, party, view.book, policy)
        )
    )


def _perhaps_occupied(sale: Transaction, party: Party, book: Rulebook, policy: AnswerPolicy) -> bool:
    """Whether a party may be in an occupied region of Ukraine: of part 746 too, though no country of its own."""
    said = sale.facts.get(OCCUPIED.removeprefix("facts."))
    country = _country(sale, party.country)
    return (
        PART_746 in policy.ownership_groups
        and in_occupied_region(party.address, country, said, book)[0] is not False
    )


def _country(sale: Transaction, country: str | None) -> str | None:
    """A party's country; of one whose country is not stated, that to which the item goes."""
    return sale.destination if country is None else country


def in_groups(country: object, book: Rulebook, day: date, groups: Iterable[str]) -> bool:
    """Whether a country is of one of some groups on a day; one that is not known is taken to be."""
    if country is None:
        return True
    place = str(country)
    table = book.tables.get("country_groups")
    if table is None:
        return False
    return any(
        place in book.sanctioned
        if group == PART_746
        else look_up(table, (place, group), day, None).truth is not False
        for group in groups
    )


def ownership_rule_in_force(book: Rulebook, day: date, known_as_of: date | None) -> bool:
    """Whether a requirement that hangs on who owns a party is in force on a day."""
    return any(book.by_id[name].at(day, known_as_of) is not None for name in book.ownership_rules)
