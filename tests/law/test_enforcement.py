"""Sales of real enforcement matters and of answers that the agency gave, on the real list: none is a wrong go."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from licet.engine.determination import Determination
from licet.model.wire import WireError, read_transaction
from licet.rules.answer import Light
from licet.services.determination import Decider, open_decider

pytestmark = pytest.mark.real_data

WAITING = {
    "EN-fdx-6": "General Order No. 3 of 2006 is not held",
    "EN-pri-CA": "the Commerce Control List of 2016 is not held",
    "X-01": "the Commerce Control List of 2018 is not held",
    "X-02": "the Country Chart of 2018 is not held",
    "X-03": "the Commerce Control List of 2022 is not held",
}
"""Green answers that are wrong still, and why."""

_UNDATED = "the list gives neither the first day nor the wording of the entry on the day asked about"
_IN_WORDS = "the ECCN states its controls in words"
OPEN = {
    "EN-amat-1": _UNDATED,
    "EN-amat-4": _UNDATED,
    "EN-seag-3": "the direct product rule of May 2020 is not held",
    "EN-cad-3": _UNDATED,
    "EN-gf-1": f"{_UNDATED}; and nobody is named who receives the item",
    "EN-wr-3": f"{_UNDATED}; {_IN_WORDS}",
    "EN-int-3": _IN_WORDS,
    "EN-iu-CA": _IN_WORDS,
    "EN-te-1": _UNDATED,
    "EN-haas-1": _UNDATED,
    "QA-el-1": _UNDATED,
    "QA-de-2": "the tariff lists of part 746 and Treasury's rules are asked for",
    "QA-sy-5": "744.23 is asked apart from the end use",
    "QA-me-3": "744.21 before March 2022 is not held",
    "QA-fab-3": "744.23 before 2025 is not held",
    "X-12": _UNDATED,
    "X-15": "part 740 before September 2026 is not held",
}
"""Answers that are not the right one and not green either, and why. What others mend leaves this table."""


@pytest.fixture(scope="module")
def decider(adopted_lists: Path) -> Decider:
    return open_decider(adopted_lists)


@pytest.fixture(scope="module")
def answered(decider: Decider, real_lists: Path) -> dict[str, tuple[dict[str, Any], Determination]]:
    """By number, every case that the wire format can express, with its answer."""
    return {
        case["id"]: (case, decider.determine(read_transaction(case["wire"], decider.rulebook.vocabulary)))
        for case in _cases(real_lists.parent / "cases")
    }


def _cases(folder: Path) -> Iterator[dict[str, Any]]:
    for name in ("enforcement.json", "probes_2026-11-29.json"):
        yield from (case for case in json.loads((folder / name).read_text("utf-8")) if case["wire"])


Answered = dict[str, tuple[dict[str, Any], Determination]]


def _is_right(case: dict[str, Any], found: Determination) -> bool:
    said = json.dumps([(caveat.code, caveat.text) for caveat in found.caveats])
    return found.answer.value in case["accept"] and all(words in said for words in case["must_contain"])


def test_no_case_is_a_wrong_go(answered: Answered) -> None:
    wrong = {
        number
        for number, (case, found) in answered.items()
        if found.light is Light.GREEN and found.answer.value not in case["accept"]
    }
    assert wrong <= set(WAITING)


def test_of_every_other_case_it_is_known_why_it_is_open(answered: Answered) -> None:
    open_still = {number for number, (case, found) in answered.items() if not _is_right(case, found)}
    assert open_still <= {*OPEN, *WAITING}


def test_a_place_in_crimea_is_found_under_the_code_of_russia(decider: Decider, real_lists: Path) -> None:
    sale = json.loads(
        (real_lists.parent / "cases" / "public_inputs" / "crimea_under_ru.json").read_text("utf-8")
    )
    found = decider.determine(read_transaction(sale, decider.rulebook.vocabulary))
    assert found.light is not Light.GREEN
    assert "facts.occupied_region_of_ukraine" in {need.path for need in found.needs}


def test_a_value_in_the_german_style_shows_both_readings(decider: Decider, real_lists: Path) -> None:
    sale = json.loads(
        (real_lists.parent / "cases" / "public_inputs" / "value_german.json").read_text("utf-8")
    )
    with pytest.raises(WireError, match=r"2\.6 and as 2600"):
        read_transaction(sale, decider.rulebook.vocabulary)


def test_any_word_lifts_no_duty_to_file(decider: Decider, real_lists: Path) -> None:
    folder = real_lists.parent / "cases" / "public_inputs"
    sale = json.loads((folder / "eei_exemption_x.json").read_text("utf-8"))
    found = decider.determine(read_transaction(sale, decider.rulebook.vocabulary))
    assert "file_eei" in {condition.code for condition in found.conditions}
