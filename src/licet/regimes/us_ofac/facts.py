"""The facts and claims that OFAC's rules read by name, each with its question and the law that asks it."""

from __future__ import annotations

from licet.regimes.shared_facts import HTS_CODE
from licet.regimes.us_ear.facts import EAR_FACTS
from licet.rules.citation import cfr
from licet.rules.condition import Field
from licet.rules.vocabulary import FactKind, FactSpec, claim, fact

__all__ = ["ACTIVITIES", "OFAC_FACTS", "claims", "facts", "specs"]

ACTIVITIES = (
    "agricultural_commodities",
    "medicine",
    "medical_devices",
    "commerce_authorized_export",
    "informational_materials",
    "humanitarian_donation",
    "personal_travel",
    "internet_communications",
    "personal_remittance",
    "donative_remittance",
    "support_for_the_cuban_people",
    "transfer_abroad_to_abroad",
)
"""What a transaction can be, in the words of the exemptions and general licenses that are modeled."""


def _yes_no(name: str, question: str, cite: str, label: str, *, judgment: bool = False) -> FactSpec:
    return fact(name, question, cite, label=label, judgment=judgment)


def _claimed(name: str, question: str, cite: str, label: str, kind: FactKind = FactKind.YES_NO) -> FactSpec:
    return claim(name, question, cite, label=label, kind=kind, asked=True)


_NEXUS = (
    _yes_no(
        "us_person",
        "Does a U.S. person act or take part: a citizen or permanent resident, an entity organized under U.S. "
        "law (its "
        "foreign branches too), or anybody in the United States?",
        "31 CFR 560.314",
        "that a U.S. person acts or takes part",
    ),
    _yes_no(
        "through_united_states",
        "Does any part of it happen in or through the United States: goods or services from there, or a payment"
        " that a "
        "U.S. bank clears?",
        "31 CFR 560.204",
        "that a part of it happens in or through the United States",
    ),
    _yes_no(
        "owned_by_us_person",
        "Is the entity that acts established abroad and owned or controlled by a U.S. person: 50 percent by vote or "
        "value, a majority of the board, or control otherwise?",
        "31 CFR 560.215(b)",
        "that a U.S. person owns or controls the entity that acts",
    ),
    _yes_no(
        "owned_by_us_bank",
        "Is the entity that acts established abroad and owned or controlled by a U.S. financial institution?",
        "31 CFR 510.214",
        "that a U.S. financial institution owns or controls the entity that acts",
    ),
)

_WHERE = (
    _claimed(
        "origin_country",
        "In which country were the goods made or grown, or does the service come from?",
        "31 CFR 560.201",
        "the country of origin",
        FactKind.COUNTRY,
    ),
    _claimed(
        "contains_cuban_goods",
        "Were the goods ever in Cuba, or are they made in whole or in part of what grew or was made there, wherever "
        "they were made?",
        "31 CFR 515.204(a)",
        "that the goods were in Cuba, or hold something of Cuban origin",
    ),
    _claimed(
        "contains_russian_goods",
        "Were the fish or seafood caught in waters of Russia or by its vessels, or the diamonds mined there, in whole"
        " or in part, though they were processed in another country?",
        "31 CFR 587.201",
        "that fish or diamonds of Russia were processed elsewhere",
    ),
    _claimed(
        "known_to_be_for",
        "For which other country do you know, or have reason to know, that it is meant?",
        "31 CFR 560.204(a)",
        "the country for which it is known to be meant",
        FactKind.COUNTRY,
    ),
    _claimed(
        "ordinarily_resident_elsewhere",
        "Are the individuals who are in the sanctioned country at the moment ordinarily resident elsewhere?",
        "31 CFR 560.427(b)",
        "that the individuals are ordinarily resident elsewhere",
    ),
    _claimed(
        "government_party",
        "Which country's government is a party, or owns, controls or is acted for by a party (its agencies, central "
        "bank and state companies too)?",
        "31 CFR 560.304",
        "the country whose government is a party, or owns or controls one",
        FactKind.COUNTRY,
    ),
    _yes_no(
        "government_of_venezuela",
        "Is a party the Government of Venezuela, its central bank, PdVSA, or anybody whom these own or control?",
        "31 CFR 591.406(b)",
        "that the Government of Venezuela is a party, or owns or controls one",
    ),
    _claimed(
        "vessel_days_since_cuba",
        "How many days ago did the vessel leave a port in Cuba where it traded?",
        "31 CFR 515.207(a)",
        "the days since the vessel left a port in Cuba",
        FactKind.NUMBER,
    ),
    _claimed(
        "vessel_call_authorized",
        "Is the call of the vessel authorized by 31 CFR 515.550?",
        "31 CFR 515.550",
        "that the call of the vessel is authorized",
    ),
    _claimed(
        "facilitates_foreign_transaction",
        "Does a U.S. person approve, finance, facilitate, guarantee or refer a transaction of a foreign person?",
        "31 CFR 560.208",
        "that a U.S. person facilitates a transaction of a foreign person",
    ),
)

