"""10 CFR part 110: a license for every export and import of nuclear equipment and material, general or specific.

A general license needs no application. The lists of countries in 110.28 to 110.30 and 110.26(b) are not in the text
that was read: Cuba, Iran, North Korea and Syria are taken for embargoed from general knowledge, some others are left
open, and an answer that rests on these lists is never green.
"""

from __future__ import annotations

from decimal import Decimal

from licet.regimes.hints import asked_where, item_names
from licet.regimes.us_nrc.facts import EQUIPMENT, MATERIAL, specs, words
from licet.rules.citation import cfr
from licet.rules.condition import Condition, Field
from licet.rules.rule import Chapter, Obligation, Question, period
from licet.rules.terms import Facts

__all__ = ["FORMER_ECCNS", "NRC"]

NRC = Chapter("10 CFR Part 110")

_TEXT = (
    "text of 10 CFR part 110 as of January 2025; earlier wordings, lists of countries and appendices not read"
)
_DAYS = (period("1984-12-03", published="1984-12-03", cite="49 FR 47197", source=_TEXT),)
_SUBJECT, _LICENSE, _IMPORT = "us.nrc.110.8", "us.nrc.110.5", "us.nrc.110.5.import"
_EMBARGOED, _RESTRICTED = "us.nrc.110.28", "us.nrc.110.29"

_SURELY_EMBARGOED = ("CU", "IR", "KP", "SY")
_PERHAPS_EMBARGOED = ("IQ", "SD")
_PERHAPS_RESTRICTED = ("AD", "AF", "AO", "DJ", "IL", "IN", "IQ", "LY", "MM", "PK", "SD", "SS", "YE")
_PERHAPS_SUSPENDED = ("CN", "RU")
"""Countries for which orders of the Commission suspended general licenses, wholly or in part: none was read."""
_MILLI, _TENTH = Decimal("0.001"), Decimal("0.1")
_NUCLEAR_HEADINGS = ("2612", "2844", "2845", "8401")
"""Tariff headings of uranium ores, radioactive elements and isotopes, heavy water and nuclear reactors."""
FORMER_ECCNS = frozenset(
    ("0A001", "0B001", "0B002", "0B003", "0B004", "0B005", "0B006", "0C001", "0C002", "0C004", "0C005", "0C006",
     "0C201", "1C012")
)  # fmt: skip
"""ECCNs that named items of part 110 until October 15, 2013 (15 CFR 774.1(b)(2))."""
_END_USE_IF_STATED = Field("end_use", "the end use", claim=True)
_BY_ECCN = Field("item.is.formerly_listed", "that its ECCN named items of part 110", claim=True)


def _kind(*names: str) -> Condition:
    return words["nrc_item"].in_(*names)


@NRC.rule(_SUBJECT, Question.SUBJECT, cites=["10 CFR 110.8", "10 CFR 110.9", "10 CFR 110.9a"], periods=_DAYS)
def nuclear_item(f: Facts) -> Condition:
    """The Nuclear Regulatory Commission licenses reactors, plants and equipment made for them, special nuclear,
    source and byproduct material, and deuterium and graphite for nuclear end use. Goods of the tariff headings for
    radioactive material, heavy water and reactors, of ECCNs that named such items, or with a description that names
    one, are taken to be open until it is said which they are.
    """
    stated = words["nrc_item"].is_stated()
    named = stated & _kind(*EQUIPMENT, *MATERIAL)
    by_code = words["hts_code"].is_stated() & f.item.hs_heading.in_(*_NUCLEAR_HEADINGS)
    suspicious = by_code | _BY_ECCN.is_(True) | item_names("nuclear")
    if_known = f.fact("nrc_item", "the kind of nuclear equipment or material").in_(*EQUIPMENT, *MATERIAL)
    return named | (~stated & suspicious & if_known)


@NRC.rule(
    _EMBARGOED,
    Question.DEFINITION,
    cites=["10 CFR 110.28"],
    periods=[
        period("1984-12-03", published="1984-12-03", cite="49 FR 47197", source=_TEXT, last="2021-09-26")
    ],
    verified=False,
)
def embargoed(f: Facts) -> Condition:
    """The destination is embargoed, so that no general license reaches it."""
    perhaps = f.destination.in_(*_PERHAPS_EMBARGOED) & f.unmodeled(
        "110.28", "whether 110.28 lists the country"
    )
    return f.destination.in_(*_SURELY_EMBARGOED) | perhaps


@embargoed.amended(
    [
        period(
            "2021-09-27",
            published="2021-09-27",
            cite="10 CFR 110.50",
            source="orders of the Commission of 2021 on China and of 2022 on Russia, from general knowledge",
        )
    ]
)
def embargoed_or_suspended(f: Facts) -> Condition:
    """The destination is embargoed, or an order of the Commission may suspend the general licenses for it."""
    perhaps = f.destination.in_(*_PERHAPS_EMBARGOED) & f.unmodeled(
        "110.28", "whether 110.28 lists the country"
    )
    suspended = f.destination.in_(*_PERHAPS_SUSPENDED) & f.unmodeled(
        "orders", "whether an order of the Commission suspends general licenses for the country"
    )
    return f.destination.in_(*_SURELY_EMBARGOED) | perhaps | suspended


