"""A license of BIS meets every requirement, unless the rulebook names the requirement as one beyond it."""

from itertools import product

import pytest

from licet.engine.determine import determine
from licet.engine.findings import States, compose
from licet.engine.view import View
from licet.model.wire import read_transaction
from licet.regimes.us_ear import ear
from licet.regimes.us_ear.part_744.rules import BEYOND_A_LICENSE
from licet.rules.answer import Answer
from licet.rules.rule import Question

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


HARD = ("CN", "RU", "IR", "CU", "KP", "SY", "IQ", "VE", "IN")
ECCNS = ("EAR99", "5A992.c", "3A001.a.7", "9A610.a", "3A090.a", "1C351.a", "5A002.a")


@pytest.mark.parametrize("destination", HARD)
def test_what_could_be_claimed_covers_every_requirement_that_applies(destination: str) -> None:
    """An authority that leaves a requirement uncovered is no way out, whatever its own terms."""
    named = 0
    for eccn, transit in product(ECCNS, (None, "KP", "VN")):
        wire = {
            "action": "export",
            "as_of": "2026-09-24",
            "destination": destination,
            "end_use": "none_named_in_part_744",
            "item": {"kind": "commodity", "eccn": eccn, "us_origin": True},
            "parties": [{"role": "end_user", "name": "Example Works", "country": destination, "owners": []}],
            "facts": {"use_named_in_744_23": False} | ({"transit_country": transit} if transit else {}),
        }
        sale = read_transaction(wire, BOOK.vocabulary)
        found = determine(sale, BOOK, ())
        if found.answer is not Answer.LICENSE_REQUIRED:
            continue
        whole = compose(States(View.of(sale, BOOK)))
        applying = {
            all_finding.state.rule.rule_id
            for all_finding in whole.all_findings
            if all_finding.applies is True
        }
        applying &= REQUIREMENTS
        for claimable in found.could_claim:
            named += 1
            assert applying <= set(BOOK.by_id[claimable.rule].defeats), (claimable.rule, eccn, transit)
    assert named
