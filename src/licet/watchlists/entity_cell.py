"""One cell of the Entity List's column "Entity": name, aliases, addresses and notes, which it prints as one text.

``Name, a.k.a., the following two aliases:`` goes before lines that begin with a dash; without aliases nothing but
a comma parts the name from the address, and names have commas too: "Academy of Military Medical Sciences,
Institute of Basic Medicine, 27 Taiping Road, ...". The address begins where a piece looks like one.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from licet.watchlists.countries import trailing_country
from licet.watchlists.text import squeeze

__all__ = ["EntityCell", "read_cell"]


@dataclass(frozen=True, slots=True)
class EntityCell:
    """What a cell says. ``notes``: "See alternate address under China" and the like, without parentheses."""

    name: str
    aliases: tuple[str, ...]
    addresses: tuple[str, ...]
    notes: tuple[str, ...]


_ALSO_KNOWN = re.compile(
    r"(?<![\s,])[\s,]*+\(?\b(?:[afd]\.k\.a\b\.?|also known as|formerly known as)[\s,]*", re.IGNORECASE
)
_ALIASES_FOLLOW = re.compile(r"[\s,]*\bthe following \w+ alias(?:es)?:", re.IGNORECASE)
_FOLLOWING = re.compile(r"(?:as )?(?:the )?following\b[^:]*?alias(?:es)?\s*[:;.,]?\s*", re.IGNORECASE)
_DASH = re.compile(r"^[\u2014\u2013-]\s*")
_NOTE = re.compile(
    r"\(?\s*\b(See (?:also )?(?:the )?(?:alternat(?:e|ive) )?address(?:es)?\b[^;]*?)[.)]*\s*(?=;|$)",
    re.IGNORECASE,
)
_PARTS = re.compile(r"[\s,]*;[\s;]*(?:and\b\s*)?(?=\S)")
_GLUED = re.compile(r"\.\s+(?=\d|No\. ?\d|Room\b)")
_TAIL = re.compile(r"[\s;,]+(?:and)?[\s;,]*$", re.IGNORECASE)

_FORM = (
    r"(?:Co|Corp|Corporation|Company|Inc|Incorporated|Ltd|Ltda|Limited|L\.?L\.?C|L\.?L\.?P|L\.?P|P\.?L\.?C|Pte|Pvt|"
    r"Private|Pty|Bhd|Sdn|GmbH|KG|AG|S\.?A|S\.?A\.?R\.?L|S\.?R\.?L|S\.?p\.?A|B\.?V|N\.?V|A\.?S|A\.?Ş|O\.?Y|A\.?B|"
    r"FZE|FZCO|FZC|FZ|DMCC|EOOD|OOO|OAO|ZAO|PAO|AO|JSC|PJSC|OJSC|CJSC|UAB|SIA|DOO|D\.O\.O|EST|Group|Holdings?)"
)
_ONLY_FORM = re.compile(rf"^(?:{_FORM}\.?[\s,]*)+(?:\([^)]*\))?\.?$", re.IGNORECASE)
_WHOLE = re.compile(r"\b(?:Ltd|Limited|Inc|L\.?L\.?C|GmbH)\.?$", re.IGNORECASE)
_PART_OF = re.compile(
    r"\b(?:Institute|Branch|Department|Academy|Laborator(?:y|ies)|Factory)\b", re.IGNORECASE
)
_SHORTENED = re.compile(r"\b(?:Co|Corp|Inc|Ltd|Ltda|Pvt|Pte|Sti|Intl)\.$|\.\s?\w\.$", re.IGNORECASE)
_NAME_GOES_ON = re.compile(
    rf"\b(?:Institute|Institution|University|Academy|Department|Branch|Laborator(?:y|ies)|Cent(?:er|re) (?:for|of)|"
    rf"Bureau of|Faculty|School|College|Ministry|Directorate|Joint[- ]Stock|NPO|NPP|Exporters|Plant|{_FORM})\b",
    re.IGNORECASE,
)
_PLACE = re.compile(
    r"\d|^c/o\b|\b(?:street|st|road|rd|avenue|ave|district|zone|park|city|building|bldg|block|tower|floor)\b\.?",
    re.IGNORECASE,
)


def read_cell(text: str) -> EntityCell:
    """Take a cell apart; ``text`` has a line end where the list breaks the line.

    >>> read_cell("Beijing Huawei Digital Technologies Co., Ltd., Beijing, China.").name
    'Beijing Huawei Digital Technologies Co., Ltd.'
    """
    lines = text.split("\n")
    head = squeeze(lines[0])
    dashed = [squeeze(line) for line in lines[1:] if _DASH.match(squeeze(line))]
    others = [squeeze(line) for line in lines[1:] if squeeze(line) and not _DASH.match(squeeze(line))]
    known = _ALSO_KNOWN.search(head) or _ALIASES_FOLLOW.search(head)
    if known and known.start() > 0:
        name, aliases, rest = _with_aliases(head, known, dashed, " ".join(others))
    elif len(lines) > 1 and not squeeze(lines[1]) and head.endswith(","):
        name, aliases, rest = head, [], " ".join(others)
    else:
        name, rest = _parted(" ".join([head, *others]))
        aliases = []
    if not dashed and (person := _person(_TAIL.sub("", name))):
        aliases.append(person)
    body, notes = _without_notes(rest)
    name, more = _without_notes(name)
    addresses = tuple(filter(None, (_TAIL.sub("", part).strip(" ,") for part in _PARTS.split(body))))
    return EntityCell(_TAIL.sub("", name), tuple(dict.fromkeys(aliases)), addresses, (*more, *notes))


def _with_aliases(
    head: str, known: re.Match[str], dashed: list[str], rest: str
) -> tuple[str, list[str], str]:
    """Name, aliases and the rest; the last alias may have the address on its own line, or all stand in one."""
    name, after = head[: known.start()], _FOLLOWING.sub("", head[known.end() :], count=1)
    aliases = [_alias(_DASH.sub("", line)) for line in dashed]
    if dashed and after:
        aliases.insert(0, _alias(after))
    if dashed and not rest:
        last, rest = _parted(_GLUED.sub(", ", _DASH.sub("", dashed[-1]), count=1))
        aliases[-1] = _alias(last)
    if not dashed and after:
        pieces = re.split(r",\s+", after)
        end = next((place for place, piece in enumerate(pieces) if _PLACE.search(piece)), len(pieces))
        if trailing_country(after):
            end = min(end, max(len(pieces) - 2, 0))  # at least a town and its country are no aliases
        aliases, rest = [_alias(piece) for piece in pieces[:end]], f"{', '.join(pieces[end:])} {rest}".strip()
    return name, [alias for alias in aliases if alias], rest


def _alias(text: str) -> str:
    """An alias without the "; and" or the stop after it; the stop of "Ltd." stays."""
    found = _TAIL.sub("", text)
    found = found if _SHORTENED.search(found) else found.rstrip(".")
    return found[:-1] if found.endswith(")") and found.count(")") > found.count("(") else found


def _parted(text: str) -> tuple[str, str]:
    """Name and address of a text that prints them one after the other."""
    pieces = re.split(r",\s+", text)
    end = next((place for place in range(1, len(pieces)) if _begins_address(pieces, place)), len(pieces))
    return ", ".join(pieces[:end]), ", ".join(pieces[end:])


def _begins_address(pieces: list[str], place: int) -> bool:
    """Whether the name ends before this piece: unless it is a form of company, or goes on and is no address."""
    piece = pieces[place].strip()
    if _ONLY_FORM.match(piece) or _ONLY_FORM.match(piece.rstrip(".")):
        return False
    if _WHOLE.search(pieces[place - 1].strip()) and not _PART_OF.search(piece):
        return True
    return bool(_PLACE.search(piece)) or not _NAME_GOES_ON.search(piece)


def _person(name: str) -> str | None:
    """Who may stand before an institution that is his address and not his name: "Hamid Sepehrian, ... Institute"."""
    first, _, second = name.partition(", ")
    if not second or _ONLY_FORM.match(second) or _NAME_GOES_ON.search(first):
        return None
    return first


def _without_notes(text: str) -> tuple[str, tuple[str, ...]]:
    notes = tuple(squeeze(found) for found in _NOTE.findall(text))
    return _NOTE.sub("", text).strip(), notes
