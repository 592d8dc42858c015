"""Facts that 15 CFR 740.10 to 740.22 ask for, beside those in words_740."""

from __future__ import annotations

from licet.law.vocabulary import FactSpec, fact

__all__ = ["WORDS_740_MORE"]

WORDS_740_MORE: tuple[FactSpec, ...] = (
    fact(
        "original_lawfully_exported",
        "Was the equipment lawfully exported or reexported, its authorization confirmed and kept, "
        "without a condition that replacements need a license?",
        "15 CFR 740.10(a)(2)(ii)",
        label="that the equipment was lawfully exported and nothing in its authorization stands against replacements",
    ),
    fact(
        "replaced_part_destroyed_or_returned",
        "Will the replaced part or item be destroyed or returned promptly?",
        "15 CFR 740.10(a)(2)(iii)",
        label="that the replaced part or item is destroyed or returned",
    ),
    fact(
        "repairs_aircraft_or_ns_item",
        "Is the commodity to be repaired an aircraft, or controlled for national security reasons?",
        "15 CFR 740.10(a)(3)(iv)",
        label="that the commodity to be repaired is an aircraft or controlled for national security",
    ),
    fact(
        "returned_after_servicing",
        "Was it sent in for servicing and does it go back to where it came from, not improved?",
        "15 CFR 740.10(b)(2)",
        label="that it was sent in for servicing and goes back unchanged in its characteristics",
    ),
    fact(
        "same_licensee_and_particulars",
        "Is the exporter the original licensee, with end use, end user and other particulars unchanged?",
        "15 CFR 740.10(b)(2)(iii)",
        label="that the exporter is the original licensee and the particulars have not changed",
    ),
    fact(
        "replaces_defective_item",
        "Does it replace, free of charge and unimproved, a defective or wrong item that BIS (or the "
        "State Department) had authorized; not one worn out, not for stock, and not one owned or controlled by or "
        "leased to a national of a Country Group E:1 country?",
        "15 CFR 740.10(b)(3)",
        label="that it replaces a defective item under the terms of 740.10(b)(3)",
    ),
    fact(
        "replaced_within_warranty",
        "Is it replaced within the warranty period, and within 12 months of the first shipment to the ultimate "
        "consignee?",
        "15 CFR 740.10(b)(3)(ii)(B)",
        label="that it is replaced within the warranty period and within 12 months of the shipment",
    ),
    fact(
        "us_government_official_use",
        "Is it made by or consigned to a US Government department or agency (not as transmittal "
        "agent), solely for its official use or program?",
        "15 CFR 740.11(b)(2)(ii)",
        label="that it is for the official use of a US Government agency",
    ),
    fact(
        "us_personnel_personal_use",
        "Is it for the personal use of US armed forces or US Government personnel, their families "
        "or household employees?",
        "15 CFR 740.11(b)(2)(i)",
        label="that it is for the personal use of US Government personnel",
    ),
    fact(
        "military_or_police_of_group_e",
        "Is it for the military, police or intelligence of a Country Group E:1 or E:2 government, or for whoever "
        "acts for them?",
        "15 CFR 740.11(b)(2)",
        label="that it is for the military, police or intelligence of a Country Group E government",
    ),
    fact(
        "cooperating_government_use",
        "Is it consigned to an agency of a cooperating government, within a cooperating country, "
        "for its official use?",
        "15 CFR 740.11(c)(2)(i)",
        label="that it is for the official use of a cooperating government within a cooperating country",
    ),
    fact(
        "gov_excluded_item",
        "Is the item one that 740.11(c)(3) takes out (Sensitive and Very Sensitive Lists, "
        "cybersecurity items and the rest)?",
        "15 CFR 740.11(c)(3)",
        label="that 740.11(c)(3) takes the item out",
        judgement=True,
    ),
    fact(
        "gift_parcel",
        "Is it a gift parcel from an individual to an individual or a charity, of usual gifts in "
        "usual quantity, free of charge, not for resale or reexport, at most once a month?",
        "15 CFR 740.12(a)",
        label="that it is a gift parcel as 740.12(a) describes it",
    ),
    fact(
        "ineligible_official",
        "Is a recipient an official or organization that the section names as ineligible?",
        "15 CFR 740.12(a)(2)(v)",
        label="that a recipient is an official or organization named as ineligible",
    ),
    fact(
        "military_apparel_or_bullion",
        "Does the parcel hold military wearing apparel, gold bullion, taels or bars?",
        "15 CFR 740.12(a)(2)(i)",
        label="that the parcel holds military apparel or gold bullion",
    ),
    fact(
        "operation_technology",
        "Is it the minimum needed to install, operate, maintain or repair an item lawfully exported "
        "(software in object code), and not development or production technology?",
        "15 CFR 740.13(a)",
        label="that it is the minimum operation technology or software for an item lawfully exported",
        judgement=True,
    ),
    fact(
        "sales_technology",
        "Is it customary data for a quotation, bid or offer that discloses no detailed design, "
        "production or manufacture technology?",
        "15 CFR 740.13(b)",
        label="that it is sales technology",
        judgement=True,
    ),
    fact(
        "bug_fix",
        "Is it an update limited to correcting errors, for the same consignee, that enhances nothing?",
        "15 CFR 740.13(c)",
        label="that it is a correction of errors for the same consignee",
    ),
    fact(
        "mass_market_software",
        "Is the software sold from stock at retail without restriction, and installed by the user "
        "without substantial support?",
        "15 CFR 740.13(d)(3)",
        label="that the software is mass market software",
        judgement=True,
    ),
    fact(
        "personal_baggage",
        "Is it baggage of a person who leaves the United States: own property, usual kind and "
        "quantity for personal use, not for sale?",
        "15 CFR 740.14(b)",
        label="that it is personal baggage of a person leaving the United States",
    ),
    fact(
        "accompanied_baggage",
        "Does the baggage travel with the person?",
        "15 CFR 740.14(d)",
        label="that the baggage travels with the person",
    ),
    fact(
        "traveler_may_take_encryption",
        "Is the traveler a US citizen or permanent resident, or at least no national of a Country Group E:1 country?",
        "15 CFR 740.14(f)",
        label="that the traveler is no national of Country Group E:1, or is a US citizen or permanent resident",
    ),
    fact(
        "foreign_export_authorization",
        "Is the reexport made under an export authorization of the government of the country it "
        "leaves, by its conditions?",
        "15 CFR 740.16(a)(1)",
        label="that the reexport is authorized by the government of the country it leaves",
    ),
    fact(
        "used_in_a1_country",
        "Is it for use or consumption within a Country Group A:1 country?",
        "15 CFR 740.16(b)(1)",
        label="that it is for use or consumption within Country Group A:1",
    ),
    fact(
        "received_under_sta",
        "Was the item received under License Exception STA?",
        "15 CFR 740.20(e)",
        label="that the item was received under License Exception STA",
    ),
    fact(
        "us_subsidiary",
        "Is every recipient a US subsidiary as part 772 defines it?",
        "15 CFR 740.17(a)(2)",
        label="that every recipient is a US subsidiary",
    ),
    fact(
        "enc_self_classified",
        "Was the item self-classified (by you or its producer) or classified by BIS under "
        "740.17(b)(1), and is it not described in (b)(2) or (b)(3)?",
        "15 CFR 740.17(b)(1)",
        label="that the item was classified under 740.17(b)(1) and is not described in (b)(2) or (b)(3)",
        judgement=True,
    ),
    fact(
        "release_to_group_e_national",
        "Is source code or technology released to a national of a Country Group E:1 or E:2 country?",
        "15 CFR 740.17",
        label="that source code or technology is released to a national of Country Group E",
    ),
    fact(
        "agr_agricultural_commodity",
        "Is it an agricultural commodity as part 772 defines it (and, for fertilizer, western red "
        "cedar or live horses, classified EAR99 by BIS)?",
        "15 CFR 740.18(a)",
        label="that it is an agricultural commodity classified EAR99",
    ),
    fact(
        "agr_contract_within_a_year",
        "Is it sent under a written contract (or as a donation or sample) within 12 months?",
        "15 CFR 740.18(a)(3)",
        label="that it is sent under a written contract within 12 months",
    ),
    fact(
        "agr_no_objection_confirmed",
        "Was BIS notified, and has it confirmed that no agency objects?",
        "15 CFR 740.18(c)(5)",
        label="that BIS has confirmed that no agency objects to the notification",
    ),
    fact(
        "consumer_device",
        "Is it a consumer device or software of the kinds that 740.19(b) lists, with the classification given there?",
        "15 CFR 740.19(b)",
        label="that it is a consumer device or software of 740.19(b)",
        judgement=True,
    ),
    fact(
        "eligible_individual_or_ngo",
        "Is the end user an independent non-governmental organization or an individual who is no "
        "official named in 740.19(c)?",
        "15 CFR 740.19(c)",
        label="that the end user is an individual or organization eligible under 740.19(c)",
    ),
    fact(
        "sta_paragraph_bars_item",
        "Does the STA paragraph of the item's ECCN bar this item for this destination?",
        "15 CFR 740.20(b)",
        label="that the STA paragraph of the ECCN bars this item for this destination",
        judgement=True,
    ),
    fact(
        "eccn_furnished_to_consignee",
        "Was the ECCN furnished to the consignee?",
        "15 CFR 740.20(d)(1)",
        label="that the ECCN was furnished to the consignee",
    ),
    fact(
        "prior_consignee_statement",
        "Was the prior consignee statement obtained (not needed from governments of Country Groups A:5 and A:6)?",
        "15 CFR 740.20(d)(2)",
        label="that the prior consignee statement was obtained",
    ),
    fact(
        "consignee_notified_of_sta",
        "Was the consignee told in writing that the shipment goes under License Exception STA?",
        "15 CFR 740.20(d)(3)",
        label="that the consignee was told in writing of License Exception STA",
    ),
    fact(
        "uae_approved_for_sta",
        "Are the ultimate consignee and every end user in the UAE approved for STA in Supplement No. 8 to part 740?",
        "15 CFR 740.2(a)(26)",
        label="that the consignee and end users in the UAE are approved for License Exception STA",
    ),
    fact(
        "government_end_user",
        "Is an end user a government end user as 740.22(b)(4) defines it?",
        "15 CFR 740.22(b)(4)",
        label="that an end user is a government end user",
    ),
    fact(
        "favorable_treatment_end_user",
        "Is every end user a US subsidiary, bank, insurer, or civil health institution (740.22(b)(3))?",
        "15 CFR 740.22(b)(3)",
        label="that every end user is a favorable treatment cybersecurity end user",
    ),
    fact(
        "vulnerability_or_incident_response",
        "Is it vulnerability disclosure or cyber incident response?",
        "15 CFR 740.22(c)(4)(ii)",
        label="that it is vulnerability disclosure or cyber incident response",
    ),
    fact(
        "known_unauthorized_use",
        "Do you know, or have reason to know, that it will be used against information systems "
        "without their owner's authorization?",
        "15 CFR 740.22(c)(5)",
        label="that use against information systems without authorization is known or to be expected",
    ),
)
