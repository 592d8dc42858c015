"""Build the index of a state of the lists: words with their rarity, grams with their postings."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from functools import cache, cached_property, lru_cache
from io import BytesIO
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
from numpy.typing import NDArray

from licet.screening.facts_index import FactsIndex
from licet.screening.forms import comparable, equal_form, joined_form
from licet.screening.kernel import GRAM_BUCKETS
from licet.screening.kernel.letters import HASH_MASK
from licet.screening.kernel.order import FIRST_LETTER, LETTERS, MOST_LETTERS
from licet.screening.manifest import DamagedIndexError, read_verified, write_manifest
from licet.screening.printed import Bearer
from licet.screening.sounds import asked_keys, listed_keys
from licet.screening.words import GENERIC, LIGHT, TITLES

__all__ = ["Arrays", "build_arrays", "bytes_of", "form_hash", "index_folder", "invert", "packed", "pair_arrays",
           "word_hash"]  # fmt: skip


@dataclass(frozen=True)
class Arrays:
    """The whole index as arrays, which are saved one by one and read whole.

    ``text``: all forms behind each other, ``text_at``: where each begins. ``words``: hashes of known words,
    sorted; ``word_weights``: their weights, 0 to 1. ``word_at``: where each name's words begin in ``places``
    (first and last letter), ``weighed`` (weights) and ``keyed`` (skeleton, letters). ``offsets``, ``postings``,
    ``gram_weights``: the inverted index; ``norms``: one over the length of each name's grams. ``entry``,
    ``weak``: of each name. ``exact``: hashes of equal forms, sorted; ``exact_name``: their names; ``bare``,
    ``bare_name``: the same without legal forms, spaces and the like, where anything is left. ``cores``:
    hashes of the telling words of names that have two or more, sorted; ``core_name``: their names. ``printed``,
    ``printed_at``: the names as printed, as bytes behind each other, and where each begins. ``kind``: of each name
    how it came to be one (:class:`~licet.screening.printed.NameKind`); ``bearer``: what bears it.
    ``speaks``: of each entry, which shipped one speaks for it (:class:`~licet.screening.entries.Entries`); empty
    where none ship. ``sounds``, ``sound_name``: keys of persons' names by their sound, sorted, and their names;
    ``givens``: hashes of words that the list prints as given names far more often than as family names. The rest is a
    :class:`~licet.screening.facts_index.FactsIndex`, in its order.
    """

    text: NDArray[np.uint8]
    text_at: NDArray[np.int64]
    words: NDArray[np.int64]
    word_weights: NDArray[np.float64]
    word_at: NDArray[np.int64]
    places: NDArray[np.int16]
    weighed: NDArray[np.float64]
    keyed: NDArray[np.int64]
    offsets: NDArray[np.int64]
    postings: NDArray[np.int32]
    gram_weights: NDArray[np.float64]
    norms: NDArray[np.float64]
    entry: NDArray[np.int32]
    weak: NDArray[np.uint8]
    exact: NDArray[np.int64]
    exact_name: NDArray[np.int32]
    bare: NDArray[np.int64]
    bare_name: NDArray[np.int32]
    cores: NDArray[np.int64]
    core_name: NDArray[np.int32]
    printed: NDArray[np.uint8]
    printed_at: NDArray[np.int64]
    kind: NDArray[np.uint8]
    bearer: NDArray[np.uint8]
    speaks: NDArray[np.int32]
    sounds: NDArray[np.int64]
    sound_name: NDArray[np.int32]
    givens: NDArray[np.int64]
    address_words: NDArray[np.int64]
    word_address: NDArray[np.int32]
    address_weights: NDArray[np.float32]
    address_totals: NDArray[np.float32]
    address_entry: NDArray[np.int32]
    numbers: NDArray[np.int64]
    number_entry: NDArray[np.int32]

    def save(self, folder: Path) -> None:
        """Write every array into a folder, and then the manifest of them: the folder then is the index."""
        folder.mkdir(parents=True, exist_ok=True)
        for field in fields(self):
            np.save(folder / f"{field.name}.npy", getattr(self, field.name))
        write_manifest(folder)

    @cached_property
    def letters(self) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Which letters each name has, as bits, and how many of those that are looked at."""
        masks, sizes = (np.zeros(len(self.text_at) - 1, np.int64) for _ in range(2))
        lengths = np.diff(self.text_at)
        named = np.flatnonzero(lengths)
        if len(named):
            spaces = (self.text == _SPACE).astype(np.int64)
            bits = np.where(spaces, 0, np.int64(1) << (self.text - FIRST_LETTER) % LETTERS)
            masks[named] = np.bitwise_or.reduceat(bits, self.text_at[named])
            blank = np.add.reduceat(spaces, self.text_at[named])
            sizes[named] = np.minimum(lengths[named] - blank, MOST_LETTERS)
        return masks, sizes

    @classmethod
    def open(cls, folder: Path) -> Arrays:
        """Open a saved index that fits its manifest; OSError or ValueError when missing or damaged.

        Read into memory once and hashed there, not mapped: what befalls the files while a process runs reaches no
        answer of it.
        """
        content = read_verified(folder)
        names = [field.name for field in fields(cls)]
        if missing := [name for name in names if f"{name}.npy" not in content]:
            raise DamagedIndexError(f"{folder}: the index has no {', '.join(missing)}")
        return cls(**{name: _array(content[f"{name}.npy"]) for name in names})


