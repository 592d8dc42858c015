"""Two names held against each other: one pair as many, and what makes no other name."""

import random
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from licet.screening.comparison import PairScorer, score, score_pairs
from licet.services.determination import open_decider

WORDS = st.sampled_from(
    ["zarya", "Huawei", "Tech.", "Co.,", "Ltd", "OOO", "Sergei", "Sergey", "LAVROV,", "al-Din", "2nd", "Bank", "Van",
     "der", "Bilt", "Vanderbilt", "(Dubai)", "\u534e\u4e3a", "\u0417\u0430\u0440\u044f", "", "?", "III", "c/o"]
)  # fmt: skip
NAMES = st.lists(WORDS, max_size=6).map(" ".join)
PAIRS = st.lists(st.tuples(NAMES, NAMES), max_size=5)


@given(pairs=PAIRS, person=st.booleans())
def test_many_pairs_have_the_values_of_each(pairs: list[tuple[str, str]], person: bool) -> None:
    alone = [score(name, other, person=person).value for name, other in pairs]
    assert score_pairs(pairs, person=person) == pytest.approx(alone, abs=1e-5)


@pytest.mark.real_data
def test_the_compiled_kernel_gives_the_same_values(adopted_home: Path) -> None:
    """On listed names, each held against itself altered and against others; every kind of hit is among them."""
    dice = random.Random(8)
    every = [name.text for name in open_decider(adopted_home, long_running=True).screener.entries.names()]
    listed = dice.sample(every, 150)
    asked = [name[: dice.randrange(3, len(name) + 3)] for name in listed]
    pairs = [*zip(asked, listed, strict=True), *zip(asked, dice.sample(listed, 150), strict=True)]
    for person in (True, False):
        values = score_pairs(pairs, person=person)
        assert sum(0.14 < value < 1 for value in values) > 50
        for (name, other), value in zip(pairs, values, strict=True):
            assert value == pytest.approx(score(name, other, person=person).value, abs=1e-5), (name, other)


def test_persons_are_said_of_each_listed_name() -> None:
    scorer = PairScorer(["Oleg Deripasca"], ["DERIPASKA, Oleg Vladimirovich"] * 2, persons=[True, False])
    person, firm = scorer.values([0, 0], [0, 1])
    assert person == pytest.approx(
        score("Oleg Deripasca", "DERIPASKA, Oleg Vladimirovich", person=True).value
    )
    assert firm < person


@pytest.mark.parametrize(
    ("name", "other"),
    [
        ("1st International Bank", "First International Bank"),
        ("CASIC 2nd Academy", "CASIC Second Academy"),
        ("Vanderbilt Corp", "Van der Bilt Corp."),
        ("Nikolai Plat Ono Vich Patrushev", "Nikolai Platonovich Patrushev"),
        ("Faberlic Trading Ltd", "FABERLIC TRADING Sp. z o.o."),
        ("OAO Gazprom", "Open Joint Stock Company Gazprom"),
    ],
)
def test_what_makes_no_other_name_is_a_match(name: str, other: str) -> None:
    assert score(name, other).verdict == score(other, name).verdict == "match"


@pytest.mark.parametrize(
    ("name", "other"),
    [
        ("2nd Brigade", "3rd Brigade"),
        ("Second Academy", "Third Academy"),
        ("Zarya Plant 1", "Zarya Plant 2"),
        ("First International Bank", "Second International Bank"),
    ],
)
def test_another_number_is_another_name(name: str, other: str) -> None:
    assert score(name, other).verdict != "match"
