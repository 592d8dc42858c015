"""The exemptions of 22 CFR parts 123 to 126: each lifts the need for a license on its own terms, and only there.

An exemption is claimed. What its paragraph states as a fact is read as one; what is left to a reading of the
paragraph is ``itar_exemption_terms_met``. None reaches a country of 126.1 (but 123.17 and 126.4), an ineligible
party, or an exporter who is not registered, and every one is filed.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from licet.regimes.us_itar.facts import words
from licet.regimes.us_itar.jurisdiction import classified, is_data
from licet.regimes.us_itar.licensing import (
    LICENSE,
    REGISTER,
    SERVICE,
    file_export_information,
    ineligible,
    significant,
)
from licet.regimes.us_itar.periods import ANY_DAY, since
from licet.regimes.us_itar.proscribed import PROSCRIBED_PLACE
from licet.rules.citation import cfr
from licet.rules.condition import Condition
from licet.rules.rule import Chapter, Obligation
from licet.rules.terms import Facts

__all__ = ["EXEMPTIONS", "JUDGED"]

EXEMPTIONS = Chapter("22 CFR Parts 123 to 126, exemptions")

_SMALL, _NOTIFIED_FROM = 500, 999_999
_MOST_SHIPMENTS = 24


def _claimed(*paragraphs: str) -> Condition:
    return words["itar_exemption"].in_(*paragraphs)


def _usable(f: Facts) -> Condition:
    """What bars every exemption is not there: a proscribed country (120.15(c)), an ineligible party (120.15(b))."""
    return ~f.defined(PROSCRIBED_PLACE) & ~ineligible(f) & words["ddtc_registered"].is_(True)


def _not_notified(f: Facts) -> Condition:
    """No certification to Congress (123.15): none is due below $1,000,000, of the kinds of article that there are."""
    return f.item.order_value_usd.at_most(_NOTIFIED_FROM) | words["congressional_notification"].is_(False)


def _missile_item(f: Facts) -> Condition:
    paragraph = words["usml_paragraph"]
    mixed = paragraph.in_table("usml", "mtcr_in_part") & ~words["missile_technology_item"].is_(False)
    return paragraph.in_table("usml", "mtcr") | mixed


def _minor_article(f: Facts) -> Condition:
    """An unclassified article that 123.16(a) does not leave out."""
    heavy = significant(f) | _perhaps_significant() | _missile_item(f) | classified()
    return ~heavy & ~is_data(f) & _not_notified(f)


def _perhaps_significant() -> Condition:
    """A paragraph of mixed kind, of which nobody said that the item is no significant military equipment."""
    mixed = words["usml_paragraph"].in_table("usml", "sme_in_part")
    return mixed & ~words["significant_military_equipment"].is_(False)


def _cited(paragraph: str) -> tuple[Obligation, ...]:
    return (
        REGISTER,
        file_export_information("22 CFR 123.22(b)(1)"),
        Obligation(
            "cite_itar_exemption",
            f'Write "22 CFR {paragraph} applicable" on the invoice and the shipping documents, and cite the'
            " exemption in the filing.",
            cfr(f"22 CFR {paragraph}"),
        ),
        Obligation(
            "itar_exemption_records",
            "Keep the records of the export under the exemption that 120.15(e) lists.",
            cfr("22 CFR 120.15(e)"),
        ),
    )


@EXEMPTIONS.authority(
    "us.itar.123.16.b.2",
    "22 CFR 123.16(b)(2)",
    defeats=[LICENSE],
    cites=["22 CFR 123.16(b)(2)", "22 CFR 123.16(a)"],
    periods=ANY_DAY,
    claim=_claimed("123.16(b)(2)"),
    obligations=_cited("123.16(b)(2)"),
)
def small_spare_parts(f: Facts) -> Condition:
    """Parts of up to $500 a transaction for an article exported before, to its approved end user and not to a
    distributor, without enhancing it or splitting orders, 24 shipments a year at most.
    """
    few = words["shipments_to_end_user_this_year"].at_most(_MOST_SHIPMENTS)
    supports = words["supports_authorized_article"].is_(True) & words["to_approved_end_user"].is_(True)
    straight = words["enhances_capability"].is_(False) & words["order_split"].is_(False)
    small = f.action.is_("export") & f.item.order_value_usd.at_most(_SMALL)
    return _usable(f) & _minor_article(f) & small & supports & straight & few


@EXEMPTIONS.authority(
    "us.itar.126.7",
    "22 CFR 126.7",
    defeats=[LICENSE, SERVICE],
    cites=["22 CFR 126.7(a)", "22 CFR 126.7(b)"],
    periods=[since("2024-09-01", "2024-08-20", "89 FR 67290")],
    claim=_claimed("126.7", "126.7(a)"),
    obligations=_cited("126.7"),
)
def australia_and_united_kingdom(f: Facts) -> Condition:
    """Between authorized users in Australia, the United Kingdom and the United States, of what Supplement No. 2 to
    part 126 does not leave out, below the values of 123.15. The country alone is not enough.
    """
    there = f.destination.in_("AU", "GB", "US") & ~f.some_party(lambda p: ~p.country.in_("AU", "GB", "US"))
    users = words["authorized_user"].is_(True) & words["excluded_technology"].is_(False)
    at_home = words["sme_made_abroad"].is_(False) | (~significant(f) & ~_perhaps_significant())
    return _usable(f) & there & users & _not_notified(f) & at_home


@EXEMPTIONS.authority(
    "us.itar.126.5.b",
    "22 CFR 126.5(b)",
    defeats=[LICENSE, SERVICE],
    cites=["22 CFR 126.5(b)", "22 CFR Part 126 Supp. 1"],
    periods=ANY_DAY,
    claim=_claimed("126.5", "126.5(b)"),
    obligations=_cited("126.5(b)"),
)
def canada(f: Facts) -> Condition:
    """Unclassified articles for end use in Canada by Canadian authorities or Canadian-registered persons, of what
    Supplement No. 1 to part 126 does not leave out, that pass through no third country.
    """
    there = f.action.is_("export") & f.destination.is_("CA") & words["transits_third_country"].is_(False)
    named = words["canadian_recipient_qualifies"].is_(True) & words["excluded_technology"].is_(False)
    return _usable(f) & there & named & ~classified() & _not_notified(f)


@EXEMPTIONS.authority(
    "us.itar.126.4",
    "22 CFR 126.4",
    defeats=[LICENSE, SERVICE],
    cites=["22 CFR 126.4(a)", "22 CFR 126.4(b)", "22 CFR 126.1(a)"],
    periods=[since("2019-04-19", "2019-04-19", "84 FR 16401")],
    claim=_claimed(
        "126.4", "126.4(a)", "126.4(a)(1)", "126.4(a)(2)", "126.4(a)(3)", "126.4(b)", "126.4(b)(1)"
    ),
    obligations=_cited("126.4"),
)
def for_the_government(f: Facts) -> Condition:
    """By or for a department or agency of the US Government, on the terms of 126.4."""
    return ~ineligible(f) & words["itar_exemption_terms_met"].is_(True)


@EXEMPTIONS.authority(
    "us.itar.123.4",
    "22 CFR 123.4",
    defeats=[LICENSE],
    cites=["22 CFR 123.4(a)", "22 CFR 123.4(c)"],
    periods=ANY_DAY,
    claim=_claimed("123.4", "123.4(a)", *(f"123.4(a)({n})" for n in range(1, 6)), "123.4(b)"),
    obligations=_cited("123.4"),
)
def temporary_import_for_service(f: Facts) -> Condition:
    """The temporary import of unclassified articles of US origin to be serviced, exhibited or built into others, and
    its return to the country from which it came, for up to four years.
    """
    ours = f.item.us_origin.is_(True) | _claimed("123.4(b)")
    term = words["itar_exemption_terms_met"].is_(True)
    return _usable(f) & f.action.is_("import") & ours & term & ~classified()


@dataclass(frozen=True, slots=True)
class JudgedExemption:
    """An exemption whose terms a person must have checked. ``data``: for technical data; ``gear``: no
    registration.
    """

    paragraph: str
    what: str
    data: bool = False
    gear: bool = False


JUDGED: tuple[JudgedExemption, ...] = (
    JudgedExemption("123.16(b)(1)", "hardware named in an approved agreement, up to the value authorized"),
    JudgedExemption("123.16(b)(3)", "packing cases for defense articles"),
    JudgedExemption("123.16(b)(4)", "inoperable models that reveal no technical data"),
    JudgedExemption(
        "123.16(b)(5)", "articles licensed before for an exhibition, while that license is valid"
    ),
    JudgedExemption("123.16(b)(9)", "parts and tools sent for a time to one's own subsidiary"),
    JudgedExemption("123.17(f)", "one set of body armor or protective gear for one's own use", gear=True),
    *(
        JudgedExemption(f"125.4(b)({number})", what, data=True)
        for number, what in (
            (1, "data disclosed on a written request of the Department of Defense"),
            (2, "data in furtherance of an approved agreement"),
            (3, "data in furtherance of a contract with a US agency, without design or production details"),
            (4, "copies of data authorized before for the same recipient"),
            (
                5,
                "basic operation, maintenance and training data for an article lawfully exported to the recipient",
            ),
            (6, "data on firearms up to caliber .50, without detailed design or production data"),
            (7, "data returned to its original source"),
            (8, "data related to classified information authorized before for the recipient"),
            (9, "data for US persons and their employees traveling or on assignment abroad"),
            (10, "disclosures by universities to full-time employees who live in the United States"),
            (11, "data under an arrangement with an agency, exempted in writing"),
            (13, "data approved for public release"),
        )
    ),
    JudgedExemption(
        "125.4(c)", "data for a bid that the Department of Defense requested in writing", data=True
    ),
    JudgedExemption("126.18(a)", "dual and third-country nationals employed by an authorized end user"),
    JudgedExemption("126.18(d)", "employees who are nationals only of NATO, the EU and five other countries"),
)
"""The exemptions of which the facts are not modeled one by one."""


def _judged(exemption: JudgedExemption) -> Callable[[Facts], Condition]:
    def terms(f: Facts) -> Condition:
        met = words["itar_exemption_terms_met"].is_(True)
        if exemption.gear:
            usable = ~f.defined(PROSCRIBED_PLACE) & ~ineligible(f)
            return usable & met & f.action.is_("export")
        if exemption.data:
            return _usable(f) & met & is_data(f)
        return (
            _usable(f)
            & met
            & (_minor_article(f) if exemption.paragraph.startswith("123.16") else f.action.in_(*_ACTS))
        )

    terms.__doc__ = (
        f"{exemption.what[0].upper()}{exemption.what[1:]}, on the terms of 22 CFR {exemption.paragraph}."
    )
    return terms


_ACTS = ("export", "reexport", "transfer_in_country", "deemed_export", "deemed_reexport")


for _one in JUDGED:
    EXEMPTIONS.authority(
        f"us.itar.{_one.paragraph.replace('(', '.').replace(')', '')}",
        f"22 CFR {_one.paragraph}",
        defeats=[LICENSE, SERVICE] if _one.data or _one.paragraph.startswith("126") else [LICENSE],
        cites=[f"22 CFR {_one.paragraph}", "22 CFR 120.15(d)"],
        periods=ANY_DAY,
        claim=_claimed(_one.paragraph),
        obligations=_cited(_one.paragraph),
    )(_judged(_one))
