"""The batch says of the golden cases of every regime what the engine says of each."""

import pytest
from tests.conformance.test_batch import said_by_batch, said_by_one

from licet.model.wire import read_transaction
from licet.regimes.golden import cases
from licet.regimes.registry import PRIMARY, regimes
from licet.regimes.stand_ins import with_stand_ins


@pytest.mark.parametrize("code", [code for code in regimes() if code != PRIMARY])
def test_the_batch_answers_the_cases_of_a_regime_alike(code: str) -> None:
    book = regimes()[code].rulebook
    some = [
        with_stand_ins(read_transaction(case.sale, book.vocabulary), case.listed)
        for case in cases(f"licet.regimes.{code}")
    ]
    for sale, found in zip(some, said_by_batch(some, book), strict=True):
        assert found == said_by_one(sale, book), sale
