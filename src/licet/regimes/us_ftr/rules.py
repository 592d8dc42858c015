"""15 CFR part 30: whether Electronic Export Information (EEI) is due, with which exemption, by when.

"License required" here means: file first. A legend of exemption or a filing is the authority under which the goods
may leave. What must be filed whatever its value stands apart (30.2(a)(1)(iv)), so that no exemption reaches it: the
value and Canada come last.
"""

from __future__ import annotations

from collections.abc import Mapping

from licet.regimes.hints import asked_where, item_names
from licet.regimes.us_ear.part_758.exemptions import EXEMPTIONS, FtrExemption, for_us_government
from licet.regimes.us_ear.part_758.rules import firearms_758, munitions_but_y, on_list
from licet.regimes.us_ftr.deadlines import DEFENSE_ARTICLES, USED_VEHICLES, USUAL
from licet.regimes.us_ftr.words import specs, words
from licet.rules.citation import cfr
from licet.rules.condition import Condition, Field, any_of
from licet.rules.rule import Chapter, Obligation, Occasion, Period, Question, period
from licet.rules.terms import Facts

__all__ = ["DUE", "FILING", "GROUP_E", "MANDATORY", "SUBJECT"]

FILING = Chapter("15 CFR Part 30")

_TEXT = "text of 15 CFR part 30 as of January 2025; earlier wordings not read"
_DAYS = (period("2008-07-02", published="2008-06-02", cite="73 FR 31555", source=_TEXT),)
SUBJECT, DUE, GROUP_E = "us.ftr.30.2", "us.ftr.30.2.a", "us.ftr.30.16.d"
_HEADING = Field("item.hs_heading", "the tariff heading")
_COUNTRY_IF_STATED = Field("party.country", "the party's country", claim=True)
_CODE_IF_KNOWN = Field("facts.hts_code", "the tariff code of the item")
"""The tariff code as a fact: unknown, not absent, where nobody stated it."""

_RECEIVE = ("intermediate_consignee", "ultimate_consignee", "end_user")
_ROUGH_DIAMONDS = ("710210", "710221", "710231")
_VEHICLES = ("8701", "8702", "8703", "8704", "8705", "8711")
_TERRITORIES = ("AS", "GU", "MP", "UM")
_EAR_TEXT = "text of 15 CFR 758.1 as of January 2025; the rule that made the paragraph"


def _since(day: str, published: str, cite: str) -> Period:
    return period(day, published=published, cite=cite, source=_EAR_TEXT)


def _defense_article(f: Facts) -> Condition:
    """That an article of the U.S. Munitions List is shipped, licensed or exempt; open where the description calls it
    a weapon and it is said to be EAR99.
    """
    paragraph = words["usml_paragraph"]
    stated = paragraph.is_stated() & ~paragraph.is_("none")
    weapon = ~paragraph.is_stated() & item_names("munition") & f.item.eccn.is_("EAR99")
    open_ = weapon & ~f.fact("usml_paragraph", "the paragraph of the U.S. Munitions List").is_("none")
    return stated | open_ | words["ddtc_authorization"].is_stated() | words["itar_exemption"].is_stated()


def _carried(f: Facts) -> Condition:
    """Goods, and software or technology on a carrier."""
    return f.item.kind.is_("commodity") | (
        f.item.kind.in_("software", "technology") & words["sent_electronically"].is_(False)
    )


@FILING.rule(SUBJECT, Question.SUBJECT, cites=["15 CFR 30.2(a)(1)", "15 CFR 30.2(d)(3)"], periods=_DAYS)
def shipped_abroad(f: Facts) -> Condition:
    """Physical goods that are shipped from the United States, Puerto Rico or the US Virgin Islands to foreign
    countries, or between these places as 30.2(a)(1)(ii) says. Electronic transmissions and intangible transfers are
    outside.
    """
    return f.action.is_("export") & _carried(f)


def _excluded(name: str, cite: str, author: object) -> None:
    """Put a rule into the chapter by which a shipment is outside the scope of part 30."""
    FILING.exemption(f"us.ftr.30.2.d.{name}", defeats=[SUBJECT], cites=[cite], periods=_DAYS)(author)  # type: ignore[arg-type]


def in_transit(f: Facts) -> Condition:
    """Goods under bond from one foreign country to another are excluded."""
    return words["in_bond_transit"].is_(True)


def to_territory(f: Facts) -> Condition:
    """Goods for US territories other than Puerto Rico and the US Virgin Islands are excluded."""
    return f.destination.in_(*_TERRITORIES)


