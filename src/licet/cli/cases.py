"""``licet cases``: applications under review: what there is, what falls due, and every act of the review."""

from __future__ import annotations

from typing import Annotated, Optional

import typer

from licet.cli.files import day_of
from licet.cli.from_acts import add_acts
from licet.cli.session import AsJson, Session, show_json, with_session
from licet.licensing.states import State
from licet.services.cases.act_table import CASE_ACTS

__all__ = ["app"]

app = typer.Typer(no_args_is_help=True, help="Applications: list, show, due, and every act of the review.")

On = Annotated[
    Optional[str],  # noqa: UP045 - typer reads it
    typer.Option("--on", help="The day to look from (YYYY-MM-DD); today unless said."),
]
Subject = Annotated[str, typer.Argument(help="The id of the case.")]


@app.command(name="list")
@with_session
def list_cases(
    session: Session,
    state: Annotated[
        Optional[list[State]],  # noqa: UP045
        typer.Option("--state", help="Only cases in this state; may be given again."),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """List the cases that you may see."""
    found = session.case_service.cases(session.actor, states=None if not state else frozenset(state))
    if as_json:
        show_json(found)
        return
    for row in found:
        value = "" if row.value_usd is None else f"USD {row.value_usd:,}"
        place, parties = row.destination or "-", ", ".join(row.parties)
        print(f"{row.case_id}  {row.acn or '-':9}  {row.state.words:34}  {place}  {value:>16}  {parties}")
    print(f"{len(found)} cases")


@app.command()
@with_session
def show(
    session: Session,
    case_id: Subject,
    as_json: AsJson = False,
) -> None:
    """Show a case: where it stands, what is missing, what was said and decided, and its history."""
    from licet.cli.case_show import case_lines, case_plain

    case = session.case_service.case(session.actor, case_id)
    history = session.case_service.history(session.actor, "case", case_id)
    if as_json:
        show_json(case_plain(case, history, session.now))
        return
    for line in case_lines(case, history, session.now):
        print(line)


@app.command()
@with_session
def due(
    session: Session,
    on: On = None,
    as_json: AsJson = False,
) -> None:
    """Say what falls due when, who must act, and why: deadlines of cases and licenses, the nearest first."""
    from licet.licensing.days import day_of as day_in_washington

    day = day_of(on, "--on") or day_in_washington(session.now)
    found = session.case_service.due(session.actor, day)
    if as_json:
        show_json([{**_plain(deadline), "overdue": deadline.overdue(day)} for deadline in found])
        return
    for deadline in found:
        late = "  OVERDUE" if deadline.overdue(day) else ""
        print(f"{deadline.due or 'not yet known'}  {deadline.subject}  {deadline.explain()}{late}")
    print(f"{len(found)} deadlines as of {day}")


def _plain(value: object) -> dict[str, object]:
    from licet.events.encoding import plain

    made = plain(value)
    assert isinstance(made, dict)
    return {**made, "why": value.explain()}  # type: ignore[attr-defined]


@app.command()
@with_session
def clock(
    session: Session,
    as_json: AsJson = False,
) -> None:
    """Put on record what fell due by law with nobody's act: silence, decisions that stand, final denials, expiries.

    Run it once a day; again does nothing. Anybody may run it: the clock itself is the actor.
    """
    from licet.services.cases.deadlines import run_clock

    done = run_clock(session.case_service)
    if as_json:
        show_json(
            [
                {"subject": item.subject, "events": [event.event.kind for event in item.events]}
                for item in done
            ]
        )
        return
    for item in done:
        print(f"{item.subject}: {', '.join(event.event.kind.value for event in item.events)}")
    print(f"{len(done)} things fell due")


add_acts(app, [act.function for act in CASE_ACTS.values()], "The id of the case.")
