"""Facts and claims that 15 CFR Part 744 asks for: end users and end uses."""

from __future__ import annotations

from dataclasses import replace

from licet.rules.vocabulary import FactKind, FactSpec, claim, fact

__all__ = [
    "CARRIER_SUPPLIES",
    "COUNTRIES_OF_CRAFT",
    "END_USES",
    "FACTS_744",
    "FOREIGN_CRAFT",
    "NONE_NAMED",
    "NO_COUNTRY",
]

NONE_NAMED = ("none_named_in_part_744", "civil")
"""End uses by which nothing that part 744 names is known or suspected; ``civil`` says so but for 744.23."""

FOREIGN_CRAFT = "foreign_vessel_or_aircraft"
COUNTRIES_OF_CRAFT = ("served_craft_registered_in", "served_craft_controlled_by")
"""Facts whose countries count as destinations of what is for a foreign vessel or aircraft (744.7(a))."""
CARRIER_SUPPLIES = "carrier_supplies"
"""The claim of 744.7(b); ``craft`` is its paragraph (1), ``installation`` its paragraph (2)."""
NO_COUNTRY = "ZZ"
"""No country's code: a craft without a flag, to which nothing may go without a license."""

END_USES = (
    *NONE_NAMED,
    "nuclear",
    "missile",
    "chemical_biological_weapons",
    "maritime_nuclear_propulsion",
    "military",
    "military_intelligence",
    "supercomputer",
    "advanced_semiconductor",
    FOREIGN_CRAFT,
)
"""The end uses that rules know. Any other text is taken for not known. ``civil`` is the older word for
``none_named_in_part_744``: a chip factory is civil too, so where 744.23 may reach, it is asked for apart."""


def _judged(name: str, question: str, section: str, label: str) -> FactSpec:
    return fact(name, question, f"15 CFR {section}", label=label, judgment=True)


_LISTS = (
    claim(
        "ofac_authorization",
        "Under which license, general license or exemption of Treasury's OFAC does it go, or would it go if "
        "OFAC's rules reached it?",
        "15 CFR 744.8(b)",
        label="the authorization of OFAC",
        kind=FactKind.TEXT,
    ),
    _judged(
        "ofac_authorization_covers_sale",
        "Are all the terms of that OFAC authorization met by this sale?",
        "744.8(b)",
        "that the OFAC authorization covers this sale",
    ),
    claim(
        "informed_by_bis",
        "Has BIS told you, by letter or notice, that this sale needs a license?",
        "15 CFR 744.21(b)",
        label="that BIS has told the exporter that a license is required",
        kind=FactKind.YES_NO,
    ),
    fact(
        "other_list_examined",
        "Have you seen what the other list forbids, and does it leave this transaction free?",
        "15 CFR Part 732 Supp. 3",
        label="that the program of the other list was examined",
    ),
    fact(
        "uvl_statement_obtained",
        "Has the party on the Unverified List given a signed statement as 744.15(b)(2) asks it?",
        "15 CFR 744.15(b)",
        label="that the statement of the unverified party was obtained",
    ),
)

