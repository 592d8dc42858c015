"""The facts and claims that the rules of 10 CFR part 810 read by name."""

from __future__ import annotations

from licet.regimes.shared_facts import HTS_CODE
from licet.rules.vocabulary import FactKind, FactSpec, claim, fact

__all__ = ["ACTIVITIES", "DOE_FACTS", "SENSITIVE", "specs", "words"]

SENSITIVE = (
    "enrichment", "plutonium_fuel", "heavy_water", "accelerator_driven_assembly", "production_reactor",
    "reprocessing",
)  # fmt: skip
"""The activities of 810.7(c), for which a specific authorization is needed whatever the country."""
ACTIVITIES = (
    *SENSITIVE, "uranium_conversion", "plutonium_conversion", "fuel_fabrication", "reactor",
    "specially_designed_equipment",
)  # fmt: skip
"""The activities of 810.2(b)."""

DOE_FACTS: tuple[FactSpec, ...] = (
    HTS_CODE,
    claim(
        "doe_activity",
        "Which activity of 10 CFR 810.2(b) does the assistance or technology concern, or none?",
        "10 CFR 810.2(b)",
        label="the nuclear activity",
        values=(*ACTIVITIES, "none"),
        asked=True,
    ),
    claim(
        "sensitive_nuclear_technology",
        "Is it sensitive nuclear technology: information not available to the public that matters for an enrichment,"
        " reprocessing or heavy water plant?",
        "10 CFR 810.3",
        label="that it is sensitive nuclear technology",
        kind=FactKind.YES_NO,
        asked=True,
    ),
    claim(
        "publicly_available_nuclear_technology",
        "Is the information or technology publicly available, or the result of fundamental research?",
        "10 CFR 810.2(c)(2)",
        label="that the technology is publicly available",
        kind=FactKind.YES_NO,
    ),
    claim(
        "authorized_by_other_agency",
        "Did the NRC, State or Commerce authorize the export?",
        "10 CFR 810.2(c)(1)",
        label="that another agency authorized the export",
        kind=FactKind.YES_NO,
    ),
    claim(
        "recipient_permanent_resident",
        "Is the recipient a lawful permanent resident of the United States or a protected individual?",
        "10 CFR 810.2(c)(6)",
        label="that the recipient is a permanent resident",
        kind=FactKind.YES_NO,
    ),
    claim(
        "at_nrc_licensed_facility",
        "Does the foreign national work at an NRC-licensed facility for a US employer, with unescorted access, a"
        " confidentiality agreement and reports to DOE?",
        "10 CFR 810.6(b)",
        label="that the national works at an NRC-licensed facility on the terms of 810.6(b)",
        kind=FactKind.YES_NO,
    ),
    claim(
        "doe_general_authorization",
        "Which paragraph of 10 CFR 810.6 is relied on (such as 810.6(c)(2))?",
        "10 CFR 810.6",
        label="the general authorization relied on",
        kind=FactKind.TEXT,
        reads=r"(?:10\s*cfr\s*)?(810\.6)((?:\([a-z0-9]+\))*)",
        form="a paragraph of 10 CFR 810.6, such as 810.6(c)(2)",
    ),
    fact(
        "doe_general_authorization_terms_met",
        "Are all the terms of that paragraph met, notice to DOE and its approval where asked included?",
        "10 CFR 810.6",
        label="that the terms of the general authorization are met",
        judgment=True,
    ),
    claim(
        "doe_authorization",
        "Under which specific authorization of the Secretary of Energy is it done, by its number?",
        "10 CFR 810.7",
        label="the specific authorization",
        kind=FactKind.TEXT,
    ),
    fact(
        "doe_authorization_covers",
        "Does that authorization cover the activity, the recipient and the country, and is it valid?",
        "10 CFR 810.10",
        label="that the specific authorization covers the activity",
        judgment=True,
    ),
)

specs = {spec.name: spec for spec in DOE_FACTS}
"""Every fact and claim by its name."""

words = {spec.name: spec.field for spec in DOE_FACTS}
"""The field of every named fact, for use in rules."""