def to_guantanamo(f: Facts) -> Condition:
    """Goods to or from Guantanamo Bay Naval Base are excluded."""
    return f.destination.is_("CU") & words["to_guantanamo_bay"].is_(True)


_excluded("1", "15 CFR 30.2(d)(1)", in_transit)
_excluded("2", "15 CFR 30.2(d)(2)", to_territory)
_excluded("4", "15 CFR 30.2(d)(4)", to_guantanamo)


MANDATORY: list[str] = []
"""The rules under which EEI is due whatever the value; no exemption of Subpart D reaches them."""


def _mandatory(name: str, cites: list[str], periods: tuple[Period, ...], author: object) -> None:
    rule_id = f"us.ftr.mandatory.{name}"
    MANDATORY.append(rule_id)
    FILING.requirement(rule_id, cites=cites, periods=periods, policy="as filed")(author)  # type: ignore[arg-type]


def bis_license(f: Facts) -> Condition:
    """A shipment under a license of Commerce is filed, whatever its value or destination."""
    return words["license_number"].is_stated()


def military_items(f: Facts) -> Condition:
    """600 series and 9x515 items of paragraphs .a to .x are filed for every country, Canada included."""
    return munitions_but_y(f)


def strategic_trade(f: Facts) -> Condition:
    """A shipment under License Exception STA is filed."""
    return words["license_exception_claimed"].is_("STA")


def unverified_party(f: Facts) -> Condition:
    """A shipment to a consignee or end user on the Unverified List is filed."""
    return f.some_party(lambda p: p.role.in_(*_RECEIVE) & p.listed("UVL"))


def firearms(f: Facts) -> Condition:
    """Firearms and ammunition are filed, but not under License Exception BAG."""
    return firearms_758(f) & ~words["license_exception_claimed"].is_("BAG")


def to_china_russia_venezuela(f: Facts) -> Condition:
    """Items of the Commerce Control List to China, Russia or Venezuela are filed whatever their value; EAR99 is not
    on that list.
    """
    on_ccl = ~on_list("ear99", "that the item is EAR99")
    return f.destination.in_("CN", "HK", "RU", "VE") & on_ccl & ~for_us_government(f)


def laboratory_equipment(f: Facts) -> Condition:
    """Laboratory equipment of 3A069 to Country Group D is filed."""
    group_d = f.destination_in("D:1", "D:2", "D:3", "D:4", "D:5")
    return on_list("laboratory_758", "that the item is of 3A069") & group_d


def defense_article(f: Facts) -> Condition:
    """A defense article is filed whether State licensed it or an exemption covers it, to Canada as well."""
    return _defense_article(f)


def drug_permit(f: Facts) -> Condition:
    """A shipment that needs an export permit of the Drug Enforcement Administration is filed."""
    return asked_where(specs["dea_permit"], item_names("drug"))


def nuclear_license(f: Facts) -> Condition:
    """A shipment under a general or specific license of the Nuclear Regulatory Commission is filed."""
    stated = words["nrc_item"].is_stated() & ~words["nrc_item"].is_("none")
    named = ~words["nrc_item"].is_stated() & item_names("nuclear")
    open_ = named & ~f.fact("nrc_item", "the kind of nuclear equipment or material").is_("none")
    return stated | open_ | words["nrc_license"].is_stated() | words["nrc_general_license"].is_stated()


def other_license(f: Facts) -> Condition:
    """A shipment under an export license of another federal agency is filed."""
    return words["other_agency_license"].is_(True)


def rough_diamonds(f: Facts) -> Condition:
    """Rough diamonds are filed, with their Kimberley Process Certificate."""
    stated = words["hts_code"].is_stated() | item_names("rough_diamond")
    return stated & _CODE_IF_KNOWN.in_(*_ROUGH_DIAMONDS)


def used_vehicle(f: Facts) -> Condition:
    """Used self-propelled vehicles are filed, whatever their value or destination."""
    return _used_vehicle()


def _used_vehicle() -> Condition:
    """Open for what the tariff code, or the description, calls a vehicle (of which it says that it is used)."""
    by_code = words["hts_code"].is_stated() & _HEADING.in_(*_VEHICLES)
    named = item_names("vehicle") & item_names("used")
    return asked_where(specs["used_self_propelled_vehicle"], by_code | named)


