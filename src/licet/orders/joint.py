"""The answers of several regimes to the lines of one book as one: the strictest decides, as for one transaction."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import polars as pl
from numpy.typing import NDArray

from licet.engine.batch.details import Detail
from licet.engine.batch.memory import Outcome
from licet.engine.joint import GOES, TO_FILE, UNFILED, strictest_answer
from licet.orders.worker import AnsweredLines
from licet.rules.answer import Answer, Light

__all__ = ["join_lines", "regime_columns", "with_filings"]

_LIGHTS = (Light.GREEN, Light.AMBER, Light.RED)
_OF_EACH = ("answer", "light", "authority", "needs", "law_not_held")
"""The columns that are written for each regime."""


def join_lines(found: Sequence[AnsweredLines]) -> AnsweredLines:
    """The joint answers of at least one regime."""
    if len(found) == 1:
        return found[0]
    joint = AnsweredLines.of_size(len(found[0].detail))
    joint.listed_on = found[0].listed_on
    places, back = _distinct([one.detail for one in found])
    details = [
        _detail([one.details.things[code] for one, code in zip(found, row, strict=True)]) for row in places
    ]
    joint.detail[:] = np.array([joint.details.of(one) for one in details], np.int64)[back]
    joint.until[:] = _first(found)
    verified = np.stack([one.verified for one in found])
    joint.verified[:] = np.where((verified == 0).any(axis=0), 0, verified.min(axis=0))
    joint.then[:] = _thens(found, joint)
    return joint


def _distinct(codes: Sequence[NDArray[np.int64]]) -> tuple[list[tuple[int, ...]], NDArray[np.intp]]:
    """The distinct combinations of some codes, and of each line which it has."""
    rows, back = np.unique(np.stack(codes), axis=1, return_inverse=True)
    return [tuple(row) for row in rows.T.tolist()], back.reshape(-1)


def _first(found: Sequence[AnsweredLines]) -> NDArray[np.int64]:
    """The first day on which some regime's answer changes; 0 where none is known."""
    never = np.iinfo(np.int64).max
    days = np.stack([np.where(one.until > 0, one.until, never) for one in found]).min(axis=0)
    return np.where(days == never, 0, days)


def _thens(found: Sequence[AnsweredLines], joint: AnsweredLines) -> NDArray[np.int64]:
    """What the joint answer is from the day on which it changes: of a regime that does not change then, as now."""
    codes: list[NDArray[np.int64]] = []
    for one in found:
        changes = (one.until > 0) & (one.until == joint.until)
        codes.append(np.where(changes, one.then, -1 - one.detail))
    places, back = _distinct(codes)
    outcomes = [
        joint.outcomes.of(_outcome([_at(one, code) for one, code in zip(found, row, strict=True)]))
        for row in places
    ]
    return np.array(outcomes, np.int64)[back]


def _at(one: AnsweredLines, code: int) -> Outcome:
    if code >= 0:
        return one.outcomes.things[code]
    now = one.details.things[-1 - code]
    return now.answer, now.authority


def _outcome(some: Sequence[Outcome]) -> Outcome:
    answer = strictest_answer(one for one, _ in some)
    return answer, _authority(answer, [authority for _, authority in some])


def _authority(answer: Answer, some: Sequence[tuple[str, ...]]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(one for each in some for one in each)) if answer in GOES else ()


def _detail(some: Sequence[Detail]) -> Detail:
    """What is said of a line by all regimes, that of the strictest first."""
    answer = strictest_answer(one.answer for one in some)
    ordered = sorted(some, key=lambda one: one.answer is not answer)
    open_ = answer is Answer.UNDETERMINED
    light = max((one.light for one in some), key=_LIGHTS.index)
    return Detail(
        answer,
        Light.AMBER if open_ else light,
        _authority(answer, [one.authority for one in some]),
        tuple(dict.fromkeys(rule for one in ordered for rule in one.rules)),
        tuple(dict.fromkeys(condition for one in ordered for condition in one.conditions)),
        tuple(sorted({need for one in some for need in one.needs})) if open_ else (),
        _policy(answer, ordered),
        tuple(sorted({code for one in some for code in one.law_not_held})) if open_ else (),
    )


def _policy(answer: Answer, ordered: Sequence[Detail]) -> str | None:
    """The review policy of the strictest regime that has one; where it is prohibited there is nothing to review."""
    if answer is Answer.PROHIBITED:
        return None
    return next((one.review_policy for one in ordered if one.review_policy), None)


def with_filings(answered: AnsweredLines, filings: Sequence[AnsweredLines]) -> AnsweredLines:
    """The lines with what regimes that ask for a filing alone leave to be done; no answer changes by that."""
    if not filings:
        return answered
    places, back = _distinct([answered.detail, *(one.detail for one in filings)])
    details = [
        _filed(
            answered.details.things[first],
            [one.details.things[code] for one, code in zip(filings, codes, strict=True)],
        )
        for first, *codes in places
    ]
    numbers = np.array([answered.details.of(one) for one in details], np.int64)
    return replace(answered, detail=numbers[back])


def _filed(detail: Detail, filings: Sequence[Detail]) -> Detail:
    conditions = [*detail.conditions, *(condition for one in filings for condition in one.conditions)]
    if detail.answer not in GOES:
        return replace(detail, conditions=tuple(dict.fromkeys(conditions)))
    if any(one.answer in UNFILED for one in filings):
        conditions.append((TO_FILE, "open"))
    open_ = any(status == "open" for _, status in conditions)
    return replace(
        detail,
        light=Light.AMBER if open_ else detail.light,
        authority=_authority(detail.answer, [detail.authority, *(one.authority for one in filings)]),
        conditions=tuple(dict.fromkeys(conditions)),
    )


def regime_columns(tables: Sequence[tuple[str, pl.DataFrame]]) -> list[pl.Series]:
    """For each regime, by its code and its answers as a table, the columns that stand beside the joint answer."""
    return [table[name].alias(f"{code}.{name}") for code, table in tables for name in _OF_EACH]
