"""15 CFR 734.9: the thirteen foreign-direct-product rules, each a definition that 734.3(a)(4) and (5) read.

The text read is that of 2026-09-01. Where a rule has stood in another wording its earlier days are left
open; where its frame was the same since it began, its earlier days carry a caveat.
"""

from __future__ import annotations

from licet.regimes.us_ear.facts import words
from licet.regimes.us_ear.part_744.facts import NONE_NAMED
from licet.regimes.us_ear.periods import AFFILIATES, AFFILIATES_STAYED, EAR_1996
from licet.rules.condition import Condition
from licet.rules.rule import Caveat, Chapter, Period, Question, period
from licet.rules.terms import Facts, Listed

__all__ = ["DIRECT_PRODUCT_RULES", "PART_734_DIRECT_PRODUCT", "SUPPLEMENT_4", "onward"]

PART_734_DIRECT_PRODUCT = Chapter("15 CFR Part 734, foreign direct products")

_CITE = "15 CFR 734.9"
_SOURCE = "text of 15 CFR 734.9 as of 2026-09-01"
_UNREAD = Caveat(
    "unverified",
    "The foreign-direct-product rules were read as of 2026-09-01; the wording of the day asked about was not.",
)
_BEFORE = "the foreign-direct-product rules of that day"
_SECTION = "734.9 before 2025"

NOW = period("2025-01-16", published="2025-01-16", cite="90 FR 5308", source=_SOURCE)


def _same_frame(start: str, last: str = "2025-01-15", *, cite: str) -> Period:
    return period(start, last=last, published=start, cite=cite, source=_SOURCE, caveat=_UNREAD)


def _other_wording(start: str, last: str = "2025-01-15", *, cite: str) -> Period:
    source = "none: that there was a rule is known from the source note of 734.9 or in general"
    return period(start, last=last, published=start, cite=cite, source=source)


_SECTION_MADE = "2022-02-03"
_SINCE_1996 = _other_wording("1996-03-25", "2022-02-02", cite="61 FR 12714")
_SINCE_2013 = _other_wording("2013-10-15", "2022-02-02", cite="78 FR 22660")
_SINCE_MADE = _same_frame(_SECTION_MADE, cite="87 FR 6024")


def _made(f: Facts, which: Condition) -> Condition:
    """The item is made abroad from US technology, and of the kind the rule names."""
    return f.defined(_MADE) & which


def _earlier(f: Facts, scope: Condition) -> Condition:
    return _made(f, scope & f.unmodeled(_SECTION, _BEFORE))


def onward(f: Facts, *uses: str) -> Condition:
    """The item is known to go on into this. An end use that names none says that no such thing is known unless it is
    stated.
    """
    return words["onward_use"].in_(*uses) | f.defined(_UNSAID)


def _footnoted(f: Facts, number: int) -> Condition:
    """An entity with the footnote is a party, or the item is known to go on into its equipment."""
    party = f.some_party(lambda p: p.listing(lambda entry: _with_footnote(entry, number)))
    return (
        party | f.defined("us.ear.734.9.owned") & _owned(f, number) | onward(f, f"footnote_{number}_entity")
    )


def _with_footnote(entry: Listed, number: int) -> Condition:
    return entry.on("EL") & entry.footnote.is_(number)


def _owned(f: Facts, number: int) -> Condition:
    """A party half owned by listed entities, one of which has the footnote."""
    return f.some_party(
        lambda p: (
            p.owned_at_least(50, lambda owner: owner.listed("EL"))
            & p.some_owner(lambda owner: owner.listing(lambda entry: _with_footnote(entry, number)))
        )
    )


def _ns_controlled(f: Facts) -> Condition:
    return f.item.some_control(lambda c: c.applies.is_(True) & c.reason.is_("NS"))


def _on_the_list(f: Facts) -> Condition:
    return ~f.item.flag("ear99", "that the item is EAR99")


