"""What is said of every golden case, to the last word: a change that alters an answer is seen, and has to be meant.

The cases state what a source says and leave the rest open. Here the whole answer is held by ``answers.tsv``: its
outcome in plain words, every further part as a digest, so that a difference names the cases and the parts that
it touches. ``LICET_APPROVE_ANSWERS=1 pytest tests/law/test_answers.py`` writes the file anew.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest

from licet.engine.determine import determine
from licet.engine.findings import States, compose
from licet.engine.needs import need_of, open_facts
from licet.engine.report import to_wire
from licet.engine.view import View
from licet.engine.wording import word
from licet.model.transaction import Transaction
from licet.model.wire import read_transaction
from licet.regimes.golden import GoldenCase, cases
from licet.regimes.us_ear import ear
from licet.screening.attach import attach
from licet.screening.finder import shipped_finder

APPROVED = Path(__file__).with_name("answers.tsv")
CASES = list(cases())
FILES = sorted({case.file for case in CASES})
PLAIN = ("answer", "light", "holds_until", "then", "authority")
PARTS = (
    "policies",
    "general_prohibitions",
    "needs",
    "could_claim",
    "conditions",
    "because",
    "cites",
    "caveats",
)
ELSEWHERE = ("receipt", "verified", "law_verified_to", "controls")
"""Not of the law: days of verification are held by tests/conformance/test_verified.py."""
COLUMNS = ("file", "case", *PLAIN, *PARTS, "rest", "questions")


def screened(case: GoldenCase) -> Transaction:
    """The sale of a case, its parties tied to the shipped lists."""
    return attach(read_transaction(case.sale, ear().vocabulary), shipped_finder(compiled=True))


def row(case: GoldenCase, sale: Transaction) -> list[str]:
    """The cells of the answer to a case."""
    said = to_wire(determine(sale, ear(), shipped_finder(compiled=True).lists))
    rest = {key: value for key, value in said.items() if key not in {*PLAIN, *PARTS, *ELSEWHERE}}
    plain = [str(said[name]) for name in PLAIN]
    parts = [digest(said[name]) for name in PARTS]
    return [case.file, case.name, *plain, *parts, digest(rest), digest(list(questions(sale)))]


def questions(sale: Transaction) -> Iterator[dict[str, Any]]:
    """Every open fact as the interview would word it."""
    view = View.of(sale, ear())
    for leaves in open_facts(compose(States(view))).values():
        yield asdict(word(need_of(leaves[0], view), leaves[0], sale, ear(), None))


def digest(part: object) -> str:
    if not part:
        return "-"
    return hashlib.sha256(json.dumps(part, default=str).encode()).hexdigest()[:8]


def approved() -> dict[tuple[str, str], list[str]]:
    """The cells of every line of the file, by the case."""
    head, *lines = (line.split("\t") for line in APPROVED.read_text("utf-8").splitlines())
    assert head == list(COLUMNS)
    return {(cells[0], cells[1]): cells for cells in lines}


@pytest.fixture(scope="module")
def lines() -> dict[tuple[str, str], list[str]]:
    if os.environ.get("LICET_APPROVE_ANSWERS"):
        rows = [list(COLUMNS), *(row(case, screened(case)) for case in CASES)]
        APPROVED.write_text("".join("\t".join(cells) + "\n" for cells in rows), "utf-8")
    return approved()


@pytest.mark.parametrize("file", FILES)
def test_every_answer_is_the_one_approved(file: str, lines: dict[tuple[str, str], list[str]]) -> None:
    changed: dict[str, list[str]] = {}
    for case in (case for case in CASES if case.file == file):
        was = lines.get((file, case.name), [""] * len(COLUMNS))
        said = row(case, screened(case))
        if said != was:
            changed[case.name] = [
                name for name, text, two in zip(COLUMNS, was, said, strict=True) if text != two
            ]
    assert changed == {}, "meant? then LICET_APPROVE_ANSWERS=1 writes the answers anew"


def test_no_answer_is_kept_of_a_case_that_is_gone(lines: dict[tuple[str, str], list[str]]) -> None:
    assert set(lines) == {(case.file, case.name) for case in CASES}
