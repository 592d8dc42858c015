"""Equal means equal: of a hundred thousand names of no list, those that are 1.00 are a listed name letter by letter.

    LICET_HOME=... python benchmarks/screening_equal.py [NAMES]

Names are those of registrants (``edgartools``), of traded companies (``investpy``, ``pytickersymbols``), and made
ones of persons and firms in many languages (``faker``). Prints those that are 1.00 and not the listed name by its
printed letters, when case, marks, punctuation and legal forms are set aside: a rule of the benchmark's own, which
knows nothing of how the engine compares. Names in other scripts are printed beside the listed name, to be read.
"""

from __future__ import annotations

import random
import re
import sys
import unicodedata
from collections.abc import Iterator
from importlib import import_module

from clean_names import fitted_names, registrants, reported_names

from licet.screening.words import FORMS, LEGAL, LONG_FORMS
from licet.services.determination import open_decider
from licet.storage.home import home_folder

LOCALES = (
    "ar_AA", "bg_BG", "cs_CZ", "da_DK", "de_DE", "el_GR", "en_GB", "en_IN", "en_US", "es_ES", "es_MX", "fa_IR",
    "fi_FI", "fr_FR", "he_IL", "hi_IN", "hu_HU", "hy_AM", "id_ID", "it_IT", "ja_JP", "ko_KR", "lt_LT", "nl_NL",
    "no_NO", "pl_PL", "pt_BR", "ro_RO", "ru_RU", "sk_SK", "sv_SE", "th_TH", "tr_TR", "uk_UA", "vi_VN", "zh_CN",
    "zh_TW",
)  # fmt: skip
SURE = 0.9999
SET_ASIDE = {
    *LEGAL,
    *FORMS,
    *["limited", "liability", "joint", "stock", "public", "closed", "open", "company", "and"],
}


def printed_letters(name: str) -> str:
    """The words of a name as printed without case, marks, punctuation and legal forms, run together.

    >>> printed_letters("Delta Electronics Co., Ltd.") == printed_letters("DELTA-ELECTRONICS GmbH")
    True
    >>> printed_letters("Delta Electronics") == printed_letters("Delta Electronic")
    False
    """
    apart = unicodedata.normalize("NFKD", name).casefold()
    plain = "".join(letter for letter in apart if not unicodedata.combining(letter))
    words = " ".join(re.findall(r"\w+", re.sub(r"['.`\u2019]", "", plain)))
    for long in sorted(LONG_FORMS, key=len, reverse=True):
        words = re.sub(rf"\b{long}\b", "", words)
    return "".join(word for word in words.split() if word not in SET_ASIDE)


def is_latin(name: str) -> bool:
    """Whether all letters of a name are Latin: others are not compared by printed letters."""
    return all("LATIN" in unicodedata.name(letter, "") for letter in name if letter.isalpha())


def clean_names(count: int) -> Iterator[str]:
    """So many names, a third of them of real companies."""
    real = list(dict.fromkeys((*registrants(), *reported_names(), *fitted_names())))
    yield from random.Random(1).sample(real, min(len(real), count // 3))
    maker, each = import_module("faker").Faker, (count - min(len(real), count // 3)) // len(LOCALES)
    maker.seed(17)
    for locale in LOCALES:
        made = maker(locale)
        for number in range(each):
            yield str(made.name() if number % 3 else made.company())


def main(count: int = 100_000) -> None:
    screener = open_decider(home_folder(), long_running=True).screener
    names = list(dict.fromkeys(clean_names(count)))
    found = screener.search_many([(name, None) for name in names], limit=3)
    sure = [
        (name, hits[0]) for name, hits in zip(names, found, strict=True) if hits and hits[0].score >= SURE
    ]
    named = [(name, screener.matched(hit)) for name, hit in sure]
    other = [pair for pair in named if not all(map(is_latin, pair))]
    false = [
        pair for pair in named if pair not in other and printed_letters(pair[0]) != printed_letters(pair[1])
    ]
    print(
        f"{len(names):,} names: {len(sure)} are 1.00 {[name for name, _ in sure][:20]}, {len(false)} falsely {false}"
    )
    print(f"{len(other)} in another script, which a person has to read: {other}")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
