"""Golden cases of every regime but the first, whose cases have tests of their own."""

import pytest

from licet.engine.determination import Determination
from licet.regimes.golden import GoldenCase, cases
from licet.regimes.registry import PRIMARY, regimes
from licet.services.law_packages.trial import answered, missing

CODES = [code for code in regimes() if code != PRIMARY]


def says(case: GoldenCase, found: Determination) -> str:
    """What of an answer is not as the case expects; empty where all is."""
    lacks = missing(found, case.expect)
    return f"{case.file}: {case.name}: {lacks}" if lacks else ""


@pytest.mark.parametrize("code", CODES)
def test_the_rules_answer_as_the_sources_say(code: str) -> None:
    some = list(cases(f"licet.regimes.{code}"))
    assert some
    assert [words for case in some if (words := says(case, answered(code, case)))] == []


@pytest.mark.parametrize(
    ("codes", "at_least"),
    [(("us_ofac",), 150), (("us_itar", "us_nrc", "us_doe"), 40), (("us_import",), 60), (("us_ftr",), 30)],
)
def test_every_regime_has_as_many_sourced_cases_as_it_needs(codes: tuple[str, ...], at_least: int) -> None:
    some = [case for code in codes for case in cases(f"licet.regimes.{code}")]
    assert len(some) >= at_least
    assert len({case.name for case in some}) == len(some)


def test_an_open_answer_names_what_is_missing() -> None:
    for case in cases("licet.regimes.us_ofac"):
        if case.expect["answer"] == "undetermined":
            found = answered("us_ofac", case)
            assert found.needs or found.law_not_held, case.name
