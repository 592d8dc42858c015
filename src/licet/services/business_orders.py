"""Answer an order list of a business system: read it by its mapping, answer it as an order book, keep its columns."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl

from licet.model.defaults import Defaults, load_defaults
from licet.orders.business import ConvertedOrders, convert_orders
from licet.orders.exchange_rates import RATES_FILE, read_rates
from licet.orders.run import Progress
from licet.orders.table import write_table
from licet.services.determination import today
from licet.services.order_runs import OrderRun, run
from licet.services.product_orders import fill_order_table
from licet.services.products import product_master
from licet.tabular.business import BusinessFile
from licet.tabular.grid import cell_text
from licet.tabular.sheets import escape_formula

__all__ = [
    "OwnFault",
    "business_table",
    "correction_path",
    "faults_path",
    "not_stated",
    "own_faults",
    "run_business",
    "write_corrections",
    "write_faults",
]


def faults_path(out: Path) -> Path:
    """The file of everything that is wrong in a file, beside the answers."""
    return out.with_name(f"{out.name}.bad.jsonl")


def correction_path(out: Path) -> Path:
    """The copy of the rows that were not taken, to edit and read again."""
    return out.with_name(f"{out.name}.correct.csv")


def run_business(
    asked: OrderRun, file: BusinessFile, home: Path, progress: Progress | None = None
) -> dict[str, Any]:
    """Answer the lines of a file. Gives the summary of an order run, and what was read and used.

    The order book that was answered is kept as ``OUT.orders.parquet``, so that any line can be explained later.
    Raises UnreadableOrdersError, DefaultsError, ExchangeRateError, OSError.
    """
    book = asked.out.with_name(f"{asked.out.name}.orders.parquet")
    converted, table = business_table(file, home, asked.scope.organization, asked.as_of or today())
    write_table(table, book)
    asked = replace(asked, orders=book)
    summary = run(asked, home, progress, cells=converted.cells)
    bad = write_faults(file, asked.out, own_faults(summary, file))
    write_corrections(file, correction_path(asked.out), bad)
    return summary | {
        "bad": len(bad),
        "bad_rows": str(faults_path(asked.out)) if bad else None,
        "corrections": str(correction_path(asked.out)) if bad else None,
        "orders": str(book),
        "remarks": len({remark.row for remark in file.remarks}),
        "duplicates": len(file.duplicates),
        "skipped": len(file.skipped),
        "defaults": sorted(
            {text for cell in converted.orders["defaults"].drop_nulls() for text in cell.split("\n")}
        ),
        "not_stated": not_stated(table, load_defaults(home))
        if summary["answers"].get("undetermined")
        else {},
    }


def not_stated(table: pl.DataFrame, defaults: Defaults) -> dict[str, int]:
    """By topic of a policy that is not set, how many lines do not say it either."""
    counts = {
        topic: table[path].null_count() if path in table.columns else table.height
        for topic, _, path in defaults.unset()
    }
    return {topic: lines for topic, lines in counts.items() if lines}


def business_table(
    file: BusinessFile, home: Path, organization: str | None, day: date
) -> tuple[ConvertedOrders, pl.DataFrame]:
    """The lines of a file as they are written, and as an order book: filled from policies and products.

    Raises UnreadableOrdersError, DefaultsError, ExchangeRateError, OSError.
    """
    defaults = load_defaults(home)
    rates = None if defaults.get("exchange_rates") is None else read_rates(home / RATES_FILE)
    converted = convert_orders(file, defaults, day, rates)
    filled = fill_order_table(converted.orders, product_master(home, organization), day)
    return converted, converted.orders if filled is None else filled


@dataclass(frozen=True, slots=True)
class OwnFault:
    """What is wrong with a row for Licet, where the file itself could be read."""

    row: str
    key: str
    problem: str


def own_faults(summary: dict[str, Any], file: BusinessFile) -> list[OwnFault]:
    """What could not be answered of the rows that were read, by the row of the file."""
    if summary["bad_rows"] is None:
        return []
    lines = Path(summary["bad_rows"]).read_text("utf-8").splitlines()
    found = [json.loads(line) for line in lines]
    return [OwnFault(file.records[item["row"] - 1].row, item["key"], item["problem"]) for item in found]


def write_faults(file: BusinessFile, out: Path, more: Iterable[OwnFault] = ()) -> dict[str, list[str]]:
    """Write every fault of a file, and the remarks and duplicates. Gives the problems by row."""
    problems: dict[str, list[str]] = {}
    lines = []
    for fault in file.faults:
        where = f"{fault.column}: " if fault.column else ""
        problems.setdefault(fault.row, []).append(f"{where}{fault.problem}; accepted: {fault.accepted}")
        lines.append({"row": fault.row, "key": fault.column, "value": fault.value, "problem": fault.problem,
                      "accepted": fault.accepted})  # fmt: skip
    for own in more:
        problems.setdefault(own.row, []).append(f"{own.key}: {own.problem}")
        lines.append({"row": own.row, "key": own.key, "problem": own.problem})
    path = faults_path(out)
    remarks = [{"row": remark.row, "key": remark.column, "remark": remark.text} for remark in file.remarks]
    remarks += [{"row": row, "key": "", "remark": f"the same as row {same}"} for row, same in file.duplicates]
    if not lines and not remarks:
        path.unlink(missing_ok=True)
        return problems
    text = "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in (*lines, *remarks))
    path.write_text(text, "utf-8")
    return problems


def write_corrections(file: BusinessFile, path: Path, problems: Mapping[str, Sequence[str]]) -> None:
    """Write the rows that were not taken, under the headings of the file, each with its problems, to edit.

    What was edited is read with the same mapping; the column ``problem`` is no field and stays beside it.
    """
    if not problems:
        path.unlink(missing_ok=True)
        return
    with path.open("w", encoding="utf-8-sig", newline="") as stream:
        writer = csv.writer(stream, delimiter=";" if file.decimal == "," else ",")
        writer.writerow([*file.table.headings, "problem", "row of the file"])
        for row in file.table.rows:
            if row.where in problems:
                cells = [escape_formula(cell_text(cell)) for cell in row.cells]
                writer.writerow([*cells, "; ".join(problems[row.where]), row.where])
