"""Services for persons in Russia, new investment there, and imports of its fish and other goods.

The orders (E.O. 14066, 14068, 14071) and the determinations under them stand in no text at hand. Which services are
prohibited since when is taken from OFAC's answers; what these do not say stays open.
"""

from __future__ import annotations

from licet.regimes.hints import asked_where, item_names
from licet.regimes.us_ofac.common import REJECT, acts_for_government, bound, party_in
from licet.regimes.us_ofac.facts import claims, facts, specs
from licet.regimes.us_ofac.periods import unread
from licet.rules.condition import Condition
from licet.rules.rule import Chapter, Period, Question
from licet.rules.terms import Facts

__all__ = ["RUSSIA"]

RUSSIA = Chapter("31 CFR Part 587: orders and determinations")
_RUSSIA = "RU"
_ORDERS = "OFAC FAQ 1034, 1053, 1059, 1216 and 1217"


def _period(start: str, last: str | None = None) -> Period:
    return unread(start, "87 FR 20999", _ORDERS, last=last)


def _to_russia(f: Facts) -> Condition:
    """A service for a person in Russia; an entity there that a U.S. person owns or controls is left out."""
    there = f.destination.is_(_RUSSIA) | f.some_party(lambda p: party_in(p, _RUSSIA) & ~p.role.is_("other"))
    supplied = f.item.kind.is_("service") & ~f.action.in_("payment", "import")
    return bound(f) & supplied & ~claims["customer_owned_by_us_person"].is_(True) & there


def _named(f: Facts, *categories: str) -> Condition:
    """Whether the service is of a category that is prohibited by then; those of the oil price cap stay open."""
    category = facts["service_category"]
    capped = category.is_("russian_oil_trade") & f.unmodeled(
        "E.O. 14071", "which services for the maritime trade in Russian oil are prohibited, by its price"
    )
    return _to_russia(f) & (category.in_(*categories) | capped)


_CONSULTING = ("accounting", "trust_or_corporate_formation", "management_consulting")
_QUANTUM = (*_CONSULTING, "quantum_computing")
_ENGINEERING = (*_QUANTUM, "architecture_or_engineering")
_IT = (*_ENGINEERING, "it_consultancy_support_or_cloud")
_PETROLEUM = (*_IT, "petroleum")


@RUSSIA.rule(
    "us.ofac.14071.services",
    Question.PROHIBITION,
    cites=["87 FR 20999", "31 CFR Part 587"],
    periods=[_period("2022-06-07", "2022-10-14")],
    obligations=[REJECT],
)
def consulting(f: Facts) -> Condition:
    """Accounting, trust and corporate formation, and management consulting for persons in Russia are prohibited since
    June 7, 2022 (determination of May 8, 2022), but for entities there that U.S. persons own or control.
    """
    return _named(f, *_CONSULTING)


@consulting.amended([_period("2022-10-15", "2023-06-17")])
def quantum(f: Facts) -> Condition:
    """Quantum computing services for persons in Russia are prohibited as well since October 15, 2022."""
    return _named(f, *_QUANTUM)


@consulting.amended([_period("2023-06-18", "2024-09-11")])
def engineering(f: Facts) -> Condition:
    """Architecture and engineering services for persons in Russia are prohibited as well since June 18, 2023."""
    return _named(f, *_ENGINEERING)


@consulting.amended([_period("2024-09-12", "2025-02-26")])
def information_technology(f: Facts) -> Condition:
    """IT consultancy and design, and IT support and cloud services for certain software, for persons in Russia are
    prohibited as well since September 12, 2024.
    """
    return _named(f, *_IT)


@consulting.amended([_period("2025-02-27")])
def petroleum(f: Facts) -> Condition:
    """Petroleum services for persons in Russia are prohibited as well since February 27, 2025."""
    return _named(f, *_PETROLEUM)


@RUSSIA.rule(
    "us.ofac.14071.investment",
    Question.PROHIBITION,
    cites=["87 FR 20999", "31 CFR Part 587"],
    periods=[unread("2022-04-06", "87 FR 20999", _ORDERS)],
)
def investment(f: Facts) -> Condition:
    """No U.S. person may make a new investment in Russia, nor approve, finance or facilitate that of a foreign
    person, such as the buyer of a stake in a company there.
    """
    there = f.destination.is_(_RUSSIA) | f.some_party(lambda p: party_in(p, _RUSSIA))
    named = item_names("investment", "securities") & there
    return bound(f) & asked_where(specs["new_investment_in"], named, _RUSSIA)


@RUSSIA.rule(
    "us.ofac.14068.import",
    Question.PROHIBITION,
    cites=["87 FR 14381", "31 CFR Part 587"],
    periods=[unread("2022-03-08", "87 FR 13625", "E.O. 14066 and 14068; OFAC's fact sheet of July 14, 2022")],
)
def imports(f: Facts) -> Condition:
    """Goods of Russian origin that the orders name (oil, coal, fish, diamonds, gold) may not be imported into the
    United States, nor fish and diamonds of Russia that another country processed; that they go to another country is
    not prohibited by these orders.
    """
    processed = item_names("russian_goods") & ~f.item.us_origin.is_(True)
    return (
        f.action.is_("import")
        & (facts["origin_country"].is_(_RUSSIA) | asked_where(specs["contains_russian_goods"], processed))
        & f.unmodeled("E.O. 14068", "which goods of Russian origin may not be imported on that day")
    )


@RUSSIA.rule(
    "us.ofac.14068.banknotes",
    Question.PROHIBITION,
    cites=["87 FR 14381", "31 CFR Part 587"],
    periods=[unread("2022-03-11", "87 FR 14381", "section 1(a)(iii) of E.O. 14068")],
)
def banknotes(f: Facts) -> Condition:
    """Banknotes in US dollars may not be supplied to the Government of Russia or to anybody in Russia."""
    there = f.destination.is_(_RUSSIA) | f.some_party(lambda p: party_in(p, _RUSSIA))
    to_russia = there | acts_for_government(_RUSSIA)
    banknotes = asked_where(specs["us_dollar_banknotes"], item_names("banknotes"))
    return bound(f) & banknotes & ~f.action.is_("import") & to_russia


_SOVEREIGN = (
    "Directives 1A and 4 under E.O. 14024 on the Central Bank, the National Wealth Fund and the Ministry of"
    " Finance"
)


@RUSSIA.rule(
    "us.ofac.14024.sovereign",
    Question.PROHIBITION,
    cites=["31 CFR 587.201"],
    periods=[unread("2021-06-14", "86 FR 20249", _SOVEREIGN, last="2022-02-27")],
)
def sovereign_debt(f: Facts) -> Condition:
    """Bonds of, and loans to, the Central Bank, the National Wealth Fund and the Ministry of Finance of Russia are
    restricted since June 14, 2021; the directive is not at hand.
    """
    return bound(f) & f.action.is_("payment") & acts_for_government(_RUSSIA) & _directives(f)


@sovereign_debt.amended([unread("2022-02-28", "86 FR 20249", _SOVEREIGN)])
def sovereign(f: Facts) -> Condition:
    """No transaction may involve the Central Bank, the National Wealth Fund or the Ministry of Finance of Russia
    since February 28, 2022; the directive is not at hand, so that what their government takes part in stays open.
    """
    return bound(f) & acts_for_government(_RUSSIA) & _directives(f)


def _directives(f: Facts) -> Condition:
    return f.unmodeled("E.O. 14024", _SOVEREIGN)
