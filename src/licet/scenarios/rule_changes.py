"""Rules under a scenario: put in force or out, extended or ended. The rules of the law itself stay as they are."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from fnmatch import fnmatchcase

from licet.rules.dated import LawConflictError, Row
from licet.rules.interval import Interval, since
from licet.rules.rule import Caveat, Rule, RuleText
from licet.scenarios.overlay import lay_over, pieces
from licet.scenarios.scenario import RuleChange, RuleDeed, Scenario

__all__ = ["caveat_of", "change_rules", "hold_rules"]

_ENDED = RuleText(None, title="not in force")


def change_rules(rules: tuple[Rule, ...], scenario: Scenario) -> tuple[Rule, ...]:
    """The rules with a scenario's changes. Raises ScenarioError on what cannot be done or contradicts itself."""
    by_id = {rule.rule_id: rule for rule in rules}
    governed: list[tuple[str, RuleChange]] = []
    for change in scenario.changes:
        if isinstance(change, RuleChange):
            for rule_id in _named(change, by_id, scenario):
                _refuse_conflict(rule_id, change, governed, scenario)
                governed.append((rule_id, change))
                by_id[rule_id] = _changed(by_id[rule_id], change, scenario)
    return tuple(by_id[rule.rule_id] for rule in rules)


def hold_rules(rules: tuple[Rule, ...], scenario: Scenario, day: date) -> tuple[Rule, ...]:
    """The rules with those that a scenario changes kept from a day on as they are on it: the scenario off."""
    changes = [change for change in scenario.changes if isinstance(change, RuleChange)]
    patterns = [pattern for change in changes for pattern in change.rules]
    return tuple(
        _held(rule, scenario, day) if any(fnmatchcase(rule.rule_id, text) for text in patterns) else rule
        for rule in rules
    )


def _held(rule: Rule, scenario: Scenario, day: date) -> Rule:
    row = Row(since(day), date.min, _text_on(rule, day) or _ENDED, scenario.cite, scenario.source)
    return replace(rule, texts=lay_over(rule.texts, row), caveats=tuple(_cut_caveats(rule, row.in_force)))


def caveat_of(scenario: Scenario) -> Caveat:
    """What is said with an answer that rests on a change of a scenario."""
    return Caveat(
        "rests_on_scenario", f"This rests on a change of scenario {scenario.name}, which is not law."
    )


def _named(change: RuleChange, by_id: dict[str, Rule], scenario: Scenario) -> Iterator[str]:
    """The rules meant; of those that a pattern takes, an extension passes over the ones already ended."""
    for pattern in change.rules:
        found = [rule_id for rule_id in by_id if fnmatchcase(rule_id, pattern)]
        if not found:
            raise scenario.fault(change, f"no rule has the id {pattern!r} (`licet law show CITE` gives ids)")
        able = [text for text in found if not change.extends or _text_before(by_id[text], change.days.start)]
        if not able:
            day = change.days.start - timedelta(days=1)
            raise scenario.fault(change, f"{pattern} is not in force on {day}: nothing is there to extend")
        yield from able


def _refuse_conflict(
    rule_id: str, change: RuleChange, governed: list[tuple[str, RuleChange]], scenario: Scenario
) -> None:
    for other_id, other in governed:
        if other_id == rule_id and other.days.overlaps(change.days):
            message = f"{rule_id} is already changed by {other.key} on some of the days {change.days}"
            raise scenario.fault(change, message)


def _changed(rule: Rule, change: RuleChange, scenario: Scenario) -> Rule:
    row = Row(change.days, date.min, _text(rule, change, scenario), scenario.cite, scenario.source)
    try:
        texts = lay_over(rule.texts, row)
    except LawConflictError as error:  # a rulebook that was sound before is not made unsound in silence
        raise scenario.fault(change, str(error)) from error
    caveats = tuple(_cut_caveats(rule, change.days))
    return replace(rule, texts=texts, caveats=(*caveats, (change.days, caveat_of(scenario))))


def _cut_caveats(rule: Rule, days: Interval) -> Iterator[tuple[Interval, Caveat]]:
    """A caveat goes with its period by the period's days, also where those are cut."""
    for period, caveat in rule.caveats:
        for left in pieces(period, days):
            yield left, caveat


def _text(rule: Rule, change: RuleChange, scenario: Scenario) -> RuleText:
    if change.deed is RuleDeed.NOT_IN_FORCE:
        return _ENDED
    if change.extends:
        text = _text_before(rule, change.days.start)
    elif change.text_of is not None:
        text = _text_on(rule, change.text_of)
    else:
        text = next((row.value for row in reversed(rule.texts.rows) if row.value.condition is not None), None)
    if text is None:
        raise scenario.fault(change, f"{rule.rule_id} has no text on {change.text_of}")
    return text


def _text_before(rule: Rule, day: date) -> RuleText | None:
    return _text_on(rule, day - timedelta(days=1))


def _text_on(rule: Rule, day: date) -> RuleText | None:
    row = rule.at(day)
    return None if row is None else row.value
