"""The screening engine: forms, both kernels, scores with reasons, names that mean trouble."""

import gzip
import json
import os
from functools import cache
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from licet.screening import kernel
from licet.screening.build import index_folder, packed
from licet.screening.engine import DEEP, Hit, ScreeningIndex
from licet.screening.forms import MAX_LETTERS, comparable, in_syllables
from licet.screening.kernel import FEATURES
from licet.screening.kernel.order import which
from licet.screening.legible import legible
from licet.screening.model import forest
from licet.screening.rules import MatchRule
from licet.screening.words import LIGHT

SHARED = Path(os.environ.get("LICET_SHARED", Path(__file__).resolve().parents[3] / "shared"))
LIST = SHARED / "data" / "csl" / "csl_2026-07-31_compact.json.gz"
NAMES = (
    "Huawei Technologies Co., Ltd.",
    "Wuhan Iron and Steel Group",
    "Wuxi Machinery Works",
    "Mohammed Hussein Al-Rashid",
    "OOO Zarya",
    "Shenzhen Hi Silicon Electronics",
    "Factory 12",
)


@cache
def small() -> ScreeningIndex:
    return ScreeningIndex.small(NAMES, range(len(NAMES)), [False] * len(NAMES))


@pytest.mark.parametrize(
    ("value", "other"),
    [
        ("HUAWEI TECHNOLOGIES CO LTD", "Huawei Technology Company Limited"),
        ("Нuаwеi Тесhnоlоgiеs", "Huawei Technologies"),
        ("Hua\u200bwei", "Huawei"),
        ("H\x00uaw\x9fei\x7f\tTech", "Huawei Tech"),
        ("L.L.C. Zarya", "OOO Zarya"),
        ("Mohamed Hussain", "Muhammad Husayn"),
        ("Müller", "Muller"),
        ("深圳技术", "shen zhen technology"),
    ],
)
def test_spellings_of_one_name_have_one_form(value: str, other: str) -> None:
    assert comparable(value) == comparable(other)


@pytest.mark.parametrize("name", ["", " ", "(((", "\u200b", "...", "\x00\x01"])
def test_what_leaves_nothing_to_compare_finds_nothing(name: str) -> None:
    assert comparable(name) == ""
    assert small().search(name) == []


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ("Hua wei Tech. Ltd", 0),
        ("Wu han Iron & Steel Grp", 1),
        ("Hussein Mohamed al Rashid", 3),
        ("Shenzhen HiSilicon Elec.", 5),
        ("Huawi Tchnlgs Co., Ltd.", 0),
    ],
)
def test_a_written_differently_name_finds_its_party_first(asked: str, expected: int) -> None:
    found = small().search(asked)
    assert found[0].entry == expected
    assert found[0].verdict != "clear"


@given(st.sampled_from(NAMES).flatmap(lambda name: st.permutations(comparable(name).split())))
def test_the_words_of_a_listed_name_in_any_order_are_never_clear(words: list[str]) -> None:
    found = small().search(" ".join(words))
    assert found[0].verdict != "clear"
    assert sorted(comparable(NAMES[found[0].entry]).split()) == sorted(words)


def test_common_words_in_another_order_are_found_among_many_that_begin_so() -> None:
    """As "Muhammad Ibrahim" was not, on a list that holds it the other way round."""
    crowd = [
        f"Mohammed Ibrahim {chr(number)}{chr(two)}" for number in range(97, 110) for two in range(97, 110)
    ]
    listed = ["Ibrahim, Mohammed", *crowd]
    index = ScreeningIndex.build(listed, range(len(listed)), [False] * len(listed))
    hit = next(hit for hit in index.search("Mohammed Ibrahim", limit=DEEP) if hit.entry == 0)
    assert hit.verdict != "clear"


def test_a_name_of_the_same_words_says_that_a_person_must_look() -> None:
    """Words as common as those of "Technology Company Limited", of which the forest thinks nothing."""
    measured = np.zeros((1, 1, len(FEATURES)), dtype=np.float32)
    for part in ("query_words_exact", "entry_words_exact"):
        measured[..., FEATURES.index(part)] = 1
    score = float(kernel.scores_of(np.array([1]), measured, *forest().numbers)[0, 0])
    hit = Hit(0, 0, score, exact=False, weak=False, beside=(), measured=measured[0, 0])
    assert hit.verdict == "review"
    assert "same_words" in {reason.part for reason in hit.reasons}


