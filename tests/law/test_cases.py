"""Every golden case of the rulebook, on the lists that ship with the package."""

from typing import Any

import pytest

from licet.engine.determination import Determination
from licet.engine.determine import determine
from licet.model.wire import read_transaction
from licet.regimes.us_ear import ear
from licet.regimes.us_ear.golden import GoldenCase, cases
from licet.rules.citation import Citation
from licet.screening.attach import attach
from licet.screening.finder import shipped_finder

CASES = list(cases())


def answer(case: GoldenCase) -> Determination:
    book, finder = ear(), shipped_finder(compiled=True)
    sale = attach(read_transaction(case.sale, book.vocabulary), finder)
    return determine(sale, book, finder.lists)


def missing(found: Determination, expect: dict[str, Any]) -> dict[str, Any]:
    """What the answer lacks of what was expected, with what it says instead."""
    said: dict[str, Any] = {
        "answer": found.answer.value,
        "light": found.light.value,
        "review_policy": found.review_policy,
        "holds_until": found.holds_until,
        "then": None if found.then is None else found.then.value,
    }
    wrong = {key: said[key] for key in said.keys() & expect.keys() if said[key] != expect[key]}
    contained: dict[str, tuple[str | int, ...]] = {
        "needs": tuple(need.path for need in found.needs),
        "caveat": tuple(caveat.code for caveat in found.caveats),
        "could_claim": tuple(claimable.rule for claimable in found.could_claim),
        "conditions": tuple(condition.code for condition in found.conditions),
        "policies": tuple(policy.rule_id for policy in found.policies if policy.certain),
        "prohibitions": tuple(
            int(prohibition.cite.text.rsplit("(", 1)[1].rstrip(")")) for prohibition in found.prohibitions
        ),
    }
    for key, have in contained.items():
        wanted = expect.get(key, [])
        if not set([wanted] if isinstance(wanted, str) else wanted) <= set(have):
            wrong[key] = have
    unwanted = set(expect.get("no_conditions", ())) & set(contained["conditions"])
    if unwanted:
        wrong["no_conditions"] = unwanted
    if not all(
        any(cite.within(Citation.parse(item)) for cite in found.cites) for item in expect.get("cites", [])
    ):
        wrong["cites"] = [cite.text for cite in found.cites]
    words = expect.get("authority_contains", "")
    if words and not any(words.lower() in authority.lower() for authority in found.authority):
        wrong["authority_contains"] = found.authority
    return wrong


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.file}: {case.name}")
def test_case(case: GoldenCase) -> None:
    assert missing(answer(case), case.expect) == {}


def test_names_are_told_apart() -> None:
    names = [(case.file, case.name) for case in CASES]
    assert len(names) == len(set(names))
