"""``licet order-lines``: how the lines of an uploaded order book stand today, and why one is held again."""

from __future__ import annotations

from typing import Annotated, Optional

import typer

from licet.cli.acting import AsJson, AsPerson, AsRole, ForOrg, at_desk, show_json
from licet.cli.files import fail

__all__ = ["order_lines"]


def order_lines(
    book: Annotated[
        Optional[str],  # noqa: UP045  # typer reads it
        typer.Argument(help="The key of the book, as its page has it; left out: list the books."),
    ] = None,
    state: Annotated[
        Optional[str],  # noqa: UP045
        typer.Option("--state", help="Lines in this state alone: free, held, release_asked or released."),
    ] = None,
    person: AsPerson = None,
    role: AsRole = None,
    org: ForOrg = None,
    as_json: AsJson = False,
) -> None:
    """How do the lines of an order book stand today? Says why a line is held again."""
    from licet.house import open_house, today
    from licet.house.standing import answered_book, book_keys
    from licet.office.lines import history_of_book, standings
    from licet.orders.holding import LAPSE_WORDS, State
    from licet.store.home import home_folder

    if state is not None and state not in set(State):
        fail(f"--state: {state!r} is none of {', '.join(State)}")
    with at_desk(person, role, org) as desk:
        organisation = desk.actor.organisation
        if book is None:
            for key in book_keys(home_folder(), organisation):
                print(key)
            return
        house = open_house(home_folder())
        found = answered_book(home_folder(), organisation, book, house, today())
        if found is None:
            fail(f"{book}: {organisation} has no answered book of this key")
        events = history_of_book(desk.office, desk.actor, book)
        shown = [
            (line, one) for line, one in standings(found.lines(), events) if state in {None, one.state.value}
        ]
    if as_json:
        show_json(
            [
                {"row": line.row, "answer": line.answer, "light": line.light, "state": one.state,
                 "by": one.by, "reason": one.reason, "fell_back": one.fell_back}
                for line, one in shown
            ]
        )  # fmt: skip
        return
    for line, one in shown:
        why = "; ".join(LAPSE_WORDS[lapse] for lapse in one.fell_back)
        said = why or (f"{one.by}: {one.reason}" if one.by else "by its light")
        print(f"{line.row:>7}  {line.light.value:<6} {one.state.value.replace('_', ' '):<14} {said}")
