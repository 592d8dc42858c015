"""``licet records``: all records of a transaction, by party, country or any number, as one ZIP for the auditor."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Optional

import typer

from licet.cli.files import fail
from licet.cli.session import AsJson, Session, show_json, with_session

__all__ = ["records"]


@with_session
def records(
    session: Session,
    party: Annotated[
        Optional[str],  # noqa: UP045 - typer reads it
        typer.Option("--party", help="A part of a party's name, in any case."),
    ] = None,
    country: Annotated[
        Optional[str],  # noqa: UP045
        typer.Option("--country", help="The code of a country, such as CN."),
    ] = None,
    reference: Annotated[
        Optional[str],  # noqa: UP045
        typer.Option(
            "--reference", help="A number, of whatever kind: case, license, order, invoice, ITN, hash."
        ),
    ] = None,
    out: Annotated[
        Optional[str],  # noqa: UP045
        typer.Option("--out", help="Write everything to this new ZIP file, with a manifest of hashes."),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Find all records of the transactions that have all of what you say (15 CFR 762.5(c))."""
    asked = {"party": party, "country": country, "reference": reference}
    if out is not None:
        path = Path(out)
        if path.exists():
            fail(f"{path}: it exists already, and nothing is overwritten")
        with path.open("xb") as stream:
            session.case_service.export_records(session.actor, stream, **asked)
    found = session.case_service.records(session.actor, **asked)
    if as_json:
        show_json(
            {
                "subjects": [{"kind": kind, "subject": subject} for kind, subject in found.subjects],
                "events": [event.event.to_plain() for event in found.events],
                "out": out,
            }
        )
        return
    for kind, subject in found.subjects:
        print(f"{kind} {subject}")
    where = "" if out is None else f", written to {out}"
    print(f"{len(found.subjects)} cases and licenses, {len(found.events)} events{where}")