_DEFINITION = Question.DEFINITION
_MADE, _UNSAID = "us.ear.734.9.made", "us.ear.734.9.unsaid"
_NS, _SPACE, _600 = "us.ear.734.9.b", "us.ear.734.9.c", "us.ear.734.9.d"
_FOOTNOTE_1, _FOOTNOTE_4, _FOOTNOTE_5 = "us.ear.734.9.e.1", "us.ear.734.9.e.2", "us.ear.734.9.e.3"
_RUSSIA, _FOOTNOTE_3, _COMPUTING = "us.ear.734.9.f", "us.ear.734.9.g", "us.ear.734.9.h"
_SUPERCOMPUTER, _IRAN, _SME, _WEIGHTS = "us.ear.734.9.i", "us.ear.734.9.j", "us.ear.734.9.k", "us.ear.734.9.l"

DIRECT_PRODUCT_RULES = (
    _NS, _SPACE, _600, _FOOTNOTE_1, _FOOTNOTE_4, _FOOTNOTE_5, _RUSSIA, _FOOTNOTE_3, _COMPUTING, _SUPERCOMPUTER,
    _IRAN, _SME, _WEIGHTS,
)  # fmt: skip
"""The rules of 734.9(b) to (l), in the order of the section."""

rule = PART_734_DIRECT_PRODUCT.rule


@rule(_MADE, _DEFINITION, cites=["15 CFR 734.9"], periods=[EAR_1996])
def made_from_us_technology(f: Facts) -> Condition:
    """The item is made abroad and is there, and US technology is behind its making at all."""
    abroad = f.item.us_origin.is_(False) & f.item.located_in_us.is_(False)
    return abroad & words["made_with_us_technology"].is_(True)


@rule(_UNSAID, _DEFINITION, cites=["15 CFR 734.9"], periods=[EAR_1996])
def onward_use_unsaid(f: Facts) -> Condition:
    """Nobody said into what the item is known to go on, nor an end use that says that nothing is known."""
    unsaid = ~f.end_use.in_(*NONE_NAMED) & ~words["onward_use"].is_stated()
    return unsaid & f.unmodeled("734.9", "into what the item is known to go on (state facts.onward_use)")


@rule(_NS, _DEFINITION, cites=["15 CFR 734.9(b)"], periods=[_SINCE_MADE, NOW])
def national_security(f: Facts) -> Condition:
    """National security rule: an item controlled for NS, made from US technology that needs a written assurance,
    for Country Groups D:1, E:1 and E:2.
    """
    return _made(
        f,
        f.destination_in("D:1", "E:1", "E:2")
        & _ns_controlled(f)
        & words["us_technology_with_written_assurance"].is_(True),
    )


@national_security.amended([_SINCE_1996])
def national_security_before(f: Facts) -> Condition:
    """Before 2022 the rule stood in 736.2(b)(3), which was not read."""
    return _earlier(f, _ns_controlled(f))


@rule(_SPACE, _DEFINITION, cites=["15 CFR 734.9(c)"], periods=[_SINCE_MADE, NOW])
def spacecraft(f: Facts) -> Condition:
    """9x515 rule: a 9x515 item made from US technology of 9D515 or 9E515, for Country Groups D:5, E:1 and E:2."""
    series = f.item.flag("series_9x515", "that the item is of a 9x515 ECCN")
    return _made(f, f.destination_in("D:5", "E:1", "E:2") & series & words["us_technology_9x515"].is_(True))


@spacecraft.amended([_SINCE_2013])
def spacecraft_before(f: Facts) -> Condition:
    """Before 2022 the 9x515 rule stood in 736.2(b)(3), which was not read."""
    return _earlier(f, f.item.flag("series_9x515", "that the item is of a 9x515 ECCN"))


