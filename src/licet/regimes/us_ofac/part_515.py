"""31 CFR Part 515: Cuba. Persons subject to U.S. jurisdiction, entities abroad that they own or control too."""

from __future__ import annotations

from licet.regimes.hints import asked_where, item_names
from licet.regimes.us_ofac.common import (
    BLOCK,
    REJECT,
    acts_for_government,
    bound,
    is_activity,
    origin,
    takes_place_in,
)
from licet.regimes.us_ofac.facts import claims, facts, specs
from licet.regimes.us_ofac.periods import held, unread
from licet.rules.condition import Condition
from licet.rules.rule import Chapter, Question
from licet.rules.terms import Facts

__all__ = ["CUBA_RULES", "PART_515"]

PART_515 = Chapter("31 CFR Part 515")
_SINCE_1963 = held("1963-07-08", "28 FR 6974")
_CUBA = "CU"
_DEALING, _MERCHANDISE, _VESSEL = "us.ofac.515.201.dealing", "us.ofac.515.204", "us.ofac.515.207"
CUBA_RULES = (_DEALING, _MERCHANDISE, _VESSEL)
_BLOCKED = "us.ofac.515.201"


def _subject(f: Facts) -> Condition:
    """Persons subject to the jurisdiction of the United States (515.329)."""
    return bound(f) | facts["owned_by_us_person"].is_(True)


def _earlier(f: Facts, section: str) -> Condition:
    """What a general license of this section said before the text that was read."""
    return f.unmodeled(section, f"31 CFR {section} as it stood on that day")


@PART_515.rule(
    _DEALING,
    Question.PROHIBITION,
    cites=["31 CFR 515.201(b)", "31 CFR 515.329"],
    periods=[_SINCE_1963],
    obligations=[BLOCK, REJECT],
)
def dealing(f: Facts) -> Condition:
    """No person subject to U.S. jurisdiction may deal in property in which Cuba or a national of Cuba has an
    interest: goods, services and payments to Cuba are prohibited.
    """
    return _subject(f) & takes_place_in(f, _CUBA)


@PART_515.rule(
    _MERCHANDISE, Question.PROHIBITION, cites=["31 CFR 515.204", "31 CFR 515.536"], periods=[_SINCE_1963]
)
def merchandise(f: Facts) -> Condition:
    """No person subject to U.S. jurisdiction may buy, import or deal in merchandise that is of Cuban origin, was in
    Cuba, or is made in part of what Cuba grew or made, wherever it is.
    """
    return _subject(f) & (
        origin(_CUBA)
        | _made_of_cuban_goods(f)
        | (f.action.is_("import") & facts["origin_country"].is_(_CUBA))
    )


def _made_of_cuban_goods(f: Facts) -> Condition:
    """Whether it was in Cuba or holds something of Cuba: asked for of imports that Cuba grows or mines (nickel-
    bearing materials are presumed to, 515.536), and of whatever names Cuba.
    """
    doubt = (f.action.is_("import") & item_names("cuban_goods")) | item_names("cuba")
    return asked_where(specs["contains_cuban_goods"], doubt & ~f.item.us_origin.is_(True))


@PART_515.rule(_VESSEL, Question.PROHIBITION, cites=["31 CFR 515.207(a)"], periods=[_SINCE_1963])
def vessel(f: Facts) -> Condition:
    """A vessel that traded at a port in Cuba may not load or unload freight in a U.S. port for 180 days."""
    return claims["vessel_days_since_cuba"].at_most(180) & ~claims["vessel_call_authorized"].is_(True)


def _goods() -> tuple[str, ...]:
    return (_DEALING, _MERCHANDISE)


@PART_515.exemption(
    "us.ofac.515.206",
    defeats=_goods(),
    cites=["31 CFR 515.206(a)"],
    periods=[held("1989-02-02", "54 FR 5233")],
    claim=is_activity("informational_materials"),
)
def informational(f: Facts) -> Condition:
    """Information and informational materials that are fully created may be imported and exported."""
    return facts["fully_created"].is_(True) & ~f.item.kind.is_("software")


@PART_515.exemption(
    "us.ofac.515.206.b",
    defeats=[_DEALING],
    cites=["31 CFR 515.206(b)"],
    periods=[held("1995-08-02", "60 FR 39256")],
    claim=is_activity("humanitarian_donation"),
)
def donated_food(f: Facts) -> Condition:
    """Food that is donated to individuals or nongovernmental organizations in Cuba is exempt."""
    return facts["donated_food_for_persons"].is_(True) & ~acts_for_government(_CUBA)


@PART_515.authority(
    "us.ofac.515.533",
    "31 CFR 515.533(a)",
    defeats=[_DEALING],
    cites=["31 CFR 515.533(a)", "31 CFR 515.584(f)"],
    periods=[held("2016-10-17", "81 FR 71374")],
    claim=is_activity(
        "agricultural_commodities", "medicine", "medical_devices", "commerce_authorized_export"
    ),
)
def exports(f: Facts) -> Condition:
    """What Commerce authorizes may be exported to Cuba, not from a blocked account, and not by an entity abroad that
    a U.S. person owns; agricultural commodities only for cash in advance or with the financing of a third-country
    bank.
    """
    food = claims["ofac_activity"].is_("agricultural_commodities")
    paid = facts["payment_terms"].in_("cash_in_advance", "third_country_bank")
    other = ~food & facts["debits_sanctioned_account"].is_(False)
    return facts["commerce_authorized"].is_(True) & ~_owned_abroad() & ((food & paid) | other)


