"""Comparable forms: what is left of a name when spelling, script and decoration are taken away.

A form is lower-case Latin letters and digits in words, legal forms and common abbreviations written one way,
whatever the script: "华为技术有限公司" comes near "Huawei Tech. Co., Ltd.".
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import cache, lru_cache

from anyascii import anyascii

from licet.screening.words import (
    EXPANDED,
    FAMILIES,
    FORMS,
    GENERIC,
    LAST_OF_FORMS,
    LIGHT,
    LONG_FORMS,
    PHRASES,
    SLIPS,
    WRITTEN_OUT,
)

__all__ = [
    "MAX_LETTERS",
    "bare_form",
    "comparable",
    "equal_form",
    "in_syllables",
    "is_syllable",
    "joined_form",
    "plain_words",
    "syllables_in",
    "written",
]

MAX_LETTERS = 400
"""Letters of a name that are compared; a longer text is no name, and its head decides."""

_LOOKALIKES = str.maketrans(
    "асеорхуіѕјԁԛԝһАВЕКМНОРСТХУІЅЈαβεικνορτυχΑΒΕΖΗΙΚΜΝΟΡΤΥΧɑցοօ",
    "aceopxyisjdqwhABEKMHOPCTXYISJaveikvoptuxABEZHIKMNOPTYXagoo",
)
"""Cyrillic, Greek and Armenian letters that look like Latin ones."""

_INVISIBLE = re.compile(r"[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180e\u200b-\u200f\u202a-\u202e"
                        r"\u2060-\u206f\ufe00-\ufe0f\ufeff\U000e0000-\U000e0fff]")  # fmt: skip
_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f]")
"""Controls that are no space: invisible, so that they part no word."""
_DROPPED = re.compile(r"['`’‘ʼ´ʻʿʾ]")
_DOTTED = re.compile(r"(?<=\b[a-z0-9])\.(?=[a-z0-9]\b)")
_SLASHED = re.compile(r"\b([aikps])/([as])\b(?!/)")
"""A legal form of two letters: "A/S", "S/A"."""
_ASSIMILATED = re.compile(r"\b[aeou](?:([dnrstz])-(?=\1[a-z]{2})|([dst]h)-(?=\2[a-z]{2}))|\bul-(?=[a-z]{3})")
"""The Arabic article as it is heard: "az-Zawahiri", "ud-Din", "ul-Haq"."""
_ORDINAL = re.compile(r"\b(?!1st\b)(\d+)(?:st|nd|rd|th)\b")
"""A number in a row; "1st" is written out as a word, since "first" is one of business names."""
_WORDS = re.compile(r"[a-z0-9]+|&")
_LATIN = re.compile(r"[A-Za-z]")
_READ_AS_FORMS = frozenset({"ao", "zao", "pao"})
"""Syllables of Chinese that are legal forms in Russian."""
_HAN = re.compile(r"[\u3400-\u9fff\uf900-\ufaff]")
_ARABIC = re.compile(r"[\u0620-\u06ff]")
_ARTICLE = re.compile(r"\bال(?!له\b)(?=\w{2})")
_LONG_VOWEL = re.compile(r"(?<=\w)[ويی](?!ا)")
_ALIFS = str.maketrans("اأإآٱىةؤئ", "aaiaaaaui")
"""Letters that are read as vowels, which a letter-by-letter table leaves out."""
_DOUBLED = re.compile(r"([a-z])\1")
_FAMILY = {name: names.split()[0] for names in FAMILIES for name in names.split()}


@lru_cache(maxsize=1 << 14)
def comparable(name: str) -> str:
    """The comparable form of a name; empty when nothing that can be compared is left.

    >>> comparable("HUAWEI Tech. Co., Ltd.")
    'huawei technology company limited'
    """
    kept = _READ_AS_FORMS if in_syllables(name) else frozenset()
    return " ".join(
        [full for word in plain_words(name) for full in ((word,) if word in kept else written(word))]
    )


def equal_form(name: str) -> str:
    """The form in which equal names are equal: letters and script, legal forms written out, and nothing guessed.

    Titles stay, and no other word is taken for one misspelled, shortened, inflected or translated.

    >>> equal_form("Delta Electronics Ltd.") == equal_form("DELTA ELECTRONICS, LIMITED")
    True
    >>> equal_form("Delta Electronics Ltd.") == equal_form("Delta Electronic Ltd.")
    False
    """
    kept = _READ_AS_FORMS if in_syllables(name) else frozenset()
    words = (
        (word,) if word in kept or word in SLIPS else FORMS.get(word, (word,)) for word in plain_words(name)
    )
    return " ".join([full for word in words for full in word])


def bare_form(equal: str) -> str:
    """What an equal form says without legal forms and the like, abbreviations and translations written out.

    Of a name of nothing but legal forms its shorter ones.

    >>> bare_form(equal_form("PTE OOO"))
    'pte'
    >>> bare_form(equal_form("OOO Center")) == bare_form(equal_form("Center Co., Ltd."))
    True
    """
    words = [
        full
        for word in equal.split()
        for full in ((word,) if word in SLIPS else WRITTEN_OUT.get(word, (word,)))
    ]
    return " ".join(
        [word for word in words if word not in LIGHT] or [word for word in words if word not in _FULL]
    )


def joined_form(equal: str) -> str:
    """The bare form of an equal one, a long one without spaces, so that it is the same wherever they stand.

    >>> joined_form(equal_form("Vanderbilt Corp")) == joined_form(equal_form("Van der Bilt Corp"))
    True
    >>> joined_form(equal_form("H & M")), joined_form(equal_form("HM"))
    ('h m', 'hm')
    """
    bare = bare_form(equal)
    together = bare.replace(" ", "")
    return together if len(together) >= _LONG_TOGETHER else bare


_LONG_TOGETHER = 9
"""Letters of a name from which it is the same wherever its spaces stand."""


_FULL = frozenset(word for full in EXPANDED.values() for word in full)


def in_syllables(name: str) -> bool:
    """Whether a name is written in Chinese characters, each of which is read as a syllable."""
    return not name.isascii() and _HAN.search(name) is not None


def syllables_in(name: str) -> int:
    """The Chinese characters of a name that is written in nothing else; 0 where it has other letters.

    >>> syllables_in("王小明"), syllables_in("王 (Wang)"), syllables_in("Wang")
    (3, 0, 0)
    """
    characters = _HAN.findall(name)
    others = any(letter.isalnum() for letter in _HAN.sub("", name)) if characters else True
    return 0 if others else len(characters)


def is_syllable(word: str) -> bool:
    """Whether a word is a syllable of Chinese as pinyin writes it.

    >>> [is_syllable(word) for word in ("zhang", "wei", "omar", "li", "strong")]
    [True, True, False, True, False]
    """
    return _SYLLABLE.fullmatch(word) is not None


_SYLLABLE = re.compile(
    "(?:[zcs]h|[bpmfdtnlgkhjqxrzcswy])?"
    "(?:a|ai|an|ang|ao|e|ei|en|eng|er|i|ia|ian|iang|iao|ie|in|ing|io|iong|iu|o|ong|ou|u|ua|uai|uan|uang|ue|ui|un|uo)"
)


@lru_cache(maxsize=1 << 16)
def written(word: str) -> tuple[str, ...]:
    """One word written out, in the form that its abbreviations and romanizations share."""
    family = _FAMILY.get(word) or _FAMILY.get(_DOUBLED.sub(r"\1", word))
    if family:
        return (family,)
    plain = EXPANDED.get(word)
    if plain is None and word not in _COMMON and len(word) >= _SHORTEST:
        meant = _meant(word)
        plain = EXPANDED.get(meant, [meant])
    return tuple(plain or (word,))


_LONG, _SHORTEST = 7, 4
"""From this length on a word that is one letter from a common one is taken for it misspelled; without its
vowels it may be as short as the second. Shorter ones are too often names of people (Martin, Winter, Sharma)."""


def _meant(word: str) -> str:
    """The common word that a misspelled one stands for, or the word itself.

    One letter wrong, missing, added or swapped, or all inner vowels left out.
    """
    if word in _VOWELLESS:
        return _VOWELLESS[word]
    if len(word) < _LONG - 1:
        return word
    for spelling in _maybe_near(word):
        near = _NEAR.get(spelling)
        if near is not None and near[0] == word[0] and abs(len(near) - len(word)) <= 1:
            return near
    return word


def _maybe_near(word: str) -> Iterator[str]:
    """The word, and it with one letter left out, as far as either half of it begins or ends a spelling that is known.

    A letter left out of the first half leaves the second as it is, and the other way round.
    """
    half = len(word) // 2
    yield word
    if word[-_HALF:] in _ENDS:
        yield from (word[:place] + word[place + 1 :] for place in range(half))
    if word[:_HALF] in _BEGINNINGS:
        yield from (word[:place] + word[place + 1 :] for place in range(half, len(word)))


def _shortened(word: str) -> Iterator[str]:
    """The word with each letter left out in turn."""
    return (word[:place] + word[place + 1 :] for place in range(len(word)))


def _without_vowels(word: str) -> str:
    return word[0] + "".join(letter for letter in word[1:-1] if letter not in "aeiou") + word[-1]


_COMMON = frozenset(word for word in {*EXPANDED, *LIGHT, *GENERIC} if len(word) >= _LONG)
_NEAR = {spelling: word for word in sorted(_COMMON) for spelling in (word, *_shortened(word))}
_HALF = 3
"""Letters of a half that are compared: words have six or more."""
_BEGINNINGS = frozenset(spelling[:_HALF] for spelling in _NEAR)
_ENDS = frozenset(spelling[-_HALF:] for spelling in _NEAR)
_VOWELLESS = {_without_vowels(word): word for word in sorted(_COMMON)}


@lru_cache(maxsize=1 << 14)
def plain_words(name: str) -> tuple[str, ...]:
    """The words of a name in small Latin letters and digits, legal forms of several words in one.

    >>> plain_words("Zarya S.p.A."), plain_words("Zarya Société Anonyme")
    (('zarya', 'spa'), ('zarya', 'sa'))
    """
    text = name[: 4 * MAX_LETTERS]
    if not text.isprintable():
        text = _CONTROLS.sub("", text)
    if not text.isascii():
        text = _latin(text)
    text = text.lower()[:MAX_LETTERS]
    if "'" in text or "`" in text or not text.isascii():
        text = _DROPPED.sub("", text)
    if "-" in text:
        text = _ASSIMILATED.sub("al ", text)
    if "." in text:
        text = _DOTTED.sub("", text)
    if "/" in text:
        text = _SLASHED.sub(r"\1\2", text)
    words = _WORDS.findall(text)
    if _ORDINAL.search(text):
        words = [_ORDINAL.sub(r"\1", word) for word in words]
    if len(words) > _PAIR and sum([len(word) == 1 for word in words]) > _PAIR:
        words = _SPELLED.sub(_together, " ".join(words)).split()
    if "gongsi" in words:
        words = _in_english(words)
    if not LAST_OF_FORMS.isdisjoint(words):
        words = _written_out().sub(lambda found: LONG_FORMS[found[0]], " ".join(words)).split()
    return tuple(words)


def _in_english(words: list[str]) -> list[str]:
    """The words of a Chinese firm's name in pinyin ("Haiguang Jishu Youxian Gongsi"), common ones in English."""
    phrases, phrase = _pinyin_words()
    return phrase.sub(lambda found: phrases[found[0]], " ".join(words)).split()