@rule(_600, _DEFINITION, cites=["15 CFR 734.9(d)"], periods=[_SINCE_MADE, NOW])
def six_hundred(f: Facts) -> Condition:
    """600 series rule: a 600 series or 0A919 item made from US technology of the 600 series, for Country Groups
    D:1, D:3, D:4, D:5, E:1 and E:2.
    """
    groups = f.destination_in("D:1", "D:3", "D:4", "D:5", "E:1", "E:2")
    return _made(f, groups & _military(f) & words["us_technology_600_series"].is_(True))


@six_hundred.amended([_SINCE_2013])
def six_hundred_before(f: Facts) -> Condition:
    """Before 2022 the 600 series rule stood in 736.2(b)(3), which was not read."""
    return _earlier(f, _military(f))


def _military(f: Facts) -> Condition:
    series = f.item.flag("series_600", "that the item is of a 600 series ECCN")
    return series | f.item.flag("military_vehicle_commodity", "that the item is of 0A919")


@rule(
    _FOOTNOTE_1,
    _DEFINITION,
    cites=["15 CFR 734.9(e)(1)"],
    periods=[_same_frame("2020-08-17", cite="85 FR 51596"), NOW],
)
def footnote_1(f: Facts) -> Condition:
    """Footnote 1 rule: an item made from technology that the rule names, with an entity of footnote 1 as a
    party or
    known to go on into its parts or equipment.
    """
    return _made(f, words["us_technology_footnote_1"].is_(True) & _footnoted(f, 1))


@footnote_1.amended([_other_wording("2020-05-15", "2020-08-16", cite="85 FR 29849")])
def footnote_1_first(f: Facts) -> Condition:
    """From May to August 2020 the footnote 1 rule was narrower; its text was not read."""
    return _earlier(f, _footnoted(f, 1))


@rule(
    _FOOTNOTE_4,
    _DEFINITION,
    cites=["15 CFR 734.9(e)(2)"],
    periods=[_same_frame("2022-10-07", cite="87 FR 62195"), NOW],
)
def footnote_4(f: Facts) -> Condition:
    """Footnote 4 rule: as for footnote 1, with 5D002 and 5E002 among the technology, for entities of
    footnote 4.
    """
    return _made(f, _electronics_or_encryption() & _footnoted(f, 4))


def _electronics_or_encryption() -> Condition:
    return words["us_technology_footnote_1"].is_(True) | words["us_technology_5d002_5e002"].is_(True)


@rule(
    _FOOTNOTE_5,
    _DEFINITION,
    cites=["15 CFR 734.9(e)(3)"],
    periods=[_same_frame("2024-12-02", cite="89 FR 96810"), NOW],
)
def footnote_5(f: Facts) -> Condition:
    """Footnote 5 rule: chip-making equipment of 3B made from, or containing what is made from, technology
    that the
    rule names, for entities of footnote 5 and advanced-node plants in Macau and Country Group D:5.
    """
    return _made(
        f,
        _chip_tools(f)
        & words["us_technology_footnote_5"].is_(True)
        & (_footnoted(f, 5) | onward(f, "advanced_node_facility")),
    )


def _chip_tools(f: Facts) -> Condition:
    named = f.item.flag("chip_tools", "that the item is of the 3B ECCNs that 734.9(e)(3) names")
    return named & ~f.item.flag("chip_tools_left_out", "that 734.9(e)(3) leaves the item's paragraph out")


@rule(_RUSSIA, _DEFINITION, cites=["15 CFR 734.9(f)"], periods=[NOW])
def russia(f: Facts) -> Condition:
    """Russia, Belarus and Crimea rule: an item on the Commerce Control List made from technology of any ECCN
    in groups
    D or E, for Russia, Belarus or Crimea, or known to go on into items for them.
    """
    return _made(
        f,
        words["us_technology_any_d_or_e"].is_(True)
        & _for_russia(f)
        & (
            _on_the_list(f)
            | f.unmodeled("746 Supp. 6 and 7", "EAR99 items of Supplements 6 and 7 to part 746")
        ),
    )


