"""31 CFR Part 589: sectoral sanctions of Russia (Directives 1 to 4), and the occupied regions of Ukraine."""

from __future__ import annotations

from licet.regimes.hints import asked_where, item_names
from licet.regimes.us_ofac.common import REJECT, bound, is_activity
from licet.regimes.us_ofac.facts import facts, specs
from licet.regimes.us_ofac.periods import held, unread
from licet.rules.condition import CascadingShareAtLeast, Condition, any_of
from licet.rules.rule import Chapter, Question
from licet.rules.terms import Facts, OwnerTerm, PartyTerm

__all__ = ["PART_589", "REGION_RULES"]

PART_589 = Chapter("31 CFR Part 589")
_SINCE_2014 = held("2014-07-16", "87 FR 26099")
_REGIONS = "us.ofac.589.207"
REGION_RULES = (_REGIONS,)


def _listed(p: PartyTerm) -> Condition:
    """On the Sectoral Sanctions Identifications List, or owned half by those who are (589.411(b))."""
    return p.listed("SSI") | CascadingShareAtLeast(50, OwnerTerm().listed("SSI"))


def _sectoral(f: Facts, *directives: int) -> Condition:
    number = facts["ssi_directive"]
    named = (
        any_of(*(number.is_(directive) for directive in directives))
        if len(directives) > 1
        else number.is_(directives[0])
    )
    return _us(f) & f.some_party(_listed) & named


def _us(f: Facts) -> Condition:
    return facts["us_person"].is_(True) | bound(f)


def _longer_than(days: int, start: str, end: str | None = None) -> Condition:
    """Debt of a longer maturity, issued in a span of days."""
    issued = facts["listed_party_debt_date"]
    issue = issued.on_or_after(start)
    if end is not None:
        issue = issue & ~issued.on_or_after(end)
    return facts["listed_party_debt_days"].at_least(days + 1) & issue


@PART_589.rule("us.ofac.589.202", Question.PROHIBITION, cites=["31 CFR 589.202"], periods=[_SINCE_2014])
def directive_1(f: Facts) -> Condition:
    """No new debt of a bank of Directive 1 beyond 90 days (issued from July 16, 2014), 30 days (from September 12,
    2014) or 14 days (from November 28, 2017).
    """
    return _sectoral(f, 1) & any_of(
        _longer_than(90, "2014-07-16", "2014-09-12"),
        _longer_than(30, "2014-09-12", "2017-11-28"),
        _longer_than(14, "2017-11-28"),
    )


@PART_589.rule(
    "us.ofac.589.202.equity", Question.PROHIBITION, cites=["31 CFR 589.202"], periods=[_SINCE_2014]
)
def new_equity(f: Facts) -> Condition:
    """No new equity of a bank of Directive 1 that was issued on or after July 16, 2014."""
    securities = asked_where(specs["securities_transaction"], item_names("securities"))
    return _sectoral(f, 1) & securities & facts["new_equity_of_listed_party"].is_(True)


@PART_589.rule("us.ofac.589.203", Question.PROHIBITION, cites=["31 CFR 589.203"], periods=[_SINCE_2014])
def directive_2(f: Facts) -> Condition:
    """No new debt of an energy company of Directive 2 beyond 90 days (issued from July 16, 2014) or 60 days (from
    November 28, 2017).
    """
    return _sectoral(f, 2) & any_of(
        _longer_than(90, "2014-07-16", "2017-11-28"), _longer_than(60, "2017-11-28")
    )


@PART_589.rule(
    "us.ofac.589.204",
    Question.PROHIBITION,
    cites=["31 CFR 589.204"],
    periods=[held("2014-09-12", "87 FR 26099")],
)
def directive_3(f: Facts) -> Condition:
    """No new debt of a defense company of Directive 3 beyond 30 days."""
    return _sectoral(f, 3) & _longer_than(30, "2014-09-12")


