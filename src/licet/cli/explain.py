"""An answer for people: one sentence, the light with words, why, until when, what next."""

from __future__ import annotations

from collections.abc import Iterable
from textwrap import shorten

from rich.console import Console
from rich.markup import escape
from rich.padding import Padding
from rich.table import Table
from rich.tree import Tree

from licet.engine.controls import ControlShown
from licet.engine.determination import Claimable, Determination, FactShown, Need, Reason
from licet.engine.exceptions import ExceptionLine, ExceptionStatus
from licet.engine.order_answer import OrderAnswer
from licet.engine.owned_shares import held_words
from licet.engine.ownership import OwnershipResult
from licet.presentation.control_words import control_words
from licet.presentation.order import order_summary
from licet.presentation.regime_words import regime_lines
from licet.presentation.summary import holds_words, law_words, light_words, lists_words, summary
from licet.presentation.words import answer_words, day_words
from licet.rules.answer import Answer, Light

__all__ = ["show", "show_exceptions", "show_order"]

_COLORS = {Light.GREEN: ("green", "●"), Light.AMBER: ("yellow", "▲"), Light.RED: ("red", "■")}
_MARKS = {"met": "[x]", "open": "[ ]", "standing": "[~]", "depends": "[?]"}
_EXCEPTIONS = {
    ExceptionStatus.AVAILABLE: "Available: claim it, and it authorizes the sale on the facts given",
    ExceptionStatus.NEEDS_FACTS: "Open: it hangs on these facts",
    ExceptionStatus.LAW_NOT_HELD: "Not decided: the rulebook does not hold its terms",
    ExceptionStatus.FORECLOSED: "Foreclosed by the paragraph named",
    ExceptionStatus.OUT_OF_SCOPE: "Out of scope",
}
_QUESTION = 70
"""Letters of a question that tell which one it is."""
_TRUTHS = {True: "yes", False: "no", None: "not known"}


def show(found: Determination, console: Console, *, trace: bool = False) -> None:
    """Print an answer for people. ``trace``: every fact of every rule that bears on it."""
    undecided = found.answer is Answer.UNDETERMINED
    color, mark = _COLORS[Light.AMBER if undecided else found.light]
    light, _, words = light_words(found).partition(":")
    console.print(f"[bold {color}]{mark} {light.upper()}:{words}[/]")
    console.print(f"[bold]{escape(summary(found))}[/]")
    console.print(escape(holds_words(found)))
    _show_regimes(found, console)
    if found.review_policy:
        console.print(f"An application meets: {escape(found.review_policy)}")
    _show_needs("To find out, the most telling first", found.needs, console)
    console.print("\n[bold]Why[/]")
    for reason in found.because:
        console.print(Padding(_tree(reason, trace), (0, 0, 0, 1)))
    _show_controls(found.controls, console)
    _show_policies(found, console)
    _show_ownership(found.ownership, console)
    _show_conditions(found, console)
    _show_claimable(found.could_claim, console)
    _show_keys((*found.needs, *(need for item in found.could_claim for need in item.needs)), console)
    for caveat in found.caveats:
        code = f" [dim]({caveat.code})[/]" if trace else ""
        console.print(f"[bold]Note[/] {escape(caveat.text)}{code}")
    for used in found.receipt.lists:
        console.print(f"[dim]{escape(lists_words(used, found.sale.as_of))}.[/]")
    console.print(f"[dim]{escape(law_words(found))}[/]")
    console.print(f"[dim]Receipt {found.receipt.receipt_id}[/]")


def show_order(found: OrderAnswer, console: Console) -> None:
    """Print the answer to an order of several lines: the whole, each line in a row, and what to find out."""
    color, mark = _COLORS[found.light]
    console.print(f"[bold {color}]{mark} {escape(order_summary(found))}[/]")
    if found.holds_until is not None and found.then is not None:
        then = answer_words(found.then)
        console.print(f"It holds until {day_words(found.holds_until)}; from then on: {escape(then)}.")
    table = Table("", "Line", "Item", "ECCN", "Value", "Answer", "Until", box=None, padding=(0, 1))
    for line, answer in found.pairs:
        item = line.transaction.item
        color, mark = _COLORS[Light.AMBER if answer.answer is Answer.UNDETERMINED else answer.light]
        value = "" if item.value_usd is None else f"{item.value_usd:,} USD"
        named = str(line.number) if line.ident is None else f"{line.number} ({line.ident})"
        authority = f": {' and '.join(answer.authority)}" if answer.authority else ""
        table.add_row(
            f"[{color}]{mark}[/]", escape(named), escape(item.description or ""), item.eccn or "", value,
            escape(f"{answer_words(answer.answer)}{authority}"), day_words(answer.holds_until),
        )  # fmt: skip
    console.print(table)
    for note in found.order.notes:
        console.print(f"[bold]Note[/] {escape(note)}")
    _show_needs("To find out", found.needs, console)
    _show_keys(found.needs, console)
    console.print("[dim]`--line N` shows the answer to a line in full.[/]")


def _show_regimes(found: Determination, console: Console) -> None:
    lines = regime_lines(found)
    if lines:
        console.print("\n[bold]By law[/]")
    for title, words in lines:
        console.print(f" {escape(title)}: {escape(words)}")
    if found.not_examined:
        console.print(" [dim]`--regime all` asks under all of them.[/]")