@exports.amended(
    [unread("2001-07-12", "66 FR 36683", "section 515.533 before its text of 2016", last="2016-10-16")],
    claim=is_activity(
        "agricultural_commodities", "medicine", "medical_devices", "commerce_authorized_export"
    ),
)
def exports_before(f: Facts) -> Condition:
    """Before October 17, 2016, section 515.533 authorized exports on other terms: they are not at hand."""
    return _earlier(f, "515.533")


def _owned_abroad() -> Condition:
    """An entity abroad that a U.S. person owns or controls acts, and no U.S. person does."""
    return facts["owned_by_us_person"].is_(True) & ~facts["us_person"].is_(True)


@PART_515.authority(
    "us.ofac.515.570",
    "31 CFR 515.570",
    defeats=[_DEALING],
    cites=["31 CFR 515.570(a)", "31 CFR 515.570(b)", "31 CFR 515.570(j)"],
    periods=[held("2022-06-09", "87 FR 35091")],
    claim=is_activity("personal_remittance", "donative_remittance"),
)
def remittances(f: Facts) -> Condition:
    """Remittances of adults to close relatives and donations to Cuban nationals, without a ceiling: not to emigrate,
    not from a blocked source, not to prohibited officials or members or their relatives, and not through an entity of
    the Cuba Restricted List.
    """
    return (
        facts["adult_and_not_to_emigrate"].is_(True)
        & facts["debits_sanctioned_account"].is_(False)
        & facts["prohibited_official_of_cuba"].is_(False)
        & facts["cuba_restricted_list_party"].is_(False)
    )


@remittances.amended(
    [unread("2011-01-28", "76 FR 5076", "section 515.570 before June 9, 2022", last="2022-06-08")],
    claim=is_activity("personal_remittance", "donative_remittance"),
)
def remittances_before(f: Facts) -> Condition:
    """Before June 9, 2022, remittances had other terms and ceilings: they are not at hand."""
    return _earlier(f, "515.570")


@PART_515.authority(
    "us.ofac.515.574",
    "31 CFR 515.574",
    defeats=[_DEALING],
    cites=["31 CFR 515.574", "31 CFR 515.209", "31 CFR 515.210"],
    periods=[held("2024-05-29", "89 FR 46325")],
    claim=is_activity("support_for_the_cuban_people"),
)
def support(f: Facts) -> Condition:
    """Travel and transactions in support of the Cuban people: a full-time schedule, no prohibited accommodation, no
    direct financial transaction with an entity of the Cuba Restricted List.
    """
    return (
        facts["full_time_schedule"].is_(True)
        & facts["prohibited_accommodation"].is_(False)
        & facts["cuba_restricted_list_party"].is_(False)
    )


@support.amended(
    [unread("2015-01-16", "80 FR 2299", "section 515.574 before May 29, 2024", last="2024-05-28")],
    claim=is_activity("support_for_the_cuban_people"),
)
def support_before(f: Facts) -> Condition:
    """Before May 29, 2024, support for the Cuban people had other terms: they are not at hand."""
    return _earlier(f, "515.574")


@PART_515.authority(
    "us.ofac.515.578",
    "31 CFR 515.578(a)",
    defeats=[_DEALING],
    cites=["31 CFR 515.578(a)(1)", "31 CFR 515.578(b)"],
    periods=[held("2024-05-29", "89 FR 46325")],
    claim=is_activity("internet_communications"),
)
def internet(f: Facts) -> Condition:
    """Services incident to communications over the internet may be exported to Cuba, not to prohibited officials or
    members, nor to organizations of the government or the party.
    """
    return (
        f.item.kind.is_("service")
        & facts["excluded_internet_service"].is_(False)
        & facts["prohibited_official_of_cuba"].is_(False)
        & facts["for_government_of_place"].is_(False)
    )


@internet.amended(
    [unread("2015-01-16", "80 FR 2300", "section 515.578 before May 29, 2024", last="2024-05-28")],
    claim=is_activity("internet_communications"),
)
def internet_before(f: Facts) -> Condition:
    """Before May 29, 2024, services for communications had other terms: they are not at hand."""
    return _earlier(f, "515.578")


@PART_515.authority(
    "us.ofac.515.584.d",
    "31 CFR 515.584(d)",
    defeats=[_DEALING],
    cites=["31 CFR 515.584(d)"],
    periods=[
        held("2016-03-16", "81 FR 13994", last="2019-10-08"),
        held("2024-05-29", "89 FR 46325"),
    ],
    claim=is_activity("transfer_abroad_to_abroad"),
)
def u_turn(f: Facts) -> Condition:
    """A U.S. bank may process a transfer that begins and ends abroad between persons who are not subject to U.S.
    jurisdiction: from March 2016 to October 8, 2019, and again since May 29, 2024.
    """
    return facts["begins_and_ends_abroad"].is_(True) & f.action.is_("payment")
