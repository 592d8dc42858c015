"""The screening engine: names in, entries with scores and reasons out.

An index is built once for a state of the lists, saved as arrays and opened memory-mapped. One name is
answered by the plain kernel, many by the compiled one; both give the same scores.
"""

from __future__ import annotations

import contextlib
import shutil
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from math import exp, log
from pathlib import Path
from types import ModuleType
from uuid import uuid4

import numpy as np
from numpy.typing import NDArray

from licet.durable import sync_folder
from licet.screening import kernel as plain
from licet.screening.build import Arrays, build_arrays, form_hash, packed
from licet.screening.forms import comparable
from licet.screening.manifest import DamagedIndexError, verify_manifest
from licet.screening.model import forest

__all__ = [
    "BUDGET",
    "COUNTRY_AGREES",
    "DEEP",
    "MATCH",
    "REVIEW",
    "WIDE",
    "Hit",
    "Reason",
    "ScreeningIndex",
    "best_hits",
    "holds_the_entry",
]

MATCH = 0.9
"""From this score on a name is taken for the listed party's until a person says otherwise."""
REVIEW = 0.3
"""From this score on a person must look; docs/guide/screening.md gives the curves it was chosen from."""
BUDGET, WIDE, DEEP = 6000, 100, 20
"""Postings read for a name, candidates looked at, candidates measured."""

COUNTRY_AGREES, _COUNTRY_DIFFERS, _WEAK, _WEAK_EXACT = 0.4, -0.8, -0.7, 0.8
"""What a country that agrees or differs, and a weak alias, move in log-odds. A differing country lowers a
score and never erases it."""

_CONTAINED, _RAREST_MET, _CORE = (
    plain.FEATURES.index(part) for part in ("entry_contained", "rarest_met", "core_covered")
)
_RARE = 0.5


@dataclass(frozen=True, slots=True)
class Reason:
    """One part of a score: what was measured, its value from 0 to 1, and what it moved in log-odds."""

    part: str
    value: float
    moved: float


@dataclass(frozen=True, slots=True)
class Hit:
    """An entry that a name may denote. ``exact``: the forms are equal, by a name that is not weak.

    ``beside``: what speaks for or against besides the names; ``measured``: the features, None when exact.
    """

    entry: int
    name: int
    score: float
    exact: bool
    weak: bool
    beside: tuple[Reason, ...]
    measured: NDArray[np.float32] | None

    @property
    def verdict(self) -> str:
        """``match``, ``review`` or ``clear``; a name that holds the whole of a listed one is never clear."""
        if self.score >= MATCH:
            return "match"
        return "review" if self.score >= REVIEW or self.holds_the_entry else "clear"

    @property
    def holds_the_entry(self) -> bool:
        """Whether all telling words of the entry, two or more and one of them rare, stand in the name.

        Such a name may be a branch of the party, or its name with a place, whatever else it says.
        """
        return self.measured is not None and not self.weak and bool(holds_the_entry(self.measured))

    @property
    def rank(self) -> tuple[bool, float, int]:
        """The order of hits: exact ones first, then by score."""
        return (not self.exact, -self.score, self.name)

    @property
    def reasons(self) -> tuple[Reason, ...]:
        """The waterfall: what every part moved, in log-odds, the strongest first; it adds up to the score."""
        return self.explained()

    def explained(self, kernel: ModuleType = plain) -> tuple[Reason, ...]:
        """The waterfall by a kernel: the compiled one where many hits are explained."""
        parts = list(self.beside)
        if self.measured is not None:
            moved = kernel.waterfall_of(self.measured, *forest().numbers)
            parts += [
                Reason(part, float(self.measured[place]), float(moved[place]))
                for place, part in enumerate(plain.FEATURES)
                if moved[place]
            ]
            parts.append(Reason("base", 1.0, float(moved[-1])))
            rest = log(self.score / (1 - self.score)) - sum(part.moved for part in parts)
            if abs(rest) > 1e-6:  # noqa: PLR2004  # a rounding error
                parts.append(Reason(self._bound(rest), 1.0, rest))
        return tuple(sorted(parts, key=lambda reason: -abs(reason.moved)))

    def _bound(self, moved: float) -> str:
        """Which bound moved the score from what the forest gave."""
        if self.weak and moved < 0:
            return "weak_alias_at_most"
        assert self.measured is not None
        core = self.measured[_CORE] >= 1 and self.measured[_RAREST_MET] >= plain.TELLING
        return "lacks_light_words_only" if core else "same_words"


