"""The hot kernel: candidates from the inverted index and features of each, no object of Python per candidate.

One source, two ways to run it: :mod:`licet.screening.compiled` compiles it with numba for bulk work, and a
single name is answered by running it as it is, which spares the half second that numba takes to import. All
numbers fit in signed 64 bits, so that both give the same answers. Its modules import each other by relative
names, so that the compiled ones meet the compiled ones.

Names arrive as bytes of their comparable forms: words of ``a-z0-9&`` with single spaces between them.
"""

from .candidates import candidates
from .grams import GRAM_BUCKETS, grams_of, grams_of_all
from .holding import cores_of_all, holders_of
from .letters import MAX_WORDS, hashes_of, words_of
from .measure import FEATURES, LIGHT
from .order import places_of
from .pairs import measure_pairs
from .score import DEPTH, TELLING, scores_of, waterfall_of
from .search import first_look, search_many
from .weigh import words_of_all

__all__ = [
    "DEPTH",
    "FEATURES",
    "GRAM_BUCKETS",
    "LIGHT",
    "MAX_WORDS",
    "TELLING",
    "candidates",
    "cores_of_all",
    "first_look",
    "grams_of",
    "grams_of_all",
    "hashes_of",
    "holders_of",
    "measure_pairs",
    "places_of",
    "scores_of",
    "search_many",
    "waterfall_of",
    "words_of",
    "words_of_all",
]
