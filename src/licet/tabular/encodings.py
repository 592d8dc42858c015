"""Which of the encodings older than Unicode a text is in: of Europe, or of East Asia.

Every one of them reads nearly every file. The right one gives letters in use, and a wrong one rare or odd ones.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable

__all__ = ["guess_encoding"]

_SAMPLE = 200_000
_HIGH = re.compile(rb"[\x80-\xff]")
_SINGLE = re.compile(r"(?<![^\x00-\x7f])[^\x00-\x7f]{1,2}(?![^\x00-\x7f])")
_APART = re.compile(r"(?<![A-Za-z\x80-\U0010ffff])[\x80-\U0010ffff]+(?![A-Za-z\x80-\U0010ffff])")
_IN_A_WORD = re.compile(r"[£¥](?=[^\W\d_])|(?<=[^\W\d_])[\xa1-\xbf](?=[^\W\d_])")
"""Signs that stand in no word: there they are letters of another alphabet."""
_PLACES = {"cp1252": _SINGLE, "cp1250": _SINGLE, "cp1251": _APART}
"""Where letters of an alphabet stand: one or two with marks among plain ones, Cyrillic ones in words of their own."""
_NAMES = {"cp1252": "Windows-1252", "cp1250": "Windows-1250", "cp1251": "Windows-1251", "gb18030": "GB 18030",
          "big5": "Big5", "cp932": "Shift JIS (cp932)", "cp949": "Korean (cp949)"}  # fmt: skip


def guess_encoding(content: bytes) -> tuple[str, str]:
    """The codec of a text that is not Unicode, and its name for people; Windows-1252 where nothing tells."""
    lines = [line for line in content[:_SAMPLE].split(b"\n") if _HIGH.search(line)]
    sample = b"\n".join(lines)
    scores = {codec: _score(sample, codec, usual) for codec, usual in _USUAL.items()}
    best = max(scores, key=lambda codec: scores[codec])  # of equal ones the first
    return best, _NAMES[best]


def _score(sample: bytes, codec: str, usual: Callable[[str], bool]) -> float:
    """The share of the letters beyond ASCII that are in general use; 0 where the text cannot be in this encoding."""
    try:
        text = sample.decode(codec)
    except UnicodeDecodeError:
        if codec != "cp1252":
            return 0.0
        text = sample.decode(codec, "replace")
    beyond = sum(letter > "\x7f" for letter in text)
    where = _PLACES.get(codec)
    if codec == "cp1252":
        text = _IN_A_WORD.sub("\ufffd", text)
    counted = text if where is None else "".join(found[0] for found in where.finditer(text))
    return sum(usual(letter) for letter in counted if letter > "\x7f") / beyond if beyond else 0.0


_MARKS = frozenset("€£¥°§\u00b4·\u2013\u2014\u2018\u2019“”„…•«»¿¡ºª²³µ½©®™±\u00d7\u00a0")
"""Signs of Western Europe."""


def _western(letter: str) -> bool:
    return letter in _MARKS or (letter.isalpha() and letter not in "ªºµƒˆ" and "LATIN" in _name(letter))


def _central(letter: str) -> bool:
    return letter in "€°§\u2013\u2014\u2018\u2019“”„…«»\u00a0" or (
        letter.isalpha() and "LATIN" in _name(letter)
    )


def _cyrillic(letter: str) -> bool:
    return "\u0410" <= letter <= "\u044f" or letter in "ЁёІіЇїЄєҐґ№«»\u2013\u2014“”\u00a0"


def _name(letter: str) -> str:
    return unicodedata.name(letter, "")


def _lead(letter: str, codec: str) -> int:
    """The first of two bytes of a letter; 0 where the codec has it not as two."""
    try:
        found = letter.encode(codec)
    except UnicodeEncodeError:
        return 0
    return found[0] if len(found) == 2 else 0  # noqa: PLR2004


_OF_EAST_ASIA = "\u3000-\u303f\uff01-\uff5e\uffe0-\uffe6"
_WIDE = re.compile(f"[{_OF_EAST_ASIA}]")


def _chinese(letter: str) -> bool:
    return _lead(letter, "gb2312") in _LEVEL_ONE or _WIDE.match(letter) is not None


def _traditional(letter: str) -> bool:
    return _lead(letter, "big5") in _FREQUENT or _WIDE.match(letter) is not None


def _japanese(letter: str) -> bool:
    kana = "\u3041" <= letter <= "\u30ff"
    return kana or _lead(letter, "shift_jis") in _KANJI or _WIDE.match(letter) is not None


def _korean(letter: str) -> bool:
    return _lead(letter, "euc_kr") in _HANGUL or _WIDE.match(letter) is not None


_LEVEL_ONE, _FREQUENT, _KANJI, _HANGUL = (
    range(0xB0, 0xD8), range(0xA4, 0xC7), range(0x88, 0x98), range(0xB0, 0xC9),
)  # fmt: skip
"""First bytes of the letters that each standard puts first because they are in general use."""
_USUAL: dict[str, Callable[[str], bool]] = {
    "cp1252": _western, "cp1250": _central, "cp1251": _cyrillic, "cp949": _korean, "gb18030": _chinese,
    "cp932": _japanese, "big5": _traditional,
}  # fmt: skip
"""By codec, in the order in which equal ones are taken: all usual Hangul are usual letters of Chinese as well."""
