"""15 CFR 744.7, 744.9, 744.17, 744.21, 744.22: foreign craft, military and intelligence end uses."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from licet.regimes.us_ear.facts import words
from licet.regimes.us_ear.part_744.facts import (
    CARRIER_SUPPLIES,
    COUNTRIES_OF_CRAFT,
    FOREIGN_CRAFT,
    NO_COUNTRY,
)
from licet.rules.citation import cfr
from licet.rules.condition import Condition, Field
from licet.rules.rule import Chapter, Obligation, Occasion, Question, period
from licet.rules.terms import Facts

__all__ = ["PART_744_MILITARY", "SAID_OF_CRAFT", "counts_for_craft"]

PART_744_MILITARY = Chapter("15 CFR Part 744, military end uses")

_TEXT = "text of part 744 as of 2026-09-01"
_RULE = "us.ear.744.21.a.1"
_RUSSIA = "us.ear.744.21.a.2"
_INTELLIGENCE = "us.ear.744.22"

_SUPP2_2020 = period(
    "2020-06-29",
    last="2026-08-12",
    published="2020-04-28",
    cite="85 FR 23464",
    source=f"Supplement No. 2 in the {_TEXT} less what came in August 2026; what 86 FR 54812 changed in 2021 was "
    "not seen",
)
_SUPP2_2026 = period(
    "2026-08-13",
    published="2026-08-14",
    cite="91 FR 52501",
    source=f"Supplement No. 2 in the {_TEXT}",
)


@PART_744_MILITARY.rule(
    "us.ear.744.supp2",
    Question.DEFINITION,
    cites=["15 CFR Part 744 Supp. 2"],
    periods=[_SUPP2_2020],
)
def of_supplement_2(f: Facts) -> Condition:
    """The item is listed in Supplement No. 2 to part 744."""
    return f.item.flag("supp2_744", "that the item is of Supplement No. 2 to part 744")


@of_supplement_2.amended([_SUPP2_2026])
def of_supplement_2_since_2026(f: Facts) -> Condition:
    """The item is listed in Supplement No. 2 to part 744, unmanned aircraft of 9A012.a.1 among them."""
    since = f.item.flag("supp2_744_2026", "that the item came to Supplement No. 2 in August 2026")
    return f.item.flag("supp2_744", "that the item is of Supplement No. 2 to part 744") | since


_USES = ("military", "military_intelligence")


def _military(f: Facts, *countries: str) -> Condition:
    """A military end use in one of the countries, or a military end-user there."""
    use = words["military_end_use"].is_(True) & f.destination.in_(*countries)
    there = f.destination.in_(*countries) | f.some_party(
        lambda p: p.role.in_("ultimate_consignee", "end_user") & p.country.in_(*countries)
    )
    user = words["military_end_user"].is_(True) & there
    return f.end_use.in_(*_USES) & (use | user)


_APPLY = Obligation(
    "say_744_21_in_application",
    "In the license application say that it is made because of 744.21, and all that is known of the military end "
    "use and end users.",
    cfr("15 CFR 744.21(d)"),
)


@PART_744_MILITARY.requirement(
    _RULE,
    cites=["15 CFR 744.21(a)(1)", "15 CFR 744.21(f)", "15 CFR 744.21(g)"],
    periods=[
        period(
            "2024-03-15",
            published="2024-03-15",
            cite="89 FR 18780",
            source=f"{_TEXT}; Nicaragua since 89 FR 18783",
        )
    ],
    policy="presumption of denial",
    obligations=[_APPLY],
)
def military(f: Facts) -> Condition:
    """An item of Supplement No. 2 needs a license when it is known to be intended for a military end use or a
    military end-user in Burma, Cambodia, China, Nicaragua or Venezuela.
    """
    return _military(f, "MM", "KH", "CN", "HK", "NI", "VE") & f.defined("us.ear.744.supp2")


@military.amended(
    [
        period(
            "2020-06-29",
            last="2024-03-14",
            published="2020-04-28",
            cite="85 FR 23459",
            source="BIS's answers of 2020 as summarized; text of 15 CFR 744.21 as of 2026-09-01",
        )
    ],
    obligations=[_APPLY],
)
def military_in_china(f: Facts) -> Condition:
    """An item of Supplement No. 2 needs a license for a military end use or end-user in China or Venezuela; what
    held for Hong Kong, Burma, Cambodia, Russia and Belarus on which day was not read.
    """
    sure = _military(f, "CN", "VE") & f.defined("us.ear.744.supp2")
    others = _military(f, "HK", "MM", "KH", "RU", "BY")
    return sure | (
        others & f.unmodeled("744 earlier", "744.21 before March 15, 2024 for the other countries")
    )


@military.amended(
    [
        period(
            "2007-06-19",
            last="2020-06-28",
            published="2007-06-19",
            cite="72 FR 33646",
            source="none: 744.21 before 85 FR 23459 was not read; the day from general knowledge",
        )
    ]
)
def military_before_2020(f: Facts) -> Condition:
    """Military end uses needed a license before June 29, 2020 too, in wordings that were not read."""
    return _military(f, "CN", "HK", "VE", "RU") & f.unmodeled("744 earlier", "744.21 before June 29, 2020")


@PART_744_MILITARY.requirement(
    _RUSSIA,
    cites=["15 CFR 744.21(a)(2)", "15 CFR 744.21(f)", "15 CFR 744.21(g)"],
    periods=[
        period(
            "2022-03-08",
            published="2022-03-08",
            cite="87 FR 13048",
            source=f"{_TEXT}; 744.21 revised at 87 FR 13059",
        )
    ],
    policy="policy of denial, but for food and medicine designated as EAR99",
    obligations=[_APPLY],
)
def military_in_russia(f: Facts) -> Condition:
    """Any item needs a license when it is known to be intended for a military end use or a military end-user in
    Belarus or Russia.
    """
    return _military(f, "RU", "BY")


@PART_744_MILITARY.exemption(
    "us.ear.744.21.h",
    defeats=[_RULE],
    cites=["15 CFR 744.21(h)"],
    periods=[
        period(
            "2014-11-07",
            published="2014-11-07",
            cite="79 FR 66288",
            source=f"{_TEXT}; the citation from general knowledge",
        )
    ],
    claim=Field("dates.contract", "the date of the contract", claim=True).on_or_before("2014-11-06"),
)
def old_contract_for_venezuela(f: Facts) -> Condition:
    """Items to or within Venezuela under a contract signed before November 7, 2014 are free of 744.21."""
    return f.destination.is_("VE")


@PART_744_MILITARY.requirement(
    "us.ear.744.17",
    cites=["15 CFR 744.17(a)"],
    periods=[
        period(
            "2014-12-17",
            published="2014-12-17",
            cite="79 FR 75044",
            source=f"{_TEXT}; 79 FR 75046",
        )
    ],
    policy="presumption of denial",
)
def microprocessors(f: Facts) -> Condition:
    """Fast microprocessors, and software and technology for them, need a license for a military end use or a
    military end-user in Country Group D:1.
    """
    meant = words["military_end_use"].is_(True) | words["military_end_user"].is_(True)
    return (
        f.end_use.in_(*_USES)
        & f.destination_in("D:1")
        & ~f.item.flag("ear99", "that the item is EAR99")
        & meant
        & words["microprocessor_744_17"].is_(True)
    )


_CRAFT_2024 = period(
    "2024-10-23",
    published="2024-10-23",
    cite="89 FR 84777",
    source="text of 15 CFR 744.7 as of 2026-09-24; its source note names no later amendment",
)


@PART_744_MILITARY.requirement(
    "us.ear.744.7",
    cites=["15 CFR 744.7(a)"],
    periods=[_CRAFT_2024],
    policy="as the policy for the country of registry or control says",
)
def foreign_craft(f: Facts) -> Condition:
    """What is for the use of a foreign vessel or aircraft goes as to the country where it lies, to that of its
    registry and to that which controls, leases or charters it: each of them counts as a destination.
    """
    registered, controlled = (words[name].is_(NO_COUNTRY) for name in COUNTRIES_OF_CRAFT)
    return f.end_use.is_(FOREIGN_CRAFT) & (registered | controlled)


@foreign_craft.amended(
    [
        period(
            "1996-03-25",
            last="2024-10-22",
            published="1996-03-25",
            cite="61 FR 12802",
            source="none: 744.7 before 89 FR 84777 was not read",
        )
    ]
)
def foreign_craft_before_2024(f: Facts) -> Condition:
    """Foreign vessels and aircraft were named before October 23, 2024 too, in wordings that were not read."""
    return f.end_use.is_(FOREIGN_CRAFT) & f.unmodeled("744 earlier", "744.7 before October 23, 2024")


_REGISTRY, _CONTROL = (f"facts.{name}" for name in COUNTRIES_OF_CRAFT)
_SUPPLIES = f"facts.{CARRIER_SUPPLIES}"
_CARRIERS = ("US", "CA")
SAID_OF_CRAFT = (_REGISTRY, _CONTROL, _SUPPLIES, "destination", "item.kind")
"""What decides whether the countries of a vessel or aircraft count as destinations."""


def counts_for_craft(ever_d1: frozenset[str]) -> Callable[[str, Mapping[str, object]], bool]:
    """Whether the country that a fact names counts as a destination, by what is said of the craft.

    Under 744.7(b) that of whoever controls, leases or charters a vessel or plane of US or Canadian registry does
    not, for commodities, outside Country Group D:1 but for China; at an airline's installation (b)(2) it does where
    it is in Country Group D:1. ``ever_d1``: the countries that are in D:1 on any day that the tables hold.
    """
    barred = ever_d1 - {"CN", "HK"}

    def counts(path: str, said: Mapping[str, object]) -> bool:
        supplies = said.get(_SUPPLIES)
        if path != _CONTROL or supplies is None or said.get(_REGISTRY) not in _CARRIERS:
            return True
        at = said.get("destination")
        if said.get("item.kind") != "commodity" or at is None or at in barred:
            return True
        return supplies == "installation" and said.get(_CONTROL) in barred

    return counts


@PART_744_MILITARY.duty(
    "us.ear.744.7.b",
    cites=["15 CFR 744.7(b)(1)", "15 CFR 744.7(b)(2)", "15 CFR 744.7(b)(3)"],
    periods=[_CRAFT_2024],
    occasion=Occasion.MOVING,
    obligations=[
        Obligation(
            "file_eei_carrier_supplies",
            "File Electronic Export Information, unless a US airline sends its own aircraft, installation or agent "
            "what is no fuel (15 CFR 30.37(o)).",
            cfr("15 CFR 744.7(b)(1)(iv)"),
            before=True,
        )
    ],
)
def supplies_of_carriers(f: Facts) -> Condition:
    """Supplies for vessels and planes of US and Canadian registry go as to the country where these lie, whoever
    controls, leases or charters them: see ``counts_for_craft``.
    """
    registry = words[COUNTRIES_OF_CRAFT[0]].in_(*_CARRIERS)
    return f.end_use.is_(FOREIGN_CRAFT) & registry & words[CARRIER_SUPPLIES].is_stated()


_CAMERAS_2024 = period(
    "2024-04-19",
    published="2024-04-19",
    cite="89 FR 28594",
    source="text of 15 CFR 744.9 as of 2026-09-24; its source note names no later amendment than 89 FR 28601",
)
_CAMERAS_BEFORE = period(
    "2009-05-22",
    last="2024-04-18",
    published="2009-05-22",
    cite="74 FR 23941",
    source="none: 744.9 before 89 FR 28601 was not read",
)
_UNLISTED = ("AU", "CA", "GB")
"""Where 744.9(a)(1)(i) and (iii) ask for nothing."""


@PART_744_MILITARY.requirement(
    "us.ear.744.9",
    cites=["15 CFR 744.9(a)(1)", "15 CFR 744.9(a)(2)", "15 CFR 744.9(d)"],
    periods=[_CAMERAS_2024],
    policy="as the ITAR would be applied (744.9(c))",
)
def cameras(f: Facts) -> Condition:
    """Certain cameras need a license for a military end-user outside Country Group A:1 (of 6A003.a.3, .a.4 and .a.6
    everywhere but Australia, Canada and the United Kingdom), or to go into a military commodity of 0A919 outside
    these three; not those that a unit of a government of Country Group A:1 takes along in a deployment.
    """
    fast = f.item.flag("cameras_fast", "that the item is of 6A003.a.3, .a.4 or .a.6")
    camera = f.item.flag("cameras", "that the item is of an ECCN named in 744.9(a)(1)")
    spared = fast & f.destination.in_(*_UNLISTED) | ~fast & f.destination_in("A:1")
    used = words["military_end_user"].is_(True) & ~spared
    built_in = words["goes_into_0a919_commodity"].is_(True) & ~f.destination.in_(*_UNLISTED)
    deployed = f.action.in_("reexport", "transfer_in_country") & words["deployed_by_unit_of_a1"].is_(True)
    return f.end_use.in_(*_USES) & camera & (used | built_in) & ~deployed


@cameras.amended([_CAMERAS_BEFORE])
def cameras_before_2024(f: Facts) -> Condition:
    """Cameras needed a license for military end-users before April 19, 2024 too, in wordings that were not read."""
    camera = f.item.flag("cameras", "that the item is of an ECCN named in 744.9(a)(1)")
    return f.end_use.in_(*_USES) & camera & f.unmodeled("744 earlier", "744.9 before April 19, 2024")


_REACHED = ("BY", "MM", "KH", "CN", "HK", "RU", "VE")


@PART_744_MILITARY.rule(
    "us.ear.744.22.intelligence",
    Question.DEFINITION,
    cites=["15 CFR 744.22(a)", "15 CFR 744.22(f)"],
    periods=[
        period(
            "2022-09-16",
            published="2022-09-16",
            cite="87 FR 57068",
            source=f"{_TEXT}, last amended at 87 FR 57081",
        )
    ],
)
def for_military_intelligence(f: Facts) -> Condition:
    """It is for a military-intelligence end use or end-user in Belarus, Burma, Cambodia, China, Russia,
    Venezuela or Country Groups E:1 and E:2, or for an organization of theirs named in 744.22(f)(2) anywhere.
    """
    there = f.destination.in_(*_REACHED) | f.destination_in("E:1", "E:2")
    meant = words["military_intelligence_end_use"].is_(True) | words["military_intelligence_end_user"].is_(
        True
    )
    return (there & meant) | words["named_intelligence_organization"].is_(True)


@PART_744_MILITARY.requirement(
    _INTELLIGENCE,
    cites=["15 CFR 744.22(a)", "15 CFR 744.22(f)"],
    periods=[
        period(
            "2022-09-16",
            published="2022-09-16",
            cite="87 FR 57068",
            source=f"{_TEXT}, last amended at 87 FR 57081",
        )
    ],
    policy="presumption of denial",
    obligations=[
        Obligation(
            "say_744_22_in_application",
            "In the license application say that it is made because of 744.22, and all that is known of the "
            "military-intelligence end use and end users.",
            cfr("15 CFR 744.22(d)"),
        )
    ],
)
def military_intelligence(f: Facts) -> Condition:
    """Any item needs a license for a military-intelligence end use or end-user of the countries that 744.22
    names.
    """
    return f.end_use.is_("military_intelligence") & f.defined("us.ear.744.22.intelligence")


@military_intelligence.amended(
    [
        period(
            "2021-03-16",
            last="2022-09-15",
            published="2021-01-15",
            cite="86 FR 4865",
            source="none: 744.22 before 87 FR 57081 was not read",
        )
    ]
)
def military_intelligence_before_2022(f: Facts) -> Condition:
    """Military intelligence needed a license since March 16, 2021, in a wording that was not read."""
    return f.end_use.is_("military_intelligence") & f.unmodeled(
        "744 earlier", "744.22 before September 16, 2022"
    )


@PART_744_MILITARY.authority(
    "us.ear.744.21.c.before",
    "License Exception GOV before October 23, 2024 (15 CFR 744.21(c), 744.22(c))",
    defeats=[_RULE, _RUSSIA, _INTELLIGENCE, "us.ear.744.21.b.1", "us.ear.744.17", "us.ear.744.9"],
    cites=["15 CFR 744.21(c)", "15 CFR 744.22(c)", "15 CFR 744.17(f)"],
    periods=[
        period("2022-09-16", last="2024-10-22", published="2022-09-16", cite="87 FR 57068", source=_TEXT),
    ],
    claim=words["license_exception_claimed"].is_("GOV"),
)
def government(f: Facts) -> Condition:
    """Parts of License Exception GOV were open for personnel and agencies of the U.S. Government before 740.11 came
    to read as it does.
    """
    return f.defined("us.ear.740.2.a.1") & f.unmodeled(
        "740 earlier", "740.11 before October 23, 2024, against part 744"
    )
