"""From the truths of rules to answers: every distinct pattern of truths is composed once.

What the rules say of a line together is put into one column of codes, one code a rule. Rules that the
composition would not ask for (exceptions of what does not apply) are blanked, so that few patterns are left;
each is then composed by the very function that answers one sale.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from licet.engine.batch.columns import Truths
from licet.engine.findings import Composition, RuleState, States, compose, joined
from licet.engine.view import View
from licet.model.transaction import Transaction
from licet.rules.dated import Row
from licet.rules.rule import Question, Rule, RuleText
from licet.rules.rulebook import Rulebook

__all__ = ["Codes", "Composer", "Groups", "Rows", "bounds", "code", "distinct_columns", "of_groups"]

Codes = NDArray[np.uint8]
"""By rule and line: its truth in the lower two bits, whether its authority was claimed in the next two."""

_TRUTH, _CLAIM = np.uint8(3), np.uint8(2)

Rows = tuple[Row[RuleText] | None, ...]
"""By rule, its text of the day; None where none is in force."""

_ASKED = (
    Question.SUBJECT, Question.PROHIBITION, Question.REQUIREMENT, Question.EXEMPTION, Question.AUTHORITY
)  # fmt: skip
_TRUTHS = (False, None, True)
_UNCLAIMED = np.uint8(2 << 2)


def distinct_columns(codes: NDArray[np.integer]) -> tuple[list[bytes], NDArray[np.intp]]:
    """The distinct columns, and for each line the number of its own."""
    numbers: dict[bytes, int] = {}
    columns = np.ascontiguousarray(codes.T)
    like = [numbers.setdefault(column.tobytes(), len(numbers)) for column in columns]
    return list(numbers), np.array(like, np.intp)


def of_groups(
    patterns: Sequence[bytes], like: NDArray[np.intp], groups: Groups
) -> tuple[list[bytes], NDArray[np.intp]]:
    """The distinct patterns of lines that have one pattern for each destination, and the number of every line's."""
    if groups is None:
        return list(patterns), like
    numbers: dict[bytes, int] = {}
    rows = like.tolist()
    keys = (b"".join(patterns[row] for row in rows[first:last]) for first, last in bounds(groups))
    found = [numbers.setdefault(key, len(numbers)) for key in keys]
    return list(numbers), np.array(found, np.intp)


Groups = NDArray[np.intp] | None
"""By row the line that it belongs to, ascending; None where every row is a line of its own."""


def bounds(groups: NDArray[np.intp]) -> list[tuple[int, int]]:
    """The first row of each line and the one after its last."""
    starts = np.flatnonzero(np.diff(groups, prepend=-1))
    return list(zip(starts.tolist(), [*starts[1:].tolist(), len(groups)], strict=True))


@dataclass
class Composer:
    """Composes patterns of one rulebook."""

    book: Rulebook
    _known: dict[tuple[bytes, int | None], Composition] = field(default_factory=dict)
    _states: dict[tuple[int, int, int], RuleState] = field(default_factory=dict)

    @cached_property
    def rules(self) -> tuple[Rule, ...]:
        """The rules of a pattern, in the order of its codes."""
        return tuple(rule for question in _ASKED for rule in self.book.by_question[question])

    @cached_property
    def _place(self) -> dict[str, int]:
        return {rule.rule_id: place for place, rule in enumerate(self.rules)}

    @cached_property
    def _view(self) -> View:
        return View.of(Transaction(None, self.book.verified_to), self.book)

    def _hanging(self, rule: Rule, question: Question) -> list[int]:
        hanging = self.book.exceptions.get(rule.rule_id, ())
        return [self._place[item.rule_id] for item in hanging if item.question is question]

    @cached_property
    def _structure(self) -> list[tuple[int, Rule, list[int], list[int]]]:
        """Of every requirement and prohibition: its place, its exemptions' and its authorities'."""
        return [
            (place, rule, self._hanging(rule, Question.EXEMPTION), self._hanging(rule, Question.AUTHORITY))
            for place, rule in enumerate(self.rules)
            if rule.question in {Question.PROHIBITION, Question.REQUIREMENT}
        ]

    def blank(self, codes: Codes) -> None:
        """Blank in place what the composition does not ask for: see :func:`licet.engine.findings.compose`."""
        truth = codes & _TRUTH
        holds = np.minimum(truth, codes >> _CLAIM)
        exclusions = self._hanging(self.rules[0], Question.EXEMPTION)
        asked = np.zeros(codes.shape, np.bool_)
        asked[0] = True
        asked[exclusions] = truth[0] > 0
        of_acts = [place for place in exclusions if self.rules[place].activity]
        of_items = [place for place in exclusions if not self.rules[place].activity]
        item = np.minimum(truth[0], 2 - _most(holds, of_items))
        subject = np.minimum(item, 2 - _most(holds, of_acts))
        for place, rule, exemptions, authorities in self._structure:
            asked_of = item if rule.question is Question.PROHIBITION else subject
            applies = truth[place] if rule.activity else np.minimum(asked_of, truth[place])
            asked[place] = applies > 0
            asked[exemptions] |= applies > 0
            asked[authorities] |= np.minimum(applies, 2 - _most(holds, exemptions)) > 0
        codes *= asked

    def distinct(self, codes: Codes) -> tuple[list[bytes], NDArray[np.intp]]:
        """The patterns of distinct columns, and for each line the number of its own."""
        found, like = distinct_columns(codes)
        columns = np.frombuffer(b"".join(found), np.uint8).reshape(len(found), len(codes))
        blanked = np.array(columns.T)
        self.blank(blanked)
        return [column.tobytes() for column in np.ascontiguousarray(blanked.T)], like

    def whole(self, pattern: bytes, rows: Rows | None = None) -> Composition:
        """The findings of a pattern; ``rows``: the texts of the day, for what is said of them.

        A pattern of several destinations is those of each, one after another.
        """
        size = len(self.rules)
        first, *others = (
            self._whole(pattern[start : start + size], rows) for start in range(0, len(pattern), size)
        )
        return joined(first, others)

    def _whole(self, pattern: bytes, rows: Rows | None) -> Composition:
        key = (pattern, None if rows is None else id(rows))
        if key not in self._known:
            found = self._known[key] = self._compose(pattern, rows or (None,) * len(pattern))
            self._known.setdefault((pattern, None), found)  # the outcome does not hang on the texts
        return self._known[key]

    def _compose(self, pattern: bytes, rows: Rows) -> Composition:
        states = States(self._view)
        for place, coded in enumerate(pattern):
            key = (place, coded, id(rows[place]))
            state = self._states.get(key)
            if state is None:
                truth, claimed = _TRUTHS[coded & 3], _TRUTHS[coded >> 2]
                state = RuleState(self.rules[place], rows[place], truth, None, claimed=claimed)
                self._states[key] = state
            states.known[state.rule.rule_id] = state
        return compose(states)


def code(rule: Rule, truth: Truths, claim: Truths | None) -> Truths:
    """The code of a rule's truth and claim (None: none need be made).

    An authority that nobody claims, and an exemption that does not hold, are coded as if they were not there:
    they bear on neither answer nor reasons.
    """
    coded = truth | (_UNCLAIMED if claim is None else claim << _CLAIM)
    if claim is not None:
        coded *= claim > 0
    if rule.question is Question.EXEMPTION:
        coded *= truth > 0
    return coded


def _most(truths: Truths, rows: list[int]) -> Truths:
    return truths[rows].max(axis=0) if rows else np.zeros(truths.shape[1], np.uint8)
