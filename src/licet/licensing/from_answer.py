"""From an answer to an application in one step: "this sale needs a license: apply"."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal

from licet.engine.determination import Determination
from licet.engine.report import to_wire
from licet.events.refusal import Refusal
from licet.licensing.application import Applicant, Application, ApplicationLine, ApplicationParty, Basis
from licet.model.transaction import Item
from licet.rules.answer import Answer
from licet.rules.citation import cfr

__all__ = ["application_from", "basis_of", "joined"]

_CENT = Decimal("0.01")


def application_from(
    found: Determination, applicant: Applicant, applied_on: date, *, order_reference: str | None = None
) -> Application:
    """The first version of an application, with everything that the answer already knows.

    What the sale does not say stays empty and is found by :func:`~licet.licensing.completeness.gaps`.
    Refusal ``not_needed``, ``prohibited`` or ``undetermined`` when the answer is not that a license is needed.
    """
    _refuse_needless(found)
    sale = found.sale
    return Application(
        version=1,
        action=sale.action,
        applied_on=applied_on,
        applicant=applicant,
        parties=tuple(
            ApplicationParty(party.role, party.name, party.address, party.country) for party in sale.parties
        ),
        lines=(_line(sale.item),),
        destination=sale.destination,
        end_use=sale.end_use_words or sale.end_use,
        order_reference=order_reference,
        laden_on=sale.en_route_since,
        basis=basis_of(found),
    )


def joined(applications: Sequence[Application]) -> Application:
    """One application for several items that go to the same parties, place and use: each a line.

    Refusal ``other_transaction`` when they do not; ValueError when there are none.
    """
    first = applications[0]
    for number, application in enumerate(applications[1:], start=2):
        same = (application.action, application.destination, application.end_use, set(application.parties))
        if same != (first.action, first.destination, first.end_use, set(first.parties)):
            message = f"item {number} goes to other parties, another place or another use: apply for it apart"
            raise Refusal("other_transaction", message, cfr("15 CFR 748.4(f)"))
    lines = (
        replace(line, number=number)
        for number, application in enumerate(applications, 1)
        for line in application.lines
    )
    return replace(first, lines=tuple(lines))


def basis_of(found: Determination) -> Basis:
    """What an application keeps of the answer that it rests on."""
    return Basis(
        answer=found.answer.value,
        review_policy=found.review_policy,
        cites=tuple(cite.text for cite in found.cites),
        as_of=found.sale.as_of,
        receipt_id=found.receipt.receipt_id,
        answer_sha256=_hash(found),
    )


def _hash(found: Determination) -> str:
    """Of the wire format in its one form; it may hold numbers with a fraction, which :func:`canonical` refuses."""
    text = json.dumps(to_wire(found), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def _refuse_needless(found: Determination) -> None:
    if found.answer is Answer.LICENSE_REQUIRED:
        return
    if found.answer is Answer.PROHIBITED:
        raise Refusal("prohibited", "this is prohibited; a license would not help", cfr("15 CFR 764.2(k)"))
    if found.answer is Answer.UNDETERMINED:
        asked = "; ".join(need.question for need in found.needs) or "see the caveats"
        raise Refusal("undetermined", f"whether a license is needed is open: {asked}")
    message = f"no license is needed: {found.answer.value.replace('_', ' ')}"
    raise Refusal("not_needed", message, cfr("15 CFR 750.4(c)(3)"))


def _line(item: Item) -> ApplicationLine:
    return ApplicationLine(
        number=1,
        description=item.description,
        kind=item.kind,
        eccn=item.eccn,
        quantity=item.quantity,
        unit=item.unit,
        unit_price=_unit_price(item),
        value=item.value_usd,
    )


def _unit_price(item: Item) -> Decimal | None:
    """Value by quantity where that comes out even in cents; else None, for nobody stated it."""
    if item.value_usd is None or not item.quantity:
        return None
    price = (item.value_usd / item.quantity).quantize(_CENT)
    return price if price * item.quantity == item.value_usd else None