@russia.amended([_other_wording("2022-02-24", cite="87 FR 12226")])
def russia_before(f: Facts) -> Condition:
    """From 2022 to January 2025 the Russia rule changed several times; its texts were not read."""
    return _earlier(f, _for_russia(f))


def _for_russia(f: Facts) -> Condition:
    crimea = f.destination.is_("UA") & words["occupied_region_of_ukraine"].is_(True)
    return f.destination.in_("RU", "BY") | crimea | onward(f, "russia_belarus_crimea")


@rule(
    _FOOTNOTE_3,
    _DEFINITION,
    cites=["15 CFR 734.9(g)"],
    periods=[_same_frame("2022-02-24", cite="87 FR 12226"), NOW],
)
def footnote_3(f: Facts) -> Condition:
    """Footnote 3 rule: any item made from technology of any ECCN in groups D or E, with an entity of footnote 3
    (Russian and Belarusian military end users and procurement) as a party or known to go on into its equipment.
    """
    return _made(f, words["us_technology_any_d_or_e"].is_(True) & _footnoted(f, 3))


@rule(_COMPUTING, _DEFINITION, cites=["15 CFR 734.9(h)"], periods=[NOW])
def advanced_computing(f: Facts) -> Condition:
    """Advanced computing rule: items of 3A090, 4A090, their technology and the .z paragraphs, made from
    technology
    that the rule names, for any destination.
    """
    named = f.item.flag("advanced_computing_product", "that the item is one that 734.9(h)(1) names")
    return _made(f, named & (_electronics_or_encryption() | words["us_technology_4d090"].is_(True)))


@advanced_computing.amended([_other_wording("2022-10-21", cite="87 FR 62195")])
def advanced_computing_before(f: Facts) -> Condition:
    """From 2022 to January 2025 the advanced computing rule reached some destinations only; not read."""
    return _earlier(
        f, f.item.flag("advanced_computing_product", "that the item is one that 734.9(h)(1) names")
    )


@rule(
    _SUPERCOMPUTER,
    _DEFINITION,
    cites=["15 CFR 734.9(i)"],
    periods=[_same_frame("2022-10-21", cite="87 FR 62195"), NOW],
)
def supercomputer(f: Facts) -> Condition:
    """Supercomputer rule: any item made from technology that the rule names, known to be used in or for a
    supercomputer
    in or destined to China or Macau.
    """
    return _made(f, _electronics_or_encryption() & onward(f, "supercomputer_in_china"))


@rule(_IRAN, _DEFINITION, cites=["15 CFR 734.9(j)"], periods=[NOW])
def iran(f: Facts) -> Condition:
    """Iran rule: an item of Categories 3 to 9 made from US technology of groups D or E in those categories,
    for Iran, or
    known to go on into items there or to its government.
    """
    supplement = f.unmodeled("746 Supp. 6 and 7", "items of Supplement 7 to part 746")
    listed = f.item.flag("category_3_to_9", "that the item is on the list in Categories 3 to 9")
    return _made(f, words["us_technology_d_or_e_of_3_to_9"].is_(True) & _for_iran(f) & (listed | supplement))


@iran.amended([_other_wording("2023-02-24", cite="88 FR 12153")])
def iran_before(f: Facts) -> Condition:
    """From 2023 to January 2025 the Iran rule was narrower; its texts were not read."""
    return _earlier(f, _for_iran(f))


def _for_iran(f: Facts) -> Condition:
    return f.destination.is_("IR") | onward(f, "iran")


@rule(
    _SME,
    _DEFINITION,
    cites=["15 CFR 734.9(k)"],
    periods=[_same_frame("2024-12-02", cite="89 FR 96810"), NOW],
)
def semiconductor_equipment(f: Facts) -> Condition:
    """Semiconductor equipment rule: the paragraphs of 3B001 and 3B002 that it names, made from or containing
    what is
    made from technology that it names, for Macau and Country Group D:5.
    """
    named = f.item.flag("sme", "that the item is of the paragraphs that 734.9(k)(1) names")
    there = f.destination.is_("MO") | f.destination_in("D:5")
    return _made(f, there & named & words["us_technology_sme"].is_(True))


