"""Rulebook and lists put together: what commands, pages and the API ask."""

from __future__ import annotations

import gc
import threading
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path

from licet.engine.answer_policy import AnswerPolicy
from licet.engine.determination import Determination
from licet.engine.determine import determine
from licet.engine.joint import join_determinations
from licet.engine.order_answer import OrderAnswer
from licet.engine.papers import limited_by_papers
from licet.event_file import CUSTOMERS, PRODUCTS, masters_path
from licet.licensing.claim import LicenseOf, answer_order, answer_sale
from licet.model.order import Order, added_up
from licet.model.transaction import Transaction
from licet.regimes.regime import Regime
from licet.regimes.registry import PRIMARY, regimes, regimes_named, vocabulary_of
from licet.rules.rulebook import Rulebook
from licet.rules.standing import Position
from licet.rules.vocabulary import FactSpec
from licet.screening.attach import ManyFinder, attach
from licet.screening.decided import NOBODY, Decisions, DecisionScope
from licet.screening.presets import Presets
from licet.screening.screener import ListScreener, finder_of
from licet.services.law_in_use import use_law_of
from licet.services.law_reviews import last_law_event, open_reviews
from licet.services.limits import answer_policy
from licet.services.regimes import adopted_regimes, not_examined
from licet.services.screening import open_screener
from licet.services.screening_presets import presets_of
from licet.services.us_content import counted, with_counted, with_parts_asked
from licet.storage.saved_dispositions import kept_dispositions
from licet.storage.state import last_adoption

__all__ = ["CurrentDecider", "Decider", "decisions_in", "open_decider", "today"]

_LOOK_EVERY = 1.0
"""Seconds between looks at whether other lists were adopted."""

_MADE_BEFORE_A_LOOK = 50_000
"""Objects made before Python looks for cycles among them: an answer makes thousands, and leaves none."""


def today() -> date:
    """The day on this machine's clock and in its time zone."""
    return datetime.now().astimezone().date()


