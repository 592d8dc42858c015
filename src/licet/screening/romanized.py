"""Names as English texts write them: Korean and Cyrillic letters, and Russian names in German spelling."""

from __future__ import annotations

import re

from licet.screening.forms import comparable

__all__ = ["english_spelling", "hangul_names", "is_hangul_name", "written_in_german"]

_HANGUL_NAME = re.compile("[\uac00-\ud7a3]{2,4}")
_CYRILLIC = re.compile("[\u0400-\u04ff]")
_FAMILIES = {
    "gim": "kim", "i": "ri", "bak": "pak", "yi": "ri", "choe": "choe", "jeong": "jong", "jang": "jang", "jo": "jo",
    "gang": "kang", "no": "ro", "yu": "ryu", "yang": "ryang", "im": "rim", "o": "o", "gwon": "kwon", "go": "ko",
}  # fmt: skip
"""Family names as the South romanizes them, and as texts about the North write them."""
_RUSSIAN = frozenset(
    ["RU", "BY", "UA", "KZ", "KG", "UZ", "TJ", "TM", "AM", "GE", "AZ", "MD", "MN", "BG", "RS"]
)
_GERMAN = (("tsch", "ch"), ("sch", "sh"), ("ch", "kh"), ("w", "v"), ("j", "y"))
_GERMAN_SOUND = re.compile("|".join(german for german, _ in _GERMAN))
_TO_ENGLISH = dict(_GERMAN)


def is_hangul_name(name: str) -> bool:
    """Whether a name is two to four Korean syllables, so that it can be a person's."""
    return _HANGUL_NAME.fullmatch(name.replace(" ", "")) is not None


def hangul_names(name: str) -> tuple[str, ...]:
    """A Korean person's name by syllables: as the North writes it, and as the South does.

    >>> hangul_names("\uae40\uc815\uc740")
    ('kim jong un', 'gim jeong eun')
    """
    syllables = [comparable(syllable) for syllable in name.replace(" ", "")]
    family, given = syllables[0], syllables[1:]
    north = [_FAMILIES.get(family, family), *(part.replace("eo", "o").replace("eu", "u") for part in given)]
    return " ".join(north), " ".join(syllables)


def english_spelling(name: str) -> str | None:
    """A Cyrillic name whose words end in "oy", "yy" or "iy", with the endings that English texts prefer; else None.

    >>> english_spelling("\u0421\u0443\u0445\u043e\u0439"), english_spelling("Sukhoy")
    ('sukhoi', None)
    """
    if not _CYRILLIC.search(name):
        return None
    form = comparable(name)
    english = re.sub(r"(?<=[aeo])y\b", "i", re.sub(r"[iy]y\b", "y", form))
    return english if english != form else None


def written_in_german(name: str, country: str | None) -> str:
    """A name of a Russian or neighboring party in German spelling, as English texts write it; empty where it is none.

    >>> written_in_german("Suchoi", "RU"), written_in_german("Sewmasch", "RU"), written_in_german("Wagner", "DE")
    ('sukhoi', 'sevmash', '')
    """
    if country not in _RUSSIAN or not name.isascii():
        return ""
    english = _GERMAN_SOUND.sub(lambda found: _TO_ENGLISH[found[0]], name.lower())
    return english if english != name.lower() else ""
