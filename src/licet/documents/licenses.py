"""The license as a document."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Any

from licet.documents.render import Rendered, render
from licet.documents.words import (
    Authority,
    amount,
    country,
    day,
    letterhead_of,
    money,
    role,
    title_of,
    type_of_application,
)
from licet.licensing.case import Case
from licet.licensing.days import day_of
from licet.licensing.license import License, LicenseCondition
from licet.licensing.scope import DEFAULT_TOLERANCE

__all__ = ["license_data", "license_document"]


def license_document(
    license_: License, case: Case, made_at: datetime, authority: Authority | None = None
) -> Rendered:
    """The license, as its record stands. ``case``: the one on which it was issued; ``made_at``: UTC.

    ``authority``: that which issued it, where this installation is its; else the paper is a specimen.
    """
    data = license_data(license_, case, made_at, authority)
    title, name = f"License {license_.number}", f"license-{license_.number}"
    return render("license", title_of(title, authority), name, data, made_at)


def license_data(
    license_: License, case: Case, made_at: datetime, authority: Authority | None
) -> dict[str, Any]:
    """What the template is given."""
    scope, on = license_.scope, day_of(made_at)
    return {
        **letterhead_of(authority),
        "title": f"{type_of_application(scope.action).capitalize()} License",
        "number": license_.number,
        "version": license_.version,
        "printed": day(on),
        "licensee": license_.licensee,
        "acn": case.acn,
        "issued_on": day(license_.issued_on),
        "expires_on": day(license_.expires_on),
        "validity": license_.validity.why,
        "action": type_of_application(scope.action),
        "destination": country(scope.destination),
        "end_use": scope.end_use,
        "replaces": license_.replaces,
        "status": license_.status(on).value,
        "lines": [
            {
                "number": str(line.number),
                "eccn": line.eccn,
                "description": line.description,
                "quantity": amount(line.quantity) or "none stated",
                "unit": line.unit or "",
                "unit_price": money(line.unit_price),
                "value": money(line.value),
            }
            for line in scope.lines
        ],
        "total": money(scope.value),
        "tolerance": _tolerance({line.tolerance for line in scope.lines}),
        "parties": [
            {
                "role": role(party.role),
                "name": party.name,
                "address": party.address,
                "country": country(party.country),
            }
            for party in scope.parties
        ],
        "conditions": [_condition(condition) for condition in license_.conditions],
        "riders": list(license_.riders),
        "signed": {"name": license_.acts[0][0], "role": "Issuing officer"},
    }


def _tolerance(rates: set[Decimal]) -> str:
    if rates == {DEFAULT_TOLERANCE}:
        return "up to 10 percent (15 CFR 750.11(b))"
    said = ", ".join(f"{rate * 100:f} percent".replace(".00 ", " ") for rate in sorted(rates))
    return f"as stipulated on this license, {said} (15 CFR 750.11(b)(1), (2))"


def _condition(license_condition: LicenseCondition) -> dict[str, str]:
    notes = [
        f"Lines {', '.join(map(str, license_condition.lines))}." if license_condition.lines else "",
        f"Binds {license_condition.applies_to}." if license_condition.applies_to else "",
        f"By {day(license_condition.due)}." if license_condition.due else "",
        "Before anything is shipped." if license_condition.before_shipment else "",
        "To be acknowledged in writing." if license_condition.acknowledge else "",
        f"Lapsed as of {day(license_condition.lapsed_on)} (15 CFR 750.7(i))."
        if license_condition.lapsed_on
        else "",
    ]
    return {
        "id": license_condition.condition_id,
        "text": license_condition.text,
        "notes": " ".join(note for note in notes if note),
    }
