"""An ECCN as people write it, in canonical form: ``3a001A7``, ``3A001.A.7.`` and ``3A001(a)(7)`` are 3A001.a.7."""

from __future__ import annotations

import re

__all__ = ["canonical_eccn"]

_EAR99 = re.compile(r"EAR[\s-]?99", re.IGNORECASE)
_NUMBER = re.compile(r"(?P<base>\d[A-E]\d{3})(?P<rest>.*)", re.IGNORECASE)
_BREAK = r"[.\s()]+"
_STEPS = re.compile(rf"(?:(?:{_BREAK}|(?<=\d))[a-z]|(?:{_BREAK}|(?<=[a-z]))\d{{1,3}})*[.\s)]*", re.IGNORECASE)
_STEP = re.compile(r"[a-z]|\d+")


def canonical_eccn(text: str) -> str | None:
    """The ECCN, its letter of the product group a capital and its paragraphs small; None where it is none.

    >>> canonical_eccn("3a001A7"), canonical_eccn("5A992 (c)"), canonical_eccn("ear 99"), canonical_eccn("3A0017")
    ('3A001.a.7', '5A992.c', 'EAR99', None)
    """
    plain = text.strip()
    if _EAR99.fullmatch(plain):
        return "EAR99"
    match = _NUMBER.fullmatch(plain)
    if match is None or not _STEPS.fullmatch(plain, len(match["base"])):
        return None
    return ".".join((match["base"].upper(), *_STEP.findall(match["rest"].lower())))
