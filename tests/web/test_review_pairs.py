"""Pairs for review: every party of a book is searched, all at once, with the lines and dollars that name it."""

import pytest

from licet.orders.book import PartyKey
from licet.services.determination import Decider, open_decider
from licet.services.order_books import PartyUse
from licet.web.show.review import pairs_of


@pytest.fixture(scope="module")
def decider(tmp_path_factory: pytest.TempPathFactory) -> Decider:
    return open_decider(tmp_path_factory.mktemp("pairs"))


def test_a_party_beyond_the_first_thousands_is_searched_as_well(decider: Decider) -> None:
    named = {PartyKey(f"Nobody {number}", "DE", None): PartyUse((number,), 10.0) for number in range(4_100)}
    named[PartyKey("Huawei Technologies Dusseldorf Handels", "DE", None)] = PartyUse((1, 2, 3), 1500.0)
    pairs, more = pairs_of(decider, named)
    assert pairs
    assert {pair.party.name for pair in pairs} == {"Huawei Technologies Dusseldorf Handels"}
    assert (pairs[0].use, more) == (PartyUse((1, 2, 3), 1500.0), 0)