@cache
def _pinyin_words() -> tuple[dict[str, str], re.Pattern[str]]:
    """Common words of Chinese names as pinyin writes them, in one word or two, with their English."""
    phrases: dict[str, str] = {}
    for chinese, english in PHRASES.items():
        parts = [_syllable(character) for character in chinese]
        halves = ["".join(parts[at : at + _PAIR]) for at in range(0, len(parts), _PAIR)]
        phrases |= {" ".join(halves): english, "".join(parts): english}
    return phrases, re.compile(rf"\b(?:{'|'.join(sorted(phrases, key=len, reverse=True))})\b")


@cache
def _written_out() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(sorted(LONG_FORMS, key=len, reverse=True))})\b")


_PAIR = 2
_SPELLED = re.compile(r"\b[a-z](?: [a-z]\b){2,}")
"""Three letters or more with spaces between, as "L L C": one word."""


def _together(found: re.Match[str]) -> str:
    """Letters with spaces between as one word; four that are no legal form are two pairs of initials."""
    word = found[0].replace(" ", "")
    pairs = len(word) == 2 * _PAIR and word not in EXPANDED and word not in LIGHT
    return f"{word[:_PAIR]} {word[_PAIR:]}" if pairs else word


def _latin(text: str) -> str:
    """Any script to Latin letters: invisible marks out, lookalikes folded, the rest romanized."""
    text = _INVISIBLE.sub("", unicodedata.normalize("NFKC", text).replace("\xa0", " "))
    if _LATIN.search(text):
        text = " ".join(_fold_lookalikes(word) for word in text.split())
    if _HAN.search(text):
        text = _pinyin(text)
    if _ARABIC.search(text):
        text = _ARTICLE.sub("al ", text)
        text = _LONG_VOWEL.sub(lambda found: "u" if found[0] == "و" else "i", text).translate(_ALIFS)
    return anyascii(text)


