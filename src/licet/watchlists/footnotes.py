"""The footnote numbers that ride as bare digits inside a license requirement.

Supplement No. 4 to 15 CFR Part 744 marks entries with footnotes 1 to 5 (foreign-direct-product and military
end-user rules). In the lists' plain text the superscripts became digits: ``734.9(e)1 ... EAR2`` is
footnotes 1 and 2, ``734.9(g),3`` is footnote 3, ``744.11 of the EAR)4`` is footnote 4. A digit inside a
section number (``746.8``), a paragraph (``(e)(2)``), ``EAR99`` or a coordinate is none.
"""

from __future__ import annotations

import re
from functools import lru_cache

__all__ = ["footnotes_of"]

_AFTER_PARAGRAPH = re.compile(r"\d{3}\.\d+(?:\s?\([A-Za-z0-9]{1,4}\))+,?\s?([1-9])(?![\d(]|\.\d)")
_AFTER_EAR = re.compile(r"\bEAR\.?\)?\.?\s?([1-9])(?!\d|\.\d)")


@lru_cache(maxsize=4_096)
def footnotes_of(requirement: str | None) -> tuple[int, ...]:
    """The footnote numbers printed in a license requirement, in order, each once.

    >>> footnotes_of("For all items subject to the EAR, see §§ 734.9(e)1 and 744.11 of the EAR2")
    (1, 2)
    """
    if not requirement:
        return ()
    digits = _AFTER_PARAGRAPH.findall(requirement) + _AFTER_EAR.findall(requirement)
    return tuple(sorted({int(digit) for digit in digits}))
