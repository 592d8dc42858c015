"""Is a change of a license non-material (which of 15 CFR 750.7(c)), or does it need a replacement?

A fact that is not stated is not assumed: the change is then none of 750.7(c)(1), and what would make it one is
named.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from types import MappingProxyType

from licet.licensing.scope import LicenseScope
from licet.model.transaction import Role
from licet.rules.citation import Citation, cfr

__all__ = ["Change", "ChangeClass", "ChangeKind", "Classified", "classify"]


class ChangeKind(StrEnum):
    """What changes."""

    PRICE_LOWER = "price_lower"
    PRICE_WITHIN_TOLERANCE = "price_within_tolerance"
    PRICE_BY_COSTS = "price_by_costs_of_delivery_or_currency"
    PRICE_BY_STATEMENT = "price_by_price_statement"
    INTERMEDIATE_CONSIGNEE = "intermediate_consignee"
    UNLOADING_EN_ROUTE = "unloading_en_route"
    ADDRESS = "address_of_purchaser_or_ultimate_consignee"
    ECCN_OR_WORDING = "eccn_or_wording"
    AMONG_END_USERS = "among_end_users"
    MT_MINIMUM = "mt_minimum_software_or_technology"
    RUSSIA_HTS = "russia_hts_code"
    NAME = "name"
    VALIDITY = "validity"
    OTHER = "other"


class ChangeClass(StrEnum):
    """What a change takes."""

    NON_MATERIAL = "non_material"
    WITH_APPROVAL = "with_approval"
    REPLACEMENT = "replacement"
    NEW_APPLICATION = "new_application"


@dataclass(frozen=True, slots=True)
class Change:
    """A change that is wished for. ``country``: of the new party or address; ``facts``: what is stated of it.

    ``party``: the name on the license of the party whose address changes.
    ``new_value``: the total value of the license after the change, in US dollars.
    """

    kind: ChangeKind
    country: str | None = None
    party: str | None = None
    new_value: Decimal | None = None
    facts: Mapping[str, bool] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Classified:
    """How a change is classified, why, and what was missing for less."""

    result: ChangeClass
    cite: Citation
    why: str
    missing: tuple[str, ...] = ()


_REPLACEMENT = cfr("15 CFR 750.7(c)(1)")
_NAME = cfr("15 CFR 750.7(c)(2)")


@dataclass(frozen=True, slots=True)
class _ChangeRule:
    paragraph: str
    title: str
    facts: tuple[str, ...] = ()
    scope: Callable[[Change, LicenseScope], str | None] = lambda _change, _scope: None


def _in_destination(change: Change, scope: LicenseScope) -> str | None:
    if change.country == scope.destination:
        return None
    return f"it is in {change.country or 'an unknown country'}, the license is for {scope.destination}"


def _same_country(change: Change, scope: LicenseScope) -> str | None:
    roles = (Role.PURCHASER, Role.ULTIMATE_CONSIGNEE)
    named = [party for role in roles for party in scope.named(role, change.party or "")]
    if any(party.country == change.country for party in named):
        return None
    return "no purchaser or ultimate consignee of this name is in that country on the license"


def _lower(change: Change, scope: LicenseScope) -> str | None:
    lower = change.new_value is not None and change.new_value < scope.value
    return None if lower else "the new total value is not lower"


def _tolerated(change: Change, scope: LicenseScope) -> str | None:
    if change.new_value is None:
        return "the new total value is not stated"
    most = scope.value + sum((line.value * line.tolerance for line in scope.lines), Decimal(0))
    return None if change.new_value <= most else f"{change.new_value} is more than {most}"


def _by_statement(_change: Change, scope: LicenseScope) -> str | None:
    return None if scope.price_statement else "the license has no price statement"


def _end_users(_change: Change, scope: LicenseScope) -> str | None:
    return "a condition binds the ultimate consignee alone" if scope.not_for_end_users else None


_RULES: Mapping[ChangeKind, _ChangeRule] = MappingProxyType(
    {
        ChangeKind.PRICE_LOWER: _ChangeRule("(i)", "unit price or total value decreases", scope=_lower),
        ChangeKind.PRICE_WITHIN_TOLERANCE: _ChangeRule(
            "(ii)", "the price increases within the tolerance of 750.11", ("units_remain",), _tolerated
        ),
        ChangeKind.PRICE_BY_COSTS: _ChangeRule(
            "(iii)",
            "the price increases by point of delivery, port, transport, charges, storage or currency",
            ("justified_by_costs",),
        ),
        ChangeKind.PRICE_BY_STATEMENT: _ChangeRule(
            "(iv)",
            "the price is set as the price statement permits",
            ("conforms_to_statement",),
            _by_statement,
        ),
        ChangeKind.INTERMEDIATE_CONSIGNEE: _ChangeRule(
            "(v)",
            "a new intermediate consignee in the country of ultimate destination",
            ("no_consolidated_shipment",),
            _in_destination,
        ),
        ChangeKind.UNLOADING_EN_ROUTE: _ChangeRule(
            "(vi)",
            "unloading at a port of Country Group B on the way",
            (
                "port_in_group_b",
                "solely_for_onforwarding",
                "through_bill_of_lading",
                "carrier_clear_of_d1_e2",
                "carrier_keeps_custody",
                "original_bill_delivered",
            ),
        ),
        ChangeKind.ADDRESS: _ChangeRule("(vii)", "a new address in the same country", scope=_same_country),
        ChangeKind.ECCN_OR_WORDING: _ChangeRule(
            "(viii)",
            "ECCN after an official revision, or wording of the description",
            ("official_revision_or_wording_only", "same_item", "no_increase_of_price_or_quantity"),
        ),
        ChangeKind.AMONG_END_USERS: _ChangeRule(
            "(ix)",
            "directly to and among approved end users and the ultimate consignee",
            ("all_named_with_location", "conditions_can_be_met"),
            _end_users,
        ),
        ChangeKind.MT_MINIMUM: _ChangeRule(
            "(x)", "minimum necessary MT software or technology", ("within_742_5_b_3",)
        ),
        ChangeKind.RUSSIA_HTS: _ChangeRule(
            "(xi)",
            "a new HTS-6 code or item of Supplements 2, 4, 5 or 6 to part 746",
            ("for_divestiture", "added_after_validation", "license_not_expired", "within_tolerance_or_units"),
        ),
    }
)


def classify(change: Change, scope: LicenseScope) -> Classified:
    """What a change takes, with the paragraph.

    >>> from licet.model.transaction import Action
    >>> scope = LicenseScope(Action.EXPORT, "IN", "civil", (), ())
    >>> classify(Change(ChangeKind.INTERMEDIATE_CONSIGNEE, country="SG"), scope).result
    <ChangeClass.REPLACEMENT: 'replacement'>
    """
    if change.kind is ChangeKind.NAME:
        return _name(change)
    if change.kind is ChangeKind.VALIDITY:
        why = "a request for an extension, by letter, while the license is valid"
        return Classified(ChangeClass.WITH_APPROVAL, cfr("15 CFR 750.7(g)(1)"), why)
    rule = _RULES.get(change.kind)
    if rule is None:
        why = "a change that 750.7(c)(1) does not name"
        return Classified(ChangeClass.REPLACEMENT, _REPLACEMENT, why)
    missing = [fact.replace("_", " ") for fact in rule.facts if change.facts.get(fact) is not True]
    against = rule.scope(change, scope)
    missing += [against] if against is not None else []
    cite = cfr(f"15 CFR 750.7(c)(1){rule.paragraph}")
    if missing:
        return Classified(ChangeClass.REPLACEMENT, cite, f"not shown: {rule.title}", tuple(missing))
    return Classified(ChangeClass.NON_MATERIAL, cite, rule.title)


def _name(change: Change) -> Classified:
    if change.facts.get("no_change_of_ownership_or_legal_status") is not True:
        why = "ownership or legal status has changed, or may have: a name alone is not what changes"
        return Classified(ChangeClass.NEW_APPLICATION, cfr("15 CFR 750.7(c)(2)(iv)"), why)
    if change.facts.get("approved_by_bis") is not True:
        why = "a change of name alone: ask for an advisory opinion, and wait for its approval"
        return Classified(ChangeClass.WITH_APPROVAL, _NAME, why, ("approved by bis",))
    return Classified(ChangeClass.NON_MATERIAL, _NAME, "a change of name alone, approved by BIS")
