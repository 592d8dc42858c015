"""Facts that 15 CFR 740.17 asks for: who receives encryption items, and how they were classified."""

from __future__ import annotations

from licet.rules.vocabulary import FactSpec, fact

__all__ = ["WORDS_740_ENC"]

WORDS_740_ENC: tuple[FactSpec, ...] = (
    fact(
        "us_subsidiary",
        "Is every recipient a US subsidiary as part 772 defines it?",
        "15 CFR 740.17(a)(2)",
        label="that every recipient is a US subsidiary",
    ),
    fact(
        "us_company_employee",
        "Does it go from a US company or its subsidiary to its own employees, individual contractors or interns, "
        "for internal company use?",
        "15 CFR 740.17(a)(2)",
        label="that it is for employees, contractors or interns of a US company, for internal use",
    ),
    fact(
        "enc_private_sector_development",
        "Is it for the internal development or production of new products by private sector end users (owned and "
        "controlled by no foreign government) headquartered in a country of Supplement No. 3 to part 740?",
        "15 CFR 740.17(a)(1)(i)",
        label="that it is for development or production by private firms headquartered in Supplement No. 3",
    ),
    fact(
        "enc_related_parties",
        "Is it an item of foreign origin that became subject to the EAR after it was made, not enhanced, for "
        "internal use among private subsidiaries of one parent headquartered in a country of Supplement No. 3 to "
        "part 740?",
        "15 CFR 740.17(a)(1)(ii)",
        label="that it is for internal use among subsidiaries of a parent headquartered in Supplement No. 3",
    ),
    fact(
        "enc_foreign_product",
        "Is it a product made abroad with US encryption source code, components or toolkits that were classified "
        "or reported and authorized, with the cryptographic functionality unchanged?",
        "15 CFR 740.17(a)(3)",
        label="that it is a foreign product with US encryption that was authorized",
    ),
    fact(
        "enc_self_classified",
        "Was the item self-classified (by you or its producer) or classified by BIS under 740.17(b)(1), and is it "
        "not described in (b)(2) or (b)(3)?",
        "15 CFR 740.17(b)(1)",
        label="that the item was classified under 740.17(b)(1) and is not described in (b)(2) or (b)(3)",
        judgment=True,
    ),
    fact(
        "enc_classified_under_paragraph",
        "Has BIS classified the item (for you or its producer) under the paragraph of 740.17(b) that is claimed, "
        "or have 30 days passed since a complete request for that was registered, without word that ENC is not "
        "open?",
        "15 CFR 740.17(d)(2)",
        label="that the item was classified under the paragraph claimed, or 30 days passed",
    ),
    fact(
        "enc_classification_requested",
        "Was a classification request for the item under the paragraph of 740.17(b) that is claimed submitted to "
        "BIS?",
        "15 CFR 740.17(b)(2)",
        label="that classification under the paragraph claimed was requested",
    ),
    fact(
        "described_in_740_17_b_2",
        "Does the item perform a function, or meet a specification, of an item described in 740.17(b)(2)?",
        "15 CFR 740.17(b)(3)",
        label="that 740.17(b)(2) describes the item",
        judgment=True,
    ),
    fact(
        "end_users_headquartered_in_supp_3",
        "Is every end user headquartered in a country of Supplement No. 3 to part 740?",
        "15 CFR 740.17(b)(2)",
        label="that every end user is headquartered in a country of Supplement No. 3",
    ),
    fact(
        "encryption_government_end_user",
        "Is an end user a government end user, or is it for a government end use (772.1, as applied to encryption "
        "items)?",
        "15 CFR 740.17(b)(2)",
        label="that an end user is a government end user",
    ),
    fact(
        "less_sensitive_government_end_users",
        "Is every government end user a less sensitive one (772.1, as applied to encryption items)?",
        "15 CFR 740.17(b)(2)(i)",
        label="that every government end user is a less sensitive one",
    ),
    fact(
        "release_to_group_e_national",
        "Is source code or technology released to a national of a Country Group E:1 or E:2 country?",
        "15 CFR 740.17",
        label="that source code or technology is released to a national of Country Group E",
    ),
)