@dataclass(frozen=True)
class ScreeningIndex:
    """Names of entries, ready to be searched. ``kernel``: the plain one, or the compiled one for many names."""

    arrays: Arrays
    kernel: ModuleType = plain

    @classmethod
    def build(
        cls, names: Iterable[str], entry: Sequence[int], weak: Sequence[bool], speaks: Sequence[int] = ()
    ) -> ScreeningIndex:
        """Index names; ``entry``: the number of the entry that bears each, ``weak``: whether it is weak."""
        from licet.screening.compiled import kernel  # noqa: PLC0415  # building is bulk work

        return cls(build_arrays(names, entry, weak, kernel, speaks=speaks))

    @classmethod
    def small(cls, names: Iterable[str], entry: Sequence[int], weak: Sequence[bool]) -> ScreeningIndex:
        """Index a few hundred names at once, without the compiler and without rarity of words."""
        return cls(build_arrays(names, entry, weak, plain, rarity=False))

    def save(self, folder: Path) -> None:
        """Write the index; it appears whole or not at all, and takes the place of a damaged one."""
        beside = folder.with_name(f"{folder.name}.{uuid4().hex}.part")
        self.arrays.save(beside)
        try:
            _put_in_place(beside, folder)
        finally:
            shutil.rmtree(
                beside, ignore_errors=True
            )  # another process was quicker; what it wrote is the same

    @classmethod
    def open(cls, folder: Path) -> ScreeningIndex:
        """Open a saved index; OSError or ValueError when it is missing or damaged."""
        return cls(Arrays.open(folder))

    def compiled(self) -> ScreeningIndex:
        """The same index with the compiled kernel: half a second to load, then a fraction of a millisecond."""
        from licet.screening.compiled import kernel  # noqa: PLC0415  # numba takes half a second to import

        return replace(self, kernel=kernel)

    def printed(self, name: int) -> str:
        """A name as printed."""
        a = self.arrays
        return (
            a.printed[a.printed_at[name] : a.printed_at[name + 1]].tobytes().decode("utf-8", "surrogatepass")
        )

    def exact(self, form: str) -> set[int]:
        """The names whose comparable form is this one."""
        low, high = np.searchsorted(self.arrays.exact, [form_hash(form), form_hash(form) + 1])
        return {int(name) for name in self.arrays.exact_name[low:high]}

    def search(
        self,
        name: str,
        country: str | None = None,
        countries: Callable[[int], Sequence[str]] | None = None,
        limit: int = 10,
    ) -> list[Hit]:
        """Entries that a name may denote, best first, one hit an entry; no clear one takes the room of another.

        ``countries``: those of an entry by its number, by which ``country`` speaks for or against.
        """
        form = comparable(name)
        if not form:
            return []
        counts, names, measured = self.measure([form])
        scores = self.kernel.scores_of(counts, measured, *forest().numbers)
        return best_hits(self.hits(form, names[0], scores[0], measured[0], country, countries), limit)

    def hits(
        self,
        form: str,
        names: NDArray[np.int32],
        scores: NDArray[np.float64],
        measured: NDArray[np.float32],
        country: str | None = None,
        countries: Callable[[int], Sequence[str]] | None = None,
    ) -> list[Hit]:
        """The entries of one form's candidates (a row of what :meth:`measure` gives), best first.

        A score below 0 says that there is no candidate at its place.
        """
        found = [
            self._hit(int(names[place]), float(score), measured[place], country, countries)
            for place, score in enumerate(scores)
            if score >= 0
        ]
        same = [self._exact_hit(number) for number in sorted(self.exact(form))]
        return _best_of_each([*same, *found])

    def measure(
        self, forms: Sequence[str]
    ) -> tuple[NDArray[np.int64], NDArray[np.int32], NDArray[np.float32]]:
        """Candidates and features of comparable forms: how many, which names, and what was measured.

        Shapes: (n,), (n, DEEP) and (n, DEEP, number of FEATURES).
        """
        a = self.arrays
        found: tuple[NDArray[np.int64], NDArray[np.int32], NDArray[np.float32]] = self.kernel.search_many(
            *packed(forms), a.text, a.text_at, a.words, a.word_weights, a.word_at, a.places, a.weighed, a.keyed,
            a.offsets, a.postings, a.gram_weights, a.norms, a.cores, a.core_name, BUDGET, WIDE, DEEP,
        )  # fmt: skip
        return found

    def score_many(
        self, forms: Sequence[str]
    ) -> tuple[NDArray[np.int64], NDArray[np.int32], NDArray[np.float64]]:
        """Candidates of many forms with their scores, without reasons; -1 where there is none."""
        counts, names, measured = self.measure(forms)
        scores: NDArray[np.float64] = self.kernel.scores_of(counts, measured, *forest().numbers)
        return counts, names, scores

    def _hit(
        self,
        name: int,
        score: float,
        measured: NDArray[np.float32],
        country: str | None,
        countries: Callable[[int], Sequence[str]] | None,
    ) -> Hit:
        entry, weak = int(self.arrays.entry[name]), bool(self.arrays.weak[name])
        beside: list[Reason] = [Reason("weak_alias", 1.0, _WEAK)] if weak else []
        listed = countries(entry) if countries is not None and country is not None else ()
        if listed:
            agrees = country in listed
            part = "country_agrees" if agrees else "country_differs"
            beside.append(Reason(part, 1.0, COUNTRY_AGREES if agrees else _COUNTRY_DIFFERS))
        odds = log(max(score, 1e-9) / max(1 - score, 1e-9)) + sum(reason.moved for reason in beside)
        score = 1 / (1 + exp(-odds))
        return Hit(
            entry, name, min(score, _WEAK_EXACT) if weak else score, False, weak, tuple(beside), measured
        )

    def _exact_hit(self, name: int) -> Hit:
        weak = bool(self.arrays.weak[name])
        score = _WEAK_EXACT if weak else 1.0
        said = Reason("weak_alias_equal" if weak else "forms_equal", 1.0, log(score / (1.001 - score)))
        return Hit(int(self.arrays.entry[name]), name, score, not weak, weak, (said,), None)


