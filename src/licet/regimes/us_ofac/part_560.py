"""31 CFR Part 560: Iran. What is prohibited, to whom, and the exemptions and general licenses that are modeled."""

from __future__ import annotations

from licet.regimes.us_ofac.common import (
    BLOCK,
    REJECT,
    acts_for_government,
    bound,
    is_activity,
    origin,
    takes_place_in,
)
from licet.regimes.us_ofac.facts import claims, facts
from licet.regimes.us_ofac.periods import held, unread
from licet.rules.citation import cfr
from licet.rules.condition import Condition
from licet.rules.rule import Chapter, Obligation, Question
from licet.rules.terms import Facts

__all__ = ["IRAN_RULES", "PART_560"]

PART_560 = Chapter("31 CFR Part 560")
_SINCE_1995 = held("1995-05-07", "77 FR 64666")
_SINCE_2012 = held("2012-10-22", "77 FR 64666")
_FOREIGN_ENTITIES = held("2012-10-09", "77 FR 75848")
_SANCTIONED = "IR"

_EXPORT, _IMPORT, _REEXPORT, _FACILITATE, _ABROAD, _GOVERNMENT = (
    f"us.ofac.{section}"
    for section in ("560.204", "560.201", "560.205", "560.208", "560.215", "560.211.government")
)
IRAN_RULES = (_EXPORT, _IMPORT, _REEXPORT, _FACILITATE, _ABROAD, _GOVERNMENT)
_SALES = (_EXPORT, _REEXPORT, _ABROAD, _GOVERNMENT)
_BANK = "us.ofac.560.211"
_MILITARY = facts["military_or_police_purchaser"].is_(True)


def _iran(f: Facts) -> Condition:
    return takes_place_in(f, _SANCTIONED)


@PART_560.rule(
    _EXPORT,
    Question.PROHIBITION,
    cites=["31 CFR 560.204", "31 CFR 560.206", "31 CFR 560.427"],
    periods=[_SINCE_1995],
    obligations=[REJECT],
)
def to_iran(f: Facts) -> Condition:
    """No goods, technology or services, payments too, may be supplied to Iran or its government from the United
    States or by a U.S. person, directly or through a third country.
    """
    return bound(f) & ~f.action.is_("import") & _iran(f)


@PART_560.rule(
    _IMPORT,
    Question.PROHIBITION,
    cites=["31 CFR 560.201", "31 CFR 560.206(a)(1)"],
    periods=[_SINCE_1995],
    obligations=[REJECT],
)
def from_iran(f: Facts) -> Condition:
    """No goods or services of Iranian origin may be imported into the United States, and no U.S. person may deal in
    them; goods that a third country has substantially transformed are of that country (560.407).
    """
    imported = f.action.is_("import") & (facts["origin_country"].is_(_SANCTIONED) | _iran(f))
    return imported | (facts["us_person"].is_(True) & origin(_SANCTIONED))


@PART_560.rule(
    _REEXPORT,
    Question.PROHIBITION,
    cites=["31 CFR 560.205", "31 CFR 560.420"],
    periods=[_SINCE_1995],
)
def reexport_to_iran(f: Facts) -> Condition:
    """A person who is no U.S. person may not reexport to Iran what came from the United States and needed a license
    for Iran there; a foreign product with less than 10 percent of it is free.
    """
    abroad = f.action.in_("reexport", "transfer_in_country") & ~facts["us_person"].is_(True)
    content = f.item.us_origin.is_(True) | (
        f.item.us_origin.is_(False) & f.item.controlled_us_content_pct.at_least(10)
    )
    return abroad & _iran(f) & content & ~f.item.eccn.is_("EAR99")


@PART_560.rule(
    _FACILITATE, Question.PROHIBITION, cites=["31 CFR 560.208", "31 CFR 560.417"], periods=[_SINCE_1995]
)
def facilitate(f: Facts) -> Condition:
    """No U.S. person may approve, finance, facilitate, guarantee or refer what a foreign person does with Iran."""
    return facts["us_person"].is_(True) & claims["facilitates_foreign_transaction"].is_(True) & _iran(f)


@PART_560.rule(_ABROAD, Question.PROHIBITION, cites=["31 CFR 560.215"], periods=[_FOREIGN_ENTITIES])
def owned_abroad(f: Facts) -> Condition:
    """An entity abroad that a U.S. person owns or controls may not knowingly do with Iran what a U.S. person may
    not.
    """
    return facts["owned_by_us_person"].is_(True) & (_iran(f) | origin(_SANCTIONED))


@PART_560.rule(
    _GOVERNMENT,
    Question.PROHIBITION,
    cites=["31 CFR 560.211(a)", "31 CFR 560.304"],
    periods=[held("2012-02-06", "77 FR 64666")],
    obligations=[BLOCK],
)
def government_of_iran(f: Facts) -> Condition:
    """The Government of Iran is blocked wherever it is, and so is everybody whom it owns or controls or who acts for
    it, whether listed or not.
    """
    return bound(f) & acts_for_government(_SANCTIONED)


