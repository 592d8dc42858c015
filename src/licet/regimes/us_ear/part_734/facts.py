"""Facts and claims that 15 CFR Part 734 asks for: what is subject to the EAR."""

from __future__ import annotations

from licet.regimes.us_ear.part_734.direct_product_facts import DIRECT_PRODUCT
from licet.rules.vocabulary import FactKind, FactSpec, claim, fact

__all__ = ["FACTS_734"]

_EXCLUDED = (
    "fundamental_research",
    "catalog_course",
    "patent",
    "non_proprietary_description",
    "telemetry",
)

EXCLUSIONS: tuple[FactSpec, ...] = (
    claim(
        "excluded_information",
        "Is the information excluded from the EAR as the fruit of fundamental research, as teaching in a catalog "
        "course, as patent information, as a non-proprietary system description or as telemetry?",
        "15 CFR 734.3(b)(3)",
        label="the ground on which the information is excluded",
        values=_EXCLUDED,
    ),
    claim(
        "controlled_by_other_agency",
        "Is the item controlled for export exclusively by State (ITAR), Treasury, the NRC, Energy, the "
        "Patent Office "
        "or as a Foreign Military Sale?",
        "15 CFR 734.3(b)(1)",
        label="that another agency alone controls the item",
        kind=FactKind.YES_NO,
    ),
    claim(
        "other_agency_authorization",
        "Under which license, agreement, general license or exemption of that agency does it go?",
        "15 CFR 734.3(b)(1)",
        label="the authorization of the agency that alone controls the item",
        kind=FactKind.TEXT,
    ),
    fact(
        "other_agency_authorization_covers_sale",
        "Are all the terms of that agency's authorization met by this sale?",
        "15 CFR 734.3(b)(1)",
        label="that the authorization of the other agency covers this sale",
        judgment=True,
    ),
    claim(
        "printed_matter",
        "Is it printed matter, film or a record of the kinds that 734.3(b)(2) names (books, newspapers, "
        "maps, music)?",
        "15 CFR 734.3(b)(2)",
        label="that it is printed matter, film or a record named in 734.3(b)(2)",
        kind=FactKind.YES_NO,
    ),
    fact(
        "intended_to_be_published",
        "Are the researchers free to publish what came of the research, without restrictions that they accepted?",
        "15 CFR 734.8(b)",
        label="that the results may be and are meant to be published",
        judgment=True,
    ),
    fact(
        "encryption_source_public",
        "Is the source code of the 5D002 software publicly available as 742.15(b) asks, with its "
        "notification if needed?",
        "15 CFR 742.15(b)",
        label="that the source code is public as 742.15(b) asks",
    ),
    claim(
        "firearm_making_file",
        "Is it software or technology to make a firearm, frame or receiver of 0A501, 0A506, 0A507 or 0A509, "
        "ready for a "
        "machine tool or printer and posted on the internet?",
        "15 CFR 734.7(c)",
        label="that it is a file of 734.7(c), ready to make a firearm",
        kind=FactKind.YES_NO,
    ),
    fact(
        "described_by_firearms_footnote",
        "Is the item one that footnote 10 to the Country Chart names in words: a shotgun with a barrel "
        "under 18 inches, or "
        "software or technology for the items that it names?",
        "15 CFR Part 738 Supp. 1",
        label="that footnote 10 to the Country Chart names the item",
    ),
)

