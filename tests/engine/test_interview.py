"""The interview over twenty sales: no question that could not matter, few of them, and the answer of `check`."""

import statistics
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from licet.engine.answers import AnswerContext, AnswerError
from licet.engine.determine import determine
from licet.engine.interview import Interview
from licet.engine.wording import Expects, FactQuestion
from licet.model.transaction import Disposition, Transaction
from licet.model.wire import read_transaction, write_transaction
from licet.regimes.us_ear import ear
from licet.rules.answer import Answer
from licet.screening.attach import attach
from licet.screening.finder import shipped_finder
from licet.watchlists.countries import iso2

BOOK, FINDER = ear(), shipped_finder(compiled=True)
DAY = date(2026, 7, 1)
DESK = AnswerContext(BOOK, iso2, "tester", DAY, "Huawei Technologies Co., Ltd.")
SALES = tomllib.loads((Path(__file__).parent / "twenty_sales.toml").read_text("utf-8"))["sale"]
MOST = 8
"""Questions on the median, as the issue asks."""


def screened(sale: Transaction) -> Transaction:
    return attach(sale, FINDER)


def begin(as_of: str = "2026-07-01", **data: Any) -> Interview:
    return Interview({"as_of": as_of, **data}, DESK, screened)


def answer_of(sale: Transaction) -> Answer:
    return determine(screened(sale), BOOK, FINDER.lists).answer


def typed(question: FactQuestion, told: Mapping[str, Any]) -> str:
    """What the new user types: what the fixture says, and no to what they never heard of."""
    if question.path in told["answers"]:
        return str(told["answers"][question.path])
    if question.expects is Expects.SAME_PARTY:
        return str(told["identity"])
    return "no" if question.expects is Expects.YES_NO else "unknown"


def steps(told: Mapping[str, Any]) -> Iterator[tuple[Interview, FactQuestion]]:
    """Every question with the interview that asks it; the finished interview is after the last."""
    talk = begin(told["as_of"])
    while (question := talk.question) is not None:
        yield talk, question
        said = typed(question, told)
        talk = talk.skip() if said == "unknown" else talk.answer(said)
    told["end"].append(talk)


def walk_through(told: Mapping[str, Any]) -> tuple[list[tuple[Interview, FactQuestion]], Interview]:
    ended: list[Interview] = []
    asked = list(steps({**told, "end": ended}))
    return asked, ended[0]


def learned(sale: Transaction, path: str, value: Any) -> Transaction:
    """A sale with a fact set by hand, not by the engine's way of assuming it."""
    if path == "parties":
        return replace(sale, parties=value)
    if ".dispositions[" in path:
        where, _, entry = path.partition(".dispositions[")
        place = int(where.removeprefix("parties[").removesuffix("]"))
        judged = Disposition(entry.removesuffix("]"), value, "tester", DAY, "tried")
        party = replace(sale.parties[place], dispositions=(*sale.parties[place].dispositions, judged))
        return replace(sale, parties=(*sale.parties[:place], party, *sale.parties[place + 1 :]))
    data = write_transaction(sale)
    *above, last = path.split(".")
    here = data
    for step in above:
        name, _, index = step.rstrip("]").partition("[")
        here = here[name][int(index)] if index else here.setdefault(name, {})
    here[last] = str(value) if isinstance(value, Decimal) else value
    return read_transaction(data, BOOK.vocabulary)


def prove(talk: Interview, question: FactQuestion) -> None:
    """Try the way that the question names on the sale itself: open without the answer, decided with it."""
    assert question.way is not None, f"{question.path}: nothing shows that it can matter"
    sale = talk.sale
    for path, value in sorted(question.way.others.items(), key=lambda row: row[0] != "parties"):
        sale = learned(sale, path, value)
    assert answer_of(sale) is Answer.UNDETERMINED
    assert answer_of(learned(sale, question.path, question.way.value)) is not Answer.UNDETERMINED
    if question.path == "parties":
        assert {party.country for party in question.way.value} <= {None, *BOOK.destinations}  # type: ignore[attr-defined]
    else:
        talk.answer(said(question, question.way.value))


def said(question: FactQuestion, value: object) -> str:
    """A value as a person would type it."""
    word = ("no", "yes")[value] if isinstance(value, bool) else str(value)
    return f"{word}: tried" if question.expects is Expects.SAME_PARTY else word


@pytest.mark.parametrize("told", SALES, ids=[told["name"] for told in SALES])
def test_every_question_could_matter_and_check_answers_alike(told: Mapping[str, Any]) -> None:
    asked, end = walk_through(told)
    for talk, question in asked:
        prove(talk, question)
    again = read_transaction(write_transaction(end.sale), BOOK.vocabulary)
    assert again == end.sale
    assert answer_of(again).value == told["answer"]
    assert len(asked) == told["questions"]
    assert end.fixed is (told["answer"] != "undetermined")


def test_twenty_sales_take_at_most_eight_questions_on_the_median() -> None:
    assert len(SALES) == 20  # the number
    assert statistics.median(told["questions"] for told in SALES) <= MOST


def test_basic_facts_come_first_in_the_order_in_which_they_are_told() -> None:
    paths = [question.path for _, question in walk_through(SALES[0])[0]]
    assert paths == ["action", "item.eccn", "item.kind", "destination", "parties", "end_use"]


def test_a_number_of_the_control_list_says_what_kind_of_thing_it_is() -> None:
    talk = begin().answer("export").answer("3e991")
    assert (talk.sale.item.eccn, talk.sale.item.kind) == ("3E991", "technology")


def test_back_returns_to_the_question_before_with_nothing_learned() -> None:
    first = begin()
    second = first.answer("export")
    assert second.before is first
    assert second.before.question == first.question


def test_what_is_skipped_is_asked_again_only_when_it_alone_decides() -> None:
    talk = begin().skip()
    seen = []
    while talk.question is not None:
        seen.append(talk.question)
        told = {"answers": SALES[0]["answers"]}
        said = "unknown" if talk.question.path == "action" else typed(talk.question, told)
        talk = talk.skip() if said == "unknown" else talk.answer(said)
    again = [question for question in seen if question.path == "action"]
    assert all(question.way is not None and question.way.alone for question in again)
    assert len(again) <= 1


@pytest.mark.parametrize(
    ("before", "typed_in", "says"),
    [
        ({}, "", "An answer is needed"),
        ({}, "9", "is not on the list"),
        ({"action": "export"}, "5A9", "is no ECCN"),
        ({"action": "export"}, "7B888", "not on the Commerce Control List"),
        (
            {"action": "export", "item": {"eccn": "EAR99", "kind": "software"}},
            "Atlantis",
            "No country is known",
        ),
        (
            {"action": "export", "item": {"eccn": "EAR99", "kind": "software"}, "destination": "DE"},
            "friend: Bob",
            "'friend' is no part in a sale",
        ),
    ],
)
def test_an_answer_that_cannot_be_used_is_refused_with_what_to_type(
    before: dict[str, Any], typed_in: str, says: str
) -> None:
    talk = begin(**before)
    with pytest.raises(AnswerError, match=says):
        talk.answer(typed_in)


def test_a_near_match_is_a_question_with_its_reason_and_the_judgment_is_recorded() -> None:
    told = next(item for item in SALES if "identity" in item)
    asked, end = walk_through(told)
    question = next(question for _, question in asked if question.expects is Expects.SAME_PARTY)
    assert "score" in question.why
    judged = end.sale.parties[0].dispositions
    assert {disposition.by for disposition in judged} == {"tester"}
    assert not any(disposition.same for disposition in judged)
