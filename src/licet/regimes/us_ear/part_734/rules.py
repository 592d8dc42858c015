"""15 CFR Part 734: what is subject to the EAR, and what is left out of them."""

from __future__ import annotations

from licet.regimes.us_ear.facts import words
from licet.regimes.us_ear.part_734.direct_product import DIRECT_PRODUCT_RULES, onward
from licet.regimes.us_ear.part_744.facts import COUNTRIES_OF_CRAFT, FOREIGN_CRAFT, NO_COUNTRY, NONE_NAMED
from licet.regimes.us_ear.periods import BEFORE_EAR, EAR_1996
from licet.rules.condition import Condition, Field, any_of
from licet.rules.rule import Caveat, Chapter, Question, period
from licet.rules.terms import Facts

__all__ = ["PART_734"]

PART_734 = Chapter("15 CFR Part 734")

_SUBJECT = "us.ear.734.3"
_NO_LEVEL = "us.ear.734.4.a"
_ENCRYPTION = "us.ear.734.4.b"
_CRAFT = "us.ear.744.7.flag"
_ABOVE = "us.ear.734.4.c"
_CHIP_THERE, _CHIP_FOR_FOOTNOTE_5 = "us.ear.734.4.a.8", "us.ear.734.4.a.9.content"
_FOR_CRAFT = Field("end_use", "the end use", claim=True)
"""Read as a claim: whoever states no end use is not asked for a flag."""

_AS_READ = "text of 15 CFR 734.4 as of 2026-09-01"
_NO_LEVEL_NOW = period("2024-12-05", published="2024-12-05", cite="89 FR 96810", source=_AS_READ)
_NO_LEVEL_BEFORE = period(
    "1996-03-25",
    last="2024-12-04",
    published="1996-03-25",
    cite="61 FR 12714",
    source=_AS_READ,
    caveat=Caveat(
        "unverified",
        "Which items have no de minimis level was read as of 2026-09-01 and taken to have held on the day "
        "asked about.",
    ),
)
_DEFINITIONS_2016 = period(
    "2016-09-01",
    published="2016-06-03",
    cite="81 FR 35602",
    source="text as of 2026-09-01; its source note; the effective day from general knowledge",
)
_BEFORE_2016 = period(
    "1996-03-25",
    last="2016-08-31",
    published="1996-03-25",
    cite="61 FR 12714",
    source="none: the exclusions of 734.3(b)(3) before 81 FR 35602 were not read",
)


@PART_734.rule(_SUBJECT, Question.SUBJECT, cites=["15 CFR 734.3(a)"], periods=[EAR_1996])
def subject_to_the_ear(f: Facts) -> Condition:
    """Items in the United States, of US origin, or made abroad with enough controlled US content or from US
    technology are subject to the EAR.
    """
    in_us_or_of_us = f.item.located_in_us.is_(True) | f.item.us_origin.is_(True)
    content = f.defined(_ABOVE) | f.defined(_NO_LEVEL) | f.defined(_ENCRYPTION) | _no_report(f)
    direct_product = f.defined(DIRECT_PRODUCT_RULES[0])
    for rule_id in DIRECT_PRODUCT_RULES[1:]:
        direct_product |= f.defined(rule_id)
    return in_us_or_of_us | content | direct_product | f.defined(_CRAFT)


@subject_to_the_ear.amended([BEFORE_EAR])
def subject_before_1996(f: Facts) -> Condition:
    """Before March 25, 1996 the regulations were others; Licet does not hold them."""
    return f.unmodeled("before 1996", "what was subject to the regulations before March 25, 1996")


@PART_734.rule(
    _CRAFT, Question.DEFINITION, cites=["15 CFR 744.7(a)(2)", "15 CFR 744.7(a)(3)"], periods=[EAR_1996]
)
def craft_of_unknown_flag(f: Facts) -> Condition:
    """It is for a foreign vessel or aircraft of which the country is still to be stated: each country of the craft
    counts as a destination, and the 10 percent level or a direct product rule of that country may reach the item.
    """
    asked = (words[name].is_(NO_COUNTRY) for name in COUNTRIES_OF_CRAFT)
    return _FOR_CRAFT.is_(FOREIGN_CRAFT) & any_of(*(none & ~none for none in asked))


