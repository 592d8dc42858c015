"""31 CFR Part 542: Syria, until it ended. Services were prohibited through June 30, 2025; the part was removed on
August 26, 2025. Which licenses followed is not at hand as text: see ``general_licenses.csv``.
"""

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

__all__ = ["PART_542", "SYRIA_RULES"]

PART_542 = Chapter("31 CFR Part 542")
_SYRIA = "SY"
_IN_FORCE = held("2011-08-18", "79 FR 25416", last="2025-06-30")
_SERVICES, _GOVERNMENT, _PETROLEUM = (
    f"us.ofac.{section}" for section in ("542.207", "542.201.government", "542.208")
)
SYRIA_RULES = (_SERVICES, _GOVERNMENT, _PETROLEUM)


@PART_542.rule(
    _SERVICES, Question.PROHIBITION, cites=["31 CFR 542.207"], periods=[_IN_FORCE], obligations=[REJECT]
)
def services(f: Facts) -> Condition:
    """No services, payments too, may be supplied to Syria from the United States or by a U.S. person; goods are
    Commerce's.
    """
    service = f.item.kind.is_("service") | f.action.is_("payment")
    return bound(f) & service & ~f.action.is_("import") & takes_place_in(f, _SYRIA)


@PART_542.rule(
    _GOVERNMENT, Question.PROHIBITION, cites=["31 CFR 542.201(a)"], periods=[_IN_FORCE], obligations=[BLOCK]
)
def government_of_syria(f: Facts) -> Condition:
    """The Government of Syria is blocked, whether listed or not."""
    return bound(f) & acts_for_government(_SYRIA)


@PART_542.rule(
    _PETROLEUM, Question.PROHIBITION, cites=["31 CFR 542.208", "31 CFR 542.209"], periods=[_IN_FORCE]
)
def petroleum(f: Facts) -> Condition:
    """No petroleum or petroleum product of Syrian origin may be imported into the United States."""
    return (
        f.action.is_("import")
        & facts["origin_country"].is_(_SYRIA)
        & f.unmodeled("542.208", "whether goods of Syrian origin are petroleum or a petroleum product")
    )


@PART_542.authority(
    "us.ofac.542.510",
    "31 CFR 542.510",
    defeats=(_SERVICES, _GOVERNMENT, "us.ofac.542.201"),
    cites=["31 CFR 542.510"],
    periods=[held("2014-05-02", "79 FR 25416", last="2025-08-25")],
    claim=is_activity(
        "commerce_authorized_export", "agricultural_commodities", "medicine", "medical_devices"
    ),
)
def exports(f: Facts) -> Condition:
    """What Commerce licenses or otherwise authorizes may go to Syria, to its blocked government too, with the
    services that go with it; no blocked account may be debited.
    """
    return facts["commerce_authorized"].is_(True) & f.action.in_("export", "reexport")
