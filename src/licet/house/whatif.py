"""Answer an order book twice, under the law and under scenarios, and compare."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path

from licet.foresight.apply import suppose
from licet.foresight.impact import Impact, compare, labels_of
from licet.foresight.page import Provenance, headline, impact_page
from licet.foresight.scenario import Scenario
from licet.foresight.scenario_file import load_scenario
from licet.house import open_house, today
from licet.house.book import open_laws, read_orders
from licet.orders.run import Options, Progress, answer_book
from licet.orders.table import table_of_answers
from licet.screening.decided import NOBODY, DecisionScope

__all__ = ["Question", "Seen", "look_ahead"]


@dataclass(frozen=True)
class Question:
    """What is asked of which orders. Days that are None are those of the scenarios.

    ``scope``: whose decisions about hits count.
    """

    orders: Path
    scenarios: tuple[str, ...]
    as_of: date | None = None
    then: date | None = None
    known_as_of: date | None = None
    workers: int | None = None
    scope: DecisionScope = NOBODY


@dataclass(frozen=True)
class Seen:
    """What a change would do. ``unread``: lines that could not be read."""

    impact: Impact
    scenarios: Sequence[Scenario]
    provenance: Provenance
    unread: int

    @property
    def headline(self) -> str:
        return headline(self.impact, self.scenarios)

    def page(self) -> str:
        return impact_page(self.impact, self.scenarios, self.provenance)


def look_ahead(question: Question, home: Path, progress: Progress | None = None) -> Seen:
    """Compare the answers of the day asked with those supposed for the later day.

    Raises ScenarioError, UnreadableOrdersError or OSError.
    """
    scenarios = [load_scenario(name) for name in question.scenarios]
    house = open_house(home, long_running=True)
    supposed = suppose(scenarios, house.book, house.finder)
    as_of = question.as_of or min((one.as_of for one in scenarios if one.as_of is not None), default=today())
    known = question.known_as_of or min(
        (one.known_as_of for one in scenarios if one.known_as_of is not None), default=None
    )
    then = question.then or max(as_of, supposed.settled_day)
    book = read_orders(question.orders, house, as_of, known, house.decisions(question.scope))
    laws = partial(open_laws, home, house.adoption, question.scenarios)
    options = Options(known, question.workers, (as_of, then))
    now, later = (table_of_answers(*one) for one in answer_book(book, laws, options, progress))
    impact = compare(now, later, labels_of(book), as_of=as_of, effective=then)
    lists = [f"{one.name} of {one.data_date}" for one in house.finder.lists]
    provenance = Provenance(known, house.book.content_hash, lists, question.orders.name)
    return Seen(impact, scenarios, provenance, len(book.bad))
