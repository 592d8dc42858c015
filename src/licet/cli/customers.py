"""``licet customers``: who your customers are, what the lists say of them, and which of their papers end when."""

from __future__ import annotations

import getpass
import json
import sys
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NoReturn, Optional

import typer

from licet.cli.file_options import Columns, Confirm, MappingName, mapped_file
from licet.cli.files import REFUSED, fail

if TYPE_CHECKING:
    from licet.services.customer_screening import Rescreening
    from licet.services.customers import CustomerMaster

__all__ = ["app"]

app = typer.Typer(no_args_is_help=True)
AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON document and nothing else.")]
Who = Annotated[
    Optional[str],  # noqa: UP045  # typer reads it
    typer.Option("--who", envvar="LICET_AS", help="Who acts; the name of the account unless said."),
]


@app.command("import")
def import_file(
    file: Annotated[
        Path,
        typer.Argument(
            help="A customer list of any business system, or CSV of owners or papers (see the guide)."
        ),
    ],
    mapping: MappingName = None,
    column: Columns = None,
    confirm: Confirm = False,
    who: Who = None,
    as_json: AsJson = False,
) -> None:
    """Take customers, owners or papers from a file, and screen the customers at once."""
    from licet.event_file import EventFileError
    from licet.services.customer_import import TableKind, table_kind
    from licet.services.customers import CustomerError

    actor, now = who or getpass.getuser(), datetime.now().astimezone()
    try:
        kind = table_kind(file)
        master = _master(to_change=True)
        if kind is TableKind.PAPERS:
            said = _import_papers(master, file, actor, now)
        elif kind is TableKind.OWNERS:
            said = _import_owners(master, file, actor, now)
        else:
            said = _import_customers(
                master, mapped_file(
                    file, _home(), mapping, column, confirm=confirm, quiet=as_json,
                    command=f"licet customers import {file}",
                ), actor, now,
            )  # fmt: skip
        done = None if kind is TableKind.PAPERS else _rescreen(master, actor, now)
    except CustomerError as error:
        _fail_all(file, error)
    except EventFileError as error:
        fail(str(error), REFUSED)
    except OSError as error:
        fail(f"{file}: {error.strerror}")
    if as_json:
        _print_json({**said, **({} if done is None else {"screening": _document(done, master)})})
        return
    print(said["said"])
    if done is not None:
        _tell(done, master)


