"""The numbers that identify a party: passports, registrations, tax and bank codes, IMO numbers, call signs, wallets.

A number that tells enough alone is compared without its kind. One that is shorter is compared with its kind where
the text says one ("Registration ID 878"); without a kind, from four letters and digits on, it asks a person.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

__all__ = ["asked_numbers_of", "may_be_number", "numbers_of", "short_numbers_of"]

_LEAST_LETTERS = 6
"""Letters and digits below which a number identifies nobody unless its kind is said."""
_LEAST_DIGITS = 4
_MIXED_LETTERS, _MIXED_DIGITS = 7, 2
"""Letters and digits of a number that is letters for the most part, as of a passport ("C17HLRL3")."""
_LEAST_OF_A_KIND, _LEAST_SHORT = 3, 4
"""Letters of a short number that is compared with its kind, and of one that is compared without."""
_TOKEN = re.compile("[0-9A-Z]+")
_LABEL = re.compile(r"^(?:IMO|MMSI|USCC|VAT|TAX|ID|NO|REG|PASSPORT|NUMBER)+(?=\d)")
_BANK_CODE = re.compile(r"(?:^|\b(?:SWIFT|BIC)\b[\s,:]*)([A-Z]{6}[A-Z0-9]{2}(?:[A-Z0-9]{3})?)(?![A-Z0-9])")
"""ISO 9362: four letters of the bank, two of its country, two of the place and three of the branch."""
_AIRCRAFT = re.compile(
    r"(?:^(?=[A-Z0-9]{1,2}-[A-Z]{3,4}$|N\d{1,5}[A-Z]{0,2}$)|\bTAIL (?:NUMBER|NO\.?)[\s,:]*)([A-Z0-9]+(?:-[A-Z0-9]+)?)"
)
"""A mark of nationality and registration (annex 7 of the Chicago Convention): "EP-MMH", "N200VR"."""
_KINDS = re.compile(
    r"\b(PASSPORT|REGIST|TAX|R\.?F\.?C|NATIONAL|IDENTIFICATION|IDENTITY|LICEN[CS]E|"
    r"CALL SIGN|CERTIFICATE|CEDULA|V\.?A\.?T|C\.R\.)"
)
_CALL_SIGN = "CALL SIGN"
_CALL_SIGNS = re.compile(r"CALL SIGN[\s,:]*([A-Z0-9]+)")
_HEAD_OFFICE, _BRANCH_CODE = "XXX", 11
"""How the code of a bank's head office ends, and the letters of a code with the branch."""
_DIGITS_ENOUGH = re.compile(r"(?:\d\D*){4}")
_SHORT_NUMBER = re.compile(r"[A-Z0-9]*\d[A-Z0-9]*")
_NUMBER_BEGINS = re.compile(r"\b(?:[A-Z] )?[A-Z0-9/.\-]*\d")
_THOUSANDS = re.compile(r"(?<=\d),(?=\d{3}\b)")
_NO_IDENTIFIER = re.compile(
    r"^\W*(?:gender|(?:listing|effective|issue|expiry) date|purchase/sales|executive order|secondary sanctions|"
    r"additional sanctions|transactions prohibited|target type|organization (?:established|type)|nationality|"
    r"issuer name|vessel (?:type|flag|owner|year)|gross |deadweight|website|e-?mail|date of birth|place of birth)",
    re.IGNORECASE,
)
"""What lists print among identifiers, and identifies nobody."""
_CODE_ALONE = re.compile(
    r"[A-Z]{6}[A-Z0-9]{2}(?:[A-Z0-9]{3})?|[A-Z0-9]{1,2}-[A-Z]{3,4}|(?=[A-Z]*\d[A-Z]*\d)[A-Z0-9]{7,}",
    re.IGNORECASE,
)


