"""10 CFR part 810: assistance to foreign atomic energy activities. The know-how is Energy's, the hardware the NRC's.

The Appendix, which lists the countries of the general authorization, is not in the text that was read; its table is
from a third party's copy of November 2025, so that a go that rests on it is never green.
"""

from __future__ import annotations

from licet.regimes.hints import asked_where, item_names
from licet.regimes.us_doe.facts import ACTIVITIES, SENSITIVE, specs, words
from licet.rules.citation import cfr
from licet.rules.condition import Condition
from licet.rules.rule import Chapter, Obligation, Question, period
from licet.rules.terms import Facts

__all__ = ["DOE"]

DOE = Chapter("10 CFR Part 810")

_TEXT = "text of 10 CFR part 810 as of January 2025; earlier wordings and the Appendix not read"
_DAYS = (period("2015-03-25", published="2015-02-23", cite="80 FR 9359", source=_TEXT),)
_SUBJECT, _SPECIFIC = "us.doe.810.2", "us.doe.810.7"
_ANY_COUNTRY = "us.doe.810.7.c"

_REPORT = Obligation(
    "report_to_doe",
    "Report the activity to the Department of Energy within 30 days after it begins (10 CFR 810.12).",
    cfr("10 CFR 810.12"),
)


@DOE.rule(_SUBJECT, Question.SUBJECT, cites=["10 CFR 810.2(a)", "10 CFR 810.2(b)"], periods=_DAYS)
def atomic_energy_assistance(f: Facts) -> Condition:
    """Whoever under US jurisdiction transfers technology or gives assistance for one of the activities of 810.2(b),
    from conversion to reactors and reprocessing, here or abroad, comes under part 810. What the description calls
    nuclear is open until it is said which activity it is for, or none.
    """
    know_how = ~f.item.kind.is_("commodity") | f.action.in_("deemed_export", "deemed_reexport")
    doubt = item_names("nuclear") & ~f.action.is_("payment")
    return asked_where(specs["doe_activity"], doubt, *ACTIVITIES) & know_how


@DOE.exemption(
    "us.doe.810.2.c.1",
    defeats=[_SUBJECT],
    cites=["10 CFR 810.2(c)(1)"],
    periods=_DAYS,
    claim=words["authorized_by_other_agency"].is_(True),
)
def authorized_elsewhere(f: Facts) -> Condition:
    """Exports that the NRC, State or Commerce authorized are outside part 810."""
    return words["authorized_by_other_agency"].is_(True)


@DOE.exemption(
    "us.doe.810.2.c.2",
    defeats=[_SUBJECT],
    cites=["10 CFR 810.2(c)(2)"],
    periods=_DAYS,
    claim=words["publicly_available_nuclear_technology"].is_(True),
)
def public_technology(f: Facts) -> Condition:
    """Publicly available information and technology and the results of fundamental research are outside part 810."""
    doubt = words["doe_activity"].in_("enrichment", "reprocessing", "heavy_water")
    return ~asked_where(specs["sensitive_nuclear_technology"], doubt)


@DOE.exemption(
    "us.doe.810.2.c.6",
    defeats=[_SUBJECT],
    cites=["10 CFR 810.2(c)(6)"],
    periods=_DAYS,
    claim=words["recipient_permanent_resident"].is_(True),
)
def to_permanent_resident(f: Facts) -> Condition:
    """Technology for a lawful permanent resident or protected individual is outside part 810."""
    return f.action.in_("deemed_export", "deemed_reexport")


@DOE.requirement(
    _SPECIFIC,
    cites=["10 CFR 810.7(a)", "10 CFR 810.6"],
    periods=_DAYS,
    policy="case-by-case",
    activity=False,
)
def country_outside_appendix(f: Facts) -> Condition:
    """An activity of 810.2(b) with a country that the Appendix does not list needs a specific authorization by the
    Secretary of Energy.
    """
    return ~f.action.is_("payment")


@DOE.requirement(
    _ANY_COUNTRY,
    cites=["10 CFR 810.7(b)", "10 CFR 810.7(c)"],
    periods=_DAYS,
    policy="case-by-case",
)
def sensitive_activity(f: Facts) -> Condition:
    """Enrichment, plutonium fuel, heavy water, production reactors and accelerators, reprocessing and sensitive
    nuclear technology need a specific authorization for any country, close allies included.
    """
    sensitive = words["doe_activity"].in_(*SENSITIVE) | words["sensitive_nuclear_technology"].is_(True)
    return sensitive & ~f.action.is_("payment")


@DOE.authority(
    "us.doe.810.6.a",
    "10 CFR 810.6(a) (general authorization)",
    defeats=[_SPECIFIC],
    cites=["10 CFR 810.6(a)", "10 CFR 810.7(a)"],
    periods=_DAYS,
    claim=None,
    obligations=[_REPORT],
    verified=False,
)
def country_of_appendix(f: Facts) -> Condition:
    """Activities with the countries of the Appendix are generally authorized, where none of 810.7(b), (c) is
    involved.
    """
    elsewhere = f.some_party(
        lambda p: ~p.country.in_table("doe_810_appendix", "listed") & ~p.country.is_("US")
    )
    return f.destination.in_table("doe_810_appendix", "listed") & ~elsewhere


@DOE.authority(
    "us.doe.810.6.b",
    "10 CFR 810.6(b) (general authorization)",
    defeats=[_SPECIFIC],
    cites=["10 CFR 810.6(b)"],
    periods=_DAYS,
    claim=words["at_nrc_licensed_facility"].is_(True),
    obligations=[_REPORT],
)
def national_at_licensed_facility(f: Facts) -> Condition:
    """Technology for a foreign national who works at an NRC-licensed facility, on the terms of 810.6(b)."""
    return f.action.is_("deemed_export")


@DOE.authority(
    "us.doe.810.6.other",
    "10 CFR 810.6 (general authorization)",
    defeats=[_SPECIFIC],
    cites=["10 CFR 810.6(c)", "10 CFR 810.6(d)", "10 CFR 810.6(e)", "10 CFR 810.6(f)", "10 CFR 810.6(g)"],
    periods=_DAYS,
    claim=words["doe_general_authorization"].is_stated(),
    obligations=[_REPORT],
)
def other_general_authorization(f: Facts) -> Condition:
    """The other general authorizations: emergencies, operational safety, exchange programs, IAEA work,
    molybdenum-99.
    """
    return words["doe_general_authorization_terms_met"].is_(True)


@DOE.authority(
    "us.doe.810.7.authorization",
    "specific authorization by the Secretary of Energy",
    defeats=[_SPECIFIC, _ANY_COUNTRY],
    cites=["10 CFR 810.7", "10 CFR 810.10"],
    periods=_DAYS,
    claim=words["doe_authorization"].is_stated(),
    obligations=[_REPORT],
)
def specifically_authorized(f: Facts) -> Condition:
    """A specific authorization covers the activity, country and recipient that it names."""
    return words["doe_authorization_covers"].is_(True)
