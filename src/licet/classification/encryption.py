"""Encryption: 5A002, 5A992, 5D002 and 5D992, and the paragraph of 740.17 that an item falls under.

The questions follow the technical notes to 5A002.a, its Note 2, and the Cryptography Note (Note 3 to Category 5,
Part 2). The paragraphs of 740.17(b) are put in words of our own, from general knowledge of that section.
"""

from __future__ import annotations

from dataclasses import dataclass

from licet.classification.questions import Candidate, Form, Inquiry, ReviewQuestion
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
    open: tuple[Candidate, ...] = ()
    notes: tuple[str, ...] = ()
    decided: bool = True


_WHAT = ReviewQuestion(
    "encryption",
    "Does it use or contain encryption (in hardware, firmware, software or a radio such as Wi-Fi), and what for?",
    Form.CHOICE,
    f"{_CITE}, Technical Notes 1 and 2; Category 5, Part 2",
    "Encryption is controlled in whatever it is built into, where it keeps data confidential with a key longer than "
    "the limits.",
    (
        ("no", "it does nothing with cryptography"),
        ("limited", ("only authentication, digital signature, data integrity, non-repudiation, copy protection, "
         "entertainment, mass commercial broadcasts or medical records, and keys for these")),
        ("weak", ("confidentiality, but with a symmetric key of 56 bits or less, RSA or Diffie-Hellman of 512 bits "
         "or less, elliptic curves of 112 bits or less, none post-quantum")),
        ("strong", "confidentiality of data with a longer key: AES, TLS, WPA2, Bluetooth, IPsec, SSH, disks"),
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
    "It decides whether BIS has to classify the item before it is exported, and whether mass market releases it.",
    (
        ("b1", "none of these"),
        ("b2", ("network infrastructure above the limits of (b)(2), source code that is not public, made or changed "
         "for governments or to a customer's specification, quantum cryptography, penetration, public safety radio, "
         "an open cryptographic interface")),
        ("b3_2", "non-standard cryptography, or the activation of cryptography"),
        ("b3_3", "advanced network vulnerability analysis, or digital forensics"),
    ),
)  # fmt: skip
_COMPONENT = ReviewQuestion(
    "encryption:component",
    "Is it a chip, chipset, electronic assembly, programmable logic, cryptographic library, module or toolkit?",
    Form.YES_NO,
    "15 CFR 740.17(b)(3)(i)",
    "Those that are not mass market are classified by BIS before they are exported.",
)
_CLASSIFIED = ReviewQuestion(
    "encryption:ccats",
    "Has BIS classified it as mass market (CCATS)?",
    Form.YES_NO,
    "15 CFR 740.17(b)(3)",
    "A mass market item of 740.17(b)(3)(ii) or (iv) is released only when BIS has classified it.",
)

_NOTES = {
    "b1": "740.17(b)(1): may be self-classified; report it by February 1 (740.17(e)(3)).",
    "mass_market": "740.17(b)(1), mass market: may be self-classified; of such items only components and executable "
    "software are reported by February 1 (740.17(e)(3)).",
    "b2": "740.17(b)(2): BIS classifies it first; sales are reported twice a year.",
    "b3_1": "740.17(b)(3)(i): BIS classifies it first (CCATS).",
    "b3_2": "740.17(b)(3)(ii) or (iv): BIS classifies it first (CCATS).",
    "b3_3": "740.17(b)(3)(iii): BIS classifies it first (CCATS); sales are reported twice a year.",
}


def encryption(inquiry: Inquiry, kind: str) -> Encryption:
    """Whether and as what its encryption classifies an item. Technology is left to the entries of group E."""
    if kind == "technology":
        return Encryption(False, decided=False)
    what = inquiry.choice(_WHAT)
    if what in {"no", "limited", "weak"}:
        return Encryption(False)
    strong, market = ("5D002", "5D992.c") if kind == "software" else ("5A002", "5A992.c")
    if what is None:
        return Encryption(None, open=(Candidate((strong, market), "what its encryption does", "encryption"),))
    role = inquiry.choice(_ROLE)
    if role in {"none", "note_2"}:
        return Encryption(False)
    if role is None:
        return Encryption(
            None, open=(Candidate((strong, market), "what sort of encryption item it is", "encryption:role"),)
        )
    return _of_role(inquiry, role, kind)


def _of_role(inquiry: Inquiry, role: str, kind: str) -> Encryption:
    software = kind == "software"
    if software and inquiry.yes(_PUBLISHED):
        note = "Published encryption source code is not subject to the EAR (15 CFR 734.3(b)(3)); keep the notice."
        return Encryption(True, "5D002.c.1", notes=(note,))
    market = inquiry.yes(_MARKET)
    strong, market_eccn = ("5D002.c.1", "5D992.c") if software else (f"5A002.{role}", "5A992.c")
    if market is None:
        open_ = Candidate((market_eccn, strong), "whether it is mass market", "encryption:market")
        return Encryption(None, open=(open_,))
    path = inquiry.choice(_PATH)
    if path is None:
        if not market:
            return Encryption(True, strong, notes=("Which paragraph of 740.17(b) it falls under is open.",))
        open_ = Candidate(
            (market_eccn, strong), "which paragraph of 740.17(b) it falls under", "encryption:path"
        )
        return Encryption(None, open=(open_,))
    return _of_path(inquiry, path, strong, market_eccn if market else "")


def _of_path(inquiry: Inquiry, path: str, strong: str, market_eccn: str) -> Encryption:
    """By the paragraph of 740.17(b): mass market releases an item from 5A002 and 5D002 where the section says so."""
    if market_eccn and path == "b1":
        return Encryption(True, market_eccn, notes=(_NOTES["mass_market"],))
    if market_eccn and path == "b3_2":
        if inquiry.yes(_CLASSIFIED):
            return Encryption(True, market_eccn, notes=("Keep the CCATS number.",))
        notes = (_NOTES[path], f"It is {market_eccn} once BIS has classified it as mass market.")
        return Encryption(True, strong, notes=notes)
    if path == "b1" and inquiry.yes(_COMPONENT) is not False:
        path = "b3_1"
    return Encryption(True, strong, notes=(_NOTES[path],))
