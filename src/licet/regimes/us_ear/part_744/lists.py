"""15 CFR Part 744: parties on the SDN, Unverified and Military End User Lists, and those whom they own."""

from __future__ import annotations

from licet.regimes.us_ear.facts import words
from licet.regimes.us_ear.part_734.acts import is_other_act
from licet.regimes.us_ear.part_744.rules import on_other_list, plays_statutory_role
from licet.regimes.us_ear.periods import AFFILIATES, AFFILIATES_STAYED, EAR_1996
from licet.rules.citation import cfr
from licet.rules.condition import Condition
from licet.rules.rule import Chapter, Obligation, Occasion, Question, period
from licet.rules.terms import Facts, Listed, PartyTerm

__all__ = ["PART_744_LISTS"]

PART_744_LISTS = Chapter("15 CFR Part 744, other lists")

PROGRAMS = (
    *("BELARUS-EO14038", "BELARUS", "RUSSIA-EO14024", "UKRAINE-EO13660", "UKRAINE-EO13661"),
    *("UKRAINE-EO13662", "UKRAINE-EO13685", "FTO", "SDGT", "NPWMD"),
    *("ILLICIT DRUGS-EO14059", "ILLICIT-DRUGS-EO14059", "SDNT", "SDNTK", "TCO"),
)
"""The programs of 15 CFR 744.8(a)(1), by the tags of the SDN List; the list spells one with a hyphen."""

_SDN, _OF_SDN, _TREASURY = "us.ear.744.8", "us.ear.744.8.a.2", "us.ear.744.8.treasury"
_MEU, _OF_MEU, _MIXED = "us.ear.744.21.b.1", "us.ear.744.21.a.3", "us.ear.744.affiliates.other_lists"
_UVL_PARTY = "us.ear.744.15.uvl_party"

_SDN_2024 = period(
    "2024-03-21",
    published="2024-03-21",
    cite="89 FR 20107",
    source="text of 15 CFR 744.8 as of 2026-09-01; the rule's day of publication",
)
_SDN_BEFORE = period(
    "1996-03-25",
    last="2024-03-20",
    published="1996-03-25",
    cite="61 FR 12802",
    source="none: the sections of part 744 on blocked persons before 89 FR 20107 were not read",
)
_UVL_2014 = period(
    "2014-01-21",
    published="2013-12-19",
    cite="78 FR 76741",
    source="text of 15 CFR 744.15 as of 2026-09-01, unchanged since 78 FR 76747; its first day from summaries",
)
_UVL_BEFORE = period(
    "2002-06-14",
    last="2014-01-20",
    published="2002-06-14",
    cite="67 FR 40910",
    source="general knowledge and BIS's answers of 2002: a red flag only",
)
_MEU_2020 = period(
    "2020-12-23",
    published="2020-12-23",
    cite="85 FR 83793",
    source="text of 15 CFR 744.21(b)(1) as of 2026-09-01; the first day of the list from general knowledge",
)


def _blocked(entry: Listed) -> Condition:
    return entry.on("SDN") & entry.programs.in_(*PROGRAMS)


def _blocked_elsewhere(entry: Listed) -> Condition:
    return entry.on("SDN") & ~entry.programs.in_(*PROGRAMS)


@PART_744_LISTS.requirement(
    _SDN,
    cites=["15 CFR 744.8(b)", "15 CFR 748.5"],
    periods=[_SDN_2024],
    policy="presumption of denial",
)
def blocked_person(f: Facts) -> Condition:
    """A license is needed when a purchaser, consignee or end-user is on the SDN List under a program that
    744.8(a)(1) names, unless it is on the Entity List too, whose entry then says what is needed.
    """
    return f.some_party(
        lambda p: plays_statutory_role(p) & p.listing(_blocked) & ~p.listed("EL"),
    )


@blocked_person.amended([_SDN_BEFORE])
def blocked_person_before_2024(f: Facts) -> Condition:
    """Before March 21, 2024 other sections spoke of blocked persons; Licet does not hold them."""
    return f.some_party(lambda p: p.listed("SDN")) & f.unmodeled(
        "744.8 before 2024", "what part 744 demanded for persons on the SDN List before March 21, 2024"
    )


