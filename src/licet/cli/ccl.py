"""``licet ccl``: the Commerce Control List at hand: its text, and a search in it."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Annotated, Any, Optional

import typer

from licet.cli.files import day_of, fail

__all__ = ["app"]

app = typer.Typer(no_args_is_help=True)
AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON document and nothing else.")]
OptionalText = Optional[str]  # noqa: UP045  # typer reads it


@app.command()
def show(
    eccn: Annotated[str, typer.Argument(help="An ECCN, with or without a paragraph, such as 3A001.a.7.")],
    as_of: Annotated[
        OptionalText, typer.Option("--as-of", help="As read on this day; the newest text unless said.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Print an entry of the list: items, notes, controls, exceptions, related controls, and the days of the text."""
    from licet.classification.entry_document import UnknownEccnError, entry_document

    try:
        document = entry_document(eccn, day_of(as_of, "--as-of"))
    except UnknownEccnError as error:
        fail(str(error))
    if as_json:
        _print_json(document)
        return
    from licet.cli.ccl_print import print_entry

    print_entry(document)


@app.command()
def find(
    description: Annotated[str, typer.Argument(help='What it is, such as "thermal camera 30 Hz uncooled".')],
    kind: Annotated[
        OptionalText,
        typer.Option("--kind", help="commodity, software or technology; read from the words unless said."),
    ] = None,
    limit: Annotated[int, typer.Option("--limit", min=1, max=100, help="How many entries to show.")] = 10,
    as_of: Annotated[
        OptionalText,
        typer.Option("--as-of", help="In the list as read on this day; the newest text unless said."),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Find the entries that may describe an item, the nearest first. A search proposes; it decides nothing."""
    from licet.classification.entry_document import hit_document
    from licet.classification.search import find as find_entries

    try:
        hits = find_entries(description, kind=kind, limit=limit, on=day_of(as_of, "--as-of"))
    except ValueError as error:
        fail(f"--kind: {error}")
    if as_json:
        _print_json([hit_document(hit) for hit in hits])
        return
    from licet.cli.ccl_print import print_hits

    print_hits(hits)


@app.command()
def limits(
    eccn: Annotated[str, typer.Argument(help="An ECCN with its paragraph, such as 3A001.a.5.a.3.")],
    stated: Annotated[
        Optional[list[str]],  # noqa: UP045
        typer.Argument(help='Parameters of your item, such as "resolution=12" "sample rate=above 400 MSPS".'),
    ] = None,
) -> None:
    """Print the limits of a paragraph (Categories 3 to 6), and whether stated parameters meet them."""
    from licet.classification.amounts import AmountError
    from licet.classification.control_list import control_list
    from licet.classification.entry_document import UnknownEccnError, entry_document
    from licet.classification.limit_check import UnknownParameterError, check_limits
    from licet.classification.limit_document import stated_pairs
    from licet.cli.ccl_print import print_limits

    try:
        pairs = stated_pairs(stated or ())
        name = entry_document(eccn)["eccn"]
        base, _, paragraph = name.partition(".")
        entry = control_list().entry(base)
        assert entry is not None
        print_limits(name, *check_limits(entry, paragraph, pairs))
    except (UnknownEccnError, UnknownParameterError, AmountError) as error:
        fail(str(error))


@app.command("diff")
def list_diff(
    new: Annotated[
        Path, typer.Argument(help="A newer text: eCFR XML of Supplement No. 1 to part 774, or of the part.")
    ],
    as_json: AsJson = False,
) -> None:
    """What a newer text of the list changes, and which classifications and order lines it opens."""
    from dataclasses import asdict

    from licet.classification.control_list import control_list
    from licet.classification.control_list_xml import ListFileError, read_list
    from licet.classification.list_changes import list_changes
    from licet.services.determination import today
    from licet.services.list_records import classification_records
    from licet.storage.home import home_folder

    try:
        listed = read_list(new)
    except ListFileError as error:
        fail(str(error))
    except OSError as error:
        fail(f"{new}: {error.strerror}")
    changes = list_changes(control_list(), listed)
    records = classification_records(home_folder(), listed, today())
    if as_json:
        _print_json({"changes": [asdict(change) for change in changes], **records})
        return
    from licet.cli.ccl_print import print_changes

    print_changes(changes, records)


def _print_json(data: Any) -> None:
    sys.stdout.write(json.dumps(data, indent=2, ensure_ascii=False) + "\n")
