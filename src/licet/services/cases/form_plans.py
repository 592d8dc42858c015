"""What the form of each act begins with, carries along, and lets one pick, by the state of its case or license."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, cast

from licet.events.encoding import plain as plain_data
from licet.licensing.case import Case
from licet.licensing.ledger import Adjustment
from licet.licensing.license import License
from licet.model.transaction import Role
from licet.presentation.words import amount, plain
from licet.services.cases.act_row import ActContext
from licet.services.cases.form_plan import FormPlan, Options, option

__all__ = [
    "amend",
    "announce",
    "change",
    "close_review",
    "one_condition",
    "open_adjustments",
    "pause",
    "propose",
    "propose_adjustment",
    "recommend",
    "refer",
    "release",
    "reserve",
    "reverse",
    "several_conditions",
    "ship",
    "step",
]


def amend(case: Case, _context: ActContext) -> FormPlan:
    now = cast("dict[str, Any]", plain_data(case.application))
    return FormPlan(
        {"application": now | {"version": case.application.version + 1}},
        frozenset({"application.version", "application.basis", "application.lines.number"}),
        spare={"application.parties": 1, "application.lines": 1, "application.documents": 1},
    )


def refer(case: Case, context: ActContext) -> FormPlan:
    fresh = [
        (key, name) for key, name in context.agencies if key not in {context.organization, case.organization}
    ]
    return FormPlan(options={"agencies": fresh})


def _line_titles(case: Case) -> list[str]:
    found = [case.application.line(number) for number in case.open_lines]
    return [
        f"Line {line.number}: {line.description or 'not described'}" for line in found if line is not None
    ]


def _party(role: Role, name: str | None) -> str:
    return f"{name} ({plain(role.value)})"


def _opinion(root: str, case: Case, context: ActContext) -> FormPlan:
    """A recommendation on every open line, and on the parties of whom one wants to speak."""
    parties = [party for party in case.application.parties if party.name]
    start = {
        "agency": context.organization,
        "version": case.application.version,
        "lines": [{"number": number} for number in case.open_lines],
        "parties": [{"role": party.role.value, "name": party.name} for party in parties],
    }
    carried = ("agency", "version", "lines.number", "parties.role", "parties.name")
    titles = {
        f"{root}.lines": _line_titles(case),
        f"{root}.parties": [_party(party.role, party.name) for party in parties],
    }
    return FormPlan({root: start}, frozenset(f"{root}.{text}" for text in carried), titles=titles)


def recommend(case: Case, context: ActContext) -> FormPlan:
    return _opinion("recommendation", case, context)


def close_review(case: Case, context: ActContext) -> FormPlan:
    return _opinion("position", case, context)


def pause(case: Case, _context: ActContext) -> FormPlan:
    return FormPlan({"pause_id": f"P-{len(case.pauses) + 1}"})


def _parties(case: Case) -> Options:
    return [
        (option([party.role.value, party.name]), _party(party.role, party.name))
        for party in case.application.parties
        if party.name
    ]


def announce(case: Case, _context: ActContext) -> FormPlan:
    return FormPlan(
        {"resolution": {"lines": [{"number": number} for number in case.open_lines]}},
        frozenset({"resolution.lines.number"}),
        {"resolution.denied_parties": _parties(case)},
        titles={"resolution.lines": _line_titles(case)},
    )


def propose(case: Case, _context: ActContext) -> FormPlan:
    """What was agreed or resolved is filled in; who proposes signs for it."""
    basis, resolution = case.application.basis, case.resolution
    said = {} if resolution is None else {line.number: line for line in resolution.lines}
    views = {number: opinion.view.value.startswith(("approve", "no_")) for number, opinion in said.items()}
    riders = {rider for opinion in said.values() for rider in opinion.riders}
    start = {
        "version": case.application.version,
        "lines": [{"number": number, "approve": views.get(number)} for number in case.open_lines],
        "policy": None if basis is None else basis.review_policy,
        "conditions": [
            {"text": text, "lines": [opinion.number]}
            for opinion in said.values()
            for text in opinion.conditions
        ],
        "riders": sorted(riders),
        "excluded_parties": [] if resolution is None else plain_data(resolution.denied_parties),
    }
    return FormPlan(
        {"proposal": start},
        frozenset({"proposal.version", "proposal.lines.number"}),
        {"proposal.excluded_parties": _parties(case)},
        {"proposal.conditions": 1},
        {"proposal.lines": _line_titles(case)},
    )


def step(case: Case, _context: ActContext) -> FormPlan:
    open_ = [pause for pause in case.pauses if pause.next_step is not None]
    return FormPlan(
        options={
            "pause_id": [(pause.pause_id, f"{pause.pause_id}: {pause.steps.title}") for pause in open_],
            "name": [(pause.next_step or "", plain(pause.next_step).capitalize()) for pause in open_],
        }
    )


def _lines(license_: License) -> Options:
    return [
        (str(line.number), f"{line.number}: {line.eccn} {line.description}") for line in license_.scope.lines
    ]


def _draw(license_: License, number: str, **options: Options) -> FormPlan:
    """So much of a line to parties of the license; place and use are those of the license."""
    scope = license_.scope
    parties = [plain_data(party) for party in scope.parties]
    draw = {
        "line": scope.lines[0].number,
        "destination": scope.destination,
        "end_use": scope.end_use,
        "parties": parties,
    }
    picks = [
        (option(row), _party(party.role, party.name))
        for row, party in zip(parties, scope.parties, strict=True)
    ]
    ids = "shipment_id" if number.startswith("S") else "reservation_id"
    return FormPlan(
        {ids: number, "draw": draw},
        frozenset({"draw.destination", "draw.end_use"}),
        {"draw.line": _lines(license_), "draw.parties": picks, **options},
    )


def _fresh(letter: str, taken: Iterable[str]) -> str:
    """An id that is not taken."""
    used = set(taken)
    return next(text for number in range(1, len(used) + 2) if (text := f"{letter}-{number}") not in used)


def reserve(license_: License, _context: ActContext) -> FormPlan:
    return _draw(license_, _fresh("R", license_.ledger.reservations))


def ship(license_: License, _context: ActContext) -> FormPlan:
    held = _drawn(license_.ledger.reservations)
    return _draw(license_, _fresh("S", license_.ledger.shipments), reservation_id=held)


def _drawn(kept: Mapping[str, Any]) -> Options:
    return [(key, _left_words(key, item)) for key, item in kept.items() if not item.left.is_nothing]


def _left_words(key: str, item: Any) -> str:
    left = f"{_units(item.left.quantity, item.draw.unit)}{amount(item.left.value)}"
    return f"{key}: {left} left, line {item.draw.line}"


def _units(quantity: Any, unit: str | None) -> str:
    return f"{quantity} {unit or 'units'}, " if quantity else ""


def _conditions(license_: License) -> Options:
    return [
        (condition.condition_id, f"{condition.condition_id}: {condition.text}")
        for condition in license_.conditions
    ]


def several_conditions(license_: License, _context: ActContext) -> FormPlan:
    return FormPlan(options={"conditions": _conditions(license_)})


def one_condition(license_: License, _context: ActContext) -> FormPlan:
    return FormPlan(options={"condition": _conditions(license_)})


def release(license_: License, _context: ActContext) -> FormPlan:
    return FormPlan(options={"reservation_id": _drawn(license_.ledger.reservations)})


def open_adjustments(license_: License, _context: ActContext) -> FormPlan:
    open_ = [
        adjustment for adjustment in license_.ledger.adjustments.values() if adjustment.confirmed is None
    ]
    words = [(adjustment.adjustment_id, _adjustment_words(adjustment)) for adjustment in open_]
    return FormPlan(options={"adjustment_id": words})


def _adjustment_words(adjustment: Adjustment) -> str:
    size = f"{adjustment.amount.quantity} units, {amount(adjustment.amount.value)}"
    return f"{adjustment.adjustment_id}: line {adjustment.line}, {size}"


def change(license_: License, _context: ActContext) -> FormPlan:
    named = [(party.name, _party(party.role, party.name)) for party in license_.scope.parties]
    start = {"scope": plain_data(license_.scope)}
    return FormPlan(start, frozenset({"scope.lines.number"}), {"wish.party": named}, {"scope.parties": 1})


def reverse(license_: License, _context: ActContext) -> FormPlan:
    return FormPlan(
        {"reversal_id": _fresh("B", license_.ledger.reservations)},
        options={"shipment_id": _drawn(license_.ledger.shipments)},
    )


def propose_adjustment(license_: License, _context: ActContext) -> FormPlan:
    return FormPlan(
        {"adjustment_id": _fresh("J", license_.ledger.adjustments), "line": license_.scope.lines[0].number},
        options={"line": _lines(license_)},
    )