@rule(
    _WEIGHTS,
    _DEFINITION,
    cites=["15 CFR 734.9(l)"],
    periods=[_same_frame("2025-01-13", cite="90 FR 4557"), NOW],
)
def model_weights(f: Facts) -> Condition:
    """Model weights rule: 4E091 weights made on computing items subject to the EAR, for any destination."""
    return _made(
        f,
        f.item.flag("model_weights", "that the item is of 4E091")
        & words["model_weights_trained_on_us_items"].is_(True),
    )


@rule("us.ear.734.9.owned", _DEFINITION, cites=["15 CFR 734.9(e)", "15 CFR 734.9(g)"], periods=[AFFILIATES])
def owned_by_footnoted(f: Facts) -> Condition:
    """The rules of 734.9(e) and (g) reach foreign entities that listed entities own by half or more, if one
    of them
    has the footnote.
    """
    return f.some_party(lambda p: ~p.country.is_("US") & p.some_owner(lambda owner: owner.listed("EL")))


owned_by_footnoted.not_in_force(AFFILIATES_STAYED)

_LICENSES = [_same_frame("2020-08-17", cite="85 FR 51596"), NOW]


@PART_734_DIRECT_PRODUCT.requirement(
    "us.ear.734.9.e.1.license",
    cites=["15 CFR 744.11(a)(2)(i)", "15 CFR 734.9(e)(1)"],
    periods=_LICENSES,
    policy="as the entry of the entity says; case-by-case for what supports only telecommunications below 5G",
)
def license_for_footnote_1(f: Facts) -> Condition:
    """An item that the footnote 1 rule makes subject to the EAR needs a license to any destination and party."""
    return f.defined(_FOOTNOTE_1)


@PART_734_DIRECT_PRODUCT.requirement(
    "us.ear.734.9.e.2.license",
    cites=["15 CFR 744.11(a)(2)(iv)", "15 CFR 734.9(e)(2)"],
    periods=[_same_frame("2022-10-07", cite="87 FR 62195"), NOW],
    policy="as the entry of the entity says",
)
def license_for_footnote_4(f: Facts) -> Condition:
    """An item that the footnote 4 rule makes subject to the EAR needs a license to any destination and party."""
    return f.defined(_FOOTNOTE_4)


@PART_734_DIRECT_PRODUCT.requirement(
    "us.ear.734.9.other.license",
    cites=[
        *("15 CFR 746.7(a)(1)(iii)", "15 CFR 746.8(a)(2)", "15 CFR 746.8(a)(3)"),
        *("15 CFR 746.8(a)(12)(iii)(A)", "15 CFR 746.6(a)(4)", "15 CFR 734.9(i)"),
    ],
    periods=[NOW],
    policy="as the section for that rule says",
)
def license_for_others(f: Facts) -> Condition:
    """Items that the rules for footnote 3, Russia, Iran and supercomputers make subject to the EAR need a license:
    of Iran to Iran alone, of supercomputers the ECCNs of 744.23(a)(1), and but for these none from the partners of
    Supplement No. 3 to part 746 or within one.
    """
    computing = f.item.flag("supercomputer_item", "that the item is of an ECCN named in 744.23(a)(1)(i)")
    return (
        (f.defined(_FOOTNOTE_3) | f.defined(_RUSSIA)) & ~_of_partner(f)
        | f.defined(_IRAN) & f.destination.is_("IR") & ~_from_partner(f)
        | f.defined(_SUPERCOMPUTER) & computing
    )


@license_for_others.amended([_other_wording("2022-02-24", cite="87 FR 12226")])
def license_for_others_before(f: Facts) -> Condition:
    """Before 2025 items of these rules needed a license too; what was left out of that was not read."""
    reached = (
        f.defined(_FOOTNOTE_3)
        | f.defined(_FOOTNOTE_5)
        | f.defined(_RUSSIA)
        | f.defined(_IRAN)
        | f.defined(_SUPERCOMPUTER)
    )
    return reached & f.unmodeled("734.9 licenses", "which items reached by these rules need no license")