@dataclass(frozen=True)
class Decider:
    """A rulebook and the screener of listed parties. ``adoption``: the number of the last adopted snapshot.

    ``policy``: the limits of green answers. ``asked``: the codes of the regimes under which transactions are
    answered. ``by_name``: whether these were asked for by name, so that the answer of one is silent on the others.
    """

    home: Path
    rulebook: Rulebook
    screener: ListScreener
    adoption: int
    policy: AnswerPolicy = AnswerPolicy()
    asked: tuple[str, ...] = (PRIMARY,)
    by_name: bool = False

    @property
    def regimes(self) -> tuple[Regime, ...]:
        """The regimes under which transactions are answered."""
        return regimes_named(self.asked)

    @property
    def vocabulary(self) -> Mapping[str, FactSpec]:
        """The facts that a transaction may state for any of these regimes."""
        return self.rulebook.vocabulary if self.asked == (PRIMARY,) else vocabulary_of(self.regimes)

    @property
    def reading(self) -> Rulebook:
        """The rulebook by which files are read: with the facts of all these regimes, and the numbers they compare."""
        others = [regime.rulebook for regime in self.regimes if regime.code != PRIMARY]
        if not others:
            return self.rulebook
        rules = (*self.rulebook.rules, *(rule for book in others for rule in book.rules))
        return replace(self.rulebook, vocabulary=self.vocabulary, rules=rules)

    @property
    def finder(self) -> ManyFinder:
        """What finds listed parties: on the lists adopted, and among those that come with these regimes."""
        return finder_of(self.screener.with_presets(Presets.parse(self.policy.screening)), self.regimes)

    def under(self, some: Iterable[Regime]) -> Decider:
        """The same workspace, asked for some regimes by name."""
        return replace(self, asked=tuple(regime.code for regime in some), by_name=True)

    def at_position(self, position: Position) -> Decider:
        """The same workspace, answering under the text in force or under what was announced."""
        return replace(self, rulebook=self.rulebook.under(position))

    def of(self, scope: DecisionScope) -> Decider:
        """The same workspace, which asks about as much as an organization wants."""
        return self.asking(presets_of(self.home, scope.organization))

    def asking(self, presets: Presets) -> Decider:
        """The same workspace, which asks about more or less."""
        if str(presets) == self.policy.screening:
            return self
        policy = replace(self.policy, screening=str(presets))
        return replace(self, policy=policy, screener=self.screener.with_presets(presets))

    def decisions(self, scope: DecisionScope = NOBODY) -> Decisions:
        """The decisions about hits that count, up to now."""
        return decisions_in(self.home, scope)

    def determine(
        self, sale: Transaction, license_of: LicenseOf | None = None, *, scope: DecisionScope = NOBODY
    ) -> Determination:
        """Screen the parties of a sale and answer it, with the kept decisions about its hits.

        ``license_of``: gives the record of the license that a sale claims; without it a license is taken as stated.
        ``scope``: whose decisions count. Unless said, none does, and what the sale states is a proposal.
        Decisions, and what the product and customer masters add, become part of the sale, and so of the receipt:
        :meth:`answer` gives the same for it later on.
        """
        sale = _with_product(sale, self.home, scope.organization)
        sale = _with_customers(sale, self.home, scope.organization)
        return self.of(scope).answer(self.decisions(scope).applied(sale), license_of)

    def answer(self, sale: Transaction, license_of: LicenseOf | None = None) -> Determination:
        """Screen the parties of a sale and answer it, with those decisions alone that were put to it.

        For a sale that :meth:`Decisions.applied` gave, or a receipt: whatever a sale says of hits is believed.
        """
        content = counted(sale, self.rulebook)
        screened = attach(with_counted(sale, content), self.finder)
        found = limited_by_papers(
            self._joint(screened, license_of), lambda other: self._joint(other, license_of)
        )
        return with_parts_asked(found, content)

    def determine_order(
        self, order: Order, license_of: LicenseOf | None = None, *, scope: DecisionScope = NOBODY
    ) -> OrderAnswer:
        """Answer the lines of an order, each as :meth:`determine` does, with what they come to together."""
        lines = [
            replace(line, transaction=_with_product(line.transaction, self.home, scope.organization))
            for line in order.lines
        ]
        return answer_order(
            added_up(replace(order, lines=tuple(lines))),
            lambda sale, records: self.determine(sale, records, scope=scope),
            license_of,
        )

    def _joint(self, screened: Transaction, license_of: LicenseOf | None) -> Determination:
        """The answers of all regimes asked about, of which the strictest decides."""
        some = self.regimes
        first = {item.code: self._under(item, screened, license_of) for item in some}
        found = dict(first)
        for regime in some if len(some) > 1 else ():
            others = [(item, first[item.code]) for item in some if item is not regime]
            fuller = _with_answers(screened, regime, others)
            if fuller is not screened:
                found[regime.code] = self._under(regime, fuller, license_of)
        silent = self.by_name and len(some) == 1
        filing = frozenset(item.code for item in some if item.filing)
        joint = join_determinations(list(found.values()), () if silent else not_examined(some), filing)
        return joint if len(some) == 1 else replace(joint, sale=screened)

    def _under(self, regime: Regime, screened: Transaction, license_of: LicenseOf | None) -> Determination:
        """The answer of one regime; the primary one by the rulebook of this workspace, which scenarios change."""
        lists = self.screener.lists
        if regime.code == PRIMARY:
            return answer_sale(screened, self.rulebook, lists, license_of, self.policy)
        return determine(screened, regime.rulebook, lists, self.policy)


def _with_product(sale: Transaction, home: Path, organization: str | None) -> Transaction:
    """The transaction with what the product master of an organization knows of its part number, where it has one."""
    if sale.item.part is None or not masters_path(home, organization, PRODUCTS).is_file():
        return sale
    from licet.services.product_facts import with_product  # noqa: PLC0415 - where there are products alone
    from licet.services.products import product_master  # noqa: PLC0415 - as above

    return with_product(sale, product_master(home, organization))


