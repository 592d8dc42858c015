"""Print entries and hits of the control list for people."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from rich.console import Console
from rich.markup import escape

from licet.classification.limit_check import LimitCheck
from licet.classification.limit_document import limit_summary
from licet.classification.list_changes import ListChange
from licet.classification.search import EntryHit
from licet.presentation.words import day_words

__all__ = ["print_changes", "print_entry", "print_hits", "print_limits"]

_SHOWN_WORDS = 6
_WIDTH = 160


def print_entry(document: Mapping[str, Any]) -> None:
    """An entry with its paragraphs as a tree, then what governs it."""
    console = Console(highlight=False, soft_wrap=True)
    seen = document["text_seen"]
    console.print(f"[bold]{document['eccn']}[/]  {escape(document['heading'])}")
    if document["before_the_first_reading"]:
        first = day_words(date.fromisoformat(seen["from"]))
        console.print(f"[yellow]No text of that day is held. This is the text of {first}.[/]")
    notes: dict[str, list[str]] = {}
    for note in document["notes"]:
        notes.setdefault(note["paragraph"], []).append(note["text"])
    _print_notes(console, notes.pop("", []), 0)
    for item in document["items"]:
        depth = item["paragraph"].count(".") + 1
        console.print(f"{'  ' * depth}[bold]{item['paragraph']}[/]  {escape(item['text'])}")
        _print_notes(console, notes.pop(item["paragraph"], []), depth)
    for elsewhere in notes.values():
        _print_notes(console, elsewhere, 0)
    console.print("\n[bold]License requirements[/]" if document["controls"] else "")
    for row in document["controls"]:
        console.print(f"  {escape(row['scope_text'])}: {escape(row['destinations_text'])}")
    for text in document["requirement_notes"]:
        console.print(f"  [dim]{escape(text)}[/]")
    console.print("[bold]License exceptions of the entry[/]" if document["exceptions"] else "")
    for row in document["exceptions"]:
        console.print(f"  {row['exception']}: {escape(row['printed'])}")
    if document["related_controls"]:
        console.print(f"[bold]Related controls[/]  {escape(document['related_controls'])}")
    if document["related_definitions"]:
        console.print(f"[bold]Related definitions[/]  {escape(document['related_definitions'])}")
    days = [day_words(date.fromisoformat(seen[key])) for key in ("from", "to")]
    span = f"on {days[0]}" if days[0] == days[1] else f"from {days[0]} to {days[1]}"
    console.print(f"[dim]{document['cite']}; read {span}. Later changes are not held.[/]")


def _print_notes(console: Console, notes: Iterable[str], depth: int) -> None:
    for text in notes:
        console.print(f"{'  ' * (depth + 1)}[dim]{escape(text)}[/]")


def print_hits(hits: Iterable[EntryHit]) -> None:
    """Hits with the words that led to each."""
    console = Console(highlight=False, soft_wrap=True)
    none = True
    for number, hit in enumerate(hits, 1):
        none = False
        console.print(f"{number:2}. [bold]{hit.name}[/]  {escape(_short(hit.heading))}")
        if hit.paragraph:
            console.print(f"      {hit.paragraph}: {escape(_short(hit.text))}")
        console.print(f"      [dim]{escape(_why(hit))}[/]")
    if none:
        console.print("No entry has any of these words. That does not make the item EAR99.")
    else:
        console.print("[dim]A search proposes. Read the entry (licet ccl show) before you decide.[/]")


def _why(hit: EntryHit) -> str:
    words = [word for word in hit.words if " " not in word][:_SHOWN_WORDS]
    parts = [f"matching words: {', '.join(words)}"] if words else []
    parts += [f"read from: {', '.join(hit.terms[:_SHOWN_WORDS])}"] if hit.terms else []
    return "; ".join(parts) or "takes what an entry above does not reach"


def _short(text: str) -> str:
    return text if len(text) <= _WIDTH else f"{text[:_WIDTH]}..."


def print_limits(name: str, checks: Sequence[LimitCheck], truth: bool | None) -> None:
    """The limits of a paragraph, and what stated parameters make of them."""
    says = {True: "met", False: "not met", None: "not known"}
    for check in checks:
        print(f"{check.paragraph or name.partition('.')[0]}: {check.text}")
        for number, limit, stated, met in check.limits:
            several = "or " if number > 1 else ""
            value = f": {stated} is {says[met]}" if stated is not None else ""
            print(f"   {several}{limit.name} {limit.relation} {limit.bound:g} {limit.unit}".rstrip() + value)
    if not checks:
        print(f"{name} prints no limit.")
        return
    if any(stated is not None for check in checks for _, _, stated, _ in check.limits):
        print(limit_summary(name, truth))


def print_changes(changes: Sequence[ListChange], records: Mapping[str, Sequence[Mapping[str, Any]]]) -> None:
    """What a newer text of the list changes, then what it opens."""
    for change in changes:
        print(f"{change.name} ({change.kind})")
        for sign, text in (("-", change.old), ("+", change.new)):
            if text:
                print(f"   {sign} {text[:_WIDTH]}")
    print(f"{len(changes)} texts of the list changed.")
    opened, lines = records["classification_records"], records["order_lines_of_classifications"]
    for record in opened:
        print(f"open again: {record['part']} ({record['eccn']}): {'; '.join(record['reasons'])}")
    for line in lines:
        print(f"   order line {line['row']} of book {line['book']}: {line['part']}, {line['answer']}")
    print(f"{len(opened)} classifications and {len(lines)} order lines rest on a changed text.")
