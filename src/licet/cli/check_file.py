"""``licet check-file`` and ``licet explain``: an order book answered, and any line of it in full."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Optional

import typer

from licet.cli.file_options import (
    Columns,
    Confirm,
    DateOrderOption,
    Decimal,
    Delimiter,
    Encoding,
    MappingName,
    Overwrite,
    keep_output,
    mapped_file,
)
from licet.cli.files import REFUSED, day_of, fail
from licet.rules.standing import Position

if TYPE_CHECKING:
    from licet.orders.run import Progress

__all__ = ["check_file", "explain", "progress_bar"]


def check_file(
    orders: Annotated[Path, typer.Argument(help="An order book, or an export of a business system.")],
    out: Annotated[Path, typer.Argument(help="The answers: .csv, .xlsx, .parquet, .arrow or .jsonl.")],
    as_of: Annotated[
        Optional[str],  # noqa: UP045  # typer reads it
        typer.Option("--as-of", help="The day to answer for (YYYY-MM-DD), in place of each line's own."),
    ] = None,
    known_as_of: Annotated[
        Optional[str],  # noqa: UP045
        typer.Option("--known-as-of", help="Answer on what had been published by this day (YYYY-MM-DD)."),
    ] = None,
    workers: Annotated[
        Optional[int],  # noqa: UP045
        typer.Option("--workers", min=1, help="Processes; all cores unless said."),
    ] = None,
    as_json: Annotated[
        bool, typer.Option("--json", help="Print one JSON document and nothing else.")
    ] = False,
    gate: Annotated[bool, typer.Option("--gate", help="Exit with 1 unless every line is green.")] = False,
    position: Annotated[
        Position,
        typer.Option(
            "--position", help="Under the text in force, or under what agencies announced beside it."
        ),
    ] = Position.TEXT,
    mapping: MappingName = None,
    column: Columns = None,
    confirm: Confirm = False,
    encoding: Encoding = None,
    delimiter: Delimiter = None,
    decimal: Decimal = None,
    date_order: DateOrderOption = None,
    overwrite: Overwrite = False,
) -> None:
    """May these sales go ahead? Answers every line of an order book; exits with 1 where a line could not be read."""
    from licet.cli.scope import decision_scope
    from licet.model.defaults import DefaultsError
    from licet.orders.book import UnreadableOrdersError
    from licet.orders.exchange_rates import ExchangeRateError
    from licet.services.business_orders import run_business
    from licet.services.file_kinds import is_order_book
    from licet.services.order_runs import OrderRun, run
    from licet.services.product_orders import filled_run
    from licet.storage.home import home_folder

    days = day_of(as_of, "--as-of"), day_of(known_as_of, "--known-as-of")
    asked = OrderRun(orders, out, *days, workers, decision_scope(), position)
    options = (encoding, delimiter, decimal, date_order)
    keep_output(out, overwrite=overwrite)
    try:
        file = None
        if mapping or column or confirm or not is_order_book(orders):
            command = f"licet check-file {orders} {out}"
            file = mapped_file(
                orders,
                home_folder(),
                mapping,
                column,
                confirm=confirm,
                options=options,
                quiet=as_json,
                command=command,
            )
        with progress_bar() as progress:
            if file is None:
                summary = run(filled_run(asked, home_folder()), home_folder(), progress)
            else:
                summary = run_business(asked, file, home_folder(), progress)
    except (UnreadableOrdersError, DefaultsError, ExchangeRateError) as error:
        fail(str(error))
    except OSError as error:
        fail(f"{error.filename}: {error.strerror}" if error.filename else str(error))
    if as_json:
        sys.stdout.write(json.dumps(summary, ensure_ascii=False, indent=2) + "\n")
    else:
        _tell(summary)
    if not summary["lines"]:
        fail(f"{orders}: no line could be read")
    if summary["bad"] or (gate and summary["lights"] != {"green": summary["lines"]}):
        raise typer.Exit(1)


def _tell(summary: dict[str, Any]) -> None:
    print(f"{summary['lines']:,} lines answered, {summary['bad']:,} could not be read.")
    for answer, count in summary["answers"].items():
        print(f"  {answer.replace('_', ' '):<22}{count:>12,}")
    print(f"  {'change at a known day':<22}{summary['changing']:>12,}")
    print(f"Answers: {summary['output']}")
    print(f"Receipt: {summary['receipt']} (root {summary['root'][:16]})")
    if summary["bad_rows"]:
        print(f"Lines that could not be read: {summary['bad_rows']}")
    if summary.get("corrections"):
        print(f"The same lines to correct and check again: {summary['corrections']}")
    for key, words in (
        ("duplicates", "rows are the same as an earlier one"),
        ("remarks", "rows have a remark"),
    ):
        if summary.get(key):
            print(f"{summary[key]:,} {words}: {summary['output']}.bad.jsonl")
    from licet.cli.defaults import set_command

    for said in summary.get("defaults", ()):
        print(said)
    if summary.get("not_stated"):
        topics = ", ".join(f"{topic} ({lines:,} lines)" for topic, lines in summary["not_stated"].items())
        print(f"Not stated, and set by no policy: {topics}.")
        print("Add a column for each, or, where a written policy of your company says it, set it once:")
        print(f"  {set_command(list(summary['not_stated']))}")


def explain(
    receipt: Annotated[Path, typer.Argument(help="The receipt of a run: OUT.receipt.json.")],
    row: Annotated[int, typer.Argument(min=1, help="The line's number in the order book (column row).")],
    as_json: Annotated[
        bool, typer.Option("--json", help="Print one JSON document and nothing else.")
    ] = False,
) -> None:
    """Explain one line of an answered order book in full, from the receipt of the run."""
    from licet.cli.explain import show
    from licet.orders.book import UnreadableOrdersError
    from licet.services.order_runs import ChangedError, explained
    from licet.services.receipts import answer_bytes
    from licet.storage.home import home_folder

    try:
        found = explained(receipt, row, home_folder())
    except ChangedError as error:
        fail(str(error), REFUSED)
    except UnreadableOrdersError as error:
        fail(str(error))
    except OSError as error:
        fail(f"{error.filename}: {error.strerror}" if error.filename else str(error))
    if as_json:
        sys.stdout.buffer.write(answer_bytes(found))
        return
    from rich.console import Console

    show(found, Console(highlight=False), trace=False)


@contextmanager
def progress_bar() -> Iterator[Progress | None]:
    """A bar on stderr where stderr is a terminal; else None."""
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True)) as bar:
        tasks: dict[str, Any] = {}

        def show_progress(what: str, done: int, total: int) -> None:
            if what not in tasks:
                tasks[what] = bar.add_task(what, total=total)
            bar.update(tasks[what], completed=done)

        yield show_progress