_IV = "15 CFR 30.2(a)(1)(iv)"
_IV_A = "15 CFR 30.2(a)(1)(iv)(A)"
_758 = (_since("2014-01-29", "2014-01-29", "79 FR 4617"),)
for _name, _cites, _periods, _author in (
    ("license", [_IV_A, "15 CFR 758.1(b)(2)"], _DAYS, bis_license),
    ("series", [_IV_A, "15 CFR 758.1(b)(3)"], _758, military_items),
    ("sta", [_IV_A, "15 CFR 758.1(b)(4)"], _758, strategic_trade),
    (
        "unverified",
        [_IV_A, "15 CFR 758.1(b)(8)"],
        (_since("2014-01-21", "2013-12-19", "78 FR 76741"),),
        unverified_party,
    ),
    (
        "firearms",
        [_IV_A, "15 CFR 758.1(b)(9)"],
        (_since("2024-05-30", "2024-04-30", "89 FR 34680"),),
        firearms,
    ),
    (
        "china",
        [_IV_A, "15 CFR 758.1(b)(10)"],
        (_since("2020-06-29", "2020-04-28", "85 FR 23459"),),
        to_china_russia_venezuela,
    ),
    (
        "laboratory",
        [_IV_A, "15 CFR 758.1(b)(11)"],
        (_since("2025-01-16", "2025-01-16", "90 FR 4615"),),
        laboratory_equipment,
    ),
    ("itar", [f"{_IV}(B)", f"{_IV}(C)", "22 CFR 123.22(a)"], _DAYS, defense_article),
    ("dea", [f"{_IV}(D)"], _DAYS, drug_permit),
    ("nrc", [f"{_IV}(E)"], _DAYS, nuclear_license),
    ("other_agency", [f"{_IV}(F)"], _DAYS, other_license),
    ("diamonds", [f"{_IV}(G)"], _DAYS, rough_diamonds),
    ("vehicle", [f"{_IV}(H)"], _DAYS, used_vehicle),
):
    _mandatory(_name, _cites, _periods, _author)


@FILING.requirement(
    GROUP_E, cites=["15 CFR 30.16(d)", "15 CFR 758.1(b)(1)"], periods=_DAYS, policy="as filed"
)
def to_group_e(f: Facts) -> Condition:
    """Shipments to Country Groups E:1 and E:2 are filed whatever their value, unless 30.37(y) frees them and no
    license is needed.
    """
    return f.destination_in("E:1", "E:2")


@FILING.requirement(
    DUE, cites=["15 CFR 30.2(a)(1)(i)", "15 CFR 30.2(a)(1)(ii)"], periods=_DAYS, policy="as filed"
)
def filing_due(f: Facts) -> Condition:
    """EEI is filed before exportation, unless an exemption of Subpart D covers the shipment."""
    return ~f.destination.is_("US")


def _vehicle() -> Condition:
    by_code = words["hts_code"].is_stated() & _HEADING.in_(*_VEHICLES)
    return _used_vehicle() | by_code


_LEGEND = Obligation(
    "exemption_legend",
    "Put the exemption legend on the first page of the bill of lading, air waybill or other loading document.",
    cfr("15 CFR 30.35"),
)


@FILING.authority(
    "us.ftr.30.36",
    "NOEEI 30.36",
    defeats=[DUE],
    cites=["15 CFR 30.36(a)", "15 CFR 30.36(b)"],
    periods=_DAYS,
    claim=None,
    obligations=[_LEGEND],
)
def canada(f: Facts) -> Condition:
    """Shipments whose ultimate destination is Canada are exempt, of any value; what is stored there for, or goes on
    to, a third country is not.
    """
    beyond = f.some_party(
        lambda p: p.role.in_(*_RECEIVE) & _COUNTRY_IF_STATED.is_stated() & ~_COUNTRY_IF_STATED.in_("CA", "US")
    )
    return f.destination.is_("CA") & ~asked_where(specs["transships_third_country"], beyond)


@FILING.authority(
    "us.ftr.30.37.a",
    "NOEEI 30.37(a)",
    defeats=[DUE],
    cites=["15 CFR 30.37(a)"],
    periods=_DAYS,
    claim=None,
    obligations=[_LEGEND],
)
def small_value(f: Facts) -> Condition:
    """$2,500 or less under one Schedule B number and origin, from one US principal party to one consignee on one
    conveyance, whatever the whole shipment comes to; lines of one number are added up. Vehicles are filed.
    """
    total = words["schedule_b_total_usd"]
    alone = ~total.is_stated() & f.item.schedule_b_value_usd.at_most(2500)
    return (
        ((total.is_stated() & total.at_most(2500) & ~f.item.schedule_b_value_usd.at_least(2501)) | alone)
        & ~_vehicle()
        & ~asked_where(specs["household_goods"], item_names("household"))
    )