@PART_744_LISTS.requirement(
    _OF_SDN,
    cites=["15 CFR 744.8(a)(2)", "15 CFR 744.8(b)"],
    periods=[AFFILIATES],
    policy="presumption of denial",
)
def owned_by_blocked(f: Facts) -> Condition:
    """A foreign entity owned 50 percent or more by persons blocked under those programs carries their
    requirement.
    """
    return f.some_party(
        lambda p: (
            plays_statutory_role(p)
            & ~p.country.is_("US")
            & p.owned_at_least(50, lambda owner: owner.listing(_blocked))
        )
    )


owned_by_blocked.not_in_force(AFFILIATES_STAYED)


@PART_744_LISTS.requirement(
    _TREASURY,
    cites=["15 CFR 744.8(d)", "15 CFR 734.3(b)(1)"],
    periods=[EAR_1996],
    policy="as Treasury's rules say",
    activity=True,
)
def blocked_for_treasury(f: Facts) -> Condition:
    """A person on the SDN List takes part in another role or under another program, or is on the Entity List too,
    whose entry then takes the place of 744.8, or owns half of a party, or the act is no export: Treasury's own rules
    forbid most dealings, and Licet does not hold them.
    """
    taking_part = f.some_party(
        lambda p: (
            p.listing(_blocked_elsewhere)
            | (~plays_statutory_role(p) & p.listed("SDN"))
            | (p.listed("SDN") & p.listed("EL"))
            | (p.listed("SDN") & (is_other_act(f) | ~f.defined("us.ear.734.3")))
        )
    )
    owning = f.some_party(lambda p: p.owned_at_least(50, lambda owner: owner.listed("SDN")))
    return (taking_part | owning) & f.unmodeled(
        "OFAC", "what Treasury's sanctions forbid with persons on the SDN List"
    )


@PART_744_LISTS.exemption(
    "us.ear.744.8.ofac",
    defeats=[_SDN, _OF_SDN, _TREASURY],
    cites=["15 CFR 744.8(a)(2)", "15 CFR 744.8(b)"],
    periods=[_SDN_2024],
    claim=words["ofac_authorization"].is_stated(),
)
def authorized_by_ofac(f: Facts) -> Condition:
    """What OFAC has authorized or exempts, or would have by a general license if its rules reached the sale,
    needs no license of BIS beside it.
    """
    return words["ofac_authorization_covers_sale"].is_(True)


@PART_744_LISTS.requirement(
    _MEU,
    cites=["15 CFR 744.21(b)(1)(ii)", "15 CFR Part 744 Supp. 2", "15 CFR Part 744 Supp. 7"],
    periods=[_MEU_2020],
    policy="presumption of denial",
)
def military_end_user_list(f: Facts) -> Condition:
    """An item of Supplement No. 2 needs a license when a purchaser, consignee or end-user is on the Military
    End User List.
    """
    listed = f.some_party(lambda p: plays_statutory_role(p) & p.listed("MEU"))
    return listed & f.defined("us.ear.744.supp2")


@PART_744_LISTS.requirement(
    _OF_MEU,
    cites=["15 CFR 744.21(a)(3)", "15 CFR Part 744 Supp. 2"],
    periods=[AFFILIATES],
    policy="presumption of denial",
)
def owned_by_military_end_users(f: Facts) -> Condition:
    """A foreign entity owned 50 percent or more by parties of the Military End User List carries their
    requirement; where a listed owner's share cannot be found a license is needed too.
    """
    owned = f.some_party(
        lambda p: (
            plays_statutory_role(p)
            & ~p.country.is_("US")
            & (
                p.owned_at_least(50, lambda owner: owner.listed("MEU"))
                | (
                    words["ownership_cannot_be_determined"].is_(True)
                    & p.some_owner(lambda owner: owner.listed("MEU"))
                )
            )
        )
    )
    return owned & f.defined("us.ear.744.supp2")


owned_by_military_end_users.not_in_force(AFFILIATES_STAYED)


def _restricted(entry: Listed) -> Condition:
    return entry.on("EL", "MEU") | _blocked(entry)


def _restricted_for_all(entry: Listed) -> Condition:
    return (entry.on("EL") & entry.covers_item.is_(True)) | _blocked(entry)


