"""Print modeled rules for people."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from rich.console import Console
from rich.markup import escape
from rich.tree import Tree

from licet.engine.lawtext import RuleShown
from licet.presentation.words import day_words
from licet.rules.citation import Citation

__all__ = ["print_rules"]


def print_rules(found: Iterable[RuleShown], place: Citation, day: date) -> None:
    """The rules that rest on a place, as in force on a day, exceptions as a tree."""
    console = Console(highlight=False)
    console.print(f"[bold]{escape(place.text)}[/] as modeled, on {day_words(day)}  [dim]{place.url}[/]\n")
    for rule in found:
        console.print(_tree(rule))
        console.print()


def _tree(rule: RuleShown) -> Tree:
    tree = Tree(_label(rule), guide_style="dim")
    for exception in rule.exceptions:
        tree.add(_tree(exception))
    return tree


def _label(rule: RuleShown) -> str:
    head = f"[bold]{escape(rule.rule_id)}[/] [dim]({rule.question}; {escape(', '.join(rule.cites))})[/]"
    if rule.english is None:
        periods = "".join(f"\n  {escape(period)}" for period in rule.periods)
        gone = "[yellow]Not in force on this day.[/] Its periods:"
        return f"{head}\n{escape(rule.title)}\n{gone}[dim]{periods}[/]"
    dates = f"In force {rule.in_force} by {rule.by}, published {rule.published_on}; seen: {rule.source}."
    return f"{head}\n{escape(rule.title)}\n{escape(rule.english)}\n[dim]{escape(dates)}[/]"
