"""Facts that 15 CFR 740.16 to 740.22 ask for, but for encryption: reexports, Cuba, trusted destinations."""

from __future__ import annotations

from licet.rules.vocabulary import FactSpec, fact

__all__ = ["WORDS_740_TRUSTED"]

WORDS_740_TRUSTED: tuple[FactSpec, ...] = (
    fact(
        "foreign_export_authorization",
        "Is the reexport made under an export authorization of the government of the country it leaves, by its "
        "conditions?",
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
        "agr_agricultural_commodity",
        "Is it an agricultural commodity as part 772 defines it (and, for fertilizer, western red cedar or live "
        "horses, classified EAR99 by BIS)?",
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
        "Is it a consumer device or software of a kind that 740.19(b)(1) to (18) lists, with the classification "
        "given there? (For Cuba and Syria; for Russia and Belarus see consumer_device_paragraphs_1_to_8.)",
        "15 CFR 740.19(b)",
        label="that it is a consumer device or software of 740.19(b)(1) to (18)",
        judgment=True,
    ),
    fact(
        "consumer_device_paragraphs_1_to_8",
        "Is it a consumer device or software of a kind that 740.19(b)(1) to (8) lists? Disk drives, graphics "
        "accelerators, modems, routers, memory, cameras and set top boxes are of (b)(9) to (18), for Cuba and Syria "
        "only.",
        "15 CFR 740.19(b)",
        label="that it is a consumer device or software of 740.19(b)(1) to (8)",
        judgment=True,
    ),
    fact(
        "eligible_individual_or_ngo",
        "Is the end user an independent non-governmental organization or an individual who is no official named "
        "in 740.19(c)?",
        "15 CFR 740.19(c)",
        label="that the end user is an individual or organization eligible under 740.19(c)",
    ),
    fact(
        "cuban_private_sector_use",
        "Is it for use by the Cuban private sector in private activities, and would it neither primarily generate "
        "revenue for the state nor contribute to the operation of the state?",
        "15 CFR 740.21(b)(1)",
        label="that it is for private activities of the Cuban private sector",
    ),
    fact(
        "cuban_personal_use",
        "Is it sold directly to individuals in Cuba, other than the officials named in 740.21(d)(4), for their "
        "own or their immediate family's use?",
        "15 CFR 740.21(b)(2)",
        label="that it is sold directly to individuals in Cuba for personal use",
    ),
    fact(
        "cuban_civil_society_use",
        "Is it donated for scientific, cultural, educational, historic preservation or sporting activities "
        "independent of government and party, or for human rights organizations, individuals or organizations "
        "that strengthen civil society?",
        "15 CFR 740.21(c)",
        label="that it strengthens civil society in Cuba as 740.21(c)(1) or (3) describes",
    ),
    fact(
        "cuban_communications_use",
        "Is it for telecommunications infrastructure that connects individuals or the private sector only, for "
        "news media personnel or US news bureaus, or for private developers of software (740.21(d))?",
        "15 CFR 740.21(d)",
        label="that it improves the communications of the Cuban people as 740.21(d) describes",
    ),
    fact(
        "cuban_presence_authorized_by_treasury",
        "Is it for the use of persons whom Treasury authorizes (31 CFR 515.573 or a specific license) to have a "
        "presence in Cuba?",
        "15 CFR 740.21(e)(1)",
        label="that it is for a presence in Cuba that Treasury authorizes",
    ),
    fact(
        "sta_paragraph_bars_item",
        "Does the STA paragraph of the item's ECCN bar this item for this destination?",
        "15 CFR 740.20(b)",
        label="that the STA paragraph of the ECCN bars this item for this destination",
        judgment=True,
    ),
    fact(
        "eccn_furnished_to_consignee",
        "Was the ECCN furnished to the consignee?",
        "15 CFR 740.20(d)(1)",
        label="that the ECCN was furnished to the consignee",
    ),
    fact(
        "prior_consignee_statement",
        "Was the prior consignee statement obtained, with what (d)(2)(vii) and (viii) ask for 600 series and "
        "9x515 items (not needed from governments of Country Groups A:5 and A:6)?",
        "15 CFR 740.20(d)(2)",
        label="that the prior consignee statement was obtained",
    ),
    fact(
        "sta_600_series_users",
        "Are all who receive the 600 series item in Country Group A:5 countries or the United States (natural "
        "persons: their nationals), and is it in the end for the forces, police, customs, fire or rescue agencies "
        "of such governments, for work on items for them, for the United States, or for an end use otherwise "
        "authorized?",
        "15 CFR 740.20(b)(3)(ii)",
        label="that recipients and ultimate end use of the 600 series item are those of 740.20(b)(3)(ii)",
    ),
    fact(
        "sta_parties_previously_approved",
        "Were purchaser, consignees and end user approved before, on a license or other approval of BIS or the "
        "State Department?",
        "15 CFR 740.20(c)(1)(i)",
        label="that the parties were approved before by BIS or the State Department",
    ),
    fact(
        "sta_end_item_approved",
        "Has BIS approved this end item for License Exception STA by the procedure of 740.20(g)?",
        "15 CFR 740.20(b)(3)(iii)",
        label="that BIS has approved the end item for License Exception STA",
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
        "Do you know, or have reason to know, that it will be used against information systems without their "
        "owner's authorization?",
        "15 CFR 740.22(c)(5)",
        label="that use against information systems without authorization is known or to be expected",
    ),
)
