"""The first name search: normalized exact match on names and aliases, and a plain fuzzy one beside it.

Forms of a list state are computed once and kept in one text file; a lookup reads it, compares exactly, and
scores every form with rapidfuzz's token sort ratio (0 to 1). What reaches :data:`REVIEW` goes to a person.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from anyascii import anyascii
from rapidfuzz import fuzz, process

__all__ = ["REVIEW", "NameIndex", "comparable"]

REVIEW = 0.88
"""The score from which a name may be a listed party's and a person must look."""

_LEGAL_FORMS = {
    "ltd": "limited",
    "co": "company",
    "corp": "corporation",
    "inc": "incorporated",
    "intl": "international",
    "tech": "technology",
    "technologies": "technology",
}


def comparable(name: str) -> str:
    """A name in lower-case Latin letters and digits, common abbreviations written out.

    >>> comparable("Huawei Technologies Co., Ltd.")
    'huawei technology company limited'
    """
    letters = "".join(char if char.isalnum() else " " for char in anyascii(name).lower())
    return " ".join(_LEGAL_FORMS.get(word, word) for word in letters.split())


@dataclass(frozen=True)
class NameIndex:
    """Comparable forms of names, with the number of the entry that bears each and whether it is weak."""

    forms: tuple[str, ...]
    entries: tuple[int, ...]
    weak: tuple[bool, ...]

    @classmethod
    def build(cls, names: Iterable[str], entries: Sequence[int], weak: Sequence[bool]) -> NameIndex:
        return cls(tuple(comparable(name) for name in names), tuple(entries), tuple(weak))

    def save(self, path: Path) -> None:
        """Write the index as lines of entry, weak and form; whole or not at all."""
        rows = zip(self.entries, self.weak, self.forms, strict=True)
        beside = path.with_suffix(".part")
        beside.write_text("\n".join(f"{entry}\t{int(weak)}\t{form}" for entry, weak, form in rows), "utf-8")
        beside.replace(path)

    @classmethod
    def open(cls, path: Path) -> NameIndex:
        """Read a saved index. Raises OSError or ValueError where it is missing or damaged."""
        lines = [line.split("\t") for line in path.read_text("utf-8").split("\n")]
        numbers, weak, forms = zip(*lines, strict=True)
        return cls(forms, tuple(map(int, numbers)), tuple(one == "1" for one in weak))

    def search(self, name: str, limit: int = 20) -> list[tuple[int, float, bool]]:
        """Entries by number, score and whether a strong name is equal in form; best first."""
        asked = comparable(name)
        if not asked:
            return []
        exact = {self.entries[row] for row in self._rows.get(asked, ()) if not self.weak[row]}
        scored = process.extract(
            asked, self.forms, scorer=fuzz.token_sort_ratio, score_cutoff=REVIEW * 100, limit=4 * limit
        )
        best: dict[int, float] = dict.fromkeys(exact, 1.0)
        for _, score, row in scored:
            entry = self.entries[row]
            best[entry] = max(best.get(entry, 0.0), score / 100)
        ranked = sorted(best.items(), key=lambda item: (item[0] not in exact, -item[1], item[0]))
        return [(entry, score, entry in exact) for entry, score in ranked[:limit]]

    @cached_property
    def _rows(self) -> dict[str, list[int]]:
        found: dict[str, list[int]] = {}
        for row, form in enumerate(self.forms):
            found.setdefault(form, []).append(row)
        return found
