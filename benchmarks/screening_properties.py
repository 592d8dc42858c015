"""What changes nothing changes nothing: every listed name with a form, a country, marks or case added or dropped.

    LICET_HOME=... python benchmarks/screening_properties.py [STEP [FIRST]]

Asks every name of the lists adopted in ``LICET_HOME`` (every STEP-th from FIRST on) as it is listed and changed, and
names those that were a hit and became clear; then with a country stated, the entry's own and another one.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Mapping
from types import MappingProxyType

from licet.screening.printed import NameKind
from licet.services.determination import open_decider
from licet.storage.home import home_folder

_FORM = re.compile(
    r",?\s*\b(co\.?,? ltd\.?|ltd\.?|llc|inc\.?|gmbh|ooo|limited|corp\.?|s\.a\.|jsc|pjsc)\s*$", re.IGNORECASE
)
_APOSTROPHES = re.compile("['`\u2019\u02bc]")
_LEAST = 3
_COMPARED = 300
"""Letters of a name from which what is added no longer belongs to what is compared."""


def without_form(name: str) -> str:
    """A name without the legal form in which it ends."""
    bare = _FORM.sub("", name)
    return bare if len(bare) >= _LEAST else name


def without_marks(name: str) -> str:
    """A name without punctuation."""
    return re.sub(r"[^\w\s&]", " ", _APOSTROPHES.sub("", name))


def other_and(name: str) -> str:
    """A name with an ampersand for "and", or the other way round."""
    if "&" in name:
        return name.replace("&", " and ")
    return re.sub(r"\band\b", "&", name, flags=re.IGNORECASE)


CHANGES: Mapping[str, Callable[[str], str]] = MappingProxyType(
    {
        "Ltd behind": "{} Ltd".format,
        "Co., Ltd. behind": "{} Co., Ltd.".format,
        "OOO before": "OOO {}".format,
        "legal form dropped": without_form,
        "country behind a comma": "{}, Germany".format,
        "country in brackets": "{} (Germany)".format,
        "in brackets": "({})".format,
        "M/s. before": "M/s. {}".format,
        "attn behind": "{}, attn. Mr. Miller".format,
        "capitals": str.upper,
        "small letters": str.lower,
        "no marks": without_marks,
        "THE before": "THE {}".format,
        "and for &, & for and": other_and,
        "c/o before": "Fast Freight c/o {}".format,
    }
)


def main(step: int = 1, first: int = 0) -> None:
    screener = open_decider(home_folder(), long_running=True).screener
    own = {
        name.text: next(iter(screener.entries.countries(name.entry)), None)
        for name in screener.entries.names()
        if name.kind is NameKind.LISTED
    }
    listed = sorted(own)[first::step]
    before = screener.find_many([(name, None) for name in listed])
    clear = [name for name, hits in zip(listed, before, strict=True) if not hits]
    print(f"{len(listed)} listed names; clear as listed: {clear}")
    for title, change in CHANGES.items():
        changed = [change(name) for name in listed]
        after = screener.find_many([(name, None) for name in changed])
        lost = [
            name
            for name, old, new in zip(changed, before, after, strict=True)
            if old and not new and len(name) <= _COMPARED
        ]
        print(f"{title:24}: became clear {len(lost)} {lost[:5]}", flush=True)
    for title, stated in (("own country", own), ("another country", dict.fromkeys(own, "NZ"))):
        after = screener.find_many([(name, stated[name]) for name in listed])
        lost = [name for name, old, new in zip(listed, before, after, strict=True) if old and not new]
        print(f"{title:24}: became clear {len(lost)} {lost[:5]}", flush=True)


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
