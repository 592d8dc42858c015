"""15 CFR Parts 750, 758, 748 and 745: what a license obliges to, and notices ahead of an export."""

from __future__ import annotations

from collections.abc import Callable

from licet.regimes.us_ear.facts import words
from licet.regimes.us_ear.part_740.common import controlled_for
from licet.regimes.us_ear.part_748.applications import READ_748, support_document
from licet.regimes.us_ear.part_758.rules import TEXT_758, on_list, tangible
from licet.rules.citation import cfr
from licet.rules.condition import Condition
from licet.rules.rule import Chapter, Obligation, Occasion, Period, period
from licet.rules.terms import Facts

__all__ = ["PART_750"]

PART_750 = Chapter("15 CFR Part 750, licenses in use")

_READ = period(
    "1996-03-25",
    published="1996-03-25",
    cite="61 FR 12829",
    source="text of part 750 as of January 2025; amendments of the section are not named in it",
)


def _licensed(
    rule_id: str,
    code: str,
    text: str,
    cite: str,
    since: Period = _READ,
    *,
    before: bool = False,
    met: Condition | None = None,
) -> Callable[[Callable[[Facts], Condition]], object]:
    return PART_750.duty(
        f"us.ear.{rule_id}",
        cites=[cite],
        periods=[since],
        obligations=[Obligation(code, text, cfr(cite), before=before, met=met)],
        occasion=Occasion.LICENSED,
    )


def _by_license() -> Condition:
    return words["license_number"].is_stated()


@_licensed(
    "764.2.g.2",
    "report_changes_of_what_was_said",
    "Tell BIS in writing at once when a material fact or intention changes, or may change, from what you or others "
    "represented in the application or under the license: what was said is deemed to be continuing in effect.",
    "15 CFR 764.2(g)(2)",
)
def representations_continue(f: Facts) -> Condition:
    """What was represented to BIS is deemed to be continuing in effect."""
    return _by_license()


@_licensed(
    "758.4.d",
    "eei_former_name",
    "In the name field of AES enter the new name followed by the original one: “[new name] f.k.a. [original name]”.",
    "15 CFR 758.4(d)",
    before=True,
)
def names_changed(f: Facts) -> Condition:
    """A license whose names were changed with BIS's approval (750.7(c)(2)) is used under both names."""
    return _by_license() & words["license_name_changed"].is_(True)


@_licensed(
    "750.8",
    "watch_suspension_of_license",
    "Check before each shipment that the license stands: BIS may revise, suspend or revoke it without notice, and "
    "may order goods en route to return or be unloaded. Keep its papers then too.",
    "15 CFR 750.8(a)",
)
def may_be_revoked(f: Facts) -> Condition:
    """A license may be revised, suspended or revoked without notice."""
    return _by_license()


@_licensed(
    "750.7.a.1",
    "stay_within_license",
    "Ship only the items, quantities and values, to the parties and for the end uses of the license and its "
    "application; only the changes of 750.7(c) and the tolerance of 750.11 need no replacement.",
    "15 CFR 750.7(a)(1)",
)
def scope_of_license(f: Facts) -> Condition:
    """A license is for the items, end uses and parties of its application."""
    return _by_license()


@_licensed(
    "750.7.d",
    "tell_parties_license_conditions",
    "Tell the other parties, in writing, of the license's scope and of the conditions that bind them; obtain "
    "their written acknowledgment where the license asks it.",
    "15 CFR 750.7(d)",
)
def tell_the_parties(f: Facts) -> Condition:
    """The licensee communicates the conditions to those whom they bind."""
    return _by_license()


@_licensed(
    "758.4.b",
    "leave_before_license_expires",
    "It must have left the last U.S. port by midnight of the day on which the license expires, or be laden "
    "or ready to be laden then (758.4(b)(2)).",
    "15 CFR 758.4(b)",
    TEXT_758,
)
def leave_in_time(f: Facts) -> Condition:
    """An export under a license leaves before the license expires."""
    return _by_license() & f.action.is_("export")


@_licensed(
    "758.5.b",
    "documents_conform_to_license",
    "The EEI, bill of lading and air waybill must agree with the license; no delivery to a country that it "
    "does not name.",
    "15 CFR 758.5(b)",
    TEXT_758,
)
def documents_conform(f: Facts) -> Condition:
    """Export control documents agree with the license."""
    return _by_license() & tangible(f)


@_licensed(
    "748.9.e",
    "hold_support_document",
    "Ship only once you hold a copy of the support document (China's End-User Statement).",
    "15 CFR 748.9(e)(1)",
    READ_748("2020-12-23", "85 FR 83792"),
    before=True,
    met=words["support_document_obtained"].is_(True),
)
def hold_support_document(f: Facts) -> Condition:
    """Nothing is shipped under a license before the support document is there."""
    return _by_license() & support_document(f)


@_licensed(
    "748.13",
    "hong_kong_document",
    "Obtain Hong Kong's import license (from there: export license), or its statement that none is needed, "
    "before using the license.",
    "15 CFR 748.13(a)",
    READ_748("2017-01-19", "82 FR 6218"),
    before=True,
    met=words["hong_kong_document"].is_(True),
)
def hong_kong_document(f: Facts) -> Condition:
    """A license for items of NS, MT, NP or CB reasons to or from Hong Kong is used with Hong Kong's own papers."""
    moves = f.destination.is_("HK") & f.action.in_("export", "reexport")
    leaves = f.action.is_("reexport") & words["reexported_from"].is_("HK")
    return _by_license() & (moves | leaves) & controlled_for(f, "NS", "MT", "NP", "CB")


@PART_750.duty(
    "us.ear.745.1",
    cites=["15 CFR 745.1(a)", "15 CFR 745.1(b)"],
    periods=[
        period(
            "2018-04-02",
            published="2018-04-02",
            cite="83 FR 13855",
            source="text of part 745 as of January 2025, last amended on that day by the section's note",
        )
    ],
    obligations=[
        Obligation(
            "notify_schedule_1",
            "Notify BIS at least 45 days before the export of a Schedule 1 chemical (3 days for up to 5 mg "
            "of saxitoxin for medicine), apart from the application, and report it by 13 February of the next year.",
            cfr("15 CFR 745.1(a)"),
            before=True,
            met=words["schedule_1_notified"].is_(True),
        )
    ],
)
def schedule_1_notice(f: Facts) -> Condition:
    """Exports of Schedule 1 chemicals are notified in advance and reported each year."""
    return f.action.is_("export") & on_list("schedule_1_chemicals", "that the item is a Schedule 1 chemical")
