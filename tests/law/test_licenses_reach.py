"""A license of BIS meets every requirement, unless the rulebook names the requirement as one beyond it."""

from licet.law.rule import Question
from licet.rulebook.us.ear import ear
from licet.rulebook.us.ear.part_744 import BEYOND_A_LICENSE

BOOK = ear()
REACHED = frozenset(BOOK.by_id["us.ear.750.7"].defeats)
REQUIREMENTS = frozenset(rule.rule_id for rule in BOOK.by_question[Question.REQUIREMENT])


def test_every_requirement_says_whether_a_license_reaches_it() -> None:
    assert BEYOND_A_LICENSE.keys() == REQUIREMENTS - REACHED
    assert REACHED.isdisjoint(BEYOND_A_LICENSE)
    assert all(BEYOND_A_LICENSE.values())


def test_no_license_lifts_a_prohibition() -> None:
    prohibitions = {rule.rule_id for rule in BOOK.by_question[Question.PROHIBITION]}
    assert not prohibitions & REACHED