def _put_in_place(beside: Path, folder: Path) -> None:
    """Move a new index to its place, unless another process put a whole one there first."""
    if _is_damaged(folder):
        aside = folder.with_name(f"{folder.name}.{uuid4().hex}.damaged")
        with contextlib.suppress(FileNotFoundError):  # another process put it aside
            folder.replace(aside)
        shutil.rmtree(aside, ignore_errors=True)
    try:
        beside.replace(folder)
    except OSError:
        verify_manifest(folder)
    sync_folder(folder.parent)


def _is_damaged(folder: Path) -> bool:
    if not folder.exists():
        return False
    try:
        verify_manifest(folder)
    except (OSError, DamagedIndexError):
        return True
    return False


def holds_the_entry(measured: NDArray[np.float32]) -> NDArray[np.bool_]:
    """Where all telling words of the entry, two or more and one of them rare, stand in the name.

    ``measured``: features along the last axis.
    """
    whole: NDArray[np.bool_] = (measured[..., _CONTAINED] >= 1) & (measured[..., _RAREST_MET] >= _RARE)
    return whole


def best_hits(hits: Sequence[Hit], limit: int) -> list[Hit]:
    """So many hits, best first; no clear one takes the room of another."""
    open_first = sorted(hits, key=lambda hit: hit.verdict == "clear")
    return sorted(open_first[:limit], key=lambda hit: hit.rank)


def _best_of_each(hits: Iterable[Hit]) -> list[Hit]:
    """One hit of every entry, exact ones first: the best by a name that is not clear, where there is one."""
    best: dict[int, tuple[bool, Hit]] = {}
    for hit in hits:
        before, clear = best.get(hit.entry), hit.verdict == "clear"
        if before is None or (clear, hit.rank) < (before[0], before[1].rank):
            best[hit.entry] = clear, hit
    return sorted((hit for _, hit in best.values()), key=lambda hit: hit.rank)
