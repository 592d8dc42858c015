"""A sample of what ``list_mutations.py`` does a thousand times, on a part of each real file."""

import importlib.util
import random
from pathlib import Path
from types import ModuleType

import pytest

pytestmark = pytest.mark.real_data


def _module() -> ModuleType:
    spec = importlib.util.spec_from_file_location(
        "list_mutations", Path(__file__).with_name("list_mutations.py")
    )
    assert spec is not None
    assert spec.loader is not None
    found = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(found)
    return found


MUTATIONS = _module()


@pytest.mark.parametrize("name", ["dpl", "ecfr"])
def test_no_change_of_a_list_makes_an_answer_milder(real_lists: Path, tmp_path: Path, name: str) -> None:
    assert real_lists.is_dir()
    bench = MUTATIONS.Bench(name, tmp_path)
    outcomes = []
    for number in range(12):
        chance = random.Random(f"sample {name} {number}")
        outcomes.append(bench.outcome(MUTATIONS.changed(name, bench.content, chance), number))
    assert not [said for said in outcomes if said.startswith("MILDER")], outcomes
    assert outcomes.count("refused") >= 4, outcomes


def test_the_measure_itself_sees_a_party_that_is_gone(real_lists: Path, tmp_path: Path) -> None:
    """A denied person turns a light, and the bench says so of one that is lost."""
    assert real_lists.is_dir()
    bench = MUTATIONS.Bench("dpl", tmp_path)
    assert MUTATIONS.light(None, MUTATIONS.CLEAN, "GB", bench.later) == "green"
    key = next(key for key, entry in bench.before.items() if entry.countries == ("DE",))
    rest = {other: entry for other, entry in bench.before.items() if other != key}
    (said, *_) = bench._milder(rest)
    assert "red -> " in said
