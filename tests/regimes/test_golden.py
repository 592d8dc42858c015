"""Golden cases of every regime but the first, whose cases have tests of their own."""

import pytest

from licet.engine.answer_policy import AnswerPolicy
from licet.engine.determination import Determination
from licet.engine.determine import determine
from licet.model.wire import read_transaction
from licet.regimes.registry import PRIMARY, regimes
from licet.regimes.stand_ins import with_stand_ins
from licet.regimes.us_ear.golden import GoldenCase, cases

CODES = [code for code in regimes() if code != PRIMARY]


def answered(code: str, case: GoldenCase) -> Determination:
    book = regimes()[code].rulebook
    sale = with_stand_ins(read_transaction(case.sale, regimes()[code].vocabulary), case.listed)
    return determine(sale, book, (), AnswerPolicy())


def says(case: GoldenCase, found: Determination) -> str:
    """What of an answer is not as the case expects; empty where all is."""
    expect = case.expect
    missing = set(expect.get("needs", ())) - {need.path for need in found.needs}
    uncited = set(expect.get("cites", ())) - {cite.text for cite in found.cites}
    unclaimed = expect.get("authority_contains", "") not in " ".join(found.authority)
    if found.answer.value == expect["answer"] and not (missing or uncited or unclaimed):
        return ""
    return f"{case.file}: {case.name}: {found.answer} {found.authority} {missing} {uncited}"


@pytest.mark.parametrize("code", CODES)
def test_the_rules_answer_as_the_sources_say(code: str) -> None:
    some = list(cases(f"licet.regimes.{code}"))
    assert some
    assert [words for case in some if (words := says(case, answered(code, case)))] == []


def test_ofac_has_as_many_sourced_cases_as_it_needs() -> None:
    some = list(cases("licet.regimes.us_ofac"))
    assert len(some) >= 150
    assert len({case.name for case in some}) == len(some)


def test_an_open_answer_names_what_is_missing() -> None:
    for case in cases("licet.regimes.us_ofac"):
        if case.expect["answer"] == "undetermined":
            found = answered("us_ofac", case)
            assert found.needs or found.law_not_held, case.name
