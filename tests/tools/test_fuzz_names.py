"""A short run of the fuzzer, on the entries that ship: every name is answered or refused, none goes wrong."""

from functools import partial
from pathlib import Path

import pytest

from licet.regimes.shipped_entries import huawei_entries
from licet.screening.legible import legible
from licet.screening.screener import ListScreener
from licet.services.determination import Decider, open_decider
from licet.services.screening import open_screener
from tools import fuzz_names

COUNT = 200


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("home")


@pytest.fixture(scope="module")
def searched(home: Path) -> ListScreener:
    return open_screener(home)[0]


@pytest.fixture(scope="module")
def decider(home: Path) -> Decider:
    return open_decider(home)


def listed(screener: ListScreener) -> list[str]:
    return [entry.name for entry in screener.entries]


def names(screener: ListScreener, seed: int, count: int = COUNT) -> list[str]:
    return [name for _, name in fuzz_names.hostile_names(seed, count, listed(screener))]


def test_all_kinds_are_made_and_the_same_seed_makes_the_same(searched: ListScreener) -> None:
    made = fuzz_names.hostile_names(1, 1000, listed(searched))
    assert {kind for kind, _ in made} == set(fuzz_names.KINDS)
    assert made == fuzz_names.hostile_names(1, 1000, listed(searched))
    assert max(len(name) for _, name in made) == 100_000


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_every_name_of_a_file_is_answered_or_refused(seed: int, searched: ListScreener) -> None:
    said = fuzz_names.ask_part(names(searched, seed), searched.compiled())
    assert said.total() == COUNT
    assert min(said["clear"], said["match"], said["refused"]) > 0


def test_both_kernels_agree_on_them(searched: ListScreener) -> None:
    assert fuzz_names.ask_kernels(names(searched, 4, 40), searched, searched.compiled()) == 40


def test_no_sale_goes_ahead_to_a_name_that_cannot_be_read(searched: ListScreener, decider: Decider) -> None:
    asked = names(searched, 5, 60)
    said = fuzz_names.ask_sales(asked, decider)
    assert any(not legible(name) for name in asked)
    assert said.total() == 60
    assert said["refused"] > 0, "half a character is refused by its key"


def test_no_cell_of_a_file_we_write_is_a_formula(searched: ListScreener, tmp_path: Path) -> None:
    assert (
        fuzz_names.ask_files(names(searched, 6, 60), partial(ListScreener.of, huawei_entries()), tmp_path)
        == 60
    )