DE_MINIMIS: tuple[FactSpec, ...] = (
    fact(
        "contains_600_series_or_9x515",
        "Does the foreign-made item incorporate US-origin items of paragraphs .a to .x of a 600 series or "
        "9x515 ECCN?",
        "15 CFR 734.4(a)(6)(i)",
        label="that it incorporates US 600 series or 9x515 items of paragraphs .a to .x",
    ),
    fact(
        "contains_600_series_or_9x515_y",
        "Does the foreign-made item incorporate US-origin items of paragraph .y of a 600 series or 9x515 ECCN?",
        "15 CFR 734.4(a)(6)(ii)",
        label="that it incorporates US 600 series or 9x515 items of paragraph .y",
    ),
    fact(
        "contains_us_encryption_not_cleared",
        "Does the foreign-made item incorporate US-origin items of 5A002, 5A004, 5B002 or 5D002 that were not "
        "authorized for License Exception ENC as 734.4(b)(1) demands?",
        "15 CFR 734.4(b)",
        label="that it incorporates US encryption items not cleared as 734.4(b) demands",
    ),
    fact(
        "draws_on_us_encryption_technology",
        "Does the foreign technology incorporate US-origin encryption technology of 5E002?",
        "15 CFR 734.4(a)(2)",
        label="that it incorporates US encryption technology of 5E002",
    ),
    fact(
        "draws_on_us_hot_section_technology",
        "Is US-origin technology of 9E003.a.1 to a.6, a.8, .h, .i or .l redrawn, used or commingled in it?",
        "15 CFR 734.4(a)(4)",
        label="that it draws on US technology of 9E003 named in 734.4(a)(4)",
    ),
    fact(
        "contains_us_semiconductors_3a001",
        "Does the foreign-made computer contain US-origin semiconductors of 3A001 other than memory (or "
        "interconnects of "
        "4A994.j), and exceed the performance that 734.4(a)(1) names?",
        "15 CFR 734.4(a)(1)",
        label="that the computer contains US semiconductors as 734.4(a)(1) describes",
    ),
    fact(
        "contains_us_chip",
        "Does the semiconductor equipment contain a US-origin integrated circuit of Category 3, 4 or 5?",
        "15 CFR 734.4(a)(8)",
        label="that it contains a US integrated circuit of Category 3, 4 or 5",
    ),
    fact(
        "controlled_where_first_exported",
        "Does the country from which the equipment was first exported have it on its export control list?",
        "15 CFR 734.4(a)(3)",
        label="that the country of first export controls it",
    ),
    fact(
        "de_minimis_report_filed",
        "Was the one-time report on foreign technology filed with BIS thirty days ago or more, without "
        "objection?",
        "15 CFR Part 734 Supp. 2",
        label="that the one-time report was filed and not objected to",
    ),
)

RELEASES: tuple[FactSpec, ...] = (
    claim(
        "recipient_is_no_foreign_person",
        "Is the recipient a US citizen, a lawful permanent resident of the United States or a protected "
        "individual?",
        "15 CFR 772.1",
        label="that the recipient is no foreign person",
        kind=FactKind.YES_NO,
    ),
    claim(
        "object_code",
        "Is the software released in object code only?",
        "15 CFR 734.13(a)(2)",
        label="that the software is object code",
        kind=FactKind.YES_NO,
    ),
    claim(
        "deemed_reexport_ground",
        "Under which paragraph of 734.20 is the release no deemed reexport?",
        "15 CFR 734.20",
        label="the paragraph of 734.20 relied on",
        values=("a5_national", "other_national"),
    ),
    fact(
        "employer_authorized",
        "Is the foreign employer itself authorized to receive the technology or source code?",
        "15 CFR 734.20(b)(1)",
        label="that the employer is authorized to receive it",
    ),
    fact(
        "permanent_regular_employee",
        "Is the recipient a bona fide permanent and regular employee of it, and not a proscribed person?",
        "15 CFR 734.20(d)(2)",
        label="that the recipient is a permanent and regular employee and not proscribed",
    ),
    fact(
        "national_only_of_a5",
        "Is the employee a national exclusively of countries in Country Group A:5?",
        "15 CFR 734.20(b)(3)",
        label="that the employee is a national only of Country Group A:5 countries",
    ),
    fact(
        "released_within_allowed_territory",
        "Does the release take place wholly in a country of Country Group A:5 or the United States "
        "(734.20(b)), or "
        "where the employer is located or operates or the United States (734.20(c))?",
        "15 CFR 734.20(b)(4)",
        label="that the release takes place where 734.20 allows it",
    ),
    fact(
        "diversion_safeguards",
        "Has the employer procedures against diversion, and is one of the six situations of 734.20(c)(5) given?",
        "15 CFR 734.20(c)(4)",
        label="that the safeguards of 734.20(c)(4) and (5) are in place",
        judgment=True,
    ),
)

FACTS_734: tuple[FactSpec, ...] = (*EXCLUSIONS, *DE_MINIMIS, *DIRECT_PRODUCT, *RELEASES)
