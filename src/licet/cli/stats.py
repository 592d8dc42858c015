"""``licet stats``: how many applications were received, and what became of them, as of any day."""

from __future__ import annotations

from typing import Annotated, Optional

import typer

from licet.cli.files import day_of
from licet.cli.session import AsJson, Session, show_json, with_session
from licet.licensing.statistics import By

__all__ = ["stats"]

AsOf = Annotated[
    Optional[str],  # noqa: UP045 - typer reads it
    typer.Option("--as-of", help="As it stood at the end of this day (YYYY-MM-DD); today unless said."),
]


@with_session
def stats(
    session: Session,
    as_of: AsOf = None,
    by: Annotated[
        Optional[By],  # noqa: UP045
        typer.Option("--by", help="Count by this."),
    ] = None,
    since: Annotated[
        Optional[str],  # noqa: UP045
        typer.Option("--since", help="Only what was received from this day on (YYYY-MM-DD)."),
    ] = None,
    outsiders: Annotated[
        bool, typer.Option("--for-outsiders", help="Hide small numbers, for people outside.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Count what was received, is pending, was issued, denied, returned and withdrawn, with days gross and net."""
    from licet.licensing.days import day_of as day_in_washington
    from licet.licensing.disclosure import for_outsiders

    day = day_of(as_of, "--as-of") or day_in_washington(session.now)
    found = session.case_service.statistics(session.actor, day, by=by, since=day_of(since, "--since"))
    shown = for_outsiders(found) if outsiders else found
    if as_json:
        show_json(shown)
        return
    from licet.cli.stats_show import table

    for line in table(shown):
        print(line)
