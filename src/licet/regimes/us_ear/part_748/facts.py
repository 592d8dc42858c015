"""Facts and claims that 15 CFR Parts 736, 745, 748, 758 and 762 ask for: applications, clearance and records."""

from __future__ import annotations

from licet.rules.vocabulary import FactKind, FactSpec, claim, fact

__all__ = ["FACTS_748"]

FACTS_748: tuple[FactSpec, ...] = (
    claim(
        "received_at_destination",
        "Do the consignees and end users that are in other countries receive and use the item at the destination, "
        "without its going on? (Of a release of technology: is the destination the country of the person's most "
        "recent citizenship or permanent residence?)",
        "15 CFR 748.5(f)",
        label="that consignees and end users of other countries receive the item at the destination",
        kind=FactKind.YES_NO,
        asked=True,
    ),
    claim(
        "transit_country",
        "Through which country does it go on its way, where it is unladen or passes in transit (two-letter code)?",
        "15 CFR 736.2(b)(8)",
        label="the country of transit",
        kind=FactKind.COUNTRY,
    ),
    claim(
        "terms_violated",
        "Would it violate a term of a license, license exception or order?",
        "15 CFR 736.2(b)(9)",
        label="that it would violate a term of a license, exception or order",
        kind=FactKind.YES_NO,
    ),
    claim(
        "violation_known",
        "Do you know that a violation has occurred, is about to occur or is intended in connection with the item?",
        "15 CFR 736.2(b)(10)",
        label="that a violation in connection with the item is known",
        kind=FactKind.YES_NO,
    ),
    fact(
        "sent_electronically",
        "Is the software or technology sent electronically or in another intangible form?",
        "15 CFR 758.1(b)",
        label="that it is sent in intangible form",
    ),
    claim(
        "eei_exemption",
        "Under which exemption of 15 CFR 30.36 to 30.40 is no Electronic Export Information filed?",
        "15 CFR 758.1(c)",
        label="the exemption from filing",
        kind=FactKind.TEXT,
        reads=r"(?:NO\W*EEI|15\W*CFR|FTR|SECTION|§|\W)*(30\.(?:3[6-9]|40)(?:\s*\([a-z0-9]+\))*)",
    ),
    fact(
        "eei_exemption_terms_met",
        "Does the shipment meet every term of the exemption that is claimed (15 CFR 30.36 to 30.40)?",
        "15 CFR 30.37",
        label="that the shipment meets the terms of the exemption claimed",
        judgment=True,
    ),
    claim(
        "routed_transaction",
        "Is it a routed transaction, in which the foreign principal's agent in the United States sends it?",
        "15 CFR 758.3(b)",
        label="that it is a routed transaction",
        kind=FactKind.YES_NO,
        asked=True,
    ),
    fact(
        "routed_writing_obtained",
        "Has the foreign principal expressly assumed, in writing, to find out and obtain license authority?",
        "15 CFR 758.3(b)",
        label="that the foreign principal assumed the license authority in writing",
    ),
    fact(
        "support_document_obtained",
        "Does the license holder have a copy of the support document?",
        "15 CFR 748.9(e)",
        label="that the support document was obtained",
    ),
    fact(
        "schedule_1_notified",
        "Was BIS notified of the Schedule 1 chemical at least 45 days (of small amounts of saxitoxin 3 days) ahead?",
        "15 CFR 745.1(a)",
        label="that BIS was notified of the Schedule 1 chemical",
    ),
    fact(
        "form_4457_submitted",
        "Was CBP Form 4457 with the serial number, make, model and caliber submitted to Customs?",
        "15 CFR 758.11(b)",
        label="that CBP Form 4457 was submitted",
    ),
    fact(
        "described_by_firearms_758",
        "Is it a shotgun with a barrel of less than 18 inches?",
        "15 CFR 758.1(b)(9)",
        label="that it is a shotgun with a barrel of less than 18 inches",
    ),
    fact(
        "described_by_computers_748",
        "Is the item a computer?",
        "15 CFR 748.10(a)(2)",
        label="that the item is a computer",
    ),
    fact(
        "described_by_korea_denied",
        "Is it submersible, diving or pressurized breathing equipment, a numerically controlled or aircraft milling "
        "machine, aircraft or its parts (no part for the safety of flight), a microprocessor of 0.5 GFLOPS or a "
        "computer above 0.0004 WT?",
        "15 CFR 742.19(b)(1)",
        label="that it is of the kinds that 742.19(b)(1) names",
        judgment=True,
    ),
)
