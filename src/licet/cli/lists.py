"""``licet lists``: adopt, update, status, diff and show the official lists."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

__all__ = ["app"]

app = typer.Typer(
    help="The official lists: what was adopted, how old it is, and what changed.", no_args_is_help=True
)

_Json = Annotated[bool, typer.Option("--json", help="One JSON document on stdout and nothing else.")]
_AcceptAnyway = Annotated[
    str | None,
    typer.Option(metavar="REASON", help="Adopt in spite of problems; the reason is kept with the snapshot."),
]
_AsWhole = Annotated[
    bool,
    typer.Option(
        "--as-whole",
        help="With --accept-anyway: the file lacks nothing, so what is not in it is gone from the list.",
    ),
]
_Shown = Annotated[
    str | None,
    typer.Option(
        "--shown",
        metavar="CODE",
        help="With --accept-anyway: the code that was printed with the parties that the problems concern.",
    ),
]


@app.command()
def adopt(
    file: Annotated[Path, typer.Argument(help="An official file, gzipped or not.")],
    as_of_date: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m-%d"], help="The day whose state the file shows.")
    ] = None,
    accept_anyway: _AcceptAnyway = None,
    as_whole: _AsWhole = False,
    shown: _Shown = None,
    as_json: _Json = False,
) -> None:
    """Check a file and adopt it as the state of its day; a file that fails changes nothing (exit 3)."""
    from licet.cli import lists_work as work

    day = None if as_of_date is None else as_of_date.date()
    accepted = work.Acceptance(accept_anyway, as_whole, shown)
    work.run(lambda: work.adopt_file(file, day, accepted), as_json=as_json)


@app.command()
def update(
    url: Annotated[str | None, typer.Option(help="Another address than the official one.")] = None,
    accept_anyway: _AcceptAnyway = None,
    as_whole: _AsWhole = False,
    shown: _Shown = None,
    as_json: _Json = False,
) -> None:
    """Download the Consolidated Screening List from trade.gov, check it and adopt it."""
    from licet.cli import lists_work as work

    accepted = work.Acceptance(accept_anyway, as_whole, shown)
    work.run(lambda: work.update(url, accepted), as_json=as_json)


@app.command()
def status(as_json: _Json = False) -> None:
    """Show every list with its count, its date and its age in days."""
    from licet.cli import lists_work as work

    work.run(work.status, as_json=as_json)


@app.command()
def diff(
    a: Annotated[str, typer.Argument(help="The older: a file, a snapshot's number, or its date.")],
    b: Annotated[str, typer.Argument(help="The newer: a file, a snapshot's number, or its date.")],
    as_json: _Json = False,
) -> None:
    """Show the parties added, removed and changed from one snapshot to another."""
    from licet.cli import lists_work as work

    work.run(lambda: work.compare(a, b), as_json=as_json)


@app.command()
def show(
    entry: Annotated[
        str, typer.Argument(metavar="ENTRY_ID|NAME", help="An entry's id, or a name as listed.")
    ],
    as_json: _Json = False,
) -> None:
    """Show an entry of a list with all its dates."""
    from licet.cli import lists_work as work

    work.run(lambda: work.show(entry), as_json=as_json)
