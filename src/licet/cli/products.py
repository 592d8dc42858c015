"""``licet products``: part numbers with their classification records; bills of materials; the encryption report."""

from __future__ import annotations

import csv
import getpass
import json
import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NoReturn, Optional

import typer

from licet.cli.files import REFUSED, day_of, fail

if TYPE_CHECKING:
    from licet.classification.product_master import ProductMaster

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
    file: Annotated[Path, typer.Argument(help="CSV with the columns that `licet products export` writes.")],
    who: Who = None,
) -> None:
    """Take products from CSV, all rows or none; an ECCN in it is kept as stated there and needs an approval."""
    from licet.classification.product_master import ProductRowError

    try:
        with file.open(encoding="utf-8-sig", newline="") as stream, _master() as master:
            count = master.import_rows(list(csv.DictReader(stream)), _who(who), date.today())  # noqa: DTZ011
    except ProductRowError as error:
        _fail_all(str(file), error.problems)
    except OSError as error:
        fail(f"{file}: {os.strerror(error.errno) if error.errno else error}")
    print(f"{count} products read.")


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
    from licet.classification.product_master import ProductRowError, fill_orders

    try:
        with _master() as master:
            count, open_parts = fill_orders(master, orders, out, _day(as_of))
    except ProductRowError as error:
        _fail_all("orders", error.problems)
    except OSError as error:
        fail(f"{error.filename}: {os.strerror(error.errno) if error.errno else error}")
    print(f"{count} lines written to {out}.")
    for part, reasons in sorted(open_parts.items()):
        print(f"no ECCN for {part or '(no part number)'}: {'; '.join(reasons)}")


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
    as_json: AsJson = False,
) -> None:
    """Add up the controlled US content of a product from its parts, between two bounds while parts are unknown."""
    from dataclasses import asdict

    from licet.classification.bill_of_materials import BillError, read_bill
    from licet.model.eccn import canonical_eccn

    named = (
        None if controlled is None else tuple(filter(None, (text.strip() for text in controlled.split(","))))
    )

    def counts(eccn: str) -> bool | None:
        name = canonical_eccn(eccn)
        if name is None or named is None:
            return None if name is None else name != "EAR99"
        return any(name == text or name.startswith(f"{text}.") for text in named)

    try:
        content = read_bill(file).content(counts)
    except BillError as error:
        _fail_all(str(file), error.problems)
    except (OSError, ValueError) as error:
        fail(f"{file}: {error}")
    if as_json:
        _print_json({**asdict(content), "deciding": {f"{k:g}": v for k, v in content.deciding.items()}})
        return
    print(f"Controlled US content: {content.lower:.1f} to {content.upper:.1f} percent of the value.")
    if content.no_value:
        print(
            f"The value of {len(content.no_value)} parts is not known, so no bound holds: {_named(content.no_value)}"
        )
    if content.unknown:
        print(f"ECCN or origin of {len(content.unknown)} parts is not known: {_named(content.unknown)}")
    for limit, parts in content.deciding.items():
        if parts:
            asked = ", ".join(f"{part} ({supplier or 'supplier not named'})" for part, supplier in parts[:5])
            print(f"One of these answers alone decides whether {limit:g} percent is exceeded: {asked}")


@app.command("encryption-report")
def encryption_report(
    out: Annotated[Path, typer.Argument(help="The CSV to write (Supplement No. 8 to part 742).")],
    submitter: Annotated[str, typer.Option("--submitter", help="Name of the company that submits.")],
    telephone: Annotated[str, typer.Option("--telephone", help="Its telephone number.")],
    email: Annotated[str, typer.Option("--email", help="Its e-mail address.")],
    address: Annotated[str, typer.Option("--address", help="Its mailing address, at most 50 characters.")],
    item_type: Annotated[
        str, typer.Option("--item-type", help="An item type of paragraph (a)(6), for every product.")
    ],
    foreign_components: Annotated[
        str,
        typer.Option(
            "--foreign-components", help="YES, NO or N/A: encryption components from outside the US."
        ),
    ] = "N/A",
    locations: Annotated[
        str, typer.Option("--locations", help="Where outside the US they are made.")
    ] = "NONE",
    as_of: AsOf = None,
) -> None:
    """Write the annual self-classification report from the parts whose encryption is of 740.17(b)(1)."""
    from licet.classification.self_classification import (
        ReportError,
        Submitter,
        report,
        report_due,
        report_lines,
    )

    day = _day(as_of)
    with _master() as master:
        lines, open_parts = report_lines(master, item_type, day)
    try:
        text = report(lines, Submitter(submitter, telephone, email, address, foreign_components, locations))
    except ReportError as error:
        _fail_all(str(out), error.problems)
    out.write_text(text, encoding="utf-8", newline="")
    print(f"{len(lines)} products written to {out}. Due {report_due(day.year).isoformat()} for {day.year}.")
    for part in open_parts:
        print(f"left out: {part}, whose classification does not count")


def item_of_part(part: str) -> dict[str, Any]:
    """The item of a sale by its part number, for ``licet check``; what its ECCN lacks is said on stderr."""
    from licet.classification.product_master import item_of

    today = date.today()  # noqa: DTZ011
    with _master() as master:
        item = item_of(master, part, today)
        if not item:
            fail(f"{part} is not in the product master")
        if "eccn" not in item:
            reasons = "; ".join(master.standing(part, today).reasons)
            print(f"licet: the ECCN of {part} is not used: {reasons}", file=sys.stderr)
    return item


@contextmanager
def _master() -> Iterator[ProductMaster]:
    from licet.classification.product_master import MasterError, ProductMaster
    from licet.storage.home import home_folder

    try:
        yield ProductMaster.open(home_folder() / "products.jsonl")
    except MasterError as error:
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
