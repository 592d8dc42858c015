"""Encryption: 5A002, 5A992, 5D002 and 5D992, and the paragraph of 740.17 that an item falls under.

The questions follow the technical notes to 5A002.a, its Note 2, and the Cryptography Note (Note 3 to Category 5,
Part 2). The paragraphs of 740.17(b) are put in words of our own, from general knowledge of that section.
"""

from __future__ import annotations

from dataclasses import dataclass

from licet.classification.questions import Form, Inquiry, ReviewQuestion
from licet.classification.truth import Truth

__all__ = ["Encryption", "encryption"]

_CITE = "15 CFR Part 774 Supp. 1, 5A002.a"


@dataclass(frozen=True, slots=True)
class Encryption:
    """What encryption makes of an item. ``truth``: whether it is an encryption item; ``eccn``: where that is certain.

    ``decided``: 5A002 and its fellows need not be asked about again.
    """

    truth: Truth
    eccn: str = ""
    open: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    decided: bool = True


_USES = ReviewQuestion(
    "encryption",
    "Does it use or contain encryption (in hardware, firmware or software), or do anything with cryptography?",
    Form.YES_NO,
    f"{_CITE}; Category 5, Part 2",
    "Encryption is controlled in whatever it is built into.",
)
_WHAT = ReviewQuestion(
    "encryption:what",
    "What is its encryption for?",
    Form.CHOICE,
    f"{_CITE}, Technical Notes 1 and 2",
    "Only cryptography that keeps data confidential, with a key longer than the limits, is described.",
    (
        ("limited", ("only authentication, digital signature, data integrity, non-repudiation, copy protection, "
         "entertainment, mass commercial broadcasts or medical records, and keys for these")),
        ("weak", ("confidentiality, but with a symmetric key of 56 bits or less, RSA or Diffie-Hellman of 512 bits "
         "or less, elliptic curves of 112 bits or less, none post-quantum")),
        ("strong", "confidentiality of data with a longer key"),
    ),
)  # fmt: skip
_ROLE = ReviewQuestion(
    "encryption:role",
    "Which of these is it?",
    Form.CHOICE,
    f"{_CITE}.1 to a.4 and Note 2",
    "5A002.a describes four sorts of items; Note 2 leaves some out.",
    (
        ("a.1", "an item with information security as a primary function"),
        ("a.2", "a digital communication or networking item"),
        ("a.3", "a computer, or an item whose primary function is to store or process information"),
        ("a.4", ("another item, whose encryption supports a function that is not its primary one and would be "
         "described on its own")),
        ("none", "another item, whose encryption would on its own be mass market, or not be described"),
        ("note_2", ("an item of Note 2: smart card, banking, cordless or client phone, personal area network such as "
         "Bluetooth only, operations and maintenance only, connected civil industry application ...")),
    ),
)  # fmt: skip
_PUBLISHED = ReviewQuestion(
    "encryption:published",
    "Is it software whose source code is published, with the notice of 742.15(b) given where that asks for one?",
    Form.YES_NO,
    "15 CFR 734.3(b)(3), 742.15(b)",
    "Published encryption source code is not subject to the EAR; its classification is still stated.",
)
_MARKET = ReviewQuestion(
    "encryption:market",
    "Is it mass market: sold to the public at retail without restriction, its cryptography not changeable by the "
    "user, installed without substantial support, and details available; or a component of such an item that meets "
    "paragraph b of the note?",
    Form.YES_NO,
    "Category 5, Part 2, Note 3; 15 CFR 740.17(b)",
    "Mass market encryption items are released from 5A002 and 5D002 after classification or self-classification.",
)
_PATH = ReviewQuestion(
    "encryption:path",
    "Is it one of these?",
    Form.CHOICE,
    "15 CFR 740.17(b)",
    "It decides whether BIS has to classify the item before it is exported.",
    (
        ("b3", ("a chip, chipset, electronic assembly, module, toolkit or library of encryption, non-standard "
         "cryptography, or forensics or network analysis")),
        ("b2", ("network infrastructure above the limits of (b)(2), source code that is not public, an item for a "
         "government end user's custom use, quantum cryptography, penetration or interception")),
        ("b1", "none of these"),
    ),
)  # fmt: skip

_CLASSIFIED = ReviewQuestion(
    "encryption:ccats",
    "Has BIS classified it as mass market (CCATS)?",
    Form.YES_NO,
    "15 CFR 740.17(b)(3)",
    "An item of 740.17(b)(3) is released only when BIS has classified it.",
)

_PATH_NOTES = {
    "b1": "740.17(b)(1): may be self-classified; it goes into the annual self-classification report.",
    "b2": "740.17(b)(2): BIS classifies it first; sales are reported twice a year.",
    "b3": "740.17(b)(3): BIS classifies it first (CCATS).",
}


def encryption(inquiry: Inquiry, kind: str) -> Encryption:
    """Whether and as what its encryption classifies an item. Technology is left to the entries of group E."""
    if kind == "technology":
        return Encryption(False, decided=False)
    uses = inquiry.yes(_USES)
    if uses is False:
        return Encryption(False)
    if uses is None:
        return Encryption(None, open=("whether it uses encryption (5A002, 5D002)",), decided=False)
    what = inquiry.choice(_WHAT)
    if what in {"limited", "weak"}:
        return Encryption(False)
    role = inquiry.choice(_ROLE) if what is not None else None
    if role in {"none", "note_2"}:
        return Encryption(False)
    if what is None or role is None:
        return Encryption(None, open=("what its encryption does (5A002.a, 5D002)",))
    return _of_role(inquiry, role, kind)


def _of_role(inquiry: Inquiry, role: str, kind: str) -> Encryption:
    software = kind == "software"
    if software and inquiry.yes(_PUBLISHED):
        note = "Published encryption source code is not subject to the EAR (15 CFR 734.3(b)(3)); keep the notice."
        return Encryption(True, "5D002.c.1", notes=(note,))
    market = inquiry.yes(_MARKET)
    strong, market_eccn = ("5D002.c.1", "5D992.c") if software else (f"5A002.{role}", "5A992.c")
    if market is None:
        return Encryption(None, open=(f"whether it is mass market ({market_eccn}) or {strong}",))
    path = inquiry.choice(_PATH)
    notes = [_PATH_NOTES[path] if path else "Which paragraph of 740.17(b) it falls under is open."]
    if market and path is None:
        return Encryption(None, open=(f"which paragraph of 740.17(b) it falls under ({market_eccn})",))
    if market and path == "b3":
        market = inquiry.yes(_CLASSIFIED)
        if not market:
            notes.append(f"It is {market_eccn} once BIS has classified it as mass market.")
    released = market and path != "b2"
    return Encryption(True, market_eccn if released else strong, notes=tuple(notes))
