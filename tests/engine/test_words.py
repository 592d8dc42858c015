"""Yes and no as people type them."""

from datetime import date

import pytest

from licet.engine.answers import AnswerContext, AnswerError, with_answer
from licet.engine.wording import Expects, FactQuestion
from licet.regimes.us_ear import ear
from licet.watchlists.countries import iso2

DESK = AnswerContext(ear(), iso2, "tester", date(2026, 7, 1), "Huawei Technologies Co., Ltd.")


def read(word: str) -> object:
    question = FactQuestion("item.us_origin", "Is it?", "to know", "15 CFR 734.3", Expects.YES_NO)
    return with_answer({"item": {}}, question, word, DESK)["item"]["us_origin"]


@pytest.mark.parametrize("word", ["y", "yes", "true", "j", "ja", "Yes"])
def test_yes(word: str) -> None:
    assert read(word) is True


@pytest.mark.parametrize("word", ["n", "no", "false", "nein", "No"])
def test_no(word: str) -> None:
    assert read(word) is False


@pytest.mark.parametrize("word", ["perhaps", "yesno", "0"])
def test_neither(word: str) -> None:
    with pytest.raises(AnswerError, match="neither yes nor no"):
        read(word)