def _show_needs(title: str, needs: Iterable[Need], console: Console) -> None:
    asked = list(needs)
    if asked:
        console.print(f"\n[bold]{title}[/]")
    for number, need in enumerate(asked, 1):
        console.print(f" {number}. {escape(need.question)} [dim]{escape(str(need.cite))}[/]")


def _show_keys(needs: Iterable[Need], console: Console) -> None:
    """Where a file states what was asked: last, for whoever writes the file."""
    keys = {need.path: need.question for need in needs}
    if keys:
        console.print("\n[bold]Where your file answers these questions[/]")
    for path, question in keys.items():
        console.print(f" [dim]{escape(path)}: {escape(shorten(question, _QUESTION, placeholder=' ...'))}[/]")


def _tree(reason: Reason, trace: bool) -> Tree:
    cites = ", ".join(str(cite) for cite in reason.cites)
    dates = f" In force {reason.in_force}." if reason.in_force else ""
    label = f"[bold]{escape(reason.says)}[/]: {escape(reason.title)} [dim]{escape(cites)}.{escape(dates)}[/]"
    tree = Tree(label, guide_style="dim")
    for fact in reason.facts if trace else reason.facts[:6]:
        tree.add(_fact(fact, trace))
    if len(reason.facts) > 6 and not trace:  # noqa: PLR2004  # what fits on a screen
        tree.add(f"[dim]and {len(reason.facts) - 6} more (--trace shows all)[/]")
    for inner in reason.because:
        tree.add(_tree(inner, trace))
    return tree


def _fact(fact: FactShown, trace: bool) -> str:
    value = "" if isinstance(fact.value, bool) or fact.value is None else f" (given: {fact.value})"
    where = f" [dim]{escape(fact.path)}[/]" if trace else ""
    return f"{_TRUTHS[fact.truth]}: {escape(fact.text)}{escape(value)}{where}"


def _show_controls(controls: Iterable[ControlShown], console: Console) -> None:
    """The lines of the list that demand a license or may, in the words of the list."""
    listed = [shown for shown in controls if shown.requires is not False]
    if listed:
        console.print("\n[bold]Reasons for control[/] (Commerce Control List and Country Chart)")
    for shown in listed:
        mark, words = control_words(shown)
        console.print(f" - {escape(mark)}: [dim]“{escape(words)}”[/]")


def _show_policies(found: Determination, console: Console) -> None:
    for frame in found.prohibitions:
        console.print(f"[bold]Falls under[/] {escape(frame.title)} [dim]{escape(str(frame.cite))}[/]")
    if found.policies:
        console.print("\n[bold]How an application is reviewed[/] (under all of them; the strictest counts)")
    for item in sorted(found.policies, key=lambda policy: -policy.grade):
        perhaps = "" if item.certain else "perhaps: "
        console.print(f" - {perhaps}{escape(item.text)} [dim]{escape(str(item.cite))}[/]")


def _show_ownership(held: Iterable[OwnershipResult], console: Console) -> None:
    shown = held_words(held)
    if shown:
        console.print("\n[bold]Who owns the parties[/] [dim](what is sure to what is possible)[/]")
    for share in shown:
        console.print(f" {escape(share.words)}")
        for owner, where in share.by:
            console.print(f"   by {escape(owner)} [dim]{escape(where)}[/]")


def _show_conditions(found: Determination, console: Console) -> None:
    if found.conditions:
        legend = escape("([x] done, [ ] before it moves, [~] standing, [?] if what is not known makes it so)")
        console.print(f"\n[bold]To do[/] [dim]{legend}[/]")
    for condition in found.conditions:
        console.print(
            f" {escape(_MARKS[condition.status])} {escape(condition.text)} [dim]{escape(str(condition.cite))}[/]"
        )


def _show_claimable(claimable: Iterable[Claimable], console: Console) -> None:
    listed = list(claimable)
    if listed:
        console.print("\n[bold]What would change it[/] (nobody has claimed it, its terms may hold)")
    for item in listed:
        asks = ", if:" if item.needs else ": its terms hold on the facts given"
        console.print(f" - {escape(item.authority)}{asks}")
        for need in item.needs:
            console.print(f"     {escape(need.question)}")


def show_exceptions(lines: Iterable[ExceptionLine], console: Console) -> None:
    """Print what becomes of every license exception, the most useful first."""
    listed = list(lines)
    console.print("\n[bold]License exceptions[/] (15 CFR Part 740)")
    if not listed:
        console.print(" No exception is needed: nothing that applies is left without an authority.")
    for status, title in _EXCEPTIONS.items():
        shown = [line for line in listed if line.status is status]
        if shown:
            console.print(f"[bold]{title}[/]")
        for line in shown:
            claim = f"{line.symbol} {line.paragraph or ''}".strip()
            cites = ", ".join(str(cite) for cite in line.cites)
            console.print(f" - {escape(claim)} [dim]{escape(cites)}[/]")
            for obstacle in line.obstacles:
                console.print(f"     {escape(obstacle.text)} [dim]{escape(str(obstacle.cite))}[/]")
            for need in line.needs:
                console.print(f"     {escape(need.question)}")
            for law in line.not_held:
                console.print(f"     {escape(law.what)}")
    _show_keys((need for line in listed for need in line.needs), console)