_WEAPONS = (
    _judged(
        "nuclear_explosive_activity",
        "Will it be used, directly or indirectly, in nuclear explosive activities?",
        "744.2(a)(1)",
        "that it will be used in nuclear explosive activities",
    ),
    _judged(
        "sensitive_nuclear_activity",
        "Will it be used in unsafeguarded nuclear activities, or in reprocessing, heavy water, isotope "
        "separation or plutonium fuel?",
        "744.2(a)(2)",
        "that it will be used in unsafeguarded or sensitive nuclear activities",
    ),
    _judged(
        "rocket_range_300_km",
        "Are the rocket systems or unmanned aerial vehicles capable of a range of 300 kilometers or more?",
        "744.3(a)(1)",
        "that the rockets or unmanned aircraft reach 300 kilometers or more",
    ),
    _judged(
        "delivers_weapons_of_mass_destruction",
        "Are the rocket systems or unmanned aerial vehicles for the delivery of chemical, biological or nuclear "
        "weapons?",
        "744.3(a)(2)",
        "that the rockets or unmanned aircraft are to deliver weapons of mass destruction",
    ),
    fact(
        "rocket_range_or_use_not_determined",
        "Could you not determine their range, or whether they will deliver such weapons?",
        "15 CFR 744.3(a)(3)",
        label="that the range or the use of the rockets or unmanned aircraft could not be determined",
    ),
    fact(
        "nato_nuclear_delivery_program",
        "Is it for a governmental nuclear weapons delivery program of a nuclear weapons state that is a member "
        "of NATO?",
        "15 CFR 744.3(a)(2)",
        label="that it is for a nuclear delivery program of a NATO nuclear weapons state",
    ),
    _judged(
        "chemical_or_biological_weapons",
        "Will it be used to make, store, run or maintain chemical or biological weapons?",
        "744.4(a)",
        "that it will be used for chemical or biological weapons",
    ),
    _judged(
        "whole_plant_for_precursors",
        "Will it be used for a whole plant to make chemical weapons precursors of ECCN 1C350?",
        "744.4(a)",
        "that it will be used for a whole plant to make chemical weapons precursors",
    ),
    _judged(
        "maritime_nuclear_project",
        "Is the technology for use in connection with a foreign maritime nuclear propulsion project?",
        "744.5(a)",
        "that the technology is for a foreign maritime nuclear propulsion project",
    ),
    _judged(
        "us_person_support",
        "Does a U.S. person support it: ship, transfer or facilitate items, or perform a contract, service or "
        "employment for it?",
        "744.6(b)(6)",
        "that a U.S. person supports it",
    ),
)

_MILITARY = (
    _judged(
        "military_end_use",
        "Is it intended, entirely or in part, for a military end use: to go into military items, or to support "
        "their operation, upkeep, development or production?",
        "744.21(f)",
        "that it is intended for a military end use",
    ),
    _judged(
        "military_end_user",
        "Is it intended for a military end user: armed services, national guard or police, intelligence "
        "organizations, or anybody whose actions support military end uses?",
        "744.21(g)",
        "that it is intended for a military end user",
    ),
    _judged(
        "described_by_supp2_744",
        "Do the words of Supplement No. 2 to part 744 for its ECCN describe the item?",
        "Part 744 Supp. 2",
        "that the item is described in Supplement No. 2 to part 744",
    ),
    _judged(
        "described_by_supp2_744_2026",
        "Do the words of Supplement No. 2 to part 744 for its ECCN describe the item (for unmanned aircraft of "
        "9A012.a.1)?",
        "Part 744 Supp. 2",
        "that the item is described in Supplement No. 2 to part 744 since August 2026",
    ),
    _judged(
        "microprocessor_744_17",
        "Is it a microprocessor of 5 GFLOPS or more and a 32 bit or wider logic unit, or software or technology "
        "to develop or produce one?",
        "744.17(a)",
        "that it is a microprocessor of 744.17 or software or technology for one",
    ),
    _judged(
        "described_by_cameras",
        "Is it a camera of 6A993.a of 9 Hz or less (Note 3.a to 6A003.b.4), or a sight of 0A504 that holds such a "
        "camera or a commodity of 6A002 or 6A003?",
        "744.9(a)(1)(ii)",
        "that it is a camera or sight as 744.9(a)(1) describes it",
    ),
    _judged(
        "goes_into_0a919_commodity",
        "Will it be built into a military commodity of ECCN 0A919?",
        "744.9(a)(1)(iii)",
        "that it goes into a military commodity of 0A919",
    ),
    fact(
        "deployed_by_unit_of_a1",
        "Does it move in a military deployment by a unit of the government of a country in Country Group A:1?",
        "15 CFR 744.9(a)(2)",
        label="that a unit of a government of Country Group A:1 takes it along in a deployment",
    ),
    fact(
        COUNTRIES_OF_CRAFT[0],
        "In which country is the vessel or aircraft registered, or will it be (two-letter code)?",
        "15 CFR 744.7(a)(2)",
        label="the country of registry of the vessel or aircraft",
        kind=FactKind.COUNTRY,
    ),
    fact(
        COUNTRIES_OF_CRAFT[1],
        "Of which country, or a national of which, is who now controls, leases or charters the vessel or aircraft "
        "(two-letter code)?",
        "15 CFR 744.7(a)(3)",
        label="the country that controls, leases or charters the vessel or aircraft",
        kind=FactKind.COUNTRY,
    ),
    claim(
        CARRIER_SUPPLIES,
        "Are these fuel, stores, supplies, equipment or spare parts of 744.7(b)(3) that a vessel or plane of US or "
        "Canadian registry needs, ordered, in kind and in quantity as 744.7(b)(1) says (craft), or as (b)(2) says of "
        "an airline's own installation or agent (installation)?",
        "15 CFR 744.7(b)",
        label="the paragraph of 744.7(b) relied on",
        values=("craft", "installation"),
    ),
    _judged(
        "military_intelligence_end_use",
        "Is it intended for the military items that support a military-intelligence end user?",
        "744.22(f)(1)",
        "that it is intended for a military-intelligence end use",
    ),
    _judged(
        "military_intelligence_end_user",
        "Is it intended for an intelligence or reconnaissance organization of the armed services or national "
        "guard?",
        "744.22(f)(2)",
        "that it is intended for a military-intelligence end user",
    ),
    _judged(
        "named_intelligence_organization",
        "Is that end user one of the organizations named in 744.22(f)(2), wherever it is?",
        "744.22(f)(2)",
        "that the end user is an organization named in 744.22(f)(2)",
    ),
    fact(
        "for_us_or_iraqi_government",
        "Is it for the official use of the U.S. Government, or does it go to the Government of Iraq?",
        "15 CFR 746.3(a)(4)",
        label="that it is for the Government of the United States or of Iraq",
    ),
)

