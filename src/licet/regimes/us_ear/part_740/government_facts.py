"""Facts that the other paragraphs of 15 CFR 740.11, 740.12(b), 740.16 and 740.21 ask for."""

from __future__ import annotations

from licet.rules.vocabulary import FactKind, FactSpec, fact

__all__ = ["FACTS_740_GOVERNMENT"]

FACTS_740_GOVERNMENT: tuple[FactSpec, ...] = (
    fact(
        "for_iaea_or_euratom",
        "Is it consigned to the IAEA (Vienna, Toronto, Tokyo) or Euratom (Luxembourg), or does either reexport it, "
        "for official international safeguards?",
        "15 CFR 740.11(a)",
        label="that it serves official safeguards of the IAEA or Euratom",
    ),
    fact(
        "on_sensitive_list",
        "Is the item on the Sensitive List (Supplement No. 6 to part 774)?",
        "15 CFR Part 774 Supp. 6",
        label="that the item is on the Sensitive List",
        judgment=True,
    ),
    fact(
        "on_very_sensitive_list",
        "Is the item on the Very Sensitive List (Supplement No. 7 to part 774)?",
        "15 CFR Part 774 Supp. 7",
        label="that the item is on the Very Sensitive List",
        judgment=True,
    ),
    fact(
        "on_behalf_of_us_agency",
        "Is it for or on behalf of a US agency on the terms of one of 740.11(b)(2)(iii)(A) to (E): under a contract "
        "with the agency, with its written authorization where (B), (C) or (D) ask for it, GFE marked as (E) says?",
        "15 CFR 740.11(b)(2)(iii)",
        label="that it is for a US agency on the terms of 740.11(b)(2)(iii)",
    ),
    fact(
        "directed_by_dod_or_doe",
        "Did the Department of Defense or of Energy ask for the export in an official writing?",
        "15 CFR 740.11(b)(2)(iv)",
        label="that the Department of Defense or Energy directed the export",
    ),
    fact(
        "dod_sale_delivered_here",
        "Did the Department of Defense sell, lease or lend it, was it delivered in the United States, and does it "
        "leave on a military craft of the receiving government or by the Defense Transportation Service?",
        "15 CFR 740.11(b)(2)(v)",
        label="that the Department of Defense delivered it for transport on 740.11(b)(2)(v)",
    ),
    fact(
        "us_agency_contract_provides_for_it",
        "Does a contract with a US agency provide for this transfer of technology (no development or production "
        "technology of the 600 series) or of microelectronics?",
        "15 CFR 740.11(b)(2)(vi)",
        label="that a contract with a US agency provides for the transfer",
    ),
    fact(
        "consigned_to_nato_agency",
        "Is it consigned to an agency of NATO, and not to the forces of a cooperating government?",
        "15 CFR 740.11(c)(2)(ii)(B)",
        label="that it is consigned to an agency of NATO",
    ),
    fact(
        "allied_military_or_nato_use",
        "Is it consigned to and for the official use of a military end user of a cooperating government, its "
        "military end use, or an agency of NATO?",
        "15 CFR 740.11(c)(2)(ii)",
        label="that it is for the military of a cooperating government or NATO",
    ),
    fact(
        "allied_mission_use",
        "Is it for the official use of a diplomatic or consular mission of a cooperating government?",
        "15 CFR 740.11(c)(2)(iii)",
        label="that it is for a mission of a cooperating government",
    ),
    fact(
        "for_opcw_inspections",
        "Is it consigned to the OPCW in The Hague under its control, or technology for its inspections or training?",
        "15 CFR 740.11(d)",
        label="that it serves inspections of the OPCW",
    ),
    fact(
        "for_space_station",
        "Is it needed on the International Space Station on short notice, and launched and used on the terms of "
        "740.11(e)?",
        "15 CFR 740.11(e)",
        label="that it is needed on the space station on the terms of 740.11(e)",
    ),
    fact(
        "charity_with_verified_distribution",
        "Does a US charitable organization with a record of donations and a verified distribution give it free of "
        "charge?",
        "15 CFR 740.12(b)(3)",
        label="that a US charity with verified distribution gives it",
    ),
    fact(
        "basic_needs_item",
        "Does Supplement No. 2 to part 740 list it (health, food, clothes and household goods, shelter, education, "
        "support of the program), and not for a large-scale project?",
        "15 CFR 740.12(b)(6)",
        label="that Supplement No. 2 to part 740 lists the donated item",
        judgment=True,
    ),
    fact(
        "no_luxury_good",
        "Is it outside the luxury goods of Supplement No. 1 to part 746?",
        "15 CFR 746.4(c)(3)",
        label="that it is no luxury good of Supplement No. 1 to part 746",
        judgment=True,
    ),
    fact(
        "medical_item_refused_for_cuba",
        "Is it a medical item that 746.2(b)(1) excludes for Cuba?",
        "15 CFR 740.12(b)(5)(iii)",
        label="that it is a medical item that 746.2(b)(1) excludes",
        judgment=True,
    ),
    fact(
        "controlled_for_a1",
        "Does the Country Chart ask for a license for this commodity to a country of Country Group A:1?",
        "15 CFR 740.16(a)(3)(i)",
        label="that the commodity is controlled for export to Country Group A:1",
    ),
    fact(
        "unused_license_covers_reexport",
        "Does an unused outstanding license authorize direct shipment from the United States to the new destination?",
        "15 CFR 740.16(c)",
        label="that an outstanding license covers the reexport",
    ),
    fact(
        "direct_export_under_exception",
        "Could it go from the United States straight to the new destination under another license exception?",
        "15 CFR 740.16(d)",
        label="that a direct export would be authorized by a license exception",
        judgment=True,
    ),
    fact(
        "spares_with_foreign_product",
        "Do US spare parts go with a foreign-made product that holds US components, worth at most 10 percent of it?",
        "15 CFR 740.16(h)",
        label="that the spares go with a foreign product and are worth at most 10 percent of it",
    ),
    fact(
        "consumer_or_embedded_camera",
        "Is the camera packaged as a consumer ready civil product, or of at most 111,000 elements and to be "
        "embedded in one?",
        "15 CFR 740.16(b)(3)",
        label="that the camera is or goes into a civil product",
    ),
    fact(
        "travelers_temporary_items_in_cuba",
        "Does a traveler take it along for activities of 740.21(c)(2), under effective control, for at most two "
        "years?",
        "15 CFR 740.21(c)(2)",
        label="that a traveler takes it to Cuba for activities of 740.21(c)(2)",
    ),
    fact(
        "temporary_in_cuba",
        "Is it sent for at most a year, without an order, on the terms of one of 740.21(f)(1) to (5) (tools, "
        "technology, kits, exhibition, containers)?",
        "15 CFR 740.21(f)",
        label="that it is sent to Cuba for a time on the terms of 740.21(f)",
    ),
    fact(
        "computer_app_wt",
        "What is the Adjusted Peak Performance of the computers that the technology is for, in weighted TeraFLOPS?",
        "15 CFR 740.7(c)(3)",
        label="the Adjusted Peak Performance of the computers in weighted TeraFLOPS",
        kind=FactKind.NUMBER,
    ),
    fact(
        "use_technology",
        "Is it use technology or source code, and not for development or production?",
        "15 CFR 740.7(c)(3)(iii)",
        label="that it is use technology",
    ),
    fact(
        "incident_police_or_response_team",
        "Is it for police or courts that investigate an incident at a favored end user, or for a national computer "
        "security incident response team?",
        "15 CFR 740.22(c)(2)",
        label="that it is for police, courts or a national response team after an incident",
    ),
    fact(
        "uav_500_kg_300_km",
        "Can the unmanned aircraft deliver a payload of 500 kg to a range of 300 km?",
        "15 CFR 740.20(c)(1)(ii)(A)",
        label="that the unmanned aircraft delivers 500 kg over 300 km",
    ),
    fact(
        "recipient_told_of_limits",
        "Was the recipient told in writing of the limits on further release of the technology or source code?",
        "15 CFR 740.20(d)(4)",
        label="that the recipient was told in writing of the limits on further release",
    ),
    fact(
        "serves_safety_of_civil_aviation",
        "Does the exception that is claimed serve the safety of civil aviation or of maritime navigation?",
        "15 CFR 744.16(b)",
        label="that it serves the safety of civil aviation",
        judgment=True,
    ),
)
