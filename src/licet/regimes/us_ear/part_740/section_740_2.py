"""15 CFR 740.2: restrictions on all license exceptions, each as a term that says it does not stand in the way."""

from __future__ import annotations

from collections.abc import Callable

from licet.regimes.us_ear.facts import words
from licet.regimes.us_ear.part_740.common import TEXT, controlled_for, no, yes
from licet.regimes.us_ear.part_740.source_notes import RESTRICTIONS_SINCE
from licet.regimes.us_ear.part_744.rules import plays_statutory_role
from licet.rules.condition import Condition, all_of
from licet.rules.rule import Chapter, Period, Question, RuleDraft, period
from licet.rules.terms import Facts, f

__all__ = ["GOVERNMENT", "PART_740_2", "free"]

PART_740_2 = Chapter("15 CFR Part 740, restrictions")

_COMMON = (
    *("a.1", "a.3", "a.3.technology", "a.7", "a.9.i", "a.10", "a.11", "a.14", "a.15", "a.17", "a.19", "a.21"),
    *("746.1", "754"),
)
"""The restrictions from which no exception is spared but GOV."""

_OTHERS = ("a.4", "a.5", "a.8", "a.9.ii", "a.12", "a.13", "a.22", "a.23", "a.25")
"""Those from which some exceptions are spared; 740.2(a)(6), of sanctioned destinations, is a term apart."""

GOVERNMENT = ("a.5", "a.7", "a.9.i", "a.9.ii", "a.12", "a.13", "a.15", "a.22", "a.23", "a.25", "746.1")
"""Those from which GOV under 740.11(b)(2) is spared."""

_SPARED: dict[frozenset[str], str] = {
    frozenset(spared): ".".join(["us.ear.740.2.but", *(name.removeprefix("a.") for name in spared)])
    for spared in (
        *(("a.4",), ("a.5",), ("a.13",), ("a.22",), ("a.9.ii",), ("a.12", "a.13"), ("a.13", "a.23")),
        *(("a.4", "a.5"), ("a.4", "a.5", "a.13"), ("a.5", "a.13"), ("a.5", "a.13", "a.22"), ("a.13", "a.25")),
        *(("a.5", "a.13", "a.25"), ("a.5", "a.9.ii", "a.13", "a.22"), ("a.5", "a.8", "a.9.ii", "a.22")),
        ("a.5", "a.8", "a.9.ii", "a.13", "a.22"),
        ("a.5", "a.8", "a.9.ii", "a.13", "a.22", "a.25"),
    )
} | {
    frozenset(): "us.ear.740.2.all",
    frozenset(GOVERNMENT): "us.ear.740.2.government",
    frozenset((*GOVERNMENT, "a.3", "a.4", "a.8", "a.14", "a.21")): "us.ear.740.2.agencies",
}
"""The restrictions from which an exception is spared, and the rule that none of the others stands in the way."""


def free(*spared: str, sanctioned: tuple[str, ...] = ()) -> Condition:
    """That no restriction stands in the way, but for those from which an exception is spared.

    ``sanctioned``: sanctioned destinations for which part 746 names the exception (740.2(a)(6)).
    """
    others = f.defined(_SPARED[frozenset(spared)])
    elsewhere = f.defined("us.ear.740.2.a.6")
    return all_of(others, elsewhere | f.destination.in_(*sanctioned) if sanctioned else elsewhere)


_Author = Callable[[Facts], Condition]


def _days(start: str = RESTRICTIONS_SINCE, last: str | None = None) -> Period:
    """Days for which the text of September 1, 2026 is taken to have stood; coverage.toml verifies it for that day."""
    return period(
        start,
        last=last,
        published=start,
        cite="15 CFR 740.2",
        source="text of 740.2 as of 2026-09-01; its source note names no amendments",
    )


def _term(name: str, *cites: str, since: Period | None = None) -> Callable[[_Author], RuleDraft]:
    return PART_740_2.rule(
        f"us.ear.740.2.{name}",
        Question.DEFINITION,
        cites=cites or [f"15 CFR 740.2({name.replace('.', ')(')})"],
        periods=[since or _days()],
    )