@PART_560.exemption(
    "us.ofac.560.210.c",
    defeats=[*_SALES, _IMPORT],
    cites=["31 CFR 560.210(c)"],
    periods=[_SINCE_2012],
    claim=is_activity("informational_materials"),
)
def informational(f: Facts) -> Condition:
    """Information and informational materials that are fully created may be imported and exported."""
    return facts["fully_created"].is_(True) & ~f.item.kind.is_("software")


@PART_560.exemption(
    "us.ofac.560.210.d",
    defeats=[*_SALES, _IMPORT],
    cites=["31 CFR 560.210(d)"],
    periods=[_SINCE_2012],
    claim=is_activity("personal_travel"),
)
def travel(f: Facts) -> Condition:
    """Transactions ordinarily incident to travel are exempt, baggage for personal use too."""
    return facts["family_or_personal"].is_(True)


@PART_560.exemption(
    "us.ofac.560.210.b",
    defeats=[_EXPORT],
    cites=["31 CFR 560.210(b)"],
    periods=[_SINCE_2012],
    claim=is_activity("humanitarian_donation"),
)
def donation(f: Facts) -> Condition:
    """Donations by U.S. persons of articles such as food, clothing and medicine to relieve suffering are exempt."""
    return facts["us_person"].is_(True) & f.item.kind.is_("commodity")


_LABEL = Obligation(
    "ofac_keep_terms",
    "Keep to the terms of the general license: ship within 12 months of the contract, and take payment as 31 CFR "
    "560.532 allows.",
    cfr("31 CFR 560.530(a)"),
)


def _paid_as_allowed(f: Facts) -> Condition:
    """Payment terms of 560.532(a); a letter of credit of an Iranian bank that is blocked solely under part 560."""
    return facts["payment_terms"].in_(
        "cash_in_advance", "open_account", "third_country_bank", "letter_of_credit_of_sanctioned_country"
    )


def _sale(f: Facts) -> Condition:
    return (
        f.item.eccn.is_("EAR99")
        & facts["excluded_agricultural_or_medical_item"].is_(False)
        & facts["military_or_police_purchaser"].is_(False)
        & _paid_as_allowed(f)
        & facts["ships_within_12_months"].is_(True)
    )


@PART_560.authority(
    "us.ofac.560.530.a.2",
    "31 CFR 560.530(a)(2)",
    defeats=_SALES,
    cites=["31 CFR 560.530(a)(2)", "31 CFR 560.532(a)"],
    periods=[held("2016-12-23", "81 FR 94257")],
    claim=is_activity("agricultural_commodities"),
    obligations=[_LABEL],
)
def agricultural(f: Facts) -> Condition:
    """EAR99 agricultural commodities that the section does not exclude may be sold to Iran, not to the military, the
    intelligence or the police, paid as 560.532 allows and shipped within 12 months.
    """
    return _sale(f)


@PART_560.authority(
    "us.ofac.560.530.a.3",
    "31 CFR 560.530(a)(3)",
    defeats=_SALES,
    cites=["31 CFR 560.530(a)(3)", "31 CFR 560.532(a)"],
    periods=[held("2016-12-23", "81 FR 94257")],
    claim=is_activity("medicine", "medical_devices"),
    obligations=[_LABEL],
)
def medical(f: Facts) -> Condition:
    """EAR99 medicine and medical devices that the section does not exclude may be sold to Iran on the same terms."""
    return _sale(f)


@PART_560.authority(
    "us.ofac.560.532.a.4",
    "31 CFR 560.532(a)(4)",
    defeats=[_BANK],
    cites=["31 CFR 560.532(a)(4)"],
    periods=[held("2016-12-23", "81 FR 94259")],
    claim=is_activity("agricultural_commodities", "medicine", "medical_devices"),
)
def letter_of_credit(f: Facts) -> Condition:
    """An Iranian bank that is blocked solely under part 560 may issue the letter of credit for such a sale, first
    advised by a third-country bank; one that is blocked under another part as well is stopped by that part.
    """
    return facts["payment_terms"].is_("letter_of_credit_of_sanctioned_country") & _sale(f)


@PART_560.authority(
    "us.ofac.560.540",
    "31 CFR 560.540",
    defeats=(_EXPORT, _ABROAD),
    cites=["31 CFR 560.540(a)"],
    periods=[held("2024-05-17", "89 FR 43311")],
    claim=is_activity("internet_communications"),
)
def communications(f: Facts) -> Condition:
    """Services, and software that is EAR99 or publicly available, incident to the exchange of communications over the
    internet may be supplied, not to the Government of Iran.
    """
    return (
        f.item.kind.in_("service", "software")
        & (f.item.kind.is_("service") | f.item.eccn.in_("EAR99", "5D992.c"))
        & facts["excluded_internet_service"].is_(False)
        & facts["for_government_of_place"].is_(False)
    ) | _hardware(f)


def _hardware(f: Facts) -> Condition:
    """Hardware of OFAC's list under 560.540(a)(3), which stands on its site and not in the section."""
    on_list = f.unmodeled("560.540", "OFAC's list of hardware incident to communications under 560.540(a)(3)")
    return f.item.kind.is_("commodity") & facts["for_government_of_place"].is_(False) & on_list


