"""The facts and claims that the ITAR rules read by name, each with its question and the section that asks it."""

from __future__ import annotations

from licet.regimes.shared_facts import HTS_CODE
from licet.rules.vocabulary import FactKind, FactSpec, claim, fact

__all__ = ["ITAR_FACTS", "specs", "words"]

_PARAGRAPH = (
    r"(?:usml\s*)?(?:cat(?:egory|\.)?\s*)?(none|[ivx]+)\s*(\([a-z]\))?\s*(\(\d+\))?(?:\s*\([a-z0-9]+\))*"
)
_EXEMPTION = (
    r"(?:22\s*c\.?f\.?r\.?\s*)?(?:§\s*)?(12[3-9]\.\d+)\s*(\([a-z]\))?\s*(\(\d+\))?(?:\s*\([a-z0-9]+\))*"
)


def _question(name: str, question: str, cite: str, label: str, *, judgment: bool = False) -> FactSpec:
    return fact(name, question, cite, label=label, judgment=judgment)


def _stated(name: str, question: str, cite: str, label: str, kind: FactKind = FactKind.YES_NO) -> FactSpec:
    return claim(name, question, cite, label=label, kind=kind, asked=True)


ITAR_FACTS: tuple[FactSpec, ...] = (
    HTS_CODE,
    claim(
        "usml_paragraph",
        "Which paragraph of the U.S. Munitions List describes the item or the article that the data or service is"
        " about (such as XI(c)(1)), or none?",
        "22 CFR 120.11",
        label="the paragraph of the U.S. Munitions List",
        kind=FactKind.TEXT,
        asked=True,
        reads=_PARAGRAPH,
        form="a category and paragraph of the U.S. Munitions List, such as XI(c)(1), or none",
    ),
    _stated(
        "commodity_jurisdiction_pending",
        "Is it in doubt whether the U.S. Munitions List describes the item: a commodity jurisdiction request is"
        " pending, or State or another agency raised doubts?",
        "22 CFR 120.12",
        "that the jurisdiction over the item is in doubt",
    ),
    _stated(
        "contains_defense_article",
        "Does the item contain an article that the U.S. Munitions List describes?",
        "22 CFR 120.11(c)",
        "that the item contains a defense article",
    ),
    claim(
        "specially_designed_release",
        "Which paragraph of 22 CFR 120.41(b) releases the part from the catch-all paragraph?",
        "22 CFR 120.41(b)",
        label="the paragraph of 120.41(b) that releases the part",
        values=("b1", "b2", "b3", "b4", "b5"),
    ),
    _question(
        "usml_paragraph_enumerates_item",
        "Does the paragraph name the item itself, and not only what is specially designed for an article?",
        "22 CFR 120.11(b)",
        "that the paragraph names the item itself",
        judgment=True,
    ),
    _question(
        "significant_military_equipment",
        "Is the item significant military equipment: an asterisk stands before its paragraph, or it is classified?",
        "22 CFR 120.36",
        "that the item is significant military equipment",
    ),
    _question(
        "missile_technology_item",
        "Is the item marked (MT) in the U.S. Munitions List, that is, on the MTCR Annex?",
        "22 CFR 120.10(d)",
        "that the item is on the MTCR Annex",
    ),
    _stated("classified", "Is the article or the data classified?", "22 CFR 120.38", "that it is classified"),
    _stated(
        "defense_service",
        "Is a foreign person given assistance or training in designing, making, repairing, operating or using a"
        " defense article, or military training?",
        "22 CFR 120.32",
        "that a defense service is furnished",
    ),
    _stated(
        "brokering",
        "Does the person act for another to facilitate the sale, transfer or making of a defense article, US or"
        " foreign?",
        "22 CFR 129.2",
        "that the act is brokering",
    ),
    _stated(
        "foreign_defense_article",
        "Is the defense article of foreign make, and was it never in the United States?",
        "22 CFR 120.39",
        "that the defense article is foreign",
    ),
    _stated(
        "manufactures_defense_articles",
        "Does the person make defense articles in the United States, even where it exports none?",
        "22 CFR 122.1(a)",
        "that the person makes defense articles",
    ),
    _question(
        "ddtc_registered",
        "Is the person registered with the Directorate of Defense Trade Controls as a manufacturer or exporter?",
        "22 CFR 122.1(a)",
        "that the person is registered with DDTC",
    ),
    _question(
        "ddtc_registered_broker",
        "Is the person registered with the Directorate of Defense Trade Controls as a broker?",
        "22 CFR 129.3",
        "that the person is registered as a broker",
    ),
    _stated(
        "ineligible_party",
        "Is it known that the exporter, a party, the maker or a broker is debarred, convicted, indicted or otherwise"
        " ineligible under 22 CFR 120.16(c)?",
        "22 CFR 120.16(c)",
        "that a party is known to be ineligible",
    ),
    _stated(
        "ddtc_authorization",
        "Under which license, agreement or other approval of State is it sent, by its number (DSP-5, TAA ...)?",
        "22 CFR 123.1",
        "the approval of State",
        FactKind.TEXT,
    ),
    _question(
        "ddtc_authorization_covers",
        "Does that approval cover this item, quantity, value, end user and destination, and is it valid?",
        "22 CFR 123.9(a)",
        "that the approval covers the transaction",
        judgment=True,
    ),
    claim(
        "itar_exemption",
        "Which exemption of the ITAR is claimed, by its paragraph (such as 123.16(b)(2))?",
        "22 CFR 120.15",
        label="the ITAR exemption claimed",
        kind=FactKind.TEXT,
        reads=_EXEMPTION,
        form="a paragraph of 22 CFR parts 123 to 129, such as 123.16(b)(2)",
    ),
    _question(
        "itar_exemption_terms_met",
        "Are all the terms of the exemption claimed met, as its paragraph states them?",
        "22 CFR 120.15(d)",
        "that the terms of the exemption are met",
        judgment=True,
    ),
    _question(
        "congressional_notification",
        "Is the transaction one of which Congress must be notified, by value and kind of article?",
        "22 CFR 123.15",
        "that Congress must be notified",
    ),
    _question(
        "supports_authorized_article",
        "Is the part sent to support a defense article whose export was authorized before?",
        "22 CFR 123.16(b)(2)(i)",
        "that the part supports an authorized article",
    ),
    _question(
        "to_approved_end_user",
        "Does the part go to a previously approved end user of that article, and not to a distributor?",
        "22 CFR 123.16(b)(2)(ii)",
        "that it goes to a previously approved end user",
    ),
    _question(
        "enhances_capability",
        "Does the part enhance the capability of the defense article?",
        "22 CFR 123.16(b)(2)(iii)",
        "that the part enhances the article",
    ),
    _question(
        "order_split",
        "Was the order split so as not to exceed the value of the exemption?",
        "22 CFR 123.16(b)(2)(iv)",
        "that the order was split",
    ),
    fact(
        "shipments_to_end_user_this_year",
        "How many shipments under this exemption go to this end user in the calendar year, this one included?",
        "22 CFR 123.16(b)(2)(v)",
        label="the shipments to the end user in the year",
        kind=FactKind.NUMBER,
    ),
    _question(
        "authorized_user",
        "Is every transferor, recipient and broker a US person registered with DDTC, a US agency, or an authorized"
        " user"
        " that DDTC's website lists?",
        "22 CFR 126.7(b)(2)",
        "that all are authorized users",
    ),
    _question(
        "excluded_technology",
        "Is the article or service on the list of those left out of the exemption (Supplement No. 2 to part 126 for"
        " Australia and the United Kingdom, No. 1 for Canada)?",
        "22 CFR 126.7(b)(3)",
        "that the article is left out of the exemption",
    ),
    _question(
        "sme_made_abroad",
        "Does the transfer involve making significant military equipment abroad?",
        "22 CFR 126.7(b)(4)",
        "that significant military equipment is made abroad",
    ),
    _question(
        "canadian_recipient_qualifies",
        "Is it for end use in Canada by a Canadian federal or provincial authority or a Canadian-registered person,"
        " or"
        " for return to the United States?",
        "22 CFR 126.5(b)",
        "that the Canadian recipient qualifies",
    ),
    _question(
        "transits_third_country",
        "Does the shipment pass through a third country?",
        "22 CFR 126.5(b)",
        "that it passes through a third country",
    ),
    _question(
        "within_126_1_exception",
        "Is the transaction one that the paragraph of 22 CFR 126.1 on the country leaves open case by case?",
        "22 CFR 126.1(d)(2)",
        "that 126.1 leaves the transaction open case by case",
        judgment=True,
    ),
    _question(
        "for_security_forces",
        "Is it for the armed forces, police, intelligence or other internal security forces of the country?",
        "22 CFR 126.1(h)",
        "that it is for security forces",
    ),
    _stated(
        "temporary_import",
        "Is the import temporary: the article goes back, or in transit to another country?",
        "22 CFR 120.53",
        "that the import is temporary",
    ),
    _stated(
        "end_to_end_encrypted",
        "Is the data encrypted from end to end as 22 CFR 120.54(a)(5) and (b) demand, keys included?",
        "22 CFR 120.54(a)(5)",
        "that the data is encrypted from end to end",
    ),
    _stated(
        "public_domain",
        "Is the information in the public domain: published and generally accessible in one of the ways of"
        " 120.34(a)?",
        "22 CFR 120.34",
        "that the information is in the public domain",
    ),
    _stated(
        "university_fundamental_research",
        "Does the information come from fundamental research at an accredited US institution of higher learning?",
        "22 CFR 120.34(a)(8)",
        "that it comes from fundamental research",
    ),
    _question(
        "research_restrictions_accepted",
        "Were restrictions on publication, or access controls of the US Government, accepted for the research?",
        "22 CFR 120.34(a)(8)",
        "that restrictions on the research were accepted",
    ),
    _stated(
        "recipient_us_person",
        "Is the recipient a US person (citizen, permanent resident or protected individual) in the United States?",
        "22 CFR 120.62",
        "that the recipient is a US person",
    ),
    _question(
        "held_proscribed_citizenship",
        "Does the person hold, or did the person ever hold, a citizenship or hold permanent residency of a country of"
        " 22 CFR 126.1?",
        "22 CFR 120.50(b)",
        "that the person holds or held citizenship of a country of 126.1",
    ),
)

specs = {spec.name: spec for spec in ITAR_FACTS}
"""Every fact and claim by its name."""

words = {spec.name: spec.field for spec in ITAR_FACTS}
"""The field of every named fact, for use in rules."""
