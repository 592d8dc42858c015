"""Every license exception for one transaction: available, open, foreclosed, or made for something else.

Each is claimed in turn, with every paragraph that its rules name, and the rules answer as for a real claim: what is
shown as available here is authorized when it is claimed.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from licet.engine.determination import LawNotHeld, Need
from licet.engine.findings import Composition, RuleState, States, compose
from licet.engine.needs import could_be, law_not_held, law_not_held_by, needs, needs_of
from licet.engine.view import View
from licet.engine.walk import Trace
from licet.model.transaction import Transaction
from licet.rules.answer import Answer, Severity
from licet.rules.checks import conditions_of, definitions_read, fields_read, nodes
from licet.rules.citation import Citation, cfr
from licet.rules.condition import All, Any, Condition, In, Is, Stated
from licet.rules.english import sentence
from licet.rules.rule import Question, Rule, RuleText
from licet.rules.rulebook import Rulebook
from licet.rules.table import look_up

__all__ = ["ExceptionLine", "ExceptionStatus", "Obstacle", "exception_lines"]

_SYMBOL, _PARAGRAPH = "license_exception_claimed", "license_exception_paragraph"
_TABLE, _IN_FORCE = "license_exceptions", "in force"
_SECTION = cfr("15 CFR 740.1")


class ExceptionStatus(StrEnum):
    """What becomes of a license exception in a transaction, the most useful first."""

    AVAILABLE = "available"
    """Claimed, it authorizes the transaction on the facts given."""
    NEEDS_FACTS = "needs_facts"
    """Its terms hang on facts that are not given."""
    LAW_NOT_HELD = "law_not_held"
    """Its terms hang on law that the rulebook does not hold."""
    FORECLOSED = "foreclosed"
    """A restriction on exceptions, or a requirement that it does not lift, stands in the way."""
    OUT_OF_SCOPE = "out_of_scope"
    """Its own terms are not met: it is made for other items, destinations or purposes."""


@dataclass(frozen=True, slots=True)
class Obstacle:
    """What stands in the way of a license exception, and the paragraph that says so."""

    text: str
    cite: Citation


@dataclass(frozen=True, slots=True)
class ExceptionLine:
    """One license exception, or one paragraph of it, for one transaction.

    ``paragraph``: what to state beside the symbol to claim this rule and no other; None where the symbol is enough.
    ``rule``: None where the rulebook holds none.
    ``obstacles``: why it is foreclosed or out of scope. ``needs``: the facts that it hangs on. ``not_held``: the law.
    """

    symbol: str
    paragraph: str | None
    rule: str | None
    authority: str
    status: ExceptionStatus
    cites: tuple[Citation, ...]
    obstacles: tuple[Obstacle, ...] = ()
    needs: tuple[Need, ...] = ()
    not_held: tuple[LawNotHeld, ...] = ()


def exception_lines(sale: Transaction, book: Rulebook) -> tuple[ExceptionLine, ...]:
    """Every license exception in force on the day, for a screened transaction; what it claims itself is left aside.

    None where no license is needed, or where another authority that is claimed covers it.
    """
    stated = {name: value for name, value in sale.facts.items() if name not in {_SYMBOL, _PARAGRAPH}}
    bare = replace(sale, facts=stated)
    base = States(View.of(bare, book))
    if compose(base).outcome.high <= Severity.AUTHORIZED:
        return ()
    reading = _reading_claims(book)
    found: dict[tuple[str, str | None], ExceptionLine] = {}
    for symbol, cite in _symbols(book, sale.as_of, sale.known_as_of):
        touched = reading - _of_other_symbols(symbol, sale, book)
        for paragraph, rules in _claims_of(symbol, sale, book).items():
            claimed = {_SYMBOL: symbol, **({} if paragraph is None else {_PARAGRAPH: paragraph})}
            states = _claiming(base, replace(bare, facts={**stated, **claimed}), touched)
            whole = compose(states)
            for rule in rules:
                state = states.of(rule)
                if state.claimed is not True:
                    continue
                line = _line(symbol, paragraph, state, whole, states)
                before = found.get((symbol, rule.rule_id))
                if before is None or _rank(line) < _rank(before):
                    found[symbol, rule.rule_id] = line
        if not any(key[0] == symbol for key in found):
            found[symbol, None] = _not_modeled(symbol, cite)
    return tuple(sorted(found.values(), key=_rank))


def _not_modeled(symbol: str, cite: Citation) -> ExceptionLine:
    missing = Obstacle("The rulebook does not hold its terms.", cite)
    status = ExceptionStatus.LAW_NOT_HELD
    return ExceptionLine(symbol, None, None, f"License Exception {symbol}", status, (cite,), (missing,))


def _of_other_symbols(symbol: str, sale: Transaction, book: Rulebook) -> set[str]:
    """The authorities that only a claim of another symbol calls on: unclaimed before, they stay so."""
    found = set()
    for rule in book.by_question[Question.AUTHORITY]:
        row = rule.at(sale.as_of, sale.known_as_of)
        if row is not None and row.value.claim is not None:
            symbols = set(_values(row.value.claim, _SYMBOL))
            if symbols and symbol not in symbols:
                found.add(rule.rule_id)
    return found


def _claiming(base: States, sale: Transaction, touched: set[str]) -> States:
    """The rules where an exception is claimed; all but those that its claim bears on (``touched``) are as before."""
    view = View.of(sale, base.view.book)
    view.definitions.update(
        {name: trace for name, trace in base.view.definitions.items() if name not in touched}
    )
    return States(view, base.but(touched))


def _reading_claims(book: Rulebook) -> set[str]:
    """The rules that read which exception is claimed, themselves or by a definition."""
    paths = {f"facts.{_SYMBOL}", f"facts.{_PARAGRAPH}"}
    reading = {
        rule.rule_id
        for rule in book.rules
        if any(field.path in paths for tree in conditions_of(rule) for field in fields_read(tree))
    }
    using = {rule.rule_id: definitions_read(rule) for rule in book.rules}
    while more := {name for name, used in using.items() if name not in reading and used & reading}:
        reading |= more
    return reading


def _rank(line: ExceptionLine) -> tuple[int, int]:
    return list(ExceptionStatus).index(line.status), len(line.needs)


def _symbols(book: Rulebook, day: date, known: date | None) -> Iterator[tuple[str, Citation]]:
    """The symbols that stand on a day, each with its source, in the order of the table."""
    table = book.tables[_TABLE]
    for symbol in dict.fromkeys(key[0] for key in table.raw):
        found = look_up(table, (symbol, _IN_FORCE), day, known)
        if found.truth and found.cite is not None:
            yield symbol, found.cite


def _claims_of(symbol: str, sale: Transaction, book: Rulebook) -> dict[str | None, list[Rule]]:
    """The rules that a claim of a symbol calls on, by the paragraphs that each tells apart, and without one.

    With those of 15 CFR 740.1 that any claim calls on. Paragraphs that few rules share come first, none last.
    """
    called: list[tuple[Rule, RuleText]] = []
    for rule in book.by_question[Question.AUTHORITY]:
        row = rule.at(sale.as_of, sale.known_as_of)
        if row is None or row.value.claim is None:
            continue
        by_any = _SECTION in rule.cites and Stated(book.vocabulary[_SYMBOL].field) in nodes(row.value.claim)
        if by_any or symbol in _values(row.value.claim, _SYMBOL):
            called.append((rule, row.value))
    found: dict[str | None, list[Rule]] = {}
    for rule, text in called:
        trees = (text.claim, text.condition)
        paragraphs = (value for tree in trees if tree is not None for value in _values(tree, _PARAGRAPH))
        for paragraph in (*dict.fromkeys(paragraphs), None):
            found.setdefault(paragraph, []).append(rule)
    return dict(sorted(found.items(), key=lambda pair: (pair[0] is None, len(pair[1]))))


def _values(tree: Condition, fact: str) -> Iterator[str]:
    """The values with which a condition compares a fact."""
    for node in nodes(tree):
        if isinstance(node, (Is, In)) and node.field.path == f"facts.{fact}":
            yield from (node.values if isinstance(node, In) else (str(node.value),))


def _line(
    symbol: str, paragraph: str | None, state: RuleState, whole: Composition, states: States
) -> ExceptionLine:
    rule = state.rule
    line = ExceptionLine(
        symbol, paragraph, rule.rule_id, rule.authority or rule.title, ExceptionStatus.AVAILABLE, rule.cites
    )
    worst = _least_favorable(state, states)
    if whole.outcome.answer is Answer.AUTHORIZED and any(
        rule is authority.rule for authority in whole.authorities
    ):
        return line
    bars = tuple(_requirements_left(whole))
    own, general = _failed_terms(worst)
    if worst.truth is False:
        status = ExceptionStatus.FORECLOSED if general else ExceptionStatus.OUT_OF_SCOPE
        return replace(line, status=status, obstacles=(*general, *own))
    if bars:
        return replace(line, status=ExceptionStatus.FORECLOSED, obstacles=bars)
    if not any(rule is authority.rule for finding in whole.all_findings for authority in finding.authorities):
        lifts = Obstacle("It lifts no requirement that applies or may apply.", rule.cites[0])
        return replace(line, status=ExceptionStatus.OUT_OF_SCOPE, obstacles=(lifts,))
    if worst.truth is True:
        asked, missing = needs(whole, states), law_not_held(whole)
    else:
        assert worst.trace is not None
        asked = needs_of(worst, states.view) if could_be(worst.trace, wanted=True) else ()
        missing = law_not_held_by([worst])
    status = ExceptionStatus.NEEDS_FACTS if asked else ExceptionStatus.LAW_NOT_HELD
    return replace(line, status=status, needs=asked, not_held=() if asked else missing)


def _least_favorable(state: RuleState, states: States) -> RuleState:
    """The least favorable state of a rule over every destination that counts."""
    every = [state, *(other.of(state.rule) for other in states.others)]
    return min(every, key=lambda rule_state: (False, None, True).index(rule_state.truth))


def _requirements_left(whole: Composition) -> Iterator[Obstacle]:
    """What applies for certain and nothing that is claimed can cover."""
    said: set[str] = set()
    for finding in whole.all_findings:
        rule = finding.state.rule
        if finding.outcome.low > Severity.AUTHORIZED and rule.rule_id not in said:
            said.add(rule.rule_id)
            row = finding.state.row
            yield Obstacle(f"Does not lift: {rule.title if row is None else row.value.title}", rule.cites[0])


def _failed_terms(state: RuleState) -> tuple[tuple[Obstacle, ...], tuple[Obstacle, ...]]:
    """The terms of an exception that fail: its own, and the restrictions that other sections put on it."""
    own: dict[Obstacle, None] = {}
    general: dict[Obstacle, None] = {}
    cites = state.rule.cites
    for part in () if state.trace is None or state.truth is not False else _false_terms(state.trace):
        if part.row is not None and part.rule is not None:
            cite = part.rule.cites[0]
            foreign = not any(cite.within(citation) for citation in cites)
            (general if foreign else own)[Obstacle(f"Not met: {part.row.value.title}", cite)] = None
        elif part.parts and state.row is not None:
            own[Obstacle(f"Does not fit: {state.row.value.title}", cites[0])] = None
        else:
            own[Obstacle(f"Not met: {sentence(part.node)}", cites[0])] = None
    return tuple(own), tuple(general)


def _false_terms(trace: Trace) -> Iterator[Trace]:
    """The terms that make a condition false: parts of a conjunction, and definitions among alternatives."""
    failed = [part for part in trace.parts if part.truth is False]
    if isinstance(trace.node, All):
        for part in failed:
            yield from _false_terms(part)
    elif isinstance(trace.node, Any) and any(part.rule is not None for part in failed):
        yield from (part for part in failed if part.rule is not None)
    else:
        yield trace