@PART_589.rule(
    "us.ofac.589.205",
    Question.PROHIBITION,
    cites=["31 CFR 589.205"],
    periods=[held("2014-09-12", "87 FR 26099")],
)
def directive_4(f: Facts) -> Condition:
    """No goods, services (but financial ones) or technology for deepwater, Arctic offshore or shale oil projects in
    Russia in which a company of Directive 4 takes part, nor anywhere for one initiated since January 29, 2018, of
    which such companies have 33 percent or more.
    """
    anywhere = facts["oil_project_begun_on"].on_or_after("2018-01-29") & facts[
        "oil_project_listed_share"
    ].at_least(33)
    return (
        _sectoral(f, 4)
        & facts["unconventional_oil_project"].is_(True)
        & ~f.action.is_("payment")
        & (facts["oil_project_in_russia"].is_(True) | anywhere)
    )


def _region(f: Facts) -> Condition:
    """It goes to Ukraine and is stated to go to an occupied region, or an address names a place there."""
    stated = f.destination.is_("UA") & facts["occupied_region_of_ukraine"].is_(True)
    return stated | f.some_party(lambda p: p.occupied_region.is_(True))


@PART_589.rule(
    _REGIONS,
    Question.PROHIBITION,
    cites=["31 CFR 589.207", "31 CFR 589.206", "31 CFR 589.208", "87 FR 10293"],
    periods=[held("2014-12-19", "87 FR 26099", last="2022-02-20")],
    obligations=[REJECT],
)
def crimea(f: Facts) -> Condition:
    """No goods, services or technology may be supplied to the Crimea region from the United States or by a U.S.
    person.
    """
    return bound(f) & _region(f) & facts["crimea"].is_(True)


@crimea.amended(
    [unread("2022-02-21", "87 FR 10293", "E.O. 14065 and OFAC FAQ 1009; section 589.207 was read")]
)
def regions(f: Facts) -> Condition:
    """No goods, services or technology may be supplied to the Crimea region or to the so-called Donetsk or Luhansk
    People's Republics from the United States or by a U.S. person; the rest of Ukraine is free.
    """
    return bound(f) & _region(f)


@PART_589.authority(
    "us.ofac.589.513",
    "31 CFR 589.513",
    defeats=REGION_RULES,
    cites=["31 CFR 589.513"],
    periods=[held("2022-05-02", "87 FR 26099")],
    claim=is_activity("agricultural_commodities", "medicine", "medical_devices"),
)
def food_and_medicine(f: Facts) -> Condition:
    """EAR99 agricultural commodities, medicine and medical supplies may go to the Crimea region, not to the military
    or the police.
    """
    return (
        facts["crimea"].is_(True)
        & f.item.eccn.is_("EAR99")
        & facts["excluded_agricultural_or_medical_item"].is_(False)
        & facts["military_or_police_purchaser"].is_(False)
    )


@food_and_medicine.amended(
    [
        unread(
            "2014-12-19", "79 FR 75447", "General Licenses 4 and 17 on the Crimea region", last="2022-05-01"
        )
    ],
    claim=is_activity("agricultural_commodities", "medicine", "medical_devices"),
)
def food_and_medicine_before(f: Facts) -> Condition:
    """Before May 2, 2022, General License 4 covered such exports to the Crimea region: its text is not at hand."""
    return facts["crimea"].is_(True) & f.unmodeled(
        "general licenses",
        "the text of General License 4 on exports of food and medicine to the Crimea region",
    )


@PART_589.authority(
    "us.ofac.gl.ukraine.18",
    "OFAC General License UKRAINE 18",
    defeats=REGION_RULES,
    cites=["31 CFR 501.801(a)"],
    periods=[unread("2022-02-21", "87 FR 10293", "General License 18 under E.O. 14065")],
    claim=is_activity("agricultural_commodities", "medicine", "medical_devices"),
    verified=False,
)
def food_and_medicine_for_donetsk(f: Facts) -> Condition:
    """General License 18 covers food and medicine for the so-called Donetsk and Luhansk People's Republics; its text
    is not at hand.
    """
    return facts["crimea"].is_(False) & f.unmodeled(
        "general licenses", "the text of General License UKRAINE 18: food, medicine and medical devices"
    )
