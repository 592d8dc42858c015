"""Fit the forest of the screening score and write it as numbers: src/licet/screening/model.csv.

Usage: python tools/fit_screening.py (needs the extra ``bench`` and the real list). Fitted on 3,500 parties of
one half of the list (``benchmarks/screening_set.py`` splits it), each with a variant of every class, on
near-misses made from them, and on every second name of companies that no list holds
(``benchmarks/clean_names.py``); never on a party or a company that the benchmarks report. Monotone: more that
meets never lowers a score.
"""

from __future__ import annotations

import csv
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from sklearn.ensemble import HistGradientBoostingClassifier

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "benchmarks"))

from clean_names import fitted_names  # noqa: E402
from screening_set import FIT, Party, Query, index, near_misses, parties, pick, queries, same_name  # noqa: E402
from ssb import perturb  # noqa: E402

from licet.screening.forms import comparable  # noqa: E402
from licet.screening.kernel import DEPTH, FEATURES  # noqa: E402
from licet.screening.words import LIGHT  # noqa: E402

MONOTONE = {
    "query_covered": 1,
    "entry_covered": 1,
    "query_rarest_missed": -1,
    "entry_rarest_missed": -1,
    "letters_in_order": 1,
    "grams_shared": 1,
    "least_covered": 1,
    "same_order": 1,
    "numbers_differ": -1,
    "letters_met": 1,
    "first_letters": 1,
    "worst_pair": 1,
    "core_covered": 1,
    "entry_contained": 1,
}
TREES, RATE = 240, 0.2
_HARD = 3
"""Wrong candidates kept of every query, those that look best."""
_NEAR_MISS, _CLEAN, _REORDERED = 2.0, 6.0, 0.3
"""How much a wrong candidate of a near-miss and of a clean name weighs beside one of a variant, and how much all
candidates of a variant with two slips do."""
_SLIPS = ("typo", "transpose", "phonetic", "vowel_drop", "token_drop")
"""What may go wrong with a name whose words stand in another order."""
_AT_ONCE = 4000
_COVERED, _GRAMS = FEATURES.index("least_covered"), FEATURES.index("grams_shared")


def rows() -> tuple[NDArray[np.float32], NDArray[np.int64], NDArray[np.float64]]:
    """Features, labels (1: the right party) and weights."""
    chosen = pick(FIT, 1000, 2500, seed=5)
    asked = queries(chosen, 21) + without_legal_forms(chosen) + reordered_with_a_slip(chosen)
    measured, right, weight = [], [], []
    found_for = _candidates([query.text for query in asked], [query.party for query in asked])
    for query, (found, good) in zip(asked, found_for, strict=True):
        weighs = _REORDERED if query.kind == "reordered" else 1.0
        if good.any():
            measured.append(_hardest(found[good])[:1])
            right.append(np.ones(1, dtype=np.int64))
            weight.append(np.full(1, weighs))
        wrong = _hardest(found[~good])
        measured.append(wrong)
        right.append(np.zeros(len(wrong), dtype=np.int64))
        weight.append(np.full(len(wrong), weighs))
    for texts, weighs in ((near_misses(chosen, 21), _NEAR_MISS), (fitted_names()[::2], _CLEAN)):
        for found, _ in _candidates(texts, None):
            wrong = _hardest(found)
            measured.append(wrong)
            right.append(np.zeros(len(wrong), dtype=np.int64))
            weight.append(np.full(len(wrong), weighs))
    return np.concatenate(measured), np.concatenate(right), np.concatenate(weight)


def without_legal_forms(chosen: Sequence[Party]) -> list[Query]:
    """Names as people write them: legal forms left out at the end, alone and with one more slip."""
    made = []
    for party in chosen:
        words = party.names[0].replace(",", " ").split()
        while len(words) > 1 and set(comparable(words[-1]).split()) <= LIGHT:
            words.pop()
            short = " ".join(words)
            made.append(Query(short, party.number, "legal_form"))
            slips = perturb.apply_all(short, "", seed=7, only=["typo", "transpose", "ocr"], max_per_class=1)
            made += [Query(slip.text, party.number, "legal_form") for slip in slips]
    return made