def _with_customers(sale: Transaction, home: Path, organization: str | None) -> Transaction:
    """The transaction with what the customer master of an organization knows, where it has one."""
    if not masters_path(home, organization, CUSTOMERS).is_file():
        return sale
    from licet.services.customer_facts import with_customers  # noqa: PLC0415 - where there are customers alone
    from licet.services.customers import customer_master  # noqa: PLC0415 - as above

    return with_customers(sale, customer_master(home, organization))


def _with_answers(
    sale: Transaction, regime: Regime, others: Iterable[tuple[Regime, Determination]]
) -> Transaction:
    """The transaction with what the answers of other regimes state for one, where the transaction does not say it."""
    known = regime.vocabulary
    stated = {
        name: (value, other)
        for other, found in others
        for name, value in other.states(sale, found.answer, found.authority).items()
        if name in known and name not in sale.facts
    }
    if not stated:
        return sale
    notes = (
        f"{name} was taken from the answer under the {other.title}." for name, (_, other) in stated.items()
    )
    facts = {**sale.facts, **{name: value for name, (value, _) in stated.items()}}
    return replace(sale, facts=facts, notes=(*sale.notes, *notes))


def decisions_in(home: Path, scope: DecisionScope, upto: tuple[int, int] | None = None) -> Decisions:
    """The decisions about hits kept in a folder that count, up to certain numbers or all."""
    made = () if scope.organization is None else kept_dispositions(home, scope.organization, upto)
    return Decisions(made, stated_count=scope.stated_count)


def open_decider(
    home: Path, *, upto: int | None = None, long_running: bool = False, position: Position = Position.TEXT
) -> Decider:
    """Open the lists adopted in a folder, up to an adoption; where there are none, the shipped entries.

    ``long_running``: for a process that answers many sales, which gains by the compiled search. ``position``: the law
    under the text in force, or under what was announced. Raises LawFileError where the adopted law cannot be used.
    """
    use_law_of(home)
    screener, adoption = open_screener(home, upto=upto)
    asked = tuple(regime.code for regime in adopted_regimes())
    book = regimes()[PRIMARY].rulebook.under(position)
    searched = screener.compiled() if long_running else screener
    under_review = tuple((open_review.rule, open_review.first_day) for open_review in open_reviews(home))
    policy = replace(answer_policy(), under_review=under_review)
    return Decider(home, book, searched, adoption, policy, asked).asking(presets_of(home))


class CurrentDecider:
    """The decider of a server that runs for long: always of the lists last adopted, whoever adopted them.

    Safe to share between threads. What other processes adopt or put under review is
    seen within a second.
    """

    def __init__(self, home: Path) -> None:
        self._home = home
        self._lock = threading.Lock()
        self._law = last_law_event(home)
        self._decider = open_decider(home, long_running=True)
        gc.collect()
        gc.freeze()  # law and lists stay: to look through them for garbage again and again costs 30 ms each time
        gc.set_threshold(_MADE_BEFORE_A_LOOK)
        self._looked = time.monotonic()

    def __call__(self) -> Decider:
        """The decider as it is now; opened again where lists were adopted, or rules put under review, since."""
        if time.monotonic() - self._looked < _LOOK_EVERY:
            return self._decider
        with self._lock:
            # Read before the decider opens: what is recorded meanwhile is seen at the next look.
            law = last_law_event(self._home)
            if (last_adoption(self._home), law) != (self._decider.adoption, self._law):
                self._decider = open_decider(self._home, long_running=True)
                self._law = law
            self._looked = time.monotonic()
        return self._decider

    def refresh(self) -> Decider:
        """Look at once, after lists were adopted here."""
        self._looked = float("-inf")
        return self()
