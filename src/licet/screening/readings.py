"""A name as it may be meant: without the town, the office, "c/o" and other things that people write beside a name.

Each reading is compared for itself, and the best counts. What was set aside is said with the hit, and a name from
which something was set aside is never equal to a listed one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from anyascii import anyascii

from licet.screening.forms import comparable, plain_words
from licet.screening.places import (
    ADJECTIVES,
    ends_like_place,
    is_place,
    place_forms,
    without_last_place,
    without_places,
)
from licet.screening.romanized import english_spelling, hangul_names, is_hangul_name, written_in_german
from licet.screening.words import ENDS, GENERIC, LEGAL, LIGHT, TITLES

__all__ = ["NameReading", "readings_of"]


@dataclass(frozen=True, slots=True)
class NameReading:
    """A text to compare. ``aside``: what was set aside; empty for the name as it was asked.

    ``common``: a country or the like was set aside and only common words are left, so that only the same words count.
    ``firm``: a legal form was set aside, so that no person and no vessel is meant. It keeps a form from hiding what
    is asked about without it, and counts where nothing else is found.
    ``person``: it can be a person's alone.
    """

    text: str
    aside: str = ""
    common: bool = False
    firm: bool = False
    person: bool = False


_BESIDE = re.compile(
    r"\b(?:c/o|c\.o\.|(?:in )?care of|attn\b\.?|attention|consignee|notify(?: party)?|for (?:the )?account of|"
    r"f\.?a\.?o\b\.?|on behalf of|ship to|sold to|bill to|deliver to|final destination|end.user|t/a|"
    r"trading as|d/?b/?a|via|"
    r"p\.?\s?o\.? box\s*\d*|tel\b\.?|phone|vat(?: no\.?)?|tax (?:id|no)\.?)(?!\w)\s*[:.\-]?\s*",
    re.IGNORECASE,
)
_BRACKETS = re.compile(r"\s*[(\[{\uff08]([^()\[\]{}\uff08\uff09]*)[)\]}\uff09]\s*")
_VESSEL = re.compile(
    r"^(?:m[./ ]?[vt]\b\.?|s[./]?s\b\.?|motor (?:vessel|tanker)|vessel|tanker|ship|aircraft|a/c)\s+|"
    r"\b(?:imo|mmsi)\b\s*(?:no\.?|number|:)?\s*\d{7,9}\b|\((?:imo|mmsi)[^)]*\)",
    re.IGNORECASE,
)
_GLUED = re.compile(
    r"^(pjsc|ojsc|cjsc|jsc|ooo|oao|zao|pao|llc|llp|fgup|npo|npp)(?=[^\W\d_]{4,})", re.IGNORECASE
)
_GLUED_BEHIND = re.compile(r"(?<=[^\W\d_]{4})(gmbh|ltd|llc|fzco|fze|pvtltd|coltd|limited)$", re.IGNORECASE)
_FORM_OF_ADDRESS = re.compile(r"^\s*(?:m/s\b\.?|messrs\b\.?|the firm(?: of)?\b)[\s:]+", re.IGNORECASE)
_OFFICE = frozenset(
    [
        "branch",
        "branches",
        "office",
        "offices",
        "representative",
        "representation",
        "rep",
        "regional",
        "head",
        "headquarters",
        "hq",
        "subsidiary",
        "filial",
        "filiale",
        "agency",
        "division",
        "depot",
        "warehouse",
        "bonded",
        "free",
        "zone",
        "in",
        "at",
        "of",
        "for",
        "near",
        "customs",
        "site",
        "department",
        "po",
        "box",
        "street",
        "road",
        "st",
        "building",
        "floor",
        "room",
        "unit",
    ]
)
_SAYS_LITTLE = LIGHT | GENERIC | TITLES | _OFFICE
_MOST = 8
"""Readings of a name, itself included."""


def readings_of(name: str, country: str | None = None) -> list[NameReading]:
    """The readings of a name, itself first, each of another form. ``country``: of its party, where known.

    >>> [(one.text, one.aside) for one in readings_of("Mahan Air, Dubai branch")]
    [('Mahan Air, Dubai branch', ''), ('mahan air', 'dubai branch')]
    """
    form = comparable(name)
    found = {form: NameReading(name)}
    spelled = [*_spelled_otherwise(name, country)]
    named = [*_place_named_otherwise(form)]
    beside = _others(name) if spelled or _has_beside(name, form) else ()
    if not (spelled or named or beside):
        return list(found.values())
    for reading in (*spelled, *beside, *named):
        form = comparable(reading.text)
        if not form or form in found or len(found) >= _MOST:
            continue
        if _tells(form.split()) and not is_place(form):
            found[form] = replace(reading, common=False)
        elif reading in spelled or (
            (reading.common or is_place(reading.aside)) and _may_be_common(form.split())
        ):
            found[form] = replace(reading, common=True)
    return list(found.values())


def _spelled_otherwise(name: str, country: str | None) -> Iterator[NameReading]:
    """A name as English texts write it: of Korean letters, of Cyrillic ones, and in German spelling."""
    if is_hangul_name(name):
        yield from (NameReading(text, "how Korean letters are read") for text in hangul_names(name))
    elif (english := english_spelling(name)) is not None:
        yield NameReading(english, "how Cyrillic letters are read")
    elif written_in_german(name, country):
        yield NameReading(written_in_german(name, country), "the German spelling")
    elif full := _written_out(name):
        yield NameReading(full, "abbreviations written out")
    first, _, rest = name.strip().partition(" ")
    if rest and first.lower().strip(".") in _HONORS:
        yield NameReading(rest, first)
    if parted := initials_parted(name):
        yield NameReading(parted, "how initials are read", person=True)


def initials_parted(name: str) -> str:
    """A family name with initials that are written together, which are words of their own; empty where it has none.

    >>> initials_parted("V.V. Putin"), initials_parted("Kovalchuk, Yu.V."), initials_parted("Delta Co. Ltd.")
    ('Putin V V', 'Kovalchuk Y V', '')
    """
    found = _INITIALED.fullmatch(name.strip())
    if found is None:
        return ""
    letters = [
        anyascii(short)[:1].upper() for short in re.findall(r"[^\W\d_]+", found["before"] or found["behind"])
    ]
    return " ".join([found["family"], *letters])


_INITIALS = r"[^\W\d_]{1,2}\.[\s-]?[^\W\d_]{1,2}\."
_INITIALED = re.compile(
    rf"(?:(?P<before>{_INITIALS})\s*)?(?P<family>[^\W\d_][\w'\u2019-]{{2,}})(?(before)|,?\s+(?P<behind>{_INITIALS}))"
)
"""One word of three letters or more with two initials before or behind it, a point after each."""


def _place_named_otherwise(form: str) -> Iterator[NameReading]:
    """A name that begins with a country or region, with the adjective of it, and the other way round.

    >>> [reading.text for reading in _place_named_otherwise("crimea sea ports")]
    ['crimean sea ports']
    """
    first, _, rest = form.partition(" ")
    other = ADJECTIVES.get(first)
    if other is not None and rest and not GENERIC.issuperset(rest.split()):
        yield NameReading(f"{other} {rest}", "how the place is named")


def _written_out(name: str) -> str:
    """A firm's name with abbreviations written out that may be other words elsewhere; empty where it has none.

    >>> _written_out("Nat. Iranian Oil Company"), _written_out("Pak, Min Ho")
    ('national iranian oil company', '')
    """
    words = plain_words(name)
    short = _SHORT_FOR.keys() & set(words)
    if not short or (short <= _ALSO_NAMES and _OF_FIRMS.isdisjoint(comparable(name).split())):
        return ""
    return " ".join(filter(None, [_SHORT_FOR.get(word, word) for word in words]))


_ABBREVIATIONS = """
national: nat; pakistan: pak; federal: fed; government: gov govt; ministry: min; academy: acad;
integrated circuit: ic; semiconductor: semi semicon; construction: constr; management: mgmt;
administration: admin; chemical: chem; mechanical: mech; machinery: mach; pharmaceutical: pharm;
petrochemical: petrochem; holding: hldg; holdings: hldgs; center: ctr centre; hospital: hosp;
defense: def defence; aerospace: aero; insurance: ins; railway: rly; republic: rep; islamic: islam;
science: sci; military: mil; : no
"""
_SHORT_FOR = {
    short: full.strip()
    for line in _ABBREVIATIONS.split(";")
    for full, _, shorts in [line.partition(":")]
    for short in shorts.split()
}
_ALSO_NAMES = frozenset(
    ["nat", "pak", "fed", "min", "rep", "islam", "mil", "no", "def", "ins", "sci", "mach"]
)
"""Of these the ones that persons are called, too: read so beside a word of firms alone."""
_OF_FIRMS = GENERIC | LEGAL | {"commission", "corps", "command", "army", "academy"}
_HONORS = frozenset(
    ["ayatollah", "ajatollah", "hojjatoleslam", "hojatoleslam", "marshal", "admiral", "brigadier", "comrade"]
)
"""Titles that are names of persons elsewhere on the lists, so that no form leaves them out."""


def _has_beside(name: str, form: str) -> bool:
    """Whether something may stand beside a name: False of most names, which are not looked at closer."""
    if not name.isascii() or not _MARKS.isdisjoint(name) or not form:
        return True
    words = plain_words(name)
    first, last = words[0], form.rpartition(" ")[2]
    named, formed = _parted(tuple(form.split()))
    if formed and named:
        return True
    if not _WORDS_BESIDE.isdisjoint(words) or first in _BEFORE_VESSELS or "c.o" in name.lower():
        return True
    if last in _OFFICE or last in _JOINS or last.isdigit() or ends_like_place(last):
        return True
    if "," in name and ends_like_place(comparable(name.rpartition(",")[2]).rpartition(" ")[2]):
        return True
    before, after = first.startswith(_GLUED_BEFORE), words[-1].endswith(_GLUED_AFTER)
    return (before and first not in _GLUED_BEFORE) or (after and words[-1] not in _GLUED_AFTER)


_MARKS = frozenset("/([{")
_WORDS_BESIDE = frozenset(
    [
        "care",
        "attn",
        "attention",
        "consignee",
        "notify",
        "account",
        "fao",
        "behalf",
        "ship",
        "sold",
        "bill",
        "deliver",
        "destination",
        "end",
        "as",
        "dba",
        "via",
        "box",
        "pobox",
        "tel",
        "phone",
        "vat",
        "tax",
        "imo",
        "mmsi",
        "messrs",
        "firm",
    ]
)
"""A word of each thing that may stand beside a name (as of "trading as")."""
_BEFORE_VESSELS = frozenset(["mv", "mt", "m", "ss", "s", "motor", "vessel", "tanker", "ship", "aircraft"])
_JOINS = frozenset({"in", "of", "at", "the", "and", "for"})
_GLUED_BEFORE = (
    "pjsc",
    "ojsc",
    "cjsc",
    "jsc",
    "ooo",
    "oao",
    "zao",
    "pao",
    "llc",
    "llp",
    "fgup",
    "npo",
    "npp",
)
_GLUED_AFTER = ("gmbh", "ltd", "llc", "fzco", "fze", "limited")


def _others(name: str) -> Iterator[NameReading]:
    if name.isascii() and name.isalpha() and len(name) < _GLUED_LEAST:
        return
    addressed = _FORM_OF_ADDRESS.match(name)
    if addressed:
        bare = name[addressed.end() :]
        yield NameReading(bare, addressed[0].strip(), common=True)
        name = bare
    parts = [name]
    if len(name) > _MARKED and (beside := [part.strip(" ,;:-/") for part in _BESIDE.split(name)])[1:]:
        parts = [part for part in beside if part]
        yield from (NameReading(part, _less(name, part), common=True) for part in parts)
    for part in parts:
        before, _, after = part.rpartition(",")
        if before and is_place(after):
            yield NameReading(before, after.strip())
        first, _, rest = part.partition(",")
        if rest and _DEPARTMENTS.intersection(first.lower().split()[:1]):
            rest = rest.strip()
            yield NameReading(rest, first.strip())
            before, _, after = rest.rpartition(",")
            if before and is_place(after):
                yield NameReading(before, _less(name, before))
        placeless = _BRACKETS.sub(lambda found: " " if is_place(found[1]) else found[0], part).strip(" ,;")
        if placeless != part:
            yield NameReading(placeless, _less(name, placeless))
        bare = _BRACKETS.sub(" ", part).strip(" ,;")
        if bare != part:
            yield NameReading(bare, _less(name, bare))
            yield from (NameReading(inside, _less(name, inside)) for inside in _BRACKETS.findall(part))
        ship = _VESSEL.sub(" ", bare).strip(" ,;-\"'")
        if ship != bare:
            yield NameReading(ship, _less(name, ship))
        for glued in (_GLUED.sub(r"\1 ", bare), _GLUED_BEHIND.sub(r" \1", bare)):
            if glued != bare:
                yield NameReading(glued, "how it is written together")
        for text in dict.fromkeys((bare, ship)):
            yield from _less_at_the_end(tuple(comparable(text).split()))


def _less_at_the_end(words: tuple[str, ...]) -> Iterator[NameReading]:
    """Words without the places, offices and legal forms in which they end."""
    formless = _without_form(words)
    for less in (
        _without_light(without_places(words)), _without_ends(words), without_last_place(words), formless,
    ):  # fmt: skip
        alone = _parted(less)[0]
        if (
            less and less != words and not (len(alone) == 1 and alone[0] in GENERIC)
        ):  # "Air Astana" is no "Air"
            aside = " ".join(word for word in words if word not in less) or words[0]
            yield NameReading(" ".join(less), aside, firm=less is formless)


_DEPARTMENTS = frozenset(
    [
        "procurement",
        "purchasing",
        "purchase",
        "sales",
        "accounts",
        "accounting",
        "finance",
        "logistics",
        "import",
        "imports",
        "export",
        "exports",
        "receiving",
        "stores",
        "shipping",
        "warehouse",
        "reception",
        "supply",
        "invoicing",
        "billing",
        "treasury",
        "einkauf",
        "buchhaltung",
        "compras",
        "achats",
    ]
)
"""Words with which a department begins that stands before the party and a comma."""
_GLUED_LEAST, _MARKED = 7, 8
"""Letters from which a name may be two words written together, or have something beside it."""


def _without_ends(words: tuple[str, ...]) -> tuple[str, ...]:
    """Words without the places and offices in which they end."""
    kept = words
    while True:
        shorter = without_places(kept)
        while shorter and (shorter[-1] in _OFFICE or shorter[-1].isdigit()):
            shorter = shorter[:-1]
        if shorter == kept or not shorter:
            break
        kept = shorter
    return _without_light(kept) if kept != words else kept


def _parted(words: tuple[str, ...]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Words, and the legal forms and the like in which they end."""
    end = len(words)
    while end and words[end - 1] in ENDS:
        end -= 1
    return words[:end], words[end:]


def _without_form(words: tuple[str, ...]) -> tuple[str, ...]:
    """Words without the legal form and the places before it: "Zarya Germany GmbH" is asked about as "Zarya" is."""
    named, _ = _parted(words)
    return without_places(named) or named


def _without_light(words: tuple[str, ...]) -> tuple[str, ...]:
    while words and words[-1] in _JOINS:
        words = words[:-1]
    return words


def _less(name: str, part: str) -> str:
    """What of a name is not in a part of it; the part may have lost what stood in its middle."""
    left = name.replace(part, " ") if part in name else name
    if left is name:
        kept = part.split()
        left = " ".join(word for word in name.split() if word not in kept)
    return " ".join(left.strip(" ,;:()[]-/").split()) or "punctuation"


def _tells(words: list[str]) -> bool:
    """Whether something is left by which a party can be known."""
    return any(
        word not in LIGHT
        and word not in GENERIC
        and word not in TITLES
        and (word,) not in place_forms()
        and len(word) > 1
        for word in words
    )


def _may_be_common(words: list[str]) -> bool:
    """Whether words without a country may be a name of common words or places: not "bank of"."""
    return _without_light(tuple(words)) == tuple(words)