def _above_de_minimis(f: Facts) -> Condition:
    """15 CFR 734.4(c), (d): more than 10 percent for Country Groups E:1 and E:2, more than 25 elsewhere."""
    return ~f.item.controlled_us_content_pct.at_most(25) | (
        f.destination_in("E:1", "E:2") & ~f.item.controlled_us_content_pct.at_most(10)
    )


@PART_734.rule(_ABOVE, Question.DEFINITION, cites=["15 CFR 734.4(c)", "15 CFR 734.4(d)"], periods=[EAR_1996])
def above_de_minimis(f: Facts) -> Condition:
    """The controlled US content is above 10 percent for Country Groups E:1 and E:2, above 25 percent elsewhere."""
    return _above_de_minimis(f)


def _some_content(f: Facts) -> Condition:
    return ~f.item.controlled_us_content_pct.at_most(0)


def _no_report(f: Facts) -> Condition:
    """15 CFR 734.4(c)(3), (d)(3): for technology the levels hold only after the one-time report."""
    unreported = words["de_minimis_report_filed"].is_(False)
    return f.item.kind.is_("technology") & _some_content(f) & unreported


@PART_734.rule(
    _NO_LEVEL,
    Question.DEFINITION,
    cites=["15 CFR 734.4(a)"],
    periods=[_NO_LEVEL_BEFORE, _NO_LEVEL_NOW],
)
def no_de_minimis_level(f: Facts) -> Condition:
    """Some US content makes an item made abroad subject to the EAR in any amount: 600 series and 9x515 items
    for some
    countries, encryption and engine technology, chips in computers and in semiconductor equipment.
    """
    return _computers(f) | _technology(f) | _lithography(f) | _military_content(f) | _chips(f)


def _computers(f: Facts) -> Condition:
    """734.4(a)(1). Of 4A003 computers any destination is taken, though the law names Computer Tier 3 alone."""
    listed = f.item.flag("computer_4a003", "that the item is of 4A003")
    lesser = f.item.flag("computer_4a994", "that the item is of 4A994")
    computer = listed | lesser & f.destination.in_("CU", "IR", "KP", "SY")
    return computer & words["contains_us_semiconductors_3a001"].is_(True)


def _technology(f: Facts) -> Condition:
    """734.4(a)(2), (4)."""
    encryption = words["draws_on_us_encryption_technology"].is_(True)
    return f.item.kind.is_("technology") & (
        encryption | words["draws_on_us_hot_section_technology"].is_(True)
    )


def _lithography(f: Facts) -> Condition:
    """734.4(a)(3), for any use but a civil one that part 744 does not name."""
    tool = f.item.flag("lithography", "that the item meets 3B993.f.1")
    return tool & ~f.end_use.in_(*NONE_NAMED) & ~words["controlled_where_first_exported"].is_(True)


def _military_content(f: Facts) -> Condition:
    """734.4(a)(5), (6). Controlled content of nothing cannot hold such items: all of them need a license
    there.
    """
    vehicle = f.item.flag("military_vehicle_commodity", "that the item is of 0A919") & f.destination_in("D:5")
    listed = f.destination_in("D:5") & words["contains_600_series_or_9x515"].is_(True)
    there = f.destination_in("E:1", "E:2") | f.destination.in_("BY", "CN", "HK", "RU")
    lesser = there & words["contains_600_series_or_9x515_y"].is_(True)
    return vehicle | _some_content(f) & (listed | lesser)


def _chips(f: Facts) -> Condition:
    """734.4(a)(8), (9)."""
    return f.defined(_CHIP_THERE) | f.defined(_CHIP_FOR_FOOTNOTE_5)


