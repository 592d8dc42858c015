"""15 CFR 744.2 to 744.6: nuclear, missile, chemical and biological end uses, and what U.S. persons support."""

from __future__ import annotations

from licet.regimes.us_ear.facts import words
from licet.regimes.us_ear.periods import EAR_1996
from licet.rules.condition import Condition, Field
from licet.rules.rule import Chapter, Period, period
from licet.rules.terms import Facts

__all__ = ["PART_744_END_USES", "used_in_or_by"]

PART_744_END_USES = Chapter("15 CFR Part 744, end uses")

_TEXT = "text of part 744 as of 2026-09-01"
_2021 = period(
    "2021-03-16",
    published="2021-01-15",
    cite="86 FR 4865",
    source=f"{_TEXT}, last amended at 86 FR 4871; the rule's own effective date",
)


def _earlier(last: str) -> Period:
    return period(
        "1996-03-25",
        last=last,
        published="1996-03-25",
        cite="61 FR 12802",
        source="none: earlier wordings of the section were not read",
    )


def used_in_or_by(f: Facts, *groups: str) -> Condition:
    """Whether the use is in a country of the groups, or by a consignee or end-user from there."""
    by = f.some_party(lambda p: p.role.in_("ultimate_consignee", "end_user") & _any_group(p.country, groups))
    return f.destination_in(*groups) | by


def _any_group(country: Field, groups: tuple[str, ...]) -> Condition:
    found = country.in_table("country_groups", groups[0])
    for group in groups[1:]:
        found |= country.in_table("country_groups", group)
    return found


@PART_744_END_USES.requirement(
    "us.ear.744.2",
    cites=["15 CFR 744.2(a)", "15 CFR Part 744 Supp. 3"],
    periods=[
        period(
            "2014-08-07",
            published="2014-08-07",
            cite="79 FR 46316",
            source=f"{_TEXT}, last amended at 79 FR 46324",
        )
    ],
    policy="case-by-case on the factors of 744.2(d)",
)
def nuclear(f: Facts) -> Condition:
    """A license is needed for what will be used in nuclear explosive, unsafeguarded or sensitive nuclear
    activities, outside the countries of Supplement No. 3.
    """
    activity = words["nuclear_explosive_activity"].is_(True) | words["sensitive_nuclear_activity"].is_(True)
    return f.end_use.is_("nuclear") & ~f.destination_in("744.S3") & activity


@nuclear.amended([_earlier("2014-08-06")])
def nuclear_before_2014(f: Facts) -> Condition:
    """Nuclear end uses needed a license before August 7, 2014 too, in a wording that was not read."""
    return f.end_use.is_("nuclear") & f.unmodeled("744 earlier", "744.2 before August 7, 2014")


@PART_744_END_USES.requirement(
    "us.ear.744.3",
    cites=["15 CFR 744.3(a)"],
    periods=[_2021],
    policy="case-by-case; denied where it makes a material contribution (744.3(d))",
)
def missile(f: Facts) -> Condition:
    """A license is needed for rocket systems and unmanned aircraft that deliver weapons of mass destruction, and
    in Country Group D:4 for those of 300 kilometers or more or whose range or use could not be determined.
    """
    delivers = words["delivers_weapons_of_mass_destruction"].is_(True)
    anywhere = delivers & ~words["nato_nuclear_delivery_program"].is_(True)
    in_d4 = words["rocket_range_300_km"].is_(True) | words["rocket_range_or_use_not_determined"].is_(True)
    return f.end_use.is_("missile") & (anywhere | (used_in_or_by(f, "D:4") & in_d4))


@missile.amended([_earlier("2021-03-15")])
def missile_before_2021(f: Facts) -> Condition:
    """Missile end uses needed a license before March 16, 2021 too, in a wording that was not read."""
    return f.end_use.is_("missile") & f.unmodeled("744 earlier", "744.3 before March 16, 2021")


@PART_744_END_USES.requirement(
    "us.ear.744.4",
    cites=["15 CFR 744.4(a)"],
    periods=[_2021],
    policy="case-by-case; denied where it makes a material contribution (744.4(d))",
)
def chemical_biological(f: Facts) -> Condition:
    """A license is needed for what will be used for chemical or biological weapons anywhere, or for a whole
    plant for precursors of 1C350 outside Country Group A:3.
    """
    plant = words["whole_plant_for_precursors"].is_(True) & ~f.destination_in("A:3")
    weapons = words["chemical_or_biological_weapons"].is_(True)
    return f.end_use.is_("chemical_biological_weapons") & (weapons | plant)


@chemical_biological.amended([_earlier("2021-03-15")])
def chemical_biological_before_2021(f: Facts) -> Condition:
    """These end uses needed a license before March 16, 2021 too, in a wording that was not read."""
    return f.end_use.is_("chemical_biological_weapons") & f.unmodeled(
        "744 earlier", "744.4 before March 16, 2021"
    )


