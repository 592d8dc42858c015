"""15 CFR Part 744: end-user and end-use controls; the Entity List, other lists, ownership, end uses."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from licet.regimes.us_ear.facts import words
from licet.regimes.us_ear.part_738.rules import CHART
from licet.regimes.us_ear.periods import (
    AFFILIATES,
    AFFILIATES_STAYED,
    BEFORE_2008,
    EAR_1996,
    ENTITY_LIST_2008,
    ROLES_2020,
)
from licet.rules.condition import Condition, Field
from licet.rules.rule import ENTRY_POLICY, Caveat, Chapter, period
from licet.rules.terms import Facts, Listed, PartyTerm

__all__ = ["BEYOND_A_LICENSE", "PART_744", "entity_list_party", "on_other_list", "plays_statutory_role"]

PART_744 = Chapter("15 CFR Part 744")

_OTHER_LISTS = (
    *("SSI", "NS-MBS", "CMIC", "CAP", "PLC", "FSE", "DTC", "ISN", "UFLPA", "WRO", "1260H"),
    *("UN", "EU", "UK", "CH", "FTM", "OWN"),
)
"""Lists of which the EAR demand nothing by themselves."""


def on_other_list(party: PartyTerm) -> Condition:
    """The party or an owner of it is on a list that is not one of the EAR."""
    return party.listed(*_OTHER_LISTS) | party.some_owner(lambda owner: owner.listed(*_OTHER_LISTS))


_ENTITY_LIST = "us.ear.744.11"
_AFFILIATES = "us.ear.744.11.a.1"

_OF_PART_744 = (
    *(f"us.ear.744.{section}" for section in (2, 3, 4, 5, 6, 7, 8, 9, 17, 22)),
    *(f"us.ear.744.23.{name}" for name in ("a.1", "a.2", "a.3", "a.4", "apart")),
    *("us.ear.744.21.a.1", "us.ear.744.21.a.2", "us.ear.744.21.a.3", "us.ear.744.21.b.1"),
    *("us.ear.744.8.a.2", "us.ear.744.affiliates.other_lists", "us.ear.744.informed"),
)
_OF_PART_746 = ("us.ear.746.3.a.4", "us.ear.746.3.f")
_OF_PART_734 = (
    "us.ear.734.9.e.1.license",
    "us.ear.734.9.e.2.license",
    "us.ear.734.9.e.3.license",
    "us.ear.734.9.other.license",
)
"""Requirements of other chapters that a license of BIS can meet."""

BEYOND_A_LICENSE = {
    "us.ear.744.8.treasury": "Treasury's OFAC authorizes what its own rules forbid (15 CFR 744.8(b))",
    "us.ear.746.7.e": "what Treasury forbids for Iran OFAC alone authorizes (15 CFR 746.7(e))",
    "us.ear.748.5.destination": "a license names its destination, so which it is must be known first (15 CFR 748.5)",
    "us.ear.748.5": "a license names its parties, so who they are must be known first (15 CFR 748.5)",
}
"""Requirements that a license of BIS does not meet, with the reason; it meets every other."""

_WITH_CARE = period(
    "2008-08-21",
    last="2020-08-16",
    published="2008-08-21",
    cite="73 FR 49311",
    source="answers of the agency before and after 85 FR 51596, as summarized by law firms",
)


def plays_statutory_role(p: PartyTerm) -> Condition:
    """A role of 748.5(c)-(f); who takes possession as agent is an intermediate consignee (748.5(d))."""
    return p.has_statutory_role | (p.role.in_("bank", "freight_forwarder") & p.acts_as_agent.is_(True))


_STATED_POSSESSION = Field("party.takes_possession_as_agent", "that it takes possession as agent", claim=True)


def _is_stated_agent(p: PartyTerm) -> Condition:
    """A bank or forwarder of which possession is stated; one of which nothing is said counts as a carrier.

    Read as a claim, since before August 17, 2020 the agency freed listed forwarders as such (its answer 138):
    that nothing is said of possession must not leave every forwarder of that time open.
    """
    return p.role.in_("bank", "freight_forwarder") & _STATED_POSSESSION.is_(True)


def entity_list_party(f: Facts, which: Callable[[Listed], Condition]) -> Condition:
    """Whether a party in a statutory role is on the Entity List by an entry that covers the item."""
    return f.some_party(
        lambda p: (
            plays_statutory_role(p)
            & p.listing(lambda entry: entry.on("EL") & entry.covers_item.is_(True) & which(entry))
        )
    )


@PART_744.requirement(
    _ENTITY_LIST,
    cites=["15 CFR 744.11(a)", "15 CFR 744.16(a)", "15 CFR 748.5"],
    periods=[ENTITY_LIST_2008],
    policy=ENTRY_POLICY,
)
def entity_list(f: Facts) -> Condition:
    """A license is needed when a purchaser, consignee or end-user is on the Entity List, to the extent that
    its entry says; so too, on the safe reading of 748.5(d), a forwarder or bank that takes possession as agent.
    """
    return f.some_party(
        lambda p: (
            (p.has_statutory_role | _is_stated_agent(p))
            & p.listing(lambda entry: entry.on("EL") & entry.covers_item.is_(True))
        )
    )


@entity_list.amended([BEFORE_2008])
def entity_list_before_2008(f: Facts) -> Condition:
    """Before August 21, 2008 the Entity List stood for fewer causes; Licet does not hold its rules of then."""
    return f.some_party(lambda p: p.listed("EL")) & f.unmodeled(
        "744.11 before 2008", "what an entry of the Entity List demanded before August 21, 2008"
    )


@entity_list.amended([ROLES_2020])
def entity_list_since_2020(f: Facts) -> Condition:
    """A license is needed when a purchaser, consignee or end-user is on the Entity List, to the extent that
    its entry says; a bank or forwarder that takes possession as agent is an intermediate consignee.
    """
    return f.some_party(
        lambda p: (
            plays_statutory_role(p) & p.listing(lambda entry: entry.on("EL") & entry.covers_item.is_(True))
        )
    )


@PART_744.requirement(
    _AFFILIATES,
    cites=["15 CFR 744.11(a)(1)", "15 CFR Part 744 Supp. 8"],
    periods=[AFFILIATES],
    policy=ENTRY_POLICY,
)
def owned_by_listed(f: Facts) -> Condition:
    """A foreign entity owned 50 percent or more by listed entities carries their requirement; a listed owner
    whose share was looked for and cannot be found needs a license too (Red Flag 29).
    """
    return f.some_party(
        lambda p: (
            plays_statutory_role(p)
            & ~p.country.is_("US")
            & (
                p.owned_at_least(50, lambda owner: owner.listed("EL"))
                | (
                    words["ownership_cannot_be_determined"].is_(True)
                    & p.some_owner(lambda owner: owner.listed("EL"))
                )
            )
        )
    )


owned_by_listed.not_in_force(AFFILIATES_STAYED)


@PART_744.authority(
    "us.ear.744.tgl.affiliates",
    "the temporary general license of the ownership rule (90 FR 47201)",
    defeats=[_AFFILIATES],
    cites=["FR Doc. 2025-19001"],
    periods=[
        period(
            "2025-09-29",
            last="2025-11-28",
            published="2025-09-30",
            cite="90 FR 47201",
            source="law firms' summaries; one of them gives December 1, 2025 as the end",
        )
    ],
    claim=None,
    verified=False,
)
def affiliates_general_license(f: Facts) -> Condition:
    """Until November 28, 2025: an affiliate in a Country Group A:5 or A:6 country, or a joint venture with a
    partner from the United States or those countries outside Country Groups E:1 and E:2.
    """
    in_group = f.destination_in("A:5", "A:6")
    venture = words["affiliates_joint_venture"].is_(True) & ~f.destination_in("E:1", "E:2")
    return in_group | venture


_AS_STATED = Caveat(
    "license_as_stated",
    "The license is taken as stated: what remains of it and its conditions were not looked up on record.",
)


@PART_744.authority(
    "us.ear.750.7",
    "a license of BIS",
    defeats=[
        _ENTITY_LIST,
        _AFFILIATES,
        "us.ear.744.16.f",
        *CHART,
        "us.ear.746.2",
        "us.ear.746.7",
        "us.ear.746.4",
        "us.ear.746.9",
        "us.ear.746.8",
        "us.ear.746.8.belarus",
        "us.ear.746.3",
        "us.ear.746.6",
        "us.ear.736.2.b.8",
        "us.ear.742.6.a.6.ii",
        "us.ear.738.unlisted",
        "us.ear.774.firearms.2024",
        "us.ear.774.firearms.new",
        *_OF_PART_734,
        *_OF_PART_744,
        *_OF_PART_746,
    ],
    cites=["15 CFR 750.7(a)"],
    periods=[replace(EAR_1996, caveat=_AS_STATED)],
    claim=words["license_number"].is_stated(),
)
def license_held(f: Facts) -> Condition:  # rules share one shape
    """A license authorizes what it describes: the item, the parties, the destination and the end use."""
    return words["license_covers_sale"].is_(True)


@PART_744.notice(
    "us.ear.notice.other_role",
    "listed_party_in_other_role",
    cites=["15 CFR 744.16(a)", "15 CFR 748.5"],
    periods=[ENTITY_LIST_2008],
)
def listed_in_other_role(f: Facts) -> Condition:
    """A party on the Entity List takes part in a role that brings no license requirement by itself: a red
    flag. Make sure that it is no purchaser, consignee or end-user in fact.
    """
    return f.some_party(lambda p: ~p.has_statutory_role & ~_is_stated_agent(p) & p.listed("EL"))


@PART_744.notice(
    "us.ear.notice.contested_role",
    "contested_before_2020_08_17",
    cites=["15 CFR 744.16(a)", "85 FR 51335"],
    periods=[_WITH_CARE],
)
def contested_role(f: Facts) -> Condition:
    """Before August 17, 2020 the agency's answers differed on which roles of a listed party need a license."""
    return f.some_party(
        lambda p: (
            p.role.in_("purchaser", "intermediate_consignee", "freight_forwarder", "bank") & p.listed("EL")
        )
    )


