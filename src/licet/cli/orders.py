"""``licet example-orders``: an order book to try things on."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Optional

import typer

from licet.cli.files import day_of, fail

if TYPE_CHECKING:
    import polars as pl

    from licet.samples.order_names import SampleName

__all__ = ["example_orders"]


def example_orders(
    lines: Annotated[int, typer.Argument(min=1, help="How many lines.")],
    out: Annotated[Path, typer.Argument(help="The file to write: .csv or .parquet.")],
    seed: Annotated[int, typer.Option("--seed", min=0, help="The same seed gives the same book.")] = 0,
    as_of: Annotated[
        Optional[str],  # noqa: UP045  # typer reads it
        typer.Option("--as-of", help="The day of the book (YYYY-MM-DD); today unless said."),
    ] = None,
    distinct_parties: Annotated[
        Optional[int],  # noqa: UP045
        typer.Option(
            "--distinct-parties", min=10, help="About so many names; a tenth of the lines unless said."
        ),
    ] = None,
    adopted: Annotated[
        bool, typer.Option("--adopted", help="Take listed names from the adopted lists as well.")
    ] = False,
) -> None:
    """Write a made order book: plausible lines, invented names, real list entries and ECCNs."""
    from licet.samples import orders
    from licet.services.determination import today

    if out.suffix not in {".csv", ".parquet"}:
        fail(f"{out}: an order book is written as .csv or .parquet")
    day = day_of(as_of, "--as-of") or today()
    names = _adopted() if adopted else None
    try:
        book = orders.example_orders(lines, seed, day, distinct_parties=distinct_parties, listed=names)
    except ValueError as error:
        fail(str(error))
    _write(book, out)
    print(f"licet: {book.height:,} lines as of {day}, seed {seed}: {out}", file=sys.stderr)


def _adopted() -> list[SampleName]:
    from licet.samples.order_names import SampleName, shipped_names
    from licet.storage.home import home_folder
    from licet.storage.state import open_state

    state = open_state(home_folder())
    if state is None:
        fail("--adopted: no list was adopted yet (`licet lists adopt FILE`)")
    columns = state.names()
    strong = [
        (text, state.countries[entry])
        for text, entry, weak in zip(columns.text, columns.entry, columns.weak, strict=True)
        if not weak
    ]
    found = {SampleName(text, countries.split(" ")[0] or None) for text, countries in strong}
    return [*shipped_names(), *sorted(found, key=lambda name: (name.name, name.country or ""))]


def _write(book: pl.DataFrame, out: Path) -> None:
    """Write beside the file and move into place, so that nobody reads half a book."""
    part = out.with_name(out.name + ".part")
    try:
        if out.suffix == ".csv":
            book.write_csv(part)
        else:
            book.write_parquet(part)
        part.replace(out)
    except OSError as error:
        part.unlink(missing_ok=True)
        fail(f"{out}: {error.strerror or error}")
