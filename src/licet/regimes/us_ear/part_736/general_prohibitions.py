"""15 CFR 736.2(b): the ten general prohibitions, the frame that collects what applies."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from licet.regimes.us_ear.facts import words
from licet.regimes.us_ear.part_734.direct_product import DIRECT_PRODUCT_RULES
from licet.regimes.us_ear.part_740.common import BELARUS, CHART, CUBA, NORTH_KOREA, RUSSIA, SYRIA
from licet.regimes.us_ear.periods import EAR_1996
from licet.rules.citation import cfr
from licet.rules.condition import Condition, Constant
from licet.rules.rule import Chapter, Obligation, Occasion, Period, period
from licet.rules.terms import Facts

__all__ = ["GENERAL_PROHIBITIONS"]

GENERAL_PROHIBITIONS = Chapter("15 CFR Part 736, the general prohibitions")

_SOURCE = "text of 15 CFR 736.2 in a copy between March 2022 and March 2024; later amendments not seen"
_FRAME = period("1996-03-25", published="1996-03-25", cite="61 FR 12754", source=_SOURCE)
_TRANSIT = "us.ear.736.2.b.8"
_TRANSIT_2022 = period("2022-03-08", published="2022-03-08", cite="87 FR 13048", source=_SOURCE)
_TRANSIT_BEFORE = period(
    "1996-03-25",
    last="2022-03-07",
    published="1996-03-25",
    cite="61 FR 12754",
    source="none: the countries named before 2022 were not read",
)
_END_USES = (
    *(f"us.ear.744.{section}" for section in (2, 3, 4, 5, 7, 8, 9, 11, 17, 22)),
    *(f"us.ear.744.23.{name}" for name in ("a.1", "a.2", "a.3", "a.4", "apart")),
    *("us.ear.744.21.a.1", "us.ear.744.21.a.2", "us.ear.744.21.a.3", "us.ear.744.21.b.1"),
    *("us.ear.744.8.a.2", "us.ear.744.11.a.1", "us.ear.744.16.f", "us.ear.744.affiliates.other_lists"),
    "us.ear.744.informed",
)
_EMBARGOES = (
    *(CUBA, NORTH_KOREA, SYRIA, RUSSIA, BELARUS),
    *("us.ear.746.3", "us.ear.746.3.a.4", "us.ear.746.3.f", "us.ear.746.6", "us.ear.746.7", "us.ear.746.7.e"),
)
_FIREARMS = ("us.ear.774.firearms.2024", "us.ear.774.firearms.new")
_DIRECT_PRODUCTS = (
    *(
        "us.ear.734.9.e.1.license",
        "us.ear.734.9.e.2.license",
        "us.ear.734.9.e.3.license",
        "us.ear.734.9.other.license",
    ),
    "us.ear.742.6.a.6.ii",
)


def _frame(number: int, collects: Iterable[str]) -> Callable[[Callable[[Facts], Condition]], object]:
    return GENERAL_PROHIBITIONS.frame(
        f"us.ear.736.frame.{number:02}",
        collects=collects,
        cites=[f"15 CFR 736.2(b)({number})"],
        periods=[_FRAME],
    )


def _always() -> Condition:
    return Constant(value=True, why="the requirement falls under this prohibition")


def _of_us(f: Facts) -> Condition:
    return f.item.located_in_us.is_(True) | f.item.us_origin.is_(True)


def _direct_product(f: Facts) -> Condition:
    found = f.defined(DIRECT_PRODUCT_RULES[0])
    for rule_id in DIRECT_PRODUCT_RULES[1:]:
        found |= f.defined(rule_id)
    return found


@_frame(1, (*CHART, *_FIREARMS, "us.ear.742.6.a.6.ii", "us.ear.738.unlisted"))
def one(f: Facts) -> Condition:
    """General Prohibition One: export and reexport of controlled items to listed countries."""
    return _of_us(f)


@_frame(2, CHART)
def two(f: Facts) -> Condition:
    """General Prohibition Two: reexport and export from abroad of foreign-made items with more than a de minimis
    amount of controlled US content.
    """
    return ~_of_us(f) & ~_direct_product(f)


@_frame(3, (*CHART, *_DIRECT_PRODUCTS))
def three(f: Facts) -> Condition:
    """General Prohibition Three: foreign direct products."""
    return ~_of_us(f) & _direct_product(f)


@_frame(4, ["us.ear.736.2.b.4"])
def four(f: Facts) -> Condition:  # rules share one shape
    """General Prohibition Four: actions prohibited by a denial order."""
    return _always()


@_frame(5, _END_USES)
def five(f: Facts) -> Condition:  # as above
    """General Prohibition Five: prohibited end uses and end users."""
    return _always()


@_frame(6, _EMBARGOES)
def six(f: Facts) -> Condition:  # as above
    """General Prohibition Six: embargoed destinations."""
    return _always()


@_frame(7, ["us.ear.744.6"])
def seven(f: Facts) -> Condition:  # as above
    """General Prohibition Seven: support of proliferation and military intelligence by U.S. persons."""
    return _always()


@_frame(8, [_TRANSIT])
def eight(f: Facts) -> Condition:  # as above
    """General Prohibition Eight: transit through, and unlading in, countries that need a license."""
    return _always()


@_frame(9, ["us.ear.736.2.b.9"])
def nine(f: Facts) -> Condition:  # as above
    """General Prohibition Nine: violation of orders, terms and conditions."""
    return _always()


@_frame(10, ["us.ear.736.2.b.10"])
def ten(f: Facts) -> Condition:  # as above
    """General Prohibition Ten: proceeding with knowledge that a violation has occurred or is about to occur."""
    return _always()


_LISTED = (
    "AM",
    "AZ",
    "BY",
    "KH",
    "CU",
    "GE",
    "KZ",
    "KG",
    "LA",
    "MN",
    "KP",
    "RU",
    "TJ",
    "TM",
    "UA",
    "UZ",
    "VN",
)
_CLOSED = ("CU", "KP")
_BY_LISTS = ("BY", "RU", "UA")
"""Where part 746 goes by lists of tariff codes, or by region."""


def _moves(f: Facts) -> Condition:
    return f.action.in_("export", "reexport")


@GENERAL_PROHIBITIONS.requirement(
    _TRANSIT,
    cites=["15 CFR 736.2(b)(8)"],
    periods=[_TRANSIT_2022],
    policy="as the policy for the country of transit says",
)
def transit(f: Facts) -> Condition:
    """What goes through one of seventeen countries needs what an export to that country would need: through Cuba
    and North Korea always a license, elsewhere one where the Country Chart has an X for that country under a reason
    for control of the item.
    """
    country = words["transit_country"]
    charted = f.item.some_control(
        lambda c: c.applies.is_(True) & c.charted.is_(True) & country.in_table("country_chart", c.column)
    )
    in_words = f.item.some_control(lambda c: c.applies.is_(True) & c.charted.is_(False))
    unread = f.unmodeled("736.2(b)(8)", "whether it could go to the country of transit without a license")
    needed = country.in_(*_CLOSED) | charted | (country.in_(*_BY_LISTS) | in_words) & unread
    return _moves(f) & country.in_(*_LISTED) & needed


@transit.amended([_TRANSIT_BEFORE])
def transit_before_2022(f: Facts) -> Condition:
    """Which countries of transit were named before March 8, 2022 is not known to Licet."""
    needed = f.unmodeled("736.2(b)(8)", "which countries of transit were named, and what they needed")
    return _moves(f) & words["transit_country"].is_stated() & needed


@GENERAL_PROHIBITIONS.exemption(
    "us.ear.736.2.b.8.exception",
    defeats=[_TRANSIT],
    cites=["15 CFR 736.2(b)(8)(i)"],
    periods=[EAR_1996],
    claim=words["license_exception_claimed"].is_stated(),
)
def exception_to_the_country_of_transit(f: Facts) -> Condition:
    """A license exception frees the transit where it would allow the export to the country of transit itself."""
    reaches = f.unmodeled(
        "736.2(b)(8)", "whether the exception would allow an export to the country of transit"
    )
    return _moves(f) & ~words["transit_country"].in_(*_CLOSED) & reaches


@GENERAL_PROHIBITIONS.duty(
    "us.ear.736.duty.transit",
    cites=["15 CFR 746.7(e)", "15 CFR 746.9(a)"],
    periods=[EAR_1996],
    occasion=Occasion.MOVING,
    obligations=[
        Obligation(
            "clear_transit_with_treasury",
            "General Prohibition Eight does not name the country of transit, but Treasury (OFAC) may forbid the way "
            "through it (31 CFR chapter V): clear it there before you go on. Licet does not hold those rules.",
            cfr("15 CFR 746.7(e)"),
            before=True,
            met=words["ofac_authorization"].is_stated() & words["ofac_authorization_covers_sale"].is_(True),
        )
    ],
)
def transit_through_iran_or_syria(f: Facts) -> Condition:
    """Iran and Syria are no countries of General Prohibition Eight; what goes to or through Iran is Treasury's."""
    return _moves(f) & words["transit_country"].in_("IR", "SY")


def _prohibition(number: int, since: Period) -> Callable[[Callable[[Facts], Condition]], object]:
    return GENERAL_PROHIBITIONS.prohibition(
        f"us.ear.736.2.b.{number}", cites=[f"15 CFR 736.2(b)({number})"], periods=[since]
    )


@_prohibition(9, EAR_1996)
def terms_violated(f: Facts) -> Condition:  # rules share one shape
    """Nobody may violate a term or condition of a license, license exception or order."""
    return words["terms_violated"].is_(True)


@_prohibition(10, EAR_1996)
def violation_known(f: Facts) -> Condition:  # as above
    """Nobody may go on with an item knowing that a violation has occurred, is about to occur or is intended."""
    return words["violation_known"].is_(True)