def test_a_reordered_name_with_a_slip_is_not_lost() -> None:
    index = ScreeningIndex.small(["AL ZAWAHIRI, Dr. Ayman", *NAMES], range(8), [False] * 8)
    hit = index.search("Ayman Al Zawahri")[0]
    assert (hit.entry, hit.verdict) == (0, "review")


@pytest.mark.parametrize("asked", ["Factory 13", "Wuxi Steel Group", "Deutsche Bahn AG"])
def test_a_near_miss_is_no_match(asked: str) -> None:
    assert all(hit.verdict != "match" for hit in small().search(asked))


@pytest.mark.parametrize(
    ("asked", "listed"), [("Cisco", "CSC"), ("Nexon", "Nexo"), ("Zalando", "Zala"), ("Dexus", "Nexus")]
)
def test_one_short_word_near_another_is_no_match(asked: str, listed: str) -> None:
    """Names of traded companies, and names that a list could hold."""
    index = ScreeningIndex.small([listed, *NAMES], range(len(NAMES) + 1), [False] * (len(NAMES) + 1))
    assert all(hit.verdict != "match" for hit in index.search(asked))


def test_an_equal_form_is_exact_and_first() -> None:
    hit = small().search("huawei technologies company limited")[0]
    assert (hit.entry, hit.exact, hit.verdict) == (0, True, "match")


def test_a_weak_alias_is_never_exact() -> None:
    index = ScreeningIndex.small(["Eagle"], [0], [True])
    hit = index.search("Eagle")[0]
    assert (hit.exact, hit.verdict) == (False, "review")


def test_a_country_narrows_and_never_erases() -> None:
    def at(country: str | None) -> float:
        return small().search("Huawai Technologis Co., Ltd.", country, lambda entry: ("CN",))[0].score

    assert at("CN") > at(None) > at("DE") > 0.2


def test_reasons_add_up_to_the_score() -> None:
    for hit in small().search("Huawei Techologies Co", "CN", lambda entry: ("CN",)):
        odds = sum(reason.moved for reason in hit.reasons)
        assert hit.score == pytest.approx(1 / (1 + np.exp(-odds)), abs=1e-6)


def test_the_forest_is_small_and_whole() -> None:
    trees = forest()
    assert trees.value.size <= 5000
    assert np.isfinite(trees.value).all()
    assert (trees.feature < len(FEATURES)).all()
    assert (np.abs(trees.value) < 10).all()


def test_a_branch_of_a_listed_party_is_never_clear() -> None:
    hit = small().search("Huawei Technologies Co., Ltd., Kuala Lumpur sales office")[0]
    assert (hit.entry, hit.rule) == (0, MatchRule.HOLDS_LISTED)
    assert hit.verdict != "clear"


def test_both_kernels_measure_the_same() -> None:
    forms = [comparable(name) for name in (*NAMES, "hua wei", "x", "wu han iron", "factory 12 b")]
    plain, compiled = small().measure(forms), small().compiled().measure(forms)
    assert np.array_equal(plain[0], compiled[0])
    assert np.array_equal(plain[1], compiled[1])
    assert np.array_equal(plain[2], compiled[2])


names = st.text(st.characters(), max_size=60)


@settings(max_examples=150, deadline=None)
@given(names)
def test_any_text_has_a_form_that_stays(name: str) -> None:
    form = comparable(name)
    assert comparable(form) == form or in_syllables(name), (
        "a syllable such as ao is no legal form, as a word it is"
    )
    assert all(letter.isascii() and (letter.isalnum() or letter in " &") for letter in form)


@settings(max_examples=150, deadline=None)
@given(st.lists(names, min_size=1, max_size=5))
def test_any_text_can_be_asked(asked: list[str]) -> None:
    counts, _, scores = small().compiled().score_many([comparable(name) for name in asked])
    for count, row in zip(counts, scores, strict=True):
        assert 0 <= count <= DEEP
        assert ((row[:count] > 0) & (row[:count] < 1)).all()


FILLERS = st.lists(
    st.from_regex("[b-df-hj-np-tv-z][aeiou][b-df-hj-np-tv-z]{1,5}", fullmatch=True), max_size=8
)
WHOLE = [place for place, name in enumerate(NAMES) if name not in {"OOO Zarya", "Factory 12"}]


@given(st.sampled_from(WHOLE), FILLERS, FILLERS, st.booleans())
def test_a_name_that_holds_a_listed_one_is_never_clear(
    place: int, before: list[str], after: list[str], compiled: bool
) -> None:
    text = " ".join([*before, NAMES[place], *after])
    book = small().compiled() if compiled else small()
    for limit in (1, 10):
        assert place in {hit.entry for hit in book.search(text, limit=limit) if hit.verdict != "clear"}


