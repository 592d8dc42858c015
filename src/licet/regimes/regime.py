"""A regime: one body of law under which a transaction may be answered, and what an answer under it needs."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pkgutil import resolve_name

from licet.model.listing import ListCode, ListEntry
from licet.model.transaction import FactValue, Transaction
from licet.rules.answer import Answer
from licet.rules.rule import Chapter
from licet.rules.rulebook import Rulebook
from licet.rules.vocabulary import Vocabulary

__all__ = ["Regime", "States", "alone_controls"]

States = Callable[[Transaction, Answer, tuple[str, ...]], Mapping[str, FactValue]]
"""By a transaction, its answer and the authority, the facts that the answer states for other regimes."""


def _nothing(sale: Transaction, answer: Answer, authority: tuple[str, ...]) -> Mapping[str, FactValue]:
    return {}


def alone_controls(fact: str) -> States:
    """What an authorization states for the EAR: that its agency alone controls the item, and allows it.

    ``fact``: that of the agency's list by which the transaction says what the item is (15 CFR 734.3(b)(1)).
    """

    def states(sale: Transaction, answer: Answer, authority: tuple[str, ...]) -> Mapping[str, FactValue]:
        named = sale.facts.get(fact) not in {None, "none"}
        if answer is not Answer.AUTHORIZED or not named:
            return {}
        return {
            "controlled_by_other_agency": True,
            "other_agency_authorization": " and ".join(authority),
            "other_agency_authorization_covers_sale": True,
        }

    return states


@dataclass(frozen=True, slots=True)
class Regime:
    """One body of law.

    ``code``: for programs, the name of its package (``us_ofac``). ``title``: for people. ``agency``: who
    administers it. ``rulebook_at``: the function that gives its rulebook, loaded and checked once, and
    ``chapters_at``: its rules part by part, each as ``module:name``, since the law of a regime is imported where it
    is asked about. ``lists``: the lists on which an answer under it rests. ``cites``: the places of law that its
    rules cite, as citations begin (``31 CFR``). ``states``: what its answer states for other regimes, where one
    authority rests on another's (15 CFR 734.3(b)(1), 746.7(e), 31 CFR 515.533). ``entries``: the listed parties
    that come with it, found beside those of the lists adopted. ``filing``: it asks for a filing and no permission, so
    that beside others it stops nothing and leaves a condition open.
    """

    code: str
    title: str
    agency: str
    rulebook_at: str
    chapters_at: str
    lists: tuple[ListCode, ...]
    cites: tuple[str, ...]
    states: States = _nothing
    entries: Callable[[], tuple[ListEntry, ...]] = tuple
    filing: bool = False

    @property
    def rulebook(self) -> Rulebook:
        """The law of the regime as Licet holds it."""
        book: Rulebook = resolve_name(self.rulebook_at)()
        return book

    @property
    def chapters(self) -> tuple[Chapter, ...]:
        """Its rules part by part, as the documentation prints them."""
        found = resolve_name(self.chapters_at)
        chapters: tuple[Chapter, ...] = found() if callable(found) else found
        return chapters

    @property
    def vocabulary(self) -> Vocabulary:
        """The facts and claims that a transaction may state for this regime."""
        known = self.rulebook.vocabulary
        assert isinstance(known, Vocabulary)  # every rulebook that is loaded has one
        return known
