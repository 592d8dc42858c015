"""``licet ledger``: drawing on a license, putting it right, and comparing it with what was filed."""

from __future__ import annotations

from typing import Annotated, Any, Optional

import typer

from licet.cli.files import day_of, fail
from licet.cli.session import AsJson, Session, keep_file, say, show_json, with_session
from licet.licensing.correcting import ReversalGround

__all__ = ["app"]

app = typer.Typer(
    no_args_is_help=True, help="The ledger of a license: reserve, ship, reverse, adjust, reconcile."
)

Number = Annotated[str, typer.Argument(help="The number of the license.")]
Line = Annotated[int, typer.Option("--line", help="The line of the license.")]
Value = Annotated[str, typer.Option("--value", help="In US dollars, such as 1200.00.")]
Quantity = Annotated[
    Optional[str],  # noqa: UP045 - typer reads it
    typer.Option("--quantity", help="In the unit of the line; left out on a line that counts none."),
]
Unit = Annotated[
    Optional[str],  # noqa: UP045
    typer.Option("--unit", help="The unit, to be held against that of the license."),
]
To = Annotated[
    Optional[list[str]],  # noqa: UP045
    typer.Option(
        "--to",
        help="A party as ROLE:NAME:COUNTRY, such as 'ultimate_consignee:Alpha Ltd.:CN'; may be given again.",
    ),
]
Destination = Annotated[
    Optional[str],  # noqa: UP045
    typer.Option("--destination", help="The country of ultimate destination, such as CN."),
]
EndUse = Annotated[
    Optional[str],  # noqa: UP045
    typer.Option("--end-use", help="The end use, in the words of the license."),
]
Id = Annotated[str, typer.Option("--id", help="Your own id of this posting; the same id is posted once.")]
Reference = Annotated[
    Optional[str],  # noqa: UP045
    typer.Option("--reference", help="Your own reference, such as the number of an order or invoice."),
]
Reason = Annotated[str, typer.Option("--reason", help="Why.")]
Document = Annotated[
    Optional[str],  # noqa: UP045
    typer.Option("--document", help="A file (it is kept), or the SHA-256 of one that was."),
]


@app.command()
@with_session
def balance(session: Session, number: Number, as_json: AsJson = False) -> None:
    """Show what remains of every line, and what is reserved, shipped and adjusted."""
    from licet.cli.license_show import balance_lines, balance_plain

    found = session.case_service.license(session.actor, number)
    if as_json:
        show_json(balance_plain(found))
        return
    for text in balance_lines(found):
        print(text.removeprefix("  "))


@app.command()
@with_session
def journal(session: Session, number: Number, as_json: AsJson = False) -> None:
    """List every posting, account by account: together they are the balance."""
    from licet.licensing.license import journal as postings_of

    history = session.case_service.history(session.actor, "license", number)
    rows = [
        {
            "at": event.at.isoformat(),
            "kind": event.kind.value,
            "posting_id": event.payload.get("posting_id"),
            "line": posting.line,
            "account": posting.account.value,
            "quantity": format(posting.amount.quantity, "f"),
            "value": format(posting.amount.value, "f"),
        }
        for event, posting in postings_of(stored.event for stored in history)
    ]
    if as_json:
        show_json(rows)
        return
    for row in rows:
        what = str(row["kind"]).partition(".")[2].replace("_", " ")
        print(
            f"{str(row['at'])[:16]}  {what:22}  {row['posting_id'] or '':10}  line {row['line']}"
            f"  {row['account']:10}  {row['quantity']:>12}  USD {row['value']:>14}"
        )


@app.command()
@with_session
def reserve(
    session: Session,
    number: Number,
    posting_id: Id,
    line: Line,
    value: Value,
    quantity: Quantity = None,
    unit: Unit = None,
    to: To = None,
    destination: Destination = None,
    end_use: EndUse = None,
    reference: Reference = None,
    as_json: AsJson = False,
) -> None:
    """Set a part of a line aside for a shipment to come."""
    from licet.licensing import drawing

    draw = _draw(line, quantity, value, unit, to, destination, end_use)
    done = session.case_service.act(
        session.actor, number, drawing.reserve, reservation_id=posting_id, draw=draw, reference=reference
    )
    say(done, as_json=as_json)


