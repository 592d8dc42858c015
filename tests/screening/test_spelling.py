"""Spellings of a name that sound the same, and names that do not."""

import pytest

from licet.screening.spelling import spelled_as, words_that_tell


@pytest.mark.parametrize(
    ("asked", "listed"),
    [
        ("deripasca", "deripaska"),
        ("ghasem", "qasem"),
        ("soleymani", "suleimani"),
        ("tschemesow", "chemezov"),
        ("prigoschin", "prigozhin"),
        ("guerassimov", "gerasimov"),
        ("jirinovski", "zhirinovsky"),
        ("raisi", "raeisi"),
        ("mozaffari", "muzaffari"),
        ("peres", "perez"),
    ],
)
def test_one_name_in_two_spellings(asked: str, listed: str) -> None:
    assert spelled_as(f"ali {asked}", f"{listed} ali reza")
    assert spelled_as(f"ali {listed}", f"{asked} ali reza")


@pytest.mark.parametrize(
    ("asked", "listed"),
    [
        ("killer", "koller"),
        ("hasan", "husan"),
        ("horng", "hornig"),
        ("li", "lee"),
        ("zhang", "zheng"),
        ("dong", "duong"),
    ],
)
def test_another_name(asked: str, listed: str) -> None:
    assert not spelled_as(f"ali {asked}", f"{listed} ali reza")


def test_each_word_is_met_once() -> None:
    assert not spelled_as("hassan hasan", "hasan ali")
    assert words_that_tell("col ali de m khamenei ltd") == ("ali", "khamenei", "ltd")
