"""Licenses that a scenario grants: each an authority with its scope as a condition."""

from __future__ import annotations

from datetime import date

from licet.model.eccn_paragraphs import Flag, eccn_flag
from licet.regimes.us_ear.part_744.rules import entity_list_party
from licet.rules.condition import Condition, Constant, all_of, any_of
from licet.rules.dated import Row, Timeline
from licet.rules.rule import Question, Rule, RuleText
from licet.rules.rulebook import Rulebook
from licet.rules.terms import Listed, f
from licet.scenarios.entry_changes import entries_named
from licet.scenarios.rule_changes import caveat_of
from licet.scenarios.scenario import Grant, Scenario
from licet.screening.attach import ManyFinder

__all__ = ["grant_rules"]

_LICENSE = "us.ear.750.7"
_KNOWN_GROUPS = "country_groups"


def grant_rules(
    book: Rulebook, finder: ManyFinder, scenario: Scenario
) -> tuple[tuple[Rule, ...], dict[str, Flag]]:
    """A rule for every license of a scenario, and the questions on items that they ask."""
    rules: list[Rule] = []
    flags: dict[str, Flag] = {}
    for number, grant in enumerate(change for change in scenario.changes if isinstance(change, Grant)):
        rule_id = f"scenario.{scenario.name}.license.{number + 1}"
        parts = _scope(grant, f"{rule_id.replace('.', '_')}", book, finder, scenario, flags)
        rules.append(_rule(rule_id, grant, all_of(*parts) if parts else _EVERYTHING, book, scenario))
    return tuple(rules), flags


_EVERYTHING = Constant(value=True, why="the license names no limit")


def _rule(rule_id: str, grant: Grant, condition: Condition, book: Rulebook, scenario: Scenario) -> Rule:
    row = Row(grant.days, date.min, RuleText(condition, title=grant.title), scenario.cite, scenario.source)
    return Rule(
        rule_id,
        Question.AUTHORITY,
        grant.title,
        (scenario.cite,),
        Timeline(rule_id, [row]),
        defeats=_meets(grant, book, scenario),
        authority=f"{grant.title} (scenario {scenario.name}, not law)",
        caveats=((grant.days, caveat_of(scenario)),),
    )


def _meets(grant: Grant, book: Rulebook, scenario: Scenario) -> tuple[str, ...]:
    for rule_id in grant.meets:
        rule = book.by_id.get(rule_id)
        if rule is None or rule.question is not Question.REQUIREMENT:
            raise scenario.fault(grant, f"meets: {rule_id!r} is no license requirement")
    return grant.meets or book.by_id[_LICENSE].defeats


def _scope(
    grant: Grant, flag: str, book: Rulebook, finder: ManyFinder, scenario: Scenario, flags: dict[str, Flag]
) -> list[Condition]:
    parts: list[Condition] = []
    if grant.eccns:
        flags[flag] = eccn_flag(grant.eccns)
        parts.append(f.item.flag(flag, f"that the item is of {', '.join(grant.eccns)}"))
    if grant.low_level:
        parts.append(~f.item.some_control(lambda control: ~control.reason.is_("AT")))
    if grant.kinds:
        parts.append(f.item.kind.in_(*grant.kinds))
    if grant.destinations or grant.groups:
        parts.append(_where(grant, book, scenario))
    if grant.end_uses:
        _refuse_strange_uses(grant, book, scenario)
        parts.append(f.end_use.in_(*grant.end_uses))
    if grant.value_usd_at_most is not None:
        parts.append(f.item.value_usd.at_most(grant.value_usd_at_most))
    if grant.parties or grant.matter:
        parts.append(_parties(grant, finder, scenario))
    return parts


def _where(grant: Grant, book: Rulebook, scenario: Scenario) -> Condition:
    groups = {key[1] for key in book.tables[_KNOWN_GROUPS].raw}
    strange = [group for group in grant.groups if group not in groups]
    if strange:
        raise scenario.fault(grant, f"groups: there is no Country Group {strange[0]!r}")
    named = [f.destination.in_(*grant.destinations)] if grant.destinations else []
    return any_of(*named, *(f.destination_in(group) for group in grant.groups))


def _refuse_strange_uses(grant: Grant, book: Rulebook, scenario: Scenario) -> None:
    strange = [use for use in grant.end_uses if use not in book.end_uses]
    if strange:
        known = ", ".join(sorted(book.end_uses))
        raise scenario.fault(grant, f"end_uses: {strange[0]!r} is none of {known}")


def _parties(grant: Grant, finder: ManyFinder, scenario: Scenario) -> Condition:
    """Every listed party that brings the requirement is one of those named, and one takes part."""
    ids = entries_named(finder, grant, grant.parties, scenario)

    def named(entry: Listed) -> Condition:
        return entry.entry.in_(*ids) if ids else entry.matter.is_(grant.matter or "")

    return entity_list_party(f, named) & ~entity_list_party(f, lambda entry: ~named(entry))
