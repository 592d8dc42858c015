"""Holding and releasing lines of an order book: pure rules over events, as everything that is kept.

A line whose light is green goes unless somebody holds it. An amber line is held until two persons let it go: one
asks, with a reason, and another one releases. No reason releases a red line, nor one that is not decided: its
answer has to change first.

A standing is that of a day. Answer and release rest on lists, law, the line, decisions about its parties, and a last
day; when one of these is no longer what it was, the line is held again, and says why (:class:`Lapse`).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from licet.events.event import Act, Actor, Event, Refusal
from licet.events.kinds import Kind
from licet.events.roles import UserAction, may
from licet.rules.answer import Answer, Light

__all__ = [
    "GOES",
    "LAPSE_WORDS",
    "HoldBasis",
    "Lapse",
    "LineAnswer",
    "LineStanding",
    "LineState",
    "ask_release",
    "hold",
    "release",
    "standing_of",
]


class LineState(StrEnum):
    """Whether a line may ship."""

    FREE = "free"
    HELD = "held"
    RELEASE_ASKED = "release_asked"
    RELEASED = "released"


GOES = frozenset({LineState.FREE, LineState.RELEASED})
"""States in which a line may leave."""


class Lapse(StrEnum):
    """Why an answer or a release no longer holds: what of its basis is no longer what it was."""

    LISTS = "lists"
    LAW = "law"
    LINE = "line"
    DECISIONS = "decisions"
    CLASSIFICATION = "classification"
    ANSWER = "answer"
    DAY = "day"
    UNKNOWN = "unknown"


LAPSE_WORDS = {
    Lapse.LISTS: "other lists were adopted since",
    Lapse.LAW: "the law, its limits or the program changed since",
    Lapse.LINE: "the line changed since",
    Lapse.DECISIONS: "what is recorded of its parties changed since",
    Lapse.CLASSIFICATION: "the classification of its product changed or is open since",
    Lapse.ANSWER: "it was answered anew since, and the answer is another one",
    Lapse.DAY: "the day has come until which the answer held",
    Lapse.UNKNOWN: "it is not on record on what it rested",
}


@dataclass(frozen=True, slots=True)
class HoldBasis:
    """What an answer or a release rests on, as fingerprints; ``until``: the first day on which it no longer holds.

    Empty fingerprints: not known, so that nothing rests on them; ``classification`` is empty where the line names no
    part of the product master.
    """

    lists: str = ""
    law: str = ""
    line: str = ""
    decisions: str = ""
    answer: str = ""
    classification: str = ""
    until: date | None = None

    def lapses(self, now: HoldBasis, day: date) -> tuple[Lapse, ...]:
        """Why what rests on this no longer holds on a day on which things are as ``now`` says; empty: it holds."""
        if not (self.lists and self.law and self.line and self.answer):
            return (Lapse.UNKNOWN,)
        names = (field.name for field in fields(self) if field.name != "until")
        changed = [Lapse(name) for name in names if getattr(self, name) != getattr(now, name)]
        over = self.until is not None and self.until <= day
        return (*changed, *((Lapse.DAY,) if over else ()))


@dataclass(frozen=True, slots=True)
class LineAnswer:
    """A line of an answered book: its subject in the log, what was answered, and on what that rests.

    ``now``: how lists, law, line, decisions and answer are on the ``day`` on which its standing is asked for.
    """

    subject: str
    answer: Answer
    light: Light
    basis: HoldBasis
    now: HoldBasis
    day: date

    @property
    def row(self) -> int:
        """The number of the line in its book."""
        return int(self.subject.rpartition(":")[2])

    @property
    def lapses(self) -> tuple[Lapse, ...]:
        """Why the answer no longer holds; empty: it holds."""
        return self.basis.lapses(self.now, self.day)


@dataclass(frozen=True, slots=True)
class LineStanding:
    """Where a line stands, and who brought it there; None and "" where its light alone says so.

    ``fell_back``: why it is held although it was free, asked for or released.
    """

    state: LineState
    by: str | None = None
    at: datetime | None = None
    reason: str = ""
    fell_back: tuple[Lapse, ...] = ()


def standing_of(line: LineAnswer, events: Iterable[Event]) -> LineStanding:
    """The line's standing on its day, after its events, in order."""
    last: Event | None = None
    for event in events:
        last = event
    if last is None:
        found = LineStanding(LineState.FREE if line.light is Light.GREEN else LineState.HELD)
        lapses = line.lapses
    else:
        found = LineStanding(_STATES[last.kind], last.actor.name, last.at, last.reason)
        lapses = tuple(dict.fromkeys((*line.lapses, *_basis_of(last).lapses(line.now, line.day))))
    if found.state is LineState.HELD or not lapses:
        return found
    return LineStanding(LineState.HELD, fell_back=lapses)


def _basis_of(event: Event) -> HoldBasis:
    """What an act rested on, as its event says; nothing known for one of before that was kept."""
    basis: Any = event.payload.get("basis") or {}
    until = basis.get("until")
    known = {field.name: basis.get(field.name, "") for field in fields(HoldBasis) if field.name != "until"}
    return HoldBasis(**known, until=None if until is None else date.fromisoformat(until))


_STATES = {
    Kind.LINE_HELD: LineState.HELD,
    Kind.LINE_RELEASE_ASKED: LineState.RELEASE_ASKED,
    Kind.LINE_RELEASED: LineState.RELEASED,
}


def hold(act: Act, line: LineAnswer, standing: LineStanding) -> Event:
    """Hold a line. Refusal where it is held by hand already, or without a reason."""
    _check(act, UserAction.DECIDE_HIT, UserAction.RELEASE_ORDER)
    if standing.state is LineState.HELD and standing.by is not None:
        raise Refusal("held", "the line is held already")
    return _event(act, Kind.LINE_HELD, line)


def ask_release(act: Act, line: LineAnswer, standing: LineStanding) -> Event:
    """Ask that a held line be released."""
    _check(act, UserAction.DECIDE_HIT, UserAction.RELEASE_ORDER)
    _refuse_undone(line)
    if standing.state is not LineState.HELD:
        raise Refusal("not_held", f"the line is not held but {standing.state.value.replace('_', ' ')}")
    return _event(act, Kind.LINE_RELEASE_ASKED, line)


def release(act: Act, line: LineAnswer, standing: LineStanding) -> Event:
    """Release a line for which another person asked."""
    _check(act, UserAction.RELEASE_ORDER)
    _refuse_undone(line)
    if standing.fell_back:
        raise Refusal("fell_back", f"it has to be asked for anew: {_words(standing.fell_back)}")
    if standing.state is not LineState.RELEASE_ASKED:
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
    if line.lapses:
        raise Refusal("stale", f"its answer no longer holds, answer the book again: {_words(line.lapses)}")
    if line.light is Light.RED:
        raise Refusal("red", "a red line is not released: its answer has to change, by a license for one")
    if line.answer is Answer.UNDETERMINED:
        raise Refusal(
            "undetermined", "what is not decided is not released: the missing facts have to be found"
        )


def _words(lapses: Iterable[Lapse]) -> str:
    return "; ".join(LAPSE_WORDS[lapse] for lapse in lapses)


def _event(act: Act, kind: Kind, line: LineAnswer) -> Event:
    """The act with the fingerprints of all on which it rests."""
    actor: Actor = act.actor
    basis = {field.name: getattr(line.now, field.name) for field in fields(HoldBasis)} | {
        "until": line.basis.until
    }
    return Event.of(
        act,
        kind,
        line.subject,
        actor.organization,
        answer=line.answer.value,
        light=line.light.value,
        basis=basis,
    )
