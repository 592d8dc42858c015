"""Answer an order book under the law and under scenarios, and tell their effect from that of other law."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from pathlib import Path

from licet.orders.book import OrderBook
from licet.orders.run import Progress, RunOptions, answer_book
from licet.orders.table import table_of_answers
from licet.presentation.words import day_words, first_up
from licet.rules.standing import Position
from licet.scenarios.apply import suppose
from licet.scenarios.impact import Impact, compare, labels_of
from licet.scenarios.page import Provenance, headline, impact_page
from licet.scenarios.scenario import Scenario
from licet.scenarios.scenario_file import load_scenario
from licet.screening.decided import NOBODY, DecisionScope
from licet.services.determination import open_decider, today
from licet.services.order_runs import joint_answers, open_laws, read_orders

__all__ = ["ScenarioQuestion", "Seen", "look_ahead"]

_LONG_BEFORE = timedelta(days=366)


@dataclass(frozen=True)
class ScenarioQuestion:
    """What is asked of which orders. Days that are None are those of the scenarios.

    ``scope``: whose decisions about hits count. ``today``: from which days are counted; the clock's where not given.
    """

    orders: Path
    scenarios: tuple[str, ...]
    as_of: date | None = None
    then: date | None = None
    known_as_of: date | None = None
    workers: int | None = None
    scope: DecisionScope = NOBODY
    today: date | None = None
    position: Position = Position.TEXT


@dataclass(frozen=True)
class Seen:
    """What a change would do.

    ``impact``: of the scenarios alone, on and off on the later day. ``other_law``: of all other law from the day
    asked about to that day. ``warnings``: why it may say little of this book. ``unread``: lines that could not be
    read.
    """

    impact: Impact
    other_law: Impact
    scenarios: Sequence[Scenario]
    provenance: Provenance
    unread: int
    warnings: tuple[str, ...] = ()

    @property
    def headline(self) -> str:
        return headline(self.impact, self.scenarios)

    def page(self) -> str:
        return impact_page(self.impact, self.other_law, self.scenarios, self.provenance, self.warnings)


def look_ahead(question: ScenarioQuestion, home: Path, progress: Progress | None = None) -> Seen:
    """Compare the answers with the scenarios on and off, on the later day, and off on both days.

    Off means that what they change stays as it is on the day asked about. Raises ScenarioError,
    UnreadableOrdersError or OSError.
    """
    now = question.today or today()
    scenarios = [load_scenario(name) for name in question.scenarios]
    decider = open_decider(home, long_running=True, position=question.position).of(question.scope)
    supposed = suppose(scenarios, decider.rulebook, decider.finder)
    as_of = question.as_of or min(
        (scenario.as_of for scenario in scenarios if scenario.as_of is not None), default=now
    )
    known = question.known_as_of or min(
        (scenario.known_as_of for scenario in scenarios if scenario.known_as_of is not None), default=None
    )
    then = question.then or max(as_of, supposed.settled_day)
    book = read_orders(question.orders, decider, as_of, known, decider.decisions(question.scope))
    screening = decider.policy.screening
    laws = partial(
        open_laws, home, decider.adoption, question.scenarios, as_of, question.position, presets=screening
    )
    size = len(decider.asked)
    days = [day for day in (as_of, then, then) for _ in range(size)]
    found = answer_book(book, laws, RunOptions(known, question.workers, days), progress)
    law, off, on = (
        table_of_answers(*joint_answers(decider.asked, found[place : place + size]))
        for place in range(0, len(found), size)
    )
    labels = labels_of(book)
    impact = compare(off, on, labels, as_of=as_of, effective=then, today=now)
    other_law = compare(law, off, labels, as_of=as_of, effective=then, today=now)
    lists = [f"{first_up(list_.name)} dated {day_words(list_.data_date)}" for list_ in decider.screener.lists]
    provenance = Provenance(known, decider.rulebook.content_hash, lists, question.orders.name)
    warnings = tuple(_outside(book, impact, scenarios))
    return Seen(impact, other_law, scenarios, provenance, len(book.bad), warnings)


def _outside(book: OrderBook, impact: Impact, scenarios: Sequence[Scenario]) -> list[str]:
    """Warnings where the days of the scenarios and those of the book have little to do with each other."""
    ships = impact.lines["ship_date"].drop_nulls().to_list()
    days = sorted([*ships, *(date.fromordinal(int(day)) for day in set(book.days.tolist()))])
    if not ships:
        return []
    first, last = min(ships), max(ships)
    span = f"The lines of this book ship from {day_words(first)} to {day_words(last)}."
    begins = min(
        (change.days.start for scenario in scenarios for change in scenario.changes), default=impact.effective
    )
    ends = [change.days.end for scenario in scenarios for change in scenario.changes]
    over = max((end for end in ends if end is not None), default=None) if None not in ends else None
    report_lines = []
    if begins > last:
        report_lines.append(f"{span} The scenario begins after the last of them, on {day_words(begins)}.")
    elif over is not None and over <= first:
        report_lines.append(f"{span} The scenario ends before the first of them, on {day_words(over)}.")
    elif begins < first - _LONG_BEFORE:
        report_lines.append(f"{span} The scenario begins long before them, on {day_words(begins)}.")
    if impact.as_of < min(days[0], first) - _LONG_BEFORE or impact.as_of > last:
        report_lines.append(f"{span} They are compared with the law of {day_words(impact.as_of)}.")
    return report_lines
