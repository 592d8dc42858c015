"""Whether a fact counts (docs/decisions/0014), held to the definition by brute force."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st

from licet.engine.findings import States, Whole, compose
from licet.engine.matter import NoMatter, Way, could_decide
from licet.engine.needs import open_facts
from licet.engine.view import View
from licet.facts.transaction import Action, Transaction
from licet.law.condition import Condition, all_of, any_of
from licet.law.rule import Chapter, Question, period
from licet.law.rulebook import Controls, Resolvers, Rulebook
from licet.law.terms import Facts
from licet.law.vocabulary import fact

DAY = date(2026, 7, 1)
NAMES = ("a", "b", "c", "d")
WORDS = tuple(fact(name, f"Is {name} so?", "15 CFR 744.1", label=f"that {name} is so") for name in NAMES)
EVER = [period("2000-01-01", published="2000-01-01", cite="65 FR 1", source="made")]

leaves = st.sampled_from([word.field.is_(True) for word in WORDS])
trees = st.recursive(
    leaves,
    lambda inner: st.one_of(
        st.builds(all_of, inner, inner), st.builds(any_of, inner, inner), inner.map(lambda one: ~one)
    ),
    max_leaves=7,
)


def book_of(needed: Condition, lifted: Condition) -> Rulebook:
    """A rulebook of one requirement and one exemption from it."""
    chapter = Chapter("made")

    def subject(f: Facts) -> Condition:
        """An export is subject to it."""
        return f.action.is_("export")

    def requirement(_: Facts) -> Condition:
        """A license is needed."""
        return needed

    def exemption(_: Facts) -> Condition:
        """The requirement is lifted."""
        return lifted

    chapter.rule("made.subject", Question.SUBJECT, cites=["15 CFR 734.3"], periods=EVER)(subject)
    chapter.requirement("made.rule", cites=["15 CFR 744.1"], periods=EVER, policy="policy of denial")(
        requirement
    )
    chapter.exemption("made.lifted", defeats=["made.rule"], cites=["15 CFR 744.1"], periods=EVER)(exemption)
    nothing = Resolvers(DAY, lambda eccn, day: Controls(()), lambda requirement, eccn: None)
    return Rulebook.load("made", chapter.rules(), [], WORDS, [], nothing, verified_to=DAY)


def asked(book: Rulebook, facts: Mapping[str, bool]) -> tuple[Whole, States]:
    states = States(View.of(Transaction(Action.EXPORT, DAY, facts=facts), book))
    return compose(states), states


def assignments(names: list[str]) -> Iterator[dict[str, bool]]:
    """All ways of knowing some of the facts."""
    for values in product((None, True, False), repeat=len(names)):
        yield {name: value for name, value in zip(names, values, strict=True) if value is not None}


def counts(book: Rulebook, name: str) -> bool:
    """The definition: with some others known the answer is open, and some value of this fact decides it."""
    others = [other for other in NAMES if other != name]
    return any(
        not asked(book, known)[0].outcome.decided and asked(book, {**known, name: value})[0].outcome.decided
        for known in assignments(others)
        for value in (True, False)
    )


@settings(max_examples=150, deadline=None)
@given(trees, trees)
def test_a_fact_is_asked_exactly_where_it_counts(needed: Condition, lifted: Condition) -> None:
    book = book_of(needed, lifted)
    whole, states = asked(book, {})
    if whole.outcome.decided:
        return
    for path in open_facts(whole):
        found = could_decide(path, whole, states)
        assert isinstance(found, Way) == counts(book, path.removeprefix("facts.")), (path, found)
        if isinstance(found, Way):
            others = {name.removeprefix("facts."): bool(value) for name, value in found.others.items()}
            name = path.removeprefix("facts.")
            assert not asked(book, others)[0].outcome.decided
            assert asked(book, {**others, name: bool(found.value)})[0].outcome.decided


@given(trees, trees)
def test_a_decided_answer_asks_nothing(needed: Condition, lifted: Condition) -> None:
    book = book_of(needed, lifted)
    whole, states = asked(book, dict.fromkeys(NAMES, True))
    assert whole.outcome.decided
    assert could_decide("facts.a", whole, states) is NoMatter.NONE