@app.command("list")
def list_customers(
    hits: Annotated[bool, typer.Option("--hits", help="Only customers with an open hit.")] = False,
    expiring: Annotated[
        Optional[int],  # noqa: UP045
        typer.Option("--expiring", min=0, metavar="DAYS", help="Only papers that end within so many days."),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """List the customers with their open hits, or the papers that end soon."""
    from licet.services.customer_documents import customer_row, expiry_rows

    master = _master()
    today = date.today()  # noqa: DTZ011  # the user's day
    if expiring is not None:
        rows = expiry_rows(master, today, today + timedelta(days=expiring + 1))
        if as_json:
            _print_json(rows)
            return
        for row in rows:
            print(
                f"{row['last_day']}  {row['customer']}  {row['name']}: {row['what']} {row['reference']}".rstrip()
            )
        print(f"{len(rows)} papers end within {expiring} days.")
        return
    rows = [customer_row(master, customer) for customer in master.customers.values()]
    rows = [row for row in rows if row["hits"] or not hits]
    if as_json:
        _print_json(rows)
        return
    for row in rows:
        state = f"{row['hits']} open hits" if row["hits"] else "no hit" if row["screened"] else "not screened"
        print(f"{row['id']}  {row['name']}  {row['country'] or '-'}  {state}")
    print(f"{len(rows)} customers")


@app.command("show")
def show_customer(
    ident: Annotated[str, typer.Argument(metavar="NUMBER", help="Your number of the customer.")],
) -> None:
    """Print everything on a customer as JSON: owners, papers, open hits."""
    from licet.services.customer_documents import customer_document

    master = _master()
    if ident not in master.customers:
        fail(f"{ident} is not in the customer master")
    _print_json(customer_document(master, master.customers[ident], date.today()))  # noqa: DTZ011


@app.command("rescreen")
def rescreen_customers(
    who: Who = None,
    as_json: AsJson = False,
    gate: Annotated[bool, typer.Option("--gate", help="Exit with 1 where a hit is new.")] = False,
) -> None:
    """Screen every customer and owner against the lists as they are now; shows only what is new."""
    from licet.event_file import EventFileError

    try:
        master = _master(to_change=True)
        done = _rescreen(master, who or getpass.getuser(), datetime.now().astimezone())
    except EventFileError as error:
        fail(str(error), REFUSED)
    if as_json:
        _print_json(_document(done, master))
    else:
        _tell(done, master)
    if gate and done.new:
        raise typer.Exit(1)


def _import_customers(master: CustomerMaster, file: Any, who: str, now: datetime) -> dict[str, Any]:
    from licet.services.customers import customers_of_file

    found = customers_of_file(file)
    new, changed = master.put(found, who, now)
    for fault in file.faults:
        print(f"licet: row {fault.row}, {fault.column}: {fault.problem}", file=sys.stderr)
    said = f"{len(found)} customers read: {new} new, {changed} changed, {len(file.bad_rows)} rows not taken."
    return {
        "said": said, "read": len(found), "new": new, "changed": changed, "not_taken": file.bad_rows,
    }  # fmt: skip


def _import_papers(master: CustomerMaster, file: Path, who: str, now: datetime) -> dict[str, Any]:
    from licet.services.customer_import import PAPER_COLUMNS, read_papers, read_table

    papers = read_papers(read_table(file, PAPER_COLUMNS), master.customers)
    master.put_papers(papers, who, now)
    return {"said": f"{len(papers)} papers read.", "papers": len(papers)}


def _import_owners(master: CustomerMaster, file: Path, who: str, now: datetime) -> dict[str, Any]:
    from licet.services.customer_import import OWNER_COLUMNS, read_owners, read_table

    records = read_owners(read_table(file, OWNER_COLUMNS), master.customers)
    master.put_owners(records, who, now)
    return {"said": f"Owners of {len(records)} customers read.", "customers": len(records)}


def _home() -> Path:
    from licet.storage.home import home_folder

    return home_folder()


def _master(*, to_change: bool = False) -> CustomerMaster:
    from licet.cli.scope import decision_scope
    from licet.event_file import EventFileError
    from licet.services.customers import customer_master

    try:
        return customer_master(_home(), decision_scope().organization, to_change=to_change)
    except EventFileError as error:
        fail(str(error), REFUSED)


def _rescreen(master: CustomerMaster, who: str, now: datetime) -> Rescreening:
    from licet.cli.scope import decision_scope
    from licet.services.customer_screening import rescreen
    from licet.services.determination import decisions_in
    from licet.services.screening import open_screener
    from licet.services.screening_presets import presets_of

    screener, adoption = open_screener(_home())
    screener = screener.with_presets(presets_of(_home(), decision_scope().organization))
    return rescreen(master, screener, adoption, who, now, decisions_in(_home(), decision_scope()))


def _document(done: Rescreening, master: CustomerMaster) -> dict[str, Any]:
    from licet.services.customer_screening import rescreening_document

    return rescreening_document(done, master)


def _tell(done: Rescreening, master: CustomerMaster) -> None:
    from licet.presentation.words import day_words
    from licet.services.customer_screening import hit_lines

    if not done.adoption:
        print("No list has been adopted: only the entries that come with Licet were searched.")
    print(
        f"{done.customers} customers, {done.names} names screened against the lists of "
        f"{day_words(done.list_date)}: {len(done.new)} new hits, {len(done.gone)} gone, {done.open} open."
    )
    for word, hits in (("new", done.new), ("gone", done.gone)):
        for line in hit_lines(hits, master):
            print(f"  {word}: {line}")


def _fail_all(file: Path, error: Any) -> NoReturn:
    fail("\n".join(f"{file}: {problem}" for problem in error.problems))


def _print_json(data: Any) -> None:
    sys.stdout.write(json.dumps(data, indent=2, ensure_ascii=False, default=str) + "\n")
