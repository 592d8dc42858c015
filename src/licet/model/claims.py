"""License exceptions as exporters cite them: ``ENC (b)(3)(i)(A)``, ``740.17(b)(1)``, ``LVS, 15 CFR 740.3``."""

from __future__ import annotations

import re
from dataclasses import dataclass

from licet.rules.vocabulary import Cited

__all__ = ["ExceptionCited", "read_exception"]

_PARAGRAPH = re.compile(
    r"\(\s*[a-z]\s*\)(?:\s*\(\s*(?:\d{1,2}|[ivx]{1,5}|[a-z])\s*\))*"
    r"|(?<![a-z0-9.])[a-z]\.\d{1,2}(?:\.(?:\d{1,2}|[ivx]{1,5}|[a-z]))*(?![a-z0-9])",
    re.IGNORECASE,
)
_SECTION = re.compile(r"7\d\d\.\d{1,2}")
_WORD = re.compile(r"7\d\d\.\d{1,2}(?!\d)|\w+")
_LEVELS = ("[a-z]", r"\d{1,2}", "[ivx]{1,5}", "[A-Z]", r"\d{1,2}", "[ivx]{1,5}")
"""How the CFR letters its paragraphs, level by level (1 CFR 21.11)."""
_CAPITALS = 3
"""The level that has capital letters."""
_BESIDE = frozenset(
    (
        *("LICENSE", "LICENCE", "EXCEPTION", "EXCEPTIONS", "UNDER", "OF", "EAR", "15", "CFR"),
        *("SEC", "SECTION", "PAR", "PARA", "PARAGRAPH"),
    )
)
"""Words that stand beside a symbol and say nothing more."""
_NONE = "NLR"
"""What a filing says where no license is required: it claims no exception."""


@dataclass(frozen=True, slots=True)
class ExceptionCited:
    """What a citation says: the symbol, None where no exception is claimed, and the paragraph, None where none is."""

    symbol: str | None
    paragraph: str | None = None

    def __str__(self) -> str:
        return " ".join(filter(None, (self.symbol, self.paragraph)))


def read_exception(text: str, cited: Cited, symbol: str | None = None) -> ExceptionCited:
    """Read a citation; ``symbol``: that of the exception, where it is stated beside a paragraph.

    Raises ValueError that says what is wrong and what would be read.

    >>> from licet.regimes.registry import primary
    >>> known = primary().rulebook.vocabulary["license_exception_claimed"].cited
    >>> str(read_exception("740.17(b)(1)", known)), str(read_exception("lvs, 15 CFR 740.3", known))
    ('ENC (b)(1)', 'LVS')
    >>> str(read_exception("RPL (a)(2)(i)", known)), str(read_exception("STA (c)", known))
    ('RPL (a)', 'STA')
    """
    found = _PARAGRAPH.search(text)
    rest = text if found is None else f"{text[: found.start()]} {text[found.end() :]}"
    symbols, sections = set() if symbol is None else {symbol}, set()
    for word in _WORD.findall(rest):
        if _SECTION.fullmatch(word):
            sections.add(word)
        elif word.upper() in (*cited.symbols, _NONE):
            symbols.add(word.upper())
        elif word.upper() not in _BESIDE:
            raise ValueError(_unknown(text, cited) if symbol is None else _no_paragraph(text))
    named = _of_section(text, sections, cited)
    if len(symbols) > 1:
        raise ValueError(
            f"{text!r} names several license exceptions ({', '.join(sorted(symbols))}): claim one"
        )
    if symbols and named and not symbols & set(named):
        raise ValueError(f"{text!r}: 15 CFR {sections.pop()} is {' or '.join(named)}, not {symbols.pop()}")
    if not symbols and len(named) > 1:
        raise ValueError(f"{text!r} can be read as {' and as '.join(named)}: write the symbol")
    if not symbols and not named:
        raise ValueError(_unknown(text, cited))
    (read,) = symbols or named
    if read == _NONE:
        return ExceptionCited(None)
    if symbol is not None and found is None:
        raise ValueError(_no_paragraph(text))
    if found is None:
        return ExceptionCited(read)
    return ExceptionCited(read, cited.nearest(read, _canonical(text, found.group())))


def _of_section(text: str, sections: set[str], cited: Cited) -> tuple[str, ...]:
    """The exceptions of the section that is named, none where none is."""
    if not sections:
        return ()
    by_section = dict(cited.sections)
    found = [by_section.get(section, ()) for section in sections]
    if len(found) > 1 or not found[0]:
        raise ValueError(_unknown(text, cited))
    return found[0]


def _canonical(text: str, paragraph: str) -> str:
    pieces = re.findall(r"[a-z0-9]+", paragraph, re.IGNORECASE)
    lettered = [item.upper() if level == _CAPITALS else item.lower() for level, item in enumerate(pieces)]
    if len(lettered) > len(_LEVELS) or not all(map(re.fullmatch, _LEVELS, lettered)):
        raise ValueError(_no_paragraph(text))
    return "".join(f"({item})" for item in lettered)


def _no_paragraph(text: str) -> str:
    return f"{text!r} names no paragraph: write it as (b)(3)(i)(A)"


def _unknown(text: str, cited: Cited) -> str:
    known = ", ".join(sorted(cited.symbols))
    return (
        f"must be a license exception by its symbol, such as STA, ENC (b)(1) or 740.17(b)(1), not {text!r} "
        f"(known: {known})"
    )