@PART_734.rule(_CHIP_FOR_FOOTNOTE_5, Question.DEFINITION, cites=["15 CFR 734.4(a)(9)"], periods=[EAR_1996])
def content_for_footnote_5(f: Facts) -> Condition:
    """Equipment of Category 3B with a chip of US origin, but for the paragraphs of 734.4(a)(8), for an entity of
    footnote 5 or a plant for advanced-node chips.
    """
    return _equipment_for_footnote_5(f)


@PART_734.rule(_CHIP_THERE, Question.DEFINITION, cites=["15 CFR 734.4(a)(8)"], periods=[EAR_1996])
def content_for_d5(f: Facts) -> Condition:
    """Equipment of the paragraphs of 734.4(a)(8) with a chip of US origin, for Macau or Country Group D:5."""
    return _equipment_with_us_chip(f)


def _equipment_for_footnote_5(f: Facts) -> Condition:
    """734.4(a)(9): all of Category 3B but the paragraphs of (a)(8)."""
    equipment = f.item.flag("category_3b", "that the item is of Category 3B")
    tools = equipment & ~f.item.flag("sme", "that the item is of the paragraphs that 734.4(a)(8) names")
    party = f.some_party(lambda p: p.listing(lambda entry: entry.on("EL") & entry.footnote.is_(5)))
    users = party | onward(f, "footnote_5_entity", "advanced_node_facility")
    return words["contains_us_chip"].is_(True) & tools & users


def _equipment_with_us_chip(f: Facts) -> Condition:
    """734.4(a)(8)."""
    sme = f.item.flag("sme", "that the item is of the paragraphs that 734.4(a)(8) names")
    there = f.destination.is_("MO") | f.destination_in("D:5")
    return words["contains_us_chip"].is_(True) & sme & there


@PART_734.rule(
    "us.ear.734.4.a.9",
    Question.DEFINITION,
    cites=["15 CFR 734.4(a)(9)"],
    periods=[_NO_LEVEL_NOW],
)
def equipment_with_us_chip_for_footnote_5(f: Facts) -> Condition:
    """Equipment to make chips, made abroad with a chip of US origin in it, for an entity of footnote 5 or a plant for
    advanced-node chips in Macau or Country Group D:5.
    """
    abroad = f.item.us_origin.is_(False) & f.item.located_in_us.is_(False)
    return abroad & f.defined(_CHIP_FOR_FOOTNOTE_5)


@PART_734.rule(
    "us.ear.734.equipment_made_abroad",
    Question.DEFINITION,
    cites=["15 CFR 734.4(a)(8)", "15 CFR 734.9(k)"],
    periods=[_NO_LEVEL_NOW],
)
def equipment_made_abroad(f: Facts) -> Condition:
    """Equipment to make chips, made abroad, that is subject to the EAR by 734.4(a)(8) or 734.9(k) and not by its
    place, its origin or the amount of its US content.
    """
    otherwise = f.item.located_in_us.is_(True) | f.item.us_origin.is_(True) | f.defined(_ABOVE)
    return ~otherwise & (f.defined(_CHIP_THERE) | f.defined("us.ear.734.9.k"))


@PART_734.rule(
    _ENCRYPTION, Question.DEFINITION, cites=["15 CFR 734.4(b)"], periods=[_NO_LEVEL_BEFORE, _NO_LEVEL_NOW]
)
def encryption_content(f: Facts) -> Condition:
    """Items made abroad with US encryption items that were not cleared for License Exception ENC are subject
    to the
    EAR in any amount.
    """
    return _some_content(f) & words["contains_us_encryption_not_cleared"].is_(True)