_RUSSIA = (
    FactSpec(
        "service_category",
        FactKind.CHOICE,
        "Of which kind is the service for a person in Russia?",
        cfr("31 CFR 587.201"),
        "the kind of service",
        (
            "accounting",
            "trust_or_corporate_formation",
            "management_consulting",
            "quantum_computing",
            "architecture_or_engineering",
            "it_consultancy_support_or_cloud",
            "petroleum",
            "russian_oil_trade",
            "other",
        ),
    ),
    _claimed(
        "customer_owned_by_us_person",
        "Is the customer in Russia owned or controlled by a U.S. person?",
        "31 CFR 587.201",
        "that a U.S. person owns or controls the customer",
    ),
    _claimed(
        "us_dollar_banknotes",
        "Are they banknotes in US dollars?",
        "31 CFR 587.201",
        "that they are banknotes in US dollars",
    ),
    _claimed(
        "new_investment_in",
        "In which country is it a new investment, or serves one?",
        "31 CFR 589.206",
        "the country of the new investment",
        FactKind.COUNTRY,
    ),
)

_SECTORS = (
    fact(
        "ssi_directive",
        "Which directive names the party on the Sectoral Sanctions Identifications List (1, 2, 3 or 4; 0 for none)?",
        "31 CFR 589.202",
        label="the directive that names the party",
        kind=FactKind.NUMBER,
    ),
    fact(
        "listed_party_debt_days",
        "For how many days does the listed party owe money or have credit (0 where it pays in advance, or is "
        "only the "
        "seller or beneficiary; late payment counts)?",
        "31 CFR 589.203",
        label="the days for which the listed party owes",
        kind=FactKind.NUMBER,
    ),
    fact(
        "listed_party_debt_date",
        "On which day was that debt issued?",
        "31 CFR 589.203",
        label="the day on which the debt was issued",
        kind=FactKind.DATE,
    ),
    _yes_no(
        "unconventional_oil_project",
        "Does it support exploration or production for a deepwater, Arctic offshore or shale project that can "
        "produce "
        "oil?",
        "31 CFR 589.205",
        "that it supports a deepwater, Arctic offshore or shale oil project",
    ),
    _yes_no(
        "oil_project_in_russia",
        "Is that project in Russia or in waters that Russia claims?",
        "31 CFR 589.205(a)",
        "that the oil project is in Russia or its waters",
    ),
    fact(
        "oil_project_begun_on",
        "On which day was that project initiated?",
        "31 CFR 589.205(b)",
        label="the day on which the oil project was initiated",
        kind=FactKind.DATE,
    ),
    fact(
        "oil_project_listed_share",
        "What share of that project, or of its votes, have parties of Directive 4, in percent?",
        "31 CFR 589.205(b)",
        label="the share that listed parties have in the oil project, in percent",
        kind=FactKind.NUMBER,
    ),
    _claimed(
        "securities_transaction",
        "Is it the purchase or sale of publicly traded securities of a party, or of their derivatives?",
        "31 CFR 586.201",
        "that it is a dealing in publicly traded securities",
    ),
    _yes_no(
        "new_equity_of_listed_party",
        "Is it new equity that a party of Directive 1, or what such parties own half of, issued on or after July 16,"
        " 2014?",
        "31 CFR 589.202",
        "that it is new equity of a party of Directive 1",
    ),
    _yes_no(
        "correspondent_account",
        "Does a U.S. financial institution open, maintain or use a correspondent or payable-through account for the "
        "bank?",
        "31 CFR 561.201",
        "that a U.S. financial institution keeps or uses a correspondent account for the bank",
    ),
)

