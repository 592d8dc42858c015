"""What an engine works out once for a rulebook and a day of knowledge, whatever lines it answers."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from licet.engine.batch.details import Detail
from licet.engine.batch.epochs import Epochs
from licet.engine.batch.numbered import Numbered
from licet.engine.batch.patterns import Codes, Composer, Groups, of_groups
from licet.engine.determine import authority_of
from licet.rules.answer import Answer
from licet.rules.rulebook import Rulebook

__all__ = ["Memory", "Outcome"]

Outcome = tuple[Answer, tuple[str, ...]]
"""An answer and its authority."""


@dataclass
class Memory:
    """Compiled plans, composed patterns, and numbers for what was found. It serves any number of engines.

    ``details`` and ``outcomes``: what the numbers in :class:`~licet.engine.batch.answers.Answers` stand for.
    ``detail_of``: the number of a detail by all that it follows from.
    """

    book: Rulebook
    known_as_of: date | None
    details: Numbered[Detail] = field(default_factory=Numbered)
    outcomes: Numbered[Outcome] = field(default_factory=Numbered)
    detail_of: dict[Hashable, int] = field(default_factory=dict)
    _outcome_of: dict[bytes, int] = field(default_factory=dict)
    _epochs: dict[frozenset[date], Epochs] = field(default_factory=dict)

    @cached_property
    def composer(self) -> Composer:
        return Composer(self.book)

    def epochs(self, control_days: frozenset[date]) -> Epochs:
        """The epochs of the rulebook where reasons for control differ on some days.

        They are kept, since the composer tells their texts apart by identity.
        """
        if control_days not in self._epochs:
            rules = self.composer.rules
            self._epochs[control_days] = Epochs(self.book, self.known_as_of, rules, control_days)
        return self._epochs[control_days]

    def outcomes_of(self, codes: Codes, groups: Groups = None) -> NDArray[np.int64]:
        """The number of every line's outcome: its answer and authority. ``groups``: the line of each column."""
        found, like = of_groups(*self.composer.distinct(codes), groups)
        return self._numbers(found)[like]

    def _numbers(self, patterns: Sequence[bytes]) -> NDArray[np.int64]:
        for pattern in patterns:
            if pattern not in self._outcome_of:
                whole = self.composer.whole(pattern)
                self._outcome_of[pattern] = self.outcomes.of(
                    (whole.outcome.answer, authority_of(whole, self.book))
                )
        return np.array([self._outcome_of[pattern] for pattern in patterns], np.int64)
