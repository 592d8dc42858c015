"""``licet documents``: licenses, letters and statements as PDF."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Optional

import typer

from licet.cli.files import fail, read_sale
from licet.cli.session import Session, with_session

if TYPE_CHECKING:
    from licet.documents import Rendered

__all__ = ["app", "write_document"]

app = typer.Typer(no_args_is_help=True, help="Licenses, letters and statements as PDF.")

Out = Annotated[
    Optional[str],  # noqa: UP045 - typer reads it
    typer.Option(
        "--out", help="The new file, or a folder; the document's own name in this folder unless said."
    ),
]
Case = Annotated[str, typer.Argument(help="The id of the case.")]
Sale = Annotated[str, typer.Argument(help="A sale as JSON or TOML; - reads standard input.")]


@app.command(name="license")
@with_session
def license_(
    session: Session,
    number: Annotated[str, typer.Argument(help="The number of the license.")],
    out: Out = None,
) -> None:
    """Print a license as its record stands."""
    from licet.documents import license_document

    found = session.case_service.license(session.actor, number)
    case = session.case_service.case(session.actor, found.case_id)
    events = [stored.event for stored in session.case_service.history(session.actor, "license", number)]
    issuer = _issuer(session, events, "LICENSE", number, found.version)
    write_document(license_document(found, case, session.now, issuer), out)


@app.command()
@with_session
def denial(session: Session, case_id: Case, out: Out = None) -> None:
    """Print the letter that announces an intent to deny, with its six contents (15 CFR 750.6(a))."""
    from licet.documents import intent_to_deny

    case = session.case_service.case(session.actor, case_id)
    events = [stored.event for stored in session.case_service.history(session.actor, "case", case_id)]
    issuer = _issuer(session, events, "INTENT_TO_DENY", case_id, case.version)
    write_document(intent_to_deny(case, events, session.now, issuer), out)


@app.command(name="return")
@with_session
def return_(session: Session, case_id: Case, out: Out = None) -> None:
    """Print the notice that an application is returned, with each deficiency."""
    from licet.documents import return_notice

    case = session.case_service.case(session.actor, case_id)
    events = [stored.event for stored in session.case_service.history(session.actor, "case", case_id)]
    issuer = _issuer(session, events, "RETURN", case_id, case.version)
    write_document(return_notice(case, events, session.now, issuer), out)


@app.command()
@with_session
def application(session: Session, case_id: Case, out: Out = None) -> None:
    """Print an application by the blocks of form BIS-748P."""
    from licet.documents import application_print

    write_document(application_print(session.case_service.case(session.actor, case_id), session.now), out)


@app.command(name="invoice-statement")
def invoice_statement(
    sale: Sale,
    authorization: Annotated[
        str,
        typer.Option(
            "--authorization", help="The license number or exception; that of the sale unless said."
        ),
    ] = "",
    reference: Annotated[str, typer.Option("--reference", help="The number of the invoice.")] = "",
    out: Out = None,
) -> None:
    """Print the destination control statement for the commercial invoice (15 CFR 758.6)."""
    from licet.documents import destination_control_statement
    from licet.services.cases.queries import now

    found = read_sale(sale, None, None)
    claimed = found.facts.get("license_number") or found.facts.get("license_exception_claimed") or ""
    try:
        made = destination_control_statement(
            found, now(), authorization=authorization or str(claimed), reference=reference
        )
    except ValueError as error:
        fail(f"{sale}: {error}")
    write_document(made, out)


@app.command()
def certification(
    sale: Sale,
    exporter: Annotated[str, typer.Option("--exporter", help="Who exports, reexports or transfers.")],
    listed_party: Annotated[
        str, typer.Option("--listed-party", help="The listed party that certifies or receives.")
    ],
    out: Out = None,
) -> None:
    """Print the certification statement of the temporary general license that a sale claims."""
    from licet.cli.scope import decision_scope
    from licet.documents import general_license_certification
    from licet.documents.statements import certified
    from licet.services.cases.queries import now
    from licet.services.determination import open_decider
    from licet.storage.home import home_folder

    found = open_decider(home_folder()).determine(
        certified(read_sale(sale, None, None)), scope=decision_scope()
    )
    try:
        made = general_license_certification(found, now(), exporter=exporter, listed_party=listed_party)
    except ValueError as error:
        fail(f"{sale}: {error}")
    write_document(made, out)


@app.command(name="export-information")
def export_information(
    order: Annotated[
        str,
        typer.Argument(help="A sale, or an order of several lines, as JSON or TOML; - reads standard input."),
    ],
    line: Annotated[
        Optional[int],  # noqa: UP045
        typer.Option("--line", min=1, help="This line of the order alone."),
    ] = None,
    exporter: Annotated[
        str, typer.Option("--exporter", help="The US principal party in interest, by name.")
    ] = "",
    reference: Annotated[str, typer.Option("--reference", help="The number of the order.")] = "",
    as_json: Annotated[
        bool, typer.Option("--json", help="Print one JSON document and nothing else.")
    ] = False,
    out: Out = None,
) -> None:
    """Print what is filed of each line of an order: by whom, by when, with which data (15 CFR part 30)."""
    from licet.cli.files import read_order_file
    from licet.cli.scope import decision_scope
    from licet.model.defaults import NO_DEFAULTS
    from licet.model.export_filing import filing_document
    from licet.regimes.registry import regimes_named, vocabulary_of
    from licet.services.cases.queries import now
    from licet.services.determination import open_decider
    from licet.services.export_filings import FILING_REGIMES, export_filings
    from licet.storage.home import home_folder

    known = vocabulary_of(regimes_named(FILING_REGIMES))
    found = read_order_file(order, None, None, None, NO_DEFAULTS, known)
    if line is not None and line > len(found.lines):
        fail(f"--line {line}: the order has {len(found.lines)} lines")
    filings = export_filings(
        open_decider(home_folder()), found, exporter=exporter or None, scope=decision_scope()
    )
    filings = filings if line is None else [filings[line - 1]]
    if as_json:
        document = {"reference": reference or None, "lines": [filing_document(filing) for filing in filings]}
        sys.stdout.write(json.dumps(document, indent=2, ensure_ascii=False) + "\n")
        return
    from licet.documents import export_information as printed

    write_document(printed(filings, now(), reference=reference), out)


def _issuer(session: Session, events: Any, kind: str, subject: str, version: int) -> Any:
    """The authority whose paper it is, where this installation is its; None: a specimen."""
    from licet.accounts.keys import ServerKey
    from licet.services.cases.papers import LetterheadError, Paper, PaperKind, issuer_of
    from licet.storage.home import home_folder

    home, paper = home_folder(), Paper(PaperKind[kind], subject, version)
    try:
        return issuer_of(home, session.case_service.database, events, ServerKey.of(home).sign, paper)
    except LetterheadError as error:
        fail(str(error))


def write_document(made: Rendered, out: str | None) -> None:
    """Write a document to a new file, or into a folder under its own name, and say where."""
    name = "".join(char if char.isalnum() or char in "-_." else "-" for char in made.name)
    path = Path(out or ".")
    if path.is_dir():
        path /= f"{name}.pdf"
    try:
        with path.open("xb") as stream:
            stream.write(made.pdf)
    except FileExistsError:
        fail(f"{path}: it exists already, and nothing is overwritten")
    except OSError as error:
        fail(f"{path}: {os.strerror(error.errno) if error.errno else error}")
    print(f"{made.title}: {path}")
