"""15 CFR Part 748: the parties that must be known, and their countries held against the destination."""

from __future__ import annotations

from licet.regimes.us_ear.facts import words
from licet.regimes.us_ear.part_734.acts import in_sanctioned_country, is_domestic
from licet.regimes.us_ear.part_744.facts import FOREIGN_CRAFT
from licet.regimes.us_ear.periods import EAR_1996
from licet.rules.citation import cfr
from licet.rules.condition import Condition, Field
from licet.rules.rule import Chapter, Obligation, Occasion
from licet.rules.terms import Facts, PartyTerm

__all__ = ["PART_748", "also_destination"]

PART_748 = Chapter("15 CFR Part 748")

_MOVES = ("export", "reexport", "transfer_in_country", "deemed_export", "deemed_reexport")
_RELEASES = ("deemed_export", "deemed_reexport")
_OF_TRAVELERS = ("BAG", "TMP")
"""License exceptions under which a person of the United States takes the item along and keeps it."""
_NO_EXPLANATION = frozenset({"BY", "CU", "IR", "KP", "RU", "SY"})
_RECEIVED = Field(
    "facts.received_at_destination", "that consignees and end users receive the item at the destination"
)


@PART_748.requirement(
    "us.ear.748.5", cites=["15 CFR 748.5"], periods=[EAR_1996], policy="as the listing of the party says"
)
def unnamed_party(f: Facts) -> Condition:
    """A sale whose ultimate consignee or end user is not named may go to anybody, a listed party too."""
    nobody = ~f.some_party(lambda p: p.receives)
    unnamed = f.some_party(lambda p: p.known.is_(False))
    return (nobody & f.field("parties").is_("a listed party")) | unnamed


def also_destination(action: object, destination: object, country: str, received: object) -> bool:
    """Whether the country of a consignee or end user counts as a destination beside the one stated.

    15 CFR 734.13(c) (an export that passes through a country is one to where it ends), 736.2(a)(2) ("the country
    of ultimate destination"), 748.5(e) and (f). Nothing that is stated takes out a country of part 746.
    """
    if destination is None or destination == "US" or country in {destination, "US"}:
        return False
    return action in {None, *_MOVES} and (received is not True or country in _NO_EXPLANATION)


@PART_748.requirement(
    "us.ear.748.5.destination",
    cites=["15 CFR 734.13(c)", "15 CFR 736.2(a)(2)", "15 CFR 748.5(e)", "15 CFR 748.5(f)"],
    periods=[EAR_1996],
    policy="as the policy for the country where the item ends says",
    activity=True,
)
def party_in_another_country(f: Facts) -> Condition:
    """A consignee or end user is in another country than the destination, so the item may go on to there: correct
    the destination or the party, or state that the party receives the item at the destination. For countries of
    part 746 and occupied regions no such statement is enough.
    """
    leaves = f.action.is_("export") & f.destination.is_("US")
    return f.action.in_(*_MOVES) & f.some_party(
        lambda p: (leaves & ~p.destination_confirmed.is_(True)) | _in_doubt(f, p)
    )


def _in_doubt(f: Facts, p: PartyTerm) -> Condition:
    """Whether the country of a party speaks against the destination."""
    at_home = p.country.is_("US") & (
        f.action.in_(*_RELEASES) | words["license_exception_claimed"].in_(*_OF_TRAVELERS)
    )
    for_craft = f.end_use.is_(FOREIGN_CRAFT)  # 744.7(a) names the countries that count
    explained = _RECEIVED.is_(True) | is_domestic(f) | at_home | for_craft
    concerns = p.receives | (p.role.is_("intermediate_consignee") & in_sanctioned_country(p))
    speaks_against = in_sanctioned_country(p) | ~explained
    return p.elsewhere.is_(True) & concerns & speaks_against & ~p.destination_confirmed.is_(True)


@PART_748.notice(
    "us.ear.notice.748.5.destination",
    "consignee_in_another_country",
    cites=["15 CFR 734.13(c)", "15 CFR 748.5(e)", "15 CFR 748.5(f)"],
    periods=[EAR_1996],
)
def strictest_country(f: Facts) -> Condition:
    """A consignee or end user is in another country than the destination. Unless it is stated that it receives
    the item at the destination, the answer is the strictest of those for the destination and for its country.
    """
    return f.action.in_(*_MOVES) & f.some_party(lambda p: p.receives & p.elsewhere.is_(True))


@PART_748.notice(
    "us.ear.notice.748.5.abroad",
    "buyer_or_agent_in_another_country",
    cites=["15 CFR 748.5(c)", "15 CFR 748.5(d)", "15 CFR 736.2(b)(8)"],
    periods=[EAR_1996],
)
def buyer_or_agent_abroad(f: Facts) -> Condition:
    """A purchaser or intermediate consignee is in another country than the destination. Make sure where the item
    ends; goods that pass through a country that 736.2(b)(8) names may need a license for that.
    """
    third = f.some_party(lambda p: _between(p) & ~p.country.is_("US"))
    return f.action.in_(*_MOVES) & third


@PART_748.duty(
    "us.ear.748.duty.sanctioned",
    cites=["15 CFR 748.5(c)", "15 CFR 748.5(d)"],
    periods=[EAR_1996],
    occasion=Occasion.MOVING,
    obligations=[
        Obligation(
            "clear_buyer_with_treasury",
            "A purchaser or intermediate consignee is in a sanctioned country or an occupied region: clear the "
            "dealing with Treasury (OFAC, 31 CFR chapter V) before you ship. Licet does not hold those rules.",
            cfr("15 CFR 748.5(c)"),
            before=True,
            met=words["ofac_authorization"].is_stated() & words["ofac_authorization_covers_sale"].is_(True),
        )
    ],
)
def dealing_with_sanctioned_buyer(f: Facts) -> Condition:
    """What the EAR leave free for a buyer or agent in a sanctioned country, Treasury may forbid."""
    return f.action.in_(*_MOVES) & f.some_party(lambda p: _between(p) & in_sanctioned_country(p))


@PART_748.notice(
    "us.ear.notice.748.5.sanctioned",
    "buyer_or_agent_in_sanctioned_country",
    cites=["15 CFR 748.5(c)", "15 CFR 748.5(d)", "15 CFR Part 746"],
    periods=[EAR_1996],
)
def buyer_or_agent_sanctioned(f: Facts) -> Condition:
    """A purchaser or intermediate consignee is in a sanctioned country or an occupied region: a red flag that the
    item goes there. Part 746 and Treasury's rules (OFAC) reach dealings with such parties; do not ship before
    both are cleared.
    """
    return f.action.in_(*_MOVES) & f.some_party(lambda p: _between(p) & in_sanctioned_country(p))


def _between(p: PartyTerm) -> Condition:
    return p.role.in_("purchaser", "intermediate_consignee") & p.elsewhere.is_(True)