def _array(content: bytearray) -> NDArray[Any]:
    """The array that a file of NumPy holds, over its bytes; writable, as the compiler knows those just built."""
    head = BytesIO(content[:_HEAD])
    if np.lib.format.read_magic(head) != (1, 0):
        raise ValueError("an array in a format that is not read")
    shape, _, kind = np.lib.format.read_array_header_1_0(head)
    found: NDArray[Any] = np.frombuffer(content, kind, offset=head.tell()).reshape(shape)
    return found


_SPACE = 32
_HEAD = 4096
"""Bytes in which the head of a file of NumPy ends."""


_DECIDES = (
    "words.py",
    "forms.py",
    "build.py",
    "entries.py",
    "printed.py",
    "places.py",
    "facts_index.py",
    "identifiers.py",
    "known_as.py",
    "known_as.csv",
    "sounds.py",
    "spelling.py",
)
"""The files beside the kernel that decide an index's content."""


@cache
def _made_by() -> str:
    """A hash of what decides an index's content, so that one made by other code is never opened."""
    digest = hashlib.sha256()
    own = [Path(__file__).with_name(name) for name in _DECIDES]
    for source in (*own, *sorted((Path(__file__).parent / "kernel").glob("*.py"))):
        digest.update(source.read_bytes())
    return digest.hexdigest()[:16]


def index_folder(home: Path, fingerprint: str) -> Path:
    """Where the index of a state of the lists is kept; another one for another version of the code."""
    return home / "indexes" / f"{fingerprint}-{_made_by()}"


def form_hash(form: str) -> int:
    """A hash of a form, of 62 bits; the kernel hashes many at once (``hashes_of``)."""
    number, other = 5, 3
    for byte in form.encode():
        number = (number * 131 + byte + 7) & HASH_MASK
        other = (other * 8191 + byte + 1) & HASH_MASK
    return (number << 31) | other


def packed(forms: Sequence[str]) -> tuple[NDArray[np.uint8], NDArray[np.int64]]:
    """Forms behind each other as bytes, and where each begins."""
    lengths = np.fromiter(map(len, forms), dtype=np.int64, count=len(forms))
    at = np.concatenate([np.zeros(1, dtype=np.int64), np.cumsum(lengths)])
    return np.frombuffer(bytearray("".join(forms).encode()), dtype=np.uint8), at


@lru_cache(maxsize=1 << 16)
def word_hash(word: str) -> int:
    """The hash by which the kernel looks words up."""
    value = 5
    for byte in word.encode():
        value = (value * 131 + byte + 7) & HASH_MASK
    return value


