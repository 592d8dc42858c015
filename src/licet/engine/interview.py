"""An interview about one sale: one question at a time, only such as can matter, until the answer is fixed.

Pure: no terminal, no files. The command line and the web ask :meth:`Interview.question`, pass on what a
person typed, and show :attr:`Interview.sale` answered at the end.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from licet.engine.answers import AnswerContext, AnswerError, with_answer
from licet.engine.determination import Need
from licet.engine.findings import Composition, States, compose
from licet.engine.needs import need_of, needs, open_facts
from licet.engine.relevance import Assignment, NoMatter, could_decide
from licet.engine.view import View
from licet.engine.wording import FactQuestion, word
from licet.model.fields import FIELDS
from licet.model.transaction import Party, Role, Transaction
from licet.model.wire import WireError, read_transaction, write_transaction

__all__ = ["Interview"]

_BASIC = tuple(row.path for row in sorted(FIELDS, key=lambda row: row.questions.basic) if row.questions.basic)
"""What everybody knows of a sale, in the order in which it is told: what, where to, who, what for."""

Screen = Callable[[Transaction], Transaction]


@dataclass(frozen=True)
class Interview:
    """A sale as far as it is known. Each answer gives a new interview; the old one is ``before``.

    ``screen``: ties the parties to the lists. ``skipped``: questions answered with "unknown"; one that alone
    would decide is asked once more when no other is left. ``asked``: the questions answered or skipped. ``judges``:
    whether the person may say if a party is the listed one; else that is not asked.
    """

    data: Mapping[str, Any]
    context: AnswerContext
    screen: Screen
    skipped: tuple[str, ...] = ()
    asked: tuple[str, ...] = ()
    before: Interview | None = None
    judges: bool = True

    @cached_property
    def sale(self) -> Transaction:
        """The sale as known so far, its parties not screened."""
        return read_transaction(self.data, self.context.book.vocabulary, default_as_of=self.context.today)

    @cached_property
    def question(self) -> FactQuestion | None:
        """The next question; None when the answer is fixed, or nothing that is left can decide it."""
        whole, states = self._known
        if whole.outcome.decided:
            return None
        unproved = None
        for need in self._order(whole, states):
            found = self._worded(need, whole, states)
            if found is not None and found.way is not None:
                return found
            unproved = unproved or found
        return unproved

    @property
    def fixed(self) -> bool:
        """Whether the answer is fixed: nothing more can change it to another."""
        return self._known[0].outcome.decided

    def answer(self, typed: str) -> Interview:
        """The interview with an answer to its question. Raises AnswerError, which says what to type."""
        asked = self._asking()
        try:
            data = with_answer(self.data, asked, typed, self.context)
            sale = read_transaction(data, self.context.book.vocabulary, default_as_of=self.context.today)
        except WireError as error:
            raise AnswerError(f"{error.message}.") from error
        stuck = write_transaction(sale) == write_transaction(self.sale)
        skipped = (*self.skipped, asked.path) if stuck else self.skipped
        return replace(self, data=data, skipped=skipped, asked=(*self.asked, asked.path), before=self)

    def skip(self) -> Interview:
        """The interview with its question left open."""
        path = self._asking().path
        return replace(self, skipped=(*self.skipped, path), asked=(*self.asked, path), before=self)

    def _asking(self) -> FactQuestion:
        if self.question is None:
            raise AnswerError("There is nothing more to ask.")
        return self.question

    @cached_property
    def _known(self) -> tuple[Composition, States]:
        states = States(View.of(self.screen(self.sale), self.context.book))
        return compose(states), states

    @cached_property
    def _listed(self) -> Party:
        named = Party(Role.ULTIMATE_CONSIGNEE, self.context.listed)
        return self.screen(replace(self.sale, parties=(named,))).parties[0]

    def _order(self, whole: Composition, states: States) -> list[Need]:
        """Basic facts first, then the most decisive; questions skipped before come last."""
        facts = open_facts(whole)
        basic = [
            need_of(facts[path][0], states.view)
            for path in _BASIC
            if path in facts and path not in self.asked and not self._states(path)
        ]
        found = [
            *basic,
            *(
                need
                for need in needs(whole, states)
                if need.path not in _BASIC or need.path in self.asked or self._states(need.path)
            ),
        ]
        fresh = [need for need in found if need.path not in self.skipped]
        again = [need for need in found if self.skipped.count(need.path) == 1]
        return [*fresh, *again]

    def _states(self, path: str) -> bool:
        """Whether a fact is stated and asked for all the same, as what something else speaks against."""
        return path == "destination" and self.sale.destination is not None

    def _worded(self, need: Need, whole: Composition, states: States) -> FactQuestion | None:
        """The need as a question, unless no value of it can decide, or it was skipped and cannot alone.

        Since when an entry of a list stands is no fact of the sale, and nobody is asked for it.
        """
        if ".listings[" in need.path or (".dispositions[" in need.path and not self.judges):
            return None
        found = could_decide(need.path, whole, states, listed=self._listed)
        if found is NoMatter.NONE:
            return None
        way = found if isinstance(found, Assignment) else None
        if need.path in self.skipped and (way is None or not way.alone):
            return None
        leaf, *_ = open_facts(whole)[need.path]
        return word(need, leaf, self.sale, self.context.book, way)
