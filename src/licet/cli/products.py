"""``licet products``: part numbers with their classification records; bills of materials; the encryption report."""

from __future__ import annotations

import getpass
import json
import os
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NoReturn, Optional

import typer

from licet.cli.files import REFUSED, day_of, fail

if TYPE_CHECKING:
    from licet.services.product_papers import Letter
    from licet.services.products import ProductMaster

__all__ = ["app", "item_of_part"]

app = typer.Typer(no_args_is_help=True)
OptionalText = Optional[str]  # noqa: UP045  # typer reads it
AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON document and nothing else.")]
Who = Annotated[OptionalText, typer.Option("--who", help="Who acts; the name of the account unless said.")]
AsOf = Annotated[OptionalText, typer.Option("--as-of", help="On this day (YYYY-MM-DD); today unless said.")]


@app.command("list")
def list_products(
    only_open: Annotated[
        bool,
        typer.Option("--open", help="Only the parts on whose ECCN no order line may rest: the work list."),
    ] = False,
    as_of: AsOf = None,
    as_json: AsJson = False,
) -> None:
    """List the parts with their ECCN, and why a record does not count: a changed paragraph, changed data ..."""
    with _master() as master:
        rows = [row for row in master.export_rows(_day(as_of)) if not (only_open and row["counts"] == "yes")]
    if as_json:
        _print_json(rows)
        return
    for row in rows:
        state = "counts" if row["counts"] == "yes" else "open"
        print(
            f"{row['part']}  {row['eccn'] or '-'}  {state}{': ' + row['reasons'] if row['reasons'] else ''}"
        )
    if not rows:
        print(
            "No part is open."
            if only_open
            else "There are no products. Import them with licet products import."
        )


@app.command("show")
def show_product(part: Annotated[str, typer.Argument(help="A part number.")], as_of: AsOf = None) -> None:
    """Print everything on a part as JSON: data, every record with its path of answers, whether the last counts."""
    from dataclasses import asdict

    with _master() as master:
        product = master.products.get(part)
        if product is None:
            fail(f"{part} is not in the product master")
        found = master.standing(part, _day(as_of))
        records = [asdict(record) for record in master.records.get(part, [])]
    state = {"counts": found.counts, "reasons": found.reasons, "warnings": found.warnings}
    _print_json({"product": asdict(product), "standing": state, "records": records})


@app.command("import")
def import_products(
    file: Annotated[
        Path,
        typer.Argument(
            help="CSV or XLSX with columns that `licet products export` writes, or a form sent back."
        ),
    ],
    who: Who = None,
) -> None:
    """Take products from a table, all rows or none; an ECCN in it is kept as stated there and needs an approval.

    An empty cell keeps what is held, a dash empties it.
    """
    from licet.services.products import ProductRowError

    rows = _rows(file)
    try:
        with _master() as master:
            count = master.import_rows(rows, _who(who), date.today())  # noqa: DTZ011
    except ProductRowError as error:
        _fail_all(str(file), error.problems)
    print(f"{count} products read.")


def _rows(file: Path) -> list[dict[str, str]]:
    """The rows of a table of any format, by its headings."""
    from licet.tabular.grid import cell_text
    from licet.tabular.load import NotABusinessFileError, load_tables

    try:
        loaded = load_tables(file)
    except NotABusinessFileError as error:
        fail(str(error))
    except OSError as error:
        fail(f"{file}: {os.strerror(error.errno) if error.errno else error}")
    return [
        dict(zip(table.headings, map(cell_text, row.cells), strict=False))
        for table in loaded.tables
        for row in table.rows
    ]


@app.command("export")
def export_products(
    out: Annotated[
        Path, typer.Argument(help="The file to write: CSV, XLSX, Parquet or JSON lines, by its ending.")
    ],
    as_of: AsOf = None,
) -> None:
    """Write every part with its data, ECCN, source, and whether the record counts."""
    from licet.tabular.sheets import write_rows

    with _master() as master:
        rows = list(master.export_rows(_day(as_of)))
    columns = list(rows[0]) if rows else ["part"]
    write_rows(out, columns, [[row[name] for name in columns] for row in rows], {})
    print(f"{len(rows)} products written to {out}.")


@app.command("approve")
def approve_products(
    parts: Annotated[list[str], typer.Argument(help="Part numbers.")],
    who: Who = None,
) -> None:
    """Approve the last classification of parts, as a second person; from then on it counts."""
    from licet.classification.records import RecordError

    with _master() as master:
        try:
            master.approve(parts, _who(who), date.today())  # noqa: DTZ011
        except RecordError as error:
            fail(str(error), REFUSED)
    print(f"{len(parts)} approved.")