def reordered_with_a_slip(chosen: Sequence[Party]) -> list[Query]:
    """Words in another order and one more slip, as in "Ayman Al Zawahri" for "AL ZAWAHIRI, Ayman"."""
    made = []
    for party in chosen:
        for moved in perturb.apply_all(party.names[0], "", seed=5, only=["name_order"], max_per_class=1):
            slips = perturb.apply_all(moved.text, "", seed=9, only=list(_SLIPS), max_per_class=1)
            made += [Query(slip.text, party.number, "reordered") for slip in slips]
    return made


def _candidates(
    texts: Sequence[str], wanted: Sequence[int] | None
) -> Iterator[tuple[NDArray[np.float32], NDArray[np.bool_]]]:
    """Features of the candidates of every text, and which of them are the party wanted or share its name."""
    book = index().compiled()
    for start in range(0, len(texts), _AT_ONCE):
        some = texts[start : start + _AT_ONCE]
        counts, names, measured = book.measure([comparable(text) for text in some])
        for number, count in enumerate(counts):
            entries = book.arrays.entry[names[number, :count]]
            good: frozenset[int] = frozenset()
            if wanted is not None:
                party = wanted[start + number]
                good = same_name()[comparable(parties()[party].names[0])] | {party}
            yield measured[number, :count], np.array([entry in good for entry in entries], dtype=bool)


def _hardest(found: NDArray[np.float32]) -> NDArray[np.float32]:
    """The candidates that look best, best first."""
    return found[np.argsort(-_looks(found), kind="stable")[:_HARD]]


def _looks(found: NDArray[np.float32]) -> NDArray[np.float32]:
    looks: NDArray[np.float32] = found[:, _COVERED] + found[:, _GRAMS]
    return looks


def main() -> None:
    """Fit and write."""
    measured, right, weight = rows()
    model = HistGradientBoostingClassifier(
        learning_rate=RATE,
        max_leaf_nodes=8,
        max_depth=DEPTH,
        max_iter=TREES,
        min_samples_leaf=200,
        l2_regularization=5,
        monotonic_cst=[MONOTONE.get(name, 0) for name in FEATURES],
        early_stopping=False,
        random_state=1,
    ).fit(measured, right, sample_weight=weight)
    write(model, ROOT / "src" / "licet" / "screening" / "model.csv")
    print(f"{len(right):,} rows, {int(right.sum()):,} of them right; {model.n_iter_} trees")


def write(model: HistGradientBoostingClassifier, path: Path) -> None:
    """One line a node; the values are log-odds, six digits."""
    with path.open("w", newline="", encoding="utf-8") as file:
        out = csv.writer(file, lineterminator="\n")
        out.writerow(["tree", "node", "feature", "threshold", "value"])
        out.writerow(["base", 0, "", "", f"{float(model._baseline_prediction.ravel()[0]):.6f}"])  # noqa: SLF001
        for tree, (predictor,) in enumerate(model._predictors):  # noqa: SLF001
            out.writerows([tree, *line] for line in _lines(predictor.nodes, 0, 0))


def _lines(nodes: NDArray[np.void], number: int, place: int) -> Iterator[list[int | str]]:
    """A node of a tree and all below it, numbered as in a full tree."""
    node = nodes[number]
    if node["is_leaf"]:
        yield [place, "", "", f"{node['value']:.6f}"]
        return
    value = RATE * node["value"]  # leaves hold it already, and a waterfall goes through both
    yield [place, FEATURES[node["feature_idx"]], f"{node['num_threshold']:.6f}", f"{value:.6f}"]
    yield from _lines(nodes, node["left"], 2 * place + 1)
    yield from _lines(nodes, node["right"], 2 * place + 2)


if __name__ == "__main__":
    main()