_AUTHORIZED = (
    claim(
        "ofac_activity",
        "Which exemption or general license is it meant to go under?",
        "31 CFR 501.801(a)",
        label="the kind of activity that OFAC exempts or authorizes",
        values=ACTIVITIES,
    ),
    _yes_no(
        "excluded_agricultural_or_medical_item",
        "Is it one of the items that the general license leaves out: castor beans, live animals, fertilizers "
        "and others "
        "of 560.530(a)(2)(ii), opioids and others of (a)(3)(iii), or a device on OFAC's list of devices?",
        "31 CFR 560.530(a)(1)(ii)",
        "that the general license leaves the item out",
    ),
    _yes_no(
        "military_or_police_purchaser",
        "Is the purchaser or importer military, intelligence or law enforcement?",
        "31 CFR 560.530(a)(2)(iii)",
        "that the purchaser is military, intelligence or law enforcement",
    ),
    _yes_no(
        "military_or_police_party",
        "Is a party, the end user too, military, paramilitary, intelligence or law enforcement of the government, or "
        "controlled by such a body?",
        "31 CFR 560.215",
        "that a party is military, intelligence or law enforcement",
    ),
    FactSpec(
        "payment_terms",
        FactKind.CHOICE,
        "How is it paid or financed?",
        cfr("31 CFR 560.532(a)"),
        "how it is paid or financed",
        (
            "cash_in_advance",
            "open_account",
            "third_country_bank",
            "letter_of_credit_of_sanctioned_country",
            "other",
        ),
    ),
    _yes_no(
        "ships_within_12_months",
        "Is it shipped within 12 months of the signing of the contract?",
        "31 CFR 560.530(a)(2)(i)",
        "that it is shipped within 12 months of the contract",
    ),
    _yes_no(
        "commerce_authorized",
        "Does the Department of Commerce license or otherwise authorize the export, or does it need no license of "
        "Commerce?",
        "31 CFR 515.533(a)(1)",
        "that Commerce authorizes the export",
    ),
    _yes_no(
        "fully_created",
        "Was the material fully created before, with no change, marketing or advance payment for new work?",
        "31 CFR 560.210(c)(2)",
        "that the material was fully created before",
    ),
    _yes_no(
        "through_us_depository",
        "Is the transfer processed by a U.S. depository institution or a U.S.-registered broker or dealer?",
        "31 CFR 560.550(a)",
        "that a U.S. depository institution processes the transfer",
    ),
    _yes_no(
        "debits_sanctioned_account",
        "Does it debit or credit an account of the sanctioned country, or come from a blocked source?",
        "31 CFR 560.550(a)",
        "that it debits a sanctioned account or a blocked source",
    ),
    _yes_no(
        "family_or_personal",
        "Is it noncommercial and personal, and for no business or entity?",
        "31 CFR 560.550(b)",
        "that it is noncommercial and personal",
    ),
    _yes_no(
        "donated_food_for_persons",
        "Is it food, donated to individuals or nongovernmental organizations in Cuba?",
        "31 CFR 515.206(b)",
        "that it is food donated to individuals or nongovernmental organizations",
    ),
    _yes_no(
        "adult_and_not_to_emigrate",
        "Is the remitter 18 years of age or older, and is the money for no emigration?",
        "31 CFR 515.570(a)",
        "that the remitter is an adult and the money is for no emigration",
    ),
    _yes_no(
        "excluded_internet_service",
        "Is it commercial-grade connectivity, web hosting for commercial entities there or to promote tourism, or "
        "the registration of domain names for the government or a blocked party?",
        "31 CFR 560.540(b)",
        "that the general license leaves the internet service out",
    ),
    _yes_no(
        "free_and_publicly_available",
        "Is the service or software publicly available at no cost to the user?",
        "31 CFR 560.540(a)(6)",
        "that it is publicly available at no cost to the user",
    ),
    _yes_no(
        "prohibited_official_of_cuba",
        "Is the recipient a prohibited official of the Government of Cuba, a prohibited member of the Communist"
        " Party, "
        "or a close relative of one?",
        "31 CFR 515.570(a)(2)",
        "that the recipient is a prohibited official or member, or a close relative",
    ),
    _yes_no(
        "cuba_restricted_list_party",
        "Does an entity of the Cuba Restricted List take part or receive the money?",
        "31 CFR 515.209",
        "that an entity of the Cuba Restricted List takes part",
    ),
    _yes_no(
        "full_time_schedule",
        "Does each traveler keep a full-time schedule of activities that enhance contact with the Cuban people,"
        " support "
        "civil society or promote independence, with meaningful interaction?",
        "31 CFR 515.574(a)(2)",
        "that each traveler keeps a full-time schedule of such activities",
    ),
    _yes_no(
        "prohibited_accommodation",
        "Does anybody lodge, or pay for lodging, at a property of the Cuba Prohibited Accommodations List?",
        "31 CFR 515.210",
        "that somebody lodges at a prohibited accommodation",
    ),
    _yes_no(
        "begins_and_ends_abroad",
        "Does the transfer originate and end outside the United States, with neither originator nor beneficiary a "
        "person subject to U.S. jurisdiction?",
        "31 CFR 515.584(d)",
        "that the transfer begins and ends abroad, between persons who are not subject to U.S. jurisdiction",
    ),
    _yes_no(
        "for_government_of_place",
        "Is it for the government of the sanctioned country, or for its officials as such?",
        "31 CFR 560.540(b)",
        "that it is for the government of the sanctioned country",
    ),
)

_SHARED = tuple(
    spec
    for spec in EAR_FACTS
    if spec.name
    in {"ofac_authorization", "ofac_authorization_covers_sale", "occupied_region_of_ukraine", "crimea"}
)
"""Facts that the export regulations ask for as well."""

OFAC_FACTS: tuple[FactSpec, ...] = (HTS_CODE, *_NEXUS, *_WHERE, *_RUSSIA, *_SECTORS, *_AUTHORIZED, *_SHARED)

specs = {spec.name: spec for spec in OFAC_FACTS}
"""Every fact and claim by its name."""

facts = {
    spec.name: Field(f"facts.{spec.name}", spec.label, claim=spec.is_claim and not spec.asked)
    for spec in OFAC_FACTS
}
"""Every fact as it is asked for: unknown until it is stated."""

claims = {
    spec.name: Field(f"facts.{spec.name}", spec.label, claim=True) for spec in OFAC_FACTS if spec.is_claim
}
"""Every claim as an act or knowledge: not so until it is stated."""
