"""Facts that the other paragraphs of 15 CFR 740.9 and 740.10 ask for: firearms, kits, containers, affiliates."""

from __future__ import annotations

from licet.rules.vocabulary import FactKind, FactSpec, fact

__all__ = ["FACTS_740_TEMPORARY"]

FACTS_740_TEMPORARY: tuple[FactSpec, ...] = (
    fact(
        "firearms_as_tools_of_trade",
        "Are these at most three firearms and 1,000 rounds of ammunition, and parts in reasonable quantities, for "
        "the owner's or its employee's own business use under effective control, declared to Customs and brought "
        "back?",
        "15 CFR 740.9(a)(2)",
        label="that the firearms are tools of trade on the terms of 740.9(a)(2)",
    ),
    fact(
        "technology_for_us_persons_abroad",
        "Is the technology for a US person, or an employee directly employed by one and authorized to receive it, "
        "who travels or is on temporary assignment abroad, secured against access and not for foreign production?",
        "15 CFR 740.9(a)(3)",
        label="that the technology is for US persons and their employees abroad",
    ),
    fact(
        "replacement_kit",
        "Is it a kit of replacement parts that stays under your or your employee's control, each part good for a "
        "one-for-one replacement, and comes back but for parts replaced under RPL?",
        "15 CFR 740.9(a)(4)",
        label="that it is a kit of replacement parts under the terms of 740.9(a)(4)",
    ),
    fact(
        "container_for_shipment",
        "Is it a container that is needed to ship commodities, for which no other exception is available?",
        "15 CFR 740.9(a)(7)",
        label="that it is a container needed for the shipment",
    ),
    fact(
        "immex_assembly",
        "Does it go under a Customs entry that requires its return, for processing or assembly in Mexico's in-bond "
        "program (IMMEX), and come back within four years?",
        "15 CFR 740.9(a)(8)",
        label="that it is assembled in Mexico and comes back within four years",
    ),
    fact(
        "for_own_facility_abroad",
        "Does a US person send parts, tools or test equipment to a facility that it owns or controls, for use in "
        "manufacture there, and without passing them on?",
        "15 CFR 740.9(a)(10)",
        label="that a US person sends it to its own facility for use in manufacture",
    ),
    fact(
        "imported_for_exhibition",
        "Was it imported under bond for marketing or for display at an exhibition or trade fair, and is it exported "
        "as the bond says (no International Import Certificate, no license of origin from Cuba lacking)?",
        "15 CFR 740.9(b)(2)",
        label="that it was imported under bond for display and is exported as the bond says",
    ),
    fact(
        "returns_to_country_of_import",
        "Does it go back to the country from which it was imported?",
        "15 CFR 740.9(b)(2)(i)",
        label="that it goes back to the country from which it was imported",
    ),
    fact(
        "firearms_temporarily_imported",
        "Were these at most 75 firearms in the United States for at most a year, declared on import with the "
        "statement of 740.9(b)(5)(iv), neither shipped from nor made in a Country Group D:5 country, Georgia, "
        "Kazakhstan, Kyrgyzstan, Moldova, Turkmenistan, Ukraine or Uzbekistan (but for models of Supplement No. 4)?",
        "15 CFR 740.9(b)(5)",
        label="that the firearms were temporarily imported on the terms of 740.9(b)(5)",
    ),
    fact(
        "firearms_at_most_75",
        "Are there at most 75 firearms in the shipment, and was none imported from a Country Group D:5 country, "
        "Georgia, Kazakhstan, Kyrgyzstan, Moldova, Turkmenistan, Ukraine or Uzbekistan?",
        "15 CFR 740.9(a)",
        label="that at most 75 firearms are shipped and none came from the countries of 740.9(a)",
    ),
    fact(
        "firearms_imported_for_service",
        "Were the firearms in the United States for servicing or replacement for at most a year, declared on import "
        "with the statement of 740.10(b)(4)(ii), and neither shipped from nor made in Russia, Georgia, Kazakhstan, "
        "Kyrgyzstan, Moldova, Turkmenistan, Ukraine or Uzbekistan (but for models of Supplement No. 4)?",
        "15 CFR 740.10(b)(4)",
        label="that the firearms were imported for servicing on the terms of 740.10(b)(4)",
    ),
    fact(
        "supports_syrian_forces",
        "Does it support the Syrian police, military or intelligence?",
        "15 CFR 746.9(b)(3)",
        label="that it supports the Syrian police, military or intelligence",
        judgment=True,
    ),
    fact(
        "authorized_by_iraq",
        "Does the traveler go to Iraq with its government's direct authorization, for activities for it or at its "
        "request?",
        "15 CFR 740.9(a)(11)(ii)(A)",
        label="that the Government of Iraq authorized the travel",
        kind=FactKind.YES_NO,
    ),
)
