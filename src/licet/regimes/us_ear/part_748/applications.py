"""15 CFR Part 748: what an application needs, where a license is required and nothing covers the sale."""

from __future__ import annotations

from collections.abc import Callable

from licet.regimes.us_ear.facts import words
from licet.regimes.us_ear.part_740.common import controlled_for, requires
from licet.regimes.us_ear.part_758.rules import on_list
from licet.rules.citation import cfr
from licet.rules.condition import Condition, Field
from licet.rules.rule import Chapter, Obligation, Occasion, Period, Question, period
from licet.rules.terms import Facts

__all__ = ["PART_748_APPLICATIONS", "READ_748", "support_document"]

PART_748_APPLICATIONS = Chapter("15 CFR Part 748, applications")

_TEXT = "text of part 748 as of January 2025"
_CHINESE_STATEMENT = "us.ear.748.10.a"


def READ_748(day: str, cite: str) -> Period:  # noqa: N802  # a period, made
    """Since the last amendment of a section that its own note names."""
    return period(
        day, published=day, cite=cite, source=f"{_TEXT}, last amended on that day by the section's note"
    )


_FILING = READ_748("2020-11-18", "85 FR 73413")


def _duty(
    rule_id: str,
    code: str,
    text: str,
    cite: str,
    since: Period,
    *,
    before: bool = False,
    met: Condition | None = None,
) -> Callable[[Callable[[Facts], Condition]], object]:
    return PART_748_APPLICATIONS.duty(
        f"us.ear.{rule_id}",
        cites=[cite],
        periods=[since],
        obligations=[Obligation(code, text, cfr(cite), before=before, met=met)],
        occasion=Occasion.APPLYING,
    )


@_duty(
    "748.4.a.1",
    "apply_for_license",
    "Apply in SNAP-R (748.1(d)). The applicant for an export is a person in the United States: the exporter, or the "
    "authorized agent of the foreign principal in a routed export.",
    "15 CFR 748.4(a)(1)",
    _FILING,
)
def apply_to_export(f: Facts) -> Condition:
    """A license to export is applied for by the exporter in the United States."""
    return f.action.in_("export", "deemed_export")


@_duty(
    "748.4.a.3",
    "apply_for_license",
    "Apply in SNAP-R (748.1(d)). The U.S. or foreign principal, or its authorized agent in the United "
    "States, may apply.",
    "15 CFR 748.4(a)(3)",
    _FILING,
)
def apply_to_reexport(f: Facts) -> Condition:
    """A license to reexport is applied for by either principal."""
    return f.action.in_("reexport", "deemed_reexport", "transfer_in_country")


@_duty(
    "748.4.b",
    "name_all_parties",
    "Name every party to the transaction with its address; an agent names its principal and holds a power of "
    "attorney.",
    "15 CFR 748.4(b)",
    _FILING,
)
def name_all_parties(f: Facts) -> Condition:
    """An application discloses all parties."""
    return f.action.in_("export", "reexport", "transfer_in_country", "deemed_export", "deemed_reexport")


@_duty(
    "748.4.d.2",
    "apply_before_lading",
    "Apply before it is laden aboard or leaves, and not twice for one transaction (748.4(f)): for what has "
    "left, write to the Office of Export Enforcement instead.",
    "15 CFR 748.4(d)(2)",
    _FILING,
)
def apply_before_lading(f: Facts) -> Condition:
    """No application covers a shipment that is laden, exported or reexported already."""
    return f.action.in_("export", "reexport")


@PART_748_APPLICATIONS.rule(
    _CHINESE_STATEMENT,
    Question.DEFINITION,
    cites=["15 CFR 748.10(a)", "15 CFR 748.9(c)"],
    periods=[READ_748("2020-12-23", "85 FR 83792")],
)
def needs_chinese_statement(f: Facts) -> Condition:
    """Commodities that need a license to China by the Commerce Control List: computers, cameras of 6A003 above
    5,000 dollars, others above 50,000 dollars; no encryption items.
    """
    needed = f.item.some_control(requires)
    spared = on_list("no_support_document_748", "that the item is of 5A002, 5A004 or 5B002")
    computer = on_list("computers_748", "that the item is a computer")
    camera = on_list("cameras_748", "that the item is of 6A003") & ~f.item.value_usd.at_most(5000)
    large = ~f.item.value_usd.at_most(50000)
    listed = f.destination.is_("CN") & f.item.kind.is_("commodity") & needed & ~spared
    return listed & (computer | camera | large)


