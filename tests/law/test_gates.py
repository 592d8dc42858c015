"""The golden cases of the gates: munitions, nuclear, imports, filing, each answered by its own rulebook."""

from collections.abc import Callable

import pytest
from tests.law.test_cases import missing

from licet.engine.determine import determine
from licet.model.wire import read_transaction
from licet.regimes.us_doe import doe
from licet.regimes.us_ear.golden import cases
from licet.regimes.us_ftr import ftr
from licet.regimes.us_import import imports
from licet.regimes.us_import.entries import import_entries, import_lists_used
from licet.regimes.us_itar import itar
from licet.regimes.us_nrc import nrc
from licet.rules.rulebook import Rulebook
from licet.screening.attach import attach
from licet.screening.screener import Screener

BOOKS: dict[str, tuple[Callable[[], Rulebook], int]] = {
    "us_itar": (itar, 50),
    "us_nrc": (nrc, 15),
    "us_doe": (doe, 10),
    "us_import": (imports, 60),
    "us_ftr": (ftr, 30),
}
"""The rulebook of each package, and how many cases it has at least."""


@pytest.fixture(scope="module")
def screener() -> Screener:
    return Screener.of(import_entries(), (import_lists_used(),))


@pytest.mark.parametrize("package", BOOKS)
def test_golden_cases(package: str, screener: Screener) -> None:
    load, at_least = BOOKS[package]
    book, every = load(), list(cases(f"licet.regimes.{package}"))
    wrong = {}
    for case in every:
        sale = read_transaction(case.sale, book.vocabulary)
        if package == "us_import":  # the others ask nothing of lists here
            sale = attach(sale, screener)
        if lacks := missing(determine(sale, book, screener.lists), case.expect):
            wrong[f"{case.file}: {case.name}"] = lacks
    assert wrong == {}
    assert len(every) >= at_least
    assert len({(case.file, case.name) for case in every}) == len(every)


@pytest.mark.parametrize("package", BOOKS)
def test_no_go_is_green_on_law_that_was_not_read(package: str, screener: Screener) -> None:
    """On a day long after the newest text that a rulebook holds: never green."""
    load, _ = BOOKS[package]
    book = load()
    for case in list(cases(f"licet.regimes.{package}"))[::3]:
        sale = read_transaction({**case.sale, "as_of": "2027-06-01"}, book.vocabulary)
        found = determine(sale, book, screener.lists)
        if found.answer.value != "not_subject":
            assert found.light.value != "green", case.name