def numbers_of(text: str) -> set[str]:
    """The identifying numbers in a text, in capitals and without the marks between: long enough, and with digits.

    Shorter ones are given with their kind where the text says it, and codes of banks by their form.

    >>> sorted(numbers_of("SWIFT/BIC, VTBRRUMM")), sorted(numbers_of("Passport, 20694"))
    (['VTBRRUMM'], ['PASSPORT 20694'])
    >>> sorted(numbers_of("Passport, U 0024-2309, TR")), sorted(numbers_of("IMO 9187629"))
    (['U00242309'], ['9187629'])
    >>> "454419759" in numbers_of("V.A.T. Number BE 454,419,759")
    True
    >>> numbers_of("Listing Date (CMIC), 2021-06-03")
    set()
    """
    if _NO_IDENTIFIER.match(text):
        return set()
    text = _THOUSANDS.sub("", text)
    parts = ["".join(_TOKEN.findall(part.upper())) for part in re.split("[,;]", text)]
    tokens = _TOKEN.findall(text.upper())
    alone = {word for word in (_LABEL.sub("", part) for part in parts) if _digits(word) >= _LEAST_DIGITS}
    alone |= {word for word in (_LABEL.sub("", token) for token in tokens) if _tells_alone(word)}
    alone |= {number for number in _without_words(text) if _tells_alone(number)}
    alone = {word for word in alone if len(word) >= _LEAST_LETTERS}
    return alone | set(_codes(text)) | set(_with_their_kind(text, alone))


def short_numbers_of(text: str) -> set[str]:
    """The numbers in a text that are too short to tell anything without their kind, and long enough to ask about.

    >>> short_numbers_of("Passport, 92/664, EG"), short_numbers_of("20694"), short_numbers_of("IMO 9187629")
    ({'? 92664'}, {'? 20694'}, set())
    """
    if _NO_IDENTIFIER.match(text):
        return set()
    text = _THOUSANDS.sub("", text)
    numbers = (*_without_words(text), *(found[1] for found in _CALL_SIGNS.finditer(text.upper())))
    short = (number for number in numbers if len(number) < _LEAST_LETTERS or not _tells_alone(number))
    return {f"? {number}" for number in short if len(number) >= _LEAST_SHORT}


def asked_numbers_of(text: str) -> set[str]:
    """What is looked up of a number that somebody states: all that there is in the text counts as one number too.

    >>> asked_numbers_of("ep mmh") == {"EPMMH", "? EPMMH"}, "VTBRRUMM" in asked_numbers_of("VTBR RU MM XXX")
    (True, True)
    """
    whole = "".join(_TOKEN.findall(text.upper()))
    head = {whole.removesuffix(_HEAD_OFFICE)} if len(whole) == _BRANCH_CODE else set()
    return numbers_of(text) | short_numbers_of(text) | head | {whole, f"? {whole}"}


def may_be_number(name: str) -> bool:
    """Whether what was given as a name may be a number or code instead.

    >>> may_be_number("IMO 9187629"), may_be_number("VTBRRUMM"), may_be_number("Factory 12"), may_be_number("EP-MMH")
    (True, True, False, True)
    """
    return _DIGITS_ENOUGH.search(name) is not None or _CODE_ALONE.fullmatch(name.strip()) is not None


def _tells_alone(number: str) -> bool:
    return _digits(number) >= (_MIXED_DIGITS if len(number) >= _MIXED_LETTERS else _LEAST_DIGITS)


def _digits(number: str) -> int:
    return sum(map(str.isdigit, number))


def _without_words(text: str) -> Iterator[str]:
    """Of each part the number with which it ends, without the words before it and a remark in brackets behind."""
    for part in re.split("[,;]", text.upper()):
        bare = part.partition("(")[0]
        found = _NUMBER_BEGINS.search(bare)
        if found:
            yield "".join(_TOKEN.findall(bare[found.start() :]))


def _codes(text: str) -> Iterator[str]:
    """The codes of banks and the marks of aircraft in a text: after their label, or all that there is."""
    for code in (_BANK_CODE, _AIRCRAFT):
        for found in code.finditer(text.strip().upper()):
            if found.start(1) or found.end() == len(text.strip()):
                yield found[1].replace("-", "")


def _with_their_kind(text: str, known: Collection[str]) -> Iterator[str]:
    """Numbers too short to tell anything alone, with the kind that the text says they are of ("Passport, 20694")."""
    for part in text.upper().split(";"):
        kind = _KINDS.search(part)
        sign = _TOKEN if kind and kind[1] == _CALL_SIGN else _SHORT_NUMBER
        number = sign.search(part, kind.end()) if kind else None
        known_already = any(word in "".join(_TOKEN.findall(part)) for word in known)
        if kind and number and not known_already and len(number[0]) >= _LEAST_OF_A_KIND:
            yield f"{_TOKEN.findall(kind[1])[0]} {number[0]}"