@FILING.authority(
    "us.ftr.30.37.f",
    "NOEEI 30.37(f)",
    defeats=[DUE],
    cites=["15 CFR 30.37(f)"],
    periods=_DAYS,
    claim=None,
    obligations=[_LEGEND],
)
def technology_and_software(f: Facts) -> Condition:
    """Technology and software that need no license are exempt; mass-market software is filed."""
    mass_market = on_list("mass_market_software", "that it is mass market software")
    return f.item.kind.in_("technology", "software") & ~mass_market


_AUTOMATIC = ("30.36", "30.36(a)", "30.37(a)", "30.37(f)")


def _terms(ftr_exemption: FtrExemption) -> object:
    def author(f: Facts) -> Condition:
        judged = ftr_exemption.judged and ftr_exemption.paragraph not in _BY_EXCEPTION
        met = words["eei_exemption_terms_met"].is_(True) if judged else None
        needs = None if ftr_exemption.needs is None else ftr_exemption.needs(f)
        parts = [part for part in (needs, met) if part is not None]
        if ftr_exemption.paragraph == "30.37(b)":
            parts.append(words["shipped_under_waybill"].is_(False))
        whole = parts[0]
        for part in parts[1:]:
            whole = whole & part
        return whole

    author.__doc__ = f"{ftr_exemption.what[0].upper()}{ftr_exemption.what[1:]}."
    return author


_BY_EXCEPTION = {"30.37(h)": "GFT", "30.37(x)": "BAG", "30.37(y)(4)": "GFT"}
"""Exemptions that go with a license exception: to claim the one is to claim the other."""


def _claim(ftr_exemption: FtrExemption) -> Condition:
    named = words["eei_exemption"].is_(ftr_exemption.paragraph)
    symbol = _BY_EXCEPTION.get(ftr_exemption.paragraph)
    return named if symbol is None else named | words["license_exception_claimed"].is_(symbol)


for _one in EXEMPTIONS:
    if _one.paragraph not in _AUTOMATIC:
        FILING.authority(
            f"us.ftr.{_one.paragraph.replace('(', '.').replace(')', '')}",
            f"NOEEI {_one.paragraph}",
            defeats=[GROUP_E, DUE] if _one.paragraph.startswith("30.37(y)") else [DUE],
            cites=[f"15 CFR {_one.paragraph}", "15 CFR 30.35"],
            periods=_DAYS,
            claim=_claim(_one),
            obligations=[_LEGEND],
        )(_terms(_one))  # type: ignore[arg-type]


_EVERY = [*MANDATORY, GROUP_E, DUE]


def _before(minutes: Mapping[str, int]) -> Condition:
    """Filed as long before as a table asks of the means of transport."""
    filed, mode = words["eei_filed_minutes_before"], words["transport_mode"]
    return any_of(*(mode.is_(name) & filed.at_least(least) for name, least in minutes.items()))


def _in_time(f: Facts) -> Condition:
    """Filed as long before as the means of transport asks for: 30.4(b), for defense articles 22 CFR 123.22(b).

    Between the United States and Puerto Rico the citation is due on arrival at the port of unlading (30.4(b)(3)).
    """
    vehicle = _used_vehicle()
    usual = ~_defense_article(f) & ~vehicle & (_before(USUAL) | f.destination.is_("PR"))
    late = words["eei_filed_minutes_before"].at_least(USED_VEHICLES)
    return (_defense_article(f) & _before(DEFENSE_ARTICLES)) | usual | (vehicle & late)


_PROOF = Obligation(
    "proof_of_filing",
    'Put the proof of filing ("AES" and the ITN) on the first page of the loading document and give it to the'
    " carrier.",
    cfr("15 CFR 30.7(b)"),
)


@FILING.authority(
    "us.ftr.30.4.itn",
    "AES ITN",
    defeats=_EVERY,
    cites=["15 CFR 30.4(b)", "15 CFR 30.7(b)"],
    periods=_DAYS,
    claim=words["itn"].is_stated() | words["eei_filed_minutes_before"].is_stated(),
    obligations=[_PROOF],
)
def filed_in_time(f: Facts) -> Condition:
    """Filed and accepted before the deadline: 24 hours before loading a vessel, 2 hours before a flight leaves, a
    train reaches the border or mail is exported, 1 hour before a truck reaches the border; defense articles 8 hours
    by air or truck and 24 by vessel or rail; used vehicles 72 hours.
    """
    return ~words["eei_filed_minutes_before"].is_stated() | _in_time(f)