_CHIPS = (
    replace(
        claim(
            "use_named_in_744_23",
            "Do you know or suspect that it is for a use of 15 CFR 744.23(a) in Macau or Country Group D:5: a "
            "facility that makes integrated circuits of an advanced node (for Category 3 items: or of a node that "
            "you do not know), their design, the making of semiconductor manufacturing equipment, or a "
            "supercomputer?",
            "15 CFR 744.23(a)",
            label="that it is for chip making, chip-making equipment or a supercomputer as 744.23(a) says",
            kind=FactKind.YES_NO,
            asked=True,
        ),
        judgment=True,
    ),
    fact(
        "us_person_excluded",
        "Does 744.6(d) take the U.S. person out: clerical work, a natural person working for a company headquartered "
        "in the United States or Country Groups A:5 or A:6, servicing elsewhere than at an advanced-node facility, "
        "official duties for the U.S. Government?",
        "15 CFR 744.6(d)",
        label="that 744.6(d) takes the U.S. person out",
    ),
    _judged(
        "described_by_supercomputer_item",
        "Is the item an integrated circuit, computer, electronic assembly or component of that ECCN?",
        "744.23(a)(1)(i)",
        "that the item is an integrated circuit, computer, assembly or component",
    ),
    _judged(
        "supercomputer_in_d5_or_macau",
        "Is the supercomputer located in or destined to Macau or a destination of Country Group D:5?",
        "744.23(a)(1)(ii)",
        "that the supercomputer is in or destined to Macau or Country Group D:5",
    ),
    _judged(
        "advanced_node_production",
        "Will it be used to develop or produce integrated circuits (no back-end step) for a facility in Macau or "
        "Country Group D:5 where advanced-node integrated circuits are produced?",
        "744.23(a)(2)(i)",
        "that it is for a facility that produces advanced-node integrated circuits in Macau or D:5",
    ),
    _judged(
        "ic_production_node_unknown",
        "Will it be used to develop or produce integrated circuits (no back-end step) for a facility in Macau or "
        "Country Group D:5 of which you do not know whether it produces advanced-node ones?",
        "744.23(a)(2)(ii)",
        "that it is for a chip facility in Macau or D:5 whose node is not known",
    ),
    _judged(
        "advanced_node_design",
        "Is it software or technology for computer-aided design (ECAD, TCAD) of an advanced-node integrated "
        "circuit to be produced in Macau or Country Group D:5?",
        "744.23(a)(2)(iii)",
        "that it is design software or technology for an advanced-node circuit to be produced in Macau or D:5",
    ),
    _judged(
        "chip_equipment_production",
        "Is it for the development or production of semiconductor manufacturing equipment, or its components, "
        "of the ECCNs in 744.23(a)(4)(i)?",
        "744.23(a)(4)",
        "that it is for making semiconductor manufacturing equipment of 744.23(a)(4)(i)",
    ),
)

FACTS_744: tuple[FactSpec, ...] = (*_LISTS, *_WEAPONS, *_MILITARY, *_CHIPS)
