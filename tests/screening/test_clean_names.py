"""Names that no list holds and that were asked about for what says nothing; beside each, what must still be found."""

import pytest

from licet.screening.comparison import score


@pytest.mark.parametrize(
    ("name", "listed", "verdict"),
    [
        ("Baring", "BERING", "clear"),
        ("BlackRock Municipal Bond Trust", "BLACK ROCK", "clear"),
        ("Black Rock Municipal Bond", "BLACK ROCK", "review"),
        ("BlackRock", "BLACK ROCK", "match"),
        ("BankUnited", "JOINT STOCK COMPANY BANK UNITED CAPITAL", "clear"),
    ],
)
def test_what_says_nothing_is_clear(name: str, listed: str, verdict: str) -> None:
    assert score(name, listed).verdict == verdict