@PART_734_DIRECT_PRODUCT.requirement(
    "us.ear.734.9.e.3.license",
    cites=["15 CFR 744.11(a)(2)(v)", "15 CFR 734.9(e)(3)", "15 CFR 734.4(a)(9)"],
    periods=[NOW],
    policy="as the entry of the entity says; case-by-case for what a foreign item replaces",
)
def license_for_footnote_5(f: Facts) -> Condition:
    """Equipment that the footnote 5 rule or 734.4(a)(9) makes subject to the EAR needs a license by who sends it from
    where.
    """
    return (f.defined(_FOOTNOTE_5) | f.defined("us.ear.734.4.a.9")) & _of_footnote_5(f)


_FROM = words["reexported_from"]
SUPPLEMENT_4 = (
    "AT",
    "AU",
    "BE",
    "BG",
    "CA",
    "CH",
    "CZ",
    "DE",
    "DK",
    "EE",
    "ES",
    "FI",
    "FR",
    "GB",
    "GR",
    "HR",
    "HU",
    "IE",
    "IS",
    "IT",
    "JP",
    "LT",
    "LU",
    "LV",
    "NL",
    "NO",
    "NZ",
    "PL",
    "PT",
    "RO",
    "SE",
    "SI",
    "SK",
)
"""The countries of Supplement No. 4 to part 742 as of September 24, 2026. Not the dated table, which would make every
answer for an earlier day rest on a list that this rule alone reads."""


def _from_partner(f: Facts) -> Condition:
    return ~f.action.is_("transfer_in_country") & _FROM.in_table("country_groups", "746.S3")


def _of_partner(f: Facts) -> Condition:
    """From a country of Supplement No. 3 to part 746, or within one."""
    return _from_partner(f) | f.action.is_("transfer_in_country") & f.destination_in("746.S3")


def _of_footnote_5(f: Facts) -> Condition:
    """744.11(a)(2)(v)(A): which equipment, by who sends it from where."""
    of_d5 = words["reexporter_headquartered_in_d5_or_macau"].is_(True)
    ally = _FROM.in_table("country_groups", "A:5")
    unlisted = ally & ~_FROM.in_(*SUPPLEMENT_4) & ~words["equivalent_chip_controls"].is_(True)
    abroad = f.defined(_TOOLS) & of_d5 | _lesser(f) & unlisted
    within = f.action.is_("transfer_in_country")
    return ~within & abroad | (within | ~ally) & f.defined(_ELSEWHERE)


_TOOLS, _ELSEWHERE = "us.ear.744.11.a.2.v.tools", "us.ear.744.11.a.2.v.a.3"


def _lesser(f: Facts) -> Condition:
    return f.item.flag("chip_tools_3b993", "that the item is of 3B993")


@rule(_TOOLS, _DEFINITION, cites=["15 CFR 744.11(a)(2)(v)"], periods=[NOW])
def equipment_for_footnote_5(f: Facts) -> Condition:
    """Equipment of the product scope of the footnote 5 rule, or of 3B611, which 734.4(a)(9) reaches."""
    return _chip_tools(f) | f.item.flag("chip_tools_3b611", "that the item is of 3B611")


@rule(_ELSEWHERE, _DEFINITION, cites=["15 CFR 744.11(a)(2)(v)(A)(3)"], periods=[NOW])
def from_elsewhere(f: Facts) -> Condition:
    """From a country outside Country Group A:5, or within a country: all of that equipment of who is headquartered
    outside Supplement No. 4 to part 742, of others 3B993 alone.
    """
    of_supplement_4 = words["reexporter_headquartered_in_supplement_4"]
    return f.defined(_TOOLS) & of_supplement_4.is_(False) | _lesser(f) & of_supplement_4.is_(True)
