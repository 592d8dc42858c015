"""The facts and claims that the import rules read by name."""

from __future__ import annotations

from licet.regimes.shared_facts import HTS_CODE
from licet.rules.vocabulary import FactKind, FactSpec, claim, fact

__all__ = ["IMPORT_FACTS", "specs", "words"]

_ACT = "19 USC 1307"
_COMMUNICATIONS = "47 CFR 2.903"

IMPORT_FACTS: tuple[FactSpec, ...] = (
    HTS_CODE,
    claim(
        "country_of_origin",
        "In which country were the goods made?",
        _ACT,
        asked=True,
        label="the country of origin",
        kind=FactKind.COUNTRY,
    ),
    claim(
        "xinjiang_inputs",
        "Were the goods, or any input at any tier, mined, produced or manufactured wholly or in part in Xinjiang?"
        " State"
        " false only where tracing documents show it.",
        _ACT,
        asked=True,
        label="that inputs come from Xinjiang",
        kind=FactKind.YES_NO,
    ),
    fact(
        "inputs_traced",
        "Do documents trace the goods and their inputs, from raw material to entry, to places outside Xinjiang and to"
        " makers that the UFLPA Entity List does not name?",
        _ACT,
        label="that documents trace all inputs outside Xinjiang",
        judgment=True,
    ),
    claim(
        "uflpa_exception_granted",
        "Did Customs grant an exception to the presumption, on clear and convincing evidence?",
        _ACT,
        label="that Customs granted an exception",
        kind=FactKind.YES_NO,
    ),
    fact(
        "listed_party_made_goods",
        "Did the listed party mine, produce or manufacture the goods or any input of them, wholly or in part?",
        _ACT,
        label="that the listed party made the goods or an input",
    ),
    fact(
        "listed_owner_reaches_maker",
        "Does the entry or order on the owner also mean this subsidiary, or does any input come from the listed"
        " owner?",
        _ACT,
        label="that what is said of the owner reaches the maker",
        judgment=True,
    ),
    claim(
        "order_admissibility_proven",
        "Did Customs release the goods on proof that they were not made with forced labor (19 CFR 12.43)?",
        "19 CFR 12.43",
        label="that Customs accepted proof of admissibility",
        kind=FactKind.YES_NO,
    ),
    claim(
        "forced_labor_known",
        "Is it known that the goods were mined, produced or manufactured wholly or in part by forced, convict or"
        " indentured labor?",
        _ACT,
        label="that forced labor made the goods",
        kind=FactKind.YES_NO,
    ),
    claim(
        "north_korean_labor",
        "Were the goods made wholly or in part by the labor of North Korean nationals, anywhere?",
        "22 USC 9241a",
        asked=True,
        label="that North Korean nationals made the goods",
        kind=FactKind.YES_NO,
    ),
    claim(
        "cotton_origin",
        "In which country was the cotton in the goods grown?",
        _ACT,
        asked=True,
        label="the country of the cotton",
        kind=FactKind.COUNTRY,
    ),
    claim(
        "tobacco_origin",
        "In which country was the tobacco in the goods grown?",
        _ACT,
        asked=True,
        label="the country of the tobacco",
        kind=FactKind.COUNTRY,
    ),
    fact(
        "tobacco_producer_removed",
        "Was the tobacco produced by a company that Customs took out of the order on Malawi by then (Alliance One"
        " June 3,"
        " 2020; Limbe Leaf July 31, 2020; Premium Tobacco May 21, 2021)?",
        _ACT,
        label="that the order no longer names the producer",
    ),
    claim(
        "artisanal_gold_of_congo",
        "Does the gold come from artisanal small mines in the Democratic Republic of the Congo?",
        _ACT,
        asked=True,
        label="that the gold comes from artisanal mines in the Congo",
        kind=FactKind.YES_NO,
    ),
    claim(
        "communications_equipment",
        "Which class of the FCC's Covered List is the equipment: an uncrewed aircraft or critical component, a"
        " router,"
        " other telecommunications or video surveillance equipment, or none?",
        _COMMUNICATIONS,
        asked=True,
        label="the class of communications equipment",
        values=("uas", "router", "telecommunications_or_video", "none"),
    ),
    fact(
        "fcc_authorized",
        "Has the model an FCC equipment authorization, granted before its class or maker was covered or since under"
        " an"
        " exception?",
        _COMMUNICATIONS,
        label="that the model has an FCC equipment authorization",
    ),
    claim(
        "for_government_procurement",
        "Is it for a contract with the US Government, or for use in one?",
        "41 USC 3901",
        label="that it is for a Government contract",
        kind=FactKind.YES_NO,
    ),
)

specs = {spec.name: spec for spec in IMPORT_FACTS}
"""Every fact and claim by its name."""

words = {spec.name: spec.field for spec in IMPORT_FACTS}
"""The field of every named fact, for use in rules."""