@PART_744_END_USES.requirement(
    "us.ear.744.5",
    cites=["15 CFR 744.5(a)"],
    periods=[
        period(
            "2008-11-18",
            published="2008-11-18",
            cite="73 FR 68321",
            source=f"{_TEXT}, last amended at 73 FR 68326",
        )
    ],
    policy="as 744.5(c) says: no naval plants but under an agreement for cooperation",
)
def maritime_nuclear(f: Facts) -> Condition:
    """Technology for a foreign maritime nuclear propulsion project needs a license."""
    return (
        f.end_use.is_("maritime_nuclear_propulsion")
        & f.item.kind.is_("technology")
        & words["maritime_nuclear_project"].is_(True)
    )


@maritime_nuclear.amended([_earlier("2008-11-17")])
def maritime_nuclear_before_2008(f: Facts) -> Condition:
    """Such technology needed a license before November 18, 2008 too, in a wording that was not read."""
    return f.end_use.is_("maritime_nuclear_propulsion") & f.unmodeled(
        "744 earlier", "744.5 before November 18, 2008"
    )


_NAMED = Field("end_use", "the end use", claim=True)
"""The end use as far as it was named: 744.6 reads knowledge, and a sale of what is not subject to the EAR is not
held up because nobody says what it is for."""


@PART_744_END_USES.requirement(
    "us.ear.744.6",
    cites=["15 CFR 744.6(b)", "15 CFR 744.6(c)(2)", "15 CFR 736.2(b)(7)"],
    periods=[
        period(
            "2025-01-16",
            published="2025-01-16",
            cite="90 FR 5298",
            source=f"{_TEXT}, last amended at 90 FR 5311",
        )
    ],
    policy="presumption of denial; denied where it makes a material contribution (744.6(e))",
    activity=True,
)
def us_persons(f: Facts) -> Condition:
    """A U.S. person may not, without a license, support nuclear explosives, missiles, chemical or biological
    weapons, military intelligence or advanced chip making as 744.6 names them, with items that are not subject
    to the EAR or with services as well; nor bring chip-making equipment to Macau or Country Group D:5.
    """
    weapons = (
        _NAMED.is_("nuclear") & ~f.destination_in("744.S3") & words["nuclear_explosive_activity"].is_(True)
    )
    missiles = _NAMED.is_("missile") & used_in_or_by(f, "D:4", "E:2") & words["rocket_range_300_km"].is_(True)
    chemical = _NAMED.is_("chemical_biological_weapons") & (
        words["chemical_or_biological_weapons"].is_(True)
        | (words["whole_plant_for_precursors"].is_(True) & ~f.destination_in("A:3"))
    )
    spying = _NAMED.is_("military_intelligence") & f.defined("us.ear.744.22.intelligence")
    chips = _NAMED.is_("advanced_semiconductor") & (
        words["advanced_node_production"].is_(True)
        | (words["ic_production_node_unknown"].is_(True) & _category_3(f))
    )
    excluded = words["us_person_excluded"]
    named = weapons | missiles | chemical | spying | chips | (_tools_of_chips(f) & excluded.is_(False))
    return named & words["us_person_support"].is_(True)


def _tools_of_chips(f: Facts) -> Condition:
    """744.6(c)(2)(iii): chip-making equipment that is not subject to the EAR, whatever its end use."""
    abroad = f.item.us_origin.is_(False) & f.item.located_in_us.is_(False)
    there = f.destination.is_("MO") | f.destination_in("D:5")
    listed = f.item.flag("us_person_equipment", "that the item meets a paragraph of 744.6(c)(2)(iii)")
    return abroad & there & listed


def _category_3(f: Facts) -> Condition:
    return f.item.flag("category_3_product_groups_b_to_e", "that it is of Category 3, product groups B to E")


@us_persons.amended([_earlier("2025-01-15")])
def us_persons_before_2025(f: Facts) -> Condition:
    """What U.S. persons support was restricted before January 16, 2025 too, in wordings that were not read."""
    weapon = _NAMED.in_(
        "nuclear",
        "missile",
        "chemical_biological_weapons",
        "military_intelligence",
        "advanced_semiconductor",
    )
    support = words["us_person_support"].is_(True)
    return weapon & support & f.unmodeled("744 earlier", "744.6 before January 16, 2025")


@PART_744_END_USES.requirement(
    "us.ear.744.informed",
    cites=[
        *("15 CFR 744.2(b)", "15 CFR 744.3(b)", "15 CFR 744.4(b)", "15 CFR 744.6(c)", "15 CFR 744.11(c)"),
        *("15 CFR 744.17(b)", "15 CFR 744.21(b)", "15 CFR 744.22(b)", "15 CFR 744.23(b)"),
    ],
    periods=[EAR_1996],
    policy="as the notice says",
)
def informed(f: Facts) -> Condition:
    """A license is needed when BIS has told the exporter so; what is in transit then goes no further."""
    return words["informed_by_bis"].is_(True)