def _none_but(spared: frozenset[str]) -> Callable[[Facts], Condition]:
    def author(f: Facts) -> Condition:
        whole = () if spared & set(_COMMON) else (f.defined("us.ear.740.2.common"),)
        left = _OTHERS if whole else (*_COMMON, *_OTHERS)
        return all_of(*whole, *(f.defined(f"us.ear.740.2.{name}") for name in left if name not in spared))

    named = ", ".join(f"({name.replace('.', ')(')})" for name in sorted(spared) if name != "746.1")
    author.__doc__ = "No restriction of 740.2 stands in the way" + (f", {named} aside." if named else ".")
    return author


for _left_out, _name in _SPARED.items():
    PART_740_2.rule(_name, Question.DEFINITION, cites=["15 CFR 740.2(a)"], periods=[_days()])(
        _none_but(_left_out)
    )


@_term("common", "15 CFR 740.2(a)")
def none_that_all_share(f: Facts) -> Condition:
    """None of the restrictions of 740.2 stands in the way from which no exception but GOV is spared."""
    return all_of(*(f.defined(f"us.ear.740.2.{name}") for name in _COMMON))


def _not_held(f: Facts) -> Condition:
    """That the text of the day would spare what is restricted today in other words."""
    return f.unmodeled("740 earlier", "the restrictions of 740.2 of the day for such an item")


@_term("a.1", "15 CFR 740.2(a)(1)", "15 CFR 740.2(c)")
def not_suspended(f: Facts) -> Condition:
    """The use of the exception was not suspended or revoked."""
    return ~yes("license_exception_suspended")


@_term("a.3")
def not_surreptitious(f: Facts) -> Condition:
    """The item is not made for the surreptitious interception of communications."""
    return ~f.item.flag("surreptitious", "that the item is for surreptitious interception")


@_term("a.3.technology", "15 CFR 740.2(a)(3)")
def not_surreptitious_technology(f: Facts) -> Condition:
    """It is not the technology for surreptitious interception, for which there is no exception at all."""
    return ~f.item.flag("surreptitious_technology", "that it is technology for surreptitious interception")


@_term("a.4", "15 CFR 740.2(a)(4)", "15 CFR 742.7")
def not_for_crime_control(f: Facts) -> Condition:
    """No license is required for crime control reasons, or the item goes to Australia, India, Japan, New
    Zealand or a member of NATO.
    """
    return (
        ~f.defined("us.ear.742.for.cc") | f.destination.in_("AU", "IN", "JP", "NZ") | f.destination_in("NATO")
    )


@_term("a.5")
def not_for_missile_technology(f: Facts) -> Condition:
    """The item is not controlled for missile technology reasons."""
    return ~controlled_for(f, "MT")


@_term("a.5.i", "15 CFR 740.2(a)(5)(i)", since=TEXT)
def missile_technology_elsewhere(f: Facts) -> Condition:
    """The item is not controlled for missile technology reasons, or does not go to Country Groups D:4 or D:5."""
    return ~controlled_for(f, "MT") | ~f.destination_in("D:4", "D:5")


@missile_technology_elsewhere.amended([_days(last="2026-08-14")])
def missile_technology_before(f: Facts) -> Condition:
    """The item is not controlled for missile technology reasons; earlier openings of the section do not spare what
    goes outside Country Groups D:4 and D:5.
    """
    return ~controlled_for(f, "MT") | _not_held(f)


@_term("a.5.ii", "15 CFR 740.2(a)(5)(ii)")
def missile_technology_in_vehicles(f: Facts) -> Condition:
    """An item for guidance, navigation and the like goes as part of a manned vehicle or spacecraft or as its
    spare, whatever the destination.
    """
    listed = f.item.flag("mt_vehicle_part", "that the item is of an ECCN named in 740.2(a)(5)(ii)(A)")
    return listed & yes("part_of_vehicle")


_EMBARGOED = ("CU", "IR", "KP", "SY")


@_term("a.6", "15 CFR 740.2(a)(6)", "15 CFR 746.1", since=_days("2022-02-24"))
def not_to_a_sanctioned_destination(f: Facts) -> Condition:
    """The item does not go to Cuba, Iran, North Korea, Syria, Russia, Belarus, or the occupied regions of
    Ukraine.
    """
    return ~f.destination.in_(*_EMBARGOED, "RU", "BY") & ~_occupied(f)


