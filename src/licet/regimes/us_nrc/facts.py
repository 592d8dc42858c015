"""The facts and claims that the rules of 10 CFR part 110 read by name."""

from __future__ import annotations

from licet.regimes.shared_facts import HTS_CODE
from licet.rules.vocabulary import FactKind, FactSpec, claim, fact

__all__ = ["EQUIPMENT", "MATERIAL", "NRC_FACTS", "specs", "words"]

EQUIPMENT = (
    "reactor", "reactor_component", "enrichment_equipment", "lithium_equipment", "reprocessing_equipment",
    "fuel_fabrication_equipment", "conversion_equipment", "heavy_water_equipment", "accelerator_driven_assembly",
)  # fmt: skip
"""The equipment of 110.8(a)-(h)."""
MATERIAL = (
    "special_nuclear_material", "source_material", "byproduct_material", "deuterium", "heavy_water",
    "nuclear_graphite",
)  # fmt: skip
"""The material of 110.9; deuterium and graphite for nuclear end use alone."""

NRC_FACTS: tuple[FactSpec, ...] = (
    HTS_CODE,
    claim(
        "nrc_item",
        "Which nuclear equipment or material of 10 CFR 110.8 or 110.9 is it, or none? Deuterium, heavy water and"
        " graphite"
        " are named for nuclear end use alone.",
        "10 CFR 110.8",
        label="the kind of nuclear equipment or material",
        values=(*EQUIPMENT, *MATERIAL, "none"),
        asked=True,
    ),
    fact(
        "radioactive_waste",
        "Is the material radioactive waste?",
        "10 CFR 110.22(e)",
        label="that it is radioactive waste",
    ),
    claim(
        "barred_nuclear_activity",
        "Is it known, or is there reason to believe, that it will be used in isotope separation, reprocessing, heavy"
        " water production, plutonium fuel or an illegal activity?",
        "10 CFR 110.20(d)",
        label="that it is for an activity that 110.20(d) bars",
        kind=FactKind.YES_NO,
        asked=True,
    ),
    fact(
        "quantity_kg",
        "How many kilograms are in the shipment (of special nuclear material: effective kilograms)?",
        "10 CFR 110.22(b)",
        label="the kilograms in the shipment",
        kind=FactKind.NUMBER,
    ),
    fact(
        "year_total_kg",
        "How many kilograms go to that country in the calendar year, this shipment included (of special nuclear"
        " material: effective kilograms)?",
        "10 CFR 110.22(b)",
        label="the kilograms of the year to the country",
        kind=FactKind.NUMBER,
    ),
    claim(
        "special_isotope",
        "Is it uranium-230, uranium-232, thorium-227, thorium-228, plutonium-236 or plutonium-238?",
        "10 CFR 110.22(b)",
        label="that it is one of the isotopes with terms of their own",
        kind=FactKind.YES_NO,
        asked=True,
    ),
    claim(
        "canadian_obligated",
        "Is the uranium or thorium Canadian-obligated?",
        "10 CFR 110.22(b)",
        label="that the material is Canadian-obligated",
        kind=FactKind.YES_NO,
        asked=True,
    ),
    claim(
        "concentration_below_005_percent",
        "Is the concentration of uranium or thorium less than 0.05 percent by weight?",
        "10 CFR 110.22(a)(1)",
        label="that the concentration is below 0.05 percent",
        kind=FactKind.YES_NO,
    ),
    fact(
        "completes_reactor",
        "Would this and earlier exports of components together amount to an essentially complete reactor?",
        "10 CFR 110.26(d)",
        label="that the exports amount to a complete reactor",
    ),
    fact(
        "component_of_appendix_a_5_to_11",
        "Is the component one of US origin that Appendix A, paragraphs (5) to (11), describes, for a light or heavy"
        " water reactor, and for no research reactor above 5 MW?",
        "10 CFR 110.26(a)",
        label="that the component is one of Appendix A, paragraphs (5) to (11)",
    ),
    fact(
        "component_destination_listed",
        "Does 10 CFR 110.26(b) list the destination?",
        "10 CFR 110.26(b)",
        label="that 110.26(b) lists the destination",
    ),
    claim(
        "nrc_general_license",
        "Which paragraph of 10 CFR 110.21 to 110.27 is relied on as a general license (such as 110.23(a))?",
        "10 CFR 110.20(a)",
        label="the general license relied on",
        kind=FactKind.TEXT,
        reads=r"(?:10\s*cfr\s*)?(110\.2[1-7])((?:\([a-z0-9]+\))*)",
        form="a paragraph of 10 CFR 110.21 to 110.27, such as 110.23(a)",
    ),
    fact(
        "nrc_general_license_terms_met",
        "Are all the terms of that general license met, quantities and destination included?",
        "10 CFR 110.20(a)",
        label="that the terms of the general license are met",
        judgment=True,
    ),
    claim(
        "nrc_license",
        "Under which specific license of the NRC is it sent, by its number?",
        "10 CFR 110.19",
        label="the specific license of the NRC",
        kind=FactKind.TEXT,
    ),
    fact(
        "nrc_license_covers",
        "Does that license cover this material, quantity, recipient and destination, and is it valid?",
        "10 CFR 110.50",
        label="that the specific license covers the transaction",
        judgment=True,
    ),
    fact(
        "consignee_licensed_for_material",
        "Is the US consignee authorized to receive and possess the material (NRC or Agreement State)?",
        "10 CFR 110.27(a)",
        label="that the consignee may possess the material",
    ),
    claim(
        "irradiated_fuel_over_100_kg",
        "Is it irradiated fuel of more than 100 kilograms of source or special nuclear material?",
        "10 CFR 110.27(b)",
        label="that it is more than 100 kg in irradiated fuel",
        kind=FactKind.YES_NO,
        asked=True,
    ),
)

specs = {spec.name: spec for spec in NRC_FACTS}
"""Every fact and claim by its name."""

words = {spec.name: spec.field for spec in NRC_FACTS}
"""The field of every named fact, for use in rules."""
