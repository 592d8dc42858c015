"""``licet order-lines``: how the lines of an uploaded order book stand today, and why one is held again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Optional

import typer

from licet.cli.files import REFUSED, fail
from licet.cli.session import AsJson, AsPerson, AsRole, ForOrg, open_session, show_json

if TYPE_CHECKING:
    from collections.abc import Sequence

    from licet.events.refusal import Refusal

__all__ = ["order_lines"]

_DONE = {"hold": "held", "ask": "asked to be released", "release": "released"}


def order_lines(
    book: Annotated[
        Optional[str],  # noqa: UP045  # typer reads it
        typer.Argument(help="The key of the book, as its page has it; left out: list the books."),
    ] = None,
    state: Annotated[
        Optional[str],  # noqa: UP045
        typer.Option("--state", help="Lines in this state alone: free, held, release_asked or released."),
    ] = None,
    act: Annotated[
        Optional[str],  # noqa: UP045
        typer.Option("--act", help="hold, ask (for the release) or release, done to the lines of --row."),
    ] = None,
    rows: Annotated[
        Optional[list[int]],  # noqa: UP045
        typer.Option("--row", help="The row of a line, for --act; several times for several lines."),
    ] = None,
    reason: Annotated[str, typer.Option("--reason", help="Why, for --act; it is kept on record.")] = "",
    person: AsPerson = None,
    role: AsRole = None,
    org: ForOrg = None,
    as_json: AsJson = False,
) -> None:
    """How do the lines of an order book stand today? Says why a line is held again; holds and releases lines."""
    from licet.orders.holding import LAPSE_WORDS, LineState
    from licet.services.cases.lines import LINE_ACTS, act_on_book, history_of_book, lines_of
    from licet.services.current_answers import answered_book, book_keys
    from licet.services.determination import open_decider, today
    from licet.storage.home import home_folder

    if state is not None and state not in set(LineState):
        fail(f"--state: {state!r} is none of {', '.join(LineState)}")
    if act is not None and act not in LINE_ACTS:
        fail(f"--act: {act!r} is none of {', '.join(LINE_ACTS)}")
    if (act is None) is not (not rows):
        fail("--act and --row go together: what to do, and to which lines")
    with open_session(person, role, org) as session:
        organization = session.actor.organization
        if book is None:
            for key in book_keys(home_folder(), organization):
                print(key)
            return
        decider = open_decider(home_folder())
        found = answered_book(home_folder(), organization, book, decider, today())
        if found is None:
            fail(f"{book}: {organization} has no answered book of this key")
        if act is not None:
            done, refused = act_on_book(
                session.case_service, session.actor, found, set(rows or ()), act, reason
            )
            _tell_done(act, done, refused, as_json=as_json)
            return
        events = history_of_book(session.case_service, session.actor, found)
        shown = lines_of(found, events, None if state is None else LineState(state))
    if as_json:
        show_json(
            [
                {"row": line.row, "answer": line.answer, "light": line.light, "state": standing.state,
                 "by": standing.by, "reason": standing.reason, "fell_back": standing.fell_back}
                for line, standing in shown
            ]
        )  # fmt: skip
        return
    for line, standing in shown:
        why = "; ".join(LAPSE_WORDS[lapse] for lapse in standing.fell_back)
        said = why or (f"{standing.by}: {standing.reason}" if standing.by else "by its light")
        print(f"{line.row:>7}  {line.light.value:<6} {standing.state.value.replace('_', ' '):<14} {said}")


def _tell_done(act: str, done: int, refused: Sequence[tuple[str, Refusal]], *, as_json: bool) -> None:
    """Say to how many lines it was done; a refusal ends the command with status 3."""
    refusals = [
        {"row": int(subject.rpartition(":")[2]), "code": no.code, "detail": no.message}
        for subject, no in refused
    ]
    if as_json:
        show_json({"act": act, "done": done, "refused": refusals})
    else:
        print(f"{done} {'line' if done == 1 else 'lines'} {_DONE[act]}.")
        for record in refusals:
            print(f"{record['row']:>7}  refused: {record['detail']}")
    if refusals or not done:
        raise typer.Exit(REFUSED)