def build_arrays(
    names: Iterable[str],
    entry: Sequence[int],
    weak: Sequence[bool],
    kernel: ModuleType,
    *,
    rarity: bool = True,
    kinds: Sequence[int] | None = None,
    bearers: Sequence[int] | None = None,
    speaks: Sequence[int] = (),
    facts: FactsIndex | None = None,
    asked: bool = False,
) -> Arrays:
    """Index names in any script; names that leave nothing to compare are kept but never found.

    ``rarity``: weigh words by how rare they are among the names as listed; False for a list too small to tell.
    ``kinds``, ``bearers``: of each name; listed ones, and of firms, unless said. ``asked``: the names are a book's.
    """
    texts = [*names]
    forms = [comparable(name) for name in texts]
    printed, printed_at = bytes_of(texts)
    text, text_at = packed(forms)
    kind = np.zeros(len(forms), dtype=np.uint8) if kinds is None else np.asarray(kinds, dtype=np.uint8)
    listed = [form for form, how in zip(forms, kind.tolist(), strict=True) if not how]
    words, weights = _word_weights(listed, rarity=rarity)
    word_at, places, weighed, keyed = kernel.words_of_all(text, text_at, words, weights)
    counts, grams = kernel.grams_of_all(text, text_at)
    offsets, postings = invert(counts, grams)
    gram_weights, norms = _weights(counts, grams, np.diff(offsets))
    equal = [equal_form(name) for name in texts]
    hashes = kernel.hashes_of(*packed(equal))
    order = np.argsort(hashes, kind="stable")
    bare = [joined_form(form) for form in equal]
    bared = kernel.hashes_of(*packed(bare))
    telling = np.argsort(bared, kind="stable")
    telling = telling[np.array([bool(form) for form in bare], dtype=np.bool_)[telling]]
    cores = kernel.cores_of_all(text, text_at, word_at, places, weighed)
    whole = np.argsort(cores, kind="stable")[np.count_nonzero(cores < 0) :]
    persons = [
        place
        for place, bearer in enumerate(() if bearers is None else bearers)
        if bearer == Bearer.PERSON and not kind[place]
    ]
    keys = (
        ((key, place) for place, form in enumerate(forms) for key in asked_keys(form))
        if asked
        else (
            (key, place)
            for place in persons
            for key in dict.fromkeys(listed_keys(forms[place], _family(texts[place])))
        )
    )
    sounds, sound_name = _sounds(keys, kernel)
    return Arrays(
        text, text_at, words, weights, word_at, places, weighed, keyed, offsets, postings, gram_weights, norms,
        np.asarray(entry, dtype=np.int32), np.asarray(weak, dtype=np.uint8),
        hashes[order], order.astype(np.int32), bared[telling], telling.astype(np.int32),
        cores[whole], whole.astype(np.int32),
        printed, printed_at, kind,
        np.zeros(len(forms), dtype=np.uint8) if bearers is None else np.asarray(bearers, dtype=np.uint8),
        np.asarray(speaks, dtype=np.int32), sounds, sound_name, _givens([texts[place] for place in persons]),
        *(facts or FactsIndex.empty()).columns,
    )  # fmt: skip


def pair_arrays(names: Sequence[str], bearers: Sequence[int], kernel: ModuleType) -> Arrays:
    """What is known of names that are held one by one against others, without what finds them among many.

    Words weigh as in business names at large, since no list tells how rare they are.
    """
    forms = [comparable(name) for name in names]
    printed, printed_at = bytes_of(names)
    text, text_at = packed(forms)
    words, weights = _common_weights()
    word_at, places, weighed, keyed = kernel.words_of_all(text, text_at, words, weights)
    many, hashes, numbers = len(forms), np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int32)
    return Arrays(
        text, text_at, words, weights, word_at, places, weighed, keyed, hashes, numbers, np.zeros(0), np.zeros(0),
        np.arange(many, dtype=np.int32), np.zeros(many, dtype=np.uint8), hashes, numbers, hashes, numbers, hashes,
        numbers, printed, printed_at, np.zeros(many, dtype=np.uint8), np.asarray(bearers, dtype=np.uint8), numbers,
        hashes, numbers, hashes, *FactsIndex.empty().columns,
    )  # fmt: skip


@cache
def _common_weights() -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """The weights of words that are common in business names at large."""
    return _word_weights([" ".join(sorted(LIGHT | GENERIC | TITLES))], rarity=False)


