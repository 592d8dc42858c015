"""What people type, read into the wire format: each kind of answer at its edges, and what is refused."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from tests.engine.made_law import made_book

from licet.engine.answers import AnswerContext, AnswerError, with_answer
from licet.engine.wording import Expects, FactQuestion
from licet.regimes.us_ear import ear
from licet.watchlists.countries import iso2

DAY = date(2026, 7, 1)
DESK = AnswerContext(ear(), iso2, "tester", DAY, "Huawei Technologies Co., Ltd.")


def read(
    expects: Expects,
    typed: str,
    *,
    path: str = "facts.made",
    choices: tuple[str, ...] = (),
    context: AnswerContext = DESK,
) -> object:
    """What stands in the sale under the path after the answer."""
    question = FactQuestion(path, "?", "", "", expects, tuple((choice, choice) for choice in choices))
    scope, _, name = path.rpartition(".")
    found = with_answer({}, question, typed, context)
    return found[scope][name] if scope else found[name]


@pytest.mark.parametrize(
    ("expects", "typed", "value"),
    [
        (Expects.PERCENT, "12.5", "12.5"),
        (Expects.PERCENT, " 12.5 % ", "12.5"),
        (Expects.PERCENT, "0", "0"),
        (Expects.PERCENT, "100", "100"),
        (Expects.NUMBER, "101", "101"),
        (Expects.NUMBER, "$ 12,000.50", "12000.50"),
        (Expects.NUMBER, "$5", "5"),
        (Expects.NUMBER, "0", "0"),
        (Expects.TEXT, "two   words", "two words"),
        (Expects.DATE, "2019-04-01", "2019-04-01"),
        (Expects.COUNTRY, "Germany", "DE"),
        (Expects.ECCN, "ear 99", "EAR99"),
        (Expects.ECCN, "5a992 .C", "5A992.c"),
        (Expects.ECCN, "3a001.a.5", "3A001.a.5"),
    ],
)
def test_an_answer_is_written_as_the_wire_format_has_it(expects: Expects, typed: str, value: str) -> None:
    assert read(expects, typed) == value


@pytest.mark.parametrize(
    ("expects", "typed", "says"),
    [
        (Expects.PERCENT, "100.01", "out of range: 0 to 100"),
        (Expects.PERCENT, "-1", "out of range"),
        (Expects.NUMBER, "-0.01", "out of range: 0 or more"),
        (Expects.NUMBER, "NaN", "is no number"),
        (Expects.NUMBER, "Infinity", "is no number"),
        (Expects.NUMBER, "many", "is no number"),
        (Expects.DATE, "1 April 2019", "is no day"),
        (Expects.TEXT, "   ", "An answer is needed: a few words"),
        (Expects.COUNTRY, "Atlantis", "No country is known"),
        (Expects.ECCN, "3A0011", "is no ECCN"),
        (Expects.ECCN, "3F001", "is no ECCN"),
        (Expects.ECCN, "3A999.", "is no ECCN"),
    ],
)
def test_what_cannot_be_read_is_refused(expects: Expects, typed: str, says: str) -> None:
    with pytest.raises(AnswerError, match=says):
        read(expects, typed)


CHOICES = ("civil", "military_intelligence", "nuclear")


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("1", "civil"),
        ("3", "nuclear"),
        ("Military Intelligence", "military_intelligence"),
        ("military_intelligence", "military_intelligence"),
    ],
)
def test_a_choice_is_typed_by_its_number_or_its_word(typed: str, value: str) -> None:
    assert read(Expects.CHOICE, typed, choices=CHOICES) == value


@pytest.mark.parametrize("typed", ["0", "4", "-1", "1.0", "²", "١", "1" * 5000, "peace"])
def test_what_is_not_on_the_list_is_refused(typed: str) -> None:
    with pytest.raises(AnswerError, match="type a number from 1 to 3"):
        read(Expects.CHOICE, typed, choices=CHOICES)


def test_a_country_that_no_table_names_is_no_destination_and_may_be_a_party_s() -> None:
    odd = replace(DESK, country_of=lambda _: "ZZ")
    with pytest.raises(AnswerError, match="do not know Atlantis .ZZ. as a destination"):
        read(Expects.COUNTRY, "Atlantis", path="destination", context=odd)
    assert read(Expects.COUNTRY, "Atlantis", path="parties.country", context=odd) == "ZZ"
    assert read(Expects.COUNTRY, "China", path="destination") == "CN"
    made = replace(odd, book=replace(made_book(), tables={}))  # no table, so that every country is one
    assert read(Expects.COUNTRY, "Atlantis", path="destination", context=made) == "ZZ"


def parties(typed: str, **data: Any) -> list[dict[str, Any]]:
    question = FactQuestion("parties", "?", "", "", Expects.PARTIES)
    found: list[dict[str, Any]] = with_answer(data, question, typed, DESK)["parties"]
    return found


def test_the_first_name_is_the_receiver_s_and_further_ones_are_users_of_it() -> None:
    known = [{"role": "bank", "name": "Known"}]
    assert parties("One (DE); ;Two (Munich); Three", parties=known) == [
        *known,
        {"role": "ultimate_consignee", "name": "One", "country": "DE"},
        {"role": "end_user", "name": "Two (Munich)"},
        {"role": "end_user", "name": "Three"},
    ]


def test_letters_in_brackets_that_are_no_country_belong_to_the_name() -> None:
    assert parties("Muster (ZY)") == [{"role": "ultimate_consignee", "name": "Muster (ZY)"}]
    assert parties("buyer: Muster (de)") == [{"role": "purchaser", "name": "Muster", "country": "DE"}]


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        (";", "A name is needed, such as"),
        ("buyer:", "A name is needed after `buyer:`"),
        ("One; buyer: ", "A name is needed after `buyer:`"),
        ("friend: Bob", "'friend' is no part in a sale; known are receiver, consignee"),
    ],
)
def test_parties_without_names_or_with_unknown_parts_are_refused(typed: str, says: str) -> None:
    with pytest.raises(AnswerError, match=says):
        parties(typed)


SAME = FactQuestion("parties[1].owners[0].dispositions[EL-7]", "?", "", "", Expects.SAME_PARTY)
TWO: dict[str, Any] = {"parties": [{"name": "One"}, {"name": "Two", "owners": [{"name": "Three"}]}]}


@pytest.mark.parametrize(("typed", "same"), [("No: another address", False), ("yes : another address", True)])
def test_a_judgment_is_kept_with_who_made_it_when_and_why(typed: str, same: bool) -> None:
    found = with_answer(TWO, SAME, typed, DESK)["parties"][1]["owners"][0]["dispositions"]
    judged = {"entry": "EL-7", "same": same, "by": "tester", "on": "2026-07-01", "why": "another address"}
    assert found == [judged]


def test_a_second_judgment_stands_beside_the_first_and_what_was_told_before_is_left_alone() -> None:
    once = with_answer(TWO, SAME, "no: another address", DESK)
    twice = with_answer(once, SAME, "yes: same address", DESK)
    assert [item["same"] for item in twice["parties"][1]["owners"][0]["dispositions"]] == [False, True]
    assert len(once["parties"][1]["owners"][0]["dispositions"]) == 1
    assert "dispositions" not in TWO["parties"][1]["owners"][0]


@pytest.mark.parametrize("typed", ["no", "no:", "no: ", "perhaps: same address", ": same address"])
def test_a_judgment_needs_yes_or_no_and_a_reason(typed: str) -> None:
    with pytest.raises(AnswerError, match="Type yes or no, a colon and your reason"):
        with_answer(TWO, SAME, typed, DESK)


def test_the_kind_that_was_told_stands_against_that_of_the_number() -> None:
    question = FactQuestion("item.eccn", "?", "", "", Expects.ECCN)
    told = {"item": {"kind": "technology"}}
    assert with_answer(told, question, "5D002", DESK)["item"] == {"kind": "technology", "eccn": "5D002"}
    assert with_answer({}, question, "EAR99", DESK)["item"] == {"eccn": "EAR99"}


def test_a_number_that_is_not_on_the_list_is_refused() -> None:
    with pytest.raises(AnswerError, match="7B888 is not on the Commerce Control List"):
        read(Expects.ECCN, "7b888.a")
