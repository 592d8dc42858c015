"""31 CFR Part 510: North Korea."""

from __future__ import annotations

from licet.regimes.us_ofac.common import (
    BLOCK,
    REJECT,
    acts_for_government,
    bound,
    is_activity,
    takes_place_in,
)
from licet.regimes.us_ofac.facts import facts
from licet.regimes.us_ofac.periods import held
from licet.rules.condition import Condition
from licet.rules.rule import Chapter, Question
from licet.rules.terms import Facts

__all__ = ["NORTH_KOREA_RULES", "PART_510"]

PART_510 = Chapter("31 CFR Part 510")
_SINCE_2016 = held("2016-03-16", "83 FR 9187")
_NORTH_KOREA = "KP"
_EXPORT, _IMPORT, _GOVERNMENT, _BANKS = (
    f"us.ofac.{section}" for section in ("510.206", "510.205", "510.201.government", "510.214")
)
NORTH_KOREA_RULES = (_EXPORT, _IMPORT, _GOVERNMENT, _BANKS)


@PART_510.rule(
    _EXPORT,
    Question.PROHIBITION,
    cites=["31 CFR 510.206", "31 CFR 510.209"],
    periods=[_SINCE_2016],
    obligations=[REJECT],
)
def to_north_korea(f: Facts) -> Condition:
    """No goods, services or technology, payments too, may be supplied to North Korea from the United States or by a
    U.S. person.
    """
    return bound(f) & ~f.action.is_("import") & takes_place_in(f, _NORTH_KOREA)


@PART_510.rule(
    _IMPORT, Question.PROHIBITION, cites=["31 CFR 510.205"], periods=[held("2011-04-19", "83 FR 9187")]
)
def from_north_korea(f: Facts) -> Condition:
    """No goods, services or technology from North Korea may be imported into the United States."""
    comes = facts["origin_country"].is_(_NORTH_KOREA) | takes_place_in(f, _NORTH_KOREA)
    return f.action.is_("import") & comes


@PART_510.rule(
    _GOVERNMENT,
    Question.PROHIBITION,
    cites=["31 CFR 510.201(a)(1)"],
    periods=[_SINCE_2016],
    obligations=[BLOCK],
)
def government_of_north_korea(f: Facts) -> Condition:
    """The Government of North Korea and the Workers' Party of Korea are blocked, whether listed or not."""
    return bound(f) & acts_for_government(_NORTH_KOREA)


@PART_510.rule(
    _BANKS, Question.PROHIBITION, cites=["31 CFR 510.214"], periods=[held("2020-04-10", "85 FR 20161")]
)
def owned_by_us_bank(f: Facts) -> Condition:
    """A person abroad whom a U.S. financial institution owns or controls may not knowingly deal with the Government
    of North Korea; entities of other U.S. persons are not bound by that.
    """
    return facts["owned_by_us_bank"].is_(True) & (
        acts_for_government(_NORTH_KOREA) | takes_place_in(f, _NORTH_KOREA)
    )


@PART_510.authority(
    "us.ofac.510.520",
    "31 CFR 510.520",
    defeats=(_EXPORT, _GOVERNMENT),
    cites=["31 CFR 510.520"],
    periods=[held("2024-02-16", "89 FR 12234")],
    claim=is_activity(
        "commerce_authorized_export", "agricultural_commodities", "medicine", "medical_devices"
    ),
)
def exports(f: Facts) -> Condition:
    """What Commerce licenses or otherwise authorizes may be exported to North Korea, to its government too."""
    return facts["commerce_authorized"].is_(True) & f.action.in_("export", "reexport")


@PART_510.authority(
    "us.ofac.510.511",
    "31 CFR 510.511",
    defeats=(_EXPORT,),
    cites=["31 CFR 510.511"],
    periods=[held("2018-03-05", "83 FR 9187")],
    claim=is_activity("personal_remittance"),
)
def remittance(f: Facts) -> Condition:
    """Noncommercial personal remittances of up to $5,000 a year may go to North Korea."""
    return (
        facts["family_or_personal"].is_(True)
        & f.item.order_value_usd.at_most(5000)
        & ~acts_for_government(_NORTH_KOREA)
    )
