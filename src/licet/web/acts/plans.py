"""How the form of each act is laid out: what it begins with, carries, and lets one pick."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, cast

from licet.events.encoding import plain as plain_data
from licet.licensing.case import Case
from licet.licensing.ledger import Adjustment
from licet.licensing.license import License
from licet.model.transaction import Role
from licet.presentation.words import amount, plain
from licet.web.acts.fields import Options, Plan, option

__all__ = ["Around", "case_plan", "license_plan"]


@dataclass(frozen=True, slots=True)
class Around:
    """What a form has to know besides its subject: the organisation that acts, and the agencies there are."""

    organisation: str
    agencies: Sequence[tuple[str, str]]


def case_plan(name: str, case: Case, around: Around) -> Plan:
    """The plan of an act on a case."""
    made = _CASE.get(name)
    return Plan() if made is None else made(case, around)


def _amend(case: Case, _around: Around) -> Plan:
    now = cast("dict[str, Any]", plain_data(case.application))
    return Plan(
        {"application": now | {"version": case.application.version + 1}},
        frozenset({"application.version", "application.basis", "application.lines.number"}),
        spare={"application.parties": 1, "application.lines": 1, "application.documents": 1},
    )


def _refer(case: Case, around: Around) -> Plan:
    fresh = [
        (key, name) for key, name in around.agencies if key not in {around.organisation, case.organisation}
    ]
    return Plan(options={"agencies": fresh})


def _line_titles(case: Case) -> list[str]:
    found = [case.application.line(number) for number in case.open_lines]
    return [
        f"Line {line.number}: {line.description or 'not described'}" for line in found if line is not None
    ]


def _party(role: Role, name: str | None) -> str:
    return f"{name} ({plain(role.value)})"


def _opinion(root: str, case: Case, around: Around) -> Plan:
    """A recommendation on every open line, and on the parties of whom one wants to speak."""
    parties = [party for party in case.application.parties if party.name]
    start = {
        "agency": around.organisation,
        "version": case.application.version,
        "lines": [{"number": number} for number in case.open_lines],
        "parties": [{"role": party.role.value, "name": party.name} for party in parties],
    }
    carried = ("agency", "version", "lines.number", "parties.role", "parties.name")
    titles = {
        f"{root}.lines": _line_titles(case),
        f"{root}.parties": [_party(party.role, party.name) for party in parties],
    }
    return Plan({root: start}, frozenset(f"{root}.{text}" for text in carried), titles=titles)


def _parties(case: Case) -> Options:
    return [
        (option([party.role.value, party.name]), _party(party.role, party.name))
        for party in case.application.parties
        if party.name
    ]


def _announce(case: Case, _around: Around) -> Plan:
    return Plan(
        {"resolution": {"lines": [{"number": number} for number in case.open_lines]}},
        frozenset({"resolution.lines.number"}),
        {"resolution.denied_parties": _parties(case)},
        titles={"resolution.lines": _line_titles(case)},
    )


def _propose(case: Case, _around: Around) -> Plan:
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
    return Plan(
        {"proposal": start},
        frozenset({"proposal.version", "proposal.lines.number"}),
        {"proposal.excluded_parties": _parties(case)},
        {"proposal.conditions": 1},
        {"proposal.lines": _line_titles(case)},
    )


def _step(case: Case, _around: Around) -> Plan:
    open_ = [pause for pause in case.pauses if pause.next_step is not None]
    return Plan(
        options={
            "pause_id": [(pause.pause_id, f"{pause.pause_id}: {pause.steps.title}") for pause in open_],
            "name": [(pause.next_step or "", plain(pause.next_step).capitalize()) for pause in open_],
        }
    )


_CASE: Mapping[str, Callable[[Case, Around], Plan]] = MappingProxyType(
    {
        "amend": _amend,
        "refer": _refer,
        "recommend": lambda case, around: _opinion("recommendation", case, around),
        "close_review": lambda case, around: _opinion("position", case, around),
        "announce": _announce,
        "propose": _propose,
        "pause": lambda case, _: Plan({"pause_id": f"P-{len(case.pauses) + 1}"}),
        "step": _step,
    }
)


def license_plan(name: str, license_: License) -> Plan:
    """The plan of an act on a license."""
    made = _LICENSE.get(name)
    return Plan() if made is None else made(license_)


def _lines(license_: License) -> Options:
    return [
        (str(line.number), f"{line.number}: {line.eccn} {line.description}") for line in license_.scope.lines
    ]


def _draw(license_: License, number: str, **options: Options) -> Plan:
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
    return Plan(
        {ids: number, "draw": draw},
        frozenset({"draw.destination", "draw.end_use"}),
        {"draw.line": _lines(license_), "draw.parties": picks, **options},
    )


def _fresh(letter: str, taken: Iterable[str]) -> str:
    """An id that is not taken."""
    used = set(taken)
    return next(text for number in range(1, len(used) + 2) if (text := f"{letter}-{number}") not in used)


def _reserve(license_: License) -> Plan:
    return _draw(license_, _fresh("R", license_.ledger.reservations))


def _ship(license_: License) -> Plan:
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


def _adjustments(license_: License) -> Plan:
    open_ = [
        adjustment for adjustment in license_.ledger.adjustments.values() if adjustment.confirmed is None
    ]
    words = [(adjustment.adjustment_id, _adjustment_words(adjustment)) for adjustment in open_]
    return Plan(options={"adjustment_id": words})


def _adjustment_words(adjustment: Adjustment) -> str:
    size = f"{adjustment.amount.quantity} units, {amount(adjustment.amount.value)}"
    return f"{adjustment.adjustment_id}: line {adjustment.line}, {size}"


def _change(license_: License) -> Plan:
    named = [(party.name, _party(party.role, party.name)) for party in license_.scope.parties]
    start = {"scope": plain_data(license_.scope)}
    return Plan(start, frozenset({"scope.lines.number"}), {"wish.party": named}, {"scope.parties": 1})


def _reverse(license_: License) -> Plan:
    return Plan(
        {"reversal_id": _fresh("B", license_.ledger.reservations)},
        options={"shipment_id": _drawn(license_.ledger.shipments)},
    )


def _propose_adjustment(license_: License) -> Plan:
    return Plan(
        {"adjustment_id": _fresh("J", license_.ledger.adjustments), "line": license_.scope.lines[0].number},
        options={"line": _lines(license_)},
    )


_LICENSE: Mapping[str, Callable[[License], Plan]] = MappingProxyType(
    {
        "send_conditions": lambda license_: Plan(options={"conditions": _conditions(license_)}),
        "acknowledge": lambda license_: Plan(options={"condition": _conditions(license_)}),
        "fulfill": lambda license_: Plan(options={"condition": _conditions(license_)}),
        "change": _change,
        "reserve": _reserve,
        "release": lambda license_: Plan(options={"reservation_id": _drawn(license_.ledger.reservations)}),
        "ship": _ship,
        "reverse": _reverse,
        "propose_adjustment": _propose_adjustment,
        "confirm_adjustment": _adjustments,
        "reject_adjustment": _adjustments,
    }
)
