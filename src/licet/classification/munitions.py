"""The US Munitions List in outline: what to look at before an item is classified under the Commerce Control List."""

from __future__ import annotations

import math
from collections import Counter
from functools import cache, lru_cache
from importlib.resources import files

from licet.classification.questions import Form, ReviewQuestion
from licet.classification.words import content_words
from licet.rules.table import read_rows

__all__ = ["CATEGORIES", "munitions_question", "nearest_munitions"]

CATEGORIES = (
    "I firearms", "II guns and armament", "III ammunition", "IV rockets, missiles, bombs, mines, launch vehicles",
    "V explosives and propellants", "VI warships and naval equipment", "VII military ground vehicles",
    "VIII military aircraft", "IX military training equipment", "X personal protective equipment",
    "XI military electronics", "XII fire control, lasers, imaging, guidance", "XIII armor and other materials",
    "XIV toxicological agents and their equipment", "XV spacecraft", "XVI nuclear weapons items",
    "XVII classified items", "XVIII directed energy weapons", "XIX military gas turbine engines",
    "XX submersible vessels", "XXI what the Department of State names",
)  # fmt: skip
"""What the categories of 22 CFR 121.1 are about, in words of our own."""
_NEAREST, _ENOUGH = 4, 6.0


@cache
def _outline() -> tuple[tuple[str, str, frozenset[str]], ...]:
    """Where each described paragraph stands, in words, and its stems."""
    rows, _ = read_rows(files("licet.regimes.us_itar") / "tables" / "usml.csv")
    texts = {row["cite"].rpartition("Cat. ")[2]: row["description"] for row in rows if row["description"]}
    return tuple((place, text, frozenset(content_words(text))) for place, text in texts.items())


@lru_cache(maxsize=256)
def nearest_munitions(description: str) -> tuple[str, ...]:
    """The paragraphs of the outline that share the rarest words with a description, the nearest first."""
    said = frozenset(content_words(description))
    often = Counter(word for _, _, words in _outline() for word in words)
    scores = {
        f"{place}: {text}": sum(math.log(len(_outline()) / often[word]) for word in words & said)
        for place, text, words in _outline()
    }
    common = {f"{place}: {text}": len(words & said) for place, text, words in _outline()}
    near = sorted(scores, key=lambda text: (-scores[text], text))[:_NEAREST]
    return tuple(text for text in near if scores[text] >= _ENOUGH and common[text] > 1)


def munitions_question(description: str) -> ReviewQuestion:
    """Whether the US Munitions List describes an item, with its outline."""
    near = nearest_munitions(description)
    return ReviewQuestion(
        "usml",
        "Is it described on the US Munitions List, in a catch-all paragraph or otherwise?",
        Form.YES_NO,
        "15 CFR Part 774 Supp. 4 (a); 22 CFR 121.1",
        "What the US Munitions List describes is not on the Commerce Control List.",
        shown=(
            f"Its categories: {'; '.join(CATEGORIES)}.",
            *(f"Perhaps near in its outline: {text}" for text in near),
        ),
    )