@NRC.rule(_RESTRICTED, Question.DEFINITION, cites=["10 CFR 110.29"], periods=_DAYS, verified=False)
def restricted(f: Facts) -> Condition:
    """The destination is restricted, so that general licenses reach it in smaller quantities only."""
    return f.destination.in_(*_PERHAPS_RESTRICTED) & f.unmodeled("110.29", "whether 110.29 lists the country")


@NRC.requirement(
    _LICENSE,
    cites=["10 CFR 110.5", "10 CFR 110.20(a)"],
    periods=_DAYS,
    policy="case-by-case",
)
def export_needs_license(f: Facts) -> Condition:
    """No nuclear equipment or material is exported without a general or specific license of the Commission."""
    return f.action.in_("export", "reexport") & ~f.item.kind.in_("technology", "service")


@NRC.requirement(
    _IMPORT,
    cites=["10 CFR 110.5", "10 CFR 110.9a"],
    periods=_DAYS,
    policy="case-by-case",
)
def import_needs_license(f: Facts) -> Condition:
    """Production and utilization facilities and special nuclear, source and byproduct material are imported under a
    general or specific license.
    """
    listed = _kind("reactor", "special_nuclear_material", "source_material", "byproduct_material")
    return f.action.is_("import") & listed


def _kilograms(f: Facts, limit: int) -> Condition:
    """At most so many kilograms in the shipment, by its quantity where that is in kilograms."""
    in_kilograms = f.item.unit.is_("kg")
    stated = words["quantity_kg"].at_most(limit)
    return (in_kilograms & f.item.quantity.at_most(limit)) | (~in_kilograms & stated)


def _free(f: Facts) -> Condition:
    """What bars every general license for material is not there: waste, and the activities of 110.20(d)."""
    return words["radioactive_waste"].is_(False) & ~asked_where(
        specs["barred_nuclear_activity"], _END_USE_IF_STATED.is_("nuclear")
    )


def _special_isotope() -> Condition:
    """An isotope with terms of its own; open where the description names one."""
    return asked_where(specs["special_isotope"], item_names("special_isotope"))


_CITE = Obligation(
    "cite_nrc_general_license",
    "You may cite the section of the general license on the shipping documents; keep within its quantities.",
    cfr("10 CFR 110.20(e)"),
)


@NRC.authority(
    "us.nrc.110.22.b",
    "10 CFR 110.22(b) (general license)",
    defeats=[_LICENSE],
    cites=["10 CFR 110.22(b)", "10 CFR 110.22(e)"],
    periods=_DAYS,
    claim=None,
    obligations=[_CITE],
)
def source_material_10_kg(f: Facts) -> Condition:
    """Uranium or thorium in shipments of up to 10 kilograms, 1,000 kilograms a year to one country (500 where it is
    Canadian-obligated), to a country neither embargoed nor restricted.
    """
    year = words["year_total_kg"].at_most(500) | (
        words["year_total_kg"].at_most(1000)
        & ~asked_where(specs["canadian_obligated"], words["year_total_kg"].at_least(501))
    )
    place = ~f.defined(_EMBARGOED) & ~f.defined(_RESTRICTED)
    plain = _kind("source_material") & ~_special_isotope()
    return plain & _kilograms(f, 10) & year & place & _free(f)


@NRC.authority(
    "us.nrc.110.22.c",
    "10 CFR 110.22(c) (general license)",
    defeats=[_LICENSE],
    cites=["10 CFR 110.22(c)", "10 CFR 110.22(e)"],
    periods=_DAYS,
    claim=None,
    obligations=[_CITE],
)
def source_material_1_kg(f: Facts) -> Condition:
    """Uranium or thorium in shipments of up to 1 kilogram, 100 kilograms a year to one country, to a country that is
    not embargoed, restricted ones included.
    """
    plain = _kind("source_material") & ~_special_isotope()
    small = _kilograms(f, 1) & words["year_total_kg"].at_most(100)
    return plain & small & ~f.defined(_EMBARGOED) & _free(f)


@NRC.authority(
    "us.nrc.110.22.a.1",
    "10 CFR 110.22(a)(1) (general license)",
    defeats=[_LICENSE],
    cites=["10 CFR 110.22(a)(1)"],
    periods=_DAYS,
    claim=None,
    obligations=[_CITE],
)
def traces_of_source_material(f: Facts) -> Condition:
    """Uranium or thorium below 0.05 percent by weight, to a country that is not embargoed."""
    thin = _kind("source_material") & words["concentration_below_005_percent"].is_(True)
    return thin & ~_special_isotope() & ~f.defined(_EMBARGOED) & _free(f)