@PART_734.exemption(
    "us.ear.734.3.b.1",
    defeats=[_SUBJECT],
    cites=["15 CFR 734.3(b)(1)"],
    periods=[EAR_1996],
    claim=words["controlled_by_other_agency"].is_(True),
)
def other_agencies(f: Facts) -> Condition:
    """What State, Treasury, the NRC, Energy or the Patent Office alone control is not subject to the EAR; what they
    demand is their own rules' to say, and open until a person finds that an authorization of that agency covers it.
    """
    demanded = f.unmodeled("734.3(b)(1)", "what the agency that alone controls the item demands")
    covered = words["other_agency_authorization_covers_sale"].is_(True)
    return words["other_agency_authorization"].is_stated() & covered | demanded


@PART_734.exemption(
    "us.ear.734.3.b.2",
    defeats=[_SUBJECT],
    cites=["15 CFR 734.3(b)(2)"],
    periods=[EAR_1996],
    claim=words["printed_matter"].is_(True),
)
def printed_matter(f: Facts) -> Condition:
    """Books, newspapers, maps, music, films and records are not subject to the EAR; source code in
    electronic form is
    no printed matter.
    """
    return f.item.kind.is_("commodity")


@PART_734.exemption(
    "us.ear.734.7",
    defeats=[_SUBJECT],
    cites=["15 CFR 734.3(b)(3)", "15 CFR 734.7"],
    periods=[EAR_1996],
    claim=words["published_technology"].is_(True),
)
def published(f: Facts) -> Condition:
    """Published technology and software are not subject to the EAR, except 5D002 encryption software whose
    source is
    not public as 742.15(b) asks, and files ready to make a firearm.
    """
    encryption = f.item.kind.is_("software") & f.item.flag(
        "encryption_software", "that the software is of 5D002"
    )
    cleared = ~encryption | words["encryption_source_public"].is_(True)
    return _information(f) & cleared & ~words["firearm_making_file"].is_(True)


def _information(f: Facts) -> Condition:
    return f.item.kind.in_("technology", "software")


def _ground(name: str) -> Condition:
    return words["excluded_information"].is_(name)


@PART_734.exemption(
    "us.ear.734.8",
    defeats=[_SUBJECT],
    cites=["15 CFR 734.3(b)(3)(ii)", "15 CFR 734.8(a)"],
    periods=[_DEFINITIONS_2016],
    claim=_ground("fundamental_research"),
)
def fundamental_research(f: Facts) -> Condition:
    """What arises during or results from fundamental research and is meant to be published is not subject to
    the EAR;
    what is released to do the research with is.
    """
    return _information(f) & words["intended_to_be_published"].is_(True)


@PART_734.exemption(
    "us.ear.734.3.b.3",
    defeats=[_SUBJECT],
    cites=["15 CFR 734.3(b)(3)(iii)", "15 CFR 734.3(b)(3)(v)", "15 CFR 734.3(b)(3)(vi)"],
    periods=[_DEFINITIONS_2016],
    claim=words["excluded_information"].in_("catalog_course", "non_proprietary_description", "telemetry"),
)
def other_information(f: Facts) -> Condition:
    """Instruction in a catalog course, non-proprietary system descriptions and telemetry are not subject
    to the EAR.
    """
    return _information(f)


@PART_734.exemption(
    "us.ear.734.10.a",
    defeats=[_SUBJECT],
    cites=["15 CFR 734.3(b)(3)(iv)", "15 CFR 734.10(a)"],
    periods=[_DEFINITIONS_2016],
    claim=_ground("patent"),
)
def patents(f: Facts) -> Condition:
    """Technology in a patent or published application, or sent abroad to file one as 734.10(a) describes, is not
    subject to the EAR.
    """
    return f.item.kind.is_("technology")


@PART_734.exemption(
    "us.ear.734.3.b.3.before_2016",
    defeats=[_SUBJECT],
    cites=["15 CFR 734.3(b)(3)"],
    periods=[_BEFORE_2016],
    claim=words["excluded_information"].is_stated(),
)
def excluded_before_2016(f: Facts) -> Condition:
    """Before September 2016 research, teaching and patents were excluded in other words; they were not read."""
    return _information(f) & f.unmodeled("734 before 2016", "the exclusions of that day")
