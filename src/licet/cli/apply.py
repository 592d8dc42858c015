"""``licet apply``: from a sale that needs a license to an application, in one step."""

from __future__ import annotations

from typing import Annotated, Any, Optional

import typer

from licet.cli.files import day_of, read_sale
from licet.cli.session import AsJson, Session, note, say, with_session

__all__ = ["apply"]


@with_session
def apply(
    session: Session,
    sales: Annotated[
        list[str], typer.Argument(help="A sale as JSON or TOML; each further one adds its item as a line.")
    ],
    applicant: Annotated[
        str,
        typer.Option(
            "--applicant",
            help="A JSON or TOML file: name, address, country, contact_name, contact_telephone.",
        ),
    ],
    order: Annotated[
        Optional[str],  # noqa: UP045 - typer reads it
        typer.Option("--order", help="Your own number of the order."),
    ] = None,
    end_use: Annotated[
        Optional[str],  # noqa: UP045
        typer.Option("--end-use", help="The specific end use (Block 21), where the sale says less."),
    ] = None,
    not_laden: Annotated[
        bool,
        typer.Option("--not-laden", help="State that the goods are not yet laden, exported or reexported."),
    ] = False,
    letter: Annotated[
        Optional[str],  # noqa: UP045
        typer.Option("--letter", help="A text file with the letter of explanation."),
    ] = None,
    as_of: Annotated[
        Optional[str],  # noqa: UP045
        typer.Option("--as-of", help="The day to answer the sale for (YYYY-MM-DD); today unless said."),
    ] = None,
    case_id: Annotated[
        Optional[str],  # noqa: UP045
        typer.Option("--id", help="An id for the case; one is drawn unless said."),
    ] = None,
    submit: Annotated[
        bool, typer.Option("--submit", help="Submit at once, when nothing is missing.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Begin an application from a sale that needs a license, with everything that is known filled in.

    It says what is missing. Nothing is submitted unless you say so, and never when it is incomplete.
    """
    from dataclasses import replace
    from pathlib import Path

    from licet.cli.from_acts import read_data
    from licet.cli.scope import decision_scope
    from licet.licensing import applying
    from licet.licensing.application import Applicant
    from licet.licensing.completeness import gaps
    from licet.licensing.days import day_of as day_in_washington
    from licet.licensing.from_answer import application_from, joined
    from licet.services.determination import open_decider
    from licet.storage.home import home_folder

    who = read_data(Applicant, applicant, "--applicant")
    day = day_of(as_of, "--as-of")
    decider, applied = open_decider(home_folder()), day_in_washington(session.now)
    scope = decision_scope(session.actor.organization, session.actor.role)
    answers = [decider.determine(read_sale(name, day, None), scope=scope) for name in sales]
    made = joined([application_from(found, who, applied, order_reference=order) for found in answers])
    said: dict[str, Any] = {"end_use": end_use or made.end_use, "not_laden": not_laden or None}
    if letter is not None:
        said["letter"] = Path(letter).read_text("utf-8")
    made = replace(made, **said)
    done = session.case_service.act(session.actor, case_id, applying.draft, application=made)
    missing = gaps(made)
    for gap in missing:
        note(f"{'missing' if gap.bars else 'advice'}: block {gap.block or '-'}: {gap.message} ({gap.cite})")
    if submit and not any(gap.bars for gap in missing):
        done = session.case_service.act(session.actor, done.subject, applying.submit)
    say(done, as_json=as_json)
