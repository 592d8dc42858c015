"""15 CFR 734.13 to 734.20: releases of technology and source code to foreign persons.

A release is an export or reexport to the person's country, so the destination of the sale is that country
and the rules for destinations answer it. What stands here is what is no deemed export or reexport at all.
"""

from __future__ import annotations

from licet.regimes.us_ear.facts import words
from licet.regimes.us_ear.part_738.rules import CHART
from licet.regimes.us_ear.periods import EAR_1996
from licet.rules.condition import Condition
from licet.rules.rule import Chapter, period
from licet.rules.terms import Facts

__all__ = ["PART_734_RELEASE"]

PART_734_RELEASE = Chapter("15 CFR Part 734, releases")

_SUBJECT = "us.ear.734.3"
_SINCE_2016 = period(
    "2016-09-01",
    published="2016-06-03",
    cite="81 FR 35603",
    source="text of 15 CFR 734.13 to 734.20 as of 2026-09-01; the effective day from general knowledge",
)


def _deemed(f: Facts) -> Condition:
    return f.action.in_("deemed_export", "deemed_reexport")


@PART_734_RELEASE.exemption(
    "us.ear.734.13.no_foreign_person",
    defeats=[_SUBJECT],
    cites=["15 CFR 734.13(a)(2)", "15 CFR 734.18(a)(2)", "15 CFR 772.1"],
    periods=[EAR_1996],
    claim=words["recipient_is_no_foreign_person"].is_(True),
)
def no_foreign_person(f: Facts) -> Condition:
    """A release in the United States to a citizen, permanent resident or protected individual is no deemed
    export.
    """
    return f.action.is_("deemed_export")


@PART_734_RELEASE.exemption(
    "us.ear.734.13.object_code",
    defeats=[_SUBJECT],
    cites=["15 CFR 734.13(a)(2)", "15 CFR 734.14(a)(2)"],
    periods=[_SINCE_2016],
    claim=words["object_code"].is_(True),
)
def object_code(f: Facts) -> Condition:
    """Releases of technology and source code are deemed exports and reexports, releases of object code are
    not.
    """
    return _deemed(f) & f.item.kind.is_("software")


@PART_734_RELEASE.exemption(
    "us.ear.734.20.b",
    defeats=CHART,
    cites=["15 CFR 734.20(b)"],
    periods=[_SINCE_2016],
    claim=words["deemed_reexport_ground"].is_("a5_national"),
)
def national_of_a5(f: Facts) -> Condition:
    """No deemed reexport: an authorized employer abroad releases to its permanent employee, a national of Country
    Group A:5 countries only, within such a country or the United States.
    """
    return (
        _employee(f)
        & f.destination_in("A:5")
        & words["national_only_of_a5"].is_(True)
        & words["released_within_allowed_territory"].is_(True)
    )


@PART_734_RELEASE.exemption(
    "us.ear.734.20.c",
    defeats=CHART,
    cites=["15 CFR 734.20(c)"],
    periods=[_SINCE_2016],
    claim=words["deemed_reexport_ground"].is_("other_national"),
)
def other_national(f: Facts) -> Condition:
    """No deemed reexport: an authorized employer abroad releases to its permanent employee where it works, with
    safeguards against diversion and one of the six situations of 734.20(c)(5).
    """
    return (
        _employee(f)
        & words["released_within_allowed_territory"].is_(True)
        & words["diversion_safeguards"].is_(True)
    )


def _employee(f: Facts) -> Condition:
    authorized = words["employer_authorized"].is_(True)
    return f.action.is_("deemed_reexport") & authorized & words["permanent_regular_employee"].is_(True)


@PART_734_RELEASE.notice(
    "us.ear.notice.release",
    "deemed_export_country",
    cites=["15 CFR 734.13(b)", "15 CFR 734.14(b)"],
    periods=[_SINCE_2016],
)
def country_of_release(f: Facts) -> Condition:
    """A release counts as an export or reexport to the person's most recent country of citizenship or permanent
    residency: the destination must be that country.
    """
    return _deemed(f)
