"""``licet check``, ``ask``, ``replay``, ``timeline``: one sale asked and answered, and the history behind it."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated, Optional

import typer

from licet import __version__
from licet.cli.files import day_of, fail, read_order_file
from licet.cli.session import AsPerson, AsRole, ForOrg
from licet.rules.standing import Position

if TYPE_CHECKING:
    from licet.engine.determination import Determination
    from licet.engine.order_answer import OrderAnswer
    from licet.model.order import Order
    from licet.services.determination import Decider

__all__ = ["ask", "check", "demo", "replay", "timeline", "version"]

AsOf = Annotated[
    str | None, typer.Option("--as-of", help="The day to answer for (YYYY-MM-DD); today unless said.")
]  # typer reads it
KnownAsOf = Annotated[
    Optional[str],  # noqa: UP045
    typer.Option("--known-as-of", help="Answer on what had been published by this day (YYYY-MM-DD)."),
]
PositionOption = Annotated[
    Position,
    typer.Option(
        "--position", help="Answer under the text in force, or under what agencies announced beside it."
    ),
]
AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON document and nothing else.")]


def check(
    file: Annotated[
        str,
        typer.Argument(help="A sale, or an order of several lines, as JSON or TOML; - reads standard input."),
    ],
    as_of: AsOf = None,
    known_as_of: KnownAsOf = None,
    as_json: AsJson = False,
    line: Annotated[
        Optional[int],  # noqa: UP045
        typer.Option("--line", min=1, help="Of an order of several lines, the answer to this line in full."),
    ] = None,
    trace: Annotated[bool, typer.Option("--trace", help="Show every fact of every rule in play.")] = False,
    exceptions: Annotated[
        bool, typer.Option("--exceptions", help="Say of every license exception what becomes of it here.")
    ] = False,
    gate: Annotated[bool, typer.Option("--gate", help="Exit with 1 unless the answer is green.")] = False,
    part: Annotated[
        Optional[str],  # noqa: UP045
        typer.Option("--part", help="The part number: its item data come from the product master."),
    ] = None,
    regime: Annotated[
        Optional[str],  # noqa: UP045
        typer.Option(
            "--regime", help="Answer under these regimes alone, by their codes with commas, or under all."
        ),
    ] = None,
    position: PositionOption = Position.TEXT,
    person: AsPerson = None,
    role: AsRole = None,
    org: ForOrg = None,
) -> None:
    """May this sale go ahead? Say who you are, and the license that it claims is looked up on record."""
    from licet.cli.on_record import answer_on_record
    from licet.model.defaults import DefaultsError, load_defaults
    from licet.services.receipts import keep
    from licet.storage.home import home_folder

    item = None
    if part is not None:
        from licet.cli.products import item_of_part

        item = item_of_part(part)
    try:
        defaults = load_defaults(home_folder())
    except DefaultsError as error:
        fail(str(error))
    decider = _asked(regime, position)
    days = day_of(as_of, "--as-of"), day_of(known_as_of, "--known-as-of")
    order = read_order_file(file, *days, item, defaults, decider.vocabulary)
    number = _one_line(order, line, part)
    every = answer_on_record(decider, order, person, role, org)
    kept = [keep(answer, decider) for answer in every.found]
    if not all(kept):
        print("licet: the receipt could not be kept (is LICET_HOME writable?)", file=sys.stderr)
    if number is None:
        _show_order(every, as_json)
    else:
        _show_line(every.found[number], decider, as_json, trace, exceptions)
    if gate and every.light.value != "green":
        raise typer.Exit(1)


def _one_line(order: Order, line: int | None, part: str | None) -> int | None:
    """The place of the line that is shown in full; None: the whole order is shown."""
    count = len(order.lines)
    if line is not None and line > count:
        fail(f"--line {line}: the order has {count} {'line' if count == 1 else 'lines'}")
    if part is not None and order.listed:
        fail("--part is for a sale of one item: state what each line is under items")
    return line - 1 if line is not None else None if order.listed else 0


def _show_order(found: OrderAnswer, as_json: bool) -> None:
    if as_json:
        from licet.presentation.order import order_document
        from licet.services.receipts import json_bytes

        sys.stdout.buffer.write(json_bytes(order_document(found)))
        return
    from rich.console import Console

    from licet.cli.explain import show_order

    show_order(found, Console(highlight=False))


def _show_line(found: Determination, decider: Decider, as_json: bool, trace: bool, exceptions: bool) -> None:
    from licet.services.receipts import answer_bytes

    lines = None
    if exceptions:
        from licet.engine.exceptions import exception_lines

        lines = exception_lines(found.sale, decider.rulebook)
    if as_json:
        sys.stdout.buffer.write(answer_bytes(found, lines))
    else:
        from rich.console import Console

        from licet.cli.explain import show, show_exceptions

        console = Console(highlight=False)
        show(found, console, trace=trace)
        if lines is not None:
            show_exceptions(lines, console)


def _asked(regime: str | None, position: Position) -> Decider:
    """The workspace of this machine, asked for the regimes that are named, under a position."""
    from licet.regimes.registry import UnknownRegimeError
    from licet.services.determination import open_decider
    from licet.services.regimes import read_regimes
    from licet.storage.home import home_folder

    decider = open_decider(home_folder(), position=position)
    try:
        return decider if regime is None else decider.under(read_regimes(regime))
    except UnknownRegimeError as error:
        fail(f"--regime: {error}")


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
    from licet.services.determination import open_decider
    from licet.storage.home import home_folder

    interview(open_decider(home_folder()), file, day_of(as_of, "--as-of"), save)


def replay(
    receipt: Annotated[str, typer.Argument(help="A receipt's id (or its beginning), or its file.")],
    again: Annotated[
        bool,
        typer.Option(
            "--again",
            help="When they have changed: answer the same facts anew, and keep a receipt that says so.",
        ),
    ] = False,
    person: AsPerson = None,
    role: AsRole = None,
    org: ForOrg = None,
) -> None:
    """Make an earlier answer again, the same bytes; refuse when law, lists or program have changed."""
    from licet.cli.receipts import Replay
    from licet.storage.home import home_folder

    sys.stdout.buffer.write(Replay(receipt, home_folder(), person, role, org, anew=again).content())


def timeline(
    entity: Annotated[str, typer.Argument(help='A matter or a listed party, such as "Huawei".')],
    as_of: AsOf = None,
    known_as_of: KnownAsOf = None,
    as_json: AsJson = False,
) -> None:
    """Tell the dated history of a matter, on both time axes, with citations."""
    from licet.cli.timeline import print_timeline

    print_timeline(entity, day_of(as_of, "--as-of"), day_of(known_as_of, "--known-as-of"), as_json=as_json)


def demo() -> None:
    """Tell the story of October 2019 on real facts: five sales and what became of them."""
    from licet.cli.demo import tell

    tell()


def version() -> None:
    """Print the version of Licet and the hash of its rulebook."""
    from licet.regimes.registry import primary

    print(f"licet {__version__}, rulebook {primary().rulebook.content_hash}")