@NRC.authority(
    "us.nrc.110.21.b.1",
    "10 CFR 110.21(b)(1) (general license)",
    defeats=[_LICENSE],
    cites=["10 CFR 110.21(b)(1)", "10 CFR 110.21(d)"],
    periods=_DAYS,
    claim=None,
    obligations=[_CITE],
)
def special_nuclear_material_gram(f: Facts) -> Condition:
    """Special nuclear material of up to 0.001 effective kilogram a shipment and 0.1 a year to one country, to a
    country neither embargoed nor restricted.
    """
    plain = _kind("special_nuclear_material") & ~_special_isotope()
    small = words["quantity_kg"].at_most(_MILLI) & words["year_total_kg"].at_most(_TENTH)
    return plain & small & ~f.defined(_EMBARGOED) & ~f.defined(_RESTRICTED) & _free(f)


@NRC.authority(
    "us.nrc.110.24",
    "10 CFR 110.24(a) (general license)",
    defeats=[_LICENSE],
    cites=["10 CFR 110.24(a)"],
    periods=_DAYS,
    claim=None,
    obligations=[_CITE],
)
def deuterium(f: Facts) -> Condition:
    """Deuterium for nuclear end use of up to 10 kilograms a shipment and 200 a year, heavy water of up to 50 and
    1,000, to a country neither embargoed nor restricted.
    """
    gas = _kind("deuterium") & _kilograms(f, 10) & words["year_total_kg"].at_most(200)
    water = _kind("heavy_water") & _kilograms(f, 50) & words["year_total_kg"].at_most(1000)
    return (gas | water) & ~f.defined(_EMBARGOED) & ~f.defined(_RESTRICTED) & _free(f)


@NRC.authority(
    "us.nrc.110.26",
    "10 CFR 110.26(a) (general license)",
    defeats=[_LICENSE],
    cites=["10 CFR 110.26(a)", "10 CFR 110.26(d)"],
    periods=_DAYS,
    claim=None,
    obligations=[_CITE],
)
def reactor_components(f: Facts) -> Condition:
    """Reactor components of US origin to the destinations of 110.26(b), unless they amount together to an essentially
    complete reactor: piecemeal exports need a facility license.
    """
    named = words["component_of_appendix_a_5_to_11"].is_(True) & words["component_destination_listed"].is_(
        True
    )
    single = words["completes_reactor"].is_(False)
    return _kind("reactor_component") & single & named & ~f.defined(_EMBARGOED)


@NRC.authority(
    "us.nrc.110.20.a",
    "general license of 10 CFR 110.21 to 110.26",
    defeats=[_LICENSE],
    cites=["10 CFR 110.20(a)", "10 CFR 110.23(a)"],
    periods=_DAYS,
    claim=words["nrc_general_license"].is_stated(),
    obligations=[_CITE],
)
def other_general_license(f: Facts) -> Condition:
    """Another general license, such as that for byproduct material (110.23), where all its terms are met."""
    met = words["nrc_general_license_terms_met"].is_(True) & ~f.defined(_EMBARGOED)
    whole_reactor = _kind("reactor_component") & ~words["completes_reactor"].is_(False)
    return met & ~whole_reactor & _free(f)


@NRC.authority(
    "us.nrc.110.27",
    "10 CFR 110.27(a) (general license)",
    defeats=[_IMPORT],
    cites=["10 CFR 110.27(a)", "10 CFR 110.27(b)", "10 CFR 110.27(c)"],
    periods=_DAYS,
    claim=None,
)
def import_of_material(f: Facts) -> Condition:
    """Byproduct, source or special nuclear material for a consignee that may possess it; no waste, and no more than
    100 kilograms in irradiated fuel.
    """
    material = _kind("special_nuclear_material", "source_material", "byproduct_material")
    holds = words["consignee_licensed_for_material"].is_(True) & words["radioactive_waste"].is_(False)
    return (
        material & holds & ~asked_where(specs["irradiated_fuel_over_100_kg"], item_names("irradiated_fuel"))
    )


@NRC.authority(
    "us.nrc.110.license",
    "specific license of the NRC",
    defeats=[_LICENSE, _IMPORT],
    cites=["10 CFR 110.19", "10 CFR 110.50"],
    periods=_DAYS,
    claim=words["nrc_license"].is_stated(),
)
def specific_license(f: Facts) -> Condition:
    """A specific license covers what it names."""
    return words["nrc_license_covers"].is_(True)


@NRC.exemption(
    "us.nrc.110.1.b.5",
    defeats=[_SUBJECT],
    cites=["10 CFR 110.1(b)(5)"],
    periods=_DAYS,
    activity=True,
)
def other_act(f: Facts) -> Condition:
    """A payment, a release of know-how or a transfer within one country is no export under part 110; assistance is
    the Department of Energy's (10 CFR part 810), and so are retransfers (110.6).
    """
    return f.action.in_(
        "payment", "deemed_export", "deemed_reexport", "transfer_in_country"
    ) | f.item.kind.in_("technology", "service")
