"""Facts that the foreign-direct-product rules of 15 CFR 734.9 ask for.

One question opens all thirteen rules: was US technology behind the making of the item at all. Each rule then
asks for its own list of ECCNs, as it stood on the day.
"""

from __future__ import annotations

from licet.rules.vocabulary import FactSpec, claim, fact

__all__ = ["DIRECT_PRODUCT", "ONWARD_USES"]

_OR_PLANT = ", or was it made by a plant, or with essential equipment, that is the direct product of such"

ONWARD_USES = (
    "none",
    "footnote_1_entity",
    "footnote_3_entity",
    "footnote_4_entity",
    "footnote_5_entity",
    "advanced_node_facility",
    "supercomputer_in_china",
    "russia_belarus_crimea",
    "iran",
)
"""Into what an item is known to go on: equipment of an entity with a footnote, a supercomputer, items for Russia,
Belarus or Crimea, items for Iran or its government. Where it is not stated, an end use that names none
says "none"."""


def _list(name: str, which: str, cite: str, label: str) -> FactSpec:
    question = f"Is the item the direct product of technology or software {which}{_OR_PLANT}?"
    return fact(name, question, cite, label=label)


DIRECT_PRODUCT: tuple[FactSpec, ...] = (
    fact(
        "made_with_us_technology",
        "Is the item made abroad the direct product of technology or software of US origin or subject to "
        "the EAR, was it "
        "made by a plant or with essential equipment that is, does it contain a chip so made, or, for AI "
        "model weights, "
        "was it trained on computing items subject to the EAR?",
        "15 CFR 734.9",
        label="that US technology is behind its making, as 734.9 describes",
    ),
    _list(
        "us_technology_with_written_assurance",
        "of US origin that needs a written assurance for a license or License Exception TSR",
        "15 CFR 734.9(b)(1)",
        "that it is the direct product of US technology that needs a written assurance",
    ),
    _list(
        "us_technology_9x515",
        "of US origin in 9D515 or 9E515",
        "15 CFR 734.9(c)(1)",
        "that it is the direct product of US technology of 9D515 or 9E515",
    ),
    _list(
        "us_technology_600_series",
        "of US origin in a 600 series ECCN",
        "15 CFR 734.9(d)(1)",
        "that it is the direct product of US technology of the 600 series",
    ),
    _list(
        "us_technology_footnote_1",
        "in an ECCN of Categories 3, 4 or 5 that 734.9(e)(1)(i) names (3D001, 3E001, 4E001, 5D001, 5E991 ...)",
        "15 CFR 734.9(e)(1)(i)",
        "that it is the direct product of technology that 734.9(e)(1) names",
    ),
    _list(
        "us_technology_5d002_5e002",
        "in 5D002 or 5E002",
        "15 CFR 734.9(e)(2)(i)",
        "that it is the direct product of technology of 5D002 or 5E002",
    ),
    _list(
        "us_technology_4d090",
        "in 4D090",
        "15 CFR 734.9(h)(1)",
        "that it is the direct product of software of 4D090",
    ),
    _list(
        "us_technology_footnote_5",
        "of Categories 3D and 3E that 734.9(e)(3)(i) names, or does it contain a commodity so made",
        "15 CFR 734.9(e)(3)(i)",
        "that it is made by, or contains what is made by, technology that 734.9(e)(3) names",
    ),
    _list(
        "us_technology_sme",
        "in 3D992 or 3E992, or of the plant that 734.9(k)(1)(ii) names, or does it contain a commodity so made",
        "15 CFR 734.9(k)(1)",
        "that it is made by, or contains what is made by, technology that 734.9(k) names",
    ),
    _list(
        "us_technology_any_d_or_e",
        "in any ECCN of product groups D or E",
        "15 CFR 734.9(f)(1)",
        "that it is the direct product of technology of any ECCN in groups D or E",
    ),
    _list(
        "us_technology_d_or_e_of_3_to_9",
        "of US origin in any ECCN of product groups D or E in Categories 3 through 9",
        "15 CFR 734.9(j)(1)",
        "that it is the direct product of technology of groups D or E in Categories 3 to 9",
    ),
    fact(
        "model_weights_trained_on_us_items",
        "Were the model weights made by a plant, or major component of it, of 3A090, 4A090 or a .z "
        "paragraph and subject "
        "to the EAR?",
        "15 CFR 734.9(l)(1)",
        label="that the model weights were made on computing items subject to the EAR",
    ),
    fact(
        "described_by_advanced_computing_product",
        "Is the technology for 3A090 or 4A090?",
        "15 CFR 734.9(h)(1)",
        label="that the technology is for 3A090 or 4A090",
    ),
    claim(
        "onward_use",
        "Into what is the item known to go on: parts or equipment of an Entity List entity with footnote 1, "
        "3, 4 or 5, "
        "an advanced-node chip plant, a supercomputer in China or Macau, items for Russia, Belarus or "
        "Crimea, items for "
        "Iran or its government, or none of these?",
        "15 CFR 734.9(e)",
        label="the known onward use",
        values=ONWARD_USES,
    ),
)