@pytest.mark.parametrize(
    "name",
    [
        "A" * 100_000,
        "华" * 100_000,
        "=HYPERLINK(1)",
        "\u202eafeb\u202c",
        "😀" * 5000,
        "a " * 60_000,
        "\ud800x",
    ],
)
def test_monsters_are_asked_like_anything_else(name: str) -> None:
    assert len(comparable(name)) <= 40 * MAX_LETTERS
    small().search(name)


def test_an_index_opens_as_it_was_saved(tmp_path: Path) -> None:
    small().save(tmp_path / "index")
    small().save(tmp_path / "index")  # another process may have been quicker
    again = ScreeningIndex.open(tmp_path / "index")
    assert [hit.score for hit in again.search("Huawei Tech")] == [
        hit.score for hit in small().search("Huawei Tech")
    ]
    with pytest.raises(OSError):  # noqa: PT011  # whatever the system says of a folder that is not there
        ScreeningIndex.open(tmp_path / "none")


@cache
def real() -> tuple[list[tuple[str, int]], ScreeningIndex]:
    """The names of the whole list with their entries, and their index."""
    data = json.loads(gzip.decompress(LIST.read_bytes()))
    rows = [
        (name, number)
        for number, item in enumerate(data["entries"])
        for name in (item["n"], *item.get("a", ()))
    ]
    names, entry = zip(*rows, strict=True)
    return rows, ScreeningIndex.build(names, entry, [False] * len(rows)).compiled()


@pytest.mark.real_data
@pytest.mark.usefixtures("real_lists")
def test_a_listed_name_is_seen_in_a_crowd_of_words_of_others() -> None:
    rows, index = real()
    names = [name for name, _ in rows[::23]]
    asked = 0
    for place, name in enumerate(names):
        words = [word for other in names[place + 1 : place + 5] for word in comparable(other).split()]
        text = f"{' '.join(words[: place % 12])} {name} {' '.join(words[place % 12 :])}"
        core = [word for word in comparable(name).split() if word not in LIGHT]
        if len(core) < 2 or not legible(text) or set(core) & set(words):
            continue
        asked += 1
        assert any(hit.verdict != "clear" for hit in index.search(text)), text
    assert asked > 500


@pytest.mark.real_data
@pytest.mark.usefixtures("real_lists")
def test_the_whole_list_finds_its_own_names_first() -> None:
    rows, index = real()
    asked = rows[::97]
    forms = [comparable(name) for name, _ in asked]
    counts, found, scores = index.score_many(forms)
    arrays = index.arrays
    right = 0
    for row, form in enumerate(forms):
        best = found[row, int(np.argmax(scores[row]))] if counts[row] else -1
        text = bytes(arrays.text[arrays.text_at[best] : arrays.text_at[best + 1]]).decode()
        right += sorted(text.split()) == sorted(form.split())
    assert right / len(asked) > 0.99


def test_the_folder_of_an_index_tells_its_state_and_its_code(tmp_path: Path) -> None:
    path, other = index_folder(tmp_path, "a"), index_folder(tmp_path, "b")
    assert path != other
    assert path.name.removeprefix("a") == other.name.removeprefix("b")
    assert len(path.name) > 10


@settings(max_examples=50, deadline=None)
@given(st.lists(st.text("abcdeé n&7", min_size=1, max_size=24), min_size=3, max_size=12), st.integers(1, 4))
def test_candidates_that_are_not_looked_at_would_not_be_among_the_best(texts: list[str], most: int) -> None:
    index = ScreeningIndex.small(texts, range(len(texts)), [False] * len(texts))
    a = index.arrays
    masks, sizes = a.letters
    query, _ = packed(["abc dean 7"])
    where = np.zeros(128, dtype=np.int64)
    letters = kernel.places_of(query, where)
    chosen, cosines = np.arange(len(texts), dtype=np.int32), np.linspace(0.2, 0.4, len(texts))
    found: list[list[float]] = []
    as_the_query = np.full_like(masks, which(where)), np.full_like(sizes, letters)  # none is left out
    for known in ((masks, sizes), as_the_query):
        best, looks = np.zeros(most, dtype=np.int64), np.zeros(most)
        kernel.first_look(
            len(texts), query, where, letters, a.text, a.text_at, *known, chosen, cosines, best, looks
        )
        found.append(looks[: min(most, len(texts))].tolist())
    assert found[0] == found[1]
