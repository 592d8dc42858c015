"""``licet``: the command line.

Exit status: 0 answered; 1 the answer is not green (``check --gate`` only); 2 bad input, named with file, line
and key; 3 refused for safety. ``--json`` prints one JSON document on stdout and nothing else.
"""

from __future__ import annotations

import sys
from typing import Annotated, Optional

import typer

from licet import __version__
from licet.cli import audit, cases, documents, law_commands, ledger, licenses
from licet.cli.acting import AsPerson, AsRole, ForOrg
from licet.cli.apply import apply
from licet.cli.backup import backup, doctor, restore
from licet.cli.check_file import check_file, explain
from licet.cli.decide import decide, decisions
from licet.cli.files import day_of, read_sale
from licet.cli.lists import app as lists_app
from licet.cli.orders import example_orders
from licet.cli.records import records
from licet.cli.screen import screen, screen_file
from licet.cli.serve import serve
from licet.cli.spark_submit import spark_submit
from licet.cli.stats import stats
from licet.cli.watch import watch
from licet.cli.whatif import whatif

__all__ = ["app", "main"]

app = typer.Typer(
    name="licet",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="May this sale go ahead, as of this date, under which authority, and until when does that hold?",
)
app.add_typer(lists_app, name="lists", help="Official lists: adopt, status, diff, update.")
app.add_typer(audit.app, name="audit", help="The log of events: verify it, sign its head, export it.")
app.add_typer(law_commands.app, name="law", help="The law as modelled: rules, facts, coverage.")
app.add_typer(cases.app, name="cases", help="Applications: list, show, due, and every act of the review.")
app.add_typer(
    licenses.app, name="licenses", help="Licenses: list, show, conditions, changes, what ends them."
)
app.add_typer(
    ledger.app, name="ledger", help="The ledger of a license: reserve, ship, reverse, adjust, reconcile."
)
app.add_typer(documents.app, name="documents", help="Licenses, letters and statements as PDF.")
app.command(name="apply")(apply)
app.command(name="stats")(stats)
app.command(name="records")(records)
app.command(name="screen")(screen)
app.command(name="screen-file")(screen_file)
app.command(name="decide")(decide)
app.command(name="decisions")(decisions)
app.command(name="check-file")(check_file)
app.command(name="explain")(explain)
app.command(name="whatif")(whatif)
app.command(name="watch")(watch)
app.command(name="example-orders")(example_orders)
app.command(name="serve")(serve)
app.command(name="backup")(backup)
app.command(name="restore")(restore)
app.command(name="doctor")(doctor)
app.command(name="spark-submit")(spark_submit)

AsOf = Annotated[
    str | None, typer.Option("--as-of", help="The day to answer for (YYYY-MM-DD); today unless said.")
]  # typer reads it
KnownAsOf = Annotated[
    Optional[str],  # noqa: UP045
    typer.Option("--known-as-of", help="Answer on what had been published by this day (YYYY-MM-DD)."),
]
AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON document and nothing else.")]


@app.command()
def check(
    file: Annotated[str, typer.Argument(help="A sale as JSON or TOML; - reads standard input.")],
    as_of: AsOf = None,
    known_as_of: KnownAsOf = None,
    as_json: AsJson = False,
    trace: Annotated[bool, typer.Option("--trace", help="Show every fact of every rule in play.")] = False,
    gate: Annotated[bool, typer.Option("--gate", help="Exit with 1 unless the answer is green.")] = False,
    person: AsPerson = None,
    role: AsRole = None,
    org: ForOrg = None,
) -> None:
    """May this sale go ahead? Say who you are, and the license that it claims is looked up on record."""
    from licet.cli.on_record import answer_on_record
    from licet.house import open_house
    from licet.house.receipts import answer_bytes, keep
    from licet.store.home import home_folder

    sale = read_sale(file, day_of(as_of, "--as-of"), day_of(known_as_of, "--known-as-of"))
    house = open_house(home_folder())
    found = answer_on_record(house, sale, person, role, org)
    kept = keep(found, house)
    if as_json:
        sys.stdout.buffer.write(answer_bytes(found))
    else:
        from rich.console import Console

        from licet.cli.explain import show

        show(found, Console(highlight=False), trace=trace)
    if not kept:
        print("licet: the receipt could not be kept (is LICET_HOME writable?)", file=sys.stderr)
    if gate and found.light.value != "green":
        raise typer.Exit(1)


@app.command()
def ask(
    file: Annotated[
        Optional[str],  # noqa: UP045
        typer.Argument(help="A sale begun before, as JSON or TOML; left out: begin with nothing."),
    ] = None,
    as_of: AsOf = None,
    save: Annotated[
        Optional[str],  # noqa: UP045
        typer.Option("--save", help="Write the sale to this new file (or back to FILE) at the end."),
    ] = None,
) -> None:
    """Ask about a sale, one question at a time, and answer it."""
    from licet.cli.ask import interview
    from licet.house import open_house
    from licet.store.home import home_folder

    interview(open_house(home_folder()), file, day_of(as_of, "--as-of"), save)


@app.command()
def replay(
    receipt: Annotated[str, typer.Argument(help="A receipt's id (or its beginning), or its file.")],
    person: AsPerson = None,
    role: AsRole = None,
    org: ForOrg = None,
) -> None:
    """Make an earlier answer again, the same bytes; refuse when law or lists have changed."""
    from licet.cli.receipts import replay as again
    from licet.store.home import home_folder

    sys.stdout.buffer.write(again(receipt, home_folder(), person, role, org))


@app.command()
def timeline(
    entity: Annotated[str, typer.Argument(help='A matter or a listed party, such as "Huawei".')],
    as_of: AsOf = None,
    known_as_of: KnownAsOf = None,
    as_json: AsJson = False,
) -> None:
    """Tell the dated history of a matter, on both time axes, with citations."""
    from licet.cli.timeline import print_timeline

    print_timeline(entity, day_of(as_of, "--as-of"), day_of(known_as_of, "--known-as-of"), as_json=as_json)


@app.command()
def demo() -> None:
    """Tell the story of October 2019 on real facts: five sales and what became of them."""
    from licet.cli.demo import tell

    tell()


@app.command()
def version() -> None:
    """Print the version of Licet and the hash of its rulebook."""
    from licet.rulebook.us.ear import ear

    print(f"licet {__version__}, rulebook {ear().content_hash}")


def main() -> None:
    """Run the command line."""
    app()


if __name__ == "__main__":
    main()