@app.command("fill")
def fill_order_file(
    orders: Annotated[Path, typer.Argument(help="Orders as CSV; the column product holds the part number.")],
    out: Annotated[Path, typer.Argument(help="The order file to write, for licet check-file.")],
    as_of: AsOf = None,
) -> None:
    """Fill the item columns of an order file from the part numbers; an ECCN only where its record counts."""
    from licet.orders.book import UnreadableOrdersError
    from licet.orders.flat import table_of
    from licet.orders.table import write_table
    from licet.services.product_orders import fill_order_table, part_column

    day = _day(as_of)
    try:
        table = table_of(orders)
        column = part_column(table)
        if column is None:
            fail(f"{orders}: no column product or item.part; it has {', '.join(table.columns)}")
        with _master() as master:
            filled = fill_order_table(table, master, day)
            write_table(table if filled is None else filled, out)
            parts = sorted({str(part or "") for part in table[column]})
            open_parts = {part: _why_open(master, part, day) for part in parts}
    except UnreadableOrdersError as error:
        fail(str(error))
    except OSError as error:
        fail(f"{error.filename}: {os.strerror(error.errno) if error.errno else error}")
    print(f"{table.height} lines written to {out}.")
    for part, reasons in open_parts.items():
        if reasons:
            print(f"no ECCN for {part or '(no part number)'}: {'; '.join(reasons)}")


def _why_open(master: ProductMaster, part: str, on: date) -> tuple[str, ...]:
    """Why no order line may rest on the ECCN of a part; empty: it may."""
    return master.standing(part, on).reasons if part in master.products else ("not in the product master",)


@app.command("bom")
def bill_of_materials(
    file: Annotated[
        Path, typer.Argument(help="CSV (assembly, part, quantity, value, eccn, ...) or CycloneDX JSON.")
    ],
    controlled: Annotated[
        OptionalText,
        typer.Option(
            "--controlled", help="ECCNs that count as controlled, with commas; all but EAR99 unless said."
        ),
    ] = None,
    destination: Annotated[
        OptionalText,
        typer.Option("--destination", help="Count what would need a license to this country, by the rules."),
    ] = None,
    levels: Annotated[
        bool, typer.Option("--levels", help="Print every assembly with its share, ECCNs and origins.")
    ] = False,
    as_of: AsOf = None,
    as_json: AsJson = False,
) -> None:
    """Add up the controlled US content of a product from its parts, between two bounds while parts are unknown.

    ECCN, origin and supplier that the bill leaves out are taken from the product master.
    """
    from licet.classification.bill_files import read_bill
    from licet.classification.bill_of_materials import BillError
    from licet.services.bills import bill_document, known_to

    controlled_eccns = _controlled(controlled, destination, _day(as_of))
    try:
        with _master() as master:
            bill = read_bill(file).filled(known_to(master, _day(as_of)))
        found = bill_document(bill, controlled_eccns)
    except BillError as error:
        _fail_all(str(file), error.problems)
    except (OSError, ValueError) as error:
        fail(f"{file}: {error}")
    if as_json:
        _print_json(found)
        return
    _print_content(found)
    if levels:
        _print_assemblies(found["assemblies"])


def _controlled(named: str | None, destination: str | None, on: date) -> Callable[[str], bool | None]:
    """Which ECCNs count as controlled: by the rules for a country, else those that are named."""
    from licet.regimes.registry import primary
    from licet.services.bills import controlled_by_name, controlled_for

    if destination is None:
        return controlled_by_name(
            None if named is None else [x for x in map(str.strip, named.split(",")) if x]
        )
    found = controlled_for(destination, on, primary().rulebook)
    if found is None:
        fail(f"{destination}: no country")
    return found


def _print_content(found: Mapping[str, Any]) -> None:
    print(f"Controlled US content: {found['lower']:.1f} to {found['upper']:.1f} percent of the value.")
    if names := found["no_value"]:
        print(f"The value of {len(names)} parts is not known, so no bound holds: {_named(names)}")
        print("Write 0 as the value of an assembly that adds nothing to that of its parts.")
    if names := found["unknown"]:
        print(f"ECCN or origin of {len(names)} parts is not known: {_named(names)}")
    for limit, parts in found["deciding"].items():
        if parts:
            asked = ", ".join(
                f"{row['part']} ({row['supplier'] or 'supplier not named'})" for row in parts[:5]
            )
            print(f"One of these answers alone decides whether {limit} percent is exceeded: {asked}")


