"""``licet lookback``: shipments of years, as known then and as known now."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Annotated, Optional

import typer

from licet.cli.files import fail

__all__ = ["lookback"]


def lookback(
    shipments: Annotated[Path, typer.Argument(help="The shipments, each with its day (ship_date or as_of).")],
    out: Annotated[
        Path, typer.Argument(help="The folder for the report, the table, the answers and the receipt.")
    ],
    workers: Annotated[
        Optional[int],  # noqa: UP045  # typer reads it
        typer.Option("--workers", min=1, help="Processes; all cores unless said."),
    ] = None,
    as_json: Annotated[
        bool, typer.Option("--json", help="Print one JSON document and nothing else.")
    ] = False,
) -> None:
    """Were the shipments of past years right, by law and lists as known then and as known now?"""
    from licet.cli.check_file import progress_bar
    from licet.cli.scope import decision_scope
    from licet.orders.book import UnreadableOrdersError
    from licet.services.look_back import LookBackQuestion, look_back
    from licet.storage.home import home_folder

    question = LookBackQuestion(shipments, out, workers, decision_scope())
    try:
        with progress_bar() as progress:
            found = look_back(question, home_folder(), progress)
    except UnreadableOrdersError as error:
        fail(str(error))
    except OSError as error:
        fail(f"{error.filename}: {error.strerror}" if error.filename else str(error))
    document = found.document()
    if as_json:
        sys.stdout.write(json.dumps(document, indent=2, ensure_ascii=False) + "\n")
        return
    print(f"{document['lines']:,} shipments looked back at, {document['unread']:,} could not be read.")
    for heap in document["heaps"]:
        print(f"  {heap['lines']:>9,}  {heap['share']:>6.1%}  ${heap['value_usd']:>18,.2f}  {heap['words']}")
    print(f"A civil penalty is not yet barred for {document['wrong_and_not_barred']:,} of the wrong ones.")
    if document["rest_on_lists_without_removed_parties"]:
        count = document["rest_on_lists_without_removed_parties"]
        print(f"{count:,} goes rest on lists that lack the parties removed before they begin.")
    print(f"Report: {out / 'report.html'}; every line: {out / 'lines.csv'}; receipt: {out / 'receipt.json'}")