def _sounds(
    keys: Iterable[tuple[str, int]], kernel: ModuleType
) -> tuple[NDArray[np.int64], NDArray[np.int32]]:
    """Keys of names by their sound as hashes, sorted, with the number of the name of each."""
    keyed = [*keys]
    hashes = kernel.hashes_of(*packed([key for key, _ in keyed]))
    order = np.argsort(hashes, kind="stable")
    return hashes[order], np.array([place for _, place in keyed], dtype=np.int32)[order]


def _family(name: str) -> str:
    """The comparable form of the family name, where a comma parts it from the given names."""
    family, comma, _ = name.partition(",")
    return comparable(family) if comma else ""


def _givens(names: Iterable[str]) -> NDArray[np.int64]:
    """The words that stand behind the comma of persons' names far more often than before it."""
    family: Counter[str] = Counter()
    given: Counter[str] = Counter()
    for name in names:
        before, comma, after = name.partition(",")
        if comma:
            family.update(comparable(before).split())
            given.update(comparable(after).split())
    often = [word for word, count in given.items() if count >= _GIVEN and count >= _FAR_MORE * family[word]]
    return np.array(sorted(map(word_hash, often)), dtype=np.int64)


_GIVEN, _FAR_MORE = 3, 3


def bytes_of(texts: Sequence[str]) -> tuple[NDArray[np.uint8], NDArray[np.int64]]:
    """Texts in UTF-8 behind each other, and where each begins."""
    coded = [text.encode("utf-8", "surrogatepass") for text in texts]
    at = np.concatenate(
        [np.zeros(1, dtype=np.int64), np.cumsum(np.fromiter(map(len, coded), np.int64, len(coded)))]
    )
    return np.frombuffer(bytearray(b"".join(coded)), dtype=np.uint8), at


def _word_weights(forms: list[str], *, rarity: bool) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """Rarity of each word on the lists, tempered by what is common in business names at large."""
    seen = Counter(word for form in forms for word in set(form.split()))
    total = np.log(len(forms) + 1.0)
    weight: dict[int, float] = {}
    for word, count in seen.items():
        rare = float(np.log((len(forms) + 1.0) / (count + 0.5)) / total) if rarity else 0.9
        weight[word_hash(word)] = _tempered(word, rare)
    for word in LIGHT | GENERIC | TITLES:
        weight.setdefault(word_hash(word), _tempered(word, 0.8))
    hashes = np.array(sorted(weight), dtype=np.int64)
    return hashes, np.array([weight[int(hash_)] for hash_ in hashes], dtype=np.float64)


def _tempered(word: str, rare: float) -> float:
    """A weight from a rarity: light words at most 0.1, all others above it (the kernel tells them so apart)."""
    if word in LIGHT or word in TITLES:
        return min(max(0.15 * rare, 0.02), 0.1)
    return min(max(0.55 * rare if word in GENERIC else rare, 0.12), 1.0)


def invert(
    counts: NDArray[np.int64], grams: NDArray[np.int64]
) -> tuple[NDArray[np.int64], NDArray[np.int32]]:
    """Which names hold each gram: where its names begin, and the names, from how many grams each name has."""
    owners = np.repeat(np.arange(len(counts), dtype=np.int32), counts)
    frequency = np.bincount(grams, minlength=GRAM_BUCKETS)
    offsets = np.concatenate([np.zeros(1, dtype=np.int64), np.cumsum(frequency)])
    return offsets, owners[np.argsort(grams, kind="stable")]


def _weights(
    counts: NDArray[np.int64], grams: NDArray[np.int64], frequency: NDArray[np.int64]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """The weight of each gram by its rarity, and one over the length of each name's grams."""
    names = len(counts)
    owners = np.repeat(np.arange(names, dtype=np.int32), counts)
    rarity = np.log((names + 1.0) / (frequency + 0.5))
    weights = np.where(frequency > 0, rarity, np.log(2.0 * names + 2.0)) ** 2
    sums = np.bincount(owners, weights=weights[grams], minlength=names)
    return weights, 1.0 / np.sqrt(np.maximum(sums, 1e-9))
