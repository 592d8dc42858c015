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

__all__ = ["join_lines", "regime_column_names", "regime_columns", "with_filings"]

_LIGHTS = (Light.GREEN, Light.AMBER, Light.RED)
_OF_EACH = ("answer", "light", "authority", "needs", "law_not_held")
"""The columns that are written for each regime."""


def join_lines(found: Sequence[AnsweredLines]) -> AnsweredLines:
    """The joint answers of at least one regime."""
    if len(found) == 1:
        return found[0]
    joint = AnsweredLines.of_size(len(found[0].detail))
    joint.listed_on = found[0].listed_on
    places, back = _distinct([lines.detail for lines in found])
    details = [
        _detail([lines.details.things[code] for lines, code in zip(found, row, strict=True)])
        for row in places
    ]
    joint.detail[:] = np.array([joint.details.of(detail) for detail in details], np.int64)[back]
    joint.until[:] = _first(found)
    verified = np.stack([lines.verified for lines in found])
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
    days = np.stack([np.where(lines.until > 0, lines.until, never) for lines in found]).min(axis=0)
    return np.where(days == never, 0, days)


def _thens(found: Sequence[AnsweredLines], joint: AnsweredLines) -> NDArray[np.int64]:
    """What the joint answer is from the day on which it changes: of a regime that does not change then, as now."""
    codes: list[NDArray[np.int64]] = []
    for lines in found:
        changes = (lines.until > 0) & (lines.until == joint.until)
        codes.append(np.where(changes, lines.then, -1 - lines.detail))
    places, back = _distinct(codes)
    outcomes = [
        joint.outcomes.of(_outcome([_at(lines, code) for lines, code in zip(found, row, strict=True)]))
        for row in places
    ]
    return np.array(outcomes, np.int64)[back]


def _at(answered_lines: AnsweredLines, code: int) -> Outcome:
    if code >= 0:
        return answered_lines.outcomes.things[code]
    now = answered_lines.details.things[-1 - code]
    return now.answer, now.authority


def _outcome(some: Sequence[Outcome]) -> Outcome:
    answer = strictest_answer(item for item, _ in some)
    return answer, _authority(answer, [authority for _, authority in some])


def _authority(answer: Answer, some: Sequence[tuple[str, ...]]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(text for each in some for text in each)) if answer in GOES else ()


def _detail(some: Sequence[Detail]) -> Detail:
    """What is said of a line by all regimes, that of the strictest first."""
    answer = strictest_answer(detail.answer for detail in some)
    ordered = sorted(some, key=lambda detail: detail.answer is not answer)
    open_ = answer is Answer.UNDETERMINED
    light = max((detail.light for detail in some), key=_LIGHTS.index)
    return Detail(
        answer,
        Light.AMBER if open_ else light,
        _authority(answer, [detail.authority for detail in some]),
        tuple(dict.fromkeys(rule for detail in ordered for rule in detail.rules)),
        tuple(dict.fromkeys(condition for detail in ordered for condition in detail.conditions)),
        tuple(sorted({need for detail in some for need in detail.needs})) if open_ else (),
        _policy(answer, ordered),
        tuple(sorted({code for detail in some for code in detail.law_not_held})) if open_ else (),
    )


def _policy(answer: Answer, ordered: Sequence[Detail]) -> str | None:
    """The review policy of the strictest regime that has one; where it is prohibited there is nothing to review."""
    if answer is Answer.PROHIBITED:
        return None
    return next((detail.review_policy for detail in ordered if detail.review_policy), None)


def with_filings(answered: AnsweredLines, filings: Sequence[AnsweredLines]) -> AnsweredLines:
    """The lines with what regimes that ask for a filing alone leave to be done; no answer changes by that."""
    if not filings:
        return answered
    places, back = _distinct([answered.detail, *(filing.detail for filing in filings)])
    details = [
        _filed(
            answered.details.things[first],
            [lines.details.things[code] for lines, code in zip(filings, codes, strict=True)],
        )
        for first, *codes in places
    ]
    numbers = np.array([answered.details.of(detail) for detail in details], np.int64)
    return replace(answered, detail=numbers[back])


def _filed(detail: Detail, filings: Sequence[Detail]) -> Detail:
    conditions = [*detail.conditions, *(condition for filing in filings for condition in filing.conditions)]
    if detail.answer not in GOES:
        return replace(detail, conditions=tuple(dict.fromkeys(conditions)))
    if any(filing.answer in UNFILED for filing in filings):
        conditions.append((TO_FILE, "open"))
    open_ = any(status == "open" for _, status in conditions)
    return replace(
        detail,
        light=Light.AMBER if open_ else detail.light,
        authority=_authority(detail.answer, [detail.authority, *(filing.authority for filing in filings)]),
        conditions=tuple(dict.fromkeys(conditions)),
    )


def regime_column_names(codes: Sequence[str]) -> list[str]:
    """The names of the columns that :func:`regime_columns` gives for some regimes."""
    return [f"{code}.{name}" for code in codes for name in _OF_EACH]


def regime_columns(tables: Sequence[tuple[str, pl.DataFrame]]) -> list[pl.Series]:
    """For each regime, by its code and its answers as a table, the columns that stand beside the joint answer."""
    return [table[name].alias(f"{code}.{name}") for code, table in tables for name in _OF_EACH]
