"""What a rulebook of a regime must have, or it is refused when it is loaded."""

from dataclasses import replace

import pytest

from licet.regimes.us_nrc.rulebook import nrc
from licet.rules.dated import LawConflictError
from licet.rules.rule import Question


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