def _fold_lookalikes(word: str) -> str:
    """Lookalike letters of a word among Latin ones are Latin; a word of another script stays."""
    if word.isascii():
        return word
    folded = word.translate(_LOOKALIKES)
    return folded if folded.isascii() or _LATIN.search(word) else word


def _pinyin(text: str) -> str:
    """Chinese characters as pinyin, one word a character, with common words in English."""
    stripped = text.strip()
    if (
        stripped[0] in _SURNAMES
        and 1 < len(stripped) <= _LONGEST_PERSON
        and len(_HAN.findall(text)) == len(stripped)
    ):
        text = f" {_SURNAMES[stripped[0]]} {stripped[1:]}"
    plain = " ".join(_HAN.sub(lambda found: f" {_syllable(found[0])} ", text).split())
    phrases, phrase = _phrases()
    return phrase.sub(lambda found: phrases[found[0]], plain)


def _syllable(character: str) -> str:
    return _READINGS.get(character) or anyascii(character).strip().lower()


_READINGS = {"沈": "shen", "瀋": "shen", "翟": "zhai", "曾": "zeng", "缪": "miao", "繆": "miao", "覃": "qin"}
"""Characters that are read otherwise in names than in the table of romanization."""
_SURNAMES = {"单": "shan", "單": "shan", "解": "xie", "查": "zha", "仇": "qiu", "盖": "ge", "蓋": "ge", "区": "ou",
             "區": "ou", "薄": "bo", "卜": "bu", "乐": "yue", "樂": "yue", "召": "shao"}  # fmt: skip
"""Characters that are read otherwise where a person's name begins with them."""
_LONGEST_PERSON = 4


@cache
def _phrases() -> tuple[dict[str, str], re.Pattern[str]]:
    """Common words of Chinese names as they are read, with their English, and what finds them."""
    phrases = {" ".join(map(_syllable, chinese)): english for chinese, english in PHRASES.items()}
    return phrases, re.compile(rf"\b(?:{'|'.join(sorted(phrases, key=len, reverse=True))})\b")
