"""A case as it is shown."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from licet.events.encoding import plain
from licet.licensing.case import Case
from licet.licensing.clock import deadlines
from licet.licensing.completeness import gaps, unexamined
from licet.licensing.days import day_of
from licet.storage.events import Stored

__all__ = ["case_lines", "case_plain", "history_lines"]


def case_plain(case: Case, history: Sequence[Stored], now: datetime) -> dict[str, Any]:
    """Everything about a case, as plain data."""
    return {
        "case": plain(case),
        "gaps": plain(gaps(case.application)),
        "unexamined": [f"{topic.letter}: {topic.title}" for topic in unexamined(case.application)],
        "deadlines": [
            {"due": plain(deadline.due), "why": deadline.explain()}
            for deadline in deadlines(case, day_of(now))
        ],
        "history": [stored.event.to_plain() for stored in history],
    }


def case_lines(case: Case, history: Sequence[Stored], now: datetime) -> Iterator[str]:
    """The same for people."""
    application = case.application
    yield f"Case {case.case_id} ({case.organization}), version {case.version}: {case.state.words}"
    yield (
        f"  control number {case.acn or 'none'}; submitted {case.submitted_on or 'no'};"
        f" registered {case.registered_on or 'no'}"
    )
    action = application.action.value if application.action else "?"
    where = f"{action} to {application.destination}, for {application.end_use}"
    yield f"  application version {application.version}: {where}"
    for party in application.parties:
        role = party.role.value.replace("_", " ")
        yield f"  {role}: {party.name}, {party.address or 'no address'}, {party.country}"
    for line in application.lines:
        amount = f"{line.quantity} {line.unit or ''} at {line.unit_price}, USD {line.value}"
        yield f"  line {line.number}: {line.eccn} {line.description}: {amount}"
    if application.basis is not None:
        policy = application.basis.review_policy or "no policy"
        cites = "; ".join(application.basis.cites)
        yield f"  rests on: {application.basis.answer.replace('_', ' ')}, {policy} ({cites})"
    for gap in gaps(application):
        yield f"  {'MISSING' if gap.bars else 'advice'}: block {gap.block or '-'}: {gap.message} ({gap.cite})"
    for referral in case.referrals:
        said = referral.recommendation
        views = (
            "nothing yet"
            if said is None
            else ", ".join(f"line {x.number} {x.view.value}" for x in said.lines)
        )
        yield f"  {referral.agency}: {views}"
    if case.resolution is not None:
        yield f"  resolved: {', '.join(f'line {x.number} {x.view.value}' for x in case.resolution.lines)}"
    for deadline in deadlines(case, day_of(now)):
        yield f"  due {deadline.due or 'not yet known'}: {deadline.explain()}"
    yield from history_lines(history)


def history_lines(history: Sequence[Stored]) -> Iterator[str]:
    """Who did what, when and why."""
    for stored in history:
        event = stored.event
        why = f": {event.reason}" if event.reason else ""
        who = f"{event.actor.name} ({event.actor.role.value.replace('_', ' ')}, {event.actor.organization})"
        yield f"  {event.at:%Y-%m-%d %H:%M}  {event.kind.value.partition('.')[2].replace('_', ' ')} by {who}{why}"