@app.command()
@with_session
def release(
    session: Session,
    number: Number,
    posting_id: Annotated[str, typer.Option("--id", help="The reservation.")],
    reason: Reason = "",
    as_json: AsJson = False,
) -> None:
    """Give back what is left of a reservation."""
    from licet.licensing import drawing

    done = session.case_service.act(
        session.actor, number, drawing.release, reason=reason, reservation_id=posting_id
    )
    say(done, as_json=as_json)


@app.command()
@with_session
def ship(
    session: Session,
    number: Number,
    posting_id: Id,
    value: Value,
    line: Annotated[
        Optional[int],  # noqa: UP045
        typer.Option("--line", help="The line of the license; that of the reservation where there is one."),
    ] = None,
    quantity: Quantity = None,
    unit: Unit = None,
    to: To = None,
    destination: Destination = None,
    end_use: EndUse = None,
    reservation: Annotated[
        Optional[str],  # noqa: UP045
        typer.Option(
            "--reservation", help="Out of this reservation, for its parties, destination and end use."
        ),
    ] = None,
    on: Annotated[
        Optional[str],  # noqa: UP045
        typer.Option("--on", help="The day of departure (YYYY-MM-DD); today unless said."),
    ] = None,
    laden_on: Annotated[
        Optional[str],  # noqa: UP045
        typer.Option(
            "--laden-on", help="The day on which it was laden aboard a vessel, which counts for expiry."
        ),
    ] = None,
    itn: Annotated[
        Optional[str],  # noqa: UP045
        typer.Option("--itn", help="The Internal Transaction Number of the export filing."),
    ] = None,
    reference: Reference = None,
    as_json: AsJson = False,
) -> None:
    """Post a shipment, directly or out of a reservation."""
    from licet.licensing import drawing

    if reservation is None:
        if line is None:
            fail("--line is missing")
        draw = _draw(line, quantity, value, unit, to, destination, end_use)
    else:
        draw = _as_reserved(session, number, reservation, quantity, value)
    done = session.case_service.act(
        session.actor,
        number,
        drawing.ship,
        shipment_id=posting_id,
        draw=draw,
        reservation_id=reservation,
        on=day_of(on, "--on"),
        laden_on=day_of(laden_on, "--laden-on"),
        itn=itn,
        reference=reference,
    )
    say(done, as_json=as_json)


@app.command()
@with_session
def reverse(
    session: Session,
    number: Number,
    posting_id: Id,
    shipment: Annotated[str, typer.Option("--shipment", help="The shipment that is taken back.")],
    ground: Annotated[ReversalGround, typer.Option("--ground", help="It never left, or was not delivered.")],
    reason: Reason,
    quantity: Annotated[
        Optional[str],  # noqa: UP045
        typer.Option("--quantity", help="A part of it; all that is left unless said."),
    ] = None,
    value: Annotated[
        Optional[str],  # noqa: UP045
        typer.Option("--value", help="The value of that part in US dollars."),
    ] = None,
    document: Document = None,
    as_json: AsJson = False,
) -> None:
    """Take back a shipment that never left, or that the carrier did not deliver (15 CFR 758.4(c))."""
    from licet.licensing import correcting

    part = None if quantity is None and value is None else _amount(quantity, value)
    done = session.case_service.act(
        session.actor,
        number,
        correcting.reverse,
        reason=reason,
        reversal_id=posting_id,
        shipment_id=shipment,
        ground=ground,
        amount=part,
        document=None if document is None else keep_file(session, document),
    )
    say(done, as_json=as_json)


@app.command()
@with_session
def adjust(
    session: Session,
    number: Number,
    posting_id: Id,
    line: Line,
    reason: Reason,
    quantity: Annotated[
        str, typer.Option("--quantity", help="Above zero uses up, below zero gives back.")
    ] = "0",
    value: Annotated[str, typer.Option("--value", help="In US dollars, above or below zero.")] = "0",
    document: Document = None,
    as_json: AsJson = False,
) -> None:
    """Propose a correction; another person confirms it, and only then it counts."""
    from licet.licensing import correcting

    done = session.case_service.act(
        session.actor,
        number,
        correcting.propose_adjustment,
        reason=reason,
        adjustment_id=posting_id,
        line=line,
        amount=_amount(quantity, value),
        document=None if document is None else keep_file(session, document),
    )
    say(done, as_json=as_json)


