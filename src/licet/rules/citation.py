"""Citations of law: parsed, printed, linked.

Six kinds are understood: ``15 CFR 744.11(a)(1)``, ``84 FR 22961``, ``50 USC 4813(a)(5)``, ``Pub. L. 117-78 Sec.
3(a)`` and a Federal Register document number such as ``FR Doc. 2025-19846`` (used where the page has not been seen).
Supplements are written ``15 CFR Part 744 Supp. 4``, parts ``15 CFR Part 762``, and paragraphs of the U.S. Munitions
List ``22 CFR 121.1 Cat. XI(c)(1)``. Lists that US law does not keep cite one of a few instruments by name (``TFEU
Art. 215``).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

__all__ = ["Citation", "cfr", "fr", "place_of", "usc"]

_CFR = re.compile(
    r"(?P<title>\d+)\s+C\.?F\.?R\.?\s+"
    r"(?:Part\s+(?P<part>\d+)(?:,?\s+Supp(?:\.|lement)\s*(?:No\.\s*)?(?P<supp>\d+))?"
    r"|(?P<section>\d+\.\d+[a-z]?)(?:\s+Cat\.\s+(?P<category>[IVX]+))?)"
    r"(?P<paragraphs>(?:\([A-Za-z0-9]+\))*)",
    re.IGNORECASE,
)
_PUBLIC_LAW = re.compile(
    r"Pub\.?\s*L\.?\s+(?P<law>\d+-\d+)(?:\s+Sec\.\s+(?P<section>\d+[A-Z]*))?(?P<paragraphs>(?:\([A-Za-z0-9]+\))*)",
    re.IGNORECASE,
)
_FR = re.compile(r"(?P<volume>\d+)\s+F\.?R\.?\s+(?P<page>[\d,]+)", re.IGNORECASE)
_FR_DOC = re.compile(r"FR\s+Doc\.?\s+(?P<doc>(?:\d{4}|E\d)-\d+)", re.IGNORECASE)
_USC = re.compile(
    r"(?P<title>\d+)\s+U\.?S\.?C\.?\s+(?P<section>\d+[a-z]?)(?P<paragraphs>(?:\([A-Za-z0-9]+\))*)",
    re.IGNORECASE,
)
_OTHER = {
    text.casefold(): (text, url)
    for text, url in (
        ("UN Charter Art. 41", "https://www.un.org/en/about-us/un-charter/chapter-7"),
        ("TFEU Art. 215", "https://eur-lex.europa.eu/eli/treaty/tfeu_2012/art_215/oj"),
        ("UK Sanctions and Anti-Money Laundering Act 2018", "https://www.legislation.gov.uk/ukpga/2018/13"),
        ("SR 946.231", "https://www.fedlex.admin.ch/eli/cc/2002/564/en"),
        ("Compiled list", ""),
        ("Own list", ""),
    )
}


@dataclass(frozen=True, slots=True, order=True)
class Citation:
    """One place in the law. ``text`` is the canonical form, by which citations compare and sort.

    >>> Citation.parse("15 C.F.R. 744.11 (a)").text
    '15 CFR 744.11(a)'
    >>> str(Citation.parse("84 F.R. 22,961"))
    '84 FR 22961'
    """

    text: str
    kind: str
    url: str

    @classmethod
    def parse(cls, text: str) -> Citation:
        """Read a citation; ValueError names the text that is none."""
        return _read(text)

    def within(self, other: Citation) -> bool:
        """Whether this is the place ``other`` or lies below it.

        >>> cfr("15 CFR 744.11(a)(1)").within(cfr("15 CFR 744.11"))
        True
        """
        rest = self.text.removeprefix(other.text)
        return self.text.startswith(other.text) and (not rest or not rest[0].isalnum())

    def __str__(self) -> str:
        return self.text


@lru_cache(maxsize=1 << 16)
def _read(text: str) -> Citation:
    """Tables of law and lists give the same few thousand citations again and again."""
    squeezed = re.sub(r"\s+\(", "(", " ".join(text.replace("§", " ").split()))
    for reader in (_read_fr_doc, _read_fr, _read_cfr, _read_usc, _read_public_law, _read_other):
        found = reader(squeezed)
        if found is not None:
            return found
    raise ValueError(
        f"not a citation of the CFR, the Federal Register, the US Code or a law: {text!r}"
        f" (other instruments are cited by name: {', '.join(name for name, _ in _OTHER.values())})"
    )


def cfr(text: str) -> Citation:
    """A citation of the Code of Federal Regulations."""
    return _of_kind(text, "cfr")


def fr(text: str) -> Citation:
    """A citation of the Federal Register, by volume and page or by document number."""
    return _of_kind(text, "fr")


def usc(text: str) -> Citation:
    """A citation of the United States Code."""
    return _of_kind(text, "usc")


def place_of(cite: Citation) -> tuple[int, str] | None:
    """The title of the Code and the place in it, as texts of the law name it; None for any other citation.

    >>> place_of(cfr("15 CFR 744.11(a)")), place_of(cfr("15 CFR Part 744 Supp. 4")), place_of(fr("84 FR 22961"))
    ((15, '744.11(a)'), (15, '744 Supp. 4'), None)
    """
    if cite.kind != "cfr":
        return None
    title, _, place = cite.text.partition(" CFR ")
    return int(title), place.removeprefix("Part ")


def _of_kind(text: str, kind: str) -> Citation:
    found = Citation.parse(text)
    if found.kind != kind:
        raise ValueError(f"{text!r} is a citation of kind {found.kind}, not {kind}")
    return found


def _read_cfr(text: str) -> Citation | None:
    match = _CFR.fullmatch(text)
    if match is None:
        return None
    title, paragraphs = match["title"], match["paragraphs"]
    base = f"https://www.ecfr.gov/current/title-{title}"
    if match["section"] is not None:
        if match["category"] is not None:  # of the U.S. Munitions List, which has no anchors
            where = f"{match['section']} Cat. {match['category'].upper()}{paragraphs}"
            return Citation(f"{title} CFR {where}", "cfr", f"{base}/section-{match['section']}")
        anchor = f"#p-{match['section']}{paragraphs}" if paragraphs else ""
        return Citation(
            f"{title} CFR {match['section']}{paragraphs}", "cfr", f"{base}/section-{match['section']}{anchor}"
        )
    part, supp = match["part"], match["supp"]
    if supp is None:
        return Citation(f"{title} CFR Part {part}{paragraphs}", "cfr", f"{base}/part-{part}")
    where = f"{base}/part-{part}/appendix-Supplement%20No.%20{supp}%20to%20Part%20{part}"
    return Citation(f"{title} CFR Part {part} Supp. {supp}{paragraphs}", "cfr", where)


def _read_fr(text: str) -> Citation | None:
    match = _FR.fullmatch(text)
    if match is None:
        return None
    volume, page = match["volume"], match["page"].replace(",", "")
    return Citation(
        f"{volume} FR {page}", "fr", f"https://www.federalregister.gov/citation/{volume}-FR-{page}"
    )


def _read_fr_doc(text: str) -> Citation | None:
    match = _FR_DOC.fullmatch(text)
    if match is None:
        return None
    return Citation(f"FR Doc. {match['doc']}", "fr", f"https://www.federalregister.gov/d/{match['doc']}")


def _read_other(text: str) -> Citation | None:
    """Where a list stands that is not one of US law: an instrument of another country, or none at all."""
    found = _OTHER.get(text.casefold())
    return None if found is None else Citation(found[0], "other", found[1])


def _read_public_law(text: str) -> Citation | None:
    match = _PUBLIC_LAW.fullmatch(text)
    if match is None:
        return None
    section = f" Sec. {match['section'].upper()}" if match["section"] else ""
    congress, number = match["law"].split("-")
    url = f"https://www.congress.gov/public-laws/{congress}th-congress?q=PL{congress}-{number}"
    return Citation(f"Pub. L. {match['law']}{section}{match['paragraphs']}", "public_law", url)


def _read_usc(text: str) -> Citation | None:
    match = _USC.fullmatch(text)
    if match is None:
        return None
    title, section = match["title"], match["section"]
    url = f"https://uscode.house.gov/view.xhtml?req=granuleid:USC-prelim-title{title}-section{section}"
    return Citation(f"{title} USC {section}{match['paragraphs']}", "usc", url)
