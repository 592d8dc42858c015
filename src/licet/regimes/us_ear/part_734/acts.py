"""Acts that are no export, reexport or transfer: imports, payments, services, sales inside the United States.

They need no license, but General Prohibitions Four and Ten (15 CFR 736.2(b)(4), (10); 764.2(e)) forbid also to
buy, finance, store, use or service an item that is subject to the EAR, and so do the standard terms of a denial
order (Supplement No. 1 to part 764, from general knowledge). The exemptions here therefore lift license
requirements and leave prohibitions standing. What other agencies demand of such acts the rulebook does not hold.
"""

from __future__ import annotations

from licet.regimes.us_ear.facts import words
from licet.regimes.us_ear.periods import EAR_1996
from licet.rules.citation import cfr
from licet.rules.condition import Condition
from licet.rules.rule import Chapter, Obligation, Occasion, period
from licet.rules.terms import Facts, PartyTerm

__all__ = ["PART_734_ACTS", "in_sanctioned_country", "is_domestic", "is_other_act"]

PART_734_ACTS = Chapter("15 CFR Part 734, acts that are no export")

_SUBJECT = "us.ear.734.3"
_LISTED = ("EL", "MEU", "UVL", "DPL", "SDN")
_SANCTIONED = ("BY", "RU", "SY")
"""Countries that part 746 names as a whole; Country Groups E:1 and E:2 join them by their dated table."""

_TRANSFERS_2016 = period(
    "1996-03-25",
    published="1996-03-25",
    cite="61 FR 12714",
    source="15 CFR 734.16 as of 2026-09-01 (a transfer is within one foreign country); BIS's Entity List FAQ",
)


def is_domestic(f: Facts) -> Condition:
    """A transfer whose country is the United States: 734.16 speaks of a single foreign country."""
    return f.action.is_("transfer_in_country") & f.destination.is_("US")


def is_other_act(f: Facts) -> Condition:
    """An act that is no export, reexport or transfer."""
    return f.action.in_("import", "payment") | f.item.kind.is_("service") | is_domestic(f)


def in_sanctioned_country(p: PartyTerm) -> Condition:
    """A party in a country of part 746 or of Country Group E:1 or E:2, or in an occupied region of Ukraine."""
    groups = p.country.in_table("country_groups", "E:1") | p.country.in_table("country_groups", "E:2")
    return p.country.in_(*_SANCTIONED) | groups | ~p.occupied_region.is_(False)


@PART_734_ACTS.exemption(
    "us.ear.734.payment",
    defeats=[_SUBJECT],
    cites=["15 CFR 734.3(a)", "15 CFR 734.13"],
    periods=[EAR_1996],
    activity=True,
)
def no_item_moves(f: Facts) -> Condition:
    """A payment moves no item and needs no license under the EAR."""
    return f.action.is_("payment")


@PART_734_ACTS.exemption(
    "us.ear.734.import",
    defeats=[_SUBJECT],
    cites=["15 CFR 734.13", "15 CFR 734.14"],
    periods=[EAR_1996],
    activity=True,
)
def import_is_no_export(f: Facts) -> Condition:
    """An import into the United States is no export, reexport or transfer."""
    return f.action.is_("import")


@PART_734_ACTS.exemption(
    "us.ear.734.service",
    defeats=[_SUBJECT],
    cites=["15 CFR 734.3(a)"],
    periods=[EAR_1996],
    activity=True,
)
def pure_service(f: Facts) -> Condition:
    """A service that moves no commodity, software or technology is outside the license requirements."""
    return f.item.kind.is_("service")


@PART_734_ACTS.exemption(
    "us.ear.734.16.domestic",
    defeats=[_SUBJECT],
    cites=["15 CFR 734.13", "15 CFR 734.16"],
    periods=[_TRANSFERS_2016],
    activity=True,
)
def sale_inside_the_united_states(f: Facts) -> Condition:
    """A sale inside the United States is no export, reexport or transfer; what the buyer exports is."""
    return is_domestic(f)


@PART_734_ACTS.duty(
    "us.ear.734.acts.treasury",
    cites=["15 CFR 734.3(b)(1)", "15 CFR 730.3"],
    periods=[EAR_1996],
    obligations=[
        Obligation(
            "clear_with_treasury",
            "The EAR do not govern this act, but a party or place is in a sanctioned country or an occupied region: "
            "clear it with Treasury (OFAC, 31 CFR chapter V) before you go on. Licet does not hold those rules.",
            cfr("15 CFR 734.3(b)(1)"),
            before=True,
            met=words["ofac_authorization"].is_stated() & words["ofac_authorization_covers_sale"].is_(True),
        )
    ],
    occasion=Occasion.OTHER_ACT,
)
def dealing_with_sanctioned_country(f: Facts) -> Condition:
    """An import from, a payment to or a service for a sanctioned country or an occupied region is a question for
    Treasury (OFAC).
    """
    place = f.destination.in_(*_SANCTIONED) | f.destination_in("E:1", "E:2")
    return is_other_act(f) & (f.some_party(in_sanctioned_country) | place)


@PART_734_ACTS.notice(
    "us.ear.notice.734.import", "import_other_agencies", cites=["15 CFR 734.13"], periods=[EAR_1996]
)
def import_elsewhere(f: Facts) -> Condition:
    """The EAR do not govern imports: ask Customs and Border Protection, and Treasury (OFAC) about the country and
    the seller. To buy an item subject to the EAR in the knowledge of a violation is forbidden (General Prohibition
    Ten): state it as `violation_known`.
    """
    return f.action.is_("import")


@PART_734_ACTS.notice(
    "us.ear.notice.734.payment", "payment_other_agencies", cites=["15 CFR 734.13"], periods=[EAR_1996]
)
def payment_elsewhere(f: Facts) -> Condition:
    """The EAR need no license for a payment: ask Treasury (OFAC) about the payee, its bank and their countries. To
    finance an item subject to the EAR in the knowledge of a violation is forbidden (General Prohibition Ten):
    state it as `violation_known`.
    """
    return f.action.is_("payment")


@PART_734_ACTS.notice(
    "us.ear.notice.734.service", "service_other_agencies", cites=["15 CFR 734.3(a)"], periods=[EAR_1996]
)
def service_elsewhere(f: Facts) -> Condition:
    """Items, software and technology that move with a service are transactions of their own: check each. Ask
    Treasury (OFAC) about the customer, and State about defense services. To service an item subject to the EAR in
    the knowledge of a violation is forbidden (General Prohibition Ten): state it as `violation_known`.
    """
    return f.item.kind.is_("service")


@PART_734_ACTS.notice(
    "us.ear.notice.734.domestic",
    "sale_inside_united_states",
    cites=["15 CFR 734.13", "15 CFR 734.16"],
    periods=[EAR_1996],
)
def domestic_sale(f: Facts) -> Condition:
    """A sale inside the United States is no export. If you know that the buyer will export the item, check that
    export; technology shown to a foreign person is a deemed export.
    """
    return is_domestic(f)


@PART_734_ACTS.notice(
    "us.ear.notice.734.listed",
    "other_act_with_listed_party",
    cites=["15 CFR Part 732 Supp. 3", "15 CFR 736.2(b)(10)"],
    periods=[EAR_1996],
)
def other_act_with_listed_party(f: Facts) -> Condition:
    """A listed party takes part: a red flag. This act needs no license by itself; an item, software or technology
    that moves with it, or because of it, is another matter and must be checked.
    """
    return is_other_act(f) & f.some_party(lambda p: p.listed(*_LISTED))
