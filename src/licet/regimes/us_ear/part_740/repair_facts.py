"""Facts that 15 CFR 740.10 to 740.14 ask for, beside those in words_740."""

from __future__ import annotations

from licet.rules.vocabulary import FactSpec, fact

__all__ = ["WORDS_740_MORE"]

WORDS_740_MORE: tuple[FactSpec, ...] = (
    fact(
        "original_lawfully_exported",
        "Was the equipment lawfully exported or reexported, its authorization confirmed and kept, without a "
        "condition that replacements need a license?",
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
        "Does it replace, free of charge and unimproved, a defective or wrong item that BIS (or the State "
        "Department) had authorized; not one worn out, not for stock, and not one owned or controlled by or "
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
        "Is it made by or consigned to a US Government department or agency (not as transmittal agent), solely "
        "for its official use or program?",
        "15 CFR 740.11(b)(2)(ii)",
        label="that it is for the official use of a US Government agency",
    ),
    fact(
        "us_personnel_personal_use",
        "Is it for the personal use of US armed forces or US Government personnel, their families or household "
        "employees?",
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
        "Is it consigned to an agency of a cooperating government, within a cooperating country, for its official "
        "use?",
        "15 CFR 740.11(c)(2)(i)",
        label="that it is for the official use of a cooperating government within a cooperating country",
    ),
    fact(
        "gov_excluded_item",
        "Is the item one that 740.11(c)(3) takes out (Sensitive and Very Sensitive Lists, cybersecurity items and "
        "the rest)?",
        "15 CFR 740.11(c)(3)",
        label="that 740.11(c)(3) takes the item out",
        judgment=True,
    ),
    fact(
        "gift_parcel",
        "Is it a gift parcel from an individual to an individual or a charity, of usual gifts in usual quantity, "
        "free of charge, not for resale or reexport, at most once a month?",
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
        "Is it the minimum needed to install, operate, maintain or repair an item lawfully exported (software in "
        "object code), and not development or production technology?",
        "15 CFR 740.13(a)",
        label="that it is the minimum operation technology or software for an item lawfully exported",
        judgment=True,
    ),
    fact(
        "sales_technology",
        "Is it customary data for a quotation, bid or offer that discloses no detailed design, production or "
        "manufacture technology?",
        "15 CFR 740.13(b)",
        label="that it is sales technology",
        judgment=True,
    ),
    fact(
        "bug_fix",
        "Is it an update limited to correcting errors, for the same consignee, that enhances nothing?",
        "15 CFR 740.13(c)",
        label="that it is a correction of errors for the same consignee",
    ),
    fact(
        "mass_market_software",
        "Is the software sold from stock at retail without restriction, and installed by the user without "
        "substantial support?",
        "15 CFR 740.13(d)(3)",
        label="that the software is mass market software",
        judgment=True,
    ),
    fact(
        "personal_baggage",
        "Is it baggage of a person who leaves the United States: own property, usual kind and quantity for "
        "personal use, not for sale?",
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
        "university_regular_employee",
        "Does a US university release it in the United States to its bona fide, full-time regular employee, who "
        "lives in the United States throughout, is no national of a Country Group D:5 country, and was told in "
        "writing not to pass it on?",
        "15 CFR 740.13(f)",
        label="that a US university releases it to a regular employee by the terms of 740.13(f)",
    ),
    fact(
        "copy_of_authorized_technology",
        "Is it a copy, revised editorially at most, of technology authorized for this very recipient and the "
        "identical item, with no reason to believe that the recipient broke the authorization?",
        "15 CFR 740.13(g)",
        label="that it is a copy of technology authorized for the same recipient",
    ),
    fact(
        "shotguns_for_own_use",
        "Is the traveler a US citizen or permanent resident with at most three firearms on the trip, shotguns "
        "with a barrel of 18 inches or more, parts in reasonable quantity and shells, for his exclusive use in "
        "hunting, sport, science or protection, to be brought back?",
        "15 CFR 740.14(e)(1)",
        label="that the shotguns are taken by the terms of 740.14(e)(1)",
    ),
    fact(
        "firearms_for_own_use",
        "Is the traveler a US citizen or permanent resident with at most three firearms and 1,000 rounds on the "
        "trip, parts in reasonable quantity, for his exclusive use, declared to Customs before departure, to be "
        "brought back?",
        "15 CFR 740.14(e)(3)",
        label="that the firearms are taken by the terms of 740.14(e)(3)",
    ),
    fact(
        "firearms_brought_in_by_alien",
        "Is the traveler an alien who takes out only the firearms and ammunition that he lawfully brought in "
        "under 27 CFR part 478?",
        "15 CFR 740.14(e)(2)",
        label="that an alien takes out the firearms that he brought in",
    ),
    fact(
        "technology_for_travelers_own_use",
        "Is the technology used abroad solely by a US person who travels (or family who are US persons), of a "
        "usual kind and quantity for the traveler's trade, secured against access, and for no foreign production "
        "or technical assistance?",
        "15 CFR 740.14(g)",
        label="that the technology is for the own use of a US person who travels, and secured",
    ),
    fact(
        "protective_set_for_own_use",
        "Does a US person take one set of it with the baggage, not mailed, for exclusive use?",
        "15 CFR 740.14(h)(1)",
        label="that a US person takes one protective set for exclusive use",
    ),
    fact(
        "described_by_agent_protection",
        "Is it the one additional filter canister for a set of protective gear of 1A607.f?",
        "15 CFR 740.14(h)(1)",
        label="that it is the one additional filter canister for a set",
        judgment=True,
    ),
    fact(
        "us_government_travel",
        "Is the US person affiliated with the US Government and on official business, or traveling in support of "
        "its contract (to Iraq: or directly authorized by its government)?",
        "15 CFR 740.14(h)(2)",
        label="that the US person travels for the US Government or in support of its contract",
    ),
)
