"""Facts and claims that 15 CFR Part 740 asks for: license exceptions."""

from __future__ import annotations

from licet.regimes.us_ear.part_740.advanced_computing_facts import FACTS_740_COMPUTING
from licet.regimes.us_ear.part_740.aircraft_facts import FACTS_740_AIRCRAFT
from licet.regimes.us_ear.part_740.encryption_facts import WORDS_740_ENC
from licet.regimes.us_ear.part_740.government_facts import FACTS_740_GOVERNMENT
from licet.regimes.us_ear.part_740.repair_facts import WORDS_740_MORE
from licet.regimes.us_ear.part_740.temporary_facts import FACTS_740_TEMPORARY
from licet.regimes.us_ear.part_740.trusted_facts import WORDS_740_TRUSTED
from licet.rules.vocabulary import FactKind, FactSpec, claim, fact

__all__ = ["FACTS_740"]

CLAIMS_740: tuple[FactSpec, ...] = (
    claim(
        "license_exception_paragraph",
        "Which paragraph of the exception is claimed, as (a)(1)? Without one every paragraph is tried.",
        "15 CFR 740.1",
        label="the paragraph of the exception claimed",
        kind=FactKind.TEXT,
    ),
    claim(
        "license_exception_suspended",
        "Has BIS suspended or revoked your use of the exception, or asked for a notice before it?",
        "15 CFR 740.2(a)(1)",
        label="that the use of the exception was suspended or revoked",
        kind=FactKind.YES_NO,
    ),
)
"""What the exporter does or states of itself; absent: not so."""