@PART_744.notice(
    "us.ear.notice.listed_owner",
    "listed_owner",
    cites=["15 CFR 744.11(a)(1)", "15 CFR Part 732 Supp. 3"],
    periods=[ENTITY_LIST_2008],
)
def listed_owner(f: Facts) -> Condition:
    """A listed party owns a share of a party to the sale: a red flag, whatever the ownership rule says."""
    return f.some_party(lambda p: p.some_owner(lambda owner: owner.listed("EL", "MEU", "SDN", "DPL", "UVL")))


@PART_744.notice(
    "us.ear.notice.ownership",
    "ownership_not_examined",
    cites=["15 CFR 744.11(a)(1)"],
    periods=[ENTITY_LIST_2008],
)
def ownership_not_examined(f: Facts) -> Condition:
    """No owners are given for some party: ownership was not examined."""
    return f.some_party(lambda p: p.has_statutory_role & ~p.owners_stated.is_(True))


@PART_744.notice(
    "us.ear.notice.other_agency",
    "listed_on_other_list",
    cites=["15 CFR 744.8", "15 CFR Part 732 Supp. 3"],
    periods=[EAR_1996],
)
def other_agency(f: Facts) -> Condition:
    """A party or owner is on a list of another US agency (SSI, NS-MBS, CMIC, CAP, PLC, FSE, DTC, ISN, UFLPA, WRO or
    1260H), of another government or the United Nations, or on one of your own: see what it forbids before going on.
    """
    return f.some_party(on_other_list)


_RETURNED = period(
    "2026-11-10",
    published="2025-11-12",
    cite="90 FR 50857",
    source="the stay's own end; no later rule was seen by November 23, 2026",
)


@PART_744.notice(
    "us.ear.notice.affiliates_return",
    "affiliates_rule_return_not_confirmed",
    cites=["15 CFR 744.11(a)(1)", "90 FR 50857"],
    periods=[_RETURNED],
)
def affiliates_return(f: Facts) -> Condition:
    """The stay of the ownership rule ended on November 9, 2026 by its own words; whether a later rule extended
    it was not seen when the rulebook was made. Check the Federal Register.
    """
    return f.some_party(lambda p: p.some_owner(lambda owner: owner.listed("EL", "MEU", "SDN")))
