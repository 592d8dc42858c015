"""The sourced cases of other regimes: right, or open with what is missing named, and never a wrong go."""

from pathlib import Path

from benchmarks import regimes_gates
from benchmarks.regimes import verdicts

from licet.rules.answer import Answer

_RIGHT = 50
"""Of 56 cases for OFAC; the others hang on general licenses whose text is not at hand."""


def test_cases_are_right_or_open_with_what_is_missing(real_lists: Path) -> None:
    found = list(verdicts(real_lists.parent / "cases" / "regimes.jsonl", "OFAC"))
    assert [verdict.case["id"] for verdict in found if verdict.outcome == "wrong"] == []
    assert [
        verdict.case["id"] for verdict in found if verdict.outcome == "open" and not verdict.missing
    ] == []
    assert sum(verdict.outcome == "right" for verdict in found) >= _RIGHT
    assert {verdict.found.answer for verdict in found} > {Answer.AUTHORIZED, Answer.PROHIBITED}


def test_cases_of_the_gates_are_right(real_lists: Path) -> None:
    found = list(regimes_gates.verdicts(real_lists.parent / "cases" / "regimes.jsonl"))
    assert [verdict.case["id"] for verdict in found if not verdict.right] == []
    assert {verdict.case["regime"] for verdict in found} == {"ITAR", "NRC_DOE", "IMPORT", "FTR"}