FACTS_740: tuple[FactSpec, ...] = (
    *CLAIMS_740,
    fact(
        "ccl_allows_exception",
        "Does the License Exceptions section of the item's ECCN, in its own words, allow the "
        "exception claimed for this item and destination?",
        "15 CFR 740.1",
        label="that the ECCN allows the exception claimed for this item",
        judgment=True,
    ),
    fact(
        "described_by_surreptitious",
        "Is the software for equipment of 5A001.f.1 (interception of mobile telecommunications)?",
        "15 CFR 740.2(a)(3)",
        label="that the software is for interception equipment of 5A001.f.1",
        judgment=True,
    ),
    fact(
        "described_by_surreptitious_technology",
        "Is the technology for equipment of 5A001.f.1 or software for it?",
        "15 CFR 740.2(a)(3)",
        label="that the technology is for interception equipment of 5A001.f.1",
        judgment=True,
    ),
    fact(
        "described_by_infrared_technology",
        "Is the technology required for the detectors, focal plane arrays or image intensifier tubes of 740.2(a)(7)?",
        "15 CFR 740.2(a)(7)",
        label="that the technology is that of 740.2(a)(7)",
        judgment=True,
    ),
    fact(
        "described_by_semiconductor_making",
        "Is the software or technology associated with semiconductor manufacturing equipment named "
        "in 740.2(a)(9)(i)?",
        "15 CFR 740.2(a)(9)(i)",
        label="that it goes with semiconductor manufacturing equipment of 740.2(a)(9)(i)",
        judgment=True,
    ),
    fact(
        "described_by_advanced_computing",
        "Is the software or technology for advanced computing items named in 740.2(a)(9)(ii)?",
        "15 CFR 740.2(a)(9)(ii)",
        label="that it is for advanced computing items of 740.2(a)(9)(ii)",
        judgment=True,
    ),
    fact(
        "described_by_apr_excluded",
        "Is the item one of 3A001.b.2 or b.3 that is not for civil telecommunications?",
        "15 CFR 740.16(a)(2)",
        label="that the item is of 3A001.b.2 or b.3 and not for civil telecommunications",
        judgment=True,
    ),
    fact(
        "described_by_encryption_self_classified",
        "Is the software equivalent or related to commodities of 5A002.a, z.1 or 5B002?",
        "15 CFR 740.17(b)(1)",
        label="that the software goes with commodities of 5A002.a, z.1 or 5B002",
        judgment=True,
    ),
    fact(
        "described_by_sta_excluded",
        "Is the item one that 740.20(b)(2) takes out of License Exception STA?",
        "15 CFR 740.20(b)(2)",
        label="that 740.20(b)(2) takes the item out of License Exception STA",
        judgment=True,
    ),
    fact(
        "described_by_cybersecurity",
        "Is the item a cybersecurity item as 740.22(b)(1) defines it?",
        "15 CFR 740.22(b)(1)",
        label="that the item is a cybersecurity item",
        judgment=True,
    ),
    fact(
        "described_by_cybersecurity_4",
        "Is the software or technology for 4A005 or 4D004?",
        "15 CFR 740.22(c)(4)(i)",
        label="that the software or technology is for 4A005 or 4D004",
        judgment=True,
    ),
    fact(
        "hong_kong_document",
        "Is there a copy of the Hong Kong import (or, from Hong Kong, export) license, or of the "
        "government's statement that none is required?",
        "15 CFR 740.2(a)(19)",
        label="that a Hong Kong license or statement that none is required is at hand",
    ),
    fact(
        "reexported_from",
        "From which country is it reexported (two-letter code)?",
        "15 CFR 740.2(a)(20)",
        label="the country from which it is reexported",
        kind=FactKind.COUNTRY,
    ),
    fact(
        "headquartered_in_d5_or_macau",
        "Is a party, or its ultimate parent, headquartered in Macau or a Country Group D:5 country?",
        "15 CFR 740.2(a)(9)(ii)",
        label="that a party or its ultimate parent is headquartered in Macau or Country Group D:5",
    ),
    fact(
        "from_arms_embargoed_destination",
        "Was the item made in, or is it shipped from, a Country Group D:5 country or Hong Kong?",
        "15 CFR 740.2(a)(12)",
        label="that the item was made in or is shipped from Country Group D:5 or Hong Kong",
    ),
    fact(
        "major_defense_equipment_contract",
        "Does the contract include 600 series major defense equipment of 14 million dollars or more "
        "(25 million for Country Group A:5)?",
        "15 CFR 740.2(a)(15)",
        label="that the contract includes major defense equipment above the limit",
    ),
    fact(
        "firearm_with_defense_article",
        "Is a defense article of USML Category I(h)(2) built into the firearm, or known to be built in later?",
        "15 CFR 740.2(a)(21)",
        label="that a defense article is or will be built into the firearm",
    ),
    fact(
        "firearms_contract_of_4_million",
        "Does the contract or shipment include 4 million dollars or more of semi-automatic firearms or shotguns?",
        "15 CFR 740.2(a)(23)",
        label="that it includes 4 million dollars or more of semi-automatic firearms",
    ),
    fact(
        "part_of_vehicle",
        "Does the item go as part of a spacecraft, manned aircraft, land vehicle or marine vehicle, "
        "or in quantities right for its replacement parts?",
        "15 CFR 740.2(a)(5)(ii)(A)",
        label="that the item goes as part of a manned vehicle or spacecraft or as its spare",
    ),
    fact(
        "replaces_bearing_one_for_one",
        "Does the bearing replace, one for one, one in equipment that was lawfully exported?",
        "15 CFR 740.2(a)(5)(ii)(B)",
        label="that the bearing replaces one in equipment lawfully exported",
    ),
    fact(
        "lvs_limit_covers_order",
        "The LVS paragraph of the ECCN states its limit in words: is it available for this item, "
        "and is the order's net value within it?",
        "15 CFR 740.3(d)(1)",
        label="that the LVS paragraph, read in full, covers the order and its value",
        judgment=True,
    ),
    fact(
        "lvs_whole_order_counted",
        "Does the value given count every commodity of the same ECCN in the order at its net value, "
        "and was the order not split or adjusted to fit the limit?",
        "15 CFR 740.3(d)(1)",
        label="that the value counts the whole order and the order was not split to fit the limit",
    ),
    fact(
        "lvs_annual_total_within_limit",
        "With this order, do this year's shipments of the ECCN to the same consignee stay within 12 times the limit?",
        "15 CFR 740.3(d)(2)",
        label="that the year's shipments to the consignee stay within 12 times the limit",
    ),
    fact(
        "lvs_supports_authorized_commodity",
        "Are the encryption components or spares for a commodity that was authorized before?",
        "15 CFR 740.3(d)(5)",
        label="that the encryption components support a commodity authorized before",
    ),
    fact(
        "written_assurance_received",
        "Has the consignee given the written assurance that 740.6(a) asks for?",
        "15 CFR 740.6(a)",
        label="that the consignee's written assurance was received",
    ),
    fact(
        "used_up_in_destination",
        "Is the computer for use in the country to which it goes, and not for reexport?",
        "15 CFR 740.7(a)(1)",
        label="that the computer is for use in the country of destination",
    ),
    fact(
        "temporary_without_order",
        "Is it for temporary use only: no order to acquire it received, not for lease or rental, "
        "and back (or used up) within a year?",
        "15 CFR 740.9(a)",
        label="that it is for temporary use, without an order, lease or rental, and back within a year",
    ),
    fact(
        "in_transit_through_us",
        "Does it move through the United States under a Transportation and Exportation or Immediate Exportation "
        "customs entry, the transit unbroken, and was it not shipped in under an International Import "
        "Certificate?",
        "15 CFR 740.9(b)(1)",
        label="that it moves in transit through the United States under a customs entry",
    ),
    fact(
        "in_transit_from_canada",
        "Does the shipment come from Canada?",
        "15 CFR 740.9(b)(1)(iv)",
        label="that the shipment in transit comes from Canada",
    ),
    fact(
        "described_by_transit_firearm",
        "Is it a shotgun with a barrel of less than 18 inches?",
        "15 CFR 740.9(b)",
        label="that it is a shotgun with a barrel of less than 18 inches",
    ),
    fact(
        "refused_entry_returns_to_origin",
        "Did a US agency refuse it entry, not for Treasury's sanctions, and does it go back to its country of "
        "origin?",
        "15 CFR 740.9(b)(4)",
        label="that it was refused entry and goes back to its country of origin",
    ),
    fact(
        "beta_test_software",
        "Is it software meant for the general public, free or at cost, installed without much support, for a "
        "tester who has given the statement of 740.9(c)(5) (and, for non-standard cryptography, was the technical "
        "information sent)?",
        "15 CFR 740.9(c)",
        label="that it is beta test software by the terms of 740.9(c)",
    ),
    fact(
        "tools_of_trade",
        "Are they usual kinds and quantities of tools of trade, for a lawful enterprise of the "
        "exporter, used by the exporter or its employees?",
        "15 CFR 740.9(a)(1)",
        label="that they are usual tools of trade of the exporter",
        judgment=True,
    ),
    fact(
        "effective_control_kept",
        "Does it stay under the effective control of the exporter or its employee (for exhibitions, "
        "also its sales representative)?",
        "15 CFR 740.9(a)(1)",
        label="that it stays under the exporter's effective control",
    ),
    fact(
        "protected_against_access",
        "Is the software or technology protected against unauthorized access?",
        "15 CFR 740.9(a)(1)",
        label="that it is protected against unauthorized access",
    ),
    fact(
        "exhibition_or_demonstration",
        "Is it for exhibition or demonstration, owned by the exporter throughout, and at no site "
        "longer than 120 days?",
        "15 CFR 740.9(a)(5)",
        label=(
            "that it is for exhibition or demonstration within 120 days at a site, and stays the "
            "exporter's property"
        ),
    ),
    fact(
        "for_inspection_or_repair_abroad",
        "Is it sent abroad to be inspected, tested, calibrated or repaired?",
        "15 CFR 740.9(a)(6)",
        label="that it is to be inspected, tested, calibrated or repaired abroad",
    ),
    fact(
        "news_media_equipment",
        "Is it for accredited news media personnel, in their possession, and taken away with them after the trip?",
        "15 CFR 740.9(a)(9)",
        label="that it is for accredited news media and leaves with them",
    ),
    fact(
        "returns_foreign_origin_item",
        "Is it a foreign-origin item that goes back, not enhanced, to the country from which it was imported?",
        "15 CFR 740.9(b)(3)",
        label="that a foreign-origin item goes back unchanged to where it came from",
    ),
    fact(
        "one_for_one_replacement",
        "Does the part replace, one for one, a part needed for immediate repair, without improving "
        "the equipment or going into stock?",
        "15 CFR 740.10(a)(2)",
        label="that the part is a one-for-one replacement for immediate repair",
    ),
    *WORDS_740_ENC,
    *WORDS_740_MORE,
    *WORDS_740_TRUSTED,
    *FACTS_740_TEMPORARY,
    *FACTS_740_GOVERNMENT,
    *FACTS_740_AIRCRAFT,
    *FACTS_740_COMPUTING,
)
