"""Facts and claims that 15 CFR Part 742 asks for: what turns one review policy into another."""

from __future__ import annotations

from licet.rules.vocabulary import FactKind, FactSpec, claim, fact

__all__ = ["FACTS_742"]

FACTS_742: tuple[FactSpec, ...] = (
    fact(
        "reexporter_headquartered_in_d5_or_macau",
        "Is the entity that reexports it, or its ultimate parent, headquartered in Macau or a Country Group D:5 "
        "country?",
        "15 CFR 742.4(a)(4)(ii)(B)",
        label="that whoever reexports it, or its ultimate parent, is headquartered in Macau or Country Group D:5",
    ),
    fact(
        "reexporter_headquartered_in_supplement_4",
        "Is the entity that reexports or transfers it, and its ultimate parent, headquartered in a country of "
        "Supplement No. 4 to part 742?",
        "15 CFR 744.11(a)(2)(v)(A)(3)",
        label="that whoever reexports it is headquartered in a country of Supplement No. 4 to part 742",
    ),
    fact(
        "deployed_by_us_unit",
        "Is it reexported in a military deployment by a unit of the United States?",
        "15 CFR 742.6(a)(3)",
        label="that a unit of the United States takes it along in a deployment",
    ),
    fact(
        "equivalent_chip_controls",
        "Has the country from which it is reexported the item on its own control list, under the same policy of "
        "license review as 742.4(b)?",
        "15 CFR 742.4(a)(4)(ii)(C)",
        label="that the country has equivalent controls of equipment to make chips",
        judgment=True,
    ),
    fact(
        "chip_technology_made_in_d5_or_macau",
        "Is it technology to produce advanced chips, the direct product of software subject to the EAR, that an "
        "entity headquartered in Macau or a Country Group D:5 country, or with an ultimate parent there, developed?",
        "15 CFR 742.6(a)(6)(ii)",
        label="that it is technology for advanced chips developed by an entity of Macau or Country Group D:5",
    ),
    claim(
        "employed_since_september_2024",
        "Is the recipient an employee or contractor whom the entity already employed on September 6, 2024, and not a "
        "person prohibited under part 744?",
        "15 CFR 742.4(a)(5)(ii)(A)",
        label="that the recipient was employed on September 6, 2024, and is not prohibited under part 744",
        kind=FactKind.YES_NO,
    ),
    claim(
        "gaafet_began_by_september_2024",
        "Do you use General Order No. 6 for gate-all-around technology of which the development or production of "
        "circuits began by September 6, 2024?",
        "15 CFR Part 736 Supp. 1",
        label="that the development or production of the circuits began by September 6, 2024",
        kind=FactKind.YES_NO,
    ),
    claim(
        "quantum_recipient_not_prohibited",
        "Do you use General Order No. 6 to release quantum technology or software to a person who is not prohibited "
        "under part 744?",
        "15 CFR Part 736 Supp. 1",
        label="that the recipient of quantum technology is not prohibited under part 744",
        kind=FactKind.YES_NO,
    ),
    fact(
        "directed_from_d1_or_d5",
        "Is it for the development or production of a part, component or equipment at the direction of an entity "
        "that is headquartered, or has its ultimate parent, in Country Group D:1 or D:5?",
        "15 CFR Part 736 Supp. 1",
        label="that an entity headquartered in Country Group D:1 or D:5 directs the development or production",
    ),
    fact(
        "goes_with_named_quantum_item",
        "Is it software for items of 3A901.b or 3B904, or technology for items of 3A901, 3A904, 3B904, 3C907, 3C908 "
        "or 3C909?",
        "15 CFR Part 736 Supp. 1",
        label="that it goes with a quantum item that General Order No. 6 names",
    ),
    fact(
        "employer_headquartered_in_supplement_5",
        "Is the entity that employs the recipient, or its ultimate parent, headquartered in a destination of "
        "paragraph (a) of Supplement No. 5 to part 740?",
        "15 CFR 742.6(a)(13)",
        label="that the employer or its parent is headquartered in a destination of Supplement No. 5",
    ),
    fact(
        "uae_approved_for_advanced_computing",
        "Are the ultimate consignee and every end user in the UAE approved for advanced computing items in "
        "Supplement No. 8 to part 740 (government agencies, and the companies that it lists)?",
        "15 CFR 742.6(a)(6)(iii)(B)",
        label="that the consignee and end users in the UAE are approved for advanced computing items",
    ),
    fact(
        "cwc_end_use_certificate",
        "Has the exporter an End-Use Certificate of the government of the importing country, obtained before the "
        "export?",
        "15 CFR 745.2(a)",
        label="that an End-Use Certificate for the Schedule 3 chemicals was obtained",
    ),
    fact(
        "from_naval_petroleum_reserves",
        "Was it produced or derived from the Naval Petroleum Reserves, or had in exchange for what was?",
        "15 CFR 754.3(a)",
        label="that it comes from the Naval Petroleum Reserves",
    ),
    fact(
        "exported_by_sea",
        "Does it leave the United States by sea?",
        "15 CFR 754.5(a)",
        label="that it is exported by sea",
    ),
    claim(
        "small_chip_application",
        "Does the application give what paragraph (dd) of Supplement No. 2 to part 748 asks, for a commodity of less "
        "than 21,000 TPP and 6,500 GB/s for end-users in China or Macau?",
        "15 CFR 742.6(b)(10)(iii)(A)(1)",
        label="that it is the application of 742.6(b)(10)(iii)(A)(1) for chips of low performance",
        kind=FactKind.YES_NO,
    ),
    claim(
        "criminal_groups_involved",
        "Is there reason to believe that a sale of firearms involves criminal organizations, rebel groups, street "
        "gangs or the like?",
        "15 CFR 742.6(b)(1)(i)(G)",
        label="that criminal or rebel groups may be involved",
        kind=FactKind.YES_NO,
    ),
    claim(
        "communications_provider",
        "Is the exporter a provider of communication services in its normal business, or acting for a government of "
        "the United States?",
        "15 CFR 742.13(b)(1)",
        label="that the exporter is one of 742.13(b)(1)",
        kind=FactKind.YES_NO,
    ),
    claim(
        "humanitarian_item",
        "Is it a humanitarian item, in support of the United Nations' humanitarian efforts, or an agricultural "
        "commodity or medical device that is no luxury good?",
        "15 CFR 746.4(b)(4)",
        label="that it is an item of 746.4(b)(4)",
        kind=FactKind.YES_NO,
    ),
    claim(
        "luxury_good",
        "Is it a luxury good (Supplement No. 1 to part 746)?",
        "15 CFR 746.4(b)(1)",
        label="that it is a luxury good",
        kind=FactKind.YES_NO,
    ),
)