def _print_assemblies(assemblies: Iterable[Mapping[str, Any]]) -> None:
    """A line for each assembly: its share, the ECCNs and origins in it, and how many parts are open."""
    from licet.presentation.words import counted

    for row in assemblies:
        open_ = f"; {counted(len(row['unknown']), 'part')} open" if row["unknown"] else ""
        print(
            f"{'  ' * row['level']}{row['assembly']}: {row['lower']:.1f} to {row['upper']:.1f} percent; "
            f"{', '.join(row['eccns']) or 'no ECCN known'}; {', '.join(row['origins']) or 'no origin known'}{open_}"
        )


@app.command("encryption-report")
def encryption_report(
    out: Annotated[Path, typer.Argument(help="The CSV to write (Supplement No. 8 to part 742).")],
    submitter: Annotated[
        OptionalText, typer.Option("--submitter", help="Name of the company; of company.toml unless said.")
    ] = None,
    telephone: Annotated[OptionalText, typer.Option("--telephone", help="Its telephone number.")] = None,
    email: Annotated[OptionalText, typer.Option("--email", help="Its e-mail address.")] = None,
    address: Annotated[
        OptionalText, typer.Option("--address", help="Its mailing address, at most 50 characters.")
    ] = None,
    item_type: Annotated[
        str,
        typer.Option("--item-type", help="An item type of paragraph (a)(6), for products that name none."),
    ] = "",
    foreign_components: Annotated[
        str,
        typer.Option(
            "--foreign-components", help="YES, NO or N/A: encryption components from outside the US."
        ),
    ] = "N/A",
    locations: Annotated[
        str, typer.Option("--locations", help="Where outside the US they are made.")
    ] = "NONE",
    record: Annotated[
        bool,
        typer.Option(
            "--record", help="Keep that these products were reported; each stands in one report only."
        ),
    ] = False,
    who: Who = None,
    as_of: AsOf = None,
) -> None:
    """Write the annual self-classification report on the year of a day, from encryption items of 740.17(b)(1)."""
    from licet.classification.self_classification import ReportError, Submitter
    from licet.services.encryption_reports import self_classification

    day, company = _day(as_of), _company()
    named = (submitter or company.get("name", ""), telephone or company.get("telephone", ""),
             email or company.get("email", ""), address or company.get("address", ""))  # fmt: skip
    with _master() as master:
        submitted_by = Submitter(*named, foreign_components, locations)
        try:
            found = self_classification(master, submitted_by, item_type, day.year, day)
        except ReportError as error:
            _fail_all(str(out), error.problems)
        out.write_text(found.text, encoding="utf-8", newline="")
        if record and found.parts:
            master.report(found.parts, found.year, _who(who))
    print(f"{len(found.parts)} products written to {out}. Due {found.due.isoformat()} for {found.year}.")
    if not found.parts:
        print("Nothing new: write to crypt-supp8@bis.doc.gov and enc@nsa.gov that nothing has changed.")
    for part, reason in found.left_out.items():
        print(f"left out: {part}: {reason}")


@app.command("sales-report")
def sales_report(
    sales: Annotated[
        Path,
        typer.Argument(
            help="Sales: date, part, quantity, recipient, address, country, recipient_kind, end_user ..."
        ),
    ],
    out: Annotated[Path, typer.Argument(help="The file to write: CSV or XLSX.")],
    as_of: AsOf = None,
) -> None:
    """Write the semiannual report on sales of encryption items of 740.17(b)(2) and (b)(3)(iii)."""
    from licet.services.encryption_reports import sales_report as report_on
    from licet.services.product_papers import PaperError
    from licet.tabular.sheets import write_rows

    rows = _rows(sales)
    try:
        with _master() as master:
            found = report_on(master, rows, _day(as_of))
    except PaperError as error:
        _fail_all(str(sales), error.problems)
    write_rows(out, found.head, found.rows, {})
    period = f"{found.first.isoformat()} to {found.last.isoformat()}"
    print(f"{len(found.rows)} sales from {period} written to {out}. Due {found.due.isoformat()}.")


@app.command("statement")
def statement(
    parts: Annotated[list[str], typer.Argument(help="Part numbers.")],
    out: Annotated[Path, typer.Option("--out", help="The letter to write: .pdf or .txt.")],
    to: Annotated[str, typer.Option("--to", help="Whom it is to.")] = "",
    as_of: AsOf = None,
) -> None:
    """Write a statement of ECCN, HTS, exception and origin on your letterhead (company.toml)."""
    from licet.services.product_papers import product_statement

    with _master() as master:
        _write_letter(lambda: product_statement(master, parts, _day(as_of), to), out)


