"""Of law made at random, the batch says what the engine says of each sale: law 4, whatever rules will be written."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import astuple, dataclass, field, replace
from datetime import date
from decimal import Decimal

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.conformance.laws import LawMaker, owned_sales, share_law
from tests.conformance.test_batch import LISTS, Said, engine_for, said_by_one, said_of

from licet.engine.batch.columns import TRUTH_VALUES, Column, Lines, column_of
from licet.engine.batch.gather import lines_of
from licet.engine.batch.patterns import Composer, code
from licet.engine.batch.plan import Compiler
from licet.engine.findings import RuleState, States, compose
from licet.engine.view import View
from licet.model.transaction import Action, Owner, Party, Role, Transaction
from licet.regimes.us_ear import ear
from licet.rules.checks import conditions_of, nodes
from licet.rules.condition import Condition, Defined, Field, Is, ShareAtLeast, Some
from licet.rules.rule import Question, Rule
from licet.rules.rulebook import Rulebook

Answers = list[tuple[object, ...]]


@dataclass(frozen=True)
class Made:
    """A law and some sales, with all that the engine says of each; ``plain``: with neither owners nor listings."""

    book: Rulebook
    sales: list[Transaction]
    said: Answers
    plain: list[Transaction]
    plain_said: Answers


def made(seed: int) -> Made:
    maker = LawMaker(ear(), seed)
    book = maker.book()
    known = None if seed % 2 else date(2008 + seed % 12, 1, 1)
    return made_of(book, [replace(sale, known_as_of=known) for sale in maker.sales(book, 60)])


def _plain(sale: Transaction) -> Transaction:
    return replace(sale, parties=tuple(replace(party, owners=None, listings=()) for party in sale.parties))


def _one_by_one(sales: Sequence[Transaction], book: Rulebook) -> Answers:
    return [astuple(said_by_one(sale, book)) for sale in sales]


def batch_agrees(law: Made) -> None:
    """That the batch says so: of all lines at once, then of some of them, and of lines as an order file has them."""
    lines = lines_of(law.sales)
    engine = engine_for(law.sales, law.book, LISTS, lines)
    assert _tuples(said_of(engine, lines, law.sales)) == law.said
    some = lines.take(np.arange(1, lines.size, 2))
    assert _tuples(said_of(engine, some, law.sales[1::2])) == law.said[1::2]
    lines = _as_filed(law.plain)
    engine = engine_for(law.plain, law.book, LISTS, lines)
    assert _tuples(said_of(engine, lines, law.plain)) == law.plain_said


def _tuples(said: Sequence[Said]) -> Answers:
    return [astuple(item) for item in said]


def _as_filed(sales: Sequence[Transaction]) -> Lines:
    """Plain sales in columns as an order file gives them: short codes, and nothing of what no sale states."""
    found = {name: frame for name, frame in lines_of(sales).frames.items() if name == "line" or frame.size}
    stated = {"item.located_in_us": column_of([sale.item.located_in_us for sale in sales])}
    return Lines(
        {
            name: replace(
                frame,
                columns={
                    path: Column(column.codes.astype(np.uint8), column.values)
                    for path, column in {**frame.columns, **(stated if name == "line" else {})}.items()
                    if set(column.values) != {None}
                },
            )
            for name, frame in found.items()
        }
    )


def made_of(book: Rulebook, sales: list[Transaction]) -> Made:
    plain = [_plain(sale) for sale in sales[::4]]
    return Made(book, sales, _one_by_one(sales, book), plain, _one_by_one(plain, book))


def made_shares(seed: int) -> Made:
    return made_of(share_law(ear()), owned_sales(seed))


@settings(max_examples=4, deadline=None)
@given(st.integers(0, 10**6))
def test_random_law(seed: int) -> None:
    batch_agrees(made(seed))


@settings(max_examples=2, deadline=None)
@given(st.integers(0, 10**6))
def test_shares_of_owners(seed: int) -> None:
    batch_agrees(made_shares(seed))


_LEAF = Is(Field("owner.country", "the country"), "CN")


@pytest.mark.parametrize(
    "where",
    [Some("owner", Some("owner", _LEAF)), Some("owner", ShareAtLeast(50, _LEAF))],
    ids=["owners of owners", "a share of an owner"],
)
def test_what_the_batch_cannot_read_it_refuses(where: Condition) -> None:
    with pytest.raises(TypeError, match="no node that can be compiled"):
        Compiler(ear()).condition(Some("party", where), date(2020, 1, 1))


def test_a_term_about_parties_is_refused_among_reasons_for_control() -> None:
    book = ear()
    about_parties = (
        rule.rule_id
        for rule in book.by_question[Question.DEFINITION]
        if any(
            isinstance(node, Some) and node.scope == "party"
            for tree in conditions_of(rule)
            for node in nodes(tree)
        )
    )
    term = Defined(next(about_parties))
    with pytest.raises(TypeError, match="may not ask about parties"):
        Compiler(book).condition(Some("control", term), date(2026, 1, 1))


def test_a_share_too_fine_to_be_added_exactly_is_refused() -> None:
    owners = (Owner("an owner", Decimal("0.0000001")),)
    party = Party(Role.END_USER, "a name", owners=owners)
    with pytest.raises(ValueError, match="finer than a millionth"):
        lines_of([Transaction(Action.EXPORT, date(2020, 1, 1), parties=(party,))])


def test_what_the_composition_does_not_ask_for_is_blank() -> None:
    """So that few patterns are left: a code stands where compose looks, and nowhere else."""
    for seed in range(4):
        book = LawMaker(ear(), seed).book()
        composer, draw = Composer(book), np.random.default_rng(seed)
        said = {rule.rule_id: draw.integers(0, 3, (2, 60)).astype(np.uint8) for rule in composer.rules}
        claimed = {rule.rule_id for rule in composer.rules if rule.defeats and draw.random() < 0.6}
        codes = np.stack(
            [
                code(rule, said[rule.rule_id][0], said[rule.rule_id][1] if rule.rule_id in claimed else None)
                for rule in composer.rules
            ]
        )
        patterns, like = composer.distinct(codes)
        for line in range(60):
            states = _Asked(View.of(Transaction(None, book.verified_to), book))
            for rule in composer.rules:
                truth, claim = (TRUTH_VALUES[item] for item in said[rule.rule_id][:, line])
                held = RuleState(rule, None, truth, None, claimed=claim if rule.rule_id in claimed else True)
                states.known[rule.rule_id] = held
            whole = compose(states)
            unmet = {
                finding.state.rule.rule_id
                for finding in whole.findings
                if finding.applies is False and not finding.exemptions
            }
            asked = [rule.rule_id in states.asked - unmet for rule in composer.rules]
            assert patterns[like[line]] == (codes[:, line] * asked).astype(np.uint8).tobytes()


@dataclass
class _Asked(States):
    """Rules, and which of them were asked for."""

    asked: set[str] = field(default_factory=set)

    def of(self, rule: Rule) -> RuleState:
        self.asked.add(rule.rule_id)
        return super().of(rule)


def test_what_bears_on_nothing_has_no_code() -> None:
    """An authority that nobody claims, and an exemption that does not hold."""
    book = LawMaker(ear(), 0).book()
    truth, claim = np.repeat(np.arange(3, dtype=np.uint8), 3), np.tile(np.arange(3, dtype=np.uint8), 3)
    authority, exemption = (
        book.by_question[question][0] for question in (Question.AUTHORITY, Question.EXEMPTION)
    )
    assert code(authority, truth, claim).tolist() == [0, 4, 8, 0, 5, 9, 0, 6, 10]
    assert code(exemption, truth, claim).tolist() == [0, 0, 0, 0, 5, 9, 0, 6, 10]
    assert code(authority, truth, None)[::3].tolist() == [8, 9, 10]