def support_document(f: Facts) -> Condition:
    """That an application needs a support document."""
    return f.defined(_CHINESE_STATEMENT)


@_duty(
    "748.10",
    "china_end_user_statement",
    "Have the importer obtain an End-User Statement of China's Ministry of Commerce (replacement parts up to "
    "$75,000: a Statement by Ultimate Consignee and Purchaser, 748.11(a)(2)).",
    "15 CFR 748.10(a)",
    READ_748("2020-12-23", "85 FR 83792"),
)
def chinese_statement(f: Facts) -> Condition:
    """An application for such commodities to China needs an End-User Statement."""
    return support_document(f)


@_duty(
    "748.11",
    "consignee_statement",
    "Where the item is 600 series major defense equipment: obtain a Statement by Ultimate Consignee and Purchaser.",
    "15 CFR 748.11(a)(1)",
    READ_748("2015-03-13", "80 FR 13219"),
)
def consignee_statement(f: Facts) -> Condition:
    """600 series major defense equipment for other countries than China."""
    return on_list("series_600", "that the item is of the 600 series") & ~f.destination.is_("CN")


@_duty(
    "748.12",
    "firearms_import_certificate",
    "Obtain the import certificate or permit before applying, where the importing country asks for one.",
    "15 CFR 748.12(a)",
    READ_748("2024-05-30", "89 FR 34706"),
)
def import_certificate(f: Facts) -> Condition:
    """Firearms and related commodities."""
    return on_list("firearms_748", "that the item is a commodity of a 0x5zz ECCN")


def _us_person(f: Facts) -> Condition:  # rules share one shape
    restricted = (
        *("nuclear", "missile", "chemical_biological_weapons", "military_intelligence"),
        "advanced_semiconductor",
    )
    named = Field("end_use", "the end use", claim=True)
    return named.in_(*restricted) & words["us_person_support"].is_(True)


_SPECIAL: tuple[tuple[str, str, Callable[[Facts], Condition]], ...] = (
    ("a", "chemicals, medicinals and pharmaceuticals", lambda f: controlled_for(f, "CB", "CW")),
    ("b", "communications intercepting devices", lambda f: controlled_for(f, "SL")),
    ("d", "support by U.S. persons", _us_person),
    (
        "g",
        "nuclear nonproliferation items and end uses",
        lambda f: controlled_for(f, "NP") | f.end_use.is_("nuclear"),
    ),
    ("k", "regional stability items", lambda f: controlled_for(f, "RS")),
    ("l", "reexports", lambda f: f.action.in_("reexport", "deemed_reexport")),
    ("n", "short supply items", lambda f: controlled_for(f, "SS")),
    ("o", "technology", lambda f: f.item.kind.is_("technology")),
    ("v", "in-country transfers", lambda f: f.action.is_("transfer_in_country")),
    ("y", "satellites", lambda f: on_list("series_9x515", "that the item is of a 9x515 ECCN")),
    ("z", "firearms", lambda f: on_list("firearms_748", "that the item is a commodity of a 0x5zz ECCN")),
)
"""Paragraphs of 748.8, what each is for, and when it is certain to be meant; the others are read by a person."""


def _author(about: str, condition: Callable[[Facts], Condition]) -> Callable[[Facts], Condition]:
    def special(f: Facts) -> Condition:
        return condition(f)

    special.__doc__ = f"An application for {about} gives what Supplement No. 2 to part 748 asks."
    return special


for _letter, _about, _condition in _SPECIAL:
    _duty(
        f"748.8.{_letter}",
        f"application_supplement_2_{_letter}",
        f"Give what Supplement No. 2 to part 748, paragraph ({_letter}), asks for {_about}.",
        f"15 CFR 748.8({_letter})",
        READ_748("2024-05-30", "89 FR 34706"),
    )(_author(_about, _condition))