@app.command("ccats")
def ccats(
    part: Annotated[str, typer.Argument(help="A part number.")],
    out: Annotated[Path, typer.Option("--out", help="The letter to write: .pdf or .txt.")],
    as_of: AsOf = None,
) -> None:
    """Prepare a classification request to BIS (CCATS): the blocks for SNAP-R, and the reasons."""
    from licet.services.product_papers import classification_request

    with _master() as master:
        _write_letter(lambda: classification_request(master, part, _day(as_of)), out)


@app.command("ask-supplier")
def ask_supplier(
    supplier: Annotated[str, typer.Argument(help="A supplier, as the product master names it.")],
    out: Annotated[Path, typer.Option("--out", help="The letter to write: .pdf or .txt.")],
    form: Annotated[Path, typer.Option("--form", help="The form for the answers: .xlsx or .csv.")],
    every: Annotated[
        bool, typer.Option("--all", help="All parts of the supplier; those without its ECCN unless said.")
    ] = False,
    answer_by: Annotated[
        OptionalText, typer.Option("--answer-by", help="By when (YYYY-MM-DD); in 30 days unless said.")
    ] = None,
    as_of: AsOf = None,
) -> None:
    """Write a letter that asks a supplier for classifications, and the form to send back."""
    from datetime import timedelta

    from licet.services.product_papers import answer_form, parts_to_ask, supplier_letter
    from licet.tabular.sheets import write_rows

    day = _day(as_of)
    by = day_of(answer_by, "--answer-by") or day + timedelta(days=30)
    with _master() as master:
        asked = parts_to_ask(master.products.values(), supplier, every=every)
    if not asked:
        known = ", ".join(sorted({p.supplier for p in master.products.values() if p.supplier})) or "none"
        fail(f"no part to ask {supplier} about; suppliers in the product master: {known}")
    _write_letter(lambda: supplier_letter(supplier, asked, day, by), out)
    head, *rows = answer_form(asked)
    write_rows(form, list(head), [list(row) for row in rows], {})
    print(f"{len(asked)} parts; the form is {form}. Read it back with licet products import {form}")


def _write_letter(make: Callable[[], Letter], out: Path) -> None:
    """Write a letter on the letterhead of company.toml, as PDF or text."""
    from datetime import datetime

    from licet.services.product_papers import PaperError

    company = _company()
    try:
        letter = make()
    except PaperError as error:
        _fail_all(str(out), error.problems)
    if out.suffix.lower() == ".pdf":
        from licet.documents import letter_document

        made = letter_document(letter.data(company), out.stem, datetime.now().astimezone())
        out.write_bytes(made.pdf)
    else:
        out.write_text(letter.text(company), encoding="utf-8")
    print(f"Written: {out}")
    if not company:
        print(
            "It has no letterhead: write company.toml (name, address, telephone, email) into your home folder."
        )


def _company() -> Mapping[str, str]:
    from licet.services.company import CompanyError, load_company
    from licet.storage.home import home_folder

    try:
        return load_company(home_folder())
    except CompanyError as error:
        fail(str(error))


def item_of_part(part: str) -> dict[str, Any]:
    """The item of a sale by its part number, for ``licet check``; the answer says what was taken from the master."""
    from licet.services.products import item_of

    with _master() as master:
        item = item_of(master, part, date.today())  # noqa: DTZ011
    if not item:
        fail(f"{part} is not in the product master")
    return {**item, "part": part}


@contextmanager
def _master() -> Iterator[ProductMaster]:
    from licet.event_file import EventFileError
    from licet.services.products import product_master
    from licet.storage.home import home_folder

    try:
        yield product_master(home_folder(), None, to_change=True)
    except EventFileError as error:
        fail(str(error), REFUSED)


def _day(text: str | None) -> date:
    return day_of(text, "--as-of") or date.today()  # noqa: DTZ011


def _who(name: str | None) -> str:
    return name or getpass.getuser()


def _named(parts: Sequence[str]) -> str:
    return ", ".join(parts[:8]) + (" ..." if len(parts) > 8 else "")  # noqa: PLR2004


def _fail_all(place: str, problems: Iterable[str]) -> NoReturn:
    fail("\n".join(f"{place}: {problem}" for problem in problems))


def _print_json(data: Any) -> None:
    sys.stdout.write(json.dumps(data, indent=2, ensure_ascii=False, default=str) + "\n")
