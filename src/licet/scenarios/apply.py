"""Scenarios applied: a rulebook and a finder of listed parties as they would be. Nothing real is touched."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta

from licet.rules.condition import Constant
from licet.rules.dated import LawConflictError, Row, Timeline
from licet.rules.interval import since
from licet.rules.rule import Caveat, Question, Rule, RuleText
from licet.rules.rulebook import Rulebook
from licet.scenarios.entry_changes import change_entries
from licet.scenarios.grants import grant_rules
from licet.scenarios.rule_changes import change_rules, hold_rules
from licet.scenarios.scenario import Scenario, ScenarioError
from licet.screening.attach import ManyFinder

__all__ = ["Supposed", "scenarios_off", "suppose"]


@dataclass(frozen=True)
class Supposed:
    """Law and lists under some scenarios, in the order in which they were laid over each other."""

    book: Rulebook
    finder: ManyFinder
    scenarios: tuple[Scenario, ...]

    @property
    def first_day(self) -> date | None:
        """The first day on which something may differ; None without scenarios."""
        return min((_first_day(scenario) for scenario in self.scenarios), default=None)

    @property
    def settled_day(self) -> date:
        """The first day on which every scenario has begun to hold."""
        return max((_first_day(scenario) for scenario in self.scenarios), default=date.min)


def suppose(scenarios: Iterable[Scenario], book: Rulebook, finder: ManyFinder) -> Supposed:
    """Lay scenarios over law and lists; where two speak of the same days, the later one governs.

    Raises ScenarioError where one names what is not there, contradicts itself, or comes twice.
    """
    laid: list[Scenario] = []
    for scenario in scenarios:
        if any(item.name == scenario.name for item in laid):
            raise ScenarioError(f"the scenario {scenario.name} is given twice", file=scenario.file)
        book, finder = _laid_over(scenario, book, finder)
        laid.append(scenario)
    return Supposed(book, finder, tuple(laid))


def scenarios_off(scenarios: Iterable[Scenario], book: Rulebook, day: date) -> Rulebook:
    """The rulebook to hold scenarios against: what they change stays as it is on a day, all other law moves on."""
    rules = book.rules
    for scenario in scenarios:
        rules = hold_rules(rules, scenario, day)
    held = replace(book, rules=rules)
    held.check()
    return held


_EVER = date.min + timedelta(days=1)
"""From the first day that has a day before it, which walks of days ask for."""


def _laid_over(scenario: Scenario, book: Rulebook, finder: ManyFinder) -> tuple[Rulebook, ManyFinder]:
    changed = change_entries(finder, scenario)
    granted, flags = grant_rules(book, changed, scenario)
    rules = (*change_rules(book.rules, scenario), *granted, _notice(scenario))
    resolvers = replace(book.resolvers, item_flags={**book.resolvers.item_flags, **flags})
    made = replace(book, rules=rules, resolvers=resolvers, standing=())
    try:
        made.check()
    except LawConflictError as error:
        raise ScenarioError(str(error), file=scenario.file) from error
    return made, changed


def _notice(scenario: Scenario) -> Rule:
    """A rule that says with every answer that it was given under a scenario."""
    rule_id = f"scenario.{scenario.name}"
    said = Caveat("scenario", f"Answered under scenario {scenario.name}, which is not law: {scenario.title}")
    always = Constant(value=True, why=f"scenario {scenario.name} was supposed")
    text = RuleText(always, title=said.text)
    row = Row(since(_EVER), date.min, text, scenario.cite, scenario.source)
    return Rule(rule_id, Question.NOTICE, said.text, (scenario.cite,), Timeline(rule_id, [row]), notice=said)


def _first_day(scenario: Scenario) -> date:
    return min((change.days.start for change in scenario.changes), default=scenario.effective)
