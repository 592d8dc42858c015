"""Every golden case of the rulebook, on the lists that ship with the package."""

import pytest

from licet.engine.determination import Determination
from licet.regimes.golden import GoldenCase, cases
from licet.regimes.registry import PRIMARY
from licet.services.law_packages.trial import answered, missing

CASES = list(cases())


def answer(case: GoldenCase) -> Determination:
    return answered(PRIMARY, case)


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.file}: {case.name}")
def test_case(case: GoldenCase) -> None:
    assert missing(answer(case), case.expect) == {}


def test_names_are_told_apart() -> None:
    names = [(case.file, case.name) for case in CASES]
    assert len(names) == len(set(names))
