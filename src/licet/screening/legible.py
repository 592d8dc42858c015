"""Whether a name names somebody, and can be read to its end. One that cannot must not pass for a name on no list."""

from __future__ import annotations

import re

from anyascii import anyascii

from licet.screening.forms import MAX_LETTERS, comparable
from licet.screening.kernel import MAX_WORDS
from licet.screening.places import place_forms, without_places
from licet.screening.words import GENERIC, LIGHT, NOBODY, TITLES

__all__ = ["cannot_compare", "legible", "names_nobody", "well_compared"]

_WORDS = re.compile(r"[A-Za-z0-9]+|&")
_SURELY_FEW = MAX_WORDS // 4
"""No word is written out as more than four ("pjsc")."""
_READ = re.compile("[A-Za-z0-9&]")
_IDEOGRAPHS = re.compile("[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")


def legible(name: str) -> bool:
    r"""Whether something in a name can be compared, all of it is, and no word or ideograph is lost in romanizing.

    Rare ideographs have no reading in the tables of romanization, and a very long text, or one of very many words,
    is compared by its head alone: such a name would be found clear of a party that is listed by what was left out.
    A word that stands where a name should is no name at all (:func:`names_nobody`).

    >>> legible("华为"), legible("\u200b"), legible("\U00020002 Ltd"), legible("x" * 1000), legible("TBD")
    (True, False, False, False, False)
    """
    if len(name) > MAX_LETTERS or names_nobody(name):
        return False
    if name.isascii():
        return _READ.search(name) is not None and _few_words(name)
    ideographs = _IDEOGRAPHS.findall(name)
    whole = len(anyascii(name)) + 2 * len(ideographs) <= MAX_LETTERS  # each stands as a word of its own
    lost = any(map(_lost, name.split())) or not all(map(anyascii, ideographs))
    return whole and not lost and 0 < len(comparable(name).split()) <= MAX_WORDS


def names_nobody(name: str) -> bool:
    """Whether a text holds the place of a name and names no party: "unknown", "To order", "Cash customer 7", "4711".

    So does one letter, or a title or legal form with nothing beside it.

    >>> [names_nobody(name) for name in ("N/A", "TO BE ADVISED", "various customers", "12-678", "无", "3M")]
    [True, True, True, True, True, False]
    >>> [names_nobody(name) for name in ("Unknown Worlds Entertainment", "To the order of Bank Melli", "X Corp.")]
    [False, False, False]
    >>> [names_nobody(name) for name in ("X", "Mr.", "GmbH & Co. KG")]
    [True, True, True]
    """
    if name.isascii() and len(name) <= _LONGEST_FORM and _names_a_form(name):
        return True
    words = _LETTERS.findall(name.casefold())
    if not words:
        return any(map(str.isdecimal, name))
    return " ".join(words) in _NOBODY_AS_A_WHOLE or all(word in NOBODY for word in words)


_LETTERS = re.compile(r"[^\W\d_]+")
_FORMS = LIGHT | TITLES
_LONGEST_FORM = 40
"""Letters up to which a text can be a legal form alone ("Limited Liability Company")."""


def _names_a_form(name: str) -> bool:
    """Whether a text is one letter, or a legal form or title with nothing beside it."""
    bare = name.strip(" .,-")
    return (len(bare) == 1 and bare.isalpha()) or _FORMS.issuperset(comparable(name).split())


_NOBODY_AS_A_WHOLE = frozenset({"n a", "n v t", "k a", "s o", "à confirmer", "à définir", "por definir"})
"""Short for "not applicable", "as above" and their like in English, Dutch, German, French and Spanish."""


def well_compared(name: str) -> bool:
    """Whether a name without a hit can be found clear: it is given in Latin letters, as the lists give theirs.

    A name in another script may be translated on the lists, or romanized in a way that no table foresees: Huawei is
    written Хуавэй in Russian and is read back as "khuavei". Finding nothing then says nothing. A name that is given
    in Latin letters beside another script is compared by them, where they are more than a legal form or a place.

    >>> [well_compared(name) for name in ("Huawei", "华为 (Huawei)", "Хуавэй", "華為 Ltd", "Хуавэй Moscow")]
    [True, True, False, False, False]
    """
    if name.isascii() or not _OTHER_SCRIPT.search(name):
        return True
    words = comparable(_OTHER_SCRIPT.sub(" ", name)).split()
    telling = tuple(word for word in words if len(word) > 1 and word.isalpha() and word not in _SAYS_LITTLE)
    return any((word,) not in place_forms() for word in without_places(telling))


def cannot_compare(name: str, *, found: bool = False) -> str:
    """Why a name cannot be found clear against the lists, which are in Latin letters; empty where it can.

    ``found``: whether a listed party was met, by a name in its own script or by sound.

    >>> cannot_compare("Huawei Device Co., Ltd."), cannot_compare("Müller GmbH")
    ('', '')
    >>> cannot_compare("Хуавэй")
    'This name cannot be compared: it is not in Latin letters. Give the Latin name.'
    >>> cannot_compare("华为终端有限公司", found=True)
    ''
    """
    if names_nobody(name):
        return "This is no party's name. Give the full legal name."
    if not legible(name):
        return "This name cannot be compared: not all of it can be read. Give the Latin name."
    if found or well_compared(name):
        return ""
    return "This name cannot be compared: it is not in Latin letters. Give the Latin name."


_SAYS_LITTLE = LIGHT | GENERIC | TITLES
_OTHER_SCRIPT = re.compile(
    "[\u0370-\u1cff\u1f00-\u1fff\u2c00-\u2c5f\u2c80-\u2dff\u2e80-\ua6ff\ua800-\uab2f\uab70-\ufaff\ufb13-\ufdff"
    "\ufe70-\ufeff\uff66-\uffdc\U00010000-\U0001d3ff\U0001e000-\U0001efff\U00020000-\U0003ffff]"
)
"""Scripts other than Latin."""


def _few_words(name: str) -> bool:
    return len(_WORDS.findall(name)) <= _SURELY_FEW or len(comparable(name).split()) <= MAX_WORDS


def _lost(word: str) -> bool:
    """Whether a word of letters leaves nothing when it is romanized; signs of one letter often rightly do."""
    letters = [letter for letter in word if letter.isalpha()]
    return len(letters) > 1 and not anyascii(word).strip()