@communications.amended(
    [unread("2010-03-10", "31 CFR 560.540", "the section and General Licenses D to D-2", last="2024-05-16")],
    claim=is_activity("internet_communications"),
)
def communications_before(f: Facts) -> Condition:
    """Before May 17, 2024, other texts authorized services and software for communications: they are not at hand."""
    return f.unmodeled("560.540", "the general licenses on communications before May 17, 2024")


@PART_560.authority(
    "us.ofac.560.540.a.6",
    "31 CFR 560.540(a)(6)",
    defeats=(_EXPORT, _ABROAD, _GOVERNMENT),
    cites=["31 CFR 560.540(a)(6)"],
    periods=[held("2024-05-17", "89 FR 43311")],
    claim=is_activity("internet_communications") & facts["for_government_of_place"].is_(True),
)
def communications_of_government(f: Facts) -> Condition:
    """The Government of Iran may get such services and software that are publicly available at no cost."""
    return (
        f.item.kind.in_("service", "software")
        & (f.item.kind.is_("service") | f.item.eccn.in_("EAR99", "5D992.c"))
        & facts["excluded_internet_service"].is_(False)
        & facts["free_and_publicly_available"].is_(True)
    )


@PART_560.authority(
    "us.ofac.560.550",
    "31 CFR 560.550",
    defeats=(_EXPORT,),
    cites=["31 CFR 560.550(a)", "31 CFR 560.550(b)"],
    periods=[_SINCE_2012],
    claim=is_activity("personal_remittance"),
)
def remittance(f: Facts) -> Condition:
    """Noncommercial personal remittances to or from Iran may go through a U.S. depository institution, with no
    Iranian account debited or credited and not by, to or through the government.
    """
    return (
        facts["family_or_personal"].is_(True)
        & facts["through_us_depository"].is_(True)
        & facts["debits_sanctioned_account"].is_(False)
        & ~acts_for_government(_SANCTIONED)
    )


@PART_560.requirement(
    "us.ofac.560.530.a.1",
    cites=["31 CFR 560.530(a)(1)"],
    periods=[held("2016-12-23", "81 FR 94257")],
    policy="case-by-case; a one-year specific license of OFAC",
)
def one_year_license(f: Facts) -> Condition:
    """Items that the general licenses exclude, and sales to the military, the intelligence or the police, need a
    one-year specific license.
    """
    claimed = is_activity("agricultural_commodities", "medicine", "medical_devices")
    left_out = facts["excluded_agricultural_or_medical_item"].is_(True) | _MILITARY
    return bound(f) & _iran(f) & claimed & left_out


@PART_560.authority(
    "us.ofac.560.534",
    "31 CFR 560.534",
    defeats=(_IMPORT,),
    cites=["31 CFR 560.534"],
    periods=[
        unread("2000-04-28", "65 FR 25642", "section 560.534 on carpets and food", last="2010-09-28"),
        unread("2016-01-21", "81 FR 3330", "section 560.534 on carpets and food", last="2018-08-06"),
    ],
    claim=None,
)
def carpets_and_food(f: Facts) -> Condition:
    """Carpets and foodstuffs of Iran could be imported from April 28, 2000 to September 28, 2010, and from January
    21, 2016 to August 6, 2018, at the end to wind down alone; the terms are not at hand.
    """
    return f.item.kind.is_("commodity") & f.unmodeled(
        "560.534", "31 CFR 560.534 as it stood: whether the goods are carpets or food that could be imported"
    )


@PART_560.authority(
    "us.ofac.gl.iran.h",
    "OFAC General License H (Iran)",
    defeats=(_ABROAD,),
    cites=["31 CFR 560.537", "31 CFR 501.801(a)"],
    periods=[
        unread("2016-01-16", "83 FR 30337", "General License H, and 560.537 to wind down", last="2018-11-04")
    ],
    claim=None,
    verified=False,
)
def entities_abroad(f: Facts) -> Condition:
    """Entities abroad that U.S. persons own or control could deal with Iran from January 16, 2016 to June 27, 2018,
    and wind down through November 4, 2018, but not with the military, the intelligence or the police; the text of
    the license is not at hand.
    """
    text = f.unmodeled(
        "general licenses", "the text of General License H, under which entities abroad dealt with Iran"
    )
    return facts["military_or_police_party"].is_(False) & text


@agricultural.amended(
    [unread("2001-07-26", "66 FR 38557", "section 560.530 before its text of 2016", last="2016-12-22")],
    claim=is_activity("agricultural_commodities"),
)
def agricultural_before(f: Facts) -> Condition:
    """Before December 23, 2016, sales of food had other terms: they are not at hand."""
    return f.unmodeled("560.530", "31 CFR 560.530 as it stood on that day")


@medical.amended(
    [unread("2001-07-26", "66 FR 38557", "section 560.530 before its text of 2016", last="2016-12-22")],
    claim=is_activity("medicine", "medical_devices"),
)
def medical_before(f: Facts) -> Condition:
    """Before December 23, 2016, sales of medicine and devices had other terms: they are not at hand."""
    return f.unmodeled("560.530", "31 CFR 560.530 as it stood on that day")