@not_to_a_sanctioned_destination.amended([_days(last="2022-02-23")])
def not_to_an_embargoed_destination(f: Facts) -> Condition:
    """The item does not go to Cuba, Iran, North Korea, Syria, or the occupied regions of Ukraine; there was no
    limited sanction of 746.8 yet.
    """
    return ~f.destination.in_(*_EMBARGOED) & ~_occupied(f)


def _occupied(f: Facts) -> Condition:
    return f.destination.is_("UA") & ~no("occupied_region_of_ukraine")


@_term("a.7")
def not_infrared_technology(f: Facts) -> Condition:
    """It is not technology for infrared detectors and image intensifiers of 740.2(a)(7)."""
    return ~f.item.flag("infrared_technology", "that it is technology of 740.2(a)(7)")


@_term("a.8")
def not_explosives_detection(f: Facts) -> Condition:
    """The item is no equipment, software or technology to detect explosives or concealed objects."""
    return ~f.item.flag("explosives_detection", "that the item is for the detection of explosives")


@_term("a.9.i", since=_days("2025-01-16"))
def not_chip_making_to_d5(f: Facts) -> Condition:
    """The item is not for making advanced chips, or does not go to Macau or Country Group D:5."""
    listed = f.item.flag("semiconductor_making", "that the item is of 740.2(a)(9)(i)")
    return ~listed | ~_d5_or_macau(f)


@not_chip_making_to_d5.amended([_days(last="2025-01-15")])
def not_category_3_to_d5(f: Facts) -> Condition:
    """The item is of no product group B to E of Category 3, or does not go to Macau or Country Group D:5; which of
    its paragraphs 740.2(a)(9) named then was not read.
    """
    near = f.item.flag("category_3_product_groups_b_to_e", "that the item is of 3B to 3E")
    return ~near | ~_d5_or_macau(f) | _not_held(f)


def _d5_or_macau(f: Facts) -> Condition:
    return f.destination_in("D:5") | f.destination.is_("MO")


@_term("a.9.ii", since=_days("2025-01-16"))
def not_advanced_computing(f: Facts) -> Condition:
    """The item is not for advanced computing, or goes neither to Country Groups D:1, D:4 or D:5 outside A:5
    and A:6 nor to a party headquartered in Macau or D:5.
    """
    listed = f.item.flag("advanced_computing", "that the item is of 740.2(a)(9)(ii)")
    reached = f.destination_in("D:1", "D:4", "D:5") & ~f.destination_in("A:5", "A:6")
    return ~listed | (~reached & no("headquartered_in_d5_or_macau"))


@not_advanced_computing.amended([_days(last="2025-01-15")])
def not_advanced_computing_before(f: Facts) -> Condition:
    """The item is not for advanced computing; how 740.2(a)(9) restricted such items then was not read."""
    listed = f.item.flag("advanced_computing", "that the item is of 740.2(a)(9)(ii)")
    return ~listed | _not_held(f)


@_term("a.10", "15 CFR 740.2(a)(10)", "15 CFR 742.11")
def not_torture(f: Facts) -> Condition:
    """The commodity is no implement of torture."""
    return ~f.item.flag("torture", "that the item is an implement of torture")


@_term("a.11")
def not_military_commodity(f: Facts) -> Condition:
    """The item is no military commodity of ECCN 0A919."""
    return ~f.item.flag("military_commodity", "that the item is a military commodity of 0A919")


def _military(f: Facts) -> Condition:
    return _series_600(f) | f.item.flag("series_9x515", "that the item is of a 9x515 ECCN")


def _series_600(f: Facts) -> Condition:
    return f.item.flag("series_600", "that the item is of the 600 series")


@_term("a.12")
def not_military_to_d5(f: Facts) -> Condition:
    """The item is of no 9x515 or 600 series ECCN, or neither goes to nor comes from Country Group D:5 or Hong
    Kong.
    """
    reached = f.destination_in("D:5") | f.destination.is_("HK")
    return ~_military(f) | (~reached & no("from_arms_embargoed_destination"))


@_term("a.13")
def not_600_series(f: Facts) -> Condition:
    """The item is not of the 600 series."""
    return ~_series_600(f)


