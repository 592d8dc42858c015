"""Facts and claims that 15 CFR Part 746 asks for: embargoes."""

from __future__ import annotations

from licet.regimes.shared_facts import HTS_CODE
from licet.rules.vocabulary import FactKind, FactSpec, claim, fact

__all__ = ["FACTS_746"]

FACTS_746: tuple[FactSpec, ...] = (
    claim(
        "food_or_medicine",
        "Is the item food or medicine designated as EAR99?",
        "15 CFR 746.4(a)",
        label="that the item is food or medicine designated as EAR99",
        kind=FactKind.YES_NO,
    ),
    fact(
        "entered_iraq_under_authorization",
        "Did the item come to Iraq under a license of BIS or Treasury or under a license exception?",
        "15 CFR 746.3(f)(1)",
        label="that the item came to Iraq under a license or license exception",
    ),
    fact(
        "occupied_region_of_ukraine",
        "Does it go to the occupied Crimea region, or to the so-called Donetsk or Luhansk People's Republics?",
        "15 CFR 746.6(a)",
        label="that it goes to an occupied region of Ukraine",
    ),
    fact(
        "crimea",
        "Does it go to the Crimea region?",
        "15 CFR 746.6(d)(1)",
        label="that it goes to the Crimea region",
    ),
    claim(
        "personal_communications_software",
        "Is it software for personal communications over the internet, widely available to the public at no cost?",
        "15 CFR 746.6(d)(3)",
        label="that it is free software for personal communications over the internet",
        kind=FactKind.YES_NO,
    ),
    claim(
        "ukrainian_government_deployment",
        "Is it used in or for a deployment by the Government of Ukraine?",
        "15 CFR 746.6(a)(5)",
        label="that it is for a deployment by the Government of Ukraine",
        kind=FactKind.YES_NO,
    ),
    fact(
        "described_by_iran_named",
        "Is the software or technology for items of 5A001.f.1?",
        "15 CFR 746.7(a)(1)(i)",
        label="that it is software or technology for 5A001.f.1",
        judgment=True,
    ),
    fact(
        "item_of_supplement_7_part_746",
        "Is the item, by its tariff code or description, in Supplement No. 7 to part 746?",
        "15 CFR 746.7(a)(1)(ii)",
        label="that the item is in Supplement No. 7 to part 746",
    ),
    fact(
        "iranian_transactions_rules_forbid",
        "Do Treasury's Iranian rules (31 CFR part 560) forbid it to whoever sends it?",
        "15 CFR 746.7(e)",
        label="that Treasury's Iranian rules forbid it",
        judgment=True,
    ),
    HTS_CODE,
    claim(
        "named_in_746_8_beside_code",
        "Does 746.8 name the EAR99 item otherwise than by its own tariff code: in Supplement No. 6, as a part, "
        "component, accessory or attachment made for an item of Supplements 2, 4 or 5, or as software of (a)(8)?",
        "15 CFR 746.8(a)(6)",
        label="that 746.8 names the item otherwise than by its tariff code",
        kind=FactKind.YES_NO,
    ),
    claim(
        "not_named_in_746_8",
        "Was the EAR99 item held against Supplements No. 4, 5 and 6 to part 746, the software of 746.8(a)(8) and "
        "the oil and gas uses of (a)(4), and found in none?",
        "15 CFR 746.8(a)",
        label="that 746.8 names the EAR99 item nowhere",
        kind=FactKind.YES_NO,
    ),
    claim(
        "partner_company_end_user",
        "Is the civil end-user a company, joint venture or mission named in 746.8(a)(12)(ii)(A) to (F), and is "
        "an encryption item classified as 740.17 asks?",
        "15 CFR 746.8(a)(12)(ii)",
        label="that the end-user is one of 746.8(a)(12)(ii)",
        kind=FactKind.YES_NO,
    ),
)
