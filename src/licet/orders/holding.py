"""Holding and releasing lines of an order book: pure rules over events, as everything that is kept.

A line whose light is green goes unless somebody holds it. An amber line is held until two persons let it go: one
asks, with a reason, and another one releases. No reason releases a red line, nor one that is not decided: its
answer has to change first.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from licet.access.roles import UserAction, may
from licet.law.answer import Answer, Light
from licet.licensing.events import Act, Actor, Event, Refusal
from licet.licensing.kinds import Kind

__all__ = ["GOES", "LineAnswer", "Standing", "State", "ask_release", "hold", "release", "standing_of"]


class State(StrEnum):
    """Whether a line may leave the house."""

    FREE = "free"
    HELD = "held"
    RELEASE_ASKED = "release_asked"
    RELEASED = "released"


GOES = frozenset({State.FREE, State.RELEASED})
"""States in which a line may leave."""


@dataclass(frozen=True, slots=True)
class LineAnswer:
    """A line of an answered book: its subject in the log, and what was answered."""

    subject: str
    answer: Answer
    light: Light


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a line stands, and who brought it there; None and "" where its light alone says so."""

    state: State
    by: str | None = None
    at: datetime | None = None
    reason: str = ""


def standing_of(line: LineAnswer, events: Iterable[Event]) -> Standing:
    """The line's standing after its events, in order."""
    found = Standing(State.FREE if line.light is Light.GREEN else State.HELD)
    for event in events:
        found = Standing(_STATES[event.kind], event.actor.name, event.at, event.reason)
    return found


_STATES = {
    Kind.LINE_HELD: State.HELD,
    Kind.LINE_RELEASE_ASKED: State.RELEASE_ASKED,
    Kind.LINE_RELEASED: State.RELEASED,
}


def hold(act: Act, line: LineAnswer, standing: Standing) -> Event:
    """Hold a line. Refusal where it is held by hand already, or without a reason."""
    _check(act, UserAction.DECIDE_HIT, UserAction.RELEASE_ORDER)
    if standing.state is State.HELD and standing.by is not None:
        raise Refusal("held", "the line is held already")
    return _event(act, Kind.LINE_HELD, line)


def ask_release(act: Act, line: LineAnswer, standing: Standing) -> Event:
    """Ask that a held line be released."""
    _check(act, UserAction.DECIDE_HIT, UserAction.RELEASE_ORDER)
    _refuse_undone(line)
    if standing.state is not State.HELD:
        raise Refusal("not_held", f"the line is not held but {standing.state.value.replace('_', ' ')}")
    return _event(act, Kind.LINE_RELEASE_ASKED, line)


def release(act: Act, line: LineAnswer, standing: Standing) -> Event:
    """Release a line for which another person asked."""
    _check(act, UserAction.RELEASE_ORDER)
    _refuse_undone(line)
    if standing.state is not State.RELEASE_ASKED:
        raise Refusal("not_asked", "nobody has asked for the release of this line")
    if standing.by == act.actor.name:
        raise Refusal("second_person", "a line is released by another person than the one who asked")
    return _event(act, Kind.LINE_RELEASED, line)


def _check(act: Act, *actions: UserAction) -> None:
    if not any(may(act.actor.role, action) for action in actions):
        raise Refusal("role", f"a {act.actor.role.value.replace('_', ' ')} may not do this")
    if not act.reason.strip():
        raise Refusal("reason", "a reason is needed")


def _refuse_undone(line: LineAnswer) -> None:
    if line.light is Light.RED:
        raise Refusal("red", "a red line is not released: its answer has to change, by a license for one")
    if line.answer is Answer.UNDETERMINED:
        raise Refusal(
            "undetermined", "what is not decided is not released: the missing facts have to be found"
        )


def _event(act: Act, kind: Kind, line: LineAnswer) -> Event:
    actor: Actor = act.actor
    return Event.of(
        act, kind, line.subject, actor.organisation, answer=line.answer.value, light=line.light.value
    )