@PART_744_LISTS.requirement(
    _MIXED,
    cites=["15 CFR 744.8(a)(2)", "15 CFR 744.11(a)(1)", "15 CFR 744.21(a)(3)"],
    periods=[AFFILIATES],
    policy="presumption of denial",
)
def owned_by_parties_of_several_lists(f: Facts) -> Condition:
    """Owners on the Entity, Military End User and SDN Lists count together towards 50 percent, and the most
    restrictive of their requirements holds.
    """
    wide = f.some_party(
        lambda p: _owned_together(p) & p.owned_at_least(1, lambda owner: owner.listing(_restricted_for_all))
    )
    narrow = f.some_party(_owned_together) & f.defined("us.ear.744.supp2")
    return wide | narrow


def _owned_together(p: PartyTerm) -> Condition:
    return (
        plays_statutory_role(p)
        & ~p.country.is_("US")
        & p.owned_at_least(50, lambda owner: owner.listing(_restricted))
        & ~p.owned_at_least(50, lambda owner: owner.listed("EL"))
        & ~p.owned_at_least(50, lambda owner: owner.listed("MEU"))
        & ~p.owned_at_least(50, lambda owner: owner.listing(_blocked))
    )


owned_by_parties_of_several_lists.not_in_force(AFFILIATES_STAYED)


@PART_744_LISTS.rule(
    _UVL_PARTY,
    Question.DEFINITION,
    cites=["15 CFR 744.15(b)", "15 CFR 748.5"],
    periods=[_UVL_2014],
)
def unverified_party(f: Facts) -> Condition:
    """A purchaser, consignee or end-user is on the Unverified List."""
    return f.some_party(lambda p: plays_statutory_role(p) & p.listed("UVL"))


@PART_744_LISTS.duty(
    "us.ear.744.15.b",
    cites=["15 CFR 744.15(b)", "15 CFR 762.2"],
    periods=[_UVL_2014],
    obligations=[
        Obligation(
            "obtain_uvl_statement",
            "Before going on, obtain the signed statement of 744.15(b)(2) from the party on the Unverified List, "
            "and keep it.",
            cfr("15 CFR 744.15(b)"),
            before=True,
            met=words["uvl_statement_obtained"].is_(True),
        )
    ],
    occasion=Occasion.UNLICENSED,
)
def statement_of_unverified_party(f: Facts) -> Condition:
    """Where no license is required, a party on the Unverified List must give a statement first."""
    return f.defined(_UVL_PARTY)


@PART_744_LISTS.duty(
    "us.ear.744.other_list",
    cites=["15 CFR Part 732 Supp. 3"],
    periods=[EAR_1996],
    obligations=[
        Obligation(
            "examine_other_list",
            "Before going on, see what the list that names the party forbids, and to whom. The EAR demand nothing "
            "for it; its keeper, another law or your own organization may.",
            cfr("15 CFR Part 732 Supp. 3"),
            before=True,
            met=words["other_list_examined"].is_(True),
        )
    ],
    occasion=Occasion.MOVING,
)
def other_list_examined(f: Facts) -> Condition:
    """A party or owner is, or may be, on a list of another agency, government or organization, or on one of your
    own: hold the transaction until it is known what that list forbids.
    """
    return f.some_party(on_other_list)


@PART_744_LISTS.notice(
    "us.ear.notice.unverified",
    "unverified_party",
    cites=["15 CFR 744.15", "15 CFR Part 732 Supp. 3"],
    periods=[_UVL_BEFORE, _UVL_2014],
)
def unverified(f: Facts) -> Condition:
    """A party is on the Unverified List: a red flag to be resolved first. Since January 21, 2014 no license
    exception may be used.
    """
    return f.some_party(lambda p: p.listed("UVL"))


@PART_744_LISTS.notice(
    "us.ear.notice.military_end_user",
    "listed_military_end_user",
    cites=["15 CFR 744.21(b)", "15 CFR Part 732 Supp. 3"],
    periods=[_MEU_2020],
)
def military_end_user_takes_part(f: Facts) -> Condition:
    """A party is on the Military End User List. Only items of Supplement No. 2 to part 744 need a license for
    that; make sure that the item is none and that no other end use is meant.
    """
    return f.some_party(lambda p: p.listed("MEU"))