@FILING.authority(
    "us.ftr.30.4.b.4",
    "AESDOWN",
    defeats=_EVERY,
    cites=["15 CFR 30.4(b)(4)(ii)", "15 CFR 30.4(b)(1)"],
    periods=_DAYS,
    claim=words["aes_unavailable"].is_(True),
    obligations=[
        Obligation(
            "file_at_first_opportunity",
            "Put the downtime citation on the loading document, and file as soon as the system is up again.",
            cfr("15 CFR 30.4(b)(4)(ii)"),
        )
    ],
)
def system_down(f: Facts) -> Condition:
    """While the Government's system is down, goods may leave with the downtime citation, but not defense articles:
    these wait for the ITN.
    """
    return ~_defense_article(f)


@FILING.authority(
    "us.ftr.30.4.c",
    "AESPOST",
    defeats=[DUE],
    cites=["15 CFR 30.4(c)(1)", "15 CFR 30.4(a)"],
    periods=_DAYS,
    claim=words["postdeparture_approved"].is_(True),
    obligations=[
        Obligation(
            "file_within_five_days",
            "File within five calendar days after the date of exportation.",
            cfr("15 CFR 30.4(c)(1)"),
        )
    ],
)
def after_departure(f: Facts) -> Condition:
    """An approved US principal party may file after departure, but not in a routed transaction, nor what 30.4(a)
    names.
    """
    return ~asked_where(specs["routed_transaction"], words["postdeparture_approved"].is_(True))


def _duty(name: str, cite: str, text: str, author: object) -> None:
    FILING.duty(
        f"us.ftr.duty.{name}",
        cites=[cite],
        periods=_DAYS,
        obligations=[Obligation(name, text, cfr(cite))],
        occasion=Occasion.ANY,
    )(author)  # type: ignore[arg-type]


def routed(f: Facts) -> Condition:
    """In a routed transaction the foreign party's agent in the United States files."""
    return words["routed_transaction"].is_(True)


def not_routed(f: Facts) -> Condition:
    """Otherwise the US principal party or its agent files."""
    return ~words["routed_transaction"].is_(True) & ~words["foreign_buyer_in_us"].is_(True)


def buyer_here(f: Facts) -> Condition:
    """A foreign buyer that is in the United States when it buys is the US principal party in interest."""
    return words["foreign_buyer_in_us"].is_(True)


def household(f: Facts) -> Condition:
    """Household goods are filed without a commodity number."""
    return words["household_goods"].is_(True)


_duty(
    "agent_of_buyer_files",
    "15 CFR 30.3(e)(2)",
    "The foreign party's agent in the United States files, under a power of attorney of the foreign party. Give the"
    " agent"
    " the data of 30.3(e)(1)(i)-(xii), and ask for the ITN. You file only where the foreign party authorizes you in"
    " writing.",
    routed,
)
_duty(
    "principal_party_files",
    "15 CFR 30.3(c)(1)",
    "The US principal party in interest files, or an agent in the United States whom it authorized in writing.",
    not_routed,
)
_duty(
    "buyer_is_principal_party",
    "15 CFR 30.3(b)(2)",
    "The foreign buyer is the US principal party in interest, since it is in the United States when it buys: report"
    " it as"
    " such. The filer is located in the United States and has an EIN or DUNS, so that an agent here files for it.",
    buyer_here,
)
_duty(
    "household_goods_filing",
    "15 CFR 30.38",
    "Household goods under a bill of lading or air waybill are filed without a Schedule B number.",
    household,
)


@FILING.notice(
    "us.ftr.notice.before_2008",
    "filing_rules_of_2008",
    cites=["15 CFR 30.2"],
    periods=[
        period(
            "1930-01-01",
            last="2008-07-01",
            published="1930-01-01",
            cite="73 FR 31555",
            source="none: part 30 before 73 FR 31555 was not read",
        )
    ],
)
def older_rules(f: Facts) -> Condition:
    """Before July 2, 2008 the Foreign Trade Regulations read otherwise; the rulebook does not hold them."""
    return f.action.is_("export")