@_term("a.13.listed", "15 CFR 740.2(a)(13)")
def not_600_series_technology(f: Facts) -> Condition:
    """The item is no 600 series software or technology that is left to the Government."""
    return ~f.item.flag("series_600_government_only", "that only License Exception GOV is open for the item")


@_term("a.14")
def not_0y521(f: Facts) -> Condition:
    """The item is of no 0Y521 ECCN."""
    return ~f.item.flag("y521", "that the item is of a 0Y521 ECCN")


@_term("a.15", "15 CFR 740.2(a)(15)", "15 CFR 740.2(a)(16)")
def no_major_defense_equipment(f: Facts) -> Condition:
    """The item is not of the 600 series, or is not sold in a contract for much major defense equipment."""
    return ~_series_600(f) | no("major_defense_equipment_contract")


@_term("a.17", "15 CFR 740.2(a)(17)", "15 CFR 744.15")
def nobody_unverified(f: Facts) -> Condition:
    """No party to the transaction is on the Unverified List."""
    return ~f.some_party(lambda p: plays_statutory_role(p) & p.listed("UVL"))


@_term("a.19", "15 CFR 740.2(a)(19)", "15 CFR 740.2(a)(20)")
def hong_kong_papers(f: Facts) -> Condition:
    """To Hong Kong, or on reexport from there, an item controlled for NS, MT, NP or CB reasons has a Hong Kong
    license or statement that none is needed.
    """
    from_there = f.action.is_("reexport") & words["reexported_from"].is_("HK")
    moves = (f.destination.is_("HK") & ~f.action.is_("transfer_in_country")) | from_there
    return ~moves | ~controlled_for(f, "NS", "MT", "NP", "CB") | yes("hong_kong_document")


@_term("a.21", since=_days("2025-09-30"))
def no_defense_article_in_firearm(f: Facts) -> Condition:
    """It is no firearm, or no reexport or transfer, or no defense article is or will be built into it."""
    firearm = f.item.flag("firearm", "that the item is a firearm of 740.2(a)(21)")
    return ~firearm | f.action.is_("export") | no("firearm_with_defense_article")


@no_defense_article_in_firearm.amended([_days(last="2025-09-29")])
def no_firearm_before(f: Facts) -> Condition:
    """It is no item of a 0x5zz ECCN; what 740.2(a)(24), reserved today, forbade then was not read."""
    return ~f.item.flag("series_0x5zz", "that the item is of a 0x5zz ECCN") | _not_held(f)


@_term("a.22")
def not_implemented_export_controls(f: Facts) -> Condition:
    """The item is not of those for which License Exception IEC is made."""
    return ~f.item.flag("allows_iec", "that the ECCN allows License Exception IEC")


@_term("a.23")
def no_large_firearms_contract(f: Facts) -> Condition:
    """It is no semi-automatic firearm in a contract or shipment of 4 million dollars or more, or goes to
    Country Groups A:5 or A:6 outside Mexico, South Africa and Turkey.
    """
    firearm = f.item.flag("semi_automatic", "that the item is a semi-automatic firearm or shotgun")
    ally = f.destination_in("A:5", "A:6") & ~f.destination.in_("MX", "ZA", "TR")
    return ~firearm | no("firearms_contract_of_4_million") | ally


@_term("a.25")
def not_to_pakistan(f: Facts) -> Condition:
    """It does not go to Pakistan, or is none of the items named in 740.2(a)(25)."""
    listed = f.item.flag("pakistan", "that the item is of an ECCN named in 740.2(a)(25)")
    spared = f.item.flag("pakistan_spared", "that the item is of 2B999.h.2")
    return ~f.destination.is_("PK") | ~listed | spared


@_term("746.1", "15 CFR 746.1(b)(4)")
def not_under_un_embargo(f: Facts) -> Condition:
    """The item is not controlled for United Nations reasons to the destination (Iraq, Iran and North Korea have
    rules of their own).
    """
    return ~f.defined("us.ear.742.for.un") | f.destination.in_("IQ", "IR", "KP")


@_term("754", "15 CFR 754.1(b)(1)")
def not_in_short_supply(f: Facts) -> Condition:
    """The item is not controlled for short supply reasons, for which part 754 has exceptions of its own."""
    own = f.unmodeled("738.4.prose", "exceptions from short supply controls (part 754)")
    return ~controlled_for(f, "SS") | own
