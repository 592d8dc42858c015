"""The sourced cases of other regimes: right, or open with what is missing named, and never a wrong go."""

from pathlib import Path

from benchmarks import regimes_gates
from benchmarks.regimes import verdicts

from licet.rules.answer import Answer

_RIGHT = 50
"""Of 56 cases for OFAC; the others hang on general licenses whose text is not at hand."""


def test_cases_are_right_or_open_with_what_is_missing(real_lists: Path) -> None:
    found = list(verdicts(real_lists.parent / "cases" / "regimes.jsonl", "OFAC"))
    assert [one.case["id"] for one in found if one.outcome == "wrong"] == []
    assert [one.case["id"] for one in found if one.outcome == "open" and not one.missing] == []
    assert sum(one.outcome == "right" for one in found) >= _RIGHT
    assert {one.found.answer for one in found} > {Answer.AUTHORIZED, Answer.PROHIBITED}


def test_cases_of_the_gates_are_right(real_lists: Path) -> None:
    found = list(regimes_gates.verdicts(real_lists.parent / "cases" / "regimes.jsonl"))
    assert [one.case["id"] for one in found if not one.right] == []
    assert {one.case["regime"] for one in found} == {"ITAR", "NRC_DOE", "IMPORT", "FTR"}
