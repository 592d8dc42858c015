"""What several of OFAC's rules ask: who is bound, where somebody is, and who is blocked."""

from __future__ import annotations

from licet.regimes.hints import asked_where, item_names, party_names
from licet.regimes.us_ofac.facts import claims, facts, specs
from licet.rules.citation import cfr
from licet.rules.condition import Condition, Field
from licet.rules.rule import Obligation
from licet.rules.terms import Facts, PartyTerm

__all__ = [
    "AUTHORIZED_BY_OFAC", "BLOCK", "REJECT", "acts_for_government", "bound", "is_activity", "origin", "party_in",
    "takes_place_in",
]  # fmt: skip

BLOCK = Obligation(
    "ofac_block_and_report",
    "If you hold property in which the blocked party has an interest (a payment, an account, goods), block it, and "
    "report it to OFAC within 10 business days and each year by September 30.",
    cfr("31 CFR 501.603(b)"),
)
REJECT = Obligation(
    "ofac_reject_and_report",
    "If you reject it and no blocked party has an interest, report the rejected transaction to OFAC within 10 "
    "business "
    "days.",
    cfr("31 CFR 501.604(c)"),
)
AUTHORIZED_BY_OFAC = "us.ofac.authorization"
"""The authority that a person states and vouches for."""

_NAMED = {"CU": "cuba", "IR": "iran", "KP": "north_korea", "RU": "russia", "SY": "syria", "VE": "venezuela"}
"""By country, the topic of the words that name it in a text."""
_ABROAD = ("reexport", "transfer_in_country")
_GOODS_OF = {"CU": "cuban_goods", "IR": "iranian_goods"}
"""By country, the topic of goods that it is known to sell: the origin of such goods is asked for abroad."""
_COUNTRY_IF_STATED = Field("party.country", "the party's country", claim=True)
_TELLING = ("purchaser", "intermediate_consignee", "ultimate_consignee", "end_user", "bank")


def bound(f: Facts) -> Condition:
    """A U.S. person acts, or some part of it happens in or through the United States."""
    return (
        facts["us_person"].is_(True)
        | (f.item.located_in_us.is_(True) & ~f.action.is_("payment"))
        | f.action.is_("import")
        | facts["through_united_states"].is_(True)
    )


def party_in(p: PartyTerm, *places: str) -> Condition:
    """Whether a party is in a country; of a party beside the sale whose country is not stated, that is not taken.

    Beside a payment nobody stands: whoever is named sends, receives or passes on.
    """
    counts = p.role.in_(*_TELLING) | Facts().action.is_("payment")
    return (counts & p.country.in_(*places)) | (~counts & _COUNTRY_IF_STATED.in_(*places))


def takes_place_in(f: Facts, place: str) -> Condition:
    """Whether it goes to a country or its government, or is known to be meant for it.

    That the individuals there live elsewhere takes out the parties (560.427(b)), and no destination.
    """
    visitor = claims["ordinarily_resident_elsewhere"].is_(True)
    there = f.destination.is_(place) | (f.some_party(lambda p: party_in(p, place)) & ~visitor)
    meant = _known_to_be_for(f, place, visitor) | acts_for_government(place)
    return (~f.action.in_("deemed_export", "deemed_reexport") & there) | meant


def _known_to_be_for(f: Facts, place: str, visitor: Condition) -> Condition:
    """Whether it is known to be meant for a country; open where a text names the country and nobody said so."""
    topic = _NAMED[place]
    named = (f.some_party(lambda p: party_names(p, topic)) & ~visitor) | (
        item_names(topic) & ~f.action.is_("import")
    )
    return asked_where(specs["known_to_be_for"], named, place)


def acts_for_government(place: str) -> Condition:
    """Whether the government of a country is known to be a party, or to own or control one.

    Open where the name of a party sounds like that of an embassy, ministry or state body of the country.
    """
    topic = _NAMED.get(place)
    if topic is None:
        return claims["government_party"].is_(place)
    sounds = Facts().some_party(lambda p: party_names(p, "government") & party_names(p, topic))
    return asked_where(specs["government_party"], sounds, place)


def origin(place: str) -> Condition:
    """Whether the goods or services are known to come from a country; open for what it is known to sell abroad."""
    f = Facts()
    doubt = item_names(_GOODS_OF[place]) & f.action.in_(*_ABROAD) & ~f.item.us_origin.is_(True)
    return asked_where(specs["origin_country"], doubt, place)


def is_activity(*names: str) -> Condition:
    """Whether it is said to go under one of some exemptions or general licenses."""
    return claims["ofac_activity"].in_(*names)
