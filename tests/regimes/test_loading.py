"""What a rulebook of a regime must have, or it is refused when it is loaded."""

import re
from dataclasses import replace
from pathlib import Path

import pytest

import licet
from licet.regimes.registry import PRIMARY, regimes
from licet.regimes.us_nrc.rulebook import nrc
from licet.rules.dated import LawConflictError
from licet.rules.rule import Question

SOURCE = Path(licet.__file__).parent


def test_rules_that_read_the_destination_need_a_table_of_destinations() -> None:
    book = nrc()
    book.check()
    with pytest.raises(LawConflictError, match=r"reads the destination, and no table of us_nrc knows one"):
        replace(book, tables={}).check()


def test_rules_that_read_no_destination_need_no_table() -> None:
    book = nrc()
    subject = tuple(rule for rule in book.rules if rule.question is Question.SUBJECT)
    assert subject
    replace(book, rules=subject, tables={}).check()


def test_regimes_beside_the_first_are_named_in_regimes_and_services_alone() -> None:
    others = "|".join(code for code in regimes() if code != PRIMARY)
    named = re.compile(rf"licet\.regimes\.({others})\b")
    found = [
        str(path.relative_to(SOURCE))
        for path in sorted(SOURCE.rglob("*.py"))
        if path.relative_to(SOURCE).parts[0] not in {"regimes", "services"}
        and named.search(path.read_text("utf-8"))
    ]
    assert found == []
