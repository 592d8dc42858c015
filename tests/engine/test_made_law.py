"""Answers under a small rulebook made for the purpose: duties on several grounds, and days on which they change."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import pytest
from tests.engine.made_law import DAY, EVER, A, B, C, D, made_book, made_sale

from licet.engine.answer_policy import AnswerPolicy
from licet.engine.determination import AnswerCondition
from licet.engine.determine import determine
from licet.engine.findings import States, compose, same_truths
from licet.engine.needs import needs
from licet.engine.through import through_time
from licet.engine.view import View
from licet.model.listing import EntryTerms, ListCode, ListEntry, Listing
from licet.model.lists import ListsUsed
from licet.model.transaction import Action, FactValue, Item, Owner, Party, Role, Transaction
from licet.rules.answer import Answer, Light
from licet.rules.citation import cfr
from licet.rules.condition import Condition as Test
from licet.rules.dated import Row, Timeline
from licet.rules.interval import since
from licet.rules.rule import Chapter, Obligation, Occasion, Period, Question, period
from licet.rules.rulebook import ControlLine, Controls
from licet.rules.terms import Facts

LISTS = (ListsUsed("made", DAY, True, 1, "0" * 64),)
CITE = cfr("15 CFR 762.6")
LATER, LAST = date(2026, 8, 1), date(2026, 9, 1)
SINCE_LATER = period("2026-08-01", published="2026-06-01", cite="91 FR 1", source="made")


def duty(
    chapter: Chapter,
    name: str,
    owed: Test,
    text: str,
    *,
    before: bool = False,
    met: Test | None = None,
    periods: list[Period] = EVER,
) -> None:
    """Write a duty of the one code "keep"."""

    def author(_: Facts) -> Test:
        """It must be kept."""
        return owed

    chapter.duty(
        f"made.{name}",
        cites=["15 CFR 762.6"],
        periods=periods,
        obligations=[Obligation("keep", text, CITE, before, met)],
    )(author)


def conditions(add: Callable[[Chapter], None], **facts: FactValue) -> list[tuple[str, str]]:
    told: tuple[AnswerCondition, ...] = determine(made_sale(**facts), made_book(add=add), LISTS).conditions
    return [(condition.text, condition.status) for condition in told]


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        (("One.", True, False), ("Two.", True, False), ("One.", "standing")),
        (("One.", None, False), ("Two.", True, False), ("Two.", "standing")),
        (("One.", True, False), ("Two.", None, False), ("One.", "standing")),
        (("One.", None, False), ("Two.", None, False), ("One.", "depends")),
        (("One.", True, True), ("Two.", True, True), ("One.", "open")),
        (("One.", True, False), ("Two.", None, True), ("Two.", "open")),
        (("One.", None, True), ("Two.", True, False), ("One.", "open")),
        (("One.", False, True), ("Two.", True, False), ("Two.", "standing")),
    ],
)
def test_a_duty_on_two_grounds_is_said_once_and_open_if_either_leaves_it_open(
    first: tuple[str, bool | None, bool], second: tuple[str, bool | None, bool], expected: tuple[str, str]
) -> None:
    def add(chapter: Chapter) -> None:
        duty(chapter, "one", B, first[0], before=first[2])
        duty(chapter, "two", C, second[0], before=second[2])

    facts = {name: truth for name, (_, truth, _) in (("b", first), ("c", second)) if truth is not None}
    assert conditions(add, a=False, **facts) == [expected]


@pytest.mark.parametrize(("c", "status"), [(True, "met"), (False, "open"), (None, "open")])
def test_a_duty_is_met_only_when_that_is_known(c: bool | None, status: str) -> None:
    facts: dict[str, FactValue] = {} if c is None else {"c": c}
    found = conditions(
        lambda chapter: duty(chapter, "one", B, "One.", before=True, met=C), b=True, a=False, **facts
    )
    assert found == [("One.", status)]


@pytest.mark.parametrize(
    ("a", "occasion", "owed"),
    [
        (True, Occasion.ANY, True),
        (True, Occasion.MOVING, False),
        (True, Occasion.UNLICENSED, False),
        (True, Occasion.LICENSED, False),
        (True, Occasion.APPLYING, True),
        (False, Occasion.ANY, True),
        (False, Occasion.MOVING, True),
        (False, Occasion.UNLICENSED, True),
        (False, Occasion.LICENSED, False),
        (False, Occasion.APPLYING, False),
        (None, Occasion.ANY, True),
        (None, Occasion.MOVING, True),
        (None, Occasion.UNLICENSED, None),
        (None, Occasion.LICENSED, None),
        (None, Occasion.APPLYING, False),
    ],
)
def test_a_duty_goes_with_the_answers_that_it_names(
    a: bool | None, occasion: Occasion, owed: bool | None
) -> None:
    def add(chapter: Chapter) -> None:
        def author(_: Facts) -> Test:
            """It must be kept."""
            return B

        chapter.duty(
            "made.one",
            cites=["15 CFR 762.6"],
            periods=EVER,
            obligations=[Obligation("keep", "One.", CITE)],
            occasion=occasion,
        )(author)

    facts: dict[str, FactValue] = {} if a is None else {"a": a}
    sale = made_sale(b=True, d=False, **facts)
    found = [
        condition.status for condition in determine(sale, made_book(lifted=D, add=add), LISTS).conditions
    ]
    assert found == {True: ["standing"], None: ["depends"], False: []}[owed]


def test_the_light_changes_on_the_day_on_which_a_duty_begins_and_again_when_it_is_met() -> None:
    def add(chapter: Chapter) -> None:
        def never(_: Facts) -> Test:
            """It is not filed yet."""
            return ~B

        def filed(_: Facts) -> Test:
            """It counts as filed."""
            return B

        term = chapter.rule("made.filed", Question.DEFINITION, cites=["15 CFR 758.1"], periods=EVER)(never)
        term.amended([period("2026-09-01", published="2026-06-01", cite="91 FR 2", source="made")])(filed)
        met = Facts().defined("made.filed")
        duty(chapter, "one", B, "File it.", before=True, met=met, periods=[SINCE_LATER])

    end = date(2026, 10, 1)
    sale = made_sale(a=False, b=True)
    spans = through_time(sale, made_book(add=add), LISTS, DAY, end, AnswerPolicy(list_days=365))
    assert [(span.start, span.end, span.light) for span in spans] == [
        (DAY, LATER, Light.GREEN),
        (LATER, LAST, Light.AMBER),
        (LAST, end, Light.GREEN),
    ]
    assert {(span.answer, span.authority) for span in spans} == {(Answer.NO_LICENSE_REQUIRED, ("NLR",))}


def test_an_amendment_that_says_the_same_of_a_sale_changes_nothing() -> None:
    def add(chapter: Chapter) -> None:
        def before(_: Facts) -> Test:
            """A license is needed for c."""
            return C

        def after(_: Facts) -> Test:
            """A license is needed for b."""
            return B

        rule = chapter.requirement(
            "made.later", cites=["15 CFR 744.2"], periods=EVER, policy="policy of denial"
        )
        rule(before).amended([SINCE_LATER])(after)

    def same(**facts: FactValue) -> bool:
        states = States(View.of(made_sale(a=False, **facts), made_book(add=add)))
        compose(states)
        return same_truths(states, states.on(states.view.on(LATER)))

    assert same(b=False, c=False) is True
    assert same(b=True, c=False) is False
    assert same(c=False) is False


def test_a_requirement_that_begins_later_ends_the_answer_on_that_day() -> None:
    def add(chapter: Chapter) -> None:
        def needed(_: Facts) -> Test:
            """A license is needed for this too."""
            return C

        chapter.requirement(
            "made.later", cites=["15 CFR 744.2"], periods=[SINCE_LATER], policy="policy of denial"
        )(needed)

    book = made_book(add=add)
    found = determine(made_sale(a=False, c=True), book, LISTS)
    assert (found.answer, found.holds_until, found.then) == ("no_license_required", LATER, "license_required")
    found = determine(made_sale(a=False, c=False), book, LISTS)
    assert (found.answer, found.holds_until, found.then) == ("no_license_required", None, None)


def test_where_no_text_is_in_force_the_rule_is_named_without_one() -> None:
    sale = Transaction(Action.EXPORT, date(1999, 12, 31))
    found = determine(sale, made_book(), LISTS)
    assert (found.answer, found.holds_until) == ("not_subject", date(2000, 1, 1))
    (reason,) = found.because
    assert (reason.rule, reason.title) == ("made.subject", "An export is subject to it.")
    assert (reason.in_force, reason.source, reason.facts) == ("", "", ())
    assert [cite.text for cite in reason.cites] == ["15 CFR 734.3"]


def test_the_fact_that_decides_most_is_asked_first() -> None:
    states = States(View.of(made_sale(d=False), made_book(needed=(A & B) | C, lifted=D)))
    assert [need.path for need in needs(compose(states), states)] == ["facts.c", "facts.a", "facts.b"]


def test_a_list_is_old_after_7_days() -> None:
    def codes(age: int, *, whole: bool) -> list[str]:
        lists = (ListsUsed("made", DAY - timedelta(days=age), whole, 1, "0" * 64),)
        return [caveat.code for caveat in determine(made_sale(a=False), made_book(), lists).caveats]

    assert codes(7, whole=True) == []
    assert codes(8, whole=True) == ["list_is_old"]
    assert codes(8, whole=False) == []


@pytest.mark.parametrize(
    ("same", "equal", "stands", "code"),
    [
        (True, False, True, "confirmed_match"),
        (None, True, True, "decision_lapsed"),
        (False, False, True, "hit_cleared"),
        (False, True, True, "equal_name_cleared"),
        (False, True, False, None),
        (True, False, False, None),
    ],
)
@pytest.mark.parametrize("depth", [0, 1, 2])
def test_who_decided_on_a_hit_is_said_of_parties_and_of_all_their_owners(
    same: bool | None, equal: bool, stands: bool, code: str | None, depth: int
) -> None:
    rows = [Row(since("2019-05-16"), date(2019, 5, 16), EntryTerms(listed=stands), CITE, "made")]
    entry = ListEntry("e1", ListCode.EL, "Listed", (), (), (), None, Timeline("e1", rows), (CITE,), "made")
    undecided = Listing(entry, None, "Other", 0.9, "near")
    hits = (undecided, Listing(entry, same, "Listed", 1.0, "near", "Cleared by a tester.", equal=equal))
    owner = Owner("Owner", listings=hits)
    party = {
        0: Party(Role.BANK, "One", listings=hits),
        1: Party(Role.BANK, "One", owners=(owner,)),
        2: Party(Role.BANK, "One", owners=(Owner("Holding", owners=(owner,)),)),
    }[depth]
    sale = replace(made_sale(a=False), parties=(Party(Role.BANK, "Another"), party))
    said = determine(sale, made_book(), LISTS).caveats
    assert [caveat.code for caveat in said] == ([] if code is None else [code])
    assert all(caveat.text.startswith("Cleared by a tester.") for caveat in said)


@pytest.mark.parametrize(
    ("lines", "days", "codes"),
    [
        (1, 0, []),
        (1, -1, ["table_not_verified_for_date"]),
        (0, -1, []),
        (0, 0, []),
    ],
)
def test_reasons_for_control_are_called_backdated_before_the_day_on_which_they_were_read(
    lines: int, days: int, codes: list[str]
) -> None:
    line = ControlLine("NS", None, (), (), False, True, "made")
    book = made_book(
        Facts().item.some_control(lambda control: control.applies.is_(True)),
        controls={"3A001": Controls((line,) * lines)},
    )
    sale = replace(made_sale(), as_of=DAY + timedelta(days=days), item=Item(eccn="3A001"))
    found = determine(sale, book, LISTS)
    assert found.answer == "no_license_required"
    assert [caveat.code for caveat in found.caveats] == codes


def test_a_number_of_which_the_list_knows_nothing_is_named_as_what_is_not_known() -> None:
    book = made_book(Facts().item.some_control(lambda control: control.applies.is_(True)), controls={})

    def texts(eccn: str | None) -> list[str]:
        found = determine(replace(made_sale(), item=Item(eccn=eccn)), book, LISTS)
        assert found.answer == "undetermined"
        return [fact.text for reason in found.because for fact in reason.facts if fact.path == "item.eccn"]

    assert texts("3A001") == ["ECCN 3A001 is not in the table of the Commerce Control List"]
    (unknown,) = texts(None)
    assert "is not in the table" not in unknown