@app.command()
@with_session
def confirm(
    session: Session,
    number: Number,
    posting_id: Annotated[str, typer.Option("--id", help="The adjustment.")],
    reason: Reason = "",
    as_json: AsJson = False,
) -> None:
    """Confirm an adjustment that another person proposed."""
    from licet.licensing import correcting

    act = correcting.confirm_adjustment
    say(
        session.case_service.act(session.actor, number, act, reason=reason, adjustment_id=posting_id),
        as_json=as_json,
    )


@app.command()
@with_session
def reject(
    session: Session,
    number: Number,
    posting_id: Annotated[str, typer.Option("--id", help="The adjustment.")],
    reason: Reason,
    as_json: AsJson = False,
) -> None:
    """Reject an adjustment that another person proposed."""
    from licet.licensing import correcting

    act = correcting.reject_adjustment
    say(
        session.case_service.act(session.actor, number, act, reason=reason, adjustment_id=posting_id),
        as_json=as_json,
    )


@app.command()
@with_session
def reconcile(
    session: Session,
    file: Annotated[str, typer.Argument(help="A customs file (CSV; licet help licensing has its columns).")],
    numbers: Annotated[
        Optional[list[str]],  # noqa: UP045
        typer.Option("--license", help="Only this license; may be given again. All of yours unless said."),
    ] = None,
    record: Annotated[
        bool, typer.Option("--record", help="Keep the file, and put on record what differed.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Compare what was shipped with a customs file. Exit status 1: something differs, or a row cannot be read."""
    from licet.cli.reconciling import compare

    alike = compare(session, file, numbers or [], record=record, as_json=as_json)
    if not alike:
        raise typer.Exit(1)


def _draw(
    line: int,
    quantity: str | None,
    value: str,
    unit: str | None,
    to: list[str] | None,
    destination: str | None,
    end_use: str | None,
) -> Any:
    from licet.licensing.ledger import Draw

    missing = [
        flag
        for flag, item in (("--to", to), ("--destination", destination), ("--end-use", end_use))
        if not item
    ]
    if missing:
        fail(f"{missing[0]} is missing: a license is for named parties, one destination and one end use")
    made = _amount(quantity, value)
    parties = tuple(_party(text) for text in to or ())
    counted = None if quantity is None else made.quantity
    return Draw(line, counted, made.value, destination or "", parties, end_use or "", unit)


def _as_reserved(session: Session, number: str, reservation: str, quantity: str | None, value: str) -> Any:
    """The draw of a reservation, for so many and so much."""
    from dataclasses import replace

    found = session.case_service.license(session.actor, number).ledger.reservations.get(reservation)
    if found is None:
        fail(f"--reservation: there is no reservation {reservation}")
    made = _amount(quantity, value)
    return replace(found.draw, quantity=None if quantity is None else made.quantity, value=made.value)


def _party(text: str) -> Any:
    from licet.licensing.scope import LicensedParty
    from licet.model.transaction import Role

    role, colon, rest = text.partition(":")
    name, second, country = rest.rpartition(":")
    if not (colon and second and name.strip() and len(country) == 2):  # noqa: PLR2004
        fail(f"--to: {text!r} is not ROLE:NAME:COUNTRY")
    try:
        return LicensedParty(Role(role), name.strip(), country.upper())
    except ValueError:
        fail(f"--to: {role!r} is none of {', '.join(Role)}")


def _amount(quantity: str | None, value: str | None) -> Any:
    from licet.licensing.ledger import LedgerAmount
    from licet.model.numbers import bounded_number

    read = {}
    for flag, text in (("--quantity", quantity), ("--value", value)):
        try:
            read[flag] = bounded_number(text or "0")
        except ValueError as error:
            fail(f"{flag}: {error}")
    return LedgerAmount(read["--quantity"], read["--value"])
